"""Keeping on the page and on the command line: what the user reads, and what the trail says."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import text, update

from cleardays import main
from clinic import cohorts, trail
from clinic.database import VARIABLE, make_engine, upgrade, writing
from clinic.schema import PARTS
from tests.rights import is_only_its_owners
from tests.test_kept_cohorts import SETTINGS, few
from tests.test_pages import start
from tests.test_pages import text as words
from ui.access import sign_in

pytestmark = pytest.mark.slow

KEY = "k" * 40


@pytest.fixture
def engine(tmp_path, monkeypatch):
    url = f"sqlite:///{tmp_path / 'own' / 'kept.db'}"
    monkeypatch.setenv(VARIABLE, url)
    made = make_engine(url)
    upgrade(made)
    yield made
    made.dispose()


def press(app, label: str):
    buttons = [button for button in app.button if button.label == label]
    assert buttons, [button.label for button in app.button]
    buttons[0].click().run()
    assert not app.exception, app.exception
    return app


def keep(app, name: str):
    app.text_input[[i.label for i in app.text_input].index("Name")].set_value(name)
    return press(app, "Keep these records")


def test_keep_and_open_again(engine):
    app = start("pages/kept.py", {"records": few("ABCD"), "report": None, "settings": SETTINGS})
    assert "Nothing is kept yet" in words(app)
    keep(app, "Autumn")
    assert "Kept as version 1 of Autumn." in app.success[0].value
    keep(app, "Autumn")
    assert "version 2" in app.success[0].value
    app = start("pages/kept.py")
    assert "1 kept" in words(app)
    assert "version 2" in words(app)
    press(app, "Open")
    assert app.session_state["records"].digest == few("ABCD").digest
    assert app.session_state["settings"].definition == SETTINGS.definition
    assert app.session_state["settings"].session == SETTINGS.session
    told = trail.entries(engine)
    assert told["what"].tolist() == ["opened cohort", "saved", "saved"]
    assert set(told["who"]) == {"this desk"}
    assert trail.verify(engine).broken is None


def test_compare_with_the_version_before(engine):
    cohorts.keep(engine, "A", few("ABC"), SETTINGS, "ada")
    cohorts.keep(engine, "A", few("ABD"), SETTINGS, "ada")
    app = press(start("pages/kept.py"), "Compare with the version before")
    assert "From version 1 to 2: **1 new patient, 1 gone**" in words(app)
    assert "are not of the same patients" in words(app)
    assert len(app.dataframe) == 2


def test_rename_retain_and_delete_on_the_page(engine):
    cohorts.keep(engine, "A", few("ABC"), SETTINGS, "ada")
    app = start("pages/kept.py")
    new = next(i for i in app.text_input if i.label == "New name")
    new.set_value("B")
    press(app, "Rename")
    assert [one.name for one in cohorts.listed(engine)] == ["B"]
    next(s for s in app.selectbox if s.label == "After the last version").select("1 year").run()
    press(app, "Set")
    assert cohorts.listed(engine)[0].retention_days == 365
    assert "is kept until" in words(app)
    delete = next(b for b in app.button if b.label == "Delete")
    assert delete.disabled
    next(i for i in app.text_input if "Type its name" in i.label).set_value("B").run()
    press(app, "Delete")
    assert cohorts.listed(engine) == []


def test_a_damaged_version_is_a_sentence(engine):
    kept = cohorts.keep(engine, "A", few("ABC"), SETTINGS, "ada")
    with writing(engine) as connection:
        harmed = update(PARTS).where(PARTS.c.version_id == kept.id).values(content=b"gone")
        connection.execute(harmed)
    app = press(start("pages/kept.py"), "Open")
    assert "is damaged" in app.error[0].value
    assert app.session_state["records"].synthetic  # what was open stays open


def test_a_database_that_is_gone_is_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, "postgresql+psycopg://nobody@127.0.0.1:1/none")
    for page in ("pages/kept.py", "pages/trail.py"):
        app = start(page)
        assert "The database cannot be used now: it does not answer" in words(app)
    assert "had at least 50% fewer" in words(start("app.py"))  # the desk goes on without it


def test_a_first_look_keeps_nothing(tmp_path, monkeypatch):
    file = tmp_path / "own" / "kept.db"
    monkeypatch.setenv(VARIABLE, f"sqlite:///{file}")
    start("app.py")
    start("pages/patient.py", {"patient_id": "P-0005"})
    assert not file.exists()
    trail_page = start("pages/trail.py")  # a sentence, no table of nothing
    assert "Nobody has kept, opened or exported records here yet." in words(trail_page)
    assert not trail_page.dataframe


def test_the_trail_is_told_whose_records_were_opened(engine):
    records = few("AB", "1,0,1,1,0,1")
    cohorts.keep(engine, "A", records, SETTINGS, "ada")
    start("pages/patient.py", {"records": records, "report": None, "patient_id": "A"})
    entry = trail.entries(engine).iloc[0]
    assert entry["what"] == "opened patient"
    assert '"patient": "A"' in entry["about"]


def test_the_trail_is_told_once_of_a_list_of_ids(engine):
    """Not with every run, not of the synthetic sample, and without an id."""
    records = few("AB", "1,0,1,1,0,1")
    cohorts.keep(engine, "A", records, SETTINGS, "ada")
    before = len(trail.entries(engine))
    start("pages/patients.py")
    assert len(trail.entries(engine)) == before
    app = start("pages/patients.py", {"records": records, "report": None})
    app.run()
    entries = trail.entries(engine)
    assert len(entries) == before + 1
    assert entries["what"].iloc[0] == "opened list"
    about = json.loads(entries["about"].iloc[0])
    assert about | {"data": ""} == {"list": "all patients", "patients": 2, "data": ""}


def test_the_trail_is_told_of_each_list_behind_a_chart_also_of_as_many(engine):
    records = few("AB", "1,0,1,1,0,1")
    cohorts.keep(engine, "A", records, SETTINGS, "ada")
    app = start("pages/patients.py", {"records": records, "report": None})
    before = len(trail.entries(engine))
    counted_as = (app.session_state["settings"].definition, None)
    for patient, name in (("A", "one band"), ("B", "another"), ("B", "another")):
        app.session_state["listed"] = (name, frozenset([patient]), counted_as)
        app.run()
        assert name in words(app)
    assert len(trail.entries(engine)) == before + 2


def test_a_list_behind_a_chart_ends_with_the_definition_it_was_made_under(engine):
    app = start("pages/patients.py", {"records": few("AB", "1,0,1,1,0,1"), "report": None})
    settings = app.session_state["settings"]
    other = settings.definition.changed(threshold=30)
    app.session_state["listed"] = ("one *band*", frozenset(["A"]), (other, settings.cut_off))
    app.run()
    assert "was of another Definition or cut-off: these are all patients" in words(app)
    assert "2 patients" in words(app)


def test_ids_at_the_door(engine, tmp_path, monkeypatch):
    from clinic.configuration import Configuration

    file = tmp_path / "key"
    file.write_text(KEY, encoding="utf-8", newline="")
    file.chmod(0o600)
    config = Configuration("localhost", {}, {"ids_key_file": str(file)})
    monkeypatch.setattr(sign_in, "configuration", lambda: config)
    rows = "patient_id,session,migraine_days\n" + "".join(
        f"A{i},0,20\nA{i},1,8\n" for i in range(3)
    )
    from importing import Source, read_records

    pending = read_records([Source("A0.csv", rows.encode(), "counts")])
    app = start("pages/load.py", {"pending": pending})
    press(app, "Use these records")
    held = app.session_state["records"]
    assert not {"A0", "A1", "A2"} & set(held.counts["patient_id"])
    assert held.names == ("file 1",)
    again = cohorts.keep(engine, "K", held, SETTINGS, "ada")
    opened = cohorts.opened(engine, again)
    assert "A0" not in opened.counts.to_csv()


def test_commands_of_the_administrator(engine, tmp_path):
    run = CliRunner().invoke
    cohorts.keep(engine, "A", few(), SETTINGS, "ada")
    file = tmp_path / "backup.zip"
    assert run(main, ["clinic", "backup", str(file)]).exit_code == 0
    assert is_only_its_owners(file)
    whole = run(main, ["clinic", "verify"])
    assert (whole.exit_code, "The trail is whole: 1 entries" in whole.output) == (0, True)
    assert ",saved," in run(main, ["clinic", "trail"]).output
    assert "No retention period is over" in run(main, ["clinic", "purge"]).output
    cohorts.retain(engine, "A", 0, "ada")
    assert "Nothing was deleted" in run(main, ["clinic", "purge"]).output
    assert len(cohorts.listed(engine)) == 1
    run(main, ["clinic", "purge", "--yes"])
    assert cohorts.listed(engine) == []
    refused = run(main, ["clinic", "restore", str(file)])
    assert (refused.exit_code, "already holds something" in refused.output) == (1, True)
    with engine.begin() as connection:
        connection.execute(text("drop trigger trail_no_update"))
        connection.execute(text("update trail set who = 'eve' where number = 1"))
    assert run(main, ["clinic", "verify"]).exit_code == 1


def test_commands_without_a_database(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, f"sqlite:///{tmp_path / 'none.db'}")
    found = CliRunner().invoke(main, ["clinic", "backup", str(tmp_path / "b.zip")])
    assert (found.exit_code, "Nothing is kept yet" in found.output) == (1, True)
    assert not (tmp_path / "none.db").exists()
