"""How is a Definition told?"""

from __future__ import annotations

from analytics.codes import EntryRule, OtherTreatments
from analytics.definitions import CHANGEABLE, PRESETS, Definition
from analytics.therapies import Therapy

ENTRY_RULES = {
    EntryRule.NONE: "none stated",
    EntryRule.MONTH: "in the month before session 1",
    EntryRule.TWO_MONTHS: "in each of the two months before",
}


def called(definition: Definition) -> str:
    """Its name for reading: "Hull 2014" or "Hull 2014, changed"."""
    return f"{definition.title}, changed" if definition.changes else definition.title


def days_told(definition: Definition) -> str:
    """Which days, when: migraine days in the month after each session, per 30 days"""
    return f"{definition.days.words} {definition.when.words}, per {definition.month} days"


def in_words(definition: Definition) -> str:
    """The same; at least 50% fewer than before session 1"""
    least = f"at least {definition.threshold}% fewer than before session 1"
    return f"{days_told(definition)}; {least}"


def primary(definition: Definition, session: int) -> str:
    """2 is primary, 3 secondary (sessions; 3 is the one looked at)"""
    other = f", {session} secondary" if session != definition.primary_session else ""
    return f"{definition.primary_session} is primary{other}"


def primary_outcome(definition: Definition, session: int) -> str:
    """Which outcome is the primary one, and that ``session``, looked at, is not. (sentences)"""
    told = (
        f"Primary outcome: at least {definition.threshold}% fewer {definition.days.words} after "
        f"session {definition.primary_session}; every other one is secondary."
    )
    if session != definition.primary_session:
        told += f" What is told of session {session} here is secondary."
    return told


def parts_told(definition: Definition) -> dict[str, str]:
    """Each part that can be changed, in words: weeks 9 to 12, at least 30% fewer"""
    left_out = definition.other_treatments == OtherTreatments.LEFT_OUT
    return {
        "measure": definition.days.words,
        "window": definition.when.label,
        "month": f"months of {definition.month} days",
        "threshold": f"at least {definition.threshold}% fewer",
        "min_baseline_days": f"at least {definition.min_baseline_days} recorded baseline days",
        "min_days": f"at least {definition.required_days} recorded days after a session",
        "other_treatments": "windows after another new treatment "
        + ("left out" if left_out else "marked"),
        "entry_rule": entry_told(definition),
        "entry_days": f"{definition.entry_days} such days asked for before session 1",
        "primary_session": f"primary after session {definition.primary_session}",
    }


def changes(definition: Definition) -> list[str]:
    """What differs from the Definition as it was published: weeks 9 to 12, at least 30% fewer"""
    preset, told = definition.preset, parts_told(definition)
    return [told[part] for part in CHANGEABLE if getattr(definition, part) != getattr(preset, part)]


def entry_told(definition: Definition) -> str:
    """let in with at least 15 migraine days in the month before session 1"""
    if definition.entry_rule == EntryRule.NONE:
        return "no entry rule stated"
    two = definition.entry_rule == EntryRule.TWO_MONTHS
    when = "each of the two months" if two else "the month"
    least = f"let in with at least {definition.entry_days} {definition.days.words}"
    return f"{least} in {when} before session 1"


def in_full(definition: Definition) -> str:
    """Its name and what it is: "Hull 2014, as published", "Hull 2014, changed: weeks 9 to 12"."""
    told = changes(definition)
    how = f"changed: {', '.join(told)}" if told else "as published"
    return f"{definition.title}, {how}"


def presets_told(therapy: Therapy) -> str:
    """What each Definition asks, a line each. (markdown)"""
    presets = [one for one in PRESETS.values() if one.therapy == therapy]
    asked = "\n".join(f"- **{one.title}**: {in_words(one)}" for one in presets)
    return (
        "Which question is asked: which days count, in which weeks after a session, and from how "
        f"many percent fewer on.\n\n{asked}\n\nEach part can be changed below; every figure "
        "says by which Definition it is."
    )
