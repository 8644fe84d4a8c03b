"""The chart as a picture: PNG and SVG, made in the browser from what is seen there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import streamlit as st

HTML = """
<span>
  <button type="button" class="png" title="Save the chart as a picture">PNG</button>
  <button type="button" class="svg" title="Save the chart as a drawing that scales">SVG</button>
</span>
"""
CSS = """
span { display: flex; justify-content: flex-end; gap: 4px; }
button { border: 0; background: none; color: var(--st-gray-text-color); cursor: pointer;
  font: 400 13px var(--st-font); padding: 2px 6px; min-height: 24px;
  border-radius: var(--st-base-radius); }
button:focus-visible { outline: 2px solid var(--st-blue-text-color); outline-offset: 1px; }
button:hover, button:focus-visible { color: var(--st-text-color);
  background: var(--st-secondary-background-color); }
"""
SENT = "picture_sent"  # in the session: what draws the pictures of this run
MARKDOWN = re.compile(r":[a-z]+(-badge)?\[|\*\*|\\(?=[^\w\s])")

BUTTONS, SAVE = (
    (Path(__file__).parent / name).read_text(encoding="utf-8")
    for name in ("picture_buttons.js", "picture.js")
)
_first = st.components.v2.component(
    "clear_days_picture", html=HTML, css=CSS, js=f"{BUTTONS}\n{SAVE}"
)
_others = st.components.v2.component("clear_days_next_picture", html=HTML, css=CSS, js=BUTTONS)


def begin() -> None:
    """A page is made anew: nothing was sent for it yet."""
    st.session_state[SENT] = False


def picture_buttons(
    key: str,
    *,
    name: str,
    title: str,
    subtitle: str,
    foot: str,
    width: Literal["stretch", "content"] = "stretch",
) -> None:
    """Buttons that save the chart beside them; ``name``: of the file, without its kind.

    What draws the picture is sent with the first chart of a page, for all of them.
    """
    buttons = _others if st.session_state.get(SENT, False) else _first
    st.session_state[SENT] = True
    words = {"title": title, "subtitle": subtitle, "foot": foot}
    buttons(
        key=f"picture_{key}",
        data={"name": name, **{k: plain(w) for k, w in words.items()}},
        width=width,
    )


def plain(words: str) -> str:
    """Words without the marks of markdown, for a drawing."""
    return MARKDOWN.sub("", re.sub(r"(?<!\\)\]", "", words))
