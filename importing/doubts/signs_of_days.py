"""Which signs in the days of a month have two readings: a cross, a 1, a blank?

A cross that comes every 9 to 20 weeks in each patient is a session, and said; all else is asked,
and what hardly ever stands there is set aside, and told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa

from importing.day_signs import (
    ASIDE,
    DASHES,
    HEADACHE,
    LONGEST,
    MIGRAINE,
    NONE,
    NOT_RECORDED,
    PAIN,
    SESSION,
    SHORTEST,
    Signs,
    as_sign,
    is_number,
    signs_in,
    weeks_between,
)
from importing.doubts.base import Doubt, Found, LooksAt, Sign
from importing.month_grid import DAY, PATIENT, DaysInMonths, days_in, grid_in
from words.numbers import counted

BLANK, NUMBERS, CODES, SAID = "blank", "numbers", "codes", "said"
RARE = 100  # fewer than one cell in so many: set aside, and told
WORST = 10  # of pain
READINGS = {
    HEADACHE: "a headache",
    MIGRAINE: "a migraine",
    NONE: "a day without headache",
    SESSION: "a session, which says nothing of headache",
    NOT_RECORDED: "a day that was not recorded",
    ASIDE: "set aside: these days are not recorded",
}


def signs(found: Found) -> Iterator[Sign]:
    grid = grid_in(found.text, found.layout, found.mapping)
    if grid is None:
        return
    days = days_in(found.text, grid, found.file)
    known = signs_in(days.told, _said(found))
    numbers = _open_numbers(found, days)
    for sign in known.open:
        if sign not in numbers or len(numbers) == 1:
            yield _of_sign(found, days, known, sign)
    if len(numbers) > 1:
        yield _of_numbers(found, days, known, numbers)
    for sign in known.of(ASIDE):
        if sign not in {as_sign(one) for one in _said(found)}:
            yield _told(found, days, known, sign)
    if "" not in known.means and "" in known.cells:
        yield from _of_blank(found, days, known)


def _said(found: Found) -> Mapping[str, str]:
    """What the user's mapping says of the signs."""
    return found.mapping.values.get(DAY, {}) if found.mapping else {}


def _open_numbers(found: Found, days: DaysInMonths) -> list[str]:
    known = signs_in(days.told, _said(found))
    return [sign for sign in known.open if is_number(sign)]


def _where(days: DaysInMonths, *signs: str) -> np.ndarray:
    texts, codes = np.unique(days.cells.astype(str), return_inverse=True)
    meant = np.array([as_sign(text) in signs for text in texts])
    return days.inside & meant[codes.reshape(days.cells.shape)]


def _rows(found: Found, where: np.ndarray) -> tuple[int, ...]:
    return tuple(int(row) for row in found.text.rows[where.any(axis=1)])


def _told(found: Found, days: DaysInMonths, known: Signs, sign: str) -> Sign:
    rows = _rows(found, _where(days, sign))
    named = " and ".join(str(row) for row in rows[:3]) + (", ..." if len(rows) > 3 else "")
    return Sign(
        f"sign {sign[:40]}: {counted(known.cells[sign], 'cell')} (row {named}) set aside: these "
        "days are not recorded.",
        column=f"sign {sign[:40]}",
        rows=rows,
    )


def _of_sign(found: Found, days: DaysInMonths, known: Signs, sign: str) -> Sign:
    """A sign that nobody knows: a session by its rhythm, else asked, or set aside if rare."""
    where = _where(days, sign)
    gaps = weeks_between(days.patients[where], days.dates[where])
    how_often = counted(known.cells[sign], "cell")
    order = [HEADACHE, MIGRAINE, SESSION, NONE, NOT_RECORDED, ASIDE]
    if sign in DASHES:
        order = [NONE, NOT_RECORDED]
    if gaps is not None and gaps[0] >= SHORTEST and sign not in DASHES:
        weeks = [f"{days // 7}" for days in gaps]
        rhythm = f"every {' to '.join(dict.fromkeys(weeks))} weeks in each patient"
        several = known.cells[sign] - len({*days.patients[where]}) > 1
        if gaps[1] <= LONGEST and several and not is_number(sign):
            return Sign(
                f"sign {sign}: {how_often}, {rhythm}: read as sessions.",
                ((_key(SESSION), READINGS[SESSION]),),
                f"sign {sign}",
                _rows(found, where),
            )
        order.sort(key=lambda meaning: meaning != SESSION)
    elif sign not in DASHES and known.cells[sign] * RARE < sum(
        n for text, n in known.cells.items() if text
    ):
        return _told(found, days, known, sign)
    whose = _whose(days, known, where)
    return Sign(
        f"sign {sign}: {how_often} of {counted(len({*days.patients[where]}), 'patient')}{whose}: "
        "what does it mean?",
        tuple((_key(meaning), READINGS[meaning]) for meaning in order),
        f"sign {sign}",
        _rows(found, where),
    )


