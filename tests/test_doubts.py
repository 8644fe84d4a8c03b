"""What has two readings is asked by one mechanism: codes, answers, what was meant, what is kept."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from cleardays import main
from importing import Choices, Mapping, Source, read_records
from importing.carried import carried
from importing.choices import answered
from importing.doubts import LooksAt, all_doubts

HEAD = "patient_id,date,headache,migraine\n"
FIRST = date(2024, 4, 1)
SESSIONS = "patient_id,session_date\n" + "".join(f"P{n},2024-05-03\n" for n in range(3))


def undecided(shift: int = 0) -> str:
    """A diary of which no date says whether the day or the month comes first."""
    rows = ""
    for patient in range(3):
        for month in range(1, 7):
            for day in range(1, 13):
                if day != month:
                    flag = (day + month + patient + shift) % 2
                    rows += f"P{patient},{day:02d}/{month:02d}/2024,{flag},{flag}\n"
    return HEAD + rows


def diary(days: int = 60) -> str:
    rows = (
        f"P{p},{FIRST + timedelta(days=d)},{int(d % 3 == 0)},{int(d % 3 == 0)}\n"
        for p in range(3)
        for d in range(days)
    )
    return HEAD + "".join(rows)


def run(*arguments: object):
    return CliRunner().invoke(main, [str(a) for a in arguments])


def read(files: dict[str, str], choices: Choices | None = None):
    return read_records([Source(n, text.encode()) for n, text in files.items()], choices)


def test_every_doubt_is_one_question_and_looks_at_one_thing():
    found = [doubt for looks_at in LooksAt for doubt in all_doubts(looks_at)]
    assert len(found) > 5
    assert len({doubt.name for doubt in found}) == len(found)


def test_while_a_question_is_open_nothing_leaves_the_door():
    records, report = read({"diary.csv": undecided(), "sessions.csv": SESSIONS})
    assert [question.kind for question in report.questions] == ["date_order"]
    assert all(frame.empty for frame in records.tables.values())
    assert [file.used for file in report.files] == [0, 0]
    for file in report.files:
        assert file.rows_read == file.duplicates + file.set_aside + file.not_used


def test_a_code_is_of_the_content_and_the_column_not_of_the_name():
    _, one = read({"a.csv": undecided()})
    _, other = read({"another name.csv": undecided()})
    _, changed = read({"a.csv": undecided(1)})
    assert one.questions[0].code == other.questions[0].code
    assert one.questions[0].code != changed.questions[0].code
    assert len(one.questions[0].code) <= 8


@pytest.mark.slow
def test_every_reading_is_carried_through_to_what_it_makes_of_the_files():
    files = {"diary.csv": undecided(), "sessions.csv": SESSIONS}
    sources = [Source(name, text.encode()) for name, text in files.items()]
    _, report = read_records(sources)
    code = report.questions[0].code
    made = carried(sources, Choices(), report)[code]
    assert [one.reading for one in made] == ["day_first", "month_first"]
    for one in made:
        records, _ = read(files, Choices(answers={code: one.reading}))
        told = " ".join(one.lines)
        assert str(records.diary["date"].max().year) in told
        assert "after session" in one.rate
    assert made[0].lines != made[1].lines


def test_import_writes_nothing_until_it_is_answered(tmp_path):
    for name, text in (("diary.csv", undecided()), ("sessions.csv", SESSIONS)):
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    files = (tmp_path / "diary.csv", tmp_path / "sessions.csv")
    out = tmp_path / "out"
    asked = run("import", *files, "--out", out)
    assert asked.exit_code == 1
    assert not out.exists()
    code = read({"d": undecided()})[1].questions[0].code
    assert run("import", *files, "--out", out, "--answer", f"{code}=day_first").exit_code == 0
    first = next(csv.DictReader(io.StringIO((out / "diary.csv").read_text(encoding="utf-8"))))
    assert first["date"] == "2024-01-02"
    assert run("import", *files, "--out", out, "--answer", f"{code}=nonsense").exit_code == 1


@pytest.mark.slow
@pytest.mark.parametrize("command", ["rates", "outcomes", "cycles", "verdicts"])
def test_no_command_counts_while_a_question_is_open(command, tmp_path):
    for name, text in (("diary.csv", undecided()), ("sessions.csv", SESSIONS)):
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    options = ("--diary", tmp_path / "diary.csv", "--sessions", tmp_path / "sessions.csv")
    asked = run(command, *options)
    assert asked.exit_code == 1
    assert asked.stdout == ""
    code = read({"d": undecided()})[1].questions[0].code
    assert run(command, *options, "--answer", f"{code}=day_first").exit_code == 0


def test_what_is_told_changes_the_exit_code_of_check_and_import_alone(tmp_path):
    alone = SESSIONS + "P9,2024-05-03\n"
    for name, text in (("diary.csv", diary()), ("sessions.csv", alone)):
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    files = (tmp_path / "diary.csv", tmp_path / "sessions.csv")
    told = run("check", *files)
    assert told.exit_code == 1
    _, report = read({"diary.csv": diary(), "sessions.csv": alone})
    codes = [one.code for one in report.everything_told]
    assert codes
    meant = [part for code in codes for part in ("--meant", code)]
    assert run("check", *files, *meant).exit_code == 0
    written = run("import", *files, "--out", tmp_path / "out")
    assert (written.exit_code, (tmp_path / "out" / "diary.csv").exists()) == (1, True)
    assert run("rates", "--diary", files[0], "--sessions", files[1]).exit_code == 0


def test_rows_set_aside_can_be_meant_so():
    text = diary() + "P0,no date,1,1\n"
    _, report = read({"diary.csv": text})
    assert report.undecided
    assert report.files[0].set_aside == 1
    _, report = read({"diary.csv": text}, Choices(meant=(report.files[0].aside_code,)))
    assert not report.undecided


def test_answers_are_kept_with_the_mapping_and_hold_for_the_next_file(tmp_path):
    file, kept = tmp_path / "diary.csv", tmp_path / "kept.json"
    file.write_text(undecided(), encoding="utf-8", newline="")
    code = read({"d": undecided()})[1].questions[0].code
    run("check", file, "--answer", f"{code}=month_first", "--keep-answers", kept)
    assert json.loads(kept.read_text(encoding="utf-8"))["answers"] == {
        "date_order": {"date": "month_first"}
    }
    following = tmp_path / "next month.csv"
    following.write_text(undecided(1), encoding="utf-8", newline="")
    assert run("check", following).exit_code == 1
    assert run("check", following, "--mapping", kept).exit_code == 0
    other = tmp_path / "other columns.csv"
    other.write_text(
        undecided(1).replace("headache,migraine", "headache,pain"), encoding="utf-8", newline=""
    )
    assert run("check", other, "--mapping", kept).exit_code == 1


def test_answers_of_a_page_are_the_same_mapping():
    _, report = read({"diary.csv": undecided()})
    question = report.questions[0]
    mappings = answered(report.questions, {question.code: "day_first"})
    records, report = read({"diary.csv": undecided(1)}, Choices(mappings=mappings))
    assert not report.questions
    assert len(records.diary)


def test_a_file_of_no_known_layout_can_be_left_out():
    files = {"diary.csv": diary(), "sessions.csv": SESSIONS, "rota.csv": "nurse,room\nA,1\nB,2\n"}
    records, report = read(files)
    assert records.diary.empty
    question = report.questions[0]
    records, report = read(files, Choices(answers={question.code: "not_used"}))
    assert len(records.diary) == 180
    assert (report.files[2].used, report.files[2].not_used) == (0, 2)


def test_what_is_missing_is_named():
    _, report = read({"d.csv": "patient_id,headache,migraine\nA,1,0\n"})
    assert "no column date" in report.problems[0]
    _, report = read({"d.csv": "patient_id,date,headache,headache\nA,2024-01-01,1,0\n"})
    assert "'headache'" in report.problems[0]


def test_the_yes_of_access_is_offered():
    text = HEAD + "".join(
        f"P{p},{FIRST + timedelta(days=d)},{-(d % 2)},0\n" for p in range(3) for d in range(30)
    )
    _, report = read({"diary.csv": text})
    asked = next(q for q in report.questions if q.kind == "codes_of_a_flag")
    assert [reading for reading, _ in asked.options] == ["-1_is_yes", "not_recorded", "set_aside"]
    records, _ = read({"diary.csv": text}, Choices(answers={asked.code: "-1_is_yes"}))
    assert records.diary["headache"].tolist() == [d % 2 for _ in range(3) for d in range(30)]


def test_a_mapping_hides_nothing_that_tells_rows_apart():
    """Muscles that the mapping leaves out are still seen: their units are added, nothing asked."""
    rows = "".join(
        f"P{p},2024-05-03,{muscle},{units}\n"
        for p in range(2)
        for muscle, units in (("frontalis", 20), ("temporalis", 40), ("trapezius", 30))
    )
    columns = {"who": "patient_id", "when": "session_date", "dose": "units"}
    mapping = Mapping(table="sessions", columns=columns)
    files = {"injections.csv": "who,when,muscle,dose\n" + rows}
    records, report = read(files, Choices(mappings=(mapping,)))
    assert not report.questions
    assert records.sessions["units"].tolist() == [90, 90]


def test_a_table_of_patients_that_an_answer_made_is_no_patients_file():
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(57)]
    rows = [f"{p},{day},{n % 2},0\n" for p in ("P1", "P2") for n, day in enumerate(days)]
    files = {
        "diary.csv": "patient_id,date,headache,migraine\n" + "".join(rows),
        "sessions.csv": "patient_id,session,session_date\nP1,3,2024-01-29\nP2,1,2024-01-29\n",
    }
    _, asked = read(files)
    (question,) = asked.questions
    records, report = read(files, Choices(answers={question.code: "under_treatment"}))
    known = records.patients.set_index("patient_id")["prior_botulinum"]
    assert known["P1"] == 1
    assert known.isna()["P2"]  # listed, or the table as written would say that she is missing
    assert not report.told
    assert not report.questions


@pytest.mark.slow
def test_a_list_of_migraine_days_beside_a_diary_is_asked_for_the_days_that_it_leaves_out():
    days = [date(2024, 5, 1) + timedelta(n) for n in range(10)]
    full = [f"{p},{d},{n % 2}\n" for p in ("A", "B") for n, d in enumerate(days)]
    listed = [f"A,{days[n]},1\n" for n in (1, 5, 7)]
    files = {
        "h.csv": "patient_id,date,headache\n" + "".join(full),
        "m.csv": "patient_id,date,migraine\n" + "".join(listed),
    }
    question = read(files)[1].questions[0]
    assert (question.kind, question.column) == ("beside_a_diary", "migraine")
    assert "3 rows and never no, and h.csv has 7 further days" in question.text
    said_no = {}
    for reading, _ in question.options:
        records, report = read(files, Choices(answers={question.code: reading}))
        assert not report.questions
        assert not report.set_aside
        said_no[reading] = int((records.diary["migraine"] == 0).sum())
        assert int(records.diary["migraine"].sum()) == 3
        assert len(records.diary) == 20
    assert said_no == {"no": 17, "no_if_listed": 7, "no_in_span": 4, "not_recorded": 0}


def test_the_code_of_days_after_today_is_not_of_the_files_name():
    def code(name: str) -> str:
        days = [f"2024-05-{d:02d}" for d in range(1, 29)]
        days[14] = "2025-05-15"
        rows = "".join(f"A,{day},{n % 2}\n" for n, day in enumerate(days))
        files = {name: "patient_id,date,headache\n" + rows}
        asked = read(files, Choices(today=date(2024, 6, 3)))[1].questions
        return next(one.code for one in asked if one.kind == "after_today")

    assert code("may.csv") == code("another.csv")


OF_NOBODY_THERE = {
    "z_patients.csv": "patient_id,sex\nZZ9,female\n",
    "z_scores.csv": "patient_id,date,instrument,score\nZZ9,2024-03-01,hit6,60\n",
    "z_events.csv": "patient_id,date,event\nZZ9,2024-03-01,ptosis\n",
}


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "one_year_mistyped",
        "one_session_a_year_late",
        "migraine_days_beside_a_diary_of_headache",
        "counts_that_disagree",
        "ids_as_floats",
        "a_patient_called_sd",
        "dates_at_15_oclock",
        "files_of_two_centres",
        "one_number_with_two_dates",
        "patients_renamed_midway",
        "sessions_begin_with_number_3",
        "sessions_that_jump",
        "only_headache_days_in_two_files",
        "two_exports_of_apple",
        "sessions_that_lost_their_ids",
    ],
)
def test_a_question_between_files_keeps_its_code_whatever_lies_beside_them(name):
    """An answer kept on the command line was of no question any more, and it was asked again."""
    from tests.test_door_cases import made

    files = [Source(at, content) for at, content in made(name).files.items()]
    more = [Source(at, text.encode()) for at, text in OF_NOBODY_THERE.items()]
    alone, beside = (read_records(of)[1].between for of in (files, [*more, *files]))
    assert alone
    assert {one.code for one in alone} <= {one.code for one in beside}


def test_a_question_of_some_patients_sessions_is_of_the_lists_that_have_them():
    """Of dates too near to each other, of the days of last year, and of what is only told."""
    near = "patient_id,session_date\nP0,2024-05-03\nP0,2024-05-10\n"
    days = [FIRST + timedelta(days=d) for d in range(60) if not 20 <= d < 25]
    days += [date(2023, 4, 21) + timedelta(days=d) for d in range(5)]
    slips = HEAD + "".join(f"P0,{one},{one.day % 2},0\n" for one in days)
    files = {"near.csv": near, "days.csv": slips, "of_P9.csv": HEAD + "P9,2024-05-01,1,0\n"}
    beside = files | {"others.csv": SESSIONS.replace("P", "Q"), **OF_NOBODY_THERE}
    alone, with_others = (read(of)[1] for of in (files, beside))
    of = {one.kind: one.code for one in alone.questions}
    assert {"sessions_close_together", "slips_of_a_year"} <= {*of}
    assert of.items() <= {one.kind: one.code for one in with_others.questions}.items()


def test_what_is_told_of_patients_keeps_its_code_beside_other_tables():
    files = {"diary.csv": diary(), "s.csv": SESSIONS.replace("P2", "P7")}
    scores = {"z.csv": OF_NOBODY_THERE["z_scores.csv"]}
    alone, beside = (read(of)[1].told for of in (files, files | scores))
    assert len(alone) == 2
    assert {one.code for one in alone} <= {one.code for one in beside}


@pytest.mark.parametrize(
    ("name", "length"),
    [
        ("Migraine days per 4 weeks", "28 days"),
        ("MMD/28 days", "28 days"),
        ("Migränetage pro 4 Wochen", "28 days"),
        ("jours de migraine par trimestre", "quarter"),
        ("migraine days per 12 weeks", "quarter"),
        ("migraine_days_per_week", "week"),
        ("Migränetage pro Jahr", "year"),
        ("Migraine days per month", ""),
        ("Migraine days per 30 days", ""),
        ("Migraine days 12 weeks", ""),  # when it was counted
        ("Migraine days, week 4", ""),
    ],
)
def test_a_count_of_another_length_than_a_month_is_told(name, length):
    before, after = f"{name} before", f"{name} after 1"
    periods = {before: ("migraine_days", 0), after: ("migraine_days", 1)}
    mapping = Mapping(columns={"who": "patient_id"}, periods=periods)
    files = {"wide.csv": f'who,"{before}","{after}"\nP1,12,4\nP2,14,9\n'}
    records, report = read(files, Choices(mappings=(mapping,)))
    assert not report.questions
    assert records.counts["migraine_days"].tolist() == [12, 4, 14, 9]
    told = [one for one in report.everything_told if "of the Definition" in one.text]
    assert len(told) == (2 if length else 0)
    assert all(f"that it counts days per {length}, and" in one.text for one in told)
    meant = Choices(mappings=(mapping,), meant=tuple(one.code for one in told))
    assert not read(files, meant)[1].undecided


def test_a_title_tells_the_length_of_counts_and_recorded_days_settle_it():
    titled = "Migraine days per 4 weeks,,\npatient,md_baseline,md_s1\nP1,12,4\nP2,14,9\n"
    _, report = read({"wide.csv": titled})
    (told,) = report.everything_told
    assert "A title says that the counts are days per 28 days, and" in told.text
    assert not read({"wide.csv": titled.replace("per 4 weeks", "of all")})[1].everything_told
    other = "Botulinum toxin per 12 weeks" + titled[len("Migraine days per 4 weeks") :]
    assert not read({"wide.csv": other})[1].everything_told
    mapping = Mapping(
        "counts",
        {
            "P": "patient_id",
            "S": "session",
            "MD per 4 weeks": "migraine_days",
            "R": "recorded_days",
        },
    )
    files = {"own.csv": "P,S,MD per 4 weeks,R\nP1,0,12,28\nP1,1,6,28\n"}
    assert not read(files, Choices(mappings=(mapping,)))[1].everything_told


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (("0.60", "0.50", "0.40"), 1),
        (("0.6", "0", "1"), 1),
        ((".6", ".25", "0"), 1),
        (("1", "0", "1"), 0),
        (("1.0", "0.0", "1.0"), 0),
        (("0.5", "1", "1"), 0),
        (("0.6", "0.5", "12"), 0),
        (("12", "9.5", "0.5"), 0),
    ],
)
def test_counts_that_are_shares_of_days_are_told(counts, said):
    rows = "".join(f"P1,{n},{count}\n" for n, count in enumerate(counts))
    records, report = read({"counts.csv": f"patient_id,session,migraine_days\n{rows}"})
    assert ["Shares of the days" in one.text for one in report.everything_told] == [True] * said
    assert records.counts["migraine_days"].tolist() == [float(count) for count in counts]
    commas = rows.replace(",", ";").replace(".", ",")
    _, report = read({"counts.csv": f"patient_id;session;migraine_days\n{commas}"})
    assert len(report.everything_told) == said


BARE = "date,migraine\n" + "".join(
    f"{FIRST + timedelta(days=n)},{int(n % 3 == 0)}\n" for n in range(40)
)
TREATED = "patient_id,session_date\nP1,2024-05-03\nP2,2024-05-03\n"
AS_DIARY = Mapping(
    table="diary",
    columns={"date": "date", "migraine": "migraine"},
    headers=("date", "migraine"),
)


def whose(files: dict[str, str], **said):
    return read(files, Choices(today=date(2025, 1, 1), mappings=(AS_DIARY,), **said))


@pytest.mark.parametrize(
    ("answer", "ids", "days"),
    [("of P2", {"P2"}, 40), ("of another patient", {"export"}, 40), ("leave this", set(), 0)],
)
def test_whose_days_a_diary_without_ids_has_beside_others_sessions_is_asked(answer, ids, days):
    files = {"export.csv": BARE, "sessions.csv": TREATED}
    (asked,) = whose(files)[1].questions
    assert asked.kind == "whose_days"
    (key,) = [key for key, words in asked.options if words.startswith(answer)]
    assert "P2" not in key
    records, report = whose(files, answers={asked.code: key})
    assert not report.questions
    assert {*records.diary["patient_id"]} == ids
    assert len(records.diary) == days


@pytest.mark.parametrize(
    "name", ["diary_P2.csv", "P2 diary.csv", "2024-11 p2.csv", "P2_headache_2024.csv"]
)
def test_a_file_is_of_the_patient_whose_id_its_name_holds(name):
    records, report = whose({name: BARE, "sessions.csv": TREATED})
    assert not report.questions
    assert {*records.diary["patient_id"]} == {"P2"}
    assert any(name in notice and "P2" in notice for notice in report.notices)
    (file,) = [file for file in report.files if file.file == name]
    assert not any("name without its ending" in one for one in file.assumptions)


@pytest.mark.parametrize("name", ["diary_P22.csv", "diaryP2.csv", "diary_P2_P3.csv"])
def test_a_part_of_a_word_is_no_id_nor_are_two(name):
    treated = TREATED + "P3,2024-05-01\n"
    (asked,) = whose({name: BARE, "sessions.csv": treated})[1].questions
    assert asked.kind == "whose_days"
    assert asked.shown_of == name


@pytest.mark.parametrize(("patient", "name"), [("2", "diary_2.csv"), ("2024", "diary_2024.csv")])
def test_an_id_that_may_be_the_number_or_year_of_a_file_is_asked_with_it_first(patient, name):
    files = {name: BARE, "sessions.csv": TREATED.replace("P2", patient)}
    records, report = whose(files)
    (asked,) = report.questions
    first = asked.options[0][0]
    records, report = whose(files, answers={asked.code: first})
    assert {*records.diary["patient_id"]} == {patient}
    assert not report.questions


def test_the_rows_of_the_file_in_question_are_shown():
    files = {
        "one.csv": BARE,
        "two.csv": BARE.replace("1\n", "0\n"),
        "sessions.csv": TREATED,
    }
    _, report = whose(files)
    shown = {q.shown_of: report.shown[q.code].sheet for q in report.questions}
    assert shown == {"one.csv": "one.csv", "two.csv": "two.csv"}


def test_two_such_files_may_be_of_one_patient_and_a_list_of_attacks_is_asked_too():
    attacks = "start,end,pain\n" + "".join(f"2024-04-{n:02} 08:00,,6\n" for n in range(1, 29, 3))
    files = {"days.csv": BARE, "attacks.csv": attacks, "sessions.csv": TREATED}
    asked = [one for one in whose(files)[1].questions if one.kind == "whose_days"]
    assert len(asked) == 2
    answers = {one.code: one.options[0][0] for one in asked}
    _, report = whose(files, answers=answers, observed=(FIRST, date(2024, 4, 30)))
    assert not report.questions


@pytest.mark.parametrize(
    "files",
    [
        {"P1.csv": BARE, "sessions.csv": TREATED},
        {"export.csv": BARE, "sessions.csv": TREATED, "diary.csv": diary()},
        {"export.csv": BARE},
    ],
)
def test_whose_days_is_not_asked_of_the_file_of_a_patient_nor_where_nobody_waits(files):
    kinds = {one.kind for one in whose(files)[1].questions}
    assert "whose_days" not in kinds


def test_many_files_that_no_patient_is_called_as_are_one_question():
    files = {f"{n}.csv": BARE + f"2024-12-{n + 10},0\n" for n in range(9)}
    asked = whose({**files, "sessions.csv": TREATED})[1].questions
    assert [one.kind for one in asked] == ["whose_days"]


@pytest.mark.parametrize(
    ("name", "cell", "told"),
    [
        ("missing_days", "5", True),
        ("Days not filled in", "5", True),
        ("fehlende Tage", "5", True),
        ("Tage nicht ausgefüllt", "5", True),
        ("jours manquants", "5", True),
        ("missing_days", "0", False),
        ("missing_days", "", False),
        ("Missing days at work", "5", False),
        ("Fehltage", "5", False),
        ("units", "155", False),
    ],
)
def test_days_that_are_missing_beside_a_count_are_told(name, cell, told):
    head = f"patient_id,session,migraine_days,{name}"
    for recorded in (False, True):
        text = head + (",recorded_days" if recorded else "") + "\n"
        for session, days in enumerate((18, 14, 9)):
            text += f"A,{session},{days},{cell}" + (",23" if recorded else "") + "\n"
        records, report = read({"counts.csv": text})
        assert len(records.counts) == 3
        said = [one.text for one in report.everything_told if "days are missing" in one.text]
        assert [name in one for one in said] == [True] * (told and not recorded)


def test_the_length_of_counts_is_told_also_where_a_suggestion_is_taken():
    content = b"patient_id,session,migraine days per quarter\nA,0,30\nA,1,12\nA,2,9\n"
    _, asked = read_records([Source("audit.csv", content)])
    (question,) = asked.questions
    answers = {question.code: "as_suggested"}
    records, report = read_records([Source("audit.csv", content)], Choices(answers=answers))
    assert len(records.counts) == 3
    (told,) = [one.text for one in report.everything_told]
    assert "counts days per quarter" in told
