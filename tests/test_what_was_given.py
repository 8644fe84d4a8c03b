"""A list of sessions that says what was given: sums of sides, other units, other treatments."""

import pytest

from importing import Source, read_records


def given(header: str, *rows: str):
    lines = "\n".join(f"P1,2024-02-06,{row}" for row in rows)
    text = f"patient_id,session_date,{header}\n{lines}\n"
    records, report = read_records([Source("sessions.csv", text.encode())])
    return records.sessions["units"].tolist(), [one.kind for one in report.questions]


@pytest.mark.parametrize("both", ["both", "bilateral", "beidseits", "les deux", "ambos"])
def test_both_sides_are_not_added_to_the_left_and_the_right(both):
    rows = [f"frontalis,{side},{n}" for side, n in (("left", 10), ("right", 10), (both, 20))]
    rows += [f"procerus,{side},{n}" for side, n in (("left", 5), ("right", 2.5), (both, 7.5))]
    assert given("muscle,side,units", *rows) == ([27.5], [])


def test_a_muscle_beside_its_two_sides_is_their_sum_or_asked():
    rows = ["frontalis left,10", "frontalis right,10", "procerus,5"]
    assert given("muscle,units", "frontalis,20", *rows) == ([25], [])
    assert given("muscle,units", "frontalis,15", *rows)[1] == ["both_sides"]


def test_one_side_more_than_the_others_is_added():
    assert given("muscle,units", "frontalis,20", "frontalis left,5") == ([25], [])
    rows = ["frontalis,left,10", "frontalis,right,10", "procerus,both,5"]
    assert given("muscle,side,units", *rows) == ([25], [])


@pytest.mark.parametrize("other", ["ml", "vial", "Ampullen"])
def test_a_dose_in_something_else_is_asked(other):
    rows = ["frontalis,20,U", f"procerus,5,{other}"]
    assert given("muscle,units,dose unit", *rows)[1] == ["dose_in_its_unit"]
    rows = ["frontalis,20,U", "procerus,5,IU"]
    assert given("muscle,units,dose unit", *rows) == ([25], [])


def treated(column: str, *texts: str, units: str = "") -> list[str]:
    rows = "\n".join(f"P1,2024-0{n}-06,{units},{text}" for n, text in enumerate(texts, 1))
    text = f"patient_id,session_date,units,{column}\n{rows}\n"
    _, report = read_records([Source("sessions.csv", text.encode())])
    return [one.kind for one in report.questions]


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        ("drug", ["Botox", "GON block"]),
        ("procedure", ["Botox", "consultation"]),
        ("Behandlung", ["Botulinumtoxin A", "Nervenblockade"]),
        ("traitement", ["toxine botulique", "érénumab"]),
        ("tratamiento", ["Botox", "bloqueo occipital"]),
        ("product", ["Xeomin", "placebo"]),
        ("visit_type", ["Botox", "consultation"]),
        ("treatment", ["GON block", "GON block"]),
        ("drug", ["Botox", "no Botox"]),
    ],
)
def test_another_treatment_is_asked(column, texts):
    assert treated(column, *texts) == ["drug_of_session"]


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        ("drug", ["Botox", "Xeomin"]),
        ("drug", ["Botox", "onabotulinumtoxinA"]),
        ("procedure", ["PREEMPT", "PREEMPT"]),
        ("treatment", ["first", "repeat"]),
        ("concomitant_medication", ["erenumab", "topiramate"]),
        ("preventive", ["Botox", "erenumab"]),
    ],
)
def test_toxins_and_what_is_taken_besides_are_not(column, texts):
    assert treated(column, *texts, units="155") == []
