"""One expression, three places: in memory, by DuckDB over files, on Spark. The same tables."""

import importlib.util
import io
import os
import shutil
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from analytics.counting import count_days_in_memory
from analytics.cycles import count_cycles
from analytics.definitions import PRESETS
from analytics.frames import CANONICAL
from analytics.outcomes import derive_outcomes
from importing import Choices, Source, read_records
from importing.stamped import write_stamped
from registry import stamps
from registry.days import CONTRADICTORY, RowAccount
from registry.engines import DUCKDB, ENGINES, SPARK, NotADiary
from registry.opened import opened
from registry.whole import cycles_in_parts
from tests.examples import LONG, examples
from tests.scanned import Registry, days_of, questions, turned_at
from tests.test_published import kostecki_dillon  # noqa: F401 (a fixture)
from tests.test_sample import FOLDER

pytestmark = pytest.mark.slow

HAS_SPARK = bool(importlib.util.find_spec("pyspark") and shutil.which("java"))
DEFINITIONS = list(PRESETS.values())


@pytest.fixture(scope="module")
def spark():
    """One session for all tests; without it each would start its own."""
    if not HAS_SPARK:
        assert os.environ.get("CI") != "true", "Spark is missing: .ci/run installs it"
        pytest.skip("Spark is not installed (requirements-spark.txt and Java)")
    from registry.spark import spark_session

    os.environ["JDK_JAVA_OPTIONS"] = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
    with spark_session("local[2]") as session:  # for small tables nothing is worth compiling
        session.conf.set("spark.sql.shuffle.partitions", "1")
        session.conf.set("spark.sql.codegen.wholeStage", "false")
        session.conf.set("spark.sql.adaptive.enabled", "false")
        session.conf.set("spark.sql.codegen.factoryMode", "NO_CODEGEN")
        yield session


@pytest.fixture(params=ENGINES)
def engine(request) -> str:
    if request.param == SPARK:
        request.getfixturevalue("spark")
    return str(request.param)


AS_WRITTEN = {"only_yes": "not_recorded", "unwritten_days": "not_recorded", "id_variants": "others"}


def read(tables: dict[str, str]):
    """The records as the door reads them; what it asks is left as it is written."""
    return read_once(tuple(tables.items()))


@lru_cache(maxsize=8)  # the sample is asked for again and again
def read_once(tables: tuple[tuple[str, str], ...]):
    sources = [Source(f"{n}.csv", body.encode(), n) for n, body in tables]
    answers: dict[str, str] = {}
    while True:
        records, report = read_records(sources, Choices(answers=answers))
        if not report.questions:
            return records, report
        asked = {one.code: AS_WRITTEN.get(one.kind) for one in report.questions}
        assume(all(asked.values()))
        assume(not set(asked) <= set(answers))
        answers |= asked


def same(tables: dict[str, str], files: Path, engine: str, definitions=DEFINITIONS) -> None:
    """Cycles and outcomes from memory and from the files are identical, and so is the account."""
    records, report = read(tables)
    rest, _ = read({name: body for name, body in tables.items() if name != "diary"})
    told = report.files[0]
    with opened(str(files), engine) as diary:
        account = diary.account()
        assert (account.read, account.used) == (told.rows_read, told.used)
        assert account.duplicates == told.duplicates
        assert sum(account.set_aside.values()) == told.set_aside
        assert diary.last_date() == records.last_date
        if records.last_date is None:
            return
        for definition in definitions:
            ours = count_cycles(records.as_of(), definition, count_days_in_memory)
            theirs = count_cycles(rest.as_of(records.last_date), definition, diary.count)
            pd.testing.assert_frame_equal(theirs, ours)
            pd.testing.assert_frame_equal(
                derive_outcomes(theirs, definition), derive_outcomes(ours, definition)
            )


def sample_tables() -> dict[str, str]:
    names = ("diary", "sessions", "patients", "treatments")
    return {name: (FOLDER / f"{name}.csv").read_text(encoding="utf-8") for name in names}


