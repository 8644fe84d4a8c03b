"""What do the screens of waiting files share? Whose they are, and a cell as it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

import streamlit as st

from ui.showing.show import inert
from ui.tab import state
from words.definitions import called, in_words
from words.foot import named
from words.loading import whom

MOST_NAMED = 3  # files by name, readings that are held
BLANK = "\u00a0"  # a row of blank cells is as high as another


def strip(names: Sequence[str]) -> None:
    """Whose file it is, what is open meanwhile, and how is counted."""
    named = ", ".join(inert(name) for name in names[:MOST_NAMED])
    if len(names) > MOST_NAMED:
        named = f"{len(names)} files"
    definition = state.settings().definition
    with st.container(gap=None):
        st.markdown(f":gray[:small[{named} · **not in use yet**; open now: {_open_now()}]]")
        st.markdown(
            f":gray[:small[Counted as in {inert(called(definition))}: {in_words(definition)}]]"
        )


def _open_now() -> str:
    records = state.records()
    if records is None:
        return "nothing"
    who = whom(records)
    if records.synthetic:
        return f"sample clinic (synthetic), {who}"
    return f"{inert(named(records.names)) or 'your records'}, {who}"


def cell(text: str) -> str:
    """A cell as it stands: no list, no heading, and never lower than its neighbours."""
    listed = re.sub(r"^(\d*)([-+=!.)])", r"\1\\\2", inert(text))
    return listed or BLANK
