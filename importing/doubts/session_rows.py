"""Are several rows of one patient and date one session, and what is its dose?

Where columns say which part of a session a row is (muscle, point, side, region, product), the
units are added, without a row of totals that says their sum once more. All else is asked: two rows
may be parts, or one session entered twice; rows that each hold a full dose are hardly parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa

from importing.doubts.base import Cells, Doubt, LooksAt, Sign
from importing.doubts.session_numbers import KEY, in_sessions_with
from words.numbers import counted, number

PLACES = re.compile(
    r"muscle|muskel|músculo|musculo|muscolo|\bspier|muskl|\bsites?\b|\bpoints?\b|injektionspunkt|"
    r"\bpunkte?\b|\bpunt[oi]s?\b|region|région|región|\bareas?\b|\bside\b|seite|\bcôté|\blado\b|"
    r"\blato\b|produ[ck]t|produit|prodotto|\bbrand|\bbatch|\blot\b|\bcharge\b|\bvials?\b|location|"
    r"stelle|lokalis"
)
_A_MUSCLE = (
    r"frontal|corr?ug|pr[oó]cer|pyramid|piramid|temporal|[ck]ipit|[ck]zipit|trap[eèé][zc]|"
    r"paraspin|cervical|zervikal|spleni|espleni|semispin|mas+[eé]t|sternocl|esternocl|orbicul|"
    r"orbikul|levator|forehead|temple|\bneck|shoulder|stirn|schläfe|nacken|schulter|nuque|épaule|"
    r"nuca|hombro|spalla|voorhoofd|\bnek\b|"
    r"\b(?:left|right|links|rechts|gauche|droite?|izquierd[ao]|derech[ao]|sinistr[ao]|destr[ao])\b|"
    r"^(?:l|r|re|li|point ?\d+|p ?\d+|punkt ?\d+)$"
)
MUSCLES = re.compile(_A_MUSCLE)
_PARTS = re.compile(rf"{_A_MUSCLE}|botox|xeomin|dysport|botulin|toxin")
HOUSES = re.compile(
    r"ward|clinic|klinik|clinique|clínica|hospital|praxis|practice|station|^cent(?:er|re)"
)
TOTALS = re.compile(
    r"^(?:total|totals|sum|gesamt|gesamtdosis|summe|somme|suma|somma|totale|totaal|totalt|"
    r"total dose|all|alle|insgesamt)$"
)
AMOUNT = re.compile(r"[$€£]? ?-?\d[\d.,' ]*[.,]\d{2} ?[$€£]?|[$€£] ?[\d.,]+|[\d.,]+ ?[$€£]")
FULL, MOST = 100.0, 400.0  # units: no muscle gets the one, no session more than the other
SUM, ONE, LAST, TOTAL = "sum", "one", "last", "total"


def _rows(cells: Cells) -> pd.DataFrame:
    frame = cells.text.frame()
    return frame.assign(units=frame.get("units", ""))


def _shared(frame: pd.DataFrame) -> np.ndarray:
    shared = frame.duplicated(KEY, keep=False) & (frame["patient_id"] != "")
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
    groups = rows.groupby(KEY)
    most = int(groups.size().max())
    parts = _parts(cells, rows)
    where = cells.rows_where(shared)
    units = numbers_of(rows["units"])
    totals = _totals(rows, parts)
    ids = [rows["patient_id"], rows["session_date"]]
    sums = units.where(~totals).groupby(ids).sum()
    agree = (units[totals] == sums.reindex(_keys(rows[totals])).to_numpy()).all()
    if parts and not agree:
        yield _totals_differ(rows, units, totals, sums, where)
        return
    least = units.where(~totals).groupby(ids).min()
    if parts and not (least >= FULL).any() and not (sums > MOST).any():
        left_out = (
            "; the row of totals among them is their sum, and not added" if totals.any() else ""
        )
        yield Sign(
            f"a row for each {' and '.join(parts)}: the units of up to {most} rows of one patient "
            f"and date are added to one session{left_out}.",
            ((SUM, "added"),),
            "units",
            where,
        )
        return
    first = next(iter(groups.groups))
    total = number(float(sums[first]), 2)
    each = rows.loc[groups.groups[first], "units"]
    alike = not groups["units"].nunique().gt(1).any()
    readings = [(SUM, f"one session with their sum: {total} units")]
    if alike:
        readings.append((ONE, f"one session, written {len(each)} times: {each.iloc[0]} units"))
    else:
        readings.append((ONE, f"one session, as its first row says: {each.iloc[0]} units"))
        readings.append((LAST, f"one session, as its last row says: {each.iloc[-1]} units"))
    why = (
        f"each row is a dose of its own, or their sum is more than {MOST:g} units"
        if parts
        else "nothing tells the rows apart"
        if not _differ(cells, rows)
        else "no muscle, point, side or product tells the rows apart"
    )
    yield Sign(
        f"units: {counted(len(groups), 'session')} with several rows of one patient and date, and "
        f"{why} (up to {most} rows). Is the dose their sum ({total} units "
        "in the first case), or that of one row?",
        tuple(readings),
        "units",
        where,
    )


def _totals_differ(
    rows: pd.DataFrame,
    units: pd.Series,
    totals: pd.Series,
    sums: pd.Series,
    where: tuple[int, ...],
) -> Sign:
    """A row of totals that says something else than the rows beside it."""
    keys = _keys(rows[totals])
    other = np.flatnonzero(units[totals].to_numpy() != sums.reindex(keys).to_numpy())[0]
    added, said = number(float(sums[keys[other]]), 2), rows.loc[totals, "units"].iloc[other]
    return Sign(
        f"units: a row of totals says {said or 'nothing'}, the rows beside it are {added} units "
        "together. Which of them is the dose?",
        (
            (SUM, f"the sum of the rows beside it: {added} units"),
            (TOTAL, f"the row of totals, where there is one: {said or 'no'} units"),
        ),
        "units",
        where,
    )


def _keys(rows: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(rows[KEY])


def _others(cells: Cells, rows: pd.DataFrame) -> list[str]:
    assert cells.spec is not None
    ours = {column.name for column in cells.spec.columns}
    return [name for name in rows.columns if name not in ours - {"site", "product"}]


def _differ(cells: Cells, rows: pd.DataFrame) -> bool:
    """Is there any column that is different in every row of a session?"""
    return any(
        not rows.duplicated([*KEY, name]).any() and not _counts_rows(rows[name])
        for name in _others(cells, rows)
    )


def _parts(cells: Cells, rows: pd.DataFrame) -> list[str]:
    """The columns that mean a part of a session, if they tell each of its rows apart."""
    named = [name for name in _others(cells, rows) if means_a_part(name, rows[name])]
    for names in (*([name] for name in named), named):
        told = (rows[names] != "").any(axis=1).all() if names else False
        if told and not rows.duplicated([*KEY, *names]).any():
            return list(names)
    return []


def means_a_part(name: str, column: pd.Series) -> bool:
    """Does the column's name, or do most of its texts, say muscle, point, side or product?"""
    texts = [text for text in column.str.lower().unique() if text and not TOTALS.match(text)]
    if any(HOUSES.search(text) for text in texts) or all(map(AMOUNT.fullmatch, texts)):
        return False  # a house, or money: a charge is no batch
    muscles = sum(bool(_PARTS.search(text)) for text in texts)
    plain = name.lower().replace("_", " ")
    return bool(PLACES.search(plain)) or (bool(texts) and muscles * 2 > len(texts))


