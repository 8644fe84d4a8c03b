"""Every named table: of the sample, of cohorts with nobody or one in them, and of other orders."""

import re
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics.codes import Band, Fitted, Step
from analytics.cycles import count_cycles, to_hand_on
from analytics.definitions import DEFAULT_DEFINITION, MONTHS, PRESETS
from analytics.outcomes import FEW, CountedOnce
from analytics.records import Records
from analytics.research.change import change_by_session
from analytics.research.compared import (
    _theirs,
    comparable,
    compared,
    controls_of,
    published,
    study_of,
    told_beside,
    with_controls,
)
from analytics.research.models import model_rows, models
from analytics.research.sensitivity import Changed, flip_list, specifications, tipping_points
from analytics.research.spread import bands_by_session, cumulative_distribution, five_responses
from analytics.research.subgroups import NotABaseline, same_patients, subgroups
from analytics.research.who import flow
from analytics.result import Result, result_of
from analytics.settings import Settings
from analytics.summaries import wilson
from analytics.tables import TABLES, Asked, make_table
from analytics.therapies import BOTULINUM_TOXIN
from analytics.written import as_csv
from importing import Source, read_records
from tests.on_screen import check_on_screen
from words.column_meanings import FRACTION, MIXED, meaning_of
from words.pages.by_itself import stands_beside
from words.pages.compared import headline, sources
from words.response import no_control

pytestmark = pytest.mark.slow

SETTINGS = Settings()
DAYS_ONLY = {
    "onset",
    "lowest_week",
    "recorded_days",
    "selective_recording",
    "intake",
    "incidence",
    "baseline_stability",
    "look_back",
    "months_around",
    "look_back_limits",
    "corrected_change",
    "individual",
}


def basis_of(records: Records, settings: Settings = SETTINGS) -> Result:
    return result_of(records, settings)


@pytest.fixture(scope="module")
def basis(sample) -> Result:
    return basis_of(sample[0])


@pytest.fixture(scope="module")
def tables(basis) -> dict[str, pd.DataFrame]:
    return {name: make_table(name, basis, Asked(2)) for name in TABLES}


def read(**files: str) -> Records:
    return read_records([Source(name, text.encode(), name) for name, text in files.items()])[0]


def diary(patient: str, before: int, after: int) -> str:
    """100 days: so many of ten flagged in the 40 days before the session, and in the 60 after."""
    dates = pd.date_range("2024-01-01", periods=100)
    return "".join(
        f"{patient},{day.date()},{int(i % 10 < flagged)},{int(i % 10 < flagged)}\n"
        for i, day in enumerate(dates)
        for flagged in [before if i < 40 else after]
    )


DAYS = "patient_id,date,headache,migraine\n"
HAD = "patient_id,session_date\n"


def cohort(*patients: tuple[int, int]) -> Records:
    rows = "".join(diary(f"A{i}", *days) for i, days in enumerate(patients))
    return read(
        diary=DAYS + rows,
        sessions=HAD + "".join(f"A{i},2024-02-10\n" for i in range(len(patients))),
    )


def handed_on(records: Records) -> str:
    """The cycles of these records as a file."""
    result = basis_of(records)
    cycles = count_cycles(records.as_of(), DEFAULT_DEFINITION)
    return as_csv(to_hand_on(cycles, DEFAULT_DEFINITION, result.records.cut_off))


DEGENERATE = {  # cohorts, made where a test asks for them
    "nobody judged": lambda: read(
        diary=DAYS + "A,2024-02-20,1,1\n", sessions=HAD + "A,2024-02-10\n"
    ),
    "one patient": lambda: cohort((8, 3)),
    "two patients": lambda: cohort((8, 3), (8, 8)),
    "all responders": lambda: cohort(*[(8, 1)] * 25),
    "nobody responds": lambda: cohort(*[(8, 8)] * 25),
    "no variance in the baseline": lambda: cohort(*[(8, i % 9) for i in range(30)]),
    "no baseline day": lambda: cohort(*[(0, 3)] * 12),
    "only migraine": lambda: read(
        diary="patient_id,date,migraine\n"
        + "".join(f"A,2024-01-{d:02d},1\n" for d in range(1, 32)),
        sessions=HAD + "A,2024-01-31\n",
    ),
    "counts": lambda: read(
        counts="patient_id,session,migraine_days\n"
        + "".join(f"A{i},0,{10 + i % 9}\nA{i},1,{5 + i % 7}\n" for i in range(30))
    ),
    "cycles": lambda: read(cycles=handed_on(cohort((8, 3), (8, 8), (7, 2)))),
}


