"""Do the cells of a flag name a headache, or its absence? *Kein Kopfschmerz* is a no.

In the column of headache each named headache or migraine is a yes; in that of migraine a migraine
is, and a headache that is not called migraine is asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from analytics.importing.cells import FLAG_WORDS
from analytics.importing.doubts.base import Cells, Doubt, LooksAt, Sign
from analytics.importing.negations import HEADACHE, MIGRAINE, names

NAMED, NO, NOT_RECORDED = "named", "no", "not_recorded"
COLUMNS = (HEADACHE, MIGRAINE)
MOST_SHOWN = 4


def meaning(text: str, column: str) -> str | None:
    """1 or 0 where the text names the flag, or its absence; None where it does neither."""
    if text.lower() in FLAG_WORDS:
        return None
    if column == MIGRAINE:
        found = names(text, MIGRAINE)
        if found is None and names(text) is False:
            found = False
    else:
        found = names(text)
    return None if found is None else str(int(found))


def _is_a_headache_of_no_name(text: str, column: str) -> bool:
    return (
        column == MIGRAINE
        and text.lower() not in FLAG_WORDS
        and names(text, MIGRAINE) is None
        and names(text) is True
    )


def signs(cells: Cells) -> Iterator[Sign]:
    for column in cells.flag_columns():
        if column not in COLUMNS:
            continue
        texts = sorted(cells.texts(column))
        told = [(text, read) for text in texts if (read := meaning(text, column)) is not None]
        if told:
            shown = ", ".join(
                f"'{text[:40]}' is read as {read}" for text, read in told[:MOST_SHOWN]
            )
            more = f" and {len(told) - MOST_SHOWN} more" if len(told) > MOST_SHOWN else ""
            yield Sign(f"{column}: {shown}{more}.", ((NAMED, "as named"),), column, about=NAMED)
        other = [text for text in texts if _is_a_headache_of_no_name(text, column)]
        if other:
            yield Sign(
                f"{column}: the cells name a headache ('{other[0][:40]}') that is not called "
                "migraine: is that a day without migraine?",
                ((NO, "no migraine"), (NOT_RECORDED, "not recorded whether migraine")),
                column,
                about=HEADACHE,
            )


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    column = sign.column
    if sign.about == HEADACHE:
        new = "0" if reading == NO else ""
        return cells.rewritten(
            column, lambda text: new if _is_a_headache_of_no_name(text, column) else text
        )
    return cells.rewritten(column, lambda text: meaning(text, column) or text)


DOUBT = Doubt("named_headaches", LooksAt.COLUMN, signs, read)
