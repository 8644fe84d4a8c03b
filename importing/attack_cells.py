"""What does one cell of an attack list say? A cell that says nothing of its kind is refused.

Every reader raises ValueError, with a sentence about the text.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from importing.cells import EARLIEST, LATEST, OF_THOUSANDS, quoted
from importing.moments import minutes_of, read_moment

LONGEST_ATTACK = timedelta(days=366)  # longer: a typing error
SEVERITY = {
    **dict.fromkeys(("slight", "mild", "light", "faible", "légère", "leicht", "low"), 2),
    **dict.fromkeys(("medium", "moderate", "modérée", "moyenne", "mittel"), 5),
    **dict.fromkeys(("severe", "strong", "forte", "sévère", "stark", "high"), 8),
    **dict.fromkeys(("extreme", "worst", "extrême", "unbearable"), 10),
}
_PAIN = re.compile(r"(\d{1,3}(?:[.,]\d+)?)(?: ?/ ?10)?")
NO_MEDICATION = ("no medication", "none", "no", "aucun", "keine", "-")
TRIPTANS = re.compile(
    r"triptan|imigran|imitrex|maxalt|relpax|zomig|naramig|amerge|axert|frova|almogran|ascotop|"
    r"allegro|formigran|menatriptan|treximet",
    re.IGNORECASE,
)


def end_after(start: datetime, end: datetime, text: str) -> datetime:
    """The end, where it lies after the start and within a year of it."""
    if end < start:
        raise ValueError(f"{quoted(text)}: it ends before it starts")
    if end - start > LONGEST_ATTACK:
        raise ValueError(f"{quoted(text)}: it lasts more than a year")
    return end


def moment_in(text: str, order: str, zone: str) -> datetime:
    """The moment, of a year in which somebody may have kept a diary."""
    try:
        moment = read_moment(text, order, zone)
    except ValueError as problem:
        raise ValueError(f"{quoted(text)} {problem}" if text else "is empty") from None
    if not EARLIEST <= moment.date() <= LATEST:
        raise ValueError(f"{quoted(text)} lies outside {EARLIEST.year} to {LATEST.year}")
    return moment


def offset_in(text: str) -> float:
    """Minutes east of UTC; no place on earth is more than 14 hours away from it."""
    try:
        minutes = float(text or 0)
    except ValueError:
        minutes = float("nan")
    if not -14 * 60 <= minutes <= 14 * 60:
        raise ValueError(f"offset {quoted(text)} is not between -840 and 840 minutes")
    return minutes


def length_in(text: str, unit: float) -> timedelta:
    """A duration: 01h 30m, or a number of ``unit`` minutes."""
    minutes = minutes_of(text)
    if minutes is None:
        if OF_THOUSANDS.fullmatch(text.strip()):
            raise ValueError(f"{quoted(text)} may be thousands or have a decimal mark")
        try:
            minutes = float(text.replace(",", ".")) * unit
        except ValueError:
            raise ValueError(f"{quoted(text)} is not a duration") from None
    if not 0 <= minutes <= LONGEST_ATTACK.total_seconds() / 60:
        raise ValueError(f"{quoted(text)} is not a duration of up to a year")
    return timedelta(minutes=minutes)


def pain_in(text: str) -> float | None:
    """Pain from 0 to 10, or a word for it; None of a blank."""
    if not text:
        return None
    if text.lower() in SEVERITY:
        return float(SEVERITY[text.lower()])
    number = _PAIN.fullmatch(text)
    if not number:
        raise ValueError(f"{quoted(text)} is not a pain from 0 to 10")
    pain = float(number[1].replace(",", "."))
    if pain > 10:
        raise ValueError(f"pain {quoted(text)} is not between 0 and 10")
    return pain


def medication_in(taken: str) -> tuple[int | None, int | None]:
    """Was any acute medication taken, and was it a triptan? None where it is not said."""
    triptan = 1 if TRIPTANS.search(taken) else None
    none = taken.lower().strip() in NO_MEDICATION
    return 0 if none else 1 if taken else None, triptan
