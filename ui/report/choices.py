"""What goes into a report: title, sections, small cells, study, the clinic's slides, settings."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from analytics.definitions import SMALL_CELL_LIMITS
from analytics.report_choices import SECTIONS, ReportChoices
from analytics.research.compared import label_of, published
from analytics.settings import Settings
from analytics.settings_check import LONGEST_TITLE, usable_title
from clinic.access import CHOOSE, FIGURES, PATIENTS
from reports.basis import ReportBasis, Section
from reports.beside_a_study import studies
from reports.everything import DOCUMENTS, Report
from reports.own_slides import KINDS, MACROS_LEFT_OUT, NotSlides, has_macros, look_of
from reports.sections import report_sections
from ui.access.sign_in import may
from ui.showing.downloads import download
from ui.showing.links import link_to_patients
from ui.showing.named import file_name
from ui.showing.show import inert
from ui.tab import state
from ui.tab.cohort import Cohort
from ui.tab.remembered import remembered
from words.chosen import not_allowed, refused_filter
from words.needs import ONE_IS_NO_GROUP
from words.studies import unknown_study

MIMES = {
    "report.pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "report.html": "text/html",
    "tables.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "data.zip": "application/zip",
    "settings.json": "application/json",
}
WORDS = {
    "report.pptx": ("Slides", "PowerPoint, with charts to edit", ":material/slideshow:"),
    "report.html": ("Report to read", "one web page (HTML)", ":material/description:"),
    "tables.xlsx": ("Workbook", "Excel, every table, for the clinic", ":material/table:"),
    "data.zip": (
        "Data",
        "CSV in a ZIP, with ids and dates, for the clinic",
        ":material/folder_zip:",
    ),
    "settings.json": ("Settings", "JSON, to make the same next month", ":material/tune:"),
}
NEEDED = {
    "report.pptx": FIGURES,
    "report.html": FIGURES,
    "settings.json": FIGURES,
    "tables.xlsx": PATIENTS,
    "data.zip": PATIENTS,
}
FIRST = "report.pptx"  # what most people come for
CHOICES = ("title", "sections", "limit", "study")


def say_of_one(cohort: Cohort) -> None:
    """One patient is no group: where the page for the file is made instead."""
    if cohort.result.patients == 1 and may(PATIENTS):
        st.markdown(ONE_IS_NO_GROUP)
        link_to_patients("One patient, with the page for the file")


def choices() -> ReportChoices:
    return state.settings().report


def choose_contents() -> bytes | None:
    """Which sections, in the order in which they are marked; the clinic's own slides, if any."""
    if not may(*CHOOSE):
        return None
    chosen = choices()
    values = {**{name: getattr(chosen, name) for name in CHOICES}, "sections": [*chosen.sections]}
    therapy = state.settings().definition.therapy
    values["title"] = usable_title(chosen.title_for(therapy))
    offered = studies(therapy)
    unknown = unknown_study(chosen.study, therapy)
    values["study"] = None if unknown else chosen.study or next(iter(offered), None)
    for name, value in values.items():  # the settings feed the widgets, never the other way round
        st.session_state[f"report_{name}"] = value
    st.text_input(
        "Title",
        key="report_title",
        on_change=_write,
        args=("title",),
        max_chars=LONGEST_TITLE,
    )
    st.multiselect(
        "Sections, in this order",
        list(SECTIONS),
        format_func=lambda name: SECTIONS[name],
        key="report_sections",
        on_change=_write,
        args=("sections",),
        wrap=True,
    )
    _choose_study(offered, unknown)
    st.number_input(
        "Smallest number of patients that is shared",
        *SMALL_CELL_LIMITS,
        key="report_limit",
        on_change=_write,
        args=("limit",),
        width=330,
        help="Slides, the report to read and the presentation leave out counts under it, and "
        "counts that would give one away by subtraction. Two reports under different filters, "
        "thresholds, cut-offs or Definitions, of two versions or with other sections can give a "
        "small group away together: hand out one.",
    )
    with st.expander("The clinic's own slides, and settings from last time"):
        template = st.file_uploader("The clinic's own slides (optional)", type=list(KINDS))
        loaded = st.file_uploader("Settings from last time (optional)", type="json")
    _take_settings(loaded)
    return _take_template(template)


