"""Is a column the opposite of what we ask for? The yes of *Headache-free day* is a no.

Where our own column is not there, the file has one reading: the column turned round. Beside it, it
fills what our own leaves blank, and where the two contradict each other it is asked which counts.
Where a mapping takes such a column for headache itself, it is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from importing.columns import own_names
from importing.doubts.base import Doubt, Found, LooksAt, Sign
from importing.flag_words import meanings
from importing.negations import opposite_of
from words.numbers import counted

TURNED, AS_WRITTEN, RENAMED = "opposite", "as_written", "renamed"
OWN, OTHER, NEITHER, FILLED = "own", "other", "neither", "filled"


def signs(found: Found) -> Iterator[Sign]:
    mapping = found.mapping
    names = {*own_names(found.headers)}
    for header in found.headers:
        flag = opposite_of(header)
        if flag is None or not _of_flags(found, header):
            continue
        if mapping is not None:
            ours = mapping.columns.get(header)
            if ours in ("headache", "migraine") and ours not in mapping.values:
                yield Sign(
                    f"'{header}' is mapped as {ours}, and by its name it is the opposite: is its "
                    f"yes a day without {flag}?",
                    (
                        (TURNED, f"its yes is a day without {flag}"),
                        (AS_WRITTEN, f"its yes is a day with {ours}"),
                    ),
                    header,
                )
        elif "date" in names and flag in names:
            yield from _beside(found, header, flag)
        elif "date" in names:
            names.add(flag)
            yield Sign(
                f"'{header}' is the opposite of {flag}: its yes is read as {flag} no.",
                ((RENAMED, f"the opposite of {flag}"),),
                header,
            )


def _beside(found: Found, header: str, flag: str) -> Iterator[Sign]:
    """Our own column and its opposite: do they contradict, or complete each other?"""
    own = next((h for h, ours in found.names.items() if ours == flag), "")
    if not own or own == header:
        return
    said, free = _said(found, own), _said(found, header)
    both = ~np.isnan(said) & ~np.isnan(free)
    wrong = both & (said == free)
    blank = found.blank(own) & ~np.isnan(free)
    if blank.any():
        yield Sign(
            f"{own}: {counted(int(blank.sum()), 'blank')} filled with the opposite of '{header}'.",
            ((FILLED, f"the opposite of '{header}'"),),
            header,
            about=f"{own} filled",
        )
    if wrong.any():
        yield Sign(
            f"'{header}' contradicts {own} in {counted(int(wrong.sum()), 'row')} of "
            f"{int(both.sum()):,} with both: which of the two counts there?",
            (
                (OWN, f"{own}"),
                (OTHER, f"'{header}': its yes is {flag} no"),
                (NEITHER, "neither: not recorded there"),
            ),
            header,
            tuple(int(row) for row in found.text.rows[wrong]),
            about=own,
        )


def _said(found: Found, header: str) -> np.ndarray:
    """What each cell says: 1 yes, 0 no, NaN neither."""
    codes, texts = found.text.encoded(header)
    known = meanings({text.lower() for text in texts} - {""})
    return np.array([known.get(text.lower(), np.nan) for text in texts], dtype=float)[codes]


def _together(found: Found, header: str, reading: str) -> Found:
    """Our own column with what this reading takes from its opposite."""
    flag = opposite_of(header)
    own = next(h for h, ours in found.names.items() if ours == flag)
    said, free = _said(found, own), _said(found, header)
    where = found.blank(own) & ~np.isnan(free) if reading == FILLED else said == free
    codes, texts = found.text.encoded(own)
    cells = np.array(texts, dtype=object)[codes]
    cells[where] = "" if reading == NEITHER else np.where(free[where] == 1, "0", "1")
    columns = {**found.text.columns, own: pa.array(cells.tolist(), pa.string())}
    return replace(found, text=replace(found.text, columns=columns))


def _of_flags(found: Found, header: str) -> bool:
    """Does it hold yes and no, and nothing else?"""
    texts = _texts(found.text.columns[header].unique())
    return bool(texts - {""}) and texts - {""} <= set(meanings(texts - {""}))


def _texts(cells: pa.Array) -> set[str]:
    return {text.strip().lower() for text in cells.to_pylist()}


def read(found: Found, sign: Sign, reading: str) -> Found:
    if reading in (AS_WRITTEN, OWN):
        return found
    if reading in (OTHER, NEITHER, FILLED):
        return _together(found, sign.column, reading)
    encoded = found.text.columns[sign.column].dictionary_encode()
    texts = encoded.dictionary.to_pylist()
    said = meanings(_texts(encoded.dictionary) - {""})
    turned = pa.array([_turned(text, said) for text in texts], pa.string())
    cells = pc.take(turned, encoded.indices)
    name = opposite_of(sign.column) if reading == RENAMED else sign.column
    columns = {
        (str(name) if header == sign.column else header): (
            cells if header == sign.column else column
        )
        for header, column in found.text.columns.items()
    }
    return replace(found, text=replace(found.text, columns=columns))


def _turned(text: str, said: Mapping[str, int]) -> str:
    known = said.get(text.strip().lower())
    return text if known is None else str(1 - known)


DOUBT = Doubt("opposite_columns", LooksAt.FILE, signs, read)
