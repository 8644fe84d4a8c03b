"""Is a row for both sides of a muscle the sum of its rows for the left and the right?

Where it is in every session, it is not added once more; where it is not, it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from importing.doubts.base import Cells, Doubt, LooksAt, Sign
from importing.doubts.session_numbers import KEY
from importing.doubts.session_rows import numbers_of
from importing.negations import plain
from words.numbers import counted, number

NOT_ADDED, ADDED = "not_added", "added"
LEFT = (
    r"left|links?|linke[rs]?|li|l|gauche|g|izquierd[oa]|izq|izda?|sinistr[oa]|sx|esquerd[oa]|esq|"
    r"venstre|vanster|lewy|lewa"
)
RIGHT = (
    r"right|rechts?|rechte[rs]?|re|r|droite?|d|derech[oa]|der|dcha?|destr[oa]|dx|direit[oa]|dir|"
    r"højre|hojre|hoger|prawy|prawa"
)
# One letter says less: as a whole cell or at its end alone ("i" and "e" are words of their own).
_LETTERS = {"left": "i|e|s|v", "right": "h|p", "both": "b"}
_BOTH = (
    r"both(?: sides)?|bi ?lateral\w*|bilat|bil|bi|beide(?: seiten)?|beids(?:eit\w*)?|beiderseits|"
    r"bds|bdseits?|bd|les deux(?: cotes)?|2 cotes|deux cotes|ambos(?: lados)?|ambas|amb|"
    r"entramb[ie]|begge|bada|obie|obustronnie|total"
)
_AND = r" ?(?:\+|&|;|/|and|und|et|y|e|en|og|och|i) ?| "


def _pairs() -> Iterator[str]:
    left, right = (f"{form}|{_LETTERS[side]}" for side, form in (("left", LEFT), ("right", RIGHT)))
    yield f"(?:{left})(?:{_AND})(?:{right})"
    yield f"(?:{right})(?:{_AND})(?:{left})"
    yield r"lr|rl"


_SIDES = {"both": "|".join((_BOTH, *_pairs())), "left": LEFT, "right": RIGHT}
_FORMS = {
    side: re.compile(rf"(?:^|[\s(])(?:(?:{form})(?=$|[\s)])|(?:{_LETTERS[side]})(?=$|\)))")
    for side, form in _SIDES.items()
}


def _side(text: str) -> tuple[str, str]:
    """The side that a cell names, and what it says beside it."""
    words = plain(text.replace("/", " ").replace(",", " "))
    for side, form in _FORMS.items():
        if form.search(words):
            return side, form.sub(" ", words).strip(" ()")
    return "", words


def _wholes(cells: Cells) -> pd.DataFrame:
    """The rows for both sides, beside rows for each, with the sum of these."""
    none = pd.DataFrame({"row": [], "said": [], "sum": []})
    if cells.table != "sessions" or not {*KEY, "units"} <= {*cells.headers}:
        return none
    frame = cells.text.frame().reset_index(drop=True)
    free = cells.not_ours()
    for name in free:
        sides = frame[name].map(_side)
        side, rest = sides.str[0], sides.str[1]
        if not {"left", "right"} <= {*side} or not ((side == "both") | (side == "")).any():
            continue
        pure = not rest[side != ""].any()
        others = [other for other in free if other != name and pure]
        muscle = max(others, key=lambda other: frame[other].nunique(), default="")
        base = frame[muscle] if muscle else rest
        if len(found := _sums(frame.assign(base=base, side=side), pure)):
            return found
    return none


def _sums(frame: pd.DataFrame, pure: bool) -> pd.DataFrame:
    """Each row for both sides that is alone beside rows of left and right of the same muscle."""
    units = numbers_of(frame["units"])
    whole = frame["side"].eq("both") | (frame["side"].eq("") & (not pure))
    by = [*(frame[k] for k in KEY), frame["base"]]
    told = frame[KEY[0]].ne("") & frame[KEY[1]].ne("") & (pure | frame["base"].ne(""))
    for side in ("left", "right"):
        told &= frame["side"].eq(side).groupby(by).transform("any")
    told &= whole & whole.groupby(by).transform("sum").eq(1)
    sums = units.where(~whole).groupby(by).transform("sum")
    rows = np.flatnonzero(told & units.notna())
    return pd.DataFrame({"row": rows, "said": units[rows].array, "sum": sums[rows].array})


def signs(cells: Cells) -> Iterator[Sign]:
    found = _wholes(cells)
    if not len(found):
        return
    where = np.isin(np.arange(len(cells.text.rows)), found["row"])
    rows, of = cells.rows_where(where), counted(len(found), "row")
    differ = found[(found["said"] - found["sum"]).abs() > 0.01]
    if differ.empty:
        said = f"units: {of} for both sides of a muscle, the sum of its left and right: not added."
        yield Sign(said, ((NOT_ADDED, "not added"),), "units", rows)
        return
    said_there, sum_there = (number(float(differ[name].iloc[0]), 2) for name in ("said", "sum"))
    yield Sign(
        f"units: {of} for a muscle without its side, beside rows for its left and its right: "
        f"{said_there} units, and {sum_there} of the sides together. Were they injected as well?",
        (
            (NOT_ADDED, "no: the rows of the sides are the dose"),
            (ADDED, "yes: all rows are added"),
        ),
        "units",
        rows,
    )


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    if reading == ADDED:
        return cells
    gone = np.isin(np.arange(len(cells.text.rows)), _wholes(cells)["row"])
    return cells.without(gone, added=True)


DOUBT = Doubt("both_sides", LooksAt.COLUMN, signs, read)
