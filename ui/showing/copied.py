"""The table on the screen, copied with its headings: Ctrl+C in it gives nothing, and must not.

Streamlit's own copying would take hidden columns along; this one knows what is shown, no more. The
rows are sent when the button is pressed: with every run they would be sent a second time.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import streamlit as st

from analytics.written import inert_cell
from clinic import trail
from clinic.access import RESEARCH
from ui.access.sign_in import check, tell_trail
from words.numbers import MINUS, UNDEFINED, counted
from words.screen import ScreenColumn, ScreenTable

HTML = """
<span><button type="button" title="Copy the rows with their headings">Copy</button>
<output role="status"></output></span>
"""
CSS = """
span { display: flex; align-items: center; gap: 8px; min-height: 38px; }
button { border: 1px solid var(--st-border-color); cursor: pointer; padding: 8px 12px;
  background: var(--st-background-color); color: var(--st-text-color);
  font: 400 0.875rem var(--st-font); border-radius: var(--st-button-radius); }
button:hover, button:focus-visible { border-color: var(--st-primary-color);
  color: var(--st-link-color); }
output { color: var(--st-gray-text-color); font: 400 0.875rem var(--st-font); }
"""
PRESSED = "copy_pressed"  # in the session, until the rows are sent
REFUSED = "Not copied: a browser allows it on https or localhost only. The CSV holds the same."
NUMBER = re.compile(rf"{MINUS}?[\d,]+(\.\d+)?%?")
IN_TEXT = re.compile(r"\d[\d,]*(\.\d+)?")

_button = st.components.v2.component(
    "clear_days_copy",
    html=HTML,
    css=CSS,
    js=(Path(__file__).parent / "copy.js").read_text(encoding="utf-8"),
)


def copy_button(shown: Callable[[], ScreenTable], key: str, decimal: str, marked: int = 0) -> None:
    """A button that copies what is shown, made on the press; ``decimal``: the mark in its numbers.

    ``marked``: how many rows were marked, which are then what is shown; 0 is the whole table. The
    component says that it was pressed, and is given the rows in the run that follows: they leave as
    a file does, and the trail is told. That run is the button's alone: a file beside it has another
    address after each run, and a click on the one before would be lost.
    """
    pressed = f"{PRESSED}_{key}"
    label = f"Copy {counted(marked, 'row')}" if marked else "Copy"

    def press() -> None:
        st.session_state[pressed] = True

    def fill() -> None:
        data: dict[str, object] = {"refused": REFUSED, "label": label}
        if st.session_state.pop(pressed, False):
            check(RESEARCH)  # a press draws this button anew, not the page that asks
            tell_trail(trail.EXPORTED, copied=key)
            table = shown()
            data |= {**cells(table, decimal), "copied": f"{counted(table.rows, 'row')} copied"}
        _button(key=f"copy_{key}", data=data, width="content", on_pressed_change=press)

    st.fragment(fill)()


def cells(table: ScreenTable, decimal: str) -> dict[str, object]:
    """Headings, rows of text, and which columns are words. Nothing in it runs as a formula."""
    columns = [_cells(column, decimal) for column in table.columns]
    return {
        "headings": [column.heading for column in table.columns],
        "rows": [list(row) for row in zip(*columns, strict=True)],
        "words": [not pd.api.types.is_numeric_dtype(of.values) for of in table.columns],
    }


def _cells(column: ScreenColumn, decimal: str) -> list[str]:
    read = ["" if cell == UNDEFINED else cell for cell in column.printed()]
    if not pd.api.types.is_numeric_dtype(column.values) and not column.is_interval:
        return [str(inert_cell(cell)) for cell in read]
    return [_number(cell, decimal) for cell in read]


def _number(cell: str, decimal: str) -> str:
    """A number as a spreadsheet takes it: −1,234.5 is -1234,5 where commas are decimals.

    Two ends of an interval and a number with words beside it stay text, with the same mark.
    """
    if NUMBER.fullmatch(cell):
        return _written(cell, decimal).replace(MINUS, "-")
    return str(inert_cell(IN_TEXT.sub(lambda found: _written(found[0], decimal), cell)))


def _written(number: str, decimal: str) -> str:
    return number.replace(",", "").replace(".", decimal)
