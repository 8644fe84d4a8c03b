"""De-identified data: the same rates, no date by any arithmetic, nothing that was not chosen."""

import io
import json
import random
import re
import zipfile
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from analytics.codes import OtherTreatments
from analytics.definitions import PRESETS
from analytics.privacy import keyed_id, new_key, read_key
from analytics.records import Records
from analytics.report_choices import ReportChoices
from analytics.result import result_of
from analytics.settings import Settings
from analytics.summaries import responder_rates
from analytics.tables import TABLES, Asked, make_table
from analytics.therapies import every_window
from analytics.windows import is_note, session_windows
from importing import Source, read_records
from reports.adam import adam
from reports.data_zip import FILTERED, data_zip
from reports.de_identified import WITHOUT_REASONS, how_many_are_alike
from reports.may_leave import A_DATE, DIFFERENT, RARE, columns_of_patients, why_not_offered
from tests.test_pages import start, text
from ui.report.de_identified import not_offered_in_words
from words.pages.response import not_judged

pytestmark = pytest.mark.slow

KEY = new_key()
BY_REASON = ["rate_by_reason", "missing_goal", "missing_stopped", "missing_unknown"]
HULL, LATE = PRESETS["hull2014"], PRESETS["nice"].changed(other_treatments=OtherTreatments.LEFT_OUT)


def package(records, chosen, columns=(), **options) -> dict[str, str]:
    options = {"key": KEY, "columns": columns, **options}
    content = data_zip(result_of(records, chosen), chosen, **options)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def table(files: dict[str, str], name: str) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(files[f"{name}.csv"]))


def opened(files: dict[str, str], *names: str) -> Records:
    records, report = read_records([Source(n, files[n].encode()) for n in ("cycles.csv", *names)])
    assert not report.undecided, list(report.sentences())
    return records


@pytest.fixture(scope="module")
def handed_out(sample):
    records = sample[0]
    offered = tuple(columns_of_patients(records))
    return {
        "nothing chosen": (Settings(HULL), package(records, Settings(HULL), every_day=True)),
        "all chosen": (Settings(LATE), package(records, Settings(LATE), offered, every_day=True)),
    }


def test_every_table_is_made_by_their_one_definition(handed_out):
    """Other definitions than theirs are left out, where a table has several: nothing breaks."""
    chosen, files = handed_out["nothing chosen"]
    records = opened(files)
    settled = chosen.as_counted(records)
    result = result_of(records, settled)
    made = {name: make_table(name, result, Asked(settled.session)) for name in TABLES}
    only = made["specifications"].query("threshold == 50 and reading == 'judged'")
    rates = made["rates"].set_index("session")
    assert only["chosen"].tolist() == [True]
    assert only["rate"].tolist() == [rates.loc[2, "rate"]]
    assert made["flips"].empty


@pytest.mark.parametrize("which", ["nothing chosen", "all chosen"])
def test_its_cycles_give_the_same_rates(sample, handed_out, which):
    chosen, files = handed_out[which]
    ours = responder_rates(result_of(sample[0], chosen).outcomes)
    again = opened(files)
    theirs = responder_rates(result_of(again, Settings().as_counted(again)).outcomes)
    same = [n for n in ours if which == "all chosen" or n not in BY_REASON]
    pd.testing.assert_frame_equal(theirs[same], ours[same], check_dtype=False)
    pd.testing.assert_frame_equal(table(files, "rates").astype("float64"), theirs.astype("float64"))
    differs = {n for n in BY_REASON if not theirs[n].equals(ours[n].astype(theirs[n].dtype))}
    assert differs == (set() if which == "all chosen" else set(BY_REASON))
    for name in differs:  # what is told is the same: the rest is missing, not another number
        told = theirs[name].notna()
        assert (theirs[name][told] == ours[name][told]).all()
    due = table(files, "cycles").set_index(["patient_id", "session"])["due"].dropna()
    assert due.sum() == ours["due"].sum()
    assert not again.hides_dropouts


