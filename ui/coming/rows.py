"""How does the row of one who comes look? Two lines, and what was recorded as small columns."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby
from typing import NamedTuple

import pandas as pd
import streamlit as st

from analytics.coming import Awaited, Comes, Day, day_of
from analytics.definitions import Definition
from charts.small_months import WIDE, small_months
from ui.showing.links import to_patient
from ui.tab import state
from ui.tab.cohort import Cohort
from ui.tab.remembered import remembered
from words.numbers import counted, inert
from words.pages import today as said

WIDTHS = {"who": 100, "months": WIDE, "change": 252, "since": 112}  # pixels
HAIRLINE = '<div style="border-top:1px solid rgba(128,136,148,.28)"></div>'
SECOND_LINE = (  # a button is taller than a line of text: level with the other second lines
    '<div style="position:relative;top:-8px;font-size:.875rem;opacity:.7">{}</div>'
)
MOST = 60  # rows on the screen; more are said to be there


class DaySheet(NamedTuple):
    """Those who come, and for each patient what matches a list, in words."""

    day: Day
    to_look_at: dict[str, list[str]]


@remembered(12, "Reading the records of those who come")
def _shown(name: str, who: tuple[Comes, ...], _cohort: Cohort) -> DaySheet:
    definition, records = _cohort.settings.definition, _cohort.records
    day = day_of(who, records, _cohort.outcomes, definition)
    return DaySheet(day, said.to_look_at(day, definition, records.cut_off))


def shown(cohort: Cohort, who: Sequence[Comes]) -> DaySheet:
    """What was recorded of those who come."""
    found: DaySheet = _shown(cohort.name, tuple(who), cohort, shared=cohort.shared)
    return found


def rows(cohort: Cohort, found: Day, to_look_at: dict[str, list[str]]) -> None:
    """One box a day, a row each; a pasted list is one box."""
    first = found.seen[:MOST]
    who = tuple(one.who for one in first)
    mode = st.context.theme.type or "light"
    pictures = iter(_pictures(cohort.name, who, mode, cohort, first, shared=cohort.shared))
    days = [(day, list(of)) for day, of in groupby(first, key=lambda one: one.who.date)]
    place = 0
    for day, of in days:
        if len(days) > 1:
            whole = sum(one.who.date == day for one in found.seen)
            named = f"**{said.briefly(day)}** " if day is not None else ""
            st.markdown(f"{named}:gray[{counted(whole, 'patient')}]")
        with st.container(border=True, gap=None):
            for one in of:
                if one is not of[0]:
                    st.html(HAIRLINE)
                look = to_look_at.get(one.who.patient_id, [])
                _row(cohort, one, look, next(pictures), place)
                place += 1
    if len(found.seen) > MOST:
        st.markdown(f":gray[The first {MOST:,} of {len(found.seen):,} are shown.]")


def _row(cohort: Cohort, one: Awaited, look: list[str], picture: str, place: int) -> None:
    definition, cut_off = cohort.settings.definition, cohort.records.cut_off
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        with st.container(width=WIDTHS["who"], gap=None):
            _link(one, place)
            st.html(SECOND_LINE.format(escape(said.title(one))))
        with st.container(width=WIDTHS["months"]):
            st.html(picture)
        _two_lines("change", *said.before_and_after(one, definition, cut_off))
        _two_lines("since", *said.since(one, cut_off))
        with st.container():  # as wide as the row leaves it: beside the numbers, never under them
            rest = "\n".join(f"- {words}" for words in look[1:])
            st.markdown(said.where_found(one, look), help=rest or None)


def _two_lines(which: str, first: str, second: str) -> None:
    with st.container(width=WIDTHS[which]):
        st.markdown(f"{first}  \n:gray[:small[{second}]]" if second else first or "&nbsp;")


def _link(one: Awaited, place: int) -> None:
    """Her id opens her page; of one without a session there is none yet."""
    patient = one.who.patient_id
    if one.row is None:
        st.button(
            f":gray[**{inert(patient)}**]",
            key=f"no_page_{place}",
            type="tertiary",
            icon=":material/remove:",
            disabled=True,
            help="No page before the first session",
        )
        return
    opened = patient in state.seen()
    if st.button(
        f"**{inert(patient)}**",
        key=f"comes_{place}",
        type="tertiary",
        icon=":material/check:" if opened else ":material/chevron_right:",
    ):
        to_patient(patient)


@remembered(12)
def _pictures(
    name: str, who: tuple[Comes, ...], mode: str, _cohort: Cohort, _seen: Sequence[Awaited]
) -> list[str]:
    """The months of each of them as small columns, in the colours of light or dark."""
    colours = st.get_option(f"theme.{mode}.chartCategoricalColors")
    return [_columns(one, _cohort.settings.definition, colours) for one in _seen]


def _columns(one: Awaited, definition: Definition, colours: Sequence[str]) -> str:
    line = None
    if one.row is not None and pd.notna(one.row["baseline"]):
        line = definition.at_threshold(float(one.row["baseline"]))
    return small_months(one.months, line, said.alt(one, definition), colours)


def next_button(found: Day, order: str) -> None:
    """The first whose page was not opened in this tab; how many were."""
    can_open = list(dict.fromkeys(o.who for o in found.seen if o.row is not None))
    left = [who for who in can_open if who.patient_id not in state.seen()]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content"):
        if left:
            name = ", ".join(filter(None, (inert(left[0].patient_id), left[0].time)))
            if st.button(
                f"Next: {name}",
                key="next_who_comes",
                type="primary",
                icon=":material/arrow_forward:",
                shortcut="n",
            ):
                to_patient(left[0].patient_id)
        without = len({one.who.patient_id for one in found.seen if one.row is None})
        told = said.opened(len(can_open) - len(left), len(can_open), without)
        st.markdown(f":gray[:small[{told} · {order}, not of urgency]]", width="content")
