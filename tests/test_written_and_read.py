"""What we write, we read: to the same numbers, whoever the patients are and whatever was chosen."""

import io
import zipfile
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from analytics.codes import OtherTreatments
from analytics.cycles import count_cycles, to_hand_on
from analytics.definitions import MEASURES, PRESETS
from analytics.frames import CANONICAL, CYCLES
from analytics.report_choices import SECTIONS, ReportChoices
from analytics.result import result_of
from analytics.settings import SHAREABLE_COLUMNS, Settings
from analytics.settings_check import UNCARRIED
from analytics.summaries import responder_rates
from analytics.tables import TABLES, Asked, make_table
from analytics.therapies import every_window
from analytics.written import PLAIN, CsvStyle, as_csv, cells_to_read, inert_cells
from commands.results import SomeCycles
from importing import Source, read_records
from importing.columns import are_results, own_names, recognise_table
from importing.stamped import write_parquet, write_stamped
from reports.data_zip import data_zip
from reports.tables import Sheet
from reports.workbook import workbook
from tests.examples import examples
from tests.front_door import days, diary, sessions
from tests.test_sample import FOLDER

pytestmark = pytest.mark.slow

# Ids that a spreadsheet would run, or that look as if somebody had kept it from doing so.
IDS = [
    "-5",
    "+49 1",
    "=A1",
    "@home",
    "'=A1",
    "''-5",
    "0144",
    "007",
    "1e5",
    "NA",
    "P-0001",
    "1",
    "é;ü",
    'a "b"',
    "x,y",
    "'quoted'",
    "-",
    "=1+1",
    "\uff1d1+1",  # the wide sign
    "'\uff20home",
]


def clinic(ids, site="Moor", between=84):
    """A few patients with two sessions each, by the rows of their files."""
    rows, visits, people = [], [], []
    for number, one in enumerate(ids):
        rows += diary(one, "2024-01-01", days(12 + number % 5, 30) + days(5, 31) + days(9, 60))
        visits += sessions(one, "2024-01-31", "2024-04-24")
        people.append({"patient_id": one, "site": site, "sex": "female", "age": 40 + number})
    return {"diary": rows, "sessions": visits, "patients": people}


def as_sources(tables):
    return [
        Source(f"{name}.csv", as_csv(inert_cells(pd.DataFrame(rows))).encode(), name)
        for name, rows in tables.items()
    ]


def read_again(*written: tuple[str, str | bytes]):
    records, report = read_records(
        [Source(name, text.encode() if isinstance(text, str) else text) for name, text in written]
    )
    assert not report.questions, list(report.sentences())
    assert all(not file.set_aside for file in report.files), list(report.sentences())
    return records


def same_numbers(records, again, chosen=None):
    chosen = chosen or Settings()
    ours, theirs = (
        result_of(records, chosen).outcomes,
        result_of(again, chosen.as_counted(again)).outcomes,
    )
    assert_frame_equal(theirs, ours, check_dtype=False)
    assert_frame_equal(responder_rates(theirs), responder_rates(ours))


@pytest.fixture(scope="module")
def named_badly():
    records, report = read_records(as_sources(clinic(IDS)))
    assert not report.undecided, list(report.sentences())
    assert set(records.patient_ids) == set(IDS)
    return records


def cycles_of(records, chosen=None):
    chosen = chosen or Settings()
    up_to = records.as_of()
    return to_hand_on(count_cycles(up_to, chosen.definition), chosen.definition, up_to.cut_off)


STYLES = [PLAIN, CsvStyle.of(","), CsvStyle(".", ";"), CsvStyle(".", "\t"), CsvStyle(",", "\t")]


@pytest.mark.parametrize("mark", [inert_cells, cells_to_read])
@pytest.mark.parametrize("style", STYLES)
def test_canonical_tables_come_back(named_badly, mark, style):
    tables = {name: frame for name, frame in named_badly.tables.items() if len(frame)}
    text = {n: as_csv(mark(frame), style) for n, frame in tables.items()}
    again = read_again(*((f"{name}.csv", one.encode("utf-8-sig")) for name, one in text.items()))
    assert again.digest == named_badly.digest


