"""Which patients, judged how? The result on which every page of the tab looks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd
import streamlit as st

from analytics.calendar import patient_days, possible_reductions
from analytics.definitions import SITE_GAP_DAYS
from analytics.guidelines import verdicts
from analytics.guidelines.overuse import CLASSES, intake_months
from analytics.guidelines.scores import scores_side_by_side
from analytics.lists import PatientList, patient_lists
from analytics.medication import intake_by_session
from analytics.months import months_from_counts, other_events, patient_months
from analytics.records import Records
from analytics.result import Result, result_of
from analytics.settings import Settings
from analytics.summaries import patient_rows, patient_states
from analytics.tables import TABLES, Asked, make_table
from ui.tab.remembered import remembered
from ui.tab.state import is_sample, records, settings
from words.chosen import cut_off_told, filter_told, later_told
from words.guidelines import in_words as verdicts_in_words
from words.lists import in_words as list_in_words
from words.methods import METHODS
from words.numbers import counted, day
from words.response import told_of

MOST_NAMED = 5  # patients in a remark


@dataclass(frozen=True, eq=False)
class Cohort:
    """The result of this tab's records and choices, and the session looked at."""

    result: Result
    settings: Settings
    shared: bool  # does every tab see these records?

    @property
    def name(self) -> str:
        return self.result.name

    @property
    def records(self) -> Records:
        """Up to the cut-off, filtered."""
        return self.result.records

    @property
    def outcomes(self) -> pd.DataFrame:
        return self.result.outcomes

    @cached_property
    def answers(self) -> bool:
        """Is there anybody to look at, and any day of the kind that is counted?"""
        kind = self.settings.definition.days
        return self.result.last_session > 0 and self.records.has(kind)

    @property
    def session(self) -> int:
        """The session looked at: as chosen, or the last that the cohort has."""
        return self.result.nearest_session(self.settings.session)

    @cached_property
    def rate(self) -> pd.Series:
        return self.result.rates.set_index("session", drop=False).loc[self.session]

    @cached_property
    def reduction(self) -> pd.Series:
        return self.result.reductions.set_index("session", drop=False).loc[self.session]

    @cached_property
    def states(self) -> pd.Series:
        """Where each patient stands after the session looked at."""
        return patient_states(self.outcomes, self.session)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """One row a patient, with the state after the session looked at: ``patient_rows``."""
        return patient_rows(self.outcomes, self.session)

    def of(self, patient_id: str | None) -> pd.DataFrame:
        """The outcomes of one patient; no rows for nobody, or one who is filtered away."""
        return self.outcomes[self.outcomes["patient_id"] == (patient_id or "")]

    def story(self, patient_id: str) -> Story:
        """One patient's months, days, verdicts and records."""
        found: Story = _story(self.name, patient_id, self, shared=self.shared)
        return found

    def intake(self) -> pd.DataFrame:
        """Days with acute medication by session and class: the table ``intake_by_session``."""
        found: pd.DataFrame = _intake(self.name, self, shared=self.shared)
        return found

    def lists(self) -> dict[str, PatientList]:
        """Whose records match which description: the lists of ``patient_lists``."""
        found: dict[str, PatientList] = _lists(self.name, self, shared=self.shared)
        return found

    def in_words(self, name: str) -> pd.DataFrame:
        """One of the lists with its numbers in words."""
        found: pd.DataFrame = _list_in_words(self.name, name, self, shared=self.shared)
        return found

    def table(
        self,
        name: str,
        groups: tuple[str, ...] = (),
        cuts: Cuts = (),
    ) -> pd.DataFrame:
        """One of the named tables, for the session looked at; made once for a result."""
        asked = (self.name, name, self.session, groups, cuts, self)
        if TABLES[name].long:
            with st.spinner(f"{METHODS[name].of(self.result.therapy).title}: computing"):
                found: pd.DataFrame = _long_table(*asked, shared=self.shared)
        else:
            found = _table(*asked, shared=self.shared)
        return found

    @property
    def until(self) -> str:
        """Up to when the records go, in words."""
        if self.records.only_definition:
            return "de-identified, without dates"
        if self.records.cut_off is None:
            return "counts per session, no dates"
        if self.records.are_cycles:
            return f"counted elsewhere up to **{day(self.records.cut_off)}**"
        return f"records up to **{day(self.records.cut_off)}**"

    @property
    def source(self) -> str:
        if self.records.synthetic:
            return f"SYNTHETIC sample clinic, {self.until.replace('**', '')}"
        return f"{', '.join(self.records.names)}, {self.until.replace('**', '')}"

    @property
    def foot(self) -> str:
        """What every figure rests on, for its foot."""
        definition = self.settings.definition
        changed = "preset unchanged" if not definition.changes else "changed"
        assumed = " Rests on assumed free days." if self.assumed else ""
        return (
            f"Source: {self.source}. Definition {definition.label}, {changed}. "
            f"Result {self.name[:8]}.{assumed}"
        )

    @cached_property
    def assumed(self) -> int:
        """How many patients have free days that an attack list only implies."""
        marked = self.outcomes.loc[self.outcomes["assumed_free_days"] > 0, "patient_id"]
        return int(marked.nunique())

    @cached_property
    def before_first(self) -> str:
        """That the cut-off lies before the first diary date, in a sentence; empty where not."""
        dated = self.records.cut_off is not None and not self.records.are_cycles
        return self.cut_off_told if dated and self.result.no_days else ""

    @property
    def cut_off_told(self) -> str:
        """What a cut-off outside of the diary does, in a sentence; empty where it is inside."""
        return cut_off_told(self.result.loaded, self.settings.cut_off)

    @property
    def filters_told(self) -> list[str]:
        """What the filters want and the records do not have."""
        said = (filter_told(self.result.loaded, *pair) for pair in self.settings.filters)
        return [told for told in said if told]

    @cached_property
    def remarks(self) -> list[str]:
        """What a reader of any figure of this cohort has to know."""
        remarks = []
        if self.assumed:
            remarks.append(
                f"Free days are assumed for {counted(self.assumed, 'patient')}, whose attacks were "
                "listed: days without an attack in the stated period count as free."
            )
        remarks += [told for told in (self.cut_off_told, later_told(self.settings.filters)) if told]
        if after := self.records.treated_after_a_stop:
            named = ", ".join(after[:MOST_NAMED]) + (" ..." if len(after) > MOST_NAMED else "")
            remarks.append(
                f"{counted(len(after), 'stop')} dated before a later session, or on the day of "
                f"one: {named}."
            )
        if self.records.left_out:
            rows = ", ".join(f"{n:,} {table}" for table, n in self.records.left_out)
            remarks.append(f"Dated after the cut-off and left out: {rows}.")
        if len(self.result.last_dates) > 1:
            ends = ", ".join(
                f"{row.site if row.recorded else f'site {row.site}'} {day(row.last_date)}"
                for row in self.result.last_dates.itertuples()
            )
            remarks.append(f"Last entries: {ends}.")
        behind = self.result.last_dates[self.result.last_dates["behind"] > SITE_GAP_DAYS]
        for row in behind.itertuples():
            remarks.append(
                f"The records {f'of {row.site}' if row.recorded else 'without a site'} end on "
                f"{day(row.last_date)}, {row.behind} days before the latest."
            )
        if self.records.are_cycles:
            remarks.append("Counted elsewhere: what needs single days is not offered.")
        if only := self.records.only_definition:
            remarks.append(
                f"De-identified: these cycles hold what {only.label} needs; nothing can be "
                "computed by another Definition."
            )
        if self.records.hides_dropouts:
            remarks.append(
                "Counts per session: drop-outs cannot be seen, so the lowest rate may be too high."
            )
            if self.outcomes["complete_months"].any():
                remarks.append("Counts without recorded days are taken as complete months.")
        at = self.outcomes[self.outcomes["session"] == self.session]
        told = told_of(self.settings.definition)
        if rounded := int(at["depends_on_rounding"].fillna(False).sum()):
            remarks.append(
                f"Depends on rounding: {rounded} judged after this session could turn between "
                f"{told.one} and {told.none} by half a unit of the last digit of a monthly mean."
            )
        baselines = self.outcomes[self.outcomes["session"] == 0]
        if thin := int(baselines["thin_baseline"].sum()):
            remarks.append(f"Thin: {thin} usable baselines have fewer than 20 recorded days.")
        therapy = self.result.therapy
        had = baselines[therapy.prior] == 1 if therapy.prior else pd.Series(dtype="boolean")
        if prior := int(had.fillna(False).sum()):
            remarks.append(
                f"On treatment: {counted(prior, 'patient')} had {therapy.what} before session 1."
            )
        judged = self.outcomes["evaluable"].fillna(False)
        other = judged & (self.outcomes["session"] == self.session)
        if marked := int((other & (self.outcomes["other_treatment"] != "")).sum()):
            remarks.append(f"{marked} judged after this session began another new treatment.")
        left_out = self.outcomes["left_out"] & (self.outcomes["session"] == self.session)
        if gone := int(left_out.sum()):
            remarks.append(f"{gone} are waiting because another new treatment began: left out.")
        return remarks


