"""What does the browser's Back do? It undoes the last choice, and Forward makes it again.

Every choice is written into the address, so each has an entry among the browser's. Where the
address does not carry all (filters by some columns), the tab remembers what was chosen there.
"""

from __future__ import annotations

import dataclasses
from typing import Any, Literal, NamedTuple

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from analytics.settings import SHAREABLE_COLUMNS, Settings
from ui.tab import state
from ui.tab.whole import whole

Part = Literal["choices", "list"]


class Visited(NamedTuple):
    """What was chosen at an address, and among which records."""

    settings: Settings
    not_carried: int
    records: str


def pressed() -> bool:
    """Was this run asked for by the browser's Back or Forward?"""
    run = get_script_run_ctx()
    return run is not None and run.is_history_navigation


@whole
def note() -> None:
    """The first line of a run: what Back or Forward asks for is kept until it is done.

    A later click, or a word of a component, ends a run anywhere, and the run after it is not one
    of Back: the address would be written anew from what was chosen before, and the press lost.
    """
    if pressed():
        st.session_state.to_follow = {"choices", "list"}


def to_follow(part: Part) -> bool:
    """Does the address still have to be followed in this part?"""
    return part in st.session_state.get("to_follow", ())


@whole
def followed(part: Part) -> None:
    """This part is now as the address has it."""
    st.session_state.to_follow = st.session_state.get("to_follow", set()) - {part}


def follow() -> None:
    """After Back or Forward: choose what was chosen at this address.

    Cut-off and filters only among the same records; report choices are in no address and stay.
    """
    if to_follow("choices"):
        _choose_as_here()
        followed("choices")


@whole
def _choose_as_here() -> None:
    query = {key: st.query_params.get_all(key) for key in st.query_params}
    now = state.as_chosen()
    found = st.session_state.get("places", {}).get(_key(query)) or _from_address(query, now)
    parts: dict[str, Any] = {
        "definition": found.settings.definition,
        "session": found.settings.session,
    }
    if found.records == _digest():
        parts |= {"cut_off": found.settings.cut_off, "filters": found.settings.filters}
        st.session_state.not_carried = found.not_carried
    if dataclasses.replace(now, **parts) != now:
        state.change(**parts)


def remember() -> None:
    """Keep what is chosen under the address that was written for it."""
    query = {k: v if isinstance(v, list) else [v] for k, v in state.address().items()}
    place = Visited(state.as_chosen(), st.session_state.get("not_carried", 0), _digest())
    st.session_state.places = {**st.session_state.get("places", {}), _key(query): place}


def _key(query: dict[str, list[str]]) -> tuple:
    """An address without what belongs to a page alone."""
    marks = (tuple(query.get(key, ())) for key in (state.NOT_CARRIED, "records"))
    return (Settings.from_address(query)[0], *marks)


def _from_address(query: dict[str, list[str]], now: Settings) -> Visited:
    """Of an address from before a reload: what it carries, with the filters that it cannot."""
    found = Settings.from_address(query)[0]
    kept = [pair for pair in now.filters if pair[0] not in SHAREABLE_COLUMNS]
    same = query.get("records") == ([state.OWN] if "records" in state.address() else None)
    settings = dataclasses.replace(found, filters=tuple(sorted((*found.filters, *kept))))
    return Visited(settings, st.session_state.get("not_carried", 0), _digest() if same else "")


def _digest() -> str:
    loaded = state.records()
    return loaded.digest if loaded is not None else ""
