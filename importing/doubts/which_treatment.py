"""Which rows of a table of treatments are sessions, and in what is their dose?

One treatment that is called a toxin is. Several are asked, and so is whatever only has the number
of a concept, a toxin without a dose beside others with one, and a quantity without its unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import pyarrow as pa

from importing.doubts.base import Doubt, Found, LooksAt, Sign, shown
from importing.negations import plain
from importing.research_exposures import PLACEBO, TOXIN, ExposureTable, exposures_of
from importing.variables import NOT_USED, UNITS, marked
from words.numbers import counted

ALL, TOXINS, NONE = "all", "toxins", "none"
WHICH, NOTHING_GIVEN, QUANTITY = "which", "dose_0", "quantity"
GIVEN, NOT_GIVEN = "given", "not_given"
MOST = 6


def signs(found: Found) -> Iterator[Sign]:
    named = exposures_of(found.headers) if found.mapping is None else None
    if named is None:
        return
    table = ExposureTable(found.text, named)
    drugs = table.drugs.value_counts().to_dict()
    drugs.pop("", None)
    if drugs:
        yield _which(drugs, table)
    zero = pd.to_numeric(table.doses, errors="coerce") == 0
    zero &= table.drugs.str.contains(TOXIN) & table.given
    if zero.any():
        yield Sign(
            f"{counted(int(zero.sum()), 'row')} of a toxin with a dose of 0: was nothing given?",
            ((NOT_GIVEN, "nothing was given: not used"), (GIVEN, "a session with 0 units")),
            table.header(*named.dose),
            tuple(int(row) for row in found.text.rows[zero.to_numpy()]),
            NOTHING_GIVEN,
        )
    if named.packages and (open_ := (table.doses != "") & ~table.in_units).any():
        texts = table.doses[open_].value_counts().to_dict()
        yield Sign(
            f"{table.header(*named.dose)} ({shown(texts, 4)}) has no unit that says so: units, "
            "or packages?",
            ((NOT_USED, "packages: the dose is not known"), (UNITS, "units")),
            table.header(*named.dose),
            about=QUANTITY,
        )


def _which(drugs: dict[str, int], table: ExposureTable) -> Sign:
    """Which of these are sessions: all that are or may be a toxin, one of them, none."""
    named = table.named
    column = table.header(named.drug, named.concept)
    toxins = [name for name in drugs if TOXIN.search(name)]
    trial = all(TOXIN.search(name) or PLACEBO.search(name) for name in drugs)
    seen = shown(drugs, MOST)
    if len(toxins) == len(drugs) and not named.concept:
        said = f"{', '.join(sorted(toxins)[:MOST])}: each row is a dose of a session."
        return Sign(said, ((ALL, "all"),), column, about=WHICH)
    readings = [(ALL, "all of them")]
    if toxins and len(toxins) < len(drugs):
        one = (TOXINS, f"only {', '.join(sorted(toxins)[:MOST])}")
        readings = [*readings, one] if trial else [one, *readings]
    elif not toxins and len(drugs) > 1:
        named_so = sorted(drugs, key=lambda name: (-drugs[name], name))[:MOST]
        readings = [*((plain(name), f"only {name}") for name in named_so), *readings]
    return Sign(
        f"{column}: {seen}: which of them were given in sessions?",
        (*readings, (NONE, "none: this file is not used")),
        column,
        about=WHICH,
    )


def read(found: Found, sign: Sign, reading: str) -> Found:
    named = exposures_of(found.headers)
    assert named is not None
    table = ExposureTable(found.text, named)
    drugs = table.drugs
    if sign.about == QUANTITY:
        doses = table.doses.where(table.in_units | (reading == UNITS), "")
        return _with(found, sign.column, doses)
    if sign.about == NOTHING_GIVEN:
        zero = (pd.to_numeric(table.doses, errors="coerce") == 0) & drugs.str.contains(TOXIN)
        gone = zero & (reading == NOT_GIVEN)
    else:
        gone = ~_are_sessions(drugs, reading)
    column = table.header(named.drug, named.concept)
    return _with(found, column, drugs.mask(gone, marked(NOT_USED)))


def _are_sessions(drugs: pd.Series, reading: str) -> pd.Series:
    if reading in (ALL, NONE):
        return pd.Series(reading == ALL, index=drugs.index)
    if reading == TOXINS:
        return drugs.str.contains(TOXIN)
    return drugs.map(plain) == reading


def _with(found: Found, column: str, cells: pd.Series) -> Found:
    columns = {**found.text.columns, column: pa.array(cells.tolist(), pa.string())}
    return found.with_text(replace(found.text, columns=columns))


DOUBT = Doubt("which_treatment", LooksAt.FILE, signs, read)
