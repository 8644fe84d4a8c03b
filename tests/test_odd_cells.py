"""Cells that say a number, a day or a stop in a way that nobody writes: never taken in silence."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from importing import Choices, Source, read_records


def read(name: str, text: str):
    return read_records([Source(name, text.encode())])


@pytest.mark.parametrize("cell", ["1e1", "1E1", "1_0", "0x10", "1.2e1"])
@pytest.mark.parametrize("column", ["migraine_days", "recorded_days"])
def test_a_count_that_is_not_in_plain_digits_is_none(cell, column):
    """A count is not recorded then, of a session that took place; without its recorded days it
    would be per month, so that these cost the row."""
    cells = {"migraine_days": "8", "recorded_days": "28", column: cell}
    text = "patient_id,session,migraine_days,recorded_days\n"
    text += f"A,0,20,28\nA,1,{cells['migraine_days']},{cells['recorded_days']}\n"
    records, report = read("c.csv", text)
    counts = records.counts["migraine_days"]
    assert counts.dropna().tolist() == [20]
    assert len(counts) == 1 + (column == "migraine_days")
    assert report.set_aside == (column == "recorded_days")
    assert report.set_aside or any("cannot be read" in one.text for one in report.everything_told)


@pytest.mark.parametrize("value", [[1], [True], [0], [[1]], [1, 1]])
def test_a_list_of_one_number_is_no_number(value):
    days = [
        {"patient_id": "A", "date": "2024-03-01", "migraine": value},
        {"patient_id": "A", "date": "2024-03-02", "migraine": 0},
        {"patient_id": "A", "date": "2024-03-03", "migraine": "1"},
    ]
    records, report = read("d.json", json.dumps(days))
    assert records.diary["migraine"].dropna().tolist() == [0, 1]
    assert report.set_aside or report.everything_told or len(records.diary) == 3


def test_milliseconds_are_called_so():
    first = int(datetime(2024, 3, 1).timestamp() - datetime(1970, 1, 1).timestamp())
    day = int(timedelta(days=1).total_seconds())
    for factor, word in ((1, ": seconds since 1970"), (1000, ": milliseconds since 1970")):
        rows = "".join(f"A,{(first + n * day) * factor},{n % 2}\n" for n in range(20))
        records, report = read("d.csv", "patient_id,date,migraine\n" + rows)
        assert len(records.diary) == 20
        assert any(word in told for told in report.files[0].notices)


def test_a_treatment_that_stopped_before_it_began_is_set_aside():
    text = "patient_id,name,kind,started_on,stopped_on\n"
    text += "A,x,preventive,2024-05-01,2024-04-01\nA,y,preventive,2024-05-01,2024-05-01\n"
    records, report = read("t.csv", text + "A,z,preventive,2024-05-01,\n")
    assert records.treatments["name"].tolist() == ["y", "z"]
    assert report.broken["problem"].tolist() == ["stopped before it began"]


@pytest.mark.parametrize(("yes", "no"), [("1", "0"), ("yes", "no"), ("ja", "nein")])
@pytest.mark.parametrize("mark", ["x", "X", "+", "✓"])
def test_a_mark_beside_a_whole_coding_is_asked_about(mark, yes, no):
    cells = [no, yes, mark, no, yes]
    rows = "".join(f"A,2025-01-0{day},{cell}\n" for day, cell in enumerate(cells, 1))
    source = [Source("diary.csv", f"patient_id,date,headache\n{rows}".encode())]
    (question,) = read_records(source)[1].questions
    assert f"1 time '{mark}'" in question.text.replace("times", "time")
    for (key, _), means in zip(question.options, [-1, 1, 0], strict=True):
        records, _ = read_records(source, Choices(answers={question.code: key}))
        assert records.diary["headache"].fillna(-1).tolist() == [0, 1, means, 0, 1]


@pytest.mark.parametrize("pair", ["x0", "xn", "+-", "✓✗", "+0"])
def test_a_mark_that_is_the_yes_of_its_column_is_not_asked_about(pair):
    yes, no = pair
    rows = "".join(f"A,2025-01-0{day},{(no, yes)[day % 2]}\n" for day in range(1, 9))
    source = [Source("diary.csv", f"patient_id,date,headache\n{rows}".encode())]
    records, report = read_records(source)
    assert not report.questions
    assert records.diary["headache"].tolist() == [1, 0] * 4
