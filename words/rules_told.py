"""How are the numbers of each rule told, in a long sentence and in a short one?

Each rule has its own basis: counts of days, scores, months. The line stands in every sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, NamedTuple

import pandas as pd

from analytics.codes import Verdict, Why
from analytics.definitions import PRESETS, Definition
from analytics.guidelines.base import ENOUGH_OF_A_MONTH, MONTH, Days, reduction_of
from analytics.guidelines.chronic import HEADACHE_DAYS, MIGRAINE_DAYS, Month
from analytics.guidelines.goal import EHF_LIMIT, IN_A_ROW, NICE_LIMIT, Months
from analytics.guidelines.hull import Leg, Legs
from analytics.guidelines.nonresponse import BeforeAfter
from analytics.guidelines.overuse import LIMITS, MIX_LIMIT, MOST_MONTHS, AnyIntake
from analytics.guidelines.scores import Scores
from analytics.guidelines.wear_off import EARLIER, LATER, MORE_DAYS, MORE_PERCENT, MiddleAndEnd
from analytics.instruments import HIT6_POINTS, MIDAS_PERCENT, MSQ_POINTS
from words.guidelines import CHANCE, FEW_CLEAR_DAYS, REMARKS
from words.numbers import counted, dates, number, ordinal
from words.percents import NO_CHANGE, reduction
from words.since import Since

SIMPLE = {name: name for name in LIMITS} | {"non_opioid": "simple painkiller"}
INTAKE = "overuse_any"
OWN_MARK = "wear_off"
WHO = {"nice_nonresponse": "NICE", "ehf_nonresponse": "EHF"}
FIRST_LOOK = 2  # cycles, before which NICE and EHF say nothing


class Group(StrEnum):
    """Under which heading a fact stands, in this order."""

    BEFORE = "before"
    REDUCTION = "reduction"
    GOALS = "goals"
    INTAKE = "intake"
    SCORES = "scores"


class Judged(NamedTuple):
    """A row of the table ``verdicts``, or of a list that is a rule's.

    ``since``: of headache days. ``start``, ``end``: the first and last day looked at.
    """

    rule: str
    session: int
    verdict: Verdict
    basis: object
    start: pd.Timestamp | None = None
    end: pd.Timestamp | None = None
    since: Since = Since(None, None, None)
    also: tuple[str, ...] = ()  # who else says the same


class Words(NamedTuple):
    """A fact's two sentences without what came since; and what missing days leave open."""

    long: str
    short: str
    aside: str = ""


class Tells(NamedTuple):
    """How a rule's numbers are told; ``turned``: who meets the rule has not reached its line.

    ``since``: is it told what came since, in headache days? ``of_other_days``: the sentence names
    days of another kind, so those since are named.
    """

    group: Group
    told: Callable[[Any, str], Words]
    subject: str = ""  # of what cannot be judged
    since: bool = False
    turned: bool = False
    of_other_days: bool = False


def _bracketed(when: str) -> str:
    return f" ({when})" if when else ""


def _besides(when: str) -> str:
    return f", {when}" if when else ""


def days_of(row: Judged, year: int | None) -> str:
    """The days looked at; nothing where none were."""
    if row.start is None or row.end is None or pd.isna(row.end):
        return ""
    return dates(row.start, row.end, year)


def _with(words: str, why: Why | None) -> str:
    return f"{words}: {REMARKS[why]}" if why else words


def _fewer(before: Days, after: Days, line: int, kind: str) -> str:
    if not before.known or not after.known:
        return f"{kind} days not recorded"
    if not before.flagged:
        return f"no {kind} day before"
    told = reduction(reduction_of(before, after), line)
    return f"{told}{' in' if told == NO_CHANGE else ''} {kind} days"


