"""What is to be repaired in its source, by patient and row?"""

from datetime import date, timedelta

from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from cleardays import main
from importing import Choices, Source, read_records
from importing.to_repair import ASKED, TO_REPAIR, how_many, to_repair
from tests.examples import examples

DAY = timedelta(days=1)
SESSIONS = "patient_id,session_date\nA,2024-02-13\nB,2024-02-13\n"


def diary(cells: dict[tuple[str, int], str]) -> str:
    rows = [f"{who},{date(2024, 1, 13) + n * DAY},{cell}" for (who, n), cell in cells.items()]
    return "patient_id,date,headache\n" + "\n".join(rows) + "\n"


def read(*held: str):
    names = ("diary.csv", "sessions.csv")
    sources = [Source(name, content.encode()) for name, content in zip(names, held, strict=False)]
    return read_records(sources, Choices(date_order="day_first"))[1]


@settings(deadline=None, max_examples=examples(10))
@given(
    st.dictionaries(
        st.tuples(st.sampled_from("AB"), st.integers(0, 20)),
        st.sampled_from(["0", "1", "0", "1", "a bird"]),
        min_size=3,
    )
)
def test_every_row_that_is_set_aside_stands_there_once_with_its_patient(cells):
    report = read(diary(cells), SESSIONS)
    found = to_repair(report)
    assert tuple(found.columns) == TO_REPAIR
    assert how_many(report) == len(found)
    aside = found[~found["problem"].str.startswith(ASKED)]
    assert aside["row"].nunique() == report.set_aside
    rows = {n: who for n, (who, _) in enumerate(cells, start=2)}
    assert aside["patient_id"].tolist() == [rows[row] for row in aside["row"]]


def test_what_is_asked_of_rows_is_to_be_repaired_too_and_is_said_to_be_so():
    held = "patient_id,session_date,status\nA,2024-02-13,done\nB,2024-02-14,cancelled\n"
    report = read(diary({("A", n): "1" for n in range(40)}), held)
    (question,) = [one for one in report.questions if one.rows]
    found = to_repair(report)
    assert found["patient_id"].tolist() == ["B"]
    assert found["problem"].tolist() == [f"{ASKED}{question.text}"]


def test_a_cell_that_counts_as_blank_is_to_be_repaired_and_its_row_is_used():
    counts = "patient_id,session,migraine_days\nA,0,20\nA,1,40\nB,0,18\nB,1,9\n"
    _, report = read_records([Source("counts.csv", counts.encode())])
    found = to_repair(report)
    assert how_many(report) == 1
    (cell,) = found[["row", "patient_id", "column"]].values.tolist()
    assert cell == [3, "A", "migraine_days"]
    assert report.set_aside == 0


def test_of_a_column_per_session_each_cell_is_told_with_its_session_and_its_text():
    """Two of one row were one cell of a column that the sheet does not have, without its text."""
    sheet = "Patient,MMD baseline,MMD s1,MMD s2\nA,20,DNA,DNA\nB,18,~12,9\nC,18,7,8\n"
    _, report = read_records([Source("audit.csv", sheet.encode())])
    found = to_repair(report)[["row", "patient_id", "column", "written"]]
    assert found.values.tolist() == [
        [2, "A", "migraine_days of session 1", "DNA"],
        [2, "A", "migraine_days of session 2", "DNA"],
        [3, "B", "migraine_days of session 1", "~12"],
    ]
    told = [one.text for one in report.everything_told if "cannot be read" in one.text]
    assert "migraine_days of session 1: 2 cells cannot be read" in told[0]
    assert "migraine_days of session 2: 1 cell cannot be read" in told[1]
    assert "DNA" not in " ".join(report.sentences()) + repr(report)


def test_whole_files_leave_nothing_to_repair_and_no_sentence_names_a_patient():
    assert to_repair(read(diary({("A", n): "1" for n in range(40)}), SESSIONS)).empty
    report = read(diary({("Miss-Marple", 0): "a bird", ("A", 1): "1"}), SESSIONS)
    assert "Miss-Marple" in to_repair(report)["patient_id"].tolist()
    assert "Miss-Marple" not in " ".join(report.sentences())
    assert "Miss-Marple" not in repr(report)


def test_what_is_asked_of_a_whole_column_is_no_list_of_rows_to_repair():
    """A form that skips a question where the one before was a no: that is how it asks."""
    days = (f"A,{date(2024, 1, 13) + n * DAY},{n % 3 and 1},{n % 3 and n % 2}" for n in range(90))
    rows = "".join(f"{row}\n" for row in days).replace(",0,0\n", ",0,\n")
    held = "patient_id,date,headache,migraine\n" + rows
    _, report = read_records([Source("form.csv", held.encode())])
    (question,) = report.questions
    assert len(question.rows) == 30
    assert how_many(report) == 0
    assert to_repair(report).empty


def test_the_command_writes_what_the_page_offers_and_nothing_in_it_runs(tmp_path):
    cells = {("=1+2", n): "1" if n else "a bird" for n in range(5)}
    held, out = tmp_path / "diary.csv", tmp_path / "rows.csv"
    held.write_text(diary(cells), encoding="utf-8", newline="")
    ran = CliRunner().invoke(main, ["check", str(held), "--to-repair", str(out)])
    assert "1 row to repair written to" in ran.output
    first, row = out.read_text(encoding="utf-8-sig").splitlines()
    assert first == ",".join(TO_REPAIR)
    assert row.startswith("diary.csv,2,'=1+2,headache,")
    assert "=1+2" not in ran.output
