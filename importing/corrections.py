"""Which rows does a correction replace, and what stood there before?

A row of the correction takes the place of every row of the corrected file that has its key: the
patient and day, the patient and date of a session, the patient and period. It speaks for the
columns of its file, and a blank in one of them is a blank; a column that it has not stays as it
was, and so does what its cell does not say: one that cannot be read, and in a sheet of months the
pain of a sign that names none. A row that is set aside replaces none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pyarrow as pa

from analytics.frames import CANONICAL
from importing.account import Account
from importing.checks import Values, set_aside_in, values_in
from importing.choices import Told
from importing.corrected_files import Content, content_of
from importing.doubts.base import Cells, short_code
from importing.report import CHANGES, ranges
from importing.text import TextTable
from words.numbers import counted


@dataclass(frozen=True)
class Table:
    """A table of a part on its way to its records.

    ``mended``: of each row which of ``others``, the columns that other files speak for.
    ``corrects``: it corrects another one, or is corrected.
    """

    part: int
    file: str
    cells: Cells
    values: Values
    mended: np.ndarray
    others: tuple[frozenset[str], ...] = (frozenset(),)
    corrects: bool = False

    @property
    def name(self) -> str:
        return self.values.table.name

    @property
    def has_key(self) -> np.ndarray:
        known: np.ndarray = self.values.frame[list(self.values.table.key)].notna().all(axis=1)
        return np.asarray(known, dtype=bool)

    def silent(self, column: str) -> np.ndarray:
        """A mask of the rows whose cell in this column says nothing: one that cannot be read, and
        a blank beside a sign of a sheet of months."""
        found = np.zeros(len(self.values.rows), dtype=bool)
        if column in self.values.table.key or column not in self.values.frame:
            return found
        if self.corrects:
            found |= self.values.unread.at(column)
        if self.values.of_months:
            found |= self.values.frame[column].isna().to_numpy(bool)
        return found

    def apart(self) -> list[tuple[np.ndarray, frozenset[str]]]:
        """Its rows by what they say: a mask, and the columns that they say nothing of."""
        if not len(self.values.rows):
            return [(np.zeros(0, dtype=bool), frozenset())]
        names = [name for name in self.values.frame if self.silent(name).any()]
        if not names and len(self.others) == 1:
            return [(np.ones(len(self.values.rows), dtype=bool), frozenset())]
        kinds = np.stack([self.mended, *(self.silent(name) for name in names)], axis=1)
        found = []
        for kind in np.unique(kinds, axis=0):
            silent = {name for name, one in zip(names, kind[1:], strict=True) if one}
            found.append(((kinds == kind).all(axis=1), self.others[kind[0]] | silent))
        return found


def table_of(part: int, file: str, cells: Cells, values: Values, *, corrects: bool) -> Table:
    mended = np.zeros(len(values.rows), dtype=np.int64)
    return Table(part, file, cells, values, mended, corrects=corrects)


@dataclass
class _Heard:
    """What one file did in others: its rows that replaced some, and the cells that changed."""

    used: set[int] = field(default_factory=set)
    patients: set[str] = field(default_factory=set)  # of the files that it corrects
    files: dict[str, set[int]] = field(default_factory=dict)  # file -> its rows replaced
    days: int = 0  # of sheets of months, which were replaced there

    def hear(self, old: Table, new: Table, places: np.ndarray) -> None:
        """It has these rows for rows of another file."""
        hit = places >= 0
        self.used |= {*new.values.rows[places[hit]].tolist()}
        self.files[old.file].update(old.values.rows[hit].tolist())
        self.days += int(hit.sum()) if old.values.of_months else 0


def with_laid(cells: Cells, account: Account) -> Values:
    """The values of a table that a correction may change or that is one: also of rows that were
    set aside by an answer, which another row can replace."""
    if not cells.laid:
        return values_of(cells)
    text = cells.text
    for laid in cells.laid:
        columns = {
            name: pa.concat_arrays([column, _column(laid, name)])
            for name, column in text.columns.items()
        }
        rows = np.concatenate([text.rows, laid.rows])
        text = replace(text, columns=columns, rows=rows)
    values = values_of(replace(cells, text=text))
    aside = np.isin(values.rows, np.concatenate([laid.rows for laid in cells.laid]))
    for told in (values.broken, values.unread):
        told.mend(aside, [*values.frame.columns])
    for row, column, problem in account.take_back(values.rows[aside]):
        values.broken.add(values.rows == row, column, problem)
    return values


def _column(text: TextTable, name: str) -> pa.Array:
    blank = pa.array([""] * len(text.rows), pa.string())
    return text.columns.get(name, blank)


def values_of(cells: Cells) -> Values:
    """The values of a table. Raises Unreadable."""
    values = values_in(CANONICAL[cells.table], cells.text, cells.choices)
    return replace(values, of_months=cells.of_months)


class _Keys:
    """The keys of the tables of one name as numbers: which row of one has that of another's?

    As the files say it, before any correction: another order of the files changes nothing.
    """

    def __init__(self, tables: Sequence[Table]) -> None:
        key = list(tables[0].values.table.key)
        rows = pd.concat([table.values.frame[key] for table in tables], ignore_index=True)
        ends = np.cumsum([len(table.values.rows) for table in tables])[:-1]
        codes = np.split(rows.groupby(key, dropna=False, sort=False).ngroup().to_numpy(), ends)
        self.numbers, self.sorted = {}, {}
        for table, numbers in zip(tables, codes, strict=True):
            self.numbers[id(table)] = np.where(table.has_key, numbers, -1)
            usable = np.flatnonzero(table.has_key & ~set_aside_in(table.values))
            found, first = np.unique(numbers[usable], return_index=True)
            self.sorted[id(table)] = found, usable[first]

    def places(self, old: Table, new: Table) -> np.ndarray:
        """For each row of the one the row of the other that has its key and can be used; -1 where
        none has."""
        wanted, (found, rows) = self.numbers[id(old)], self.sorted[id(new)]
        if not len(found):
            return np.full(len(wanted), -1)
        at = np.searchsorted(found, wanted).clip(0, len(found) - 1)
        return np.where(found[at] == wanted, rows[at], -1)


def corrected(
    tables: Sequence[Table],
    by: Mapping[Content, tuple[Content, ...]],
    accounts: Sequence[Account],
) -> tuple[list[Table], pd.DataFrame]:
    """The tables without what other files correct; and each cell that changed, ``CHANGES``."""
    heard: dict[int, _Heard] = {}
    changes = []
    done = []
    of: dict[Content, list[Table]] = {}
    for table in tables:
        of.setdefault(content_of(accounts[table.part].part), []).append(table)
    alike = {table.name: [one for one in tables if one.name == table.name] for table in tables}
    keys = {name: _Keys(of_name) for name, of_name in alike.items()}
    for table in tables:
        old, touched = _to_change(table), np.zeros(len(table.values.rows), dtype=bool)
        patients = {*table.values.frame["patient_id"].dropna()}
        correcting = by.get(content_of(accounts[table.part].part), ())
        for new in (one for content in correcting for one in of.get(content, ())):
            said = heard.setdefault(new.part, _Heard())
            said.files.setdefault(old.file, set())
            said.patients |= patients
            if new.name == old.name and (hit := _places(keys, table, new)) is not None:
                said.hear(old, new, hit)
                old, told = _with_correction(old, new, hit)
                touched |= hit >= 0
                changes.append(told)
        done.append(_without_replaced(old, touched, accounts[old.part]))
    for number, said in heard.items():
        _tell(accounts[number], [one for one in tables if one.part == number], said)
    changes = [told for told in changes if len(told)]
    whole = pd.concat(changes, ignore_index=True) if changes else pd.DataFrame(columns=[*CHANGES])
    return done, whole


def _places(keys: Mapping[str, _Keys], old: Table, new: Table) -> np.ndarray | None:
    """The places of the rows of a correction, -1 where it has none; None if it has none at all."""
    places = keys[old.name].places(old, new)
    return places if (places >= 0).any() else None


def _to_change(table: Table) -> Table:
    """The same, whose cells that cannot be read may be mended: the file itself says them still."""
    values = table.values
    values = replace(values, broken=values.broken.copied(), unread=values.unread.copied())
    return replace(table, values=values)


def _with_correction(old: Table, new: Table, places: np.ndarray) -> tuple[Table, pd.DataFrame]:
    """The table with one correction, and what it changed. Cells of which a later one has spoken
    are its no more."""
    key = {*old.values.table.key}
    names = old.values.frame.columns.difference([*key]).intersection(new.values.frame.columns)
    left = np.zeros(len(places), dtype=bool)
    for name in new.values.columns - key:
        left |= ~_spoken_for(old, name)
    places = np.where(left, places, -1)
    hit = places >= 0
    if not hit.any():
        return old, pd.DataFrame(columns=[*CHANGES])
    frame = old.values.frame.copy()
    changes = []
    for name in names:
        kept = new.silent(name)[places] & frame[name].notna().to_numpy(bool)
        open_cells = hit & ~kept & ~_spoken_for(old, name)
        changes.append(_changed(old, new, name, places, open_cells))
        frame[name] = frame[name].mask(open_cells)
        for told in (old.values.broken, old.values.unread):
            told.mend(open_cells, [name])
    for name, where in _impossible_beside(frame, old, new, places).items():
        changes.append(
            _told(old, new, name, np.flatnonzero(where), places, _other(frame, name, where))
        )
        frame[name] = frame[name].mask(where, 1 - frame[name])
    others = [*old.others]
    mended = old.mended.copy()
    for rows, silent in new.apart():
        here = hit & rows[places]
        for number in np.unique(old.mended[here]):
            others.append(old.others[number] | (new.values.columns - key - silent))
            mended[here & (old.mended == number)] = len(others) - 1
    values = replace(old.values, frame=frame)
    whole = pd.concat(changes) if changes else pd.DataFrame(columns=[*CHANGES])
    return replace(old, values=values, mended=mended, others=tuple(others)), whole


def _spoken_for(table: Table, column: str) -> np.ndarray:
    """A mask of the rows whose cell in this column another file has said."""
    said = np.array([column in columns for columns in table.others], dtype=bool)
    return said[table.mended]


def _impossible_beside(
    frame: pd.DataFrame, old: Table, new: Table, places: np.ndarray
) -> dict[str, np.ndarray]:
    """Flags that cannot be beside what a correction says and says nothing of: migraine on a day
    without headache."""
    found = {}
    for said, value, other in (("headache", 0, "migraine"), ("migraine", 1, "headache")):
        if said in new.values.frame and other in frame:
            says = new.values.frame[said].iloc[places].eq(value).fillna(False).to_numpy(bool)
            kept = frame[other].eq(1 - value).fillna(False).to_numpy(bool)
            found[other] = (places >= 0) & ~_spoken_for(old, said) & says & kept
    return {other: where for other, where in found.items() if where.any()}


def _changed(
    old: Table, new: Table, name: str, places: np.ndarray, where: np.ndarray
) -> pd.DataFrame:
    """The cells of a column that the correction says otherwise, as they stand in the files."""
    at = np.flatnonzero(where)
    before, after = old.values.frame[name].iloc[at], new.values.frame[name].iloc[places[at]]
    same = before.reset_index(drop=True).eq(after.reset_index(drop=True)).fillna(False)
    same = same.to_numpy(bool) | (before.isna().to_numpy() & after.isna().to_numpy())
    same = same & ~(old.values.broken.at(name) | old.values.unread.at(name))[at]
    at = at[~same]
    return _told(old, new, name, at, places, _as_written(new.values, name, places[at]))


def _told(
    old: Table, new: Table, name: str, at: np.ndarray, places: np.ndarray, after: Sequence[str]
) -> pd.DataFrame:
    """These cells of a column, what stood there, and what stands there now: ``CHANGES``."""
    keys = old.values.frame.iloc[at]
    of = [_in_words(keys[column]) for column in old.values.table.key if column != "patient_id"]
    return pd.DataFrame(
        {
            "file": old.file,
            "row": old.values.rows[at],
            "patient_id": keys["patient_id"].to_numpy(),
            "of": [" ".join(texts) for texts in zip(*of, strict=True)] if of else "",
            "column": name,
            "before": _as_written(old.values, name, at),
            "after": after,
            "by": new.file,
            "by_row": new.values.rows[places[at]],
        },
        columns=[*CHANGES],
    )


def _other(frame: pd.DataFrame, name: str, where: np.ndarray) -> list[str]:
    return [str(1 - flag) for flag in frame.loc[where, name]]


def _in_words(column: pd.Series) -> list[str]:
    if column.dtype.kind == "M":
        return list(column.dt.strftime("%Y-%m-%d"))
    return list(column.astype("str"))


def _as_written(values: Values, name: str, places: np.ndarray) -> list[str]:
    if name in values.written:
        codes, texts = values.written[name]
        return [texts[code] for code in codes[places]]
    return ["" if pd.isna(one) else str(one) for one in values.frame[name].iloc[places]]


def _without_replaced(table: Table, touched: np.ndarray, account: Account) -> Table:
    """The table without the rows of which nothing is left."""
    if not touched.any():
        return table
    said = table.values.table.columns
    no_content = {*table.values.table.key, *(column.name for column in said if column.internal)}
    content = table.values.frame.columns.difference([*no_content])
    says = table.values.frame[content].notna().any(axis=1).to_numpy(bool)
    gone = touched & ~(says | table.values.broken.mask | table.values.unread.mask)
    account.replace(table.values.rows[gone])
    return replace(table, values=table.values.without(gone), mended=table.mended[~gone])


def _tell(account: Account, tables: Sequence[Table], said: _Heard) -> None:
    """What a file did as a correction, and whom it names that the corrected file does not."""
    part = account.part
    for file, rows in said.files.items():
        where = f" ({ranges(rows)})" if rows else ""
        what = counted(len(rows), "row")
        if said.days:
            what = f"{counted(said.days, 'day')} of {what}"
        account.notices.append(f"corrects {file}: {what} replaced{where}.")
    patients = [one.values.frame["patient_id"] for one in tables]
    strange = {
        int(row)
        for one, whose in zip(tables, patients, strict=True)
        for row in one.values.rows[(whose.notna() & ~whose.isin(said.patients)).to_numpy(bool)]
    }
    named = {*pd.concat(patients).dropna()} - said.patients
    old = " and ".join(said.files)
    rows = {
        int(row)
        for one in tables
        for row in one.values.rows[one.has_key & ~set_aside_in(one.values)]
    }
    sentence = ""
    if strange:
        sentence = (
            f"{part.file}: corrects {old}, which holds nothing of {counted(len(named), 'patient')} "
            f"named here (rows {ranges(strange)}): these rows are added. Is the id meant otherwise?"
        )
    elif not said.used:
        sentence = f"{part.file}: corrects {old}, and has no row of a patient and day there."
    elif added := rows - said.used:
        account.notices.append(
            f"{counted(len(added), 'row')} of no patient and day in {old}: added ({ranges(added)})."
        )
    if sentence:
        account.told.append(Told(short_code(*content_of(part), "corrects"), part.file, sentence))
