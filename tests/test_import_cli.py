"""check and import: what the page does, without a page; and what goes out comes in again."""

import io
import json

import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import pytest
from click.testing import CliRunner

from cleardays import main
from importing import Choices, Mapping, Source, read_records
from importing.stamped import read_stamped
from tests.test_layouts import FIRST, FIXTURES, LAST, letters
from tests.test_sample import FOLDER

OBSERVED = ("--observed", f"{FIRST}..{LAST}")


def run(*arguments: object):
    return CliRunner().invoke(main, [str(a) for a in arguments])


def test_check_says_what_it_is_and_exits_0_when_nothing_is_open():
    result = run("check", FIXTURES / "migraine_buddy.csv", *OBSERVED)
    assert result.exit_code == 0
    assert "3 rows read = 3 used + 0 duplicates + 0 set aside." in result.stdout
    assert "Every attack from 15 Nov 2024 to 20 Nov 2024 is in the list" in result.stdout
    assert "not read, may name a person: Geohash, Notes." in result.stdout


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        ("migraine_buddy.csv", "from when to when was every attack written down?"),
        ("redcap_longitudinal.csv", "which event is the baseline"),
    ],
)
def test_check_exits_1_where_the_page_would_ask(file, sentence):
    result = run("check", FIXTURES / file)
    assert result.exit_code == 1
    assert sentence in result.stdout


def test_check_exits_1_when_a_row_was_set_aside(tmp_path):
    file = tmp_path / "diary.csv"
    file.write_text(
        "patient_id,date,headache\nA,05/04/2024,1\nA,06/04/2024,0\n", encoding="utf-8", newline=""
    )
    result = run("check", file)
    assert result.exit_code == 1
    assert "does '05/04/2024' mean 5 Apr 2024 or 4 May 2024?" in result.stdout
    assert run("check", file, "--date-order", "day_first").exit_code == 0


def test_options_answer_what_the_page_would_ask(tmp_path):
    file = tmp_path / "m.csv"
    file.write_text(
        "start,end,pain\n04/11/2024 10:00,04/11/2024 12:00,6\n", encoding="utf-8", newline=""
    )
    answers = ("--date-order", "day_first", "--observed", "2024-11-01..2024-11-05", "--id", "P-9")
    out = tmp_path / "out"
    assert run("import", file, *answers, "--out", out).exit_code == 0
    diary = pd.read_csv(out / "diary.csv")
    assert set(diary["patient_id"]) == {"P-9"}
    assert diary.loc[diary["headache"] == 1, "date"].tolist() == ["2024-11-04"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--observed", "2024-11-05"),
        ("--observed", "2024-11-05..2024-11-01"),
        ("--date-order", "sometimes"),
    ],
)
def test_usage_errors(arguments):
    assert run("check", FIXTURES / "migraine_buddy.csv", *arguments).exit_code == 2


HEADIS_ZONE = "8e295a=Europe/Berlin"  # its moments count from 1970, in UTC


def test_two_files_need_named_ids():
    files = (FIXTURES / "migraine_buddy.csv", FIXTURES / "headi.csv")
    assert run("check", *files, *OBSERVED, "--id", "A").exit_code == 2
    named = ("--id", "migraine_buddy.csv=A", "--id", "headi.csv=B", "--answer", HEADIS_ZONE)
    assert run("check", *files, *OBSERVED, *named).exit_code == 0


def test_a_mapping_is_saved_without_data_and_used_again(tmp_path):
    mapping = Mapping(
        columns={"migraine_days": "migraine_days"},
        events={"intake_arm_1": 0, "tretment_1_arm_1": 1, "trt2_arm_1": 2},
    )
    saved = tmp_path / "mapping.json"
    saved.write_text(mapping.to_json(), encoding="utf-8", newline="")
    assert set(json.loads(saved.read_text(encoding="utf-8"))) == {
        *("clear_days_mapping", "table", "columns", "values", "events", "periods")
    }
    out = tmp_path / "out"
    result = run("import", FIXTURES / "redcap_longitudinal.csv", "--mapping", saved, "--out", out)
    assert result.exit_code == 0
    assert len(pd.read_csv(out / "counts.csv")) == 5


