"""Which rows of a table can be used, which say the same twice, and which are set aside?

One pass over whole columns. A row is set aside for every reason that it gives, and counted once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analytics.definitions import MEASURES
from analytics.frames import (
    AS_WRITTEN,
    DTYPES,
    ONE_DEFINITION,
    WAY,
    Column,
    TableSpec,
    empty,
    settled,
)
from analytics.instruments import SCALES
from importing.cells import FLAG_WORDS, PARSERS, YES_NO, as_date
from importing.choices import Choices
from importing.column_kinds import TakenFor
from importing.columns import canonical_name, missing
from importing.layouts.base import identifying
from importing.limits import MAX_SET_ASIDE
from importing.mapping_checks import ASIDE
from importing.means import rules_of_means, with_decimals
from importing.moments import ASK, CONTRADICTION, ISO, vote
from importing.row_numbers import distinct
from importing.text import Encoded, TextTable, Unreadable, encode, one_meaning_each

SPACED_IDS = "spaces around patient_id were removed."


@dataclass(frozen=True)
class Checked:
    """The canonical rows, how many said the same twice, and the rows set aside with why."""

    frame: pd.DataFrame
    rows: np.ndarray  # the row of the file behind each row of the frame
    repeated: np.ndarray  # rows of the file that say what another one says
    broken: pd.DataFrame  # row, column, problem
    unread: pd.DataFrame  # the same of cells that count as blank in rows that are not set aside
    notices: tuple[str, ...]
    places: np.ndarray  # of each row of the frame, among those that were judged
    not_read: tuple[str, ...] = ()  # columns of which nothing is made


class Broken:
    """Collects the rows that break a rule: the one place where a row is set aside."""

    def __init__(self, rows: np.ndarray) -> None:
        self.rows = rows
        self.mask = np.zeros(len(rows), dtype=bool)
        self.parts: list[pd.DataFrame] = []

    def add(self, where: np.ndarray, column: str, problem: str | np.ndarray) -> None:
        """Set the rows aside where the mask holds, for one sentence or for one each."""
        if where.any():
            self.mask |= where
            told = problem[where] if isinstance(problem, np.ndarray) else problem
            self.parts.append(
                pd.DataFrame(
                    {"row": self.rows[where], "column": column, "problem": told},
                    index=np.flatnonzero(where),
                )
            )

    def copied(self) -> Broken:
        """The same, to which more can be added."""
        copy = Broken(self.rows)
        copy.mask, copy.parts = self.mask.copy(), [*self.parts]
        return copy

    def mend(self, where: np.ndarray, columns: Collection[str]) -> None:
        """These cells are others now: what was wrong with them is not so."""
        places = np.flatnonzero(where)
        self.parts = [
            part[~(part.index.isin(places) & part["column"].isin(columns))] for part in self.parts
        ]
        self.mask = np.zeros(len(self.rows), dtype=bool)
        for part in self.parts:
            self.mask[part.index] = True

    def at(self, column: str) -> np.ndarray:
        """A mask of the rows in which a cell of this column is wrong."""
        found = np.zeros(len(self.rows), dtype=bool)
        for part in self.parts:
            found[part.index[part["column"] == column]] = True
        return found

    def without(self, gone: np.ndarray) -> Broken:
        """The same without these rows."""
        left = Broken(self.rows[~gone])
        left.mask, places = self.mask[~gone], np.cumsum(~gone) - 1
        kept = [part[~gone[part.index]] for part in self.parts]
        left.parts = [part.set_axis(places[part.index]) for part in kept if len(part)]
        return left

    def table(self, ragged: list[tuple[int, str]]) -> pd.DataFrame:
        wrong_width = pd.DataFrame(
            [(row, "", problem) for row, problem in ragged], columns=["row", "column", "problem"]
        )
        parts = [part for part in (wrong_width, *self.parts) if len(part)]
        if not parts:
            return wrong_width
        told = pd.concat(parts, ignore_index=True).drop_duplicates()
        return told.sort_values("row", kind="stable", ignore_index=True)


@dataclass(frozen=True)
class Values:
    """The cells of a table as values, before any row is held against another one.

    ``written``: its columns as they stand in the file. ``columns``: of which it says something.
    ``trusted``: its rows were judged before. ``of_months``: a row of the file is a month, and each
    of its days stands for itself.
    """

    table: TableSpec
    frame: pd.DataFrame
    rows: np.ndarray  # the row of the file behind each row
    columns: frozenset[str]
    broken: Broken  # cells that cannot be read, and so set their rows aside
    unread: Broken  # cells that count as blank
    notices: tuple[str, ...] = ()
    written: Mapping[str, Encoded] = field(default_factory=dict)
    trusted: bool = False
    of_months: bool = False
    not_read: tuple[str, ...] = ()  # columns of which nothing is made

    def without(self, gone: np.ndarray) -> Values:
        """The same without these rows."""
        return replace(
            self,
            frame=self.frame[~gone].reset_index(drop=True),
            rows=self.rows[~gone],
            broken=self.broken.without(gone),
            unread=self.unread.without(gone),
            written={name: (codes[~gone], texts) for name, (codes, texts) in self.written.items()},
        )


def check(table: TableSpec, text: TextTable, choices: Choices) -> Checked:
    """Turn text cells into the canonical table; every row is used, a duplicate or set aside."""
    return judged(values_in(table, text, choices))


def values_in(table: TableSpec, text: TextTable, choices: Choices) -> Values:
    """The cells as values of the canonical columns, each for itself. Raises Unreadable."""
    broken, unread = Broken(text.rows), Broken(text.rows)
    notices: list[str] = []
    cells = _cells(table, text, choices)
    headers = {canonical_name(header): header for header in text.headers}
    known = [column for column in table.columns if column.name in cells]
    extra = [table.column(name) for name in cells if name not in {c.name for c in known}]
    private = identifying([column.name for column in extra])
    kept = [column for column in extra if column.name not in private] if table.open_ended else []
    written = {
        column.name: _encoded(headers.get(column.name, ""), cells[column.name], text)
        for column in (*known, *kept)
    }
    costs_nothing = {c.name for c in (*known, *kept) if _costs_no_row(table, c)}
    frame = pd.DataFrame(
        {
            column.name: _parsed(
                column,
                written[column.name],
                unread if column.name in costs_nothing else broken,
                choices,
                notices,
            )
            for column in (*known, *kept)
        }
    )
    if table.name == "counts":
        for name in MEASURES.keys() & written.keys():
            broken.add(_said_aside(written[name]), name, "its mapping sets it aside")
        _without_impossible(table, frame, unread)
    if "patient_id" in cells:
        _same_but_for_spaces(cells["patient_id"], broken, notices)
    left = [column.name for column in extra if column not in kept and column.name not in private]
    if private:
        notices.append(f"dropped, because they may name a person: {', '.join(private)}.")
    columns = frozenset(text.headers)
    told = tuple(notices)
    return Values(
        table,
        frame,
        text.rows,
        columns,
        broken,
        unread,
        told,
        written,
        not_read=tuple(headers[name] for name in left),
    )


def judged(values: Values) -> Checked:
    """Every row is used, a duplicate or set aside.

    Several canonical rows may come from one row of the file (counts in a column per period): then
    it is set aside as a whole. A count that cannot be read, or cannot be, is one not recorded.
    """
    table, frame, broken = values.table, values.frame, values.broken
    repeats = _held_against_each_other(values, broken)
    used = ~broken.mask & ~repeats
    ordered = _sorted(frame if used.all() else frame[used], table)
    places = ordered.index.to_numpy()
    return Checked(
        frame=_complete(ordered.reset_index(drop=True), table),
        rows=values.rows[places],
        repeated=values.rows[repeats],
        broken=broken.table([]).head(MAX_SET_ASIDE),
        unread=_of_rows_kept(values, broken),
        notices=values.notices,
        places=places,
        not_read=values.not_read,
    )


def set_aside_in(values: Values) -> np.ndarray:
    """A mask of the rows that will be set aside, before they are."""
    broken = values.broken.copied()
    if not values.trusted:
        _held_against_each_other(values, broken)
    return broken.mask


def _held_against_each_other(values: Values, broken: Broken) -> np.ndarray:
    """The rows that say what another one says; those that break a rule between rows or columns are
    broken now."""
    table, frame, one_by_one = values.table, values.frame, values.of_months
    if not one_by_one:
        _whole_rows(broken)
    readable = ~broken.mask
    repeats = _repeats(frame, table, broken, readable)
    for problem, (column, where) in rules_between(table, frame).items():
        broken.add(where & readable, column, problem)
    if not one_by_one:
        _whole_rows(broken)
    return repeats


def _cells(table: TableSpec, text: TextTable, choices: Choices) -> dict[str, pa.Array]:
    """The columns under our names; raises Unreadable where one is lacking or stands twice."""
    if lacking := missing(table, text.headers):
        raise Unreadable(f"has no column {' and no column '.join(lacking)} in its first row")
    one_meaning_each([canonical_name(header) for header in text.headers])
    cells = {canonical_name(header): column for header, column in text.columns.items()}
    if choices.missing_codes:
        cells = {name: _without_codes(column, choices) for name, column in cells.items()}
    return with_decimals(table, cells)


def _encoded(header: str, cells: pa.Array, text: TextTable) -> Encoded:
    """The cells of a column; what was looked at before is not looked through again."""
    as_it_was = header and text.columns[header] is cells
    return text.encoded(header) if as_it_was else encode(cells)


def _costs_no_row(table: TableSpec, column: Column) -> bool:
    """Is a cell of this column that cannot be read a blank one, and the rest of its row as good?

    A count is: its session took place. Not where a blank says something itself: counts without
    recorded days are per month.
    """
    if table.name == "counts" and column.name in MEASURES:
        return True
    needed = column.required or column.name in (*table.key, *table.any_of)
    return not (needed or column.internal or table.name == "cycles") and (
        column.name != "recorded_days"
    )


def _without_impossible(table: TableSpec, frame: pd.DataFrame, unread: Broken) -> None:
    """A count that cannot be is blank, and so is how one that is blank was written: the session
    took place, and its patient cannot be judged after it."""
    for problem, (column, where) in rules_between(table, frame).items():
        if column in MEASURES and where.any():
            unread.add(where, column, problem)
            frame.loc[where, column] = pd.NA
    for name in MEASURES:
        if (written := name + AS_WRITTEN) in frame:
            frame.loc[unread.at(name), written] = pd.NA


def _said_aside(cells: Encoded) -> np.ndarray:
    """Which cells hold what a mapping writes for a row to be set aside?"""
    codes, texts = cells
    said: np.ndarray = np.array([text == ASIDE for text in texts], dtype=bool)[codes]
    return said


def _of_rows_kept(values: Values, broken: Broken) -> pd.DataFrame:
    """The cells that count as blank, without those of rows that are set aside; where a row of the
    file holds several sessions, with the session of each."""
    unread = values.unread
    if unread.parts and "session" in values.frame and _different(values.rows) < len(values.rows):
        unread = unread.copied()
        sessions = values.frame["session"]
        unread.parts = [part.assign(column=_of_sessions(part, sessions)) for part in unread.parts]
    told = unread.table([])
    return told[~told["row"].isin(broken.rows[broken.mask])].reset_index(drop=True)


def _of_sessions(part: pd.DataFrame, sessions: pd.Series) -> list[str]:
    of = sessions.loc[part.index]
    return [
        TakenFor(name, None if pd.isna(n) else int(n)).cell
        for name, n in zip(part["column"], of, strict=True)
    ]


def _different(rows: np.ndarray) -> int:
    """How many rows of the file stand behind these canonical rows."""
    if len(rows) < 2 or (np.diff(rows) > 0).all():
        return len(rows)
    return len(distinct(rows))


def _whole_rows(broken: Broken) -> None:
    """Where one row of the file gave several canonical rows, all of them are set aside."""
    if broken.mask.any() and _different(broken.rows) < len(broken.rows):
        broken.mask |= np.isin(broken.rows, broken.rows[broken.mask])


def in_order(frame: pd.DataFrame, table: TableSpec) -> bool:
    """Is this a diary by patient and date, no day twice? (Other tables are too small to ask.)"""
    if list(table.key) != ["patient_id", "date"] or len(frame) < 2:
        return False
    encoded = pa.array(frame["patient_id"]).dictionary_encode()
    order = pc.rank(encoded.dictionary).to_numpy()
    codes = order[encoded.indices.to_numpy(zero_copy_only=False)]
    dates = frame["date"].to_numpy()
    same = codes[1:] == codes[:-1]
    return bool(((codes[1:] > codes[:-1]) | (same & (dates[1:] > dates[:-1]))).all())


def _sorted(frame: pd.DataFrame, table: TableSpec) -> pd.DataFrame:
    """In canonical order; most files are in it already, and looking is quicker than sorting."""
    if in_order(frame, table):
        return frame
    return frame.sort_values(list(table.key), kind="stable")


def _complete(frame: pd.DataFrame, table: TableSpec) -> pd.DataFrame:
    """The canonical columns in their order, then the user's own."""
    lacking = [c.name for c in table.columns if c.name not in frame and not c.where_needed]
    blank = empty(table)[lacking].reindex(frame.index)
    return settled(pd.concat([frame, blank], axis=1) if lacking else frame, table)


