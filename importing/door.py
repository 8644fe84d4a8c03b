"""From files to checked Records, with a report that accounts for every row.

Each file is read for itself (``one_file``); then the ids of all files are looked at, the rows are
checked, the dates of all files are looked at, and the tables are put together (``together``).
While a question is open nothing leaves: where one text has two readings, neither is a record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from analytics.frames import CANONICAL, empty
from analytics.records import Records
from importing.about import about_patients, beside_days, headache_free
from importing.account import Account, accounted
from importing.as_read import as_read
from importing.calendars import with_settled_signs
from importing.checks import Broken, Values, judged
from importing.choices import Choices, Question
from importing.corrected_files import (
    Corrected,
    content_of,
    corrected_files,
    with_ids_of_the_corrected,
)
from importing.corrections import Table, corrected, table_of, values_of, with_laid
from importing.doubts import Cells, Everyone, Said, Together, settle
from importing.doubts.base import Piece, short_code
from importing.file_names import but_for_copy
from importing.identity import RULE, RULE_OF_SHEET, given_id
from importing.listed import days_of_attacks
from importing.mapping_checks import ATTACKS
from importing.not_there import not_there
from importing.one_file import STATED, Part, Source, as_given, read_source
from importing.report import CHANGES, FileReport, ImportReport
from importing.shown import Shown, in_file, shown
from importing.text import Unreadable
from importing.to_repair import written_in
from importing.together import joined
from importing.unsaid import with_unread

Reached = Callable[[int, int], None]  # files that are read or checked, of how many


def to_nobody(_done: int, _of: int) -> None:
    """Nobody waits to be told how far it is."""


def read_records(
    sources: Iterable[Source],
    choices: Choices | None = None,
    *,
    synthetic: bool = False,
    reached: Reached = to_nobody,
    checked: Reached = to_nobody,
) -> tuple[Records, ImportReport]:
    """Read and check every file; what cannot be used is in the report, never an exception.

    While a question is open the Records are empty: see ``held_records``. ``reached``: is told how
    many files are read, of how many, before the next and after the last one; ``checked``: of how
    many the rows are checked.
    """
    sources, choices = list(sources), choices or Choices()
    records, report = held_records(
        sources, choices, synthetic=synthetic, reached=reached, checked=checked
    )
    heard = {question.code for question in (*report.answered, *report.questions)}
    if choices.answers.keys() - heard:  # asked at first, and settled by another answer?
        asked = held_records(sources, replace(choices, answers={}))[1].questions
        settled = [q for q in asked if q.code not in heard and q.code in choices.answers]
        report = replace(report, answered=(*report.answered, *settled))
    if report.questions:
        records = replace(records, **{name: empty(table) for name, table in CANONICAL.items()})
        report = replace(report, files=tuple(_waiting(file) for file in report.files))
    return records, report


def _waiting(file: FileReport) -> FileReport:
    """While a question is open, nothing of any file is used."""
    rest = file.rows_read - file.duplicates - file.set_aside - file.replaced
    return replace(file, not_used=rest)


def held_records(
    sources: Iterable[Source],
    choices: Choices | None = None,
    *,
    synthetic: bool = False,
    reached: Reached = to_nobody,
    checked: Reached = to_nobody,
) -> tuple[Records, ImportReport]:
    """The same, with every open question held at its first reading: only to show what it gives."""
    sources, choices = list(sources), choices or Choices()
    named = with_ids_of_the_corrected(choices, sources)
    parts = _distinct(_with_signs([*_each_read(sources, named, reached)], named), named)
    said = Said()
    parts = _same_people(parts, choices, said)
    accounts = [Account(part) for part in parts]
    corrects = corrected_files(choices.corrects, parts)
    tables, changes = _with_corrections(parts, accounts, corrects)
    pieces = [*_each_checked(tables, accounts, checked)]
    pieces += days_of_attacks(parts, accounts, choices)
    seen = settle(_put_together(pieces, accounts, choices, corrects), choices, said)
    for number, rows in _by_part(seen.aside).items():
        accounts[number].set_each_aside(rows)
    frames = {
        name: joined(CANONICAL[name], seen.of(name), accounts, said)
        for name in dict.fromkeys(piece.table for piece in seen.pieces)
    }
    diary, free = headache_free(frames, choices, said)
    beside_days(frames, accounts, seen, said)
    records = Records(
        diary=diary,
        **{name: frames.get(name, empty(CANONICAL[name])) for name in CANONICAL if name != "diary"},
        synthetic=synthetic,
    )
    of_files = [piece for piece in seen.of("patients") if piece.part >= 0]
    came = bool(of_files) or not seen.of("patients")
    about_patients(records, seen, said, patients_came=came)
    files = tuple(accounted(account) for account in accounts)
    records = replace(records, names=tuple(report.file for report in files if report.used))
    told = tuple(one for one in said.told if one.code not in choices.meant)
    seen_tables = tuple(filter(None, (as_read(part, choices) for part in parts)))
    codes = {one.code for one in (*said.told, *(t for file in files for t in file.told))}
    return records, ImportReport(
        files=tuple(_meant(file, choices) for file in files),
        notices=tuple(said.notices),
        between=tuple(said.questions),
        answered=(*(q for account in accounts for q in account.answered), *said.answered),
        codes_told=frozenset(codes | {file.aside_code for file in files if file.aside_code}),
        not_there=(
            *not_there(choices, parts, only_bad_days=_only_bad_days(choices, said)),
            *corrects.problems,
        ),
        told=told,
        headache_free_without_migraine=free,
        shown=_shown(accounts, said),
        as_read=seen_tables,
        written=written_in(parts, seen_tables, files),
        changes=changes,
        contradicting=_contradicting(parts, said),
        unsaid=with_unread(said.unsaid, records.tables, [u for a in accounts for u in a.unread]),
    )


def _by_number(corrects: Corrected, parts: list[Part]) -> dict[int, frozenset[int]]:
    """Of each part that corrects others their numbers."""
    if not corrects.by:
        return {}
    contents = [content_of(part) for part in parts]
    found = {
        n: frozenset(m for m, old in enumerate(contents) if new in corrects.by.get(old, ()))
        for n, new in enumerate(contents)
    }
    return {n: olds for n, olds in found.items() if olds}


def _contradicting(parts: list[Part], said: Said) -> tuple[tuple[str, str, int], ...]:
    """The pairs of files that contradict each other, by how many rows; of lists of attacks no row
    could take another one's place."""
    found: dict[tuple[str, str], int] = {}
    for pair, rows in said.contradicting.items():
        both = [parts[number] for number in pair]
        if any(cells.table == ATTACKS for part in both for cells in part.cells):
            continue
        names = [p.file.removesuffix(f"/{p.text.sheet}") if p.text else p.file for p in both]
        if names[0] != names[1]:
            found[names[0], names[1]] = found.get((names[0], names[1]), 0) + rows
    return tuple((*names, rows) for names, rows in found.items())


