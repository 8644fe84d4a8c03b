"""What is each column of a file that no layout knows, by its name and by its cells, and why?

A name that its cells contradict suggests nothing; cells without a name only what no other column
of the file could be. The user sees each suggestion above her own cells, with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Protocol

import pandas as pd

from analytics.definitions import MEASURES
from analytics.frames import CANONICAL, Column, TableSpec
from importing.choices import Mapping as Mapped
from importing.column_kinds import (
    SAME,
    Kind,
    Suggested,
    TakenFor,
    kind_of,
    missing_id,
    names_patients,
)
from importing.columns import OUR_COLUMNS, canonical_name, missing, own_names
from importing.days_in_months import Grid
from importing.layouts.base import identifying, plain
from importing.layouts.wide_counts import label
from importing.layouts.wide_counts import period as named_period
from importing.mapping import HINTS, suggest
from importing.mapping_checks import ATTACKS, COUNTED, DAY, MONTH, MONTHS, START, YEAR
from importing.month_grid import grid_of
from importing.of_another import is_of_another, is_of_no_session
from importing.sessions_across import (
    CLOSEST,
    DATE,
    DOSE,
    days_in,
    numbered_dates,
    sessions_across,
)
from importing.suggested_attacks import of_attacks
from importing.text import TextTable
from importing.value_meanings import NUMBERS
from importing.visits import OF_SESSIONS, period

PERIODS = "periods"  # a row a patient, with a column for each period or session
MOSTLY = 0.5  # of the filled cells: DNA and n/a stand among the counts of a period


def suggested(text: TextTable, shape: str = "") -> tuple[str, dict[str, Suggested]]:
    """What a row is, and what each column is: a table's name, ``PERIODS``, ``MONTHS``, or "".

    ``shape``: what a row is said to be, so that only its columns are suggested.
    """
    if shape in ("", MONTHS) and (grid := grid_of(text)) is not None:
        return MONTHS, _of_months(grid)
    kinds = {header: kind_of(text, header) for header in text.headers}
    if shape == MONTHS:
        return MONTHS, _by_name(_about(suggest(text.headers)), {}, kinds)
    by_name = suggest(text.headers)
    if shape in ("", ATTACKS) and (attacks := of_attacks(text, by_name, kinds, shape)):
        return ATTACKS, attacks
    if shape in ("", PERIODS) and (found := _of_periods(text, by_name, kinds)):
        return PERIODS, found
    if shape in ("", PERIODS) and (found := _bare_periods(text, by_name, kinds)):
        return PERIODS, found
    if shape == PERIODS:
        return PERIODS, _by_name(_about(by_name), {}, kinds)
    several = numbered_dates(text, text.headers)
    of_counts = _COUNTS if MEASURES.keys() & {*map(canonical_name, text.headers)} else ()
    often = (by_name.table, *_OFTEN, *of_counts)
    shapes = [shape] if shape in CANONICAL else list(dict.fromkeys(often))
    tables = {name: _of_table(CANONICAL[name], by_name, kinds, several) for name in shapes}
    if not shape and (
        _too_close(text, tables.get("sessions", {})) or _of_no_treatment(text.headers)
    ):
        shapes.remove("sessions")
    best = max(shapes, key=lambda name: _fit(name, tables[name]))
    return best, tables[best]


def _of_months(grid: Grid) -> dict[str, Suggested]:
    """A column for each day of a month, and the columns that say which month it is of whom."""
    why = {
        MONTH: "its cells are months",
        YEAR: "its cells are years",
        "patient_id": "the texts beside the months",
    }
    found = {h: Suggested(TakenFor(name), why[name]) for h, name in grid.columns.items()}
    days = {h: Suggested(TakenFor(DAY, n), "named by its day") for h, n in grid.days.items()}
    return found | days


def _fit(table: str, columns: Mapping[str, Suggested]) -> tuple[bool, int]:
    """A table of which nothing is missing goes first, then one that more columns are for."""
    meant = sum(bool(one.meaning.column) for one in columns.values())
    return is_whole(table, columns.values()), meant


def _too_close(text: TextTable, columns: Mapping[str, Suggested]) -> bool:
    """Do most of these days of one patient lie nearer to each other than sessions ever do?"""
    header = {one.meaning.column: name for name, one in columns.items() if one.meaning.column}
    if "session_date" not in header:
        return False
    ids = text.encoded(header["patient_id"])[0] if "patient_id" in header else 0
    days = days_in(text, header["session_date"])
    frame = pd.DataFrame({"day": days, "patient": ids}).dropna()
    gaps = frame.drop_duplicates().sort_values(["patient", "day"]).groupby("patient")["day"].diff()
    return len(gaps.dropna()) > 1 and bool(gaps.median() < CLOSEST)


def _of_no_treatment(headers: Collection[str]) -> bool:
    """Is a row what a day or questionnaire gave, with no word of a treatment: *date, HIT-6*?"""
    if not any(map(is_of_no_session, headers)):
        return False
    meant = suggest([*headers], several=True).columns
    return not any(
        column == DOSE or (column in (DATE, "session") and not re.search(r"\bvisit", plain(header)))
        for header, column in meant.items()
    )


_OFTEN = ("diary", "sessions")
_COUNTS = ("counts",)  # where something is counted


class HasMeaning(Protocol):
    """A column of a file that has a meaning."""

    @property
    def meaning(self) -> TakenFor: ...


def is_whole(table: str, columns: Iterable[HasMeaning]) -> bool:
    """Is every column there that a table needs? One person's file needs no id."""
    named = [one.meaning.column for one in columns if one.meaning.column]
    if not table:
        return False
    if table == PERIODS:
        return "patient_id" in named and bool({*named} & {*COUNTED, DATE})
    if table == MONTHS:
        return {MONTH, DAY} <= {*named}
    if table == ATTACKS:
        return START in named
    if table == "patients":
        return "patient_id" in named and len(named) > 1
    lacking = missing(CANONICAL[table], named)
    return not lacking or (lacking == ["patient_id"] and table in _OFTEN)