def _without_codes(column: pa.Array, choices: Choices) -> pa.Array:
    """The user's codes for "missing" become blanks."""
    codes = pa.array(choices.missing_codes, pa.string())
    coded = pc.is_in(pc.utf8_trim_whitespace(column), value_set=codes)
    return pc.if_else(coded, "", column) if pc.any(coded).as_py() else column


def _parsed(
    column: Column,
    cells: Encoded,
    broken: Broken,
    choices: Choices,
    notices: list[str],
) -> pd.Series:
    """One column of values; each different text is read once."""
    codes, texts = cells
    parse = PARSERS[column.kind]
    if column.kind == "date":
        order = _date_order(column.name, texts, choices, notices)
        parse = partial(as_date, order=order)
    values: list[object] = []
    problems: list[str | None] = []
    for text in texts:
        value, problem = None, None
        if text:
            try:
                value = parse(text, column)
            except ValueError as error:
                problem = str(error)
        elif column.required:
            problem = "is empty"
        values.append(value)
        problems.append(problem)
    if any(problems):
        told = np.array(problems, dtype=object)[codes]
        broken.add(np.array([p is not None for p in problems])[codes], column.name, told)
    words = sorted({t.lower() for t in texts if t} & (set(FLAG_WORDS) - set(YES_NO)))
    if column.kind == "flag" and words:
        read = ", ".join(f"'{word}' is read as {FLAG_WORDS[word]}" for word in words)
        notices.append(f"{column.name}: {read}.")
    if column.kind == "date":
        read_values = pd.Series(
            pd.to_datetime(pd.Series(values, dtype="object")).astype("datetime64[s]")
        )
    else:
        kind = "number" if column.kind == "days" else column.kind  # whole again where they are
        read_values = pd.Series(values, dtype=DTYPES[kind])
    return read_values.take(codes).reset_index(drop=True)


