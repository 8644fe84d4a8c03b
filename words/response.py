"""How is a reduction at the threshold told and drawn? For most measures as a response.

For one that is none (days with intake) it is told as what it is, fewer days, and drawn in grey.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from analytics.codes import Event
from analytics.definitions import Definition
from words.numbers import sentence_case


@dataclass(frozen=True)
class ResponseWords:
    """The words for it: 12 responders; of one patient; would have to respond; its state ..."""

    them: str
    one: str
    none: str
    respond: str
    reach: str
    reach_it: str  # where the line is not named
    reached: str
    not_reached: str
    column: str  # over yes and no
    count: str  # beside "judged", in the rows under an axis
    thresholds: str  # of several


def told_of(definition: Definition) -> ResponseWords:
    """The words under this Definition."""
    if definition.days.response:
        return ResponseWords(
            "responders",
            "responder",
            "no responder",
            "respond",
            f"reach the {definition.threshold}% line",
            f"reach {definition.threshold}%",
            f"reached {definition.threshold}%",
            f"under {definition.threshold}%",
            f"{definition.threshold}% reached",
            "reached of",
            "reached each threshold",
        )
    least = f"at least {definition.threshold}% fewer"
    fewer = f"{least} {definition.days.words}"
    return ResponseWords(
        f"patients with {fewer}",
        least,
        f"under {definition.threshold}% fewer",
        f"have {fewer}",
        f"had {fewer}",
        f"had {fewer}",
        least,
        f"under {definition.threshold}%",
        f"{definition.threshold}% fewer",
        "fewer in",
        f"had so many fewer {definition.days.words}",
    )


def event_told(event: str, definition: Definition) -> str:
    """What happens over time, in words: an event of incidence, or the reason of a stop."""
    told = told_of(definition)
    words = {Event.FIRST_RESPONSE: f"first {told.one}", Event.STOPPED_FIRST: "stopped before that"}
    if definition.days.response or event not in words:
        return event.replace("_", " ")
    return words[Event(event)]


def no_control(definition: Definition, session: int) -> str:
    """No control group, a share on placebo, and what of that is not as in the rate after a session.

    On placebo in PREEMPT 34% reached ... Another measure and another time than here.
    """
    told, of = definition.therapy.no_control, definition.therapy.control
    if of is None:
        return told
    here = (definition.window, session)
    other = [
        word
        for word, is_other in (
            ("another measure", of.measure != definition.measure),
            ("another line", of.threshold != definition.threshold),
            ("another time", (of.window, of.session) != here),
        )
        if is_other
    ]
    return f"{told} {sentence_case(' and '.join(other))} than here." if other else told


def accent(text: str, definition: Definition) -> str:
    """The number of a headline: in the colour of a response, where it is one. (markdown)"""
    return f":blue[{text}]" if definition.days.response else text


class OfSpread(NamedTuple):
    """What the page *Spread* asks, and how its charts are read."""

    question: str
    distribution: str
    states: str
    five: str


def spread_words(definition: Definition) -> OfSpread:
    """Its question and subtitles under this Definition."""
    question = "How is response spread, and does it last?"
    if definition.days.response:
        judged, open_, both = (
            "judged and reached",
            "reached it",
            "reached the threshold, not reached",
        )
        five = "Five things called response"
    else:
        told = told_of(definition)
        question = "How are fewer days spread, and do they last?"
        judged, open_, both = (
            "judged, with that reduction",
            "had it",
            f"{told.one}, fewer than that",
        )
        five = f"Five ways to say {told.one}"
    return OfSpread(
        question,
        f"Share of those due. Thick line: {judged}; hatched above it: those due and not judged, "
        f"who may or may not have {open_}.",
        f"Bands as wide as the patients in them, from above: {both}, not judged, stopped, waiting, "
        "no usable baseline.",
        f"{five}, each with its own denominator. Dot and line: share with its 95% interval.",
    )
