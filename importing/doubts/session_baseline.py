"""Is a row of a list of sessions a visit at which nobody was treated?

"Baseline", "Screening" and 0 are visits before session 1: not used. Where a dose was given there,
where it lies as far before session 1 as a treatment, or where the list names no other session, it
is asked. V1 or T0 may be that visit, or session 1. Every name can be given one by one: V1:0,V2:1.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analytics.therapies import DEFAULT_THERAPY
from importing.doubts.base import Cells, Doubt, LooksAt, Sign
from importing.doubts.session_numbers import days_of
from importing.session_forms import (
    BASELINE,
    MONTHS,
    SCREENING,
    SESSION,
    TIME,
    VISIT,
    WEEKS,
    ZERO,
    given_one_by_one,
    numbers_of,
)
from words.numbers import counted

COLUMN = "session"
LEFT_OUT, TREATED = "left_out", "treated"
BY_DATE = "by_date"
AS_NAMED, IN_ORDER, FIRST = "numbers_are_sessions", "in_order", "first_is_baseline"
VISITS = "visits"
APART = 70  # days: no visit before a treatment, but the treatment before


def signs(cells: Cells) -> Iterator[Sign]:
    if cells.table != "sessions" or COLUMN not in cells:
        return
    names = list(cells.texts(COLUMN))
    before = [name for name in names if _is_baseline(name)]
    if before:
        yield _of_baseline(cells, before, alone=len(before) == len(names))
    visits = _visits(names)
    if visits:
        has_baseline = any(not SCREENING.match(name) for name in before)
        yield from _of_visits(visits, has_baseline=has_baseline)


def _is_baseline(name: str) -> bool:
    session = numbers_of([name], SESSION).get(name)
    named = BASELINE.match(name) or SCREENING.match(name) or ZERO.match(name)
    return bool(named) or session == 0


def _of_baseline(cells: Cells, names: list[str], *, alone: bool) -> Sign:
    """The rows before session 1: a visit, or a treatment."""
    where = cells.where_text(COLUMN, _is_baseline)
    rows = cells.rows_where(where)
    dosed = int((where & _dosed(cells)).sum())
    apart = _days_before(cells, where)
    listed = ", ".join(f"'{name}'" for name in sorted(names)[:6])
    told = f"{COLUMN}: {counted(len(rows), 'row')} named {listed}"
    if dosed:
        why = f"with a dose in {dosed} of them"
    elif apart >= APART:
        why = f"{apart:.0f} days before the next session in the middle"
    elif alone:
        why = "and no other name of a session"
    else:
        return Sign(
            f"{told}: a visit before session 1, not used.",
            ((LEFT_OUT, "a visit before session 1: not used"),),
            COLUMN,
            rows,
        )
    kept = "those with a dose are sessions" if dosed else "they are sessions"
    return Sign(
        f"{told}, {why}. Was {DEFAULT_THERAPY.what} given on these days?",
        (
            (LEFT_OUT, "no: a visit before session 1, not used"),
            (TREATED, f"yes: {kept}, numbered by date"),
        ),
        COLUMN,
        rows,
    )


def _dosed(cells: Cells) -> np.ndarray:
    """A mask of the rows with a dose that is not 0 (what cannot be read as a number is one)."""
    if "units" not in cells:
        return np.zeros(len(cells.text.rows), dtype=bool)
    return cells.where_text("units", lambda text: bool(text) and not ZERO.match(text))


def _days_before(cells: Cells, where: np.ndarray) -> float:
    """The median of days from a patient's first such row to her first other session; 0: unknown."""
    if not {"patient_id", "session_date"} <= set(cells.headers):
        return 0.0
    frame = pd.DataFrame(
        {
            "patient": cells.text.frame()["patient_id"].to_numpy(),
            "day": days_of(cells),
        }
    )
    first = frame[where].groupby("patient")["day"].min()
    other = frame[~where].groupby("patient")["day"].min()
    days = (other - first).dt.days.median()
    return 0.0 if pd.isna(days) else float(days)


def _visits(names: list[str]) -> dict[str, int]:
    return {
        name: n
        for form in (VISIT, TIME, MONTHS, WEEKS)
        for name, n in numbers_of(names, form).items()
    }


def _of_visits(visits: dict[str, int], *, has_baseline: bool) -> Iterator[Sign]:
    order = sorted(visits, key=lambda name: visits[name])
    listed = ", ".join(f"'{name}'" for name in order[:6])
    plain = all(VISIT.match(name) for name in order) and visits[order[0]] > 0
    if plain and (has_baseline or len(order) == 1):
        yield Sign(
            f"sessions are named: {listed}.", ((AS_NAMED, "as named"),), COLUMN, about=VISITS
        )
    elif has_baseline:
        yield Sign(
            f"sessions are named: {listed}, beside the baseline: they are numbered by date.",
            ((BY_DATE, "numbered by date"),),
            COLUMN,
            about=VISITS,
        )
    else:
        number = visits[order[0]] if plain else 1
        treated = (
            AS_NAMED if plain else IN_ORDER,
            f"none of them: '{order[0]}' is session {number}",
        )
        then = f", '{order[1]}' is session 1" if len(order) > 1 else ""
        yield Sign(
            f"{COLUMN}: {listed}: which one is the baseline, the visit before session 1?",
            (treated, (FIRST, f"'{order[0]}', which is not used{then}")),
            COLUMN,
            about=VISITS,
        )


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    if not sign.about:
        where = cells.where_text(COLUMN, _is_baseline)
        treated = np.zeros(len(where), dtype=bool)
        if reading == TREATED:
            dosed = where & _dosed(cells)
            treated = dosed if dosed.any() else where
        known = cells.rewritten(COLUMN, lambda text: "" if _is_baseline(text) else text)
        gone = where & ~treated
        return known.without(gone) if gone.any() else known
    visits = _visits(list(cells.texts(COLUMN)))
    sessions = given_one_by_one(reading) or _sessions(visits, reading)
    unused = ("0",) if reading == BY_DATE else ("", "0")
    gone = cells.where_text(COLUMN, lambda text: sessions.get(text) in unused)
    known = cells.rewritten(COLUMN, lambda text: sessions.get(text, text))
    return known.without(gone) if gone.any() else known


def _sessions(visits: dict[str, int], reading: str) -> dict[str, str]:
    """Session of each name by this reading; 0 where it is not used."""
    if reading == BY_DATE:
        return dict.fromkeys(visits, "")
    if reading == AS_NAMED:
        return {name: str(number) for name, number in visits.items()}
    places = {number: place for place, number in enumerate(sorted(set(visits.values())))}
    first = 0 if reading == FIRST else 1
    return {name: str(places[number] + first) for name, number in visits.items()}


def accepts(sign: Sign, reading: str) -> bool:
    return sign.about == VISITS and given_one_by_one(reading) is not None


DOUBT = Doubt("session_baseline", LooksAt.COLUMN, signs, read, accepts)
