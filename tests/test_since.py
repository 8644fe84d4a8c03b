"""Every description carries the days it rests on, and what was recorded after them."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.bars import Bar, bars_of, endings
from analytics.coming import Comes, day_of
from analytics.definitions import MEASURES, PRESETS
from analytics.ends import GAP
from analytics.guidelines import verdicts
from analytics.lists import patient_lists
from analytics.months import last_days, months_and_last_days, patient_months
from analytics.result import result_of
from analytics.settings import Settings
from analytics.since import SINCE, recorded_since
from analytics.steps import Outcomes
from analytics.therapies import BOTULINUM_TOXIN
from importing import Source, read_records
from tests.each_session import each_a_session
from tests.examples import examples
from tests.front_door import days, diary, sessions
from tests.test_pages import start, text
from words.guidelines import in_words
from words.lists import in_words as list_in_words
from words.numbers import dates, day, sentence_case
from words.pages.patient import Picture, calendar_title, headline, last_told, months_title
from words.pages.today import since as said_today
from words.sentences import read_aloud
from words.since import Since, since_of, since_told

pytestmark = pytest.mark.slow

HEADACHE, HULL = MEASURES["headache_days"], PRESETS["hull2014"]
BEFORE, FIRST = date(2024, 1, 31), date(2024, 3, 1)
LONG = 45  # recorded days after the three good months, 30 of them with headache


@pytest.fixture(scope="module")
def met_long_ago():
    """Three good months from session 1, then a month and a half that is not good."""
    letters = days(20, 30) + days(5, 90) + days(30, LONG)
    rows = pd.DataFrame(diary("A", BEFORE.isoformat(), letters))
    treated = pd.DataFrame(sessions("A", FIRST.isoformat()))
    sources = [
        Source(name, frame.to_csv(index=False).encode(), name)
        for name, frame in (("diary", rows), ("sessions", treated))
    ]
    records, report = read_records(sources)
    assert not report.questions
    return records, report


def test_the_table_says_from_when_to_when_and_what_came_after(met_long_ago):
    found = (
        in_words(verdicts(met_long_ago[0].as_of(), BOTULINUM_TOXIN))
        .set_index("rule")
        .loc["nice_goal"]
    )
    assert found["verdict"] == "meets"
    assert (found["from"].date(), found["to"].date()) == (FIRST, FIRST + timedelta(days=89))
    assert found["since"] == "since 30 May 2024: 30 headache days in 45 recorded days"


def test_every_description_that_looked_at_days_has_them(met_long_ago):
    found = in_words(verdicts(met_long_ago[0].as_of(), BOTULINUM_TOXIN))
    looked = found[found["verdict"] != "cannot_judge"]
    assert len(looked) > 4
    assert looked[["from", "to"]].notna().all(axis=None)
    assert (looked["from"] <= looked["to"]).all()
    over = looked[looked["to"] < pd.Timestamp(met_long_ago[0].last_date)]
    assert over["since"].str.startswith("since ").all()
    assert (found.loc[~found["to"].isin(over["to"]), "since"] == "").all()


def test_the_command_line_gives_them(met_long_ago, door):
    records = met_long_ago[0]
    table = door.table(
        "verdicts", diary=records.diary.drop(columns="assumed_free"), sessions=records.sessions
    )
    row = table.set_index("rule").loc["nice_goal"]
    assert (row["from"], row["to"]) == ("2024-03-01", "2024-05-29")


def test_the_list_carries_them(met_long_ago):
    records = met_long_ago[0].as_of()
    lists = patient_lists(records, result_of(records, Settings()).outcomes, Settings().definition)
    row = list_in_words("nice_goal", lists["nice_goal"], Settings().definition).iloc[0]
    assert (row["from"].date(), row["date"].date()) == (FIRST, FIRST + timedelta(days=89))
    assert row["since"] == "since 30 May 2024: 30 headache days in 45 recorded days"


def test_the_page_and_the_answer_carry_them(met_long_ago):
    records, report = met_long_ago
    app = start("pages/patient.py", {"records": records, "report": report, "patient_id": "A"})
    shown = text(app)
    in_full = (
        "Under 15 headache days a month, 1 Mar to 29 May 2024 (NICE: episodic). **Since 30 May "
        "2024: 30 headache days in 45 recorded days.**"
    )
    assert in_full not in shown
    assert "NICE: under 15 headache days a month, 1 Mar to 29 May" in shown
    assert "**Since 30 May: 30 in 45.**" in shown
    assert "migraine days after session 1 (2 to 31 Mar 2024):**" in shown
    assert "**Since 31 May 2024: 29 in 44 recorded days.**" in shown
    app.session_state["open_facts"] = True  # as a person opens all of them in full
    assert in_full in text(app.run())


def test_nothing_recorded_since_is_said(met_long_ago):
    """Of a diary that goes on; of one that has ended, since when there is none."""
    records, last = met_long_ago[0], met_long_ago[0].last_date

    def told(cut_off, *to):
        of = records.as_of(cut_off)
        ends = pd.DataFrame({"patient_id": "A", "to": to})
        return since_told(recorded_since(of, ends, HEADACHE), HEADACHE)

    soon, later = last + timedelta(days=10), last + timedelta(days=60)
    assert told(soon, last, soon, None) == ["nothing recorded since", "", ""]
    silent = f"no diary since {day(last + timedelta(days=1))}"
    assert told(later, last, later, None) == [silent, silent, ""]
    before = last - timedelta(days=2)
    days_ = dates(before + timedelta(days=1), last)
    assert told(later, before) == [f"{days_}: 0 headache days in 2 recorded days"]


def test_counts_have_no_days(door):
    counts = "patient_id,session,headache_days\nA,0,20\nA,1,9\n"
    records, _ = read_records([Source("counts.csv", counts.encode())])
    found = in_words(verdicts(records.as_of(), BOTULINUM_TOXIN))
    assert found["to"].isna().all()
    assert (found["since"] == "").all()


DAY = st.integers(0, 40)


@settings(max_examples=examples(10), deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from("AB"), DAY), st.sampled_from(["0", "1", ""]), min_size=1
    ),
    st.lists(st.tuples(st.sampled_from("ABC"), DAY), max_size=5),
)
def test_since_is_what_a_count_by_hand_gives(met_long_ago, known, ends):
    start_ = date(2024, 1, 1)
    frame = pd.DataFrame(
        [
            (who, pd.Timestamp(start_ + timedelta(days=n)), flag or None)
            for (who, n), flag in known.items()
        ],
        columns=["patient_id", "date", "headache"],
    )
    frame["headache"] = frame["headache"].astype("Int64")
    records = replace(met_long_ago[0], diary=frame)
    cut_off = start_ + timedelta(days=40)
    asked = pd.DataFrame(
        [(who, start_ + timedelta(days=n)) for who, n in ends], columns=["patient_id", "to"]
    )
    found = recorded_since(records.as_of(cut_off), asked, HEADACHE)
    for (who, n), flagged, recorded in zip(
        ends, found["flagged_since"], found["recorded_since"], strict=True
    ):
        entered = [m for (one, m) in known if one == who]
        end = max(entered) if entered and 40 - max(entered) > GAP else 40
        after = [flag for (one, m), flag in known.items() if one == who and m > n and flag]
        if n >= end:
            assert pd.isna(recorded)
        else:
            assert (recorded, flagged) == (len(after), after.count("1"))


@pytest.mark.parametrize("patient", ["P-0088", "P-0132", "P-0092"])
def test_what_came_since_holds_the_day_of_a_session_between_two_bars(sample, patient):
    """Counted by hand: every recorded day from the first to the last one that is named."""
    of = result_of(sample[0], Settings())
    own = of.records.only([patient])
    rows = of.outcomes[of.outcomes["patient_id"] == patient]
    last = last_days(own, patient_months(own, rows, HULL), rows, HULL)[patient]
    diary_days = own.diary[own.diary["date"].between(last.start, last.end)]["migraine"].dropna()
    assert (last.flagged, last.recorded) == (int(diary_days.sum()), len(diary_days))


@pytest.fixture(scope="module")
def everybody(sample):
    """The sample's result, its lists, the verdicts, and what *Today* would say of everybody."""
    of = result_of(sample[0], Settings())
    lists = patient_lists(of.records, of.outcomes, HULL)
    coming = [Comes(patient, 9) for patient in of.records.patient_ids]
    said = day_of(coming, of.records, of.outcomes, HULL).seen
    return (
        of,
        lists,
        verdicts(of.records, BOTULINUM_TOXIN),
        {one.who.patient_id: one for one in said},
    )


