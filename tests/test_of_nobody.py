"""A column of a type, the weather or a place is nobody's id; a value means what is read of it."""

import pytest

from analytics.frames import DIARY
from importing.delimited import read_tables
from importing.suggested import suggested
from importing.value_meanings import NO, NOT_RECORDED, YES, values_of

TYPES = ("Attack type", "Art der Attacke", "Type de crise")
OF_NOBODY = ("Weather", "Wetter", "Ort", "Trigger")


def attacks(name: str, words: tuple[str, str]):
    rows = "".join(
        f"2025-01-{day:02d} 07:00,2025-01-{day:02d} 13:00,{words[day % 2]},6\n"
        for day in range(1, 25)
    )
    return read_tables(f"Started,Ended,{name},Pain level\n{rows}".encode())[0]


@pytest.mark.parametrize("name", [*TYPES, *OF_NOBODY])
def test_a_column_of_something_else_is_nobodys_id(name):
    words = ("Migraine", "Tension headache") if name in TYPES else ("rain", "sun")
    shape, meant = suggested(attacks(name, words))
    assert shape == "attacks"
    column = meant[name].meaning.column if name in meant else ""
    assert column == ("type" if name in TYPES else "")
    assert "patient_id" not in {one.meaning.column for one in meant.values()}


def test_a_column_of_other_names_may_be_the_patients():
    _, meant = suggested(attacks("Who", ("Anna", "Berta")))
    assert (meant["Who"].meaning.column, meant["Who"].weak) == ("patient_id", True)


def test_a_value_that_names_a_headache_means_what_is_read_of_it():
    said = {
        "Yes, but no migraine": YES,
        "Kein Kopfschmerz": NO,
        "No migraine today": NOT_RECORDED,
    }
    rows = "".join(f"P1,2024-01-0{n},{cell!r}\n" for n, cell in enumerate(said, start=1))
    text = read_tables(f"patient_id,date,headache\n{rows}".replace("'", '"').encode())[0]
    (column,) = (one for one in DIARY.columns if one.name == "headache")
    found = values_of(text, "headache", column, {})
    assert {value.text: value.means for value in found} == said
