"""Is 1,000 a thousand units or one, and are 0,155 units 155?

A dose is asked about where its mark can be that of thousands, or makes it smaller than any dose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analytics.frames import CANONICAL
from importing.cells import OF_THOUSANDS
from importing.doubts.base import Cells, Doubt, LooksAt, Sign

UNITS = "units"
MOST = CANONICAL["sessions"].column(UNITS).highest or 0
MARKED = re.compile(r"(\d{1,4})[.,](\d{1,6})")
SMALL, SMALLEST = 10, 2  # no session is given so few units
THOUSAND, DECIMAL, TIMES, AS_WRITTEN = "thousands", "decimal", "larger", "as_written"


def signs(cells: Cells) -> Iterator[Sign]:
    if UNITS not in cells or cells.spec is None:
        return
    texts = sorted(cells.texts(UNITS))
    thousands = [text for text in texts if _in_thousands(text) is not None]
    if thousands:
        example = thousands[0]
        as_decimal = float(example.replace(",", "."))
        yield Sign(
            f"{UNITS}: does '{example}' mean {_in_thousands(example)} units (a mark of thousands) "
            f"or {as_decimal:g} (a decimal mark)?",
            (
                (THOUSAND, f"'{example}' is {_in_thousands(example)}"),
                (DECIMAL, f"'{example}' is {as_decimal:g}"),
            ),
            UNITS,
            about=THOUSAND,
        )
    small = [text for text in texts if text not in thousands and is_small(text)]
    if small:
        factor = _factor(texts)
        example = small[0]
        larger = float(example.replace(",", ".")) * factor
        yield Sign(
            f"{UNITS}: '{example}' is less than any dose: is it {larger:g} units, with the decimal "
            f"mark {'three' if factor == 1000 else 'two'} places off?",
            (
                (TIMES, f"'{example}' is {larger:g}"),
                (AS_WRITTEN, f"'{example}' units, as written"),
            ),
            UNITS,
            about=TIMES,
        )


def _in_thousands(text: str) -> int | None:
    """What it is where its mark is that of thousands; None where that is no dose."""
    match = OF_THOUSANDS.fullmatch(text)
    if match is None:
        return None
    number = int(match[1] + match[2])
    return number if number <= MOST else None


def is_small(text: str) -> bool:
    """Is it so small that its decimal mark may be places off?"""
    match = MARKED.fullmatch(text)
    if match is None:
        return False
    decimals = match[2].rstrip("0")
    number = float(f"{match[1]}.{match[2]}")
    return 0 < number < SMALLEST or (0 < number < SMALL and len(decimals) >= 2)


def _factor(texts: list[str]) -> int:
    """By how much the small ones of a column are too small: 0.155 by 1000, 1.55 by 100."""
    small = [float(text.replace(",", ".")) for text in texts if is_small(text)]
    return 1000 if max(small) < 1 else 100


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    if reading == THOUSAND:
        return cells.rewritten(UNITS, lambda text: str(_in_thousands(text) or text))
    if reading == TIMES:
        factor = _factor(sorted(cells.texts(UNITS)))
        return cells.rewritten(UNITS, lambda text: _larger(text, factor))
    return cells


def _larger(text: str, factor: int) -> str:
    match = MARKED.fullmatch(text)
    if match is None or float(f"{match[1]}.{match[2]}") >= SMALL:
        return text
    return f"{round(float(f'{match[1]}.{match[2]}') * factor, 6):g}"


DOUBT = Doubt("thousands", LooksAt.COLUMN, signs, read)
