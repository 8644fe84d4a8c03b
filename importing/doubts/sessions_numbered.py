"""Do the clinic's own numbers say that a session is missing from the file?

Sessions are numbered by date. Where the clinic's numbers begin later than 1, or jump, a session is
not in the file: what comes first here was given under treatment. Where they run against the dates,
one of the two is wrong. Where a session was set aside, the others would move up by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from importing.doubts.base import Doubt, LooksAt, Piece, Sign, Together
from importing.doubts.session_numbers import with_numbers
from words.numbers import counted, day

BEGIN, JUMP, ASIDE, SWAPPED = "begin", "jump", "set aside", "swapped"
AS_DATED, UNDER_TREATMENT, LEFT_OUT = "as_dated", "under_treatment", "left_out"


def _numbered(together: Together) -> pd.DataFrame:
    """Each different session of everybody: patient, date, the clinic's number, place by date."""
    frames = [p.frame[["patient_id", "session_date", "session"]] for p in together.of("sessions")]
    if not frames:
        return pd.DataFrame(columns=["patient_id", "session_date", "session", "place"])
    rows = pd.concat(frames, ignore_index=True).dropna(subset=["session_date"])
    rows = rows.sort_values(["patient_id", "session_date", "session"]).drop_duplicates(
        ["patient_id", "session_date"]
    )
    return rows.assign(place=rows.groupby("patient_id").cumcount() + 1)


def _late(rows: pd.DataFrame) -> dict[str, int]:
    """The first number of each patient here who has none that is 1."""
    least = rows.dropna(subset=["session"]).groupby("patient_id")["session"].min()
    return {str(patient): int(number) for patient, number in least[least > 1].items()}


def _jumping(rows: pd.DataFrame) -> set[str]:
    """Patients whose numbers leave one out after the first."""
    return set(_gaps(rows))


def _swapped(rows: pd.DataFrame) -> pd.DataFrame:
    """The sessions with a smaller number than one before them, and the number before."""
    numbered = rows.dropna(subset=["session"])
    twice = numbered.duplicated(["patient_id", "session"])  # no order of theirs to run against
    numbered = numbered[~numbered["patient_id"].isin(numbered.loc[twice, "patient_id"])]
    before = numbered.groupby("patient_id")["session"].shift()
    dated = numbered.groupby("patient_id")["session_date"].shift()
    numbered = numbered.assign(before=before, dated=dated)
    return numbered[(numbered["session"] < numbered["before"]).fillna(False)]


def _under_treatment(together: Together) -> set[str]:
    """Patients who are known to have been treated before."""
    patients = together.frame("patients")
    if "prior_botulinum" not in patients:
        return set()
    return set(patients.loc[(patients["prior_botulinum"] == 1).fillna(False), "patient_id"])


def signs(together: Together) -> Iterator[Sign]:
    rows = _numbered(together)
    as_dated = (rows["session"] == rows["place"]).fillna(False).all()
    if rows["session"].notna().any() and not as_dated:
        yield from _of_numbers(together, rows)
    aside = _set_aside(together, rows)
    if aside:
        yield Sign(
            f"{counted(len(aside), 'patient')}: a session was set aside, and the others would move "
            "up: session 2 would be session 1. May the others be numbered without it?",
            (
                (LEFT_OUT, "no: leave the other sessions of these patients out"),
                (AS_DATED, "yes: number the others by date"),
            ),
            about=ASIDE,
            of=_content(together, aside),
        )


def _content(together: Together, patients: Iterable[str]) -> str:
    """What the lists of sessions hold in which these patients stand."""
    return together.content_of(together.having(patients, "sessions"))


def _of_numbers(together: Together, rows: pd.DataFrame) -> Iterator[Sign]:
    """What the clinic's own numbers say, where it has some."""
    known = _under_treatment(together)
    late = _late(rows)
    if late.keys() & known:
        yield Sign(
            f"{counted(len(late.keys() & known), 'patient')} with a first session in the file that "
            "is not number 1: treated before, as the patients file says.",
            ((AS_DATED, "as the patients file says"),),
            about="known",
            of=_content(together, late.keys() & known),
        )
    new = {patient: number for patient, number in late.items() if patient not in known}
    if new:
        least, most = min(new.values()), max(new.values())
        span = f"{least}" if least == most else f"{least} to {most}"
        yield Sign(
            f"{counted(len(new), 'patient')}: the sessions begin with number {span}, "
            "not with 1. Were earlier sessions given that are not in the file, so that the days "
            "before its first session lie under treatment?",
            (
                (UNDER_TREATMENT, "yes: the baseline lies under treatment, and is marked so"),
                (AS_DATED, "no: the first session in the file is the first one"),
                (LEFT_OUT, "leave the sessions of these patients out"),
            ),
            about=BEGIN,
            of=_content(together, new),
        )
    swapped = _swapped(rows)
    if len(swapped):
        one = swapped.iloc[0]
        yield Sign(
            f"{counted(swapped['patient_id'].nunique(), 'patient')}: the numbers of the sessions "
            f"run against their dates, as number {one['before']} on {day(one['dated'].date())} "
            f"and number {one['session']} on {day(one['session_date'].date())}. Are the dates "
            "right, so that the sessions are numbered by date?",
            (
                (AS_DATED, "yes: sessions are numbered by date"),
                (LEFT_OUT, "not known: leave the sessions of these patients out"),
            ),
            about=SWAPPED,
            of=_content(together, swapped["patient_id"]),
        )
    jumping = _jumping(rows) - new.keys()
    if jumping:
        yield Sign(
            f"{counted(len(jumping), 'patient')}: the numbers of the sessions leave one out. Was a "
            "session given that is not in the file?",
            (
                (AS_DATED, "no: sessions are numbered by date"),
                (LEFT_OUT, "yes: leave the sessions after the gap out"),
            ),
            about=JUMP,
            of=_content(together, jumping),
        )