@pytest.mark.parametrize("columns", [(), ("stop_reason",), ("stopped_on",)])
def test_without_the_reasons_of_stops_no_other_rate_is_read(sample, columns, door, tmp_path):
    chosen = Settings(HULL)
    ours = responder_rates(result_of(sample[0], chosen).outcomes).set_index("session")
    files = package(sample[0], chosen, columns)
    assert WITHOUT_REASONS in files["README.txt"]
    path = tmp_path / "cycles.csv"
    path.write_text(files["cycles.csv"], encoding="utf-8", newline="")
    theirs = pd.read_csv(io.StringIO(door.run("rates", f"--cycles={path}").stdout))
    theirs = theirs.set_index("session")
    assert pd.isna(theirs.loc[2, "rate_by_reason"])
    missing = theirs.loc[2, ["missing_goal", "missing_stopped", "missing_unknown"]]
    assert missing.isna().all() == ("stop_reason" not in columns)
    for name in ours:
        told = theirs[name].notna()
        assert theirs[name][told].tolist() == pytest.approx(ours[name][told].tolist()), name
        assert told.all() or name in BY_REASON
    assert theirs["rate_by_reason"].notna().any()  # where nobody stopped nothing is missing
    again = opened(files)
    assert not again.cycles.empty
    if not columns:
        row = responder_rates(result_of(again, Settings().as_counted(again)).outcomes).iloc[1]
        assert "and the reason was not handed on" in not_judged(row)
    if "stop_reason" not in columns:
        settled = Settings().as_counted(again)
        onward = opened(package(again, settled))  # handed on once more
        pd.testing.assert_frame_equal(
            responder_rates(result_of(onward, settled).outcomes),
            responder_rates(result_of(again, settled).outcomes),
        )


def test_where_no_stop_is_recorded_nothing_is_missing(sample):
    nobody = (
        sample[0]
        .patients.assign(stopped_on=pd.NaT, stop_reason=pd.NA)
        .astype(sample[0].patients.dtypes)
    )
    records, chosen = replace(sample[0], patients=nobody), Settings(HULL)
    files = package(records, chosen, ())
    assert WITHOUT_REASONS not in files["README.txt"]
    again = opened(files)
    pd.testing.assert_frame_equal(
        responder_rates(result_of(again, Settings().as_counted(again)).outcomes),
        responder_rates(result_of(records, chosen).outcomes),
        check_dtype=False,
    )


def test_another_definition_is_refused_in_a_sentence(handed_out, door, tmp_path):
    chosen, files = handed_out["all chosen"]
    path = tmp_path / "cycles.csv"
    path.write_text(files["cycles.csv"], encoding="utf-8", newline="")
    assert door.run("rates", f"--cycles={path}").exit_code == 0
    assert door.run("rates", f"--cycles={path}", "--threshold=30").exit_code == 0
    for option in ("--definition=hull2014", "--threshold=50", "--min-days=3"):
        refused = door.run("rates", f"--cycles={path}", option)
        assert refused.exit_code == 1
        assert "nothing can be computed by another Definition" in refused.stderr
        assert not refused.stdout
    again = opened(files)
    assert again.only_definition.label == chosen.definition.label
    with pytest.raises(ValueError, match="de-identified"):
        result_of(again, Settings()).work_out()


def test_only_what_was_chosen_leaves(sample, handed_out):
    _, files = handed_out["nothing chosen"]
    for name in ("units", "other_treatment", "prior_botulinum", "stopped_on", "stop_reason"):
        for held in ("cycles", "outcomes", "sessions", "patients"):
            frame = table(files, held)
            assert not {name, f"{name}_day"} & set(frame), (held, name)
    assert "goal" not in files["outcomes.csv"]
    assert table(files, "rates")["missing_goal"].sum() == 0
    assert list(table(files, "patients")) == ["patient_id"]
    reasons = {"goal_reached", "no_effect", "side_effect", "lost"}
    assert not reasons & set(re.findall(r"\w+", "".join(files.values())))


