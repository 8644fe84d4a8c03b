"""What may a variable of a research table be, by its words and by its values?

A name that leaves no choice and values that agree have one reading; everything that speaks of
headache, migraine, pain or medicine otherwise has several; what speaks of neither is not used.
"""

from __future__ import annotations

import re

from analytics.definitions import MEASURES
from importing.cells import FLAG_WORDS
from importing.negations import HEADACHE, MIGRAINE, names, plain
from importing.research_exposures import TOXIN

NOT_USED, UNITS, RECORDED = "not_used", "units", "recorded_days"
PAIN, MEDICATION, TRIPTAN = "pain", "acute_medication", "triptan"
OF_DAYS = (HEADACHE, MIGRAINE, PAIN, MEDICATION, TRIPTAN)
OF_PERIODS = (*MEASURES, RECORDED)
MOST_PAIN, MOST_GRADES = 10, 3

_OTHER = re.compile(
    r"\b(?:change|chg|percent\w*|pct|reduc\w+|respon\w+|improve\w*|baseline|hours?|minutes?|"
    r"duration|attacks?|episodes?|score|total|impact|disabil\w+|hit ?6|midas|msq\w*|onset|age|"
    r"history|diagnos\w+|type|aura|nausea|trigger\w*|free|family|quality)\b"
)
_FILLER = re.compile(
    r"\b(?:daily|diary|any|occurrence|indicator|presence|flag|yes|no|y|n|0|1|monthly|number|of|"
    r"per|28|30|month|period|the|with|a|was|there|had|have|did|you|today|on|this|in|each|total)\b"
)
_SURE = {  # whole names, without the words around them
    HEADACHE: {"headache", "headache day", "head ache", "headache days", "days headache"},
    MIGRAINE: {"migraine", "migraine day", "migraine days", "days migraine"}
    | {"migraine headache", "migraine headache day", "migraine headache days"},
    PAIN: {"pain", "pain intensity", "headache pain", "headache pain intensity", "pain nrs"}
    | {"headache intensity", "worst pain", "worst headache pain", "worst pain intensity"}
    | {"maximum pain", "maximum headache pain", "headache pain nrs", "pain score"},
    MEDICATION: {"acute medication", "acute medication use", "acute medication taken"}
    | {"acute headache medication", "acute headache medication use", "acute medication intake"}
    | {"acute migraine medication", "acute migraine medication use", "acute medication days"}
    | {"days acute medication", "days acute medication use", "acute medication use days"}
    | {"acute headache medication days", "acute migraine medication days"},
    TRIPTAN: {"triptan", "triptan use", "triptan taken"},
    RECORDED: {"recorded days", "days recorded", "days diary data", "diary days"}
    | {"days diary entries", "days data", "evaluable days", "days recorded data"},
}
_LENGTH = re.compile(
    r"\b(?:per|in|during|over|every|for)(?: the| last| past| previous| each| a)*"
    r"(?: (?:28|30|4|week|month|\d+))?(?: ?(?:days?|weeks?|months?|period))\b|\b28 ?days?\b"
)
_DAYS_OF = {measure.column: measure.name for measure in MEASURES.values() if measure.column != PAIN}
_SPEAKS = re.compile(r"\b(?:pain|medicat\w*|triptans?|analgesic\w*|rescue)\b")
_DOSE = re.compile(r"\b(?:dose|units)\b")
_DAYS = re.compile(r"\bdays\b|\bfrequency\b|\bnumber of\b|^m?[mh]d$|^mmd$|^mhd$")
_OF_CODES = {"mmd": ("migraine_days",), "mhd": ("headache_days", "migraine_days")}


def marked(name: str) -> str:
    """How a code is written once it is settled what its variable is: no file writes one so."""
    return f"<{name}>"


def readings(words: str, values: dict[str, int], *, daily: bool) -> tuple[str, ...]:
    """What it may be, the likeliest first; one is sure, none: it is not of our matter."""
    text = plain(re.sub(r"[()\[\]?/,;:]", " ", words.lower()))
    if text in _OF_CODES:
        found = _OF_CODES[text]
        return found if len(found) == 1 else (*found, NOT_USED)
    if _DOSE.search(text) and TOXIN.search(text):
        return (UNITS, NOT_USED)
    if _OTHER.search(text.replace("total number", "number")) and not _is_sure(text):
        return ()
    kind = next((name for name, known in _SURE.items() if _bare(text) in known), "")
    if kind == RECORDED:
        return (RECORDED,)
    if kind:
        return _as_values(kind, text, values, daily=daily)
    named = names(text)
    if named is False or (named is None and not _SPEAKS.search(text)):
        return ()
    return (*_likely(text, values, daily=daily), NOT_USED)


def _bare(text: str) -> str:
    return " ".join(_FILLER.sub(" ", _LENGTH.sub(" ", text)).split())


def _is_sure(text: str) -> bool:
    return any(_bare(text) in known for known in _SURE.values())


def _numbers(values: dict[str, int]) -> list[float]:
    return [float(v) for v in values if re.fullmatch(r"-?\d+(?:\.\d+)?", v)]


def _are_flags(values: dict[str, int]) -> bool:
    return all(value.lower() in FLAG_WORDS for value in values)


def _as_values(kind: str, text: str, values: dict[str, int], *, daily: bool) -> tuple[str, ...]:
    """A sure name, held against its values and against how close its rows lie."""
    highest = max(_numbers(values), default=0.0)
    if kind == PAIN:
        graded = highest <= MOST_GRADES
        return (PAIN, HEADACHE, NOT_USED) if graded or highest > MOST_PAIN else (PAIN,)
    days = _DAYS_OF.get(kind, "")
    if daily:
        numbers = not _are_flags(values)
        return (kind, PAIN, NOT_USED) if numbers and kind != MEDICATION else (kind,)
    if not days:
        return (kind, NOT_USED)
    if _DAYS.search(text):
        return (days,)
    return (days, NOT_USED) if highest > 1 else (kind, days, NOT_USED)


def _likely(text: str, values: dict[str, int], *, daily: bool) -> tuple[str, ...]:
    """What a name that says more may be: by day a flag or a pain, else counted days."""
    migraine = names(text, MIGRAINE) is True
    flags: tuple[str, ...] = (MIGRAINE, HEADACHE) if migraine else (HEADACHE, MIGRAINE)
    if re.search(r"\b(?:medicat\w*|analgesic\w*|rescue|triptans?)\b", text):
        triptan = daily and re.search(r"\btriptans?\b", text) and not re.search(r"\bor\b", text)
        flags = (TRIPTAN, MEDICATION) if triptan else (MEDICATION,)
    if re.search(r"\b(?:pain|severity|intensity)\b", text) and MEDICATION not in flags:
        strong = re.search(r"\b(?:moderate|severe)\b", text)
        if daily or not _DAYS.search(text):
            return (PAIN, *flags[:1])
        return ("moderate_severe_days",) if strong else tuple(_DAYS_OF[flag] for flag in flags)
    if re.search(r"\b(?:moderate|severe)\b", text) and not daily:
        return ("moderate_severe_days", "headache_days")
    return flags if daily else tuple(_DAYS_OF[flag] for flag in flags)
