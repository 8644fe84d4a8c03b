"""What is in a file that only a library of others can read? Run as a program: see apart.

It reads the file from its standard input and writes what it holds as lines of JSON; the last line
is ["end"]. Nothing of the project is imported, so that it starts at once; nothing is interpreted.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

WITH_CODES = ("sav", "dta", "sas7bdat")  # why a value is missing is told
MEMBER = b"HEADER RECORD*******MEM"
CARD = 80  # bytes: a transport file of SAS is made of such


def workbook(content: bytes) -> Iterator[list[Any]]:
    """Every sheet, and each of its rows that has a cell: its number and its values."""
    from python_calamine import CalamineWorkbook, PasswordError, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError:
        yield ["problem", "locked"]
        return
    for about in book.sheets_metadata:
        if "WorkSheet" not in str(about.typ):
            continue
        sheet = book.get_sheet_by_name(about.name)
        merged = [
            [top + 1, bottom + 1, left + 1, right + 1]
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        ]
        yield ["sheet", about.name, about.visible != SheetVisibleEnum.Visible, merged]
        down, across = sheet.start or (0, 0)
        for number, values in enumerate(sheet.to_python(), start=down + 1):
            if any(value != "" for value in values):
                yield ["row", number, [*[""] * across, *values]]


def data_sets(content: bytes, kind: str) -> Iterator[list[Any]]:
    """Every data set of a file of SPSS, Stata or SAS: what is said of its columns, and each one.

    A column is its different values, and for each row the place of its own among them.
    """
    for part in _members(content) if kind == "xpt" else [content]:
        columns, about, western = _data_set(part, kind)
        yield ["data set", about.table_name or "", western]
        for name, values in columns.items():
            labels = about.variable_value_labels.get(name, {})
            said = {
                "label": about.column_names_to_labels.get(name) or "",
                "number": about.readstat_variable_types.get(name) != "string",
                "labels": [[code, label] for code, label in labels.items()],
                "missing": [[one["lo"], one["hi"]] for one in about.missing_ranges.get(name, ())],
            }
            places: dict[Any, int] = {}
            codes = [places.setdefault(value, len(places)) for value in values]
            yield ["column", name, said, [*places], codes]


def _data_set(content: bytes, kind: str) -> tuple[Any, Any, bool]:
    """Its columns, what is said of it, and whether its letters had to be those of Windows."""
    import pyreadstat

    read: Any = {
        "sav": pyreadstat.read_sav,
        "por": pyreadstat.read_por,
        "dta": pyreadstat.read_dta,
        "sas7bdat": pyreadstat.read_sas7bdat,
        "xpt": pyreadstat.read_xport,
    }[kind]
    asked: dict[str, Any] = {"output_format": "dict"}
    if kind in WITH_CODES:
        asked["user_missing"] = True
    try:
        return *read(io.BytesIO(content), **asked), False
    except pyreadstat.ReadstatError as error:
        if "convert" not in str(error):
            raise
    return *read(io.BytesIO(content), encoding="WINDOWS-1252", **asked), True


def _members(content: bytes) -> list[bytes]:
    """Each data set of a transport file of SAS as a file: the library reads the first one only."""
    starts = [at for at in range(0, len(content), CARD) if content[at : at + len(MEMBER)] == MEMBER]
    ends = [*starts[1:], len(content)]
    parts = zip(starts, ends, strict=True)
    return [content[: starts[0]] + content[start:end] for start, end in parts] or [content]


def as_json(value: object) -> dict[str, object]:
    """What JSON has no word for, by its kind."""
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, time):
        return {"clock": value.isoformat()}
    if isinstance(value, timedelta):
        return {"seconds": value.total_seconds()}
    raise TypeError


def limited(memory: int, seconds: int) -> None:
    """No more memory and time than this, and no copy of the memory on a disk where it ends badly.

    Where the system knows no such limits, none.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    limits = (resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)
    for what, most in limits:
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):
            continue


def main(kind: str, memory: str, seconds: str) -> None:
    limited(int(memory), int(seconds))
    content = sys.stdin.buffer.read()
    told = workbook(content) if kind == "workbook" else data_sets(content, kind)
    for line in told:
        sys.stdout.write(json.dumps(line, default=as_json) + "\n")
    sys.stdout.write('["end"]\n')


if __name__ == "__main__":
    main(*sys.argv[1:])
