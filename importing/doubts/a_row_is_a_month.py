"""Which rows of a sheet of months are months: whose, with a year, and with no day after the end?

Looked at before rows are left out: an id may stand in the first month of a patient alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyarrow as pa

from importing.days_in_months import PATIENT, DaysInMonths, Grid
from importing.doubts.base import Doubt, Found, LooksAt, Sign, without_rows
from importing.month_grid import days_in, grid_in
from words.numbers import counted

FILLED, ASIDE = "filled_down", "set_aside"
NO_ID = "no id, where the months above and below say theirs"
AFTER_END = "a sign after the end of the month"
NO_MONTH = "no month with its year"


def signs(found: Found) -> Iterator[Sign]:
    grid = grid_in(found.text, found.layout, found.mapping)
    if grid is None or not grid.month:  # without a month no row says which days it holds
        return
    days = days_in(found.text, grid, found.file)
    rows = _rows(found, _without_id(found, grid, days))
    if rows:
        if _named_once(found, grid):
            yield Sign(
                f"{grid.patient}: each patient is named once: {counted(len(rows), 'month')} below "
                "read as the patient's above.",
                ((FILLED, "filled down"),),
                grid.patient,
                rows,
            )
        else:
            yield _aside(NO_ID, rows)
    if days.beyond.any():
        yield _aside(AFTER_END, _rows(found, np.asarray(days.beyond.any(axis=1))))
    no_month = ~days.months["total"].to_numpy() & ~days.months["heads"].to_numpy()
    lost = days.filled.any(axis=1) & ~days.known & no_month
    if lost.any():
        yield _aside(NO_MONTH, _rows(found, lost))


def _aside(why: str, rows: tuple[int, ...]) -> Sign:
    sentence = f"{counted(len(rows), 'row')} set aside: {why}."
    return Sign(sentence, ((ASIDE, why),), rows=rows, about=why)


def _rows(found: Found, mask: np.ndarray) -> tuple[int, ...]:
    return tuple(int(row) for row in found.text.rows[mask])


def _without_id(found: Found, grid: Grid, days: DaysInMonths) -> np.ndarray:
    """Months whose row says no id."""
    if not grid.patient:
        return np.zeros(len(found.text.rows), dtype=bool)
    return np.asarray(found.blank(grid.patient) & days.known)


def _named_once(found: Found, grid: Grid) -> bool:
    """Does hardly any id stand in two rows below each other?"""
    codes, _ = found.text.encoded(grid.patient)
    ids = codes[~found.blank(grid.patient)]
    return len(ids) > 0 and int((ids[1:] == ids[:-1]).sum()) * 2 < len(ids)


def read(found: Found, sign: Sign, reading: str) -> Found:
    grid = grid_in(found.text, found.layout, found.mapping)
    if grid is None:
        return found
    if sign.about != NO_ID:
        found = _written_out(found, grid)
    if reading == FILLED:
        return found
    aside = tuple((row, "", sign.about) for row in sign.rows)
    gone = np.isin(found.text.rows, sign.rows)
    return replace(found, text=without_rows(found.text, gone), aside=(*found.aside, *aside))


def _written_out(found: Found, grid: Grid) -> Found:
    """Every month with its patient and its year, so that no other row has to say them."""
    months = days_in(found.text, grid, found.file).months
    columns = dict(found.text.columns)
    known = (months["days"] > 0).to_numpy()
    dates = months["year"].astype(str) + "-" + months["month"].astype(str).str.zfill(2)
    said = {grid.month: dates, **({grid.patient: months[PATIENT]} if grid.patient else {})}
    for header, texts in said.items():
        cells = np.array(columns[header].to_pylist(), dtype=object)
        columns[header] = pa.array(np.where(known, texts.to_numpy(dtype=object), cells))
    return found.with_text(replace(found.text, columns=columns))


DOUBT = Doubt("a_row_is_a_month", LooksAt.FILE, signs, read)
