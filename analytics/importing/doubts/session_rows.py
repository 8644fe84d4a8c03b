"""Are several rows of one patient and date one session, and what is its dose?

Where a column (muscle, point, product) tells the rows apart, their units are added. Rows that
nothing tells apart are asked: 31 equal rows of 5 units may be 155 units, or one row written often.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa

from analytics.importing.doubts.base import Cells, Doubt, LooksAt, Sign
from analytics.words import counted, number

PLACES = re.compile(
    r"muscle|muskel|músculo|musculo|muscolo|spier|muskl|site|point|punkt|punto|region|area|side|"
    r"seite|product|produkt|brand|batch|lot|charge|vial|location|stelle|lokal"
)
SUM, ONE, LAST = "sum", "one", "last"


def _rows(cells: Cells) -> pd.DataFrame:
    frame = cells.text.frame()
    return frame.assign(units=frame.get("units", ""))


def _shared(frame: pd.DataFrame) -> np.ndarray:
    key = ["patient_id", "session_date"]
    shared = frame.duplicated(key, keep=False) & (frame["patient_id"] != "")
    return (shared & (frame["session_date"] != "")).to_numpy(dtype=bool)


def signs(cells: Cells) -> Iterator[Sign]:
    if cells.table != "sessions" or not {"patient_id", "session_date", "units"} <= set(
        cells.headers
    ):
        return
    frame = _rows(cells)
    shared = _shared(frame)
    if not shared.any() or not (frame.loc[shared, "units"] != "").any():
        return
    rows = frame[shared]
    groups = rows.groupby(["patient_id", "session_date"])
    most = int(groups.size().max())
    apart = _told_apart_by(cells, rows)
    where = cells.rows_where(shared)
    if apart:
        yield Sign(
            f"a row for each {apart}: the units of up to {most} rows of one patient and date are "
            "added to one session.",
            ((SUM, "added"),),
            "units",
            where,
        )
        return
    units = _numbers(rows["units"])
    first = next(iter(groups.groups))
    total = number(float(units[groups.groups[first]].sum()), 2)
    each = rows.loc[groups.groups[first], "units"]
    alike = not groups["units"].nunique().gt(1).any()
    readings = [(SUM, f"one session with their sum: {total} units")]
    if alike:
        readings.append((ONE, f"one session, written {len(each)} times: {each.iloc[0]} units"))
    else:
        readings.append((ONE, f"one session, as its first row says: {each.iloc[0]} units"))
        readings.append((LAST, f"one session, as its last row says: {each.iloc[-1]} units"))
    yield Sign(
        f"units: {counted(len(groups), 'session')} with several rows of one patient and date, and "
        f"nothing tells the rows apart (up to {most} rows). Is the dose their sum ({total} units "
        "in the first case), or that of one row?",
        tuple(readings),
        "units",
        where,
    )


def _told_apart_by(cells: Cells, rows: pd.DataFrame) -> str:
    """The column that is different in every row of a session, and means a part of it."""
    spec = cells.spec
    assert spec is not None
    ours = {column.name for column in spec.columns}
    key = ["patient_id", "session_date"]
    for name in rows.columns:
        if name in ours or not (rows[name] != "").all():
            continue
        if rows.duplicated([*key, name]).any():
            continue
        recurs = rows.drop_duplicates([*key, name])[name].duplicated().any()
        if PLACES.search(name.lower()) or (recurs and not _counts_rows(rows[name])):
            return str(name)
    return ""


def _counts_rows(column: pd.Series) -> bool:
    """Is it merely 1, 2, 3, ... of each session? A number of a row tells nothing apart."""
    return bool(column.str.fullmatch(r"\d+").all())


def _numbers(texts: pd.Series) -> pd.Series:
    return pd.to_numeric(texts.str.replace(",", ".", regex=False), errors="coerce")


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    frame = _rows(cells)
    shared = _shared(frame)
    key = ["patient_id", "session_date"]
    rows = frame[shared]
    if reading == LAST:
        left = shared & frame.duplicated(key, keep="last").to_numpy()
        return cells.without(left)
    left = shared & frame.duplicated(key, keep="first").to_numpy()
    if reading == SUM:
        units = _numbers(rows["units"]).groupby([rows[k] for k in key]).transform("sum")
        units = units.where(_numbers(rows["units"]).notna(), np.nan)
        total = units.groupby([rows[k] for k in key]).transform("max")
        told = frame["units"].copy()
        known = total.notna()
        told.loc[rows.index[known]] = total[known].map(lambda value: f"{value:g}")
        cells = cells.with_column("units", pa.array(told.tolist(), pa.string()))
    return cells.without(left, added=reading == SUM)


DOUBT = Doubt("session_rows", LooksAt.COLUMN, signs, read)
