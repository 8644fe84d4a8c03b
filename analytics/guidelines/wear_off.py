"""Do headache days rise again towards the end of a cycle?"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from analytics.arithmetic import more_by
from analytics.codes import Verdict, Why
from analytics.guidelines.base import (
    Days,
    Rule,
    compared,
    count_spans,
    days_in,
    shifted,
    table,
)
from analytics.needs import SINGLE_DAYS
from analytics.records import Records
from analytics.therapies import BOTULINUM_TOXIN, Therapy

THERAPY = BOTULINUM_TOXIN
ENOUGH, MORE_DAYS, MORE_PERCENT, MONTH = 14, 3, 30, 28
LATER = THERAPY.late_days
CYCLE_DAYS = THERAPY.cycle_days
EARLIER = (LATER[0] - MONTH, LATER[0] - 1)


def judge(records: Records, therapy: Therapy) -> pd.DataFrame:
    had = records.treated_sessions(therapy)
    counted = []
    for first, last in (EARLIER, LATER):
        spans = had[["patient_id", "session"]].assign(
            start=shifted(had["session_date"], first), end=shifted(had["session_date"], last)
        )
        counted.append(list(count_spans(records, spans).itertuples()))
    cut_off = pd.Timestamp(records.cut_off or records.last_date)
    rows = []
    for row, earlier, later in zip(had.itertuples(), *counted, strict=True):
        over = row.session_date + pd.Timedelta(days=LATER[1]) <= cut_off
        early = pd.notna(row.next_date) and (row.next_date - row.session_date).days < CYCLE_DAYS
        if over and not early:
            verdict = _verdict(days_in(earlier, "headache"), days_in(later, "headache"))
            rows.append((row.patient_id, row.session, *verdict, earlier.start, later.end))
    return table(rows)


class MiddleAndEnd(NamedTuple):
    """Headache days in the middle and at the end of a cycle."""

    earlier: Days
    later: Days
    why: Why | None = None


def _verdict(earlier: Days, later: Days) -> tuple[Verdict, MiddleAndEnd]:
    both = MiddleAndEnd(earlier, later)
    if min(earlier.recorded, later.recorded) < ENOUGH:
        return Verdict.CANNOT_JUDGE, both._replace(why=Why.TOO_FEW_DAYS)
    return (Verdict.MEETS if more_late(earlier, later) else Verdict.DOES_NOT_MEET), both


def more_late(earlier: Days, later: Days) -> bool:
    """At least 3 days a month and 30% more, exactly."""
    was, now = compared(earlier, later)
    days_more = MONTH * (now - was) >= MORE_DAYS * earlier.recorded * later.recorded
    return bool(days_more and more_by(was, now, MORE_PERCENT))


RULES = (Rule("wear_off", "our own mark, not published", judge, THERAPY, SINGLE_DAYS),)
