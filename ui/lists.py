"""Lists of patients by description: choose one, open a patient."""

from __future__ import annotations

import hashlib

import pandas as pd
import streamlit as st

from analytics.lists import Description
from ui import state


def choose_description(
    offered: tuple[Description, ...], lists: dict[str, pd.DataFrame]
) -> Description:
    """One of the descriptions, each with its number and its sentence."""
    by_name = {description.name: description for description in offered}
    name = st.radio(
        "Description", list(by_name), key="description",
        format_func=lambda n: f"{by_name[n].title}: **{lists[n]['patient_id'].nunique()}**",
    )  # fmt: skip
    return by_name[name]


def list_table(found: pd.DataFrame, name: str) -> None:
    """The patients of a list; a marked row opens that patient, whatever was sorted or filtered."""
    ids = found["patient_id"].tolist()
    mark = hashlib.sha256("\n".join(ids).encode()).hexdigest()[:12]
    column = st.column_config
    event = st.dataframe(
        found, key=f"list_{name}_{mark}", on_select="rerun", selection_mode="single-row",
        hide_index=True, height=min(35 * (len(found) + 1) + 3, 560), placeholder="–",
        alt="Patients whose records match this description, with the numbers",
        column_config={
            "patient_id": column.TextColumn("Patient"),
            "session": column.NumberColumn("Session"),
            "numbers": column.TextColumn("Numbers", width="large"),
            "recorded": column.TextColumn("Recorded"),
            "date": column.DateColumn("Date", format="D MMM YYYY"),
            "days_since_last": column.NumberColumn("Days since last session"),
        },
    )  # fmt: skip
    chosen = event["selection"]["rows"]
    if chosen and chosen[0] < len(ids):
        state.open_patient(ids[chosen[0]])
        st.switch_page("pages/patient.py", query_params=state.address())
