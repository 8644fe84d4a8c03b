"""What is kept comes back as it was, on both databases; whatever happens to machine and disk."""

import dataclasses
import itertools
import json
import multiprocessing
import os
import subprocess
import sys
import textwrap
import threading
import time
import types
from pathlib import Path

import pandas as pd
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DBAPIError

from analytics.changes import changed_patients, changed_rates, changed_rows
from analytics.definitions import PRESETS
from analytics.settings import Settings
from clinic import cohorts, trail
from clinic.backup import NotABackup, back_up, restore
from clinic.cohorts import Damaged, NotKept, Provenance
from clinic.database import (
    MIGRATIONS,
    NotReachable,
    TooNew,
    make_engine,
    newest,
    upgrade,
    writing,
)
from clinic.schema import COHORTS, METADATA, PARTS, TRAIL, VERSIONS
from importing import Source, read_records
from tests.databases import KINDS, postgres
from tests.rights import is_only_its_owners

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
SETTINGS = Settings(PRESETS["preempt"], None, (("site", ("Moor",)),), 3)
NAMES = (f"cohorts{number}" for number in itertools.count())


@pytest.fixture(scope="module")
def server():
    with postgres() as running:
        yield running


@pytest.fixture(params=KINDS)
def url(request, server, tmp_path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'kept' / 'clear-days.db'}"
    if server is None:
        pytest.skip("PostgreSQL is not installed")
    return server.new_database(next(NAMES))


@pytest.fixture
def engine(url):
    made = make_engine(url)
    upgrade(made)
    yield made
    made.dispose()


@pytest.fixture(autouse=True)
def main_module(monkeypatch):
    """Tests of pages leave their page as the main module, which a spawned process would run."""
    monkeypatch.setitem(sys.modules, "__main__", types.ModuleType("__main__"))


def few(patients: str = "AB", days: str = "1,0,1"):
    rows = "".join(
        f"{p},2024-01-{d + 1:02d},{flag},{flag}\n"
        for p in patients
        for d, flag in enumerate(days.split(","))
    )
    files = {
        "diary": "patient_id,date,headache,migraine\n" + rows,
        "sessions": "patient_id,session_date\n" + "".join(f"{p},2024-01-03\n" for p in patients),
    }
    return read_records([Source(f"{n}.csv", body.encode(), n) for n, body in files.items()])[0]


def test_a_cohort_comes_back_as_it_was(engine, sample):
    records, report = sample
    kept = cohorts.keep(
        engine,
        "  Autumn   2026 ",
        records,
        SETTINGS,
        "ada",
        Provenance(
            note="first",
            report=report.sentences(),
            mappings=["{}"],
            sources=[{"file": one.file, "sha256": one.sha256} for one in report.files],
        ),
    )
    assert (kept.cohort, kept.number, kept.saved_by, kept.note) == (
        "Autumn 2026",
        1,
        "ada",
        "first",
    )
    assert kept.settings == SETTINGS
    assert kept.about["sources"][0]["sha256"]
    again = cohorts.opened(engine, kept)
    assert again.digest == records.digest
    for name, frame in records.tables.items():
        pd.testing.assert_frame_equal(again.tables[name], frame)
    assert (again.synthetic, again.names) == (records.synthetic, records.names)
    assert SETTINGS.name_for(again) == SETTINGS.name_for(records)


def test_every_save_is_a_new_version(engine):
    first = cohorts.keep(engine, "A", few("A"), SETTINGS, "ada")
    second = cohorts.keep(engine, "A", few("AB"), SETTINGS, "bob")
    assert [v.number for v in cohorts.versions(engine, "A")] == [2, 1]
    assert cohorts.opened(engine, first).digest == few("A").digest
    assert cohorts.opened(engine, second).digest == few("AB").digest
    (found,) = cohorts.listed(engine)
    assert (found.name, found.versions, found.last.number, found.due) == ("A", 2, 2, None)


