"""What is each column of a file that no layout knows, by its name and by its cells, and why?

A name that its cells contradict suggests nothing; cells without a name only what no other column
of the file could be. The user sees each suggestion above her own cells, with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import NamedTuple, Protocol

import numpy as np
import pandas as pd

from analytics.definitions import MEASURES
from analytics.frames import CANONICAL, Column, TableSpec
from importing.cells import NUMBER
from importing.choices import Mapping as Mapped
from importing.columns import missing
from importing.flag_words import meanings
from importing.layouts.base import identifying, plain
from importing.mapping import suggest
from importing.mapping_checks import (
    ATTACKS,
    DAYS,
    END,
    END_TIME,
    HOURS,
    LENGTH,
    LENGTHS,
    MEDICATION,
    MINUTES,
    PAIN,
    START,
    START_TIME,
    TYPE,
)
from importing.missing_words import MISSING_WORDS, OPEN
from importing.moments import (
    ASK,
    DAY_FIRST,
    MONTH_FIRST,
    first_day,
    is_clock,
    minutes_of,
    read_moment,
    vote,
)
from importing.month_grid import DAY, MONTH, MONTHS, YEAR, Grid, grid_of
from importing.negations import plain as words_of
from importing.text import TextTable
from importing.value_meanings import NUMBERS
from words.numbers import counted

PERIODS = "periods"  # a row a patient, with a column for the count of each period
MOST_LOOKED_AT = 300  # different texts of a column: the frequent ones tell what it is
NEARLY_ALL = 0.95
MOSTLY = 0.5  # of the filled cells: DNA and n/a stand among the counts of a period
SAME = 2  # rows on which one id stands, on average, where a row is a day or a session
_UNIT = r"weeks?|wks?|w|months?|mon|mo|m|sessions?|s|cycles?|c|visits?|v|t"
_BARE = re.compile(
    r"baseline|base|bl|before|pre|(?:after )?"
    rf"(?:(?P<number>\d{{1,3}}) ?(?P<behind>{_UNIT})|(?P<ahead>{_UNIT}) ?(?P<n>\d{{1,3}}))"
)


class TakenFor(NamedTuple):
    """One of our columns, or none; of a count in a column per period, which (0: baseline); of a
    day in a column per day, which day of the month."""

    column: str = ""
    session: int | None = None


class Suggested(NamedTuple):
    """What a column is taken for, why, and whether its name says nothing of it."""

    meaning: TakenFor
    why: str = ""
    weak: bool = False


class Kind(NamedTuple):
    """What the cells of a column are: how many are filled, with how many different texts."""

    rows: int
    filled: int
    different: int
    dates: bool
    clocks: bool  # dates with a time of day: when something was sent, not what it is about
    flags: bool
    numbers: bool
    mostly: float  # which share of the filled cells are numbers


def kind_of(text: TextTable, header: str) -> Kind:
    """What the cells of a column are; blank ones and words for missing say nothing of it."""
    counts = text.counted(header)
    numbers = sum(n for cell, n in counts.items() if NUMBER.fullmatch(cell))
    silent = {*MISSING_WORDS, *OPEN}
    saying = [cell for cell in counts if cell.lower() not in silent][:MOST_LOOKED_AT]
    words = {cell.lower() for cell in saying}
    return Kind(
        rows=len(text.rows),
        filled=sum(counts.values()),
        different=len(counts),
        dates=bool(saying) and all(map(_is_date, saying)),
        clocks=all(":" in cell for cell in saying),
        flags=bool(saying) and words <= set(meanings(words)),
        numbers=bool(saying) and all(map(NUMBER.fullmatch, saying)),
        mostly=numbers / max(1, sum(counts.values())),
    )


def no_numbers(cells: Iterable[str]) -> bool:
    """Could these be the names of columns: is none of them a number or a date?"""
    return not any(NUMBER.fullmatch(cell) or _is_date(cell) for cell in cells if cell)


def _is_date(cell: str) -> bool:
    return any(first_day(cell, order) is not None for order in (DAY_FIRST, MONTH_FIRST))


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
    if shape in ("", ATTACKS) and (attacks := _of_attacks(text, by_name, kinds, shape)):
        return ATTACKS, attacks
    if by_name.periods and shape in ("", PERIODS):
        return PERIODS, _of_periods(by_name, kinds)
    if shape in ("", PERIODS) and (found := _bare_periods(by_name, kinds)):
        return PERIODS, found
    if shape == PERIODS:
        return PERIODS, _by_name(_about(by_name), {}, kinds)
    shapes = [shape] if shape in CANONICAL else list(dict.fromkeys((by_name.table, *_OFTEN)))
    tables = {name: _of_table(CANONICAL[name], by_name, kinds) for name in shapes}
    if not shape and _too_close(text, tables.get("sessions", {})):
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
    codes, texts = text.encoded(header["session_date"])
    days = pd.Series([first_day(cell, DAY_FIRST) for cell in texts], dtype="datetime64[s]")
    ids = text.encoded(header["patient_id"])[0] if "patient_id" in header else 0
    frame = pd.DataFrame({"day": days.to_numpy()[codes], "patient": ids}).dropna()
    gaps = frame.drop_duplicates().sort_values(["patient", "day"]).groupby("patient")["day"].diff()
    return len(gaps.dropna()) > 1 and bool(gaps.median() < CLOSEST)


_OFTEN = ("diary", "sessions")
CLOSEST = pd.Timedelta(days=28)  # a list of other days is no list of sessions


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
        return "patient_id" in named
    if table == MONTHS:
        return {MONTH, DAY} <= {*named}
    if table == ATTACKS:
        return START in named
    if table == "patients":
        return "patient_id" in named and len(named) > 1
    lacking = missing(CANONICAL[table], named)
    return not lacking or (lacking == ["patient_id"] and table in _OFTEN)


# How lists of attacks call their columns, in the languages of the clinics; lower case, no accents.
_ATTACK_NAMES = {
    END: r"\b(?:end\w*|stop\w*|finish\w*|until|till|to|ende|bis|fin|jusqu\w*|hasta|fine|termine|"
    r"einde|tot|fim|ate|slut\w*|til)\b",
    LENGTH: r"\b(?:duration|length|lasted|how long|hours?|hrs?|minutes?|mins?|dauer|stunden|"
    r"minuten|duree|heures|duracion|horas|durata|ore|duur|uren|duracao|varighed|timer|"
    r"varaktighet|timmar)\b",
    START: r"\b(?:start\w*|began|begin\w*|onset|from|beginn|anfang|von|debut|inicio|inizio|"
    r"aanvang|fra|fran|attack|attacke|crise|crisis|attacco|aanval|anfald|anfall)\b",
    PAIN: r"\b(?:pain|intensity|severity|strength|nrs|vas|starke|schmerz\w*|intensite|intensidad|"
    r"intensita|intensidade|douleur|dolore?|dor|pijn\w*|ernst|smerte\w*|styrke|smarta)\b",
    TYPE: r"\b(?:type|kind|diagnosis|art|typ|tipo|soort)\b",
    MEDICATION: r"\b(?:medic\w*|medik\w*|drug\w*|treatment|taken|tablet\w*|triptan\w*|farmac\w*|"
    r"traitement|medicijn\w*|medicin\w*|lakemedel)\b",
}
_UNITS = {
    MINUTES: r"\bmin(?:s|utes?|uten|uti|utos|uter)?\b",
    HOURS: r"\b(?:h|hrs?|hours?|std|stunden|heures?|horas?|ore|uren|timer|timmar)\b",
    DAYS: r"\b(?:days?|tage|jours|dias|giorni|dagen|dage|dagar)\b",
}
MOST_MOMENTS = 300  # rows of which two dates are compared
LONGEST_GAP = timedelta(days=14)  # from start to end, on nearly every row
LONGEST_IN_HOURS = 72  # ICHD-3: of lengths above it the unit is minutes
OTHER_LISTS = ("treatments", "adverse_events", "scores", "counts", "cycles")


def of_attacks_by_name(headers: Iterable[str]) -> dict[str, Suggested]:
    """The columns of a list of attacks, as far as their names say so."""
    found: dict[str, Suggested] = {}
    for header in headers:
        words = words_of(header)
        if suggest([header, "x"]).columns.get(header) == "patient_id":
            name = "patient_id"
        else:
            named = (ours for ours, form in _ATTACK_NAMES.items() if re.search(form, words))
            name = next(named, "")
        if name == LENGTH:
            units = (unit for unit, form in _UNITS.items() if re.search(form, words))
            name = next(units, LENGTH)
        if name and name not in {one.meaning.column for one in found.values()}:
            found[header] = Suggested(TakenFor(name), "its name says so")
    return found


def _of_attacks(
    text: TextTable, by_name: Mapped, kinds: Mapping[str, Kind], shape: str
) -> dict[str, Suggested]:
    """A list of attacks by its cells: a moment that another one follows, or a length beside it."""
    known = of_attacks_by_name(kinds)
    if not shape and not _may_be_attacks(text, by_name, kinds):
        return {}
    dated = [header for header, kind in kinds.items() if kind.dates]
    clocks = [header for header in kinds if _all_say(text, header, is_clock)]
    found = {
        header: one
        for header, one in known.items()
        if one.meaning.column not in (START, END, *LENGTHS)
        and not kinds[header].dates
        and header not in clocks
    }
    pair = next(
        (
            (a, b)
            for a in dated
            for b in dated  # a moment after a bare day is when the day was written down
            if a != b and (clocks or kinds[a].clocks >= kinds[b].clocks) and _follows(text, a, b)
        ),
        None,
    )
    first = pair[0] if pair else next((h for h in dated if _is(known, h, START)), None)
    first = first or (dated[0] if len(dated) == 1 else None)
    if first is None:
        return {}
    found[first] = Suggested(TakenFor(START), "the first moment of its row")
    if pair:
        why = f"on nearly every row at or up to {LONGEST_GAP.days} days after {first}"
        found[pair[1]] = Suggested(TakenFor(END), why)
    if clocks and not kinds[first].clocks:
        ends = [h for h in clocks if _is(known, h, END)] or clocks[1:2]
        starts = [h for h in clocks if h not in ends][:1]
        found |= {h: Suggested(TakenFor(START_TIME), "times of day beside it") for h in starts}
        of_end = END_TIME if pair else END
        weak = not any(_is(known, h, END) for h in ends)
        why = "the second of two times of day"
        found |= {h: Suggested(TakenFor(of_end), why, weak=weak) for h in ends}
    for header in kinds:
        if header not in found and (length := _length(text, header, known, kinds[header])):
            found[header] = length
            break
    meant = {one.meaning.column for one in found.values()}
    if not shape and not meant & {END, END_TIME, *LENGTHS} and not _is(known, first, START):
        return {}
    return found | dict(_missing_id(found, kinds, SAME))


def _may_be_attacks(text: TextTable, by_name: Mapped, kinds: Mapping[str, Kind]) -> bool:
    """No: rows that also say no headache, doses, and lists that are called another thing."""
    ours = by_name.columns
    if "units" in ours.values() or (by_name.table in OTHER_LISTS and is_named(by_name)):
        return False
    for header, name in ours.items():
        if name in ("headache", "migraine") and (kinds[header].flags or kinds[header].dates):
            return kinds[header].dates
        if name == "pain" and text.counted(header).get("0"):
            return False
    return True


def is_named(by_name: Mapped) -> bool:
    """Do the names alone make the whole table?"""
    return not missing(CANONICAL[by_name.table], [*by_name.columns.values()])


def _is(known: Mapping[str, Suggested], header: str, name: str) -> bool:
    return header in known and known[header].meaning.column == name


def _all_say(text: TextTable, header: str, says: Callable[[str], bool]) -> bool:
    cells = [*text.counted(header)][:MOST_LOOKED_AT]
    return bool(cells) and all(map(says, cells))


def _follows(text: TextTable, a: str, b: str) -> bool:
    """Is b on nearly every row at or shortly after a, and somewhere later?"""
    place = np.linspace(0, len(text.rows) - 1, min(MOST_MOMENTS, len(text.rows))).astype(int)
    cells = [[str(text.columns[h][int(n)].as_py() or "").strip() for n in place] for h in (a, b)]
    order = vote([*cells[0], *cells[1]]).order
    gaps = []
    for start, end in zip(*cells, strict=True):
        with suppress(ValueError):
            moments = [
                read_moment(one, order if order != ASK else DAY_FIRST) for one in (start, end)
            ]
            gaps.append(moments[1] - moments[0])
    near = sum(timedelta() <= gap <= LONGEST_GAP for gap in gaps)
    return bool(gaps) and near >= NEARLY_ALL * len(gaps) and any(gaps)


def _length(
    text: TextTable, header: str, known: Mapping[str, Suggested], kind: Kind
) -> Suggested | None:
    """A column of lengths: texts like 3h 20m, or numbers under a name that says so."""
    if _all_say(text, header, lambda cell: not is_clock(cell) and minutes_of(cell) is not None):
        return Suggested(TakenFor(MINUTES), "each cell is a length with its unit")
    named = known[header].meaning.column if header in known else ""
    if named not in LENGTHS or not (kind.numbers or _all_say(text, header, is_clock)):
        return None
    if named == LENGTH and _all_say(text, header, is_clock):
        return Suggested(TakenFor(MINUTES), "its name says so, its cells are hours and minutes")
    if named != LENGTH:
        return Suggested(TakenFor(named), "its name says so, with the unit")
    values = [
        float(cell.replace(",", ".")) for cell in text.counted(header) if NUMBER.fullmatch(cell)
    ]
    if values and max(values) > LONGEST_IN_HOURS:
        return Suggested(TakenFor(MINUTES), f"its cells reach {max(values):g}: too many for hours")
    return Suggested(TakenFor(LENGTH), "its name says so, but not the unit", weak=True)


def _about(by_name: Mapped) -> dict[str, str]:
    """The columns that say who a patient is."""
    ours = {column.name for column in CANONICAL["patients"].columns}
    return {header: name for header, name in by_name.columns.items() if name in ours}


def _bare_periods(by_name: Mapped, kinds: Mapping[str, Kind]) -> dict[str, Suggested]:
    """Columns that are named by their period alone: *Baseline*, *12 wk*, *24 wk*; in their order.

    Which kind of day they count nobody says: the first one.
    """
    bare = {header: _bare(header) for header, kind in kinds.items() if kind.filled}
    periods = {header: of for header, of in bare.items() if of is not None}
    if any(kinds[header].mostly < MOSTLY for header in periods):  # then the order says nothing
        return {}
    before = [header for header, (unit, _) in periods.items() if not unit]
    after = sorted((h for h in periods if h not in before), key=lambda h: periods[h][1])
    if len(before) != 1 or not after or len({periods[header][0] for header in after}) > 1:
        return {}
    counted_days = next(iter(MEASURES.values()))
    why = (
        f"its name is a period and its cells are numbers, {counted_days.words} if nobody says else"
    )
    named = _by_name(_about(by_name), {}, kinds)
    for session, header in enumerate([*before, *after]):
        named[header] = Suggested(TakenFor(counted_days.name, session), why, weak=True)
    return named | dict(_missing_id(named, kinds, SAME - 1))


def _bare(header: str) -> tuple[str, int] | None:
    """The unit and number of a period by its bare name: (w, 12), and ("", 0) before session 1."""
    found = _BARE.fullmatch(plain(header))
    if found is None:
        return None
    unit = found["behind"] or found["ahead"] or ""
    return unit[:1], int(found["number"] or found["n"] or 0)


def _of_periods(by_name: Mapped, kinds: Mapping[str, Kind]) -> dict[str, Suggested]:
    named = _by_name(by_name.columns, {}, kinds)
    for header, (column, session) in by_name.periods.items():
        named[header] = Suggested(TakenFor(column, session), "its name says which period it counts")
    return named | dict(_missing_id(named, kinds, SAME - 1))


def _of_table(table: TableSpec, by_name: Mapped, kinds: Mapping[str, Kind]) -> dict[str, Suggested]:
    ours = {column.name: column for column in table.columns if not column.internal}
    guessed = suggest([*kinds], several=True).columns if by_name.table != table.name else {}
    known = of_this_table(table, {**guessed, **by_name.columns})
    named = _by_name(known, ours, kinds)
    named |= dict(_missing_date(table, named, kinds))
    if table.name == "diary" and _of_one_person(named, kinds):
        return named
    return named | dict(_missing_id(named, kinds, SAME))


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
        if column is None or not kind.filled or _can_be(column, kind):
            found[header] = Suggested(TakenFor(name), _says(column, kind))
        else:
            found[header] = Suggested(
                TakenFor(), f"its name says {name}, its cells are nothing of the kind", weak=True
            )
    return found


def _can_be(column: Column, kind: Kind) -> bool:
    if column.kind == "date":
        return kind.dates
    if column.kind == "flag":
        return not kind.dates
    return column.kind not in NUMBERS or kind.numbers


def _says(column: Column | None, kind: Kind) -> str:
    cells = ""
    if column is not None and column.kind == "date" and kind.dates:
        cells = ", and every filled cell is a date"
    elif column is not None and column.kind == "flag" and kind.flags:
        cells = ", and every filled cell is a yes or a no"
    return f"its name says so{cells}"


def _missing_id(
    named: Mapping[str, Suggested], kinds: Mapping[str, Kind], rows_each: int
) -> Iterator[tuple[str, Suggested]]:
    """The one column that can only be the patients' id, where none is called so."""
    if any(one.meaning.column == "patient_id" for one in named.values()):
        return
    private = identifying([*kinds])
    fitting = [
        header
        for header, kind in kinds.items()
        if header not in named
        and header not in private
        and kind.filled == kind.rows > 1
        and not (kind.dates or kind.flags)
        and kind.different * rows_each <= kind.filled
        and (rows_each >= SAME or (kind.different == kind.filled and not kind.numbers))
    ]
    if len(fitting) == 1:
        kind = kinds[fitting[0]]
        why = f"{counted(kind.different, 'value')} on {counted(kind.rows, 'row')}, none blank"
        yield fitting[0], Suggested(TakenFor("patient_id"), why, weak=True)


def _missing_date(
    table: TableSpec, named: Mapping[str, Suggested], kinds: Mapping[str, Kind]
) -> Iterator[tuple[str, Suggested]]:
    """The one column of dates, where the table needs a date and none is called so."""
    wanted = [name for name in table.dates if name in table.required]
    if not wanted or wanted[0] in {one.meaning.column for one in named.values()}:
        return
    dates = [header for header, kind in kinds.items() if kind.dates and header not in named]
    whole_days = [header for header in dates if not kinds[header].clocks]
    why = "the only column of dates"
    if len(dates) > 1:
        dates, why = whole_days, "the only column of dates without a time of day"
    if len(dates) == 1:
        yield dates[0], Suggested(TakenFor(wanted[0]), why, weak=True)
