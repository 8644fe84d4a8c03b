"""Names that speak for a column of ours and say that they are of something else: not suggested."""

import pytest

from importing import Choices, Source, read_records
from importing.choices import AS_SUGGESTED
from importing.mapping import suggest
from importing.of_another import is_of_another

SESSIONS = [
    *("Botox cancelled", "Botox abgesagt am", "Botox due", "Botox booked", "Termin Botox geplant"),
    *("Next Botox", "next_session_date", "session_date_planned", "Last Botox before"),
    *("Ende der Behandlung", "End of treatment", "Treatment stopped", "Fin du traitement Botox"),
    *("Date of referral", "Prochaine injection", "Próxima inyección Botox", "Volgende Botox"),
]
DAYS = [
    *("Headache yesterday", "Kopfschmerz gestern", "Headache last week", "Migraine tomorrow"),
    *("Kopfschmerz in der Vorwoche", "Headache since last visit", "Migraine expected"),
    *("headache (AM)", "Headache PM", "headache_am", "AM headache", "Headache in the morning"),
    *("Kopfschmerz morgens", "Kopfschmerz nachmittags", "Cefalea sera", "Migraine du soir"),
    *("Mother headache", "Migräne der Mutter", "Headache medication", "Migraine diagnosis"),
    *("Migraine hier", "Cefalea ieri", "Dolor de cabeza ayer", "Hoofdpijn gisteren"),
]
COUNTS = [
    *(
        "Migraine days %",
        "Headache days in percent",
        "Change in migraine days",
        "Max headache days",
    ),
    *("Goal migraine days", "Expected headache days", "Veränderung Migränetage"),
]
OURS = {
    "Date of Botox": "session_date",
    "Injection date": "session_date",
    "Entry date": "date",
    "Date reported": "date",
    "Headache today": "headache",
    "Kopfweh heute": "headache",
    "Kopfschmerz am Tag": "headache",
    "Migräne?": "migraine",
    "Migraine days last month": "migraine_days",
    "Migraine days (past 28 days)": "migraine_days",
    "Kopfschmerztage vorher": "headache_days",
}


@pytest.mark.parametrize("header", [*SESSIONS, *DAYS, *COUNTS])
def test_such_a_name_is_taken_for_no_day_no_session_and_no_count(header):
    meant = suggest(["Patient", header, "Units"])
    kept = {"date", "session_date", "headache", "migraine", "migraine_days", "headache_days"}
    assert meant.columns.get(header) not in kept
    assert header not in meant.periods


@pytest.mark.parametrize(("header", "column"), OURS.items())
def test_a_name_that_says_no_such_thing_is(header, column):
    assert not is_of_another(header, column)


@pytest.mark.parametrize("header", SESSIONS)
def test_as_the_only_column_of_dates_it_is_no_session_either(header):
    """65 cancelled dates were 65 sessions, by the first answer that was offered."""
    rows = "".join(f"K{n % 5},2024-0{1 + n // 5}-1{n % 5},155\n" for n in range(15))
    _, report = read_records([Source("list.csv", f"Patient,{header},Units\n{rows}".encode())])
    (asked,) = report.questions
    assert AS_SUGGESTED not in dict(asked.options)


@pytest.mark.parametrize(
    "name", ["Migraine days in 90 days", "Migraine days previous year", "Migraine days per week"]
)
def test_counts_of_another_length_are_told(name):
    rows = "".join(f"K{n},{s},{20 - s}\n" for n in range(4) for s in range(3))
    source = Source("c.csv", f"Patient,Session,{name}\n{rows}".encode())
    _, report = read_records([source])
    answers = {one.code: AS_SUGGESTED for one in report.questions}
    _, report = read_records([source], Choices(answers=answers))
    assert any("counts days per" in one.text for one in report.everything_told)


@pytest.mark.parametrize(
    "columns",
    ["HIT-6,MIDAS", "midas_grade,MIDAS", "hit6_1,hit6_2", "instrument,value", "visit,HIT6"],
)
def test_a_table_of_questionnaires_is_no_list_of_sessions(columns):
    """Ten scores were ten sessions, by the first answer that was offered."""
    assert not suggestions(f"patient_id,date,{columns}")
    assert suggestions(f"patient_id,Botox date,{columns}")


def suggestions(head: str) -> list[str]:
    rows = "".join(
        f"P{n % 5},2024-0{1 + 3 * (n // 5)}-1{n % 5}" + ",4" * (head.count(",") - 1) + "\n"
        for n in range(10)
    )
    _, report = read_records([Source("s.csv", f"{head}\n{rows}".encode())], Choices())
    return [q.code for q in report.questions if AS_SUGGESTED in dict(q.options)]


@pytest.mark.parametrize(
    "parts",
    [
        ("headache (AM)", "headache (PM)"),
        ("AM headache", "PM headache"),
        ("headache_am", "headache_pm"),
        ("Kopfschmerz morgens", "Kopfschmerz abends"),
        ("Headache morning", "Headache afternoon"),
        ("Cefalea mattina", "Cefalea sera"),
    ],
)
def test_a_part_of_the_day_is_not_suggested_as_the_day(parts):
    meant = suggest(["patient", "date", *parts]).columns
    assert "headache" not in meant.values()
    assert not suggestions(",".join(["patient", "date", *parts]))


def test_the_day_on_which_something_was_done_is_no_part_of_a_day():
    assert suggestions("patient_id,Behandelt am,Arzt")
