"""Which rows of a table can be used, which say the same twice, and which are set aside?

One pass over whole columns. A row is set aside for every reason that it gives, and counted once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analytics.frames import DTYPES, Column, TableSpec, empty
from analytics.importing.cells import PARSERS
from analytics.importing.templates import canonical_name
from analytics.importing.text import TextTable

SPACED_IDS = "spaces around patient_id were removed."


@dataclass(frozen=True)
class Checked:
    """The canonical rows, how many said the same twice, and the rows set aside with why."""

    frame: pd.DataFrame
    rows_read: int
    duplicates: int
    broken: pd.DataFrame  # row, column, problem
    notices: tuple[str, ...]

    @property
    def set_aside(self) -> int:
        return int(self.broken["row"].nunique())


class Broken:
    """Collects the rows that break a rule: the one place where a row is set aside."""

    def __init__(self, rows: np.ndarray) -> None:
        self.rows = rows
        self.mask = np.zeros(len(rows), dtype=bool)
        self.parts: list[pd.DataFrame] = []

    def add(self, where: np.ndarray, column: str, problem: str) -> None:
        """Set the rows aside where the mask holds, for this one sentence."""
        if where.any():
            self.mask |= where
            self.parts.append(
                pd.DataFrame({"row": self.rows[where], "column": column, "problem": problem})
            )

    def table(self, ragged: list[tuple[int, str]]) -> pd.DataFrame:
        wrong_width = pd.DataFrame(
            [(row, "", problem) for row, problem in ragged], columns=["row", "column", "problem"]
        )
        parts = [part for part in (wrong_width, *self.parts) if len(part)]
        if not parts:
            return wrong_width
        return pd.concat(parts, ignore_index=True).sort_values("row", kind="stable")


def check(table: TableSpec, text: TextTable) -> Checked:
    """Turn text cells into the canonical table; every row is used, a duplicate or set aside."""
    broken = Broken(text.rows)
    cells = {canonical_name(header): column for header, column in text.columns.items()}
    known = [column for column in table.columns if column.name in cells]
    extra = [table.column(name) for name in cells if name not in {c.name for c in known}]
    frame = pd.DataFrame(
        {
            column.name: _parsed(column, cells[column.name], broken)
            for column in (*known, *(extra if table.open_ended else ()))
        }
    )
    readable = ~broken.mask
    repeats = _repeats(frame, table, broken, readable)
    for problem, (column, where) in _rules(table, frame).items():
        broken.add(where & readable, column, problem)
    used = ~broken.mask & ~repeats
    ordered = frame[used].sort_values(list(table.key), kind="stable", ignore_index=True)
    return Checked(
        frame=empty(table)
        .drop(columns=[*ordered.columns], errors="ignore")
        .reindex(ordered.index)
        .join(ordered)[_order(table, ordered)],
        rows_read=len(text.rows) + len(text.ragged),
        duplicates=int((repeats & ~broken.mask).sum()),
        broken=broken.table(text.ragged),
        notices=_notices(table, cells, extra),
    )


def _order(table: TableSpec, frame: pd.DataFrame) -> list[str]:
    names = [column.name for column in table.columns]
    return [*names, *(name for name in frame.columns if name not in names)]


def _parsed(column: Column, cells: pa.Array, broken: Broken) -> pd.Series:
    """One column of values; each different text is read once."""
    encoded = pc.utf8_trim_whitespace(cells).dictionary_encode()
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    parse = PARSERS[column.kind]
    values: list[object] = []
    for code, text in enumerate(encoded.dictionary.to_pylist()):
        value: object = None
        if text:
            try:
                value = parse(text, column)
            except ValueError as problem:
                broken.add(codes == code, column.name, str(problem))
        elif column.required:
            broken.add(codes == code, column.name, "is empty")
        values.append(value)
    if column.kind == "date":
        read = pd.Series(pd.to_datetime(pd.Series(values, dtype="object")).astype("datetime64[s]"))
    else:
        read = pd.Series(values, dtype=DTYPES[column.kind])
    return read.take(codes).reset_index(drop=True)


def _repeats(
    frame: pd.DataFrame, table: TableSpec, broken: Broken, readable: np.ndarray
) -> np.ndarray:
    """Mark rows that say the same twice; set aside all rows that contradict each other."""
    repeats = np.zeros(len(frame), dtype=bool)
    shared = frame.duplicated(list(table.key), keep=False).to_numpy() & readable
    if not shared.any():
        return repeats
    rows = frame[shared]
    repeats[shared] = rows.duplicated(keep="first").to_numpy()
    distinct = rows.drop_duplicates()
    contradicting = distinct.loc[distinct.duplicated(list(table.key), keep=False), table.key]
    if len(contradicting):
        keys = pd.MultiIndex.from_frame(contradicting)
        clash = np.zeros(len(frame), dtype=bool)
        clash[shared] = pd.MultiIndex.from_frame(rows[list(table.key)]).isin(keys)
        where, problem = _contradiction(table)
        broken.add(clash, where, problem)
        repeats &= ~clash
    return repeats


def _contradiction(table: TableSpec) -> tuple[str, str]:
    if table.name == "sessions":
        return "session_date", "two sessions of one patient on one date; all are set aside"
    what = {"diary": "day", "counts": "session"}.get(table.name, "entry")
    return table.key[-1], (
        f"several rows of one patient and {what} contradict each other; all are set aside"
    )


def _rules(table: TableSpec, frame: pd.DataFrame) -> dict[str, tuple[str, np.ndarray]]:
    """The rules between columns: sentence -> (column, rows that break it)."""
    if table.name == "diary" and {"headache", "migraine"} <= set(frame.columns):
        impossible = (frame["migraine"] == 1) & (frame["headache"] == 0)
        return {"migraine 1 with headache 0": ("migraine", _mask(impossible))}
    if table.name == "counts":
        rules = {}
        for name in ("migraine_days", "headache_days"):
            if {name, "recorded_days"} <= set(frame.columns):
                over = frame[name] > frame["recorded_days"]
                rules[f"more {name} than recorded_days"] = (name, _mask(over))
            if name in frame.columns:
                blank = frame["recorded_days"].isna() if "recorded_days" in frame else True
                over = (frame[name] > 31) & blank
                rules[f"more than 31 {name}: recorded_days is needed"] = (name, _mask(over))
        if {"migraine_days", "headache_days"} <= set(frame.columns):
            over = frame["migraine_days"] > frame["headache_days"]
            rules["more migraine_days than headache_days"] = ("migraine_days", _mask(over))
        return rules
    return {}


def _mask(condition: pd.Series) -> np.ndarray:
    """A comparison as a plain mask: what is missing breaks no rule."""
    return condition.fillna(False).to_numpy(dtype=bool)


def _notices(table: TableSpec, cells: dict[str, pa.Array], extra: list[Column]) -> tuple[str, ...]:
    notices = []
    ids = cells["patient_id"]
    if pc.any(pc.not_equal(ids, pc.utf8_trim_whitespace(ids))).as_py():
        notices.append(SPACED_IDS)
    if extra and not table.open_ended:
        notices.append(f"{len(extra)} further column(s) were not read.")
    return tuple(notices)