@pytest.mark.parametrize("name", TABLES)
def test_of_the_sample(tables, name):
    table = tables[name]
    assert len(table) or name == "heaping"  # the sample is a diary, not counts
    assert all(re.fullmatch(r"[a-z0-9_]+", column) for column in table)
    assert not table.isin([np.inf, -np.inf]).any(axis=None)
    check_on_screen(name, table, 2, DEFAULT_DEFINITION)


@cache
def degenerate(case: str) -> Result:
    records = DEGENERATE[case]()
    return basis_of(records, SETTINGS.as_counted(records))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("case", DEGENERATE)
def test_of_degenerate_cohorts(case, name):
    table = make_table(name, degenerate(case), Asked(2))
    assert isinstance(table, pd.DataFrame)
    assert not table.select_dtypes("number").isin([np.inf, -np.inf]).any(axis=None)
    check_on_screen(name, table, 1, degenerate(case).settings.definition)


def kept_counts(records: Records) -> dict[tuple[object, ...], pd.DataFrame]:
    return {name: cycles for name, cycles in records.looked_up.items() if name[0] == "cycles"}


def test_days_of_few_patients_are_counted_once_for_all_tables():
    few = basis_of(cohort((8, 3), (8, 8)))
    make_table("specifications", few, Asked(1))
    counted = kept_counts(few.records)
    assert len(counted) == len(BOTULINUM_TOXIN.windows) * len(MONTHS)
    for name in ("flips", "compared", "change"):
        make_table(name, few, Asked(1))
    after = kept_counts(few.records)
    assert after.keys() == counted.keys()
    assert all(after[name] is counted[name] for name in counted)