def _date_order(
    name: str,
    texts: list[str],
    choices: Choices,
    notices: list[str],
) -> str:
    """Day or month first, by the vote of the whole column (an open vote was asked before)."""
    decided = vote(texts)
    if decided.order == ISO:
        return ISO
    if choices.date_order:
        notices.append(f"{name}: {choices.date_order.replace('_', ' ')}, as you said.")
        return choices.date_order
    if decided.order == CONTRADICTION:
        notices.append(
            f"{name}: the order of day and month is contradictory: '{decided.example}' can only "
            f"be day first, '{decided.other}' only month first."
        )
        return ASK
    if decided.order == ASK:
        return ASK
    words = decided.order.replace("_", " ")
    notices.append(f"{name}: dates are {words}; '{decided.example}' can only be read so.")
    return decided.order


def _same_but_for_spaces(ids: pa.Array, broken: Broken, notices: list[str]) -> None:
    """Spaces around an id are removed, unless that would make two patients one."""
    encoded = ids.dictionary_encode()
    texts = encoded.dictionary.to_pylist()
    spaced = [text for text in texts if text != text.strip()]
    if not spaced:
        return
    bare: dict[str, int] = {}
    for text in texts:
        bare[text.strip()] = bare.get(text.strip(), 0) + 1
    doubled = np.array([text.strip() != "" and bare[text.strip()] > 1 for text in texts])
    where = doubled[encoded.indices.to_numpy(zero_copy_only=False)]
    broken.add(where, "patient_id", "two ids differ only in spaces around them")
    if not doubled.all():
        notices.append(SPACED_IDS)


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
    what = {"diary": "day", "counts": "session", "cycles": "session"}.get(table.name, "entry")
    return table.key[-1], (
        f"several rows of one patient and {what} contradict each other; all are set aside"
    )


