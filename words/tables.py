"""How does a named table read? Its codes in words, where the CSV and the screen have words."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd

from analytics.codes import (
    Allowing,
    Arm,
    Assumed,
    Beside,
    Doubtful,
    EstimandPart,
    Event,
    Fitted,
    Judgement,
    Model,
    PlannedOutcome,
    Reason,
    Recorded,
    Response,
    Step,
    Target,
    Trait,
)
from analytics.definitions import MEASURES, Definition
from analytics.research.compared import Among, When
from analytics.research.look_back import LATEST, MIRROR
from analytics.research.sensitivity import Changed
from analytics.research.who import HeadlineChoices
from analytics.therapies import every_window
from words.chosen import filter_words
from words.definitions import primary
from words.guidelines import MEDICATION
from words.numbers import MINUS, day
from words.response import event_told, told_of

STEPS = {
    Step.IN_THE_RECORDS: "in the records",
    Step.TREATED: "treated",
    Step.USABLE_BASELINE: "with a usable baseline",
    Step.DUE: "due after session {session}",
    Step.JUDGED: "judged after session {session}",
}
LEFT_FOR = {  # other reasons read as they are
    Reason.NO_SESSION: "no session so far",
    Reason.WAITING: "waiting: not due yet",
    Reason.ZERO_BASELINE: "none of the days counted in the baseline",
}
RESPONSES = {
    Response.CURRENT: "judged after session {session}, and {one} there",
    Response.EVER: "{one} after at least one session up to {session}",
    Response.FIRST: "{one} after session 1",
    Response.SUSTAINED: "{one} after both of the last two sessions",
    Response.LOST: "{one} before, judged as none after session {session}",
}
TARGETS = {
    Target.JUDGED: "the rate of those judged",
    Target.LOWER: "the lower end of its interval",
    Target.UPPER: "the upper end of its interval",
    Target.HALF: "one half",
}
DOUBTFUL = {
    Doubtful.THIN_BASELINE: "usable baseline with under 20 recorded days",
    Doubtful.NO_BASELINE: "baseline too thin to use, or none",
    Doubtful.FEW_DAYS: "half or more of a window not recorded",
    Doubtful.OTHER_TREATMENT: "another new treatment begun",
    Doubtful.ASSUMED_FREE: "free days assumed from an attack list",
    Doubtful.COMPLETE_MONTHS: "counts without recorded days, taken as complete",
    Doubtful.ROUNDING: "a flag that depends on rounding",
}
FITTED = {
    Fitted.NOT_CONVERGED: "did not converge: do not use",
    Fitted.NO_SPREAD: "patients do not differ beyond their baseline: the random part is zero",
    Fitted.AT_THE_EDGE: "close to the edge of what can be estimated",
    Fitted.NO_ERRORS: "cannot be estimated",
    Fitted.NOT_AT_ALL: "cannot be estimated from these records",
}
ASSUMES = {
    Model.MIXED: "Days missing at random given the baseline, the site and the days recorded "
    "before.",
    Model.GEE: "Days and sessions missing completely at random; recorded days of days, working "
    "independence, bias-reduced errors (Mancl and DeRouen).",
    Model.ANCOVA: "Only those judged after this session: missing at random given the baseline.",
}
MINIMUMS = {
    Recorded.HALF_AND_14: "14 before, half after",
    Recorded.HALF_AND_20: "20 before, half after",
    Recorded.AS_CHOSEN: "as chosen",
    Recorded.THREE_QUARTERS: "three quarters of both",
}
TRAITS = {
    Trait.DAYS: "baseline, days a month",
    Trait.RECORDED: "recorded days in the baseline",
    Trait.AGE: "age",
    Trait.PREVENTIVES: "prior preventives",
    Trait.FEMALE: "female",
    Trait.PRIOR: "prior {what}",
    Trait.OVERUSE: "medication overuse recorded",
}
BESIDE = {
    Beside.NOT_RECORDED: "{measure} are not recorded here",
    Beside.OTHER_WINDOW: "counted elsewhere in another window: not computed here",
    Beside.OWN_WINDOW: "counts per session have their own window, which may be another",
    Beside.NOBODY: "nobody is judged after session {session}",
}


def step(code: str, session: int) -> str:
    """due after session 2"""
    return STEPS[Step(code)].format(session=session)


def meaning(response: str, session: int, definition: Definition) -> str:
    """{one} after at least one session up to 2"""
    return RESPONSES[Response(response)].format(session=session, one=told_of(definition).one)


def flow(table: pd.DataFrame, session: int, _: Definition) -> pd.DataFrame:
    """The table of ``research.who.flow`` with its steps and reasons in words."""
    reasons = table["reason"].replace({str(code): words for code, words in LEFT_FOR.items()})
    return table.assign(step=[step(code, session) for code in table["step"]], reason=reasons)


def five_responses(table: pd.DataFrame, session: int, definition: Definition) -> pd.DataFrame:
    """The table of ``research.spread.five_responses`` with what each response means."""
    found = table.copy()
    found.insert(1, "meaning", [meaning(code, session, definition) for code in table["response"]])
    return found


def intake(table: pd.DataFrame, _: int, __: Definition) -> pd.DataFrame:
    """The table ``intake_by_session`` with its classes in words."""
    found = table.copy()
    found.insert(2, "words", table["class"].map(MEDICATION))
    return found


def _population(of: HeadlineChoices) -> str:
    until = f", up to {day(of.cut_off)}" if of.cut_off else ""
    filters = f"; {filter_words(of.filters)}" if of.filters else ""
    return f"treated patients with a usable baseline{until}{filters}"


def _outcome(of: HeadlineChoices) -> str:
    chosen = of.definition
    return (
        f"at least {chosen.threshold}% fewer {chosen.days.words} {chosen.when.words}, per "
        f"{chosen.month} days, against the {chosen.month} days before session 1"
    )


def _missing_days(of: HeadlineChoices) -> str:
    return (
        f"at least {of.definition.required_days} recorded days in the window, "
        f"{of.definition.min_baseline_days} in the baseline, scaled to the month; fewer: not judged"
    )


def _named_first(of: HeadlineChoices) -> str:
    if of.session == of.definition.primary_session:
        return "primary"
    return f"session {primary(of.definition, of.session)}"


PARTS: dict[EstimandPart, Callable[[HeadlineChoices], str]] = {
    EstimandPart.POPULATION: _population,
    EstimandPart.TREATMENT: lambda of: (
        f"{of.definition.therapy.what} as given; no comparison group"
    ),
    EstimandPart.OUTCOME: _outcome,
    EstimandPart.STOPS: lambda of: (
        "a stop ends the judging: not judged, shown by reason; other new "
        f"treatments are {of.definition.other_treatments.replace('_', ' ')}"
    ),
    EstimandPart.MISSING_DAYS: _missing_days,
    EstimandPart.SUMMARY: lambda of: (
        f"share of those judged after session {of.session}, with the lowest "
        f"and highest possible of those due; {_named_first(of)}"
    ),
}


def estimand(table: pd.DataFrame, _: int, __: Definition) -> pd.DataFrame:
    """The table of ``research.who.estimand`` with what was chosen for each part."""
    rows = zip(table["part"], table["choice"], strict=True)
    return table.assign(choice=[PARTS[EstimandPart(part)](chosen) for part, chosen in rows])


def judged_or_not(table: pd.DataFrame, _: int, definition: Definition) -> pd.DataFrame:
    """The table of ``research.who.judged_against_not`` with what was recorded before in words."""
    what = definition.therapy.what
    said = [TRAITS[Trait(code)].format(what=what) for code in table["baseline"]]
    return table.assign(baseline=said)


def models(table: pd.DataFrame, _: int, __: Definition) -> pd.DataFrame:
    """The table ``models`` with what went wrong in words."""
    return table.assign(remark=[FITTED[Fitted(code)] if code else "" for code in table["remark"]])


def specifications(table: pd.DataFrame, _: int, __: Definition) -> pd.DataFrame:
    """The table ``specifications`` with the minimum of recorded days in words."""
    return table.assign(minimum=[MINIMUMS[Recorded(code)] for code in table["minimum"]])


def flips(table: pd.DataFrame, _: int, definition: Definition) -> pd.DataFrame:
    """The table of ``research.sensitivity.flip_list``, each patient's choices by their names."""
    found = table.assign(choice=[_changed(choice) for choice in table["choice"]])
    if not definition.days.response:
        told = told_of(definition)
        words = {Judgement.RESPONDER: told.one, Judgement.NO_RESPONDER: told.none}
        judged = ["verdict_chosen", "verdict_changed"]
        found[judged] = found[judged].replace(words)
    return found.sort_values(["patient_id", "choice"], ignore_index=True)


