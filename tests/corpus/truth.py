"""What happened to a few invented people: days, sessions, counts. Made first; files tell of it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

DAY = timedelta(days=1)
Flag = int | None


@dataclass(frozen=True)
class Truth:
    """``days``: id, date -> (headache, migraine), None where nobody said. ``sessions``: id, date
    -> units. ``counts``: id, session -> (migraine days, headache days)."""

    days: Mapping[tuple[str, date], tuple[Flag, Flag]] = field(default_factory=dict)
    sessions: Mapping[tuple[str, date], float | None] = field(default_factory=dict)
    counts: Mapping[tuple[str, int], tuple[int | None, int | None]] = field(default_factory=dict)

    @property
    def ids(self) -> tuple[str, ...]:
        """Whose days or sessions they are."""
        return tuple(dict.fromkeys(who for who, _ in (*self.days, *self.sessions)))

    def only(self, patient: str) -> Truth:
        """What happened to one of them."""
        kept = (
            {k: v for k, v in of.items() if k[0] == patient} for of in (self.days, self.sessions)
        )
        return Truth(*kept)

    def of(self, *tables: str) -> Truth:
        """The same, of which a file tells these alone."""
        return Truth(**{name: getattr(self, name) for name in tables})


def diaries(seed: int, ids: Sequence[str], first: date, length: int = 90) -> Truth:
    """Days of these people with gaps, and two sessions each, twelve or thirteen weeks apart."""
    chance = random.Random(seed)
    days: dict[tuple[str, date], tuple[Flag, Flag]] = {}
    sessions: dict[tuple[str, date], float | None] = {}
    for who in ids:
        letters = chance.choices(["M", "M", "H", "0", "0", "0", "-"], k=length)
        for n, letter in enumerate(letters):
            if letter != "-":
                days[who, first + n * DAY] = (int(letter != "0"), int(letter == "M"))
        second = first + (28 + chance.choice((84, 91))) * DAY
        sessions |= {(who, first + 28 * DAY): 155.0, (who, second): 195.0}
    return Truth(days, sessions)


def wholes(seed: int, ids: Sequence[str], sessions: int = 4) -> Truth:
    """Counts before and after some sessions, without a gap."""
    chance = random.Random(seed)
    counts: dict[tuple[str, int], tuple[int | None, int | None]] = {}
    for who in ids:
        for session in range(sessions):
            migraine = max(0, chance.randint(9, 15) - 3 * session)
            counts[who, session] = migraine, migraine + chance.randint(0, 4)
    return Truth(counts=counts)


def months_of(days: Iterable[date]) -> list[tuple[int, int]]:
    """Every month from the first day to the last."""
    ordered = sorted(days)
    first, last = ordered[0], ordered[-1]
    found, at = [], (first.year, first.month)
    while at <= (last.year, last.month):
        found.append(at)
        at = (at[0] + at[1] // 12, at[1] % 12 + 1)
    return found


def courses(seed: int, ids: Sequence[str], first: date) -> Truth:
    """Days with gaps from a month before session 1 to six weeks after session 2; every other one
    of these people has far fewer migraine days from session 1 on."""
    chance = random.Random(seed)
    days: dict[tuple[str, date], tuple[Flag, Flag]] = {}
    sessions: dict[tuple[str, date], float | None] = {}
    for n, who in enumerate(ids):
        treated = first + 30 * DAY, first + (30 + chance.choice((84, 91))) * DAY
        sessions |= {(who, treated[0]): 155.0, (who, treated[1]): 195.0}
        for day in (first + passed * DAY for passed in range(165)):
            often = 0.15 if n % 2 and day > treated[0] else 0.6
            if chance.random() < 0.93:
                migraine = int(chance.random() < often)
                days[who, day] = (int(migraine or chance.random() < 0.2), migraine)
    return Truth(days, sessions)
