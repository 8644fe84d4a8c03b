"""Counts in a column per period: hd_baseline, hd_s1, hd_s2, ... One row a patient."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from analytics.frames import PATIENTS
from importing.choices import Choices
from importing.column_kinds import kind_of
from importing.columns import OUR_COLUMNS, own_names
from importing.layouts import redcap_forms
from importing.layouts.base import Layout, Reading, identifying, plain
from importing.lengths_named import without_length
from importing.mapping_checks import COUNTED, OF_SESSIONS
from importing.session_forms import BASELINE, SESSION
from importing.sessions_across import DATE, a_row_a_session, numbered, sessions_across
from importing.text import TextTable
from importing.visits import period as bare_period

_WHEN = (
    r"(?:(?P<base>baseline|base|bl|before|pre)|"
    r"(?P<kind>session|cycle|visit|month|mon|week|wk|post|after|botox|tx|s|c|v|t|m|w) ?"
    r"(?P<number>\d{1,3}))"
)
_OF_SESSIONS = ("session", "cycle", "post", "after", "botox", "tx", "s", "c")
PERIOD = re.compile(rf"^(?P<what>.+?) ?{_WHEN}$")
PERIOD_FIRST = re.compile(rf"^{_WHEN} (?P<what>.+)$")  # session1_migraine_days
NUMBERED = re.compile(r"^(?P<what>.+?) ?(?P<base>)(?P<kind>)(?P<number>\d{1,2})$")  # MMD 1
_MARKS = re.compile(r"[(\[\]),:]")
_OF_DAYS = re.compile(
    r"\b(?:days?|tage?|jours?|d[ií]as?|giorni|dagen|dage|dagar|dni|mmd|mhd|hd|md)\b|[a-zäöå]tage\b|"
    r"[a-zæøå]dagen?\b|[a-zæøå]dag(?:e|ar)\b"
)
MOSTLY = 0.5  # of its cells are numbers
_LONGEST = 8  # words of a session, more than any form of it has


def period(header: str) -> tuple[str, int] | None:
    """(our column, session) of a header like hd_s2; None if it is none."""
    found = _named(header)
    if found:
        return own_names([found["what"]])[0], 0 if found["base"] else int(found["number"])
    return _in_words(header)


def _named(header: str) -> re.Match[str] | None:
    """A count and its period in a name, whichever of the two stands first; or a bare number."""
    name = plain(without_length(header))
    every = (PERIOD.match(name), PERIOD_FIRST.match(name), NUMBERED.match(name))
    return next((f for f in every if f and own_names([f["what"]])[0] in COUNTED), None)


def _in_words(header: str) -> tuple[str, int] | None:
    """The same of a count and its session in words: *Migränetage vorher*, *... nach Sitzung 1*."""
    words = plain(_MARKS.sub(" ", without_length(header))).split()
    for n in range(max(1, len(words) - _LONGEST), len(words)):
        name, when = own_names([" ".join(words[:n])])[0], " ".join(words[n:])
        if name in COUNTED and BASELINE.match(when):
            return name, 0
        if name in COUNTED and (found := SESSION.match(when)):
            return name, int(found[1] or found[2])
    return None


def label(header: str) -> str:
    """The session of a header like hd_s2; of one like hd_t3, which may be a time, its name.

    A bare number may be one, too."""
    found = _named(header)
    if not found:
        return str((_in_words(header) or ("", 0))[1])
    if found["base"] or found["kind"] in _OF_SESSIONS:
        return str((period(header) or ("", 0))[1])
    return f"{found['kind'] or 't'}{found['number']}"


def knows(headers: Sequence[str]) -> bool:
    return has_periods(headers) and not redcap_forms.knows(headers)


def has_periods(headers: Sequence[str]) -> bool:
    """Are two columns or more counts of a period, beside an id?"""
    if "patient_id" not in own_names(headers):
        return False
    return sum(period(header) is not None for header in headers) >= 2


def read(text: TextTable, file: str, choices: Choices) -> Reading:
    return of_periods(text)


def of_periods(text: TextTable, stated: Mapping[str, tuple[str, int]] | None = None) -> Reading:
    """Counts in a column per period: as stated, else as the headers say."""
    if stated:
        return from_periods(text, dict(stated))
    periods = periods_in(text)
    if _numbers_of_sessions(periods):
        return from_periods(text, periods)
    names = {n: label(header) for header, (name, n) in periods.items() if name in COUNTED}
    return from_periods(text, periods, names)


def _numbers_of_sessions(periods: Mapping[str, tuple[str, int]]) -> bool:
    """*MMD 0*, *MMD 1* beside *Injection date 1*: the days are of sessions by these numbers, and
    what is counted of 0 lies before session 1."""
    dated = {n: numbered(header) for header, (name, n) in periods.items() if name == DATE}
    counted = {header: n for header, (name, n) in periods.items() if name in COUNTED}
    bare = all((one := _named(header)) and one["number"] and not one["kind"] for header in counted)
    by_number = all(one is not None and one[1] == n for n, one in dated.items())
    numbers = set(counted.values())
    return bare and by_number and 0 in numbers and numbers - {0} <= set(dated)


def periods_in(text: TextTable) -> dict[str, tuple[str, int]]:
    """The columns that count a period, by their names, and those that are the day of a session."""
    found = {header: period(header) for header in text.headers}
    periods = {header: p for header, p in found.items() if p is not None}
    periods |= _bare_baseline(text, periods)
    others = {header: kind_of(text, header) for header in text.headers if header not in periods}
    for header, one in sessions_across(text, others, fewest=1).items():
        periods[header] = one.meaning.column, one.meaning.session or 0
    return periods


def look_like_counts(text: TextTable) -> bool:
    """Do columns count days of sessions by their names and their cells, whatever else we know?"""
    counts = [
        header
        for header in text.headers
        if own_names([header])[0] not in OUR_COLUMNS
        and _OF_DAYS.search(plain(header))
        and kind_of(text, header).mostly >= MOSTLY
    ]
    return len(counts) > 1 and any(numbered(header) for header in counts)


def _bare_baseline(
    text: TextTable, periods: Mapping[str, tuple[str, int]]
) -> dict[str, tuple[str, int]]:
    """*Baseline* alone beside *MMD 1*, *MMD 2*: what they count, before session 1."""
    counted = {name for name, _ in periods.values()}
    bare = [header for header in text.headers if bare_period(header) == ("", 0)]
    if len(bare) != 1 or len(counted) != 1 or 0 in {session for _, session in periods.values()}:
        return {}
    return {bare[0]: (counted.pop(), 0)} if kind_of(text, bare[0]).numbers else {}


def from_periods(
    text: TextTable, periods: dict[str, tuple[str, int]], names: Mapping[int, str] | None = None
) -> Reading:
    """One row of counts for each patient and period, from the row of the file that holds them.

    ``names``: what the file calls each period; whether that is a session is asked where it may be
    a time.

    Periods after the last one with a number are left out: every patient has every column, so a
    blank at the end tells nothing.
    """
    frame = text.frame()
    ids = frame.columns[own_names(list(frame)).index("patient_id")]
    tables = []
    if any(name in COUNTED for name, _ in periods.values()):
        tables.append(
            ("counts", text.with_frame(_a_row_a_period(frame, ids, periods, names or {})))
        )
    if any(name == DATE for name, _ in periods.values()):
        tables.append(("sessions", text.with_frame(a_row_a_session(frame, ids, periods))))
    named = frame.set_axis(own_names(list(frame)), axis="columns")
    about = [c.name for c in PATIENTS.columns if c.name in named]
    if len(about) > 1:
        tables.append(("patients", text.with_frame(named[about])))
    private = identifying(text.headers)
    left = [h for h, name in zip(frame, named, strict=True) if name not in ("patient_id", *about)]
    return Reading(
        tables=tuple(tables),
        assumptions=(_told(periods, names or {}),),
        dropped=private,
        not_read=tuple(h for h in left if h not in periods and h not in private),
    )


def _a_row_a_period(
    frame: pd.DataFrame,
    ids: str,
    periods: Mapping[str, tuple[str, int]],
    names: Mapping[int, str],
) -> pd.DataFrame:
    """The counts of each period; a session that has a date took place, whatever was counted."""
    of = {header: one for header, one in periods.items() if one[0] in (*COUNTED, DATE)}
    sessions = sorted({session for _, session in of.values()})
    parts = []
    for session in sessions:
        columns = {h: name for h, (name, s) in of.items() if s == session}
        part = frame[[ids, *columns]].rename(columns={ids: "patient_id", **columns})
        parts.append(part.assign(session=names.get(session, str(session)), place=session))
    long = pd.concat(parts)
    counted = [name for name in (*COUNTED, DATE) if name in long]
    filled = (long[counted].fillna("") != "").any(axis=1)
    last = long["place"].where(filled).groupby(level=0).transform("max")
    kept = long[(long["place"] <= last) | (long["place"] == sessions[0])]
    return kept.drop(columns="place").fillna("")


def _told(periods: Mapping[str, tuple[str, int]], names: Mapping[int, str]) -> str:
    """What each column of a period, or of a session, was taken for."""
    named = {n: text for n, text in names.items() if text != str(n)}
    counted = ", ".join(
        f"{header} is {named.get(session, f'session {session}')}"
        for header, (name, session) in periods.items()
        if name in COUNTED
    )
    given = ", ".join(
        f"{header} is the {'day' if name == DATE else 'dose'} of session {session}"
        for header, (name, session) in periods.items()
        if name in OF_SESSIONS
    )
    told = f"Columns are periods; session 0 is the baseline: {counted}. " if counted else ""
    return (told + (f"Columns are sessions: {given}." if given else "")).strip()


LAYOUT = Layout("wide_counts", "Counts, a column per period", knows, read)
