"""Cells of headache that name one, or none, in words: a yes stays a yes, two readings are asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importing import Choices, Source, read_records
from importing.named_flags import OF_MIGRAINE_ALONE, TWO_READINGS, meaning

YES_BUT_NO_MIGRAINE = {
    "yes": ("but", "no migraine", "not a migraine"),
    "ja": ("aber", "keine Migräne", "ohne Migräne"),
    "oui": ("mais", "pas de migraine", "sans migraine"),
    "sí": ("pero", "no migraña", "sin migraña"),
    "sì": ("ma", "non emicrania", "senza emicrania"),
    "Ja": ("maar", "geen migraine", "zonder migraine"),
    "sim": ("mas", "não enxaqueca", "sem enxaqueca"),
    "JA": ("men", "ikke migræne", "inte migrän", "uden migræne"),
}


@given(
    st.sampled_from([*YES_BUT_NO_MIGRAINE]), st.sampled_from([", ", " (", " - ", " "]), st.data()
)
def test_a_cell_that_begins_with_yes_is_a_headache_and_no_migraine(yes, mark, data):
    but, *none = YES_BUT_NO_MIGRAINE[yes]
    said = data.draw(st.sampled_from(none))
    text = f"{yes}{mark}{data.draw(st.sampled_from([f'{but} ', '']))}{said}"
    assert (meaning(text, "headache"), meaning(text, "migraine")) == ("1", "0")


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("no migraine, just a headache", "1"),
        ("Kopfschmerz ohne Migräne", "1"),
        ("No headache, no migraine", "0"),
        ("No, no migraine", "0"),
        ("No headache but migraine aura", TWO_READINGS),
        ("no headache or migraine", TWO_READINGS),
        ("No, but migraine", TWO_READINGS),
        ("Yes, no headache", TWO_READINGS),
        ("no migraine today", OF_MIGRAINE_ALONE),
        ("no migraine headache", OF_MIGRAINE_ALONE),
        ("No, but nausea", None),
    ],
)
def test_what_a_cell_says_of_headache(text, means):
    assert meaning(text, "headache") == means


@pytest.mark.parametrize("cell", ["No headache but migraine aura", "no migraine today"])
def test_what_says_nothing_certain_of_headache_is_asked(cell):
    text = f"patient_id,date,headache,migraine\nA,2024-11-16,{cell},\nA,2024-11-17,No,0\n"
    source = [Source("own.csv", text.encode())]
    (question,) = read_records(source)[1].questions
    assert cell in str(question)
    for reading, headache in [("not_recorded", -1), ("yes", 1), ("no", 0)]:
        records, _ = read_records(source, Choices(answers={question.code: reading}))
        assert records.diary["headache"].fillna(-1).tolist() == [headache, 0]
