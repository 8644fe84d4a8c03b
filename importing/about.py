"""What do the tables say about each other, once they stand together?"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analytics.frames import CANONICAL, empty
from analytics.records import Records
from importing.account import Account
from importing.choices import Choices, Told
from importing.doubts import Said, Together
from importing.doubts.base import short_code
from words.numbers import counted

COUNTED = ("sessions", "counts", "cycles")
OF = {  # of which tables each of these is: what is in others changes no code
    "no session": ("diary", "sessions"),
    "no diary": ("diary", "sessions"),
    "no row": ("patients", *COUNTED),
    "no records": ("patients", "diary", *COUNTED),
    "treated after a stop": ("patients", "sessions"),
}
RUNS_ON = pd.Timedelta(days=7)  # a diary that ends so short before the cut-off is being kept


def headache_free(
    frames: dict[str, pd.DataFrame], choices: Choices, said: Said
) -> tuple[pd.DataFrame, int]:
    """Headache-free days with a blank migraine: unrecorded, unless the user says otherwise."""
    diary = frames.get("diary", empty(CANONICAL["diary"]))
    free = (diary["headache"] == 0).fillna(False) & diary["migraine"].isna()
    count = int(free.sum())
    if choices.no_headache_means_no_migraine and count:
        diary = diary.assign(migraine=diary["migraine"].mask(free, 0))
        said.notices.append(
            f"{count} headache-free days with a blank migraine count as days without migraine, "
            "as you said."
        )
    elif count and diary["migraine"].notna().any():
        said.notices.append(
            f"{count} headache-free days have a blank migraine: not recorded for migraine days, "
            "unless you say that no headache means no migraine."
        )
    return diary, count


def beside_days(
    frames: dict[str, pd.DataFrame], accounts: Sequence[Account], seen: Together, said: Said
) -> None:
    """Counts beside days are not used; sessions and stops that only cycles tell are taken."""
    has_days = len(frames.get("diary", ())) > 0
    for name in ("cycles", "counts"):
        if has_days and len(frames.get(name, ())):
            for piece in seen.of(name):
                accounts[piece.part].used.clear()
            if name == "cycles":
                said.notices.append(
                    "Cycles that were counted elsewhere are not used: there is a diary."
                )
    if has_days or not len(frames.get("cycles", ())):
        return
    cycles = frames["cycles"]
    if not len(frames.get("sessions", ())):
        had = cycles.loc[(cycles["treated"] == 1) & cycles["session_date"].notna()]
        frames["sessions"] = had[list(empty(CANONICAL["sessions"]))].reset_index(drop=True)
    if not len(frames.get("patients", ())):
        first = cycles.drop_duplicates("patient_id").reset_index(drop=True)
        frames["patients"] = first.reindex(columns=list(empty(CANONICAL["patients"]))).astype(
            dict(empty(CANONICAL["patients"]).dtypes)
        )


def about_patients(
    records: Records, seen: Together, said: Said, *, patients_came: bool = True
) -> None:
    """Who has a diary but no session, and who a session but no diary.

    ``patients_came``: is the table of patients that of a file, and not only what an answer says?
    """

    def told(kind: str, sentence: str) -> None:
        content = seen.content_of(piece for name in OF[kind] for piece in seen.of(name))
        said.told.append(Told(short_code(content, kind), "", sentence))

    diary = set(records.diary["patient_id"].unique())
    treated = set(records.sessions["patient_id"].unique())
    begun = set(records.as_of().sessions["patient_id"].unique())  # the others have an appointment
    if diary and treated:
        waiting = _still_to_come(records, diary - treated)
        if waiting:
            said.notices.append(
                f"{_patients(len(waiting))} a diary up to the last day and no session yet: the "
                "first one is still to come."
            )
        if without_session := len(diary - treated - waiting):
            told(
                "no session",
                f"{_patients(without_session)} a diary but no session: not counted.",
            )
        if without_diary := len(begun - diary):
            told(
                "no diary",
                f"{_patients(without_diary)} sessions but no diary: counted as started, cannot "
                "be judged.",
            )
    elsewhere = set(records.counts["patient_id"]) | set(records.cycles["patient_id"])
    known = treated | elsewhere
    if known and len(records.patients) and patients_came:
        if unlisted := len((begun | elsewhere) - set(records.patients["patient_id"])):
            told(
                "no row",
                f"{_patients(unlisted)} no row in the patients file: a filter leaves them out.",
            )
        if unknown := len(set(records.patients["patient_id"]) - known - diary):
            told(
                "no records",
                f"{_patients(unknown)} a row in the patients file, but no records.",
            )
    if treated_after := len(records.treated_after_a_stop):
        told(
            "treated after a stop",
            f"{_patients(treated_after)} a stop dated before a later session, or on the day of "
            "one: the session counts, and the stop as dated.",
        )
    _about_numbers(records, said)


def _about_numbers(records: Records, said: Said) -> None:
    """How many sessions are numbered otherwise than by date."""
    given = records.sessions["session"]
    if given.isna().all():
        return
    by_date = records.sessions.groupby("patient_id")["session_date"].rank(method="first")
    if moved := int((given.notna() & (given != by_date)).fillna(False).sum()):
        said.notices.append(
            f"{counted(moved, 'session')} given another number than the place by date: sessions "
            "are numbered by date."
        )


def _still_to_come(records: Records, patients: set[str]) -> set[str]:
    """Newcomers without a session: their diary began after most first sessions, and runs on."""
    if not patients:
        return set()
    theirs = records.diary[records.diary["patient_id"].isin(patients)]
    days = theirs.groupby("patient_id")["date"].agg(["min", "max"])
    last = records.diary["date"].max()
    begun = records.sessions[records.sessions["session_date"] <= last]
    usual = begun.groupby("patient_id")["session_date"].min().median()
    new = (days["min"] > usual) if len(begun) else True  # all sessions are planned: nobody began
    return set(days.index[new & (days["max"] >= last - RUNS_ON)])


def _patients(count: int) -> str:
    return f"{counted(count, 'patient has', 'patients have')}"