@remembered(12, "Counting the days of each window")
def _result(name: str, _records: Records, _settings: Settings) -> Result:
    """Kept under the result's name alone: frames of patients are neither hashed nor pickled."""
    made = result_of(_records, _settings)
    made.work_out()
    return made


@dataclass(frozen=True, eq=False)
class Story:
    """What a patient's page shows besides her outcomes."""

    months: pd.DataFrame
    days: pd.DataFrame
    verdicts: pd.DataFrame  # the latest of each rule
    possible: pd.DataFrame  # what missing days leave open
    others: pd.DataFrame  # side effects, other treatments, the stop
    intake: pd.DataFrame  # days with acute medication, in the months of the verdicts
    scores: pd.DataFrame  # one row a questionnaire
    records: Records  # hers alone

    @property
    def classes(self) -> list[str]:
        """The classes of acute medication that were taken, triptans first."""
        return [
            name
            for name in CLASSES
            if f"{name}_days" in self.months and self.months[f"{name}_days"].sum()
        ]


@remembered(24, "Reading the patient's records")
def _story(name: str, patient_id: str, _cohort: Cohort) -> Story:
    definition, own = _cohort.settings.definition, _cohort.records.only([patient_id])
    rows = _cohort.of(patient_id)
    counts = own.counted_elsewhere
    found = verdicts_in_words(verdicts(own, definition.therapy)).drop_duplicates(
        ["patient_id", "rule"], keep="last"
    )
    return Story(
        months=months_from_counts(rows, definition)
        if counts
        else patient_months(own, patient_id, definition),
        days=patient_days(own, patient_id),
        verdicts=found,
        possible=possible_reductions(rows),
        others=other_events(own),
        intake=pd.DataFrame()
        if counts or own.sessions.empty
        else intake_months(own, definition.therapy),
        scores=pd.DataFrame()
        if own.sessions.empty
        else scores_side_by_side(own, definition.therapy),
        records=own,
    )


