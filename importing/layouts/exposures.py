"""Treatments of a research table (EX, EC, ADEX, OMOP's drug_exposure): a row for each dose.

Which of them are sessions was settled before (``doubts/which_treatment``); several rows of one
patient and date are one session, as of any list of sessions (``doubts/session_rows``).
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from importing.choices import Choices
from importing.layouts.base import Layout, Reading, identifying
from importing.layouts.of_variables import NO_DATES, RELATIVE
from importing.research_exposures import ExposureTable, exposures_of
from importing.text import TextTable
from importing.variables import NOT_USED, marked
from words.numbers import counted

TITLE = "Treatments of a research table (EX, drug_exposure)"


def knows(headers: Sequence[str]) -> bool:
    return exposures_of(headers) is not None


def read(text: TextTable, file: str, choices: Choices) -> Reading:
    named = exposures_of(text.headers)
    assert named is not None
    table = ExposureTable(text, named)
    drugs, stated = table.drugs, table.first_filled(*named.units)
    in_units = table.in_units | (stated == "")
    kept = table.given & (drugs != marked(NOT_USED))
    sessions = pd.DataFrame(
        {
            "patient_id": table.frame[named.patient],
            "session_date": table.dates,
            "units": table.doses.where(in_units, ""),
            "product": drugs,
            **{
                ours: table.frame[name] for name, ours in named.parts.items() if name in table.frame
            },
        }
    )
    told = [f"A row is a dose of one patient, {named.patient}; those of one date are one session."]
    if table.has_no_dates:
        sessions = sessions.assign(**{RELATIVE: "1"})
        told.append(f"Days are counted from each patient's first treatment, {NO_DATES}")
    if planned := int(table.planned.sum()):
        told.append(f"{counted(planned, 'row')} of doses that were only planned: not used.")
    if refused := int((~table.given & ~table.planned).sum()):
        told.append(f"{counted(refused, 'row')} of doses that were not given: not used.")
    if others := int((table.given & ~kept).sum()):
        told.append(f"{counted(others, 'row')} of other treatments, or without a dose: not used.")
    if odd := sorted({*stated[kept & ~in_units]}):
        told.append(f"The dose is not in units ({', '.join(odd[:3])}): not used.")
    return Reading(
        tables=(("sessions", text.with_frame(sessions[kept])),) if kept.any() else (),
        assumptions=tuple(told),
        dropped=identifying(text.headers),
    )


LAYOUT = Layout("exposures", TITLE, knows, read)
