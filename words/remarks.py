"""What does every figure of a cohort rest on, and what has its reader to know?"""

from __future__ import annotations

import pandas as pd

from analytics.definitions import SITE_GAP_DAYS
from analytics.result import Result
from words.chosen import cut_off_told, later_told
from words.definitions import in_full
from words.numbers import counted, day
from words.pages.response import UNSEEN
from words.response import told_of

MOST_NAMED = 5  # patients in a remark


def remarks(result: Result, session: int, assumed: int) -> list[str]:
    """One sentence each; ``assumed``: patients with assumed free days."""
    records, outcomes = result.records, result.outcomes
    told: list[str] = []
    if assumed:
        told.append(
            f"Free days are assumed for {counted(assumed, 'patient')}, whose attacks were "
            "listed: days without an attack in the stated period count as free."
        )
    settings = result.settings
    about = (cut_off_told(result.loaded, settings.cut_off), later_told(settings.filters))
    told += [sentence for sentence in about if sentence]
    if after := records.treated_after_a_stop:
        named = ", ".join(after[:MOST_NAMED]) + (" ..." if len(after) > MOST_NAMED else "")
        told.append(
            f"{counted(len(after), 'stop')} dated before a later session, or on the day of "
            f"one: {named}."
        )
    if records.left_out:
        rows = ", ".join(f"{n:,} {table}" for table, n in records.left_out)
        told.append(f"Dated after the cut-off and left out: {rows}.")
    last_dates = result.everybody.last_dates
    if len(last_dates) > 1:
        ends = ", ".join(
            f"{row.site if row.recorded else f'site {row.site}'} {day(row.last_date)}"
            for row in last_dates.itertuples()
        )
        told.append(f"Last entries: {ends}.")
    behind = last_dates[last_dates["behind"] > SITE_GAP_DAYS]
    for row in behind.itertuples():
        told.append(
            f"The records {f'of {row.site}' if row.recorded else 'without a site'} end on "
            f"{day(row.last_date)}, {row.behind} days before the latest."
        )
    if records.are_cycles:
        told.append("Counted elsewhere: what needs single days is not offered.")
    if only := records.only_definition:
        told.append(
            f"De-identified: these cycles hold what {in_full(only)} needs; nothing can be "
            "computed by another Definition."
        )
    if records.hides_dropouts:
        told.append(f"Counts per session. {UNSEEN}")
        told.append(
            "Counts per session have their own window, which may be another than that of the "
            "Definition or of a rule."
        )
        if outcomes["complete_months"].any():
            told.append("Counts without recorded days are taken as complete months.")
    return told + _of_outcomes(result, session)


def _of_outcomes(result: Result, session: int) -> list[str]:
    outcomes = result.outcomes
    told: list[str] = []
    at = outcomes[outcomes["session"] == session]
    if rounded := int(at["depends_on_rounding"].fillna(False).sum()):
        of = told_of(result.settings.definition)
        told.append(
            f"Depends on rounding: {rounded} judged after this session could turn between "
            f"{of.one} and {of.none} by half a unit of the last digit of a monthly mean."
        )
    baselines = outcomes[outcomes["session"] == 0]
    if thin := int(baselines["thin_baseline"].sum()):
        told.append(f"Thin: {thin} usable baselines have fewer than 20 recorded days.")
    therapy = result.therapy
    had = baselines[therapy.prior] == 1 if therapy.prior else pd.Series(dtype="boolean")
    if prior := int(had.fillna(False).sum()):
        told.append(
            f"On treatment: {counted(prior, 'patient')} had {therapy.what} before session 1."
        )
    judged = outcomes["evaluable"].fillna(False)
    other = judged & (outcomes["session"] == session)
    if marked := int((other & (outcomes["other_treatment"] != "")).sum()):
        told.append(f"{marked} judged after this session began another new treatment.")
    left_out = outcomes["left_out"] & (outcomes["session"] == session)
    if gone := int(left_out.sum()):
        told.append(f"{gone} are waiting because another new treatment began: left out.")
    return told
