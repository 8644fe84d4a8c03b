"""Which days does an attack list tell of, and which does it leave unknown?

An attack touches each local calendar day of [start, start + length). A list of attacks has no
rows for free days: only inside the period that the user states are days without an attack taken
as free, and each of them is marked as assumed. Outside of it days are unknown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa

from analytics.importing.cells import EARLIEST, LATEST, quoted
from analytics.importing.choices import MIGRAINE_RULES, PAIN_FOR_MIGRAINE, Choices
from analytics.importing.moments import (
    ASK,
    CONTRADICTION,
    Vote,
    minutes_of,
    read_moment,
    vote,
)
from analytics.importing.text import TextTable

LONG_ATTACK = timedelta(hours=72)  # ICHD-3: an attack lasts up to 72 hours
LONGEST_ATTACK = timedelta(days=366)  # longer: a typing error
SEVERITY = {
    **dict.fromkeys(("slight", "mild", "light", "faible", "légère", "leicht", "low"), 2),
    **dict.fromkeys(("medium", "moderate", "modérée", "moyenne", "mittel"), 5),
    **dict.fromkeys(("severe", "strong", "forte", "sévère", "stark", "high"), 8),
    **dict.fromkeys(("extreme", "worst", "extrême", "unbearable"), 10),
}
NO_MEDICATION = ("no medication", "none", "no", "aucun", "keine", "-")
TRIPTANS = re.compile(
    r"triptan|imigran|imitrex|maxalt|relpax|zomig|naramig|amerge|axert|frova|almogran|ascotop|"
    r"allegro|formigran|menatriptan|treximet",
    re.IGNORECASE,
)
ONGOING = ("ongoing", "en cours", "laufend")


@dataclass(frozen=True)
class AttackColumns:
    """Where an app writes what: the headers of its file. Several start columns are joined."""

    start: tuple[str, ...]
    end: tuple[str, ...] = ()
    minutes: str = ""  # a duration: a number of ``unit`` minutes, or text like 01h 30m
    unit: float = 1
    pain: str = ""
    type: str = ""
    medication: tuple[str, ...] = ()
    zone: str = ""  # IANA zone of a UTC time
    offsets: tuple[str, str] | None = None  # minutes east of UTC at start and end
    free: str = ""  # where this text is in ``pain``, the day is a recorded free day


@dataclass
class Attacks:
    """The attacks of one file, as moments; and what could not be read."""

    rows: list[int] = field(default_factory=list)
    spans: list[tuple[datetime, datetime | None, bool]] = field(default_factory=list)
    pain: list[float | None] = field(default_factory=list)
    migraine: list[bool | None] = field(default_factory=list)
    medication: list[int | None] = field(default_factory=list)
    triptan: list[int | None] = field(default_factory=list)
    free: list[bool] = field(default_factory=list)
    broken: list[tuple[int, str, str]] = field(default_factory=list)
    duplicates: int = 0
    notices: list[str] = field(default_factory=list)
    vote: Vote = field(default_factory=lambda: Vote("iso"))


def read_attacks(text: TextTable, where: AttackColumns, choices: Choices) -> Attacks:
    """Read an app's rows; a row without a readable start is set aside with a sentence."""
    frame = text.frame()
    attacks = Attacks()
    started = _joined(frame, where.start)
    decided = vote([*started, *_joined(frame, where.end)])
    attacks.vote = decided
    order = choices.date_order or decided.order
    if decided.order in (ASK, CONTRADICTION) and not choices.date_order:
        order = ASK
    seen: set[tuple[str, ...]] = set()
    long = ongoing = no_end = 0
    columns = list(frame.columns)
    for position, cells in enumerate(frame.itertuples(index=False, name=None)):
        row = int(text.rows[position])
        cell = dict(zip(columns, cells, strict=True))
        if cells in seen:
            attacks.duplicates += 1
            continue
        seen.add(cells)
        try:
            start, end, still = _span(cell, started[position], where, order)
            pain = _pain(cell.get(where.pain, ""))
        except ValueError as problem:
            attacks.broken.append((row, where.start[0], str(problem)))
            continue
        if end and end - start > LONG_ATTACK:
            long += 1
        ongoing += still
        no_end += end is None and not still
        attacks.rows.append(row)
        attacks.spans.append((start, end, still))
        attacks.free.append(bool(where.free) and cell.get(where.pain) == where.free)
        attacks.pain.append(pain)
        taken = ", ".join(cell[c] for c in where.medication if cell.get(c))
        attacks.triptan.append(1 if TRIPTANS.search(taken) else None)
        none = taken.lower().strip() in NO_MEDICATION
        attacks.medication.append(0 if none else 1 if taken else None)
        attacks.migraine.append(
            _is_migraine(cell.get(where.type, ""), pain, attacks.triptan[-1], choices)
        )
    for count, what in (
        (long, "last more than 72 hours: counted as written"),
        (ongoing, "are ongoing: only the first day is known, later days are left unknown"),
        (no_end, "have no end: only the day of the start is counted"),
    ):
        if count:
            attacks.notices.append(f"{count} attack(s) {what}.")
    return attacks


