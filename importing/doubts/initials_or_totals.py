"""Is SD a patient's initials, or a line of totals that is not that of the rows above it?

And *P-11 Total* with a date, beside P-11: another patient, or a line of hers?
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from importing.doubts.base import Cells, Doubt, Everyone, LooksAt, Sign, content_of
from importing.totals import names_a_group, subtotal_of, total_of
from words.numbers import counted

PATIENT, TOTALS, SUBTOTALS = "patient", "totals", "subtotals"
ID = "patient_id"


def signs(everyone: Everyone) -> Iterator[Sign]:
    tables = [one for one in everyone.cells if not (one.per_patient or one.by_name)]
    whole_files = {patient for one in everyone.cells if one.by_name for patient in one.texts(ID)}
    named = {patient for one in tables for patient in one.texts(ID)} - whole_files
    subtotals = sorted(patient for patient in named if _of_another(patient, named))
    if subtotals:
        rows = _rows(everyone, {*subtotals})
        one, theirs = _first(everyone, {*subtotals})
        yield Sign(
            f"{counted(rows, 'row')} whose id is another id and a word for totals (as *P-11 Total* "
            "beside *P-11*), with a date or session, and not what the rows above give. Lines of "
            "totals, or patients of these names?",
            (
                (TOTALS, "lines of totals: left out"),
                (PATIENT, "patients whose ids end so"),
            ),
            ID,
            theirs,
            about=SUBTOTALS,
            file=one.file,
            of=_content(everyone, {*subtotals}),
        )
    groups = {one for one in named if names_a_group(one) and not _is_of_a_series(one, named)}
    for word in sorted(groups | {one for one in named if total_of(one)}):
        rows = _rows(everyone, {word})
        one, theirs = _first(everyone, {word})
        first = f"the first is row {min(theirs)} of {one.file}"
        yield Sign(
            f"{counted(rows, 'row')} ({first}) named by a word for totals or a "
            "group (as Mean, SD or Women), with a date or session, and not what the rows above "
            "give. A patient's initials, or lines of totals?",
            (
                (PATIENT, "a patient whose initials or name are this word"),
                (TOTALS, "lines of totals: left out"),
            ),
            ID,
            theirs,
            about=word,
            file=one.file,
            of=_content(everyone, {word}),
        )


def _rows(everyone: Everyone, words: set[str]) -> int:
    """How many rows of the files they name: one with a column a period is several of ours."""
    return len(
        {
            (one.file, row)
            for one in everyone.cells
            if words & {*one.texts(ID)}
            for row in one.rows_where(one.where_text(ID, words.__contains__))
        }
    )


def _content(everyone: Everyone, words: set[str]) -> str:
    """What the tables hold in which they stand."""
    return content_of(one for one in everyone.cells if words & {*one.texts(ID)})


def _first(everyone: Everyone, words: set[str]) -> tuple[Cells, tuple[int, ...]]:
    """The first table with such rows, and where in it they stand: their name is not said, it may
    be a patient's."""
    one = next(one for one in everyone.cells if words & {*one.texts(ID)})
    return one, one.rows_where(one.where_text(ID, words.__contains__))


def read(everyone: Everyone, sign: Sign, reading: str) -> Everyone:
    if reading == PATIENT:
        return everyone
    ids = everyone.ids()
    gone = {p for p in ids if _of_another(p, ids)} if sign.about == SUBTOTALS else {sign.about}
    cells = tuple(
        one.without(one.where_text(ID, lambda text: text in gone)) for one in everyone.cells
    )
    return replace(everyone, cells=cells)


def _is_of_a_series(word: str, named: set[str]) -> bool:
    """Are half of all ids or more this one with another number, as Q1 beside Q2 and Q4?"""
    stem = word.rstrip("0123456789")
    alike = sum(one.rstrip("0123456789") == stem for one in named)
    return stem != word and alike > 1 and 2 * alike >= len(named)


def _of_another(patient: str, ids: set[str]) -> bool:
    """Is it the name of another id, or of all, with a word for totals?"""
    group = None if total_of(patient) else subtotal_of(patient)
    return group is not None and (not group or group in ids)


DOUBT = Doubt("initials_or_totals", LooksAt.IDS, signs, read)
