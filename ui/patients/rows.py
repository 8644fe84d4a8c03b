"""The list of patients: one row each, sorted as the user likes, opened by marking a row."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from analytics.codes import State, Verdict
from analytics.definitions import Definition
from analytics.guidelines import all_rules
from analytics.guidelines.overuse import LIMITS
from analytics.order import natural
from analytics.steps import Outcomes
from clinic import trail
from clinic.access import PATIENTS
from reports.patient_page import OnePatient, Origin, patient_page
from ui.access.sign_in import tell_once
from ui.showing.downloads import download
from ui.showing.links import to_patient
from ui.showing.screen import first_can_be_read
from ui.showing.show import MOST_ROWS, closed, inert, rows_of
from ui.tab import state
from ui.tab.cohort import Cohort, Story
from words.guidelines import MEDICATION, ROWS, VERDICT
from words.headings import state_words
from words.numbers import counted, day, fewer, half_up, number
from words.percents import REDUCED_FORMAT, between, reduction, rounded
from words.response import told_of
from words.screen import ScreenTable, on_screen
from words.since import dated

MOST_IN_BLACK = 300  # rows; of more the colour of the first column costs more than it is worth
NumberColumn, DateColumn, TextColumn = (
    st.column_config.NumberColumn,
    st.column_config.DateColumn,
    st.column_config.TextColumn,
)


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


def patients_table(rows: pd.DataFrame, cohort: Cohort) -> ScreenTable:
    """Show the rows of ``patient_rows``; a marked row opens that patient."""
    definition, session = cohort.settings.definition, cohort.session
    sessions = [name for name in rows if str(name).startswith("reduction_")]
    shown = pd.DataFrame(
        {
            "patient": rows["patient_id"],
            "state": _states(rows, definition),
            "baseline": _rounded(rows["baseline"], 1),
            "after": _rounded(rows["monthly_days"], 1),
            "recorded": [
                f"{recorded} of {window}" if pd.notna(window) else ""
                for recorded, window in zip(rows["recorded_days"], rows["window_days"], strict=True)
            ],
            **{name: _printed(rows[name], definition.threshold) for name in sessions},
            "sessions": rows["sessions"],
            "last": rows["last_session"],
        }
    )
    ids = rows["patient_id"].tolist()
    mark = hashlib.sha256("\n".join(ids).encode()).hexdigest()[:12]
    columns = _patients_columns(definition, session, sessions)
    event = st.dataframe(
        first_can_be_read(shown) if len(shown) <= MOST_IN_BLACK else shown,
        key=f"patients_{mark}",  # the widget keeps a position: other rows, another widget
        on_select="rerun",
        selection_mode="single-row",
        hide_index=True,
        height=min(35 * (len(shown) + 1) + 3, 540),
        placeholder="–",
        alt="Patients, one row each, with the percent reduction after each session",
        column_config=columns,
    )
    chosen = event["selection"]["rows"]
    if chosen and chosen[0] < len(ids):
        to_patient(ids[chosen[0]])
    return on_screen("", shown.rename(columns=_headings(columns)), definition)


def _patients_columns(
    definition: Definition, session: int, sessions: list[str]
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
                format=REDUCED_FORMAT,
                help="Percent fewer days than before session 1; below 0: more days. Empty: "
                "not judged.",
            )
            for name in sessions
        },
        "sessions": NumberColumn("Sessions", help="Sessions so far in the first course"),
        "last": DateColumn("Last session", format="D MMM YYYY"),
    }


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


def _rounded(values: pd.Series, decimals: int) -> pd.Series:
    rounded_up = values.map(lambda v: float(half_up(v, decimals)), na_action="ignore")
    return rounded_up.astype("Float64")


def _printed(reductions: pd.Series, line: int) -> pd.Series:
    """Percent reductions as they are printed, still as numbers: they can be sorted."""
    return reductions.map(lambda v: float(rounded(v, line)), na_action="ignore").astype("Float64")


def sessions_table(rows: Outcomes, definition: Definition, possible: pd.DataFrame) -> pd.DataFrame:
    """One patient's sessions, as they are shown: what was recorded, and what follows from it."""
    had = rows[rows["treated"]]
    open_ = possible.set_index("session") if len(possible) else possible

    def of(counted: pd.Series, total: pd.Series) -> list[str]:
        return [
            f"{c} of {t}" if pd.notna(c) and pd.notna(t) else ""
            for c, t in zip(counted, total, strict=True)
        ]

    return pd.DataFrame(
        {
            "Session": had["session"],
            "Date": had["session_date"].map(day, na_action="ignore"),
            "Units": had["units"].map(number, na_action="ignore"),
            "Window": [
                f"{day(row.window_start)} to {day(row.window_end)}"
                if pd.notna(row.window_start)
                else ""
                for row in had.itertuples()
            ],
            "Recorded": of(had["recorded_days"], had["window_days"]),
            definition.days.words.capitalize(): of(
                had["days"].map(_as_counted, na_action="ignore"), had["recorded_days"]
            ),
            "A month": _rounded(had["monthly_days"], 1),
            "Change": had["change"].map(fewer, na_action="ignore"),
            "Reduction": had["percent_reduction"].map(
                lambda v: reduction(v, definition.threshold), na_action="ignore"
            ),
            "Possible": [
                _possible(open_, row.session, definition.threshold) for row in had.itertuples()
            ],
            told_of(definition).column: had["responder"].map({True: "yes", False: "no"}),
            "Remark": [
                " · ".join(
                    filter(
                        None,
                        (
                            row.reason,
                            row.window_note,
                            _after(row.other_treatment),
                            _rounding(row.depends_on_rounding),
                        ),
                    )
                )
                for row in had.itertuples()
            ],
        }
    )