def _joined(frame: pd.DataFrame, columns: Sequence[str]) -> list[str]:
    present = [column for column in columns if column in frame]
    if not present:
        return [""] * len(frame)
    return [" ".join(filter(None, cells)) for cells in frame[present].itertuples(index=False)]


def _span(
    cell: dict[str, str], started: str, where: AttackColumns, order: str
) -> tuple[datetime, datetime | None, bool]:
    zone = cell.get(where.zone, "") if where.zone else ""
    start = _moment(started, order, zone)
    text = " ".join(filter(None, (cell.get(column, "") for column in where.end)))
    length = cell.get(where.minutes, "") if where.minutes else ""
    if text.lower() in ONGOING or length.lower() in ONGOING:
        return start, None, True
    end: datetime | None = None
    if re.fullmatch(r"\d{1,2}:\d{2}(:\d{2})?( ?[AaPp][Mm])?", text):  # a clock without a day
        end = _moment(f"{start:%Y-%m-%d} {text}", order, "")
        end += timedelta(days=end < start)
    elif text:
        end = _moment(text, order, zone)
    elif length:
        end = start + _length(length, where.unit)
        if where.offsets:
            before, after = (_offset(cell.get(column, "")) for column in where.offsets)
            end += timedelta(minutes=after - before)
    if end is not None and end < start:
        raise ValueError(f"ends before it starts ({quoted(started)})")
    if end is not None and end - start > LONGEST_ATTACK:
        raise ValueError(f"lasts more than a year ({quoted(started)})")
    return start, end, False


def _moment(text: str, order: str, zone: str) -> datetime:
    try:
        moment = read_moment(text, order, zone)
    except ValueError as problem:
        raise ValueError(f"{quoted(text)} {problem}" if text else "is empty") from None
    if not EARLIEST <= moment.date() <= LATEST:
        raise ValueError(f"{quoted(text)} lies outside {EARLIEST.year} to {LATEST.year}")
    return moment


def _offset(text: str) -> float:
    """Minutes east of UTC; no place on earth is more than 14 hours away from it."""
    try:
        minutes = float(text or 0)
    except ValueError:
        minutes = float("nan")
    if not -14 * 60 <= minutes <= 14 * 60:
        raise ValueError(f"offset {quoted(text)} is not between -840 and 840 minutes")
    return minutes


def _length(text: str, unit: float) -> timedelta:
    minutes = minutes_of(text)
    if minutes is None:
        try:
            minutes = float(text.replace(",", ".")) * unit
        except ValueError:
            raise ValueError(f"{quoted(text)} is not a duration") from None
    if not 0 <= minutes <= LONGEST_ATTACK.total_seconds() / 60:
        raise ValueError(f"{quoted(text)} is not a duration of up to a year")
    return timedelta(minutes=minutes)


