"""One patient on one page, for the file: print-ready HTML that needs nothing from outside."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from jinja2 import Environment, FileSystemLoader

from analytics.codes import DayState, Verdict
from analytics.definitions import Definition
from analytics.guidelines import all_rules
from analytics.steps import Outcomes
from words.foot import FOOT, INTENDED_USE
from words.guidelines import ROWS, VERDICT
from words.numbers import day, fewer, number, of
from words.percents import reduction
from words.since import dated

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
MOST_MONTHS = 24  # what fits on the page; earlier months are said to be left out


@dataclass(frozen=True, eq=False)
class OnePatient:
    """What was recorded of one patient, and what is said of it."""

    patient_id: str
    outcomes: Outcomes
    days: pd.DataFrame  # the table ``patient_days``
    verdicts: pd.DataFrame  # in words, the latest of each rule
    sentence: str = ""  # to read aloud
    days_compared: str = ""


@dataclass(frozen=True)
class Origin:
    """Whose records these are, and which result of them."""

    source: str
    synthetic: bool
    result: str


def patient_page(patient: OnePatient, definition: Definition, origin: Origin) -> str:
    """The page as HTML, with nothing from outside."""
    rows, days = patient.outcomes, patient.days
    had = rows[rows["treated"] & (rows["session"] > 0)]
    return TEMPLATES.get_template("patient.html").render(
        patient_id=patient.patient_id,
        synthetic=origin.synthetic,
        sentence=patient.sentence,
        days_compared=patient.days_compared,
        sessions=[_session(row, definition) for row in had.itertuples()],
        verdicts=[
            _verdict(row)
            for row in patient.verdicts.rename(columns={"from": "start"}).itertuples()
            if _told(row)
        ],
        calendar=_calendar(days),
        no_migraine=DayState.NO_MIGRAINE in set(days["state"]),
        left_out=max(0, days["date"].dt.to_period("M").nunique() - MOST_MONTHS) if len(days) else 0,
        definition=definition,
        source=origin.source,
        name=origin.result[:8],
        foot=FOOT,
        use=INTENDED_USE,
    )


def _session(row, definition: Definition) -> dict[str, str]:  # type: ignore[no-untyped-def]
    judged = row.evaluable is True or bool(pd.notna(row.evaluable) and row.evaluable)
    window = (
        "" if pd.isna(row.window_start) else f"{day(row.window_start)} to {day(row.window_end)}"
    )
    recorded, counted = of(row.recorded_days, row.window_days), of(row.days, row.recorded_days)
    reached = f", {'at' if row.responder else 'under'} {definition.threshold}%" if judged else ""
    return {
        "session": f"{row.session}",
        "date": day(row.session_date),
        "units": "" if pd.isna(row.units) else number(row.units),
        "window": window,
        "recorded": recorded,
        "days": counted,
        "monthly": number(row.monthly_days),
        "change": fewer(row.change) if judged else "",
        "reduction": reduction(row.percent_reduction, definition.threshold) + reached
        if judged
        else row.reason,
    }


def _told(row) -> bool:  # type: ignore[no-untyped-def]
    """A single class of medication is told where its limit is reached; else all classes at once."""
    single = row.rule.startswith("overuse_") and row.rule != "overuse_any"
    return not single or row.verdict == Verdict.MEETS


def _verdict(row) -> dict[str, str]:  # type: ignore[no-untyped-def]
    return {
        "title": ROWS[row.rule].title,
        "session": "before" if row.session == 0 else f"S{row.session}",
        "verdict": VERDICT[row.verdict],
        "basis": row.basis,
        "days": dated(row.start, row.to, row.since),
        "source": all_rules()[row.rule].source.split(", doi")[0],
    }


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
