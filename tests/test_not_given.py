"""One list of words for a session that was not given: in cells and in the names of columns."""

import pytest

from importing import Source, read_records
from importing.of_another import is_of_another

STATUS = ["refused", "Declined", "abgesagter Termin", "annullata", "no-show"]


@pytest.mark.parametrize("word", STATUS)
def test_the_same_word_is_known_as_a_status_and_in_a_name(word):
    assert is_of_another(f"Botox {word}", "session_date")
    rows = f"A1,2024-01-10,155,done\nA1,2024-04-10,155,{word}\nA1,2024-07-10,155,done\n"
    source = Source("sessions.csv", f"patient_id,session_date,units,status\n{rows}".encode())
    _, report = read_records([source])
    assert [one.kind for one in report.questions] == ["cancelled_sessions"]


@pytest.mark.parametrize("text", ["not cancelled", "nicht abgesagt", "Date reported"])
def test_what_was_not_called_off_was_given(text):
    assert not is_of_another(text, "session_date")


@pytest.mark.parametrize(
    ("column", "texts", "asked"),
    [
        ("status", ["erschienen", "n.e."], True),
        ("Statut", ["venu", "NV"], True),
        ("status", ["attended", "n/a"], False),  # not known
        ("status", ["attended", "yes"], False),
        ("status", ["attended", "completed"], False),
        ("room", ["given", "B2"], False),
    ],
)
def test_a_short_form_beside_attended_is_asked_about(column, texts, asked):
    rows = "".join(f"A1,2024-0{n}-10,{text}\n" for n, text in enumerate([*texts, texts[0]], 1))
    source = Source("sessions.csv", f"patient_id,session_date,{column}\n{rows}".encode())
    _, report = read_records([source])
    assert [one.kind for one in report.questions] == ["cancelled_sessions"] * asked
