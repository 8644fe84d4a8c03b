"""Is SD a patient's initials, or a line of totals that is not that of the rows above it?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analytics.importing.doubts.base import Doubt, Everyone, LooksAt, Sign
from analytics.importing.totals import total_of
from analytics.words import counted

PATIENT, TOTALS = "patient", "totals"
ID = "patient_id"


def signs(everyone: Everyone) -> Iterator[Sign]:
    named = {p for one in everyone.cells if not one.per_patient for p in one.texts(ID)}
    for word in sorted(patient for patient in named if total_of(patient)):
        rows = sum(one.texts(ID).get(word, 0) for one in everyone.cells)
        yield Sign(
            f"{counted(rows, 'row')} named {word}, with a date or session, and not what the rows "
            "above give. A patient who is called so, or lines of totals?",
            (
                (PATIENT, f"{word} is a patient"),
                (TOTALS, "lines of totals: left out"),
            ),
            ID,
            about=word,
        )


def read(everyone: Everyone, sign: Sign, reading: str) -> Everyone:
    if reading == PATIENT:
        return everyone
    cells = tuple(
        one.without(one.where_text(ID, lambda text: text == sign.about)) for one in everyone.cells
    )
    return replace(everyone, cells=cells)


DOUBT = Doubt("initials_or_totals", LooksAt.IDS, signs, read)
