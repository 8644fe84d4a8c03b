"""Groups, bands and filters add up to their whole, whatever is not recorded."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx import Presentation

from analytics.codes import Band
from analytics.filters import NOT_RECORDED
from analytics.records import Records
from analytics.research.spread import bands_by_session, state_flow
from analytics.research.subgroups import BASELINE_COLUMNS, MEASURED, subgroups
from analytics.research.who import judged_against_not
from analytics.result import result_of
from analytics.settings import Settings
from analytics.summaries import last_dates
from analytics.therapies import BOTULINUM_TOXIN
from importing import Source, read_records
from reports.document import document
from reports.everything import workbook_sheets
from reports.slides import slides
from tests.examples import examples
from tests.front_door import days, diary
from tests.front_door import sessions as visits
from tests.test_shared_figures import basis_of, clinic, counted_in, section
from words.chosen import filter_told, filter_words, in_words
from words.pages import subgroups as of_subgroups

pytestmark = pytest.mark.slow

PATIENTS = 40
WORDS = st.sampled_from([None, "North", "South", "not recorded"])
FLAGS = st.sampled_from([None, 0, 1])
COLUMNS = {
    "site": WORDS,
    "sex": st.sampled_from([None, "female", "male"]),
    "age": st.one_of(st.none(), st.integers(18, 80)),
    "prior_botulinum": FLAGS,
    "medication_overuse": FLAGS,
    "ward": WORDS,
}
people = st.lists(
    st.one_of(st.none(), st.fixed_dictionaries(COLUMNS)), min_size=PATIENTS, max_size=PATIENTS
)


@cache
def counted() -> Records:
    """Forty invented patients, each counted before and after up to two sessions."""
    rows = "".join(
        f"A{i},0,{10 + i % 9}\nA{i},1,{3 + i % 9}\n" + (f"A{i},2,{i % 13}\n" if i % 3 else "")
        for i in range(PATIENTS)
    )
    files = {"counts": "patient_id,session,migraine_days\n" + rows}
    return read_records([Source(name, text.encode(), name) for name, text in files.items()])[0]


def of_people(found: list[dict | None]) -> Records:
    """The records with what is recorded of each; ``None``: she has no row among the patients."""
    counts = counted()
    own = [{"patient_id": f"A{i}", **one} for i, one in enumerate(found) if one is not None]
    told = pd.DataFrame(own, columns=["patient_id", *COLUMNS])
    types = counts.patients.dtypes.to_dict() | {"ward": "str"}
    return replace(counts, patients=told.reindex(columns=list(types)).astype(types))


@settings(max_examples=examples(4), deadline=None)
@given(people, st.sampled_from([1, 2]))
def test_the_groups_add_up_to_all_who_are_judged(found, session):
    records = of_people(found)
    outcomes = result_of(records, Settings()).outcomes
    judged = int(outcomes.query("session == @session")["evaluable"].fillna(False).sum())
    columns = (*BASELINE_COLUMNS, "ward", MEASURED)
    table = subgroups(outcomes, records.patients, session, columns)
    for column in columns:
        rows = table[table["column"] == column]
        assert rows["judged"].sum() == judged, column
        assert (rows["of"] == judged).all()
        assert rows["group"].is_unique
        assert rows.loc[~rows["recorded"], "judged"].sum() == without(
            records, outcomes, session, column
        )
        assert of_subgroups.groups_add_up(rows)


def without(records: Records, outcomes: pd.DataFrame, session: int, column: str) -> int:
    """How many of those judged have no value in this column, counted by hand."""
    if column == MEASURED:
        return 0
    has = dict(zip(records.patients["patient_id"], records.patients[column], strict=True))
    at = outcomes[(outcomes["session"] == session) & outcomes["evaluable"].fillna(False)]
    return sum(pd.isna(has.get(one, pd.NA)) for one in at["patient_id"])


@settings(max_examples=examples(4), deadline=None)
@given(people)
def test_those_not_recorded_change_no_comparison(found):
    """Taken out of the cohort, they leave every group and every comparison as it was."""
    records = of_people(found)
    everyone = result_of(records, Settings()).outcomes
    has = records.patients.dropna(subset="ward")["patient_id"]
    some = everyone[everyone["patient_id"].isin(has)]
    with_them = subgroups(everyone, records.patients, 1, ("ward",))
    compared = with_them[with_them["recorded"]].drop(columns="of").reset_index(drop=True)
    alone = subgroups(some, records.patients, 1, ("ward",)).drop(columns="of")
    pd.testing.assert_frame_equal(compared, alone, check_dtype=False)
    others = with_them[~with_them["recorded"]]
    assert others[["difference", "p_heterogeneity"]].isna().all(axis=None)


@settings(max_examples=examples(4), deadline=None)
@given(people)
def test_the_choices_of_a_filter_part_the_cohort(found):
    records = of_people(found)
    for column, values in records.filters_offered.items():
        if not values:
            continue
        chosen = [records.where(((column, (value,)),)).patient_ids for value in values]
        assert sorted(one for part in chosen for one in part) == sorted(records.patient_ids), column
        assert records.where(((column, tuple(values)),)).patient_ids == records.patient_ids
        assert all(chosen) or column not in COLUMNS
    both = (("site", (NOT_RECORDED,)), ("ward", (NOT_RECORDED,)))
    assert set(records.where(both).patient_ids) == {
        f"A{i}"
        for i, one in enumerate(found)
        if one is None or (one["site"] is None and one["ward"] is None)
    }


@settings(max_examples=examples(4), deadline=None)
@given(st.sets(st.integers(0, PATIENTS - 1), min_size=1))
def test_bands_and_states_add_up(some):
    records = counted().only([f"A{i}" for i in some])
    outcomes = result_of(records, Settings()).outcomes
    bands = bands_by_session(outcomes)
    assert (
        bands.groupby("session")["patients"].sum() == bands.groupby("session")["due"].first()
    ).all()
    assert Band.NOT_JUDGED in set(bands["band"])
    moves = state_flow(outcomes).groupby("session")["patients"].sum()
    assert set(moves) <= {outcomes["patient_id"].nunique()}


CHOSEN = Settings(filters=(("site", ("North", NOT_RECORDED)), ("sex", (NOT_RECORDED,))))


def test_not_recorded_is_kept_in_settings_link_and_command():
    assert Settings.from_json(CHOSEN.to_json()) == CHOSEN
    query = {key: list(value) for key, value in CHOSEN.address().items()}
    assert Settings.from_address(query) == (CHOSEN, [])
    assert CHOSEN.options()[-2:] == ["--where", "sex="]


def test_the_words_of_a_filter_never_read_like_a_cell():
    assert filter_words(CHOSEN.filters) == "site: North, not recorded; sex: not recorded"
    own = (("ward", ("Not recorded", NOT_RECORDED)),)
    assert filter_words(own) == "ward: Not recorded, not recorded (empty)"
    assert in_words(None, CHOSEN.filters) == "site North or not recorded, sex not recorded"
    person = dict.fromkeys(COLUMNS) | {"site": "North"}
    told = [filter_told(of_people([person] * PATIENTS), *one) for one in CHOSEN.filters]
    assert told == [
        "No patient of these records has site not recorded.",
        "These records hold no sex: it is recorded of nobody.",
    ]


def test_small_and_large_groups_say_how_many_are_without_a_value():
    from ui.showing.estimates import group_rows  # heavy: the laws above need no page

    person = dict.fromkeys(COLUMNS)
    records = of_people([{**person, "site": "North"}] * 15 + [person] * 20 + [None] * 5)
    table = subgroups(result_of(records, Settings()).outcomes, records.patients, 1, ("site",))
    north, rest = group_rows(table)
    assert north.about.endswith("the largest group")
    assert rest.title == "not recorded"
    assert rest.about.endswith("25 of 40 judged, compared with no group")
    assert of_subgroups.groups_add_up(table) == (
        "Of 40 judged, 15 are in a group by site; of 25 it is not recorded."
    )


@settings(max_examples=examples(5), deadline=None)
@given(people)
def test_baselines_of_those_judged_and_not_add_up(found):
    records = of_people(found)
    outcomes = result_of(records, Settings()).outcomes
    at = outcomes.query("session == 2")
    outcomes.loc[at.index[:9], "evaluable"] = False  # some were due and not judged
    at = outcomes.query("session == 2 and due")
    judged = int(at["evaluable"].sum())
    table = judged_against_not(records, outcomes, 2, BOTULINUM_TOXIN)
    assert ((table["judged_n"] + table["judged_not_recorded"]) == judged).all()
    others = table["not_judged_n"] + table["not_judged_not_recorded"]
    assert (others == len(at) - judged).all()
    assert len(at) > judged


@settings(max_examples=examples(30), deadline=None)
@given(st.lists(st.one_of(st.just("no row"), WORDS), max_size=12))
def test_the_last_entries_are_of_all_sites_and_of_none(sites):
    """Each patient's last day is a day later than the one's before."""
    ids = [f"A{i:02}" for i in range(len(sites))]
    rows = [(one, pd.Timestamp("2024-03-01") + pd.Timedelta(days=i)) for i, one in enumerate(ids)]
    diary = pd.DataFrame(rows, columns=["patient_id", "date"]).astype({"date": "datetime64[us]"})
    known = [(one, site) for one, site in zip(ids, sites, strict=True) if site != "no row"]
    patients = pd.DataFrame(known, columns=["patient_id", "site"]).astype("str")
    table = last_dates(diary, patients)
    named = {site for site in sites if site not in (None, "no row")}
    if not named:
        assert table.empty  # these records have no sites: one end for all is no group
        return
    latest = {site: max(i for i, one in enumerate(sites) if one == site) for site in named}
    without = [i for i, site in enumerate(sites) if site not in named]
    assert table["site"].is_unique
    assert set(table.loc[table["recorded"], "site"]) == named
    expected = [rows[i][1] for _, i in sorted(latest.items())]
    expected += [rows[without[-1]][1]] if without else []
    assert list(table["last_date"]) == expected
    assert list(table["recorded"]) == [True] * len(named) + [False] * bool(without)
    assert table["last_date"].max() == rows[-1][1]
    assert table["behind"].min() == 0


THIRDS = ((8, 5), (8, 13), (8, 18))  # patients with so many days after 20: 33% in each band
APART = "Each share is rounded on its own: those of session 1, session 2 do not add to 100%."


def test_a_report_says_where_its_bands_do_not_add_to_100():
    records = clinic(*THIRDS)
    basis = basis_of(records)
    reduction = section(basis, "reduction")
    assert APART in reduction.remarks
    assert APART in document([reduction], basis)
    deck = Presentation(io.BytesIO(slides([reduction], basis)))
    assert any(
        APART in shape.text_frame.text
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_text_frame
    )
    book = {sheet.name: sheet.frame for sheet in workbook_sheets(basis)}
    assert APART in set(book["how it was made"]["choice"])
    assert APART not in section(basis_of(clinic((12, 5), (12, 18))), "reduction").remarks
    hidden = section(basis_of(clinic((3, 5), (8, 13), (8, 18), (5, 9))), "reduction")
    assert any(hidden.chart.hidden)
    assert not any("do not add to 100%" in remark for remark in hidden.remarks)


def test_the_table_of_bands_says_where_its_shares_do_not_add_to_100():
    from tests.test_pages import start, text  # heavy: the laws above need no page

    for groups, told in ((THIRDS, True), (((12, 5), (12, 18)), False)):
        records, report = counted_in(*groups)
        app = start("pages/spread.py", {"records": records, "report": report, "open_bands": True})
        shares = (app.dataframe[0].value["Share"] / 100).round(4)
        assert (shares.groupby(app.dataframe[0].value["Session"]).sum() != 1).all() == told
        assert (APART in text(app)) == told


def test_the_page_names_the_last_entries_without_a_site():
    from tests.test_pages import start, text  # heavy: the laws above need no page

    rows = [row for one in "ABC" for row in diary(one, "2024-01-01", days(9, 60))]
    rows += diary("D", "2024-01-01", days(9, 31))
    files = {
        "diary": pd.DataFrame(rows).to_csv(index=False),
        "sessions": pd.DataFrame(
            [row for one in "ABCD" for row in visits(one, "2024-01-29")]
        ).to_csv(index=False),
        "patients": "patient_id,site\nA,Moor\nB,Hill\nC,\n",
    }
    records, report = read_records([Source(n, body.encode(), n) for n, body in files.items()])
    assert not report.questions
    shown = text(start("app.py", {"records": records, "report": report}))
    assert (
        "Last entries: Hill 29 Feb 2024, Moor 29 Feb 2024, site not recorded 29 Feb 2024" in shown
    )