def test_a_mapping_of_the_fields_of_an_eav_export_is_obeyed_or_an_error(tmp_path):
    """A field that nobody filled has no row: the mapping is the project's all the same."""
    head = "record,redcap_repeat_instrument,redcap_repeat_instance,field_name,value\n"
    days = "".join(
        f"A,diary,{n},tag,2024-03-{n:02}\nA,diary,{n},weh,{n % 2}\n" for n in range(1, 15)
    )
    file = tmp_path / "eav.csv"
    file.write_text(head + days, encoding="utf-8", newline="")
    asked = run("check", file)
    assert asked.exit_code == 1
    assert "tag" in asked.output
    columns = {"record": "patient_id", "tag": "date", "weh": "headache", "mittel___2": "triptan"}
    saved, other = tmp_path / "own.json", tmp_path / "other.json"
    saved.write_text(
        Mapping(table="diary", columns=columns).to_json(), encoding="utf-8", newline=""
    )
    other.write_text(
        Mapping(table="diary", columns={"jour": "date", "mal": "headache"}).to_json(),
        encoding="utf-8",
        newline="",
    )
    done = run("check", file, "--mapping", saved)
    assert done.exit_code == 0, done.output
    assert "mittel___2: in no row of this export, so not recorded." in done.output
    assert "other.json fits no file" in run("check", file, "--mapping", other).output


def test_a_mapping_without_an_id_is_of_one_person(tmp_path):
    """Her sessions are known by the other files; a list of several people is no diary of one."""
    days = "".join(f"2024-03-{day:02},{day % 3 // 2}\n" for day in range(1, 31))
    (tmp_path / "Anna.csv").write_text(
        "Jour noté,Mal de tête\n" + days, encoding="utf-8", newline=""
    )
    (tmp_path / "s.csv").write_text(
        "Wann gespritzt,Menge\n2024-03-15,155\n", encoding="utf-8", newline=""
    )
    columns = {"Jour noté": "date", "Mal de tête": "headache"}
    (tmp_path / "d.json").write_text(
        Mapping(table="diary", columns=columns).to_json(), encoding="utf-8", newline=""
    )
    columns = {"Wann gespritzt": "session_date", "Menge": "units"}
    (tmp_path / "s.json").write_text(
        Mapping(table="sessions", columns=columns).to_json(), encoding="utf-8", newline=""
    )
    mappings = [part for name in "ds" for part in ("--mapping", tmp_path / f"{name}.json")]
    done = run("import", tmp_path / "Anna.csv", tmp_path / "s.csv", *mappings, "--out", tmp_path)
    assert done.exit_code == 0, done.output
    assert (
        (tmp_path / "sessions.csv").read_text(encoding="utf-8").splitlines()[1].startswith("Anna,")
    )
    (tmp_path / "Anna.csv").write_text(
        "Jour noté,Mal de tête\n" + days + days, encoding="utf-8", newline=""
    )
    refused = run("check", tmp_path / "Anna.csv", *mappings[:2])
    assert refused.exit_code == 1
    assert "has no column patient_id" in refused.output


def test_a_mapping_that_fits_no_file_says_which_column_is_lacking(tmp_path):
    saved, diary = tmp_path / "mapping.json", tmp_path / "d.csv"
    saved.write_text(
        Mapping(table="diary", columns={"Pat": "patient_id", "Datum": "date"}).to_json(),
        encoding="utf-8",
        newline="",
    )
    diary.write_text("Pat,Tag,Kopf\nA,2024-01-01,1\n", encoding="utf-8", newline="")
    result = run("check", diary, "--mapping", saved)
    assert result.exit_code == 1
    assert "mapping.json fits no file: d.csv has no column Datum." in result.output
    diary.write_text("Id,Tag,Kopf\nA,2024-01-01,1\n", encoding="utf-8", newline="")
    assert (
        "none of them has the columns Datum, Pat." in run("check", diary, "--mapping", saved).output
    )


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"clear_days_mapping": 1, "columns": 3}'])
def test_a_file_that_is_no_mapping_is_a_usage_error(tmp_path, text):
    saved = tmp_path / "mapping.json"
    saved.write_text(text, encoding="utf-8", newline="")
    assert run("check", FIXTURES / "headi.csv", "--mapping", saved).exit_code == 2


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_what_goes_out_comes_in_again_and_gives_the_same_numbers(tmp_path, kind):
    files = [FOLDER / f"{name}.csv" for name in ("diary", "sessions", "patients", "scores")]
    records, _ = read_records([Source(f.name, f.read_bytes()) for f in files])
    run("import", *files, "--out", tmp_path, "--format", kind)
    written = sorted(tmp_path.glob(f"*.{kind}"))
    again, report = read_records([Source(f.name, f.read_bytes()) for f in written])
    assert not report.questions
    assert not report.set_aside
    assert again.digest == records.digest
    if kind == "parquet":
        assert {file.layout for file in report.files} == {"Checked before"}


