"""One file: which layout, which rows can be used, and an account of every row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from analytics.frames import TABLES, TableSpec
from analytics.importing import identity
from analytics.importing.attacks import Attacks, days_of, rule_sentence
from analytics.importing.checks import check
from analytics.importing.choices import Choices, Question
from analytics.importing.columns import missing
from analytics.importing.containers import open_tables
from analytics.importing.layouts import Layout, Reading, is_header, recognise
from analytics.importing.mapping import read_mapped
from analytics.importing.moments import ASK, CONTRADICTION, both_readings
from analytics.importing.report import FileReport
from analytics.importing.stamped import read_stamped
from analytics.importing.text import TextTable, Unreadable
from analytics.words import day


class Piece(NamedTuple):
    """Canonical rows of one file, with the row of the file behind each."""

    file: str
    table: str
    frame: pd.DataFrame
    rows: np.ndarray


KNOWN_BY = {"As stated": "you said so", "As mapped": "its mapping"}
STATED = Layout("stated", "As stated", lambda _: True, lambda *_: Reading())


@dataclass(frozen=True)
class Source:
    """One file: the name to call it by, its bytes, and its table where the user has said so."""

    name: str
    content: bytes
    table: str | None = None


def read_source(source: Source, choices: Choices) -> Iterator[tuple[FileReport, list[Piece]]]:
    """Every table in a file, checked; a file that cannot be used gets its sentence.

    Yields one report and its pieces for each table found; never raises for what a file holds.
    """
    stamped = read_stamped(source.content)
    if stamped is not None and source.table in (None, stamped[0].name):
        yield _already_checked(source.name, *stamped)
        return
    header_test = is_header if source.table is None else _names_of(TABLES[source.table])
    try:
        for name, text in open_tables(source.name, source.content, header_test):
            yield _read_table(name, text, source.table, choices)
    except Unreadable as problem:
        yield _unusable(source.name, str(problem)), []


def _already_checked(
    name: str, table: TableSpec, frame: pd.DataFrame
) -> tuple[FileReport, list[Piece]]:
    report = FileReport(
        file=name,
        table=table.name,
        layout="Checked before",
        known_by="its stamp",
        rows_read=len(frame),
        first_date=_date(frame, table.name, "min"),
        last_date=_date(frame, table.name, "max"),
        notices=("its stamp says that it was checked, and its content fits the stamp.",),
    )
    return report, [Piece(name, table.name, frame, np.arange(1, len(frame) + 1))]


def _names_of(table: TableSpec):  # type: ignore[no-untyped-def]
    def holds(cells: object) -> bool:
        return not missing(table, list(cells))  # type: ignore[call-overload]

    return holds


def _read_table(
    name: str, text: TextTable, stated: str | None, choices: Choices
) -> tuple[FileReport, list[Piece]]:
    mapping = choices.mapping_for(text.headers) if stated is None else None
    layout = recognise(text.headers) if stated is None else STATED
    if stated is not None:
        reading = Reading(tables=((stated, text),))
    elif layout is not None:
        reading = layout.read(text, name, choices)
    elif mapping is not None:
        reading, layout = read_mapped(text, mapping), replace(STATED, title="As mapped")
    else:
        question = Question(
            "mapping", name, f"{name} is of a layout that is not known: which column is which?"
        )
        sentence = (
            "is none of the layouts that are known: its columns can be mapped; the first row "
            "should hold their names"
        )
        report = _unusable(name, sentence)
        return replace(report, questions=(question,), headers=tuple(text.headers)), []
    if not len(text.rows) and not text.ragged:
        return _unusable(name, "has a first row, but no row below it"), []
    assert layout is not None
    return _checked(name, text, layout, reading, choices)


def _checked(
    name: str, text: TextTable, layout: Layout, reading: Reading, choices: Choices
) -> tuple[FileReport, list[Piece]]:
    """Check what a layout made of a file, and account for the file's own rows."""
    notices, questions = [*text.notices], [*reading.questions]
    assumptions = [*reading.assumptions]
    tables = list(reading.tables)
    broken = pd.DataFrame(columns=["row", "column", "problem"])
    duplicates = 0
    repeated: list[np.ndarray] = []
    patient_id = ""
    if layout.per_patient:
        patient_id = identity.id_of(name, choices.ids)
        if not choices.ids:
            assumptions.append(f"{identity.RULE}")
    if reading.attacks is not None:
        diary, asked = _attack_days(name, layout, reading.attacks, patient_id, choices)
        questions += asked
        if diary is not None:
            tables.insert(0, ("diary", diary))
        assumptions += _attack_assumptions(layout, reading.attacks, choices)
        notices += reading.attacks.notices
        broken = pd.DataFrame(reading.attacks.broken, columns=["row", "column", "problem"])
        ragged = [(row, "", problem) for row, problem in text.ragged]
        broken = pd.concat([broken, pd.DataFrame(ragged, columns=list(broken))])
        duplicates = reading.attacks.duplicates
    pieces: list[Piece] = []
    set_aside = int(broken["row"].nunique())
    first = last = None
    for table, cells in tables:
        if layout.per_patient and "patient_id" not in cells.columns:
            cells = _with_id(cells, patient_id)
        checked = check(TABLES[table], cells, choices, name)
        pieces.append(Piece(name, table, checked.frame, checked.rows))
        notices += [note for note in checked.notices if note not in notices]
        questions += checked.questions
        first, last = (
            first or _date(checked.frame, table, "min"),
            last or _date(checked.frame, table, "max"),
        )
        if reading.attacks is None:
            broken = pd.concat([broken, checked.broken])
            repeated.append(checked.repeated)
    if reading.attacks is None:
        set_aside = int(broken["row"].nunique())
        duplicates = _only_repeated(repeated, pieces, broken)
    used_up = any(len(piece.frame) for piece in pieces)
    return FileReport(
        file=name,
        table=tables[0][0] if tables else None,
        layout=layout.title,
        known_by=KNOWN_BY.get(layout.title, "its column names"),
        rows_read=len(text.rows) + len(text.ragged),
        duplicates=duplicates,
        set_aside=set_aside if used_up or not questions else len(text.rows) - duplicates,
        first_date=first,
        last_date=last,
        broken=broken.assign(file=name)[["file", "row", "column", "problem"]]
        .sort_values("row", kind="stable", ignore_index=True),
        problems=reading.problems,
        notices=tuple(notices),
        assumptions=tuple(assumptions),
        questions=tuple(questions),
        dropped=reading.dropped,
        headers=tuple(text.headers),
        days=len(pieces[0].frame) if reading.attacks is not None and pieces else None,
    ), pieces  # fmt: skip


