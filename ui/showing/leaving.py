"""How does a table leave: as CSV, as a workbook, or copied from the screen?"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from analytics.written import CsvStyle, as_csv, cells_to_read, inert_cells
from clinic.access import RESEARCH
from reports.in_words import in_words
from reports.tables import Sheet
from reports.workbook import workbook
from ui.access.sign_in import may
from ui.showing.copied import copy_button
from ui.showing.downloads import download
from ui.showing.named import file_name
from ui.tab.cohort import Cohort
from words.screen import ScreenTable

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHOSEN = "csv_decimal"  # in this tab, for every table
MARKS = {".": "1.5", ",": "1,5"}
# Languages in which a decimal is written with a comma, and places that do otherwise (CLDR).
COMMA = (
    "af az be bg bs ca cs da de el es et eu fi fr gl hr hu hy id is it ka kk ky lt lv mk nb nl nn "
    "no pl pt ro ru sk sl sq sr sv tr uk uz vi"
)
POINT_IN = "de-ch de-li it-ch es-cu es-do es-gt es-hn es-mx es-ni es-pa es-pe es-pr es-sv es-us"
COMMA_IN = "en-za"


def decimal_of(locale: str | None) -> str:
    """The decimal mark of a browser's language: "de" and "de-AT" a comma, "de-CH" a point."""
    place = (locale or "").lower().replace("_", "-")
    comma = place.partition("-")[0] in COMMA.split() and place not in POINT_IN.split()
    return "," if comma or place in COMMA_IN.split() else "."


def csv_file(frame: pd.DataFrame, style: CsvStyle | None = None) -> bytes:
    """The frame as a spreadsheet opens it: a byte order mark, and nothing that runs."""
    return as_csv(inert_cells(frame), style or csv_style()).encode("utf-8-sig")


def csv_style() -> CsvStyle:
    """As this tab's user chose it, else as the browser's language has it."""
    return CsvStyle.of(st.session_state.get(CHOSEN) or decimal_of(st.context.locale))


def take_along(
    frame: pd.DataFrame,
    cohort: Cohort,
    name: str,
    shown: Callable[[], ScreenTable] | None = None,
    marked: int = 0,
) -> None:
    """CSV, workbook and copy of a table, with a switch that shows how numbers are written.

    A column says where it rests on assumed free days. ``shown``: what the screen shows of it, to be
    copied: as many rows as are ``marked``, or all.
    """
    if not may(RESEARCH):
        return
    if cohort.assumed:
        frame = frame.assign(rests_on_assumed_free_days=True)
    style = csv_style()
    with st.container(
        horizontal=True, gap="small", vertical_alignment="center", key=f"leaving_{name}"
    ):
        download(
            "CSV",
            lambda: csv_file(frame, style),
            file_name(cohort, name, "csv"),
            "text/csv",
            right=RESEARCH,
            settings=cohort.settings,
            icon=":material/download:",
            key=f"csv_{name}",
        )
        download(
            "Excel",
            lambda: workbook([in_words(Sheet(name, cells_to_read(frame)))]),
            file_name(cohort, name, "xlsx"),
            XLSX,
            right=RESEARCH,
            settings=cohort.settings,
            icon=":material/table:",
            key=f"xlsx_{name}",
        )
        if shown is not None:
            copy_button(shown, name, style.decimal, marked)
        _switch(name, style.decimal)


def _switch(name: str, decimal: str) -> None:
    key = f"decimal_{name}"
    st.session_state[key] = decimal
    st.segmented_control(
        "Decimal mark in CSV and copies",
        list(MARKS),
        key=key,
        format_func=lambda mark: MARKS[mark],
        required=True,
        label_visibility="collapsed",
        on_change=_choose,
        args=(key,),
    )
    st.markdown(":gray[:small[in CSV and copies]]", width="content")


def _choose(key: str) -> None:
    st.session_state[CHOSEN] = st.session_state[key]
