"""Which of the choices do these records not have, and what does a cut-off outside of them do?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pandas as pd

from analytics.definitions import CHANGEABLE, Definition
from analytics.filters import (
    NOT_RECORDED,
    Filters,
    Scale,
    matches,
    not_recorded_beside,
    range_of,
    scale_of,
)
from analytics.frames import CANONICAL
from analytics.records import STOPS, Records
from analytics.settings import Settings
from words.definitions import in_full
from words.numbers import counted, day, sentence_case

YES_NO = {"1": "yes", "0": "no"}


def cut_off_told(records: Records, cut_off: date | None) -> str:
    """What a cut-off outside of the days of these records does, or why none counts; else empty."""
    if cut_off is None:
        return ""
    if records.are_counts:
        return f"Counts per session have no dates: the cut-off {day(cut_off)} does not apply."
    if records.are_cycles:
        own = f" up to {day(records.last_date)}" if records.last_date else ""
        if cut_off == records.last_date:
            return ""
        return f"The days were counted elsewhere{own}: the cut-off {day(cut_off)} does not apply."
    first, last = records.diary_days or (records.first_date, records.last_date)
    return beyond_told(cut_off, first, last)


def beyond_told(cut_off: date, first: date | None, last: date | None) -> str:
    """What a cut-off before the first or after the last diary date does; empty between them."""
    if first and cut_off < first:
        return (
            f"The cut-off, {day(cut_off)}, is before the first diary date, {day(first)}: "
            "no day is counted."
        )
    if last and cut_off > last:
        return (
            f"The cut-off, {day(cut_off)}, is {counted((cut_off - last).days, 'day')} after the "
            f"last diary date, {day(last)}: the days between count as not recorded, and windows "
            "that were still open are closed. Who was waiting becomes judged on fewer days, or "
            "not judged. Without a stated cut-off, records go up to the last diary date."
        )
    return ""


def not_allowed(records: Records, definition: Definition) -> str:
    """Why nothing can be computed by this Definition, in a sentence; "" where it can."""
    if records.allow(definition):
        return ""
    if (only := records.only_definition) is not None:
        return (
            f"These cycles are de-identified and hold what {in_full(only)} "
            f"needs: nothing can be computed by another Definition ({in_full(definition)})."
        )
    told = ", ".join(f"{part.replace('_', ' ')} {own}" for part, own in records.counted_by.items())
    return f"These cycles were counted elsewhere by {told}, not by {in_full(definition)}."


def filter_words(filters: Filters, offered: Mapping[str, Sequence[str]] | None = None) -> str:
    """The filters in words: "site: Moor, not recorded; prior botulinum: yes".

    ``offered``: what the records hold, ``filters_offered``; in a column of texts a text that looks
    like a range is none.
    """
    held = offered or {}
    return "; ".join(
        f"{named(column)}: {', '.join(value_words(values, column, held.get(column, ())))}"
        for column, values in filters
    )


def named(column: str) -> str:
    """A column of patients in words."""
    return column.replace("_", " ")


def value_words(values: Sequence[str], column: str, offered: Sequence[str] = ()) -> list[str]:
    """The values of a filter on this column as they are named; ``offered``: what it holds."""
    if offered and scale_of(offered) == Scale.TEXT:
        as_is = {value: value for value in values if value in offered and range_of(value)}
    else:
        as_is = {}
    words = {**as_is, **own_words(column, values), NOT_RECORDED: not_recorded_beside(values)}
    return [words.get(value) or value_in_words(value) for value in values]


def own_words(column: str, values: Iterable[str]) -> dict[str, str]:
    """What the values of a known column of patients are called where it is not as they are."""
    kind = {known.name: known.kind for known in CANONICAL["patients"].columns}.get(column)
    if kind == "flag":
        return YES_NO
    return {value: named(value) for value in values} if kind == "choice" else {}


def value_in_words(value: str) -> str:
    """A value, or a range: "40 to 60", "40 or more", "from 1 Mar 2024"."""
    if (found := range_of(value)) is None:
        return value
    if scale_of([found.low or found.high]) == Scale.DATE:
        low, high = (as_day(bound) for bound in (found.low, found.high))
        return f"{low} to {high}" if low and high else f"from {low}" if low else f"up to {high}"
    low, high = found.low, found.high
    return f"{low} to {high}" if low and high else f"{low} or more" if low else f"{high} or less"


def as_day(written: str) -> str:
    """2024-03-12 as dates are written; what is no day, as it stands."""
    try:
        return day(date.fromisoformat(written)) if written else ""
    except ValueError:
        return written


def filter_told(records: Records, column: str, values: tuple[str, ...]) -> str:
    """Which values of a filter no patient of these records has; empty where all are there."""
    offered = records.filters_offered.get(column, [])
    if not offered and records.can_be_filtered_by(column) and NOT_RECORDED in values:
        return f"These records hold no {named(column)}: it is recorded of nobody."
    if not offered:
        wanted = ", ".join(value_words(values, column))
        return f"These records hold no {named(column)}: nobody matches {wanted}."
    there, held = pd.Series(offered, dtype="str"), set(offered)
    missing = [
        value
        for value in dict.fromkeys(values)
        if value not in held and not (range_of(value) and matches(there, (value,)).any())
    ]
    if not missing:
        return ""
    no_scale = scale_of(offered) == Scale.TEXT
    if no_scale and (ranges := [value for value in missing if range_of(value)]):
        wanted = " or ".join(value_words(ranges, column))
        return (
            f"{sentence_case(named(column))} is neither all numbers nor all dates here: "
            f"nobody can be within {wanted}."
        )
    lacking = " or ".join(value_words(missing, column))
    return f"No patient of these records has {named(column)} {lacking}."


def refused_filter(records: Records | None, filters: Filters) -> str:
    """Why a filter cannot be used at all: a column that patients do not have, or their id.

    Empty where each can be; without records only the id is known to be none.
    """
    for column, _ in filters:
        known = column != "patient_id" if records is None else records.can_be_filtered_by(column)
        if not known:
            return f"the patients file has no column '{column}' to filter by."
    return ""


def later_told(filters: Filters) -> str:
    """That patients are chosen by what came after session 1; empty where they are not."""
    later = [named(column) for column, _ in filters if column in STOPS]
    if not later:
        return ""
    return (
        f"Filtered by {' and '.join(later)}, known only after the first session: rates of "
        "patients who are chosen by what came later differ because of it."
    )


def definition_told(records: Records, chosen: Settings) -> str:
    """Which parts of the Definition cycles that were counted elsewhere replace; else empty."""
    counted_by = chosen.as_counted(records).definition
    replaced = [
        f"{part.replace('_', ' ')} {getattr(chosen.definition, part)}"
        for part in CHANGEABLE
        if getattr(chosen.definition, part) != getattr(counted_by, part)
    ]
    if not replaced:
        return ""
    return f"The days were counted elsewhere: {', '.join(replaced)} does not apply."


def unmet(records: Records, chosen: Settings) -> list[str]:
    """Every sentence about a choice that these records do not have."""
    told = [definition_told(records, chosen), cut_off_told(records, chosen.cut_off)]
    told += [filter_told(records, column, values) for column, values in chosen.filters]
    return [sentence for sentence in (*told, later_told(chosen.filters)) if sentence]


def in_words(cut_off: date | None, filters: Filters) -> str:
    """A cut-off and filters as they are named: "cut-off 1 May 2024, site Moor"."""
    told = [f"cut-off {day(cut_off)}"] if cut_off else []
    told += [
        f"{named(column)} {' or '.join(value_words(values, column))}" for column, values in filters
    ]
    return ", ".join(told)
