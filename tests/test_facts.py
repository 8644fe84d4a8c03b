"""Beside published lines stand facts: what was recorded, when, which line, and what came since."""

import re
from datetime import date

import pandas as pd
import pytest

from analytics.codes import Verdict, Why
from analytics.guidelines import all_rules, verdicts
from analytics.guidelines.base import Days, Unjudged
from analytics.guidelines.chronic import Month
from analytics.guidelines.goal import Months
from analytics.guidelines.hull import Leg, Legs
from analytics.guidelines.nonresponse import BeforeAfter
from analytics.guidelines.overuse import AnyIntake
from analytics.guidelines.scores import Scores
from analytics.since import SINCE
from analytics.therapies import BOTULINUM_TOXIN
from words.facts import Line, fact, facts
from words.numbers import dates, ordinal
from words.rules_told import TELLS, Group, Judged
from words.since import Since

CUT_OFF = date(2025, 6, 30)
MEETS, NOT, UNKNOWN = Verdict.MEETS, Verdict.DOES_NOT_MEET, Verdict.CANNOT_JUDGE


def of(flagged: int, recorded: int = 30) -> Days:
    return Days(flagged, recorded, 30)


def one(rule, verdict, basis, start="2025-03-16", end="2025-06-13", since=(7, 16), session=2):
    days = (pd.Timestamp(start), pd.Timestamp(end)) if start else (None, None)
    first = days[1] + pd.Timedelta(days=1) if start else None
    return fact(Judged(rule, session, verdict, basis, *days, Since(first, *since)), CUT_OFF)


HALVED = (of(20), of(10))
TWELVE = AnyIntake(of(13), ("triptan",), in_a_row=2, used=(("triptan", of(12)),))
LITTLE = AnyIntake(of(7, 28), used=(("triptan", of(6, 28)), ("non_opioid", of(1, 28))))


@pytest.mark.parametrize(
    ("found", "line", "short"),
    [
        (
            one("nice_goal", MEETS, Months((of(9, 27), of(8), of(10, 25)), 15, 3)),
            Line.REACHED,
            "NICE: under 15 headache days a month, 16 Mar to 13 Jun; since 14 Jun 7 in 16",
        ),
        (
            one("overuse_any", MEETS, TWELVE, "2025-06-01", "2025-06-30"),
            Line.REACHED,
            "12 triptan days in 30 recorded, 1 to 30 Jun; ICHD limit 10, second month in a row",
        ),
        (
            one("overuse_any", MEETS, AnyIntake(of(11, 29), mixed=3), "2025-06-01", "2025-06-30"),
            Line.REACHED,
            "11 medication days (3 classes) in 29 recorded, 1 to 30 Jun; ICHD limit 10, "
            "under it the month before",
        ),
        (
            one("overuse_any", NOT, LITTLE, "2025-06-01", "2025-06-30"),
            Line.NOT_REACHED,
            "6 triptan, 1 simple painkiller days in 28 recorded, 1 to 30 Jun; ICHD limits 10, 15",
        ),
        (
            one("nice_nonresponse", MEETS, BeforeAfter(of(21), of(18), 30), "2025-05-28"),
            Line.NOT_REACHED,  # less than 30% fewer: the line was not reached
            "Headache days 14% fewer, 28 May to 13 Jun; NICE line 30% after 2 cycles; "
            "since 14 Jun 7 in 16",
        ),
        (
            one("nice_nonresponse", NOT, BeforeAfter(of(20), of(10), 30), "2024-05-28"),
            Line.REACHED,
            "Headache days 50% fewer, 28 May 2024 to 13 Jun 2025; NICE line 30% after 2 cycles; "
            "since 14 Jun 7 in 16",
        ),
        (
            one("hull_responder", MEETS, Legs(HALVED, HALVED, (Leg.HEADACHE, Leg.MIGRAINE), 50)),
            Line.REACHED,
            "Hull after session 2, 2 of 3 criteria met, 16 Mar to 13 Jun: 50% fewer migraine days; "
            "since 14 Jun 7 headache days in 16",
        ),
        (
            one("midas_response", MEETS, Scores("MIDAS", 58, 22), "2025-05-28", "2025-05-28"),
            Line.REACHED,
            "MIDAS 58 to 22 on 28 May: 62% lower; line 50% lower",
        ),
        (
            one("hit6_response", UNKNOWN, Scores("HIT-6", None, 55, Why.NO_SCORE_BEFORE), None),
            Line.CANNOT_JUDGE,
            "HIT-6: none before session 1; 55 after session 2",
        ),
        (
            one("nice_goal", UNKNOWN, Unjudged(Why.MONTHS_OVER, 2), None, since=(None, None)),
            Line.CANNOT_JUDGE,
            "Under 15 headache days a month for 3 months (NICE: episodic): 2 of 3 months are over",
        ),
        (
            one("ehf_nonresponse", UNKNOWN, Unjudged(Why.CYCLES_SO_FAR, 1), None, session=1),
            Line.CANNOT_JUDGE,
            "Headache days after 2 cycles; EHF line 30%: one cycle so far",
        ),
    ],
    ids=lambda value: value.rule if hasattr(value, "rule") else "",
)
def test_a_fact_in_a_row(found, line, short):
    assert (found.line, found.short) == (line, short)


