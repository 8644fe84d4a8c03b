"""Are 1, 2, 3 below *Visit* or *Zeitpunkt* sessions? They are visits: the first may be a baseline.

With a 0 among them it is the baseline, and nothing has to be said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from importing.columns import is_of_counts
from importing.doubts.base import Doubt, Found, LooksAt, Sign

SESSION, VISITS = "session", "visits"
_NUMBER = re.compile(r"[1-9]\d?(?:[.,]0)?")


def signs(found: Found) -> Iterator[Sign]:
    if found.mapping is not None:
        return
    for header, name in found.names.items():
        if name != SESSION or not is_of_counts(header):
            continue
        texts = sorted({text for text in found.text.encoded(header)[1] if text})
        if texts and all(map(_NUMBER.fullmatch, texts)):
            yield Sign(
                f"{header}: {', '.join(texts[:3])} are read as numbers of visits.",
                ((VISITS, "numbers of visits"),),
                header,
            )


def read(found: Found, sign: Sign, reading: str) -> Found:
    codes, texts = found.text.encoded(sign.column)
    named = pa.array([f"V{text.split('.')[0].split(',')[0]}" if text else "" for text in texts])
    columns = {**found.text.columns, sign.column: pc.take(named, pa.array(codes))}
    return found.with_text(replace(found.text, columns=columns))


DOUBT = Doubt("visits_by_number", LooksAt.FILE, signs, read)
