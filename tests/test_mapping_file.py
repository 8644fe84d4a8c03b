"""A mapping is a small documented file: what it may say, and what is told of one that is wrong."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pandas.testing import assert_frame_equal

from analytics.definitions import MEASURES
from analytics.frames import CANONICAL
from cleardays import main
from importing import Choices, Mapping, Source, read_records
from importing.day_signs import MEANINGS
from importing.mapping_checks import (
    ATTACKS,
    DAY,
    MARK,
    MONTH,
    MONTHS,
    MOST_TOLD,
    OF_AN_ATTACK,
    PARTS,
    YEAR,
    NoMapping,
)
from tests.examples import examples

ROOT = Path(__file__).parent.parent
SCHEMA = json.loads((ROOT / "docs" / "mapping.schema.json").read_text(encoding="utf-8"))
DOCUMENT = (ROOT / "docs" / "mapping.md").read_text(encoding="utf-8")
VALID = Draft202012Validator(SCHEMA)
EXAMPLES = [part.split("```")[0] for part in DOCUMENT.split("```json\n")[1:]]
COUNTS = [*MEASURES, "recorded_days"]
OF_ONE = (*COUNTS, "session_date", "units")  # of a period, or of a session
NAMES = st.text(max_size=12)
DIARY = b"Pat;Tag;Kopfweh;Bem\nA;16.11.2024;ja;x\nA;17.11.2024;nein;y\nA;18.11.2024;nein;z\n"


@st.composite
def mappings(draw):
    """A mapping as somebody may have it: of columns, of periods, of events, or of answers."""
    kinds = ("columns", "periods", "months", "attacks", "events", "answers")
    kind = draw(st.sampled_from(kinds))
    headers = draw(st.lists(NAMES, min_size=1, max_size=6, unique=True))
    named = tuple(headers) if draw(st.booleans()) else ()
    if kind == "answers":
        readings = st.dictionaries(NAMES, st.dictionaries(NAMES, NAMES), min_size=1, max_size=3)
        return Mapping(answers=draw(readings), headers=tuple(headers))
    sessions = st.integers(0, 1000)
    if kind == "events":
        return Mapping(events=draw(st.dictionaries(NAMES, sessions, min_size=1, max_size=4)))
    if kind == "periods":
        of = st.tuples(st.sampled_from(COUNTS), sessions)
        of |= st.tuples(st.sampled_from(OF_ONE), st.integers(1, 1000))
        taken = draw(st.lists(of, min_size=len(headers), max_size=len(headers), unique=True))
        return Mapping(periods=dict(zip(headers, taken, strict=True)), headers=named)
    if kind == "months":
        days = {header: (DAY, number) for number, header in enumerate(headers, start=1)}
        signs = draw(st.dictionaries(NAMES, st.sampled_from(MEANINGS), max_size=3))
        return Mapping(MONTHS, {"a" * 13: MONTH}, {DAY: signs}, periods=days)
    if kind == "attacks":
        ours = draw(st.permutations(OF_AN_ATTACK))
        return Mapping(ATTACKS, dict(zip(headers, ours, strict=False)), headers=named)
    table = draw(st.sampled_from(list(CANONICAL)))
    ours = st.sampled_from([column.name for column in CANONICAL[table].columns])
    columns = {header: draw(ours) for header in headers}
    meant = st.dictionaries(NAMES, st.sampled_from(("", "set aside", "1", "0")), max_size=3)
    values = {column: draw(meant) for column in set(columns.values())}
    return Mapping(table, columns, values, headers=named)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(st.text(max_size=5) | st.sampled_from((MARK, *PARTS)), inside, max_size=4)
    ),
    max_leaves=12,
)
MARKED = st.fixed_dictionaries(
    {MARK: st.just(1) | JSON}, optional=dict.fromkeys(PARTS, JSON) | {"other": JSON}
)


@settings(max_examples=examples(25), deadline=None)
@given(mappings())
def test_a_mapping_comes_back_from_its_file(mapping):
    text = mapping.to_json()
    assert Mapping.from_json(text) == mapping
    assert Mapping.from_json(text.encode("utf-16")) == mapping  # as a shell of Windows writes it
    assert Mapping.several_from_json(Mapping.several_to_json([mapping, mapping])) == (mapping,) * 2
    assert VALID.is_valid(json.loads(text))


@settings(max_examples=examples(80), deadline=None)
@given(JSON | MARKED | st.lists(MARKED, max_size=2))
def test_any_json_is_a_mapping_or_refused(found):
    """Whatever is read fits the schema; what does not fit it is refused, and by no other error."""
    try:
        read = Mapping.several_from_json(json.dumps(found))
    except NoMapping:
        return
    assert VALID.is_valid(found)
    assert Mapping.several_from_json(Mapping.several_to_json(read)) == read


@settings(max_examples=examples(40), deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=60))
def test_any_bytes_are_refused_in_sentences(content):
    with pytest.raises(NoMapping):
        Mapping.from_json(content)


def test_the_schema_is_one_and_names_what_the_tables_have():
    Draft202012Validator.check_schema(SCHEMA)
    parts = SCHEMA["$defs"]["mapping"]["properties"]
    assert set(parts) == {MARK, *PARTS}
    assert parts["table"]["enum"] == ["", *CANONICAL, MONTHS, ATTACKS]
    every = {column.name for table in CANONICAL.values() for column in table.columns}
    assert SCHEMA["$defs"]["column"]["enum"] == sorted({*every, MONTH, YEAR, DAY, *OF_AN_ATTACK})
    counts = parts["periods"]["additionalProperties"]["prefixItems"][0]["enum"]
    assert counts == sorted((*OF_ONE, DAY))


@pytest.mark.parametrize("text", EXAMPLES)
def test_every_example_of_the_document_can_be_used(text):
    assert VALID.is_valid(json.loads(text))
    assert Mapping.several_from_json(text)


def test_the_document_names_every_part_and_table():
    assert len(EXAMPLES) == 9
    for name in (MARK, *PARTS, *CANONICAL, MONTHS, *OF_AN_ATTACK[1:]):
        assert f"`{name}`" in DOCUMENT


@pytest.mark.parametrize("file", sorted((ROOT / "tests/fixtures/kept").glob("*/mapping_*.json")))
def test_what_older_versions_saved_fits_the_schema(file):
    assert VALID.is_valid(json.loads(file.read_text(encoding="utf-8")))
    assert Mapping.from_json(file.read_bytes())


WRONG = [
    ({"tables": "diary"}, ["'tables' is no part of a mapping: table, columns,"]),
    ({"table": "dairy"}, ["table: one of diary, sessions,"]),
    (
        {"table": "diary", "columns": {"Pat": "patientid", "Tag": "Meier, Anna"}},
        ["'Pat': 'patientid' is no column of ours; patient_id may have been meant.", "'Tag':"],
    ),
    ({"columns": {"Pat": "patient_id"}}, ["table: what a row is was expected, one of diary,"]),
    (
        {"periods": {"MT 0": ["migraine_days", "none"], "MT 1": ["migraine_days", 1.5]}},
        ["periods, 'MT 0': a whole number, 0 for the", "periods, 'MT 1': a whole number"],
    ),
    ({"periods": {"MT": ["pain", 1]}}, ["'MT': 'pain' is no count: a column of counts, or"]),
    (
        {"periods": {"MT": ["migraine_days", 1], "MT2": ["migraine_days", 1]}},
        ["'MT2': migraine_days 1, as 'MT' is: one header was expected."],
    ),
    (
        {"table": "diary", "periods": {"MT": ["migraine_days", 1]}},
        ["table: diary was found beside periods"],
    ),
    ({"table": "months", "columns": {"M": "month"}}, ["periods: {their header: [day, 1 to 31]}"]),
    (
        {"table": "months", "periods": {"1": ["day", 32]}, "values": {"day": {"x": "maybe"}}},
        [
            "values, 'day': of 1 signs the meaning is none of ours: migraine,",
            "periods, '1': a whole",
        ],
    ),
    ({"periods": {"1": ["day", 1]}}, ["table: months was expected, for periods names days of a"]),
    ({"events": {"intake": -1, "trt": True}}, ["events, 'intake': a whole", "events, 'trt': a"]),
    (
        {"table": "diary", "columns": {"K": "headache"}, "values": {"headache": {"Meier": "yess"}}},
        ["values, 'headache': of 1 of its texts the meaning is none of ours:"],
    ),
    (
        {"table": "diary", "columns": {"K": "date"}, "headers": ["Tag"]},
        ["columns, 'K': headers, which names all columns, has no such one."],
    ),
    ({"headers": "K"}, ["headers: a list of the names of all columns was expected."]),
    ({}, ["It says nothing: columns, events, periods or answers were expected."]),
    ({"answers": {"date_order": "day_first"}}, ["answers, 'date_order': {column: reading} was"]),
    ({MARK: 2}, ["clear_days_mapping: 1 was expected; another version may have saved it."]),
]


@pytest.mark.parametrize(("wrong", "told"), WRONG)
def test_a_wrong_mapping_is_told_where_and_what_was_expected(wrong, told):
    with pytest.raises(NoMapping) as refused:
        Mapping.from_json(json.dumps({MARK: 1, **wrong}))
    for sentence in told:
        assert sentence in str(refused.value)
    assert len(refused.value.problems) == len(told)
    assert "yess" not in str(refused.value)


def test_all_problems_of_all_mappings_are_told_at_once(tmp_path):
    files = []
    for number, text in enumerate(
        (
            '{"clear_days_mapping": 1, "table": "dairy", "events": {"a": "x"}}',
            '{"clear_days_mapping": 1, "events": {"a": 1, "a": 2}}',
            '{"patients": [{"name": "Anna Meier"}]}',
            '{"clear_days_mapping": 1,\n "events": ',
        )
    ):
        files.append(tmp_path / f"m{number}.json")
        files[-1].write_text(text, encoding="utf-8", newline="")
    diary = tmp_path / "d.csv"
    diary.write_bytes(DIARY)
    given_files = [part for file in files for part in ("--mapping", str(file))]
    done = CliRunner().invoke(main, ["check", str(diary), *given_files])
    assert done.exit_code == 2
    for sentence in (
        "m0.json: table: one of diary,",
        "m0.json: events, 'a': a whole number",
        "m1.json: 'a' stands twice in one part",
        'm2.json: It is no mapping of Clear Days: "clear_days_mapping": 1 was expected in it.',
        "m3.json: It is no JSON that can be read: line 2, letter 12.",
    ):
        assert sentence in done.output
    assert "Meier" not in done.output


def test_a_misspelt_column_is_told_beside_what_else_is_wrong():
    wrong = {MARK: 1, "tabel": "diary", "table": "diary", "columns": {"A": "migrane"}}
    wrong["values"] = {"migraine": {"ja": "maybe"}}
    with pytest.raises(NoMapping) as told:
        Mapping.several_from_json(json.dumps(wrong))
    assert len(told.value.problems) == 3
    assert "migraine may have been meant" in told.value.problems[2]


def test_a_huge_file_and_many_problems_are_told_in_short():
    with pytest.raises(NoMapping, match="larger than 5 MB"):
        Mapping.from_json(" " * 5_000_001)
    many = {MARK: 1, **{f"part {n}": 1 for n in range(100)}}
    with pytest.raises(NoMapping) as refused:
        Mapping.from_json(json.dumps(many))
    assert len(refused.value.problems) == MOST_TOLD + 1
    assert refused.value.problems[-1] == "... and 80 more."


def test_two_headers_for_one_column_and_a_column_of_another_table_are_named():
    columns = {"Pat": "patient_id", "Tag": "date", "Kopfweh": "date", "Bem": "units"}
    choices = Choices(mappings=(Mapping("diary", columns),))
    _, report = read_records([Source("d.csv", DIARY)], choices)
    (problem,) = report.files[0].problems
    assert "Tag and Kopfweh for date, where one was expected" in problem
    assert "Bem for units, which diary has not" in problem


def explained(*files):
    done = CliRunner().invoke(main, ["check", "--explain", *map(str, files)])
    return done.exit_code, done.stdout, done.stderr


def test_what_is_explained_is_handed_over_as_it_is(tmp_path):
    diary, sheet = tmp_path / "diary.csv", tmp_path / "wide.csv"
    diary.write_bytes(DIARY)
    sheet.write_text(
        "Study ABC: migraine days\nID,Baseline,12 wk,24 wk\nP1,20,10,8\nP2,18,12,9\n",
        encoding="utf-8",
        newline="",
    )
    code, out, told = explained(diary, sheet)
    assert code == 0, told
    assert VALID.is_valid(json.loads(out))
    assert "diary.csv: a row is taken for one recorded day of one patient." in told
    assert "diary.csv, 'Tag': date, its name says so, and every filled cell is a date." in told
    assert "'Bem': not read." in told
    assert "look at this one first" in told
    assert not {"ja", "16.11.2024", "P1"} & {*out.replace('"', " ").split(), *told.split()}
    saved = tmp_path / "mapping.json"
    saved.write_bytes(out.encode())
    done = CliRunner().invoke(
        main, ["import", str(diary), str(sheet), "--mapping", str(saved), "--out", str(tmp_path)]
    )
    assert "diary.csv: read as its mapping says." in done.stderr
    assert "wide.csv: read as its mapping says." in done.stderr


def test_what_is_known_needs_no_mapping_and_what_lacks_is_named(tmp_path):
    known, other = tmp_path / "diary.csv", tmp_path / "other.csv"
    known.write_text("patient_id,date,headache\nA,2024-11-16,1\n", encoding="utf-8", newline="")
    code, out, told = explained(known)
    assert (code, out) == (0, "")
    assert "it needs no mapping" in told
    other.write_text("Wer,Was\nA,b\nA,c\n", encoding="utf-8", newline="")
    code, out, told = explained(known, other)
    assert code == 1
    assert "no column was found for" in told
    assert [one["headers"] for one in json.loads(out)] == [["Wer", "Was"]]


def test_events_of_redcap_are_explained_as_they_are_suggested():
    code, out, told = explained(ROOT / "tests/fixtures/redcap_longitudinal.csv")
    assert code == 1  # a number in a name is a suggestion
    (mapping,) = json.loads(out)
    assert mapping["events"] == {"intake_arm_1": 0, "tretment_1_arm_1": 1, "trt2_arm_1": 2}
    assert "Suggested by the name of the baseline and the number in a name." in told
    assert "'intake_arm_1': session 0." in told


def test_columns_of_redcap_are_explained_beside_its_events(tmp_path):
    """Both are asked: a mapping of the events alone would leave the recorded days out unseen."""
    path = tmp_path / "redcap.csv"
    path.write_text(
        "record_id,redcap_event_name,migraine_days,days_recorded\n"
        "1,intake,16,24\n1,first,9,28\n2,intake,18,24\n2,first,12,28\n",
        encoding="utf-8",
        newline="",
    )
    code, out, told = explained(path)
    assert code == 1
    (mapping,) = json.loads(out)
    assert mapping["events"] == {"intake": 0}
    assert "'first': to be said." in told
    assert mapping["columns"]["days_recorded"] == "recorded_days"


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("Pat;Tag;Kopfweh", "next.csv has no column Bem."),
        ("Pat;Tag;Kopfweh;Neu", "next.csv has no column Bem, and Neu besides."),
        ("Pat;Tag;Kopfweh;Bem;Neu", "next.csv has the column Neu besides, and the mapping names"),
    ],
)
def test_a_mapping_that_names_all_columns_says_which_one_differs(tmp_path, head, told):
    first, later, saved = tmp_path / "first.csv", tmp_path / "next.csv", tmp_path / "m.json"
    first.write_bytes(DIARY)
    saved.write_bytes(explained(first)[1].encode())
    width = head.count(";") + 1
    rows = "".join(
        ";".join(["A", f"{day}.12.2024", "ja", "x", "y"][:width]) + "\n" for day in "789"
    )
    later.write_text(f"{head}\n{rows}", encoding="utf-8", newline="")
    done = CliRunner().invoke(main, ["check", str(later), "--mapping", str(saved)])
    assert done.exit_code == 1
    assert f"m.json fits no file: {told}" in done.output


@pytest.fixture
def clinic(tmp_path):
    """A diary and sessions under names of their own, and the file of their two mappings."""
    first = date(2024, 1, 1)
    days = [
        (p, first + timedelta(days=n), n % 3 if p == "A" else 1) for p in "AB" for n in range(120)
    ]
    rows = "".join(f"{p};{day:%d.%m.%Y};{'nein' if mod else 'ja'}\n" for p, day, mod in days)
    (tmp_path / "tage.csv").write_text("Wer;Wann;M\n" + rows, encoding="utf-8", newline="")
    (tmp_path / "spritzen.csv").write_text(
        "Klinik X\nWer;Gespritzt\nA;20.02.2024\nB;20.02.2024\n", encoding="utf-8", newline=""
    )
    of_days = Mapping("diary", {"Wer": "patient_id", "Wann": "date", "M": "migraine"})
    sessions = Mapping("sessions", {"Wer": "patient_id", "Gespritzt": "session_date"})
    (tmp_path / "m.json").write_text(
        Mapping.several_to_json([of_days, sessions]), encoding="utf-8", newline=""
    )
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.mark.parametrize("command", ["rates", "outcomes", "verdicts"])
def test_commands_that_count_read_files_by_a_mapping(clinic, command):
    own = ("--diary", clinic / "tage.csv", "--sessions", clinic / "spritzen.csv")
    mapped = run(command, *own, "--mapping", clinic / "m.json")
    assert mapped.exit_code == 0, mapped.stderr
    assert "tage.csv: read as its mapping says." in mapped.stderr
    tables = ("tage.csv", "spritzen.csv")
    files = (clinic / name for name in tables)
    assert (
        run("import", *files, "--mapping", clinic / "m.json", "--out", clinic / "t").exit_code == 0
    )
    ours = ("--diary", clinic / "t/diary.csv", "--sessions", clinic / "t/sessions.csv")
    assert run(command, *ours).stdout == mapped.stdout


def test_of_a_file_that_nothing_knows_the_commands_say_how_it_is_mapped(clinic):
    own = ("--diary", clinic / "tage.csv", "--sessions", clinic / "spritzen.csv")
    done = run("rates", *own)
    assert done.exit_code == 1
    assert "check --explain tage.csv > mapping.json' prints the mapping by which" in done.stderr
    turned = ("--diary", clinic / "spritzen.csv", "--sessions", clinic / "tage.csv")
    done = run("rates", *turned, "--mapping", clinic / "m.json")
    assert done.exit_code == 1
    assert (
        "tage.csv was given as sessions, and is diary by the meanings of its columns" in done.stderr
    )
    assert "check --explain tage.csv" not in done.stderr  # its mapping is there
    done = run(
        "rates", *own[2:], "--diary", clinic / "spritzen.csv", "--mapping", clinic / "m.json"
    )
    assert "The mapping m.json fits no file" in done.stderr


def test_counts_in_a_column_per_period_are_counted_by_their_mapping(clinic):
    (clinic / "c.csv").write_text("Akte,V,N\n1,20,8\n2,18,12\n", encoding="utf-8", newline="")
    periods = {"V": ("migraine_days", 0), "N": ("migraine_days", 1)}
    mapping = Mapping(columns={"Akte": "patient_id"}, periods=periods)
    (clinic / "c.json").write_text(mapping.to_json(), encoding="utf-8", newline="")
    done = run("rates", "--counts", clinic / "c.csv", "--mapping", clinic / "c.json")
    assert done.exit_code == 0, done.stderr
    assert done.stdout.count("\n") > 1


def test_a_session_that_the_mapping_names_is_not_asked_about_as_a_month():
    """Sessions 1 and 2 were left out by the user: 3 alone, or 3 and 6, looked like months."""
    rows = "".join(f"N-{n},{20 + n % 5},{12 + n % 3},{11 + n % 4}\n" for n in range(9))
    for last in (3, 6):
        periods = {
            "V": ("migraine_days", 0),
            "N": ("migraine_days", 3),
            "M": ("headache_days", last),
        }
        mapping = Mapping(columns={"Akte": "patient_id"}, periods=periods)
        records, report = read_records(
            [Source("own.csv", f"Akte,V,N,M\n{rows}".encode())], Choices(mappings=(mapping,))
        )
        assert not report.questions
        assert {*records.counts["session"]} == {0, 3, last}


def test_a_mapped_file_of_patients_keeps_its_own_columns_as_one_that_is_known_does():
    """For groups and filters; whoever may name a person stays out of both."""
    rows = "P1,Ulm,22,yes,Mr One\nP2,Hull,31,no,Ms Two\n"
    known = "patient_id,site,BMI,Aura,Name\n" + rows
    unknown = "Fall,Ort der Praxis,BMI,Aura,Name\n" + rows
    mapping = Mapping(table="patients", columns={"Fall": "patient_id", "Ort der Praxis": "site"})
    ours, _ = read_records([Source("patients.csv", known.encode())])
    theirs, report = read_records(
        [Source("leute.csv", unknown.encode())], Choices(mappings=(mapping,))
    )
    assert ours.patients["bmi"].tolist() == ["22", "31"]
    assert_frame_equal(theirs.patients, ours.patients)
    assert report.files[0].dropped == ("Name",)
    assert "not read" not in " ".join(report.files[0].notices)


@pytest.mark.parametrize(
    "columns",
    [
        ("sessions", {"patient_id": "patient_id", "date": "session_date"}),
        ("diary", {"patient_id": "patient_id", "date": "date", "migraine": "headache"}),
    ],
)
def test_a_mapping_of_another_file_takes_no_place_of_a_files_own_columns(tmp_path, columns):
    """Where it does not name all columns of its file: a diary became sessions, in silence."""
    own, other = tmp_path / "diary.csv", tmp_path / "m.json"
    rows = "".join(f"A,2024-11-{day},1,0\n" for day in (16, 17, 18))
    own.write_text("patient_id,date,headache,migraine\n" + rows, encoding="utf-8", newline="")
    mapping = Mapping(*columns)
    records, _ = read_records(
        [Source(own.name, own.read_bytes())], Choices(mappings=(mapping,), today=date(2024, 12, 1))
    )
    assert records.diary["headache"].tolist() == [1, 1, 1]
    other.write_text(mapping.to_json(), encoding="utf-8", newline="")
    done = run("check", own, "--mapping", other)
    assert done.exit_code == 1
    assert "m.json fits no file: diary.csv is diary by its own columns" in done.output
    named = replace(mapping, headers=("patient_id", "date", "headache", "migraine"))
    other.write_text(named.to_json(), encoding="utf-8", newline="")
    assert "fits no file" not in run("check", own, "--mapping", other).output
