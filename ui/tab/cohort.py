"""Which patients, judged how? The result on which every page of the tab looks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd
import streamlit as st

from analytics.lists import PatientList, patient_lists
from analytics.medication import intake_by_session, intake_of_the_same
from analytics.needs import SINGLE_DAYS
from analytics.records import Records
from analytics.research.look_back import AsFarBefore, as_far_before
from analytics.result import Result, View, result_of
from analytics.settings import Settings
from analytics.steps import Outcomes
from analytics.summaries import patient_rows, patient_states
from analytics.tables import TABLES, Asked, make_table
from ui.tab.remembered import remembered
from ui.tab.state import is_sample, records, settings
from ui.tab.story import Story, describe, read_ahead, story
from words import foot, remarks
from words.chosen import cut_off_told, filter_told
from words.lists import in_words as list_in_words
from words.methods import method_of
from words.pages.by_itself import ON_ITS_PAGE, beside_a_rate
from words.plan import as_planned, planned_rate

MOST_BESIDE = 20_000  # patients: of more, earlier days are counted on their own page alone


@dataclass(frozen=True, eq=False)
class Cohort(View):
    """The result of this tab's records and choices, and the session looked at."""

    shared: bool  # does every tab see these records?

    @property
    def name(self) -> str:
        return self.result.name

    @cached_property
    def answers(self) -> bool:
        """Is there anybody to look at, and any day of the kind that is counted?"""
        kind = self.settings.definition.days
        return self.result.last_session > 0 and self.records.has(kind)

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

    def has(self, patient_id: str | None) -> bool:
        """Is it one of the patients that the filters leave?"""
        return self.result.has(patient_id)

    def of(self, patient_id: str | None) -> Outcomes:
        """The outcomes of one patient; no rows for nobody, or one who is filtered away."""
        return self.result.of(patient_id)

    def story(self, patient_id: str) -> Story:
        """One patient's months, days, verdicts and records."""
        found: Story = _story(self.name, patient_id, self, shared=self.shared)
        return found

    def read_ahead(self, patient_id: str) -> None:
        """Begin with a story that is asked for next, beside whatever else is done."""
        read_ahead(self.result, patient_id)

    def describe(self) -> None:
        """Begin to hold the rules against everybody, beside whatever else is done."""
        describe(self.result)

    def intake(self) -> pd.DataFrame:
        """Days with acute medication by session and class: the table ``intake_by_session``."""
        found: pd.DataFrame = _intake(self.name, self, shared=self.shared)
        return found

    def intake_of_the_same(self) -> pd.DataFrame:
        """Before session 1 and after, of the same patients: ``intake_of_the_same``."""
        found: pd.DataFrame = _intake_of_the_same(self.name, self, shared=self.shared)
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
        session: int | None = None,
    ) -> pd.DataFrame:
        """One of the named tables, for the session looked at or another; made once for a result."""
        asked = (self.name, name, session or self.session, groups, cuts, self)
        if TABLES[name].long:
            with st.spinner(f"{method_of(name, self.settings.definition).title}: computing"):
                found: pd.DataFrame = _long_table(*asked, shared=self.shared)
        else:
            found = _table(*asked, shared=self.shared)
        return found

    def earlier_months(self) -> str:
        """How many were as far below the baseline as long before it too, in a sentence."""
        if len(self.records.patient_ids) > MOST_BESIDE:
            return ON_ITS_PAGE
        found = None
        if self.records.holds >= SINGLE_DAYS:
            found = _as_far_before(self.name, self.session, self, shared=self.shared)
        return beside_a_rate(found, self.settings.definition)

    def planned_rate(self) -> str:
        """The rate of the session looked at as the plan takes it, in a sentence; none unplanned."""
        at = self.rate.rename({"evaluable": "judged"})
        return planned_rate(self.settings, self.session, at, lambda: self.table("imputed"))

    @property
    def until(self) -> str:
        """Up to when the records go, in words."""
        return foot.until(self.records)

    @property
    def source(self) -> str:
        """Whose records, up to when, in words."""
        return foot.source(self.records)

    @property
    def foot(self) -> str:
        """What every figure rests on, for its foot."""
        return foot.foot(self.result, self.assumed, as_planned(self.settings, self.records))

    @cached_property
    def assumed(self) -> int:
        """How many patients have free days that an attack list only implies."""
        marked = self.outcomes.loc[self.outcomes["assumed_free_days"] > 0, "patient_id"]
        return int(marked.nunique())

    @cached_property
    def before_first(self) -> str:
        """That the cut-off lies before the first diary date, in a sentence; empty where not."""
        dated = self.records.cut_off is not None and not self.records.are_cycles
        return self.cut_off_told if dated and self.result.everybody.no_days else ""

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
        return remarks.remarks(self.result, self.session, self.assumed)


@remembered(12, "Counting the days of each window")
def _result(name: str, _records: Records, _settings: Settings) -> Result:
    """Kept under the result's name alone: frames of patients are neither hashed nor pickled."""
    made = result_of(_records, _settings)
    made.work_out()
    return made


@remembered(24, "Reading the patient's records")
def _story(name: str, patient_id: str, _cohort: Cohort) -> Story:
    return story(_cohort.result, patient_id)


@remembered(6, "Comparing the records")
def _lists(name: str, _cohort: Cohort) -> dict[str, PatientList]:
    return patient_lists(_cohort.records, _cohort.outcomes, _cohort.settings.definition)


@remembered(24, "Counting earlier months")
def _as_far_before(name: str, session: int, _cohort: Cohort) -> AsFarBefore:
    return as_far_before(_cohort.records, _cohort.outcomes, _cohort.settings.definition, session)


@remembered(12)
def _list_in_words(name: str, which: str, _cohort: Cohort) -> pd.DataFrame:
    found = _cohort.lists()[which]
    return list_in_words(which, found, _cohort.settings.definition)


@remembered(6, "Counting days with medication")
def _intake(name: str, _cohort: Cohort) -> pd.DataFrame:
    return intake_by_session(_cohort.records, _cohort.result.therapy)


@remembered(6, "Counting days with medication")
def _intake_of_the_same(name: str, _cohort: Cohort) -> pd.DataFrame:
    return intake_of_the_same(_cohort.records, _cohort.result.therapy)


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
