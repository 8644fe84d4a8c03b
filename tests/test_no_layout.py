"""A file that no layout knows: the answers to what is asked of it read it as the page does."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from cleardays import main
from importing import Choices, Mapping, Source, read_records
from importing.choices import AS_SUGGESTED
from importing.door import held_records
from importing.no_layout import WHICH_DAYS
from ui.loading.live import suggested_mappings

HEADERS = ("Date", "Headache", "Migraine", "Triptan")
WIDE = "ID,baseline,session_1,session_3\nP1,11,9,5\nP2,16,6,\n"
ATTACKS = "Patient,Start,End,Pain level\n" + "".join(
    f"P{n % 3},2024-05-{n:02d} 18:05,2024-05-{n:02d} 22:14,{n % 9 + 1}\n" for n in range(1, 25)
)


@cache
def sheets(*names: str) -> Source:
    """A sheet a patient, whose name is the id; saved once, for an answer is of one file."""
    book = Workbook()
    book.remove(book.active)
    for name in names:
        sheet = book.create_sheet(name)
        sheet.append(HEADERS)
        for day in range(1, 29):
            sheet.append((f"2024-05-{day:02d}", "yes", "no" if day % 2 else "yes", "no"))
    content = io.BytesIO()
    book.save(content)
    return Source("sheets.xlsx", content.getvalue())


def asked(source: Source, choices: Choices | None = None):
    return read_records([source], choices)[1]


@pytest.mark.parametrize(
    ("source", "table", "rows"),
    [
        (sheets("P-001", "P-002"), "diary", 56),
        (Source("attacks.csv", ATTACKS.encode()), "diary", 84),
    ],
)
def test_one_answer_reads_it_as_the_page_does(source, table, rows):
    report = asked(source)
    (question,) = report.questions
    assert [key for key, _ in question.options] == [AS_SUGGESTED, "not_used"]
    said = Choices(observed=(date(2024, 5, 1), date(2024, 5, 28)))
    ours = held_records([source], replace(said, answers={question.code: AS_SUGGESTED}))[0]
    page = held_records([source], replace(said, mappings=suggested_mappings(report)))[0]
    assert len(ours.tables[table]) == rows
    assert ours.digest == page.digest


def test_it_is_left_out_and_what_is_kept_of_the_other_answer_is_its_mapping(tmp_path):
    own, kept = tmp_path / "sheets.xlsx", tmp_path / "kept.json"
    own.write_bytes(sheets("P-001", "P-002").content)
    (question,) = asked(sheets("P-001", "P-002")).questions
    left = read_records([sheets("P-001", "P-002")], Choices(answers={question.code: "not_used"}))
    assert left[1].not_used == 56
    given = (str(own), "--answer", f"{question.code}={AS_SUGGESTED}", "--keep-answers", str(kept))
    CliRunner().invoke(main, ["check", *given])
    mapping = Mapping.from_json(kept.read_bytes())
    assert mapping.headers == HEADERS
    assert mapping.table == "diary"
    assert not mapping.answers


def test_which_days_a_wide_sheet_counts_is_asked_and_never_guessed():
    source = Source("wide.csv", WIDE.encode())
    report = asked(source)
    assert not suggested_mappings(report)  # the page asks it too
    (question,) = report.questions
    assert (question.kind, question.has_readings) == (WHICH_DAYS, True)
    assert "'baseline' is session 0, 'session_1' is session 1, 'session_3' is session 3" in (
        question.text
    )
    read = {
        key: read_records([source], Choices(answers={question.code: key}))[0].counts
        for key in ("migraine_days", "headache_days")
    }
    for name, counts in read.items():
        assert counts[name].tolist() == [11, 9, 5, 16, 6]
        assert counts["session"].tolist() == [0, 1, 3, 0, 1]
        assert counts[({*read} - {name}).pop()].isna().all()


def test_a_title_above_says_which_days_and_two_of_them_say_nothing():
    (question,) = asked(Source("w.csv", f"Headache days,,,\n{WIDE}".encode())).questions
    assert question.kind == "mapping"
    assert "'baseline' is headache_days of session 0" in question.options[0][1]
    both = f"Headache days and migraine days,,,\n{WIDE}"
    (question,) = asked(Source("w.csv", both.encode())).questions
    assert question.kind == WHICH_DAYS


def test_the_mapping_that_is_explained_is_that_of_the_answer(tmp_path):
    wide = tmp_path / "wide.csv"
    wide.write_text(WIDE, encoding="utf-8", newline="")
    done = CliRunner().invoke(main, ["check", "--explain", str(wide)])
    assert (done.exit_code, done.stdout) == (1, "")
    code = done.stderr.split("--answer ")[1].split("=")[0]
    said = ("--answer", f"{code}=headache_days")
    done = CliRunner().invoke(main, ["check", "--explain", str(wide), *said])
    assert done.exit_code == 0
    assert '"headache_days"' in done.stdout


def form(patients: int, weight: str = "") -> Source:
    """A form of any app: a day in a row, days first, and a number that is the same on all rows."""
    rows = [
        f"{day:02d}.05.2024;P{who};{day:02d}.05.2024;{('ja', 'nein')[day % 2]};{weight or 20 + who}"
        for who in range(patients)
        for day in range(1, 29)
    ]
    return Source("form.csv", "\n".join(["Gesendet;Akte;Tag;Kopfweh heute?;BMI", *rows]).encode())


def test_a_command_says_what_a_row_is_and_what_each_column_was_taken_for(tmp_path):
    source = form(3)
    (tmp_path / source.name).write_bytes(source.content)
    (question,) = asked(source).questions
    answer = f"{question.code}={AS_SUGGESTED}"
    told = CliRunner().invoke(main, ["check", str(tmp_path / source.name), "--answer", answer])
    (line,) = [one for one in told.stdout.splitlines() if "row is" in one]
    means = line.partition(": A row is one recorded day of one patient: ")[2]
    assert means.startswith("'Akte' is patient_id (3 values on 84 rows, none blank), ")
    assert means.endswith("'Kopfweh heute?' is headache.")
    assert not any(": A row is" in one for one in asked(source).sentences())  # nobody said so yet


def test_files_alike_are_asked_once_and_named_in_the_question():
    sources = [replace(form(2 + n), name=f"f{n}.csv") for n in range(8)]
    lines = read_records(sources)[1].sentences()
    assert sum("none of the layouts" in one for one in lines) == 1
    (more,) = [one for one in lines if "One answer is also that of" in one]
    assert more.endswith("f1.csv, f2.csv, f3.csv, f4.csv, f5.csv and 2 more.")


def test_a_diary_of_several_people_without_ids_is_not_offered_as_it_cannot_be_read():
    both = form(2).content.replace(b"P0", b"7").replace(b"P1", b"8")
    (question,) = asked(Source("form.csv", both)).questions
    assert [key for key, _ in question.options] == ["not_used"]
