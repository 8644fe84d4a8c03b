"""A month a row, with a column for each of its days and a sign in each: H, M, x, -."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from importing.choices import Choices
from importing.day_signs import (
    ASIDE,
    BOTH,
    HEADACHE,
    MEANINGS,
    MIGRAINE,
    NONE,
    NOT_RECORDED,
    PAIN,
    SESSION,
    Signs,
    as_sign,
    is_pain,
    signs_in,
)
from importing.layouts.base import Layout, Reading, identifying
from importing.month_grid import (
    PATIENT,
    TITLE,
    DaysInMonths,
    Grid,
    apart,
    day_columns,
    days_in,
    grid_of,
)
from importing.text import TextTable, Unreadable
from words.numbers import counted

NO_MONTHS = "has a column for each day of a month, but not one column of months with their years"

SEVERAL = "which column names the patient"


def knows(headers: Sequence[str]) -> bool:
    return bool(day_columns(headers)) and len(day_columns(headers)) < len(headers)


def read(text: TextTable, file: str, choices: Choices) -> Reading:
    grid = grid_of(text)
    if grid is None:
        raise Unreadable(NO_MONTHS)
    others = apart(text, grid)
    if others:
        raise Unreadable(f"has months of several people, places or kinds: {SEVERAL}: {others[0]}?")
    return replace(read_grid(text, grid, file), of_one=not grid.patient)


def read_grid(
    text: TextTable, grid: Grid, file: str, said: Mapping[str, str] | None = None
) -> Reading:
    """Days and sessions of a sheet of months. ``said``: what signs mean, "" that of a blank."""
    days = days_in(text, grid, file)
    if not days.inside.any():
        raise Unreadable(NO_MONTHS)
    signs = signs_in(days.told, said)
    meant = _meant(days, signs)
    tables = [("diary", _diary(text, grid, days, meant))]
    on = days.inside & np.char.endswith(meant, SESSION)
    if on.any():
        tables.append(("sessions", _table(text, grid, days, on, "session_date")))
    if not len(tables[0][1].rows):
        tables = tables[1:]
    if not tables:
        raise Unreadable("has no sign in any of its months that is known")
    used = {*grid.columns, *grid.days}
    return Reading(
        tables=tuple(tables),
        assumptions=tuple(filter(None, (_columns(grid), *_account(days, meant, signs)))),
        dropped=tuple(h for h in identifying(text.headers) if h not in used),
    )


def _meant(days: DaysInMonths, signs: Signs) -> np.ndarray:
    """What each cell means; a sign that nobody knows is set aside, a blank is not recorded unless
    the user says that it is a day without headache."""
    texts, codes = np.unique(days.cells.astype(str), return_inverse=True)
    means = [signs.means.get(as_sign(text), ASIDE if text else NOT_RECORDED) for text in texts]
    means = [NOT_RECORDED if not text else m for text, m in zip(texts, means, strict=True)]
    meant = np.array([*means, NONE])[codes.reshape(days.cells.shape)]
    if signs.means.get("") == NONE:
        meant[days.blanks_between] = NONE
    return meant


def _diary(text: TextTable, grid: Grid, days: DaysInMonths, meant: np.ndarray) -> TextTable:
    """The recorded days. Where no sign says migraine nothing is known of it, and where none says
    headache alone, a day without a sign is only one without migraine."""
    kinds, codes = np.unique(meant, return_inverse=True)
    day = [kind.removesuffix(f"{BOTH}{SESSION}") for kind in kinds]
    codes = codes.reshape(meant.shape)
    known = np.array([kind in (MIGRAINE, HEADACHE, NONE) or is_pain(kind) for kind in day])
    where = days.inside & known[codes]
    seen = {day[code] for code in np.unique(codes[where])}
    flags = {}
    if any(kind == HEADACHE or is_pain(kind) for kind in seen):
        flags["headache"] = ["0" if kind == NONE else "1" for kind in day]
    if MIGRAINE in seen:
        flags["migraine"] = ["1" if kind == MIGRAINE else "0" for kind in day]
    if not flags:
        flags["headache"] = ["0" for kind in day]
    if any(map(is_pain, seen)):
        flags[PAIN] = [kind.partition(" ")[2] if is_pain(kind) else "" for kind in day]
    more = {name: np.array(texts)[codes[where]] for name, texts in flags.items()}
    return _table(text, grid, days, where, "date", more)


def _table(
    text: TextTable,
    grid: Grid,
    days: DaysInMonths,
    where: np.ndarray,
    date: str,
    more: Mapping[str, np.ndarray] | None = None,
) -> TextTable:
    """A row for each of these days, from the row of the file that holds its month."""
    ids = {PATIENT: days.patients[where]} if grid.patient else {}
    frame = pd.DataFrame(
        {**ids, date: days.dates[where].astype(str), **(more or {})}, index=np.nonzero(where)[0]
    )
    return text.with_frame(frame)


def _columns(grid: Grid) -> str:
    named = ", ".join(f"{header} is the {ours}" for header, ours in grid.columns.items())
    named = named.replace(PATIENT, "patient")
    return f"A row is a month, with a column for each of its days: {named}."


def _account(days: DaysInMonths, meant: np.ndarray, signs: Signs) -> list[str]:
    """Where every row and every day went."""
    months, totals = int((days.months["days"] > 0).sum()), int(days.months["total"].sum())
    told = [
        f"{n:,} {word} ({', '.join(signs_of)})" if signs_of else f"{n:,} {word}"
        for word, n, signs_of in _by_meaning(meant[days.inside], signs)
    ]
    of_all = f"{counted(int(days.inside.sum()), 'day')} of {counted(months, 'month')}"
    sentences = [f"{of_all}: {', '.join(told)}."]
    if totals:
        sentences.append(f"{counted(totals, 'row')} called Total or the like: no month, not used.")
    kinds = {*meant[days.inside].tolist()}
    if MIGRAINE in kinds and HEADACHE not in kinds and not any(map(is_pain, kinds)):
        sentences.append("No sign says headache without migraine: nothing is known of headache.")
    if any(kind.endswith(SESSION) for kind in kinds):
        sentences.append("A session says nothing of headache on its day, unless its cell does.")
    return sentences


def _by_meaning(meant: np.ndarray, signs: Signs) -> list[tuple[str, int, list[str]]]:
    kinds, counts = np.unique(meant, return_counts=True)
    order = {meaning: n for n, meaning in enumerate(MEANINGS)}
    rows = [
        (
            str(kind),
            int(n),
            [signs.written[sign] for sign in signs.of(str(kind)) if sign not in ("", kind)],
        )
        for kind, n in zip(kinds, counts, strict=True)
    ]
    return sorted(rows, key=lambda row: (order.get(row[0], len(order)), row[0]))


LAYOUT = Layout("month_grid", TITLE, knows, read)
