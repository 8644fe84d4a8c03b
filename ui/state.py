"""What does this tab hold? Records, settings and the patient looked at, and nothing else.

Settings are the only source of what the widgets show; the address is written from them. Records
live in the tab and are gone after a reload: then nobody may read the sample as her own patients.
"""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from analytics.definitions import PRESETS, Definition
from analytics.importing import ImportReport, Source, read_records
from analytics.records import Records
from analytics.settings import Settings

SAMPLE_FOLDER = Path(__file__).parent.parent / "data" / "sample"
SAMPLE_TABLES = ("diary", "sessions", "patients", "scores", "adverse_events", "treatments")
OWN = "own"  # in the address: this tab held the user's records


@st.cache_resource(show_spinner="Opening the sample clinic")
def sample() -> tuple[Records, ImportReport]:
    """The synthetic clinic; the same for everyone, so shared by everyone."""
    sources = [
        Source(f"{name}.csv", (SAMPLE_FOLDER / f"{name}.csv").read_bytes(), name)
        for name in SAMPLE_TABLES
    ]
    return read_records(sources, synthetic=True)


def arrive(*, link_counts: bool = True) -> None:
    """On the first run of a tab: settings from the address; the sample, unless records are gone.

    ``link_counts``: may the address choose settings?
    """
    if "settings" in st.session_state:
        return
    query = {key: st.query_params.get_all(key) for key in st.query_params}
    link = query if link_counts else {}
    st.session_state.settings, st.session_state.link_problems = Settings.from_address(link)
    st.session_state.patient_id = None
    if query.get("records") == [OWN]:
        st.session_state.records, st.session_state.report = None, None
        st.session_state.gone = True
    else:
        open_sample()


def open_sample() -> None:
    use(*sample())


def use(records: Records, report: ImportReport | None) -> None:
    """Look at these records from now on; filters and patient of others do not apply to them.

    ``report``: what the door said; None for records that were kept.
    """
    st.session_state.pop("kept_version", None)
    if not records.synthetic or not st.session_state.get("first_use", True):
        change(filters=(), cut_off=None)
    st.session_state.first_use = False
    st.session_state.records, st.session_state.report = records, report
    st.session_state.patient_id = None
    st.session_state.gone = False


def forget() -> None:
    """Drop the records and everything made from them."""
    from ui.cohort import forget_results
    from ui.report import forget_sections
    from ui.show import forget_figures

    forget_results()
    forget_figures()
    forget_sections()
    st.session_state.records, st.session_state.report = None, None
    st.session_state.patient_id, st.session_state.gone = None, False
    change(filters=(), cut_off=None)


def is_sample(records: Records) -> bool:
    """Are they those that every tab sees?"""
    return records is sample()[0]


def records() -> Records | None:
    found: Records | None = st.session_state.records
    return found


def report() -> ImportReport | None:
    """What the door said about the tab's records."""
    found: ImportReport | None = st.session_state.report
    return found


def settings() -> Settings:
    """The choices, as far as the records leave them."""
    found: Settings = st.session_state.settings
    return found.as_counted(st.session_state.get("records"))


def change(**parts: Any) -> None:
    st.session_state.settings = dataclasses.replace(settings(), **parts)


def choose_preset(name: str) -> None:
    change(definition=PRESETS[name])


def change_definition(part: str, value: object) -> None:
    definition: Definition = settings().definition
    change(definition=dataclasses.replace(definition, **{part: value}))  # type: ignore[arg-type]


def change_filter(column: str, values: list[str]) -> None:
    others = tuple(pair for pair in settings().filters if pair[0] != column)
    change(filters=tuple(sorted((*others, (column, tuple(values))))) if values else others)


def change_cut_off(day: date | None, last: date | None) -> None:
    change(cut_off=None if day == last else day)


def address() -> dict[str, str | list[str]]:
    """The settings as a query, with the mark that this tab holds the user's own records."""
    current = st.session_state.records
    own = {} if current is not None and current.synthetic else {"records": OWN}
    return {**settings().address(), **own}


def write_address(kept: tuple[str, ...]) -> None:
    """Bring the address up to date; ``kept`` names what belongs to the page itself."""
    wanted: dict[str, Any] = {
        **address(),
        **{key: st.query_params[key] for key in kept if key in st.query_params},
    }
    present = {key: st.query_params.get_all(key) for key in st.query_params}
    as_lists = {key: value if isinstance(value, list) else [value] for key, value in wanted.items()}
    if present != as_lists:
        st.query_params.from_dict(wanted)


def open_patient(patient_id: str) -> None:
    st.session_state.patient_id = patient_id


def chosen_patient() -> str | None:
    found: str | None = st.session_state.patient_id
    return found
