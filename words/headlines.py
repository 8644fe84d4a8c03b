"""What do the research tables say, in one sentence each? (markdown; blue for the finding)"""

from __future__ import annotations

import math

import pandas as pd

from analytics.codes import CONTROLS, Band, Hint, Judgement, Model, Reading, Response, Step, Unit
from analytics.definitions import FEW_JUDGED, Definition
from analytics.records import Records
from analytics.research.change import OUTCOMES
from analytics.tables import TABLES
from words.intervals import interval
from words.numbers import counted, inert, number
from words.percents import beside, percent, rounding_told, share
from words.response import told_of

NO_CONTROL = "No control group: a change is not an effect."


def who(flow: pd.DataFrame, session: int) -> str:
    """103 of 152 treated patients are judged after session 2."""
    steps = flow.dropna(subset=["patients"]).set_index("step")["patients"]
    judged, treated, due = (int(steps[step]) for step in (Step.JUDGED, Step.TREATED, Step.DUE))
    return (
        f"**:blue[{share(judged, treated)}] treated patients are judged after session {session}**; "
        f":gray[{counted(due, 'patient was', 'patients were')} due.]"
    )


def stability(table: pd.DataFrame, definition: Definition, records: Records) -> str:
    """Before any session days went from 19.7 to 19.5 a month in 117 patients."""
    if not TABLES["baseline_stability"].needs <= records.holds:
        return (
            "Whether days already fell before session 1 cannot be seen: single days are not here."
        )
    if table.empty or not int(table.iloc[0]["n"]):
        return "Nobody recorded 14 or more days in each of the two months before session 1."
    row = table.iloc[0]
    told = interval(row["ci_low"], row["ci_high"])
    return (
        f"Before any session: {number(row['earlier'])} {definition.days.words} a month in days "
        f"−56 to −29, {number(row['later'])} in days −28 to −1 (mean of "
        f"{counted(int(row['n']), 'patient')} who recorded both; difference "
        f"{number(row['difference'])}{', ' + told if told else ''})."
    )


def change(row: pd.Series) -> str:
    """7.1 fewer migraine days a month on average after session 2"""
    words, unit = OUTCOMES[row["outcome"]]
    value = row["mean_change"]
    way = "fewer" if value < 0 else "more"
    if unit == Unit.POINTS:
        told = f"{number(abs(value))} points {'lower' if value < 0 else 'higher'} on {words}"
    else:
        told = f"{number(abs(value))} {way} {words} a month"
    told_interval = interval(row["mean_low"], row["mean_high"])
    return (
        f"**:blue[{told}] on average after session {row['session']}**, {int(row['n']):,} patients. "
        f":gray[{told_interval + '.' if told_interval else ''}]"
    )


def spread(bands: pd.DataFrame, session: int) -> str:
    """After session 2, of 114 due: 38 had at least 50% fewer, 17 got worse, 11 are not judged."""
    at = bands[bands["session"] == session].set_index("band")["patients"]
    due = int(at.sum())
    half = int(at[Band.UNDER_75] + at[Band.OVER_75])
    return (
        f"**After session {session}, of {due:,} due: :blue[{half:,} had at least 50% fewer], "
        f"{at[Band.WORSE]:,} got worse, {at[Band.NOT_JUDGED]:,} are not judged.**"
    )


def bands_rounded(bands: pd.DataFrame, decimals: int) -> str:
    """After which sessions the shares of those due, in percent, do not add to 100, if any."""
    sessions = bands.groupby("session")["patients"]
    return rounding_told({f"session {k}": list(n) for k, n in sessions}, decimals)


def ever(five: pd.DataFrame, definition: Definition) -> str:
    """Ever 55 of 132 (42%), sustained 22 of 71 (31%)."""
    rows = five.set_index("response")
    told = ", ".join(
        f"{name} {share(int(rows.loc[name, 'patients']), int(rows.loc[name, 'of']))}"
        for name in Response
    )
    chance = rows.loc[Response.EVER, "share_by_chance"]
    remark = (
        f" If everyone's days truly fell by 40%, chance alone would make {percent(chance)} *ever* "
        f"{told_of(definition).them}."
        if not math.isnan(chance)
        else ""
    )
    return f"{told[:1].upper()}{told[1:]}.{remark}"


def subgroups(table: pd.DataFrame) -> str:
    """No difference between groups whose interval leaves out zero, in 7 comparisons."""
    n = int(table["comparisons"].max()) if len(table) else 0
    low, high = table["difference_low"], table["difference_high"]
    apart = int(((low > 0) | (high < 0)).sum())
    if not n:
        return f"**No two groups with {FEW_JUDGED} or more judged can be compared.**"
    return (
        f"**:blue[{apart} of {counted(n, 'difference')}] between groups "
        f"{'has' if apart == 1 else 'have'} an interval that leaves out zero**; "
        ":gray[by chance alone about 1 in 20.]"
    )


def groups_add_up(table: pd.DataFrame) -> str:
    """Of 81 judged, 54 are in a group by age; of 27 it is not recorded. (of one column)"""
    if table.empty:
        return ""
    total, column = int(table["of"].iloc[0]), str(table["column"].iloc[0]).replace("_", " ")
    inside = int(table.loc[table["recorded"], "judged"].sum())
    if inside == total:
        return f"The groups hold all {total:,} judged."
    return (
        f"Of {total:,} judged, {inside:,} are in a group by {inert(column)}; "
        f"of {total - inside:,} it is not recorded."
    )


