"""One patient on one page, for the file: print-ready HTML that needs nothing from outside."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from analytics.codes import DayState
from analytics.definitions import Definition
from analytics.steps import Outcomes
from reports.months_drawn import months_drawn
from words.definitions import called, in_full, in_words
from words.facts import GROUPS, KEY, Fact, Line
from words.foot import FOOT, INTENDED_USE
from words.numbers import day, fewer, number, of
from words.pages.patient import Sentences
from words.percents import reduction
from words.rules_told import Group

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)
LETTERS = {
    DayState.MIGRAINE: "M",
    DayState.HEADACHE: "H",
    DayState.FREE: "·",
    DayState.NO_MIGRAINE: "o",
}
MARKS = {Line.REACHED: "●", Line.NOT_REACHED: "○", Line.CANNOT_JUDGE: "◌"}
MOST_MONTHS = 15  # what fits on the page; earlier months are said to be left out


@dataclass(frozen=True, eq=False)
class OnePatient:
    """What was recorded of one patient, and what is said of it."""

    patient_id: str
    outcomes: Outcomes
    days: pd.DataFrame  # the table ``patient_days``
    facts: list[Fact]
    said: Sentences | None = None
    months: pd.DataFrame = field(default_factory=pd.DataFrame)  # the table ``patient_months``


@dataclass(frozen=True)
class Origin:
    """Whose records these are, and which result of them; ``planned``: ``words.plan.as_planned``."""

    source: str
    synthetic: bool
    result: str
    planned: str = ""


def patient_page(patient: OnePatient, definition: Definition, origin: Origin) -> str:
    """The page as HTML, with nothing from outside."""
    rows, days = patient.outcomes, patient.days
    had = rows[rows["treated"] & (rows["session"] > 0)]
    return TEMPLATES.get_template("patient.html").render(
        patient_id=patient.patient_id,
        synthetic=origin.synthetic,
        said=patient.said,
        drawn=_drawn(patient, had, definition),
        before=[_counted(row) for row in rows[rows["session"] == 0].itertuples()],
        sessions=[_session(row, definition) for row in had.itertuples()],
        groups=[(GROUPS[group], _facts(patient.facts, group)) for group in Group],
        lines=[(MARKS[line], words) for line, words in KEY.items()],
        calendar=_calendar(days),
        no_migraine=DayState.NO_MIGRAINE in set(days["state"]),
        left_out=max(0, days["date"].dt.to_period("M").nunique() - MOST_MONTHS) if len(days) else 0,
        definition=definition,
        called=called(definition),
        in_words=in_words(definition),
        in_full=in_full(definition),
        source=origin.source,
        name=origin.result[:8],
        planned=origin.planned,
        foot=FOOT,
        use=INTENDED_USE,
    )


def _drawn(patient: OnePatient, had: Outcomes, definition: Definition) -> dict[str, str | bool]:
    """The picture of the months, and what its lines are; nothing where there are no months."""
    if patient.months.empty:
        return {}
    months, baseline = patient.months, patient.outcomes["baseline"].iloc[0]
    title = patient.said.months if patient.said else ""
    lines = {}
    if pd.notna(baseline) and baseline > 0:
        limit = definition.at_threshold(baseline)
        lines = {
            "baseline": f"{number(baseline)} before session 1",
            "limit": f"{number(limit)}, {reduction(definition.threshold)}",
        }
    return {
        # nosec: numbers and dates alone, and the title escaped
        "picture": Markup(months_drawn(months, had, baseline, definition, title)),  # nosec B704
        "title": title,
        "no_migraine": bool(months["no_migraine"].any()),
        **lines,
    }


def _counted(row) -> dict[str, str]:  # type: ignore[no-untyped-def]
    dated = pd.notna(row.window_start)
    return {
        "window": f"{day(row.window_start)} to {day(row.window_end)}" if dated else "",
        "recorded": of(row.recorded_days, row.window_days),
        "days": of(row.days, row.recorded_days),
        "monthly": number(row.monthly_days),
    }


def _session(row, definition: Definition) -> dict[str, str]:  # type: ignore[no-untyped-def]
    judged = row.evaluable is True or bool(pd.notna(row.evaluable) and row.evaluable)
    reached = (
        f": {definition.threshold}% {'' if row.responder else 'not '}reached" if judged else ""
    )
    return {
        **_counted(row),
        "session": f"{row.session}",
        "date": day(row.session_date),
        "units": "" if pd.isna(row.units) else number(row.units),
        "change": fewer(row.change) if judged else "",
        "reduction": reduction(row.percent_reduction, definition.threshold) + reached
        if judged
        else row.reason,
    }


def _facts(found: list[Fact], group: Group) -> list[tuple[str, Fact]]:
    return [(MARKS[fact.line], fact) for fact in found if fact.group == group]


def _calendar(days: pd.DataFrame) -> list[dict]:
    """One row a month: its name and 31 cells of (letter, class)."""
    if days.empty:
        return []
    months = []
    for month, of_month in days.groupby(days["date"].dt.to_period("M")):
        cells = [("", "none")] * 31
        for row in of_month.itertuples():
            letter = LETTERS.get(row.state, "/")
            kind = row.state.replace(" ", "-")
            marks = (" medication" if row.medication else "") + (" session" if row.session else "")
            cells[row.date.day - 1] = (letter, kind + marks)
        months.append({"name": month.strftime("%b %Y"), "cells": cells})
    return months[-MOST_MONTHS:]
