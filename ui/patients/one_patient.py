"""What stands round the pictures of one patient: head, strip, tables, the page for the file."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.codes import DayState
from analytics.definitions import Definition
from analytics.guidelines.overuse import LIMITS
from analytics.steps import Outcomes
from clinic.access import PATIENTS
from reports.patient_page import OnePatient, Origin, patient_page
from ui.patients.all_patients import printed_number
from ui.patients.finding import choose_patient, go_through
from ui.showing.downloads import download
from ui.showing.named import file_name
from ui.showing.show import closed, rows_of
from ui.tab import state
from ui.tab.cohort import Cohort, Story
from words.guidelines import MEDICATION
from words.numbers import counted, day, fewer, number
from words.pages.patient import stopped
from words.percents import between, reduction
from words.plan import as_planned
from words.response import told_of


def head(cohort: Cohort) -> None:
    """Another patient by id, the ones before and after in a list, and the page for the file."""
    patient_id = state.chosen_patient()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", width="content"):
        choose_patient(cohort)
        go_through(cohort, patient_id)
        if patient_id and cohort.has(patient_id):
            _page_for_the_file(cohort, patient_id)


def about_patient(cohort: Cohort) -> str:
    """Sessions so far, days since the last, days recorded, a stop: the strip of one patient."""
    rows = cohort.of(state.chosen_patient())
    had = rows[rows["treated"]]
    if had.empty:
        return f"{counted(cohort.result.patients, 'patient')}"
    parts = [f"**{len(had)}** {'session' if len(had) == 1 else 'sessions'}"]
    last, cut_off = had["session_date"].iloc[-1], cohort.records.cut_off
    if pd.notna(last) and cut_off:
        since = counted((pd.Timestamp(cut_off) - last).days, "day")
        parts[0] += f", the last on **{day(last)}**, {since} before"
    if told := stopped(rows):
        on = rows["stopped_on"].iloc[0]
        parts.append(f"**{told.lower()}**" + ("" if pd.isna(on) else f" on {day(on)}"))
    if pd.notna(last) and cut_off:
        parts.append(_recorded(cohort, rows["patient_id"].iloc[0]))
    if rows["thin_baseline"].iloc[0]:
        parts.append("baseline thin")
    therapy = cohort.result.therapy
    if therapy.prior and rows[therapy.prior].fillna(0).iloc[0] == 1:
        parts.append(f"baseline on treatment: {therapy.what} before")
    return " · ".join(parts)


def _recorded(cohort: Cohort, patient_id: str) -> str:
    """357 of 414 days recorded: those of the calendar; those counted as free apart from them."""
    story = cohort.story(patient_id)
    recorded = int((story.days["state"] != DayState.NOT_RECORDED).sum())
    assumed = story.picture.assumed
    told = f"**{recorded - assumed:,} of {len(story.days):,}** days recorded"
    return f"{told}, **{assumed:,}** more counted as free" if assumed else told


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
            "A month": printed_number(had["monthly_days"], 1),
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


def _possible(possible: pd.DataFrame, session: int, line: int) -> str:
    """The interval that missing days leave open, in percent fewer."""
    if session not in possible.index:
        return ""
    low, high = possible.loc[session, ["lowest", "highest"]]
    if pd.isna(low) or pd.isna(high):
        return ""
    return between(low, high, line)


def _after(treatments: str) -> str:
    return f"after {treatments}" if treatments else ""


def _as_counted(days: float) -> str:
    """Days as counted, or a monthly mean with two of its decimals."""
    return number(days, 2)


def _rounding(depends: object) -> str:
    return "depends on rounding" if depends is True else ""


def show_scores(story: Story) -> None:
    """The questionnaires of this patient, before and at each session."""
    scores = story.rules.said.scores
    if len(scores):
        when = scores.set_index("Score").T.map(number)
        st.markdown("**Scores**")
        st.table(when.rename_axis("Score", axis="columns"), border="horizontal")


def show_other_records(story: Story) -> None:
    """Side effects, other treatments, scores and intake of this patient, where there are any."""
    own = story.records
    parts = (
        ("Side effects", "adverse_events", own.adverse_events),
        ("Other treatments", "treatments", own.treatments),
        ("Scores, with their dates", "scores", own.scores),
        ("Days with acute medication, by month", "", story.rules.said.intake),
    )
    filled = [part for part in parts if len(part[-1])]
    if not filled:
        return

    def fill() -> None:
        for title, name, frame in filled:
            st.markdown(f"**{title}**")
            shown = frame.drop(columns="patient_id") if name else _intake(frame)
            rows_of(shown, title, name)

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


def _page_for_the_file(cohort: Cohort, patient_id: str) -> None:
    """One page for the patient's file, as HTML that prints on A4 and Letter.

    Its name tells two patients apart without an id: by what is recorded of each. What it says is
    read before: a file is made outside of a run, where nothing that a tab remembers is at hand.
    """
    story, rows = cohort.story(patient_id), cohort.of(patient_id)
    download(
        "Page for the file",
        lambda: patient_page(
            OnePatient(
                patient_id, rows, story.days, story.rules.said.facts, story.told, story.months
            ),
            cohort.settings.definition,
            Origin(
                cohort.source,
                cohort.records.synthetic,
                cohort.name,
                as_planned(cohort.settings, cohort.records),
            ),
        ),
        file_name(cohort, f"page_for_the_file_{story.records.digest[:8]}", "html"),
        "text/html",
        right=PATIENTS,
        settings=cohort.settings,
        icon=":material/print:",
    )
