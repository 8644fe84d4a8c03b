"""Do new ids go on where patients with sessions end? Then patients may have been renamed.

Two or more ids without sessions that begin within a week after ids with sessions end without a
stop, and whose letters are formed unlike all of theirs or whose digits are those of one that ended.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pandas as pd

from importing.doubts.base import Doubt, LooksAt, Piece, Sign, Together
from words.numbers import counted, day

WITHIN = 7  # days from the last day under the old id to the first under the new one
RENAMED, NEW = "renamed", "new"


def signs(seen: Together) -> Iterator[Sign]:
    successors, pairs, starts = _found(seen)
    if len(successors) < 2:
        return
    first, last = min(starts), max(starts)
    begin = f"on {day(first)}" if first == last else f"from {day(first)} to {day(last)}"
    paired = (
        f"{len(pairs)} of them have the digits of an id that ended"
        if pairs
        else "none of them has the digits of an id that ended"
    )
    left = len(successors) - len(pairs)
    words = f"renamed: {counted(len(pairs), 'pair')} of equal digits become one patient each"
    if left:
        words += f", the days of {counted(left, 'id')} without a pair are set aside"
    yield Sign(
        f"{len(successors)} ids without sessions begin {begin}, within {WITHIN} days after ids "
        f"with sessions end without a stop; {paired}. Were the same patients renamed, or are they "
        "new patients?",
        ((RENAMED, words), (NEW, "new patients, whose first session is not in the files")),
        "patient_id",
        about="renamed",
        of=seen.content_of(seen.having({*successors, *pairs.values()}, "diary", "sessions")),
    )


def read(seen: Together, sign: Sign, reading: str) -> Together:
    if reading == NEW:
        return seen
    successors, pairs, _ = _found(seen)
    unknown = [patient for patient in successors if patient not in pairs]
    for piece in seen.pieces:
        gone = piece.frame["patient_id"].isin(unknown).to_numpy(dtype=bool)
        if gone.any():
            why = "renamed, but under which id the sessions were given is not known"
            seen = seen.without(piece, gone, "patient_id", why)

    def rename(piece: Piece) -> Piece:
        ids = piece.frame["patient_id"]
        return piece.with_frame(piece.frame.assign(patient_id=ids.replace(pairs)))

    return seen.changed(rename) if pairs else seen


def _found(seen: Together) -> tuple[list[str], dict[str, str], list[pd.Timestamp]]:
    """The ids that may be new names, those of them with the old one, and when they begin."""
    diary, sessions = seen.frame("diary"), seen.frame("sessions")
    if not len(diary) or not len(sessions):
        return [], {}, []
    treated = set(sessions["patient_id"])
    days = diary.groupby("patient_id")["date"].agg(["min", "max"])
    had = days.index.isin(treated)
    old, new = days[had], days[~had]
    if len(new) < 2 or not len(old):
        return [], {}, []
    old = old[(old["max"] < days["max"].max()) & ~old.index.isin(_stopped(seen))]
    ends = np.sort(old["max"].to_numpy())
    if not len(ends):
        return [], {}, []
    start = new["min"].to_numpy()
    place = np.searchsorted(ends, start, side="left")
    since = start - ends[np.maximum(place - 1, 0)]
    new = new[(place > 0) & (since <= np.timedelta64(WITHIN, "D"))]
    shapes, letters = {_shape(patient) for patient in treated}, _letters(treated)
    digits = Counter(_digits(patient) for patient in old.index)
    by_digits = {_digits(patient): patient for patient in old.index}
    twice = Counter(_digits(patient) for patient in new.index)
    successors, pairs = [], {}
    for patient in new.index:
        number = _digits(patient)
        ended = number and number in digits and _goes_on(old, by_digits[number], new, patient)
        other = _shape(patient) not in shapes or (letters and _letters({patient}) != letters)
        if ended or other:
            successors.append(patient)
            if ended and digits[number] == twice[number] == 1:
                pairs[patient] = by_digits[number]
    return successors, pairs, list(new.loc[successors, "min"]) if successors else []


def _goes_on(old: pd.DataFrame, one: str, new: pd.DataFrame, other: str) -> bool:
    """Does the second begin within the days after the first ended?"""
    since = new.at[other, "min"] - old.at[one, "max"]
    return bool(pd.Timedelta(0) < since <= pd.Timedelta(days=WITHIN))


def _stopped(seen: Together) -> set[str]:
    patients = seen.frame("patients")
    if not len(patients) or "stopped_on" not in patients:
        return set()
    return set(patients.loc[patients["stopped_on"].notna(), "patient_id"])


def _shape(patient: str) -> str:
    """How an id is formed: A for a capital letter, a for a small one, 9 for a digit, each once."""
    marks = (
        "9" if mark.isdigit() else ("A" if mark.isupper() else "a") if mark.isalpha() else mark
        for mark in patient
    )
    return re.sub(r"(.)\1+", r"\1", "".join(marks))


def _letters(ids: set[str]) -> str:
    """The letters that all of these ids have alike, where they have them alike; else nothing."""
    found = {re.sub(r"\d+", "9", patient) for patient in ids}
    return found.pop() if len(found) == 1 else ""


def _digits(patient: str) -> str:
    return "".join(re.findall(r"\d", patient)).lstrip("0")


DOUBT = Doubt("renamed_midway", LooksAt.DATES, signs, read)