def _after(treatments: str) -> str:
    return f"after {treatments}" if treatments else ""


def _as_counted(days: float) -> str:
    """Days as counted, or a monthly mean with two of its decimals."""
    return number(days, 2)


def _rounding(depends: object) -> str:
    return "depends on rounding" if depends is True else ""


def choose_patient(cohort: Cohort) -> None:
    """Find a patient by id; one who is filtered away is said to be so, not replaced."""
    chosen = state.chosen_patient()
    if cohort.result.patients > MOST_ROWS:
        _type_patient(cohort, chosen)
        return
    ids = _ids(cohort)
    st.session_state.patient_chosen = chosen if chosen in ids else None
    st.selectbox(
        "Find a patient by id",
        ids,
        key="patient_chosen",
        index=None,
        width=240,
        placeholder="Find a patient by id",
        label_visibility="collapsed",
        on_change=lambda: state.open_patient(st.session_state.patient_chosen),
    )
    if chosen and chosen not in ids:
        _not_among(chosen)


def _type_patient(cohort: Cohort, chosen: str | None) -> None:
    """Of many patients the id is typed: a list of them all would be sent with every click."""
    st.session_state.patient_typed = chosen or ""
    st.text_input(
        "Patient id",
        key="patient_typed",
        width=240,
        placeholder="The patient's id",
        label_visibility="collapsed",
        on_change=lambda: state.open_patient(st.session_state.patient_typed.strip()),
    )
    if chosen and cohort.of(chosen).empty:
        _not_among(chosen)


def _not_among(chosen: str) -> None:
    st.warning(
        f"{inert(chosen)} is not among the patients that the filters leave.",
        icon=":material/filter_alt:",
    )


def about_patient(cohort: Cohort) -> str:
    """Sessions so far, days since the last, days recorded: the strip of one patient."""
    rows = cohort.of(state.chosen_patient())
    had = rows[rows["treated"]]
    if had.empty:
        return f"{counted(cohort.result.patients, 'patient')}"
    text = f"**{counted(len(had), 'session')}**"
    last = had["session_date"].iloc[-1]
    if pd.notna(last) and cohort.records.cut_off:
        since = (pd.Timestamp(cohort.records.cut_off) - last).days
        text += f", the last on {day(last)}, {counted(since, 'day')} before the cut-off"
        own = cohort.records.diary["patient_id"] == rows["patient_id"].iloc[0]
        text += f" · {counted(int(own.sum()), 'recorded day')} in all"
    if rows["usable_baseline"].iloc[0]:
        text += (
            f" · baseline {_as_counted(rows['baseline_days'].iloc[0])} of "
            f"{rows['baseline_recorded'].iloc[0]} recorded days"
        )
        text += " (thin)" if rows["thin_baseline"].iloc[0] else ""
    therapy = cohort.result.therapy
    if therapy.prior and rows[therapy.prior].fillna(0).iloc[0] == 1:
        text += f" · baseline on treatment: {therapy.what} before"
    return text