def test_rename_retain_delete(engine):
    kept = cohorts.keep(engine, "A", few(), SETTINGS, "ada")
    cohorts.keep(engine, "B", few(), SETTINGS, "ada")
    with pytest.raises(NotKept, match="the name of another"):
        cohorts.rename(engine, "A", "B", "ada")
    cohorts.rename(engine, "A", "C", "ada")
    cohorts.retain(engine, "C", 30, "ada")
    found = {one.name: one for one in cohorts.listed(engine)}
    assert set(found) == {"B", "C"}
    assert (found["C"].due - pd.Timestamp(found["C"].last.saved_at)).days == 30
    cohorts.remove(engine, "C", "ada")
    assert [one.name for one in cohorts.listed(engine)] == ["B"]
    with pytest.raises(NotKept, match="no longer there"):
        cohorts.opened(engine, kept)
    for act in (cohorts.remove, lambda e, n, w: cohorts.rename(e, n, "D", w)):
        with pytest.raises(NotKept, match="no longer there"):
            act(engine, "C", "ada")
    told = trail.entries(engine)["what"].tolist()
    assert told == ["deleted", "set retention", "renamed", "saved", "saved"]
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from parts")).scalar() == 2  # of B


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\x00b"])
def test_names_that_cannot_be_used(engine, name):
    with pytest.raises(NotKept, match="A name of 1 to 80 letters"):
        cohorts.keep(engine, name, few(), SETTINGS, "ada")


def test_what_changed_between_two_versions():
    before, after = few("ABC", "1,0,1"), few("ABD", "1,1,1,0")
    table = changed_rows(before, after).set_index("table")
    assert table.loc["diary"].tolist() == [9, 12, 6, 2, 3, 4]  # D's 4 and A's, B's 4th; 2nd; C's 3
    assert table.loc["sessions"].tolist() == [3, 3, 1, 0, 1, 2]
    assert changed_patients(before, after) == (["D"], ["C"])
    same = changed_rows(before, few("ABC", "1,0,1"))
    assert same[["added", "changed", "gone", "patients"]].to_numpy().sum() == 0
    rates = changed_rates(before, after, Settings())
    assert {"rate_before", "rate_after", "evaluable_after"} <= set(rates)


def test_large_tables_are_kept_in_parts(engine, sample, monkeypatch):
    monkeypatch.setattr(cohorts, "PART", 1000)
    kept = cohorts.keep(engine, "A", sample[0], SETTINGS, "ada")
    with engine.connect() as connection:
        parts = connection.execute(select(PARTS.c.part).where(PARTS.c.name == "diary")).all()
    assert len(parts) > 10
    assert cohorts.opened(engine, kept).digest == sample[0].digest


@pytest.mark.parametrize("harm", ["byte", "part", "swap"])
def test_a_damaged_table_is_told_and_never_shown(engine, harm):
    kept = cohorts.keep(engine, "A", few(), SETTINGS, "ada")
    other = cohorts.keep(engine, "A", few("XY"), SETTINGS, "ada")
    own = (PARTS.c.version_id == kept.id) & (PARTS.c.name == "diary")
    with writing(engine) as connection:
        row = connection.execute(select(PARTS).where(own)).one()
        if harm == "byte":
            content = row.content[:200] + bytes([row.content[200] ^ 1]) + row.content[201:]
            connection.execute(update(PARTS).where(own).values(content=content))
        elif harm == "part":
            connection.execute(PARTS.delete().where(own))
        else:  # another version's diary, with a digest that fits
            theirs = (PARTS.c.version_id == other.id) & (PARTS.c.name == "sessions")
            wrong = connection.execute(select(PARTS).where(theirs)).one()
            connection.execute(
                update(PARTS).where(own).values(content=wrong.content, digest=wrong.digest)
            )
    if harm == "swap":
        found = None
        try:
            found = cohorts.opened(engine, kept)
        except Damaged:
            return
        assert found is None, "the table of another kind was taken"
    with pytest.raises(Damaged, match="The table diary of version 1 of A is damaged"):
        cohorts.opened(engine, kept)
    assert cohorts.opened(engine, other).digest == few("XY").digest


