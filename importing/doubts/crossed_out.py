"""Were rows that somebody crossed out as a whole taken back?

A cell that is crossed out is not read, as it is a correction; a row may be a session that did not
take place, or one that was copied elsewhere and ticked off.
"""

from __future__ import annotations

from collections.abc import Iterator

from importing.doubts.base import Doubt, Found, LooksAt, Sign

LEFT_OUT, THEY_COUNT = "left_out", "they_count"


def signs(found: Found) -> Iterator[Sign]:
    crossed = found.text.facts.crossed_rows
    rows = tuple(int(row) for row in found.text.rows if int(row) in crossed)
    if not rows:
        return
    yield Sign(
        f"{len(rows):,} rows of the sheet are crossed out as a whole (the first is row "
        f"{rows[0]:,}). Were they taken back, or do they count?"
        if len(rows) > 1
        else f"row {rows[0]:,} of the sheet is crossed out as a whole. Was it taken back, or does "
        "it count?",
        (
            (LEFT_OUT, "taken back: what is crossed out is left out"),
            (THEY_COUNT, "they count as the other rows do"),
        ),
        rows=rows,
    )


def read(found: Found, sign: Sign, reading: str) -> Found:
    return found if reading == THEY_COUNT else found.without(sign.rows)


DOUBT = Doubt("crossed_out", LooksAt.FILE, signs, read)
