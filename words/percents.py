"""How is a share, or a percent reduction, written in words? The one place; nothing else does it.

Rounding never crosses a line: half up on the exact fraction (23 of 40 is 58%), unless that would
lift a reduction onto or over 0, 30, 50, 75, 100 or the Definition's threshold. Then it is cut, with
one decimal more until it differs: 49.58 is 49.5%, not 50%.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from analytics.definitions import FEW_JUDGED, THRESHOLDS
from words.numbers import MINUS, UNDEFINED, exact, half_up

Number = float | Fraction | Decimal  # an int is a float here
LINES = (0, *THRESHOLDS)  # percent; a reduction never rounds onto or over one of them
SHARE_FORMAT = "0%"  # of the numbers behind a slide's chart, where Office writes them
REDUCED_FORMAT = "%g%%"  # of a column on the screen whose numbers are as ``rounded`` says
NO_CHANGE = "no change"
NOISE = 1e-9  # percent: sums of floats that should be zero


def percent(fraction: Number, decimals: int = 0) -> str:
    """A share in percent: "58%", "under 1%" and "over 99%" where it is not 0 or all."""
    return UNDEFINED if pd.isna(fraction) else f"{bare(fraction, decimals)}%"


def bare(fraction: Number, decimals: int = 0) -> str:
    """A share in percent without the sign, as in an interval: "58", "under 1", "over 99"."""
    if pd.isna(fraction):
        return UNDEFINED
    found, step = half_up(100 * fraction, decimals), Decimal(1).scaleb(-decimals)
    if found == 0 and exact(fraction) > 0:
        return f"under {_written(step)}"
    if found == 100 and exact(fraction) < 1:
        return f"over {_written(100 - step)}"
    return _written(found)


def shares_between(low: Number, high: Number) -> str:
    """Two shares in percent: "33% to 43%"; one where they are written alike: "25%"."""
    ends = percent(low), percent(high)
    return ends[0] if ends[0] == ends[1] else " to ".join(ends)


def in_column(fraction: Number) -> str:
    """A share in a column of a table, always with one decimal: "22.0%", "under 0.1%"."""
    found = UNDEFINED if pd.isna(fraction) else bare(fraction, 1)
    return f"{half_up(100 * fraction, 1):,.1f}%" if found[:1].isdigit() else percent(fraction, 1)


def reduced_in_column(value: Number, line: int | None = None) -> str:
    """A percent reduction in a column, with one decimal at least: "37.2%", "−12.0%"."""
    if pd.isna(value):
        return UNDEFINED
    found = rounded(value, line, 1)
    decimals = max(1, -int(found.normalize().as_tuple().exponent))
    return f"{MINUS if found < 0 else ''}{abs(found):,.{decimals}f}%"


def beside_in_column(value: Number) -> str:
    """A value in percent beside a study's: a share, or a mean change (below zero: fewer days)."""
    return reduced_in_column(value) if value < 0 else in_column(exact(value) / 100)


def threshold(value: Number) -> str:
    """A threshold: "50%"."""
    return f"{_written(half_up(value))}%"


def share(count: int, of: int) -> str:
    """48 of 103 (47%); under ten judged the count speaks for itself."""
    if of == 0:
        return "0 of 0"
    text = f"{count:,} of {of:,}"
    return text if of < FEW_JUDGED else f"{text} ({percent(Fraction(int(count), int(of)))})"


def adds_to_100(counts: Sequence[int], decimals: int = 0) -> bool:
    """Whether the printed shares of one whole may add to 100: "under 1%" is more than 0.

    ``counts``: of all its groups. Of nobody no share is printed.
    """
    of, step = sum(counts), Decimal(1).scaleb(-decimals)
    if not of:
        return True
    low = high = Decimal(0)
    open_ended = False
    for count in counts:
        part = half_up(Fraction(100 * int(count), of), decimals)
        under, over = part == 0 < count, part == 100 and count < of
        low += part - step if over else part
        high += step if under else part
        open_ended = open_ended or under or over
    return low < 100 < high if open_ended else low == 100


def rounding_told(wholes: Mapping[str, Sequence[int]], decimals: int = 0) -> str:
    """The sentence where printed shares do not add to 100, else nothing.

    ``wholes``: the counts of all groups of each whole, by its name ("session 2").
    """
    apart = [name for name, counts in wholes.items() if not adds_to_100(counts, decimals)]
    if not apart:
        return ""
    return f"Each share is rounded on its own: those of {', '.join(apart)} do not add to 100%."