def _each_read(
    sources: list[Source], choices: Choices, reached: Reached
) -> Iterator[tuple[Source, tuple[Part, ...]]]:
    """Every file for itself, in turn."""
    for done, source in enumerate(sources):
        reached(done, len(sources))
        yield source, as_given([*read_source(source, choices)], source.table)
    reached(len(sources), len(sources))


def _with_signs(
    read: list[tuple[Source, tuple[Part, ...]]], choices: Choices
) -> list[tuple[Source, tuple[Part, ...]]]:
    """The same, the signs of their sheets of months settled over all of them."""
    settled = iter(with_settled_signs([part for _, parts in read for part in parts], choices))
    return [(source, tuple(next(settled) for _ in parts)) for source, parts in read]


def _with_corrections(
    parts: list[Part], accounts: list[Account], corrects: Corrected
) -> tuple[Iterable[Table], pd.DataFrame]:
    """The tables of all parts without the rows that others correct, and what changed."""
    tables = (
        table for n, part in enumerate(parts) for table in _tables(n, part, accounts[n], corrects)
    )
    if not corrects.by:
        return tables, pd.DataFrame(columns=[*CHANGES])
    return corrected([*tables], corrects.by, accounts)


def _put_together(
    pieces: Iterable[Piece], accounts: list[Account], choices: Choices, corrects: Corrected
) -> Together:
    """All rows beside each other, and what was lost of them."""
    lost = frozenset(one for account in accounts for one in account.lost)
    parts = [account.part for account in accounts]
    contents = tuple(short_code(p.digest, p.text.sheet if p.text else "") for p in parts)
    calendars = frozenset(n for n, part in enumerate(parts) if part.meant is not None)
    months = frozenset(n for n, p in enumerate(parts) if p.reading and p.reading.calendar_months)
    return Together(
        tuple(pieces),
        choices,
        choices.now,
        "".join(sorted({part.digest for part in parts})),
        lost=lost,
        contents=contents,
        calendars=calendars,
        months=months,
        corrects=_by_number(corrects, parts),
    )


