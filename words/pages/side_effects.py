"""Which side effects are recorded, of how many? In sentences for its page and for documents."""

from __future__ import annotations

import pandas as pd

from analytics.definitions import (
    FEW_JUDGED,
)
from analytics.records import Records
from words.intervals import share_interval
from words.numbers import (
    counted,
    inert,
)
from words.percents import percent

METHOD = (
    "An event belongs to the last session before it; a patient counts once for each event. The "
    "interval (Wilson, 95%) is of the share of patients. When not to trust it: events that nobody "
    "asked for are missing, and a share of patients treated once is not one of patients treated "
    "eight times."
)


def headline(overall: pd.DataFrame, records: Records) -> str:
    """22 of 152 patients had neck stiffness recorded, the most frequent. (markdown)"""
    if overall.empty:
        said = "are recorded" if len(records.adverse_events) else "were loaded"
        return f"**No side effects {said}** for these patients."
    row = overall.iloc[0]
    count = f"{int(row['patients']):,} of {counted(int(row['treated']), 'patient')}"
    if row["treated"] >= FEW_JUDGED:
        count += f" ({percent(row['share'])})"
    return (
        f"**{count} had {inert(row['event'])} recorded,** the most frequent. "
        f":gray[{share_interval(row['ci_low'], row['ci_high'])}.]"
    )


def title(overall: pd.DataFrame) -> str:
    """7 side effects were recorded, each in 1 to 16 of 152 patients treated"""
    if overall.empty:
        return "No side effect is recorded"
    low, high = int(overall["patients"].min()), int(overall["patients"].max())
    each = f"each in {low:,} to {high:,}" if low < high else f"each in {high:,}"
    kinds = counted(len(overall), "side effect was", "side effects were")
    each = each if len(overall) > 1 else f"in {high:,}"
    treated = int(overall["treated"].iloc[0])
    return f"{kinds} recorded, {each} of {counted(treated, 'patient')} treated"