def rounded(value: Number, line: int | None = None, decimals: int = 0) -> Decimal:
    """A reduction in percent as it is printed: never on or over a line that it does not reach.

    ``line``: the threshold of the Definition or rule. What is not zero is not printed as zero.
    """
    found = half_up(value, decimals)
    if not _lifted(value, found, line) and (found or not value):
        return found
    if isinstance(value, float) and -NOISE < value < NOISE:
        return Decimal(0)
    of, crossed = _settled(value, line), _lifted(value, found, line)
    while _lifted(value, found, line) or not found:
        decimals += 1
        found = _cut(of, decimals) if crossed else half_up(of, decimals)
    return found


def reduced(value: Number, line: int | None = None, decimals: int = 0) -> str:
    """A percent reduction as a number: "44%", "−12%"."""
    return UNDEFINED if pd.isna(value) else f"{_written(rounded(value, line, decimals))}%"


def reduction(value: Number, line: int | None = None, decimals: int = 0) -> str:
    """A percent reduction in words: "44% fewer", "12% more", "no change"."""
    return NO_CHANGE if not (found := rounded(value, line, decimals)) else _way(found)


def at_least(value: Number, line: int | None = None) -> str:
    """A reduction above zero that so many had or exceeded, cut: 44.7 is "44% fewer"."""
    found = rounded(value, line)
    if not found:
        return NO_CHANGE
    decimals = 0 if found % 1 == 0 else 1  # 1: under a line, as elsewhere
    while not (found := _cut(_settled(value, line), decimals)):
        decimals += 1
    return _way(found)


def between(low: float, high: float, line: int | None = None) -> str:
    """What a reduction may be: "−12 to 49.5%"."""
    return f"{_written(rounded(low, line))} to {reduced(high, line)}"


def beside(value: Number, decimals: int = 0) -> str:
    """A value in percent beside a study's: a share, or a mean change (below zero: fewer days)."""
    if pd.isna(value):
        return UNDEFINED
    if value >= 0:
        return percent(exact(value) / 100, decimals)
    return f"{_written(-rounded(-value, decimals=decimals))}%"


def span(low: float, high: float, line: int | None = None) -> str:
    """Two reductions as one: "17% to 66% fewer", "12% more to 40% fewer"."""
    ends = rounded(low, line), rounded(high, line)
    if (ends[0] > 0) == (ends[1] > 0):
        nearer, further = sorted(ends, key=abs)
        return f"{_written(abs(nearer))}% to {_way(further)}" if further else NO_CHANGE
    return f"{reduction(low, line)} to {reduction(high, line)}"


def office_format(fraction: float, decimals: int = 0) -> str:
    """How Office writes this share: the plain format, or our own words where it would differ."""
    step = Decimal(1).scaleb(-decimals)
    plain = Decimal(f"{100 * fraction:.15g}").quantize(step, "ROUND_HALF_UP")
    words, form = percent(fraction, decimals), f"{_written(plain)}%"
    return f"0.{'0' * decimals}%".replace(".%", "%") if words == form else f'"{words}"'


def office_words(words: str) -> str:
    """How Office writes these words for any number: it puts no sign of its own before them."""
    return ";".join([f'"{words}"'] * 3)


def office_number(value: float, line: int | None = None, decimals: int = 1) -> str:
    """How Office writes this reduction: with so many decimals that it does not cross a line."""
    while _lifted(value, half_up(value, decimals), line) and decimals < 9:
        decimals += 1
    return f"0.{'0' * decimals}"


def _lifted(value: Number, found: Number, line: int | None) -> bool:
    lines = LINES if line is None else (*LINES, line)
    return any(value < at <= found for at in lines)


def _settled(value: Number, line: int | None) -> Fraction:
    """The exact fraction; a float that lies just under a line stays there."""
    found = exact(value)
    return found if found and not _lifted(value, found, line) else Fraction(value)


def _cut(value: Fraction, decimals: int) -> Decimal:
    size = Decimal(math.floor(abs(value) * 10**decimals)).scaleb(-decimals)
    return -size if value < 0 else size


def _way(found: Decimal) -> str:
    return f"{_written(abs(found))}% {'fewer' if found > 0 else 'more'}"


def _written(found: Decimal) -> str:
    """Without zeros behind, with a real minus sign."""
    text = f"{abs(found):,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{MINUS}{text}" if found < 0 else text
