"""The list of patients: one row each, sorted as the user likes, opened by marking a row."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from analytics.codes import State
from analytics.definitions import Definition
from ui.showing.links import to_patient
from ui.showing.screen import MOST_PRINTED, ROW, first_can_be_read, say_on_paper
from ui.tab.cohort import Cohort
from ui.tab.remembered import remembered
from words.headings import state_words
from words.numbers import half_up
from words.percents import REDUCED_FORMAT, reduced, reduction, rounded
from words.screen import ScreenTable, on_screen

NumberColumn, DateColumn, TextColumn = (
    st.column_config.NumberColumn,
    st.column_config.DateColumn,
    st.column_config.TextColumn,
)

MOST_BESIDE = 6  # sessions, each a column: with more the last two columns lie beyond the edge


def find_by_id() -> str:
    """What the user types to find a patient by id; it stays in this tab."""
    return st.text_input(
        "Find a patient by id",
        type="search",
        placeholder="Find a patient by id",
        label_visibility="collapsed",
        width=240,
        key="find_patient",
        persist_state="session",
    ).strip()


def choose_order(cohort: Cohort) -> tuple[str, bool]:
    """By which column a long list is sorted before its first rows are shown; rising or falling."""
    after = f"reduction_{cohort.session}"
    orders = {
        "Patient id": ("patient_id", True),
        "Most days before": ("baseline", False),
        "Largest reduction": (after, False),
        "Smallest reduction": (after, True),
        "Last session, newest first": ("last_session", False),
    }
    return orders[st.selectbox("Sort by", list(orders), key="patients_order", width=240)]


def patients_table(rows: pd.DataFrame, cohort: Cohort) -> Callable[[], ScreenTable]:
    """Show the rows of ``patient_rows``, a marked row opens that patient; then what is shown."""
    definition, session = cohort.settings.definition, cohort.session
    ids = rows["patient_id"].tolist()
    mark = hashlib.sha256("\n".join(ids).encode()).hexdigest()[:12]
    shown: pd.DataFrame = _shown(cohort.name, session, mark, rows, definition, shared=cohort.shared)
    sessions = _sessions(rows)
    few = len(shown) <= MOST_PRINTED
    columns = _patients_columns(definition, session, sessions, "" if few else REDUCED_FORMAT)
    words = {name: lambda v: _in_a_cell(v, definition.threshold) for name in sessions}
    height = min(ROW * (len(shown) + 1) + 3, 540)
    say_on_paper(f"patients_{mark}", height, ROW, len(shown))
    event = st.dataframe(
        first_can_be_read(shown, words) if few else shown,
        key=f"patients_{mark}",  # the widget keeps a position: other rows, another widget
        on_select="rerun",
        selection_mode="single-row",
        hide_index=True,
        height=height,
        placeholder="–",
        alt="Patients, one row each, with the percent reduction after each session",
        column_config=columns,
    )
    chosen = event["selection"]["rows"]
    if chosen and chosen[0] < len(ids):
        to_patient(ids[chosen[0]])
    return lambda: on_screen("", shown.rename(columns=_headings(columns)), definition)


@remembered(12)
def _shown(
    name: str, session: int, who: str, _rows: pd.DataFrame, _definition: Definition
) -> pd.DataFrame:
    """The rows as they are printed, numbers still as numbers; ``who``: a digest of the ids."""
    line = _definition.threshold
    return pd.DataFrame(
        {
            "patient": _rows["patient_id"],
            "state": _states(_rows, _definition),
            "baseline": printed_number(_rows["baseline"], 1),
            "after": printed_number(_rows["monthly_days"], 1),
            "recorded": [
                f"{recorded} of {window}" if pd.notna(window) else ""
                for recorded, window in zip(
                    _rows["recorded_days"], _rows["window_days"], strict=True
                )
            ],
            **{name: _printed(_rows[name], line) for name in _sessions(_rows)},
            "sessions": _rows["sessions"],
            "last": _rows["last_session"],
        }
    )


def _sessions(rows: pd.DataFrame) -> list[str]:
    return [str(name) for name in rows if str(name).startswith("reduction_")]


def _patients_columns(
    definition: Definition, session: int, sessions: list[str], reduced_as: str
) -> dict[str, ColumnConfig]:
    return {
        "patient": TextColumn("Patient", pinned=True),
        "state": TextColumn(f"After session {session}"),
        "baseline": NumberColumn(
            "Before", format="%.1f", help=f"{definition.days.words} a month before session 1"
        ),
        "after": NumberColumn(
            "After", format="%.1f", help=f"{definition.days.words} a month after this session"
        ),
        "recorded": TextColumn("Recorded", help="Days recorded of the days in the window"),
        **{
            name: NumberColumn(
                f"S{name.removeprefix('reduction_')}",
                width=74,  # pixels: "119% more"
                format=reduced_as or None,
                help=f"Percent fewer {definition.days.words} than before session 1. Empty: "
                "not judged.",
            )
            for name in sessions
        },
        "sessions": NumberColumn("Sessions", help="Sessions so far in the first course"),
        "last": DateColumn("Last session", format="D MMM YYYY"),
    }


def _in_a_cell(value: float, line: int) -> str:
    """A reduction as it is printed; what is none says so: a minus is read as fewer."""
    return reduction(value, line) if value < 0 else reduced(value, line)


def _headings(columns: dict[str, ColumnConfig]) -> dict[str, str]:
    """The headings as they are copied: numbers in percent say so."""
    return {
        name: f"{of['label']}, %" if name.startswith("reduction_") else str(of["label"])
        for name, of in columns.items()
    }


def _states(rows: pd.DataFrame, definition: Definition) -> pd.Series:
    """The state in words; why, for those who are not judged."""
    words = rows["state"].map(state_words(definition))
    return words.where(rows["state"] != State.NOT_JUDGED, words + ": " + rows["reason"])


def printed_number(values: pd.Series, decimals: int) -> pd.Series:
    """Numbers as they are printed, still as numbers: they can be sorted."""
    rounded_up = values.map(lambda v: float(half_up(v, decimals)), na_action="ignore")
    return rounded_up.astype("Float64")


def _printed(reductions: pd.Series, line: int) -> pd.Series:
    """Percent reductions as they are printed, still as numbers: they can be sorted."""
    return reductions.map(lambda v: float(rounded(v, line)), na_action="ignore").astype("Float64")
