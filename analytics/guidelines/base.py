"""What do the rules share? Verdicts, counts in any window, and what missing days leave open.

A count in a window is two numbers: so many days of so many recorded. Where enough days are
recorded the count is scaled, as everywhere. Where they are too few, the days not recorded may
have been anything: then both ends are looked at, and a verdict is given only if it is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import pandas as pd

from analytics.arithmetic import on_one_scale, reaches, reduction
from analytics.codes import Verdict, Why
from analytics.counting import FLAGS, Flag, count_days_in_memory
from analytics.cycles import alone, count_cycles, counted_as
from analytics.definitions import Definition
from analytics.means import written
from analytics.needs import NOTHING, Need, Needs, first_lacking
from analytics.records import Records
from analytics.since import SINCE
from analytics.steps import Cycles, Outcomes
from analytics.therapies import Therapy

DATED = ["from", "to"]  # the first and last day on which a verdict rests; missing where none is
SAID = ["patient_id", "session", "verdict", "basis", *DATED]
VERDICTS = ["patient_id", "session", "rule", "verdict", "basis", *DATED, *SINCE]
MONTH = 30  # rules with a fixed count of days use a 30-day month, on whole numbers
ENOUGH_OF_A_MONTH = 20
HEADACHE = {"headache": "headache"}  # the one flag that most rules count


Judge = Callable[[Records, Therapy], pd.DataFrame]


@dataclass(frozen=True)
class Rule:
    """A published description: its source, and how records are held against it.

    ``judge``: Records -> patient_id, session, verdict, basis (the numbers, a tuple of the rule's
    own), from, to (the days looked at); a family of rules may share one, which then names the
    ``rule`` of each row. ``therapy``: whose patients it was written for, it is held against no
    others; None: it asks for no treatment. ``needs`` and ``windows`` say which records it can be
    held against: of others it never asks; ``told_at``: beside which session it stands then that
    nobody can be judged, nowhere if None. What a rule and its numbers read like stands in
    ``words.guidelines``.
    """

    name: str
    source: str
    judge: Judge
    therapy: Therapy | None
    needs: Needs = NOTHING
    windows: Definition | None = None  # by whose windows it counts
    told_at: int | None = None

    def is_for(self, therapy: Therapy) -> bool:
        return self.therapy is None or self.therapy == therapy

    def lacks(self, records: Records) -> Need | Why | None:
        """What keeps it from being held against these records at all; None: nothing does."""
        if lacking := first_lacking(self.needs, records.holds):
            return lacking
        elsewhere = self.windows is not None and not records.allow(self.windows)
        return Why.OTHER_WINDOWS if elsewhere else None


class Unjudged(NamedTuple):
    """No numbers: why, or what the records lack; ``n`` where it is so many."""

    why: Why | Need
    n: int = 0


class Days(NamedTuple):
    """So many days flagged of so many recorded, in a window of so many days.

    A monthly mean is flagged with its decimals, exactly.
    """

    flagged: int | Decimal
    recorded: int
    length: int

    @property
    def known(self) -> bool:
        return self.recorded > 0

    def in_all_of(self, whole: int) -> Days:
        """The same in the full, uncut window: what a session cut off was not recorded either."""
        return self._replace(length=max(self.length, whole))

    def ends(self, enough: int) -> tuple[Days, Days]:
        """Fewest and most days that may have been flagged; both the same if enough are recorded."""
        if self.recorded >= enough:
            return self, self
        missing = self.length - self.recorded
        return (
            Days(self.flagged, self.length, self.length),
            Days(self.flagged + missing, self.length, self.length),
        )

    @property
    def clear(self) -> Days:
        """The recorded days without headache."""
        return Days(self.recorded - self.flagged, self.recorded, self.length)


def agreed(outcomes: Iterable[bool]) -> Verdict:
    """meets or does_not_meet if every possibility says so; else cannot_judge."""
    said = set(outcomes)
    if said == {True}:
        return Verdict.MEETS
    return Verdict.DOES_NOT_MEET if said == {False} else Verdict.CANNOT_JUDGE


def compared(before: Days, after: Days) -> tuple[int | Decimal, int | Decimal]:
    """Two counts on one scale, exactly."""
    return on_one_scale(before.flagged, before.recorded, after.flagged, after.recorded)


def fewer_by(before: Days, after: Days, percent: int) -> bool:
    """At least so many percent fewer, exactly."""
    return bool(reaches(*compared(before, after), percent))


def reduction_of(before: Days, after: Days) -> Fraction:
    """The percent reduction, exactly."""
    return reduction(*compared(before, after))


def table(rows: Iterable[tuple[object, ...]]) -> pd.DataFrame:
    """Verdicts: patient_id, session, verdict, basis, and where days were looked at from and to."""
    known = [(*row, *(None,) * (len(SAID) - len(row))) for row in rows]
    return with_days(pd.DataFrame(known, columns=SAID))


def with_days(said: pd.DataFrame) -> pd.DataFrame:
    """The same with from and to as dates."""
    return said.assign(**{name: said[name].astype("datetime64[s]") for name in DATED})


def held_against(rule: Rule, records: Records, therapy: Therapy) -> pd.DataFrame:
    """What a rule says of these patients; of records that lack what it needs: that, or nothing."""
    why = rule.lacks(records)
    if why is None:
        return rule.judge(records, therapy)
    of = () if rule.told_at is None else records.patient_ids
    said = (rule.told_at, Verdict.CANNOT_JUDGE, Unjudged(why))
    return table((patient, *said) for patient in of)


def count_spans(
    records: Records, spans: pd.DataFrame, flags: Mapping[str, Flag] = FLAGS
) -> pd.DataFrame:
    """Count the days of any spans: patient_id, session (or another number), start, end."""
    empty = spans["end"] < spans["start"]
    windows = pd.DataFrame(
        {
            "patient_id": spans["patient_id"],
            "window_start": spans["start"].mask(empty).astype("datetime64[s]"),
            "window_end": spans["end"].astype("datetime64[s]"),
        }
    )
    counted = count_days_in_memory(records, windows, flags)
    length = (spans["end"] - spans["start"]).dt.days + 1
    return pd.concat([spans, counted.assign(length=length)], axis="columns")


def cycles_of(records: Records, definition: Definition) -> Cycles:
    """``count_cycles``, once for the rules that look at the same days."""
    return records.once(counted_as(definition), lambda: count_cycles(records, definition))


def with_cycles(records: Records, rows: Outcomes, definition: Definition) -> Records:
    """The records, with the cycles that their outcomes hold: no rule counts the same days again.

    ``rows``: the Outcomes of these patients by the Definition; of the cohort's later sessions,
    which none of them had, they may hold rows that no rule looks at.
    """
    records.once(counted_as(definition), lambda: alone(rows))
    return records


def days_in(row: object, flag: str) -> Days:
    """The count of one flag in a row of ``count_spans``, or of Cycles."""
    length = getattr(row, "length", None)
    if length is None:
        length = row.window_days  # type: ignore[attr-defined]
    flagged = getattr(row, f"{flag}_days")
    recorded = getattr(row, f"{flag}_recorded_days")
    recorded = 0 if pd.isna(recorded) else int(recorded)
    mean = written(row, f"{flag}_days")
    return Days(
        Decimal(mean) if mean else 0 if pd.isna(flagged) else int(flagged),
        recorded,
        recorded if pd.isna(length) else int(length),
    )


def shifted(dates: pd.Series, days: int) -> pd.Series:
    return dates + pd.Timedelta(days=days)
