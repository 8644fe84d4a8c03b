"""In which bands are those due, and does a response last? For its page and for documents."""

from __future__ import annotations

import math

import pandas as pd

from analytics.codes import Band, Event, Response, State
from analytics.definitions import FEW_JUDGED, Definition
from analytics.research.spread import ROUND
from words.headings import state_words
from words.intervals import share_interval
from words.numbers import counted, sentence_case
from words.percents import percent, rounding_told, share, threshold
from words.response import accent, event_told, told_of

LINES = (30, 50, 75)  # percent, the clinical ones
FEW_NAMED = 3  # events beside the one that a title is about, all named; of more the first


def headline(bands: pd.DataFrame, session: int, definition: Definition) -> str:
    """After session 2, of 114 due: 38 had at least 50% fewer, 17 had more, 11 are not judged."""
    at = bands[bands["session"] == session].set_index("band")["patients"]
    due = int(at.sum())
    if due == at[Band.NOT_JUDGED]:
        return f"**{_nobody(due, session)}.**"
    half = int(at[Band.UNDER_75] + at[Band.OVER_75])
    found = accent(f"{half:,} had at least 50% fewer", definition)
    return (
        f"**After session {session}, of {due:,} due: {found}, "
        f"{at[Band.WORSE]:,} had more, {at[Band.NOT_JUDGED]:,} are not judged.**"
    )


def _nobody(due: int, session: int) -> str:
    """Nobody is due after session 2; Nobody of 12 due can be judged after session 2"""
    return f"Nobody {f'of {due:,} due can be judged' if due else 'is due'} after session {session}"


BANDS = {
    Band.WORSE: "More days than before session 1",
    Band.UNDER_30: "0 to under 30% fewer",
    Band.UNDER_50: "30 to under 50% fewer",
    Band.UNDER_75: "50 to under 75% fewer",
    Band.OVER_75: "75% or more fewer",
    Band.NOT_JUDGED: "Due, not judged",
}


def band_listed(session: int, band: str) -> str:
    """What the list of one band's patients is called: 75% or more fewer, after session 2."""
    return f"{BANDS[Band(band)]}, after session {session}"


def states_listed(session: int, state: str, then: str, definition: Definition) -> str:
    """What the list of a band is called: Reached 50% after session 1, under 50% after session 2"""
    words = {**state_words(definition), State.STOPPED: "stopped"}
    told = f"{words[State(state)]} after session {session}"
    if then:
        told += f", {words[State(then)]} after session {session + 1}"
    return sentence_case(told)


def bands_rounded(bands: pd.DataFrame, decimals: int) -> str:
    """After which sessions the shares of those due, in percent, do not add to 100, if any."""
    sessions = bands.groupby("session")["patients"]
    return rounding_told({f"session {k}": list(n) for k, n in sessions}, decimals)


def bands_title(bands: pd.DataFrame, session: int) -> str:
    """After session 2, 9 of 114 due (8%) had at least 75% fewer days, 17 of 114 (15%) more."""
    at = bands[bands["session"] == session].set_index("band")["patients"]
    due = int(at.sum())
    if not due or due == at[Band.NOT_JUDGED]:
        return _nobody(due, session)
    return best_and_worse(int(at[Band.OVER_75]), int(at[Band.WORSE]), due, session, whom="due")


def best_and_worse(best: int, worse: int, n: int, session: int, *, whom: str) -> str:
    """How many of the ``n``, who are those ``whom``, are in the outer bands?"""
    return (
        f"After session {session}, of those {whom} {share(best, n)} had at least 75% fewer days, "
        f"{share(worse, n)} more than before session 1"
    )


def worse_told(chance: pd.DataFrame, session: int) -> str:
    """More days than before: 17 of 103 judged; 37 to 56 by chance if nothing had changed.

    ``chance``: the table ``worse_by_chance``; nothing where nobody is judged.
    """
    at = chance[chance["session"] == session]
    if at.empty:
        return ""
    row = at.iloc[0]
    counted_so = f"More days than before: {int(row['worse']):,} of {int(row['judged']):,} judged; "
    if pd.isna(row["low"]):
        return (
            f"{counted_so}how many by chance is not told, as most days are multiples of {ROUND}: "
            "rounded days are often the same."
        )
    span = " to ".join(f"{n:,}" for n in dict.fromkeys((int(row["low"]), int(row["high"]))))
    return (
        f"{counted_so}{span} by chance (19 times in 20) if nothing had changed and nobody had come "
        "for a bad month; fewer where some had."
    )


def distribution_title(curve: pd.DataFrame, session: int) -> str:
    """Of 114 due after session 2, 56 had at least 30% fewer days, 38 at least 50%, ..."""
    reached, due = curve.set_index("threshold")["reached"], int(curve["due"].iloc[0])
    if not due or not curve["judged"].iloc[0]:
        return _nobody(due, session)
    told = ", ".join(
        f"{int(reached[line]):,} had at least {threshold(line)} fewer"
        f"{' days' if line == LINES[0] else ''}"
        for line in LINES
    )
    return f"Of {due:,} due after session {session}, {told}"


