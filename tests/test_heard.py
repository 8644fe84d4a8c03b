"""What is said about files is heard, or it is said that nothing asked for it."""

import re

import pytest
from click import Context
from click.testing import CliRunner

from cleardays import main
from commands.reading import READING as TAKEN
from importing import Mapping
from tests.test_doubts import SESSIONS, diary, undecided
from tests.test_layouts import FIRST, FIXTURES, LAST

pytestmark = pytest.mark.slow

BUDDY = FIXTURES / "migraine_buddy.csv"
PERIOD = f"{FIRST}..{LAST}"
NO_CODE = "no question about these files has this code"


def run(*arguments: object):
    return CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.fixture
def files(tmp_path):
    """A diary whose dates have two readings, sessions, and one that is decided."""
    for name, text in (("asked.csv", undecided()), ("s.csv", SESSIONS), ("diary.csv", diary())):
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    return tmp_path


def code_of(*arguments: object) -> str:
    return re.findall(r"--answer (\w+)=", run("check", *arguments).output)[0]


COUNTING = ("cycles", "rates", "outcomes", "verdicts", "table flow", "report")


@pytest.mark.parametrize("command", ["check", "import", *COUNTING])
def test_an_answer_to_no_question_is_said_and_nothing_is_written(command, files):
    out = files / "out"
    named = [files / "diary.csv", files / "s.csv"]
    given = (
        named if command in ("check", "import") else ["--diary", named[0], "--sessions", named[1]]
    )
    wrong = ("--answer", "abcdef=day_first", "--answer", "012345=yes")
    where = ("--out", out) if command in ("import", "report") else ()
    done = run(*command.split(), *given, *wrong, *where)
    assert done.exit_code == 1
    assert f"--answer abcdef=day_first: {NO_CODE}" in done.output
    assert f"--answer 012345=yes: {NO_CODE}" in done.output
    assert not out.exists()
    if command in COUNTING:
        assert done.stdout == ""
        assert "Nothing was written." in done.stderr


@pytest.mark.parametrize("command", ["check", "rates"])
def test_a_reading_that_is_none_is_said_with_those_that_are(command, files):
    code = code_of(files / "asked.csv", files / "s.csv")
    given = ["--diary", files / "asked.csv", "--sessions", files / "s.csv"]
    given = given if command == "rates" else given[1::2]
    done = run(command, *given, "--answer", f"{code}=sideways")
    assert done.exit_code == 1
    told = f"--answer {code}=sideways: 'sideways' is none of its readings: day_first, month_first."
    assert told in done.output
    both = run(command, *given, "--answer", f"{code}=day_first", "--answer", f"{code}=month_first")
    assert both.exit_code == 2
    assert "has two readings, day_first and month_first" in both.output
    same = run(command, *given, *2 * ("--answer", f"{code}=day_first"))
    assert same.exit_code == 0


def test_a_period_answers_a_list_once_and_what_is_no_period_is_said():
    code = code_of(BUDDY)
    assert run("check", BUDDY, "--answer", f"{code}={PERIOD}").exit_code == 0
    assert run("check", BUDDY, "--answer", f"{code}={PERIOD}", "--observed", PERIOD).exit_code == 0
    wrong = run("check", BUDDY, "--answer", f"{code}=always")
    assert "'always' is none of its readings: FROM..TO" in wrong.output
    other = ("--observed", f"{BUDDY.name}={FIRST}..{FIRST}")
    assert NO_CODE in run("check", BUDDY, "--answer", f"{code}={PERIOD}", *other).output


def test_ids_and_periods_of_files_that_are_not_there_are_said_at_once_without_an_id(files):
    given = ("--observed", PERIOD, "--id", "buddy.csv=A", "--observed", f"Karin={PERIOD}")
    done = run("import", BUDDY, *given, "--out", files / "out")
    assert done.exit_code == 1
    assert (
        "--id buddy.csv=...: no file is called so; the files are migraine_buddy.csv." in done.output
    )
    assert "is neither a file nor a patient's id" in done.output
    assert "Karin" not in done.output
    assert not (files / "out").exists()
    there = ("--id", f"{BUDDY.name}=A", "--observed", f"A={PERIOD}")
    assert run("check", BUDDY, *there).exit_code == 0
    assert run("check", BUDDY, "--observed", f"{BUDDY.name}={PERIOD}").exit_code == 0


def test_an_id_for_a_file_that_names_its_patients_is_said(files):
    done = run("check", files / "diary.csv", "--id", "Z")
    assert (done.exit_code, "in a column: the id that was given is not used" in done.output) == (
        1,
        True,
    )
    both = run("check", files / "diary.csv", BUDDY, "--observed", PERIOD, "--id", "diary.csv=Z")
    assert "diary.csv names the patients in a column" in both.output


def test_what_contradicts_itself_is_wrong_usage_all_of_it_at_once(files):
    done = run(
        "check",
        files / "diary.csv",
        BUDDY,
        "--id",
        "diary.csv=A",
        "--id",
        "diary.csv=B",
        "--observed",
        PERIOD,
        "--observed",
        f"{FIRST}..{FIRST}",
        "--observed",
        "2024-01-01",
        "--answer",
        "abc",
    )
    assert done.exit_code == 2
    for told in ("two ids", "states two periods", "takes FROM..TO", "takes CODE=READING"):
        assert told in done.output


