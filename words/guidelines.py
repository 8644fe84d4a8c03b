"""What does each published description say, and what do the numbers behind a verdict read like?

One row a rule of ``analytics.guidelines``, by its name: a title, a sentence, and how its numbers
are told. A description, never advice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pandas as pd

from analytics.codes import Verdict, Why
from analytics.definitions import MEASURES, PRESETS
from analytics.guidelines.base import (
    MONTH,
    VERDICTS,
    Days,
    Unjudged,
    fewer_by,
    reduction_of,
)
from analytics.guidelines.by_chance import (
    Chance,
    doubling_by_chance,
    fall_by_chance,
    later_by_chance,
    no_fall_though_halved,
    run_by_chance,
)
from analytics.guidelines.chronic import Month
from analytics.guidelines.goal import IN_A_ROW, Months
from analytics.guidelines.hull import Leg, Legs
from analytics.guidelines.nonresponse import BeforeAfter
from analytics.guidelines.overuse import LIMITS, MIX_LIMIT, MOST_MONTHS, AnyIntake, Intake
from analytics.guidelines.scores import MIDAS_DAYS, Scores
from analytics.guidelines.wear_off import CYCLE_DAYS, EARLIER, LATER, MiddleAndEnd, more_late
from analytics.needs import Need
from words.numbers import counted, half_up, number
from words.percents import reduction
from words.since import since_told

VERDICT = {
    Verdict.MEETS: "matches",
    Verdict.DOES_NOT_MEET: "does not match",
    Verdict.CANNOT_JUDGE: "cannot be judged",
}
MEDICATION = {
    "triptan": "a triptan",
    "ergot": "an ergot",
    "opioid": "an opioid",
    "combination": "a combination analgesic",
    "non_opioid": "paracetamol, aspirin or an NSAID",
}
# How often chance alone doubles clear days is told beside: analytics.guidelines.by_chance.
FEW_CLEAR_DAYS = 8
CHANCE = "chance alone does this often"
UNJUDGED = {  # with no numbers
    Why.NO_HEADACHE_DAYS: "headache days are not recorded in the days to look at",
    Why.OTHER_WINDOWS: "counted elsewhere, in other windows than this rule looks at",
    Why.NO_MONTH_OVER: "no 30-day month is over yet",
    Why.MONTHS_OVER: f"{{n}} of {IN_A_ROW} months are over",
    Why.CYCLES_SO_FAR: "{n} cycles so far",
}
REMARKS = {  # after the numbers
    Why.NO_MIGRAINE_DAYS: "migraine days are not recorded",
    Why.TOO_FEW_DAYS: "too few recorded days to tell",
    Why.ZERO_BASELINE: "no headache day in the baseline",
    Why.THIN_MONTH: "a month with too few recorded days decides",
    Why.NO_RUN: "no three months in a row under {limit}",
    Why.TOO_EARLY_OR_0: "too early, or 0",
}
MONTHS = (
    "three consecutive 30-day months counted from session 1, each with at least 20 recorded days"
)


class Row(NamedTuple):
    """What is said of a rule: its title, its sentence, and its numbers as ``told`` says them."""

    title: str
    sentence: str
    told: Callable[[Any], str]
    open: str = ""  # where its window is not over
    lacks: str = ""  # where the records lack what it needs, if it says so


def _days(days: Days) -> str:
    return f"{days.flagged} of {days.recorded}"


def _with(numbers: str, why: Why | None, **values: int) -> str:
    return f"{numbers}; {REMARKS[why].format(**values)}" if why else numbers


def _month(of: Month) -> str:
    told = f"headache days {_days(of.headache)}, migraine days {_days(of.migraine)}"
    return _with(f"{told} in the {MONTH} days before", of.why)


def _months(of: Months) -> str:
    told = f"headache days by 30-day month: {', '.join(map(_days, of.days))}"
    if of.why:
        return _with(told, of.why, limit=of.limit)
    chance = run_by_chance(of.before, of.looked_at, of.limit, IN_A_ROW)
    return (
        f"{told}; months {of.first} to {of.first + IN_A_ROW - 1} under {of.limit}, "
        f"{'also' if of.surely else 'not'} if every unrecorded day were a headache day"
        f"{_by_chance(chance, f'three such months in {of.looked_at}')}"
    )


def _legs(of: Legs) -> str:
    kinds = ((of.headache, "headache"), (of.migraine, "migraine"))
    told = "; ".join(_fewer(*days, kind, of.threshold) for days, kind in kinds)
    told += _clear(*of.headache, met=Leg.CLEAR in of.met)
    return f"{told}; met by {', '.join(f'{leg} days' for leg in of.met)}" if of.met else told


def _fewer(before: Days, after: Days, kind: str, line: int) -> str:
    if not before.known or not after.known:
        return f"{kind} days are not recorded"
    told = f"{kind} days {_days(before)} to {_days(after)}"
    if before.flagged:
        told += f" ({reduction(reduction_of(before, after), line)})"
    return told


def _clear(before: Days, after: Days, *, met: bool) -> str:
    if not before.known or not after.known:
        return ""
    was, now = before.clear, after.clear
    told = f"; clear days {_days(was)} to {_days(now)}"
    if was.flagged == 0:
        return f"{told}: gained {counted(now.flagged, 'clear day')}, doubling is undefined"
    if not met:
        return told
    if was.flagged < FEW_CLEAR_DAYS:
        told += f": doubling from {_days(was)} recorded days; {CHANCE}"
    return f"{told}{_by_chance(doubling_by_chance(before, after), 'clear days doubled')}"


def _before_after(of: BeforeAfter) -> str:
    told = f"headache days {_days(of.before)} before, {_days(of.after)} after"
    if of.why:
        return _with(told, of.why)
    fewer = reduction(reduction_of(of.before, of.after), of.threshold)
    numbers = f"{told}: {fewer}; line: {of.threshold}%"
    if fewer_by(of.before, of.after, of.threshold):
        chance, what = fall_by_chance(of.before, of.after, of.threshold), "that line reached"
        return f"{numbers}{_by_chance(chance, what)}"
    chance = no_fall_though_halved(of.before, of.after, of.threshold)
    return f"{numbers}{_by_chance(chance, 'that line missed', 'were usual days truly halved')}"


def _late(of: MiddleAndEnd) -> str:
    parts = zip((of.earlier, of.later), (EARLIER, LATER), strict=True)
    told = ", ".join(f"{_days(days)} in days {first} to {last}" for days, (first, last) in parts)
    numbers = _with(f"headache days {told}", of.why)
    if of.why or not more_late(of.earlier, of.later):
        return numbers
    chance = later_by_chance(of.earlier, of.later, lambda now: more_late(of.earlier, now))
    return f"{numbers}{_by_chance(chance, 'as many more')}"


def _by_chance(chance: Chance | None, what: str, given: str = "had nothing changed") -> str:
    """; had nothing changed, 36 to 61 of 100 such patients would show clear days doubled"""
    if chance is None:
        return ""
    low, high = (int(half_up(100 * end)) for end in chance)
    many = f"{low} to {high}" if low < high else f"about {low}" if low else "fewer than 1"
    return f"; {given}, {many} of 100 such patients would show {what}"


def _scores(of: Scores) -> str:
    if of.before is None or of.after is None:
        which = "before session 1" if of.why == Why.NO_SCORE_BEFORE else "for this session"
        return f"no {of.instrument} {which}"
    return _with(f"{of.instrument} {number(of.before)} before, {number(of.after)} after", of.why)


def _intake(of: Intake) -> str:
    days = f"{of.days.flagged} days with {MEDICATION[of.medication]} of {of.days.recorded}"
    return f"{days} recorded this month; ICHD limit {of.limit}{_in_a_row(of.in_a_row)}"


def _any_intake(of: AnyIntake) -> str:
    told = f"{of.days.flagged} days with any class of {of.days.recorded} recorded in this month"
    if of.reached:
        named = ", ".join(MEDICATION[name] for name in of.reached)
        return f"{told}; at its limit: {named}{_in_a_row(of.in_a_row)}"
    if of.mixed:
        return f"{told}, of {of.mixed} classes; ICHD limit {MIX_LIMIT}{_in_a_row(of.in_a_row)}"
    return _with(told, of.why)


def _in_a_row(months: int) -> str:
    """At the limit in 2 months in a row; nothing where it is not reached."""
    if not months:
        return ""
    many = f"{MOST_MONTHS} or more" if months == MOST_MONTHS else f"{months}"
    words = "1 month" if months == 1 else f"{many} months in a row"
    return f", reached in {words} (ICHD: more than 3)"


NO_MONTHS = "counts per session do not show months in a row"
LATE_OPEN = f"{PRESETS['nice'].when.label} of this cycle are not over"
ROWS = {
    "chronic_range": Row(
        "Chronic migraine range",
        "15 or more headache days with 8 or more migraine days in the baseline month. ICHD-3 also "
        "asks for more than 3 months and 5 attacks, and counts days relieved by a triptan or "
        "ergot: not judged here.",
        _month,
    ),
    "nice_goal": Row(
        "Under 15 headache days for 3 months (NICE: episodic)",
        f"Fewer than 15 headache days a month for 3 consecutive months: {MONTHS}.",
        _months,
        lacks=NO_MONTHS,
    ),
    "ehf_goal": Row(
        "Under 10 headache days for 3 months (EHF)",
        f"Fewer than 10 headache days a month for 3 months: {MONTHS}. EHF: re-evaluate 4 to 5 "
        "months after stopping.",
        _months,
        lacks=NO_MONTHS,
    ),
    "hull_responder": Row(
        "Hull responder",
        "At least 50% fewer headache days, or at least 50% fewer migraine days, or clear days at "
        "least twice those of the baseline, in the month after a session.",
        _legs,
        "the month after this session is not over",
    ),
    "nice_nonresponse": Row(
        "Below the NICE 30% line",
        "Less than 30% fewer headache days a month after 2 treatment cycles. 30.0% exactly is not "
        "less than 30%.",
        _before_after,
        LATE_OPEN,
    ),
    "ehf_nonresponse": Row(
        "Below the EHF 30% line",
        "Less than 30% fewer headache days a month, looked at after cycle 2 and again after cycle "
        "3; intensity, disability and preference also count.",
        _before_after,
        LATE_OPEN,
    ),
    **{
        f"overuse_{name}": Row(
            f"Intake of {MEDICATION[name]} at the ICHD limit",
            f"Days with {MEDICATION[name]} at or above {limit} in this 30-day month. About intake: "
            "the diagnosis also needs 15 or more headache days, for more than 3 months.",
            _intake,
        )
        for name, limit in LIMITS.items()
    },
    "overuse_any": Row(
        "Intake at an ICHD limit",
        "A class at its limit, or different classes on 10 or more days of this 30-day month "
        "together, that is not paracetamol, aspirin or NSAID alone.",
        _any_intake,
    ),
    "hit6_response": Row(
        "HIT-6 lower by 6 or more", "HIT-6 lower by 6 points or more (PREEMPT used 5).", _scores
    ),
    "midas_response": Row(
        "MIDAS lower by 50% or more",
        f"MIDAS lower by 50% or more, at least {MIDAS_DAYS} days after session 1.",
        _scores,
    ),
    "msq_response": Row(
        "MSQ higher by 10.9 or more",
        "MSQ role-restrictive higher by 10.9 points or more (Cole 2009: 5 for an individual).",
        _scores,
    ),
    "wear_off": Row(
        "More headache days late in the cycle",
        f"At least 3 days and 30% more headache days in days {LATER[0]} to {LATER[1]} than in days "
        f"{EARLIER[0]} to {EARLIER[1]} of one cycle, both with 14 or more recorded days, no "
        f"session before day {CYCLE_DAYS}.",
        _late,
    ),
}


def told(rule: str, basis: object) -> str:
    """The numbers behind a verdict: headache days 25 of 26 before, 27 of 27 after: 4% more"""
    if not isinstance(basis, Unjudged):
        return ROWS[rule].told(basis)
    if isinstance(basis.why, Need):
        return ROWS[rule].lacks
    if basis.why == Why.WINDOW_OPEN:
        return ROWS[rule].open
    if basis.why == Why.CYCLES_SO_FAR and basis.n == 1:
        return "one cycle so far"
    return UNJUDGED[basis.why].format(n=basis.n)


def in_words(found: pd.DataFrame) -> pd.DataFrame:
    """The table ``verdicts`` as people read it: ``basis`` and ``since`` in words."""
    pairs = zip(found["rule"], found["basis"], strict=True)
    since = since_told(found, MEASURES["headache_days"])
    said = found.assign(basis=[told(*pair) for pair in pairs], since=since)
    return said[[*(name for name in VERDICTS if not name.endswith("_since")), "since"]]