def test_two_people_who_save_the_same_name_both_keep_theirs(engine):
    found, errors = [], []

    def save(who: str, patients: str) -> None:
        try:
            found.append(cohorts.keep(engine, "A", few(patients), SETTINGS, who))
        except Exception as problem:
            errors.append(problem)

    threads = [threading.Thread(target=save, args=(f"p{i}", "ABCDEFGH"[: i + 1])) for i in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert sorted(v.number for v in found) == [1, 2, 3, 4, 5, 6]
    for one in found:
        assert (
            cohorts.opened(engine, one).digest == few("ABCDEFGH"[: int(one.saved_by[1]) + 1]).digest
        )
    assert trail.verify(engine).broken is None
    assert trail.verify(engine).entries == 6


SAVE_FOR_EVER = textwrap.dedent("""
    import sys
    from tests.test_kept_cohorts import SETTINGS, few
    from clinic import cohorts
    from clinic.database import make_engine
    engine = make_engine(sys.argv[1])
    while True:
        done = cohorts.keep(engine, "A", few("ABCDEFGH", "1,0,1,1,0,0,1"), SETTINGS, "ada")
        print(done.number, flush=True)
""")


def test_killed_in_the_middle_of_saving(engine, url):
    """What was confirmed is there, nothing is there by half, and the next save goes on."""
    confirmed = 0
    for wait in (0.05, 0.11, 0.17):
        process = subprocess.Popen(
            [sys.executable, "-c", SAVE_FOR_EVER, url],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(wait)
        process.kill()
        told = process.stdout.read().split()
        process.wait(10)
        confirmed = max([confirmed, *map(int, told)])
        kept = cohorts.versions(engine, "A")
        assert kept[0].number >= confirmed
        assert [v.number for v in kept] == list(range(len(kept), 0, -1))
        digest = few("ABCDEFGH", "1,0,1,1,0,0,1").digest
        assert all(cohorts.opened(engine, one).digest == digest for one in kept)
        assert trail.verify(engine).broken is None
        assert trail.verify(engine).entries == len(kept)
    number = cohorts.keep(engine, "A", few(), SETTINGS, "ada").number
    assert number == len(cohorts.versions(engine, "A"))


def fill(engine, records) -> None:
    for _ in range(10):
        cohorts.keep(engine, "B", records, SETTINGS, "ada")


def test_a_full_disk(tmp_path, sample):
    """A file system of 2 MB: the save is refused with a sentence, and the next small one works."""
    if not Path("/proc/mounts").exists() or os.geteuid() != 0:
        pytest.skip("a small file system needs root")
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(small)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("no file system may be mounted here")
    try:
        engine = make_engine(f"sqlite:///{small / 'clear-days.db'}")
        upgrade(engine)
        kept = cohorts.keep(engine, "A", few(), SETTINGS, "ada")
        filler = small / "filler"
        filler.write_bytes(b"0" * 1_600_000)
        with pytest.raises(NotReachable, match="its disk is full"):
            fill(engine, sample[0])
        filler.unlink()
        again = cohorts.keep(engine, "A", few("C"), SETTINGS, "ada")
        assert (again.number, cohorts.opened(engine, kept).digest) == (2, few().digest)
        assert trail.verify(engine).broken is None
        engine.dispose()
    finally:
        subprocess.run(["umount", "-l", str(small)], check=True)


def test_the_database_is_gone_for_a_while(server):
    if server is None:
        pytest.skip("PostgreSQL is not installed")
    engine = make_engine(server.new_database(next(NAMES)))
    upgrade(engine)
    kept = cohorts.keep(engine, "A", few(), SETTINGS, "ada")
    server.stop()
    try:
        for act in (
            lambda: cohorts.listed(engine),
            lambda: cohorts.opened(engine, kept),
            lambda: cohorts.keep(engine, "A", few(), SETTINGS, "ada"),
        ):
            with pytest.raises(NotReachable, match="it does not answer"):
                act()
    finally:
        server.start()
    assert cohorts.keep(engine, "A", few(), SETTINGS, "ada").number == 2
    assert cohorts.opened(engine, kept).digest == few().digest
    engine.dispose()


def test_a_clock_that_jumps(engine, monkeypatch):
    """Order comes from numbers, never from the clock; nothing is deleted because time passed."""
    for moment in ("2026-01-01", "2031-01-01", "1999-01-01"):
        monkeypatch.setattr(cohorts, "now", lambda m=moment: f"{m}T00:00:00.000+00:00")
        monkeypatch.setattr(trail, "now", lambda m=moment: f"{m}T00:00:00.000+00:00")
        cohorts.keep(engine, "A", few(), SETTINGS, "ada")
        cohorts.retain(engine, "A", 1, "ada")
    assert cohorts.listed(engine)[0].last.number == 3
    assert len(cohorts.versions(engine, "A")) == 3
    assert trail.verify(engine).broken is None


def test_only_its_owner_reads_the_file(tmp_path):
    previous = os.umask(0)
    try:
        engine = make_engine(f"sqlite:///{tmp_path / 'own' / 'kept.db'}")
        upgrade(engine)
        cohorts.keep(engine, "A", few(), SETTINGS, "ada")
        for file in (tmp_path / "own").iterdir():
            assert is_only_its_owners(file), file
        assert is_only_its_owners(tmp_path / "own")
    finally:
        os.umask(previous)


def test_the_trail_is_append_only_and_chained(engine):
    for number in range(5):
        trail.add(engine, "ada", trail.PATIENT, cohort="A", patient=f"P{number}")
    noted = trail.entries(engine)["digest"].iloc[2]
    whole = trail.verify(engine, noted)
    assert (whole.entries, whole.broken) == (5, None)
    assert "The trail is whole: 5 entries" in whole.sentence
    for change in ("update trail set who = 'eve'", "delete from trail where number = 5"):
        with pytest.raises(DBAPIError), engine.begin() as connection:
            connection.execute(text(change))
    assert trail.verify(engine).entries == 5


def _without_guards(connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("drop trigger trail_is_append_only on trail"))
    else:
        for change in ("update", "delete"):
            connection.execute(text(f"drop trigger trail_no_{change}"))


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ("update trail set who = 'eve' where number = 3", 3),
        ("update trail set about = '{}' where number = 1", 1),
        ("delete from trail where number = 2", 2),
        ("update trail set number = 9 where number = 5", 5),
    ],
)
def test_a_changed_trail_is_noticed(engine, change, broken):
    for number in range(5):
        trail.add(engine, "ada", trail.PATIENT, cohort="A", patient=f"P{number}")
    with engine.begin() as connection:
        _without_guards(connection)
        connection.execute(text(change))
    found = trail.verify(engine)
    assert found.broken == broken
    assert "was changed" in found.sentence


