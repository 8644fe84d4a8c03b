"""Cycles that were counted elsewhere: the same numbers as from the diary, and nothing invented."""

import io

import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import pytest
from pandas.testing import assert_frame_equal
from sqlalchemy import create_engine
from streamlit.testing.v1 import AppTest

from analytics.codes import Step
from analytics.cycles import count_cycles, to_hand_on
from analytics.definitions import DEFAULT_DEFINITION, PRESETS
from analytics.frames import CANONICAL
from analytics.guidelines import verdicts
from analytics.needs import SINGLE_DAYS
from analytics.records import Records
from analytics.result import result_of
from analytics.safety import side_effects
from analytics.settings import Settings
from analytics.summaries import responder_rates
from analytics.tables import TABLES, Asked, make_table
from analytics.therapies import BOTULINUM_TOXIN
from analytics.written import as_csv
from clinic import cohorts
from clinic.database import upgrade
from importing import Source, read_records
from importing.stamped import read_stamped, write_parquet
from tests.test_pages import NEEDS_RECORDS, start, text
from tests.test_sample import FOLDER
from words.guidelines import in_words
from words.lists import descriptions
from words.tables import compared as compared_in_words

pytestmark = pytest.mark.slow

NEED_DAYS = {table.name for table in TABLES.values() if table.needs >= SINGLE_DAYS}
OTHER_WINDOWS = {"compared", "specifications", "flips", "without_other_treatments"}
WITHOUT_DAYS = {"pages/onset.py", "pages/medication.py"}


def handed_on(records: Records, definition=DEFAULT_DEFINITION, parquet=None) -> Source:
    narrowed = records.as_of()
    cycles = to_hand_on(count_cycles(narrowed, definition), definition, narrowed.cut_off)
    if parquet is None:
        return Source("cycles.csv", as_csv(cycles).encode())
    half = len(cycles) // 2
    write_parquet([cycles[:half], cycles[half:]], parquet, CANONICAL["cycles"])
    return Source("cycles.parquet", parquet.read_bytes())


def beside(*names: str) -> list[Source]:
    return [Source(f"{n}.csv", (FOLDER / f"{n}.csv").read_bytes(), n) for n in names]


@pytest.fixture(scope="module")
def opened(sample):
    others = beside("patients", "scores", "adverse_events", "treatments")
    return read_records([handed_on(sample[0]), *others], synthetic=True)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_every_definition_gives_the_same_outcomes(sample, tmp_path, preset, form):
    definition = PRESETS[preset]
    parquet = tmp_path / "cycles.parquet" if form == "parquet" else None
    records, report = read_records([handed_on(sample[0], definition, parquet)])
    assert report.files[0].used == report.files[0].rows_read == len(records.cycles)
    assert (report.files[0].layout == "Checked before") == (form == "parquet")
    for measure, threshold in (("migraine_days", 50), ("headache_days", 30)):
        chosen = Settings(definition.changed(measure=measure, threshold=threshold))
        assert chosen.as_counted(records) == chosen
        assert_frame_equal(
            result_of(records, chosen).outcomes, result_of(sample[0], chosen).outcomes
        )


def test_filters_give_the_same_outcomes(sample, opened):
    for filters in ((("site", ("Moor",)),), (("sex", ("male",)), ("site", ("Valley",)))):
        chosen = Settings(filters=filters)
        assert_frame_equal(
            result_of(opened[0], chosen).outcomes, result_of(sample[0], chosen).outcomes
        )


def test_window_and_cut_off_are_those_of_the_table(sample, opened):
    records = opened[0]
    asked = Settings(PRESETS["preempt"], cut_off=pd.Timestamp("2024-01-01").date())
    settled = asked.as_counted(records)
    assert settled.cut_off is None
    assert settled.definition.label == "preempt, changed: window month_after, month 30"
    assert records.as_of(asked.cut_off).cut_off == sample[0].last_date
    with pytest.raises(ValueError, match="counted elsewhere"):
        count_cycles(records, PRESETS["preempt"])


def test_tables_that_need_no_days_are_the_same(sample, opened):
    compared = set(TABLES) - NEED_DAYS - OTHER_WINDOWS

    def tables(records, names):
        result = result_of(records, Settings())
        return {name: make_table(name, result, Asked(2)) for name in names}

    ours, theirs = tables(opened[0], TABLES), tables(sample[0], compared)
    assert {name for name, frame in ours.items() if frame.empty} - {"heaping"} == NEED_DAYS
    assert (ours["side_effects"]["treated"] <= theirs["side_effects"]["treated"]).all()
    first = Step.IN_THE_RECORDS  # who has a diary and no session is not among the cycles
    for each in (ours, theirs):
        each["flow"] = each["flow"][each["flow"]["step"] != first].reset_index(drop=True)
    for name in compared - {"side_effects"}:
        assert_frame_equal(ours[name], theirs[name], check_dtype=False, obj=name)
    assert set(ours["specifications"]["window"]) == {"month_after"}
    assert set(ours["without_other_treatments"]["other_treatments"]) == {"marked"}
    own = compared_in_words(ours["compared"])
    own = own[own["kind"] == "our records"].set_index("window")
    elsewhere = ~own.index.str.startswith("month after")
    assert elsewhere.any()
    assert own.loc[elsewhere, "n"].eq(0).all()
    assert own.loc[elsewhere, "remark"].str.startswith("counted elsewhere in another").all()


def test_later_courses_are_known_from_a_file_of_sessions(sample):
    records, _ = read_records([handed_on(sample[0]), *beside("sessions", "adverse_events")])
    assert_frame_equal(side_effects(records.as_of()), side_effects(sample[0].as_of()))
    assert records.given == ("sessions", "cycles", "adverse_events")