def incidence(table: pd.DataFrame, _: int, definition: Definition) -> pd.DataFrame:
    """The table of ``cumulative_incidence``; where days are no response, in other words."""
    if definition.days.response:
        return table
    named = {
        code: event_told(code, definition) for code in (Event.FIRST_RESPONSE, Event.STOPPED_FIRST)
    }
    return table.assign(
        question=table["question"].replace(named), event=table["event"].replace(named)
    )


def _changed(choice: Changed) -> str:
    match choice:
        case ("measure", str(name)):
            return MEASURES[name].words
        case ("minimum", str(name)):
            return MINIMUMS[Recorded(name)]
        case ("window", str(name)):
            return every_window()[name].label
    return f"{choice.value}-day month"


def tipping_points(table: pd.DataFrame, _: int, __: Definition) -> pd.DataFrame:
    """The table ``tipping_points`` with its targets in words."""
    return table.assign(target=[TARGETS[Target(code)] for code in table["target"]])


def diary_quality(table: pd.DataFrame, _: int, __: Definition) -> pd.DataFrame:
    """The table ``diary_quality`` with what is doubtful in words."""
    return table.assign(what=[DOUBTFUL[Doubtful(code)] for code in table["what"]])


def beside_told(code: Beside | None, definition: Definition, session: int) -> str:
    """What has to be said of our records beside a study; empty where nothing has."""
    return BESIDE[code].format(measure=definition.days.words, session=session) if code else ""


