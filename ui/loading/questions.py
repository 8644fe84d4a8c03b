"""What has to be asked about the files, and what was assumed and can be changed?

Every answer changes the Choices, and the files are read again with them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from datetime import date

import pandas as pd
import streamlit as st

from analytics.frames import CANONICAL
from analytics.records import Records
from clinic.access import KEEP
from importing import Choices, FileReport, ImportReport, Mapping, Question
from importing.choices import MIGRAINE_RULES, answered
from importing.layouts.redcap import LAYOUT as REDCAP
from importing.mapping import suggest_of_forms
from importing.mapping_checks import NoMapping
from importing.one_file import NOT_USED
from ui.loading.live import mapped, show_file
from ui.loading.readings import AskedOnce
from ui.showing.downloads import download
from ui.showing.show import inert
from words.loading import mapped_row
from words.numbers import counted, day, first_named, sentence_case

LEAVE_OUT = "not used"
EDGES = ("from", "to")  # of a period: the days of the first and of the last attack
Answer = Callable[[Choices], None]


def ask_otherwise(asked: AskedOnce, report: ImportReport, choices: Choices, answer: Answer) -> None:
    """A question that no single reading answers: a period, the events, the columns of a file."""
    if asked.first.kind == "observed":
        _ask_period(asked.questions, choices, answer)
    elif asked.first.kind == "events":
        _ask_events(asked.first, report, choices, answer)
    else:
        _ask_mapping(asked.first, report, choices, answer)
    if asked.first.kind != "events":
        files = len(asked.questions)
        what = dict(asked.first.options).get(NOT_USED, "leave this file out").capitalize()
        label = what if files == 1 else f"Leave these {files} files out"
        if st.button(label, icon=":material/block:", key=f"leave_{asked.first.code}"):
            answer(choices.answered(asked.answers(NOT_USED)))


def _ask_period(questions: Sequence[Question], choices: Choices, answer: Answer) -> None:
    """The first and last attack are suggested; the user knows when the list began and ended."""
    known = [
        date.fromisoformat(day)
        for question in questions
        for key, day in question.options
        if key in EDGES
    ]
    earliest, latest = (min(known), max(known)) if known else (date.today(), date.today())
    with (
        st.form("observed", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        first = st.date_input(
            "Every attack from",
            earliest,
            width=170,
            format="YYYY-MM-DD",
            min_value=date(1990, 1, 1),
        )
        last = st.date_input("to", latest, width=170, format="YYYY-MM-DD")
        if st.form_submit_button("was written down", type="primary"):
            if first > last:
                st.warning("The period ends before it begins.")
            else:
                answer(dataclasses.replace(choices, observed=(first, last)))
    others = [option for option in questions[0].options if option[0] not in EDGES]
    for key, words in others:
        if st.button(sentence_case(words), key=f"observed_{key}"):
            answer(choices.answered({question.code: key for question in questions}))


def _ask_events(question: Question, report: ImportReport, choices: Choices, answer: Answer) -> None:
    st.markdown(
        ":gray[0 is the baseline, then 1, 2, ...; what is left blank is no session, and its counts "
        "are not used.]"
    )
    suggested = pd.DataFrame(
        [(event, int(place) if place else pd.NA) for event, place in question.options],
        columns=["Event", "Session"],
    ).astype({"Session": "Int64"})
    given = st.data_editor(
        suggested, hide_index=True, disabled=["Event"], key="events", alt="Session of each event"
    )
    if st.button("These are the sessions", type="primary"):
        headers = next((f.headers for f in report.files if f.file == question.file), ())
        events = {
            str(row.Event): int(row.Session) for row in given.itertuples() if pd.notna(row.Session)
        }
        if not events:
            st.warning("Which session is each event? At least one of them has a number.")
            return
        mapping = Mapping(columns={headers[0]: "patient_id"}, events=events)
        answer(dataclasses.replace(choices, mappings=(*choices.mappings, mapping)))


def _ask_mapping(
    question: Question, report: ImportReport, choices: Choices, answer: Answer
) -> None:
    """Which column is which: our best suggestion filled in, to be corrected."""
    file = next((f for f in report.files if f.file == question.file), None)
    if file is None or not file.headers:
        return
    if not REDCAP.knows(file.headers):
        seen = [one for one in report.as_read if one.file == question.file]
        show_file(seen, lambda mapping: answer(mapped(choices, mapping)), asked=True)
        return
    best = suggest_of_forms(file.headers)  # its forms are rows of different kinds
    ours = [*dict.fromkeys(c.name for t in CANONICAL.values() for c in t.columns if not c.internal)]
    rows = [
        (header, best.columns.get(header) if best.columns.get(header) in ours else LEAVE_OUT)
        for header in file.headers
    ]
    given = st.data_editor(
        pd.DataFrame(rows, columns=["Column of the file", "Is"]),
        hide_index=True,
        disabled=["Column of the file"],
        column_config={"Is": st.column_config.SelectboxColumn(options=[LEAVE_OUT, *ours])},
        key=f"mapping_{file.file}",
        alt="Column of the file and what it is",
    )
    values = st.text_input(
        "Words for yes and no, if the file has its own",
        key=f"values_{file.file}",
        placeholder="bad=1, good=0",
    )
    if st.button("Read it so", type="primary", key=f"read_{file.file}"):
        columns = {
            row[0]: row[1]
            for row in given.itertuples(index=False)
            if row[1] not in (LEAVE_OUT, None)
        }
        flags = {c.name for t in CANONICAL.values() for c in t.columns if c.kind == "flag"}
        words = _pairs(values) or {}
        said = {flag: words for flag in columns.values() if flag in flags and words}
        mapping = Mapping(table=best.table, columns=columns, values=said or _known(best, columns))
        answer(mapped(choices, mapping))


def _known(best: Mapping, columns: dict[str, str]) -> dict[str, dict[str, str]]:
    """What the cells of columns that are the opposite of ours mean, as far as those are read so."""
    read = {name for header, name in columns.items() if best.columns.get(header) == name}
    return {name: texts for name, texts in best.values.items() if name in read}


def _pairs(text: str) -> dict[str, str]:
    pairs = (part.split("=", 1) for part in text.split(",") if "=" in part)
    return {theirs.strip(): ours.strip() for theirs, ours in pairs}


def show_assumptions(
    records: Records, report: ImportReport, choices: Choices, answer: Answer
) -> None:
    """What was taken to be so, in plain sentences; what can be said otherwise, can be changed."""
    st.subheader("Assumptions", anchor=False)
    told: dict[str, list[str]] = {}
    for file in report.files:
        for sentence in file.assumptions:
            told.setdefault(sentence, []).append(file.file)
    lines = [*told]
    if len(report.files) > 1:
        lines = [f"{line} :gray[{inert(first_named(of))}]" for line, of in told.items()]
    if records.last_date:
        later = int((records.sessions["session_date"] > pd.Timestamp(records.last_date)).sum())
        left_out = f"; {counted(later, 'later session')} for *Today* alone" if later else ""
        lines.append(f"The last diary date, {day(records.last_date)}, is the cut-off{left_out}.")
    if records.are_counts and records.counts["recorded_days"].isna().any():
        lines.append("Counts without recorded days are per month already, and complete.")
    for line in lines or ["None."]:
        st.markdown(f":material/check: {line}")
    free, filled = report.headache_free_without_migraine, _key("no_headache_no_migraine")
    if free:
        st.checkbox(
            f"No headache means no migraine: fills {counted(free, 'headache-free day')} with a "
            "blank migraine",
            value=choices.no_headache_means_no_migraine,
            key=filled,
            on_change=lambda: answer(
                dataclasses.replace(choices, no_headache_means_no_migraine=st.session_state[filled])
            ),
        )
    with st.expander("Change what was assumed"):
        _change(report.files, choices, answer)


def _is_attack_list(file: FileReport) -> bool:
    return file.days is not None or any(q.kind == "observed" for q in file.questions)


def _change(files: Sequence[FileReport], choices: Choices, answer: Answer) -> None:
    codes = st.text_input(
        "Codes that mean missing",
        ", ".join(choices.missing_codes),
        placeholder="UNK, -99",
        key=_key("missing_codes"),
    )
    wanted = tuple(code.strip() for code in codes.split(",") if code.strip())
    if wanted != choices.missing_codes:
        answer(dataclasses.replace(choices, missing_codes=wanted))
    if any(map(_is_attack_list, files)):
        _change_attacks(choices, answer)
    if of_one := [file.file for file in files if file.of_one_patient]:
        _change_ids(of_one, choices, answer)


def _change_attacks(choices: Choices, answer: Answer) -> None:
    rules = st.pills(
        "An attack makes a migraine day if",
        list(MIGRAINE_RULES),
        selection_mode="multi",
        default=list(choices.migraine_rules),
        key=_key("migraine_rules"),
        format_func=lambda rule: MIGRAINE_RULES[rule],
        wrap=True,
    )
    if tuple(rules) != choices.migraine_rules:
        answer(dataclasses.replace(choices, migraine_rules=tuple(rules)))
    if choices.observed:
        st.button(
            "State another period",
            icon=":material/undo:",
            on_click=lambda: answer(dataclasses.replace(choices, observed=None)),
        )


def _change_ids(files: Sequence[str], choices: Choices, answer: Answer) -> None:
    st.markdown("Whose files these are:")
    ids = pd.DataFrame(
        [(file, choices.ids.get(file, "")) for file in files], columns=["File", "Patient id"]
    )
    given = st.data_editor(
        ids,
        hide_index=True,
        disabled=["File"],
        key=_key("file_ids"),
        alt="The patient id of each file; blank is the file's name",
    )
    typed = {row[0]: row[1].strip() for row in given.itertuples(index=False) if row[1]}
    if typed != dict(choices.ids):
        answer(dataclasses.replace(choices, ids=typed))


def _key(name: str) -> str:
    """The key of a control that shows a choice: another one once an answer was taken back."""
    return f"{name}_{st.session_state.get('taken_back', 0)}"


def saved_mappings(choices: Choices, asked: Sequence[Question], answer: Answer) -> None:
    """Mappings as small files without data: to keep, and to use for the next export.

    ``asked``: what was asked about the files at hand; the answers are kept as mappings too.
    """
    with st.popover("Mappings", icon=":material/table_convert:", type="tertiary"):
        for number, mapping in enumerate(choices.mappings, start=1):
            if not any((mapping.columns, mapping.periods, mapping.events, mapping.answers)):
                continue  # what a row is, and of no column yet what it means
            row = mapped_row(
                mapping.table, periods=bool(mapping.periods), events=bool(mapping.events)
            )
            download(
                f"Keep mapping {number} ({'answers' if mapping.answers else row})",
                mapping.to_json(),
                f"mapping_{number}.json",
                "application/json",
                right=KEEP,
                icon=":material/download:",
            )
        kept = answered(asked, choices.answers)
        for number, mapping in enumerate(kept, start=1):
            which = f", {number} of {len(kept)}" if len(kept) > 1 else ""
            download(
                f"Keep these answers{which}",
                mapping.to_json(),
                f"answers_{number}.json",
                "application/json",
                right=KEEP,
                icon=":material/download:",
                help="Next month's file with these columns is not asked about again, but for "
                "single dates. No data.",
                key=f"keep_answers_{number}",
            )
        _use_saved(choices, answer)


def _use_saved(choices: Choices, answer: Answer) -> None:
    """A file of mappings is read once; what is wrong with it stands there while it lies there."""
    given = st.file_uploader("Use a saved mapping", type="json", key="saved_mapping")
    if given is None:
        return
    if st.session_state.get("mapping_read") != given.file_id:
        st.session_state.mapping_read = given.file_id
        st.session_state.mapping_refused = ()
        try:
            handed = Mapping.several_from_json(given.getvalue())
        except NoMapping as refused:
            st.session_state.mapping_refused = refused.problems
        else:
            before = st.session_state.get("given_mappings", [])
            new = [(given.name, mapping) for mapping in handed]
            st.session_state.given_mappings = [*before, *new]
            answer(dataclasses.replace(choices, mappings=(*choices.mappings, *handed)))
    if problems := st.session_state.get("mapping_refused"):
        told = "\n".join(f"- {inert(problem)}" for problem in problems)
        st.warning(f"This mapping cannot be used.\n{told}")
