"""Files in, a report on every row, and only then "Use these records"."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.frames import TABLES, as_csv
from analytics.importing import Choices, ImportReport, Source, read_records
from analytics.records import Records
from analytics.words import counted, day
from ui import state
from ui.show import inert, inert_cells

SHOWN_ROWS = 200  # of the rows set aside; all of them are in the CSV
LAYOUTS = {
    "diary": "Daily diary",
    "sessions": "Treatment sessions",
    "counts": "Counts per session",
    "patients": "Patients",
    "scores": "Scores",
    "adverse_events": "Adverse events",
    "treatments": "Other treatments",
}


def offer_templates() -> None:
    with st.popover("Templates", icon=":material/download:", type="tertiary"):
        for name, spec in TABLES.items():
            st.download_button(
                f"{name}.csv", spec.template, f"{name}.csv", "text/csv", type="tertiary",
                icon=":material/table:", help=f"One row: {spec.row}.", on_click="ignore",
            )  # fmt: skip


def upload() -> None:
    """The files dropped here wait in ``pending`` until they are used or forgotten."""
    turn = st.session_state.setdefault("upload_turn", 0)
    files = st.file_uploader(
        "Drop diary.csv and sessions.csv; if you have them patients.csv, scores.csv, "
        "adverse_events.csv, treatments.csv. Or counts.csv alone. CSV or Parquet.",
        accept_multiple_files=True,
        key=f"files_{turn}",
    )
    names = tuple((file.file_id, file.name) for file in files)
    if names and st.session_state.get("pending_names") != names:
        with st.spinner("Reading the files and checking every row"):
            _read_later([Source(file.name, file.getvalue()) for file in files])
        st.session_state.pending_names = names
    elif not names and st.session_state.get("pending_names"):
        _drop_pending()


def _read_later(sources: list[Source], fill: bool = False) -> None:
    st.session_state.pending_sources = sources
    st.session_state.pending = read_records(sources, Choices(no_headache_means_no_migraine=fill))


def _drop_pending() -> None:
    for key in ("pending", "pending_sources", "pending_names", "no_headache_no_migraine"):
        st.session_state.pop(key, None)


def _forget_upload() -> None:
    _drop_pending()
    st.session_state.upload_turn += 1


def pending_records() -> tuple[Records, ImportReport] | None:
    found: tuple[Records, ImportReport] | None = st.session_state.get("pending")
    return found


def show_preview(records: Records, report: ImportReport) -> None:
    """What would be used; nothing is counted until it is confirmed."""
    _headline(report, "can be used")
    _problems(report)
    ready = bool(records.patient_ids) and (records.are_counts or len(records.diary) > 0)
    if not ready:
        st.markdown(_what_is_missing(records))
    else:
        st.markdown(
            f"{counted(len(records.patient_ids), 'patient')} with sessions. Every row is "
            "accounted for below. Nothing is counted until you confirm."
        )
    with st.container(horizontal=True):
        if st.button(
            "Use these records", type="primary", icon=":material/check:", disabled=not ready
        ):
            state.use(records, report)
            _forget_upload()
            st.switch_page("app.py", query_params=state.address())
        st.button("Forget them", icon=":material/delete:", on_click=_forget_upload)
    _assumptions(records, report)
    _report(report)


def show_loaded() -> None:
    """What the tab holds now."""
    records, report = state.records(), st.session_state.report
    if records is None:
        st.header("Nothing is loaded.", anchor=False)
        if st.session_state.gone:
            st.markdown(
                "Your records are gone: they were kept in the tab only, and a reload forgets them."
            )
        return
    if records.synthetic:
        st.markdown(":orange-badge[SYNTHETIC] The sample clinic is open. Nobody in it exists.")
    _headline(report, "are used")
    with st.container(horizontal=True):
        if st.button("See who responded", type="primary", icon=":material/percent:"):
            st.switch_page("app.py", query_params=state.address())
        st.button(
            "Forget my records" if not records.synthetic else "Close the sample",
            icon=":material/delete:", on_click=state.forget,
            help="Drops them and everything made from them. They were never written to a disk.",
        )  # fmt: skip
    _report(report)


def offer_sample() -> None:
    records = state.records()
    if records is None or not records.synthetic:
        st.button(
            "Open the sample clinic (synthetic)", icon=":material/science:",
            on_click=state.open_sample,
        )  # fmt: skip


def type_counts() -> None:
    """A paper diary: its monthly counts, typed into a small table."""
    with st.expander("Type the monthly counts of a paper diary"):
        st.markdown(
            "One row a patient and session; session 0 is the month before session 1. Leave "
            "recorded days blank if the month is complete."
        )
        start = pd.DataFrame(
            {
                "patient_id": pd.Series(["", ""], dtype="str"),
                "session": pd.Series([0, 1], dtype="Int64"),
                **{
                    name: pd.Series([None, None], dtype="Int64")
                    for name in ("migraine_days", "headache_days", "recorded_days")
                },
            }
        )
        whole = st.column_config.NumberColumn
        typed = st.data_editor(
            start, num_rows="dynamic", hide_index=True, key="typed_counts",
            alt="Counts per patient and session",
            column_config={
                "patient_id": st.column_config.TextColumn("Patient"),
                "session": whole("Session", min_value=0, step=1),
                "migraine_days": whole("Migraine days", min_value=0, max_value=31, step=1),
                "headache_days": whole("Headache days", min_value=0, max_value=31, step=1),
                "recorded_days": whole("Recorded days", min_value=1, max_value=366, step=1),
            },
        )  # fmt: skip
        filled = typed[typed["patient_id"].fillna("").str.strip() != ""]
        if st.button("Check these counts", disabled=filled.empty):
            _read_later([Source("typed counts", as_csv(filled).encode(), "counts")])
            st.rerun()


def _headline(report: ImportReport, verb: str) -> None:
    read = sum(file.rows_read for file in report.files)
    used = sum(file.used for file in report.files)
    duplicates = sum(file.duplicates for file in report.files)
    if read:
        st.header(
            f"**:blue[{used:,} of {counted(read, 'row')}] {verb}; {duplicates:,} are duplicates, "
            f"{report.set_aside:,} are set aside.**",
            anchor=False,
        )
    else:
        st.header("**No row could be read.**", anchor=False)


def _problems(report: ImportReport) -> None:
    if report.problems:
        st.warning("  \n".join(inert(problem) for problem in report.problems))


def _what_is_missing(records: Records) -> str:
    if len(records.diary) and records.sessions.empty:
        return "A file with the sessions is needed too: patient_id and session_date."
    if len(records.sessions) and records.diary.empty:
        return "A file with the diary is needed too: patient_id, date, and headache or migraine."
    return "A diary and a file with the sessions are needed, or a file with counts per session."


def _assumptions(records: Records, report: ImportReport) -> None:
    lines = []
    if records.last_date:
        later = int((records.sessions["session_date"] > pd.Timestamp(records.last_date)).sum())
        left_out = f"; {counted(later, 'later session')} left out" if later else ""
        lines.append(f"The last diary date, {day(records.last_date)}, is the cut-off{left_out}.")
    if records.are_counts and records.counts["recorded_days"].isna().any():
        lines.append("Counts without recorded days are per month already, and complete.")
    if not lines and not report.headache_free_without_migraine:
        return
    st.subheader("Assumptions", anchor=False)
    for line in lines:
        st.markdown(f":material/check: {line}")
    free = report.headache_free_without_migraine
    if free and "pending_sources" in st.session_state:
        st.checkbox(
            f"No headache means no migraine: fills {counted(free, 'headache-free day')} with a "
            "blank migraine",
            key="no_headache_no_migraine",
            on_change=lambda: _read_later(
                st.session_state.pending_sources, st.session_state.no_headache_no_migraine
            ),
        )


def _report(report: ImportReport) -> None:
    """Where every row went: per file, then the rows set aside."""
    st.subheader("Where every row went", anchor=False)
    st.dataframe(
        pd.DataFrame(
            [
                {
                    "File": file.file,
                    "Recognised as": LAYOUTS.get(file.table or "", "not recognised"),
                    "Rows read": file.rows_read,
                    "Used": file.used,
                    "Duplicates": file.duplicates,
                    "Set aside": file.set_aside,
                    "Dates": f"{day(file.first_date)} to {day(file.last_date)}"
                    if file.first_date
                    else "none",
                }
                for file in report.files
            ]
        ),
        hide_index=True,
        height="content",
        column_config={
            name: st.column_config.NumberColumn(format="localized")
            for name in ("Rows read", "Used", "Duplicates", "Set aside")
        },
        alt="Rows read, used, duplicates and set aside, per file",
    )
    st.markdown(
        ":gray[Rows read = used + duplicates + set aside, in every line. A duplicate says the same "
        "twice and counts once; nothing else disappears.]"
    )
    notices = [f"{file.file}: {notice}" for file in report.files for notice in file.notices]
    for notice in (*notices, *report.notices):
        st.markdown(f":material/info: {inert(notice)}")
    broken = report.broken
    if broken.empty:
        return
    st.subheader(f"The {counted(report.set_aside, 'row')} set aside", anchor=False)
    st.dataframe(
        broken.head(SHOWN_ROWS).rename(
            columns={"file": "File", "row": "Row", "column": "Column", "problem": "What is wrong"}
        ),
        hide_index=True,
        height="content" if len(broken) <= 12 else 440,
        alt="Rows set aside: file, row, column and what is wrong",
    )
    if len(broken) > SHOWN_ROWS:
        st.markdown(f":gray[The first {SHOWN_ROWS} of {len(broken):,} problems.]")
    st.download_button(
        f"All {len(broken):,} as CSV", lambda: as_csv(inert_cells(broken)), "rows_set_aside.csv",
        "text/csv", icon=":material/download:", on_click="ignore",
    )  # fmt: skip
    st.markdown(
        ":gray[:small[Patient ids are not shown here; the row numbers are those of your files, "
        "the first row being 1.]]"
    )
