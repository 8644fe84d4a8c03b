"""Is a survey with names, questions and keys above its cells read by its questions?

Only the three together are such a survey; a layout that knows the names reads by these.
"""

from __future__ import annotations

import csv
import io
import json

from importing import Source, read_records
from tests.test_suggested import taken

QUESTIONS = [
    "Please enter your study ID",
    "Which day are you reporting on? (YYYY-MM-DD)",
    "Did you have a headache on this day?",
    "Was it a migraine?",
    "Worst pain (0-10)",
]
DAYS = [["K1", f"2024-01-{day:02d}", "Yes", "No", "4"] for day in range(1, 29)]


def survey(names: list[str], *, keys: bool = True, first: str = "IP Address") -> bytes:
    """As Qualtrics hands it out: when it was filled in stands before the answers."""
    sink = io.StringIO()
    writer = csv.writer(sink)
    writer.writerow(["StartDate", "EndDate", "Status", *names])
    writer.writerow(["Start Date", "End Date", "Response Type", *QUESTIONS])
    if keys:
        every = ["startDate", "endDate", "status", *(f"QID{n}" for n in range(len(names)))]
        writer.writerow([json.dumps({"ImportId": key}, separators=(",", ":")) for key in every])
    for n, day in enumerate(DAYS):
        kind = "IP Address" if n else first
        writer.writerow([f"{day[1]} 21:00:00", f"{day[1]} 21:01:00", kind, *day])
    return sink.getvalue().encode()


def test_questions_are_the_names_where_those_are_numbers():
    _, report = read_records([Source("s.csv", survey([f"Q{n}" for n in range(1, 6)]))])
    meant = taken(report.as_read[0])
    assert [meant[question].column for question in QUESTIONS] == [
        *("patient_id", "date", "headache", "migraine", "pain")
    ]
    assert {*meant} == {*QUESTIONS}


def test_names_that_a_layout_knows_are_kept():
    names = ["patient_id", "date", "headache", "migraine", "pain"]
    records, report = read_records([Source("s.csv", survey(names))])
    assert len(records.diary) == len(DAYS)
    assert not report.questions
    assert f"{len(DAYS)} rows read = {len(DAYS)} used" in " ".join(report.sentences())


def test_a_row_of_a_preview_is_asked():
    names = ["patient_id", "date", "headache", "migraine", "pain"]
    _, report = read_records([Source("s.csv", survey(names, first="Survey Preview"))])
    assert report.questions
