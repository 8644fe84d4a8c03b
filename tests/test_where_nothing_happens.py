"""What do tables and pages say of patients whose days never change?"""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analytics.codes import Compared
from analytics.definitions import DEFAULT_DEFINITION as HULL
from analytics.records import Records
from analytics.research.quality import selective_recording
from analytics.research.spread import worse_by_chance
from analytics.research.subgroups import BASELINE_COLUMNS, MEASURED
from analytics.result import Result, result_of
from analytics.settings import Settings
from analytics.steps import Outcomes
from analytics.tables import Asked, make_table
from importing import Source, read_records
from reports.basis import ReportBasis
from reports.sections import reduction
from tests.test_pages import start, text
from words.pages import change, quality, spread
from words.pages.subgroups import COUPLED
from words.tables import meaning

N, MONTH = 160, 30


def counts_of(draws: np.ndarray) -> str:
    """Days of each patient (rows) in complete months: the baseline, then after each session."""
    rows = "".join(
        f"A{i},{session},{days},{MONTH}\n"
        for i, months in enumerate(draws)
        for session, days in enumerate(months)
    )
    return "patient_id,session,migraine_days,recorded_days\n" + rows


@pytest.fixture(scope="module")
def unchanged() -> Result:
    """160 patients with a migraine on one day in five, by chance, before and after two sessions."""
    draws = np.random.default_rng(3).binomial(MONTH, 0.2, (N, 3))
    sources = [Source("counts.csv", counts_of(draws).encode())]
    return result_of(read_records(sources)[0], Settings(session=2))


def test_days_of_the_baseline_make_groups_only_where_they_are_asked_for(unchanged, sample):
    """In groups by the baseline responders differ although nothing changed: so they are named."""
    assert make_table("subgroups", unchanged, Asked(2)).empty
    groups = make_table("subgroups", unchanged, Asked(2, groups=(MEASURED,))).set_index("group")
    assert (groups["difference"].dropna() < 0).all(), "the lower baselines are the smaller group"
    assert (groups["difference_high"].dropna() < 0).all(), "beyond chance, and nothing happened"
    assert groups["rate"].round(2).to_dict() == {"6 or more": 0.22, "under 6": 0.02}
    of_sample = make_table("subgroups", result_of(sample[0], Settings()), Asked(2))
    assert set(of_sample["column"]) <= set(BASELINE_COLUMNS)


def test_the_command_line_says_why_when_it_is_asked(door):
    counts = {"counts": counts_of(np.full((12, 2), 9))}
    asked = door.run("table", "subgroups", "--by", MEASURED, **counts)
    assert COUPLED in asked.output
    alone = door.run("table", "subgroups", **counts)
    assert alone.exit_code == 1, "no other column is there"
    assert COUPLED not in alone.output


def changes_of(*patients: tuple[int, int]) -> pd.Series:
    """The row of migraine days after session 1, of these patients (days before, after)."""
    sources = [Source("counts.csv", counts_of(np.array(patients)).encode())]
    made = make_table("change", result_of(read_records(sources)[0], Settings()), Asked(1))
    of_all = made["patients"] == Compared.ALL
    return made[(made["outcome"] == "migraine_days") & of_all].iloc[0]


def test_of_few_patients_no_change_is_told_that_cannot_be():
    """Five by hand: R, t.test(c(-9, -4, -6, -2, -7))$conf.int"""
    few = changes_of((20, 11), (12, 8), (18, 12), (9, 7), (15, 8))
    assert few[["mean_low", "mean_high"]].tolist() == pytest.approx(
        [-8.95479138493, -2.24520861507], rel=1e-8
    )
    two = changes_of((12, 3), (4, 0))
    assert two["mean_low"] == -two["mean_before"] == -8, "fewer than none"
    assert change.headline(two).endswith("2 patients. :gray[95% interval 8 fewer to 22 more.]")
    one = changes_of((12, 3))
    assert np.isnan(one[["mean_low", "mean_high"]].tolist()).all()
    still = changes_of(*[(9, 9 + i % 3 - 1) for i in range(6)])
    assert still["mean_change"] == 0
    assert still["mean_low"] < 0 < still["mean_high"]


