"""A column that says that its row does not count: asked; a word like it, of something else: not."""

from datetime import date, timedelta

import pytest

from importing import Source, read_records


def asked(header: str, rows: str, name: str = "diary.csv"):
    return read_records([Source(name, f"{header}\n{rows}".encode())])


def diary(column: str, one: str, others: str) -> list[str]:
    rows = "".join(f"P1,2024-01-{n:02},{n % 2},{one if n == 9 else others}\n" for n in range(1, 29))
    _, report = asked(f"patient_id,date,headache,{column}", rows)
    return [question.kind for question in report.questions]


@pytest.mark.parametrize(
    ("column", "one", "others"),
    [
        ("deleted", "1", "0"),
        ("gelöscht", "ja", "nein"),
        ("deleted_at", "2024-02-03", ""),
        ("status", "test", "final"),
        ("status", "cancelled", "final"),
        ("estado", "eliminado", "ok"),
        ("kind", "saisie de test", ""),
        ("kind", "entered in error", ""),
        ("valid", "no", "yes"),
        ("is_valid", "0", "1"),
        ("gültig", "nein", "ja"),
        ("exclude", "1", "0"),
        ("ausgeschlossen", "x", ""),
        ("exclude", "exclude from analysis", "include"),
        ("deleted", "deleted", ""),
        ("kind", "excluded from the analysis", ""),
    ],
)
def test_a_row_that_is_said_not_to_count_is_asked(column, one, others):
    assert diary(column, one, others) == ["rows_without_weight"]


@pytest.mark.parametrize(
    ("column", "one", "others"),
    [
        ("deleted", "0", "0"),
        ("deleted_at", "", ""),
        ("status", "final", "final"),
        ("plans", "cancelled", "kept"),
        ("trigger", "test", "stress"),
        ("trigger", "error", "stress"),
        ("valid", "1", "1"),
        ("valid", "1", ""),
        ("exclude", "0", "0"),
        ("stroke", "excluded", "not examined"),
        ("valid", "2026-01-01", "2025-01-01"),
    ],
)
def test_a_word_of_something_else_is_not(column, one, others):
    assert diary(column, one, others) == []


def sessions(column: str, word: str, *, day: str = "2024-02-06"):
    rows = f"P1,2024-02-06,a,95,\nP1,2024-02-06,b,60,\nP1,{day},c,45,\n"
    header = f"patient_id,session_date,muscle,units,{column}"
    if column == "muscle":
        header, rows = header.removesuffix(",muscle"), rows.replace(",c,", f",{word},")
        rows = rows.replace(",\n", "\n")
    else:
        rows = rows.removesuffix(",\n") + f",{word}\n"
    return asked(header, rows, "sessions.csv")


@pytest.mark.parametrize("word", ["wasted", "Verwurf", "jeté", "scartato", "unavoidable wastage"])
def test_units_that_were_wasted_are_not_added(word):
    records, report = sessions("muscle", word)
    assert records.sessions["units"].tolist() == [155]
    assert report.files[0].not_used == 1


def test_planned_on_a_day_gone_by_is_asked_and_an_appointment_is_not():
    _, report = sessions("status", "planned")
    assert [question.kind for question in report.questions] == ["rows_without_weight"]
    assert not sessions("status", "planned", day=(date.today() + timedelta(60)).isoformat())[
        1
    ].questions
