"""A data set of SPSS, Stata or SAS as text: its labels and its reasons for missing are used.

Yes and no are shown by their labels, a code that the file calls missing is not recorded, a day is
a day whatever number it is kept as. What was used is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from importing.apart import read_apart
from importing.decoded import ALPHABETS
from importing.delimited import without_long_cells
from importing.header_row import check_names, one_line
from importing.missing_words import MISSING_WORDS
from importing.sheet_xml import LONG_NUMBER
from importing.text import HeaderTest, Lines, SheetFacts, TextTable, Unreadable, never
from importing.value_labels import column_called, contradicts, may_be_told, shown_labels
from importing.workbooks import cell_text
from words.numbers import counted

WHAT = {
    "sav": "an SPSS file (.sav)",
    "por": "an SPSS file (.por)",
    "dta": "a Stata file (.dta)",
    "sas7bdat": "a SAS file (.sas7bdat)",
    "xpt": "a SAS transport file (.xpt)",
}
NOT_RECORDED = "not recorded"
WESTERN = ALPHABETS["cp1252"]
NO_CODES_TOLD = "a code that the file calls missing is read as a blank: which ones is not told."
UNSELECTED = "filter_$"  # what SPSS calls the column of the cases that were selected
MOST_CODES_NAMED = 5
LONGEST_LABEL = 60  # some are whole questions


@dataclass
class DataSet:
    """One data set as it was read: its columns, and what the file says of each.

    ``values``: the different values of a column, ``codes``: which of them each row has.
    """

    name: str
    western: bool = False
    values: dict[str, list[Any]] = field(default_factory=dict)
    codes: dict[str, np.ndarray] = field(default_factory=dict)
    said: dict[str, dict[str, Any]] = field(default_factory=dict)

    def rows_where(self, name: str, wanted: Sequence[bool]) -> np.ndarray:
        """The rows, from 1, whose value of a column is one of those that are wanted."""
        if not any(wanted):
            return np.array([], dtype="int64")
        return np.flatnonzero(np.array(wanted, dtype=bool)[self.codes[name]]) + 1


def open_data_sets(
    name: str, content: bytes, kind: str, is_header: HeaderTest = never
) -> Iterator[tuple[str, TextTable | Unreadable]]:
    """Every data set of a file as a table; ``kind``: one of WHAT."""
    sets = sets_of(read_apart(kind, content, WHAT[kind]))
    for one in sets:
        label = name if len(sets) == 1 else f"{name}/{one.name}"
        try:
            table = table_of_data_set(one, is_header)
            if kind == "por":
                table = replace(table, notices=(*table.notices, NO_CODES_TOLD))
            yield label, table
        except Unreadable as problem:
            yield label, problem


def sets_of(lines: Iterable[list[Any]]) -> list[DataSet]:
    """The data sets of a file, as ``reading_apart`` tells them line by line."""
    sets: list[DataSet] = []
    for told, *rest in lines:
        if told == "data set":
            sets.append(DataSet(*rest))
        else:
            column, said, values, codes = rest
            sets[-1].said[column], sets[-1].values[column] = said, values
            sets[-1].codes[column] = np.array(codes, dtype="int64")
    return sets


def table_of_data_set(one: DataSet, is_header: HeaderTest = never) -> TextTable:
    """Its rows are numbered from 1; ``is_header`` knows the column names of some layouts."""
    check_names([*one.values])
    called = _called(one, is_header)
    count = len(next(iter(one.codes.values())))
    columns: dict[str, pa.Array] = {}
    labelled: dict[str, list[str]] = {}
    notices = [WESTERN] if one.western else []
    long_numbers: list[tuple[int, str]] = []
    for name, values in one.values.items():
        said, codes = one.said[name], one.codes[name]
        labels = {_code(code): label for code, label in said["labels"]}
        words = {code: label for code, label in labels.items() if not _is_missing(code, said)}
        unsaid = {code for code, label in words.items() if _says_missing(label)}
        used = {_code(value) for value in values if not _is_missing(value, said)} - unsaid
        says = {code: label for code, label in words.items() if code not in unsaid}
        shown = shown_labels(name, says, used)
        if shown:
            shown |= {code: words[code] for code in unsaid}
        elif not said["number"]:
            unsaid = set()
        out_of = unsaid - {*shown}
        missing = [_is_missing(value, said) or _code(value) in out_of for value in values]
        blank = NOT_RECORDED if shown or _is_flag(name) else ""
        texts = [
            blank if out else shown.get(_code(value)) or cell_text(value)
            for value, out in zip(values, missing, strict=True)
        ]
        header = called[name]
        columns[header] = pa.array(texts, pa.string()).take(pa.array(codes))
        if shown:
            told = _codes_in_words(shown) if may_be_told(name, shown) else ""
            labelled.setdefault(told, []).append(header)
        if any(missing):
            times = np.bincount(codes, minlength=len(values)).tolist()
            found = {_code(v): n for v, n, out in zip(values, times, missing, strict=True) if out}
            notices.append(_told_missing(header, found, labels, blank, number=said["number"]))
        long = [isinstance(value, float) and abs(value) >= LONG_NUMBER for value in values]
        long_numbers += [(int(row), header) for row in one.rows_where(name, long)]
    notices += [
        f"{', '.join(names)}: shown by the labels of the file{f' ({codes})' if codes else ''}."
        for codes, names in labelled.items()
    ]
    left_out = [value == 0 for value in one.values.get(UNSELECTED, ())]
    facts = SheetFacts(
        hidden_rows=frozenset(one.rows_where(UNSELECTED, left_out).tolist()),
        long_numbers=tuple(long_numbers),
    )
    rows, lines = np.arange(1, count + 1), Lines(total=count, rows=count)
    table = TextTable(columns, rows, [], tuple(notices), lines, one.name, facts)
    return without_long_cells(table)


def _called(one: DataSet, is_header: HeaderTest) -> dict[str, str]:
    """What each column is called: a short name that nobody knows, with the label beside it.

    A name that its label contradicts gives way to the label.
    """
    labels = {
        name: one_line(said["label"])[:LONGEST_LABEL].strip() for name, said in one.said.items()
    }
    others = {name: label for name, label in labels.items() if contradicts(label, name)}
    known = is_header([*one.values])
    called = {}
    for name, label in labels.items():
        unique = [*labels.values()].count(label) == 1 and label not in labels
        if name in others and unique:
            called[name] = label
        elif label and (name in others or (column_called(name) is None and not known)):
            called[name] = f"{name} ({label})"
        else:
            called[name] = name
    return called


def _code(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _is_missing(value: Any, said: dict[str, Any]) -> bool:
    """Is it one of the codes that the file calls missing: a range of SPSS, .a to .z of others?"""
    if value is None or isinstance(value, date):
        return False
    if said["number"] and isinstance(value, str):
        return True
    return any(
        low <= value <= high
        for low, high in said["missing"]
        if isinstance(low, str) == isinstance(value, str)
    )


def _says_missing(label: str) -> bool:
    """Does the label of a number say that it is missing? One that may mean none of it does not."""
    return label.strip().lower() in MISSING_WORDS - {"nil", "null"}


def _is_flag(name: str) -> bool:
    column = column_called(name)
    return column is not None and column.kind == "flag"


def _codes_in_words(labels: dict[Any, str]) -> str:
    told = [f"{code} is '{label}'" for code, label in labels.items()]
    more = len(told) - MOST_CODES_NAMED
    return ", ".join([*told[:MOST_CODES_NAMED], *([f"{more:,} more"] if more > 0 else [])])


def _told_missing(
    name: str, found: dict[Any, int], labels: dict[Any, str], blank: str, *, number: bool
) -> str:
    """Which of the codes that the file calls missing were found, and how often."""
    told = [
        ("." if number and isinstance(code, str) else "")
        + str(code)
        + (f" ('{labels[code]}')" if code in labels else "")
        for code in [*found][:MOST_CODES_NAMED]
    ]
    more = f" and {len(found) - len(told):,} more" if len(found) > len(told) else ""
    return (
        f"{name}: {counted(sum(found.values()), 'cell')} with a code that the file calls missing, "
        f"{', '.join(told)}{more}, read as {blank or 'a blank'}."
    )
