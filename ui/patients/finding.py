"""Which patient? One by an id, the last ones opened, or the next of a list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import streamlit as st

from analytics.order import natural
from clinic import trail
from ui.access.sign_in import tell_once
from ui.showing.links import to_patient
from ui.showing.show import MOST_ROWS, inert
from ui.tab import state
from ui.tab.cohort import Cohort
from ui.tab.whole import whole


def choose_patient(cohort: Cohort) -> None:
    """Find a patient by id; one who is filtered away is said to be so, not replaced."""
    chosen = state.chosen_patient()
    if cohort.result.patients > MOST_ROWS:
        _type_patient(cohort, chosen)
        return
    ids = _ids(cohort)
    st.session_state.patient_chosen = chosen if chosen in ids else None
    st.selectbox(
        "Find a patient by id",
        ids,
        key="patient_chosen",
        index=None,
        width=240,
        placeholder="Find a patient by id",
        label_visibility="collapsed",
        on_change=_open,
        args=("patient_chosen",),
    )
    if chosen and chosen not in ids:
        _not_among(chosen)


def _open(box: str) -> None:
    """Open who was chosen or typed. An emptied box (Escape empties one) closes nobody's page."""
    if wanted := (st.session_state[box] or "").strip():
        state.open_patient(wanted)


def only_patient(cohort: Cohort | None) -> str | None:
    """Where there is but one, nobody has to say which; opened then."""
    if cohort is None or not cohort.answers or cohort.result.patients != 1:
        return None
    for only in _ids(cohort):
        state.open_patient(only)
    return state.chosen_patient()


def _type_patient(cohort: Cohort, chosen: str | None) -> None:
    """Of many patients the id is typed: a list of them all would be sent with every click."""
    st.session_state.patient_typed = chosen or ""
    st.text_input(
        "Patient id",
        key="patient_typed",
        width=240,
        placeholder="The patient's id",
        label_visibility="collapsed",
        on_change=_open,
        args=("patient_typed",),
    )
    if chosen and not cohort.has(chosen):
        _not_among(chosen)


def find_patient(cohort: Cohort) -> None:
    """Find a patient by id and go to her page; of many the id is typed."""
    find = "Find a patient by id"
    kept: dict[str, Any] = {"key": "patient_found", "width": 240, "label_visibility": "collapsed"}
    if cohort.result.patients > MOST_ROWS:
        wanted = st.text_input(find, placeholder=find, **kept).strip()
    else:
        ids = _ids(cohort)
        wanted = st.selectbox(find, ids, index=None, placeholder=find, **kept)
    if wanted and cohort.has(wanted):
        to_patient(wanted)
    elif wanted:
        _not_among(wanted)


def last_opened(cohort: Cohort) -> None:
    """The patients opened last in this tab who are among those that the filters leave."""
    here = [one for one in state.opened() if cohort.has(one)]
    if not here:
        return
    st.markdown(":gray[:small[Last opened]]")
    with st.container(horizontal=True, gap="small"):
        for number_of, one in enumerate(here):
            if st.button(inert(one), key=f"last_opened_{number_of}", type="tertiary"):
                to_patient(one)


def _ids(cohort: Cohort) -> list[str]:
    """The patients that the filters leave, in their order."""
    return sorted(cohort.outcomes["patient_id"].unique(), key=natural)


def _not_among(chosen: str) -> None:
    st.warning(
        f"{inert(chosen)} is not among the patients that the filters leave.",
        icon=":material/filter_alt:",
    )


def go_through(cohort: Cohort, patient_id: str | None) -> None:
    """Where she stands in the list looked at last, and the ones before and after her."""
    name, ids = _list_of(cohort, patient_id)
    if patient_id is None or patient_id not in ids:
        return
    place = ids.index(patient_id)
    before, after = _next(cohort, reversed(ids[:place])), _next(cohort, ids[place + 1 :])

    def step(label: str, to: str | None, icon: str, position: Literal["left", "right"]) -> None:
        st.button(
            label,
            icon=icon,
            icon_position=position,
            shortcut=label[0],
            type="tertiary",
            disabled=to is None,
            on_click=_step,
            args=(name, ids, to or patient_id),
        )

    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        step("Previous", before, ":material/chevron_left:", "left")
        st.markdown(
            f":gray[:small[{place + 1:,} of {len(ids):,} · {inert(name)}]]", width="content"
        )
        step("Next", after, ":material/chevron_right:", "right")


def _list_of(cohort: Cohort, patient_id: str | None) -> tuple[str, tuple[str, ...]]:
    """The list looked at last; who is not in it stands among all by id, where all can be chosen."""
    name, ids = state.looked_through()
    if patient_id is None or patient_id in ids or not 1 < cohort.result.patients <= MOST_ROWS:
        return name, ids
    return "All patients, by id", tuple(_ids(cohort))


@whole
def _step(name: str, ids: tuple[str, ...], to: str) -> None:
    """To another of this list, which is from now on the one that is gone through."""
    state.look_through(name, ids)
    state.open_patient(to)


def _next(cohort: Cohort, ids: Iterable[str]) -> str | None:
    """The first of them whom the filters leave."""
    return next((one for one in ids if cohort.has(one)), None)


def read_next(cohort: Cohort, patient_id: str | None = None) -> None:
    """While a page is looked at, who comes next in the list is read; of no patient, its first.

    Then the rules are held against everybody: whoever is opened after that waits for none of them.
    """
    ids = _list_of(cohort, patient_id)[1]
    if patient_id is not None:
        ids = ids[ids.index(patient_id) + 1 :] if patient_id in ids else ()
    following = _next(cohort, ids)
    if following is not None and following not in state.seen():
        cohort.read_ahead(following)
    cohort.describe()


def note_opened(cohort: Cohort | None, patient_id: str | None) -> None:
    """Opened last; and the trail is told whose records are looked at: in the sample nobody's."""
    if patient_id is None or cohort is None or not (cohort.answers and cohort.has(patient_id)):
        return
    state.note_opened(patient_id)
    if not cohort.records.synthetic:
        tell_once(trail.PATIENT, patient=patient_id, data=cohort.records.digest[:8])
