"""Do the documents say what the records say? Through the command line and the page."""

from __future__ import annotations

import pytest

from analytics.records import Filters
from analytics.settings import Settings
from tests.front_door import days, diary, sessions
from tests.test_pages import start, text

NAMED: Filters = (("patient_id", ("A01",)),)


def records_of(*people: tuple[str, int, int], patients: bool = False) -> dict[str, object]:
    """Of each: id, headache days of 28 before the session and in its weeks 9 to 12."""
    rows: dict[str, list] = {"diary": [], "sessions": []}
    for person, before, after in people:
        rows["diary"] += diary(person, "2024-02-02", days(before, 28))
        rows["diary"] += diary(person, "2024-04-26", days(after, 28))
        rows["sessions"] += sessions(person, "2024-03-01")
    if patients:
        rows["patients"] = [{"patient_id": person, "site": "North"} for person, *_ in people]
    return dict(rows)


def test_no_settings_filter_by_a_patients_id(door, tmp_path):
    """One person is no group: the report refuses as ``--where`` does, and so does the page."""
    tables = records_of(*((f"A{k:02d}", 20, 5) for k in range(12)), patients=True)
    chosen = tmp_path / "chosen.json"
    chosen.write_text(Settings(filters=NAMED).to_json())
    refused = door.run("report", chosen, "--out", tmp_path / "out", **tables)
    told = "the patients file has no column 'patient_id' to filter by."
    assert refused.exit_code == 2
    assert told in refused.stderr
    assert "A01" not in refused.stderr
    assert not (tmp_path / "out").exists()
    where = door.run("rates", "--where", "patient_id=A01", **tables)
    assert where.exit_code == 2
    assert told in where.stderr


@pytest.mark.parametrize("column", ["patient_id", "colour"])
def test_the_page_refuses_settings_with_such_a_filter(column):
    app = start("pages/report.py")
    before = app.session_state["settings"]
    chosen = Settings(filters=((column, ("P-0001",)),)).to_json().encode()
    app.file_uploader[1].upload("chosen.json", chosen).run()
    assert not app.exception
    told = [error.value for error in app.error]
    assert len(told) == 1
    assert "has no column" in told[0]
    assert "P-0001" not in text(app)
    assert app.session_state["settings"] == before
