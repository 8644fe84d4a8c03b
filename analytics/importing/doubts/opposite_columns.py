"""Is a column the opposite of what we ask for? The yes of *Headache-free day* is a no.

Where our own column is not there, the file has one reading: the column turned round. Where a
mapping takes such a column for headache itself, it is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from analytics.importing.columns import canonical_name
from analytics.importing.doubts.base import Doubt, Found, LooksAt, Sign
from analytics.importing.flag_words import meanings
from analytics.importing.negations import opposite_of

TURNED, AS_WRITTEN, RENAMED = "opposite", "as_written", "renamed"


def signs(found: Found) -> Iterator[Sign]:
    mapping = found.mapping
    names = {canonical_name(header) for header in found.headers}
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
        elif "date" in names and flag not in names:
            names.add(flag)
            yield Sign(
                f"'{header}' is the opposite of {flag}: its yes is read as {flag} no.",
                ((RENAMED, f"the opposite of {flag}"),),
                header,
            )


def _of_flags(found: Found, header: str) -> bool:
    """Does it hold yes and no, and nothing else?"""
    texts = _texts(found.text.columns[header].unique())
    return bool(texts - {""}) and texts - {""} <= set(meanings(texts - {""}))


def _texts(cells: pa.Array) -> set[str]:
    return {text.strip().lower() for text in cells.to_pylist()}


def read(found: Found, sign: Sign, reading: str) -> Found:
    if reading == AS_WRITTEN:
        return found
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
