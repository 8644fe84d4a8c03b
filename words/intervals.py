"""How is a 95% interval told? One way for days, points and shares."""

from __future__ import annotations

import pandas as pd

from words.numbers import half_up, number
from words.percents import bare


def interval(low: float, high: float) -> str:
    """95% interval −3.2 to −1.1; nothing where there is none."""
    if pd.isna(low) or pd.isna(high):
        return ""
    return f"95% interval {number(low)} to {number(high)}"


def interval_of_a_change(low: float, high: float, less: str, more: str) -> str:
    """95% interval 5.8 to 8.3 fewer; 1.2 fewer to 0.4 more: said as the change itself is."""
    if pd.isna(low) or pd.isna(high):
        return ""
    ends = sorted((low, high), key=abs)
    if low * high >= 0:
        first, last = (number(abs(end)) for end in ends)
        return f"95% interval {first} to {last} {less if low + high < 0 else more}"
    return f"95% interval {number(-low)} {less} to {number(high)} {more}"


def share_interval(low: float, high: float) -> str:
    """95% interval 37 to 56, in percent; 37.8 to 38.4 where whole numbers would hide the width."""
    whole = half_up(100 * high) - half_up(100 * low) > 1 or low == high
    decimals = 0 if whole else 1
    return f"95% interval {bare(low, decimals)} to {bare(high, decimals)}"