def _pain(text: str) -> float | None:
    if not text:
        return None
    if text.lower() in SEVERITY:
        return float(SEVERITY[text.lower()])
    try:
        pain = float(text.split("/")[0].replace(",", "."))
    except ValueError:
        return None
    if not 0 <= pain <= 10:
        raise ValueError(f"pain {quoted(text)} is not between 0 and 10")
    return pain


def _is_migraine(
    kind: str, pain: float | None, triptan: int | None, choices: Choices
) -> bool | None:
    """By the printed rule; without any of its facts it stays open."""
    facts = {
        "type": None if not kind else "migrain" in kind.lower(),
        "pain": None if pain is None else pain >= PAIN_FOR_MIGRAINE,
        "triptan": True if triptan else None,
    }
    known = [facts[rule] for rule in choices.migraine_rules if facts[rule] is not None]
    return any(known) if known else None


def rule_sentence(choices: Choices) -> str:
    """The rule for a migraine day, as it is printed."""
    if not choices.migraine_rules:
        return "An attack is a headache day; no rule for a migraine day was chosen."
    told = " or ".join(MIGRAINE_RULES[rule] for rule in choices.migraine_rules)
    return f"An attack is a headache day; a migraine day if {told}."


def days_of(attacks: Attacks, patient_id: str, observed: tuple[date, date] | None) -> TextTable:
    """The diary that an attack list amounts to, as text for the checks: one row a known day."""
    days: dict[date, dict[str, float | bool | int | None]] = {}
    unknown_from: date | None = None
    for i, (start, end, still) in enumerate(attacks.spans):
        last = (max(end - timedelta(microseconds=1), start) if end else start).date()
        day = start.date()
        while day <= last:
            _worst(days.setdefault(day, {}), attacks, i)
            day += timedelta(days=1)
        if still:
            unknown_from = min(unknown_from or date.max, start.date() + timedelta(days=1))
    rows = []
    if observed:
        day = observed[0]
        while day <= observed[1]:
            if day in days:
                rows.append(_row(patient_id, day, days[day], assumed=False))
            elif unknown_from is None or day < unknown_from:
                rows.append(_row(patient_id, day, {"headache": False}, assumed=True))
            day += timedelta(days=1)
    else:
        rows = [_row(patient_id, day, days[day], assumed=False) for day in sorted(days)]
    names = list(_row("", EARLIEST, {}, assumed=False))
    columns = {name: pa.array([row[name] for row in rows], pa.string()) for name in names}
    return TextTable(columns, np.arange(1, len(rows) + 1))


def _worst(day: dict, attacks: Attacks, i: int) -> None:
    """The worst of a day wins: any headache, any migraine, the highest pain."""
    day["headache"] = bool(day.get("headache")) or not attacks.free[i]
    for name, value in (
        ("migraine", False if attacks.free[i] else attacks.migraine[i]),
        ("pain", attacks.pain[i] if not attacks.free[i] else 0),
        ("acute_medication", attacks.medication[i]),
        ("triptan", attacks.triptan[i]),
    ):
        if value is not None:
            day[name] = max(day.get(name) or 0, value)


def _row(patient_id: str, day: date, known: dict, *, assumed: bool) -> dict[str, str]:
    def text(value: object) -> str:
        return "" if value is None else f"{float(value):g}"  # type: ignore[arg-type]

    migraine = 0 if known.get("headache") is False else known.get("migraine")
    return {
        "patient_id": patient_id,
        "date": day.isoformat(),
        "headache": text(known.get("headache")),
        "migraine": text(migraine),
        "pain": text(known.get("pain")),
        "acute_medication": text(known.get("acute_medication")),
        "triptan": text(known.get("triptan")),
        "assumed_free": "1" if assumed else "",
    }
