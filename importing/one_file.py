"""One file: which tables are in it, which layout knows them, and what do their columns say?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

import numpy as np
import pandas as pd
import pyarrow as pa

from analytics.frames import CANONICAL, TableSpec
from importing import identity, legends
from importing.believed import broken_rules
from importing.cells import in_one_line
from importing.choices import NOT_USED, Choices, Question, Told
from importing.choices import Mapping as Mapped
from importing.columns import are_results, canonical_name, missing
from importing.containers import open_tables
from importing.dates_across import with_dates_as_months
from importing.doubts import Cells, Found, Said, length_of_counts, settle
from importing.doubts.base import short_code
from importing.id_above import with_id_above
from importing.layouts import Layout, Reading, is_header, recognise, redcap
from importing.mapping import read_mapped
from importing.mapping_checks import ATTACKS
from importing.month_of_sheet import with_month_of_sheet
from importing.no_layout import asked_of
from importing.opened_once import Opened, OpenedOnce
from importing.row_numbers import distinct
from importing.shown import in_file
from importing.stamped import read_stamped, says_checked
from importing.suggested import can_be_suggested
from importing.text import HeaderTest, TextTable, Unreadable
from importing.turned_months import with_months_as_rows

MADE_FROM_RECORDS = (
    "holds outcomes that were made from records, and not the records: cycles (cycles.csv of "
    "data.zip, or the command cycles) were expected, or the diary and the sessions"
)
KNOWN_BY = {
    "As stated": "how it was given",
    "As mapped": "the meanings of its columns",
    "Checked before": "its stamp",
}


def known_by(title: str) -> str:
    """How a file was found out to be of this layout."""
    return KNOWN_BY.get(title, "its column names")


STATED = Layout("stated", "As stated", lambda _: True, lambda *_: Reading())
STAMPED = replace(STATED, name="stamped", title="Checked before")


@dataclass(frozen=True)
class Source:
    """One file: the name to call it by, its bytes, and its table where the user has said so.

    ``place``: the folder in which it lies, where that is known. ``opened``: its tables as text,
    kept where it is read again with other choices; None: they are not kept.
    """

    name: str
    content: bytes
    table: str | None = None
    place: str = ""
    opened: OpenedOnce | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", in_one_line(self.name))

    def kept_open(self) -> Source:
        """The same, whose bytes are read as text once, however often it is read with choices."""
        return self if self.opened is not None else replace(self, opened=OpenedOnce())

    def tables(self, choices: Choices) -> Iterable[Opened]:
        """Every table in it with its name, as text, or why it cannot be read."""
        opened = OpenedOnce() if self.opened is None else self.opened
        return opened.tables(
            self.name,
            _header_test(self.table),
            choices.named_rows,
            lambda test: open_tables(self.name, self.content, test),
        )


@dataclass(frozen=True)
class Part:
    """One table of a file on its way through the door: what was read, and what was said of it.

    ``ready``: rows that were checked before. ``rows``: the numbers of all rows read, also of those
    that an answer left out. ``as_it_stands``: the table before anything was answered; ``in_file``:
    what a column in question is called there. ``reading``, ``heard``: of a sheet of months, until
    its signs are settled with those of its fellows; ``meant``: what they mean then, rows x days.
    ``mapping``: what its user says of its columns.
    """

    file: str
    digest: str
    layout: Layout | None = None
    cells: tuple[Cells, ...] = ()
    ready: pd.DataFrame | None = None
    rows: np.ndarray = field(default_factory=lambda: np.array([], dtype="int64"))
    text: TextTable | None = None
    aside: tuple[tuple[int, str, str], ...] = ()
    problems: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    answered: tuple[Question, ...] = ()  # what the user has answered
    told: tuple[Told, ...] = ()
    dropped: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    place: str = ""  # the folder of its file, where that is known
    copied: bool = False  # its file holds what an earlier one holds, to the byte
    as_it_stands: TextTable | None = None
    in_file: Mapping[str, str] = field(default_factory=dict)
    reading: Reading | None = None
    meant: np.ndarray | None = None
    mapping: Mapped | None = None
    heard: Said = field(default_factory=Said)


def read_source(source: Source, choices: Choices) -> Iterator[Part]:
    """Every table in a file; one that cannot be read gets its sentence, never an exception."""
    digest = hashlib.sha256(source.content).hexdigest()
    stamped = read_stamped(source.content)
    doubted = ""
    if stamped is not None and source.table in (None, stamped[0].name):
        broken = broken_rules(*stamped)
        if not broken:
            yield _already_checked(source, digest, choices, *stamped)
            return
        doubted = f"its stamp says that it was checked, but {'; '.join(broken)}"
    elif stamped is None and says_checked(source.content):
        doubted = "its stamp does not fit its content"
    try:
        for name, text in source.tables(choices):
            if isinstance(text, Unreadable):
                yield _unusable(name, digest, str(text))
                continue
            text = replace(text, sheet=text.sheet or name.removeprefix(source.name).lstrip("/"))
            if not identity.given_id(name, choices.ids, place_of(source.place, name)):
                text = with_id_above(text)
            text = with_month_of_sheet(with_dates_as_months(with_months_as_rows(text)), name)
            if doubted:
                told = f"{doubted}: every row was checked again."
                text = replace(text, notices=(*text.notices, told))
            if {legends.TOLD, legends.TOLD_OF_FILE} & {
                *text.notices
            }:  # named, and nothing is made of it
                yield Part(name, digest, rows=text.rows, text=text)
                continue
            try:
                yield _read_table(name, digest, text, source, choices)
            except Unreadable as problem:
                yield _unusable(name, digest, str(problem), text)
    except Unreadable as problem:
        yield _unusable(source.name, digest, str(problem))


def _already_checked(
    source: Source, digest: str, choices: Choices, table: TableSpec, frame: pd.DataFrame
) -> Part:
    rows = np.arange(1, len(frame) + 1)
    read = pa.Table.from_pandas(frame[["patient_id"]], preserve_index=False)  # in parts as written
    ids = TextTable({"patient_id": read.column(0).cast(pa.string()).combine_chunks()}, rows)
    name, place = source.name, place_of(source.place, source.name)
    return Part(
        name,
        digest,
        layout=STAMPED,
        cells=(Cells(name, digest, table.name, ids, choices, STAMPED.title, place=place),),
        ready=frame,
        rows=rows,
        notices=(
            "its stamp says that it was checked, its content fits the stamp and keeps the rules.",
        ),
        headers=tuple(frame.columns),
        place=source.place,
    )


def _header_test(table: str | None) -> HeaderTest:
    """Which row holds the column names: one that a layout knows, or a table as it was stated."""
    if table is None:
        return is_header
    spec = CANONICAL[table]
    return lambda cells: not missing(spec, list(cells)) or is_header(cells)


def _known(text: TextTable) -> Layout | None:
    """The layout that knows these columns, where the cells bear it out."""
    layout = recognise(text.headers)
    return layout if layout is not None and layout.holds(text) else None


def _stated(text: TextTable, table: str | None, choices: Choices) -> bool:
    """Is it read as it was given, by our own names? Not where these lack and others are known."""
    if table is None:
        return False
    if not missing(CANONICAL[table], text.headers):
        return True
    known = _known(text) or choices.mapping_for(text.headers)
    return known is None and not can_be_suggested(text)


def _read_table(name: str, digest: str, text: TextTable, source: Source, choices: Choices) -> Part:
    if are_results(text.headers):
        raise Unreadable(MADE_FROM_RECORDS)
    stated = source.table if _stated(text, source.table, choices) else None
    said, as_it_stands = Said(), text
    known = _known(text) if stated is None else STATED
    found = Found(name, digest, text, choices, known.title if known else "")
    try:
        found = settle(found, choices, said)
    except Unreadable as problem:
        return refused(Part(name, digest, text=text, heard=said), str(problem))
    text = found.text
    mapping = choices.mapping_for(text.headers)
    layout = _known(text) if stated is None else STATED
    others = [row for row, _ in text.ragged]
    others += [*found.left_out, *(row for row, _, _ in found.aside)]
    part = Part(
        name,
        digest,
        layout=layout,
        rows=distinct(text.rows, np.array(others, dtype="int64")),
        text=text,
        aside=(*found.aside, *((row, "", problem) for row, problem in text.ragged)),
        headers=tuple(text.headers),
        place=source.place,
        as_it_stands=as_it_stands,
        heard=said,
    )
    if stated is None and layout is None and mapping is None:
        asked, ways = asked_of(name, digest, text)
        mapping = ways.get(choices.answer_for(asked.code, asked.kind, "", part.headers) or "")
        if mapping is None:
            return _of_no_layout(part, asked, choices)
        said.answered.append(asked)
        mapped = replace(choices, mappings=(*choices.mappings, mapping))
        settle(replace(found, choices=mapped), mapped, said, (length_of_counts.DOUBT,))
    part = replace(part, mapping=mapping)
    if stated is not None and mapping is None:
        reading = Reading(tables=((stated, text),))
    elif mapping is not None and (layout is None or layout.name != redcap.LAYOUT.name):
        reading = read_mapped(text, mapping, name)
        layout = replace(STATED, title="As mapped", per_patient=_of_one(reading))
    else:
        assert layout is not None
        reading = layout.read(text, name, choices)
    assert layout is not None
    if reading.of_one:
        layout = replace(layout, per_patient=True)
    if not len(part.rows):
        raise Unreadable("has a first row, but no row below it")
    part = replace(part, layout=layout, reading=reading)
    return part if reading.months is not None else understood(part, reading, choices)


def as_given(parts: Sequence[Part], table: str | None) -> tuple[Part, ...]:
    """The parts of a file, refused where all of them turn out to be of other tables than the one
    that it was given as."""
    read = [part for part in parts if _tables_of(part)]
    if table is None or not read or any(table in _tables_of(part) for part in read):
        return tuple(parts)
    return tuple(_of_another_table(part, table) if part in read else part for part in parts)


def _tables_of(part: Part) -> set[str]:
    """The tables that are made of a part, as far as its questions let them be seen."""
    reading = part.reading
    if reading is None:
        return {cells.table for cells in part.cells}
    days = reading.attacks is not None or reading.months is not None
    return {name for name, _ in reading.tables} | ({"diary"} if days else set())


def _of_another_table(part: Part, table: str) -> Part:
    assert part.layout is not None
    found = " and ".join(sorted(_tables_of(part)))
    problem = f"was given as {table}, and is {found} by {known_by(part.layout.title)}"
    return _unusable(part.file, part.digest, problem, part.text)


def _of_one(reading: Reading) -> bool:
    """Is a file that was mapped without an id one person's? Sessions may be; a diary that has a
    day twice is not."""
    if reading.attacks is not None or reading.months is not None:
        return reading.of_one
    (table, text), *_ = reading.tables or (("", None),)
    if text is None or "patient_id" in text.columns:
        return False
    if table == "diary" and "date" in text.columns:
        return len(text.encoded("date")[1]) == len(text.rows)
    return table == "sessions"


def _of_no_layout(part: Part, asked: Question, choices: Choices) -> Part:
    """Nobody knows these columns: the user says which is which, or that the file is left out."""
    said = part.heard
    if choices.answer_for(asked.code, asked.kind, "", part.headers) == NOT_USED:
        notices = (*said.notices, "left out, as you said.")
        answered = (*said.answered, asked)
        return replace(part, notices=notices, answered=answered, told=tuple(said.told))
    return replace(
        part,
        problems=(asked.text,),
        questions=(*said.questions, asked),
        answered=tuple(said.answered),
        told=tuple(said.told),
        notices=tuple(said.notices),
    )


def understood(part: Part, reading: Reading, choices: Choices) -> Part:
    """What its layout makes of the file, with every doubt about its columns settled."""
    layout, said = part.layout, part.heard
    assert layout is not None
    part = replace(part, headers=reading.columns or part.headers)
    digest = part.digest
    assumptions = [*reading.assumptions]
    days = reading.attacks is not None or any(name != "sessions" for name, _ in reading.tables)
    if layout.per_patient and days and not choices.ids:  # whose sessions they are is asked apart
        assumptions.append(identity.rule_of(part.file, part.text.sheet if part.text else ""))
    given = identity.given_id(part.file, choices.ids, part.place) if layout.per_patient else ""
    patient_id = identity.id_of(part.file, choices.ids, part.place) if layout.per_patient else ""
    tables = [(table, _of_patient(text, patient_id)) for table, text in reading.tables]
    cells = [
        Cells(part.file, digest, table, _renamed(table, text), choices, layout.title)
        for table, text in tables
    ]
    if reading.attacks is not None:
        text = _of_patient(reading.attacks.text, patient_id)
        lists = Cells(
            part.file,
            digest,
            ATTACKS,
            text,
            choices,
            layout.title,
            where=reading.attacks.where,
            daily=layout.daily,
        )
        cells.insert(0, lists)
    cells = [
        replace(
            one,
            per_patient=layout.per_patient,
            by_name=layout.per_patient and not given,
            into=reading.into,
            of_months=reading.months is not None,
            place=place_of(part.place, part.file),
        )
        for one in cells
    ]
    settled = [settle(one, choices, said) for one in cells]
    asked = [_coded(question, part) for question in reading.questions]
    left_out = [q for q in asked if _left_out(q, choices)]
    questions = [q for q in asked if q not in left_out]
    return replace(
        part,
        cells=tuple(settled),
        aside=(*part.aside, *reading.aside, *(row for one in settled for row in one.aside)),
        problems=reading.problems,
        notices=tuple(said.notices),
        assumptions=tuple(assumptions),
        questions=(*said.questions, *questions),
        answered=(*said.answered, *left_out),
        told=tuple(said.told),
        dropped=reading.dropped,
        in_file=_in_file(part, [one.text for one in cells], said.questions),
    )


def _in_file(part: Part, tables: list[TextTable], questions: list[Question]) -> dict[str, str]:
    """What the columns in question are called in the file."""
    if part.text is None:
        return {}
    return {q.column: in_file(part.text, q.column, tables) for q in questions if q.column}


def _renamed(table: str, text: TextTable) -> TextTable:
    """The columns of a canonical table under our own names."""
    lacking = missing(CANONICAL[table], text.headers)
    if lacking:
        raise Unreadable(f"has no column {' and no column '.join(lacking)} in its first row")
    names = [canonical_name(header) for header in text.headers]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise Unreadable(f"has two columns for {' and for '.join(twice)}")
    return replace(text, columns=dict(zip(names, text.columns.values(), strict=True)))


def _of_patient(text: TextTable, patient_id: str) -> TextTable:
    """The file holds one patient and does not say which."""
    if not patient_id or "patient_id" in text.columns:
        return text
    ids = pa.array([patient_id] * len(text.rows), pa.string())
    return replace(text, columns={"patient_id": ids, **text.columns})


def _left_out(question: Question, choices: Choices) -> bool:
    """Was it answered, now or about the last such file, that this is not to be used?"""
    given = choices.answer_for(question.code, question.kind, question.column, question.headers)
    return given == NOT_USED


def _coded(question: Question, part: Part) -> Question:
    sheet = part.text.sheet if part.text else ""
    return replace(
        question,
        code=short_code(part.digest, sheet, question.kind),
        headers=part.headers,
    )


def refused(part: Part, problem: str) -> Part:
    """A table that cannot be read so; another answer to what was asked may leave it readable."""
    said = part.heard
    return replace(
        _unusable(part.file, part.digest, problem, part.text),
        questions=tuple(said.questions),
        answered=tuple(said.answered),
        told=tuple(said.told),
    )


def _unusable(name: str, digest: str, problem: str, text: TextTable | None = None) -> Part:
    rows = [] if text is None else [*text.rows, *(row for row, _ in text.ragged)]
    return Part(
        name,
        digest,
        problems=(f"{name} {problem}.",),
        rows=np.array(sorted(rows), dtype="int64"),
        text=text,
        headers=() if text is None else tuple(text.headers),
    )


def place_of(folder: str, file: str) -> str:
    """The folder, archive or workbook in which a part lies, as far as it is known."""
    inside = PurePosixPath(file.replace("\\", "/")).parent
    return str(PurePosixPath(folder.replace("\\", "/")) / inside)