@remembered(6, "Comparing the records")
def _lists(name: str, _cohort: Cohort) -> dict[str, PatientList]:
    return patient_lists(_cohort.records, _cohort.outcomes, _cohort.settings.definition)


@remembered(12)
def _list_in_words(name: str, which: str, _cohort: Cohort) -> pd.DataFrame:
    found = _cohort.lists()[which]
    return list_in_words(which, found, _cohort.settings.definition)


@remembered(6, "Counting days with medication")
def _intake(name: str, _cohort: Cohort) -> pd.DataFrame:
    return intake_by_session(_cohort.records, _cohort.result.therapy)


Cuts = tuple[tuple[str, tuple[float, ...]], ...]


@remembered(60, "Computing the table")
def _table(
    result: str, name: str, session: int, groups: tuple[str, ...], cuts: Cuts, _cohort: Cohort
) -> pd.DataFrame:
    return make_table(name, _cohort.result, Asked(session, groups, dict(cuts)))


@remembered(60)
def _long_table(
    result: str, name: str, session: int, groups: tuple[str, ...], cuts: Cuts, _cohort: Cohort
) -> pd.DataFrame:
    """Its bar has no words: a spinner has them, for who waits for another tab's table too."""
    bar = st.progress(0.0)
    asked = Asked(session, groups, dict(cuts), bar.progress)
    found = make_table(name, _cohort.result, asked)
    bar.empty()
    return found


def current_cohort() -> Cohort | None:
    """The cohort of the tab's records and settings; None where nothing is loaded."""
    loaded, chosen = records(), settings()
    if loaded is None:
        return None
    name = chosen.name_for(loaded)
    before: Cohort | None = st.session_state.get("cohort")
    if before is not None and before.name == name and before.settings == chosen:
        return before  # with what it has worked out so far
    shared = is_sample(loaded)
    return Cohort(_result(name, loaded, chosen, shared=shared), chosen, shared)
