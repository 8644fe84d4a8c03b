"""May a correction be put on top of what is loaded, or beside the file that it corrects?"""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest

from importing import Choices, Source, read_records
from importing.merging import merge
from tests.test_pages import press, start, text
from ui.loading.import_report import ACCOUNT

pytestmark = pytest.mark.slow

FIRST = date(2024, 1, 1)
SESSIONS = b"patient_id,session_date\n" + b"".join(
    f"{who},{day}\n".encode() for who in "AB" for day in ("2024-02-10", "2024-05-04")
)


def diary(changed: dict[int, str] | None = None, days: int = 120) -> bytes:
    """Two patients; every third day is a migraine."""
    rows = [
        f"{who},{FIRST + timedelta(days=n)},"
        + (changed or {}).get(n if who == "A" else -1, "1,1" if n % 3 == 0 else "0,0")
        for who in "AB"
        for n in range(days)
    ]
    return ("patient_id,date,headache,migraine\n" + "\n".join(rows) + "\n").encode()


def upload(app, *files: tuple[str, bytes]):
    app.switch_page("pages/load.py").run()
    loader = app.file_uploader(key=f"files_{app.session_state['upload_turn']}")
    loader.set_value([(*file, "text/csv") for file in files]).run()
    return app


def account_of_rows(app) -> pd.DataFrame:
    """Where the rows went, as it is shown: every line adds up."""
    (lines,) = [one.value for one in (*app.dataframe, *app.table) if "Rows read" in one.value]
    parts = lines.columns.intersection(ACCOUNT)
    assert lines[parts].sum(axis=1).equals(lines["Rows read"])
    return lines


def test_two_files_that_contradict_each_other_may_be_a_correction():
    """Nothing is chosen before; both are set aside until somebody says which corrects which."""
    app = start("pages/load.py")
    changed = diary({3: "0,0", 6: "0,0"})
    upload(app, ("sessions.csv", SESSIONS), ("one.csv", diary()), ("two.csv", changed))
    assert "**one.csv** and **two.csv** say different things in 2 rows" in text(app)
    assert len(app.session_state["pending"][0].diary) == 238
    press(app, "two.csv corrects one.csv")
    records, _ = app.session_state["pending"]
    assert len(records.diary) == 240
    assert records.diary["headache"].sum() == 78
    assert "say different things" not in text(app)
    assert "0 are set aside, 240 are replaced." in text(app)
    lines = account_of_rows(app)
    assert lines["Replaced"].tolist() == [0, 240, 0]
    assert "Rows read = used + duplicates + set aside + replaced + not used" in text(app)
    press(app, "Take back")
    assert len(app.session_state["pending"][0].diary) == 238
    assert "Replaced" not in account_of_rows(app)


def test_a_correction_alone_is_announced_as_what_can_be_put_on_top():
    app = start("pages/load.py")
    upload(app, ("sessions.csv", SESSIONS), ("one.csv", diary()))
    press(app, "Use these records")
    upload(app, ("new.csv", b"patient_id,date,headache\nA,2024-01-04,0\n"))
    told = text(app)
    assert "They can be put on top of the records that are loaded." in told
    assert "Nobody can be judged" not in told
    press(app, "Put them on top")
    records = app.session_state["records"]
    day = records.diary[(records.diary["patient_id"] == "A")].iloc[3]
    assert (day["headache"], day["migraine"]) == (0, 0)
    assert len(records.diary) == 240


def read(*files: tuple[str, str], **said):
    sources = [Source(name, content.encode()) for name, content in files]
    return read_records(sources, Choices(today=date(2025, 1, 1), **said))


def test_what_a_file_on_top_does_not_say_stays():
    head = "patient_id,date,headache,migraine,pain\n"
    old = read(("old.csv", f"{head}A,2024-01-01,1,1,7\nA,2024-01-02,1,1,5\nA,2024-01-03,0,0,\n"))
    new = read(("new.csv", "patient_id,date,headache\nA,2024-01-01,1\nA,2024-01-02,0\n"))
    merged, changes = merge(old[0], new[0])
    found = (
        merged.diary[["headache", "migraine", "pain"]]
        .astype("float")
        .fillna(-1)
        .to_numpy()
        .tolist()
    )
    assert found == [[1, 1, 7], [0, 0, 5], [0, 0, -1]]
    assert changes.to_numpy().tolist() == [["diary", 0, 1, 1]]


