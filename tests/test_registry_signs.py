"""What is asked where a diary is scanned, what an answer makes of it, and what stays quiet."""

import io
import re
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from analytics.frames import CANONICAL
from cleardays import main
from importing import Source, read_records
from importing.stamped import write_stamped
from registry.engines import DUCKDB
from tests.scanned import FIRST, SESSIONS, Registry, days_of, plain, questions, turned_at
from tests.test_registry import sample_tables

pytestmark = pytest.mark.slow

NOT_LOOKED_AT = "Not looked at where a diary is scanned"


@pytest.fixture
def registry(door, tmp_path):
    return Registry(door, tmp_path)


def the_question(result) -> tuple[str, dict[str, str]]:
    """The only question, with nothing written."""
    assert result.exit_code == 1, result.output
    assert "Nothing was written: 1 question open" in result.stderr
    assert result.stdout == ""
    asked = questions(result)
    assert len(asked) == 1, result.stderr
    return next(iter(asked.items()))


def test_nothing_is_asked_of_a_plain_registry_and_what_is_not_looked_at_is_named(registry):
    done = registry.holds(plain()).run()
    assert done.exit_code == 0, done.output
    assert not questions(done)
    assert NOT_LOOKED_AT in done.stderr


def test_nothing_is_asked_of_the_sample(door):
    done = door.run("cycles", "--engine", DUCKDB, "--today", "2026-06-30", **sample_tables())
    assert done.exit_code == 0, done.output
    assert not questions(done)


@pytest.mark.parametrize("clock", [" 23:00:00", "T22:00:00Z", " 15:00", " 23:59:17"])
def test_a_lost_zone(registry, clock):
    def edge(n):
        return int(n % 3 == 0 or n == 10)  # the first day of the baseline

    registry.holds({patient: days_of(patient, headache=edge) for patient in "ABC"})
    truth = registry.counted()
    late = days_of("C", headache=edge, date=turned_at(clock))
    sentence, answers = the_question(registry.holds({"C": late}).run())
    assert "in 1 of 3 files (C.csv) 90 dates are at" in sentence
    pd.testing.assert_frame_equal(registry.counted("--answer", answers["next_day"]), truth)
    before = [
        frame.set_index(["patient_id", "session"])["headache_days"].unstack()[0].to_dict()
        for frame in (truth, registry.counted("--answer", answers["as_written"]))
    ]
    assert before == [{"A": 11, "B": 11, "C": 11}, {"A": 11, "B": 11, "C": 10}]


def test_summer_time_makes_two_clocks(registry):
    late = days_of("C", date=lambda n: turned_at(" 22:00" if n > 45 else " 23:00")(n))
    sentence, _ = the_question(registry.holds({**plain(), "C": late}).run())
    assert "22:00 or 23:00" in sentence


@pytest.mark.parametrize(
    "clock",
    [
        lambda n: " 00:00:00",
        lambda n: "T00:00:00Z",
        lambda n: " 08:00",  # a reminder in the morning
        lambda n: f" {8 + n % 14:02}:{n % 60:02}",  # when it began
        lambda n: " 23:00:00+01:00",  # the zone is there
    ],
)
def test_other_clocks_are_days(registry, clock):
    timed = {p: days_of(p, date=lambda n: f"{FIRST + timedelta(n)}{clock(n)}") for p in "ABC"}
    assert not questions(registry.holds(timed).run())


def test_days_after_today(registry):
    registry.holds(plain())
    truth = registry.counted()
    ahead = days_of("C").iloc[:3].assign(date=["2031-05-01", "2031-05-02", "2031-05-03"])
    sentence, answers = the_question(registry.holds({"more": ahead}).run())
    assert "3 rows lie after today" in sentence
    done = registry.run("--answer", answers["set_aside"])
    assert "3 rows set aside: date lies after today" in done.stderr
    pd.testing.assert_frame_equal(
        registry.counted("--answer", answers["set_aside"]), truth
    )  # nor is the cut-off moved


def test_a_year_that_is_a_slip(registry):
    truth = registry.holds(plain()).counted()
    slip = days_of(
        "C",
        date=lambda n: (
            (FIRST + timedelta(n)).isoformat()
            if n > 5
            else (FIRST + timedelta(n)).replace(year=2025).isoformat()
        ),
    )
    _, answers = the_question(registry.holds({"C": slip}).run())
    pd.testing.assert_frame_equal(registry.counted("--answer", answers["year_before"]), truth)


