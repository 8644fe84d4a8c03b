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
    tables = [one for one in everyone.cells if not (one.per_patient or one.by_name)]
    whole_files = {patient for one in everyone.cells if one.by_name for patient in one.texts(ID)}
    named = {patient for one in tables for patient in one.texts(ID)} - whole_files
    for word in sorted(patient for patient in named if total_of(patient)):
        rows = sum(one.texts(ID).get(word, 0) for one in everyone.cells)
        yield Sign(
            f"{counted(rows, 'row')} named by a word for totals (as Mean, SD or Total), with a "
            "date or session, and not what the rows above give. A patient's initials, or lines of "
            "totals?",
            (
                (PATIENT, "a patient whose initials or name are this word"),
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
