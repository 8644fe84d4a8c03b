"""What do monthly means, written with decimals, say exactly, and what do they leave open?

A mean such as 26.67 is judged as the decimal fraction that it is; half a unit of its last digit
(0.005) is what rounding may have hidden.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import pandas as pd

from analytics.arithmetic import reaches, reduction
from analytics.frames import AS_WRITTEN
from analytics.steps import Cycles


class Count(NamedTuple):
    """Days of so many, exactly; ``half``: half a unit of the last digit, 0 where nothing is open.

    Both as a share of the days recorded.
    """

    value: Fraction
    half: Fraction = Fraction(0)


def written_of(cycles: Cycles, days: str) -> pd.Series | None:
    """The means of this column of days as written, empty where she was counted; None: no means."""
    if days + AS_WRITTEN not in cycles:
        return None
    texts = cycles[days + AS_WRITTEN].fillna("").where(cycles["complete_months"], "")
    return texts if (texts != "").any() else None


def written(row: object, days: str) -> str:
    """The mean of one row of cycles as written, empty where she was counted."""
    text = getattr(row, days + AS_WRITTEN, "")
    return text if isinstance(text, str) and getattr(row, "complete_months", False) else ""


def exact_days(cycles: Cycles, measure: str) -> pd.Series:
    """Days without missing ones: whole numbers, or exact decimals where a mean is written."""
    values = cycles[measure].fillna(0)
    written = written_of(cycles, measure)
    if written is None:
        return values.astype("int64")
    return pd.Series(
        [Decimal(text) if text else int(days) for text, days in zip(written, values, strict=True)],
        index=cycles.index,
        dtype="object",
    )


def exactly(cycles: Cycles, rough: pd.Series, of: Callable[[Count, Count], object]) -> pd.Series:
    """``rough``, with what ``of`` says of baseline and count where one of them is a mean."""
    if "written" not in cycles:
        return rough
    means = (cycles["written"] != "") | (cycles["baseline_written"] != "")
    judged = cycles[means & cycles["evaluable"].fillna(False)]
    said = [of(*_pair(row)) for row in judged.itertuples()]
    told = rough.copy()
    told.loc[judged.index] = pd.array(said, dtype=rough.dtype)
    return told


def _pair(row: object) -> tuple[Count, Count]:
    """Her baseline and her count; a whole number beside a mean is a mean as well."""
    parts = (
        ("baseline_days", "baseline_recorded", "baseline_written", "baseline_complete"),
        ("days", "recorded_days", "written", "complete_months"),
    )
    before, after = (_count(*(getattr(row, name) for name in names)) for names in parts)
    return before, after


def _count(days: float, recorded: int, written: str, complete: bool) -> Count:
    """A number written with decimals, a whole mean, or days that were counted (nothing open)."""
    if written:
        half = Fraction(1, 2 * 10 ** len(written.partition(".")[2]))
        return Count(Fraction(written) / int(recorded), half / int(recorded))
    half = Fraction(1, 2) if complete else Fraction(0)
    return Count(Fraction(int(days), int(recorded)), half / int(recorded))


def percent_reduction(before: Count, after: Count) -> float:
    """(before - after) / before x 100, divided once; never on the other side of a whole percent."""
    exact = reduction(before.value, after.value)
    nearest = float(exact)
    if nearest.is_integer() and nearest != exact:
        return math.nextafter(nearest, math.inf if exact > nearest else -math.inf)
    return nearest


def turns(before: Count, after: Count, threshold: int) -> bool:
    """Could half a unit of the last digits turn the flag?"""
    best = reaches(
        before.value + before.half, max(after.value - after.half, Fraction(0)), threshold
    )
    worst = reaches(before.value - before.half, after.value + after.half, threshold)
    return bool(best != worst)
