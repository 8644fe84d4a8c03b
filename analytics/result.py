"""What follows from these records by these choices? Narrowed once, worked out once, one name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from analytics.needs import SINGLE_DAYS
from analytics.outcomes import CountedOnce, derive_outcomes
from analytics.records import Records
from analytics.settings import Settings
from analytics.steps import Cycles, Outcomes, Rates, Reductions
from analytics.summaries import last_dates, reduction_by_session, responder_rates
from analytics.therapies import Therapy


class Everybody(NamedTuple):
    """Up to the cut-off and before any filter."""

    patients: int
    last_dates: pd.DataFrame  # of each site: see ``last_dates``
    no_days: bool  # do all days of a diary lie after the cut-off?


@dataclass(frozen=True, eq=False)
class Result:
    """The records up to the cut-off, filtered, and what follows from them by the Definition.

    Each part is worked out when it is first asked for, and kept. The session looked at and the
    choices of a report change nothing here: whoever shows the result brings her own.
    """

    loaded: Records  # as they were read
    settings: Settings

    @property
    def therapy(self) -> Therapy:
        """The treatment after whose sessions is looked."""
        return self.settings.definition.therapy

    @cached_property
    def name(self) -> str:
        """The same records, Definition, cut-off and filters have the same name."""
        return self.settings.name_for(self.loaded)

    @property
    def before_filters(self) -> Records:
        """Everybody, up to the cut-off."""
        return self.loaded.as_of(self.settings.cut_off)

    @cached_property
    def records(self) -> Records:
        """Those whom the filters leave, up to the cut-off."""
        return self.before_filters.where(self.settings.filters)

    @property
    def cycles(self) -> Cycles:
        """What was counted, for those who hand it on; outcomes hold it too."""
        return CountedOnce(self.records).cycles(self.settings.definition)

    @cached_property
    def outcomes(self) -> Outcomes:
        """One row for each patient and session: ``derive_outcomes``."""
        return derive_outcomes(self.cycles, self.settings.definition)

    @cached_property
    def judged(self) -> Outcomes:
        """The rows of outcomes that have a percent reduction."""
        return Outcomes(self.outcomes[self.outcomes["evaluable"].fillna(False)])

    @cached_property
    def rates(self) -> Rates:
        """Responders after each session: see ``responder_rates``."""
        return responder_rates(self.outcomes)

    @cached_property
    def reductions(self) -> Reductions:
        """Days before and after each session: see ``reduction_by_session``."""
        return reduction_by_session(self.outcomes)

    @cached_property
    def other_definitions(self) -> CountedOnce:
        """The same records under other Definitions; each window is counted once."""
        return CountedOnce(self.records)

    @cached_property
    def patients(self) -> int:
        """How many are looked at."""
        return int(self.outcomes["patient_id"].nunique())

    @cached_property
    def everybody(self) -> Everybody:
        """What is told of all of them, whatever the filters leave."""
        found = self.before_filters
        return Everybody(
            len(found.patient_ids),
            last_dates(found.diary, found.patients),
            found.holds >= SINGLE_DAYS and found.diary.empty,
        )

    @cached_property
    def last_session(self) -> int:
        """The last session that anybody had; 0 of nobody."""
        return int(self.outcomes["session"].max()) if len(self.outcomes) else 0

    @cached_property
    def _places(self) -> dict[str, Sequence[int]]:
        """In which rows of the outcomes each patient is."""
        return dict(self.outcomes.groupby("patient_id", sort=False).indices)

    def has(self, patient_id: str | None) -> bool:
        """Is it one of the patients that the filters leave?"""
        return patient_id in self._places

    def of(self, patient_id: str | None) -> Outcomes:
        """The outcomes of one patient; no rows for nobody, or one who is filtered away."""
        return Outcomes(self.outcomes.iloc[self._places.get(patient_id or "", [])])

    def work_out(self) -> None:
        """What every page needs, now: whoever waits is told once."""
        _ = (self.rates, self.reductions, self.everybody)

    def nearest_session(self, wanted: int) -> int:
        """The session wanted, or the last that anybody had; 1 where nobody had one."""
        return max(1, min(wanted, self.last_session))


def result_of(records: Records, settings: Settings) -> Result:
    """The whole path: the records as of the cut-off, filtered, counted and judged."""
    return Result(records, settings)


@dataclass(frozen=True, eq=False)
class View:
    """A result as somebody looks at it: her settings hold the session and the report's choices."""

    result: Result
    settings: Settings

    @property
    def records(self) -> Records:
        """Up to the cut-off, filtered."""
        return self.result.records

    @property
    def outcomes(self) -> Outcomes:
        return self.result.outcomes

    @property
    def session(self) -> int:
        """The session looked at: as chosen, or the last that anybody had."""
        return self.result.nearest_session(self.settings.session)
