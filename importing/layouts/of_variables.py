"""How is a row for each value read to days, counted days and doses?

What each variable is was settled before (``doubts/what_a_variable_is``): its code says so.
"""

from __future__ import annotations

import re

import pandas as pd

from importing.layouts.base import Reading, identifying
from importing.layouts.long_values import in_one_row
from importing.research_tables import BASELINE, DAY_1, UNSCHEDULED, ResearchTable, Standard
from importing.text import TextTable
from importing.variables import NOT_USED, OF_DAYS, OF_PERIODS, UNITS, marked
from words.numbers import counted, day

RELATIVE = "relative_day"  # a column beside dates that were made from days
MOST_NAMED = 6
PART_OF_A_DATE = r"\d{4}(?:-\d{2})?"
NO_DATE, PART, NOBODY = "has no date", "only a part of a date", "is empty"
IMPUTED = "imputed by a rule: nobody recorded it"
NO_DATES = (
    f"and no dates are there: day 1 is written as {day(DAY_1)} for everybody. "
    "No calendar day is meant."
)
_BRACKET = re.compile(r"\s*[(\[].*?[)\]]\s*$")
_WEEKS = re.compile(r"^(week|month)s?\s*\d{1,3}\s*(?:-|–|to)\s*(\d{1,3})$", re.IGNORECASE)
_DAY = re.compile(r"^day\s*(\d{1,4})$", re.IGNORECASE)


def read_values(text: TextTable, standard: Standard, file: str) -> Reading:
    """Days, counts and sessions of a research table; what is no such thing is not used."""
    table = ResearchTable(text, standard)
    meanings = {marked(name): name for name in (*OF_DAYS, *OF_PERIODS, UNITS)}
    variable = table.frame[standard.variable[0]].map(meanings)
    rows = pd.DataFrame(
        {
            "patient_id": table.frame[standard.patient],
            "date": table.dates,
            "session": _sessions(table),
            "variable": variable,
            "value": table.values,
        }
    )
    aside = _aside(rows, table)
    rows = rows[aside == ""]
    tables, into = _tables(rows, table)
    others = variable.isna() & ~table.imputed
    if not tables and not (table.frame[standard.variable[0]] == marked(NOT_USED)).any():
        return Reading(problems=(_nothing(table, file),))
    return Reading(
        tables=tuple((name, text.with_frame(frame)) for name, frame in tables),
        assumptions=tuple(_told(table, rows, others)),
        dropped=identifying(text.headers),
        into=tuple(int(text.rows[place]) for place in into),
        aside=tuple(
            (int(text.rows[place]), _column(why, table), why)
            for place, why in enumerate(aside)
            if why
        ),
    )


def _aside(rows: pd.DataFrame, table: ResearchTable) -> pd.Series:
    """Why each row is set aside; blank for one that is not.

    Here and not row by row later: of a day's rows one stands for all.
    """
    why = table.blank.copy()
    dated = rows["variable"].isin((*OF_DAYS, UNITS))
    why[dated & (rows["date"] == "")] = NO_DATE
    why[dated & rows["date"].str.fullmatch(PART_OF_A_DATE)] = PART
    why[rows["variable"].notna() & (rows["patient_id"] == "")] = NOBODY
    why[table.imputed] = IMPUTED
    return why


def _column(why: str, table: ResearchTable) -> str:
    standard = table.standard
    if why in (NO_DATE, PART):
        return table.header(*standard.date) or standard.day
    return table.header(standard.imputed if why == IMPUTED else standard.patient)


def _tables(
    rows: pd.DataFrame, table: ResearchTable
) -> tuple[list[tuple[str, pd.DataFrame]], list[int]]:
    """Our tables of these rows, and the places of those that went into another row."""
    found: list[tuple[str, pd.DataFrame]] = []
    into: list[int] = []
    planned = ~rows["session"].str.fullmatch(UNSCHEDULED.pattern, case=False)
    for name, key, ours in (("diary", "date", OF_DAYS), ("counts", "session", OF_PERIODS)):
        of_it = rows["variable"].isin(ours) & (planned if name == "counts" else True)
        if of_it.any():
            names = [one for one in ours if (rows.loc[of_it, "variable"] == one).any()]
            wide, gone = in_one_row(rows[of_it], ("patient_id", key), names)
            found.append((name, wide))
            into += gone
    doses = rows[rows["variable"] == UNITS]
    if len(doses):
        named = {"date": "session_date", "value": UNITS}
        found.append(("sessions", doses.rename(columns=named)[["patient_id", *named.values()]]))
    if table.has_no_dates:
        found = [
            (name, frame if name == "counts" else frame.assign(**{RELATIVE: "1"}))
            for name, frame in found
        ]
    return found, into


def _sessions(table: ResearchTable) -> pd.Series:
    """What each row's period is called; the row that is flagged as the baseline is called so."""
    named = table.first_filled(*table.standard.period[:1]).map(period)
    numbers = table.first_filled(*table.standard.period[1:])
    named = named.where(named != "", ("V" + numbers).where(numbers != "", ""))
    flagged = table.frame.get(table.standard.baseline, table.blank).str.upper() == "Y"
    return named.mask(flagged, "Baseline")


def period(name: str) -> str:
    """A period as sessions are named: Weeks 9-12 and Day 84 end with week 12."""
    bare = _BRACKET.sub("", name.strip())
    if BASELINE.match(bare):
        return "Baseline"
    if UNSCHEDULED.search(bare):
        return "Unscheduled"
    if several := _WEEKS.match(bare):
        return f"{several[1].capitalize()} {int(several[2])}"
    if (on := _DAY.match(bare)) and int(on[1]) % 7 == 0:
        return f"Week {int(on[1]) // 7}"
    return bare


def _told(table: ResearchTable, rows: pd.DataFrame, others: pd.Series) -> list[str]:
    told = [f"A row is a value of one patient, {table.standard.patient}."]
    if table.has_no_dates:
        told.append(
            f"{table.standard.day} counts days from each patient's first treatment, {NO_DATES}"
        )
    undone = int((table.not_done & rows["variable"].notna().reindex(table.codes.index)).sum())
    if undone:
        told.append(f"{table.standard.status}: {counted(undone, 'row')} not done: not recorded.")
    used = rows["variable"].isin(OF_PERIODS)
    if unplanned := int((used & (rows["session"] == "Unscheduled")).sum()):
        told.append(f"{counted(unplanned, 'row')} of unscheduled visits: not used.")
    if others.any():
        names = sorted({*table.codes[others]} - {marked(NOT_USED)})
        listed = ", ".join(name for name in names[:MOST_NAMED] if "<" not in name)
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        which = f" ({listed}{more})" if listed else ""
        told.append(f"{counted(int(others.sum()), 'row')} of other variables{which}: not used.")
    return told


def _nothing(table: ResearchTable, file: str) -> str:
    number = counted(len({*table.codes} - {""}), "variable")
    return (
        f"{file} has a row for each value of {number}, of which none speaks of headache, migraine, "
        "pain or medication."
    )
