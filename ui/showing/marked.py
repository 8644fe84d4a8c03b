"""Which rows of a table are taken along? Those that are marked are copied alone, else all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pandas as pd
import streamlit as st

from clinic.access import RESEARCH
from ui.access.sign_in import may
from ui.showing.leaving import csv_style, take_along
from ui.showing.looked_at import note_listed
from ui.showing.screen import draw
from ui.showing.show import first_rows, say_how_many
from ui.tab.cohort import Cohort
from words.screen import ScreenTable


def rows_to_take(
    frame: pd.DataFrame,
    alt: str,
    cohort: Cohort,
    name: str,
    beside: Callable[[], object] = lambda: None,
    remark: str = "",
) -> None:
    """A table under its name, and the ways to take it along; rows may be marked to be copied.

    ``beside`` draws what stands with the buttons; ``remark`` is a sentence under the rows. A mark
    or a press draws this part anew, not the page.
    """
    if "patient_id" in frame:
        note_listed(cohort, alt, frame["patient_id"])
    shown, style = first_rows(frame, name), csv_style()

    def fill() -> None:
        if csv_style() != style:  # switched here; it stands under each table of the page
            st.rerun()
        marked = _marked(shown, alt, name)
        say_how_many(frame)
        if remark:
            st.markdown(f":gray[{remark}]")
        with st.container(horizontal=True, gap="small"):
            copied = shown.only(marked) if marked else shown
            take_along(frame, cohort, name, lambda: copied, len(marked))
            beside()

    st.fragment(fill)()


def _marked(shown: ScreenTable, alt: str, name: str) -> list[int]:
    """The places of the marked rows, where the role may take them along.

    The widget keeps places: other rows, another widget.
    """
    if not may(RESEARCH):
        draw(shown, alt)
        return []
    key = f"rows_{name}_{_digest(shown)}"
    event = draw(shown, alt, key=key, on_select="rerun", selection_mode="multi-row")
    return [row for row in event["selection"]["rows"] if row < shown.rows]


def _digest(shown: ScreenTable) -> str:
    cells = "\n".join(cell for column in shown.columns for cell in column.printed())
    return hashlib.sha256(cells.encode()).hexdigest()[:12]
