"""What is a report about? A result, and what was chosen for the report."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analytics.guidelines.base import ENOUGH_OF_A_MONTH
from analytics.guidelines.overuse import ANY, months_with_sessions
from analytics.needs import SINGLE_DAYS
from analytics.outcomes import treated_or_due
from analytics.report_choices import ReportChoices
from analytics.research.compared import study_of
from analytics.research.look_back import LATEST, MIRROR, of_session
from analytics.result import View
from analytics.therapies import Therapy


@dataclass(frozen=True, eq=False)
class Chosen(View):
    """A result, and what was chosen for the report."""

    @property
    def therapy(self) -> Therapy:
        return self.result.therapy

    @property
    def choices(self) -> ReportChoices:
        return self.settings.report

    @property
    def title(self) -> str:
        return self.choices.title_for(self.therapy)

    @cached_property
    def study(self) -> pd.Series | None:
        """The published result beside ours; None where the treatment has none of this key."""
        return study_of(self.choices.study, self.therapy)

    @property
    def limit(self) -> int:
        return self.choices.limit

    @property
    def session_numbers(self) -> range:
        return range(1, max(self.result.last_session, 1) + 1)

    @property
    def treated_ids(self) -> pd.Index:
        return treated_or_due(self.outcomes)

    @property
    def with_a_session(self) -> pd.Index:
        return pd.Index(self.records.sessions["patient_id"].unique())

    @cached_property
    def looked_back(self) -> pd.DataFrame:
        """``of_session`` of those judged after the session looked at with a month as far before.

        Empty where nobody has one, or the records hold no single days.
        """
        pairs = self._pairs
        return pairs[pairs["mirror"] == MIRROR]

    @property
    def left_out_back(self) -> bool:
        """Is such a month of somebody recorded that cannot be compared?"""
        return bool(self._pairs["left_out"].any())

    @property
    def nearer_back(self) -> bool:
        """Is a month nearer to the baseline of somebody recorded?"""
        return bool((self._pairs["mirror"] == LATEST).any())

    @cached_property
    def _pairs(self) -> pd.DataFrame:
        if not self.records.holds >= SINGLE_DAYS:
            return pd.DataFrame(columns=["patient_id", "mirror", "left_out", "responder_back"])
        return of_session(self.records, self.outcomes, self.settings.definition, self.session)

    @cached_property
    def intake(self) -> pd.DataFrame:
        """Months with acute medication of the patients with enough recorded days in them.

        Of ``months_with_sessions``; one row per patient and session.
        """
        if not len(self.records.diary):
            return pd.DataFrame(columns=["patient_id", "session", f"{ANY}_days"])
        months = months_with_sessions(self.records, self.therapy)
        return months[months[f"{ANY}_recorded_days"] >= ENOUGH_OF_A_MONTH]

    @cached_property
    def intake_of_both(self) -> pd.DataFrame:
        """Days with any class before session 1 (0) and at the end of the cycle looked at.

        Of the patients with enough recorded days in both: others move no median.
        """
        both = [0, self.session]
        days = self.intake.pivot(index="patient_id", columns="session", values=f"{ANY}_days")
        return days.reindex(columns=both).astype("float64").dropna()
