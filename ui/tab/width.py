"""How wide is the screen? Known from the second run on: a phone asks for one."""

from __future__ import annotations

import streamlit as st

PHONE, WINDOW, DESK = "narrow", "medium", "wide"  # as the browser tells them
NARROW, MEDIUM = "screen_is_narrow", "screen_is_medium"


def narrow() -> bool:
    """Is it a phone's?"""
    return bool(st.session_state.get(NARROW, False))


def medium() -> bool:
    """Is it a window narrower than a desk's? Asked where a file is read alone."""
    return bool(st.session_state.get(MEDIUM, False))


def drawn(*, a_file: bool) -> str:
    """The width that this run draws for; ``a_file``: where one is read."""
    return PHONE if narrow() else WINDOW if a_file and medium() else DESK


def remember(told: str) -> None:
    """What the browser says of it."""
    st.session_state[NARROW] = told == PHONE
    st.session_state[MEDIUM] = told == WINDOW