def rules_between(table: TableSpec, frame: pd.DataFrame) -> dict[str, tuple[str, np.ndarray]]:
    """The rules between columns: sentence -> (column, rows that break it)."""
    if table.name == "diary" and {"headache", "migraine"} <= set(frame.columns):
        impossible = (frame["migraine"] == 1) & (frame["headache"] == 0)
        return {"migraine 1 with headache 0": ("migraine", _mask(impossible))}
    if table.name == "scores":
        return _rules_of_scores(frame)
    if table.name == "treatments" and {"started_on", "stopped_on"} <= set(frame.columns):
        before = frame["stopped_on"] < frame["started_on"]
        return {"stopped before it began": ("stopped_on", _mask(before))}
    if table.name == "cycles":
        return _rules_of_cycles(frame) | rules_of_means(table, frame)
    if table.name == "counts":
        rules = {}
        for name in MEASURES:
            if {name, "recorded_days"} <= set(frame.columns):
                over = frame[name] > frame["recorded_days"]
                rules[f"more {name} than recorded_days"] = (name, _mask(over))
            if name in frame.columns:
                blank = frame["recorded_days"].isna() if "recorded_days" in frame else True
                over = (frame[name] > 31) & blank
                rules[f"more than 31 {name}: recorded_days is needed"] = (name, _mask(over))
        for name, within in ((one.name, one.within) for one in MEASURES.values()):
            if within and {name, within} <= set(frame.columns):
                over = frame[name] > frame[within]
                rules[f"more {name} than {within}"] = (name, _mask(over))
        return rules | rules_of_means(table, frame)
    return {}


