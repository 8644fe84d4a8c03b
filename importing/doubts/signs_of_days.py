"""Which signs in the days of a month have two readings: a cross, a 1, a blank?

A cross that comes every 9 to 20 weeks in each patient is a session, and said; all else is asked,
and what hardly ever stands there is set aside, and told. A sign made of two, MX beside M, follows
from what X means.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from importing.day_signs import (
    ASIDE,
    BOTH,
    DASHES,
    HEADACHE,
    LONGEST,
    MIGRAINE,
    NONE,
    NOT_RECORDED,
    PAIN,
    SESSION,
    SHORTEST,
    OfTwo,
    Signs,
    as_sign,
    is_number,
    of_two,
    signs_in,
    weeks_between,
)
from importing.days_in_months import PATIENT
from importing.doubts.base import Calendars, Doubt, LooksAt, Sign
from words.numbers import counted

BLANK, NUMBERS, CODES, SAID = "blank", "numbers", "codes", "said"
RARE = 100  # fewer than one cell in so many: set aside, and told
WORST = 10  # of pain
SOME = 3  # cells of one patient
READINGS = {
    HEADACHE: "a headache",
    MIGRAINE: "a migraine",
    NONE: "a day without headache",
    SESSION: "a session, which says nothing of headache",
    NOT_RECORDED: "a day that was not recorded",
    ASIDE: "set aside: these days are not recorded",
}


def signs(seen: Calendars) -> Iterator[Sign]:
    known = _known(seen)
    numbers = [sign for sign in known.open if is_number(sign)]
    twos = _twos(known)
    for sign in known.open:
        if sign in twos and twos[sign].other in known.open:  # it follows from that one
            continue
        if sign in twos:
            yield _of_two(seen, known, sign, twos[sign])
        elif sign not in numbers or len(numbers) == 1:
            yield _of_sign(seen, known, sign, [s for s, two in twos.items() if two.other == sign])
    if len(numbers) > 1:
        yield _of_numbers(seen, known, numbers)
    for sign in known.of(ASIDE):
        if sign not in {as_sign(one) for one in seen.said}:
            yield _told(seen, known, [sign])
    if "" not in known.means and "" in known.cells:
        yield from _of_blank(seen, known)
    yield from _large_and_small(seen)


def _large_and_small(seen: Calendars) -> Iterator[Sign]:
    """M and m of one patient, each on some days: they are read as one sign, which is told."""
    inside = seen.days.inside
    cells, patients = seen.days.cells[inside].astype(str), seen.days.patients[inside]
    for letter in sorted({text.upper() for text in {*cells} if len(text) == 1 and text.isalpha()}):
        large, small = cells == letter, cells == letter.lower()
        both = {*_often(patients[large])} & {*_often(patients[small])}
        if letter != letter.lower() and both:
            yield Sign(
                f"sign {letter}: {counted(int(large.sum()), 'cell')} {letter} and "
                f"{int(small.sum())} {letter.lower()}, often enough of one patient to be two "
                "signs: read as one. If they are two, write one of them in another way.",
                column=f"sign {letter}",
                about="large and small",
            )


def _often(patients: np.ndarray) -> list[str]:
    """The patients that stand here a few times."""
    found, times = np.unique(patients.astype(str), return_counts=True)
    return [str(one) for one in found[times >= SOME]]


def _known(seen: Calendars) -> Signs:
    return signs_in(seen.days.told, seen.said)


def _twos(known: Signs) -> dict[str, OfTwo]:
    """The signs that nobody knows and that are made of two, one of them a headache's."""
    found = {sign: of_two(sign, known.cells, known.means) for sign in known.open}
    return {sign: two for sign, two in found.items() if two is not None}


def _rows(where: np.ndarray) -> tuple[int, ...]:
    return tuple(int(place) for place in np.flatnonzero(where.any(axis=1)))


def _told(seen: Calendars, known: Signs, told: list[str]) -> Sign:
    rows = _rows(seen.days.where(*told))
    named = " and ".join(sign[:40] for sign in told)
    return Sign(
        f"sign {named}: {counted(_count(known, told), 'cell')} (row {seen.named(rows)}) set aside: "
        "these days are not recorded.",
        column=f"sign {told[0][:40]}",
        rows=rows,
    )