def test_stamped_tables_and_workbooks_come_back(named_badly):
    tables = {name: frame for name, frame in named_badly.tables.items() if len(frame)}
    stamped = [(f"{n}.parquet", write_stamped(CANONICAL[n], f)) for n, f in tables.items()]
    assert read_again(*stamped).digest == named_badly.digest
    books = [(f"{n}.xlsx", workbook([Sheet(n, cells_to_read(f))])) for n, f in tables.items()]
    again = read_again(*books)
    assert again.patient_ids == named_badly.patient_ids
    same_numbers(named_badly, again)


@settings(max_examples=examples(10), deadline=None)
@given(st.lists(st.integers(1, 2800), min_size=6, max_size=6), st.sampled_from(STYLES))
def test_numbers_and_ids_come_back_in_every_style(hundredths, style):
    """Monthly means with two decimals, beside ids that look like numbers."""
    frame = pd.DataFrame(
        {
            "patient_id": ["007", "007", "1e5", "1e5", "P-1", "P-1"],
            "session": [0, 1] * 3,
            "migraine_days": [value / 100 for value in hundredths],
        }
    )
    written = as_csv(inert_cells(frame), style).encode("utf-8-sig")
    records, report = read_records([Source("counts.csv", written)])
    assert {question.code for question in report.questions} <= {"complete"}, report.questions
    assert records.patient_ids == ["007", "1e5", "P-1"]
    back = records.counts.sort_values(["patient_id", "session"])["migraine_days"]
    assert back.astype("float64").tolist() == frame["migraine_days"].tolist()


@pytest.mark.parametrize("mark", [inert_cells, cells_to_read])
def test_cycles_come_back(named_badly, mark, tmp_path):
    cycles = cycles_of(named_badly)
    same_numbers(named_badly, read_again(("cycles.csv", as_csv(mark(cycles)))))
    write_parquet([cycles], tmp_path / "cycles.parquet", CYCLES)
    parquet = (tmp_path / "cycles.parquet").read_bytes()
    same_numbers(named_badly, read_again(("cycles.parquet", parquet)))


@pytest.mark.parametrize("every_day", [False, True])
def test_the_package_comes_back(named_badly, every_day):
    chosen = Settings(PRESETS["preempt"])
    content = data_zip(result_of(named_badly, chosen), chosen, every_day=every_day)
    again = read_again(("data.zip", content))
    assert again.are_cycles != every_day
    same_numbers(named_badly, again, chosen)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        member = archive.read("cycles.csv")
    same_numbers(named_badly, read_again(("cycles.csv", member)), chosen)


def test_counts_made_into_cycles_come_back(door, tmp_path):
    """A missing cut-off never equalled itself: all rows were set aside."""
    given = (f"--counts={FOLDER / 'counts.csv'}", f"--patients={FOLDER / 'patients.csv'}")
    first = door.run("rates", *given)
    for name in ("cycles.csv", "cycles.parquet"):
        assert door.run("cycles", *given, f"--out={tmp_path / name}").exit_code == 0
        again = door.run("rates", f"--cycles={tmp_path / name}", given[1])
        assert again.exit_code == 0, again.output
        assert "0 set aside" in again.stderr
        assert again.stdout == first.stdout


def test_outcomes_are_not_taken_for_counts(named_badly):
    """Read as counts every window would be over: another rate, without a word."""
    for text in (as_csv(inert_cells(result_of(named_badly, Settings()).outcomes)),):
        records, report = read_records([Source("outcomes.csv", text.encode())])
        assert not records.patient_ids
        assert "made from records" in " ".join(report.sentences())
        assert "cycles.csv" in " ".join(report.sentences())


