"""Which of the choices do these records not have, and what does a cut-off outside of them do?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from analytics.definitions import CHANGEABLE, Definition
from analytics.records import NOT_RECORDED, STOPS, Filters, Records, not_recorded_beside
from analytics.research.compared import comparable, label_of
from analytics.settings import Settings
from analytics.therapies import Therapy
from words.numbers import counted, day


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
            f"These cycles are de-identified and hold what {only.label} "
            f"needs: nothing can be computed by another Definition ({definition.label})."
        )
    told = ", ".join(f"{part.replace('_', ' ')} {own}" for part, own in records.counted_by.items())
    return f"These cycles were counted elsewhere by {told}, not by {definition.label}."


def unknown_study(label: str, therapy: Therapy) -> str:
    """Why no published result can be the one of this name, in a sentence; "" where one is."""
    known = [label_of(row) for _, row in comparable(therapy).iterrows()]
    if not label or label in known:
        return ""
    return f"report, study: no published result is called {label}; expected is one of " + (
        "; ".join(known) + "."
    )


def filter_words(filters: Filters) -> str:
    """The filters in words: "site: Moor, not recorded; sex: female"."""
    return "; ".join(f"{column}: {', '.join(value_words(values))}" for column, values in filters)


def value_words(values: Sequence[str]) -> list[str]:
    """The values of one filter as they are named."""
    none = not_recorded_beside(values)
    return [none if value == NOT_RECORDED else value for value in values]


def filter_told(records: Records, column: str, values: tuple[str, ...]) -> str:
    """Which values of a filter no patient of these records has; empty where all are there."""
    named = column.replace("_", " ")
    offered = records.filters_offered.get(column, [])
    if not offered and records.can_be_filtered_by(column) and NOT_RECORDED in values:
        return f"These records hold no {named}: it is recorded of nobody."
    if not offered:
        return f"These records hold no {named}: nobody matches {', '.join(value_words(values))}."
    missing = [value for value in values if value not in offered]
    if not missing:
        return ""
    return f"No patient of these records has {named} {' or '.join(value_words(missing))}."


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
    later = [column.replace("_", " ") for column, _ in filters if column in STOPS]
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
        f"{column.replace('_', ' ')} {' or '.join(value_words(values))}"
        for column, values in filters
    ]
    return ", ".join(told)
