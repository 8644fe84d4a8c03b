"""Settings from a file are as strict as the command line: each problem a sentence, all at once."""

import contextlib
import hashlib
import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.definitions import DEFAULT_DEFINITION, NUMBERS
from analytics.plan import AnalysisPlan, NoPlan
from analytics.settings import Settings
from analytics.settings_check import title_is_usable, with_usable_title
from tests.examples import examples

WRONG = [
    ("definition", "threshold", True, "true stands there; expected is a whole number from 1 to"),
    ("definition", "threshold", 50.0, "50.0 stands there"),
    ("definition", "threshold", 50.9, "50.9 stands there"),
    ("definition", "threshold", 0, "0 stands there"),
    ("definition", "threshold", "50", "50 stands there"),
    ("definition", "month", 29, "expected is 28 or 30"),
    ("definition", "window", "never", "expected is one of month_after"),
    ("definition", "min_days", False, "false stands there"),
    ("", "session", "2", "expected is a whole number from 1 to 1000."),
    ("", "session", int("9" * 30), "expected is a whole number from 1 to 1000."),
    ("definition", "min_baseline_days", int("9" * 30), "a whole number from 1 to 366."),
    ("definition", "min_days", int("9" * 30), "a whole number from 1 to 366, or null."),
    ("definition", "primary_session", int("9" * 30), "a whole number from 1 to 1000."),
    ("", "session", -4, "-4 stands there"),
    ("filters", "site", "Moor", "expected is a list of at most 1000 texts"),
    ("filters", "site", ["x"] * 1001, "expected is a list of at most 1000 texts"),
    ("report", "title", "Wort " * 60, "at most 255 letters"),
    ("report", "title", "A\x07B", "without control characters"),
    ("report", "limit", 8.5, "a whole number from 5 to 30"),
    ("report", "sections", [], "expected is some of treated"),
]


def settings_with(*parts) -> str:
    kept = json.loads(Settings().to_json())
    for place, name, value, _ in parts:
        (kept[place] if place else kept)[name] = value
    return json.dumps(kept)


@pytest.mark.parametrize("wrong", WRONG)
def test_each_part_is_checked(wrong):
    with pytest.raises(ValueError, match="These are no settings of Clear Days") as told:
        Settings.from_json(settings_with(wrong))
    assert wrong[3] in str(told.value)
    assert f"{wrong[1]}: " in str(told.value)


def test_all_at_once():
    with pytest.raises(ValueError, match="no settings") as told:
        Settings.from_json(settings_with(WRONG[0], WRONG[8], WRONG[-4]))
    assert str(told.value).count("stands there") == 3


@pytest.mark.parametrize(("least", "most"), NUMBERS.values(), ids=NUMBERS)
@given(number=st.integers() | st.floats() | st.booleans() | st.text(max_size=3))
@settings(max_examples=examples(50), deadline=None)
def test_a_definition_takes_whole_numbers_within_their_limits_alone(request, least, most, number):
    name = request.node.callspec.id
    fits = type(number) is int and least <= number <= most
    with contextlib.nullcontext() if fits else pytest.raises(ValueError, match=name):
        DEFAULT_DEFINITION.changed(**{name: number})


@pytest.mark.parametrize("number", [1.5, float("nan"), True, "9", int("9" * 30)])
def test_a_plan_with_a_right_digest_is_as_strict(number):
    kept = AnalysisPlan(date(2024, 6, 1), DEFAULT_DEFINITION.changed(min_days=9)).to_dict()
    kept["definition"]["min_days"] = number
    parts = {name: part for name, part in kept.items() if name != "digest"}
    kept["digest"] = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
    with pytest.raises(NoPlan):
        AnalysisPlan.from_dict(kept)


@pytest.mark.parametrize(
    ("key", "told"),
    [
        *((name, f"The link's {name.replace('_', ' ')} is not known") for name in NUMBERS),
        ("session", "The link's session is not known"),
        ("where_age", "The link filters by a column that no link carries"),
    ],
)
def test_what_of_a_link_is_not_taken_is_told(key, told):
    found, problems = Settings.from_address({key: ["9" * 30]})
    assert found == Settings()
    assert problems == [f"{told}: left out."]


@pytest.mark.parametrize("title", ["Wort " * 60, "A\x07B", "Autumn"])
def test_what_was_kept_before_titles_had_a_limit_still_opens(title):
    kept = settings_with(("report", "title", title, ""), ("", "session", 3, ""))
    found = Settings.from_json(with_usable_title(kept))
    assert found.session == 3
    assert title_is_usable(found.report.title)
    assert found.report.title.split()[0] == title.replace("\x07", " ").split()[0]


@pytest.mark.slow
def test_the_command_line_says_it_and_writes_what_was_used(door, tmp_path):
    given = tmp_path / "given.json"
    days = [f"A,2024-{m:02d}-{d:02d},{d % 2},{d % 2}" for m in (1, 2, 3) for d in range(1, 29)]
    (tmp_path / "d.csv").write_text(
        "patient_id,date,headache,migraine\n" + "\n".join(days) + "\n", encoding="utf-8", newline=""
    )
    (tmp_path / "s.csv").write_text(
        "patient_id,session_date\nA,2024-02-01\n", encoding="utf-8", newline=""
    )
    files = [f"--diary={tmp_path / 'd.csv'}", f"--sessions={tmp_path / 's.csv'}"]
    for wrong, words in (
        (("report", "study", "Nobody 2020", ""), "no published result is called"),
        (WRONG[-4], "at most 255 letters"),
    ):
        given.write_text(settings_with(wrong), encoding="utf-8", newline="")
        result = door.run("report", str(given), *files, f"--out={tmp_path / 'out'}")
        assert result.exit_code == 2
        assert words in result.stderr
    for template in (".", "..", "a/", "x" * 5000, "x\0y", "none.pptx"):
        named = settings_with(("report", "template", template, ""))
        given.write_text(named, encoding="utf-8", newline="")
        result = door.run("report", str(given), *files, f"--out={tmp_path / 'out'}")
        assert result.exit_code == 2
        assert "put them beside given.json" in result.stderr
        assert len(result.stderr) < 1000
    given.write_text(settings_with(("", "session", 99, "")), encoding="utf-8", newline="")
    result = door.run("report", str(given), *files, f"--out={tmp_path / 'out'}")
    assert result.exit_code == 0, result.stderr
    assert "Nobody had session 99: session 1 is looked at." in result.stderr
    assert (
        json.loads((tmp_path / "out" / "settings.json").read_text(encoding="utf-8"))["session"] == 1
    )
