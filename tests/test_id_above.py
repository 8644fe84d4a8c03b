"""Is an id above the names of columns the id of every row, and a name or a date never?"""

import pytest

from importing import Choices, Source, read_records
from importing.identity import RULE, RULE_OF_SHEET, rule_of
from ui.loading.live import suggested_mappings

ROWS = "date,headache,migraine\n" + "".join(f"2024-01-{n:02d},{n % 2},0\n" for n in range(1, 29))


def patients(above: str, choices: Choices | None = None, rows: str = ROWS) -> set[str]:
    records, _ = read_records([Source("own.csv", (above + "\n" + rows).encode())], choices)
    return set(records.diary["patient_id"])


@pytest.mark.parametrize("above", ["Patient: K7", "Patient ID,K7", "Paziente: K7", "Subject = K7"])
def test_a_code_beside_its_label_is_the_id(above):
    assert patients(above) == {"K7"}


@pytest.mark.parametrize(
    "above",
    [
        "Patient: Anna",
        "Patient: 2024",
        "Patient: 1.2.2024",
        "Diary: K7",
        "Patient: K7\nPatient: L2",
    ],
)
def test_anything_else_is_none(above):
    assert patients(above) == set()


def test_a_column_of_ids_and_an_id_that_was_given_go_first():
    rows = "patient_id," + ROWS.replace("\n2024", "\nP1,2024")
    assert patients("Patient: K7", rows=rows) == {"P1"}
    source = Source("own.csv", ("Patient: K7\n" + ROWS).encode())
    choices = Choices(ids={"own.csv": "X9"})
    _, report = read_records([source], choices)
    mapped = Choices(ids=choices.ids, mappings=suggested_mappings(report))
    assert {*read_records([source], mapped)[0].diary["patient_id"]} == {"X9"}


def test_the_id_above_can_be_changed_like_any_column_and_the_names_are_found_again():
    source = Source("own.csv", ("Patient: K7\n" + ROWS).encode())
    _, report = read_records([source])
    seen = report.as_read[0]
    mapping = seen.mapping()
    assert mapping.columns["patient_id"] == "patient_id"
    records, _ = read_records([source], Choices(mappings=(mapping,)))
    assert {*records.diary["patient_id"]} == {"K7"}


def test_the_rule_says_whether_a_sheet_or_a_file_names_the_patient():
    assert rule_of("diaries.xlsx/K7", "K7") == RULE_OF_SHEET
    assert rule_of("K7.csv", "") == rule_of("K7.xlsx", "Sheet1") == RULE