def _rules_of_scores(frame: pd.DataFrame) -> dict[str, tuple[str, np.ndarray]]:
    """A score that its questionnaire cannot have."""
    rules = {}
    for instrument, (lowest, highest) in SCALES.items():
        own = frame["instrument"] == instrument
        outside = own & ~frame["score"].between(lowest, highest)
        rules[f"a score of {instrument} outside {lowest} to {highest}"] = ("score", _mask(outside))
    return rules


def _rules_of_cycles(frame: pd.DataFrame) -> dict[str, tuple[str, np.ndarray]]:
    """More days than were recorded, or than the window has; counted in another way."""
    rules = {}
    for days, recorded in ((measure.name, measure.recorded) for measure in MEASURES.values()):
        if {days, recorded} <= set(frame.columns):
            over = frame[days] > frame[recorded]
            if "complete_months" in frame:  # 31 days of a month are more than its 28 or 30
                over &= frame["complete_months"].fillna(0) != 1
            rules[f"more {days} than {recorded}"] = (days, _mask(over))
        if {recorded, "window_days"} <= set(frame.columns):
            over = _mask(frame[recorded] > frame["window_days"])
            rules[f"more {recorded} than window_days"] = (recorded, over)
    stated = frame[
        [name for name in (*WAY, *ONE_DEFINITION) if name in frame]
    ]  # counts have no cut-off
    way = stated.apply(lambda column: column.astype("str").fillna(""))
    other = (way != way.mode().iloc[0]).any(axis=1) if len(way) else pd.Series(dtype=bool)
    rules["counted in another way than most rows: window, month or cut-off"] = (
        "window",
        _mask(other),
    )
    if {"due", "closed"} <= set(frame.columns):
        rules["due, but not closed"] = ("due", _mask((frame["due"] == 1) & (frame["closed"] == 0)))
    return rules


def _mask(condition: pd.Series) -> np.ndarray:
    """A comparison as a plain mask: what is missing breaks no rule."""
    return condition.fillna(False).to_numpy(dtype=bool)
