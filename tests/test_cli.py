"""The same path without a browser: arguments, exit codes, what is said and where."""

import io
import subprocess
import sys
from pathlib import Path

import click
import pandas as pd
import pytest
from click.testing import CliRunner

from analytics.summaries import RATE_COLUMNS
from cleardays import COMMANDS, main
from tests.counted import HEAVY
from tests.front_door import days, diary, sessions

ROOT = Path(__file__).parent.parent
ONE = {
    "diary": diary("A", "2024-01-31", days(20, 30)) + diary("A", "2024-03-02", days(9, 30)),
    "sessions": sessions("A", "2024-03-01"),
}


def test_rates_have_the_promised_columns(door):
    table = door.table("rates", **ONE)
    assert list(table.columns) == RATE_COLUMNS
    assert table.loc[0, ["due", "evaluable", "responders"]].tolist() == [1, 1, 1]


def test_outcomes_begin_with_the_promised_columns(door):
    names = (
        "patient_id,session,treated,session_date,window_start,window_end,window_days,"
        "recorded_days,migraine_days,headache_days,monthly_days,baseline,change,"
        "percent_reduction,due,evaluable,reason,responder,responder_30,responder_50,"
        "responder_75,responder_100"
    )
    result = door.run("outcomes", **ONE)
    assert result.stdout.startswith(names)
    baseline, after = result.stdout.splitlines()[1:]
    assert baseline.startswith("A,0,false,,2024-01-31,2024-02-29,30,30,20,20,20.0,20.0,,,,,,")
    assert after.startswith(
        "A,1,true,2024-03-01,2024-03-02,2024-03-31,30,30,9,9,9.0,20.0,-11.0,55.0,true,true,,"
        "true,true,true,false,false"
    )


def test_rows_set_aside_are_told_on_standard_error_and_do_not_fail(door):
    bad = [*ONE["diary"], {"patient_id": "A", "date": "31/02/2024", "headache": 1, "migraine": 1}]
    result = door.run("rates", diary=bad, sessions=ONE["sessions"])
    assert result.exit_code == 0
    assert "diary.csv, row 62, date: '31/02/2024' is not a date" in result.stderr
    assert "61 rows read = 60 used + 0 duplicates + 1 set aside." in result.stderr


@pytest.mark.parametrize(
    ("tables", "sentence"),
    [
        ({"diary": "x,y\n1,2\n", "sessions": ONE["sessions"]}, "has no column patient_id"),
        ({"diary": ONE["diary"], "sessions": ""}, "is empty"),
        ({"diary": ONE["diary"], "sessions": sessions("A", "2024-05-01")}, "No patient"),
    ],
)
def test_nothing_to_compute_is_exit_1_with_a_sentence(door, tables, sentence):
    result = door.run("rates", **tables)
    assert result.exit_code == 1
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_a_measure_that_nobody_recorded_is_exit_1(door):
    only_headache = pd.DataFrame(ONE["diary"]).drop(columns="migraine")
    tables = {"diary": only_headache, "sessions": ONE["sessions"]}
    result = door.run("rates", **tables)
    assert result.exit_code == 1
    assert "no migraine days are recorded" in result.stderr
    assert door.run("rates", "--measure", "headache_days", **tables).exit_code == 0


COUNTS = "patient_id,session,migraine_days\nA,0,20\nA,1,9\n"


@pytest.mark.parametrize(
    ("options", "tables"),
    [
        (["--window", "month_after"], {"counts": COUNTS}),
        (["--cut-off", "2024-01-01"], {"counts": COUNTS}),
        ([], {"counts": COUNTS, **ONE}),
        ([], {"diary": ONE["diary"]}),
        ([], {}),
        (["--month", "29"], ONE),
        (["--threshold", "0"], ONE),
        (["--cut-off", "31/12/2024"], ONE),
        (["--where", "site=North"], ONE),
        (["--diary", "nowhere.csv"], {"sessions": ONE["sessions"]}),
        (["--unknown"], ONE),
    ],
)
def test_usage_errors_exit_2(door, options, tables):
    assert door.run("rates", *options, **tables).exit_code == 2


