"""How is the Definition changed? The sidebar's controls.

Every widget shows what the settings say and writes into them when it is touched; so the same
choice may be offered in two places, and no page change can lose one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from analytics.codes import EntryRule, OtherTreatments
from analytics.definitions import (
    DEFAULT_DEFINITION,
    LOWEST_MIN_BASELINE_DAYS,
    MEASURES,
    MONTHS,
    MOST_SESSIONS,
    PRESETS,
)
from analytics.needs import SINGLE_DAYS
from analytics.records import Records
from analytics.therapies import THERAPIES, every_window
from ui.frame.bound import bound, drawer, small
from ui.tab import state
from words.chosen import cut_off_told, in_words
from words.definitions import ENTRY_RULES, changes, presets_told
from words.numbers import sentence_case

ASKED_FOR = "Days asked for to be let in"
COUNTED_ELSEWHERE = "The days were counted elsewhere: their window cannot be changed."


ONE_DEFINITION = (
    "De-identified cycles hold what one Definition needs: nothing can be computed by another."
)


def _only_definition() -> bool:
    loaded = state.records()
    return loaded is not None and loaded.only_definition is not None


def definition_control() -> None:
    """The preset, then its parts."""
    definition = state.settings().definition
    only = _only_definition()
    bound(
        st.selectbox,
        "Counted as in",
        "definition_preset",
        definition.name,
        state.choose_preset,
        options=list(PRESETS),
        format_func=lambda name: (
            PRESETS[name].title + (" (reference study)" if name == DEFAULT_DEFINITION.name else "")
        ),
        disabled=only,
        help=ONE_DEFINITION if only else presets_told(definition.therapy),
    )
    parts = f"{definition.days.words} · {definition.when.label} · {definition.threshold}%"
    drawer(
        sentence_case(parts),
        "definition",
        lambda: definition_parts("side"),
        icon=":material/tune:",
        type="tertiary",
    )
    if definition.changes:
        small(f"Changed: {', '.join(changes(definition))}")


def definition_parts(place: str) -> None:
    """Measure, treatment, window, month, threshold, minimums and the cut-off."""
    loaded = state.records()
    elsewhere = loaded is not None and not loaded.holds >= SINGLE_DAYS
    _part(
        place,
        st.selectbox,
        "Which days",
        "measure",
        options=list(MEASURES),
        format_func=lambda name: sentence_case(MEASURES[name].words),
    )
    if len(THERAPIES) > 1:
        _treatment(place, elsewhere)
    _window(place, elsewhere)
    _month(place, loaded is not None and loaded.are_cycles)
    _part(
        place,
        st.number_input,
        "At least so many percent fewer",
        "threshold",
        min_value=1,
        max_value=100,
        step=5,
    )
    _primary(place)
    _minimums(place)
    if loaded is not None and len(loaded.treatments) and not loaded.are_cycles:
        _other_treatments(place)
    if loaded is not None and not elsewhere:
        _entry(place)
        _cut_off(loaded, place)
    definition = state.settings().definition
    if definition.changes and not _only_definition():
        st.button(
            f"Back to {definition.title} as published",
            key=f"{place}_reset",
            type="tertiary",
            icon=":material/undo:",
            on_click=lambda: state.choose_preset(definition.name),
        )


def _part(
    place: str, widget: Callable, label: str, name: str, value: Any = None, **options: Any
) -> None:
    """A part of the Definition under this name; ``value``: what is shown where none is stated."""
    shown = getattr(state.settings().definition, name) if value is None else value
    if _only_definition():
        options |= {"disabled": True, "help": ONE_DEFINITION}
    write = lambda new: state.change_definition(name, new)  # noqa: E731
    bound(widget, label, f"{place}_{name}", shown, write, **options)


def _treatment(place: str, elsewhere: bool) -> None:
    """A treatment is chosen by its window: a window belongs to one."""
    bound(
        st.selectbox,
        "Which treatment",
        f"{place}_therapy",
        state.settings().definition.therapy.name,
        lambda new: state.change_definition("window", THERAPIES[new].windows[0].name),
        options=list(THERAPIES),
        disabled=elsewhere or _only_definition(),
        format_func=lambda name: sentence_case(THERAPIES[name].what),
    )


def _window(place: str, elsewhere: bool) -> None:
    definition, windows = state.settings().definition, every_window()
    _part(
        place,
        st.selectbox,
        "Which window after a session",
        "window",
        options=[window.name for window in definition.therapy.windows],
        format_func=lambda name: sentence_case(windows[name].label),
        disabled=elsewhere,
        help=COUNTED_ELSEWHERE if elsewhere else definition.when.sentence,
    )


def _month(place: str, cycles: bool) -> None:
    _part(
        place,
        st.segmented_control,
        "Days in a month",
        "month",
        options=list(MONTHS),
        required=True,
        disabled=cycles,
        help=COUNTED_ELSEWHERE
        if cycles
        else "Trials count months of 28 days, Hull 2014 of 30. Days are scaled to it.",
    )


def _primary(place: str) -> None:
    bound(
        st.number_input,
        "Primary after session",
        f"{place}_primary_session",
        state.settings().definition.primary_session,
        lambda new: state.change_definition("primary_session", new),
        min_value=1,
        max_value=MOST_SESSIONS,
        step=1,
        help="The rate after this session is the primary outcome: it is named before anybody looks "
        "and changes no number. Other sessions can be looked at, and are called secondary.",
    )


def _minimums(place: str) -> None:
    """Recorded days needed, in the baseline and after a session."""
    definition = state.settings().definition
    _part(
        place,
        st.number_input,
        "Recorded days needed in the baseline",
        "min_baseline_days",
        min_value=min(LOWEST_MIN_BASELINE_DAYS, definition.min_baseline_days),
        max_value=max(30, definition.min_baseline_days),
        step=1,
        help="Fewer: no usable baseline. Baselines under 20 recorded days are marked as thin.",
    )
    full = definition.when.full_days(definition.month)
    _part(
        place,
        st.number_input,
        f"Recorded days needed of the {full} after a session",
        "min_days",
        min_value=1,
        max_value=max(full, definition.required_days),
        step=1,
        value=definition.required_days,
        help="Fewer: diary too thin, no value. The default is half of the window.",
    )


def _other_treatments(place: str) -> None:
    bound(
        st.toggle,
        "Leave out windows after another new treatment",
        f"{place}_other_treatments",
        state.settings().definition.other_treatments == OtherTreatments.LEFT_OUT,
        lambda new: state.change_definition(
            "other_treatments", OtherTreatments.LEFT_OUT if new else OtherTreatments.MARKED
        ),
        help=f"A new {state.settings().definition.therapy.others_in_words} since the baseline. "
        "Left out: as if the patient's records ended the day before it began.",
    )


def _entry(place: str) -> None:
    """How patients were let in: it removes nobody, and decides what earlier months can be."""
    definition = state.settings().definition
    _entry_rule(
        place,
        format_func=lambda rule: sentence_case(ENTRY_RULES[rule]),
        help="Were patients let in only with so many days before session 1? After a month that was "
        "asked to be bad a better one follows by itself. Nobody is left out by this choice: it "
        "says with which earlier months *By itself?* compares.",
    )
    if definition.entry_rule != EntryRule.NONE:
        _part(
            place,
            st.number_input,
            f"At least so many {definition.days.words}",
            "entry_days",
            min_value=1,
            max_value=min(MONTHS),
            step=1,
        )


def entry_control(place: str) -> None:
    """How patients were let in, without its label: beside what it is about."""
    _entry_rule(
        place,
        format_func=lambda rule: f"{ASKED_FOR}: {ENTRY_RULES[rule]}",
        label_visibility="collapsed",
        width=400,
    )


def _entry_rule(place: str, **look: Any) -> None:
    _part(place, st.selectbox, ASKED_FOR, "entry_rule", options=list(EntryRule), **look)


def _cut_off(loaded: Records, place: str) -> None:
    first, last = loaded.first_date, loaded.last_date
    if first is None or last is None:
        return
    stated = state.settings().cut_off
    bound(
        st.date_input,
        "Records up to",
        f"{place}_cut_off",
        stated or last,
        lambda new: state.change_cut_off(new, last),
        min_value=min(first, stated or first),
        max_value=date.max,
        format="YYYY-MM-DD",
        help="Everything dated later is left out before anything is counted. After the last "
        "diary date it leaves nothing out, and closes windows that are still open.",
    )
    if stated:
        if told := cut_off_told(loaded, stated):
            small(told)
        st.button(
            "Up to the last diary date",
            key=f"{place}_last_date",
            type="tertiary",
            icon=":material/undo:",
            on_click=lambda: state.change(cut_off=None),
        )


@st.dialog("Definition", on_dismiss="rerun")
def change_definition_dialog() -> None:
    definition_parts("dialog")
    if st.button("Show the figures", type="primary"):
        st.rerun()


def forget_button(place: str) -> None:
    """Forget these records: in this tab, and wherever they wait for this browser."""
    st.button(
        "Forget these records",
        icon=":material/delete:",
        on_click=state.forget,
        type="tertiary" if place == "side" else "secondary",
        key=f"forget_{place}",
        help="Drops them and everything made from them, in every tab of this browser. Only what "
        "you kept by name stays.",
    )


def waiting_choices() -> None:
    """Without records: the cut-off and the filters that wait for them."""
    now = state.settings()
    if words := in_words(now.cut_off, now.filters):
        small(f"Chosen, and waiting for the records: {words}")
        st.button(
            "Take them off",
            type="tertiary",
            icon=":material/filter_alt_off:",
            on_click=lambda: state.change(cut_off=None, filters=()),
        )