def _count(known: Signs, signs: list[str]) -> int:
    return sum(known.cells[sign] for sign in signs)


def _written(known: Signs, sign: str) -> str:
    return known.written.get(sign, sign)


def _rhythm(seen: Calendars, where: np.ndarray) -> tuple[str, bool, bool]:
    """How often these days come in each patient, in words; are they far enough apart for sessions,
    and do they come as sessions do?"""
    patients = seen.days.patients[where]
    gaps = weeks_between(patients, seen.days.dates[where])
    if gaps is None or gaps[0] < SHORTEST:
        return "", False, False
    weeks = dict.fromkeys(f"{days // 7}" for days in gaps)
    several = int(where.sum()) - len({*patients}) > 1
    rhythm = f"every {' to '.join(weeks)} weeks in each patient"
    return rhythm, True, gaps[1] <= LONGEST and several


def _is_rare(known: Signs, signs: list[str]) -> bool:
    return _count(known, signs) * RARE < sum(n for text, n in known.cells.items() if text)


def _of_sign(seen: Calendars, known: Signs, sign: str, joined: list[str]) -> Sign:
    """A sign that nobody knows: a session by its rhythm, else asked, or set aside if rare.

    ``joined``: signs made of it and of a headache's, which follow from what it means.
    """
    where = seen.days.where(sign, *joined)
    rhythm, apart, as_sessions = _rhythm(seen, where)
    with_it = ", ".join(
        f"{_written(known, one)} in {counted(known.cells[one], 'cell')}" for one in joined
    )
    how_often = counted(known.cells[sign], "cell") + (f", and {with_it}" if joined else "")
    order = [HEADACHE, MIGRAINE, SESSION, NONE, NOT_RECORDED, ASIDE]
    if sign in DASHES:
        order = [NONE, NOT_RECORDED]
    elif apart:
        if as_sessions and not is_number(sign) and not _says_otherwise(seen, sign):
            both = "".join(f"; {_written(known, one)} is both" for one in joined)
            return Sign(
                f"sign {sign}: {how_often}, {rhythm}: read as sessions{both}.",
                ((_key(SESSION), READINGS[SESSION]),),
                f"sign {sign}",
                _rows(where),
            )
        order.sort(key=lambda meaning: meaning != SESSION)
    elif _is_rare(known, [sign, *joined]):
        return _told(seen, known, [sign, *joined])
    whose = _whose(seen, known, where)
    follows = f" {', '.join(_written(known, one) for one in joined)} follows." if joined else ""
    return Sign(
        f"sign {sign}: {how_often} of {counted(len({*seen.days.patients[where]}), 'patient')}"
        f"{whose}: what does it mean?{follows}",
        tuple((_key(meaning), READINGS[meaning]) for meaning in order),
        f"sign {sign}",
        _rows(where),
    )


def _says_otherwise(seen: Calendars, sign: str) -> bool:
    """Does the legend say of it what nobody knows: *X = triptan*?"""
    return any(not means and as_sign(one) == sign for one, means in seen.said.items())


def _of_two(seen: Calendars, known: Signs, sign: str, two: OfTwo) -> Sign:
    """A sign made of a headache's and of one that never stands alone: MX where there is no X."""
    where = seen.days.where(sign)
    rhythm, apart, as_sessions = _rhythm(seen, where)
    how_often, both = counted(known.cells[sign], "cell"), f"{two.day}{BOTH}{SESSION}"
    why = f"{_written(known, two.letter)} is {READINGS[two.day]}"
    told = {both: f"{READINGS[two.day]} and a session on one day", **READINGS}
    if as_sessions:
        return Sign(
            f"sign {sign}: {how_often}, {rhythm}: read as {told[both]}, as {why}.",
            ((_key(both), told[both]),),
            f"sign {sign}",
            _rows(where),
        )
    if not apart and _is_rare(known, [sign]):
        return _told(seen, known, [sign])
    others = (HEADACHE, MIGRAINE, SESSION, NONE, NOT_RECORDED, ASIDE)
    order = dict.fromkeys((both, two.day, *others) if apart else (two.day, both, *others))
    return Sign(
        f"sign {sign}: {how_often} of {counted(len({*seen.days.patients[where]}), 'patient')}: "
        f"what does it mean? {why}.",
        tuple((_key(meaning), told[meaning]) for meaning in order),
        f"sign {sign}",
        _rows(where),
    )


