"""A file that corrects another one replaces the rows of the same patient and day, and tells."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise, permutations
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from cleardays import main
from importing import Choices, Mapping, Source, corrections, read_records
from importing.report import CHANGES
from importing.to_repair import to_repair
from tests.examples import examples

DAY = timedelta(days=1)
SESSIONS = "patient_id,session_date\nA,2024-02-13\nB,2024-02-13\n"
HEAD = "patient_id,date,headache,migraine,pain"
Cells = dict[tuple[str, int], tuple[str, str, str]]

calm = settings(deadline=None, max_examples=examples(5))
readable = st.sampled_from([("1", "1", "7"), ("1", "0", "3"), ("0", "0", ""), ("1", "", "")])
impossible = st.just(("0", "1", "2"))
cells = st.one_of(
    readable, impossible, st.sampled_from([("a bird", "0", "1"), ("1", "1", "strong")])
)
days = st.tuples(st.sampled_from("AB"), st.integers(0, 12))
diaries = st.dictionaries(days, cells, min_size=1, max_size=14)
BESIDE = {  # days on which each flag is yes and no, so that nothing of them is asked
    (who, n): said
    for who in "AB"
    for n, said in enumerate([("0", "0", ""), ("1", "1", "7"), ("1", "0", "3")] * 4, start=13)
}
corrected = st.dictionaries(days, readable, min_size=1, max_size=14)


def diary(held: Cells, head: str = HEAD) -> str:
    rows = [
        f"{who},{date(2024, 1, 13) + n * DAY},{','.join(said)}" for (who, n), said in held.items()
    ]
    return "\n".join([head, *rows]) + "\n"


def read(files: dict[str, str], corrects: dict[str, str] | None = None, **said):
    sources = [Source(name, content.encode()) for name, content in files.items()]
    return read_records(sources, Choices(corrects=corrects or {}, today=date(2025, 1, 1), **said))


def same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    """The same rows; of none, the same columns, whatever empty ones are stored as."""
    if one.empty and other.empty:
        return [*one] == [*other]
    return bool(one.reset_index(drop=True).equals(other.reset_index(drop=True)))


def accounted(report) -> None:
    for file in report.files:
        where = (file.used, file.duplicates, file.set_aside, file.replaced, file.not_used)
        assert sum(where) == file.rows_read
        assert min(where) >= 0


@calm
@given(diaries)
def test_a_correction_with_the_same_content_changes_nothing(held):
    files = {"old.csv": diary(held), "sessions.csv": SESSIONS}
    before, _ = read(files)
    # other bytes with the same rows, and the very same ones
    for again in (diary(dict(reversed(held.items()))) + "\n", diary(held)):
        after, report = read({**files, "new.csv": again}, {"new.csv": "old.csv"})
        assert same(before.diary, after.diary)
        changed = report.changes[~report.changes["before"].isin(["a bird", "strong"])]
        assert changed.empty
        accounted(report)


@calm
@given(diaries, diaries, diaries, st.permutations(range(4)))
def test_the_order_of_files_changes_nothing(first, second, third, places):
    files = {
        "old.csv": diary(first),
        "new.csv": diary(second),
        "newer.csv": diary(third),
        "sessions.csv": SESSIONS,
    }
    corrects = {"new.csv": "old.csv", "newer.csv": "new.csv"}
    found = []
    for order in ([*files], [[*files][place] for place in places]):
        records, report = read({name: files[name] for name in order}, corrects)
        accounted(report)
        by_file = {file.file: (file.used, file.replaced, file.set_aside) for file in report.files}
        found.append((records.diary, by_file, sorted(map(tuple, report.changes.to_numpy()))))
    for one, by_file, changes in found[1:]:
        assert same(one, found[0][0])
        if len({*files.values()}) == len(files):  # the same file twice counts in the first
            assert by_file == found[0][1]
            assert changes == found[0][2]


@pytest.mark.parametrize("answer", ["", "free", "free_between", "not_recorded"])
def test_what_a_chain_corrects_stands_as_it_does_while_a_day_without_a_row_is_asked(answer):
    """The days that an answer frees stand beside a file's rows, and add nothing to what they
    say: a day of which the correction says all but the pain contradicts nobody."""
    files = {
        "old.csv": diary({("B", 12): ("1", "1", "7")}),
        "new.csv": diary({("A", 0): ("1", "1", "7")}),
        "newer.csv": diary({("B", 12): ("1", "1", "strong"), ("B", 0): ("1", "1", "7")}),
        "sessions.csv": SESSIONS,
    }
    corrects = {"new.csv": "old.csv", "newer.csv": "new.csv"}
    code = read(files, corrects)[1].questions[0].code
    found = []
    for order in permutations(files):
        said = {"answers": {code: answer}} if answer else {}
        records, report = read({name: files[name] for name in order}, corrects, **said)
        accounted(report)
        assert "contradicts" not in " ".join(report.sentences())
        found.append((records.diary, sorted((one.file, one.used) for one in report.files)))
    assert all(same(one, found[0][0]) and used == found[0][1] for one, used in found)


@calm
@given(corrected, st.data())
def test_a_correction_of_everything_equals_the_new_file_alone(new, data):
    old = {key: data.draw(cells) for key in new if data.draw(st.booleans())}
    if not old:
        return
    alone, said = read({"new.csv": diary(new), "sessions.csv": SESSIONS})
    both, report = read(
        {"new.csv": diary(new), "old.csv": diary(old), "sessions.csv": SESSIONS},
        {"new.csv": "old.csv"},
    )
    assert same(alone.diary, both.diary)
    accounted(report)
    replaced = next(file for file in report.files if file.file == "old.csv")
    assert replaced.replaced == replaced.rows_read or diary(old) == diary(new)
    assert report.set_aside == said.set_aside
    assert "contradicts" not in " ".join(report.sentences())


@calm
@given(diaries, corrected)
def test_the_list_of_rows_to_repair_shrinks_by_the_rows_that_are_replaced(old, new):
    files = {"old.csv": diary(old), "sessions.csv": SESSIONS}
    if diary(old) == diary(new):
        return
    before = to_repair(read(files)[1])
    report = read({**files, "new.csv": diary(new)}, {"new.csv": "old.csv"})[1]
    after = to_repair(report)
    replaced = {row for row, key in enumerate(old, start=2) if key in new}
    left = before[~((before["file"] == "old.csv") & before["row"].isin(replaced))]
    assert same(left, after[after["file"] == "old.csv"])


@calm
@given(diaries, st.dictionaries(days, impossible, max_size=4), corrected)
def test_a_row_of_a_correction_that_is_set_aside_removes_nothing(old, broken, new):
    files = {"old.csv": diary({**BESIDE, **old}), "sessions.csv": SESSIONS}
    one = {key: cells for key, cells in new.items() if key not in broken}
    before, asked = read({**files, "new.csv": diary(one)}, {"new.csv": "old.csv"})
    after, report = read({**files, "new.csv": diary({**one, **broken})}, {"new.csv": "old.csv"})
    if asked.questions or report.questions:
        return
    assert same(before.diary, after.diary)
    by_file = {file.file: file for file in report.files}
    if diary({**one, **broken}) != diary(old):
        assert by_file["new.csv"].set_aside == len(broken)
    accounted(report)


@calm
@given(diaries, days, readable)
def test_a_correction_of_one_day_changes_that_day_alone(old, day, said):
    files = {"old.csv": diary({**BESIDE, **old}), "sessions.csv": SESSIONS}
    before, asked = read(files)
    after, report = read({**files, "new.csv": diary({day: said})}, {"new.csv": "old.csv"})
    if asked.questions or report.questions:
        return
    who, when = day[0], pd.Timestamp(date(2024, 1, 13) + day[1] * DAY)
    kept = [
        one.diary[(one.diary["patient_id"] != who) | (one.diary["date"] != when)]
        for one in (before, after)
    ]
    assert same(*kept)
    assert len(after.diary) == len(kept[1]) + 1
    accounted(report)


def test_a_cell_that_cannot_be_read_leaves_what_stood_there():
    old, new = {("A", 0): ("1", "1", "7")}, {("A", 0): ("1", "0", "strong")}
    files = {"old.csv": diary(old), "new.csv": diary(new), "sessions.csv": SESSIONS}
    records, report = read(files, {"new.csv": "old.csv"})
    assert records.diary[["headache", "migraine", "pain"]].to_numpy().tolist() == [[1, 0, 7]]
    assert "pain: 1 cell cannot be read" in " ".join(one.text for one in report.everything_told)
    accounted(report)


def test_a_flag_that_cannot_be_beside_what_a_correction_says_follows_it():
    old = diary({("A", 0): ("1", "1", "7"), ("A", 1): ("0", "0", ""), ("A", 2): ("1", "0", "")})
    for flag, day, cells, after in (
        ("headache", 0, "0", [(0, 0), (0, 0), (1, 0)]),
        ("migraine", 1, "1", [(1, 1), (1, 1), (1, 0)]),
    ):
        new = diary({("A", day): (cells,)}, f"patient_id,date,{flag}")
        files = {"old.csv": old, "new.csv": new, "sessions.csv": SESSIONS}
        records, report = read(files, {"new.csv": "old.csv"})
        found = records.diary[["headache", "migraine"]].itertuples(index=False, name=None)
        assert list(found) == after
        assert len(report.changes) == 2
        assert report.set_aside == 0
        accounted(report)


def test_each_cell_that_changed_is_told_with_what_stood_there_and_no_sentence_says_it():
    old = diary(
        {("A", 0): ("1", "1", "7"), ("A", 1): ("a bird", "0", "1"), ("A", 2): ("0", "0", "")}
    )
    new = diary({("A", 1): ("1", "0", "1"), ("A", 0): ("1", "0", "")})
    files = {"new.csv": new, "old.csv": old, "sessions.csv": SESSIONS}
    records, report = read(files, {"new.csv": "old.csv"})
    assert tuple(report.changes.columns) == CHANGES
    assert [tuple(row) for row in report.changes.sort_values(["row", "column"]).to_numpy()] == [
        ("old.csv", 2, "A", "2024-01-13", "migraine", "1", "0", "new.csv", 3),
        ("old.csv", 2, "A", "2024-01-13", "pain", "7", "", "new.csv", 3),
        ("old.csv", 3, "A", "2024-01-14", "headache", "a bird", "1", "new.csv", 2),
    ]
    told = " ".join(report.sentences())
    assert "corrects old.csv: 2 rows replaced (2 to 3)." in told
    assert "3 rows read = 1 used + 0 duplicates + 0 set aside + 2 replaced." in told
    assert "bird" not in told
    assert "2024-01-14" not in repr(report)
    assert records.diary["pain"].isna().tolist() == [True, False, True]  # emptied: not recorded


def test_a_column_that_the_correction_has_not_stays_as_it_was():
    old = diary(
        {("A", 0): ("1", "1", "7"), ("A", 1): ("0", "0", ""), ("A", 2): ("1", "1", "strong")}
    )
    new = diary({("A", 0): ("1", "0"), ("A", 2): ("1", "0")}, "patient_id,date,headache,migraine")
    files = {"new.csv": new, "old.csv": old, "sessions.csv": SESSIONS}
    records, report = read(files, {"new.csv": "old.csv"})
    assert records.diary["migraine"].tolist() == [0, 0, 0]
    assert records.diary["pain"].fillna(-1).tolist() == [7, -1, -1]
    accounted(report)
    by_file = {file.file: file for file in report.files}
    assert (by_file["old.csv"].used, by_file["old.csv"].duplicates) == (2, 1)  # row 4 adds nothing
    assert "pain: 1 cell cannot be read" in " ".join(one.text for one in report.everything_told)


def test_a_row_that_an_answer_set_aside_can_be_corrected():
    held = {("A", n): ("1", "1", "7") if n < 20 else ("0", "0", "") for n in range(30)}
    coded = [("A", n) for n in range(30, 34)]
    files = {"old.csv": diary(held | dict.fromkeys(coded, ("99", "0", ""))), "s.csv": SESSIONS}
    (question,) = read(files)[1].questions
    said = {question.code: "set_aside"}
    assert read(files, answers=said)[1].set_aside == 4
    files["new.csv"] = diary(dict.fromkeys(coded, ("0", "0", "")))
    records, report = read(files, {"new.csv": "old.csv"}, answers=said)
    assert not report.questions
    assert report.set_aside == 0
    assert len(records.diary) == 34
    accounted(report)


def test_what_was_asked_of_a_file_is_not_asked_once_all_its_rows_are_replaced():
    new = {("A", n): ("1", "1", "7") for n in range(4)}
    old = {("A", 1): ("1", "", ""), ("A", 2): ("1", "1", "7")}
    files = {"old.csv": diary(old), "sessions.csv": SESSIONS}
    assert read(files)[1].questions
    records, report = read({**files, "new.csv": diary(new)}, {"new.csv": "old.csv"})
    assert not report.questions
    assert len(records.diary) == 4


def test_sessions_are_replaced_by_their_date_and_counts_by_their_period():
    old = "patient_id,session_date,units\nA,2024-02-13,155\nA,2024-05-14,15\n"
    new = "patient_id,session_date,units\nA,2024-05-14,155\n"
    held = diary({("A", n): ("1", "1", "7") for n in range(12)})
    files = {"s.csv": old, "s2.csv": new, "diary.csv": held}
    records, report = read(files, {"s2.csv": "s.csv"})
    assert records.sessions["units"].tolist() == [155, 155]
    accounted(report)
    wide = "Patient,migraine_days baseline,migraine_days session 1\nA,20,100\nB,12,6\n"
    one = "patient_id,session,migraine_days\nA,1,10\n"
    records, report = read({"wide.csv": wide, "one.csv": one}, {"one.csv": "wide.csv"})
    assert records.counts["migraine_days"].tolist() == [20, 10, 12, 6]
    accounted(report)


@pytest.mark.parametrize(
    ("corrects", "told"),
    [
        ({"new.csv": "new.csv"}, "and not itself"),
        ({"new.csv": "other.csv"}, "no file is called other.csv"),
        ({"elsewhere.csv": "old.csv"}, "no file is called elsewhere.csv"),
        ({"new.csv": "old.csv", "old.csv": "new.csv"}, "in a circle"),
    ],
)
def test_what_cannot_be_is_a_sentence_and_changes_nothing(corrects, told):
    files = {
        "old.csv": diary({("A", n): ("1", "1", "7") for n in range(3)}),
        "new.csv": diary({("A", 1): ("0", "0", "")}),
        "sessions.csv": SESSIONS,
    }
    records, report = read(files, corrects)
    assert told in " ".join(report.not_there)
    assert report.replaced == 0
    assert same(records.diary, read(files)[0].diary)


def test_a_patient_that_the_corrected_file_has_not_is_told_by_rows():
    files = {
        "old.csv": diary({("A", n): ("1", "1", "7") for n in range(3)}),
        "new.csv": diary({("A", 1): ("0", "0", ""), ("B", 1): ("0", "0", "")}),
        "sessions.csv": SESSIONS,
    }
    records, report = read(files, {"new.csv": "old.csv"})
    assert len(records.diary) == 4
    told = [one.text for one in report.everything_told if "corrects" in one.text]
    assert len(told) == 1
    assert "1 patient named here (rows 3)" in told[0]


def test_a_correction_that_finds_no_row_is_told():
    files = {
        "old.csv": diary({("A", n): ("1", "1", "7") for n in range(3)}),
        "new.csv": diary({("A", 9): ("0", "0", "")}),
        "sessions.csv": SESSIONS,
    }
    report = read(files, {"new.csv": "old.csv"})[1]
    assert any("no row of a patient and day there" in one.text for one in report.everything_told)


def test_a_file_of_one_patient_corrects_hers_under_another_name():
    head = "date,headache,migraine,pain"
    old = f"{head}\n2024-01-13,1,1,7\n2024-01-14,1,1,7\n"
    new = f"{head}\n2024-01-14,0,0,\n"
    mapping = (
        '{"clear_days_mapping": 1, "table": "diary", "columns": {"date": "date", "headache": '
        '"headache", "migraine": "migraine", "pain": "pain"}}'
    )
    said = {"mappings": (Mapping.from_json(mapping),)}
    files = {
        "A.csv": old,
        "A corrected.csv": new,
        "sessions.csv": "patient_id,session_date\nA,2024-02-13\n",
    }
    records, report = read(files, {"A corrected.csv": "A.csv"}, **said)
    assert records.diary["patient_id"].tolist() == ["A", "A"], report.sentences()
    assert records.diary["headache"].tolist() == [1, 0]


def test_a_command_reads_the_correction_and_stops_at_one_of_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    held = {("A", n): ("1", "1", "7") for n in range(80)}
    Path("old.csv").write_text(diary(held), encoding="utf-8", newline="\n")
    Path("new.csv").write_text(diary({("A", 1): ("0", "0", "")}), encoding="utf-8", newline="\n")
    Path("s.csv").write_text(
        "patient_id,session_date\nA,2024-02-13\n", encoding="utf-8", newline="\n"
    )
    said = ["--corrects", "new.csv=old.csv", "--today", "2025-01-01"]
    for files in (["new.csv", "old.csv"], ["old.csv"]):
        found = CliRunner().invoke(main, ["check", *files, "s.csv", *said])
        assert "1 row replaced (3)." in found.output
        assert found.exit_code == 0, found.output
    asked = ["outcomes", "--diary", "old.csv", "--sessions", "s.csv", "--today", "2025-01-01"]
    before = CliRunner().invoke(main, asked)
    after = CliRunner().invoke(main, [*asked, *said[:2]])
    assert "1 row replaced (3)." in after.stderr
    assert before.stdout != after.stdout
    wrong = CliRunner().invoke(main, [*asked, "--corrects", "new.csv=elsewhere.csv"])
    assert wrong.exit_code == 1
    assert "no file is called elsewhere.csv" in wrong.stderr
    twice = ["--corrects", "new.csv=old.csv", "--corrects", "new.csv=s.csv"]
    assert CliRunner().invoke(main, [*asked, *twice]).exit_code == 2


def test_whether_a_row_can_be_used_is_what_its_own_file_says_whatever_the_order_of_the_files():
    """The later file mends a cell by which a row of the second one was set aside."""
    files = {
        "a.csv": "patient_id,date,headache,pain\nA,2024-01-01,1,3\nA,2024-01-02,0,\n",
        "b.csv": "patient_id,date,headache,pain\nA,2024-01-01,x,5\nA,2024-01-02,1,4\n",
        "c.csv": "patient_id,date,headache\nA,2024-01-01,1\n",
    }
    said = {"b.csv": "a.csv", "c.csv": "b.csv"}
    found = [read({n: files[n] for n in order}, said) for order in permutations(files)]
    for records, report in found[1:]:
        pd.testing.assert_frame_equal(records.diary, found[0][0].diary)
        where = {file.file: file.account for file in report.files}
        assert where == {file.file: file.account for file in found[0][1].files}


def test_a_chain_of_corrections_compares_each_row_with_the_last_word_alone(monkeypatch):
    compared = []
    told = corrections._changed
    monkeypatch.setattr(
        corrections, "_changed", lambda *of: compared.append(of[-1].sum()) or told(*of)
    )

    def cells(files: int) -> tuple[int, int]:
        compared.clear()
        names = [f"v{n}.csv" for n in range(files)]
        content = {
            name: "patient_id,date,headache\n"
            + "".join(f"A,2024-01-{d:02},{(d * n + d) % 2}\n" for d in range(1, 29))
            + f"A,2024-02-{n + 1:02},1\n"
            for n, name in enumerate(names)
        }
        records, _ = read(content, dict(pairwise(reversed(names))))
        assert len(records.diary) == 28 + files
        return len(compared), sum(compared)

    (few, rows), (many, more) = cells(4), cells(8)
    assert (few, many) == (3, 7)
    assert (rows, more) == (3 * 28, 7 * 28)