def _only_bad_days(choices: Choices, said: Said) -> bool:
    """Was it asked, or answered, what the days mean that a diary of headache days leaves out?"""
    kept = any("unwritten_days" in mapping.answers for mapping in choices.mappings)
    return kept or any(q.kind == "unwritten_days" for q in (*said.questions, *said.answered))


def _by_part(
    aside: Iterable[tuple[int, int, str, str]],
) -> dict[int, list[tuple[int, str, str]]]:
    """The rows that answers set aside, by their part; what an answer made is of none."""
    found: dict[int, list[tuple[int, str, str]]] = {}
    for part, row, column, why in aside:
        if part >= 0:
            found.setdefault(part, []).append((row, column, why))
    return found


def _shown(accounts: list[Account], said: Said) -> dict[str, Shown]:
    """The rows of the files behind each open question, by its code."""
    found: dict[str, Shown | None] = {}
    for part, questions in ((a.part, [*a.part.questions, *a.questions]) for a in accounts):
        if part.as_it_stands is not None:
            for asked in questions:
                column = part.in_file.get(asked.column, asked.column)
                found.setdefault(asked.code, shown(part.as_it_stands, column, asked.rows))
    for asked in said.questions:
        found[asked.code] = next(_between(accounts, asked), None)
    return {code: rows for code, rows in found.items() if rows is not None}


def _between(accounts: list[Account], asked: Question) -> Iterator[Shown]:
    """The rows of the first file that has the column of a question between files."""
    for part in (account.part for account in accounts):
        if asked.shown_of not in ("", part.file):
            continue
        tables = [cells.text for cells in part.cells]
        if part.as_it_stands is not None and any(asked.column in t.columns for t in tables):
            column = in_file(part.as_it_stands, asked.column, tables)
            rows = shown(part.as_it_stands, column, asked.rows)
            if rows is not None:
                yield replace(rows, sheet=rows.sheet or part.file)


def _meant(file: FileReport, choices: Choices) -> FileReport:
    """The same without what the user said is as it should be."""
    left = tuple(told for told in file.told if told.code not in choices.meant)
    return replace(file, told=left, aside_meant=file.aside_code in choices.meant)


def _distinct(read: list[tuple[Source, tuple[Part, ...]]], choices: Choices) -> list[Part]:
    """All parts; a file that holds the same as an earlier one, to the byte, is that file again.

    Not where they are two people's: the user gave each its own id, their days have other ids by
    their names (then it is asked), or two lists of sessions are called as two patients' diaries.
    """
    named = {p for _, parts in read for part in parts for p in _by_its_name(part, of_days=True)}
    seen: dict[tuple[str, str | None, tuple[str, ...]], str] = {}
    first_of: dict[tuple[str, str | None], tuple[str, tuple[str, ...]]] = {}
    told: list[Part] = []
    for source, parts in read:
        own = tuple(_own_id(part, choices, named) for part in parts)
        stated = any(part.layout is STATED for part in parts)  # one may be given as two tables
        content = (parts[0].digest if parts else "", source.table if stated else None)
        first, ids = first_of.setdefault(content, (source.name, own))
        if not any(mine and mine != theirs for mine, theirs in zip(own, ids, strict=True)):
            own = ids
        first = seen.setdefault((*content, own), source.name)
        if first is not source.name:
            parts = tuple(_copy(part, first) for part in parts)
        told += parts
    return told


def _own_id(part: Part, choices: Choices, named: set[str]) -> str:
    """The id by which a part would be another person's than one that holds the same; or none."""
    if given := given_id(part.file, choices.ids, part.place):
        return given
    if days := _by_its_name(part, of_days=True):
        return but_for_copy(min(days))
    return "".join(named & _by_its_name(part, of_days=False))


