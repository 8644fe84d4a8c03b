"""What has somebody to know who has never seen these numbers? Three sentences, once."""

from __future__ import annotations

import streamlit as st

from analytics.definitions import Definition
from ui.tab.returning import INTRODUCED
from words.first_visit import sentences


def introduce(definition: Definition, *, synthetic: bool) -> None:
    """Under the first answer on the sample, where everybody begins, until it is taken away."""
    if not synthetic or st.session_state.get(INTRODUCED):
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", wrap=False):
        st.markdown(f":small[{' '.join(sentences(definition))}]", width="stretch")
        st.button(
            "Understood",
            type="tertiary",
            on_click=lambda: st.session_state.update({INTRODUCED: True}),
        )