def _before(row: Judged, when: str) -> Words:
    of: Month = row.basis  # type: ignore[assignment]
    headache, migraine = of.headache, of.migraine
    counts = _of_kind(headache, "headache")
    if not migraine.known:
        counts += f" in {counted(headache.recorded, 'recorded day')}"
    elif migraine.recorded == headache.recorded:
        counts += f", {number(migraine.flagged, 2)} with migraine, in "
        counts += counted(headache.recorded, "recorded day")
    else:
        counts += f" in {headache.recorded}, {_of_kind(migraine, 'migraine')} in "
        counts += counted(migraine.recorded, "recorded day")
    line = f"ICHD-3: {HEADACHE_DAYS} and {MIGRAINE_DAYS} in {MONTH} days"
    words = _with(f"{', '.join(filter(None, (counts, when)))} ({line})", of.why)
    return Words(words, words)


def _of_kind(days: Days, kind: str) -> str:
    """14 headache days, 1 migraine day"""
    told = number(days.flagged, 2)
    return f"{told} {kind} {'day' if told == '1' else 'days'}"


def _legs(row: Judged, when: str) -> Words:
    of: Legs = row.basis  # type: ignore[assignment]
    kinds = ((of.migraine, "migraine"), (of.headache, "headache"))
    if row.verdict == Verdict.CANNOT_JUDGE:
        known = [f"{kind} days {_days(days[1])}" for days, kind in kinds if days[1].known]
        recorded = f"{', '.join(known) or 'nothing'} recorded"
        told = f"Hull after session {row.session}: cannot be judged, {recorded}"
        words = ", ".join(filter(None, (told, when)))
        return Words(words, words)
    met = {0: "no criterion met", len(Leg): "all three criteria met"}.get(
        len(of.met), f"{len(of.met)} of {len(Leg)} criteria met"
    )
    fewer = [_fewer(*days, of.threshold, kind) for days, kind in kinds]
    hull = PRESETS["hull2014"]
    thin = _whatever(*of.headache, hull) or _whatever(*of.migraine, hull)
    head = ", ".join(filter(None, (f"Hull after session {row.session}, {met}", when)))
    told = f"{head}: {', '.join(filter(None, (*fewer, _clear(of))))}"
    return Words(told, f"{head}: {fewer[0]}", thin)


def _whatever(before: Days, after: Days, definition: Definition) -> str:
    """Why a rule says something of too few recorded days; nothing where enough are recorded."""
    ends = (
        (before, "before session 1", definition.min_baseline_days),
        (after, "after it", definition.required_days),
    )
    few = [
        f"{days.recorded} days recorded {when} (minimum {least})"
        for days, when, least in ends
        if days.known and days.recorded < least
    ]
    return f"The line holds whatever the other days were: {' and '.join(few)}." if few else ""


def _clear(of: Legs) -> str:
    """clear days 4 of 28 to 18 of 26; where doubling is often chance, that too"""
    before, after = of.headache
    if not before.known or not after.known:
        return ""
    was, now = before.clear, after.clear
    told = f"clear days {_days(was)} to {_days(now)}"
    if Leg.CLEAR in of.met and was.flagged < FEW_CLEAR_DAYS:
        told += f" (doubling from {number(was.flagged, 2)}: {CHANCE})"
    return told


def _days(days: Days) -> str:
    return f"{number(days.flagged, 2)} of {days.recorded}"


def _cycles(row: Judged) -> str:
    return f"{counted(row.session, 'cycle')}"


def _after_cycles(row: Judged, when: str) -> Words:
    of: BeforeAfter = row.basis  # type: ignore[assignment]
    name = _who(row)
    if of.why:
        words = _with(
            f"Headache days {_days(of.before)} before, {_days(of.after)} after {_cycles(row)}"
            f"{_besides(when)}; {name} line {of.threshold}%",
            of.why,
        )
        return Words(words, words)
    fewer = reduction(reduction_of(of.before, of.after), of.threshold)
    line = f"{name} line {of.threshold}%"
    thin = _whatever(of.before, of.after, PRESETS[row.rule.removesuffix("_nonresponse")])
    return Words(
        f"Headache days {fewer} after {_cycles(row)}{_bracketed(when)}; {line}",
        f"Headache days {fewer}{_besides(when)}; {line} after {_cycles(row)}",
        f"{thin} Too few for a rate by {name}." if thin else "",
    )


