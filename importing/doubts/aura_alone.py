"""Is an attack of which its type says *Aura without headache* a headache day?"""

from __future__ import annotations

from collections.abc import Iterator

from importing.attack_types import MIGRAINE_TYPE, NO_HEADACHE, is_aura_alone
from importing.doubts.base import Cells, Doubt, LooksAt, Sign, shown
from words.numbers import counted

FREE, MIGRAINE_DAY = "no_headache", "migraine"
MOST_SHOWN = 4


def signs(cells: Cells) -> Iterator[Sign]:
    if cells.where is None or cells.where.type not in cells:
        return
    kinds = cells.where.type
    found = {text: n for text, n in cells.texts(kinds).items() if is_aura_alone(text)}
    if not found:
        return
    many = sum(found.values())
    yield Sign(
        f"{kinds}: {counted(many, 'attack')} {'is' if many == 1 else 'are'} of a type without "
        f"headache ({shown(found, MOST_SHOWN)}): are those days with a headache?",
        (
            (FREE, "a day without headache"),
            (MIGRAINE_DAY, "a headache and migraine day, like any other migraine"),
        ),
        kinds,
        cells.rows_where(cells.where_text(kinds, is_aura_alone)),
    )


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    new = NO_HEADACHE if reading == FREE else MIGRAINE_TYPE
    return cells.rewritten(sign.column, lambda text: new if is_aura_alone(text) else text)


DOUBT = Doubt("aura_alone", LooksAt.COLUMN, signs, read)
