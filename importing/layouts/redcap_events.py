"""Which session does an event of REDCap name, and why? A suggestion that the user confirms.

The number in a name goes first, then the order of the days; what neither says is left blank, for
the order in which the events stand in the file says nothing: the first record may lack one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from importing.layouts.base import plain
from importing.layouts.redcap_forms import EVENT, days_of
from importing.session_forms import BASELINE, MONTHS, SCREENING, SESSION, TIME, WEEKS

BY_NAME, BY_DATE = "the number in a name", "the order of their days"
BEFORE = "the name of the baseline"
MOST = 4  # events that are named
_ARM = re.compile(r"(?: arm (\d+)| ?\(arm (\d+)\b[^)]*\))$")
_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_OF_TIME = re.compile(
    r"\b(?:months?|weeks?|days?|years?|monat\w*|woche\w*|tag\w*|jahr\w*|mois|mes\w*)"
)
_STARTS = re.compile(r"^(?:baseline|base line|intake|pre|before|vor)\b")


@dataclass(frozen=True)
class OfEvent:
    """The session of an event and why it is taken so; no session: nothing says it."""

    session: int | None = None
    why: str = ""


def suggested(form: pd.DataFrame) -> dict[str, OfEvent]:
    """Each event of a form in the order of the file, arm by arm."""
    events = list(dict.fromkeys(map(str, form[EVENT])))
    arms: dict[str, list[str]] = {}
    for event in events:
        arms.setdefault(_apart(event)[1], []).append(event)
    found: dict[str, OfEvent] = {}
    for of_arm in arms.values():
        before = _before({event: _apart(event)[0] for event in of_arm})
        others = [event for event in of_arm if event not in before]
        later = _by_name(others) or _by_date(form, others, first=len(before))
        found |= before | later
    return {event: found.get(event, OfEvent()) for event in events}


def told(places: Mapping[str, OfEvent]) -> str:
    """What the suggestion stands on, and of which events nothing says it."""
    whys = list(dict.fromkeys(place.why for place in places.values() if place.why))
    open_ones = [event for event, place in places.items() if place.session is None]
    said = [f"Suggested by {' and '.join(whys)}."] if whys else []
    if open_ones:
        listed = ", ".join(open_ones[:MOST]) + (", ..." if len(open_ones) > MOST else "")
        said.append(f"Neither name nor days say it of {listed}.")
    return " ".join(said)


def _apart(event: str) -> tuple[str, str]:
    """The name of an event without its arm, and its arm."""
    name = plain(event)
    arm = _ARM.search(name)
    return (name[: arm.start()].strip(), arm[1] or arm[2]) if arm else (name, "")


def _before(names: Mapping[str, str]) -> dict[str, OfEvent]:
    """The one event that calls itself the baseline, else the one of the screening."""
    for form in (BASELINE, _STARTS, SCREENING):
        found = [event for event, name in names.items() if form.search(name)]
        if len(found) == 1:
            return {found[0]: OfEvent(0, BEFORE)}
        if found:
            return {}
    return {}


def _by_name(events: Sequence[str]) -> dict[str, OfEvent]:
    """The numbers in the names, where no two events have the same one; a month is no session."""
    names = {event: _apart(event)[0] for event in events}
    known = {event: n for event, name in names.items() if (n := _number(name)) is not None}
    if len(set(known.values())) < len(known):
        known = {event: n for event, n in known.items() if SESSION.fullmatch(names[event])}
    if len(set(known.values())) < len(known):
        return {}
    return {event: OfEvent(number, BY_NAME) for event, number in known.items()}


def _number(name: str) -> int | None:
    if _OF_TIME.search(name) or any(form.fullmatch(name) for form in (MONTHS, WEEKS, TIME)):
        return None
    found = _NUMBER.findall(name)
    return int(found[0]) if len(found) == 1 else None


def _by_date(form: pd.DataFrame, events: Sequence[str], first: int) -> dict[str, OfEvent]:
    """The order of the days, of the first column of dates that puts all records in one order."""
    rows = form.loc[form[EVENT].isin(events)]
    columns = [header for header in rows if header not in ("patient_id", EVENT, "site")]
    for header in columns:
        if (days := days_of(rows[header])) is not None:
            days = days.groupby([rows["patient_id"], rows[EVENT]]).min().unstack()
            if order := _order(days, [event for event in events if event in days]):
                return {e: OfEvent(n, BY_DATE) for n, e in enumerate(order, start=first)}
    return {}


def _order(days: pd.DataFrame, events: Sequence[str]) -> list[str]:
    """The events, where each two of them stand in one order in every record that has both."""
    earlier = dict.fromkeys(events, 0)
    for one, other in combinations(events, 2):
        both = days[[one, other]].dropna()
        ahead, behind = both[one] < both[other], both[one] > both[other]
        if both.empty or not (ahead.all() or behind.all()):
            return []
        earlier[other if ahead.all() else one] += 1
    return sorted(events, key=lambda event: earlier[event])