def test_assumed_days_stay_marked_on_the_way_out_and_in(tmp_path):
    run("import", FIXTURES / "migraine_buddy.csv", *OBSERVED, "--out", tmp_path)
    records, _ = read_records([Source("diary.csv", (tmp_path / "diary.csv").read_bytes())])
    assert letters(records.diary) == "=?MM=H"


def test_a_changed_stamped_file_is_checked_anew(tmp_path):
    run("import", FOLDER / "sessions.csv", "--out", tmp_path, "--format", "parquet")
    content = (tmp_path / "sessions.parquet").read_bytes()
    assert read_stamped(content) is not None
    table = pd.read_parquet(io.BytesIO(content))
    sink = io.BytesIO()
    table.assign(units=-5.0).to_parquet(sink)
    assert read_stamped(sink.getvalue()) is None
    _, report = read_records([Source("s.parquet", sink.getvalue())], Choices())
    assert "units: 602 cells cannot be read" in report.files[0].told[0].text
    stamp = pa.parquet.read_schema(io.BytesIO(content)).metadata
    arrow = pa.Table.from_pandas(table.assign(units=-5.0), preserve_index=False)
    forged = io.BytesIO()
    pa.parquet.write_table(arrow.replace_schema_metadata(stamp), forged)
    _, report = read_records([Source("s.parquet", forged.getvalue())], Choices())
    assert "units: 602 cells cannot be read" in report.files[0].told[0].text
    assert any("its stamp does not fit its content" in told for told in report.files[0].notices)


def test_the_mark_of_assumed_days_reaches_the_outcomes(door, tmp_path):
    run("import", FIXTURES / "migraine_buddy.csv", *OBSERVED, "--out", tmp_path)
    table = door.outcomes(
        *("--min-baseline-days", 2, "--min-days", 1, "--cut-off", "2025-01-01"),
        diary=(tmp_path / "diary.csv").read_text(encoding="utf-8"),
        sessions=[{"patient_id": "migraine_buddy", "session_date": "2024-11-18"}],
    )
    assert table["assumed_free_days"].tolist() == [1, 1]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ('{"a": 5}', "values, 'a': {their text: our text} was expected."),
        ('{"a": [1]}', "values, 'a': {their text: our text} was expected."),
        ('{"a": null}', "values, 'a': {their text: our text} was expected."),
        ("[" * 100_000, "It is no JSON that can be read"),
    ],
)
def test_a_mapping_of_another_shape_gets_a_sentence(tmp_path, values, told):
    (tmp_path / "m.json").write_text(
        f'{{"clear_days_mapping": 1, "values": {values}}}', encoding="utf-8", newline=""
    )
    (tmp_path / "d.csv").write_text(
        "patient_id,date,headache\nA,2024-01-01,1\n", encoding="utf-8", newline=""
    )
    done = run("check", tmp_path / "d.csv", "--mapping", tmp_path / "m.json")
    assert done.exit_code == 2
    assert f"m.json: {told}" in done.output


def test_the_mapping_of_the_help_and_of_the_readme_is_read(tmp_path):
    told = " ".join(run("check", "--help").output.split())
    shown = told[told.index('{"clear_days_mapping"') :]
    example, _ = json.JSONDecoder().raw_decode(shown)
    readme = (FOLDER.parents[1] / "README.md").read_text(encoding="utf-8")
    in_readme = json.loads(readme.partition("```json\n")[2].partition("```")[0])
    assert {key: value for key, value in in_readme.items() if value} == example
    saved, file = tmp_path / "mapping.json", tmp_path / "tagebuch.csv"
    saved.write_text(json.dumps(example), encoding="utf-8", newline="")
    file.write_text(
        "Pat,Tag,Kopfschmerz\nA,2024-05-01,ja\nA,2024-05-02,nein\n", encoding="utf-8", newline=""
    )
    run("import", file, "--mapping", saved, "--out", tmp_path / "out")
    assert pd.read_csv(tmp_path / "out" / "diary.csv")["headache"].tolist() == [1, 0]