def _possible(possible: pd.DataFrame, session: int, line: int) -> str:
    """The interval that missing days leave open, in percent fewer."""
    if session not in possible.index:
        return ""
    low, high = possible.loc[session, ["lowest", "highest"]]
    if pd.isna(low) or pd.isna(high):
        return ""
    return between(low, high, line)


SINGLE_CLASSES = [f"overuse_{name}" for name in LIMITS]  # named only where a limit is reached
ICONS = {
    Verdict.MEETS: ":material/radio_button_checked:",
    Verdict.DOES_NOT_MEET: ":material/radio_button_unchecked:",
    Verdict.CANNOT_JUDGE: ":material/help:",
}


def show_verdicts(found: pd.DataFrame) -> None:
    """Which descriptions the records match; the numbers behind each are one click away."""
    for column, (verdict, icon) in zip(st.columns(3, gap="medium"), ICONS.items(), strict=True):
        these = found[found["verdict"] == verdict]
        named = these[~these["rule"].isin(SINGLE_CLASSES) | (these["verdict"] == Verdict.MEETS)]
        lines = [
            f":small[{ROWS[rule].title}, {'baseline' if session == 0 else f'session {session}'}"
            f"{_when(start, end, since)}]"
            for rule, session, start, end, since in zip(
                *(named[name] for name in ("rule", "session", "from", "to", "since")), strict=True
            )
        ]
        with column:
            st.markdown("  \n".join([f"{icon} **{len(named)}** {VERDICT[verdict]}", *lines]))
    closed(
        "The numbers behind each description, its rule and source",
        "verdicts",
        lambda: rows_of(_numbers_behind(found), "Each description with its numbers and source"),
    )


def _when(start: date, end: date, since: str) -> str:
    told = dated(start, end, since)
    return f" :gray[({told})]" if told else ""


def _numbers_behind(found: pd.DataFrame) -> pd.DataFrame:
    rules = all_rules()
    return pd.DataFrame(
        {
            "Description": [ROWS[name].title for name in found["rule"]],
            "Session": found["session"].tolist(),
            "Verdict": found["verdict"].map(VERDICT).tolist(),
            "Numbers": found["basis"].tolist(),
            "From": found["from"].map(day, na_action="ignore").tolist(),
            "To": found["to"].map(day, na_action="ignore").tolist(),
            "Since then": found["since"].tolist(),
            "Rule": [ROWS[name].sentence for name in found["rule"]],
            "Source": [rules[name].source for name in found["rule"]],
        }
    )


def show_scores(story: Story) -> None:
    """The questionnaires of this patient, before and at each session."""
    if len(story.scores):
        st.markdown("**Scores**")
        st.dataframe(
            story.scores,
            hide_index=True,
            height="content",
            placeholder="–",
            alt="Scores of questionnaires before session 1 and at each session",
        )


def show_other_records(story: Story) -> None:
    """Side effects, other treatments, scores and intake of this patient, where there are any."""
    own = story.records
    parts = (
        ("Side effects", own.adverse_events.drop(columns="patient_id")),
        ("Other treatments", own.treatments.drop(columns="patient_id")),
        ("Scores, with their dates", own.scores.drop(columns="patient_id")),
        ("Days with acute medication, by month", _intake(story.intake)),
    )
    filled = [(title, frame) for title, frame in parts if len(frame)]
    if not filled:
        return

    def fill() -> None:
        for title, frame in filled:
            st.markdown(f"**{title}**")
            rows_of(frame, title)

    closed("Side effects, other treatments, scores, medication", "other_records", fill)


