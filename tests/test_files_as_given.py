"""What a file is given as says which table it must hold, and not how it must be written."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from cleardays import main
from importing import Source, read_records

REDCAP = """record_id,redcap_event_name,visit_date,migraine_days,days_recorded
1,baseline_arm_1,2024-01-10,20,28
1,session_1_arm_1,2024-01-10,8,28
2,baseline_arm_1,2024-01-11,18,28
2,session_1_arm_1,2024-01-11,12,28
"""
WIDE = "Patient;Jours de migraine avant;Jours de migraine S1\n1;20;8\n2;18;12\n"
DAYS = ";".join(map(str, range(1, 32)))
MARKS = {month: ";".join("M0"[day % 3 > 0] for day in range(31)) for month in ("Mai", "Juli")}
MARKS["Juni"] = ";".join("M0"[day % 6 > 0] for day in range(30)) + ";"
GRID = f"Patient;Jahr;Monat;{DAYS}\n" + "".join(
    f"1;2024;{month};{MARKS[month]}\n" for month in ("Mai", "Juni", "Juli")
)
GIVEN = "Patient;Behandlungsdatum\n1;15.06.2024\n"


@pytest.fixture
def there(tmp_path):
    for name, text in {
        "redcap.csv": REDCAP,
        "wide.csv": WIDE,
        "grid.csv": GRID,
        "given.csv": GIVEN,
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    return tmp_path


@pytest.mark.parametrize(
    "files",
    [
        {"counts": "redcap.csv"},
        {"counts": "wide.csv"},
        {"diary": "grid.csv", "sessions": "given.csv"},
    ],
)
def test_what_check_reads_is_counted_to_the_same_numbers_as_what_import_writes(there, files):
    names = [there / name for name in files.values()]
    explained = run("check", "--explain", *names).stdout
    mapping: tuple = ()
    if explained.strip():
        (there / "m.json").write_text(explained, encoding="utf-8", newline="")
        mapping = ("--mapping", there / "m.json")
    assert run("import", *names, *mapping, "--out", there / "t").exit_code == 0
    counted = [run("rates", *_given(there, files), *mapping)]
    counted.append(run("rates", *_given(there / "t", {name: f"{name}.csv" for name in files})))
    assert [one.exit_code for one in counted] == [0, 0], counted[0].stderr
    assert counted[0].stdout == counted[1].stdout


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def _given(folder, files):
    return [part for name, file in files.items() for part in (f"--{name}", folder / file)]


def test_a_mapping_of_a_redcap_export_names_no_table_as_its_rows_are_of_several(there):
    found = json.loads(run("check", "--explain", there / "redcap.csv").stdout)
    assert [one["table"] for one in found] == [""]


def test_a_file_of_another_table_than_it_is_given_as_is_refused_by_what_it_is(there):
    done = run("rates", "--counts", there / "grid.csv")
    assert done.exit_code == 1
    assert "grid.csv was given as counts, and is diary by its column names." in done.stderr
    assert "--explain" not in done.stderr  # it is known


def test_one_file_given_as_two_tables_counts_once():
    own = b"patient_id,date,session_date\n1,2024-01-01,2024-02-01\n"
    grid = [Source("g.csv", GRID.encode(), table) for table in ("diary", "diary")]
    records, report = read_records([*grid, Source("s.csv", own, "sessions")])
    assert (len(records.diary), len(records.sessions)) == (92, 1)
    assert report.files[1].duplicates == 3
