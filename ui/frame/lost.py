"""Is the server still there? A screen that has lost it says so at once, over everything else.

Back again it asks for its page anew: what the server holds no longer does not stay on it.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

WORDS = (
    "Not connected since {time}: the numbers are as of then, and nothing can be clicked until "
    "Clear Days is back."
)

_watch = st.components.v2.component(
    "clear_days_lost", js=(Path(__file__).with_suffix(".js")).read_text(encoding="utf-8")
)


def _run_again() -> None:
    """The run that the watch asks for is all that is needed."""


def say_when_lost() -> None:
    """Watches the connection of the tab, from its first page on."""
    _watch(key="lost", data={"words": WORDS}, height=1, on_back_change=_run_again)
