"""What ``import`` writes after an answer asks nothing when read, and gives the same tables."""

import re
from dataclasses import replace
from datetime import date

import pytest
from click.testing import CliRunner

from cleardays import main
from tests.door_cases.base import DAY, clinic, diary_rows, table

pytestmark = pytest.mark.slow

TRUTH = clinic(501, date(2024, 1, 1), ("K1", "K2"), longer=170)
TWO = {p: [d[0], d[0] + 84 * DAY] for p, d in (TRUTH.sessions or {}).items()}
NUMBERED = ("patient_id", "session", "session_date")


def run(*arguments: object):
    return CliRunner().invoke(main, [str(a) for a in arguments])


def sessions(numbers, spoilt=()):
    told = list(replace(TRUTH, sessions=TWO).treated())
    dates = ["13.3." if place in spoilt else d.isoformat() for place, (_, d) in enumerate(told)]
    return [[p, n, d] for n, (p, _), d in zip(numbers, told, dates, strict=True)]


FILES = {
    "begin": sessions([2, 3, 1, 2]),
    "begin and jump": sessions([2, 4, 1, 2]),
    "jump": sessions([1, 3, 1, 2]),
    "swapped": sessions([2, 1, 1, 2]),
    "set aside": sessions([1, 2, 1, 2], spoilt={2}),
    "twice": [*sessions([1, 2, 1, 2]), ["K2", 1, TWO["K2"][0] + 3 * DAY]],
}


@pytest.mark.parametrize(
    ("case", "reading"),
    [
        *((case, "as_dated") for case in FILES if case != "twice"),
        ("begin", "under_treatment"),
        ("begin and jump", "under_treatment"),
        ("jump", "left_out"),
        ("twice", "both"),
    ],
)
def test_tables_that_were_written_ask_nothing(case, reading, tmp_path):
    (tmp_path / "diary.csv").write_bytes(table(diary_rows(TRUTH)))
    (tmp_path / "s.csv").write_bytes(table([list(NUMBERED), *FILES[case]]))
    given = [tmp_path / "diary.csv", tmp_path / "s.csv"]
    codes = re.findall(rf"--answer (\w+)={reading}", run("check", *given).output)
    assert codes
    answers = [part for code in codes for part in ("--answer", f"{code}={reading}")]
    meant = re.findall(r"--meant (\w+)", run("check", *given, *answers).output)
    answers += [part for code in meant for part in ("--meant", code)]
    first, second = tmp_path / "first", tmp_path / "second"
    done = run("import", *given, *answers, "--out", first)
    assert done.exit_code == 0, done.output
    written = sorted(first.glob("*.csv"))
    again = run("import", *written, "--out", second)
    assert again.exit_code == 0, again.output
    for path in written:
        assert (second / path.name).read_text(encoding="utf-8") == path.read_text(encoding="utf-8")
