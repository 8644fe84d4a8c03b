"""What does a table say, in one sentence? Titles and headlines for screen and documents.

Sentences describe recorded days and their denominators; none of them advises.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analytics.codes import Reason
from analytics.definitions import (
    FEW_JUDGED,
    Definition,
)
from analytics.guidelines.base import ENOUGH_OF_A_MONTH
from analytics.records import Records
from analytics.steps import Outcomes, Rates
from words import percents
from words.definitions import in_words
from words.guidelines import MEDICATION
from words.intervals import share_interval
from words.numbers import (
    counted,
    from_to,
    inert,
    number,
    sentence_case,
)
from words.percents import percent, reduction, rounded, share, span
from words.response import accent, told_of

FEWEST_FOR_QUARTILES = 4


def at_least(definition: Definition) -> str:
    """at least 50% fewer migraine days"""
    return f"at least {definition.threshold}% fewer {definition.days.words}"


def possible(row: pd.Series) -> str:
    """Who was due and not judged, and what that leaves open."""
    missing = int(row["due"] - row["evaluable"])
    due = f"{counted(int(row['due']), 'patient was', 'were')} due"
    if missing == 0:
        return f"{due}; all could be judged."
    return (
        f"{due}; {missing:,} could not be judged: whatever they did, between "
        f"{percent(row['rate_low'])} and {percent(row['rate_high'])}."
    )


def missing_by_reason(row: pd.Series) -> list[tuple[str, int]]:
    """The reasons for which patients who were due are not judged, with their numbers."""
    reasons = {
        "missing_diary": Reason.THIN_DIARY,
        "missing_goal": Reason.STOPPED_GOAL,
        "missing_stopped": Reason.STOPPED_OTHER,
        "missing_unknown": Reason.UNKNOWN,
    }
    told = [(words, 0 if pd.isna(row[name]) else int(row[name])) for name, words in reasons.items()]
    others = int(row["due"] - row["evaluable"]) - sum(number for _, number in told)
    return [(words, number) for words, number in (*told, (Reason.NOT_TOLD, others)) if number]


def response_title(rates: Rates, session: int) -> str:
    """36% after session 1, 47% after session 2; session 8 rests on under 10 judged"""
    told = [
        f"{_rate(row)} after session {row.session}"
        for row in rates[rates["evaluable"] > 0].itertuples()
        if row.session in (1, session)
    ]
    if not told:
        return "Nobody can be judged yet"
    later = rates[(rates["session"] > session) & (rates["evaluable"] < FEW_JUDGED)]
    if later.empty:
        return sentence_case(", ".join(told))
    which = "sessions rest" if len(later) > 1 else "session rests"
    return sentence_case(
        f"{', '.join(told)}; {len(later)} later {which} on under {FEW_JUDGED} judged"
    )


def _rate(row: Any) -> str:
    count, of = int(row.responders), int(row.evaluable)
    return share(count, of) if of < FEW_JUDGED else percent(count / of)


def reduction_headline(row: pd.Series, definition: Definition) -> str:
    """Half of 103 patients had at least 44% fewer migraine days after session 2. (markdown)"""
    judged, median, line = int(row["judged"]), row["percent_reduction"], definition.threshold
    after = f"{definition.days.words} after session {int(row['session'])}."
    if judged == 0:
        return f"**Nobody can be judged after session {int(row['session'])}.**"
    if judged == 1:
        return f"**The one patient judged had {accent(_with(median, line), definition)} {after}**"
    if rounded(median, line) > 0:
        least = percents.at_least(median, line)
        return f"**Half of {judged:,} patients had at least {accent(least, definition)} {after}**"
    middle = accent(_with(median, line), definition)
    return f"**In the middle of {judged:,} patients: {middle} {after}**"


def _with(value: float, line: int) -> str:
    """A reduction before its noun: "44% fewer", "no fewer and no more"."""
    return reduction(value, line) if rounded(value, line) else "no fewer and no more"


def reduction_remark(row: pd.Series, rate: pd.Series, definition: Definition) -> str:
    """The middle half, the medians in days, who is missing; no control group."""
    missing = int(rate["due"] - rate["evaluable"])
    who = f"{missing:,} of the {int(rate['due']):,} due could not be judged. No control group."
    if not row["judged"]:
        return who
    middle = ""
    if row["judged"] >= FEWEST_FOR_QUARTILES:
        quartiles = span(row["lower_quartile"], row["upper_quartile"], definition.threshold)
        middle = f"The middle half: {quartiles}. "
    medians = f"From {number(row['before'])} to {number(row['after'])} days a month (medians)."
    return f"{middle}{medians} {who}"


def spread_title(table: pd.DataFrame, definition: Definition) -> str:
    """The median is 38% fewer after session 1 and 56% fewer after session 6"""
    judged = table[table["judged"] >= FEW_JUDGED]
    judged = judged if len(judged) else table[table["judged"] > 0]
    if judged.empty:
        return "Nobody can be judged yet"
    ends = [judged.iloc[0]] if len(judged) == 1 else [judged.iloc[0], judged.iloc[-1]]
    told = [
        f"{reduction(row['percent_reduction'], definition.threshold)} after session "
        f"{int(row['session'])}"
        for row in ends
    ]
    return f"The median is {' and '.join(told)}"


def a_mark(kind: str, patients: int) -> str:
    """What one mark of a chart stands for: a patient, or so many of a large cohort."""
    if patients == 1:
        return f"One {kind} a patient judged"
    return f"One {kind} for {'about' if kind == 'bar' else 'up to'} {patients:,} patients judged"


def spread_subtitle(a_dot: int, below: int, judged: int, definition: Definition) -> str:
    """How to read the dots; ``below``: how many of those judged lie below what is drawn."""
    not_drawn = f" {below:,} of {judged:,} lie below the axis." if below else ""
    return (
        f"{a_mark('dot', a_dot)}, line: median. Filled: at least {definition.threshold}% fewer. "
        f"Later sessions hold fewer and other patients.{not_drawn}"
    )


def lines_subtitle(drawn: int, patients: int) -> str:
    whom = (
        "One line a patient"
        if drawn == patients
        else (f"One line a patient, {drawn:,} of {patients:,} drawn at random")
    )
    return f"{whom}, through every session after which she is judged. Bold: median of those judged."


def waterfall_title(row: pd.Series, responders: int, definition: Definition) -> str:
    """48 of 103 patients reach the 50% line; 14 had more days than before"""
    worse = int(row["worse"])
    more = f"{worse:,} had more days than before" if worse else "none had more days than before"
    return f"{responders:,} of {int(row['judged']):,} {told_of(definition).reach}; {more}"


def patient_headline(rows: Outcomes, definition: Definition) -> tuple[str, str]:
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


def response_headline(row: pd.Series, definition: Definition) -> str:
    """48 of 103 patients (47%) had at least 50% fewer migraine days after session 2. (markdown)"""
    responders, judged = int(row["responders"]), int(row["evaluable"])
    after = f"had {at_least(definition)} after session {int(row['session'])}."
    if judged == 0:
        return f"**Nobody can be judged after session {int(row['session'])}.**"
    around = f":gray[{share_interval(row['ci_low'], row['ci_high'])}.]"
    count = f"{responders:,} of {counted(judged, 'patient')}"
    if judged < FEW_JUDGED:
        return (
            f"**{accent(count, definition)} {after}** :gray[{percent(row['rate'])}, "
            f"{share_interval(row['ci_low'], row['ci_high'])}.]"
        )
    found = accent(f"{count} ({percent(row['rate'])})", definition)
    return f"**{found} {after}** {around}"


def response_subtitle(
    definition: Definition, session: int, same: pd.DataFrame | None = None
) -> str:
    """How to read the chart of rates; ``same``: it holds the same patients throughout."""
    if same is not None:
        number_of = int(same["evaluable"].max()) if len(same) else 0
        return (
            f"The {counted(number_of, 'patient')} judged after every session up to {session}, "
            f"share with {at_least(definition)}. Dot and line: 95% interval."
        )
    return (
        f"Share with {at_least(definition)}. Dot and line: those judged, 95% interval. Pale bar: "
        f"lowest to highest possible of all due. Hollow: under {FEW_JUDGED} judged."
    )


def not_judged(row: pd.Series) -> str:
    """18 of 121 not judged after session 2: diary too thin 9 · ... 20 waiting. (markdown)"""
    missing = int(row["due"] - row["evaluable"])
    reasons = " · ".join(f"{words} {count:,}" for words, count in missing_by_reason(row))
    session = int(row["session"])
    told = f"**{missing:,} of {int(row['due']):,} due not judged after session {session}**"
    told += f": {reasons}." if reasons else "."
    return f"{told} **{int(row['waiting']):,} waiting**: not due yet, in no figure above."


def rate_method(definition: Definition) -> str:
    """What a rate is, and when not to trust it."""
    return (
        f"A rate is {told_of(definition).them} of those judged: a usable baseline, a session that "
        "took place, its window over, enough recorded days. Its interval (Wilson, 95%) tells how "
        "far chance alone could move it; the pale bar tells how far those who were due and not "
        "judged could. When not to trust it: few judged, a wide bar, many thin diaries; it cannot "
        "say what would have happened without the sessions."
    )


REDUCTION_COLUMNS = [
    "patient_id",
    "session_date",
    "baseline_days",
    "baseline_recorded",
    "days",
    "recorded_days",
    "window_days",
    "baseline",
    "monthly_days",
    "change",
    "percent_reduction",
    "responder",
]
REDUCTION_METHOD = (
    "Percent reduction = (baseline − follow-up) / baseline, both scaled to the Definition's month "
    "from the days recorded; worse is negative and not clipped. When not to trust it: percent is "
    "coupled with the baseline (few days before make large percents), and people who begin in a "
    "bad month have fewer days later, on average, without any treatment."
)


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


SAFETY_METHOD = (
    "An event belongs to the last session before it; a patient counts once for each event. The "
    "interval (Wilson, 95%) is of the share of patients. When not to trust it: events that nobody "
    "asked for are missing, and a share of patients treated once is not one of patients treated "
    "eight times."
)


def safety_headline(overall: pd.DataFrame, records: Records) -> str:
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


def intake_headline(rows: pd.DataFrame) -> str:
    """Half took a triptan on 8 days or fewer in the month before session 1, ... (markdown)"""
    first, last = rows.iloc[0], rows[rows["patients"] >= FEW_JUDGED].iloc[-1:]
    taken = MEDICATION[first["class"]]
    told = (
        f"**Median {number(first['median'])} days a month with {taken} before session 1**, "
        f"{first['at_limit']} of {first['patients']} patients at the limit of {first['limit']}"
    )
    if len(last) and last.iloc[0]["session"] != first["session"]:
        row = last.iloc[0]
        told += (
            f"; **{number(row['median'])} days at the end of cycle {row['session']}**, "
            f"{row['at_limit']} of {row['patients']}"
        )
    return told + "."
