"""Who is looked at? Filters in the sidebar, and as chips on the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from analytics.filters import (
    NOT_RECORDED,
    Range,
    Scale,
    not_recorded_beside,
    range_of,
    scale_of,
)
from analytics.records import Records
from analytics.settings import SHAREABLE_COLUMNS
from ui.frame.bound import bound, drawer, small
from ui.frame.filter_sets import sets_dialog
from ui.tab import state
from words.chosen import (
    YES_NO,
    cut_off_told,
    definition_told,
    filter_told,
    filter_words,
    later_told,
    named,
    own_words,
)
from words.numbers import day, inert, of_them, sentence_case

MOST_VALUES = 500  # of a text column to filter by; a list of more helps nobody
FEWEST_OF_A_RANGE = 7  # different values; fewer are ticked one by one
NOT_OFFERED = "stopped_on"
LABELS = ("site", "clinician")  # numbers there are names


def filter_controls(loaded: Records, patients: int, total: int, until: date | None = None) -> None:
    """One button with their number: site, then any other column of patients.csv; the n after.

    ``until``: the day up to which they had a session; files may hold others, with a later one or
    none. A column or value that is chosen and that the records do not have is shown as chosen.
    """
    wanted = dict(state.settings().filters)
    if columns := _columns(loaded, wanted):

        def fill() -> None:
            for column in columns:
                _filter(loaded, column, wanted.get(column, ()))

        label = f"Filters: {len(wanted) or 'none'}"
        drawer(label, "filters", fill, icon=":material/filter_alt:", width="stretch")
        # Beside the popover, which would stay open above the dialog.
        if st.button("Sets of filters", icon=":material/bookmarks:", type="tertiary"):
            sets_dialog()
    for column, values in wanted.items():
        if told := filter_told(loaded, column, values):
            small(told)
    left = [f"with a session by {day(until)}"] if until else []
    left += ["after filtering"] if wanted else []
    told = f" :gray[{', '.join(left)}]" if left else ""
    st.markdown(f"**{of_them(patients, total, 'patient')}**{told}")
    if told := later_told(state.settings().filters):
        small(told)
    hidden = [column for column in wanted if column not in SHAREABLE_COLUMNS]
    if hidden:
        small(f"Not kept in the address: {', '.join(named(column) for column in hidden)}")
    raw = state.as_chosen()
    for told in (definition_told(loaded, raw), cut_off_told(loaded, raw.cut_off)):
        if told:
            small(told)


def chips() -> None:
    """Every filter that is on, above the answer; a click takes it off."""
    filters, loaded = state.settings().filters, state.records()
    if not filters:
        return
    offered = loaded.filters_offered if loaded is not None else None
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for column, values in filters:
            st.button(
                inert(filter_words(((column, values),), offered)),
                key=f"chip_{column}",
                icon=":material/close:",
                help="Take this filter off",
                on_click=state.change_filter,
                args=(column, []),
            )
        if len(filters) > 1:
            st.button(
                "All off",
                type="tertiary",
                on_click=lambda: state.change(filters=()),
                key="chips_off",
            )


def _columns(loaded: Records, wanted: Mapping[str, object]) -> list[str]:
    """The columns to filter by: the site first, and those that are chosen."""
    offered = [
        column for column, values in loaded.filters_offered.items() if _offered(column, values)
    ]
    offered += [column for column in wanted if column not in offered]
    return sorted(offered, key=lambda column: column != "site")


def _offered(column: str, values: list[str]) -> bool:
    different = len(set(values) - {NOT_RECORDED})
    return (
        column != NOT_OFFERED
        and different > 0
        and (different <= MOST_VALUES or scale_of(values) != Scale.TEXT)
    )


def _filter(loaded: Records, column: str, chosen: tuple[str, ...]) -> None:
    values = loaded.filters_offered.get(column, [])
    scale = scale_of(values)
    found = [value for value in chosen if value != NOT_RECORDED]
    many = len(set(values) - {NOT_RECORDED}) >= FEWEST_OF_A_RANGE
    as_range = many if not found else len(found) == 1 and _is_range(found[0], scale)
    if as_range and scale != Scale.TEXT and column not in LABELS:
        _range(column, scale, values, chosen)
    else:
        _values(column, values, chosen)


def _is_range(value: str, scale: Scale) -> bool:
    """Is it a range on this scale?"""
    bounds = range_of(value)
    return bounds is not None and scale_of([bounds.low or bounds.high]) == scale


def _values(column: str, values: list[str], chosen: tuple[str, ...]) -> None:
    options = [*values, *(value for value in chosen if value not in values)]
    recorded = [value for value in options if value != NOT_RECORDED]
    yes_no = YES_NO if set(values) - {NOT_RECORDED} <= set(YES_NO) else {}
    words = {**yes_no, **own_words(column, recorded), NOT_RECORDED: not_recorded_beside(recorded)}
    bound(
        st.multiselect,
        sentence_case(named(column)),
        f"filter_{column}",
        list(chosen),
        lambda new: state.change_filter(column, new),
        options=options,
        format_func=lambda value: words.get(value, value),
        placeholder="All sites" if column == "site" else "All",
    )


def _range(column: str, scale: Scale, values: list[str], chosen: tuple[str, ...]) -> None:
    """From, to, and those of whom nothing is recorded; an end that is empty is open."""
    now, missing = _held(chosen)
    recorded = sorted((v for v in values if v != NOT_RECORDED), key=_order(scale))
    label = sentence_case(named(column))

    def write(none: bool | None = None, **end: str) -> None:
        """One end, or none of them, beside what holds by then: both may come with one click."""
        held, was_none = _held(dict(state.settings().filters).get(column, ()))
        both = replace(held, **end)
        found = [str(both)] if both.low or both.high else []
        if was_none if none is None else none:
            found.append(NOT_RECORDED)
        state.change_filter(column, found)

    left, right = st.columns(2)
    key = f"filter_{column}"
    with left:
        _end(
            f"{label} from",
            f"{key}_from",
            (now.low, *recorded[:1]),
            scale,
            lambda new: write(low=new),
        )
    with right:
        _end(
            "to",
            f"{key}_to",
            (now.high, *recorded[-1:]),
            scale,
            lambda new: write(high=new),
        )
    if NOT_RECORDED in values or missing:
        bound(
            st.checkbox,
            f"{'or ' if now.low or now.high else ''}{named(column)} not recorded",
            f"filter_{column}_none",
            missing,
            lambda new: write(none=new),
        )


def _held(chosen: Sequence[str]) -> tuple[Range, bool]:
    """The range that is chosen, open where none is; and are those not recorded, too?"""
    found = next((found for found in map(range_of, chosen) if found), Range("", ""))
    return found, NOT_RECORDED in chosen


def _end(
    label: str, key: str, shown: tuple[str, ...], scale: Scale, write: Callable[[str], None]
) -> None:
    """One end of a range, open where it is empty; ``shown``: it, and the records' outermost."""
    value, *outermost = shown
    if scale == Scale.DATE:
        bound(
            st.date_input,
            label,
            key,
            _date(value),
            lambda new: write(new.isoformat() if new else ""),
            format="YYYY-MM-DD",
            min_value=date.min,
            max_value=date.max,
        )
    else:
        bound(
            st.number_input,
            label,
            key,
            float(value) if value else None,
            lambda new: write("" if new is None else _written(new)),
            placeholder="".join(outermost),
            step=1.0,
            format="%g",
        )


def _written(number: float) -> str:
    """As cells are written: 1234510, 0.00005."""
    return f"{Decimal(repr(number)).normalize():f}"


def _date(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        return None


def _order(scale: Scale) -> Callable[[str], Any]:
    return float if scale == Scale.NUMBER else str
