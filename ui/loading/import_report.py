"""Where did every row go? The import report on the screen."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from analytics.frames import CANONICAL
from analytics.records import Records
from clinic.access import KEEP
from importing import FileReport, ImportReport
from importing.to_repair import how_many, to_repair
from ui.showing.downloads import download
from ui.showing.leaving import csv_file, csv_style
from ui.showing.show import inert, rows_of
from words.numbers import counted, day

SHOWN_ROWS = 200  # of the rows set aside; all of them are in the CSV
SHOWN_FILES = 12  # in full; more become a table to scroll
FIRST_ROWS = 5
SAYS_NOTHING = ("As stated", "As mapped", "Our template")  # layouts, beside the table they are of
ACCOUNT = ("Used", "Duplicates", "Set aside", "Replaced", "Not used")  # of the rows of a file
USUAL = "its column names"  # by which most files are known
TABLE_WORDS = {
    "diary": "Daily diary",
    "sessions": "Treatment sessions",
    "counts": "Counts per session",
    "cycles": "Cycles counted elsewhere",
    "patients": "Patients",
    "scores": "Scores",
    "adverse_events": "Adverse events",
    "treatments": "Other treatments",
}


def report_headline(report: ImportReport, verb: str) -> None:
    st.header(f"**{rows_told(report, verb)}**", anchor=False)


def rows_told(report: ImportReport, verb: str) -> str:
    """How many rows are used, duplicates, set aside, replaced or not used, in one sentence."""
    read = sum(file.rows_read for file in report.files)
    used = sum(file.used for file in report.files)
    duplicates = sum(file.duplicates for file in report.files)
    if not read:
        return "No row could be read."
    elsewhere = [
        counted(duplicates, "is a duplicate", "are duplicates"),
        counted(report.set_aside, "is set aside", "are set aside"),
        *([counted(report.replaced, "is replaced", "are replaced")] if report.replaced else []),
        *([counted(report.not_used, "is not used", "are not used")] if report.not_used else []),
    ]
    return f":blue[{used:,} of {counted(read, 'row')}] {verb}; {', '.join(elsewhere)}."


def problems(report: ImportReport) -> None:
    """Why files as a whole cannot be used, but for what is asked about them anyway."""
    asked = {question.text for question in report.questions}
    left = [problem for problem in report.problems if problem not in asked]
    if left:
        st.warning("  \n".join(inert(problem) for problem in left))


def does_not_count(report: ImportReport, mean: Callable[[str], None]) -> None:
    """What bears on a number and does not count, each with a button that says it is meant so."""
    told = [(one.code, one.text) for one in report.everything_told]
    told += [
        (file.aside_code, f"{file.file}: {_how_much_aside(file)} set aside, see below.")
        for file in report.files
        if file.aside_code and not file.aside_meant
    ]
    if not told:
        return
    st.subheader("What does not count as it stands", anchor=False)
    with st.container(gap="xsmall", height=360 if len(told) > SHOWN_FILES else "content"):
        for code, text in told:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(f":material/info: {inert(text)}", width="content")
                if st.button("This is as it should be", type="tertiary", key=f"meant_{code}"):
                    mean(code)


def first_rows(records: Records) -> None:
    """The first rows as they are understood, of each table."""
    filled = {name: frame for name, frame in records.tables.items() if len(frame)}
    if not filled:
        return
    with st.expander("The first rows as they are understood"):
        for name, frame in filled.items():
            st.markdown(f"**{TABLE_WORDS[name]}**: {CANONICAL[name].row}, {len(frame):,} in all")
            shown = frame.head(FIRST_ROWS).dropna(axis=1, how="all")
            rows_of(shown, f"The first rows of {TABLE_WORDS[name]}", name)


def rows_by_file(report: ImportReport) -> None:
    """Per file what it was recognised as and where its rows went; then the rows set aside."""
    st.subheader("Where every row went", anchor=False)
    lines = pd.DataFrame([_line(file) for file in report.files])
    if {*lines["Known by"]} <= {"", USUAL}:
        lines = lines.drop(columns="Known by")  # there is room for all others at 1440 pixels
    if not lines["Replaced"].any():
        lines = lines.drop(columns="Replaced")
    parts = [name for name in ACCOUNT if name in lines]
    rows_of(lines, f"Rows read, {', '.join(map(str.lower, parts))}, per file")
    replaced = "; replaced is what a correction says otherwise" if "Replaced" in parts else ""
    st.markdown(
        f":gray[Rows read = {' + '.join(map(str.lower, parts))}, in every line. A duplicate "
        "says the same twice and counts once; not used is what an answer, a better source or an "
        f"open question leaves out{replaced}; nothing else disappears.]"
    )
    for notice in _notices(report):
        st.markdown(f":material/info: {inert(notice)}")
    _set_aside(report)
    _offer_to_repair(report)


def _line(file: FileReport) -> dict[str, object]:
    kinds = (TABLE_WORDS.get(file.table or ""), "" if file.layout in SAYS_NOTHING else file.layout)
    known = ", ".join(filter(None, kinds)) or "not recognised"
    return {
        "File": file.file,
        "Recognised as": known if file.days is None else f"{known}: {file.days} known days",
        "Known by": file.known_by,
        "Rows read": file.rows_read,
        "Used": file.used,
        "Duplicates": file.duplicates,
        "Set aside": file.set_aside,
        "Replaced": file.replaced,
        "Not used": file.not_used,
        "Dates": f"{day(file.first_date)} to {day(file.last_date)}" if file.first_date else "none",
        "Lines": file.lines.account.replace(" lines =", " =") or "not counted",
    }


def _notices(report: ImportReport) -> list[str]:
    """What is worth knowing; the same remark on many files stands once."""
    files_of: dict[str, list[str]] = {}
    for file in report.files:
        told = list(file.notices)
        if file.dropped:
            told.append(f"not read, because it may name a person: {', '.join(file.dropped)}.")
        for notice in told:
            files_of.setdefault(notice, []).append(file.file)
    by_file = [
        f"{files[0] if len(files) == 1 else f'{len(files)} files'}: {notice}"
        for notice, files in files_of.items()
    ]
    return [*by_file, *report.notices]


def told_before(report: ImportReport) -> None:
    """What was told of records that are in use."""
    for told in report.everything_told:
        st.markdown(f":material/info: {inert(told.text)}")


def _how_much_aside(file: FileReport) -> str:
    """Rows; of a sheet of months, whose other days are used, days."""
    if file.set_aside or file.broken is None:
        return counted(file.set_aside, "row")
    return counted(len(file.broken), "day")


def _set_aside(report: ImportReport) -> None:
    broken = report.broken
    if broken.empty:
        return
    much = counted(report.set_aside, "row") if report.set_aside else counted(len(broken), "day")
    st.subheader(f"The {much} set aside", anchor=False)
    names = {"file": "File", "row": "Row", "column": "Column", "problem": "What is wrong"}
    rows_of(
        broken.head(SHOWN_ROWS).rename(columns=names),
        "Rows set aside: file, row, column and what is wrong",
    )
    if len(broken) > SHOWN_ROWS:
        st.markdown(f":gray[The first {SHOWN_ROWS} of {len(broken):,} problems.]")


def _offer_to_repair(report: ImportReport) -> None:
    """What was set aside or is asked, by patient and row, for whoever keeps the source."""
    style, rows = csv_style(), how_many(report)
    if not rows:
        return
    download(
        f"{counted(rows, 'row')} to repair, as CSV",
        lambda: csv_file(to_repair(report), style),
        "rows_to_repair.csv",
        "text/csv",
        right=KEEP,
        icon=":material/download:",
        help="For whoever keeps the source: file, row, patient, column, what stands there, "
        "what is wrong.",
    )
    st.markdown(
        ":gray[:small[Patient ids stand in the CSV alone; the row numbers are those of your "
        "files, the first row being 1.]]"
    )