def _by_its_name(part: Part, *, of_days: bool) -> set[str]:
    """The id that a part has by its name, of its days or of its sessions."""
    tables = (one for one in part.cells if one.by_name and (one.table != "sessions") == of_days)
    return {patient for one in tables for patient in one.texts("patient_id")}


def _copy(part: Part, first: str) -> Part:
    """A part of a file that was read already: each of its rows is a duplicate."""
    same = f"holds the same as {first}, to the byte: one file, whose rows count once."
    return Part(
        part.file,
        part.digest,
        rows=part.rows,
        text=part.text,
        headers=part.headers,
        place=part.place,
        copied=True,
        notices=(same,),
    )


def _same_people(parts: list[Part], choices: Choices, said: Said) -> list[Part]:
    """The parts with every doubt about the ids of all files settled."""
    cells = tuple(
        replace(one, part=n, aside=())
        for n, part in enumerate(parts)
        for one in part.cells
        if "patient_id" in one
    )
    everyone = settle(Everyone(cells, choices), choices, said)
    named: dict[int, list[Cells]] = {}
    for one in everyone.cells:
        named.setdefault(one.part, []).append(one)
    return [
        replace(
            part,
            cells=tuple(named.get(n, part.cells)),
            aside=(*part.aside, *(row for one in named.get(n, ()) for row in one.aside)),
            assumptions=_still_assumed(part, named.get(n, [])),
        )
        for n, part in enumerate(parts)
    ]


def _still_assumed(part: Part, cells: list[Cells]) -> tuple[str, ...]:
    """What was taken to be so, but for whose the file is where that was found out since."""
    if any(one.by_name for one in cells) or not any(one.by_name for one in part.cells):
        return part.assumptions
    return tuple(one for one in part.assumptions if one not in (RULE, RULE_OF_SHEET))


def _tables(number: int, part: Part, account: Account, corrects: Corrected) -> Iterator[Table]:
    """The tables of a part as values; why one cannot be used goes to the account."""
    one_of_them = content_of(part) in corrects.files
    for cells in part.cells:
        if cells.table == ATTACKS:
            continue
        if part.ready is not None:
            yield table_of(number, part.file, cells, _trusted(part.ready, cells), corrects=False)
            continue
        try:
            values = with_laid(cells, account) if one_of_them else values_of(cells)
        except Unreadable as problem:
            account.cannot_be_used(str(problem))
            continue
        yield table_of(number, part.file, cells, values, corrects=one_of_them)


def _each_checked(
    tables: Iterable[Table], accounts: list[Account], checked: Reached
) -> Iterator[Piece]:
    """The canonical rows of every table, in turn."""
    for table in tables:
        checked(table.part, len(accounts))
        yield from _pieces(table, accounts[table.part])
    checked(len(accounts), len(accounts))


def _pieces(table: Table, account: Account) -> Iterator[Piece]:
    """The canonical rows of a table; what it says of its own rows goes to the account.

    Rows of which a correction says some columns are a piece that says nothing about those.
    """
    values = table.values
    if values.trusted:
        frame, rows, places = values.frame, values.rows, np.arange(len(values.rows))
    else:
        checked = judged(values)
        account.add(checked)
        account.lose(table.cells)
        account.use(np.array(table.cells.into, dtype="int64"))
        frame, rows, places = checked.frame, checked.rows, checked.places
        for column in [c for c in frame if values.unread.mask.any()]:
            there = values.unread.at(str(column))[places]
            if there.any():
                keys = frame.loc[there, list(values.table.key)]
                account.unread.append((table.name, str(column), keys))
    whole = Piece(table.part, table.file, table.name, frame, rows, values.columns)
    for where, others in table.apart():
        some = whole if where.all() else whole.with_rows(where[places])
        some.columns = values.columns - others
        yield some


def _trusted(ready: pd.DataFrame, cells: Cells) -> Values:
    """Rows that were checked before, as the doubts about ids left them."""
    kept = ready.iloc[cells.text.rows - 1].reset_index(drop=True)
    ids = cells.text.columns["patient_id"].to_pylist()
    frame = kept.assign(patient_id=pd.Series(ids, dtype="str", index=kept.index))
    rows, columns = cells.text.rows, frozenset(frame.columns)
    spec = CANONICAL[cells.table]
    return Values(spec, frame, rows, columns, Broken(rows), Broken(rows), trusted=True)
