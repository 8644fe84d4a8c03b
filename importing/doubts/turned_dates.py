"""Did a spreadsheet turn day and month, where it could read one for the other?

A spreadsheet with another order makes the 1st of May of 05/01/2024, and leaves 13/01/2024 as the
text it was: dates with days up to 12 beside texts that no order but one can read. Some tools turn
the first twelve days of each month alone and read the others: then the days of a diary jump by
months, and would run from day to day if turned back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from importing.doubts.base import Cells, Doubt, LooksAt, Sign
from importing.moments import DAY_FIRST, MONTH_FIRST, in_iso, read_day, vote
from words.numbers import counted, day

ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)(.*)", re.DOTALL)
PARTS = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?!\d)")
TURNED, AS_WRITTEN = "turned_back", "as_written"
MANY = 7  # so many different dates with days up to 12 alone are no chance
EACH = 3  # dates and texts of one patient
DAILY = 14  # days of one patient
MOST_FOLLOW = 0.5  # of the steps of a diary that runs from day to day
DAYS = 4_000_000  # more than any day has
IN_COLUMN, IN_PATIENTS, IN_RUNS = "", "of some patients", "runs"


def turned(text: str) -> str:
    """The same date with day and month exchanged, where that is a date."""
    found = ISO.fullmatch(text)
    if not found or int(found[3]) > 12 or int(found[2]) > 12:
        return text
    return f"{found[1]}-{int(found[3]):02}-{int(found[2]):02}{found[4]}"


def signs(cells: Cells) -> Iterator[Sign]:
    if cells.of_months:  # nobody wrote these dates: each is the place of its cell
        return
    for column in cells.date_columns():
        seen = _Texts.of(cells, column)
        for about in (IN_COLUMN, IN_PATIENTS, IN_RUNS):
            mask = _in_question(cells, seen, about)
            if mask.any():
                yield _sign(cells, column, about, mask)
                break
        else:
            yield from _two_styles(cells, column)


def _sign(cells: Cells, column: str, about: str, mask: np.ndarray) -> Sign:
    codes, texts = cells.encoded(column)
    in_one = _in_one_order(texts) if about == IN_RUNS else texts
    told = {texts[c]: in_one[c] for c in np.unique(codes[mask]) if turned(in_one[c]) != in_one[c]}
    example = min(told)
    other = next((t for t in texts if PARTS.match(t)), "")
    beside = f" beside texts like '{other}'" if other and about != IN_RUNS else ""
    jump = (
        " (the days of a diary jump by months, and would run from day to day)"
        if about == IN_RUNS
        else ""
    )
    back, written = (day(_day(text)) for text in (turned(told[example]), told[example]))
    return Sign(
        f"{column}: {counted(int(mask.sum()), 'date')} with no day above 12{beside}{jump}: were "
        f"day and month turned by a spreadsheet? Is '{example[:10]}' {back}, or {written} as "
        "written?",
        (
            (TURNED, f"turned back: {back}"),
            (AS_WRITTEN, f"as written: {written}"),
        ),
        column,
        cells.rows_where(mask),
        about,
    )


def _day(text: str) -> date:
    found = ISO.fullmatch(text)
    if not found:
        raise ValueError("is not a date")
    return date(int(found[1]), int(found[2]), int(found[3]))


class _Texts(NamedTuple):
    """The different texts of a column, and what holds of each; the rows by their codes."""

    codes: np.ndarray
    texts: list[str]
    is_iso: np.ndarray
    small: np.ndarray  # ISO, and its day is no day above 12
    is_parts: np.ndarray
    closed: np.ndarray  # parts that can be read in one order only
    changes: np.ndarray  # another date if turned

    @classmethod
    def of(cls, cells: Cells, column: str) -> _Texts:
        codes, texts = cells.encoded(column)
        iso = [ISO.fullmatch(text) for text in texts]
        parts = [PARTS.match(text) for text in texts]
        held = (
            [m is not None for m in iso],
            [m is not None and int(m[3]) <= 12 for m in iso],
            [m is not None for m in parts],
            [m is not None and _closed(m) for m in parts],
            [turned(text) != text for text in texts],
        )
        return cls(codes, texts, *(np.array(one, dtype=bool) for one in held))


def _in_question(cells: Cells, seen: _Texts, about: str) -> np.ndarray:
    """The rows that may have been turned."""
    codes, texts, is_iso, small, is_parts, closed, changes = seen
    nothing = np.zeros(len(codes), dtype=bool)
    if about != IN_RUNS and not changes.any():
        return nothing
    if about == IN_COLUMN:
        only_small = bool(closed.any() and (small == is_iso).all())
        enough = (closed == is_parts).all() or small.sum() >= MANY
        if not (only_small and enough) or _runs_as_written(cells, codes, texts, small):
            return nothing
        return small[codes]
    if "patient_id" not in cells:
        return nothing
    people, names = cells.encoded("patient_id")
    if about == IN_PATIENTS:
        if not closed.any():
            return nothing

        def count(of: np.ndarray) -> np.ndarray:
            return np.bincount(people, weights=of[codes], minlength=len(names))

        written, low, text, sure = (count(of) for of in (is_iso, small, is_parts, closed))
        odd = (written == low) & (written >= EACH) & (text == sure) & (text >= EACH)
        return odd[people] & small[codes]
    in_one = _in_one_order(texts)
    if cells.table != "diary" or not all(ISO.fullmatch(text) for text in in_one):
        return nothing
    changed = np.array([turned(text) != text for text in in_one], dtype=bool)
    if not changed.any():
        return nothing
    return _in_runs(people, codes, in_one) & changed[codes]


def _in_one_order(texts: list[str]) -> list[str]:
    """The dates as YYYY-MM-DD, read in the order of day and month that some of them prove."""
    order = vote(texts).order
    return [in_iso(text, order) for text in texts] if order in (DAY_FIRST, MONTH_FIRST) else texts


def _closed(parts: re.Match[str]) -> bool:
    """Can this text be read in one order only?"""
    first, second, year = (int(part) for part in parts.groups())
    try:
        date(year + 2000 * (year < 100), min(first, second), max(first, second))
    except ValueError:
        return False
    return max(first, second) > 12


def _runs_as_written(cells: Cells, codes: np.ndarray, texts: list[str], small: np.ndarray) -> bool:
    """Do the dates of a diary run from day to day as they stand, and would not if turned back?"""
    if cells.table != "diary" or "patient_id" not in cells:
        return False
    people, here = cells.encoded("patient_id")[0], small[codes]
    ways = (texts, [turned(text) for text in texts])
    written, back = (_runs(people[here], _ordinals(way)[codes[here]])[1].sum() for way in ways)
    return bool(written >= 5 and back < written / 2)


def _in_runs(people: np.ndarray, codes: np.ndarray, texts: list[str]) -> np.ndarray:
    """The rows of patients whose days run from day to day only if they are turned back.

    Looked at twice: as her days follow each other, and as the rows of the file do; in a whole
    year that was turned no day is missing. Days of one rhythm (every other day, Mondays, Wednesdays
    and Fridays) gain some that follow each other by the turning alone: most have to.
    """
    days, back = (_ordinals(way)[codes] for way in (texts, [turned(text) for text in texts]))
    known, runs = _runs(people, days)
    would_run = _runs(people, back, len(known))[1]
    few_gaps = _much_better(known - 1 - runs, known - 1 - would_run)
    few_jumps = _much_better(_jumps(people, days, len(known)), _jumps(people, back, len(known)))
    longer = (runs <= 0.8 * (known - 1)) & (would_run >= 1.25 * runs) & (would_run >= runs + 5)
    longer &= would_run >= MOST_FOLLOW * (known - 1)
    in_month = np.array([int(m[3]) if (m := ISO.fullmatch(t)) else 0 for t in texts])[codes]
    stayed = np.bincount(people, weights=in_month > 12, minlength=len(known)) >= EACH
    odd = (known >= DAILY) & (longer | (stayed & (few_gaps | few_jumps)))
    for patient in np.flatnonzero(odd):  # the first of every month is no diary that was turned
        odd[patient] = len(np.unique(in_month[people == patient])) > 1
    return odd[people]


def _much_better(written: np.ndarray, back: np.ndarray) -> np.ndarray:
    """Are breaks between days mended by turning back that chance does not mend?"""
    return (written - back >= 5) & (back <= 0.6 * written)


def _jumps(people: np.ndarray, days: np.ndarray, most: int) -> np.ndarray:
    """Of each patient by number: how often a row is no day beside her row before."""
    order = np.argsort(people, kind="stable")
    whose, when = people[order], days[order]
    jump = (np.diff(whose) == 0) & (np.abs(np.diff(when)) > 1)
    return np.bincount(whose[1:][jump], minlength=most)


def _ordinals(texts: list[str]) -> np.ndarray:
    found = []
    for text in texts:
        try:
            found.append(_day(text).toordinal())
        except ValueError:
            found.append(0)
    return np.array(found, dtype="int64")


def _runs(people: np.ndarray, days: np.ndarray, most: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Of each patient by number: her different days, and how many of them follow the day before."""
    keys = np.sort(people.astype("int64") * DAYS + days, kind="stable")
    keys = keys[np.concatenate([[True], np.diff(keys) > 0])]
    whose = keys // DAYS
    follow = whose[1:][np.diff(keys) == 1]
    known = np.bincount(whose, minlength=most)
    return known, np.bincount(follow, minlength=len(known))


