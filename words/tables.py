"""How does a named table read? Its codes in words, where the CSV and the screen have words."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analytics.codes import Part, Reason, Response, Step
from analytics.definitions import Definition
from analytics.research.who import Chosen
from words.chosen import filter_words
from words.guidelines import MEDICATION
from words.numbers import day
from words.response import told_of

STEPS = {
    Step.IN_THE_RECORDS: "in the records",
    Step.TREATED: "treated",
    Step.USABLE_BASELINE: "with a usable baseline",
    Step.DUE: "due after session {session}",
    Step.JUDGED: "judged after session {session}",
}
LEFT_FOR = {Reason.WAITING: "waiting: not due yet"}  # other reasons read as they are
RESPONSES = {
    Response.CURRENT: "judged after session {session}, and {one} there",
    Response.EVER: "{one} after at least one session up to {session}",
    Response.FIRST: "{one} after session 1",
    Response.SUSTAINED: "{one} after both of the last two sessions",
    Response.LOST: "{one} before, not after session {session}",
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


def _population(of: Chosen) -> str:
    until = f", up to {day(of.cut_off)}" if of.cut_off else ""
    filters = f"; {filter_words(of.filters)}" if of.filters else ""
    return f"treated patients with a usable baseline{until}{filters}"


def _outcome(of: Chosen) -> str:
    chosen = of.definition
    return (
        f"at least {chosen.threshold}% fewer {chosen.days.words} {chosen.when.words}, per "
        f"{chosen.month} days, against the {chosen.month} days before session 1"
    )


def _missing_days(of: Chosen) -> str:
    return (
        f"at least {of.definition.required_days} recorded days in the window, "
        f"{of.definition.min_baseline_days} in the baseline, scaled to the month; fewer: not judged"
    )


PARTS: dict[Part, Callable[[Chosen], str]] = {
    Part.POPULATION: _population,
    Part.TREATMENT: lambda of: f"{of.definition.therapy.what} as given; no comparison group",
    Part.OUTCOME: _outcome,
    Part.STOPS: lambda of: (
        "a stop ends the judging: not judged, shown by reason; other new "
        f"treatments are {of.definition.other_treatments.replace('_', ' ')}"
    ),
    Part.MISSING_DAYS: _missing_days,
    Part.SUMMARY: lambda of: (
        f"share of those judged after session {of.session}, with the lowest "
        "and highest possible of those due"
    ),
}


def estimand(table: pd.DataFrame, _: int, __: Definition) -> pd.DataFrame:
    """The table of ``research.who.estimand`` with what was chosen for each part."""
    rows = zip(table["part"], table["choice"], strict=True)
    return table.assign(choice=[PARTS[Part(part)](chosen) for part, chosen in rows])


SAID = {"estimand": estimand, "flow": flow, "five_responses": five_responses, "intake": intake}


def in_words(name: str, table: pd.DataFrame, session: int, definition: Definition) -> pd.DataFrame:
    """The table of this name as people read it; ``session``: the one that it looks at."""
    return SAID[name](table, session, definition) if name in SAID and len(table) else table
