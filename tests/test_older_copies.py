"""A copy, an older state or an example of a sheet is no further patient in silence."""

from datetime import date, timedelta

import pytest

from importing import Choices, Source, read_records

KIND = "older_copies"


def days(headache: int = 0, number: int = 20, who: str = "") -> list[str]:
    first = date(2025, 1, 1)
    lead = f"{who}," if who else ""
    return [f"{lead}{first + timedelta(n)},{(n + headache) % 2},0" for n in range(number)]


def files(*names: str) -> list[Source]:
    """A diary of one person each, which says no id, and no two alike."""
    return [
        Source(f"{name}.csv", "\n".join(["date,headache,migraine", *days(n), ""]).encode())
        for n, name in enumerate(names)
    ]


def in_a_column(*ids: str) -> list[Source]:
    rows = [row for n, who in enumerate(ids) for row in days(n, who=who)]
    return [Source("d.csv", "\n".join(["patient_id,date,headache,migraine", *rows, ""]).encode())]


def read(sources: list[Source], answer: str = ""):
    answers: dict[str, str] = {}
    while True:
        records, report = read_records(sources, Choices(answers=answers))
        others = {q.code: q.options[0][0] for q in report.questions if q.kind != KIND}
        mine = {q.code: answer for q in report.questions if q.kind == KIND and answer}
        if not (others or mine):
            return records, report
        answers |= others | mine


def asked(sources: list[Source]) -> list[str]:
    return [q.text for q in read(sources)[1].questions if q.kind == KIND]


@pytest.mark.parametrize(
    "other",
    ["P1 (2)", "P1_old", "P1 copy", "P1 - Kopie", "P1 v2", "p1 alt", "P1 Feb", "P1_March 2025"],
)
def test_a_name_with_a_word_for_a_copy_behind_it_is_asked(other):
    sources = files("P1", other)
    (text,) = asked(sources)
    assert "The same people?" in text
    assert set(read(sources, "others")[0].diary["patient_id"]) == {"P1", other}
    left, _ = read(sources, "left_out")
    assert set(left.diary["patient_id"]) == {"P1"}
    assert len(left.diary) == 20


def test_a_further_month_of_the_same_person_is_hers():
    january, february = files("P1", "P1 Feb")
    february = Source("P1 Feb.csv", february.content.replace(b"2025-01", b"2025-02"))
    records, _ = read([january, february], "same")
    assert set(records.diary["patient_id"]) == {"P1"}
    assert len(records.diary) == 40


@pytest.mark.parametrize("form", ["Template", "Beispiel", "example", "Muster", "Vorlage", "Test"])
def test_an_example_is_asked_and_left_out(form):
    for sources in (files("P1", form), in_a_column(form, "A", "B")):
        (text,) = asked(sources)
        assert "An example, or a patient of this name?" in text
        records, _ = read(sources, "left_out")
        assert form not in set(records.diary["patient_id"])
        assert form in set(read(sources, "others")[0].diary["patient_id"])


@pytest.mark.parametrize(
    "names",
    [
        ("P1", "P2"),
        ("P1", "P10"),
        ("Patient (1)", "Patient (2)"),
        ("Anna", "Anna Maria"),
        ("Old", "New"),
        ("Walt", "W"),
        ("P2 (1)", "P1"),
    ],
)
def test_other_names_are_not_asked(names):
    assert not asked(files(*names))
    assert not asked(in_a_column(*names))


def test_older_states_of_a_diary_of_nobody_are_not_asked_here():
    assert not asked(files("Diary", "Diary old"))


def test_a_file_that_is_all_there_is_may_be_called_example():
    assert not asked(files("example"))
    assert not asked(in_a_column("Test"))


def test_a_copy_in_a_column_of_ids_is_asked():
    sources = in_a_column("P1", "P1 copy")
    assert len(asked(sources)) == 1
