"""Are dates with a clock to the part of a second, as pandas writes them, dates?"""

from __future__ import annotations

import pytest

from importing import Source, read_records


@pytest.mark.parametrize("clock", ["T00:00:00.000", " 00:00:00.000000", "T00:00:00.000Z", ""])
def test_a_column_of_midnights_to_the_part_of_a_second_is_read(clock):
    rows = [f"K7,2024-01-{day:02}{clock},1" for day in range(1, 29)]
    content = "\n".join(["patient_id,date,headache", *rows]) + "\n"
    records, report = read_records([Source("diary.csv", content.encode())])
    assert len(records.diary) == 28, report.sentences()
