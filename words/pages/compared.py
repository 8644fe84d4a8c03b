"""What stands beside a study? In sentences for its page and for documents."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analytics.codes import CONTROLS, AgainstIt, Arm, Unit
from analytics.definitions import FEW_JUDGED, Definition
from analytics.therapies import Therapy
from words.definitions import called
from words.intervals import interval_of_a_change
from words.numbers import counted, fewer, number, sentence_case
from words.percents import beside, reduction, share
from words.studies import short

AGAINST = {
    AgainstIt.NO_DIFFERENCE: ("found no difference to placebo", " in the"),
    AgainstIt.ENDPOINT_NOT_MET: ("missed its primary endpoint", ", the"),
}


def headline(rows: pd.DataFrame, study: pd.Series, therapy: Therapy) -> str:
    """29 of 90 patients (32%) by the study's definition; in PREEMPT 45%, on placebo 34%."""
    ours = rows.iloc[0]
    if pd.isna(ours["value"]):
        return f"**Nothing to set beside it:** {ours['remark']}."
    theirs = f"in {_theirs(rows, study, therapy)}"
    if is_a_share(study):
        return f"**:blue[{_reached(ours)}] by the study's own definition**; :gray[{theirs}.]"
    n = counted(int(ours["n"]), "patient")
    return f"**:blue[{_told(ours, study)}] in our records ({n})**; :gray[{theirs}.]"


def title(rows: pd.DataFrame, study: pd.Series, therapy: Therapy) -> str:
    """32% here; in PREEMPT pooled 45%, on placebo 34%"""
    ours = rows.iloc[0]
    if pd.isna(ours["value"]):
        here = "Not computed"
    else:
        here = _of(ours) if is_a_share(study) and ours["n"] < FEW_JUDGED else _told(ours, study)
    return f"{here} here; in {_theirs(rows, study, therapy)}"


def under_yours(rate: pd.Series, definition: Definition) -> str:
    """Counted as in Hull 2014 it is 38 of 103 (37%) after session 2."""
    counted_so = f"Counted as in {called(definition)}"
    if not rate["evaluable"]:
        return f"{counted_so} nobody can be judged after session {int(rate['session'])}."
    found = share(int(rate["responders"]), int(rate["evaluable"]))
    return f"{counted_so} it is {found} after session {int(rate['session'])}."


def about(row: pd.Series, study: pd.Series) -> str:
    """What a row rests on: 29 of 90 judged after session 2, 103 due; 688, all randomised

    Of those due, what is possible: (28% to 41%); where all were judged, that they were.
    """
    if row["kind"] == Arm.OURS:
        if pd.isna(row["value"]):
            return str(row["remark"])
        n = _of(row) if is_a_share(study) else f"{int(row['n']):,}"
        due = ""
        if pd.notna(row["due"]):
            due = ", all who were due"
            if row["due"] > row["n"]:
                possible = f"{beside(row['lowest'])} to {beside(row['highest'])} possible"
                due = f", {int(row['due']):,} due ({possible})"
        window = "own window" if row["remark"] else row["window"].partition(",")[0]
        return f"{n} {row['denominator']}{due} · {window}"
    n = f"{int(row['n']):,}, " if pd.notna(row["n"]) else ""
    return f"{n}{row['denominator']} · {row['window']}"


def how_to_read(rows: pd.DataFrame, therapy: Therapy) -> str:
    """What the marks are; the pale bar where there is one."""
    open_to = (rows["due"] > rows["n"]).fillna(False).any()
    pale = " Pale bar: lowest to highest possible of all due." if open_to else ""
    return (
        f"Circle: our records. Diamond: published with {therapy.what}. Hollow: published without "
        f"it. Line: 95% interval, where one was published or could be computed.{pale}"
    )


def against_title(study: pd.Series, therapy: Therapy) -> str:
    """Counter-evidence: CHARM found no difference to placebo"""
    return f"Counter-evidence: {short(study['study'], therapy)} {AGAINST[study['counter']][0]}"