def test_today_one_patient_and_the_lists_tell_the_same_days(everybody):
    """Of every patient: the last days after those compared, in numbers and in words."""
    of, lists, _, today = everybody
    bars = pd.DataFrame(bars_of(of.records, of.outcomes, HULL), columns=Bar._fields)
    last = last_days(of.records, bars, of.outcomes, HULL)
    ends, year = endings(of.records, of.outcomes), of.records.cut_off.year
    assert {who: one.last for who, one in today.items() if one.last} == last
    months, counted_too = months_and_last_days(of.records, of.outcomes, HULL, ends)
    assert counted_too == last
    pd.testing.assert_frame_equal(months, patient_months(of.records, of.outcomes, HULL))
    for patient, days_of in last.items():
        told, goes_on = last_told(days_of, ends[patient]), ends[patient].no_diary_since is None
        assert goes_on or told.when() == dates(days_of.start, days_of.end)
        rows = Outcomes(of.outcomes[of.outcomes["patient_id"] == patient])
        answer = headline(rows, HULL, Picture(ends[patient], days_of)).since
        assert (f"Since {day(days_of.start)}: {told.numbers} recorded day" in answer) == goes_on
        assert f"{sentence_case(told.when())}: {told.numbers} recorded day" in answer
        shown = said_today(today[patient], of.records.cut_off)
        assert shown == (f"**{told.numbers}** recorded", told.when(year))
        assert told.when().startswith("since ") == goes_on
    for name in ("worse", "lost_response", "thin"):
        table = lists[name].table()
        for patient, row in zip(table["patient_id"], since_of(table), strict=True):
            known = last.get(patient)
            assert row == last_told(known, ends[patient]) if known else not row.known


