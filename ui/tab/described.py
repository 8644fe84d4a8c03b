"""What do the rules say of everybody? Worked out beside the pages, where that is cheaper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, Future
from weakref import WeakKeyDictionary

import pandas as pd

from analytics.guidelines import verdicts
from analytics.guidelines.base import with_cycles
from analytics.guidelines.overuse import intake_months
from analytics.guidelines.scores import (
    INSTRUMENTS,
    scores_by_session,
    scores_side_by_side,
    with_scores,
)
from analytics.needs import SINGLE_DAYS
from analytics.records import Records
from analytics.result import Result
from analytics.therapies import Therapy

MOST = 500  # patients; of so few the rules are held against all at the cost of a handful alone
_BEGUN: WeakKeyDictionary[Result, Future[Described]] = WeakKeyDictionary()


class Described:
    """The verdicts on some patients, and the intake and the scores behind them, by patient.

    ``records``: theirs, up to the cut-off, and with their cycles (``with_cycles``).
    """

    def __init__(self, records: Records, therapy: Therapy) -> None:
        self._verdicts = _ByPatient(verdicts(records, therapy))
        sessions = len(records.sessions) > 0
        dated = records.holds >= SINGLE_DAYS and sessions
        self._intake = _ByPatient(intake_months(records, therapy) if dated else None)
        placed = INSTRUMENTS if sessions else ()
        self._scores = {
            name: _ByPatient(scores_by_session(records, name, therapy)) for name in placed
        }
        self._therapy = therapy

    def verdicts(self, patient_id: str) -> pd.DataFrame:
        """The rows of ``verdicts`` that are hers."""
        return self._verdicts.of(patient_id)

    def intake(self, patient_id: str) -> pd.DataFrame:
        """The rows of ``intake_months`` that are hers; nothing where no single days are held."""
        return self._intake.of(patient_id)

    def scores(self, own: Records, patient_id: str) -> pd.DataFrame:
        """``scores_side_by_side`` of her records, placed once for all."""
        if not self._scores:
            return pd.DataFrame()
        found = {name: table.of(patient_id) for name, table in self._scores.items()}
        return scores_side_by_side(with_scores(own, lambda: found, self._therapy), self._therapy)


class _ByPatient:
    """A table of which one patient's rows are found at once."""

    def __init__(self, table: pd.DataFrame | None) -> None:
        self._table = pd.DataFrame() if table is None else table
        self._places: Mapping[str, Sequence[int]] = (
            {} if table is None else table.groupby("patient_id", sort=False).indices
        )

    def of(self, patient_id: str) -> pd.DataFrame:
        found = self._table.iloc[self._places.get(patient_id, [])]
        return found.reset_index(drop=True)


def describe_all(result: Result, by: Executor) -> None:
    """Begin to hold the rules against everybody, once; of more than ``MOST`` never."""
    if result not in _BEGUN and result.patients <= MOST:
        _BEGUN[result] = by.submit(_all_of, result)


def described_for_all(result: Result) -> Described | None:
    """What the rules say of all patients, if that is known by now."""
    begun = _BEGUN.get(result)
    if begun is not None and begun.done() and begun.exception() is None:
        return begun.result()
    return None


def described(result: Result, own: Records) -> Described:
    """What the rules say of all patients, if that is known by now, else of one by her own records.

    ``own``: hers, with her cycles. A rule that failed on the others is then held against her alone.
    """
    return described_for_all(result) or Described(own, result.therapy)


def _all_of(result: Result) -> Described:
    definition = result.settings.definition
    records = with_cycles(result.records, result.outcomes, definition)
    return Described(records, definition.therapy)
