"""Is T3 the third session, or the third month?

"Baseline" and "Session 1" are sessions 0 and 1. Months in steps of 3 and weeks in steps of 12 are
times: the end of a cycle, or the month after the session that was given then. V1 may be the
baseline. Every session can be given one by one: T0:0,T3:1,T6:2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analytics.importing.doubts.base import Cells, Doubt, LooksAt, Sign

COLUMN = "session"
BASELINE = re.compile(
    r"^(baseline|base|bl|before|pre|start|ausgangswert|basislinie|vorher|avant|référence|"
    r"basal|línea de base|basale|nulmeting|voormeting|baslinje|udgangspunkt)$",
    re.IGNORECASE,
)
SESSION = re.compile(
    r"^(?:after )?(?:session|sitzung|séance|seance|sesión|sesion|seduta|sessie|sessão|sessao|"
    r"cycle|zyklus|ciclo|cyclus|injection|treatment|behandlung|s|c)[ _.#-]*(\d{1,3})$",
    re.IGNORECASE,
)
MONTHS = re.compile(
    r"^(?:(?:month|mon|monat|mois|mes|mese|maand|mês|måned|månad|m)[ _.-]*(\d{1,3})|"
    r"(\d{1,3})[ .]*(?:months?|mon|mo|monate?|mois|meses|mesi|maanden|måneder|månader|m))$",
    re.IGNORECASE,
)
WEEKS = re.compile(
    r"^(?:(?:week|wk|w|woche|semaine|semana|settimana|uge|vecka)[ _.-]*(\d{1,3})|"
    r"(\d{1,3})[ .]*(?:weeks?|wks?|w|wochen?|semaines?|semanas?|settimane|weken|uger|veckor))$",
    re.IGNORECASE,
)
TIME = re.compile(r"^t[ _.-]*(\d{1,3})$", re.IGNORECASE)
VISIT = re.compile(r"^(?:visit|visite|visita|besuch|bezoek|v)[ _.-]*(\d{1,3})$", re.IGNORECASE)

END, AFTER = "end_of_cycle", "month_after"
WEEKS_END, WEEKS_AFTER = "weeks_end_of_cycle", "weeks_month_after"
FIRST, SECOND, NUMBERS = "first_is_baseline", "second_is_baseline", "numbers_are_sessions"
LATEST = 99


def signs(cells: Cells) -> Iterator[Sign]:
    if cells.table != "counts" or COLUMN not in cells:
        return
    names = list(cells.texts(COLUMN))
    words = [n for n in names if BASELINE.match(n) or SESSION.match(n)]
    others = [n for n in names if n not in words]
    has_baseline = any(BASELINE.match(n) or n == "0" for n in names)
    months, weeks = _numbers(others, MONTHS), _numbers(others, WEEKS)
    times, visits = _numbers(others, TIME), _numbers(others, VISIT)
    plain = {n: int(n) for n in others if re.fullmatch(r"\d{1,3}", n)}
    listed = ", ".join(f"'{n}'" for n in sorted(names, key=_in_order)[:6])
    if words and not (months or weeks or times or visits):
        yield Sign(f"sessions are named: {listed}; the baseline is session 0.",
                   (("as_named", "as named"),), COLUMN)  # fmt: skip
    elif months or weeks or _in_steps(times) or _in_steps(plain):
        yield Sign(
            f"{COLUMN}: {listed} look like times, not like sessions. Which session does a time "
            "stand for?",
            tuple(_readings(months or weeks or times or plain, weeks=bool(weeks))),
            COLUMN,
        )
    elif times or visits:
        yield from _visits(times or visits, listed, has_baseline)


def _numbers(names: list[str], form: re.Pattern[str]) -> dict[str, int]:
    found = {name: form.match(name) for name in names}
    return {name: int(next(g for g in m.groups() if g)) for name, m in found.items() if m}


def _in_steps(numbers: dict[str, int]) -> bool:
    """0, 3, 6: in steps of three, without 1 and 2."""
    values = set(numbers.values()) - {0}
    return bool(values) and all(value % 3 == 0 for value in values)


def _readings(numbers: dict[str, int], *, weeks: bool) -> Iterator[tuple[str, str]]:
    """The sessions that these times may stand for."""
    in_weeks = weeks or all(value % 12 == 0 for value in numbers.values())
    for end, after, step, unit in (
        *([(END, AFTER, 3, "month")] if not weeks else []),
        *([(WEEKS_END, WEEKS_AFTER, 12, "week")] if in_weeks else []),
    ):
        later = sorted({value for value in numbers.values() if value})[:2]
        at_end = " and ".join(f"{unit} {v} is session {max(1, round(v / step))}" for v in later)
        month_after = " and ".join(f"{unit} {v} is session {round(v / step) + 1}" for v in later)
        yield end, f"the end of a cycle: {at_end}"
        yield after, f"the month after a session: {month_after}"


def _visits(numbers: dict[str, int], listed: str, has_baseline: bool) -> Iterator[Sign]:
    if has_baseline and 0 not in numbers.values():
        yield Sign(f"sessions are named: {listed}; the baseline is session 0.",
                   (("as_named", "as named"),), COLUMN)  # fmt: skip
        return
    order = sorted(numbers, key=lambda name: numbers[name])
    readings = [(FIRST, f"{order[0]} is the baseline, the next one session 1")]
    if len(order) > 2:
        readings.append((SECOND, f"{order[1]} is the baseline, {order[0]} is not used"))
    if numbers[order[0]] != 0:
        readings.append((NUMBERS, f"{order[0]} is session {numbers[order[0]]}: no baseline"))
    if len(readings) == 1:
        readings.append((NUMBERS, f"{order[-1]} is session {numbers[order[-1]]}"))
    yield Sign(
        f"{COLUMN}: {listed}: which one is the baseline, the month before session 1?",
        tuple(readings),
        COLUMN,
    )


def _in_order(name: str) -> tuple[int, str]:
    digits = re.search(r"\d+", name)
    return (int(digits[0]) if digits else -1, name)


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    names = list(cells.texts(COLUMN))
    sessions = _given(reading) if ":" in reading else _sessions(names, reading)
    known = cells.rewritten(COLUMN, lambda text: sessions.get(text, text))
    gone = cells.where_text(COLUMN, lambda text: sessions.get(text) == "")
    return known.without(gone) if gone.any() else known


def _sessions(names: list[str], reading: str) -> dict[str, str]:
    """Session of each name by this reading; blank where it is not used."""
    found = {name: "0" for name in names if BASELINE.match(name)}
    found |= {name: str(int(m[1])) for name in names if (m := SESSION.match(name))}
    others = [name for name in names if name not in found]
    numbers = {name: v for form in (MONTHS, WEEKS, TIME, VISIT)
               for name, v in _numbers(others, form).items()}  # fmt: skip
    if not numbers:
        numbers = {n: int(n) for n in others if re.fullmatch(r"\d{1,3}", n)}
    if reading in (FIRST, SECOND):
        skipped = 1 if reading == SECOND else 0
        order = sorted(numbers, key=lambda name: numbers[name])
        for place, name in enumerate(order):
            found[name] = str(place - skipped) if place >= skipped else ""
        return found
    step = 12 if reading in (WEEKS_END, WEEKS_AFTER) or _are_weeks(names) else 3
    for name, value in numbers.items():
        if value == 0:
            found[name] = "0"
        elif reading in (END, WEEKS_END):
            found[name] = str(max(1, round(value / step)))
        elif reading in (AFTER, WEEKS_AFTER):
            found[name] = str(round(value / step) + 1)
        else:
            found[name] = str(value)
    return found


def _are_weeks(names: list[str]) -> bool:
    return bool(_numbers(names, WEEKS))


def _given(reading: str) -> dict[str, str]:
    """T0:0,T3:1 as a table."""
    pairs = (pair.rpartition(":") for pair in reading.split(","))
    return {name.strip(): session.strip() for name, _, session in pairs}


def accepts(sign: Sign, reading: str) -> bool:
    given = _given(reading)
    return ":" in reading and all(re.fullmatch(r"\d{0,3}", session) for session in given.values())


DOUBT = Doubt("session_names", LooksAt.COLUMN, signs, read, accepts)
