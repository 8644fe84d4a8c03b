"""Rows that are a patient's calendar months with their counts: whose month is which session's?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.cycles import count_cycles
from analytics.definitions import PRESETS
from importing import Choices, Source, read_records
from tests.examples import examples

MONTHS = [(2023, 11), (2023, 12), *((2024, n) for n in range(1, 9))]
HEAD = "Patient,Month,Migraine days\n"


def months(patient: str, written: str = "%Y-%m", places=(*range(10),)) -> str:
    """A patient whose count of each month is its place in the list."""
    return "".join(f"{patient},{date(*MONTHS[n], 1):{written}},{n + 1}\n" for n in places)


def sessions(**of: list[str]) -> str:
    rows = [f"{who},{day}\n" for who, days in of.items() for day in days]
    return f"patient_id,session_date\n{''.join(rows)}"


def read(*files: str, answer: str = ""):
    sources = [Source(f"{n}.csv", text.encode()) for n, text in enumerate(files)]
    records, report = read_records(sources)
    if answer:
        own = {"sessions_close_together": "own"}  # some days apart, each is one
        asked = {one.code: own.get(one.kind, answer) for one in report.questions}
        records, report = read_records(sources, Choices(answers=asked))
        assert not report.questions
    return records, report


def counts(records) -> dict[tuple[str, int], float]:
    known = records.counts.dropna(subset=["migraine_days"])
    return {(one.patient_id, one.session): one.migraine_days for one in known.itertuples()}


GIVEN = sessions(K1=["2024-01-16", "2024-04-12"], K2=["2024-03-01"])


@pytest.mark.parametrize("written", ["%Y-%m", "%b %Y", "%m/%Y", "%Y-%m-01"])
def test_months_are_placed_by_each_patients_own_sessions_and_asked_about(written):
    files = (HEAD + months("K1", written) + months("K2", written), GIVEN)
    _, report = read(*files)
    assert [(q.kind, len(q.options)) for q in report.questions] == [("which_month", 3)]
    first = counts(read(*files, answer="month_1")[0])
    assert first == {("K1", 0): 2, ("K1", 1): 4, ("K1", 2): 7, ("K2", 0): 4, ("K2", 1): 6}
    third = counts(read(*files, answer="month_3")[0])  # K1's next session lies in the third
    assert third == {("K1", 0): 2, ("K1", 2): 9, ("K2", 0): 4, ("K2", 1): 8}


def test_a_session_whose_month_is_over_and_has_no_count_took_place():
    of_all = HEAD + months("K1", places=(1, 6, 9)) + months("K2")
    records, _ = read(of_all, GIVEN, answer="month_1")
    blank = records.counts[records.counts["migraine_days"].isna()]
    assert [*zip(blank["patient_id"], blank["session"], strict=True)] == [("K1", 1)]
    assert blank["session_date"].dt.strftime("%Y-%m-%d").tolist() == ["2024-01-16"]


@settings(max_examples=examples(8), deadline=None)
@given(
    st.lists(st.integers(1, 3), min_size=1, max_size=4),
    st.lists(st.sets(st.integers(0, 9)), min_size=4, max_size=4),
    st.integers(1, 3),
)
def test_whoever_was_treated_has_started_whatever_months_she_has(had, kept, place):
    """Also without a month before, after or at all; a session whose month is to come is not due."""
    days = ["2024-01-16", "2024-04-12", "2024-07-03"]
    given_on = {f"P{n}": days[:of] for n, of in enumerate(had)}
    table = HEAD + months("K1")  # to August
    table += "".join(months(who, places=sorted(kept[n])) for n, who in enumerate(given_on))
    listed = sessions(K1=["2024-01-16"], **given_on)
    records, _ = read(table, listed, answer=f"month_{place}")
    cycles = count_cycles(records, PRESETS["hull2014"])
    first = cycles[cycles["session"] == 1]
    assert first["treated"].sum() == len(had) + 1
    for session, month in enumerate((1, 4, 7), start=1):
        at = cycles[(cycles["session"] == session) & (cycles["patient_id"] != "K1")]
        begun = [n >= session for n in had]
        if len(at):
            assert at["treated"].tolist() == begun
            assert at["closed"].tolist() == [is_so and month + place <= 8 for is_so in begun]


def test_a_session_after_today_has_not_begun():
    listed = sessions(K1=["2024-01-16"], K2=[str(date.today() + timedelta(days=30))])
    records, report = read(HEAD + months("K1"), listed, answer="month_1")
    assert records.patient_ids == ["K1"]
    assert any("planned, not counted as started" in one for one in report.notices)


def test_a_year_of_its_own_recorded_days_and_totals():
    rows = "".join(f"K2,{y},{m},{n + 1},{n + 20}\n" for n, (y, m) in enumerate(MONTHS))
    table = f"Patient;Jahr;Monat;Migränetage;recorded_days\n{rows.replace(',', ';')}K2;;Summe;55;\n"
    records, report = read(table, GIVEN, answer="month_2")
    told = records.counts[records.counts["patient_id"] == "K2"]  # no month of K1 is told
    assert told["migraine_days"].tolist() == [4, 7]
    assert told["recorded_days"].tolist() == [23, 26]
    assert report.set_aside == 0


def test_what_is_no_month_and_whose_session_nobody_says_is_set_aside():
    table = HEAD + "K1,spring,3\n" + months("K1") + months("K9", places=(3,))
    _, report = read(table, GIVEN, answer="month_1")
    assert report.broken["row"].tolist() == [2, 13]
    assert "no month with its year" in report.broken["problem"][0]
    assert "no date of a session" in report.broken["problem"][1]


def test_without_sessions_no_month_counts_and_beside_a_diary_the_diary_does():
    records, report = read(HEAD + months("K1"))
    assert records.counts.empty
    assert report.set_aside == len(MONTHS)
    assert any("A list of sessions with their dates was expected" in one for one in report.notices)
    diary = "patient_id,date,headache\n" + "".join(f"K1,2024-01-{n:02d},1\n" for n in range(1, 29))
    records, report = read(HEAD + months("K1"), GIVEN, f"{diary}K1,2024-02-01,0\n")
    assert records.counts.empty
    assert len(records.diary) == 29


def test_months_since_session_1_are_no_calendar_months_and_asked_about_as_before():
    _, report = read(HEAD + "K1,0,20\nK1,3,8\nK2,0,18\nK2,3,9\n", GIVEN)
    assert [one.kind for one in report.questions] == ["mapping"]


@pytest.mark.parametrize("form", ["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y"])
def test_first_days_of_months_are_months_under_date_too(form):
    dated = "patient_id,Date,migraine_days\n" + "".join(
        f"K1,{date(year, month, 1):{form}},{n + 1}\n" for n, (year, month) in enumerate(MONTHS)
    )
    found, _ = read(dated, GIVEN, answer="month_2")
    named, _ = read(HEAD + months("K1"), GIVEN, answer="month_2")
    assert len(named.counts)
    assert counts(found) == counts(named)


def test_other_days_under_date_are_no_months():
    dated = "patient_id,Date,migraine_days\nK1,2024-01-01,20\nK1,2024-02-03,18\nK1,2024-03-01,9\n"
    _, report = read(dated, GIVEN)
    assert [one.kind for one in report.questions] == ["mapping"]


days = st.dates(date(2023, 12, 1), date(2024, 7, 28))


@settings(max_examples=examples(8), deadline=None)
@given(
    st.lists(st.lists(days, min_size=1, max_size=3, unique=True), min_size=1, max_size=3),
    st.integers(1, 3),
    st.permutations(range(len(MONTHS))),
)
def test_every_count_is_of_a_whole_month_between_its_session_and_the_next(of, place, order):
    given_on = {f"P{n}": sorted(own) for n, own in enumerate(of)}
    table = HEAD + "".join(months(who, places=order) for who in given_on)
    listed = sessions(**{who: [str(day) for day in own] for who, own in given_on.items()})
    found = counts(read(table, listed, answer=f"month_{place}")[0])
    expected = {}
    for who, own in given_on.items():
        at = [12 * day.year + day.month for day in own]
        for n, (year, month) in enumerate(MONTHS):
            here = 12 * year + month
            if here == at[0] - 1:
                expected[who, 0] = n + 1
            for session, began in enumerate(at, start=1):
                if here == began + place and all(here < later for later in at[session:]):
                    expected[who, session] = n + 1
    assert found == expected


@pytest.mark.parametrize("days", ["", ",recorded_days"])
def test_it_is_said_that_months_of_other_lengths_are_not_scaled(days):
    table = f"Patient,Month,Migraine days{days}\n" + "".join(
        f"K1,2024-{n:02d},{n}{',28' if days else ''}\n" for n in range(1, 9)
    )
    _, report = read(table, GIVEN, answer="month_1")
    assert any("is not scaled" in one for one in report.sentences()) is not bool(days)
