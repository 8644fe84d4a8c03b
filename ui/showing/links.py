"""From a number on the screen to the patients behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from analytics.codes import State
from clinic.access import PATIENTS
from ui.access import sign_in
from ui.showing.looked_at import note_listed
from ui.showing.show import Opens
from ui.tab import history, state
from ui.tab.cohort import Cohort
from words.headings import state_words
from words.numbers import inert

HOW_TO_OPEN = "A click at the left opens the patient."
KEYS = "Arrow keys move, Enter opens."  # not said where a finger points
SHOW = "show"  # the query key of the Patients page


def to_patient(patient_id: str) -> None:
    """Go to this patient's page; her id stands in no address."""
    state.open_patient(patient_id)
    st.switch_page("pages/patient.py", query_params=state.address())


def how_to_open(before: str, after: str, *, small: bool = False) -> None:
    """How a row of a list of patients is opened, between what else is said of the list."""
    told = [f":small[{one}]" if small else one for one in (f"{before}{HOW_TO_OPEN}", KEYS, after)]
    with st.container(horizontal=True, gap="xxsmall"):
        for one, key in zip(told, (None, "keys_named", None), strict=True):
            if one not in ("", ":small[]"):
                with st.container(key=key, width="content"):
                    st.markdown(f":gray[{one}]")


def opens_patients(cohort: Cohort, name: str, patients: Iterable[str]) -> Opens | None:
    """A click on a mark whose data begins with an id opens that patient, where the role may.

    ``patients``: all of the chart in its order, to be gone through under this ``name``. The id is
    looked for among them and in the cohort: no other text opens anything. Each mark names its
    patient, so the trail is told.
    """
    ids = dict.fromkeys(patients)
    note_listed(cohort, f"chart, {name}", ids)

    def open_mark(mark: Mapping[str, Any]) -> None:
        one = next(iter(mark.get("customdata") or ()), None)
        if one in ids and cohort.has(one):
            state.look_through(name, ids)
            to_patient(one)

    return _where_allowed("the patient", open_mark)


def opens_list(what: str, listed: Callable[..., tuple[int, str, list[str]]]) -> Opens | None:
    """A click on a mark opens the list of its patients, where the role may.

    ``listed``: from the data of the mark its session, its name in words, and its patients. What no
    mark of the chart holds opens nothing: it comes from a browser.
    """

    def open_mark(mark: Mapping[str, Any]) -> None:
        try:
            session, name, ids = listed(*mark.get("customdata") or ())
        except (KeyError, TypeError, ValueError):
            return
        if ids:
            state.change(session=session)
            state.list_only(name, ids)
            st.switch_page("pages/patients.py", query_params=state.address())

    return _where_allowed(what, open_mark)


def opens_reached(last_session: int) -> Opens | None:
    """A click on the mark of a session opens the list of those who reached the threshold then."""

    def open_mark(mark: Mapping[str, Any]) -> None:
        if (session := mark.get("x")) in range(1, last_session + 1):
            state.change(session=session)
            state.list_only("", ())
            query = {**state.address(), SHOW: State.REACHED}
            st.switch_page("pages/patients.py", query_params=query)

    return _where_allowed("the list of those who reached it", open_mark)


def _where_allowed(what: str, open_mark: Callable[[Mapping[str, Any]], None]) -> Opens | None:
    return Opens(what, open_mark) if sign_in.may(PATIENTS) else None


def only_listed(rows: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """The rows of a list that a chart opened, and its name; all where none is, or was taken off."""
    name, ids, still = state.listed()
    if not name or SHOW in st.query_params:  # a state was chosen instead
        return rows, ""
    if not still:
        was = f"The list “{inert(name)}” was of another Definition or cut-off"
        st.markdown(f":gray[:small[{was}: these are all patients.]]")
        return rows, ""
    st.button(
        "Show all again",
        icon=":material/close:",
        type="tertiary",
        on_click=lambda: state.list_only("", ()),
    )
    return rows[rows["patient_id"].isin(ids)], name


def link_to_patients(label: str) -> None:
    """To the page of one patient, whoever is chosen there."""
    st.page_link(
        "pages/patient.py",
        label=label,
        icon=":material/person:",
        query_params=state.address(),
    )


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
    if "state_listed" not in st.session_state or history.to_follow("list"):
        asked = st.query_params.get(SHOW)
        st.session_state.state_listed = asked if asked in words else None
        history.followed("list")
    chosen = st.pills(
        "State after this session",
        list(words),
        key="state_listed",
        format_func=lambda name: f"{words[name]}: {counts.get(name, 0):,}",
        label_visibility="collapsed",
        wrap=True,
    )
    if chosen:
        st.query_params[SHOW] = chosen
    else:
        st.query_params.pop(SHOW, None)
    return chosen, words[chosen] if chosen else ""
