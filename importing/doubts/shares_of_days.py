"""Are counts shares of days, where none of them is above 1 and some lie between 0 and 1?

0.60 of the days is no 0.6 migraine days a month; of how many days it is a share, nobody says: told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analytics.definitions import MEASURES
from importing.doubts.base import Cells, Doubt, LooksAt, Sign, shown

_NUMBER = re.compile(r"\d{0,4}[.,]\d+|\d+")


def signs(cells: Cells) -> Iterator[Sign]:
    if cells.table != "counts":
        return
    texts: dict[str, int] = {}
    for measure in MEASURES:
        for text, times in cells.texts(measure).items() if measure in cells else ():
            texts[text] = texts.get(text, 0) + times
    numbers = {t: float(t.replace(",", ".")) for t in texts if _NUMBER.fullmatch(t)}
    parts = {text: texts[text] for text, value in numbers.items() if 0 < value < 1}
    above_none = sum(texts[text] for text, value in numbers.items() if value > 0)
    if not parts or max(numbers.values()) > 1 or sum(parts.values()) * 2 < above_none:
        return
    yield Sign(
        f"No count is above 1, and most are not whole ({shown(parts)}). Shares of the days are "
        "wrong here: a count is a number of days, the share times the recorded days.",
    )


DOUBT = Doubt("shares_of_days", LooksAt.COLUMN, signs)
