"""Is the first part of 24-01-02 the year or the day?

Both fit many a column. Where fewer different numbers stand first than last, the year may well be
first, and is asked; where more stand first, the year is last. A reading that lies more than a year
ahead of today is none. Where the year may be first in the dates of some patients alone, as in files
put together, it is asked of theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa

from importing.cells import EARLIEST
from importing.doubts.base import Cells, Doubt, LooksAt, Sign
from importing.moments import DAY_FIRST, MONTH_FIRST
from words.numbers import counted, day

SHORT = re.compile(r"(\d{2})([-/.])(\d{1,2})\2(\d{2})(?!\d)(.*)", re.DOTALL)
YEAR_FIRST, AS_THE_OTHERS = "year_first", "as_the_others"
SOME = "of some patients"
MANY_YEARS = 4  # different last parts of one patient's dates
AHEAD = timedelta(days=366)  # an appointment lies ahead of today by no more
WORDS = {
    YEAR_FIRST: "year, month, day",
    DAY_FIRST: "day, month, year",
    MONTH_FIRST: "month, day, year",
}


def day_of(text: str, reading: str) -> date | None:
    """The day of such a text in this reading; None where it gives none."""
    found = SHORT.fullmatch(text)
    if not found:
        return None
    parts = int(found[1]), int(found[3]), int(found[4])
    year, month, number = {
        YEAR_FIRST: parts,
        DAY_FIRST: parts[::-1],
        MONTH_FIRST: (parts[2], parts[0], parts[1]),
    }[reading]
    try:
        return date(year + (2000 if year < 70 else 1900), month, number)
    except ValueError:
        return None


def signs(cells: Cells) -> Iterator[Sign]:
    for column in cells.date_columns():
        short = {t: found for t in cells.texts(column) if (found := SHORT.fullmatch(t))}
        if not short:
            continue
        readings = [r for r in WORDS if _possible(short, r, cells.choices.now)]
        if YEAR_FIRST not in readings or not _may_begin_with_the_year(list(short.values())):
            yield from _of_patients(cells, column)
            continue
        example = next(iter(short))
        told = tuple((r, f"{WORDS[r]}: {day(day_of(example, r))}") for r in readings)
        if len(told) == 1:
            yield Sign(f"{column}: '{example}' begins with the year.", told, column)
            continue
        each = " or ".join(words.rpartition(": ")[2] for _, words in told)
        yield Sign(
            f"{column}: is the year first or last in '{example}', day or month first: does it "
            f"mean {each}?",
            told,
            column,
        )


def _of_patients(cells: Cells, column: str) -> Iterator[Sign]:
    mask = _whose_year_may_be_first(cells, column)
    if not mask.any():
        return
    codes, texts = cells.encoded(column)
    example = texts[codes[mask].min()]
    other = next((t for t in (texts[c] for c in np.unique(codes[~mask])) if t), "")
    year_first = day_of(example, YEAR_FIRST)
    yield Sign(
        f"{column}: {counted(int(mask.sum()), 'date')} of some patients, such as '{example[:20]}', "
        f"may begin with the year, beside '{other[:20]}' of the others: does it mean "
        f"{day(year_first)}, or is it written as theirs?",
        (
            (YEAR_FIRST, f"{WORDS[YEAR_FIRST]}: {day(year_first)}"),
            (AS_THE_OTHERS, "written as the others"),
        ),
        column,
        cells.rows_where(mask),
        SOME,
    )


def _whose_year_may_be_first(cells: Cells, column: str) -> np.ndarray:
    """The rows of patients whose dates would be spread over years, on few days of a month."""
    codes, texts = cells.encoded(column)
    if "patient_id" not in cells:
        return np.zeros(len(codes), dtype=bool)
    found = [SHORT.fullmatch(text) for text in texts]
    fits = [
        m is not None and _possible({text: m}, YEAR_FIRST, cells.choices.now)
        for text, m in zip(texts, found, strict=True)
    ]
    rows = pd.DataFrame(
        {
            "patient": cells.encoded("patient_id")[0],
            "first": np.array([m[1] if m else "" for m in found], dtype=object)[codes],
            "last": np.array([m[4] if m else "" for m in found], dtype=object)[codes],
            "fits": np.array(fits, dtype=bool)[codes],
        }
    )
    written = np.array([bool(text) for text in texts], dtype=bool)[codes]
    of = rows[written].groupby("patient")
    first, last = of["first"].nunique(), of["last"].nunique()
    odd = of["fits"].all() & (first < last) & (last >= MANY_YEARS)
    return written & rows["patient"].isin(odd[odd].index).to_numpy()


def _possible(texts: dict[str, re.Match[str]], reading: str, today: date) -> bool:
    days = [day_of(text, reading) for text in texts]
    return all(d is not None and EARLIEST <= d <= today + AHEAD for d in days)


def _may_begin_with_the_year(found: list[re.Match[str]]) -> bool:
    first, last = len({m[1] for m in found}), len({m[4] for m in found})
    return first < last or (first == last and found[0][2] == "-")


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    def iso(text: str) -> str:
        found = day_of(text, reading)
        rest = SHORT.fullmatch(text)
        return text if found is None or rest is None else f"{found.isoformat()}{rest[5]}"

    if sign.about != SOME:
        return cells.rewritten(sign.column, iso)
    if reading != YEAR_FIRST:
        return cells
    mask = _whose_year_may_be_first(cells, sign.column)
    codes, texts = cells.encoded(sign.column)
    written = np.array(texts, dtype=object)[codes]
    told = np.array([iso(text) for text in texts], dtype=object)[codes]
    return cells.with_column(sign.column, pa.array(np.where(mask, told, written), pa.string()))


DOUBT = Doubt("date_first_part", LooksAt.COLUMN, signs, read)