def test_a_rule_of_other_windows_cannot_judge(opened):
    said = in_words(verdicts(opened[0].as_of(), BOTULINUM_TOXIN)).set_index("rule")
    assert set(said.loc["nice_nonresponse", "verdict"]) == {"cannot_judge"}
    assert said.loc["nice_nonresponse", "basis"].str.contains("in other windows").all()
    assert set(said.loc["hull_responder", "verdict"]) >= {"meets", "does_not_meet"}
    offered = {of.name for of in descriptions(DEFAULT_DEFINITION, opened[0])}
    assert not offered & {"nice_nonresponse", "nice_goal", "overuse_any"}
    assert {"worse", "lost_response", "thin", "late", "side_effect"} <= offered


def test_every_row_of_a_damaged_table_is_accounted_for(sample):
    frame = pd.read_csv(io.BytesIO(handed_on(sample[0]).content), dtype="str")
    treated = frame.index[frame["migraine_recorded_days"].astype("float") > 20]
    frame.loc[treated[0], "migraine_days"] = "300"
    frame.loc[treated[1], "month"] = "28"
    frame.loc[treated[2], "closed"] = "perhaps"
    frame.loc[treated[3], "headache_recorded_days"] = "99"
    frame = pd.concat([frame, frame.iloc[[5]]], ignore_index=True)
    records, report = read_records([Source("cycles.csv", frame.to_csv(index=False).encode())])
    told = report.files[0]
    assert (told.rows_read, told.duplicates, told.set_aside) == (len(frame), 1, 4)
    assert told.used == len(records.cycles) == len(frame) - 5
    problems = " ".join(report.broken["problem"])
    for sentence in (
        "more migraine_days than migraine_recorded_days",
        "counted in another way",
        "more headache_recorded_days than window_days",
    ):
        assert sentence in problems


def test_files_that_were_counted_differently_are_not_mixed(sample):
    one, other = handed_on(sample[0]), handed_on(sample[0], PRESETS["preempt"])
    other = Source("weeks.csv", other.content)
    records, report = read_records([one, other])
    assert set(records.cycles["window"]) == {"month_after"}
    assert [file.set_aside for file in report.files] == [0, report.files[1].rows_read]
    assert "another way than the first file" in report.broken["problem"].iloc[-1]


def test_a_diary_comes_before_cycles(sample):
    records, report = read_records([*beside("diary", "sessions"), handed_on(sample[0])])
    assert not records.are_cycles
    assert not records.counted_elsewhere
    assert any("not used: there is a diary" in notice for notice in report.notices)


def test_a_stamp_on_other_content_is_not_believed(sample, tmp_path):
    source = handed_on(sample[0], parquet=tmp_path / "cycles.parquet")
    table, frame = read_stamped(source.content)
    assert table.name == "cycles"
    assert len(frame) == len(pd.read_csv(FOLDER / "cycles.csv"))
    arrow = pa.parquet.read_table(io.BytesIO(source.content))
    pa.parquet.write_table(arrow.slice(1), tmp_path / "fewer.parquet")
    fewer = (tmp_path / "fewer.parquet").read_bytes()
    assert read_stamped(fewer) is None
    records, _ = read_records([Source("fewer.parquet", fewer)])
    assert len(records.cycles) == len(frame) - 1


def test_kept_and_opened_again(opened, tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'kept.db'}")
    upgrade(engine)
    kept = cohorts.keep(engine, "Registry", opened[0], Settings(), "ada")
    again = cohorts.opened(engine, kept)
    assert again.are_cycles
    assert again.digest == opened[0].digest


def test_the_command_line_hands_on_and_takes(door, tmp_path):
    files = [
        f"--{n.replace('_', '-')}={FOLDER / f'{n}.csv'}"
        for n in ("diary", "sessions", "patients", "treatments")
    ]
    target = tmp_path / "cycles.parquet"
    door.run("cycles", *files, f"--out={target}")
    patients = f"--patients={FOLDER / 'patients.csv'}"
    for command in (("rates",), ("outcomes",), ("table", "states")):
        taken = door.run(*command, f"--cycles={target}", patients, "--where", "site=Moor")
        direct = door.run(*command, *files, "--where", "site=Moor")
        assert taken.stdout == direct.stdout
        assert "Moor" not in taken.stdout
    told = door.run("rates", f"--cycles={target}", "--definition=nice")
    assert "NICE TA260, changed: month after, months of 30 days" in told.stderr


@pytest.fixture(scope="module")
def tab(opened) -> dict:
    return {"records": opened[0], "report": opened[1]}


@pytest.mark.parametrize("page", NEEDS_RECORDS)
def test_every_page_answers(tab, page):
    app: AppTest = start(page, tab)
    if page != "pages/presentation.py":  # for a projector: without strip
        assert "counted elsewhere up to" in text(app)
    if page in WITHOUT_DAYS:
        assert not app.get("plotly_chart")
    else:
        assert app.header


def test_the_numbers_on_the_page_are_those_of_the_diary(tab, sample):
    rates = responder_rates(result_of(sample[0], Settings()).outcomes).set_index("session")
    told = f"{rates.loc[2, 'responders']:.0f} of {rates.loc[2, 'evaluable']:.0f} patients"
    assert told in text(start("app.py", tab))


def test_what_needs_days_is_not_offered(tab):
    def offered(session):
        return {link.proto.label for link in start("app.py", session).sidebar.get("page_link")}

    assert offered({}) - offered(tab) == {"Medication", "Onset and wear-off"}
