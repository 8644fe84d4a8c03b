"""Is a row a month, with a column for each of its days, and which month of which patient is it?

Seen by the names of the columns (1 to 28 or more) and by the cells of one that holds months.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

import numpy as np
import pandas as pd

from analytics.month_names import month_of
from importing.choices import Mapping as Mapped
from importing.columns import own_names
from importing.days_in_months import PATIENT, DaysInMonths, Grid
from importing.file_names import FILE
from importing.layouts.base import identifying, plain
from importing.mapping_checks import MONTH, MONTHS, YEAR
from importing.text import TextTable
from importing.totals import total_or_subtotal
from importing.years_alone import BARE, IN_A_NAME, YearBelow, year_alone, years_alone

TITLE = "Months, a column per day"
FEWEST = 28  # days of the shortest month
MOSTLY = 0.8  # of the filled cells: some name a total, or are damaged
_DAY = re.compile(
    r"(?:day|d|tag|t|jour|j|d[ií]a|giorno|g|dag)?[ .]*0?(?P<day>[1-9]|[12]\d|3[01])(?:\.0?)?"
)
MONTH_WORDS = {"month", "monat", "mois", "mes", "mês", "mese", "maand", "måned", "månad"}
_ISO = re.compile(
    r"(?P<year>(?:19|20)\d\d)[-/. ]?(?P<month>0?[1-9]|1[0-2])(?:[-/.]0?1(?:[ T].*)?)?"
)
_TURNED = re.compile(r"(?P<month>0?[1-9]|1[0-2])[-/. ](?P<year>(?:19|20)?\d\d)")
_FIRST = re.compile(r"(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<year>(?:19|20)\d\d)")
_NAMED = re.compile(r"(?P<word>[^\W\d_]{3,})[^\w']*'?(?P<year>(?:19|20)?\d\d)?")
_NAMED_BEHIND = re.compile(r"(?P<year>(?:19|20)\d\d)[^\w]*(?P<word>[^\W\d_]{3,})")
_NUMBER = re.compile(r"0?[1-9]|1[0-2]")


def day_columns(headers: Iterable[str]) -> dict[str, int]:
    """The columns that are named by the days of a month; none if fewer than its shortest has."""
    found = {header: _DAY.fullmatch(plain(header)) for header in headers}
    days = {header: int(one["day"]) for header, one in found.items() if one}
    numbers = sorted(days.values())
    whole = len(numbers) >= FEWEST and numbers == list(range(1, len(numbers) + 1))
    return days if whole else {}


def grid_of(text: TextTable) -> Grid | None:
    """The columns of a sheet of months by its names and its cells; None where it is none."""
    days = day_columns(text.headers)
    others = [header for header in text.headers if header not in days]
    if not days:
        return None
    years = [h for h in others if own_names([h]) != [PATIENT] and _share(text, h, _is_year)]
    months = [h for h in others if h not in years and are_months(text, h, bool(years))]
    named = [h for h in months if _says_month(h)]
    months = named or months
    if len(months) != 1:
        return None
    year = years[0] if len(years) == 1 else ""
    rest = [header for header in others if header not in (months[0], year)]
    return Grid(months[0], days, _patient(text, rest, next(iter(days))), year)


def grid_in(text: TextTable, layout: str, mapping: Mapped | None) -> Grid | None:
    """The same of a table that is read so: by its user's mapping, else by the layout's title."""
    if mapping is not None:
        return of_mapping(mapping) if mapping.table == MONTHS else None
    return grid_of(text) if layout == TITLE else None


def of_mapping(mapping: Mapped) -> Grid:
    """The columns as the user says."""
    of = {ours: header for header, ours in mapping.columns.items()}
    days = {header: day for header, (_, day) in mapping.periods.items()}
    return Grid(of.get(MONTH, ""), days, of.get(PATIENT, ""), of.get(YEAR, ""))


def _share(text: TextTable, header: str, says: Callable[[str], bool]) -> bool:
    """Do most of the filled cells say so, not counting the names of totals?"""
    counts = text.counted(header)
    told = {cell: n for cell, n in counts.items() if not total_or_subtotal(cell)}
    fitting = sum(n for cell, n in told.items() if says(cell))
    return bool(told) and fitting >= MOSTLY * sum(told.values())


def are_months(text: TextTable, header: str, years: bool) -> bool:
    numbers = years or _says_month(header)
    if identifying([header]) or own_names([header]) == [PATIENT]:
        return False

    def is_month(cell: str) -> bool:
        return month_in(cell) is not None and (numbers or not cell.isdigit())

    return any(map(is_month, text.counted(header))) and _share(
        text, header, lambda cell: is_month(cell) or year_alone(cell) > 0
    )


def _is_year(cell: str) -> bool:
    return bool(BARE.fullmatch(cell))


def _says_month(header: str) -> bool:
    return bool({*re.split(r"[^\w]+", plain(header))} & MONTH_WORDS)


def _patient(text: TextTable, headers: Sequence[str], first_day: str) -> str:
    """The column of the patients: by its name, else the only one before the days with texts."""
    named = dict(zip(text.headers, own_names(text.headers), strict=True))
    by_name = [header for header in headers if named[header] == PATIENT]
    if by_name:
        return by_name[0]
    before = text.headers[: text.headers.index(first_day)]
    fitting = [h for h in headers if h in before and text.counted(h) and _may_be_ids(text, h)]
    return fitting[0] if len(fitting) == 1 else ""


def apart(text: TextTable, grid: Grid) -> list[str]:
    """Columns before the days that may tell people apart, where none is known to name them."""
    if grid.patient:
        return []
    before = text.headers[: text.headers.index(next(iter(grid.days)))]
    rest = [header for header in before if header not in (grid.month, grid.year)]
    cells = {h: [c for c in text.counted(h) if not total_or_subtotal(c)] for h in rest}
    return [header for header in rest if len(cells[header]) > 1]


def _may_be_ids(text: TextTable, header: str) -> bool:
    """Could it hold ids? One that may name a person only where every cell is a code."""
    cells = [cell for cell in text.counted(header) if not total_or_subtotal(cell)]
    return not identifying([header]) or all(any(map(str.isdigit, cell)) for cell in cells)


@lru_cache(maxsize=4096)
def month_in(cell: str) -> tuple[int, int] | None:
    """Year and month of a cell, the year 0 where it holds none; None where it is no month."""
    cell = cell.strip().lower()
    if found := _FIRST.fullmatch(cell):
        first, second = int(found["a"]), int(found["b"])
        turned = second if first == 1 else first if second == 1 else 0
        return (int(found["year"]), turned) if 1 <= turned <= 12 else None
    if found := _ISO.fullmatch(cell) or _TURNED.fullmatch(cell):
        return _whole_year(found["year"]), int(found["month"])
    if _NUMBER.fullmatch(cell):
        return 0, int(cell)
    found = _NAMED_BEHIND.fullmatch(cell) or _NAMED.fullmatch(cell.rstrip("."))
    month = month_of(found["word"]) if found else 0
    return (_whole_year(found["year"] or "0"), month) if found and month else None


def _whole_year(text: str) -> int:
    year = int(text)
    return year + 2000 if 0 < year < 100 else year


def year_of(*names: str) -> int:
    """The one year in the name of a sheet, else in that of its file; 0 where there is none."""
    for name in names:
        found = {*IN_A_NAME.findall(FILE.sub("", name))}
        if len(found) == 1:
            return int(found.pop())
    return 0


def year_above(text: TextTable) -> int:
    """The one year above the names of the columns: alone in its row, behind its word (*Year:
    2024*), or in the title of a calendar; 0 where there is none. A year of birth is none."""
    rows = (" ".join(cell.strip() for cell in cells if cell.strip()) for cells in text.above)
    found = {year_alone(row) for row in rows} - {0}
    return found.pop() if len(found) == 1 else 0


def year_said(text: TextTable, file: str, month: str) -> int:
    """The year of a sheet's months that name none: above the names of the columns, in the name of
    the sheet or file, or as that of the column of months; 0 where it is said in two ways."""
    found = {year_above(text), year_of(text.sheet, file), year_alone(month)} - {0}
    return found.pop() if len(found) == 1 else 0


def months_of(text: TextTable, grid: Grid, year: int = 0) -> pd.DataFrame:
    """Of each row: patient_id (filled down), year, month, days, total, heads, what stands as month.

    ``year``, ``month``, ``days``: 0 where nobody can say. ``total``: it names a sum, and no month.
    ``heads``: it says a year alone, that of the months below. ``year`` of the sheet: where neither
    its months, a column nor such a row say one.
    """
    patients = _cells(text, grid.patient)
    written = _cells(text, grid.month)
    years = _cells(text, grid.year)
    heads, below = years_alone(text, grid), YearBelow(year)
    rows, patient, last = [], "", (0, 0)
    for cell, who, when, head in zip(written, patients, years, heads, strict=True):
        total = _is_total(cell) or _is_total(who)
        if who and not total and not (head and year_alone(who)) and who != patient:
            patient, last = who, (0, 0)
        if head:
            last = (0, 0)
            below.says(int(head), patient)
        found = None if total or head or not cell else month_in(cell)
        if found is not None and not found[0]:
            said = int(when) if BARE.fullmatch(when) else _goes_on(last, found[1])
            found = (said or (0 if _turns_back(last, found[1]) else below.of(patient)), found[1])
        if found is not None and found[0]:
            last = found
        known = found if found is not None and found[0] else (0, 0)
        days = monthrange(*known)[1] if known[0] else 0
        rows.append((patient, *known, days, total, bool(head), f"{cell} {when}".strip()))
    names = [PATIENT, YEAR, MONTH, "days", "total", "heads", "written"]
    return pd.DataFrame(rows, columns=names)


@lru_cache(maxsize=4096)
def _is_total(cell: str) -> bool:
    return bool(cell) and total_or_subtotal(cell)


def _goes_on(last: tuple[int, int], month: int) -> int:
    """The year of a month that names none, where it follows the month above; else 0."""
    year, before = last
    if not year or month != before % 12 + 1:
        return 0
    return year + (month == 1)


def _turns_back(last: tuple[int, int], month: int) -> bool:
    """Does it lie before the month above, with months between: of that year, or of the next?"""
    return bool(last[0]) and month < last[1] - 1


def _cells(text: TextTable, header: str) -> list[str]:
    if not header:
        return [""] * len(text.rows)
    cells: list[str] = text.written(header).tolist()
    return cells


def days_in(text: TextTable, grid: Grid, file: str) -> DaysInMonths:
    """Every day of a sheet of months; the year is that above the names of its columns, or in the
    sheet's or file's name, if no cell holds one."""
    months = months_of(text, grid, year_said(text, file, grid.month))
    cells = cells_of_days(text, grid)
    inside = np.arange(cells.shape[1]) < months["days"].to_numpy()[:, None]
    return DaysInMonths(months, cells, inside)


def cells_of_days(text: TextTable, grid: Grid) -> np.ndarray:
    """What stands in each day's column: rows x days of text, trimmed, day 1 first."""
    order = sorted(grid.days, key=lambda header: grid.days[header])
    found = [text.written(header) for header in order]
    return np.stack(found, axis=1) if found else np.empty((len(text.rows), 0), dtype=object)