@lru_cache(maxsize=1)
def every_sixth() -> dict[str, str]:
    """Of the sample every sixth patient: what Spark needs minutes for, it does of these in seconds.

    DuckDB asks the same expressions of them all."""
    frames = {n: pd.read_csv(io.StringIO(body), dtype=str) for n, body in sample_tables().items()}
    ids = frames["patients"]["patient_id"].iloc[::6]
    return {n: f[f["patient_id"].isin(ids)].to_csv(index=False) for n, f in frames.items()}


# What differs from engine to engine only in one place has its long form on Spark in ``make fuzz``.
TWICE = (DUCKDB, SPARK) if LONG else (DUCKDB,)


def sample_for(engine: str) -> dict[str, str]:
    return sample_tables() if engine == DUCKDB else every_sixth()


def test_the_sample(engine, tmp_path):
    tables = sample_for(engine)
    (tmp_path / "diary.csv").write_text(tables["diary"], encoding="utf-8", newline="")
    definitions = DEFINITIONS if engine == DUCKDB else DEFINITIONS[:1]
    same(tables, tmp_path / "diary.csv", engine, definitions)


@pytest.mark.parametrize("engine", TWICE, indirect=True)
def test_kostecki_dillon(engine, kostecki_dillon, tmp_path):  # noqa: F811
    tables = {name: frame.to_csv(index=False) for name, frame in kostecki_dillon.items()}
    (tmp_path / "diary.csv").write_text(tables["diary"], encoding="utf-8", newline="")
    same(tables, tmp_path / "diary.csv", engine, DEFINITIONS[:2])


IDS = st.sampled_from(["A", "B", "ä'b", 'q"uote', "7", "a,b", "; drop table diary", "P 1"])
DAY = date(2024, 1, 1)
ROWS = st.lists(
    st.tuples(
        IDS,
        st.integers(0, 130),
        st.sampled_from(["0", "1", "", "1.0", "zz"]),
        st.sampled_from(["0", "1", "", "0"]),
        st.sampled_from(["", "3", "10", "11", "high"]),
    ),
    max_size=60,
)
SESSIONS = st.lists(st.tuples(IDS, st.integers(0, 120)), min_size=1, max_size=12)


def diary_of(rows) -> str:
    frame = pd.DataFrame(rows, columns=["patient_id", "date", "headache", "migraine", "pain"])
    frame["date"] = [
        (DAY + timedelta(days=n)).isoformat() if n < 120 else ("someday" if n < 125 else "")
        for n in frame["date"].astype(int)
    ]
    return frame.to_csv(index=False)


