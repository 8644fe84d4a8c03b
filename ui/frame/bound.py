"""How does a widget show what the settings say, and write into them when it is touched?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from words.numbers import inert


def bound(
    widget: Callable, label: str, key: str, value: Any, write: Callable, **options: Any
) -> None:
    """A widget that shows ``value`` and calls ``write`` with what the user makes of it."""
    st.session_state[key] = value
    widget(label, key=key, on_change=lambda: write(st.session_state[key]), **options)


def small(words: str) -> None:
    """A remark, small and grey."""
    st.markdown(f":gray[:small[{inert(words)}]]")
