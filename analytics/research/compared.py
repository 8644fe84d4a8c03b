"""Compared with what? Published results beside our cohort under the same definition.

As far as the records allow: what cannot be matched is said for each study, and a control arm of the
same outcome stands beside wherever one was published.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analytics.codes import CONTROLS, Arm, Beside, Response, Unit
from analytics.definitions import PRESETS, Definition
from analytics.outcomes import CountedOnce
from analytics.records import Records
from analytics.research.intervals import Estimate, mean_with_interval
from analytics.research.progress import Progress, silent
from analytics.research.spread import five_responses
from analytics.steps import Outcomes
from analytics.summaries import responder_rates, wilson
from analytics.therapies import Therapy

FILE = Path(__file__).parents[2] / "data" / "published" / "benchmarks.csv"
SCALE = 100  # rates are in percent here, as published
COLUMNS = [
    "who",
    "kind",
    "n",
    "value",
    "ci_low",
    "ci_high",
    "due",
    "lowest",
    "highest",
    "unit",
    "measure",
    "window",
    "denominator",
    "source",
    "cannot_match",
    "remark",
]
UNITS = {
    "rate": Unit.PERCENT,
    "ever": Unit.PERCENT,
    "mean_change": Unit.MONTHLY,
    "mean_percent_change": Unit.PERCENT,
}


@cache
def published() -> pd.DataFrame:
    """The published results: one row a result, with how our records are to be looked at for it.

    ``key``: what settings know a result by; it stays when the words about it change.
    ``our_outcome`` (rate, ever, mean_change, mean_percent_change; empty: cannot be compared),
    ``our_measure``, ``our_window``, ``our_month``, ``our_session``, ``cannot_match``, ``kind``.
    ``counter``: why it is evidence against an effect, a code; with the published ``difference`` to
    placebo and its interval, or ``p``, where they were read.
    """
    text = dict.fromkeys(
        ("our_outcome", "our_measure", "our_window", "cannot_match", "counter"), "str"
    )
    table = pd.read_csv(FILE, dtype=text)
    filled = table.select_dtypes(include=["str", "object"]).columns
    table[filled] = table[filled].fillna("")
    whole = {"n": "Int64", "our_month": "Int64", "our_session": "Int64"}
    return table.astype(whole).reset_index(names="result")


def comparable(therapy: Therapy) -> pd.DataFrame:
    """The published results of the treatment that our records can stand beside."""
    table = published()
    return table[(table["our_outcome"] != "") & (table["kind"] == therapy.published)]


def counter_evidence(therapy: Therapy) -> pd.DataFrame:
    """The published results of the treatment that speak against an effect, comparable or not."""
    table = published()
    return table[(table["counter"] != "") & (table["kind"] == therapy.published)]


def with_controls(result: int) -> pd.DataFrame:
    """A published result, then every control arm with the same outcome and measure."""
    table = published()
    row = table.loc[result]
    same = (
        (table["our_outcome"] == row["our_outcome"])
        & (table["our_measure"] == row["our_measure"])
        & table["kind"].isin(CONTROLS)
    )
    return pd.concat([table.loc[[result]], table[same]])


def controls_of(therapy: Therapy) -> pd.DataFrame:
    """Usual care, and placebo in the studies of the treatment: rates and mean changes of days."""
    table = published()
    comparable_ = table["our_outcome"].isin(("rate", "mean_change"))
    of_therapy = table["study"].isin(table.loc[table["kind"] == therapy.published, "study"])
    shown = (table["kind"] == Arm.USUAL_CARE) | ((table["kind"] == Arm.PLACEBO) & of_therapy)
    return table[comparable_ & shown]


def placebo_of(study: pd.Series) -> pd.Series:
    """The placebo arm of a published result. Raises IndexError where none was published."""
    table = published()
    same = (table["study"] == study["study"]) & (table["outcome"] == study["outcome"])
    return table[same & (table["kind"] == Arm.PLACEBO)].iloc[0]


def told_beside(result: int, therapy: Therapy) -> pd.DataFrame:
    """All that is told beside our records: a result, control arms, evidence against an effect."""
    table, against = published(), counter_evidence(therapy)
    both_arms = table[table["study"].isin(against["study"])]
    return pd.concat([with_controls(result), both_arms]).drop_duplicates("result")


def study_of(key: str, therapy: Therapy) -> pd.Series | None:
    """The published result with this key, the first for no key; None where there is none."""
    table = comparable(therapy)
    found = table[table["key"] == key] if key else table
    return found.iloc[0] if len(found) else None


def key_of(name: str) -> str:
    """The key of a published result named by its ``label_of``, as settings of 0.9.0 name it.

    What is no label stays as it is.
    """
    named = [row["key"] for _, row in published().iterrows() if label_of(row) == name]
    return str(named[0]) if named else name


def label_of(row: pd.Series) -> str:
    """PREEMPT pooled (post hoc): responders ≥ 50%, headache days, week 24"""
    outcome = str(row["outcome"]).replace(">= ", "≥ ")
    return f"{row['study']}: {outcome}, {row['measure']}, {row['window']}"


def definition_of(row: pd.Series) -> Definition:
    """The Definition under which our records are looked at for a published result."""
    base = PRESETS["preempt"]
    return base.changed(
        measure=row["our_measure"], window=row["our_window"], month=int(row["our_month"])
    )


def compared(records: Records, result: int, counted: CountedOnce | None = None) -> pd.DataFrame:
    """One published result, the control arms of the same outcome, and our records for it.

    ``records``: up to the cut-off, filtered. ``result``: a row of ``comparable``. Ours comes first;
    its ``window`` and ``denominator`` are tuples of its own, its ``remark`` a code. Rates in
    percent, changes in days. ``lowest`` to ``highest``: of a rate of ours, whatever happened to
    those ``due`` and not judged.
    ``counted``: the same records, where several results are looked at.
    """
    row = published().loc[result]
    rows = [_ours(counted or CountedOnce(records), row)]
    rows += [_theirs(arm) for _, arm in with_controls(result).iterrows()]
    found = pd.DataFrame(rows, columns=COLUMNS)
    numbers = ["value", "ci_low", "ci_high", "lowest", "highest"]
    return found.astype(
        {**dict.fromkeys(["n", "due"], "Int64"), **dict.fromkeys(numbers, "Float64")}
    )


def _theirs(row: pd.Series) -> dict[str, object]:
    told = {name: row[name] for name in COLUMNS if name in row}
    named = row["study"] if row["arm"] in row["study"] else f"{row['study']}, {row['arm']}"
    return {**told, "who": named, "remark": row["note"]}


class When(NamedTuple):
    """The window of our records, after which session, per so many days."""

    window: str
    session: int
    month: int


class Among(NamedTuple):
    """Of whom our records tell: judged after a session, or at least once up to it."""

    session: int
    ever: bool


class Possible(NamedTuple):
    """How many are due, and between which rates theirs lies, in percent, whatever they did."""

    due: int | None = None
    lowest: float | None = None
    highest: float | None = None


def _possible(outcomes: Outcomes, session: int) -> Possible:
    rates = responder_rates(outcomes).set_index("session")
    due, low, high = rates.loc[session, ["due", "rate_low", "rate_high"]]
    return Possible(int(due), SCALE * float(low), SCALE * float(high))


def _ours(counted: CountedOnce, row: pd.Series) -> dict[str, object]:
    records = counted.records
    definition, session = definition_of(row), int(row["our_session"])
    n, found, possible = 0, Estimate(*[float("nan")] * 3), Possible()
    ever = row["our_outcome"] == "ever"
    remark = not_computed(records, definition)
    if remark:
        ever = False
    else:
        if records.are_counts:
            remark = Beside.OWN_WINDOW
        n, found = _value(counted, definition, row["our_outcome"], session)
        if not n:
            remark = Beside.NOBODY
        elif row["our_outcome"] == "rate":
            possible = _possible(counted.outcomes(definition), session)
    return {
        "who": Arm.OURS,
        "kind": Arm.OURS,
        "n": n,
        "value": found.value,
        "ci_low": found.low,
        "ci_high": found.high,
        **possible._asdict(),
        "unit": UNITS[row["our_outcome"]],
        "measure": definition.days.words,
        "window": When(definition.window, session, definition.month),
        "denominator": Among(session, ever),
        "source": "",
        "cannot_match": row["cannot_match"],
        "remark": remark or "",
    }


def not_computed(records: Records, definition: Definition) -> Beside | None:
    """Why a published result cannot be computed from these records; None where it can."""
    if not records.has(definition.days):
        return Beside.NOT_RECORDED
    return None if records.allow(definition) else Beside.OTHER_WINDOW


def groups_compared(counted: CountedOnce, result: int) -> tuple[pd.Index, pd.Index | None]:
    """Ids of our patients judged for a published result, and who reached it; None: it is a mean."""
    row = published().loc[result]
    definition, session = definition_of(row), int(row["our_session"])
    if not_computed(counted.records, definition):
        return pd.Index([]), None
    outcomes = counted.outcomes(definition)
    upto = outcomes[outcomes["session"].between(1, session)]
    if row["our_outcome"] != "ever":
        upto = upto[upto["session"] == session]
    judged = upto.loc[upto["evaluable"].fillna(False), "patient_id"].drop_duplicates()
    reached = upto.loc[upto["responder"].fillna(False), "patient_id"].drop_duplicates()
    return pd.Index(judged), pd.Index(reached) if row["our_outcome"] in ("rate", "ever") else None


def _value(
    counted: CountedOnce, definition: Definition, outcome: str, session: int
) -> tuple[int, Estimate]:
    outcomes = counted.outcomes(definition)
    at = outcomes[(outcomes["session"] == session) & outcomes["evaluable"].fillna(False)]
    if outcome == "ever":
        ever = (
            five_responses(outcomes, session, definition).set_index("response").loc[Response.EVER]
        )
        ends = [SCALE * float(ever[name]) for name in ("share", "ci_low", "ci_high")]
        return int(ever["of"]), Estimate(*ends)
    if outcome == "rate":
        k, n = int(at["responder"].sum()), len(at)
        share = k / n if n else float("nan")
        return n, Estimate(SCALE * share, *(SCALE * end for end in wilson(k, n)))
    values, possible = -at["percent_reduction"], (float(-SCALE), float("inf"))
    if outcome == "mean_change":
        before = float(at["baseline"].astype("float64").mean())
        values, possible = at["change"], (-before, definition.month - before)
    return len(at), mean_with_interval(values.to_numpy("float64"), possible=possible)


def compared_with_all(records: Records, therapy: Therapy, told: Progress = silent) -> pd.DataFrame:
    """Every comparison one after the other; ``result`` and ``beside`` tell them apart."""
    parts, studies, counted = [], comparable(therapy), CountedOnce(records)
    for done, (_, row) in enumerate(studies.iterrows()):
        told(done / len(studies))
        found = compared(records, int(row["result"]), counted)
        parts.append(found.assign(result=row["result"], beside=label_of(row)))
    columns = ["result", "beside", *COLUMNS]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)