@pytest.mark.parametrize("engine", [DUCKDB, SPARK], indirect=True)
def test_diaries_that_hypothesis_makes(engine, tmp_path):
    tried = examples(8 if engine == DUCKDB else 2)

    @settings(
        max_examples=tried,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(ROWS, SESSIONS)
    def check(rows, appointments):
        tables = {
            "diary": diary_of(rows + rows[:3]),
            "sessions": pd.DataFrame(
                [(p, (DAY + timedelta(days=n)).isoformat()) for p, n in appointments],
                columns=["patient_id", "session_date"],
            ).to_csv(index=False),
        }
        (tmp_path / "diary.csv").write_text(tables["diary"], encoding="utf-8", newline="")
        if rows:
            same(tables, tmp_path / "diary.csv", engine, DEFINITIONS[:1])

    check()


IDS_AS_WRITTEN = {
    "spaces": (
        "A,2024-01-01,1\n A,2024-01-02,1\n B ,2024-01-01,1\n",
        "A,2024-01-02\nB,2024-01-02\n",
    ),
    "quotes": ('"q""uote",2024-01-01,1\n"q""uote",2024-01-02,0\n', '"q""uote",2024-01-02\n'),
    "our own guard": (
        "'-5,2024-01-01,1\n'-5,2024-01-02,0\n'=A1,2024-01-01,1\n''+49,2024-01-01,1\n",
        "'-5,2024-01-02\n'=A1,2024-01-02\n''+49,2024-01-02\n",
    ),
    "a spreadsheet's": (
        '"=""0144""",2024-01-01,1\n"=""0144""",2024-01-02,0\n',
        "0144,2024-01-02\n",
    ),
}


@pytest.mark.parametrize(
    ("engine", "kinds"),
    [
        *((DUCKDB, [kind]) for kind in IDS_AS_WRITTEN),
        (DUCKDB, list(IDS_AS_WRITTEN)),
        (SPARK, list(IDS_AS_WRITTEN)),
    ],
    indirect=["engine"],
    ids=[*IDS_AS_WRITTEN, "all of them", "all of them on Spark"],
)
def test_ids_as_csv_writes_them(engine, tmp_path, kinds):
    days, sessions = zip(*(IDS_AS_WRITTEN[kind] for kind in kinds), strict=True)
    tables = {
        "diary": "patient_id,date,headache\n" + "".join(days),
        "sessions": "patient_id,session_date\n" + "".join(sessions),
    }
    (tmp_path / "diary.csv").write_text(tables["diary"], encoding="utf-8", newline="")
    definitions = DEFINITIONS if LONG or (engine == DUCKDB and len(kinds) > 1) else DEFINITIONS[:1]
    same(tables, tmp_path / "diary.csv", engine, definitions)


def test_an_id_without_its_mark_is_renamed_as_it_was_answered(tmp_path):
    (tmp_path / "diary.csv").write_text(
        "patient_id,date,headache\n'-5,2024-01-01,1\n", encoding="utf-8", newline=""
    )
    with opened(str(tmp_path / "diary.csv"), DUCKDB) as diary:
        diary.readings = replace(diary.readings, renamed=(("-5", "P-5"),))
        assert diary.collect(diary.days.select("patient_id"))["patient_id"].tolist() == ["P-5"]


@pytest.mark.parametrize(
    ("engine", "stamped"),
    [(DUCKDB, True), (DUCKDB, False), (SPARK, True), *([(SPARK, False)] if LONG else [])],
    indirect=["engine"],
)
def test_a_folder_of_parquet_parts(engine, tmp_path, stamped):
    tables = sample_for(engine)
    records, _ = read(tables)
    folder = tmp_path / "diary"
    folder.mkdir()
    last = records.diary["patient_id"].str[-1].astype(int)
    for number, part in records.diary.groupby(last if engine == DUCKDB else last % 3):
        part = part.reset_index(drop=True)
        file = folder / f"part-{number}.parquet"
        if stamped:
            file.write_bytes(write_stamped(CANONICAL["diary"], part))
        else:
            pa.parquet.write_table(pa.Table.from_pandas(part, preserve_index=False), file)
    rest, _ = read({name: body for name, body in tables.items() if name != "diary"})
    with opened(str(folder), engine) as diary:
        assert diary.stamped == stamped
        assert diary.account().used == len(records.diary)
        definition = DEFINITIONS[0]
        theirs = count_cycles(rest.as_of(diary.last_date()), definition, diary.count)
        pd.testing.assert_frame_equal(theirs, count_cycles(records.as_of(), definition))


PLAIN = {
    "patient_id": ["A", "A", "A", "B"],
    "headache": [1, 0, 1, 1],
    "migraine": [1, 0, 0, None],
    "date": ["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-01"],
}
DAYS = [date(2024, 1, 1), date(2024, 1, 2), date(2024, 1, 3), date(2024, 1, 1)]


def two_files(folder: Path, cells: dict, stamp: bool) -> Path:
    """A diary in two files, of which the second may break a rule."""
    folder.mkdir()
    metadata = {"clear_days_table": "diary", "clear_days_checked": "by its maker"}
    for number, changed in enumerate(({"patient_id": ["C", "C", "D", "D"]}, cells)):
        columns = {**PLAIN, "date": DAYS, **changed}
        table = pa.table({name: pa.array(values) for name, values in columns.items()})
        table = table.replace_schema_metadata(metadata if stamp else None)
        pa.parquet.write_table(table, folder / f"{number}.parquet")
    return folder


BREAKS_A_RULE = [
    ({"patient_id": ["A", "A", None, "B"]}, "patient_id is empty", 1),
    ({"patient_id": ["A", "A", "A", " "]}, "patient_id is empty", 1),
    ({"patient_id": ["A", "A", "A", "B\u202e"]}, "cannot be seen", 1),
    ({"patient_id": ["A", "A", "A", "\u0007B"]}, "cannot be seen", 1),
    ({"patient_id": ["A", "A", "A", " C"]}, "spaces around it", 5 - 2),
    ({"date": [*DAYS[:3], None]}, "date is not a date", 1),
    ({"date": [*DAYS[:3], date(2124, 1, 1)]}, "date lies outside 1990 to 2099", 1),
    ({"date": [*DAYS[:2], DAYS[1], DAYS[3]]}, "stands in several rows", 2),
    ({"patient_id": ["C", "E", "F", "G"]}, "stands in several rows", 0),  # in both files
    ({"headache": [1, 0, 1, 2]}, "headache is not 0, 1 or blank", 1),
    ({"headache": ["1", "0", "1", "no"]}, "headache is of another type", 1),
    ({"pain": [1.0, 2.0, float("nan"), 11.0]}, "pain is not a number from 0 to 10", 0),
    ({"headache": [0, 0, 1, 1]}, "migraine 1 with headache 0", 1),
    ({"surname": ["Abel", "Abel", "Abel", "Baker"]}, "may name a person", 0),
    ({"weather": ["sun", "sun", "rain", "sun"]}, "that a diary does not have", 0),
]


@pytest.mark.parametrize(("cells", "why", "set_aside"), BREAKS_A_RULE)
def test_a_stamp_says_who_wrote_the_files_not_that_their_rows_are_right(
    tmp_path, cells, why, set_aside
):
    found = []
    for stamp in (True, False):
        with opened(str(two_files(tmp_path / str(stamp), cells, stamp)), DUCKDB) as diary:
            assert not diary.stamped
            found.append((diary.account(), diary.last_date()))
    (ours, last), (plain, same_day) = found
    assert ours[:4] == plain[:4]
    assert last == same_day
    assert sum(ours.set_aside.values()) == set_aside
    assert why in ours.told[0]
    assert "Every row was checked again" in ours.told[0]
    assert not any("stamp" in told for told in plain.told)
    assert not any(name in " ".join(ours.sentences) for name in ("Abel", "B\u202e"))


@pytest.mark.parametrize("stamp", [True, False] if LONG else [True])
def test_spark_accounts_for_every_rule_that_is_broken_as_duckdb_does(spark, tmp_path, stamp):
    """All that can be wrong at once, each in patients of its own: Spark is slow to ask."""
    folder = tmp_path / "diary"
    folder.mkdir()
    for number, (cells, _, _) in enumerate(BREAKS_A_RULE):
        for file in sorted(two_files(tmp_path / str(number), cells, stamp).iterdir()):
            table = pa.parquet.read_table(file)
            ids = [
                i and i.replace(i.strip(), f"{i.strip()}{number}")
                for i in table["patient_id"].to_pylist()
            ]
            place = table.column_names.index("patient_id")
            table = table.set_column(place, "patient_id", pa.array(ids, pa.string()))
            pa.parquet.write_table(table, folder / f"{number}-{file.name}")
    accounts = []
    for engine in ENGINES:
        with opened(str(folder), engine) as diary:
            assert not diary.stamped
            accounts.append((diary.account(), diary.last_date()))
    assert accounts[0] == accounts[1]
    assert len(accounts[0][0].set_aside) >= 6


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"date": DAYS[::-1], "patient_id": ["B", "A", "A", "A"]},  # not in order
        {"patient_id": ["C", "E", "F", "G"], "date": [date(2025, 1, 1), *DAYS[1:]]},  # goes on
        {"date": [pd.Timestamp(day) for day in DAYS]},
        {"patient_id": ["é", "z", "日本", "a b"], "headache": [None, 1, 1, 1]},
    ],
)
def test_stamped_rows_that_keep_every_rule_are_counted_as_they_lie(
    engine, tmp_path, cells, monkeypatch
):
    for few in (10_000, -1):  # sorted runs; one bit a day
        monkeypatch.setattr(stamps, "FEW_RUNS", few)
        with opened(str(two_files(tmp_path / str(few), cells, True)), engine) as diary:
            assert diary.stamped
            assert diary.account() == RowAccount(8, 8, 0, {})
    last = max(pd.Timestamp(day).date() for day in [*DAYS, *cells.get("date", [])])
    assert diary._looked.last == last


