"""Which of the user's choices name a file or a patient that is not there?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from importing.choices import Choices
from importing.identity import given_id
from importing.mapping_checks import ATTACKS
from importing.one_file import Part
from words.numbers import day

SHOWN = 5  # files named


def not_there(
    choices: Choices, parts: Sequence[Part], *, only_bad_days: bool = False
) -> Iterator[str]:
    """A sentence for each id and period that no file takes; no patient's id stands in one.

    ``only_bad_days``: do the diaries list headache days alone, so that a period is theirs too?
    """
    files = list(dict.fromkeys(part.file for part in parts))
    known = f"the files are {', '.join(files[:SHOWN])}" + (", ..." if files[SHOWN:] else "")
    for key in choices.ids:
        fitting = [p for p in parts if given_id(p.file, {key: "id"}, p.place)]
        if not fitting:
            yield f"--id {key}=...: no file is called so; {known}."
        elif all(part.cells and not part.cells[0].per_patient for part in fitting):
            what = "these files name" if key == "*" else f"{key} names"
            yield f"--id: {what} the patients in a column: the id that was given is not used."
    for key in choices.periods:
        if key in files and not _takes_a_period([p for p in parts if p.file == key], only_bad_days):
            yield (
                f"--observed {key}=...: {key} holds no list of attacks, which alone needs a "
                "period: it is not used."
            )
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


def _takes_a_period(parts: Sequence[Part], only_bad_days: bool) -> bool:
    """Is there a list of attacks in it, or nothing that was read, which is said elsewhere?"""
    tables = [cells for part in parts for cells in part.cells]
    lists = any(cells.table == ATTACKS and not cells.daily for cells in tables)
    return lists or not tables or (only_bad_days and any(c.table == "diary" for c in tables))