@pytest.mark.slow
def test_where_filters_and_an_unknown_column_is_a_usage_error(door):
    two = {
        "diary": [
            *ONE["diary"],
            *diary("B", "2024-01-31", days(20, 30)),
            *diary("B", "2024-03-02", days(19, 30)),
        ],
        "sessions": [*ONE["sessions"], *sessions("B", "2024-03-01")],
        "patients": "patient_id,site,prior_botulinum,ward\nA,North,0,w1\nB,South,1,w2\n",
    }
    rates = door.table("rates", "--where", "site=North", **two)
    assert rates.loc[0, ["started", "rate"]].tolist() == [1, 1.0]
    both = door.table("rates", "--where", "site=North", "--where", "site=South", **two)
    assert both.loc[0, "started"] == 2
    assert door.table("rates", "--where", "prior_botulinum=1", **two).loc[0, "started"] == 1
    assert door.table("rates", "--where", "ward=w2", **two).loc[0, "started"] == 1
    assert door.run("rates", "--where", "colour=blue", **two).exit_code == 2
    assert door.run("rates", "--where", "site=East", **two).exit_code == 1


def test_counts_per_month_and_complete(door):
    row = door.outcomes(counts=COUNTS).loc[("A", 1)]
    assert (row["monthly_days"], row["percent_reduction"], row["responder"]) == (9.0, 55.0, True)
    assert row["complete_months"]


def test_later_rows_are_left_out_and_told(door):
    result = door.run("rates", "--cut-off", "2024-03-20", **ONE)
    assert "Dated after 2024-03-20, 11 rows are left out (diary)." in result.stderr
    table = pd.read_csv(io.StringIO(result.stdout))
    assert table.loc[0, ["due", "waiting"]].tolist() == [0, 1]


def test_out_writes_the_same_bytes_as_standard_output(door, tmp_path):
    target = tmp_path / "rates.csv"
    assert door.run("rates", "--out", target, **ONE).stdout == ""
    assert target.read_text(encoding="utf-8") == door.run("rates", **ONE).stdout


@pytest.mark.slow
def test_as_a_module_on_the_sample():
    sample = ROOT / "data" / "sample"
    command = [sys.executable, "-m", "cleardays", "rates"]
    files = ["--diary", sample / "diary.csv", "--sessions", sample / "sessions.csv"]
    result = subprocess.run(
        [*command, *files], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )
    assert result.returncode == 0
    assert result.stdout.startswith("session,started,usable_baseline,due,waiting,treated")


def test_parquet_files_give_the_same_numbers(door, tmp_path):
    paths = {}
    for name, rows in ONE.items():
        paths[name] = tmp_path / f"{name}.parquet"
        pd.DataFrame(rows).to_parquet(paths[name])
    result = door.run("rates", "--diary", paths["diary"], "--sessions", paths["sessions"])
    assert result.stdout == door.run("rates", **ONE).stdout


def test_a_second_file_never_takes_the_place_of_the_first(tmp_path):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(
            "patient_id,date,headache\nA,2024-01-01,1\n", encoding="utf-8", newline=""
        )
    (tmp_path / "s.csv").write_text(
        "patient_id,session_date\nA,2024-02-10\n", encoding="utf-8", newline=""
    )
    files = [f"--diary={tmp_path / 'a.csv'}", f"--diary={tmp_path / 'b.csv'}"]
    found = CliRunner().invoke(main, ["rates", *files, f"--sessions={tmp_path / 's.csv'}"])
    assert found.exit_code == 2
    assert "2 files were given and one was expected" in found.output


def loaded_by(*arguments: str) -> set[str]:
    """What a command loads, in a process of its own."""
    program = (
        "import sys; from cleardays import main; "
        f"main({arguments!r}, standalone_mode=False); "
        "print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        text=True,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.slow
def test_the_list_of_commands_loads_none_and_a_command_only_what_it_needs():
    assert not {"pandas", "numpy", "duckdb", "importing", "analytics"} & loaded_by("--help")
    sample = [f"--{n}={ROOT / 'data' / 'sample' / f'{n}.csv'}" for n in ("diary", "sessions")]
    rates = loaded_by("rates", *sample)
    assert {"pandas", "duckdb", "importing"} <= rates
    assert not {*HEAVY, "sqlalchemy", "streamlit", "plotly", "charts", "reports"} & rates


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_says_of_a_command_what_it_says_itself(name):
    command = main.get_command(click.Context(main), name)
    assert command.name == name
    for room in (45, 64, 66):
        said = click.Command(name, help=COMMANDS[name][1]).get_short_help_str(room)
        assert said == command.get_short_help_str(room)
