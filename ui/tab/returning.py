"""What does a tab find again after a reload, sleep or a lost connection?

Glue between a tab and ``clinic.waiting``: which browser and person it is, what of the tab waits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import streamlit as st
from streamlit.runtime import get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx

from analytics.records import Records
from clinic.waiting import IDLE_HOURS, WAITING, Place
from ui.access import sign_in

FORGOTTEN = "These records were forgotten in another tab of this browser."
RESTARTED = "Clear Days was restarted: the records it held are forgotten. Load them again."
VIEW = "view"  # in the address and in the tab: the number of what it looks at
FILES = (  # that were dropped, with their questions and answers
    "pending",
    "pending_sources",
    "pending_due",  # is their reading still to be finished?
    "pending_choices",
    "pending_before",
    "pending_asked",
    "pending_made",
    "pending_wanted",
    "asked_apart",
)
READ_FROM = ("used_sources", "used_choices", "used_before")  # the files of what is in use
CLOSED = "closed"  # the records, by a click: the sample does not open by itself then
INTRODUCED = "introduced"  # what is told at the first visit was taken away
LOOKED_THROUGH = "looked_through"  # the list that is gone through patient by patient
LISTS = (
    LOOKED_THROUGH,
    "description",
    "list_order",
    "list_recorded",
    "find_patient",
    "patients_order",
    "same_patients",
    "slide",
)
KEPT = (
    "records",
    "report",
    "gone",
    "ended",
    "settings",
    "arrived",
    "not_carried",
    "patient_id",
    "opened",
    "seen",  # the ticks of *Today*
    "coming_day",
    "coming_span",
    "coming_pasted",
    "choices_told",
    "kept_version",
    "used_mappings",
    *READ_FROM,
    CLOSED,
    INTRODUCED,
    *FILES,
    *LISTS,
)


def cookie_name() -> str:
    """With the port, because a browser gives a cookie to every port of a machine."""
    return f"clear_days_{st.get_option('server.port')}"


def browser() -> str:
    """The cookie of this tab's browser; "" where nothing waits: no server.py, or switched off."""
    if not sign_in.configuration().records_wait:
        return ""
    found = st.context.cookies.get(cookie_name(), "")
    return found if WAITING.knows(found) else ""


def keep() -> None:
    """Let what this tab holds wait for its browser; ``view`` is then its number."""
    if not (name := browser()):
        st.session_state.pop(VIEW, None)
        return
    held = {key: st.session_state[key] for key in KEPT if key in st.session_state}
    records = held.get("records")
    own = records is not None and not records.synthetic
    st.session_state[VIEW] = WAITING.keep(
        _place(name, number()), held, _session(), own=own, is_live=is_live
    )


def number() -> str:
    """The number of this tab's view; "" while it has none."""
    found: str = st.session_state.get(VIEW, "")
    return found


def take(wanted: str) -> Mapping[str, object] | None:
    """What waits under this number for this browser and person; None: nothing."""
    if not wanted or not (name := browser()):
        return None
    taken, kept = WAITING.take(_place(name, wanted), _session(), is_live)
    if kept is not None:
        st.session_state[VIEW] = taken
    return kept


def latest_own() -> str:
    """The number of her own records that this browser looked at last; "" where none wait."""
    name = browser()
    return WAITING.latest_own(name, _person()) if name else ""


def closed() -> bool:
    """Was the last that this browser did with records to close them?"""
    name = browser()
    return bool(name) and bool(WAITING.latest(name, _person()).get(CLOSED))


def was_here_before() -> bool:
    """Did this browser come with a cookie that is not known any more?"""
    name = browser()
    return bool(name) and WAITING.was_here_before(name, _person())


def forget(records: Records) -> None:
    """Let these records wait no longer, for no tab of this browser."""
    if name := browser():
        instead = {"choices_told": [FORGOTTEN]}
        WAITING.forget(_place(name, number()), records, FILES, instead, is_live)


def leave() -> None:
    """She signs out: nothing of hers waits in this browser."""
    if name := browser():
        WAITING.forget_person(name, sign_in.person().key)


sign_in.LEAVING.append(leave)


def forgotten(records: Records | None) -> bool:
    """Have they been forgotten in another tab of this browser?"""
    if records is None or records.synthetic or not (name := browser()):
        return False
    return WAITING.forgotten(name, _person(), records)


def how_kept() -> str:
    """Where loaded records are and for how long, in one sentence that is true here."""
    if browser():
        return (
            "Records wait in the memory of Clear Days for this browser alone, never on a disk: "
            f"until *Forget these records*, until Clear Days ends, or for {IDLE_HOURS} hours "
            "without an open tab."
        )
    return "Records are kept in the tab only, never on a disk, and a reload forgets them."


def how_a_list_is_kept() -> str:
    """Where the list of a day is that was pasted, and for how long."""
    if browser():
        return "Kept in memory beside the records, gone with them"
    return "Kept in this tab only, gone when it closes or is loaded again"


def is_of_before(view: str) -> bool:
    """Did this browser look at this view before Clear Days ended, or forgot it?"""
    name = browser()
    return bool(name) and WAITING.is_of_before(name, view)


def how_ended() -> tuple[str, str]:
    """Why nothing is there, for a browser whose cookie is of an earlier time: headline and more."""
    if WAITING.restarted(browser()):
        return RESTARTED, how_kept()
    return "Nothing is loaded.", (
        f"This browser was here before, and {IDLE_HOURS} hours have passed without an open tab: "
        f"records that were loaded then are gone. {how_kept()}"
    )


def is_live(session: str) -> bool:
    """Is the tab of this session connected?"""
    return get_instance().is_active_session(session) is True


def _place(name: str, view: str) -> Place:
    return Place(name, _person(), view)


def _person() -> str:
    """Who she is and what she may see: with other rights she finds nothing of before."""
    who = sign_in.person()
    return f"{who.key}:{hashlib.sha256(repr((who.rights, who.sites)).encode()).hexdigest()}"


def _session() -> str:
    context = get_script_run_ctx()
    return context.session_id if context else ""
