"""Were only the days with headache written down? Then no day says no.

Over all daily diaries together headache is never 0 (without that column: migraine), nor is pain.
Attack lists are asked for their period instead, a file written behind the door was asked, and of
a sheet of months it was settled what its blank days mean.
Whoever has no headache any more stops to appear: her days may be free until everybody's last one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from importing.choices import Choices
from importing.doubts.base import Doubt, LooksAt, Piece, Sign, Together
from words.numbers import counted, day

FREE, BETWEEN, NOT_RECORDED = "free", "free_between", "not_recorded"
WRITTEN_BY_US = "assumed_free"
DAYS = 4_000_000  # more than any day has


def signs(seen: Together) -> Iterator[Sign]:
    diaries = _diaries(seen)
    flag = _flag(seen, diaries)
    if flag is None:
        return
    days = _days(diaries)
    between = len(_missing(days, diaries, seen.choices))
    if not between:
        return
    end = _last(seen)
    whole = len(_missing(days, diaries, seen.choices, end))
    readings = [
        (
            FREE,
            f"a day without a row is a day without {flag}, marked as assumed, from a "
            f"patient's first day to the last day of the files ({day(end)})",
        )
    ]
    if whole != between:
        readings.append(
            (
                BETWEEN,
                "the same, but only between the first and the last day of each patient: after "
                "that, nothing was recorded",
            )
        )
    readings.append((NOT_RECORDED, "a day without a row is not recorded"))
    yield Sign(
        f"The diary holds only {flag} days ({len(days):,} rows): there is no day without {flag}. "
        f"Does a day without a row between a patient's first and last day mean no {flag} "
        f"({counted(between, 'day')}; {whole:,} until the last day of the files), or was it not "
        "recorded?",
        tuple(readings),
        about=flag,
        of=seen.content_of(diaries),
    )


def _last(seen: Together) -> date:
    """The last day on which anybody wrote."""
    return max(piece.frame["date"].max() for piece in seen.of("diary") if len(piece.frame)).date()


def _diaries(seen: Together) -> list[Piece]:
    """The daily diaries whose missing days have not been asked about."""
    return [
        piece
        for piece in seen.of("diary")
        if len(piece.frame)
        and WRITTEN_BY_US not in piece.columns
        and piece.part not in seen.calendars
        and (piece.rows >= 0).any()
    ]


def _flag(seen: Together, diaries: list[Piece]) -> str | None:
    """The flag that is yes on every day; None where some day says no, or none says yes."""
    if not diaries:
        return None
    known = [
        piece.frame.loc[(piece.frame[WRITTEN_BY_US] != 1).fillna(True)]
        for piece in seen.of("diary")
    ]
    for flag in ("headache", "migraine"):
        answers = pd.concat([frame[flag] for frame in known]).dropna()
        if len(answers):
            pain = pd.concat([frame["pain"] for frame in known])
            never = not (answers == 0).any() and not (pain == 0).fillna(False).any()
            asked = any(piece.frame[flag].notna().any() for piece in diaries)
            return flag if never and asked else None
    return None


def _days(diaries: list[Piece]) -> pd.DataFrame:
    """Each patient and day with a row, once, and the first of the diaries that has the patient."""
    return pd.concat(
        [piece.frame[["patient_id", "date"]].assign(diary=n) for n, piece in enumerate(diaries)],
        ignore_index=True,
    ).drop_duplicates(["patient_id", "date"])


def _missing(
    days: pd.DataFrame, diaries: list[Piece], choices: Choices, end: date | None = None
) -> pd.DataFrame:
    """The days without a row from each patient's first to her last, or in the stated period.

    ``end``: everybody's last day, where it counts instead of her own.
    """
    known = days.dropna(subset=["date"])
    by_patient = known.groupby("patient_id", sort=False)
    spans = by_patient.agg(first=("date", "min"), last=("date", "max"), diary=("diary", "min"))
    starts, ends = spans["first"].to_numpy(copy=True), spans["last"].to_numpy(copy=True)
    if end is not None:
        ends[:] = np.datetime64(end)
    for place, (patient, diary) in enumerate(zip(spans.index, spans["diary"], strict=True)):
        stated = choices.periods.get(diaries[diary].file) or choices.periods.get(patient)
        period = stated or choices.observed
        if period:
            starts[place], ends[place] = np.datetime64(period[0]), np.datetime64(period[1])
    lengths = ((ends - starts) / np.timedelta64(1, "D")).astype("int64") + 1
    lengths = np.maximum(lengths, 0)
    if lengths.sum() == len(known) and not choices.periods and not choices.observed:
        return days.iloc[:0]
    which = np.repeat(np.arange(len(spans)), lengths)
    offset = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    every = pd.DataFrame(
        {
            "patient_id": spans.index.to_numpy()[which],
            "date": starts[which] + offset.astype("timedelta64[D]"),
            "diary": spans["diary"].to_numpy()[which],
        }
    )
    every = every.astype({"date": known["date"].dtype, "patient_id": known["patient_id"].dtype})
    here = _keys(spans.index.get_indexer(known["patient_id"]), known["date"])
    return every[~np.isin(_keys(which, every["date"]), here)]


def _keys(patients: np.ndarray, dates: pd.Series) -> np.ndarray:
    """A number for each patient's place and day: two patients never share one."""
    return patients.astype("int64") * DAYS + dates.to_numpy("datetime64[D]").astype("int64")


def read(seen: Together, sign: Sign, reading: str) -> Together:
    if reading == NOT_RECORDED:
        return seen
    diaries = _diaries(seen)
    end = _last(seen) if reading == FREE else None
    missing = _missing(_days(diaries), diaries, seen.choices, end)
    answers = {sign.about: set(missing["patient_id"]), "migraine": _of_migraine(diaries)}
    asked = {id(piece) for piece in diaries}
    pieces = [_asked(piece) if id(piece) in asked else piece for piece in seen.pieces]
    free = [
        _free_days(piece, missing[missing["diary"] == n], answers)
        for n, piece in enumerate(diaries)
    ]
    return replace(seen, pieces=(*pieces, *(piece for piece in free if len(piece.frame))))


def _of_migraine(diaries: list[Piece]) -> set[str]:
    """The patients of the files that ever say whether a day was one of migraine."""
    saying = [piece.frame for piece in diaries if piece.frame["migraine"].notna().any()]
    return {patient for frame in saying for patient in frame["patient_id"].dropna()}


def _asked(piece: Piece) -> Piece:
    """The same, whose missing days were asked about."""
    columns = piece.columns | {WRITTEN_BY_US}
    return Piece(piece.part, piece.file, piece.table, piece.frame, piece.rows, columns)


def _free_days(piece: Piece, missing: pd.DataFrame, answers: dict[str, set[str]]) -> Piece:
    """A free day, marked as assumed, for each day without a row: no row of the file itself, which
    says nothing more than it did. ``answers``: the patients whose flag is no on such a day."""
    rows = pd.DataFrame(index=range(len(missing)), columns=piece.frame.columns)
    rows = rows.assign(patient_id=missing["patient_id"].to_numpy(), date=missing["date"].to_numpy())
    for flag, patients in answers.items():
        rows.loc[rows["patient_id"].isin(patients), flag] = 0
    rows = rows.assign(**{WRITTEN_BY_US: 1}).astype(dict(piece.frame.dtypes))
    numbers = np.full(len(rows), -1, dtype="int64")
    columns = piece.columns | {*answers, WRITTEN_BY_US}
    return Piece(piece.part, piece.file, piece.table, rows, numbers, columns)


DOUBT = Doubt("unwritten_days", LooksAt.DATES, signs, read)