def can_be_suggested(text: TextTable) -> bool:
    """Is every column found that a table needs?"""
    return can_be_read(text, *suggested(text))


def can_be_read(text: TextTable, shape: str, meant: Mapping[str, Suggested]) -> bool:
    """Is every column there? A diary without ids is one person's: she has no day twice."""
    if not is_whole(shape, meant.values()):
        return False
    header = {one.meaning.column: name for name, one in meant.items()}
    if shape != "diary" or "patient_id" in header:
        return True
    return len(text.encoded(header["date"])[1]) == len(text.rows)


def days_unsaid(text: TextTable, shape: str, meant: Mapping[str, Suggested]) -> bool:
    """Does neither a name nor a title say which days the numbers of the periods count?"""
    if shape != PERIODS or _in_title(text):
        return False
    named = suggest(text.headers).periods
    return any(one.meaning.column in MEASURES and h not in named for h, one in meant.items())


def _in_title(text: TextTable) -> str:
    """The one kind of day that a title above the columns names: *Migraine days in 4 weeks*."""
    titles = [plain(cell) for row in text.above for cell in row]
    words = {name: (name.replace("_", " "), *HINTS.get(name, ())) for name in MEASURES}
    found = [name for name, of in words.items() if any(w in t for w in of for t in titles)]
    return found[0] if len(found) == 1 else ""


def _about(by_name: Mapped) -> dict[str, str]:
    """The columns that say who a patient is."""
    ours = {column.name for column in CANONICAL["patients"].columns}
    return {header: name for header, name in by_name.columns.items() if name in ours}


