"""Lists of patients by description: choose one, sort and filter it, open a patient."""

from __future__ import annotations

import hashlib

import pandas as pd
import streamlit as st

from analytics.lists import PatientList
from ui.showing.links import to_patient
from ui.showing.screen import draw
from ui.tab.state import settings
from words.lists import Description, how_many, on_screen
from words.screen import ScreenTable

ORDERS = {  # the first that a list has is the one that it begins with
    "Date, newest first": ("date", False),
    "Date, oldest first": ("date", True),
    "Days since the last session, most first": ("days_since_last", False),
    "Patient id": ("patient_id", True),
}
RECORDED = {"Any": 0.0, "At least half": 0.5, "At least nine in ten": 0.9, "Every day": 1.0}


def choose_description(
    offered: tuple[Description, ...], lists: dict[str, PatientList]
) -> Description:
    """One of the descriptions, each with its number of patients and what is looked at."""
    by_name = {description.name: description for description in offered}
    name = st.radio(
        "Description",
        list(by_name),
        key="description",
        label_visibility="collapsed",
        format_func=lambda n: (
            f"{by_name[n].title}: **{how_many(lists[n].patients, lists[n].known)}**  \n"
            f":gray[:small[{by_name[n].about}]]"
        ),
    )
    return by_name[name]


def sorted_and_filtered(found: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """The list as the user orders and narrows it, at first the newest, else by id; how narrowed."""
    narrowed = ""
    with st.container(horizontal=True, gap="small"):
        orders = [o for o, (name, _) in ORDERS.items() if found[name].notna().any()]
        order = st.selectbox("Sort by", orders, key="list_order", width=300)
        if found["recorded_days"].notna().any():
            least = st.selectbox("Recorded days", list(RECORDED), key="list_recorded", width=180)
            share = found["recorded_days"] / found["window_days"]
            found = found[(share >= RECORDED[least]).fillna(False) | (RECORDED[least] == 0)]
            narrowed = f"_recorded_{least.lower().replace(' ', '_')}" if RECORDED[least] else ""
    column, ascending = ORDERS[order]
    if column != "patient_id":  # by id it is already, as people count
        found = found.sort_values(column, ascending=ascending, kind="stable")
    return found.reset_index(drop=True), narrowed


def list_table(found: pd.DataFrame, name: str) -> ScreenTable:
    """The patients of a list; a marked row opens that patient, whatever was sorted or filtered."""
    ids = found["patient_id"].tolist()
    mark = hashlib.sha256("\n".join(ids).encode()).hexdigest()[:12]
    shown = on_screen(name, found, settings().definition)
    event = draw(
        shown,
        "Patients whose records match this description, with the numbers",
        key=f"list_{name}_{mark}",
        on_select="rerun",
        selection_mode="single-row",
    )
    chosen = event["selection"]["rows"]
    if chosen and chosen[0] < len(ids):
        to_patient(ids[chosen[0]])
    return shown