def _late(row: Judged, when: str) -> Words:
    of: MiddleAndEnd = row.basis  # type: ignore[assignment]
    parts = zip((of.earlier, of.later), (EARLIER, LATER), strict=True)
    told = ", ".join(f"{_days(days)} in days {first} to {last}" for days, (first, last) in parts)
    words = f"Headache days {told} of cycle {row.session}"
    short = _with(f"{words}{_besides(when)}", of.why)
    line = f"our own line: {MORE_DAYS} days and {reduction(-MORE_PERCENT)}"
    return Words(_with(f"{words}{_besides(when)}; {line}", of.why), short)


def _under(name: str, limit: int, what: str) -> Callable[[Judged, str], Words]:
    def told(row: Judged, when: str) -> Words:
        of: Months = row.basis  # type: ignore[assignment]
        if row.verdict == Verdict.MEETS:
            return Words(
                f"Under {limit} headache days a month, {when} ({what})",
                f"{name}: under {limit} headache days a month, {when}",
                "" if all(days.recorded == MONTH for days in of.days) else _if_all(of),
            )
        words = f"Under {limit} headache days a month for {IN_A_ROW} months ({what})"
        if row.verdict == Verdict.CANNOT_JUDGE:
            words = f"{words}, {when}: {REMARKS[Why.THIN_MONTH]}"
            return Words(words, words)
        return Words(
            f"{words}: not in {counted(len(of.days), 'month')}, {when}{_nearest(of)}",
            f"{name}: not under {limit} headache days for {IN_A_ROW} months, {when}",
        )

    return told


def _if_all(of: Months) -> str:
    """If every unrecorded day were a headache day: 12, 12, 15; 15 is not under 15."""
    most = [days.flagged + MONTH - days.recorded for days in of.days]
    over = f"; {max(most)} is not under {of.limit}" if max(most) >= of.limit else ""
    return f"If every unrecorded day were a headache day: {', '.join(map(str, most))}{over}."


def _nearest(of: Months) -> str:
    """The three months in a row of which the highest is lowest, scaled as the rule scales them."""
    scaled = [
        days.flagged * MONTH / days.recorded if days.recorded >= ENOUGH_OF_A_MONTH else None
        for days in of.days
    ]
    runs = [scaled[at : at + IN_A_ROW] for at in range(len(scaled) - IN_A_ROW + 1)]
    full = [[month for month in run if month is not None] for run in runs]
    full = [run for run in full if len(run) == IN_A_ROW]
    if not full:
        return ""
    return f"; lowest three in a row {', '.join(map(number, min(full, key=max)))}"


def _taken(row: Judged, when: str) -> Words:
    of: AnyIntake = row.basis  # type: ignore[assignment]
    if not of.days.recorded:
        words = f"Acute medication: nothing recorded, {when}"
        return Words(words, words)
    at = ", ".join(filter(None, (f"in {of.days.recorded} recorded", when)))
    if of.mixed:
        days, limit = of.days.flagged, f"ICHD limit {MIX_LIMIT}"
        words = f"{days} days with medication of {of.mixed} classes {at}; {limit}"
        return Words(
            f"{words}{_in_a_row(of.in_a_row)} (ICHD: more than 3 months)",
            f"{days} medication days ({of.mixed} classes) {at}; {limit}{_in_a_row(of.in_a_row)}",
        )
    if of.reached:
        limits = ", ".join(f"{LIMITS[name]}" for name in of.reached)
        words = f"{_classes(of, of.reached)} {at}; ICHD limit {limits}{_in_a_row(of.in_a_row)}"
        return Words(f"{words} (ICHD: more than 3 months)", words)
    names = [name for name, _ in of.used]
    if not names:
        words = _with(f"No day with these classes {at}", of.why)
        return Words(words, words)
    limits = ", ".join(f"{LIMITS[name]}" for name in names)
    noun = "limit" if len(names) == 1 else "limits"
    words = _with(f"{_classes(of, names)} {at}; ICHD {noun} {limits}", of.why)
    return Words(words, words)