def test_no_table_of_ours_is_taken_for_records(named_badly):
    result = result_of(named_badly, Settings())
    for name in (table.name for table in TABLES.values() if not table.long):
        headers = [str(column) for column in make_table(name, result, Asked(2))]
        assert recognise_table(own_names(headers)) is None or are_results(headers), (name, headers)


marks = st.text(st.sampled_from("=+-@'\"A1 .,;é"), min_size=1, max_size=6)


@settings(max_examples=examples(10), deadline=None)
@given(st.lists(marks.map(str.strip).filter(bool), min_size=1, max_size=4, unique=True))
def test_any_id_that_was_read_is_read_again(ids):
    frame = pd.DataFrame({"patient_id": ids, "session_date": "2024-01-31"})
    text = frame.to_csv(index=False)  # as anybody writes it
    records, report = read_records([Source("sessions.csv", text.encode(), "sessions")])
    if report.undecided:
        return
    for mark in (inert_cells, cells_to_read):
        written = as_csv(mark(records.sessions))
        again, _ = read_records([Source("sessions.csv", written.encode(), "sessions")])
        assert again.digest == records.digest


definitions = st.builds(
    lambda preset, **parts: preset.changed(**parts),
    st.sampled_from(list(PRESETS.values())),
    measure=st.sampled_from(list(MEASURES)),
    window=st.sampled_from(list(every_window())),
    month=st.sampled_from([28, 30]),
    threshold=st.integers(1, 100),
    min_baseline_days=st.integers(1, 30),
    min_days=st.none() | st.integers(1, 84),
    other_treatments=st.sampled_from(OtherTreatments),
)
words = st.text(min_size=1, max_size=8)
titles = st.text(  # what documents can carry; a file with another one is refused
    st.characters(exclude_categories=UNCARRIED, exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=8,
)
chosen_settings = st.builds(
    Settings,
    definition=definitions,
    cut_off=st.none() | st.dates(date(1990, 1, 1), date(2099, 12, 31)),
    filters=st.dictionaries(
        st.sampled_from([*SHAREABLE_COLUMNS, "clinician"]),
        st.lists(words, min_size=1, max_size=3),
        max_size=3,
    ).map(lambda found: tuple(sorted((k, tuple(v)) for k, v in found.items()))),
    session=st.integers(1, 40),
    report=st.builds(
        ReportChoices,
        title=titles,
        limit=st.integers(5, 20),
        study=words,
        sections=st.lists(st.sampled_from(list(SECTIONS)), min_size=1, unique=True).map(tuple),
    ),
)


@settings(max_examples=examples(12), deadline=None)
@given(chosen_settings)
def test_settings_come_back(chosen):
    assert Settings.from_json(chosen.to_json()) == chosen
    query = {k: v if isinstance(v, list) else [v] for k, v in chosen.address().items()}
    linked, problems = Settings.from_address(query)
    assert not problems
    kept = tuple(pair for pair in chosen.filters if pair[0] in SHAREABLE_COLUMNS)
    assert (linked.definition, linked.cut_off, linked.session) == (
        chosen.definition,
        chosen.cut_off,
        chosen.session,
    )
    assert sorted(linked.filters) == sorted(kept)


def test_settings_as_options_give_the_same_rates(door, named_badly):
    chosen = Settings(PRESETS["nice"].changed(month=30, min_days=3), date(2024, 4, 30))
    files = {one.table: one.content.decode() for one in as_sources(clinic(IDS))}
    rates = door.rates(*chosen.options(), **files)
    ours = responder_rates(result_of(named_badly, chosen).outcomes).set_index("session")
    assert_frame_equal(rates.astype("float64"), ours.astype("float64"))


def test_parts_of_a_registry_are_written_like_the_whole(named_badly):
    part = SomeCycles(
        count_cycles(named_badly.as_of(), Settings().definition),
        Settings().definition,
        named_badly.last_date,
    )
    assert_frame_equal(to_hand_on(*part), cycles_of(named_badly))
