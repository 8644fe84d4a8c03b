"""Which filters are kept by name? Put a set on, keep those that are on, drop one."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from analytics.filters import Filters
from analytics.refusal import Refusal
from clinic.database import NotReachable
from clinic.filter_sets import LONGEST_NAME, drop_set, keep_set, kept_sets
from ui.access import sign_in
from ui.access.database import engine
from ui.tab import state
from words.chosen import filter_words
from words.numbers import inert

NAME, REFUSED = "filter_set_name", "filter_set_refused"


@st.dialog("Sets of filters")
def sets_dialog() -> None:
    """Put on a set that was kept, keep the filters that are on, or drop a set."""
    who, filters = sign_in.person().key, state.settings().filters
    try:
        kept = kept_sets(engine(), who)
    except NotReachable as problem:
        st.error(str(problem))
        return
    for name, one in kept.items():
        _one_set(who, name, one)
    if filters:
        _offer_to_keep(who, filters)
    elif not kept:
        st.markdown("Choose filters first; then they can be kept here under a name.")
    if refused := st.session_state.pop(REFUSED, ""):
        st.error(refused)


def _one_set(who: str, name: str, filters: Filters) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{inert(name)}** :gray[{inert(filter_words(filters))}]", width="stretch")
        put_on = lambda: state.change(filters=filters)  # noqa: E731
        if st.button("Put on", key=f"set_{name}", on_click=put_on):
            st.rerun()
        st.button(
            "Drop",
            key=f"drop_{name}",
            type="tertiary",
            icon=":material/delete:",
            on_click=_act,
            args=(lambda: drop_set(engine(), who, name),),
        )


def _offer_to_keep(who: str, filters: Filters) -> None:
    st.markdown(f"On now: {inert(filter_words(filters))}")
    with st.form("keep_filters", border=False):
        st.text_input("Keep them as", max_chars=LONGEST_NAME, key=NAME)
        st.form_submit_button(
            "Keep these filters",
            icon=":material/save:",
            on_click=_act,
            args=(lambda: keep_set(engine(), who, st.session_state[NAME], filters),),
        )
    st.markdown(
        ":gray[:small[Kept with Clear Days on this computer or server, for you alone, until you "
        "drop them. A set that is put on other records says what it does not find there.]]"
    )


def _act(act: Callable[[], object]) -> None:
    try:
        act()
    except Refusal as problem:
        st.session_state[REFUSED] = str(problem)