@pytest.mark.parametrize("which", ["nothing chosen", "all chosen"])
def test_whoever_knows_the_cut_off_gets_no_date_back(sample, handed_out, which):
    """Each first session could lie on at least four of the clinic's weekdays, by all that is told.

    The attacker knows the cut-off and the rules: what took place or is over lies up to it, what is
    open ends after it, and who writes every day writes up to it.
    """
    _, files = handed_out[which]
    cut_off = sample[0].last_date
    whole = "\n".join(files.values())
    assert cut_off.isoformat() not in whole
    assert not re.search(r"\b(19|20)\d\d-\d\d-\d\d\b", whole)
    cycles, diary = table(files, "cycles"), table(files, "diary")
    closed = cycles["closed"].astype(bool)
    latest = cycles["due_on_day"].where(closed).groupby(cycles["patient_id"]).max()
    days = ["session_date_day", *(["stopped_on_day"] if "stopped_on_day" in cycles else [])]
    had = table(files, "sessions").groupby("patient_id")["session_date_day"].max()
    for told in (cycles.groupby("patient_id")[days].max().max(axis=1), had):
        latest = pd.concat([latest, told], axis=1).max(axis=1)
    ends = diary.groupby("patient_id")["date_day"].max()
    assert (ends <= latest.reindex(ends.index)).all()
    counts = [
        c
        for c in cycles
        if c.endswith(("_days", "_recorded_days"))
        and c != "window_days"
        and c not in ("min_baseline_days", "min_days")
    ]
    still = cycles[~closed & (cycles["session"] > 0)]
    assert len(still)
    assert not still[counts].notna().any(axis=None)
    first = sample[0].sessions.groupby("patient_id")["session_date"].min()
    lag = (pd.Timestamp(cut_off) - first).dt.days.rename(lambda one: keyed_id(one, KEY))
    lag = lag.reindex(latest.index)
    assert (latest <= lag).all()
    if not cycles["left_out"].astype(bool).any():
        ends = still.groupby("patient_id")["due_on_day"].min()
        assert (ends - latest.reindex(ends.index)).min() >= 28  # four of any weekday
    assert not (latest == lag).mean() > 0.02  # by chance alone, a window ends on that day


def test_settings_notes_and_columns_of_dates_stay(sample):
    people = sample[0].patients
    own = people.assign(seen="2024-02-03", born="1980", note_of="4.5.2024", arm="A")
    records = replace(sample[0], patients=own)
    offered = columns_of_patients(records)
    assert "arm" in offered
    assert not {"seen", "born", "note_of", "age", "patient_id"} & set(offered)
    chosen = Settings(
        HULL,
        date(2026, 3, 31),
        (("site", ("Moor",)), ("born", ("1980",))),
        report=ReportChoices("Up to 2026-03-31"),
    )
    narrowed = records.where(chosen.filters)
    files = package(narrowed, chosen, ("sex",))
    assert "2026" not in "\n".join(files.values())
    assert "Moor" not in files["settings.json"]
    assert Settings.from_json(files["settings.json"]).definition == HULL
    assert "Moor" in package(narrowed, chosen, ("site",))["settings.json"]


DATED = {
    "born": "Mar 61",
    "seen": "03/24",
    "week": "W12-24",
    "serial": "45352",
    "quarter": "Q1 24",
    "short": "May '23",
    "arab": "\u0662\u0660\u0662\u0664",
    "words": "first of March",
    "unix": "1709251200",
    "year": "61",
    "iso": "2024-03-01",
    "cjk": "2024年3月1日",
    "kanji": "二〇二四",
    "dots": "1.3.24",
    "compact": "010324",
    "era": "令和6年3月1日",
    "wide": "２０２４",
    "seen_2024": "yes",
    "in_march": "yes",
    "thai": "๒๕๖๗",
    "german": "1 März",
    "circled": "⑥①",
    "roman": "Ⅲ",
    "first_year": "令和元年",
}


def of_one_arm(people: pd.DataFrame, **columns: str) -> pd.DataFrame:
    return people.assign(**columns, arm="A")