def _two_styles(cells: Cells, column: str) -> Iterator[Sign]:
    """03.05.2024 beside 3/13/2024: points are day first everywhere, this column votes otherwise."""
    if cells.choices.date_order:
        return
    points: list[str] = []
    others: list[str] = []
    for text in cells.texts(column):
        if PARTS.match(text):
            (points if re.match(r"\d+\.", text) else others).append(text)
    open_points = [t for t in points if _open(t)]
    if len(open_points) == len(points) and points and vote(others).order == MONTH_FIRST:
        example = points[0]
        first, second = read_day(example, DAY_FIRST), read_day(example, MONTH_FIRST)
        yield Sign(
            f"{column}: '{example}' stands beside '{others[0]}', two kinds of date in one "
            f"column: "
            f"does it mean {day(first)}, or {day(second)} like the others?",
            (
                (MONTH_FIRST, f"month first: {day(second)}"),
                (DAY_FIRST, f"day first: {day(first)}"),
            ),
            column,
            cells.rows_where(cells.where_text(column, lambda t: t in set(points))),
            "points",
        )


def _open(text: str) -> bool:
    found = PARTS.match(text)
    return bool(found and int(found[1]) <= 12 and int(found[2]) <= 12)


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    codes, texts = cells.encoded(sign.column)
    if sign.about == "points":
        if reading == MONTH_FIRST:
            return cells

        def iso(text: str) -> str:
            found = re.match(r"\d{1,2}\.\d{1,2}\.(\d{4}|\d{2})(?!\d)", text)
            if not found:
                return text
            return f"{read_day(found[0], DAY_FIRST).isoformat()}{text[found.end() :]}"

        return cells.rewritten(sign.column, iso)
    if reading == AS_WRITTEN:
        return cells
    mask = _in_question(cells, _Texts.of(cells, sign.column), sign.about)
    if sign.about == IN_COLUMN:
        return cells.rewritten(sign.column, turned)
    in_one = _in_one_order(texts) if sign.about == IN_RUNS else texts
    here = np.array([turned(text) for text in in_one], dtype=object)[codes]
    now = np.array(texts, dtype=object)[codes]
    return cells.with_column(sign.column, pa.array(np.where(mask, here, now).tolist(), pa.string()))


DOUBT = Doubt("turned_dates", LooksAt.COLUMN, signs, read)