def against_it(study: pd.Series, placebo: pd.Series, therapy: Therapy) -> str:
    """What a study found that speaks against an effect, with the numbers that were read.

    ``study``: a row of ``counter_evidence``; ``placebo``: its arm on placebo.
    """
    named, (verdict, of) = short(study["study"], therapy), AGAINST[study["counter"]]
    found = f"{verdict}{of} {study['outcome']} of {study['measure']}, {study['window']}"
    if study["unit"] == Unit.PERCENT:
        ours, theirs = (reduction(-arm["value"], decimals=1) for arm in (study, placebo))
    else:
        ours, theirs = (fewer(arm["value"]) for arm in (study, placebo))
    told = f"{named} {found}: {ours} with {therapy.what}, {theirs} on placebo"
    if pd.notna(study["difference"]):
        within = interval_of_a_change(
            study["difference_low"], study["difference_high"], "fewer", "more"
        )
        points = number(abs(study["difference"]))
        way = "fewer" if study["difference"] < 0 else "more"
        told += f"; the difference is {points} percentage points {way} ({within})"
    if pd.notna(study["p"]):
        told += f", p {study['p']:g}"
    return f"{told}. {sentence_case(study['cannot_match'])}."


def sources(rows: pd.DataFrame, therapy: Therapy) -> list[str]:
    """Each publication once, with what was noted of its results: Diener 2020, Pain Ther 9:683, ...

    ``rows``: of the published results. Notes on counter-evidence stand in ``against_it``.
    """
    told = []
    for (citation, source), of_one in rows.groupby(["citation", "source"], sort=False):
        studies = dict.fromkeys(short(study, therapy) for study in of_one["study"])
        parts = [one for one in studies if one.startswith(tuple(f"{of}," for of in studies))]
        named = [one for one in studies if one not in parts]  # a study, not each part of it
        notes = dict.fromkeys(
            note
            for arm, noted in zip(of_one["arm"], of_one["note"], strict=True)
            for note in noted.split("; ")
            if note not in ("", arm)
        )
        if (of_one["counter"] != "").any():
            notes = {}
        noted = f" {sentence_case('; '.join(notes))}." if notes else ""
        told.append(f"{', '.join(named)}: {citation}, {source}.{noted}")
    return told


def _theirs(rows: pd.DataFrame, study: pd.Series, therapy: Therapy) -> str:
    named = short(study["study"], therapy)
    told = f"{named}{':' if named[-1:].isdigit() else ''} {_told(rows.iloc[1], study)}"
    controls = rows[rows["kind"].isin(CONTROLS)]
    if len(controls):
        own = controls["who"].str.startswith(study["study"])
        first = controls[own].iloc[0] if own.any() else controls.iloc[0]
        told += f", {'on ' if first['kind'] == Arm.PLACEBO else ''}{first['kind']}"
        if not own.any():  # never as if it were the study's own
            where = short(first["who"], therapy).removesuffix(f", {first['kind']}")
            told += f" in {where}, {first['window']},"
        told += f" {_told(first, study)}"
    return told


def of_ours(rows: pd.DataFrame) -> str:
    """Our records: counts per session have their own window, which may be another.

    Nothing where nothing has to be said; where nothing is set beside the study, the headline says
    why.
    """
    ours = rows[rows["kind"] == Arm.OURS].iloc[0]
    return f"Our records: {ours['remark']}." if ours["remark"] and pd.notna(ours["value"]) else ""


def is_a_share(study: pd.Series) -> bool:
    """Is the result a share of patients, and so a count?"""
    return study["our_outcome"] in ("rate", "ever")


def _of(ours: pd.Series) -> str:
    n = int(ours["n"])
    return f"{round(float(ours['value']) * n / 100):,} of {n:,}"


def _reached(ours: pd.Series) -> str:
    n = int(ours["n"])
    percent = f" ({beside(ours['value'])})" if n >= FEW_JUDGED else ""
    return f"{_of(ours)} patients{percent}"


def _told(row: pd.Series, study: pd.Series) -> str:
    value = row["value"]
    if row["unit"] == Unit.PERCENT:
        return beside(value) if is_a_share(study) else reduction(-value)
    return f"{fewer(value)} days a month" if value else fewer(value)


def told_beside_it(value: float, unit: str, *, share: bool) -> str:
    """The number of a row: a share is 32%, a mean change 25.4% fewer or 5.2 fewer.

    All mean changes have one decimal, fewer days or more.
    """
    if share or pd.isna(value):
        return beside(value)
    return reduction(-value, decimals=1) if unit == Unit.PERCENT else fewer(value)


def ticks_beside_it(levels: Sequence[float], unit: str, *, share: bool) -> list[str]:
    """Under the axis of such rows: the ends of a change say which way it goes."""
    if share:
        return [beside(level) for level in levels]
    sign = "%" if unit == Unit.PERCENT else ""
    told = [f"{number(abs(level))}{sign}" for level in levels]
    for end in (0, -1):
        if levels[end]:
            told[end] += " fewer" if levels[end] < 0 else " more"
    return told
