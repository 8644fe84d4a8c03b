"""What goes into a report: sections, the limit of small cells, the clinic's template, settings."""

from __future__ import annotations

from typing import Any

import streamlit as st

from analytics.definitions import SMALL_CELL_LIMIT, SMALL_CELL_LIMITS
from analytics.settings import Settings
from reports.data_zip import SAFE_COLUMNS, data_zip
from reports.everything import report_files
from reports.sections import SECTIONS, ReportBasis, Section, report_sections
from ui import state
from ui.cohort import Cohort

MIMES = {
    "report.pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "report.html": "text/html",
    "tables.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "data.zip": "application/zip",
    "settings.json": "application/json",
}
WORDS = {
    "report.pptx": ("Slides", "native charts, no small cells", ":material/slideshow:"),
    "report.html": ("Report to read", "one file, no small cells", ":material/description:"),
    "tables.xlsx": ("Workbook", "every table, for the clinic", ":material/table:"),
    "data.zip": ("Data", "patients with ids and dates, for the clinic", ":material/folder_zip:"),
    "settings.json": ("Settings", "to make the same next month", ":material/tune:"),
}


def limit() -> int:
    """The least number of patients that is shared, as chosen in this tab."""
    return int(st.session_state.get("small_cell_limit", SMALL_CELL_LIMIT))


def choose_contents() -> tuple[tuple[str, ...], bytes | None]:
    """Which sections, in the order in which they are marked; and the clinic's own slides."""
    left, right = st.columns([3, 2], gap="large")
    with left:
        chosen = st.multiselect(
            "Sections, in this order", list(SECTIONS), default=list(SECTIONS),
            format_func=lambda name: SECTIONS[name], key="report_sections", persist_state="session",
        )  # fmt: skip
        st.number_input(
            "Smallest number of patients that is shared", *SMALL_CELL_LIMITS,
            value=limit(), key="small_cell_limit", persist_state="session", width=330,
            help="Slides, the report to read and the presentation leave out counts under it, and "
            "counts that would give one away by subtraction.",
        )  # fmt: skip
        st.toggle(
            "CSV files with decimal commas", key="decimal_comma", persist_state="session",
            help="For spreadsheets where commas are decimals: 12,5 and semicolons between cells. "
            "Holds for every CSV button of this tab.",
        )  # fmt: skip
    with right:
        template = st.file_uploader("The clinic's own slides (optional)", type="pptx")
        loaded = st.file_uploader("Settings from last time (optional)", type="json")
    if loaded is not None and st.session_state.get("settings_read") != loaded.file_id:
        st.session_state.settings_read = loaded.file_id
        try:
            st.session_state.settings = Settings.from_json(loaded.getvalue().decode("utf-8"))
        except ValueError as problem:
            st.error(f"{loaded.name}: {problem}")
        else:
            st.rerun()
    return tuple(chosen), template.getvalue() if template is not None else None


def sections_of(cohort: Cohort, chosen: tuple[str, ...] = tuple(SECTIONS)) -> list[Section]:
    """The sections of this cohort, without small cells."""
    return report_sections(basis_of(cohort), chosen)


def basis_of(cohort: Cohort) -> ReportBasis:
    return ReportBasis(cohort.records, cohort.outcomes, cohort.settings, cohort.name, limit())


def offer_documents(cohort: Cohort, chosen: tuple[str, ...], template: bytes | None) -> None:
    """One button makes the documents; then each can be saved."""
    asked: tuple[Any, ...] = (cohort.name, cohort.settings, chosen, limit(), template)
    if st.button("Make the documents", type="primary", icon=":material/play_arrow:"):
        with st.spinner("Making slides, report, workbook and data"):
            try:
                made = report_files(
                    cohort.records, cohort.outcomes, cohort.settings, cohort.name,
                    sections=chosen, limit=limit(), template=template,
                )  # fmt: skip
            except (KeyError, ValueError):
                st.error("The clinic's slides cannot be read: a .pptx of PowerPoint was expected.")
                return
            st.session_state.documents = (asked, made)
    kept = st.session_state.get("documents")
    if kept is None or kept[0] != asked:
        return
    badge = "_SYNTHETIC" if cohort.records.synthetic else ""
    stem = f"clear_days_{cohort.settings.definition.name}_{cohort.name[:8]}{badge}"
    for name, content in kept[1].items():
        words, about, icon = WORDS[name]
        kind = name.rpartition(".")[2]
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.download_button(words, content, file_name=f"{stem}.{kind}", mime=MIMES[name],
                               icon=icon, key=f"document_{name}", on_click="ignore")  # fmt: skip
            st.markdown(f":gray[{about}]", width="content")


def offer_de_identified(cohort: Cohort) -> None:
    """Data without ids and dates, under a key that the user keeps."""
    with st.expander("Data for others, de-identified"):
        st.markdown(
            "Ids are replaced under your key, dates become days from the first session, ages "
            "become bands. Who has the key can make the ids again: keep it away from the data."
        )
        key = st.text_input("Your key", type="password", key="hash_key")
        offered = [c for c in SAFE_COLUMNS if c == "age_band" or c in cohort.records.patients]
        columns = st.multiselect("Columns of patients", offered, default=["sex", "age_band"],
                                 format_func=lambda c: str(c).replace("_", " "))  # fmt: skip
        adam = st.toggle(
            "Column names of CDISC ADaM", help="USUBJID, AVISITN, AVAL, BASE, CHG, ..."
        )
        if not key:
            st.markdown(":gray[A key is needed first.]")
            return
        st.download_button(
            "De-identified data",
            lambda: data_zip(cohort.records, cohort.outcomes, state.settings(), key=key,
                             columns=tuple(columns), adam=adam),
            file_name="clear_days_de_identified.zip", mime="application/zip",
            icon=":material/folder_zip:", on_click="ignore",
        )  # fmt: skip
