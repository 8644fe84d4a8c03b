"""Two people's tables below each other in one sheet: asked whose the second is."""

from datetime import date, timedelta
from functools import cache
from io import BytesIO

from openpyxl import Workbook

from importing import Choices, Source, read_records

NAMES = ["date", "headache", "migraine"]


def days(begins: date, number: int = 20) -> list[list[object]]:
    return [[begins + timedelta(days=n), n % 2, 0] for n in range(number)]


def read(rows: list[list[object]], answers: dict[str, str] | None = None):
    content = saved(tuple(map(tuple, rows)))
    return read_records([Source("P-07.xlsx", content)], Choices(answers=answers or {}))


@cache
def saved(rows: tuple[tuple[object, ...], ...]) -> bytes:
    """Once for all readings: a workbook holds when it was saved, and an answer is of one file."""
    book, content = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(content)
    return content.getvalue()


def answered(rows: list[list[object]]):
    """The questions after the columns are read as suggested, with the answer to that."""
    (first,) = read(rows)[1].questions
    answers = {first.code: "as_suggested"}
    return answers, read(rows, answers)


def test_a_second_table_below_is_another_patients_or_goes_on():
    first, second = days(date(2025, 1, 1)), days(date(2025, 3, 1))
    rows = [NAMES, *first, [], ["Patient: B"], NAMES, *second]
    answers, (_, report) = answered(rows)
    (question,) = report.questions
    assert question.kind == "names_again"
    for reading, patients in (("others", 2), ("same", 1)):
        records, report = read(rows, answers | {question.code: reading})
        assert records.diary["patient_id"].nunique() == patients
        assert len(records.diary) == 40
        file = report.files[0]
        assert (file.used, file.set_aside, file.not_used) == (40, 1, 1)


def test_one_table_is_not_asked_about():
    _, (records, report) = answered([NAMES, *days(date(2025, 1, 1), 40)])
    assert not report.questions
    assert records.diary["patient_id"].nunique() == 1