def test_a_day_that_stands_twice_is_seen_though_only_later_files_are_sorted(tmp_path, monkeypatch):
    monkeypatch.setattr(stamps, "FEW_RUNS", 3)
    monkeypatch.setattr(stamps, "ROWS_A_RUN", 2)
    folder = tmp_path / "diary"
    folder.mkdir()
    metadata = {"clear_days_table": "diary", "clear_days_checked": "by its maker"}
    for number, ids in enumerate((["A", "B", "A", "C", "A", "D"], ["E"] * 20)):
        days = DAYS[:1] * 6 if number == 0 else [DAY + timedelta(days=n) for n in range(20)]
        cells = {"patient_id": ids, "date": days, "headache": [1] * len(ids)}
        table = pa.table(cells).replace_schema_metadata(metadata)
        pa.parquet.write_table(table, folder / f"{number}.parquet")
    with opened(str(folder)) as diary:
        assert not diary.stamped
        assert diary.account().duplicates == 2


def test_days_that_alternate_between_files_are_told_from_days_that_stand_twice(tmp_path):
    odd = {"patient_id": ["C", "C", "D", "D"], "date": [date(2024, 1, d) for d in (3, 5, 4, 8)]}
    with opened(str(two_files(tmp_path / "apart", odd, True))) as diary:
        assert diary.stamped
    twice = {**odd, "date": [date(2024, 1, d) for d in (2, 5, 4, 8)], "headache": [1, 1, 1, 1]}
    with opened(str(two_files(tmp_path / "twice", twice, True))) as diary:
        assert not diary.stamped
        assert diary.account().set_aside == {CONTRADICTORY: 2}