def test_what_was_not_told_cannot_be_meant_and_files_are_written(files):
    named = [files / "diary.csv", files / "s.csv"]
    assert run("check", *named).exit_code == 0
    done = run("import", *named, "--meant", "abcdef", "--out", files / "out")
    assert done.exit_code == 1
    assert "--meant abcdef: nothing that was told of these files has this code" in done.output
    assert (files / "out" / "diary.csv").exists()
    code = code_of(files / "asked.csv")
    asked = run("check", files / "asked.csv", "--meant", code)
    assert f"--meant {code}: this is a question" in asked.output


def test_what_was_told_is_no_question(files):
    (files / "s.csv").write_text(SESSIONS + "P9,2024-05-03\n", encoding="utf-8", newline="")
    named = [files / "diary.csv", files / "s.csv"]
    code = re.findall(r"--meant (\w+)", run("check", *named).output)[0]
    assert f"--meant {code} says that" in run("check", *named, "--answer", f"{code}=yes").output
    assert run("check", *named, "--meant", code).exit_code == 0


def test_a_kept_answer_that_no_longer_fits_is_told_and_the_question_asked(files):
    headers = ("patient_id", "date", "headache", "migraine")
    for name, reading in (("old", "sideways"), ("fits", "day_first"), ("last", "month_first")):
        kept = Mapping(answers={"date_order": {"date": reading}}, headers=headers)
        (files / f"{name}.json").write_text(kept.to_json(), encoding="utf-8", newline="")
    old, fits, last = (("--mapping", files / f"{name}.json") for name in ("old", "fits", "last"))
    alone = run("check", files / "asked.csv", *old)
    assert alone.exit_code == 1
    assert "date: a kept answer ('sideways') is none of the readings here: unused." in alone.output
    assert "does '" in alone.output
    both = run("check", files / "asked.csv", *fits, *old)
    assert (both.exit_code, "sideways" in both.output) == (0, True)
    assert "date: day first: 2 Jan 2024, as you said." in both.output
    differ = run("check", files / "asked.csv", *fits, *last)
    assert differ.exit_code == 0
    assert "the kept answers differ: the latest of them is taken" in differ.output
    assert run("check", files / "diary.csv", *old).exit_code == 0  # nothing asks for it


def test_answers_that_follow_from_an_answer_are_kept_too(tmp_path):
    rows = [f"A,0{d}/0{m}/2024,x," for m in (4, 5) for d in range(1, 10)]
    rows[::3] = [row[:-3] + ",x" for row in rows[::3]]
    text = "\n".join(["patient_id,date,headache,migraine", *rows]) + "\n"
    (tmp_path / "d.csv").write_text(text, encoding="utf-8", newline="")
    answers: list[str] = []
    for _ in range(5):
        found = re.findall(r"--answer (\w+=\w+)", run("check", tmp_path / "d.csv", *answers).output)
        if not found:
            break
        answers += ["--answer", found[0]]
    kept = tmp_path / "kept.json"
    run("check", tmp_path / "d.csv", *answers, "--keep-answers", kept)
    mappings = [part for path in tmp_path.glob("kept*.json") for part in ("--mapping", path)]
    again = run("check", tmp_path / "d.csv", *mappings)
    assert len(answers) > 2
    assert "--answer" not in again.output


def test_a_period_for_a_file_that_is_no_list_of_attacks_is_said(files):
    named = [files / "diary.csv", files / "s.csv", BUDDY, "--id", "migraine_buddy.csv=B"]
    of_diary = run("check", *named, "--observed", f"diary.csv={PERIOD}", "--observed", PERIOD)
    assert of_diary.exit_code == 1
    assert "diary.csv holds no list of attacks" in of_diary.output
    of_list = run("check", *named, "--observed", f"migraine_buddy.csv={PERIOD}")
    assert "holds no list of attacks" not in of_list.output


def test_a_period_for_a_diary_of_headache_days_alone_is_heard(files):
    rows = "".join(f"P1,2024-01-{d:02},1\n" for d in range(1, 28, 3))
    (files / "days.csv").write_text(
        "patient_id,date,headache\n" + rows, encoding="utf-8", newline=""
    )
    named = [files / "days.csv", "--observed", "days.csv=2024-01-01..2024-01-31"]
    assert "holds no list of attacks" not in run("check", *named).output
    answers = [f"{code_of(*named)}=free"]
    answered = run("check", *named, "--answer", *answers)
    assert "holds no list of attacks" not in answered.output
    assert answered.exit_code == 0


READING = ("check", "import", "cycles", "rates", "outcomes", "verdicts", "table", "report")


def test_every_command_that_reads_files_takes_the_same_options():
    context = Context(main)
    taken = [main.get_command(context, name).params for name in READING]
    for option in TAKEN:
        assert all(option in {param.name for param in params} for params in taken), option


@pytest.mark.parametrize("command", ["rates", "outcomes"])
def test_what_is_meant_so_is_said_no_more_by_a_table(command, files):
    (files / "s.csv").write_text(SESSIONS + "P9,2024-05-03\n", encoding="utf-8", newline="")
    named = ("--diary", files / "diary.csv", "--sessions", files / "s.csv")
    first = run(command, *named)
    code = re.findall(r"--meant (\w+)", first.output)[0]
    again = run(command, *named, "--meant", code)
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert f"--meant {code}" not in again.output
    assert again.stdout == first.stdout
    other = run(command, *named, "--meant", "abcdef")
    assert "--meant abcdef: nothing that was told of these files has this code" in other.output