def test_tomorrow_is_another_time_zone(registry):
    assert not questions(registry.holds(plain()).run(today="2024-03-29"))
    assert questions(registry.run(today="2024-03-28"))


@pytest.mark.parametrize(
    ("coding", "right", "wrong"),
    [
        ({0: "2", 1: "1"}, "1_is_yes", "2_is_yes"),
        ({0: "1", 1: "2"}, "2_is_yes", "1_is_yes"),
        ({0: "0", 1: "3"}, "above_0", "1_is_yes"),
        ({0: "1", 1: "3.0"}, "above_1", "1_is_yes"),
    ],
)
def test_a_coding_of_one_site(registry, coding, right, wrong):
    truth = registry.holds(plain()).counted()
    coded = days_of(
        "C", headache=lambda n: coding[int(n % 3 == 0)], migraine=lambda n: coding[int(n % 6 == 0)]
    )
    asked = questions(registry.holds({"C": coded}).run())
    assert [sentence.split(": ")[1] for sentence in asked] == ["headache", "migraine"]
    assert all("in 1 of 3 files (C.csv) a coding (" in sentence for sentence in asked)
    answers = [word for said in asked.values() for word in ("--answer", said[right])]
    pd.testing.assert_frame_equal(registry.counted(*answers), truth)
    others = [word for said in asked.values() for word in ("--answer", said[wrong])]
    assert not registry.counted(*others).equals(truth)


def test_two_typing_errors_are_no_coding(registry):
    typed = days_of("C", headache=lambda n: "2" if n in (3, 6) else str(int(n % 3 == 0)))
    done = registry.holds({**plain(), "C": typed}).run()
    assert not questions(done)
    assert "2 rows set aside: headache is not 0, 1 or blank" in done.stderr


def test_an_optional_cell_that_cannot_be_read_costs_no_row(registry):
    truth = registry.holds(plain()).counted()
    odd = days_of(
        "C",
        pain=lambda n: "high" if n == 3 else "11" if n == 6 else "2",
        triptan=lambda n: "some" if n == 9 else str(n % 2),
    )
    done = registry.holds({"C": odd}).run()
    assert "pain: 2 cells cannot be read: blank" in done.stderr
    assert "triptan: 1 cell cannot be read: blank" in done.stderr
    assert "0 set aside" in done.stderr
    by_pain = ["moderate_severe_days", "moderate_severe_recorded_days"]  # C's pain is another one
    pd.testing.assert_frame_equal(
        registry.counted().drop(columns=by_pain), truth.drop(columns=by_pain)
    )


def test_a_flag_of_yes_and_blanks(registry):
    truth = registry.holds(plain()).counted()
    ticked = days_of("C", migraine=lambda n: "" if n % 6 else "1")
    sentence, answers = the_question(registry.holds({"C": ticked}).run())
    assert "migraine: in 1 of 3 files (C.csv) 15 cells say yes, 75 are blank" in sentence
    pd.testing.assert_frame_equal(registry.counted("--answer", answers["no"]), truth)
    blank = registry.counted("--answer", answers["not_recorded"]).set_index("patient_id")
    assert blank.loc["C", "migraine_recorded_days"].sum() < 15


def test_a_blank_beside_no_headache_was_answered(registry):
    ticked = days_of("C", migraine=lambda n: "" if n % 3 else str(int(n % 6 == 0)))
    registry.holds({**plain(), "C": ticked.assign(migraine=ticked["migraine"].replace("0", "1"))})
    assert questions(registry.run())
    assert not questions(registry.run("--no-headache-means-no-migraine"))


def test_only_headache_days(registry):
    only = {p: frame[frame["headache"] == "1"] for p, frame in plain().items()}
    sentence, answers = the_question(registry.holds(only).run())
    assert "holds only headache days (90 rows)" in sentence
    assert "(174 days)" in sentence
    refused = registry.run("--answer", answers["free"])
    assert refused.exit_code == 1
    assert "cleardays import" in refused.stderr
    assert refused.stdout == ""
    assert len(registry.counted("--answer", answers["not_recorded"]))


def test_a_patient_with_headache_every_day_is_nothing(registry):
    every = days_of("C", headache=lambda n: "1", pain=lambda n: "6")
    assert not questions(registry.holds({**plain(), "C": every}).run())
    whole = {p: days_of(p, headache=lambda n: "1", pain=lambda n: "6") for p in "ABC"}
    assert not questions(registry.holds(whole).run())  # no day lacks