def compared(table: pd.DataFrame) -> pd.DataFrame:
    """The table of ``research.compared`` with window, denominator and remark of ours in words."""
    pairs = zip(table["kind"], table["remark"], table["measure"], table["denominator"], strict=True)
    return table.assign(
        window=[_when(of) if isinstance(of, When) else of for of in table["window"]],
        denominator=[_among(of) if isinstance(of, Among) else of for of in table["denominator"]],
        remark=[
            BESIDE[Beside(remark)].format(measure=measure, session=of.session)
            if kind == Arm.OURS and remark
            else remark
            for kind, remark, measure, of in pairs
        ],
    )


def _when(of: When) -> str:
    return f"{every_window()[of.window].label}, session {of.session}, per {of.month} days"


def _among(of: Among) -> str:
    once = f"judged at least once up to session {of.session}"
    return once if of.ever else f"judged after session {of.session}"


def look_back(table: pd.DataFrame, _: int, __: Definition) -> pd.DataFrame:
    """The table ``look_back`` with real minus signs, and what each window back is."""
    return table.assign(
        window_back=table["window_back"].str.replace("-", MINUS),
        mirror=table["mirror"].map({MIRROR: "reflected", LATEST: "the latest recorded"}),
    )


class Way(NamedTuple):
    """A way of allowing for a bad month, in words, and what it assumes."""

    words: str
    assumes: str


ALLOWING = {
    Allowing.AS_RECORDED: Way("as recorded, all judged", "nothing would have changed"),
    Allowing.WITH_BACK_MONTH: Way(
        "as recorded, with a month as far before", "nothing would have changed"
    ),
    Allowing.BACK_MONTH: Way(
        "difference to the look back",
        "they came as long after a bad spell began as before it ended",
    ),
    Allowing.TWO_MONTH_BASELINE: Way(
        "baseline one month earlier", "that month was an ordinary one"
    ),
    Allowing.MODEL: Way(
        "model of all months",
        "months vary by chance and short spells, alike in all patients; they were let in as stated",
    ),
    Allowing.MODEL_NO_RULE: Way(
        "model of all months",
        "months vary by chance and short spells, alike in all patients; nobody was let in for a "
        "bad month (no entry rule is stated): where some were, too much of the fall is left",
    ),
    Allowing.MODEL_LEFT_OUT: Way(
        "model of all months",
        "months would vary by chance alone; here those next to each other are more alike than "
        "those further apart, as where bad spells last longer: no number",
    ),
    Allowing.MEE_CHUA: Way(
        "tipping point (Mee and Chua)",
        "days before and after are normally distributed, with one spread",
    ),
}


def corrected_change(table: pd.DataFrame, _: int, __: Definition) -> pd.DataFrame:
    """The table ``corrected_change`` with its ways and what they assume in words."""
    named = [ALLOWING[Allowing(code)].words for code in table["method"]]
    assumes = [ALLOWING[Allowing(code)].assumes for code in table["assumes"]]
    return table.assign(method=named, assumes=assumes)


class Assumption(NamedTuple):
    """What is assumed of those not judged, its name and in words."""

    title: str
    says: str


ASSUMED = {
    Assumed.AS_THOSE_ALIKE: Assumption("As those alike", "with like days so far, judged"),
    Assumed.FELL_LESS: Assumption("Less of a fall", "than those alike, by the days of the row"),
    Assumed.BACK_TO_BASELINE: Assumption("Back to baseline", "no change"),
}


def imputed(table: pd.DataFrame, _: int, __: Definition) -> pd.DataFrame:
    """The table ``imputed`` with what is assumed of those not judged in words."""
    told = [ASSUMED[Assumed(code)].title.lower() for code in table["assumption"]]
    return table.assign(assumption=told)


PLANNED = {
    PlannedOutcome.RATE: "rate",
    PlannedOutcome.CHANGE: "mean change of days a month",
}


def planner(table: pd.DataFrame, _: int, __: Definition) -> pd.DataFrame:
    """The table ``planner`` with what is planned in words."""
    return table.assign(outcome=[PLANNED[PlannedOutcome(code)] for code in table["outcome"]])


SAID: dict[str, Callable[[pd.DataFrame, int, Definition], pd.DataFrame]] = {
    "corrected_change": corrected_change,
    "compared": lambda table, _, __: compared(table),
    "diary_quality": diary_quality,
    "estimand": estimand,
    "five_responses": five_responses,
    "flips": flips,
    "flow": flow,
    "imputed": imputed,
    "incidence": incidence,
    "intake": intake,
    "look_back": look_back,
    "judged_or_not": judged_or_not,
    "models": models,
    "planner": planner,
    "specifications": specifications,
    "tipping_points": tipping_points,
}


def in_words(name: str, table: pd.DataFrame, session: int, definition: Definition) -> pd.DataFrame:
    """The table of this name as people read it; ``session``: the one that it looks at."""
    return SAID[name](table, session, definition) if name in SAID and len(table) else table