def test_a_stamp_of_another_table_is_none_of_a_diary(tmp_path):
    folder = two_files(tmp_path / "diary", {}, True)
    file = folder / "1.parquet"
    table = pa.parquet.read_table(file)
    stamp = {"clear_days_table": "sessions", "clear_days_checked": "by its maker"}
    pa.parquet.write_table(table.replace_schema_metadata(stamp), file)
    with opened(str(folder)) as diary:
        assert not diary.stamped
        assert diary.account() == RowAccount(8, 8, 0, {})


def test_the_rule_that_no_headache_means_no_migraine(engine, tmp_path, door):
    tables = {
        "diary": "patient_id,date,headache,migraine\n"
        + "".join(f"A,2024-01-{d:02d},{int(d % 2)},{'1' if d % 2 else ''}\n" for d in range(1, 31)),
        "sessions": "patient_id,session_date\nA,2024-01-30\n",
    }
    options = ("--no-headache-means-no-migraine", "--month", "30")
    one = door.run("cycles", *options, **tables)
    other = door.run("cycles", *options, "--engine", engine, **tables)
    assert other.exit_code == 0, other.output
    assert one.stdout == other.stdout
    assert ",15," in one.stdout


@pytest.mark.parametrize("engine", TWICE, indirect=True)
def test_the_commands_give_identical_tables(engine, door):
    tables = sample_for(engine) if LONG else every_sixth()
    options = ("--where", "site=Moor", "--window", "weeks_9_12", "--cut-off", "2026-01-31")
    for command in ("cycles", "rates", "outcomes") if engine == DUCKDB else ("rates",):
        one = door.run(command, *options, **tables)
        other = door.run(command, *options, "--engine", engine, **tables)
        assert (one.exit_code, other.exit_code) == (0, 0), other.output
        assert one.stdout == other.stdout
    assert "rows read =" in other.stderr