def test_of_who_is_never_judged_the_days_after_the_last_window_are_told(everybody):
    """The list of thin diaries names the window that is too thin: none ends after the cut-off."""
    of, lists, _, today = everybody
    rows = of.outcomes
    ever = set(rows.loc[rows["evaluable"].fillna(False) & (rows["session"] > 0), "patient_id"])
    table = lists["thin"].table().set_index("patient_id")
    never = table[~table.index.isin(ever)]
    assert len(never) > 3
    assert (table["date"] <= pd.Timestamp(of.records.cut_off)).all()
    entries = of.records.diary.dropna(subset=["migraine"]).groupby("patient_id")["date"].max()
    for patient, row in never.iterrows():
        after = entries[patient] > row["date"]
        assert (today[patient].last is not None) == after == pd.notna(row["recorded_since"])
    before = rows[rows["session"] == 0].set_index("patient_id")["window_end"]
    thin = [of.session == 0 for of in table["numbers"]]
    assert (table["date"][thin] == before.reindex(table.index)[thin]).all()


def told_of(diaries, again):
    """What is told of each diary, with sessions on 29 Jan 2024 and ``again``; Z writes on."""
    rows = diary("Z", "2024-01-01", days(0, 172))  # to 20 Jun
    treated = []
    for who, letters in diaries.items():
        rows += diary(who, "2024-01-01", letters)
        treated += sessions(who, "2024-01-29", *again[who])
    records, report = each_a_session(
        [
            Source("diary", pd.DataFrame(rows).to_csv(index=False).encode()),
            Source("sessions", pd.DataFrame(treated).to_csv(index=False).encode()),
        ]
    )
    assert not report.questions
    of = result_of(records, Settings(HULL))
    seen = day_of([Comes(who, 9) for who in diaries], of.records, of.outcomes, HULL).seen
    by_patient = dict(tuple(of.outcomes.groupby("patient_id")))
    for one in seen:
        who, picture = one.who.patient_id, Picture(one.ending, one.last)
        yield of.records, Outcomes(by_patient[who]), one, picture


def told_of_a_diary(letters, *again):
    return next(told_of({"A": letters}, {"A": again}))


JUDGED = days(14, 28) + " " + days(6, 30)  # 1 Jan to 28 Feb: the months compared are whole


@pytest.mark.parametrize(
    ("after", "when", "numbers", "title", "aloud"),
    [
        (days(31, 31), "29 Feb to 30 Mar 2024", "31 in 31", "31 in the 31 days", "29 February"),
        (
            days(30, 30) + days(0, 17),
            *("30 Mar to 15 Apr 2024", "0 in 17", "0 in the 17 days", "30 March"),
        ),
        (
            days(30, 30) + days(0, 3),
            *("29 Feb to 1 Apr 2024", "30 in 33", "30 in the 33 days", "29 February"),
        ),
    ],
)
def test_a_session_after_the_last_entry_hides_nothing(after, when, numbers, title, aloud):
    """The months and the calendar run on to it; what is told ends with the last entry."""
    _, rows, one, picture = told_of_a_diary(JUDGED + after, "2024-04-22")
    silent = f"No diary since {day(picture.ending.no_diary_since)}."
    assert headline(rows, HULL, picture).since == f"{when}: {numbers} recorded days. {silent}"
    assert said_today(one, date(2024, 6, 20)) == (f"**{numbers}** recorded", when[:-5])
    assert months_title(rows, HULL, picture).endswith(f", {title} up to the last entry")
    until = f"{one.last.end.day} {one.last.end:%B %Y}"
    flagged, recorded = numbers.split(" in ")
    assert f"From {aloud} to {until} you noted {flagged}, with {recorded} filled in." in read_aloud(
        rows, HULL, picture.last, ended=picture.ended
    )
    assert calendar_title(picture).startswith(f"Every day until {day(picture.ending.last)}: ")