def test_a_cell_on_top_that_says_nothing_leaves_what_stood_there():
    """A cell that cannot be read; a blank is a blank."""
    head = "patient_id,date,headache,migraine,pain\n"
    old = read(("o.csv", f"{head}A,2024-01-01,1,1,7\nA,2024-01-02,1,0,5\nA,2024-01-03,1,1,6\n"))
    new = read(("n.csv", f"{head}A,2024-01-01,1,1,strong\nA,2024-01-02,1,0,\nA,2024-01-03,1,1,8\n"))
    merged, _ = merge(old[0], new[0], new[1].unsaid)
    assert merged.diary["pain"].astype("float").fillna(-1).tolist() == [7, -1, 8]


def test_a_sign_of_a_month_leaves_the_pain_that_stood_there():
    old = read(("o.csv", "patient_id,date,headache,pain\nA,2024-01-01,1,7\nA,2024-01-02,0,\n"))
    months = f"patient_id,month,{','.join(map(str, range(1, 32)))}\nA,2024-01,H,H{',0' * 29}\n"
    new = read(("m.csv", months), ("b.csv", "patient_id,date,headache,pain\nB,2024-01-01,1,3\n"))
    diary = merge(old[0], new[0], new[1].unsaid)[0].diary
    assert diary["pain"].dropna().tolist() == [7, 3]
    assert diary["headache"].tolist()[:3] == [1, 1, 0]


def test_a_column_that_one_of_two_files_has_says_nothing_of_the_other_ones_patients():
    head = "patient_id,date,headache,pain\n"
    old = read(("o.csv", f"{head}A,2024-01-01,1,7\nB,2024-01-01,1,5\n"))
    new = read(
        ("a.csv", f"{head}A,2024-01-01,1,8\nA,2024-01-02,1,\n"),
        ("b.csv", "patient_id,date,headache\nB,2024-01-01,0\n"),
    )
    merged, _ = merge(old[0], new[0], new[1].unsaid)
    assert merged.diary["pain"].astype("float").fillna(-1).tolist() == [8, -1, 5]


def test_a_session_that_files_on_top_moved_is_asked_about():
    app = start("pages/load.py")
    upload(app, ("sessions.csv", SESSIONS), ("one.csv", diary()))
    press(app, "Use these records")
    upload(app, ("new.csv", b"patient_id,session_date\nA,2024-02-14\nB,2024-05-04\n"))
    (asked,) = [one for one in app.radio if "Was the session moved" in one.label]
    assert asked.value is None
    assert next(b for b in app.button if b.label == "Put them on top").disabled
    asked.set_value("moved").run()
    press(app, "Put them on top")
    sessions = app.session_state["records"].sessions
    of_a = sessions.loc[sessions["patient_id"] == "A", "session_date"].dt.strftime("%m-%d")
    assert of_a.tolist() == ["02-14", "05-04"]


@pytest.mark.parametrize(("reading", "dates"), [("moved", 1), ("both", 2)])
def test_a_session_that_a_correction_moved_is_asked_about(reading, dates):
    old = "patient_id,session_date,units\nA,2024-02-13,155\n"
    new = "patient_id,session_date,units\nA,2024-02-15,155\n"
    files = (("old.csv", old), ("new.csv", new), ("diary.csv", diary().decode()))
    (question,) = read(*files, corrects={"new.csv": "old.csv"})[1].questions
    assert question.kind == "moved_session"
    said = {"corrects": {"new.csv": "old.csv"}, "answers": {question.code: reading}}
    records, report = read(*files, **said)
    assert len(records.sessions) == dates
    assert pd.Timestamp("2024-02-15") in [*records.sessions["session_date"]]
    for file in report.files:
        where = (file.used, file.duplicates, file.set_aside, file.replaced, file.not_used)
        assert sum(where) == file.rows_read