def test_no_column_that_could_hold_a_date_leaves(sample):
    people = sample[0].patients
    varied = people.assign(
        **DATED,
        arm="A",
        group=["a", "b"] * (len(people) // 2),
        note=[f"{'x' * at}" for at in range(len(people))],
        rare=["a"] * (len(people) - 4) + ["b"] * 4,
        clinician=["Dr. May, Ward 3", "Dr. May, Ward 3"] * (len(people) // 2),
    )
    records = replace(sample[0], patients=varied)
    offered = columns_of_patients(records)
    assert {"arm", "group", "site", "sex", "age_band", "prior_preventives"} <= set(offered)
    assert not {*DATED, "note", "rare", "clinician", "age"} & set(offered)
    told = dict(why_not_offered(records))
    assert told == {A_DATE: ["clinician", *DATED], DIFFERENT: ["note"], RARE: ["rare"]}
    sentence = not_offered_in_words(list(told.items()))
    assert "*in march*" in sentence
    assert "(it holds more than 12 different texts)" in sentence
    asked = ("arm", "born", "wide", "note", "seen_2024", "age")  # whoever calls it
    leaving = table(package(records, Settings(), asked), "patients")
    assert list(leaving) == ["patient_id", "arm"]


@pytest.mark.parametrize("site", ["Mar 61", "3/24", "2024", "Q1 24", "令和6年", "５.３.２４"])
def test_a_site_that_reads_as_a_date_stays(sample, site):
    for name, offered in ((site, False), ("Ward 3", True), ("Site 101", True), ("May", True)):
        records = replace(sample[0], patients=sample[0].patients.assign(site=name))
        assert ("site" in columns_of_patients(records)) == offered, name


def test_a_filter_leaves_only_with_its_column_and_without_a_date(sample):
    people = of_one_arm(sample[0].patients, born="Mar 61")
    for filters, columns, kept in (
        ((("born", ("Mar 61",)),), ("born", "sex"), {}),
        ((("arm", ("A",)),), ("sex",), {}),
        ((("arm", ("A",)),), ("arm",), {"arm": ["A"]}),
        ((("arm", ("A", "Mar 61")),), ("arm",), {}),
        ((("site", ("Moor", "")),), ("site",), {"site": ["Moor", ""]}),
        ((("prior_preventives", ("3", "2024")),), ("prior_preventives",), {}),
        ((("prior_preventives", ("3",)),), ("prior_preventives",), {"prior_preventives": ["3"]}),
        ((("age", ("50",)),), ("age_band",), {}),
        ((("stopped_on", ("2025-01-24",)),), ("stopped_on",), {}),
        ((), ("sex",), {}),
    ):
        records = replace(sample[0], patients=people).where(filters)
        chosen = Settings(HULL, filters=filters)
        result = result_of(records, replace(chosen, filters=()))
        content = data_zip(result, chosen, key=KEY, columns=columns)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = {name: archive.read(name).decode() for name in archive.namelist()}
        assert json.loads(files["settings.json"])["filters"] == kept
        assert (FILTERED in files["README.txt"]) == (len(kept) != len(filters))
        assert "61" not in files["settings.json"]


def test_a_note_on_a_window_that_is_not_ours_stays(sample, handed_out):
    notes = {
        note
        for window in every_window()
        for note in session_windows(
            sample[0].every_session(HULL.therapy), HULL.changed(window=window)
        )["window_note"]
    }
    assert len(notes) > 10
    assert all(is_note(note) for note in notes)
    files = dict(handed_out["nothing chosen"][1])
    files["cycles.csv"] = (
        table(files, "cycles").assign(window_note="seen Mar 61").to_csv(index=False)
    )
    again = opened(files)
    assert set(again.cycles["window_note"]) == {"seen Mar 61"}
    assert "Mar 61" not in "\n".join(package(again, Settings().as_counted(again)).values())


def test_a_key_is_made_here_and_typed_in_again():
    key = new_key()
    assert key != new_key()
    assert len(key.replace("-", "")) * 5 >= 128
    bare = key.replace("-", "").lower().replace("0", "o")
    assert read_key(f" {bare} ") == read_key(key) == key
    wrong = random.Random(4)
    letters = key.replace("-", "")
    for at in range(len(letters)):
        other = wrong.choice([c for c in "23456789ABCDEF" if c != letters[at]])
        with pytest.raises(ValueError, match="not a key that Clear Days made"):
            read_key(letters[:at] + other + letters[at + 1 :])
    for text_ in ("a", "", "secret", key[:-1], key + "0", "é" * 30):
        with pytest.raises(ValueError, match="not a key"):
            read_key(text_)


def test_how_many_are_alike_counts_bands_sessions_and_their_days(sample):
    outcomes = result_of(sample[0], Settings()).outcomes
    alike = how_many_are_alike(sample[0].as_of(), outcomes, ("sex", "age_band"))
    assert list(alike) == ["sex", "age_band", "sessions", "session_days", "patients"]
    assert alike["patients"].sum() == outcomes["patient_id"].nunique()
    assert alike.loc[alike["session_days"] == "0", "sessions"].eq("1").all()
    assert not alike["age_band"].str.fullmatch(r"\d+").any()


def test_the_page_shows_the_key_once_and_how_many_are_alike():
    app = start("pages/report.py")
    assert "patients** share their sex, age band, number of sessions" in text(app)
    assert "A key is needed first" in text(app)
    app.button[[b.label for b in app.button].index("Make a key")].click().run()
    shown = app.code[0].value
    assert read_key(shown) == shown
    app.button[[b.label for b in app.button].index("I have kept it")].click().run()
    assert not app.code
    assert shown not in text(app)
    assert "A key is needed first" not in text(app)
    app.text_input(key="hash_key").set_value("a").run()
    assert "not a key that Clear Days made" in app.error[0].value
    assert "A key is needed first" in text(app)
    assert not app.exception


@pytest.mark.parametrize("days", [False, True])
def test_adam(sample, handed_out, days):
    chosen = Settings(PRESETS["nice"])
    outcomes = result_of(sample[0], chosen).outcomes
    if days:
        outcomes = result_of(opened(handed_out["all chosen"][1]), Settings(LATE)).outcomes
    found = adam(outcomes, chosen.definition)
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]{0,7}", name) for name in found)
    assert found["PARAMCD"].str.fullmatch(r"[A-Z][A-Z0-9]{0,7}").all()
    assert found["STUDYID"].nunique() == 1
    judged = found["PCHG"].notna()
    assert judged.sum() == outcomes["percent_reduction"].notna().sum() > 100
    expected = 100 * found.loc[judged, "CHG"] / found.loc[judged, "BASE"]
    assert (found.loc[judged, "PCHG"] - expected).abs().max() < 1e-9
    for name in ("ADY", "ASTDY", "AENDY"):
        assert not (found[name] == 0).any()
    assert set(found.loc[found["AVISITN"] == 1, "ADY"].dropna()) == {1}
    assert set(found.loc[found["AVISITN"] == 0, "AENDY"].dropna()) == {-1}
    assert (
        found["ABLFL"].eq("Y").sum()
        == (outcomes["usable_baseline"][outcomes["session"] == 0]).sum()
    )
    assert found["ANL01FL"].eq("Y").sum() == found["ABLFL"].eq("Y").sum() + judged.sum()


BY_R = {  # tests/goldens/adam.R over this package: n, mean(PCHG), median(CHG), sum(CRIT1FL)
    1: (127, -28.619891017, -5.739130435, 28),
    2: (103, -34.545498611, -7.444444444, 38),
    3: (77, -38.191229060, -6.800000000, 31),
    4: (56, -36.616425146, -7.035344828, 24),
}


@pytest.mark.parametrize("keyed", [True, False])
def test_another_reader_finds_the_same_numbers(sample, keyed):
    """R reads every file of the package and holds it against the conventions: ``adam.R``."""
    files = package(sample[0], Settings(), (), adam=True, **({} if keyed else {"key": None}))
    found = table(files, "outcomes")
    at = found[found["PCHG"].notna()].groupby("AVISITN")
    for session, (n, percent, days, responders) in BY_R.items():
        rows = at.get_group(session)
        assert len(rows) == n
        assert rows["PCHG"].mean() == pytest.approx(percent, rel=1e-9)
        assert rows["CHG"].median() == pytest.approx(days, rel=1e-9)
        assert rows["CRIT1FL"].eq("Y").sum() == responders
    assert found["ABLFL"].eq("Y").sum() == 138
    assert found["ANL01FL"].eq("Y").sum() == 579
    assert not found.duplicated(["USUBJID", "PARAMCD", "AVISITN"]).any()


def test_the_package_itself_has_these_names(sample):
    files = package(sample[0], Settings(), ("sex",), adam=True)
    header = files["outcomes.csv"].split("\n")[0].split(",")
    assert {"ADY", "PCHG", "STUDYID", "ANL01FL"} <= set(header)
    assert "ADT" not in header
    told = table(files, "dictionary")
    assert told.loc[told["table"] == "outcomes", "meaning"].notna().all()
