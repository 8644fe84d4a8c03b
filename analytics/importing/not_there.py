"""Which of the user's choices name a file or a patient that is not there?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analytics.importing.choices import Choices
from analytics.importing.identity import given_id
from analytics.importing.one_file import Part
from analytics.words import day

SHOWN = 5  # files named


def not_there(choices: Choices, parts: Sequence[Part]) -> Iterator[str]:
    """A sentence for each id and period that no file takes; no patient's id stands in one."""
    files = list(dict.fromkeys(part.file for part in parts))
    known = f"the files are {', '.join(files[:SHOWN])}" + (", ..." if files[SHOWN:] else "")
    for key in choices.ids:
        fitting = [p for p in parts if given_id(p.file, {key: "id"}, p.place)]
        if not fitting:
            yield f"--id {key}=...: no file is called so; {known}."
        elif all(part.cells and not part.cells[0].per_patient for part in fitting):
            what = "these files name" if key == "*" else f"{key} names"
            yield f"--id: {what} the patients in a column: the id that was given is not used."
    missing = [key for key in choices.periods if key not in files]
    if not missing:
        return
    patients = {
        patient
        for part in parts
        for cells in part.cells
        if "patient_id" in cells
        for patient in cells.texts("patient_id")
    }
    for key in missing:
        if key not in patients:
            first, last = choices.periods[key]
            yield (
                f"--observed ...={day(first)} to {day(last)}: what stands before the = is neither "
                f"a file nor a patient's id; {known}."
            )
