"""How are counts of days compared and scaled? Exactly, once, for single numbers and for columns.

A column is a pandas Series; a number is an int, a Decimal or a Fraction, never a float: then
nothing is rounded before it is compared.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pandas as pd


def on_one_scale(days: Any, recorded: Any, other: Any, other_recorded: Any) -> tuple[Any, Any]:
    """Two counts of days, each of so many recorded, that can be compared: b nf and f nb."""
    return days * other_recorded, other * recorded


def reaches(before: Any, after: Any, percent: float) -> Any:
    """Is it at least so many percent fewer? 100 (b - f) >= t b, without a division."""
    return 100 * (before - after) >= percent * before


def most_reaching(before: Any, before_recorded: Any, recorded: Any, percent: int) -> Any:
    """The most of so many recorded days that still reach it: the last f of ``reaches``."""
    return (100 - percent) * before * recorded // (100 * before_recorded)


def more_by(before: Any, after: Any, percent: int) -> Any:
    """Is it at least so many percent more? 100 f >= (100 + t) b, without a division."""
    return 100 * after >= (100 + percent) * before


def reduction(before: Any, after: Any) -> Fraction:
    """(b - f) / b x 100, as the fraction that it is."""
    return 100 * Fraction(before - after) / Fraction(before)


def reductions(before: pd.Series, after: pd.Series) -> pd.Series:
    """(b - f) / b x 100 of columns, divided once; missing where b is 0."""
    return (100 * (before - after)).astype("Float64") / before.mask(before == 0)


def per_month(days: pd.Series, recorded: pd.Series, month: int) -> pd.Series:
    """Days x M / days recorded, divided once; missing where none is recorded."""
    return (days * month).astype("Float64") / recorded.mask(recorded == 0)
