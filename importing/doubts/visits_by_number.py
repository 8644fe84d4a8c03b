"""Are 1, 2, 3 below *Visit* or *Zeitpunkt* sessions? They are visits: the first may be a baseline.

With a 0 among them it is the baseline, and nothing has to be said. 4, 8, 12 without 1, 2 and 3 may
be weeks: that is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from importing.columns import is_of_counts
from importing.doubts.base import Doubt, Found, LooksAt, Sign
from importing.session_forms import BASELINE, ZERO

SESSION, VISITS, WEEKS = "session", "visits", "weeks"
STEP = 4  # weeks of a month
_NUMBER = re.compile(r"[1-9]\d?(?:[.,]0)?")


def signs(found: Found) -> Iterator[Sign]:
    if found.mapping is not None:
        return
    for header, name in found.names.items():
        if name != SESSION or not is_of_counts(header):
            continue
        texts = sorted({text for text in found.text.encoded(header)[1] if text})
        if _may_be_weeks(texts):
            listed = ", ".join(f"'{text}'" for text in sorted(texts, key=_in_order)[:6])
            yield Sign(
                f"{header}: {listed}, in steps of {STEP} and without 1, 2 and 3. Weeks, or numbers "
                "of sessions?",
                ((WEEKS, "weeks after a session"), (VISITS, "numbers of sessions")),
                header,
            )
        elif texts and all(map(_NUMBER.fullmatch, texts)):
            yield Sign(
                f"{header}: {', '.join(texts[:3])} are read as numbers of visits.",
                ((VISITS, "numbers of visits"),),
                header,
            )


def _may_be_weeks(texts: list[str]) -> bool:
    """4 and 8, or more in such steps, beside at most a baseline."""
    numbers = [_whole(text) for text in texts if _NUMBER.fullmatch(text)]
    others = [text for text in texts if not _NUMBER.fullmatch(text)]
    if not all(BASELINE.match(text) or ZERO.match(text) for text in others) or len(numbers) < 2:
        return False
    return min(numbers) == STEP and all(number % STEP == 0 for number in numbers)


def _whole(text: str) -> int:
    return int(re.split(r"[.,]", text)[0])


def _in_order(text: str) -> int:
    return _whole(text) if _NUMBER.fullmatch(text) else 0


def _named(text: str, reading: str) -> str:
    """A number by what it is; a baseline stays."""
    if not _NUMBER.fullmatch(text):
        return text
    return f"week {_whole(text)}" if reading == WEEKS else f"V{_whole(text)}"


def read(found: Found, sign: Sign, reading: str) -> Found:
    codes, texts = found.text.encoded(sign.column)
    named = pa.array([_named(text, reading) for text in texts], pa.string())
    columns = {**found.text.columns, sign.column: pc.take(named, pa.array(codes))}
    return found.with_text(replace(found.text, columns=columns))


DOUBT = Doubt("visits_by_number", LooksAt.FILE, signs, read)
