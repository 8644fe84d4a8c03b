"""Which rows of a bill are a dose, where a column holds the codes of procedures and of products?

A row of a procedure (CPT 64615: the injection for migraine) counts how often it was done: its
quantity is no dose, nor is that of a product that was thrown away (JW) or of any other code (99214:
a visit), which on the day of an injection is no session either. A row of a product (HCPCS J0585)
says the dose: of some by 5 or by 100 units, which is asked. So are days of another injection alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa

from importing.doubts.base import Cells, Doubt, LooksAt, Sign
from importing.doubts.session_numbers import KEY, in_sessions_with, without_sessions
from importing.negations import plain
from words.numbers import counted, number

# Chemodenervation by CPT: for migraine, of other muscles or glands; and what guides the needle.
MIGRAINE = "64615"
OF_OTHERS = {
    *("64611", "64612", "64616", "64617", "64642", "64643", "64644", "64645", "64646", "64647"),
    *("64650", "64653"),
}
PROCEDURES = {MIGRAINE, *OF_OTHERS, "95873", "95874", "76942"}
# How many units of the toxin one billed unit is, by HCPCS.
PRODUCTS = {"J0585": 1, "J0586": 5, "J0587": 100, "J0588": 1, "J0589": 1}
WASTED = "JW"  # a modifier: of what was left in the vial
NO_DOSES = {**dict.fromkeys(PROCEDURES, "a procedure"), WASTED: "thrown away"}
OTHER, MOST = "another service", 6  # codes that are named
BILLED, UNITS = "billed", "units"
NO_DOSE = "no_dose"
ANOTHER, LEFT_OUT, THEY_COUNT = "another", "left_out", "they_count"
_OF_CODES = re.compile(r"\b(?:cpt|hcpcs|(?:procedure|service|billing)s?(?: codes?)?)\b")
_CODE = re.compile(r"([A-Z]\d{4}|\d{5})(?:[-. ]?[A-Z0-9]{2})*")


def _code(text: str) -> str:
    """The code of a cell without its modifiers, or its one of what was thrown away; "" of none."""
    found = _CODE.fullmatch(text.strip().upper())
    if not found:
        return ""
    return WASTED if WASTED in re.split(r"[-. ]", found[0]) else found[1]


def _codes(cells: Cells) -> tuple[str, pd.Series]:
    """The column of codes, and the code of each row: it is called so and holds one that is known
    here, or most of its cells do."""
    none = "", pd.Series("", index=range(len(cells.text.rows)))
    if cells.table != "sessions" or not {*KEY, "units"} <= {*cells.headers}:
        return none
    for column in (*cells.not_ours(), *({"product", "site"} & {*cells.headers})):
        texts = cells.texts(column)
        known = sum(n for text, n in texts.items() if _code(text) in {*NO_DOSES, *PRODUCTS})
        named = _OF_CODES.search(plain(re.sub(r"[/()]", " ", column)))
        most = known * 2 >= sum(texts.values())
        if known and (named or most) and all(map(_code, texts)):
            return column, cells.text.frame()[column].map(_code).reset_index(drop=True)
    return none


def _no_doses(codes: pd.Series) -> np.ndarray:
    return (codes.ne("") & ~codes.isin(PRODUCTS)).to_numpy(dtype=bool)


def _of_another(cells: Cells, codes: pd.Series) -> np.ndarray:
    """A mask of the rows of the days on which other muscles were injected, and not for migraine."""
    frame = cells.text.frame().reset_index(drop=True)
    others = in_sessions_with(frame, codes.isin(OF_OTHERS))
    return others & ~in_sessions_with(frame, codes.eq(MIGRAINE))


def _asked_what_for(cells: Cells, column: str, codes: pd.Series) -> Iterator[Sign]:
    where = _of_another(cells, codes)
    if not where.any():
        return
    named = ", ".join(sorted({*codes[where]} & OF_OTHERS)[:MOST])
    sessions = len(cells.text.frame()[KEY][where].drop_duplicates())
    yield Sign(
        f"{column}: {counted(sessions, 'session')} with the injection of other muscles or glands "
        f"({named}), and not for migraine ({MIGRAINE}) on that day: do sessions for something else "
        "than migraine count?",
        (
            (LEFT_OUT, f"no: {counted(sessions, 'session')} left out"),
            (THEY_COUNT, "yes: they count as sessions"),
        ),
        column,
        cells.rows_where(where),
        ANOTHER,
    )


def signs(cells: Cells) -> Iterator[Sign]:
    column, codes = _codes(cells)
    if not column:
        return
    yield from _asked_what_for(cells, column, codes)
    written = cells.text.frame()["units"].ne("").to_numpy()
    no_doses = _no_doses(codes)
    if (no_doses & written).any():
        found = sorted({*codes[no_doses]}, key=lambda code: (code not in NO_DOSES, code))
        named = ", ".join(f"{code} ({NO_DOSES.get(code, OTHER)})" for code in found[:MOST])
        named += f" and {len(found) - MOST} more" if len(found) > MOST else ""
        rows = counted(int((no_doses & written).sum()), "row")
        said = f"{column}: the quantity of {named} is no dose: {rows} not added."
        yield Sign(said, ((NO_DOSE, "no dose"),), column, cells.rows_where(no_doses), NO_DOSE)
    for code, units in PRODUCTS.items():
        here = codes.eq(code).to_numpy() & written
        if units > 1 and here.any():
            first = cells.text.frame()["units"].to_numpy()[here][0]
            yield Sign(
                f"{column}: {code} is billed by {units} units. Is the quantity of its "
                f"{counted(int(here.sum()), 'row')} ({first} in the first) that of the bill?",
                (
                    (BILLED, f"yes: {_times(first, units)} units in the first"),
                    (UNITS, f"no, it is in units: {first} in the first"),
                ),
                column,
                cells.rows_where(here),
                code,
            )


def _times(text: str, units: int) -> str:
    value = pd.to_numeric(text.replace(",", "."), errors="coerce")
    return text if pd.isna(value) else number(float(value) * units, 2)


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    if reading in (UNITS, THEY_COUNT):
        return cells
    _, codes = _codes(cells)
    frame = cells.text.frame().reset_index(drop=True)
    if reading == LEFT_OUT:
        return without_sessions(cells, _of_another(cells, codes))
    if reading == BILLED:
        here, units = codes.eq(sign.about), PRODUCTS[sign.about]
        told = frame["units"].mask(here, frame["units"].map(lambda text: _billed(text, units)))
        return cells.with_column("units", pa.array(told.tolist(), pa.string()))
    no_doses = _no_doses(codes)
    told = frame["units"].mask(no_doses, "")
    cells = cells.with_column("units", pa.array(told.tolist(), pa.string()))
    other = no_doses & ~codes.isin(NO_DOSES).to_numpy()
    beside = no_doses & in_sessions_with(frame, ~no_doses)
    beside |= other & in_sessions_with(frame, ~other)
    by = frame.assign(of=no_doses, beside=beside)
    again = by.duplicated([*KEY, "of", "beside"]).to_numpy()
    return cells.without(beside | (no_doses & again), added=True)


def _billed(text: str, units: int) -> str:
    value = pd.to_numeric(text.replace(",", "."), errors="coerce")
    return text if pd.isna(value) else f"{value * units:g}"


DOUBT = Doubt("billing_codes", LooksAt.COLUMN, signs, read)
