"""How are numbers and dates written? One way for the screen, charts and documents."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pandas as pd

MINUS = "−"
UNDEFINED = "–"


FINEST = 2_000_000  # the largest denominator that a quotient of counts is looked for with
NEAR_A_TIE = 1e-6


def exact(value: float | Fraction | Decimal) -> Fraction:
    """The fraction that a quotient of counts stands for: 0.145 is 29/200, not a float beside it."""
    if isinstance(value, float):
        return Fraction(value).limit_denominator(FINEST)
    return Fraction(value if isinstance(value, Fraction | Decimal) else int(value))


def half_up(value: float | Fraction | Decimal, decimals: int = 0) -> Decimal:
    """Round half up on the exact fraction: 12.5 is 13 (Python's own formatting says 12)."""
    scale = 10**decimals
    size = abs(value) * scale
    if not isinstance(value, float) or abs(size % 1 - 0.5) < NEAR_A_TIE:
        size = abs(exact(value)) * scale
    found = Decimal(math.floor(size + Fraction(1, 2))).scaleb(-decimals)
    return -found if value < 0 and found else found


def number(value: float | Decimal, decimals: int = 1) -> str:
    """At most so many decimals, a real minus sign, a dash where undefined."""
    if pd.isna(value):
        return UNDEFINED
    rounded = half_up(value, decimals)
    text = f"{abs(rounded):,.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{MINUS}{text}" if rounded < 0 else text


def in_column(value: float | Decimal, decimals: int = 1) -> str:
    """In a column of a table: always so many decimals, so that the points stand in line."""
    if pd.isna(value):
        return UNDEFINED
    found = half_up(value, decimals)
    return f"{MINUS if found < 0 else ''}{abs(found):,.{decimals}f}"


def first_named(names: Sequence[str], most: int = 3) -> str:
    """The first of these, and how many more: a.csv, b.csv, c.csv and 4 more"""
    more = f" and {len(names) - most:,} more" if names[most:] else ""
    return ", ".join(names[:most]) + more


def of(count: float, total: float) -> str:
    """12 of 28, 8.5 of 30; nothing where one of them is not known."""
    return "" if pd.isna(count) or pd.isna(total) else f"{number(count, 2)} of {number(total, 2)}"


def fewer(change: float) -> str:
    """A change in days (after minus before) in words: "7.7 fewer", "1.2 more"."""
    if change == 0:
        return "no change"
    rounded, way = half_up(change, 1), "fewer" if change < 0 else "more"
    return f"{number(abs(rounded))} {way}" if rounded else f"under 0.1 {way}"


def from_to(before: float, after: float) -> str:
    """Two numbers of days and the difference of what is printed: two decimals where it needs them.

    10.34 and 11.28 are not "10.3 to 11.3, 0.9 more" but "10.34 to 11.28, 0.94 more".
    """
    for decimals in (1, 2):
        was, now = half_up(before, decimals), half_up(after, decimals)
        change = now - was
        if change == half_up(after - before, decimals) and bool(change) == (before != after):
            break
    way = "fewer" if change < 0 else "more"
    told = f"{number(abs(change), decimals)} {way}" if change else fewer(after - before)
    return f"{number(before, decimals)} to {number(after, decimals)} days a month, {told}"


def both(before: float, after: float) -> str:
    """Two numbers of days alone: 19.3 to 4.6; with two decimals where one would not tell them."""
    told = [(number(before, decimals), number(after, decimals)) for decimals in (1, 2)]
    return " to ".join(told[0] if told[0][0] != told[0][1] or before == after else told[1])


def day(value: date | pd.Timestamp | None) -> str:
    """12 Mar 2024"""
    if value is None or pd.isna(value):
        return UNDEFINED
    return f"{value.day} {value.strftime('%b %Y')}"


def dates(start: date, end: date, year: int | None = None) -> str:
    """6 Mar to 4 Apr 2025, 1 to 30 Jun 2025, 12 Dec 2024 to 3 Jan 2025; without the ``year``."""
    last = day(end) if end.year != year else day(end).rpartition(" ")[0]
    if start == end:
        return last
    if start.year != end.year:
        return f"{day(start)} to {day(end)}"
    first = f"{start.day}" if start.month == end.month else day(start).rpartition(" ")[0]
    return f"{first} to {last}"


ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


def ordinal(place: int) -> str:
    """first, second, ..., ninth, 10th"""
    if place <= len(ORDINALS):
        return ORDINALS[place - 1]
    ends = {1: "st", 2: "nd", 3: "rd"} if place // 10 % 10 != 1 else {}
    return f"{place}{ends.get(place % 10, 'th')}"


def counted(count: int | Decimal, noun: str, plural: str = "") -> str:
    """1 patient, 2 patients"""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def of_them(some: int, everybody: int, noun: str) -> str:
    """1 of 1 patient, 4 of 6 patients"""
    return f"{some:,} of {counted(everybody, noun)}"


def in_lines(name: str, wide: int, lines: int = 1) -> list[str]:
    """A name in at most so many lines of so many letters, with an ellipsis where it is longer."""
    found = textwrap.wrap(name, wide, break_on_hyphens=False)
    if len(found) > lines:
        found = [*found[: lines - 1], f"{found[lines - 1][: wide - 1].rstrip()}…"]
    return found


def sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def inert(text: str) -> str:
    """Text from a user's file, so that markdown shows it and nothing more."""
    for mark in "\\`*_[]{}<>#$:|~":
        text = text.replace(mark, f"\\{mark}")
    return text
