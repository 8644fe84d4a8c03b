"""How do the rows of several files become one table?

What two files say twice counts once, in the first. Rows of different files that contradict each
other are all set aside. A file without a column says nothing about it: headache in one file and
migraine in another are one diary. A recorded day beats one that is free only because an attack
list names none.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analytics.frames import ONE_DEFINITION, WAY, TableSpec, empty, settled
from importing.account import Account
from importing.checks import rules_between
from importing.doubts import Said
from importing.doubts.base import Piece
from importing.unsaid import unsaid
from words.numbers import counted

CLASH = "contradicts another file"
OTHER_WAY = "was counted in another way than the first file: window, month or cut-off"


def joined(
    table: TableSpec, pieces: Sequence[Piece], accounts: Sequence[Account], said: Said
) -> pd.DataFrame:
    """All pieces of one table as one frame; what becomes of each row goes to its account."""
    pieces = [_beaten(piece, pieces) for piece in pieces]
    if table.name == "cycles":
        pieces = _counted_alike(pieces, accounts)
    for piece in pieces:
        if table.dates and piece.part >= 0:
            accounts[piece.part].dates(piece.frame[table.dates[0]])
    if not pieces:
        return empty(table)
    if len(pieces) == 1:
        (one,) = pieces
        _use(accounts, one.part, one.rows)
        says = pd.DataFrame({name: name in one.columns for name in one.frame}, one.frame.index)
        said.unsaid[table.name] = unsaid(table, says)
        return one.frame
    rows = pd.concat([piece.frame for piece in pieces], ignore_index=True)
    part = np.repeat([piece.part for piece in pieces], [len(piece.frame) for piece in pieces])
    number = np.concatenate([piece.rows for piece in pieces])
    says = pd.DataFrame(
        {
            name: np.repeat(
                [name in piece.columns for piece in pieces],
                [len(piece.frame) for piece in pieces],
            )
            for name in rows.columns
        }
    )
    key = list(table.key)
    clash, repeated = _compared(rows, says, key)
    _tell_of_whom(rows.loc[clash, key].assign(part=part[clash]), key, said)
    cells = rows[table.dates[0]].dt.day.astype("str") if table.dates else None
    _tell(accounts, part, number, clash, CLASH, cells)
    left = ~clash
    for problem, where in _impossible(table, rows, key).items():
        _tell(accounts, part, number, where & ~clash, f"{problem} in another file", cells)
        left &= ~where
    for which in np.unique(part):
        here = part == which
        _use(accounts, int(which), number[here & left & ~repeated])
        if which >= 0:
            accounts[which].repeat(_of_file(number[here & left & repeated]))
    kept, says = rows[left], says[left]
    if kept.duplicated(key).any():
        by_key = kept.groupby(key, sort=False, as_index=False)
        says = says.groupby(by_key.ngroup().to_numpy()).any()
        kept = by_key.first()[list(rows.columns)].astype(dict(rows.dtypes))
    kept = kept.reset_index(drop=True).sort_values(key, kind="stable")
    said.unsaid[table.name] = unsaid(table, says.iloc[kept.index])
    kept = kept.reset_index(drop=True)
    return settled(kept, table) if table.name == "counts" else kept  # whole again without a mean


def _use(accounts: Sequence[Account], part: int, rows: np.ndarray) -> None:
    if part >= 0:
        accounts[part].use(_of_file(rows))


def _of_file(rows: np.ndarray) -> np.ndarray:
    """Days that attack lists make are no rows of a file."""
    return rows[rows >= 0]


def _compared(
    rows: pd.DataFrame, says: pd.DataFrame, key: list[str]
) -> tuple[np.ndarray, np.ndarray]:
    """Which rows contradict another one of their key, and which add nothing to those before."""
    clash = np.zeros(len(rows), dtype=bool)
    shared = rows.duplicated(key, keep=False).to_numpy()
    if not shared.any():
        return clash, clash.copy()
    group = rows[shared].groupby(key, sort=False, dropna=False).ngroup().to_numpy()
    adds = np.zeros(len(group), dtype=bool)
    wrong = np.zeros(group.max() + 1, dtype=bool)
    for name in rows.columns.difference(key):
        column = rows.loc[shared, name]
        told = says.loc[shared, name].to_numpy()
        codes = pd.factorize(column, use_na_sentinel=False)[0]
        answered = pd.DataFrame({"group": group[told], "value": codes[told]})
        different = answered.drop_duplicates()
        wrong[different.loc[different.duplicated("group"), "group"]] = True
        first = ~answered.duplicated("group").to_numpy()
        adds[np.flatnonzero(told)[first & column[told].notna().to_numpy()]] = True
    adds |= ~pd.Series(group).duplicated().to_numpy()
    clash[shared] = wrong[group]
    repeated = np.zeros(len(rows), dtype=bool)
    repeated[shared] = ~adds
    return clash, repeated


def _impossible(table: TableSpec, rows: pd.DataFrame, key: list[str]) -> dict[str, np.ndarray]:
    """What no row of one file could say: the rule -> the rows that break it together."""
    if table.name not in ("diary", "counts") or not rows.duplicated(key).any():
        return {}
    if table.name == "diary":
        by_day = rows.groupby(key, sort=False, dropna=False)
        worst = by_day["migraine"].transform("max") == 1
        free = by_day["headache"].transform("min") == 0
        both = (worst & free).fillna(False).to_numpy(dtype=bool)
        return {"migraine 1 with headache 0": both}
    shared = rows.duplicated(key, keep=False)
    together = rows[shared].groupby(key, sort=False).first().reset_index()
    of = pd.MultiIndex.from_frame(together[key]).get_indexer(pd.MultiIndex.from_frame(rows[key]))
    return {
        problem.partition(":")[0]: np.where(of >= 0, broken[of], False)
        for problem, (_, broken) in rules_between(table, together).items()
    }


def _tell_of_whom(clash: pd.DataFrame, key: list[str], said: Said) -> None:
    """Which two parts contradict each other, and in how many rows of a patient and date?"""
    if clash.empty:
        return
    each = clash.drop_duplicates()
    pairs = each.merge(each, on=key)
    pairs = pairs[(pairs["part_x"] < pairs["part_y"]) & (pairs["part_x"] >= 0)]
    for (one, other), rows in pairs.groupby(["part_x", "part_y"]).size().items():
        place = int(one), int(other)
        said.contradicting[place] = said.contradicting.get(place, 0) + int(rows)


def _tell(
    accounts: Sequence[Account],
    part: np.ndarray,
    number: np.ndarray,
    where: np.ndarray,
    problem: str,
    cells: pd.Series | None,
) -> None:
    """``cells``: the day of the month of each row, which names its cell in a sheet of months."""
    for which in np.unique(part[where]):
        here = where & (part == which)
        rows = number[here]
        if which >= 0 and accounts[which].part.meant is not None and cells is not None:
            accounts[which].set_each_aside(
                [(int(row), cell, problem) for row, cell in zip(rows, cells[here], strict=True)]
            )
        elif which >= 0:
            accounts[which].set_all_aside(_of_file(rows), problem)
            days = int((rows < 0).sum())
            if days:
                accounts[which].notices.append(
                    f"{counted(days, 'day')} of the list set aside: another file contradicts."
                )


def _beaten(piece: Piece, pieces: Sequence[Piece]) -> Piece:
    """The piece without assumed free days that another piece knows better."""
    if piece.table != "diary" or len(pieces) < 2:
        return piece
    assumed = (piece.frame["assumed_free"] == 1).fillna(False).to_numpy(dtype=bool)
    if not assumed.any():
        return piece
    others = [p.frame for p in pieces if p is not piece]
    known = pd.concat(
        [f.loc[(f["assumed_free"] != 1).fillna(True), ["patient_id", "date"]] for f in others]
    )
    keys = pd.MultiIndex.from_frame(piece.frame[["patient_id", "date"]])
    beaten = assumed & keys.isin(pd.MultiIndex.from_frame(known))
    return piece.with_rows(~beaten) if beaten.any() else piece


def _way(cycles: pd.DataFrame) -> pd.Series:
    """How cycles were counted, as text; made of counts, they have no cut-off."""
    first = cycles.reindex(columns=[*WAY, *ONE_DEFINITION]).iloc[0]
    return first.astype("str").replace("<NA>", "").fillna("")


def _counted_alike(pieces: Sequence[Piece], accounts: Sequence[Account]) -> list[Piece]:
    """Cycles of several files: those counted in another way than the first ones are set aside."""
    first = next((_way(p.frame) for p in pieces if len(p.frame)), None)
    kept = []
    for piece in pieces:
        if len(piece.frame) and (_way(piece.frame) != first).any():
            accounts[piece.part].set_all_aside(piece.rows, OTHER_WAY)
            piece = piece.with_rows(np.zeros(len(piece.frame), dtype=bool))
        kept.append(piece)
    return kept
