"""What follows from these records by these choices? Narrowed once, worked out once, one name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analytics.counting import count_days_in_memory
from analytics.cycles import Counter, count_cycles
from analytics.outcomes import CountedOnce, derive_outcomes
from analytics.records import Records
from analytics.settings import Settings
from analytics.summaries import last_dates, reduction_by_session, responder_rates
from analytics.therapies import Therapy


@dataclass(frozen=True, eq=False)
class Result:
    """The records up to the cut-off, filtered, and what follows from them by the Definition.

    Each part is worked out when it is first asked for, and kept. The session looked at and the
    choices of a report change nothing here: whoever shows the result brings her own.
    """

    loaded: Records  # as they were read
    settings: Settings
    count: Counter = count_days_in_memory

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
    def cycles(self) -> pd.DataFrame:
        """What was counted, for those who hand it on; outcomes hold it too."""
        return count_cycles(self.records, self.settings.definition, self.count)

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """One row for each patient and session: see ``outcomes``."""
        return derive_outcomes(self.cycles, self.settings.definition)

    @cached_property
    def judged(self) -> pd.DataFrame:
        """The rows of outcomes that have a percent reduction."""
        return self.outcomes[self.outcomes["evaluable"].fillna(False)]

    @cached_property
    def rates(self) -> pd.DataFrame:
        """Responders after each session: see ``responder_rates``."""
        return responder_rates(self.outcomes)

    @cached_property
    def reductions(self) -> pd.DataFrame:
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
    def patients_before_filters(self) -> int:
        return len(self.before_filters.patient_ids)

    @cached_property
    def last_dates(self) -> pd.DataFrame:
        """The last diary date of each site, before filtering: see ``last_dates``."""
        everybody = self.before_filters
        return last_dates(everybody.diary, everybody.patients)

    @cached_property
    def last_session(self) -> int:
        """The last session that anybody had; 0 of nobody."""
        return int(self.outcomes["session"].max()) if len(self.outcomes) else 0

    @cached_property
    def no_days(self) -> bool:
        """Do all days of a diary lie after the cut-off?"""
        everybody = self.before_filters
        return not everybody.counted_elsewhere and everybody.diary.empty

    def work_out(self) -> None:
        """What every page needs, now: whoever waits is told once."""
        _ = (self.rates, self.reductions, self.patients_before_filters, self.last_dates)

    def nearest_session(self, wanted: int) -> int:
        """The session wanted, or the last that anybody had; 1 where nobody had one."""
        return max(1, min(wanted, self.last_session))


def result_of(records: Records, settings: Settings) -> Result:
    """The whole path: the records as of the cut-off, filtered, counted and judged."""
    return Result(records, settings)
