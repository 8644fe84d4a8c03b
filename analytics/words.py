"""How are numbers, dates and shares written? One way for the screen, charts and documents."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from analytics.definitions import FEW_JUDGED

MINUS = "−"
UNDEFINED = "–"


def half_up(number: float, decimals: int = 0) -> float:
    """Round half up, as people do: 12.5 is 13 (Python's own formatting says 12)."""
    step = Decimal(1).scaleb(-decimals)
    return float(Decimal(repr(float(number))).quantize(step, rounding=ROUND_HALF_UP))


def number(value: float, decimals: int = 1) -> str:
    """At most so many decimals, a real minus sign, a dash where undefined."""
    if pd.isna(value):
        return UNDEFINED
    text = f"{abs(half_up(value, decimals)):,.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{MINUS}{text}" if half_up(value, decimals) < 0 else text


def percent(fraction: float, decimals: int = 0) -> str:
    return UNDEFINED if pd.isna(fraction) else f"{number(100 * fraction, decimals)}%"


def reduction(value: float) -> str:
    """A percent reduction in words: "44% fewer", "12% more", "no change"."""
    rounded = half_up(value)
    if rounded == 0:
        return "no change"
    return f"{number(abs(rounded))}% {'fewer' if rounded > 0 else 'more'}"


def fewer(change: float) -> str:
    """A change in days (after minus before) in words: "7.7 fewer", "1.2 more"."""
    rounded = half_up(change, 1)
    if rounded == 0:
        return "no change"
    return f"{number(abs(rounded))} {'fewer' if rounded < 0 else 'more'}"


def share(count: int, of: int) -> str:
    """48 of 103 (47%); under ten judged the count speaks for itself."""
    if of == 0:
        return "0 of 0"
    text = f"{count:,} of {of:,}"
    return text if of < FEW_JUDGED else f"{text} ({percent(count / of)})"


def day(value: date | pd.Timestamp | None) -> str:
    """12 Mar 2024"""
    if value is None or pd.isna(value):
        return UNDEFINED
    return f"{value.day} {value.strftime('%b %Y')}"


def counted(count: int | Decimal, noun: str, plural: str = "") -> str:
    """1 patient, 2 patients"""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def inert(text: str) -> str:
    """Text from a user's file, so that markdown shows it and nothing more."""
    for mark in "\\`*_[]{}<>#$:|~":
        text = text.replace(mark, f"\\{mark}")
    return text