def _choose_study(offered: dict[str, int], unknown: str) -> None:
    """The published result beside ours, or why what was chosen is none."""
    st.selectbox(
        "Compared with",
        list(offered),
        format_func=lambda key: label_of(published().loc[offered[key]]),
        key="report_study",
        on_change=_write,
        args=("study",),
        placeholder="No published result",
    )
    if unknown:
        st.warning(inert(unknown))


def _write(name: str) -> None:
    value = st.session_state[f"report_{name}"]
    if name == "title":
        value = usable_title(value)
    if name == "sections":
        value = tuple(value) or choices().sections  # the last one stays
    changed: dict[str, Any] = {name: value}
    state.change(report=replace(choices(), **changed))


def _take_settings(loaded: Any) -> None:
    """Settings from a file, once for each file that is handed over."""
    if loaded is None or st.session_state.get("settings_read") == loaded.file_id:
        return
    try:
        found = Settings.from_json(loaded.getvalue().decode("utf-8"))
    except ValueError as problem:
        st.error(f"{loaded.name}: {problem}")
        return
    current = state.records()
    if unknown := unknown_study(found.report.study, found.definition.therapy):
        st.error(inert(f"{loaded.name}: {unknown}"))
        return
    if refused := refused_filter(current, found.filters):
        st.error(inert(f"{loaded.name}: {refused}"))
        return
    only = current is not None and current.only_definition
    if current is not None and only and (why := not_allowed(current, found.definition)):
        st.error(f"{loaded.name}: {why}")
        return
    st.session_state.settings_read = loaded.file_id
    st.session_state.settings = found
    st.rerun()


def _take_template(file: Any) -> bytes | None:
    """The slides handed over; a sentence where the settings name others."""
    content = file.getvalue() if file is not None else None
    if content is not None:
        digest = hashlib.sha256(content).hexdigest()
        named = choices().template_digest
        if named and named != digest and choices().template == file.name:
            st.markdown(f"{file.name} is not the same file as last time.")
        if named != digest:
            state.change(report=replace(choices(), template=file.name, template_digest=digest))
        if has_macros(content):
            st.markdown(f"{inert(file.name)}: {MACROS_LEFT_OUT}")
        st.session_state.template_seen = True
    elif st.session_state.pop("template_seen", False):
        state.change(report=replace(choices(), template="", template_digest=""))
    elif choices().template:
        st.markdown(
            f"The settings were made with the slides {choices().template}: hand them over again "
            "to have the same look."
        )
    return content


def sections_of(cohort: Cohort) -> list[Section]:
    """The chosen sections of this cohort, without small cells; made once for these settings."""
    found: list[Section] = _sections(
        cohort.name, state.settings().to_json(), basis_of(cohort), shared=cohort.shared
    )
    return found


@remembered(4, "Putting the numbers together")
def _sections(result: str, settings: str, _basis: ReportBasis) -> list[Section]:
    return report_sections(_basis)


def basis_of(cohort: Cohort) -> ReportBasis:
    return ReportBasis(cohort.result, state.settings())


def offer_documents(cohort: Cohort, template: bytes | None) -> None:
    """A button for each document; what it saves is made on the click."""
    try:
        if template:
            look_of(template)
    except NotSlides as problem:
        st.error(f"{choices().template}: {problem}")
        template = None
    report = Report(cohort.result, state.settings(), template)
    for name in DOCUMENTS:
        if not may(NEEDED[name]):
            continue
        words, about, icon = WORDS[name]
        stem, _, kind = name.rpartition(".")
        with st.container(
            horizontal=True, vertical_alignment="center", gap="small", key=f"leaving_{stem}_{kind}"
        ):
            download(
                words,
                partial(report.make, name),
                file_name(cohort, stem, kind),
                MIMES[name],
                right=NEEDED[name],
                settings=state.settings(),
                icon=icon,
                key=f"document_{name}",
                type="primary" if name == FIRST else "secondary",
            )
            st.markdown(f":gray[{about}]", width="content")
    left_out = f"Slides and report leave out counts under {choices().limit} patients."
    took = "Made on the click; of thousands of patients it takes a while."
    st.markdown(f":gray[:small[{left_out} {took}]]")
