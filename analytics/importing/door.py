"""From files to checked Records, with a report that accounts for every row.

Each file is read for itself (``one_file``); here they come together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from analytics.frames import TABLES, WAY, TableSpec, empty
from analytics.importing.choices import Choices
from analytics.importing.one_file import Piece, Source, read_source
from analytics.importing.report import FileReport, ImportReport
from analytics.records import Records
from analytics.words import counted


def read_records(
    sources: Iterable[Source], choices: Choices | None = None, *, synthetic: bool = False
) -> tuple[Records, ImportReport]:
    """Read and check every file; what cannot be used is in the report, never an exception."""
    choices = choices or Choices()
    pieces: list[Piece] = []
    reports: list[FileReport] = []
    seen: dict[str, str] = {}
    for source in sources:
        identity_of = hashlib.sha256(source.content).hexdigest()
        same = seen.setdefault(identity_of, source.name)
        for report, found in read_source(source, choices):
            if same != source.name:
                told = f"holds the same as {same}, to the byte."
                report = replace(report, notices=(*report.notices, told))
            reports.append(replace(report, sha256=identity_of))
            pieces += found
    frames: dict[str, pd.DataFrame] = {}
    for name in dict.fromkeys(piece.table for piece in pieces):
        of_kind = [piece for piece in pieces if piece.table == name]
        others = [piece for piece in pieces if piece.table != name]
        frames[name], reports = _together(TABLES[name], of_kind, others, reports)
    diary, free, notices = _headache_free(frames, choices)
    if len(frames.get("cycles", ())):
        notices += _beside_cycles(frames)
    records = Records(
        diary=diary,
        **{name: frames.get(name, empty(TABLES[name])) for name in TABLES if name != "diary"},
        synthetic=synthetic,
        names=tuple(report.file for report in reports if report.used),
    )
    return records, ImportReport(
        files=tuple(reports),
        notices=(*notices, *_about_patients(records)),
        headache_free_without_migraine=free,
    )


def _together(
    table: TableSpec,
    pieces: list[Piece],
    others: list[Piece],
    reports: list[FileReport],
) -> tuple[pd.DataFrame, list[FileReport]]:
    """Several files of one kind as one table: what they say twice counts once, in the first.

    Rows of different files that contradict each other are all set aside. ``others``: the pieces
    of other tables, which may come from the same rows of a file.
    """
    if len(pieces) == 1:
        return pieces[0].frame, reports
    key = list(table.key)
    if table.name == "cycles":
        pieces, reports = _counted_alike(pieces, reports)
    joined = pd.concat([piece.frame for piece in pieces], ignore_index=True)
    file = np.repeat([piece.file for piece in pieces], [len(piece.frame) for piece in pieces])
    rows = np.concatenate([piece.rows for piece in pieces])
    repeated = joined.duplicated(keep="first").to_numpy()
    distinct = joined[~repeated]
    clashing = distinct.loc[distinct.duplicated(key, keep=False), key].drop_duplicates()
    clash = pd.MultiIndex.from_frame(joined[key]).isin(pd.MultiIndex.from_frame(clashing))
    for name in dict.fromkeys(file[repeated | clash]):
        here = file == name
        twice, aside = rows[here & repeated & ~clash], rows[here & clash]
        elsewhere = np.concatenate(
            [np.array([], dtype="int64"), *(other.rows for other in others if other.file == name)]
        )
        reports = [_also(r, twice, aside, elsewhere) if r.file == name else r for r in reports]
    kept = joined[~repeated & ~clash]
    return kept.sort_values(key, kind="stable", ignore_index=True), reports


def _counted_alike(
    pieces: list[Piece], reports: list[FileReport]
) -> tuple[list[Piece], list[FileReport]]:
    """Cycles of several files: those counted in another way than the first ones are set aside."""
    way = list(WAY)
    first = next((p.frame[way].iloc[0].astype("str") for p in pieces if len(p.frame)), None)
    kept = []
    for piece in pieces:
        if len(piece.frame) and (piece.frame[way].iloc[0].astype("str") != first).any():
            none = np.array([], dtype="int64")
            told = "was counted in another way than the first file: window, month or cut-off"
            reports = [
                _also(r, none, piece.rows, none, told) if r.file == piece.file else r
                for r in reports
            ]
            piece = piece._replace(frame=piece.frame.head(0), rows=none)
        kept.append(piece)
    return kept, reports


def _also(
    report: FileReport,
    twice: np.ndarray,
    aside: np.ndarray,
    elsewhere: np.ndarray,
    why: str = "contradicts another file",
) -> FileReport:
    """The same report with what the other files showed about its rows."""
    if report.days is not None:  # the rows of the file are attacks, these are days
        told = f"{counted(len(twice) + len(aside), 'day')} also stand in another file."
        return replace(report, notices=(*report.notices, told))
    lines = pd.DataFrame({"file": report.file, "row": aside, "column": "", "problem": why})
    broken = pd.concat([report.broken, lines], ignore_index=True)
    only_twice = np.setdiff1d(twice, np.concatenate([elsewhere, broken["row"].to_numpy("int64")]))
    return replace(
        report,
        duplicates=report.duplicates + len(only_twice),
        set_aside=int(broken["row"].nunique()),
        broken=broken,
    )


def _headache_free(
    frames: dict[str, pd.DataFrame], choices: Choices
) -> tuple[pd.DataFrame, int, list[str]]:
    """Headache-free days with a blank migraine: unrecorded, unless the user says otherwise."""
    diary = frames.get("diary", empty(TABLES["diary"]))
    free = (diary["headache"] == 0).fillna(False) & diary["migraine"].isna()
    count, notices = int(free.sum()), []
    if choices.no_headache_means_no_migraine and count:
        diary = diary.assign(migraine=diary["migraine"].mask(free, 0))
        notices.append(
            f"{count} headache-free days with a blank migraine count as days without migraine, "
            "as you said."
        )
    elif count and diary["migraine"].notna().any():
        notices.append(
            f"{count} headache-free days have a blank migraine: not recorded for migraine days, "
            "unless you say that no headache means no migraine."
        )
    return diary, count, notices


def _beside_cycles(frames: dict[str, pd.DataFrame]) -> list[str]:
    """Sessions and stops that only the cycles tell are taken from them."""
    cycles = frames["cycles"]
    if len(frames.get("diary", ())):
        return ["Cycles that were counted elsewhere are not used: there is a diary."]
    if not len(frames.get("sessions", ())):
        had = cycles.loc[(cycles["treated"] == 1) & cycles["session_date"].notna()]
        frames["sessions"] = had[list(empty(TABLES["sessions"]))].reset_index(drop=True)
    if not len(frames.get("patients", ())):
        first = cycles.drop_duplicates("patient_id").reset_index(drop=True)
        frames["patients"] = first.reindex(columns=list(empty(TABLES["patients"]))).astype(
            dict(empty(TABLES["patients"]).dtypes)
        )
    return []


def _about_patients(records: Records) -> list[str]:
    """Who has a diary but no session, and who a session but no diary."""
    notices = []
    diary = set(records.diary["patient_id"].unique())
    treated = set(records.sessions["patient_id"].unique())
    if diary and treated:
        if without_session := len(diary - treated):
            notices.append(f"{_patients(without_session)} a diary but no session: not counted.")
        if without_diary := len(treated - diary):
            notices.append(
                f"{_patients(without_diary)} sessions but no diary: counted as started, cannot "
                "be judged."
            )
    known = treated | set(records.counts["patient_id"]) | set(records.cycles["patient_id"])
    if known and len(records.patients):
        if unlisted := len(known - set(records.patients["patient_id"])):
            notices.append(
                f"{_patients(unlisted)} no row in the patients file: a filter leaves them out."
            )
        if unknown := len(set(records.patients["patient_id"]) - known - diary):
            notices.append(f"{_patients(unknown)} a row in the patients file, but no records.")
    given = records.sessions["session"]
    by_date = records.sessions.groupby("patient_id")["session_date"].rank(method="first")
    if moved := int((given.notna() & (given != by_date)).fillna(False).sum()):
        notices.append(
            f"{counted(moved, 'session')} given another number than the place by date: sessions "
            "are numbered by date."
        )
    return notices


def _patients(count: int) -> str:
    return f"{counted(count, 'patient has', 'patients have')}"
