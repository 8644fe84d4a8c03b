"""How far did one patient's days truly fall? What the months of all say of each.

Recorded months are partly chance: of a patient who was looked at because her month was good some of
it is that. Nothing here says why days fell, and it is no control group.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.codes import EntryRule
from analytics.definitions import Definition
from analytics.records import Records
from analytics.research.habits import Entered, FittedHabits, PatientMonths, belief, fit
from analytics.research.intervals import drawn
from analytics.research.look_back import MONTHS_AROUND, around_of, months_asked
from analytics.research.spells import hang_together
from analytics.steps import Outcomes

FEWEST = 50  # patients with an earlier month that nobody was chosen by
MOST = 10_000  # of more, so many are drawn at random to fit; each is told by what they say
LINES = (0.3, 0.5)
COLUMNS = [
    "patient_id",
    "session",
    "recorded_baseline",
    "recorded_after",
    "months_used",
    "rho",
    "percent_reduction",
    "expected_reduction",
    "low",
    "high",
    "probability_30",
    "probability_50",
    "chance_if_unchanged",
]


@dataclass(frozen=True, eq=False)
class OfOneSession:
    """Those judged after one session without another new treatment, and what is recorded of each.

    ``fitted``: by all of them; where under 50 have an earlier month by everybody's last session
    judged (``own`` False), None under 50 of these. ``with_earlier``: how many have one.
    """

    rows: pd.DataFrame
    months: PatientMonths
    with_earlier: int
    fitted: FittedHabits | None
    own: bool
    asked: int  # months that the entry rule looked at

    def days_before(self, patient_id: str) -> float:
        """Days a month in all the months before that are used of this patient."""
        at = int(np.flatnonzero((self.rows["patient_id"] == patient_id).to_numpy())[0])
        days, recorded = self.months.before_days[at], self.months.before_recorded[at]
        return float(self.months.month * days.sum() / recorded.sum())

    @property
    def hang_together(self) -> bool:
        """Do months that nobody was chosen by hang together? The model says that they do not."""
        months = self.months
        return hang_together(
            months.before_days[:, self.asked :], months.before_recorded[:, self.asked :]
        )


def individual(
    records: Records, outcomes: Outcomes, definition: Definition, session: int
) -> pd.DataFrame:
    """What is to be believed of each patient's true reduction after a session: ``COLUMNS``.

    Of those judged without another new treatment, by the model of all of them; where under 50 have
    an earlier month, by that of everybody's last session judged; no rows where that has under 50.
    ``recorded_``: days with an answer; ``months_used``: the months before and the window after.
    Reductions in percent, positive is fewer: as recorded; the mean, and where 9 of 10 lie, of the
    true ones, 1 - p1 / p0 of the habits of ``habits``. ``probability_``: that it is at least so
    much. ``chance_if_unchanged``: of a reduction at least as large as recorded, p1 being p0.
    """
    of = judged_by_all(records, outcomes, definition, session)
    if of.fitted is None or of.rows.empty:
        return pd.DataFrame(columns=COLUMNS)
    found = belief(FittedHabits(of.fitted.fitted, of.months, of.fitted.entered), LINES)
    rows, recorded = of.rows, of.months.before_recorded
    return pd.DataFrame(
        {
            "patient_id": rows["patient_id"],
            "session": rows["session"],
            "recorded_baseline": rows["baseline_recorded"],
            "recorded_after": rows["recorded_days"],
            "months_used": (recorded > 0).sum(axis=1) + 1,
            "rho": of.fitted.parameters.rho,
            "percent_reduction": rows["percent_reduction"].astype("Float64"),
            "expected_reduction": 100 * found.expected,
            "low": 100 * found.low,
            "high": 100 * found.high,
            "probability_30": found.at_least[:, 0],
            "probability_50": found.at_least[:, 1],
            "chance_if_unchanged": found.unchanged,
        }
    )[COLUMNS]


def judged_by_all(
    records: Records, outcomes: Outcomes, definition: Definition, session: int
) -> OfOneSession:
    """The months of those judged after a session, and the model by them; fitted once."""
    return records.once(
        ("individual", definition, session),
        lambda: _judged(records, outcomes, definition, session),
    )


def _judged(
    records: Records, outcomes: Outcomes, definition: Definition, session: int
) -> OfOneSession:
    kept = outcomes["evaluable"].fillna(False) & (outcomes["other_treatment"] == "")
    judged = outcomes[kept]
    rows = judged[judged["session"] == session].reset_index(drop=True)
    months, earlier = _months(records, rows, definition)
    asked = months_asked(definition)
    if earlier >= FEWEST:
        return OfOneSession(rows, months, earlier, _fit(months, definition), own=True, asked=asked)
    last, all_earlier = records.once(
        ("individual", definition, "last"), lambda: _by_last(records, judged, definition)
    )
    return OfOneSession(rows, months, all_earlier, last, own=False, asked=asked)


def _by_last(
    records: Records, judged: pd.DataFrame, definition: Definition
) -> tuple[FittedHabits | None, int]:
    """By each patient's last session that can be judged; and how many have an earlier month."""
    last = judged.drop_duplicates("patient_id", keep="last").reset_index(drop=True)
    months, earlier = _months(records, last, definition)
    return (_fit(months, definition) if earlier >= FEWEST else None), earlier


def _fit(months: PatientMonths, definition: Definition) -> FittedHabits:
    some = drawn(np.arange(len(months)), MOST)
    return fit(months if len(months) <= MOST else months.of(some), _entered(definition))


def _entered(definition: Definition) -> Entered | None:
    """The entry rule as stated; None where none is."""
    if definition.entry_rule == EntryRule.NONE:
        return None
    return Entered(definition.entry_days, months_asked(definition), definition.month)


def _months(
    records: Records, rows: pd.DataFrame, definition: Definition
) -> tuple[PatientMonths, int]:
    """The baseline, the months before it, the window after; and how many have an earlier month.

    A month counts from half of its days recorded on, and where no other treatment began in it or
    after it. Those asked for by the entry rule are no earlier month.
    """
    around, month = around_of(records, definition), definition.month
    places = around.places(rows["patient_id"])
    days, recorded = [rows["baseline_days"]], [rows["baseline_recorded"]]
    for number in range(2, months_asked(definition) + MONTHS_AROUND + 1):
        first = np.full(len(rows), -number * month)
        found = around.counted(places, first, first + month - 1)
        usable = (2 * found.recorded >= month) & ~around.touched(
            places, first, np.full(len(rows), -1)
        )
        days.append(np.where(usable, found.days, 0))
        recorded.append(np.where(usable, found.recorded, 0))
    before, answered = (
        np.column_stack([_whole(part) for part in parts]) for parts in (days, recorded)
    )
    earlier = (answered[:, months_asked(definition) :] > 0).any(axis=1)
    window = [_whole(rows[name]) for name in ("days", "recorded_days", "window_days")]
    return PatientMonths(before, answered, window[0], window[1], window[2], month), int(
        earlier.sum()
    )


def _whole(values: pd.Series | np.ndarray) -> np.ndarray:
    return np.asarray(values).astype("int64")