def test_a_trail_that_was_cut_off_is_noticed_by_a_noted_digest(engine):
    for number in range(3):
        trail.add(engine, "ada", trail.OPENED, cohort=f"{number}")
    noted = trail.entries(engine)["digest"].iloc[0]
    with engine.begin() as connection:
        _without_guards(connection)
        connection.execute(text("delete from trail where number = 3"))
    assert trail.verify(engine).broken is None
    assert trail.verify(engine, noted).broken is not None


def test_backup_and_restore(engine, url, server, tmp_path, sample):
    kept = cohorts.keep(engine, "A", sample[0], SETTINGS, "ada", Provenance("n"))
    cohorts.keep(engine, "B", few(), SETTINGS, "ada")
    cohorts.retain(engine, "B", 5, "ada")
    file = tmp_path / "backup.zip"
    assert back_up(engine, file) == 2
    assert is_only_its_owners(file)
    others = [f"sqlite:///{tmp_path / 'other.db'}"]
    others += [server.new_database(next(NAMES))] if server else []
    for other in others:
        fresh = make_engine(other)
        upgrade(fresh)
        assert restore(fresh, file, "root") == 2
        assert cohorts.opened(fresh, cohorts.version(fresh, "A", 1)).digest == sample[0].digest
        assert cohorts.version(fresh, "A", 1).settings == kept.settings
        assert trail.verify(fresh).broken is None
        assert trail.entries(fresh)["what"].iloc[0] == "restored"
        assert cohorts.keep(fresh, "B", few(), SETTINGS, "ada").number == 2
        assert cohorts.keep(fresh, "New", few(), SETTINGS, "ada").number == 1
        with pytest.raises(NotABackup, match="already holds something"):
            restore(fresh, file, "root")
        fresh.dispose()