def test_of_many_rows_the_latest_counts_are_kept_and_not_with_the_records():
    rows = "".join(f"A{i},0,10\nA{i},1,5\n" for i in range(FEW // 2 + 1))
    many = CountedOnce(read(counts="patient_id,session,migraine_days\n" + rows).as_of())
    shorter, longer = (DEFAULT_DEFINITION.changed(month=month) for month in MONTHS)
    assert many.cycles(shorter) is not many.cycles(longer)
    assert many.cycles(shorter) is many.cycles(shorter)
    assert not kept_counts(many.records)


def test_nobody_at_all():
    nobody = basis_of(read(diary=DAYS + "A,2024-02-20,1,1\n", sessions=HAD + "B,2025-02-10\n"))
    assert all(make_table(name, nobody, Asked(2)).empty for name in TABLES)


@pytest.fixture(scope="module")
def renamed(sample) -> Result:
    """Rows in another order, and other names that sort as the old ones."""
    tables = {}
    for kind, frame in sample[0].tables.items():
        turned = frame.sample(frac=1, random_state=5)
        tables[kind] = turned.assign(patient_id="X" + turned["patient_id"])
    return basis_of(Records(**tables))


@pytest.mark.parametrize("name", sorted(TABLES))
def test_order_and_names_do_not_matter(renamed, tables, name):
    other = make_table(name, renamed, Asked(2))
    if "patient_id" in other:
        other = other.assign(patient_id=other["patient_id"].str.removeprefix("X"))
    pd.testing.assert_frame_equal(other, tables[name], rtol=1e-9)


@pytest.fixture(scope="module")
def moved(sample) -> Result:
    """Everything 364 days later."""
    tables = {}
    for kind, frame in sample[0].tables.items():
        dates = frame.select_dtypes("datetime").columns
        tables[kind] = frame.assign(**{c: frame[c] + pd.Timedelta(days=364) for c in dates})
    return basis_of(Records(**tables))


@pytest.mark.parametrize("name", sorted(set(TABLES) - {"estimand"}))
def test_the_calendar_does_not_matter(moved, tables, name):
    pd.testing.assert_frame_equal(make_table(name, moved, Asked(2)), tables[name], rtol=1e-9)


def test_nobody_is_lost_in_the_flow(tables, basis):
    steps = tables["flow"]
    counts = steps.dropna(subset=["patients"]).set_index("step")["patients"]
    left = steps.groupby("step", sort=False)["left"].sum()
    for step, following in zip(counts.index, counts.index[1:], strict=False):
        assert counts[step] - left[step] == counts[following], step
    rate = basis.rates.set_index("session").loc[2]
    assert counts[Step.JUDGED] == rate["evaluable"]
    assert counts[Step.DUE] == rate["due"]


def test_bands_and_distribution_say_what_the_rates_say(basis):
    rates = basis.rates.set_index("session")
    bands = bands_by_session(basis.outcomes)
    total = bands.groupby("session")["patients"].sum()
    assert total.tolist() == rates["due"].tolist()
    half = bands[bands["band"].isin([Band.UNDER_75, Band.OVER_75])]
    assert half.groupby("session")["patients"].sum().tolist() == rates["responders"].tolist()
    at = cumulative_distribution(basis.outcomes, 2).set_index("threshold").loc[50]
    expected = rates.loc[2, ["rate", "ci_low", "ci_high", "rate_low", "rate_high"]].tolist()
    assert at[["share", "ci_low", "ci_high", "lowest", "highest"]].tolist() == expected


def test_20_current_first_ever_sustained():
    """Worked example 20: R, N, R, R."""
    rows = pd.DataFrame(
        {
            "patient_id": "A",
            "session": [1, 2, 3, 4],
            "responder": [True, False, True, True],
            "evaluable": True,
            "baseline_days": 20,
            "baseline_recorded": 28,
            "recorded_days": 28,
        }
    ).astype({"responder": "boolean", "evaluable": "boolean"})
    found = five_responses(rows, 4, DEFAULT_DEFINITION).set_index("response")["patients"]
    assert found.to_dict() == {"current": 1, "ever": 1, "first": 1, "sustained": 1, "lost": 0}
    found = five_responses(rows, 2, DEFAULT_DEFINITION).set_index("response")["patients"]
    assert found.to_dict() == {"current": 0, "ever": 1, "first": 1, "sustained": 0, "lost": 1}


def test_chance_alone_makes_an_ever():
    """A true fall of 40%: about a quarter of single months, about 7 of 10 over five."""
    rows = pd.DataFrame(
        {
            "patient_id": "A",
            "session": range(1, 6),
            "responder": False,
            "evaluable": True,
            "baseline_days": 20,
            "baseline_recorded": 28,
            "recorded_days": 28,
        }
    ).astype({"responder": "boolean", "evaluable": "boolean"})
    once, five = (
        five_responses(rows, n, DEFAULT_DEFINITION).set_index("response").loc["ever"]
        for n in (1, 5)
    )
    assert once["share_by_chance"] == pytest.approx(0.2859347217)  # R: pbinom(10, 28, .6 * 20/28)
    assert five["share_by_chance"] == pytest.approx(1 - (1 - 0.2859347217) ** 5)


def test_what_came_after_the_first_session_makes_no_groups(basis):
    with pytest.raises(NotABaseline, match="known only after the first session"):
        subgroups(basis.outcomes, basis.records.patients, 2, ("stop_reason",))
    with pytest.raises(NotABaseline, match="no column 'shoe_size'"):
        subgroups(basis.outcomes, basis.records.patients, 2, ("shoe_size",))


def test_small_groups_are_their_number_only(basis):
    found = subgroups(basis.outcomes, basis.records.patients, 2)
    small = found[found["judged"] < 10]
    assert len(small)
    assert small[["responders", "rate", "ci_low", "difference"]].isna().all(axis=None)
    judged = basis.outcomes.query("session == 2 and evaluable")["patient_id"].nunique()
    assert (found.groupby("column")["judged"].sum() == judged).all()
    assert set(found["comparisons"]) == {found["difference"].notna().sum()}


def test_the_same_patients_are_counted_once(basis):
    pairs = same_patients(basis.outcomes)
    cells = pairs[["both", "only_first", "only_later", "neither"]].sum(axis=1)
    assert cells.tolist() == pairs["patients"].tolist()


def test_the_chosen_definition_is_marked_once_and_says_the_rate(basis, tables):
    found = tables["specifications"]
    chosen = found[found["chosen"]]
    rate = basis.rates.set_index("session").loc[2, "rate"]
    assert chosen["rate"].tolist() == [rate]
    assert len(found) == 4 * 2 * 2 * 3 * 3 * 3  # windows, months, measures, minimums, two threes
    own = DEFAULT_DEFINITION.changed(min_days=17, threshold=30)
    assert specifications(basis.records, own, 2)["chosen"].sum() == 1


def test_tipping_points_tip(basis):
    rates = basis.rates
    row = rates.set_index("session").loc[2]
    for tip in tipping_points(rates, 2).itertuples():
        if tip.needed > 0:
            with_them = (row["responders"] + tip.needed) / row["due"]
            without = (row["responders"] + tip.needed - 1) / row["due"]
            assert with_them >= tip.rate > without


def test_flips_are_what_the_other_definition_says(sample, basis):
    flips = flip_list(basis.records, DEFAULT_DEFINITION, 2)
    other = result_of(
        sample[0], Settings(DEFAULT_DEFINITION.changed(measure="headache_days"))
    ).outcomes
    other = other[other["session"] == 2].set_index("patient_id")["responder"]
    for row in flips[
        [c == Changed("measure", "headache_days") for c in flips["choice"]]
    ].itertuples():
        said = {True: "responder", False: "no responder"}.get(other[row.patient_id], "not judged")
        assert row.verdict_changed == said != row.verdict_chosen


def test_15_mean_of_percents_and_the_change():
    """Worked example 15: 28 to 14, 16 to 4, 20 to 24 of 28."""
    counts = "patient_id,session,migraine_days,recorded_days\n" + "".join(
        f"{p},0,{b},28\n{p},1,{f},28\n" for p, b, f in (("A", 28, 14), ("B", 16, 4), ("C", 20, 24))
    )
    definition = PRESETS["hull2014"].changed(month=28)
    records = read(counts=counts)
    outcomes = result_of(records, Settings(definition)).outcomes
    row = change_by_session(records, outcomes, definition).iloc[0]
    assert row["n"] == 3
    assert (row["mean_before"], row["mean_after"]) == pytest.approx((64 / 3, 14))
    assert row["mean_change"] == pytest.approx(14 - 64 / 3)
    assert (row["median_change"], row["shift"]) == (-12, -8.5)  # of -14, -12, 4


def test_models_say_what_cannot_be_estimated():
    nobody = degenerate("nobody responds")
    table = models(nobody.outcomes, nobody.records, 1, 30)
    assert set(table["remark"]) == {Fitted.NOT_AT_ALL}


def test_a_site_of_the_models_is_five_patients_not_five_rows():
    """Two patients seen three times each are no site of their own."""
    people = [f"P{number:02}" for number in range(9)]
    counts = "patient_id,session,migraine_days,recorded_days\n" + "".join(
        f"{name},{session},{20 - 2 * session},28\n" for name in people for session in range(4)
    )
    sites = "patient_id,site\n" + "".join(
        f"{name},{'Moor' if name < 'P02' else 'Hill'}\n" for name in people
    )
    records = read(counts=counts, patients=sites)
    rows = model_rows(result_of(records, Settings()).outcomes, records)
    assert rows.groupby("site")["patient_id"].nunique().to_dict() == {"Hill": 7, "other sites": 2}


def test_published_results_are_whole():
    table = published()
    assert len(table) == 22
    known = table[table["our_outcome"] != ""]
    assert (known["our_month"].isin([28, 30])).all()
    assert table["key"].is_unique
    assert table["key"].str.fullmatch(r"[a-z0-9_]+").all()
    assert table.loc[table["our_outcome"] == "", "cannot_match"].ne("").all()
    assert (Path("data/published/benchmarks.csv")).exists()


def test_every_published_share_of_so_many_has_its_interval():
    """As published, or Wilson's of the patients that the percent is of, to its one decimal."""
    table = published()
    shares = table[table["outcome"].str.contains("respon") & table["n"].notna()]
    assert set(shares["note"].str.contains("Wilson")) == {True}
    for row in shares.itertuples():
        ends = [100 * end for end in wilson(round(row.value * row.n / 100), row.n)]
        assert [row.ci_low, row.ci_high] == pytest.approx(ends, abs=0.051)


def test_what_stands_beside_a_rate_says_what_of_it_is_not_as_here():
    """It is of headache days, by 50%, at the end of the second cycle."""
    row = published().set_index("key").loc["preempt_pooled_placebo_half_week_24"]
    of = (row["our_measure"], 50, row["our_window"], row["our_session"])
    assert of == BOTULINUM_TOXIN.control
    told = BOTULINUM_TOXIN.no_control
    assert f"{row['value']:.0f}% reached 50% fewer headache days at week 24" in told
    preempt, hull = PRESETS["preempt"], PRESETS["hull2014"]
    assert no_control(preempt, 2) == told
    assert no_control(preempt, 3) == f"{told} Another time than here."
    assert no_control(PRESETS["nice"], 2) == f"{told} Another line than here."
    assert no_control(hull, 2) == f"{told} Another measure and another time than here."


def test_placebo_of_another_study_is_not_told_as_the_studys_own():
    table = comparable(BOTULINUM_TOXIN).set_index("key")
    for key, beside in (
        ("compel_change_week_60", "on placebo in PREEMPT 2, weeks 21-24, 6.7 fewer days a month"),
        ("charm_percent_change", "on placebo 21% fewer"),
    ):
        study = table.loc[key]
        rows = [_theirs(row) for _, row in with_controls(int(study["result"])).iterrows()]
        ours = {**rows[0], "kind": "ours", "n": 9}
        told = headline(pd.DataFrame([ours, *rows]), study, BOTULINUM_TOXIN)
        assert beside in told


def test_usual_care_is_told_by_the_days_before():
    """Of the raw data: who begins with more has more to return from, whatever is done."""
    told = stands_beside(controls_of(BOTULINUM_TOXIN), PRESETS["preempt"], 2)
    usual = [line for line in told if line.startswith("Usual care, Vickers 2004, ")]
    assert usual == [
        "Usual care, Vickers 2004, 20 or more days before: 4.3 fewer headache days a month, mean "
        "of 40, month 12.",
        "Usual care, Vickers 2004, under 12 days before: 0.6 fewer headache days a month, mean of "
        "38, month 12.",
    ]
    beside = told_beside(study_of("preempt_2_change", BOTULINUM_TOXIN)["result"], BOTULINUM_TOXIN)
    (named,) = [of for of in sources(beside, BOTULINUM_TOXIN) if "Vickers" in of]
    assert named.startswith("Vickers 2004, usual care: Vickers 2004, BMJ 328:744, doi")
    raw = published()["study"].str.startswith("Vickers")
    assert published().loc[raw, "source"].str.contains("raw data: Vickers 2006, Trials 7:15").all()


@pytest.mark.parametrize("result", comparable(BOTULINUM_TOXIN)["result"])
def test_a_study_brings_its_own_definition_and_its_controls(basis, result):
    rows = compared(basis.records, result)
    assert rows.iloc[0]["who"] == "our records"
    assert rows["cannot_match"].iloc[0] == rows["cannot_match"].iloc[1]
    theirs = rows.iloc[1:]
    assert (theirs["value"].notna()).all()
    study = published().set_index("result").loc[result]
    same = published()[["our_outcome", "our_measure"]].eq(study[["our_outcome", "our_measure"]])
    controls = published()[same.all(axis=1)]["kind"].isin(["placebo", "usual care"]).sum()
    assert len(theirs) == 1 + controls


def test_the_command_line_gives_the_tables_of_the_pages(door, tables):
    from tests.test_sample import FOLDER

    assert door.run("table", "--list").stdout.split() == list(TABLES)
    files = {
        name: (FOLDER / f"{name}.csv").read_text(encoding="utf-8")
        for name in ("diary", "sessions", "patients", "scores", "adverse_events", "treatments")
    }
    for name in ("flow", "change", "subgroups", "models", "specifications"):
        found = door.table("table", name, **files)
        ours = tables[name].reset_index(drop=True)
        assert list(found) == list(ours)
        for column in ours.select_dtypes("number"):
            expected = ours[column].astype("float64").to_numpy()
            assert found[column].to_numpy("float64") == pytest.approx(expected, nan_ok=True)


def test_the_command_line_says_what_it_does_not_group_by(door):
    rows = {"diary": DAYS + diary("A", 8, 3), "sessions": HAD + "A,2024-02-10\n"}
    refused = door.run("table", "subgroups", "--by", "stop_reason", **rows)
    assert refused.exit_code == 2
    assert "known only after the first session" in refused.output
    assert door.run("table", "heaping", **rows).exit_code == 1
    assert "--cut takes" in door.run("table", "subgroups", "--cut", "age", **rows).output


def test_the_flow_of_a_small_cohort():
    two = degenerate("two patients")
    steps = flow(two.records, two.outcomes, 1).dropna(subset=["patients"])
    assert steps["patients"].tolist() == [2, 2, 2, 2, 2]


def test_every_number_has_the_unit_that_its_column_or_its_row_says(tables):
    """A unit that differs by row stands in the row; a fraction is one."""
    by_row = set()
    for name, frame in tables.items():
        units = {column: meaning_of(name, str(column))[0] for column in frame}
        if MIXED in units.values():
            by_row.add(name)
            assert frame["unit"].str.strip().ne("").all(), name
        for column, unit in units.items():
            if unit == FRACTION:
                values = frame[column].dropna().astype("float64")
                assert values.between(0, 1).all(), (name, column)
    assert by_row == {"change", "compared", "judged_or_not", "planner", "selective_recording"}
    change = tables["change"].set_index("outcome")["unit"]
    assert set(change[["HIT-6", "MIDAS"]]) == {"points"}
    assert set(change["migraine_days"]) == {"days a month"}
