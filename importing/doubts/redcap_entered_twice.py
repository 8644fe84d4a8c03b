"""Is one record two patients? REDCap's double data entry writes 7--1 and 7--2 of record 7.

Each entry would count as a patient of her own. Which one counts is asked; where only one of them
is there, it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyarrow as pa

from importing.doubts.base import Doubt, Found, LooksAt, Sign
from importing.layouts import redcap
from importing.layouts.base import plain
from words.numbers import counted

REDCAP = redcap.LAYOUT.title
ENTRY = re.compile(r"(.+)--([12])")
FIRST, SECOND, MERGED, APART = "first", "second", "merged", "other_patients"
BEST = {MERGED: ("", "1", "2"), FIRST: ("1", "2", ""), SECOND: ("2", "1", "")}


def signs(found: Found) -> Iterator[Sign]:
    if found.layout != REDCAP or not found.headers:
        return
    column = _record(found)
    entries = _entries(found.text.encoded(column)[1])
    twice = [record for record, which in entries.items() if {"1", "2"} <= which.keys()]
    if not twice:
        return
    merged = sum("" in entries[record] for record in twice)
    beside = f", and merged as well {counted(merged, 'time')}" if merged else ""
    readings = (
        (FIRST, "the first entry counts (--1)"),
        (SECOND, "the second entry counts (--2)"),
        (APART, "these are other patients"),
    )
    of_merged = ((MERGED, "the merged record counts, where there is one; else the first entry"),)
    yield Sign(
        f"{column}: {counted(len(twice), 'record')} entered twice, as --1 and --2 (double data "
        f"entry){beside}: each entry would be a patient. Which one counts?",
        (*(of_merged if merged else ()), *readings),
        column,
    )


def _record(found: Found) -> str:
    """The column of the record: the first one, or that of a row a field."""
    return next((h for h in found.headers if plain(h) == "record"), found.headers[0])


def _entries(texts: list[str]) -> dict[str, dict[str, str]]:
    """Each record that was entered twice: which entry -> the id as it is written."""
    found: dict[str, dict[str, str]] = {}
    for text in texts:
        if match := ENTRY.fullmatch(text):
            found.setdefault(match[1], {})[match[2]] = text
    for text in texts:
        if text in found:
            found[text][""] = text
    return found


def read(found: Found, sign: Sign, reading: str) -> Found:
    if reading == APART:
        return found
    codes, texts = found.text.encoded(sign.column)
    entries = _entries(texts)
    kept, others = {}, set()
    for record, which in entries.items():
        chosen = next(entry for entry in BEST[reading] if entry in which)
        kept[which[chosen]] = record
        others |= {id_ for entry, id_ in which.items() if entry != chosen}
    names = pa.array([kept.get(text, text) for text in texts], pa.string())
    columns = {**found.text.columns, sign.column: names.take(pa.array(codes))}
    gone = np.array([text in others for text in texts], dtype=bool)[codes]
    named = replace(found, text=replace(found.text, columns=columns))
    return named.without(int(row) for row in found.text.rows[gone])


DOUBT = Doubt("redcap_entered_twice", LooksAt.FILE, signs, read)
