"""Are the answers of a trial's diary of the day on which they were given, or of the day before?

A column says of which time they are: -P1D, or *during the past 24 hours*. In the evening that is
the day itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pyarrow as pa

from importing.doubts.base import Doubt, Found, LooksAt, Sign, shown
from importing.research_tables import ResearchTable, research_table, without_clock
from importing.variables import OF_DAYS, marked

DAY_BEFORE, SAME_DAY = "day_before", "same_day"
NOON, EVENING = "12", "18"
_A_DAY = (
    r"-(?:P1D|PT24H)|.*(?:\b(?:past|last|previous|preceding|prior) (?:day|night|24 ?h\w*)\b|"
    r"\byesterday\b).*"
)


def signs(found: Found) -> Iterator[Sign]:
    table = research_table(found.text) if found.mapping is None else None
    if table is None:
        return
    rows = _of_a_day_back(table)
    clocks = table.first_filled(*table.standard.date)[rows].str.extract(r"[T ](\d\d):")[0].dropna()
    if not rows.any() or (len(clocks) == rows.sum() and (clocks >= EVENING).all()):
        return
    said = table.first_filled(*table.standard.span)[rows].value_counts().to_dict()
    before = (DAY_BEFORE, "the day before it: each is moved by one day")
    same = (SAME_DAY, "the day itself")
    late = len(clocks) and (clocks >= NOON).mean() > 0.5
    when = table.header(*table.standard.date, table.standard.day)
    yield Sign(
        f"{table.header(*table.standard.span)} ({shown(said, 3)}): are the answers of the day in "
        f"{when}, or of the day before?",
        (same, before) if late else (before, same),
        table.header(*table.standard.span),
        tuple(int(row) for row in found.text.rows[rows.to_numpy()]),
    )


def _of_a_day_back(table: ResearchTable) -> pd.Series:
    """A mask of the rows of a day whose answers are of the day that ends with them."""
    span = table.first_filled(*table.standard.span)
    of_days = table.are([marked(name) for name in OF_DAYS])
    return span.str.fullmatch(_A_DAY, case=False) & of_days


def read(found: Found, sign: Sign, reading: str) -> Found:
    table = research_table(found.text)
    assert table is not None
    if reading != DAY_BEFORE:
        return found
    rows, columns = _of_a_day_back(table), dict(found.text.columns)
    for names, earlier in ((table.standard.date, _date_before), ((table.standard.day,), _before)):
        for name in filter(None, map(table.header, names)):
            cells = without_clock(found.text.frame()[name])
            moved = cells.mask(rows, cells.map(earlier))
            columns[name] = pa.array(moved.tolist(), pa.string())
    return found.with_text(replace(found.text, columns=columns))


def _date_before(written: str) -> str:
    """The day before; blank of what is no whole date."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", written):
        return ""
    try:
        return (date.fromisoformat(written) - timedelta(days=1)).isoformat()
    except ValueError:
        return ""


def _before(written: str) -> str:
    """The day before one that counts from day 1; there is no day 0."""
    if not re.fullmatch(r"-?\d{1,5}", written):
        return ""
    return str(int(written) - 1 or -1)


DOUBT = Doubt("yesterdays_answers", LooksAt.FILE, signs, read)
