"""Rows of estimates for the charts of the research pages, and the choice of groups."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from analytics.codes import Arm, Unit
from analytics.definitions import FEW_JUDGED, Definition
from analytics.research.subgroups import BASELINE_COLUMNS, MEASURED, NUMBERS, offered
from analytics.therapies import Therapy
from charts.rows import EstimateRow
from ui.tab.cohort import Cohort, Cuts
from words.numbers import counted, number
from words.pages.compared import about, is_a_share, ticks_beside_it, told_beside_it
from words.pages.subgroups import COUPLED
from words.percents import percent, share
from words.studies import short
from words.tables import meaning

LEVELS = (0, 0.25, 0.5, 0.75, 1)
TICKS = tuple(percent(level) for level in LEVELS)
NAN = math.nan
CHOOSE_AT = "median"


def choose_groups(cohort: Cohort) -> tuple[str, Cuts]:
    """The baseline column that makes the groups ("": none is recorded), and its cuts.

    Days of the baseline are no choice until somebody asks for them.
    """
    patients = cohort.records.patients
    own = [
        name
        for name in patients
        if name not in (*BASELINE_COLUMNS, "patient_id", "clinician", "stopped_on", "stop_reason")
        and patients[name].nunique() in range(2, 9)
    ]
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        asked = st.session_state.get("by_the_baseline", False)
        choices = [*offered(patients), *own, *([MEASURED] if asked else [])]
        column = st.selectbox(
            "Groups by",
            choices,
            key="group_column",
            width=260,
            format_func=lambda name: str(name).replace("_", " "),
            help="Only what was known before session 1: groups made from what came later differ "
            "because of it.",
        )
        typed = ""
        if column in NUMBERS:
            typed = st.text_input(
                "Cut at",
                key=f"cut_{column}",
                width=200,
                placeholder=CHOOSE_AT,
                help="One number or several, as 40, 60. A group begins at each. Empty: the median.",
            )
        st.toggle("Days of the baseline too", key="by_the_baseline", help=COUPLED)
    if column not in NUMBERS:
        return str(column or ""), ()
    try:
        values = tuple(sorted({float(part) for part in typed.replace(";", ",").split(",")}))
    except ValueError:
        if typed.strip():
            st.warning("Numbers were expected, as 40, 60; cut at the median instead.")
        return str(column), ()
    return str(column), ((str(column), values),)


def group_rows(found: pd.DataFrame) -> list[EstimateRow]:
    """One row a group: the rate, and under it the difference to the largest."""
    rows = []
    for group in found.itertuples():
        if pd.isna(group.rate):
            about = f"{group.judged:,} of {group.of:,} judged: under {FEW_JUDGED}, no rate"
            rows.append(EstimateRow(str(group.group), about, NAN, NAN, NAN, "", "few"))
            continue
        about = share(int(group.responders), int(group.judged))
        if not group.recorded:
            about += f" · {group.judged:,} of {group.of:,} judged, compared with no group"
        elif pd.notna(group.difference):
            about += (
                f" · difference {number(group.difference)} points, "
                f"{number(group.difference_low)} to {number(group.difference_high)}"
            )
        else:
            about += " · the largest group"
        rows.append(
            EstimateRow(
                str(group.group),
                about,
                group.rate,
                group.ci_low,
                group.ci_high,
                percent(group.rate),
            )
        )
    return rows


def paired_rows(pairs: pd.DataFrame) -> list[EstimateRow]:
    """One row a session against the first; of under ten patients counts alone."""
    rows = []
    for row in pairs.itertuples():
        title, patients = (
            f"Session {row.session} against session 1",
            counted(row.patients, "patient"),
        )
        if row.patients < FEW_JUDGED:
            first, later = row.both + row.only_first, row.both + row.only_later
            about = f"{patients}, {first} then {later} of them: under {FEW_JUDGED}, no difference"
            rows.append(EstimateRow(title, about, NAN, NAN, NAN, "", "few"))
            continue
        rates = f"{percent(row.rate_first)} then {percent(row.rate_later)}"
        difference = row.difference, row.ci_low, row.ci_high
        rows.append(EstimateRow(title, f"{patients}, {rates}", *difference, number(row.difference)))
    return rows


def response_rows(five: pd.DataFrame, session: int, definition: Definition) -> list[EstimateRow]:
    return [
        EstimateRow(
            row.response.capitalize(),
            f"{meaning(row.response, session, definition)}: "
            f"{share(int(row.patients), int(row.of))}",
            row.share,
            row.ci_low,
            row.ci_high,
            percent(row.share),
            "plain" if row.of >= FEW_JUDGED else "few",
        )
        for row in five.itertuples()
    ]


def compared_rows(
    rows: pd.DataFrame, study: pd.Series, therapy: Therapy
) -> tuple[list[EstimateRow], list[float], list[str]]:
    """Ours first, then the study, then control arms; with the axis that holds them all."""
    shown = []
    for _, row in rows.iterrows():
        value, low, high = (
            NAN if pd.isna(row[name]) else float(row[name])
            for name in ("value", "ci_low", "ci_high")
        )
        told = told_beside_it(value, row["unit"], share=is_a_share(study))
        ours = row["kind"] == Arm.OURS
        title = "Our records" if ours else short(row["who"], therapy)
        kind = "ours" if ours else row["kind"]
        possible = None
        if pd.notna(row["due"]) and row["due"] > row["n"]:
            possible = float(row["lowest"]), float(row["highest"])
        shown.append(EstimateRow(title, about(row, study), value, low, high, told, kind, possible))
    every = [v for row in shown for v in (row.value, row.low, row.high, *(row.possible or ()))]
    ends = [v for v in every if not math.isnan(v)]
    step = 10 if max(map(abs, ends), default=0) > 20 else 2
    low, high = min([0.0, *ends]), max([0.0, *ends])
    levels = [float(step * k) for k in range(math.floor(low / step), math.ceil(high / step) + 1)]
    unit = Unit.PERCENT if (rows["unit"] == Unit.PERCENT).any() else study["unit"]
    return shown, levels, ticks_beside_it(levels, unit, share=is_a_share(study))
