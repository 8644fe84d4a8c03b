"""How is a table drawn on the screen, so that nothing in it is cut off and every column sorts?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from clinic.access import RESEARCH
from ui.access.sign_in import may
from words.numbers import MINUS, UNDEFINED
from words.screen import Print, ScreenColumn, ScreenTable, on_paper

ROW = 35  # pixels
HIGH_ROW = 64  # from here on text is broken into lines: three of them
LINES = 3
LETTER = 7  # pixels, roughly
WIDEST, WIDEST_FIRST = 560, 300
PADDING = 24
SHORT = 12  # rows that are shown without scrolling
MOST_PRINTED = 300  # rows whose words are sent beside their numbers: for more that takes seconds
PRINTED_NUMBER = rf"^{MINUS}?[\d,]+(?P<part>\.\d+)?(?P<sign>%?)$"
# Streamlit draws a pinned column at 60%: black at 60% can be read, our ink could not.
PINNED_IN_LIGHT = "#000000"


def printed(table: ScreenTable) -> Styler:
    """The values, which sort, with the words in which each of them is printed."""
    drawn = table.values().style
    for column in table.columns:
        if column.print is not None:
            for rows, words in _told(column):
                told = words.__getitem__
                drawn = drawn.format(told, subset=(rows, [column.heading]), na_rep=UNDEFINED)
    return _first_in_black(drawn)


def _told(column: ScreenColumn) -> Iterator[tuple[Any, dict[Any, str]]]:
    """The words of each number; then the rows in which a number has others: 27 of 28, 27 of 30.

    pandas takes milliseconds for each format, so there are as few as numbers allow.
    """
    parts: list[tuple[list[int], dict[Any, str]]] = [([], {})]
    for row, value, words in zip(column.values.index, column.values, column.printed(), strict=True):
        if pd.isna(value):
            continue
        free = (part for part in parts if part[1].get(value, words) == words)
        if (part := next(free, None)) is None:
            parts.append(part := ([], {}))
        part[0].append(row)
        part[1][value] = words
    yield slice(None), parts[0][1]
    yield from parts[1:]


def first_can_be_read(frame: pd.DataFrame, words: Mapping[str, Print]) -> Styler:
    """A frame whose first column is pinned: black in the light mode; ``words``: of columns."""
    return _first_in_black(frame.style.format({**words}, na_rep=UNDEFINED))


def _first_in_black(drawn: Styler) -> Styler:
    if st.context.theme.type == "dark":
        return drawn
    return drawn.set_properties(subset=list(drawn.columns[:1]), color=PINNED_IN_LIGHT)


def looks(table: ScreenTable) -> dict[str, Any]:
    """Options of ``st.dataframe``: pinned first column, meanings on the headings, room for text."""
    longest = any(column.is_long for column in table.columns)
    rows, row = table.rows, HIGH_ROW if longest else ROW
    most = SHORT * ROW // row
    return {
        "hide_index": True,
        "placeholder": UNDEFINED,
        "row_height": row,
        "height": "content" if rows <= most else row * most + ROW + 3,
        "column_config": {
            column.heading: st.column_config.Column(
                help=column.help or None,
                pinned=place == 0,
                width=_width(column, row) or (_first_width(column) if place == 0 else None),
                alignment="right" if column.is_interval else None,
            )
            for place, column in enumerate(table.columns)
        },
    }


def _width(column: ScreenColumn, row: int) -> int | None:
    """Wide enough that the longest text fits into the lines of a row; None: as its cells are."""
    if not column.is_long:
        return None
    longest = int(column.values.dropna().astype("str").str.len().max())
    lines = LINES - 0.5 if row == HIGH_ROW else 1  # lines break between words
    return min(WIDEST, max(180, round(longest * LETTER / lines)))


def _first_width(column: ScreenColumn) -> int | None:
    """The pinned column is whole, also where the others need more than there is; None: numbers."""
    if column.print is not None:
        return None
    longest = max(map(len, [column.heading, *column.values.dropna().astype("str")]))
    return min(WIDEST_FIRST, PADDING + LETTER * longest)


def say_on_paper(key: str, height: int, row: int, rows: int) -> None:
    """On paper alone (fit.css), where nobody can scroll: how many rows of a table stand there."""
    seen = (height - ROW) // row
    if seen < rows:
        with st.container(key=f"on_paper_{key}"):
            st.markdown(f":small[{on_paper(seen, rows, leaves=may(RESEARCH))}]")


def draw(table: ScreenTable, alt: str, **options: Any) -> Any:
    """The table as a whole; ``options``: further ones of ``st.dataframe``."""
    looked = {**looks(table), **options}
    if looked["height"] != "content":
        say_on_paper(options.get("key", alt), looked["height"], looked["row_height"], table.rows)
    if table.rows <= MOST_PRINTED:
        return st.dataframe(printed(table), alt=alt, **looked)
    cells = {column.heading: plain_cells(column) for column in table.columns}
    for heading, (_, form) in cells.items():
        if form:
            looked["column_config"][heading] |= {"type_config": form}
    frame = pd.DataFrame({heading: values for heading, (values, _) in cells.items()})
    return st.dataframe(frame, alt=alt, **looked)


def plain_cells(column: ScreenColumn) -> tuple[pd.Series, dict[str, str]]:
    """The cells of a long table: numbers as they are printed, with the browser's format for them.

    Where a cell has words ("under 0.1%", "27 of 28") the column is text.
    """
    if column.print is None:
        return column.values, {}
    if pd.api.types.is_datetime64_any_dtype(column.values):
        return column.values, {"type": "date", "format": "D MMM YYYY"}
    told = pd.Series(column.printed(), index=column.values.index, dtype="str")
    told = told.mask(told == UNDEFINED)
    found = told.dropna().str.extract(PRINTED_NUMBER)
    shapes = set(zip(found["part"].fillna("").str.len(), found["sign"], strict=True))
    if found["sign"].isna().any() or len(shapes) != 1:
        return told, {}
    (decimals, sign), *_ = shapes
    bare = told.str.replace(",", "").str.replace(MINUS, "-").str.removesuffix("%")
    form = f"%.{max(decimals - 1, 0)}f{'%%' if sign else ''}"
    return pd.to_numeric(bare).astype("Float64"), {"type": "number", "format": form}