def _whose(seen: Calendars, known: Signs, where: np.ndarray) -> str:
    """Do those who write it never write a sign of headache that others write?"""
    others = known.of(HEADACHE)
    writers = {*seen.days.patients[seen.days.where(*others)]} if others else set()
    if not writers or writers & {*seen.days.patients[where]}:
        return ""
    return f", who have no {' and no '.join(others)}"


def _of_numbers(seen: Calendars, known: Signs, numbers: list[str]) -> Sign:
    values = sorted(float(sign.replace(",", ".")) for sign in numbers)
    readings = [(HEADACHE, "a headache, whatever the number")]
    if values[-1] == 2:
        readings.insert(0, (CODES, "1 is a headache, 2 is a migraine"))
    elif 3 < values[-1] <= WORST:
        readings.insert(0, (PAIN, "a headache with this pain, 0 to 10"))
    readings.append((_key(ASIDE), READINGS[ASIDE]))
    return Sign(
        f"{counted(_count(known, numbers), 'cell')} hold a number, {values[0]:g} to "
        f"{values[-1]:g}: what does it mean?",
        tuple(readings),
        f"sign {NUMBERS}",
        _rows(seen.days.where(*numbers)),
    )


def _of_blank(seen: Calendars, known: Signs) -> Iterator[Sign]:
    """A blank is not recorded where its writer has a sign for no headache; else it is asked.

    Told is every blank day of these writers, as the days by sign count them.
    """
    days, between = seen.days, seen.days.blanks_between
    nones = known.of(NONE)
    writers = {*days.patients[days.where(*nones)]} if nones else set()
    by_writers = np.asarray(days.months[PATIENT].isin([*writers]))[:, None]
    open_ones = between & ~by_writers
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
            _rows(open_ones),
        )  # fmt: skip
    if (between & by_writers).any():
        count = int((days.inside & ~days.filled & by_writers).sum())
        yield Sign(
            f"sign {BLANK}: {counted(count, 'blank day')}: not recorded, as {' and '.join(nones)} "
            "says that there was no headache.",
            ((_key(NOT_RECORDED), READINGS[NOT_RECORDED]),),
            f"sign {BLANK}",
            about=SAID,
        )


def _key(meaning: str) -> str:
    return meaning.replace(BOTH, " and ").replace(" ", "_")


def _meaning(key: str) -> str:
    return key.replace("_and_", BOTH).replace("_", " ")


def read(seen: Calendars, sign: Sign, reading: str) -> Calendars:
    if sign.about == SAID:
        return seen
    days, cells = seen.days, seen.days.cells.copy()
    which, meaning = sign.column.removeprefix("sign "), _meaning(reading)
    known = _known(seen)
    if which == BLANK:
        asked = np.zeros(cells.shape, dtype=bool)
        asked[list(sign.rows)] = True
        if meaning == NONE:
            cells[days.blanks_between & asked] = NONE
    elif which == NUMBERS:
        for number in filter(is_number, known.open):
            cells[days.where(number)] = _of_number(number, meaning)
    else:
        cells[days.where(which)] = meaning
        for joined, two in _twos(known).items():
            if two.other == which:
                cells[days.where(joined)] = _with_the_day(two.day, meaning)
    return seen.with_cells(cells)


def _with_the_day(day: str, other: str) -> str:
    """What two signs in one cell mean; where they contradict each other it is set aside."""
    if other == SESSION:
        return f"{day}{BOTH}{SESSION}"
    if other in (HEADACHE, MIGRAINE):
        return MIGRAINE if MIGRAINE in (day, other) else HEADACHE
    return ASIDE


def _of_number(number: str, meaning: str) -> str:
    if meaning == CODES:
        return HEADACHE if number == "1" else MIGRAINE
    return f"{PAIN} {number}" if meaning == PAIN else meaning


DOUBT = Doubt("signs_of_days", LooksAt.SIGNS, signs, read)