def test_a_damaged_backup_restores_nothing(engine, tmp_path):
    cohorts.keep(engine, "A", few(), SETTINGS, "ada")
    file = tmp_path / "backup.zip"
    back_up(engine, file)
    whole = file.read_bytes()
    fresh = make_engine(f"sqlite:///{tmp_path / 'fresh.db'}")
    upgrade(fresh)
    place = whole.index(b"PAR1") + 100
    for content in (
        b"",
        b"no zip",
        whole[: len(whole) // 2],
        whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :],
    ):
        file.write_bytes(content)
        with pytest.raises(NotABackup, match=r"damaged"):
            restore(fresh, file, "root")
        assert cohorts.listed(fresh) == []
        assert trail.verify(fresh).entries == 0
    fresh.dispose()


def test_from_the_first_schema_on(url, sample):
    """A database of the first schema, with a cohort in it, is brought up to date."""
    engine = make_engine(url)
    upgrade(engine, "0001")
    with writing(engine) as connection:
        connection.execute(
            text("insert into cohorts (id, name, created_at) values (1, 'Old', 'x')")
        )
        about = {
            "settings": SETTINGS.to_json(),
            "names": ["a.csv"],
            "synthetic": False,
            "rows": {t: len(f) for t, f in few().tables.items() if len(f)},
        }
        connection.execute(
            insert(VERSIONS).values(
                id=1,
                cohort_id=1,
                number=1,
                saved_at="2026-01-01T00:00:00.000+00:00",
                saved_by="ada",
                note="",
                patients=2,
                about=json.dumps(about),
            )
        )
        for part in cohorts._parts(few()):
            connection.execute(insert(PARTS).values(version_id=1, **part))
    upgrade(engine)
    upgrade(engine)  # again: nothing to do
    (old,) = cohorts.listed(engine)
    assert cohorts.opened(engine, old.last).digest == few().digest
    assert trail.verify(engine).entries == 0
    if engine.dialect.name == "postgresql":
        with writing(engine) as connection:
            connection.execute(text("select setval('cohorts_id_seq', 1)"))
            connection.execute(text("select setval('versions_id_seq', 1)"))
    assert cohorts.keep(engine, "Old", few("Z"), SETTINGS, "ada").number == 2
    engine.dispose()


def test_the_schema_is_what_the_code_says(engine):
    from sqlalchemy import inspect

    found = inspect(engine)
    for table in METADATA.sorted_tables:
        columns = {c["name"]: c["nullable"] for c in found.get_columns(table.name)}
        assert columns == {c.name: c.nullable for c in table.columns}, table.name


def test_a_database_of_a_newer_version_is_left_alone(engine):
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(TooNew, match="written by a newer Clear Days"):
        upgrade(engine)


def test_two_that_start_together_change_the_schema_once(url):
    context = multiprocessing.get_context("spawn")
    with context.Pool(3) as pool:
        assert pool.map(_start, [url] * 3) == [True] * 3


def _start(url: str) -> bool:
    engine = make_engine(url)
    upgrade(engine)
    engine.dispose()
    return True


def test_what_a_database_says_never_reaches_the_user(engine):
    with writing(engine) as connection:
        connection.execute(text("drop table parts"))
    with pytest.raises(NotReachable) as told:
        cohorts.keep(engine, "A", few(), SETTINGS, "ada")
    assert "parts" not in str(told.value)
    assert told.value.__cause__ is None


def test_a_version_never_changes_when_settings_do(engine):
    records = few()
    kept = cohorts.keep(engine, "A", records, SETTINGS, "ada")
    other = dataclasses.replace(SETTINGS, session=1)
    assert cohorts.keep(engine, "A", records, other, "ada").number == 2
    assert cohorts.version(engine, "A", 1).settings == kept.settings
    assert {COHORTS.name, TRAIL.name} < {t.name for t in METADATA.sorted_tables}


def test_alembic_is_loaded_where_there_is_something_to_bring_up_to_date(engine, monkeypatch):
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == newest()
    monkeypatch.setitem(sys.modules, "alembic", None)
    upgrade(engine)  # is the newest already
    with writing(engine) as connection:
        connection.execute(text("update alembic_version set version_num = '0002'"))
    with pytest.raises(ImportError):
        upgrade(engine)
