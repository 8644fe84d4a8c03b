"""What was recorded of one patient? In sentences for its page and for documents."""

from __future__ import annotations

import pandas as pd

from analytics.codes import Lane
from analytics.definitions import (
    Definition,
)
from analytics.guidelines.base import ENOUGH_OF_A_MONTH
from analytics.steps import Outcomes
from words.definitions import in_words
from words.guidelines import MEDICATION
from words.numbers import (
    counted,
    from_to,
    number,
    sentence_case,
)
from words.pages.response import at_least
from words.percents import reduction, rounded


def headline(rows: Outcomes, definition: Definition) -> tuple[str, str]:
    """What was recorded after a patient's last session: a bold finding and its remark."""
    words = definition.days.words
    had = rows[rows["treated"] & (rows["session"] > 0)]
    judged = had[had["evaluable"].fillna(False)]
    if had.empty:
        return "No session up to the cut-off.", ""
    last = had.iloc[-1]
    if judged.empty:
        if last["usable_baseline"]:
            return (
                "Not judged after any session yet.",
                f"After session {last['session']}: {last['reason']}.",
            )
        return "Cannot be judged: " + str(last["reason"]) + ".", f"{words} need a usable baseline."
    row = judged.iloc[-1]
    fewer, threshold = row["percent_reduction"], definition.threshold
    changed = rounded(fewer, threshold) != 0
    what = f"{reduction(fewer, threshold)} {words}" if changed else f"No change in {words}"
    bold = f"{what} after session {row['session']}."
    remark = f"{from_to(row['baseline'], row['monthly_days'])}."
    if last["session"] != row["session"]:
        remark += f" After session {last['session']}: {last['reason']}."
    return bold, remark


def calendar_subtitle(*, no_migraine: bool) -> str:
    dotted = ", **no migraine dotted (headache not recorded)**" if no_migraine else ""
    return (
        f"A row a month. **Migraine** with a dot, **headache** plain, no headache pale{dotted}, "
        "not recorded hatched; a bar at the foot of a day: acute medication; a frame with a "
        "number: a session."
    )


def months_subtitle(*, no_migraine: bool) -> str:
    dotted = ", no migraine and headache not recorded (dotted)" if no_migraine else ""
    return (
        "Each bar is one month, every day of it, counted from the session (S1, S2, ...; units "
        "where they change) to the next one. From below: **migraine** (red-orange), **headache** "
        f"(orange), no headache (pale){dotted}, not recorded (hatched). Number: days counted; the "
        "window compared is in the table."
    )


def months_title(rows: Outcomes, definition: Definition) -> str:
    """From 18 migraine days a month before session 1 to 4 after session 4"""
    judged = rows[rows["evaluable"].fillna(False)]
    words = definition.days.words
    baseline = rows["baseline"].iloc[0]
    if pd.isna(baseline):
        return f"{sentence_case(words)} in each month; no baseline to compare with"
    before = f"From {number(baseline)} {words} a month before session 1"
    if judged.empty:
        return f"{before}; no session can be judged"
    last = judged.iloc[-1]
    return f"{before} to {number(last['monthly_days'])} after session {last['session']}"


def reductions_title(rows: Outcomes, definition: Definition) -> str:
    """At least 50% fewer after 2 of 3 sessions that can be judged"""
    judged = rows[rows["evaluable"].fillna(False)]
    if judged.empty:
        return "No session can be judged"
    reached = int(judged["responder"].sum())
    return (
        f"{sentence_case(at_least(definition))} after "
        f"{reached} of {counted(len(judged), 'session')} that can be judged"
    )


def reductions_subtitle(definition: Definition, *, dated: bool) -> str:
    told = f"{sentence_case(in_words(definition))}."
    if dated:
        told += " Pale bar: lowest to highest possible, whatever the missing days were."
    return told


def intake_title(months: pd.DataFrame, classes: list[str]) -> str:
    """Days with a triptan: 13 before session 1, 2 to 8 a month since (months of 20 or more days)"""
    name = classes[0]
    known = months[months[f"{name}_recorded_days"] >= ENOUGH_OF_A_MONTH]
    before = known.loc[known["cycle"] == 0, f"{name}_days"]
    since = known.loc[known["cycle"] > 0, f"{name}_days"]
    parts = [f"{before.iloc[0]} before session 1"] if len(before) else []
    if len(since):
        low, high = since.min(), since.max()
        parts.append(f"{low} to {high} a month since" if low < high else f"{low} a month since")
    return f"Days with {MEDICATION[name]}: {', '.join(parts) or 'too few recorded to tell'}"


LANES = {
    Lane.SIDE_EFFECT: "side effect",
    Lane.OTHER_TREATMENT: "other treatment",
    Lane.STOP: "stop",
}


def lane_told(lane: Lane, told: str) -> str:
    """What is written on a mark under the months: goal reached"""
    if lane != Lane.STOP:
        return told
    return told.replace("_", " ") or "no reason recorded"
