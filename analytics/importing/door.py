"""From files to checked Records, with a report that accounts for every row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from analytics.frames import TABLES, TableSpec, empty
from analytics.importing.checks import check
from analytics.importing.report import FileReport, ImportReport
from analytics.importing.templates import missing, recognise
from analytics.importing.text import read_text
from analytics.records import Records
from analytics.words import counted

__all__ = ["FileReport", "ImportReport", "Source", "read_records"]


@dataclass(frozen=True)
class Source:
    """One file: the name to call it by, its bytes, and its table where the user has said so."""

    name: str
    content: bytes
    table: str | None = None


def read_records(
    sources: Iterable[Source],
    *,
    no_headache_means_no_migraine: bool = False,
    synthetic: bool = False,
) -> tuple[Records, ImportReport]:
    """Read and check every file; what cannot be used is in the report, never an exception."""
    frames: dict[str, pd.DataFrame] = {}
    reports: list[FileReport] = []
    for source in sources:
        table, frame, report = _read(source)
        if table is not None and table.name in frames and frame is not None:
            report = replace(
                _unusable(source, f"is a second {table.name} file; one was expected"),
                table=table.name,
            )
        elif table is not None and frame is not None:
            frames[table.name] = frame
        reports.append(report)
    notices = []
    diary = frames.get("diary", empty(TABLES["diary"]))
    free = (diary["headache"] == 0).fillna(False) & diary["migraine"].isna()
    if no_headache_means_no_migraine and free.any():
        diary = diary.assign(migraine=diary["migraine"].mask(free, 0))
        notices.append(
            f"{int(free.sum())} headache-free days with a blank migraine count as days without "
            "migraine, as you said."
        )
    elif free.any() and diary["migraine"].notna().any():
        notices.append(
            f"{int(free.sum())} headache-free days have a blank migraine: not recorded for "
            "migraine days, unless you say that no headache means no migraine."
        )
    records = Records(
        **{
            name: frames.get(name, empty(table)) if name != "diary" else diary
            for name, table in TABLES.items()
        },
        synthetic=synthetic,
        names=tuple(report.file for report in reports if report.used),
    )
    return records, ImportReport(
        files=tuple(reports),
        notices=(*notices, *_about_patients(records)),
        headache_free_without_migraine=int(free.sum()),
    )


def _read(source: Source) -> tuple[TableSpec | None, pd.DataFrame | None, FileReport]:
    if not source.content.strip():
        return None, None, _unusable(source, "is empty")
    try:
        text = read_text(source.content)
    except ValueError as problem:
        return None, None, _unusable(source, str(problem))
    headers = list(text.columns)
    table = TABLES[source.table] if source.table else recognise(headers)
    if table is None:
        return (
            None,
            None,
            _unusable(
                source,
                "is none of our templates: the first row should hold patient_id and the columns of "
                f"one of {', '.join(f'{name}.csv' for name in TABLES)}",
            ),
        )
    lacking = missing(table, headers)
    if lacking:
        return (
            table,
            None,
            _unusable(source, f"has no column {' and no column '.join(lacking)} in its first row"),
        )
    checked = check(table, text)
    if not checked.rows_read:
        return table, None, _unusable(source, "has a first row, but no row below it")
    dates = checked.frame[table.dates[0]].dropna() if table.dates else pd.Series(dtype="object")
    report = FileReport(
        file=source.name,
        table=table.name,
        rows_read=checked.rows_read,
        duplicates=checked.duplicates,
        set_aside=checked.set_aside,
        first_date=dates.min().date() if len(dates) else None,
        last_date=dates.max().date() if len(dates) else None,
        broken=checked.broken.assign(file=source.name)[["file", "row", "column", "problem"]],
        notices=(*text.notices, *checked.notices),
    )
    return table, checked.frame, report


def _unusable(source: Source, problem: str) -> FileReport:
    return FileReport(file=source.name, table=None, problems=(f"{source.name} {problem}.",))


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
    known = treated | set(records.counts["patient_id"].unique())
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