def test_a_goal_says_what_came_since_and_what_missing_days_leave_open():
    met = one("nice_goal", MEETS, Months((of(9, 27), of(8, 26), of(10, 25)), 15, 3))
    assert met.told == "Under 15 headache days a month, 16 Mar to 13 Jun 2025 (NICE: episodic)"
    assert met.since == "Since 14 Jun 2025: 7 headache days in 16 recorded days."
    assert met.aside == (
        "If every unrecorded day were a headache day: 12, 12, 15; 15 is not under 15."
    )
    whole = one("nice_goal", MEETS, Months((of(9), of(8), of(10)), 15, 3), since=(0, 0))
    assert (whole.since, whole.aside) == ("Nothing recorded since.", "")


def test_a_line_of_too_few_recorded_days_says_that_it_holds_whatever_the_others_were():
    """Beside *cannot be judged* of the Definition: it takes no value from so few days."""
    few = BeforeAfter(of(18, 19), of(12, 11), 30)
    found = one("nice_nonresponse", MEETS, few)
    assert found.aside == (
        "The line holds whatever the other days were: 19 days recorded before session 1 "
        "(minimum 20) and 11 days recorded after it (minimum 14). Too few for a rate by NICE."
    )
    assert one("ehf_nonresponse", MEETS, few).aside == found.aside.replace("NICE", "EHF")
    hull = one("hull_responder", NOT, Legs((of(18, 19), of(20)), (of(12, 19), of(11)), (), 50))
    assert hull.aside == (
        "The line holds whatever the other days were: 19 days recorded before session 1 "
        "(minimum 20)."
    )
    assert not one("nice_nonresponse", MEETS, BeforeAfter(of(18, 20), of(12, 14), 30)).aside


def test_a_goal_not_reached_says_how_near_it_came():
    days = (of(20), of(10, 20), of(12), of(9), of(3, 9), of(1), of(1))
    found = one("ehf_goal", NOT, Months(days, 10, why=Why.NO_RUN))
    assert found.line == Line.NOT_REACHED
    assert found.told.endswith(
        "not in 7 months, 16 Mar to 13 Jun 2025; lowest three in a row 15, 12, 9"
    )


def test_doubled_clear_days_say_that_chance_does_it_often():
    legs = Legs((of(28), of(24)), HALVED, (Leg.CLEAR, Leg.MIGRAINE), 50)
    assert "clear days 2 of 30 to 6 of 30 (doubling from 2: chance alone does this often)" in (
        one("hull_responder", MEETS, legs).told
    )


def test_days_before_treatment_are_counted_of_those_recorded():
    days = ("2024-05-13", "2024-06-11")
    same = one("chronic_range", MEETS, Month(of(24, 28), of(18, 28)), *days)
    apart = one("chronic_range", MEETS, Month(of(24, 28), of(18, 26)), *days)
    assert same.told == (
        "24 headache days, 18 with migraine, in 28 recorded days, 13 May to 11 Jun 2024 "
        "(ICHD-3: 15 and 8 in 30 days)"
    )
    assert apart.told.startswith("24 headache days in 28, 18 migraine days in 26 recorded days")


