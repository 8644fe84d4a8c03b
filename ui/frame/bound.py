"""How does a widget show what the settings say, and write into them when it is touched?

Nothing is lost where it is not drawn: it shows the settings again when it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from ui.tab.whole import whole
from words.numbers import inert


def bound(
    widget: Callable, label: str, key: str, value: Any, write: Callable, **options: Any
) -> None:
    """A widget that shows ``value`` and calls ``write`` with what the user makes of it."""
    st.session_state[key] = value
    take = whole(lambda: write(st.session_state[key]))
    widget(label, key=key, on_change=take, **options)


def drawer(label: str, key: str, fill: Callable[[], object], **looks: Any) -> None:
    """A popover whose widgets are made, and sent, when it is opened: most runs need none of them.

    What it is called follows ``label`` while it is closed: under another name it is another
    popover, which would open again over whoever has just closed it. ``looks``: further options of
    ``st.popover``.
    """
    key = f"open_{key}"
    st.session_state[key] = st.session_state.get(key, False)  # where it was not drawn, too
    if not st.session_state[key]:
        st.session_state[f"{key}_as"] = label
    called = st.session_state.get(f"{key}_as", label)
    box = st.popover(called, key=key, on_change="rerun", **looks)
    if box.open:
        with box:
            fill()


def small(words: str) -> None:
    """A remark, small and grey."""
    st.markdown(f":gray[:small[{inert(words)}]]")