def _set_aside(together: Together, rows: pd.DataFrame) -> set[str]:
    """Patients who lost a session at the door and still have others.

    One dated after the last diary day is an appointment: it has no number yet, and nobody moves up.
    """
    diaries = [piece.frame["date"].max() for piece in together.of("diary")]
    last = max((day for day in diaries if pd.notna(day)), default=None)
    lost = [one for one in together.lost if one.table == "sessions"]
    if last is not None:
        lost = [one for one in lost if not _is_later(one.session_date, last)]
    return {one.patient_id for one in lost} & set(rows["patient_id"])


def _is_later(written: str, last: pd.Timestamp) -> bool:
    """Is it a date, written as dates are kept, after this day?"""
    found = pd.to_datetime(written, format="%Y-%m-%d", errors="coerce")
    return bool(pd.notna(found) and found > last)


def read(together: Together, sign: Sign, reading: str) -> Together:
    rows = _numbered(together)
    if reading == AS_DATED:
        return _as_dated(together, rows, sign.about)
    late = set(_late(rows)) - _under_treatment(together)
    if reading == UNDER_TREATMENT:
        return _marked(_by_date(together, rows, late), late)
    if sign.about == BEGIN:
        return _without(together, late, None)
    if sign.about == SWAPPED:
        return _without(together, set(_swapped(rows)["patient_id"]), None)
    if sign.about == JUMP:
        return _without(together, _jumping(rows) - late, _gaps(rows))
    return _without(together, _set_aside(together, rows), None)


def _as_dated(together: Together, rows: pd.DataFrame, about: str) -> Together:
    """The numbers that the dates give: what is written after the answer asks nothing when read."""
    if about == SWAPPED:
        return _in_order(together, rows)
    known = _under_treatment(together)
    late = set(_late(rows)) - known
    if about == BEGIN:
        return _by_date(together, rows, late, from_1=True)
    if about == JUMP:
        return _by_date(together, rows, _jumping(rows) - late)
    if about == ASIDE:
        return _by_date(together, rows, _set_aside(together, rows) - known, from_1=True)
    return together


def _by_date(
    together: Together, rows: pd.DataFrame, patients: set[str], *, from_1: bool = False
) -> Together:
    """The sessions of these patients one after the other, from 1 or from their first number on."""
    theirs = rows[rows["patient_id"].isin(patients)]
    theirs = theirs[theirs.groupby("patient_id")["session"].transform("count") > 0]
    first = 1 if from_1 else theirs.groupby("patient_id")["session"].transform("min")
    return with_numbers(together, theirs.assign(session=theirs["place"] - 1 + first))


def _in_order(together: Together, rows: pd.DataFrame) -> Together:
    """The numbers of the patients whose numbers run against their dates, in the dates' order."""
    numbered = rows.dropna(subset=["session"])
    theirs = numbered[numbered["patient_id"].isin(set(_swapped(rows)["patient_id"]))]
    in_order = theirs.sort_values(["patient_id", "session"])["session"].to_numpy()
    return with_numbers(together, theirs.assign(session=in_order))


def _marked(together: Together, patients: set[str]) -> Together:
    """These patients were treated before session 1: as if the patients file had said so."""
    listed: set[str] = set()

    def say(piece: Piece) -> Piece:
        if piece.table != "patients":
            return piece
        theirs = piece.frame["patient_id"].isin(patients)
        listed.update(piece.frame.loc[theirs, "patient_id"])
        told = piece.frame["prior_botulinum"].mask(theirs, 1)
        return Piece(
            piece.part,
            piece.file,
            piece.table,
            piece.frame.assign(prior_botulinum=told),
            piece.rows,
            piece.columns | {"prior_botulinum"},
        )

    together = together.changed(say)
    others = patients - listed
    if not others:
        return together
    if not together.of("patients"):  # a list of some alone would say that the others are not there
        tables = ("sessions", "diary", "counts")
        others |= {
            p for name in tables for piece in together.of(name) for p in piece.frame["patient_id"]
        }
    known = pd.Series(sorted(others), dtype="str")
    said = known.isin(patients).map({True: 1, False: None}).astype("Int8")
    frame = pd.DataFrame({"patient_id": known, "prior_botulinum": said})
    return together.knowing("patients", frame)


def _gaps(rows: pd.DataFrame) -> dict[str, pd.Timestamp]:
    """The date of the first session after the first gap in each patient's numbers."""
    numbered = rows.dropna(subset=["session"]).sort_values(["patient_id", "session"])
    step = numbered["session"] - numbered.groupby("patient_id")["session"].shift()
    after = numbered[(step > 1).fillna(False)].drop_duplicates("patient_id")
    return dict(zip(after["patient_id"], after["session_date"], strict=True))


def _without(
    together: Together, patients: set[str], since: dict[str, pd.Timestamp] | None
) -> Together:
    """The sessions of these patients (from a date on) are not used, as the user says."""
    for piece in together.of("sessions"):
        gone = piece.frame["patient_id"].isin(patients).to_numpy(dtype=bool)
        if since is not None:
            start = piece.frame["patient_id"].map(since)
            later = piece.frame["session_date"] >= start
            gone = gone & later.fillna(False).to_numpy(dtype=bool)
        if np.any(gone):
            together = together.without(piece, gone, "", "")
    return together


DOUBT = Doubt("sessions_numbered", LooksAt.DATES, signs, read)