def _bare_periods(
    text: TextTable, by_name: Mapped, kinds: Mapping[str, Kind]
) -> dict[str, Suggested]:
    """Columns that are named by their period alone: *Baseline*, *12 wk*, *24 wk*; in their order.

    Which kind of day they count a title may say; else the first one stands for what is asked.
    """
    bare = {header: period(header) for header, kind in kinds.items() if kind.filled}
    periods = {header: of for header, of in bare.items() if of is not None}
    if any(kinds[header].mostly < MOSTLY for header in periods):  # then the order says nothing
        return {}
    before = [header for header, (unit, _) in periods.items() if not unit]
    after = sorted((h for h in periods if h not in before), key=lambda h: periods[h][1])
    if len(before) != 1 or not after or len({periods[header][0] for header in after}) > 1:
        return {}
    title = _in_title(text)
    counted_days = MEASURES[title] if title else next(iter(MEASURES.values()))
    why = "its name is a period, its cells are numbers"
    why += ", and the title above says which days they count" if title else ""
    of_sessions = {periods[header][0] for header in after} <= {*OF_SESSIONS}
    if not of_sessions:
        why += ". Which session a time is no name says: the times are taken in their order"
    named = _by_name(_about(by_name), {}, kinds)
    for place, header in enumerate([*before, *after]):
        session = periods[header][1] if of_sessions else place
        named[header] = Suggested(TakenFor(counted_days.name, session), why, weak=not of_sessions)
    return _with_id(named, kinds, SAME - 1)


def _of_periods(
    text: TextTable, by_name: Mapped, kinds: Mapping[str, Kind]
) -> dict[str, Suggested]:
    """Columns whose names say which period they count, or of which session they are the day."""
    fewest = {"fewest": 1} if by_name.periods else {}
    across = sessions_across(text, kinds, **fewest)
    if not (by_name.periods or across):
        return {}
    about = {h: name for h, name in _about(by_name).items() if h not in across}
    named = _by_name(about, {}, kinds)
    named |= _by_period(by_name.periods)
    named |= across
    return _with_id(named, kinds, SAME - 1)


def _with_id(
    named: dict[str, Suggested], kinds: Mapping[str, Kind], rows_each: int
) -> dict[str, Suggested]:
    """These, and the column that can only be the patients' id, where none is called so."""
    if names_patients(named):  # then nobody asks what the others measure
        return named
    return named | dict(missing_id(named, kinds, rows_each, _measures(kinds)))


def _measures(headers: Collection[str]) -> frozenset[str]:
    """The columns whose names say what is measured or done: none of them is who it is of."""
    others = OUR_COLUMNS - {"patient_id"}
    hinted = suggest([*headers], several=True).columns
    return frozenset(
        header
        for header in headers
        if own_names([header])[0] in others or named_period(header) or hinted.get(header) == DOSE
    )


def _by_period(periods: Mapping[str, tuple[str, int]]) -> dict[str, Suggested]:
    """Columns by the session in their names; times (month 1, 4, 7) stand in their order."""
    times = {header for header in periods if not label(header).isdecimal()}
    numbers = sorted({periods[header][1] for header in times})
    place = {number: n for n, number in enumerate(numbers, start=int(numbers[:1] != [0]))}
    why = "its name says a time and not which session it is of: the times are taken in their order"
    return {
        header: Suggested(TakenFor(column, place[session]), why, weak=True)
        if header in times
        else Suggested(TakenFor(column, session), "its name says which period it counts")
        for header, (column, session) in periods.items()
    }


def _of_table(
    table: TableSpec, by_name: Mapped, kinds: Mapping[str, Kind], several: Collection[str]
) -> dict[str, Suggested]:
    """The columns of such a table; of ``several`` dates none: the others would silently be left
    out."""
    ours = {column.name: column for column in table.columns if not column.internal}
    guessed = suggest([*kinds], several=True).columns if by_name.table != table.name else {}
    known = of_this_table(table, {**guessed, **by_name.columns})
    known = {header: name for header, name in known.items() if header not in several}
    named = _by_name(known, ours, kinds)
    named |= dict(_missing_date(table, named, kinds))
    if table.name == "diary" and _of_one_person(named, kinds):
        return named
    return _with_id(named, kinds, SAME)