@pytest.mark.parametrize(
    ("diary", "sessions", "how"),
    [
        ("Pat-C", "PAT-c", "capital and small letters"),
        ("144.0", "144", "zeros behind a point"),
        ("144", "0144", "zeros in front"),
        ("P 7", "P7", "spaces"),
    ],
)
def test_ids_spelt_in_two_ways(registry, diary, sessions, how):
    pairs = SESSIONS.replace("C,", f"{sessions},")
    truth = registry.holds({**plain(), "C": days_of(sessions)}).counted(sessions=pairs)
    sentence, answers = the_question(registry.holds({"C": days_of(diary)}).run(sessions=pairs))
    assert how in sentence
    said = sentence.split("patient_id: ")[1]  # without the folder's name
    assert diary not in said
    assert sessions not in said
    same = registry.counted("--answer", answers["same"], sessions=pairs)
    pd.testing.assert_frame_equal(same, truth)
    others = registry.counted("--answer", answers["others"], sessions=pairs)
    assert others.set_index("patient_id").loc[sessions, "headache_recorded_days"].sum() == 0


def test_ids_that_match_exactly_are_never_asked(registry):
    sessions = "patient_id,session_date\n7,2024-02-10\n07,2024-02-10\n"
    registry.holds({"a": days_of("7"), "b": days_of("07")})
    assert not questions(registry.run(sessions=sessions))


def test_an_id_that_could_be_two_is_not_joined(registry):
    sessions = "patient_id,session_date\n7,2024-02-10\n07,2024-02-10\n"
    registry.holds({"a": days_of("7"), "b": days_of("007")})
    _, answers = the_question(registry.run(sessions=sessions))
    refused = registry.run("--answer", answers["same"], sessions=sessions)
    assert refused.exit_code == 1
    assert "more than one id could be meant" in refused.stderr


def stamped_parts(folder: Path, frames: dict[str, pd.DataFrame]) -> None:
    folder.mkdir(exist_ok=True)
    for name, frame in frames.items():
        csv = Source(f"{name}.csv", frame.to_csv(index=False).encode(), "diary")
        records, _ = read_records([csv])
        (folder / f"{name}.parquet").write_bytes(write_stamped(CANONICAL["diary"], records.diary))


def test_stamped_files_are_asked_about_too(registry):
    stamped_parts(registry.folder, plain())
    truth = registry.run()
    assert truth.exit_code == 0, truth.output
    later = registry.run(today="2024-03-20")
    _, answers = the_question(later)
    done = registry.run("--answer", answers["set_aside"], today="2024-03-20")
    assert "rows set aside: date lies after today" in done.stderr
    table = pd.read_csv(io.StringIO(done.stdout))
    assert set(table["cut_off"]) == {"2024-03-21"}  # one day of grace


def check(registry, *options: str):
    (registry.folder.parent / "sessions.csv").write_text(SESSIONS, encoding="utf-8", newline="")
    paths = [str(registry.folder), str(registry.folder.parent / "sessions.csv")]
    return CliRunner().invoke(main, ["check", *paths, "--today", "2024-06-01", *options])


def test_check_of_a_folder_names_what_was_not_looked_at(registry):
    registry.holds(plain())
    said = check(registry)
    assert said.exit_code == 1
    assert NOT_LOOKED_AT in said.stdout
    code = re.search(rf"{NOT_LOOKED_AT}.*--meant (\w+)", said.stdout)[1]
    # the sessions alone have no diary beside them
    others = re.findall(r"--meant (\w+)", check(registry, "--meant", code).stdout)
    meant = [word for one in (code, *others) for word in ("--meant", one)]
    done = check(registry, *meant)
    assert done.exit_code == 0, done.stdout
    assert "270 rows read = 270 used" in done.stdout
    typed = days_of("C", headache=lambda n: "2" if n in (3, 6) else str(int(n % 3 == 0)))
    registry.holds({"C": typed})
    assert check(registry, *meant).exit_code == 1
    asked = check(registry.holds({"C": days_of("c")}), *meant)
    assert asked.exit_code == 1
    assert "The same people?" in asked.stdout


def test_a_folder_is_not_imported(registry, tmp_path):
    paths = ["import", str(registry.holds(plain()).folder), "--out", str(tmp_path / "out")]
    refused = CliRunner().invoke(main, paths)
    assert refused.exit_code == 2
    assert "is a folder" in refused.output
