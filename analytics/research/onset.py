"""When within a cycle are there fewer days, and do they come back towards its end?

All diaries folded on the days since each session. Daily records only.
"""

from __future__ import annotations

import narwhals as nw
import numpy as np
import pandas as pd
import pyarrow.compute as pc

from analytics.counting import coded, in_memory
from analytics.days import of_the_kind, with_blanks
from analytics.definitions import FEW_JUDGED, Measure
from analytics.records import Records
from analytics.research.intervals import (
    CENTRAL,
    SEED,
    UNDEFINED,
    Estimate,
    drawn,
    in_order,
    times_drawn,
)
from analytics.therapies import Therapy

FIRST_DAY = -28  # of the fold; day 0 = the session; the last one is the therapy's
WEEK = 7  # days in the moving mean, three before and three after
FEWEST = 5  # patients at a day, else no mean
ROTATIONS, CHANCE = 399, 0.05  # with what was recorded 400; at most so many of them as low
SPLITS = 50  # of the patients into two halves: a week is chosen in one, measured in the other
MOST_ROTATED = 500  # patients: of more, so many at random tell as much
LOWEST = [
    "session",
    "patients",
    "lowest_day",
    "day_low",
    "day_high",
    "lowest_share",
    "highest_share",
    "last_four_weeks_share",
    "low_other_half",
    "gap",
    "before_share",
    "before_low",
    "before_high",
    "as_low_by_chance",
    "stands_out",
]


def onset(records: Records, measure: Measure, therapy: Therapy) -> pd.DataFrame:
    """The share of recorded days with the flag on each day since the session, by its number.

    One row per session and day, from -28 to the end of a cycle and the grace after it:
    ``patients`` and ``share`` of the seven days round it (days flagged of days recorded), with an
    interval from patients drawn again. A day belongs to the session before it; days before session
    1 stand at session 1.
    """
    columns = ["session", "day", "patients", "share", "ci_low", "ci_high"]
    if records.sessions.empty:
        return pd.DataFrame(columns=columns)
    days = _folded(records, measure, therapy)
    parts = []
    for session, rows in days.groupby("session"):
        flagged, recorded = _by_patient(rows, therapy)
        flagged, recorded = _seven_days(flagged), _seven_days(recorded)
        patients = (recorded > 0).sum(axis=0)
        low, high = _drawn_again(flagged, recorded)
        enough = patients >= FEWEST
        with np.errstate(invalid="ignore", divide="ignore"):
            share = flagged.sum(axis=0) / recorded.sum(axis=0)
        part = pd.DataFrame(
            {
                "session": session,
                "day": np.arange(FIRST_DAY, therapy.followed_days + 1),
                "patients": patients,
                "share": share,
                "ci_low": low,
                "ci_high": high,
            }
        )
        part.loc[~enough, ["share", "ci_low", "ci_high"]] = np.nan
        parts.append(part)
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def _folded(records: Records, measure: Measure, therapy: Therapy) -> pd.DataFrame:
    """One row per patient (by her place among the ids), session and day since the session."""
    had, last_day = records.treated_sessions(therapy), therapy.followed_days
    first = had["session"] == 1
    spans = pd.DataFrame(
        {
            "patient_id": had["patient_id"],
            "session": had["session"],
            "at": had["session_date"],
            "start": had["session_date"] + pd.to_timedelta(np.where(first, FIRST_DAY, 0), unit="D"),
            "end": (had["next_date"] - pd.Timedelta(days=1)).fillna(
                had["session_date"] + pd.Timedelta(days=last_day)
            ),
        }
    )
    days, ids = records.coded_diary
    with in_memory().cursor() as connection:
        diary = with_blanks(nw.from_native(connection.from_arrow(days)), [measure])
        told = diary.select("patient_id", "date", of_the_kind(measure).alias("flag")).to_native()
        told.create_view("diary")
        connection.register("spans", coded(spans, ids))
        found = connection.sql(
            f"""
            select d.patient_id as patient, s.session, (d.date - s."at")::int as day,
                   d.flag::int as flagged
            from diary d join spans s on d.patient_id = s.patient_id
                 and d.date >= s.start and d.date <= s."end"
            where d.flag is not null
                  and d.date - s."at" between {FIRST_DAY} and {last_day}
            """  # nosec B608: columns of our own
        ).df()
    place = pc.rank(ids, sort_keys="ascending", tiebreaker="first").to_numpy()
    return found.assign(patient=place[found["patient"].to_numpy()])


