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
MARKDOWN = re.compile(r":[a-z]+(-badge)?\[|\*\*|\\(?=[^\w\s])")

_buttons = st.components.v2.component(
    "clear_days_picture",
    html=HTML,
    css=CSS,
    js=(Path(__file__).parent / "picture.js").read_text(encoding="utf-8"),
)


def picture_buttons(
    key: str,
    *,
    name: str,
    title: str,
    subtitle: str,
    foot: str,
    width: Literal["stretch", "content"] = "stretch",
) -> None:
    """Buttons that save the chart beside them; ``name``: of the file, without its kind."""
    words = {"title": title, "subtitle": subtitle, "foot": foot}
    _buttons(
        key=f"picture_{key}",
        data={"name": name, **{k: plain(w) for k, w in words.items()}},
        width=width,
    )


def plain(words: str) -> str:
    """Words without the marks of markdown, for a drawing."""
    return MARKDOWN.sub("", re.sub(r"(?<!\\)\]", "", words))
