"""Whose table is it, by a cell above its names: *Patient: K7*?

A code alone is taken for an id; what may be a name is left where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import pyarrow as pa

from importing.columns import own_names
from importing.text import TextTable

ID = "patient_id"
TOLD = "the patient's id stands in a cell above the names of the columns: it is that of every row."
_LABELLED = re.compile(r"(?P<label>[^:=#]{2,40})[:=#]+\s*(?P<value>.*)")
_CODE = re.compile(r"(?=[^\W_]*\D)(?=.*\d)[^\W_][\w./-]{0,31}|\d{2,8}")
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|(?:19|20)\d\d")


def with_id_above(text: TextTable) -> TextTable:
    """The table with the id that stands above it as its last column, if it has none of its own."""
    if not text.above or ID in own_names(text.headers):
        return text
    found = {*_ids(text.above)}
    if len(found) != 1:
        return text
    ids = pa.array([found.pop()] * len(text.rows), pa.string())
    return replace(text, columns={**text.columns, ID: ids}, notices=(*text.notices, TOLD))


def _ids(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for cells in rows:
        filled = [cell.strip() for cell in cells if cell.strip()]
        for cell, behind in pairwise((*filled, "")):
            labelled = _LABELLED.fullmatch(cell)
            label = labelled["label"] if labelled else cell
            value = (labelled["value"].strip() if labelled else "") or behind
            if own_names([label]) == [ID] and _CODE.fullmatch(value) and not _DATE.fullmatch(value):
                yield value
