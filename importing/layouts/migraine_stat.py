"""migraine_stat: a sheet with its header in the user's language; a second drug has its own row.

The words for date and medicine tell it, and only if nothing else knows the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from importing.attacks import AttackColumns
from importing.choices import Choices
from importing.layouts.base import AttackList, Layout, Reading, identifying, plain
from importing.text import TextTable

DATE = re.compile(r"^(date|datum|fecha|data|дата|päivämäärä|dato)$")
DRUG = re.compile(r"medi[ck]|drug|arznei|лекарств|препарат|lääke|fármaco|farmaco|médic")
PAIN = re.compile(r"pain|intens|stärke|schmerz|сила|боль|dolor|dolore|douleur|kipu|strength")
CONTINUED = "A row with an empty date belongs to the row above it: a second medicine."


def knows(headers: Sequence[str]) -> bool:
    names = [plain(header) for header in headers]
    return (
        bool(names)
        and bool(DATE.match(names[0]))
        and any(DRUG.search(name) for name in names[1:])
        and any(PAIN.search(name) for name in names[1:])
    )


def read(text: TextTable, file: str, choices: Choices) -> Reading:
    frame = text.frame()
    names = {header: plain(header) for header in frame}
    when = next(iter(frame))
    drug = next(header for header, name in names.items() if DRUG.search(name))
    pain = next(header for header, name in names.items() if PAIN.search(name))
    date = frame[when].mask(frame[when] == "").ffill().fillna("")
    attacks = frame.assign(**{when: date, "length": "0"})
    where = AttackColumns(start=(when,), minutes="length", pain=pain, medication=(drug,))
    return Reading(
        attacks=AttackList(text.with_frame(attacks), where),
        assumptions=(CONTINUED,),
        dropped=identifying(text.headers),
    )


LAYOUT = Layout("migraine_stat", "migraine_stat", knows, read, per_patient=True, last_resort=True)