def _classes(of: AnyIntake, names: Iterable[str]) -> str:
    """6 triptan, 2 simple painkiller days"""
    found = dict(of.used)
    told = [f"{found[name].flagged} {SIMPLE[name]}" for name in names]
    one = len(told) == 1 and told[0].startswith("1 ")
    return f"{', '.join(told)} {'day' if one else 'days'}"


def _in_a_row(months: int) -> str:
    if months >= MOST_MONTHS:
        return f", {MOST_MONTHS} or more months in a row"
    if months <= 1:
        return ", under it the month before"
    return f", {ordinal(months)} month in a row"


def _lower(percent: float) -> str:
    """62% lower, 12% higher"""
    told = reduction(percent, MIDAS_PERCENT)
    return told.replace("fewer", "lower").replace("more", "higher")


def _score(line: str, *, percent: bool = False) -> Callable[[Judged, str], Words]:
    def told(row: Judged, when: str) -> Words:
        of: Scores = row.basis  # type: ignore[assignment]
        if of.before is None or of.after is None:
            names = ", ".join((of.instrument, *row.also))
            words = f"{names} after session {row.session}: not recorded"
            if of.before is None:
                words = f"{of.instrument}: none before session 1"
                words += (
                    f"; {number(of.after)} after session {row.session}"
                    if of.after is not None
                    else ""
                )
            return Words(words, words)
        words = f"{of.instrument} {number(of.before)} to {number(of.after)} on {when}"
        if of.why:
            words = _with(words, of.why)
        elif percent:
            words += f": {_lower(100 * (of.before - of.after) / of.before)}"
        else:
            change = of.after - of.before
            way = f"{number(abs(change))} {'lower' if change < 0 else 'higher'}"
            words += f": {way if change else 'unchanged'}"
        return Words(f"{words}; line {line}", f"{words}; line {line}")

    return told


def _who(row: Judged) -> str:
    return " and ".join((WHO[row.rule], *row.also))


def subject_of(row: Judged) -> str:
    """What cannot be judged: Hull after session 4"""
    if row.rule in WHO:
        cycles, threshold = max(row.session, FIRST_LOOK), PRESETS["nice"].threshold
        return f"Headache days after {cycles} cycles; {_who(row)} line {threshold}%"
    return TELLS[row.rule].subject.format(session=row.session)


AFTER_CYCLES = Tells(Group.REDUCTION, _after_cycles, since=True, turned=True)


def _goal(name: str, limit: int, what: str) -> Tells:
    subject = f"Under {limit} headache days a month for {IN_A_ROW} months ({what})"
    return Tells(Group.GOALS, _under(name, limit, what), subject, since=True)


TELLS = {  # in this order under each heading
    "chronic_range": Tells(Group.BEFORE, _before, "Headache days before session 1 (ICHD-3)"),
    "hull_responder": Tells(
        Group.REDUCTION, _legs, "Hull after session {session}", since=True, of_other_days=True
    ),
    "nice_nonresponse": AFTER_CYCLES,
    "ehf_nonresponse": AFTER_CYCLES,
    OWN_MARK: Tells(Group.REDUCTION, _late, "Late in cycle {session}"),
    "nice_goal": _goal("NICE", NICE_LIMIT, "NICE: episodic"),
    "ehf_goal": _goal("EHF", EHF_LIMIT, "EHF"),
    INTAKE: Tells(Group.INTAKE, _taken, "Days with acute medication"),
    "hit6_response": Tells(Group.SCORES, _score(f"{HIT6_POINTS} lower"), "HIT-6"),
    "midas_response": Tells(Group.SCORES, _score(_lower(MIDAS_PERCENT), percent=True), "MIDAS"),
    "msq_response": Tells(Group.SCORES, _score(f"{MSQ_POINTS} higher"), "MSQ"),
}
