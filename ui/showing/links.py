"""From a number on the screen to the patients behind it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.codes import State
from analytics.definitions import Definition
from ui.tab import history, state
from ui.tab.cohort import Cohort
from words.response import told_of

SHOW = "show"  # the query key of the Patients page


def to_patient(patient_id: str) -> None:
    """Go to this patient's page; her id stands in no address."""
    state.open_patient(patient_id)
    st.switch_page("pages/patient.py", query_params=state.address())


def state_words(definition: Definition) -> dict[str, str]:
    """What each state of a patient after a session is called, everywhere."""
    return {
        State.REACHED: told_of(definition).reached,
        State.NOT_REACHED: told_of(definition).not_reached,
        State.NOT_JUDGED: "not judged",
        State.WAITING: "waiting",
        State.NO_USABLE_BASELINE: "no usable baseline",
    }


def state_links(cohort: Cohort, counts: dict[str, int]) -> None:
    """One link per state, with its number, to the list of these patients."""
    query = state.address()
    with st.grid("auto", min_column_width=160, gap="small"):
        for name, words in state_words(cohort.settings.definition).items():
            count = counts.get(name, 0)
            st.page_link(
                "pages/patients.py",
                label=f"{count:,} {words}",
                icon=":material/chevron_right:",
                query_params={**query, SHOW: name},
                disabled=not count,
            )


def choose_state(cohort: Cohort, states: pd.Series) -> tuple[str | None, str]:
    """Which state to list, as the link said or as the user chooses; None is everyone."""
    words = state_words(cohort.settings.definition)
    counts = states.value_counts()
    if "state_listed" not in st.session_state or history.went_back():
        asked = st.query_params.get(SHOW)
        st.session_state.state_listed = asked if asked in words else None
    chosen = st.pills(
        "State after this session",
        list(words),
        key="state_listed",
        format_func=lambda name: f"{words[name]}: {counts.get(name, 0):,}",
        label_visibility="collapsed",
    )
    if chosen:
        st.query_params[SHOW] = chosen
    else:
        st.query_params.pop(SHOW, None)
    return chosen, words[chosen] if chosen else ""