def test_the_day_of_a_session_in_no_bar_is_told_too():
    _, rows, one, picture = told_of_a_diary(JUDGED + "M", "2024-02-29")
    assert "29 Feb 2024: 1 in 1 recorded day. No diary since" in headline(rows, HULL, picture).since
    assert "On 29 February 2024 you noted 1, with 1 filled in." in read_aloud(
        rows, HULL, one.last, ended=True
    )
    assert "1 of 1 recorded in the last day with an entry" in months_title(rows, HULL, picture)


@pytest.fixture(scope="module")
def told_at_random():
    """Of 80 diaries, each with runs of days, gaps and up to three sessions more."""
    any_of = Random(28)
    diaries, again = {}, {}
    for place in range(80):
        runs = [any_of.choice("MH- ") * any_of.randint(1, 40) for _ in range(any_of.randint(0, 4))]
        later = sorted(any_of.sample(range(31, 130), any_of.randint(0, 3)))
        diaries[f"A{place}"] = JUDGED + "".join(runs)[:112]
        again[f"A{place}"] = [str(date(2024, 1, 29) + timedelta(days=n)) for n in later]
    return list(told_of(diaries, again))


def test_whatever_was_recorded_after_the_compared_month_is_told(told_at_random):
    """With a count that a plain count confirms, of the same days on every page and aloud."""
    spoken = 0
    for records, rows, one, picture in told_at_random:
        own = records.diary[records.diary["patient_id"] == one.who.patient_id]
        own = own.set_index("date")["migraine"].dropna()
        judged = rows[(rows["session"] > 0) & rows["evaluable"].fillna(False)]
        compared = judged["window_end"].iloc[-1]
        assert (one.last is not None) == bool((own.index > compared).any())
        if one.last is None:
            continue
        first, last = one.last.start, one.last.end
        goes_on = one.ending.no_diary_since is None
        assert compared < first <= own.index.max()
        assert last == (pd.Timestamp(records.cut_off) if goes_on else own.index.max())
        flagged, recorded = int(own[first:last].sum()), len(own[first:last])
        when = f"since {day(first)}" if goes_on else dates(first, last)
        assert said_today(one, None) == (f"**{flagged} in {recorded}** recorded", when)
        told = f"{sentence_case(when)}: {flagged} in {recorded} recorded day"
        answer = headline(rows, HULL, picture)
        assert told in answer.since
        rest = own[(own.index > compared) & (own.index < first)]  # of the cycle, in neither
        counts = f"Then {int(rest.sum())} in {len(rest)}."
        assert answer.then == (counts if len(rest) else "")
        days_long = (last - first).days + 1
        if days_long > 1:
            until = f"{last.day} {last:%B %Y}"
            spoken += not goes_on
            aloud = f"In the last {days_long} days" if goes_on else f"From {first.day} {first:%B} "
            aloud += "" if goes_on else f"to {until}"
            told = f"{aloud} you noted {flagged}, with {recorded} filled in."
            assert told in read_aloud(rows, HULL, one.last, ended=picture.ended)
    assert spoken > 20


def test_a_list_of_a_rule_tells_what_the_fact_tells(everybody):
    _, lists, found, _ = everybody
    for name in ("nice_goal", "nice_nonresponse"):
        facts = found[(found["rule"] == name) & (found["verdict"] == "meets")]
        facts = facts.set_index("patient_id")
        for row in lists[name].table().set_index("patient_id").itertuples():
            assert since_of(facts.loc[[row.Index]]) == [Since(*(_or_none(row, of) for of in SINCE))]


def _or_none(row, name):
    value = getattr(row, name)
    return None if pd.isna(value) else value


def test_no_month_of_a_rule_goes_on_where_months_and_calendar_have_ended(everybody):
    of, _, found, _ = everybody
    ends = pd.Series({who: end.last for who, end in endings(of.records, of.outcomes).items()})
    of_months = found[found["rule"].isin(["nice_goal", "ehf_goal", "overuse_any"])]
    dated = of_months[of_months["patient_id"].isin(of.records.diary["patient_id"])]
    assert (ends < pd.Timestamp(of.records.cut_off)).sum() > 20
    assert not (dated["to"] > dated["patient_id"].map(ends)).any()