def _by_patient(rows: pd.DataFrame, therapy: Therapy) -> tuple[np.ndarray, np.ndarray]:
    """Days flagged and days recorded as patients x days, in an order that is no id's."""
    patient = np.unique(rows["patient"], return_inverse=True)[1]
    shape = (int(patient.max()) + 1 if len(patient) else 0, therapy.followed_days - FIRST_DAY + 1)
    flagged, recorded = np.zeros(shape), np.zeros(shape)
    place = (patient, rows["day"].to_numpy() - FIRST_DAY)
    flagged[place], recorded[place] = rows["flagged"], 1
    order = in_order(recorded, flagged)
    return flagged[order], recorded[order]


def _seven_days(days: np.ndarray) -> np.ndarray:
    """Sums over the seven days round each day; before the session and after it kept apart."""
    zero = -FIRST_DAY
    return np.hstack([_moving(days[:, :zero]), _moving(days[:, zero:])])


def _moving(days: np.ndarray) -> np.ndarray:
    half = WEEK // 2
    total = np.cumsum(np.pad(days, ((0, 0), (half + 1, half))), axis=1)
    found: np.ndarray = total[:, WEEK:] - total[:, :-WEEK]
    return found


def _drawn_again(flagged: np.ndarray, recorded: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    n = len(flagged)
    weights = times_drawn(n)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = (weights @ flagged) / (weights @ recorded)
    known = ~np.isnan(shares).all(axis=0)
    low, high = np.full(shares.shape[1], np.nan), np.full(shares.shape[1], np.nan)
    if n > 1 and known.any():
        low[known], high[known] = np.nanquantile(shares[:, known], CENTRAL, axis=0)
    return low, high


def lowest_week(records: Records, measure: Measure, therapy: Therapy) -> pd.DataFrame:
    """The week of each cycle with the lowest share, and the end of the cycle beside it.

    One row per session: the middle day of the lowest seven days of the cycle, its interval from
    patients drawn again (the lowest week of each draw), shares there, in the highest seven days, in
    the therapy's late days (``last_four_weeks_share``, whatever their number) and in the 28 days
    before session 1. ``low_other_half``: the share in the week that is lowest in the other half of
    the patients, for the lowest of many is low by chance where it was chosen; ``gap``: the late
    days minus that, about zero where nothing happens. ``as_low_by_chance``: how often a lowest week
    is as low where the days since the session mean nothing. ``stands_out``: at most in 5%, in 10
    patients or more, and the interval of the lowest share ends below that of the days before
    session 1, where it is known.
    """
    rows = []
    folded = _folded(records, measure, therapy) if len(records.sessions) else pd.DataFrame()
    cycle = slice(-FIRST_DAY, -FIRST_DAY + therapy.cycle_days)
    inside = slice(cycle.start + WEEK // 2, cycle.stop - WEEK // 2)
    late = slice(*(day - FIRST_DAY for day in (therapy.late_days[0], therapy.late_days[1] + 1)))
    before = _before(folded, therapy) if len(folded) else UNDEFINED
    for session, of_session in folded.groupby("session") if len(folded) else ():
        flagged, recorded = _by_patient(of_session, therapy)
        weekly = [_seven_days(days)[:, inside] for days in (flagged, recorded)]
        n = len(flagged)
        patients = (weekly[1] > 0).sum(axis=0)
        if (patients < FEWEST).any():
            continue
        weights = times_drawn(n)
        with np.errstate(invalid="ignore", divide="ignore"):
            again = (weights @ weekly[0]) / (weights @ weekly[1])
            share = weekly[0].sum(axis=0) / weekly[1].sum(axis=0)
            end = flagged[:, late].sum() / recorded[:, late].sum()
        low, high = np.quantile(np.nan_to_num(again, nan=2).argmin(axis=1) + 3, CENTRAL)
        place, most = int(np.argmin(share)), int(np.argmax(share))
        ceiling = np.nanquantile(again[:, place], CENTRAL[1])
        by_chance = _by_chance(flagged[:, cycle], recorded[:, cycle])
        below = np.isnan(before.low) or ceiling < before.low
        out = bool(by_chance <= CHANCE and patients[place] >= FEW_JUDGED and below)
        low_there = _low_of_the_other_half(*weekly)
        honest = (low_there, end - low_there)
        shares = (share[place], share[most], end, *honest, *before, by_chance, out)
        rows.append((session, n, place + 3, int(low), int(high), *shares))
    return pd.DataFrame(rows, columns=LOWEST)


def _low_of_the_other_half(flagged: np.ndarray, recorded: np.ndarray) -> float:
    """The share in the week that is lowest in the other half of the patients, mean over splits.

    Both halves take their turn; ``flagged``, ``recorded``: patients x weeks.
    """
    n, rng = len(flagged), np.random.default_rng(SEED)
    one = np.array([rng.permutation(n) < n // 2 for _ in range(SPLITS)], dtype="float64")
    halves = np.concatenate([one, 1 - one])
    with np.errstate(invalid="ignore", divide="ignore"):
        share = (halves @ flagged) / (halves @ recorded)
    chosen = np.nan_to_num(share, nan=2).argmin(axis=1)
    others = np.roll(share, SPLITS, axis=0)  # of the patients that the week was not chosen in
    return float(np.nanmean(others[np.arange(len(others)), chosen]))


def _by_chance(flagged: np.ndarray, recorded: np.ndarray) -> float:
    """How often the lowest week is as low if each patient's flags begin at another recorded day.

    Of 400, what was recorded among them. The days recorded stay, so a week of few is compared with
    itself; each patient's flags go round on them in their order, so spells of days stay together.
    """
    chosen = drawn(np.flatnonzero(recorded.any(axis=1)), MOST_ROTATED)
    flagged, recorded = (part[chosen].astype("int16") for part in (flagged, recorded))
    n, days = flagged.shape
    own = recorded.sum(axis=1, dtype=int)[:, None]  # days of each patient
    first = np.argsort(1 - recorded, axis=1, kind="stable")  # those recorded, in their order
    flags = np.take_along_axis(flagged, first, axis=1)
    round_twice = np.take_along_axis(flags, np.arange(2 * days)[None, :] % own, axis=1).ravel()
    nth = np.maximum(np.cumsum(recorded, axis=1, dtype=int) - 1, 0)
    places = nth + 2 * days * np.arange(n)[:, None]
    begin = np.random.default_rng(SEED).integers(0, own, (n, ROTATIONS))
    rotated = [flagged.sum(axis=0, dtype="int16")]
    for shift in begin.T:
        turned = round_twice.take(places + shift[:, None]) * recorded
        rotated.append(turned.sum(axis=0, dtype="int16"))
    of, found = _moving(recorded.sum(axis=0)[None]), _moving(np.array(rotated))
    told = (of[0] > 0) & (np.arange(days) >= WEEK // 2) & (np.arange(days) < days - WEEK // 2)
    weekly = found[:, told] / of[:, told]
    lowest = weekly.min(axis=1)
    return float((lowest <= lowest[0]).mean())


def _before(folded: pd.DataFrame, therapy: Therapy) -> Estimate:
    """The share in the days before session 1, with its interval from patients drawn again."""
    early = folded[(folded["session"] == 1) & (folded["day"] < 0)]
    if early["patient"].nunique() < FEWEST:
        return UNDEFINED
    flagged, recorded = (days.sum(axis=1) for days in _by_patient(early, therapy))
    weights = times_drawn(len(flagged))
    low, high = np.quantile((weights @ flagged) / (weights @ recorded), CENTRAL)
    return Estimate(float(flagged.sum() / recorded.sum()), float(low), float(high))
