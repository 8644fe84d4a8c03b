"""Did a questionnaire's score change by what its authors call a response?"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd

from analytics.arithmetic import reaches
from analytics.codes import Verdict, Why
from analytics.guidelines.base import (
    Judge,
    Rule,
    table,
)
from analytics.instruments import HIT6_POINTS, MIDAS_PERCENT, MSQ_POINTS, SCALES
from analytics.needs import DATES
from analytics.records import Records
from analytics.therapies import BOTULINUM_TOXIN, Therapy

MIDAS_DAYS = 84
INSTRUMENTS = tuple(SCALES)
BEFORE = 0  # in place of a session: on or before the day of session 1


def scores_by_session(records: Records, instrument: str, therapy: Therapy) -> pd.DataFrame:
    """The score that belongs to each session, and the one before session 1.

    Baseline: the last on or before session 1. Session k: the last in [session k, session k + 1),
    for session 1 after that day.
    """
    return records.once(_name(therapy), lambda: _of_all(records, therapy))[instrument]


def _name(therapy: Therapy) -> tuple[object, ...]:
    return ("scores", therapy.name)


def with_scores(
    records: Records, found: Callable[[], dict[str, pd.DataFrame]], therapy: Therapy
) -> Records:
    """The records, with what was placed already: their rows of ``scores_by_session``, by name."""
    records.once(_name(therapy), found)
    return records


def _of_all(records: Records, therapy: Therapy) -> dict[str, pd.DataFrame]:
    """One row a patient and session by questionnaire: ``score``, its ``date``, ``baseline``."""
    dates = ["patient_id", "session", "session_date", "first_date"]
    had = records.treated_sessions(therapy)[dates]
    scores, key = records.scores.sort_values("date"), ["instrument", "patient_id", "session"]
    days = had.sort_values("session_date").astype({"patient_id": scores["patient_id"].dtype})
    placed = pd.merge_asof(scores, days, left_on="date", right_on="session_date", by="patient_id")
    before = placed["session"].isna() | (placed["date"] == placed["first_date"])
    placed = placed.assign(session=placed["session"].mask(before, BEFORE).astype("int64"))
    last = placed.drop_duplicates(key, keep="last")[[*key, "score", "date"]]
    baseline = last.loc[last["session"] == BEFORE, [*key[:2], "score"]]
    table = pd.DataFrame({"instrument": INSTRUMENTS}).merge(had, how="cross")
    table = table.merge(last, on=key, how="left")
    table = table.merge(baseline.rename(columns={"score": "baseline"}), on=key[:2], how="left")
    return {name: table[table["instrument"] == name] for name in INSTRUMENTS}


def scores_side_by_side(records: Records, therapy: Therapy) -> pd.DataFrame:
    """One row a questionnaire: her score before session 1 and at each session; of one patient."""
    rows = []
    for instrument in sorted(records.scores["instrument"].unique()):
        found = scores_by_session(records, instrument, therapy)
        known = found[["baseline", "score"]].astype("object")
        known = known.where(known.notna(), None)
        after = zip(found["session"], known["score"], strict=True)
        before = {"Score": instrument, "Before": known["baseline"].iloc[0]} if len(found) else {}
        rows.append({**before, **{f"Session {session}": score for session, score in after}})
    return pd.DataFrame([row for row in rows if row], dtype="object")


class Scores(NamedTuple):
    """A questionnaire's score before session 1 and at a session, as far as they are recorded."""

    instrument: str
    before: float | None = None
    after: float | None = None
    why: Why | None = None


def response(instrument: str, reached: Callable[[object], bool | None]) -> Judge:
    """``reached``: a row with baseline and score -> whether it is a response; None: cannot tell."""

    def judge(records: Records, therapy: Therapy) -> pd.DataFrame:
        rows: list[tuple[object, ...]] = []
        for row in scores_by_session(records, instrument, therapy).itertuples():
            if pd.isna(row.baseline) or pd.isna(row.score):
                why = Why.NO_SCORE_BEFORE if pd.isna(row.baseline) else Why.NO_SCORE_SINCE
                before, after = (
                    None if pd.isna(score) else score for score in (row.baseline, row.score)
                )
                said = (Verdict.CANNOT_JUDGE, Scores(instrument, before, after, why))
                rows.append((row.patient_id, row.session, *said))
                continue
            both = Scores(instrument, row.baseline, row.score)
            found = reached(row)
            if found is None:
                said = (Verdict.CANNOT_JUDGE, both._replace(why=Why.TOO_EARLY_OR_0))
            else:
                said = (Verdict.MEETS if found else Verdict.DOES_NOT_MEET, both)
            rows.append((row.patient_id, row.session, *said, row.date, row.date))
        return table(rows)

    return judge


def _hit6(row) -> bool:  # type: ignore[no-untyped-def]
    return bool(row.baseline - row.score >= HIT6_POINTS)


def _midas(row) -> bool | None:  # type: ignore[no-untyped-def]
    if row.baseline == 0 or (row.date - row.first_date).days < MIDAS_DAYS:
        return None
    return bool(reaches(row.baseline, row.score, MIDAS_PERCENT))


def _msq(row) -> bool:  # type: ignore[no-untyped-def]
    return bool(round(row.score - row.baseline, 9) >= MSQ_POINTS)


RULES = tuple(
    Rule(name, source, response(instrument, reached), BOTULINUM_TOXIN, DATES)
    for name, source, instrument, reached in (
        ("hit6_response", "Houts 2020", "HIT-6", _hit6),
        ("midas_response", "Torres-Ferrus 2020, doi 10.1186/s10194-020-01157-8", "MIDAS", _midas),
        ("msq_response", "PREEMPT post hoc; Cole 2009", "MSQ", _msq),
    )
)
