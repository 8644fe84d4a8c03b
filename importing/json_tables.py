"""Which tables are in a JSON file? Lists of records, or the data sets of CDISC's Dataset-JSON.

A record is an object with a cell for each name; records stand in a list, one to a line, or in lists
under their names. Text stays as it is written: a number is not rounded, 0012 stays 0012.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from analytics.frames import CANONICAL, PATIENTS
from importing.columns import own_names
from importing.days_in_months import PATIENT
from importing.decoded import as_western
from importing.delimited import without_long_cells
from importing.header_row import check_names, one_line
from importing.layouts.base import identifying
from importing.limits import MAX_COLUMNS, MAX_TREE_BYTES, megabytes
from importing.moments import is_day
from importing.text import Lines, TextTable, Unreadable
from importing.years_alone import of_birth

NO_RECORDS = "is a JSON file, but no list of records, each with its names: export it as .csv"
DAMAGED = "begins like a JSON file, but is cut off or damaged"
TOO_DEEP = "is a JSON file of lists within lists, deeper than is read: export it as .csv"
TWICE = "is a JSON file in which a record names one cell twice: nobody can say which counts"
OF_EACH = "each of its rows stands inside of one of {}, with what is known of whose it is: {}."
NOT_OF_EACH = "what else is written of each of {} is not read: {}."
OF_ONE = "patient"  # what stands beside the lists of a file of one
_OF_PATIENTS = {column.name for column in PATIENTS.columns} - {PATIENT}
NOT_READ = "lists inside of a record are not read ({})."
DEEPEST = 5  # objects inside of a record
SAS_EPOCH = datetime(1960, 1, 1)
_DAY = re.compile(
    r"(DATE|((DDMMYY|MMDDYY|YYMMDD)[BCDNPS]?)|[EB]8601DA|IS8601DA|(WORD|WEEK)DATE)\d*\.?\d*", re.I
)
_MOMENT = re.compile(r"(DATETIME|[EB]8601DT|IS8601DT)\d*\.?\d*", re.I)


def open_json(name: str, content: bytes) -> Iterator[tuple[str, TextTable | Unreadable]]:
    """Every table of a JSON file with its name; what holds none raises Unreadable."""
    if len(content) > MAX_TREE_BYTES:
        raise Unreadable(
            f"is a JSON file of {megabytes(len(content))}; up to {megabytes(MAX_TREE_BYTES)} of "
            "this kind are read: save it as .csv"
        )
    text, notices = _decoded(content)
    try:
        found = list(_tables(_parsed(text)))
    except Unreadable:
        raise
    except RecursionError as error:
        raise Unreadable(TOO_DEEP) from error
    except ValueError as error:
        raise Unreadable(DAMAGED) from error
    if not found:
        raise Unreadable(NO_RECORDS)
    for title, columns, told in found:
        label = name if len(found) == 1 else f"{name}/{title}"
        try:
            yield label, _table(title, columns, [*notices, *told])
        except Unreadable as problem:
            yield label, problem


Found = tuple[str, dict[str, list[str]], list[str]]  # title, text columns, what is told


def _decoded(content: bytes) -> tuple[str, list[str]]:
    try:
        return content.decode(json.detect_encoding(content)), []
    except UnicodeDecodeError:
        return as_western(content)


def _parsed(text: str) -> Any:
    """The document; lines of documents as a list of them."""
    decoder = json.JSONDecoder(
        object_pairs_hook=_each_once,
        parse_int=str,
        parse_float=_fraction,
        parse_constant=lambda _: None,
    )
    text = text.strip().removeprefix("\ufeff")
    first, end = decoder.raw_decode(text)
    if end == len(text):
        return first
    rest = [decoder.decode(line) for line in text[end:].splitlines() if line.strip()]
    return {**first, "rows": rest} if _has_columns(first) else [first, *rest]


class Whole(str):
    """A number that a program wrote with the decimal of a column of fractions: 7.0."""


def _fraction(text: str) -> str:
    return Whole(text) if re.fullmatch(r"-?\d+\.0", text) else text


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Unreadable(TWICE)
    return found


def _has_columns(document: Any) -> bool:
    return isinstance(document, dict) and isinstance(document.get("columns"), list)


def _tables(document: Any) -> Iterator[Found]:
    if isinstance(document, list):
        if _are_records(document):
            yield from _with_their_lists("records", document)
        return
    if not isinstance(document, dict):
        return
    if _has_columns(document) and isinstance(document.get("rows"), list):
        yield _of_data_set(document, document["columns"], document["rows"])
        return
    for kind in ("clinicalData", "referenceData"):  # Dataset-JSON before 1.1
        groups = _inside(_inside(document, kind), "itemGroupData")
        for group in groups.values():
            if isinstance(items := _inside(group).get("items"), list):
                yield _of_data_set(group, items, _inside(group).get("itemData") or [])
    whose = {name: value for name, value in _plain(document).items() if _is_id(name)}
    if whose and _known_of([cells := _plain(document)]):
        yield _of_records(OF_ONE, [cells])
    for name, value in document.items():
        if _are_records(value):
            yield from _with_their_lists(name, [_beside(whose, name, one) for one in value])


def _are_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _with_their_lists(title: str, records: Sequence[dict[str, Any]]) -> Iterator[Found]:
    """The records; where each is a person and no day, the lists of records inside of each are
    tables of their own, with the id of the person in each of their rows.

    What else is known of people is a table of patients where it is a column of ours.
    """
    lists = list(dict.fromkeys(n for one in records for n, v in one.items() if _are_records(v)))
    left = [{name: v for name, v in one.items() if name not in lists} for one in records]
    if not lists or not _are_people(people := [*map(_flat, left)], records, lists):
        yield _of_records(title, records)
        return
    ids, known = _ids(people), _known_of(people)
    others = [name for name in _names(people) if name not in ids]
    if known:
        yield _of_records(title, left)
    told = [OF_EACH.format(title, ", ".join(ids))]
    if others and not known:
        told.append(NOT_OF_EACH.format(title, ", ".join(others)))
    for name in lists:
        rows = [
            _beside({one: person[one] for one in ids if one in person}, name, row)
            for person, record in zip(people, records, strict=True)
            for row in _rows(record, name)
        ]
        title_of_list, columns, more = _of_records(f"{title}.{name}", rows)
        yield title_of_list, columns, [*told, *more]


def _are_people(
    people: Sequence[dict[str, Any]], records: Sequence[dict[str, Any]], lists: Sequence[str]
) -> bool:
    """Is each record a person with these lists, and no day of a diary?

    One with a day of its own (the birth's is none) is a person where each has another id, rows of a
    list have days, and it has no date that a table of days or sessions has.
    """
    if not any(map(_has_a_day, people)):
        return True
    own, ids = {*own_names(_names(people))}, _ids(people)
    dates = {column for spec in CANONICAL.values() for column in spec.dates} - _OF_PATIENTS
    return (
        not own & dates
        and any(_is_id(name) and _tells_apart(people, name) for name in ids)
        and any(_has_a_day(_plain(row)) for one in records for n in lists for row in _rows(one, n))
    )


def _rows(record: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The records in a list inside of this one."""
    return record[name] if _are_records(record.get(name)) else []


def _names(records: Sequence[dict[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for one in records for name in one))


def _ids(people: Sequence[dict[str, Any]]) -> list[str]:
    """The cells that say who each person is: an id by its name, else what may be one, or all."""
    names = _names(people)
    private = {*identifying(names)}
    others = {n for n in names if own_names([n])[0] in _OF_PATIENTS or of_birth(n)}
    maybe = [n for n in names if n not in private | others and _tells_apart(people, n)]
    return [n for n in names if _is_id(n)] or maybe or names


def _tells_apart(people: Sequence[dict[str, Any]], name: str) -> bool:
    """Has each person this cell, and each another one?"""
    texts = {_text(one.get(name)) for one in people}
    return len(texts) == len(people) and "" not in texts


def _known_of(people: Sequence[dict[str, Any]]) -> bool:
    """Is there a cell that is a column of our patients, beside the id?"""
    return any(name in _OF_PATIENTS for name in own_names(_names(people)))


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    """Its cells that hold no list, also those of objects inside of it."""
    return {name: v for name, v in _cells(record) if not isinstance(v, list)}


def _plain(record: dict[str, Any]) -> dict[str, Any]:
    """Its cells that hold neither an object nor a list."""
    return {name: v for name, v in record.items() if not isinstance(v, dict | list)}


def _has_a_day(cells: dict[str, Any]) -> bool:
    private = identifying([*cells])  # a day of birth is none of a diary
    return any(
        is_day(_text(value))
        for name, value in cells.items()
        if name not in private and not of_birth(name)
    )


def _is_id(name: str) -> bool:
    return own_names([name]) == [PATIENT]


def _beside(cells: dict[str, Any], title: str, record: dict[str, Any]) -> dict[str, Any]:
    """A record behind these cells; one of its own that is called like one of them says its list."""
    own = {f"{title}.{name}" if name in cells else name: v for name, v in record.items()}
    return {**cells, **own}


def _inside(document: Any, name: str = "") -> dict[str, Any]:
    found = document.get(name) if name and isinstance(document, dict) else document
    return found if isinstance(found, dict) else {}


def _of_records(title: str, records: Sequence[dict[str, Any]]) -> Found:
    """A column for each name, in the order in which they come."""
    columns: dict[str, list[str]] = {}
    lists: dict[str, int] = {}
    others: set[str] = set()  # names of cells that are more than whole numbers
    for place, record in enumerate(records):
        for name, value in _cells(record):
            cells = columns.setdefault(name, [])
            if len(columns) > MAX_COLUMNS:
                check_names([*columns])
            cells.extend([""] * (place - len(cells)))
            if len(cells) > place:  # a.b beside an object a with a cell b
                raise Unreadable(TWICE)
            if isinstance(value, list) and any(isinstance(one, dict | list) for one in value):
                lists[name] = lists.get(name, 0) + 1
                value = None
            cells.append(_text(value))
            if value is not None and not isinstance(value, Whole):
                others.add(name)
    for name, cells in columns.items():
        cells.extend([""] * (len(records) - len(cells)))
        if name not in others and _is_id(name):  # 7 in any other format of the same table
            columns[name] = [cell.removesuffix(".0") for cell in cells]
    told = [NOT_READ.format(", ".join(lists))] if lists else []
    return title, columns, told


def _cells(record: dict[str, Any], before: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    """The cells of a record; those of an object inside of it under the names of both."""
    for name, value in record.items():
        called = f"{before}{one_line(name)}"
        if isinstance(value, dict):
            if depth == DEEPEST:
                raise ValueError
            yield from _cells(value, f"{called}.", depth + 1)
        else:
            yield called, value


def _of_data_set(about: dict[str, Any], items: list[Any], rows: list[Any]) -> Found:
    """A data set of Dataset-JSON: its rows are lists, its items say what their cells are."""
    names = [str(_inside(item).get("name", "")) for item in items]
    if not all(isinstance(row, list) and len(row) == len(items) for row in rows):
        raise ValueError
    columns = {
        name: [_of_item(row[place], _inside(items[place])) for row in rows]
        for place, name in enumerate(names)
    }
    check_names(names)
    stated = str(about.get("records", ""))
    if stated.isdecimal() and int(stated[:12]) > len(rows):
        raise Unreadable(f"is cut off: it has {len(rows):,} of the {stated[:12]} records it names")
    return str(about.get("name", "")), columns, []


def _of_item(value: Any, item: dict[str, Any]) -> str:
    """A cell; a day or moment that is kept as a number of SAS as what it is."""
    text = _text(value)
    shown_as = str(item.get("displayFormat") or "")
    if not re.fullmatch(r"-?\d{1,12}(\.\d+)?", text):
        return text
    try:
        if _DAY.fullmatch(shown_as):
            return (SAS_EPOCH + timedelta(days=float(text))).date().isoformat()
        if _MOMENT.fullmatch(shown_as):
            moment = SAS_EPOCH + timedelta(seconds=round(float(text)))
            return moment.isoformat(" ").removesuffix(" 00:00:00")
    except OverflowError:
        return text
    return text


def _text(value: Any) -> str:
    """A cell as text; a list of one number is no number."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, list):
        told = ", ".join(_text(one) for one in value)
        return told if len(value) != 1 or any(map(str.isalpha, told)) else f"[{told}]"
    return str(value)


def _table(title: str, columns: dict[str, list[str]], notices: Sequence[str]) -> TextTable:
    check_names([*columns])
    arrays = {name: pa.array(cells, pa.string()) for name, cells in columns.items()}
    count = len(next(iter(columns.values())))
    lines = Lines(total=count, rows=count)
    table = TextTable(arrays, np.arange(1, count + 1), [], tuple(notices), lines, title)
    return without_long_cells(table)