def test_lost_is_told_of_those_who_had_a_response(unchanged):
    """22 of the 32 who had one by chance, and not 22 of all 159 who are judged."""
    five = make_table("five_responses", unchanged, Asked(2)).set_index("response")
    before, now = five.loc["first"], five.loc["current"]
    lost = five.loc["lost"]
    assert lost[["patients", "of"]].tolist() == [22, 32]
    assert lost["of"] == before["patients"] < now["of"] == 159
    first = make_table("five_responses", unchanged, Asked(1)).set_index("response")
    assert first.loc["lost", "of"] == 0, "nobody was judged before"
    assert meaning("lost", 2, HULL) == "responder before, judged as none after session 2"


def judged_of(before: np.ndarray, after: np.ndarray, recorded: int = MONTH) -> Outcomes:
    """As many outcomes after session 1: days of 30 before, days of those recorded after."""
    reduction = 100 * (1 - after / recorded / (before / MONTH))
    rows = {"session": 1, "evaluable": True, "percent_reduction": reduction}
    days = {"baseline_days": before, "baseline_recorded": MONTH, "recorded_days": recorded}
    days["days"] = after
    return Outcomes(pd.DataFrame({**rows, **days}).astype({"evaluable": "boolean"}))


def test_as_many_are_worse_as_chance_makes():
    """bb <- function(x, n, a, b) choose(n, x) * beta(x + a, n - x + b) / beta(a, b)

    p <- sum(bb(13:30, 30, 12.5, 18.5)); 40 * p; qbinom(c(.025, .975), 40, p); of 20 recorded
    days sum(bb(9:20, 20, 12.5, 18.5)).
    """
    alike = np.full(40, 12)
    row = worse_by_chance(judged_of(alike, alike)).iloc[0]
    assert row["expected"] == pytest.approx(17.91399373679, rel=1e-9)
    assert row[["worse", "judged", "low", "high"]].tolist() == [0, 40, 12, 24]
    thin = worse_by_chance(judged_of(alike, alike, 20)).iloc[0]
    assert thin["expected"] == pytest.approx(17.15584732623, rel=1e-9)
    assert thin["worse"] == 40, "12 of 20 are more than 12 of 30"
    full = worse_by_chance(judged_of(np.full(9, MONTH), np.full(9, MONTH))).iloc[0]
    assert full[["expected", "low", "high"]].tolist() == [0, 0, 0], "more days than all there are"


def test_of_days_told_in_fives_no_band_of_chance_is_told():
    """Nothing changes and all is rounded: ties are no fall. In 40 of 40 the count was too low."""
    rng, told = np.random.default_rng(12), []
    for rounded in (True, False):
        own = rng.uniform(0.4, 0.9, 100)
        both = [rng.binomial(MONTH, own) for _ in range(2)]
        before, after = (5 * np.round(days / 5) if rounded else days for days in both)
        found = worse_by_chance(judged_of(before, after))
        told.append(spread.worse_told(found.assign(session=1), 1))
    assert "how many by chance is not told, as most days are multiples of 5" in told[0]
    assert "by chance (19 times in 20)" in told[1]


def test_the_band_of_chance_holds_a_cohort_in_which_nothing_happens():
    rng, inside = np.random.default_rng(11), 0
    for _ in range(40):
        own = rng.beta(4, 6, 80)
        before, after = rng.binomial(MONTH, own), rng.binomial(MONTH, own)
        row = worse_by_chance(judged_of(before[before > 0], after[before > 0])).iloc[0]
        inside += row["low"] <= row["worse"] <= row["high"]
    assert inside >= 35  # of 38 expected


def test_worse_is_told_beside_chance(unchanged):
    told = spread.worse_told(make_table("worse_by_chance", unchanged, Asked(2)), 2)
    assert told == (
        "More days than before: 57 of 159 judged; 57 to 82 by chance (19 times in 20) if nothing "
        "had changed and nobody had come for a bad month; fewer where some had."
    )


