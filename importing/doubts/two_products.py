"""Are doses of two products in one column, whose units are not the same?

A unit of abobotulinumtoxin (Dysport) is not one of the others. Told: doses are shown side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from importing.doubts.base import Cells, Doubt, LooksAt, Sign, shown
from importing.negations import denies, plain

UNITS = "units"
MOST_TEXTS, MOST_LETTERS = 20, 60  # more, or longer ones: remarks
_OF_ITS_OWN = re.compile(r"dysport|azzalure|alluzience|abobot|\babo\b|relfydess|relabot")
_OF_THE_OTHERS = re.compile(r"botox|onabot|\bona\b|xeomin|bocouture|incobot|letybo|nuceiva|daxxify")


def signs(cells: Cells) -> Iterator[Sign]:
    if cells.table != "sessions" or UNITS not in cells:
        return
    given = cells.where_text(UNITS, bool)
    for column in cells.not_ours():
        labels = {text: plain(text) for text in cells.labels(column, MOST_TEXTS, MOST_LETTERS)}
        own, others = (
            {text for text, words in labels.items() if of.search(words) and not denies(words)}
            for of in (_OF_ITS_OWN, _OF_THE_OTHERS)
        )
        some, rest = (
            given & cells.where_text(column, of.__contains__) for of in (own - others, others - own)
        )
        if some.any() and rest.any():
            yield Sign(
                f"{column}: doses of {shown(cells.texts_in(column, some))} stand in {UNITS} beside "
                f"those of {shown(cells.texts_in(column, rest))}: a unit of the one is not a unit "
                "of the other, and doses are shown side by side.",
                column=column,
                rows=cells.rows_where(some),
            )
            return


DOUBT = Doubt("two_products", LooksAt.COLUMN, signs)