def _only_repeated(repeated: list[np.ndarray], pieces: list[Piece], broken: pd.DataFrame) -> int:
    """How many rows of the file do nothing but say what another row says."""
    rows = np.concatenate([*repeated, np.array([], dtype="int64")])
    if not len(rows):
        return 0
    rows = np.unique(rows)
    for piece in pieces:
        rows = rows[~np.isin(rows, piece.rows)]
    return len(rows[~np.isin(rows, broken["row"].to_numpy(dtype="int64"))])


def _attack_days(
    name: str, layout: Layout, attacks: Attacks, patient_id: str, choices: Choices
) -> tuple[TextTable | None, list[Question]]:
    """The diary that an attack list amounts to, or what has to be asked first."""
    asked = []
    if not choices.date_order and attacks.vote.order in (ASK, CONTRADICTION):
        first, second = both_readings(attacks.vote.example)
        text = f"{name}: does '{attacks.vote.example}' mean {day(first)} or {day(second)}?"
        if attacks.vote.order == CONTRADICTION:
            text = (
                f"{name}: '{attacks.vote.example}' can only be day first, "
                f"'{attacks.vote.other}' only month first; which is right?"
            )
            asked.append(Question("date_order", name, text, _ORDERS))
        else:
            options = (("day_first", day(first)), ("month_first", day(second)))
            asked.append(Question("date_order", name, text, options))
        return None, asked
    if layout.daily:
        return days_of(attacks, patient_id, None), asked
    if not choices.observed and not any(attacks.free):
        asked.append(
            Question(
                "observed",
                name,
                f"{name} lists attacks: from when to when was every attack written down? Outside "
                "of that period days are unknown.",
                _first_and_last(attacks),
            )
        )
        return None, asked
    return days_of(attacks, patient_id, choices.observed), asked


def _first_and_last(attacks: Attacks) -> tuple[tuple[str, str], ...]:
    """The days of the first and the last attack: a suggestion for the period, no more."""
    if not attacks.spans:
        return ()
    starts = [start.date() for start, _, _ in attacks.spans]
    return (("from", min(starts).isoformat()), ("to", max(starts).isoformat()))


_ORDERS = (("day_first", "day first"), ("month_first", "month first"))


def _attack_assumptions(layout: Layout, attacks: Attacks, choices: Choices) -> list[str]:
    told = [rule_sentence(choices)]
    if choices.observed and not layout.daily:
        first, last = choices.observed
        told.append(
            f"Every attack from {day(first)} to {day(last)} is in the list: days without one are "
            "taken as free, and each figure that rests on them is marked. Other days are unknown."
        )
    if attacks.vote.counted and attacks.vote.order not in (ASK, CONTRADICTION):
        words = attacks.vote.order.replace("_", " ")
        told.append(f"Dates are {words}; '{attacks.vote.example}' can only be read so.")
    elif choices.date_order and attacks.vote.order == ASK:
        told.append(f"Dates are {choices.date_order.replace('_', ' ')}, as you said.")
    return told


def _with_id(cells: TextTable, patient_id: str) -> TextTable:
    frame = cells.frame()
    frame.insert(0, "patient_id", patient_id)
    return replace(cells.with_frame(frame), rows=cells.rows)


def _date(frame: pd.DataFrame, table: str, which: str):  # type: ignore[no-untyped-def]
    dates = TABLES[table].dates
    if not dates:
        return None
    column = frame[dates[0]].dropna()
    return getattr(column, which)().date() if len(column) else None


def _unusable(name: str, problem: str) -> FileReport:
    return FileReport(file=name, table=None, problems=(f"{name} {problem}.",))