def models(table: pd.DataFrame, session: int) -> str:
    """The mixed model says 12.6 days a month after session 2 at the mean baseline."""
    primary = table[(table["model"] == Model.MIXED) & (table["session"] == session)]
    if primary.empty or pd.isna(primary.iloc[0]["adjusted_mean"]):
        return "**No model can be made from these records:** twenty patients judged are needed."
    row = primary.iloc[0]
    return (
        f"**:blue[{number(row['adjusted_mean'])} days a month] after session {session} at the mean "
        f"baseline (mixed model)**; as recorded {number(row['raw_mean'])}. "
        f":gray[{interval(row['ci_low'], row['ci_high'])}.]"
    )


def onset(lowest: pd.DataFrame, session: int, definition: Definition) -> str:
    """After session 2 migraine was noted least around day 34, on 35% of recorded days."""
    row = lowest[lowest["session"] == session]
    if row.empty:
        return f"**Too few patients recorded every week after session {session} to name a lowest.**"
    found = row.iloc[0]
    first, last = definition.therapy.late_days
    return (
        f"**After session {session} {definition.days.day} was noted least around :blue[day "
        f"{int(found['lowest_day'])}]: on {percent(found['lowest_share'])} of recorded days**; on "
        f"{percent(found['last_four_weeks_share'])} in days {first} to {last}. "
        f":gray[Lowest week, 95% interval: day {int(found['day_low'])} to "
        f"{int(found['day_high'])}.]"
    )


def sensitivity(table: pd.DataFrame, threshold: int) -> str:
    """Between 23% and 39% of those judged, depending on the definition; chosen: 37%."""
    rows = table[(table["threshold"] == threshold) & (table["reading"] == Reading.JUDGED)]
    rows = rows[rows["rate"].notna()]
    chosen = rows[rows["chosen"]]
    if rows.empty:
        return "**No rate can be computed under any of the definitions at this threshold.**"
    told = f"; the chosen one says {percent(chosen.iloc[0]['rate'])}" if len(chosen) else ""
    return (
        f"**:blue[{percent(rows['rate'].min())} to {percent(rows['rate'].max())}] had at least "
        f"{threshold}% fewer days, under {len(rows)} definitions{told}.**"
    )


def tipping(table: pd.DataFrame, definition: Definition) -> str:
    """5 of the 11 not judged would have to respond, for all due to reach the same rate."""
    row = table.iloc[0]
    if pd.isna(row["needed"]) or not int(row["not_judged"]):
        return "Everyone due is judged: there is nothing to tip."
    return (
        f"{row['needed']} of the {row['not_judged']} due and not judged would have to "
        f"{told_of(definition).respond} for the rate of all due to be at least that of those "
        "judged."
    )


def flips(table: pd.DataFrame, patients: int, definition: Definition) -> str:
    """67 of 152 patients have another verdict if one choice is changed: ... (markdown)"""
    judged = [Judgement.RESPONDER, Judgement.NO_RESPONDER]
    both = table["verdict_chosen"].isin(judged) & table["verdict_changed"].isin(judged)
    turned = table.loc[both, "patient_id"].nunique()
    anyone = table["patient_id"].nunique()
    told = told_of(definition)
    others = "; the others can be judged under one choice and not under the other"
    return (
        f"**{share(anyone, patients)} patients** have another verdict if one choice is changed: "
        f"{turned} turn between {told.one} and {told.none}{others if anyone > turned else ''}."
    )


def quality(table: pd.DataFrame) -> str:
    """83% of all days were recorded."""
    days = int(table["days"].sum())
    if not days:
        return "**No day was recorded.**"
    recorded = int(table["recorded_days"].sum())
    return (
        f"**:blue[{percent(recorded / days)} of {days:,} days] from two months before session 1 "
        "to the cut-off are recorded.** :gray[Days after the last session count too.]"
    )


def selective(table: pd.DataFrame, definition: Definition) -> str:
    """Beside a gap 44% of recorded days had migraine, elsewhere 47%: a hint, no proof."""
    if table.empty:
        return ""
    rows = table.set_index("hint")["value"]
    beside, other = rows[Hint.BESIDE_A_GAP], rows[Hint.ELSEWHERE]
    rho = rows[Hint.CORRELATION]
    told = (
        f"Hint: {definition.days.day} on {percent(beside)} of recorded days beside a gap, on "
        f"{percent(other)} of the others."
    )
    if not math.isnan(rho):
        told += (
            f" Patients' recorded share and their share of such days: correlation {number(rho, 2)}."
        )
    return told


def compared(rows: pd.DataFrame) -> str:
    """32% in our records (90 patients); in the study 45%, on placebo 34%."""
    ours, study = rows.iloc[0], rows.iloc[1]
    if pd.isna(ours["value"]):
        return f"**Nothing to set beside it:** {ours['remark']}."

    def told(value: float) -> str:
        return beside(value) if ours["unit"] == Unit.PERCENT else f"{number(value)} days a month"

    theirs = f"{study['who'].split(',')[0]} {told(study['value'])}"
    controls = rows[rows["kind"].isin(CONTROLS)]
    if len(controls):
        first = controls.iloc[0]
        theirs += f", {first['kind']} {told(first['value'])}"
    n = counted(int(ours["n"]), "patient")
    return f"**:blue[{told(ours['value'])}] in our records ({n})**; :gray[{theirs}.]"
