"""Files in, a report on every row, and only then "Use these records"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace

import pandas as pd
import streamlit as st

from analytics.definitions import MEASURES
from analytics.frames import CANONICAL
from analytics.needs import SINGLE_DAYS
from analytics.records import Records
from analytics.written import as_csv
from clinic.access import KEEP, PATIENTS, seen_by, with_keyed_ids
from importing import Choices, ImportReport, Mapping, Source, read_records
from importing.choices import answered
from importing.door import Reached, to_nobody
from importing.fitting import why_unfit
from importing.mapping_checks import NoMapping
from ui.access import sign_in
from ui.frame.controls import forget_button
from ui.loading.asked import QuestionScreen
from ui.loading.import_report import (
    does_not_count,
    first_rows,
    problems,
    report_headline,
    rows_by_file,
    rows_told,
    told_before,
)
from ui.loading.live import (
    mapped,
    show_answer,
    show_file,
    show_file_and_reading,
    suggested_mappings,
    what_moves,
)
from ui.loading.on_top import OnTop, on_top_of_loaded, show_changes
from ui.loading.questions import saved_mappings, show_assumptions
from ui.loading.strip import strip
from ui.showing.downloads import download
from ui.showing.show import inert
from ui.tab import state
from ui.tab.returning import FILES, READ_FROM, how_ended, how_kept
from ui.tab.whole import whole
from words.loading import whom
from words.numbers import counted, sentence_case

PENDING = (*FILES, "pending_names")  # the names in the uploader, which a reload empties


def offer_templates() -> None:
    with st.popover("Templates", icon=":material/download:", type="tertiary"):
        for name, spec in CANONICAL.items():
            if name == "cycles":  # never filled in by hand
                continue
            download(
                f"{name}.csv",
                spec.template,
                f"{name}.csv",
                "text/csv",
                right=KEEP,
                type="tertiary",
                icon=":material/table:",
                help=f"One row: {spec.row}.",
            )


def offer_mappings() -> None:
    asked = st.session_state.get("pending_asked", {})
    saved_mappings(_choices(), tuple(asked.values()), _answer)


def about_mappings(report: ImportReport) -> None:
    """A mapping that was handed over and fits none of these files; one that was used before."""
    files = {file.file: file.headers for file in report.files}
    held = _choices().mappings
    for name, mapping in st.session_state.get("given_mappings", ()):
        if mapping in held and (problem := why_unfit(mapping, files)):
            st.warning(f"The mapping {inert(name)} {inert(problem)}")
    used = {*st.session_state.get("used_mappings", ())}
    for seen in report.as_read:
        mapping = _choices().mapping_for([*seen.headers])
        if mapping is not None and mapping.to_json() in used:
            st.markdown(
                f":gray[:small[{inert(seen.file)}: read as the last file with its columns.]]"
            )


def offer_files() -> None:
    """While a question is open the files stand behind a button: the question comes first."""
    with st.popover("Files", icon=":material/attach_file:", type="tertiary"):
        upload()
        st.button("Forget them", icon=":material/delete:", on_click=_forget_upload)


def upload() -> None:
    """The files dropped here wait in ``pending`` until they are used or forgotten."""
    turn = st.session_state.setdefault("upload_turn", 0)
    files = st.file_uploader(
        "Drop your files: diaries, sessions, counts, exports of apps or REDCap; CSV, Excel, "
        "OpenDocument, SPSS, Stata, SAS, JSON, Parquet, ZIP.",
        accept_multiple_files=True,
        key=f"files_{turn}",
    )
    names = tuple((file.file_id, file.name) for file in files)
    if names and st.session_state.get("pending_names") != names:
        sources = [Source(file.name, file.getvalue()).kept_open() for file in files]
        st.session_state.pending_names = names
        _read(sources, _choices())
        st.rerun()  # the page is another one while a question is open
    elif not names and st.session_state.get("pending_names"):
        _drop_pending()
        st.rerun()


def finish_reading() -> None:
    """A click, or another page, came while files were read: what was opened by then stays open."""
    if st.session_state.get("pending_due"):
        _read(st.session_state.pending_sources, _choices())
        st.rerun()


def file_names() -> list[str]:
    """The files that wait, by name."""
    waiting: list[Source] = st.session_state.get("pending_sources") or []
    pending = pending_records()
    if not waiting and pending:
        return list(dict.fromkeys(file.file.partition("/")[0] for file in pending[1].files))
    return [source.name for source in waiting]


def _choices() -> Choices:
    found: Choices = st.session_state.get("pending_choices") or Choices()
    return found


def _read(sources: list[Source], choices: Choices) -> None:
    before = st.session_state.get("pending_sources")
    st.session_state.pending_sources = sources
    st.session_state.pending_choices = choices
    st.session_state.pending_due = True
    with _told_how_far(sources) as (reached, checked):
        records, report = read_records(sources, choices, reached=reached, checked=checked)
    if found := suggested_mappings(report, _used_before()):
        choices = replace(choices, mappings=(*choices.mappings, *found))
        st.session_state.pending_choices = choices
        with _told_how_far(sources, " as suggested") as (reached, checked):
            records, report = read_records(sources, choices, reached=reached, checked=checked)
    if sources is not before:
        st.session_state.pending_made = {}
    st.session_state.pending = records, report
    st.session_state.pending_due = False
    asked = st.session_state.get("pending_asked", {})
    st.session_state.pending_asked = {**asked, **{q.code: q for q in report.questions}}


@contextmanager
def _told_how_far(sources: Sequence[Source], how: str = "") -> Iterator[tuple[Reached, Reached]]:
    """A bar that moves from file to file, as they are read and as their rows are checked; of a
    single one, that it is read, and for how long."""
    size = f"{sum(len(source.content) for source in sources) / 1e6:,.1f} MB"
    if len(sources) == 1:
        with st.spinner(f"Reading 1 file{how}, {size}, checking every row", show_time=True):
            yield to_nobody, to_nobody
        return
    bar = st.empty()

    def reached(done: int, of: int) -> None:
        told = f"Reading file {done + 1:,} of {of:,}{how}, {size} in all"
        if done == of:
            told = f"Checking the rows of all {of:,} files{how}, {size} in all"
        bar.progress(done / of, told)

    def checked(done: int, of: int) -> None:
        told = f"Checking the rows of table {done + 1:,} of {of:,}{how}, {size} in all"
        if done == of:
            told = f"Putting the rows of all files together{how}, {size} in all"
        bar.progress(done / of, told)

    with st.spinner("So far", show_time=True):  # the last step can take minutes of gigabytes
        yield reached, checked
    bar.empty()


def _used_before() -> list[Mapping]:
    """The mappings by which the files of this tab were read last; what was half said is none."""
    used = []
    for kept in st.session_state.get("used_mappings", ()):
        with suppress(NoMapping):
            used.append(Mapping.from_json(kept))
    return used


def _answer(choices: Choices) -> None:
    """Read the waiting files again with other choices; they hold for the next files too.

    Choices that are made already are no answer: reading again would change nothing.
    """
    if choices == _choices() and not st.session_state.get("pending_due"):
        return
    before = st.session_state.get("pending_before", [])
    st.session_state.pending_before = [*before, _choices()]
    _choose(choices)


def _take_back(answers: int) -> None:
    """Choose again as before the last answers."""
    before = st.session_state.pending_before
    st.session_state.pending_before = before[:-answers]
    st.session_state.taken_back = st.session_state.get("taken_back", 0) + 1
    _choose(before[-answers])


def _choose(choices: Choices) -> None:
    st.session_state.pending_choices = choices
    if sources := st.session_state.get("pending_sources"):
        _read(sources, choices)
        st.rerun()


def _drop_pending() -> None:
    for key in PENDING:
        st.session_state.pop(key, None)


@whole
def _forget_upload() -> None:
    _drop_pending()
    st.session_state.upload_turn = st.session_state.get("upload_turn", 0) + 1


def pending_records() -> tuple[Records, ImportReport] | None:
    found: tuple[Records, ImportReport] | None = st.session_state.get("pending")
    return found


def show_questions(report: ImportReport) -> QuestionScreen:
    """While a question is open: the rows in question, and what each reading makes of the files."""
    sources = st.session_state.get("pending_sources") or []
    screen = QuestionScreen(sources, report, _choices(), _answer)
    screen.show(file_names(), _while_open)
    problems(report)
    asked = {question.file for question in report.questions if question.kind == "mapping"}
    show_file([seen for seen in report.as_read if seen.file not in asked], _map)
    return screen


def _map(mapping: Mapping) -> None:
    _answer(mapped(_choices(), mapping))


def _while_open(told: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Use these records", icon=":material/check:", disabled=True)
        _take_back_buttons()
        st.markdown(f":gray[:small[{told}]]", width="stretch")


def _take_back_buttons() -> None:
    """The last answer, and all of them."""
    answers = len(st.session_state.get("pending_before", []))
    if st.button("Take back", icon=":material/undo:", disabled=not answers):
        _take_back(1)
    if st.button(
        "Start again", icon=":material/restart_alt:", type="tertiary", disabled=not answers
    ):
        _take_back(answers)


def show_preview(records: Records, report: ImportReport) -> None:
    """What would be used, and how it is read; nothing is counted until it is confirmed."""
    on_top = on_top_of_loaded(records, report)
    fits = on_top is not None and _usable(on_top.records)
    made = show_answer(records, report, file_names(), on_top=fits)
    problems(report)
    _which_corrects_which(report)
    ready = _usable(records)
    if not ready and not fits:
        st.markdown(_what_is_missing(records))
    _confirm(records, report, ready, on_top, what_moves(report, made))
    show_file_and_reading(records, report, _map)


def nothing_read(report: ImportReport) -> bool:
    """Is there no row in any of these files, of which anything could be said?"""
    return not any(file.rows_read for file in report.files)


def show_nothing(records: Records, report: ImportReport) -> None:
    """Why no row could be read, and what is needed: of such files nothing else can be said."""
    strip(file_names())
    st.header("**No row could be read.**", anchor=False)
    problems(report)
    st.markdown(_what_is_missing(records))
    with st.container(horizontal=True):
        st.button("Forget what was dropped", icon=":material/delete:", on_click=_forget_upload)
        if st.session_state.get("pending_before"):
            _take_back_buttons()
    show_file(report.as_read, _map)


def show_account(records: Records, report: ImportReport) -> None:
    """What does not count, what was assumed, and where every row of the waiting files went."""
    choices = _choices()
    if not report.questions:
        st.markdown(f":gray[{rows_told(report, 'can be used')}]")
    does_not_count(report, lambda code: _answer(replace(choices, meant=(*choices.meant, code))))
    show_assumptions(records, report, choices, _answer)
    first_rows(records)
    rows_by_file(report)


def _which_corrects_which(report: ImportReport) -> None:
    """Two files that say different things of the same days: both are set aside, unless one of them
    corrects the other. Nothing is chosen before."""
    choices = _choices()
    for one, other, rows in report.contradicting:
        if {one, other} & {*choices.corrects}:
            continue
        st.markdown(
            f"**{inert(one)}** and **{inert(other)}** say different things in "
            f"{counted(rows, 'row')} of the same patient and date: both are set aside. Does one of "
            "the files correct the other?"
        )
        with st.container(horizontal=True):
            for new, old in ((other, one), (one, other)):
                if st.button(f"{inert(new)} corrects {inert(old)}", key=f"corrects_{new}_{old}"):
                    _answer(replace(choices, corrects={**choices.corrects, new: old}))


def _usable(records: Records) -> bool:
    lacks_days = records.holds >= SINGLE_DAYS and records.diary.empty
    return bool(records.patient_ids) and not lacks_days


def _what_is_missing(records: Records) -> str:
    if len(records.diary) and records.sessions.empty:
        return (
            "The days of the sessions are missing. Add a file with them under *Files*, above: a "
            "row a session, with the patient and the date; of one patient the dates alone will do."
        )
    if len(records.sessions) and records.diary.empty:
        return "A file with the diary is needed too: patient_id, date, and headache or migraine."
    return (
        "A diary and a file with the sessions are needed, or a file with counts per session, or "
        "cycles that Clear Days counted elsewhere."
    )


def _confirm(
    records: Records,
    report: ImportReport,
    ready: bool,
    on_top: OnTop | None,
    told: str,
) -> None:
    """Use them alone, or on top of what is loaded: what that changes is shown before."""
    if on_top is not None:
        show_changes(on_top)
    with st.container(horizontal=True, vertical_alignment="center"):
        if on_top is not None and st.button(
            "Put them on top",
            type="primary",
            icon=":material/library_add:",
            disabled=on_top.undecided or not _usable(on_top.records),
        ):
            _use(on_top.records, report)
        if st.button(
            "Use these records" if on_top is None else "Use these alone",
            type="primary" if on_top is None else "secondary",
            icon=":material/check:",
            disabled=not ready,
        ):
            _use(records, report)
        _take_back_buttons()
        st.markdown(f":gray[:small[{told}]]", width="stretch")


def _use(records: Records, report: ImportReport) -> None:
    sign_in.check(KEEP)
    choices = _choices()
    kept = answered(tuple(st.session_state.get("pending_asked", {}).values()), choices.answers)
    mappings = [mapping.to_json() for mapping in (*choices.mappings, *kept)]
    if key := sign_in.configuration().ids_key:
        names = tuple(f"file {n}" for n, _ in enumerate(records.names, start=1))
        records = replace(with_keyed_ids(records, key), names=names)
    records = seen_by(records, sign_in.person(), sign_in.session_key(), brought=True)
    read_from = None if key else _files_as_read()
    state.use(records, report)
    st.session_state.used_mappings = mappings
    if read_from is not None:
        st.session_state.update(zip(READ_FROM, read_from, strict=True))
    _forget_upload()
    page, _, _ = _where_answered(records)
    st.switch_page(page, query_params=state.address())


def _where_answered(records: Records) -> tuple[str, str, str]:
    """Where their answer stands, what is said of it, its icon: one patient is no rate."""
    if len(records.patient_ids) == 1 and sign_in.may(PATIENTS):
        return "pages/patient.py", "See what was recorded", ":material/person:"
    return "app.py", "See who responded", ":material/percent:"


def _files_as_read() -> tuple[list[Source], Choices, list[Choices]]:
    """The files that are used now, and how they were read: to change it afterwards."""
    sources: list[Source] = st.session_state.get("pending_sources") or []
    closed = [replace(source, opened=None) for source in sources]
    return closed, _choices(), st.session_state.get("pending_before", [])


def _change_how_they_were_read() -> None:
    """The files of what is in use wait again, with their answers; nothing changes until used."""
    sources, choices, before = (st.session_state[name] for name in READ_FROM)
    st.session_state.pending_before = before
    _read([source.kept_open() for source in sources], choices)
    st.rerun()


def show_loaded() -> None:
    """What the tab holds now."""
    records, report = state.records(), st.session_state.report
    if records is None:
        if st.session_state.gone and st.session_state.get("ended"):
            headline, more = how_ended()
            st.header(headline, anchor=False)
            st.markdown(more)
            return
        st.header("Nothing is loaded.", anchor=False)
        if st.session_state.gone:
            st.markdown(
                f"The link needs the records it was made from: load their files. {how_kept()}"
            )
        return
    if records.synthetic:
        st.markdown(":orange-badge[SYNTHETIC] The sample clinic is open. Nobody in it exists.")
    if report is None:
        st.header(f"**{whom(records)}** of a kept cohort", anchor=False)
    else:
        report_headline(report, "are used")
    with st.container(horizontal=True):
        page, see, icon = _where_answered(records)
        if st.button(see, type="primary", icon=icon):
            st.switch_page(page, query_params=state.address())
        if all(st.session_state.get(name) is not None for name in READ_FROM) and st.button(
            "Change how it was read", icon=":material/tune:"
        ):
            _change_how_they_were_read()
        if records.synthetic:
            st.button("Close the sample", icon=":material/delete:", on_click=state.forget)
        else:
            forget_button("loaded")
    if not records.synthetic:
        st.markdown(f":gray[:small[{how_kept()}]]")
    if report is not None:
        told_before(report)
        rows_by_file(report)


def offer_sample() -> None:
    records = state.records()
    if records is None or not records.synthetic:
        st.button(
            "Open the sample clinic (synthetic)",
            icon=":material/science:",
            on_click=state.open_sample,
        )


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
                    for name in (*MEASURES, "recorded_days")
                },
            }
        )
        whole = st.column_config.NumberColumn
        typed = st.data_editor(
            start,
            num_rows="dynamic",
            hide_index=True,
            key="typed_counts",
            alt="Counts per patient and session",
            column_config={
                "patient_id": st.column_config.TextColumn("Patient"),
                "session": whole("Session", min_value=0, step=1),
                **{
                    measure.name: whole(
                        sentence_case(measure.words), min_value=0, max_value=31, step=1
                    )
                    for measure in MEASURES.values()
                },
                "recorded_days": whole("Recorded days", min_value=1, max_value=366, step=1),
            },
        )
        filled = typed[typed["patient_id"].fillna("").str.strip() != ""]
        if st.button("Check these counts", disabled=filled.empty):
            _read([Source("typed counts", as_csv(filled).encode(), "counts")], _choices())
            st.rerun()