def _intake(months: pd.DataFrame) -> pd.DataFrame:
    if months.empty:
        return months
    return pd.DataFrame(
        {
            "Session": months["session"],
            "From": months["start"].map(day),
            "To": months["end"].map(day),
            **{
                f"{MEDICATION[name]} (ICHD limit {limit})": [
                    f"{d} of {r}"
                    for d, r in zip(
                        months[f"{name}_days"], months[f"{name}_recorded_days"], strict=True
                    )
                ]
                for name, limit in LIMITS.items()
            },
        }
    )


def _ids(cohort: Cohort) -> list[str]:
    """The patients that the filters leave, in their order."""
    return sorted(cohort.outcomes["patient_id"].unique(), key=natural)


def find_patient(cohort: Cohort) -> None:
    """Find a patient by id and go to her page; of many the id is typed."""
    find = "Find a patient by id"
    kept: dict[str, Any] = {"key": "patient_found", "width": 240, "label_visibility": "collapsed"}
    if cohort.result.patients > MOST_ROWS:
        wanted = st.text_input(find, placeholder=find, **kept).strip()
    else:
        ids = _ids(cohort)
        wanted = st.selectbox(find, ids, index=None, placeholder=find, **kept)
    if wanted and len(cohort.of(wanted)):
        to_patient(wanted)
    elif wanted:
        _not_among(wanted)


def go_through(cohort: Cohort, patient_id: str | None) -> None:
    """Where she stands in the list looked at last, and the ones before and after her."""
    name, ids = state.looked_through()
    if patient_id not in ids:
        return
    place = ids.index(patient_id)
    before, after = _next(cohort, reversed(ids[:place])), _next(cohort, ids[place + 1 :])

    def step(label: str, to: str | None, icon: str, position: Literal["left", "right"]) -> None:
        st.button(
            label,
            icon=icon,
            icon_position=position,
            shortcut=label[0],
            type="tertiary",
            disabled=to is None,
            on_click=lambda: state.open_patient(to or patient_id),
        )

    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        step("Previous", before, ":material/chevron_left:", "left")
        st.markdown(
            f":gray[:small[{place + 1:,} of {len(ids):,} · {inert(name)}]]", width="content"
        )
        step("Next", after, ":material/chevron_right:", "right")


def _next(cohort: Cohort, ids: Iterable[str]) -> str | None:
    """The first of them whom the filters leave."""
    return next((one for one in ids if len(cohort.of(one))), None)


def last_opened(cohort: Cohort) -> None:
    """The patients opened last in this tab who are among those that the filters leave."""
    here = [one for one in state.opened() if len(cohort.of(one))]
    if not here:
        return
    st.markdown(":gray[:small[Last opened]]")
    with st.container(horizontal=True, gap="small"):
        for number_of, one in enumerate(here):
            if st.button(inert(one), key=f"last_opened_{number_of}", type="tertiary"):
                to_patient(one)


def note_opened(cohort: Cohort, patient_id: str | None) -> None:
    """Opened last; and the trail is told whose records are looked at: in the sample nobody's."""
    if patient_id and len(cohort.of(patient_id)):
        state.note_opened(patient_id)
    if patient_id and not cohort.records.synthetic and len(cohort.of(patient_id)):
        tell_once(trail.PATIENT, patient=patient_id, data=cohort.records.digest[:8])


def offer_page_for_the_file(
    cohort: Cohort, patient_id: str, story: Story, sentence: str, days_compared: str
) -> None:
    """One page for the patient's file, as HTML that prints on A4 and Letter."""
    download(
        "Page for the file",
        lambda: patient_page(
            OnePatient(
                patient_id,
                cohort.of(patient_id),
                story.days,
                story.verdicts,
                sentence,
                days_compared,
            ),
            cohort.settings.definition,
            Origin(cohort.source, cohort.records.synthetic, cohort.name),
        ),
        "page_for_the_file.html",
        "text/html",
        right=PATIENTS,
        settings=cohort.settings,
        icon=":material/print:",
    )
