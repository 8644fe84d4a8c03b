"""Are units those of one site, where a column beside them says how many sites there were?

So they are where they are too few for that many sites, and times them are what a session may get.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd
import pyarrow as pa

from importing.doubts.base import Cells, Doubt, LooksAt, Sign
from importing.doubts.session_numbers import KEY, in_sessions_with
from importing.doubts.session_rows import MOST, numbers_of
from importing.negations import plain
from words.numbers import counted, number

UNITS = "units"
EACH, ALL = "each", "all"
LEAST = 2.0  # units: no site of a therapy is given less
# Many of them: *point 3* is a place.
_SITES = (
    r"(?:injections? )?(?:sites|points|injections|punkte|stellen|injektionen|injektions ?punkte|"
    r"injektions ?stellen|einstiche|einstichstellen|piqures|puntos|inyecciones|punti|iniezioni|"
    r"punten|injecties|plaatsen|pontos|injecoes|locais|punkter|injektioner|steder|stallen)"
)
_NUMBER_OF = (
    r"(?:number|no|nr|num|n|count|#|anzahl|zahl|nombre|nb|nbre|numero|n[°º]|aantal|antal|quantity)"
)
_OF = r"(?: (?:of|der|de|d|di|von|the|af|av|dei))*"
_NAMED = re.compile(rf"{_NUMBER_OF}{_OF} ?{_SITES}(?: .*)?|{_SITES} ?(?:{_NUMBER_OF}|n)?")


def _times(cells: Cells) -> tuple[str, pd.Series]:
    """The column of sites, and by what the units of each row are multiplied; "": none is."""
    none = "", pd.Series(dtype="float64")
    if cells.table != "sessions" or not {*KEY, UNITS} <= {*cells.headers}:
        return none
    frame = cells.text.frame().reset_index(drop=True)
    units = numbers_of(frame[UNITS])
    by = [frame[name] for name in KEY]
    for column in cells.not_ours():
        if _NAMED.fullmatch(plain(column)) is None:
            continue
        sites = numbers_of(frame[column])
        whole = sites.isna() | (sites.mod(1).eq(0) & sites.between(1, MOST))
        few = units.gt(0) & (units < LEAST * sites)
        all_sites = (units * sites.fillna(1)).groupby(by).transform("sum")
        in_question = pd.Series(in_sessions_with(frame, few)) & (sites > 1) & (units > 0)
        if whole.all() and few.any() and (all_sites[in_question] <= MOST).all():
            return column, sites.where(in_question)
    return none


def signs(cells: Cells) -> Iterator[Sign]:
    column, times = _times(cells)
    if not column:
        return
    frame = cells.text.frame().reset_index(drop=True)
    where = times.notna()
    first = int(where.to_numpy().argmax())
    said, sites = frame.loc[first, UNITS], number(float(times[first]), 0)
    given = number(float((numbers_of(frame[UNITS]) * times)[first]), 2)
    yield Sign(
        f"{UNITS}: {counted(int(where.sum()), 'row')} with few units for their {column} ('{said}' "
        f"beside {sites}). Are they the units of one site?",
        (
            (EACH, f"yes: '{said}' is {given}, times the sites"),
            (ALL, "no: the units of all sites together"),
        ),
        UNITS,
        cells.rows_where(where.to_numpy()),
    )


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    if reading == ALL:
        return cells
    told = cells.text.frame()[UNITS].reset_index(drop=True)
    given = numbers_of(told) * _times(cells)[1]
    told = told.mask(given.notna(), given.map(lambda units: f"{units:g}"))
    return cells.with_column(UNITS, pa.array(told.tolist(), pa.string()))


DOUBT = Doubt("per_site", LooksAt.COLUMN, signs, read)