def _of_one_person(named: Mapping[str, Suggested], kinds: Mapping[str, Kind]) -> bool:
    """Does every row have a day of its own? Two people's diaries share days."""
    dates = [kinds[header] for header, one in named.items() if one.meaning.column == "date"]
    return any(1 < kind.different == kind.filled for kind in dates)


def of_this_table(table: TableSpec, columns: Mapping[str, str]) -> dict[str, str]:
    """The columns that a table has; a date is that of its session, or of its day."""
    ours = {column.name for column in table.columns if not column.internal}
    dated = {"date": "session_date", "session_date": "date"}
    meant = {h: name if name in ours else dated.get(name, name) for h, name in columns.items()}
    return {header: name for header, name in meant.items() if name in ours}


def _by_name(
    columns: Mapping[str, str], ours: Mapping[str, Column], kinds: Mapping[str, Kind]
) -> dict[str, Suggested]:
    """The columns that their names mean, unless their cells say that they cannot be it."""
    found: dict[str, Suggested] = {}
    for header, name in columns.items():
        if name in {one.meaning.column for one in found.values()}:
            continue
        kind, column = kinds[header], ours.get(name)
        blank = not kind.filled and (column is None or column.kind != "date")
        if column is None or blank or _can_be(column, kind):
            found[header] = Suggested(TakenFor(name), *_says(column, kind))
        else:
            found[header] = Suggested(
                TakenFor(), f"its name says {name}, its cells are nothing of the kind", weak=True
            )
    return found


def _can_be(column: Column, kind: Kind) -> bool:
    if column.kind == "date":
        return kind.mostly_dates > MOSTLY
    if column.kind == "flag":
        return not kind.dates
    if column.name == "session" and kind.visits:
        return True
    if column.kind == "days":
        return kind.mostly >= MOSTLY
    return column.kind not in NUMBERS or kind.numbers


def _says(column: Column | None, kind: Kind) -> tuple[str, bool]:
    """Why a column is what its name says, and whether less is known of it than of others."""
    cells = ""
    if column is not None and column.name == "session" and kind.visits:
        return "its name says so; its cells are visits, taken in their order", True
    if column is not None and column.kind == "date" and kind.dates:
        cells = ", and every filled cell is a date"
    elif column is not None and column.kind == "date":
        return "its name says so, and most of its cells are dates", True
    elif column is not None and column.kind == "flag" and kind.flags:
        cells = ", and every filled cell is a yes or a no"
    return f"its name says so{cells}", False


def _missing_date(
    table: TableSpec, named: Mapping[str, Suggested], kinds: Mapping[str, Kind]
) -> Iterator[tuple[str, Suggested]]:
    """The one column of dates, where the table needs a date and none is called so."""
    wanted = [name for name in table.dates if name in table.required]
    if not wanted or wanted[0] in {one.meaning.column for one in named.values()}:
        return
    private = identifying([*kinds])  # a day of birth among them
    left = {
        header: kind
        for header, kind in kinds.items()
        if header not in {*named, *private} and not is_of_another(header, wanted[0])
    }
    dates = [header for header, kind in left.items() if kind.dates]
    whole_days = [header for header in dates if not kinds[header].clocks]
    why = "the only column of dates"
    if not dates:
        dates = [header for header, kind in left.items() if kind.mostly_dates > MOSTLY]
        why = "the only column most of whose cells are dates"
    if len(dates) > 1:
        dates, why = whole_days, "the only column of dates without a time of day"
    if len(dates) == 1:
        yield dates[0], Suggested(TakenFor(wanted[0]), why, weak=True)