def test_one_day_is_said_as_one_and_none_as_nothing_recorded():
    days = ("2024-05-13", "2024-06-11")
    thin = one("chronic_range", UNKNOWN, Month(of(1, 1), of(1, 1), why=Why.TOO_FEW_DAYS), *days)
    assert thin.told.startswith("1 headache day, 1 with migraine, in 1 recorded day, 13 May to ")
    apart = one("chronic_range", NOT, Month(of(1, 28), of(1, 26)), *days)
    assert apart.told.startswith("1 headache day in 28, 1 migraine day in 26 recorded days")
    bare = Legs((of(20), of(0, 0)), (of(18), of(0, 0)), (), 50)
    told = "Hull after session 2: cannot be judged, nothing recorded, 16 Mar to 13 Jun 2025"
    assert one("hull_responder", UNKNOWN, bare).told == told
    same = Legs((of(20), of(20)), (of(18), of(18)), (), 50)
    assert "no change in migraine days, no change in headache days, clear days 10 of 30" in (
        one("hull_responder", NOT, same).told
    )


def test_every_rule_has_its_fact():
    single = {name for name in all_rules() if name.startswith("overuse_")} - {"overuse_any"}
    assert set(TELLS) == set(all_rules()) - single


@pytest.mark.slow
def test_every_fact_of_the_sample_names_its_days_and_its_line(sample):
    records = sample[0].as_of()
    found = verdicts(records, BOTULINUM_TOXIN)
    assert found["patient_id"].nunique() > 100
    for _, rows in found.groupby("patient_id"):
        told = facts(rows, records.cut_off)
        assert [one.group for one in told] == sorted(
            (one.group for one in told), key=list(Group).index
        )
        for one in told:
            whole = f"{one.told} {one.since} {one.aside} {one.short}"
            assert not re.search(r"\b(she|her|hers|match|nan|None|NaT)\b", whole, re.IGNORECASE)
            if one.line != Line.CANNOT_JUDGE:
                assert re.search(r"\d [A-Z][a-z]{2} 20\d\d", one.told), one
                assert re.search(r"NICE|EHF|ICHD|Hull|line|No day with", one.told), one


def test_of_a_rule_the_last_judged_is_told_and_a_later_one_that_cannot_be(sample):
    legs = Legs(HALVED, HALVED, (), 50)
    rows = pd.DataFrame(
        [
            Judged("hull_responder", 1, NOT, legs, pd.Timestamp(CUT_OFF), pd.Timestamp(CUT_OFF)),
            Judged("hull_responder", 2, MEETS, legs, pd.Timestamp(CUT_OFF), pd.Timestamp(CUT_OFF)),
            Judged("hull_responder", 3, UNKNOWN, Unjudged(Why.WINDOW_OPEN)),
            *(
                Judged(
                    f"{i}_response", 3, UNKNOWN, Scores(i.upper(), 60.0, None, Why.NO_SCORE_SINCE)
                )
                for i in ("msq", "midas")
            ),
            Judged("hit6_response", 3, UNKNOWN, Scores("HIT-6")),  # never asked
        ]
    ).rename(columns={"start": "from", "end": "to"})
    rows = rows.assign(**dict.fromkeys(SINCE))
    assert [(one.told.partition(",")[0], one.line) for one in facts(rows, CUT_OFF)] == [
        ("Hull after session 2", Line.REACHED),
        ("Hull after session 3: the month after this session is not over", Line.CANNOT_JUDGE),
        ("MIDAS", Line.CANNOT_JUDGE),  # and MSQ
    ]
    assert facts(rows, CUT_OFF)[-1].told == "MIDAS, MSQ after session 3: not recorded"


@pytest.mark.parametrize(
    ("start", "end", "year", "told"),
    [
        ("2025-06-01", "2025-06-30", None, "1 to 30 Jun 2025"),
        ("2025-03-06", "2025-04-04", 2025, "6 Mar to 4 Apr"),
        ("2024-12-12", "2025-01-03", 2025, "12 Dec 2024 to 3 Jan 2025"),
        ("2025-06-04", "2025-06-04", None, "4 Jun 2025"),
    ],
)
def test_dates_in_few_words(start, end, year, told):
    assert dates(pd.Timestamp(start), pd.Timestamp(end), year) == told


def test_ordinals():
    assert [ordinal(n) for n in (1, 9, 10, 11, 21, 22, 112, 103)] == [
        "first",
        "ninth",
        "10th",
        "11th",
        "21st",
        "22nd",
        "112th",
        "103rd",
    ]
