"""How wide is the screen? Known from the second run on: a phone asks for one."""

from __future__ import annotations

import streamlit as st

NARROW = "screen_is_narrow"


def narrow() -> bool:
    """Is it a phone's?"""
    return bool(st.session_state.get(NARROW, False))


def remember(*, is_narrow: bool) -> None:
    """What the browser says of it."""
    st.session_state[NARROW] = is_narrow
