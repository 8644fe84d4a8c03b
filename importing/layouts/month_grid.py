"""A month a row, with a column for each of its days and a sign in each: H, M, x, -.

What the signs mean is settled over all sheets of one layout (``importing.calendars``); then each
sheet becomes its days and its sessions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd

from importing.choices import Choices
from importing.columns import OUR_COLUMNS, own_names
from importing.day_signs import (
    BOTH,
    HEADACHE,
    MEANINGS,
    MIGRAINE,
    NONE,
    PAIN,
    SESSION,
    as_sign,
    is_pain,
)
from importing.days_in_months import PATIENT, DaysInMonths, Grid
from importing.kinds_of_rows import kinds_of_rows
from importing.layouts.base import Layout, MonthList, Reading, identifying
from importing.legend_of_signs import legend_of_signs, told
from importing.month_grid import TITLE, apart, day_columns, days_in, grid_of, month_in, year_above
from importing.text import TextTable, Unreadable
from importing.years_alone import told_of_heads, year_alone
from words.numbers import counted

NO_MONTHS = "has a column for each day of a month, but not one column of months with their years"

KINDS = (
    "has rows of {} in the column {!r}, which are no patients: keep the rows of one kind, without "
    "that column"
)
SEVERAL = "which column names the patient"


def knows(headers: Sequence[str]) -> bool:
    return bool(day_columns(headers)) and len(day_columns(headers)) < len(headers)


def read(text: TextTable, file: str, choices: Choices) -> Reading:
    grid = grid_of(text)
    if grid is None:
        raise Unreadable(NO_MONTHS)
    others = apart(text, grid)
    if others:
        raise Unreadable(f"has months of several people, places or kinds: {SEVERAL}: {others[0]}?")
    return months_of_sheet(text, grid, file, {})


def months_of_sheet(text: TextTable, grid: Grid, file: str, said: Mapping[str, str]) -> Reading:
    """The months of a sheet, whose signs wait. ``said``: what some mean, "" that of a blank."""
    days = days_in(text, grid, file)
    if not days.inside.any():
        raise Unreadable(NO_MONTHS)
    column, kinds = kinds_of_rows(text, grid, days)
    if column:
        raise Unreadable(KINDS.format(" and ".join(kinds[:2]), column))
    used = {*grid.columns, *grid.days}
    legend = legend_of_signs(_words_beside(text, grid, days))
    return Reading(
        months=MonthList(text, grid, days, {**legend, **said}),
        assumptions=(
            _columns(grid),
            *_year(text, grid),
            *told(legend, np.unique(days.cells.astype(str))),
        ),
        dropped=tuple(h for h in identifying(text.headers) if h not in used),
        of_one=not grid.patient,
    )


def _words_beside(text: TextTable, grid: Grid, days: DaysInMonths) -> list[tuple[str, ...]]:
    """The cells of a sheet that may be its legend: above the names, below the months, beside the
    days, and on sheets without a table."""
    used = {*grid.columns, *grid.days}
    columns = [(name, *text.counted(name)) for name in text.headers if name not in used]
    rows = np.stack([text.written(name) for name in text.headers], axis=1)[~days.known]
    pairs = _two_beside(text, grid)
    return [*text.above, *text.beside, *columns, *pairs, *map(tuple, rows.tolist())]


def _two_beside(text: TextTable, grid: Grid) -> list[tuple[str, ...]]:
    """Each two cells beside each other to the right of the days, in columns that nobody knows."""
    last = max(map(text.headers.index, grid.days))
    known = {*grid.columns, *grid.days}
    right = [
        name
        for name in text.headers[last + 1 :]
        if name not in known and own_names([name])[0] not in OUR_COLUMNS
    ]
    if len(right) < 2:
        return []
    cells = [right, *zip(*(text.written(name) for name in right), strict=True)]
    return [*dict.fromkeys(pair for one in cells for pair in pairwise(filter(None, one)))]


def with_signs(reading: Reading, meant: np.ndarray, seen: set[str]) -> Reading:
    """Days and sessions of a sheet. ``meant``: rows x days, what each cell means; ``seen``: every
    meaning that a day has in any sheet of this layout."""
    assert reading.months is not None
    text, grid, days = reading.months.text, reading.months.grid, reading.months.days
    tables = [("diary", _diary(text, grid, days, meant, seen))]
    on = days.inside & np.char.endswith(meant, SESSION)
    if on.any():
        tables.append(("sessions", _table(text, grid, days, on, "session_date")))
    if not len(tables[0][1].rows):
        tables = tables[1:]
    if not tables:
        raise Unreadable("has no sign in any of its months that is known")
    assumptions = (*reading.assumptions, *_account(days, meant, seen))
    return replace(reading, tables=tuple(tables), assumptions=assumptions)


def _diary(
    text: TextTable, grid: Grid, days: DaysInMonths, meant: np.ndarray, seen: set[str]
) -> TextTable:
    """The recorded days. Where no sign says migraine nothing is known of it, and where none says
    headache alone, a day without a sign is only one without migraine."""
    kinds, codes = np.unique(meant, return_inverse=True)
    day = [of_the_day(kind) for kind in kinds]
    codes = codes.reshape(meant.shape)
    known = np.array([kind in (MIGRAINE, HEADACHE, NONE) or is_pain(kind) for kind in day])
    where = days.inside & known[codes]
    flags = {}
    if any(kind == HEADACHE or is_pain(kind) for kind in seen):
        flags["headache"] = ["0" if kind == NONE else "1" for kind in day]
    if MIGRAINE in seen:
        flags["migraine"] = ["1" if kind == MIGRAINE else "0" for kind in day]
    if not flags:
        flags["headache"] = ["0" for kind in day]
    if any(map(is_pain, seen)):
        flags[PAIN] = [kind.partition(" ")[2] if is_pain(kind) else "" for kind in day]
    more = {name: np.array(texts)[codes[where]] for name, texts in flags.items()}
    return _table(text, grid, days, where, "date", more)


def of_the_day(kind: str) -> str:
    """What a cell says of the day alone, without its session."""
    return kind.removesuffix(f"{BOTH}{SESSION}")


def _table(
    text: TextTable,
    grid: Grid,
    days: DaysInMonths,
    where: np.ndarray,
    date: str,
    more: Mapping[str, np.ndarray] | None = None,
) -> TextTable:
    """A row for each of these days, from the row of the file that holds its month."""
    ids = {PATIENT: days.patients[where]} if grid.patient else {}
    frame = pd.DataFrame(
        {**ids, date: days.dates[where].astype(str), **(more or {})}, index=np.nonzero(where)[0]
    )
    return text.with_frame(frame)


def _columns(grid: Grid) -> str:
    named = ", ".join(f"{header} is the {ours}" for header, ours in grid.columns.items())
    named = named.replace(PATIENT, "patient")
    return f"A row is a month, with a column for each of its days: {named}."


def _year(text: TextTable, grid: Grid) -> list[str]:
    """The year that stands above the names or is one, where a month has none of its own."""
    months = [month_in(cell) for cell in text.counted(grid.month)]
    if grid.year or all(month is None or month[0] for month in months):
        return []
    if year := year_above(text):
        place = "stands above the names of the columns"
    elif year := year_alone(grid.month):
        place = "is the name of the column of months"
    return [f"The year {year} {place}: it is that of the first month."] if year else []


def _account(days: DaysInMonths, meant: np.ndarray, seen: set[str]) -> list[str]:
    """Where every row and every day went."""
    months, totals = int((days.months["days"] > 0).sum()), int(days.months["total"].sum())
    told = [
        f"{n:,} {word} ({', '.join(signs_of)})" if signs_of else f"{n:,} {word}"
        for word, n, signs_of in _by_meaning(days, meant)
    ]
    of_all = f"{counted(int(days.inside.sum()), 'day')} of {counted(months, 'month')}"
    sentences = [f"{of_all}: {', '.join(told)}."]
    if totals:
        sentences.append(f"{counted(totals, 'row')} called Total or the like: no month, not used.")
    sentences += told_of_heads(days.months)
    if MIGRAINE in seen and HEADACHE not in seen and not any(map(is_pain, seen)):
        sentences.append("No sign says headache without migraine: nothing is known of headache.")
    if any(kind.endswith(SESSION) for kind in np.unique(meant[days.inside])):
        sentences.append("A session says nothing of headache on its day, unless its cell does.")
    return sentences


def _by_meaning(days: DaysInMonths, meant: np.ndarray) -> list[tuple[str, int, list[str]]]:
    """Each meaning, its days, and the signs that say so as they are mostly written."""
    cells = pd.DataFrame({"kind": meant[days.inside], "text": days.cells[days.inside]})
    order = {meaning: n for n, meaning in enumerate(MEANINGS)}
    rows = []
    for kind, texts in cells.groupby("kind")["text"]:
        written: dict[str, str] = {}
        for text in texts.value_counts().index:
            written.setdefault(as_sign(text), text)
        signs = [text for sign, text in written.items() if sign not in ("", kind)]
        rows.append((str(kind), len(texts), signs))
    return sorted(rows, key=lambda row: (order.get(row[0], len(order)), row[0]))


LAYOUT = Layout("month_grid", TITLE, knows, read)
