"""The case of headers changes nothing: the same layout, the same records."""

from datetime import date

import pytest

from importing import Choices, Source, read_records
from tests.test_layouts import FIXTURES

pytestmark = pytest.mark.slow

CHOICES = Choices(observed=(date(2024, 11, 15), date(2024, 11, 20)), date_order="month_first")


def in_case(text: str, case: str) -> str:
    """The file with its row of names in another case: the row before the first with a date."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if not line.startswith("#") and line.count(",") >= 2 and number + 1 < len(lines):
            if line.startswith('"Date","Time Period"'):  # a preamble of another width
                continue
            if line.startswith('"No ongoing'):
                continue
            lines[number] = getattr(line, case)()
            break
    return "\n".join(lines)


@pytest.mark.parametrize("case", ["upper", "lower", "title"])
@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.csv")), ids=lambda path: path.stem)
def test_another_case_of_headers_gives_the_same(path, case):
    text = path.read_text(encoding="utf-8-sig")
    other = in_case(text, case)
    as_written, report = read_records([Source(path.name, text.encode())], CHOICES)
    records, told = read_records([Source(path.name, other.encode())], CHOICES)
    assert [file.layout for file in told.files] == [file.layout for file in report.files]
    assert records.digest == as_written.digest


def test_a_column_that_is_there_as_written_stays_itself():
    text = "start_time,end_time,Intensity,intensity,medication,triggers\n"
    text += "2024-11-16 08:00:00,2024-11-16 09:00:00,9,3,,\n"
    records, _ = read_records([Source("P1.csv", text.encode())], CHOICES)
    assert records.diary["pain"].max() == 3