def responses_title(five: pd.DataFrame) -> str:
    """Current 38 of 103 (37%), ever 48 of 131 (37%), sustained 16 of 99 (16%)"""
    rows = five.set_index("response")
    if not rows.loc[Response.EVER, "of"]:
        return "Nobody can be judged yet"
    told = ", ".join(
        f"{name} {share(int(rows.loc[name, 'patients']), int(rows.loc[name, 'of']))}"
        for name in (Response.CURRENT, Response.EVER, Response.SUSTAINED)
    )
    return f"{told[:1].upper()}{told[1:]}"


def by_chance(five: pd.DataFrame, definition: Definition) -> str:
    """If everyone's days truly fell by 40%, chance alone would make 45% ever responders."""
    chance = five.set_index("response").loc[Response.EVER, "share_by_chance"]
    return (
        ""
        if math.isnan(chance)
        else f"If everyone's days truly fell by 40%, chance alone would make {percent(chance)} "
        f"ever {told_of(definition).them}."
    )


def states_title(flow: pd.DataFrame, session: int, drawn: int, definition: Definition) -> str:
    """Of 27 with at least 50% fewer days after session 1, 20 had them after session 2 too, ...

    ``flow``: the table ``state_flow``; ``drawn``: the last session of the picture.
    """
    later = min(max(session, 2), drawn)
    rows = flow[(flow["session"] == later - 1) & (flow["from"] == State.REACHED)]
    line = f"with at least {definition.threshold}% fewer days after session {later - 1}"
    if rows.empty:
        return f"Nobody {line}"
    to = rows.set_index("to")["patients"]
    stayed, left = (int(to.get(of, 0)) for of in (State.REACHED, State.NOT_REACHED))
    waiting = int(to.get(State.WAITING, 0))
    others = int(to.sum()) - stayed - left - waiting
    rest = f", {others:,} cannot be judged there" if others else ""
    rest += f", {waiting:,} {'waits' if waiting == 1 else 'wait'} for it" if waiting else ""
    return (
        f"Of {int(to.sum()):,} {line}, {stayed:,} had them after session {later} too, "
        f"{left:,} had not{rest}"
    )


def main_event(incidence: pd.DataFrame) -> str:
    """What its title is about: the first response; of reasons to stop the most frequent.

    ``incidence``: the rows of ``cumulative_incidence`` of one question.
    """
    if (incidence["question"] == Event.FIRST_RESPONSE).all():
        return Event.FIRST_RESPONSE
    return str(_at_the_end(incidence)["event"].iloc[0])


def incidence_title(incidence: pd.DataFrame, definition: Definition) -> str:
    """By day 441: first response 48% (95% interval 38 to 57), stopped before responding 19%, ...

    Of stops: Stopped or stayed away by day 558: no session, no reason 13% (...), 9 other ... 36%
    """
    last, main = _at_the_end(incidence), main_event(incidence)
    followed = int(incidence["at_risk"].max())
    if followed < FEW_JUDGED:
        return f"{counted(followed, 'patient')} followed from session 1: too few for a percent"
    if (row := last[last["event"] == main]).empty:
        told = [f"nobody with a {event_told(main, definition)}"]
    else:
        ends = row["ci_low"].iloc[0], row["ci_high"].iloc[0]
        spread = "" if pd.isna(ends[0]) else f" ({share_interval(*ends)})"
        told = [f"{event_told(main, definition)} {percent(row['incidence'].iloc[0])}{spread}"]
    others = last[last["event"] != main]
    named = others.head(len(others) if len(others) < FEW_NAMED else 1)
    told += [
        f"{event_told(event, definition)} {percent(found)}"
        for event, found in zip(named["event"], named["incidence"], strict=True)
    ]
    if rest := len(others) - len(named):
        sum_of = others["incidence"].iloc[len(named) :].sum()
        told.append(f"{counted(rest, 'other reason')} {percent(sum_of)}")
    begins = "By" if main == Event.FIRST_RESPONSE else "Stopped by"
    if main != Event.FIRST_RESPONSE and {Event.NO_SESSION, Event.NOT_TOLD} & {*last["event"]}:
        begins = "Stopped or stayed away by"
    return f"{begins} day {int(incidence['day'].max()):,}: {', '.join(told)}"


def nothing_happened(question: str, definition: Definition) -> str:
    """In place of a chart of an event that nobody had."""
    if question == Event.FIRST_RESPONSE:
        return f"Nobody had a {event_told(question, definition)}, and nobody stopped before."
    return "Nobody stopped, and nobody stayed away without a reason."


def _at_the_end(incidence: pd.DataFrame) -> pd.DataFrame:
    """The last row of each event, the most frequent first."""
    last = incidence.groupby("event").tail(1)
    return last.sort_values(["incidence", "event"], ascending=[False, True], ignore_index=True)