def test_a_report_says_of_more_days_how_many_chance_makes(unchanged):
    """As long as both counts that it is told of may be printed."""
    of_all = reduction(ReportBasis(unchanged, Settings(session=2)))
    assert any(remark.startswith("More days than before: 57 of 159") for remark in of_all.remarks)
    draws = np.column_stack([np.full(20, 10), np.where(np.arange(20) < 3, 15, 4)])
    sources = [Source("counts.csv", counts_of(draws).encode())]
    settings = Settings(session=1)
    few = reduction(ReportBasis(result_of(read_records(sources)[0], settings), settings))
    assert few.table["worse"].tolist() == ["not shown"]
    assert not any(remark.startswith("More days") for remark in few.remarks)


def diaries_of(flags: np.ndarray, recorded: np.ndarray) -> Records:
    """Patients x days with migraine where flagged and nothing where not recorded."""
    patient, day = np.nonzero(recorded)
    diary = pd.DataFrame({"patient_id": [f"P{i}" for i in patient]})
    diary["date"] = np.datetime64("2024-01-01") + day
    diary["headache"] = diary["migraine"] = flags[patient, day].astype(int)
    had = "patient_id,session_date\n" + "".join(f"P{i},2024-01-29\n" for i in range(len(flags)))
    files = {"diary.csv": diary.to_csv(index=False), "sessions.csv": had}
    return read_records([Source(name, text.encode()) for name, text in files.items()])[0]


def gaps_of(own: np.ndarray, kept: Callable[[np.ndarray, np.random.Generator], np.ndarray]):
    """What is said of days beside a gap: 80 days of patients with these shares of migraine days."""
    rng = np.random.default_rng(5)
    flags = rng.random((len(own), 80)) < own[:, None]
    recorded = kept(flags, rng)
    made = selective_recording(diaries_of(flags, recorded), HULL.days)
    return made.set_index("hint"), quality.selective(made, HULL)


OWN = np.repeat([0.2, 0.7], 30)  # two kinds of patients


def test_patients_with_many_gaps_and_many_migraine_days_are_no_hint():
    """Days are left out at random, more often by those with more migraine days."""
    found, told = gaps_of(OWN, lambda flags, rng: rng.random(flags.shape) > OWN[:, None] / 2)
    within = found.loc["difference within patients"]
    assert within["ci_low"] < 0 < within["ci_high"]
    assert abs(within["value"]) < 4, "held against days of all patients it was 18"
    beside, other = found.loc["next to a gap", "value"], found.loc["other recorded days", "value"]
    assert 100 * (beside - other) == pytest.approx(within["value"]), "they subtract"
    assert told.startswith("Hint: migraine on ")
    assert " of the others of the same 60 patients: a difference of " in told
    correlation = found.loc["correlation of recorded share and flagged share"]
    assert -1 <= correlation["ci_low"] < correlation["value"] < correlation["ci_high"] < 0


def test_days_that_are_left_out_after_a_migraine_are_a_hint():
    def kept(flags, rng):
        after = np.roll(flags, 1, axis=1) & (rng.random(flags.shape) < 0.5)
        return ~after | flags

    found, _ = gaps_of(OWN, kept)
    assert found.loc["difference within patients", "ci_low"] > 5
    few, told = gaps_of(OWN[27:33], kept)
    assert few["ci_low"].isna().all(), "six patients"
    assert "interval" not in told


def test_where_every_day_is_recorded_no_gap_is_told():
    found, told = gaps_of(OWN[:9], lambda flags, _: np.full(flags.shape, fill_value=True))
    assert found["value"].isna().all()
    assert told == (
        "No patient has recorded days both beside a gap and elsewhere: no hint from gaps."
    )


@pytest.fixture
def for_whom() -> AppTest:
    return start("pages/subgroups.py")


@pytest.mark.slow
def test_the_page_says_why_when_it_is_asked(for_whom):
    (choice,) = [box for box in for_whom.selectbox if box.key == "group_column"]
    assert not any("baseline" in option for option in choice.options)
    assert COUPLED not in text(for_whom)
    app = for_whom.toggle("by_the_baseline").set_value(True).run()
    app = app.selectbox("group_column").set_value(MEASURED).run()
    assert COUPLED in text(app)
    app = app.toggle("by_the_baseline").set_value(False).run()
    assert not app.exception
    assert COUPLED not in text(app)