def test_patterns_and_what_cannot_be_read(door, tmp_path):
    tables = sample_tables()
    header, *rows = tables["diary"].splitlines()
    half = len(rows) // 2
    for number, part in enumerate((rows[:half], rows[half:])):
        (tmp_path / f"part{number}.csv").write_text(
            "\n".join([header, *part]) + "\n", encoding="utf-8", newline=""
        )
    rest = {name: body for name, body in tables.items() if name != "diary"}
    whole = door.run("rates", **tables)
    parts = door.run("rates", "--diary", str(tmp_path / "part*.csv"), **rest)
    assert parts.exit_code == 0, parts.output
    assert parts.stdout == whole.stdout
    wrong = tmp_path / "wrong"
    wrong.mkdir()
    for name, body, said in (
        ("a.csv", "name,day\nA,2024-01-01\n", "needs patient_id, date, and headache or migraine"),
        ("a.parquet", "no parquet", "cannot be read as parquet"),
    ):
        (wrong / name).write_text(body, encoding="utf-8", newline="")
        refused = door.run("rates", "--diary", str(wrong / name), "--engine", DUCKDB, **rest)
        assert refused.exit_code == 1
        assert said in refused.output
    both = door.run("rates", "--diary", str(wrong), **rest)
    assert "of one kind" in both.output
    assert "does not exist" in door.run("rates", "--diary", "no*.csv", **rest).output
    refused = door.run("verdicts", "--diary", str(tmp_path / "part*.csv"), **rest)
    assert "this table needs it in memory" in refused.output
    with pytest.raises(NotADiary, match="names no file"), opened(str(tmp_path / "none*.csv")):
        pass


def test_nothing_is_collected_but_patients_times_sessions(monkeypatch):
    """What leaves the engine has the size of the result, whatever the size of the diary."""
    records, _ = read(sample_tables())
    with opened(str(FOLDER / "diary.csv")) as diary:
        sizes: list[int] = []
        collect = diary.collect
        monkeypatch.setattr(
            diary, "collect", lambda frame: (sizes.append(len(f := collect(frame))), f)[1]
        )
        windows_of = count_cycles(records.as_of(), DEFINITIONS[0], diary.count)
    assert max(sizes) <= max(len(windows_of), records.diary["patient_id"].nunique() + 1)
    assert pd.read_csv(io.StringIO(windows_of.to_csv())).shape[0] == len(windows_of)


def test_parts_of_the_patients_give_the_whole(tmp_path):
    """However few patients are held at once, the cycles are the same."""
    tables = every_sixth()
    (tmp_path / "diary.csv").write_text(tables["diary"], encoding="utf-8", newline="")
    records, _ = read(tables)
    rest, _ = read({name: body for name, body in tables.items() if name != "diary"})
    whole = count_cycles(records.as_of(), DEFINITIONS[0])
    for at_once in (1000, 7, 2):
        with opened(str(tmp_path / "diary.csv")) as diary:
            narrowed = rest.as_of(diary.last_date())
            parts = list(cycles_in_parts(diary, narrowed, DEFINITIONS[0], at_once))
        assert len(parts) == -(-len(narrowed.patient_ids) // at_once)
        pd.testing.assert_frame_equal(pd.concat(parts, ignore_index=True), whole)


def test_spark_asks_the_same_and_reads_the_same(spark, door, tmp_path):
    every_sign = {
        "A": days_of("A"),
        "B 1": days_of("b", headache=lambda n: "2" if n % 3 else "1"),
        "C'": days_of("C", migraine=lambda n: "" if n % 6 else "1", date=turned_at(" 23:00")),
        "D": days_of("A").iloc[:1].assign(date="2031-05-01"),
    }
    registry = Registry(door, tmp_path).holds(every_sign)
    found = []
    for registry.engine in (DUCKDB, SPARK):
        asked = questions(registry.run())
        kinds = [sentence.split(": ")[1] for sentence in asked]
        assert kinds == ["date", "date", "headache", "migraine", "patient_id"]
        given = [[*said.values()] for said in asked.values()]
        last = [word for said in given for word in ("--answer", said[-1])]
        first = [word for said in given for word in ("--answer", said[0])]
        ways = (last, first) if LONG or registry.engine == DUCKDB else (last,)
        found.append((asked, *(registry.counted(*answers) for answers in ways)))
    (ours, *tables), (theirs, *others) = found
    assert ours == theirs
    assert not tables[0].equals(tables[1])
    for mine, other in zip(tables, others, strict=LONG):
        pd.testing.assert_frame_equal(mine, other)