def _totals(rows: pd.DataFrame, parts: list[str]) -> pd.Series:
    """The rows that say the total of their session, beside rows that do not."""
    named = pd.Series(False, index=rows.index)
    for name in parts:
        named |= rows[name].str.lower().str.fullmatch(TOTALS.pattern)
    return named & in_sessions_with(rows, ~named)


def _counts_rows(column: pd.Series) -> bool:
    """Is it merely 1, 2, 3, ... of each session? A number of a row tells nothing apart."""
    return bool(column.str.fullmatch(r"\d+").all())


def numbers_of(texts: pd.Series) -> pd.Series:
    """The number in each cell; NaN where it is none."""
    return pd.to_numeric(texts.str.replace(",", ".", regex=False), errors="coerce")


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    frame = _rows(cells)
    shared = _shared(frame)
    rows = frame[shared]
    if reading == LAST:
        left = shared & frame.duplicated(KEY, keep="last").to_numpy()
        return cells.without(left)
    left = shared & frame.duplicated(KEY, keep="first").to_numpy()
    if reading in (SUM, TOTAL):
        ids, given = [rows[k] for k in KEY], numbers_of(rows["units"])
        totals = _totals(rows, _parts(cells, rows))
        total = given.where(~totals).groupby(ids).transform(lambda units: units.sum(min_count=1))
        if reading == TOTAL:
            said = given.where(totals).groupby(ids).transform("max")
            total = said.where(said.notna(), total)
        told = frame["units"].copy()
        known = total.notna()
        told.loc[rows.index[known]] = total[known].map(lambda value: f"{value:g}")
        cells = cells.with_column("units", pa.array(told.tolist(), pa.string()))
    return cells.without(left, added=reading in (SUM, TOTAL))


DOUBT = Doubt("session_rows", LooksAt.COLUMN, signs, read)