def _whose(days: DaysInMonths, known: Signs, where: np.ndarray) -> str:
    """Do those who write it never write a sign of headache that others write?"""
    others = known.of(HEADACHE)
    writers = {*days.patients[_where(days, *others)]} if others else set()
    if not writers or writers & {*days.patients[where]}:
        return ""
    return f", who have no {' and no '.join(others)}"


def _of_numbers(found: Found, days: DaysInMonths, known: Signs, numbers: list[str]) -> Sign:
    values = sorted(float(sign.replace(",", ".")) for sign in numbers)
    readings = [(HEADACHE, "a headache, whatever the number")]
    if values[-1] == 2:
        readings.insert(0, (CODES, "1 is a headache, 2 is a migraine"))
    elif 3 < values[-1] <= WORST:
        readings.insert(0, (PAIN, "a headache with this pain, 0 to 10"))
    readings.append((_key(ASIDE), READINGS[ASIDE]))
    count = sum(known.cells[sign] for sign in numbers)
    return Sign(
        f"{counted(count, 'cell')} hold a number, {values[0]:g} to {values[-1]:g}: what does it "
        "mean?",
        tuple(readings),
        f"sign {NUMBERS}",
        _rows(found, _where(days, *numbers)),
    )


def _of_blank(found: Found, days: DaysInMonths, known: Signs) -> Iterator[Sign]:
    """A blank is not recorded where its writer has a sign for no headache; else it is asked."""
    between = days.blanks_between
    nones = known.of(NONE)
    writers = {*days.patients[_where(days, *nones)]} if nones else set()
    open_ones = between & ~np.asarray(days.months[PATIENT].isin([*writers]))[:, None]
    if open_ones.any():
        count, patients = int(open_ones.sum()), len({*days.patients[open_ones]})
        others = f", who have no {' and no '.join(nones)}" if nones else ""
        yield Sign(
            f"sign {BLANK}: {counted(count, 'blank day')} of {counted(patients, 'patient')}{others}"
            ", between a first sign and a last: without headache, or not recorded?",
            (
                (_key(NONE), "without headache; before a first sign, after a last and in months "
                 "without a sign: not recorded"),
                (_key(NOT_RECORDED), READINGS[NOT_RECORDED]),
            ),
            f"sign {BLANK}",
            _rows(found, open_ones),
        )  # fmt: skip
    if (between & ~open_ones).any():
        yield Sign(
            f"sign {BLANK}: {counted(int((between & ~open_ones).sum()), 'blank day')}: not "
            f"recorded, as {' and '.join(nones)} says that there was no headache.",
            ((_key(NOT_RECORDED), READINGS[NOT_RECORDED]),),
            f"sign {BLANK}",
            about=SAID,
        )


def _key(meaning: str) -> str:
    return meaning.replace(" ", "_")


def read(found: Found, sign: Sign, reading: str) -> Found:
    grid = grid_in(found.text, found.layout, found.mapping)
    if grid is None or sign.about == SAID:
        return found
    days = days_in(found.text, grid, found.file)
    cells = days.cells.copy()
    which, meaning = sign.column.removeprefix("sign "), reading.replace("_", " ")
    if which == BLANK:
        rows = np.isin(found.text.rows, sign.rows)[:, None]
        if meaning == NONE:
            cells[days.blanks_between & rows] = NONE
    elif which == NUMBERS:
        for number in _open_numbers(found, days):
            cells[_where(days, number)] = _of_number(number, meaning)
    else:
        cells[_where(days, which)] = meaning
    order = sorted(grid.days, key=lambda header: grid.days[header])
    written = {header: pa.array(cells[:, n], pa.string()) for n, header in enumerate(order)}
    return found.with_text(replace(found.text, columns={**found.text.columns, **written}))


def _of_number(number: str, meaning: str) -> str:
    if meaning == CODES:
        return HEADACHE if number == "1" else MIGRAINE
    return f"{PAIN} {number}" if meaning == PAIN else meaning


DOUBT = Doubt("signs_of_days", LooksAt.FILE, signs, read)
