"""Which session does a visit stand for that is named in words? *Baseline*, *12 wk*, *24 wk*."""

from __future__ import annotations

import re
from collections.abc import Iterable

from importing.layouts.base import plain

MOST = 30  # different visits
_UNIT = r"weeks?|wks?|w|months?|mon|mo|m|sessions?|s|cycles?|c|visits?|v|t"
_OF_A_SESSION = re.compile(r"[1-9]\d?")  # beside a baseline a bare number is that of a session
_BARE = re.compile(
    r"baseline|base|bl|before|pre|(?:after )?"
    rf"(?:(?P<number>\d{{1,3}}) ?(?P<behind>{_UNIT})|(?P<ahead>{_UNIT}) ?(?P<n>\d{{1,3}}))"
)
OF_SESSIONS = "sc"  # units that number sessions or cycles themselves


def period(name: str) -> tuple[str, int] | None:
    """The unit and number of a period by its bare name: (w, 12), and ("", 0) before session 1."""
    found = _BARE.fullmatch(plain(name))
    if found is None:
        return None
    unit = found["behind"] or found["ahead"] or ""
    return unit[:1], int(found["number"] or found["n"] or 0)


def _period_or_number(name: str) -> tuple[str, int] | None:
    number = _OF_A_SESSION.fullmatch(name.strip())
    return ("s", int(number[0])) if number else period(name)


def sessions_of(visits: Iterable[str]) -> dict[str, int]:
    """The session of each of these visits, 0 before session 1; empty where they do not say it.

    Times after the one visit before session 1 are taken in their order; numbers of sessions or
    cycles as they are.
    """
    names = list(dict.fromkeys(visits))
    found = {name: _period_or_number(name) for name in names[: MOST + 1]}
    known = {name: of for name, of in found.items() if of is not None}
    if len(names) > MOST or len(known) < len(found):
        return {}
    before = [name for name, (_, number) in known.items() if not number]
    after = {name: of for name, of in known.items() if of[1]}
    units = {unit for unit, _ in after.values()}
    if len(before) != 1 or len(units) != 1:
        return {}
    numbers = sorted({number for _, number in after.values()})
    if len(numbers) < len(after):  # 12 wk and week 12: which of them is meant?
        return {}
    session = {n: n if units <= {*OF_SESSIONS} else numbers.index(n) + 1 for n in numbers}
    return {before[0]: 0, **{name: session[number] for name, (_, number) in after.items()}}
