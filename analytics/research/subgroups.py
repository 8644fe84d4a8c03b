"""For whom? Rates in groups that were known before the first session, and how far apart they lie.

Many looks find something: the tables say how many comparisons they hold. Groups under ten judged
are shown as their number only. Those of whom the column is not recorded have a row of their own,
so that the groups add up to all who are judged; it is compared with no group. Days of the baseline
make groups only where they are asked for: they stand in the percent reduction as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import pandas as pd

from analytics.definitions import FEW_JUDGED
from analytics.filters import NOT_RECORDED, as_text, not_recorded_beside
from analytics.order import natural
from analytics.refusal import Refusal
from analytics.research.intervals import newcombe, newcombe_paired
from analytics.steps import Outcomes
from analytics.summaries import wilson

BASELINE_COLUMNS = (
    "site",
    "sex",
    "age",
    "prior_botulinum",
    "prior_preventives",
    "medication_overuse",
)
LATER_COLUMNS = ("stopped_on", "stop_reason")
MEASURED = "baseline_days_a_month"  # made from the diary before session 1; only where asked for
NUMBERS = ("age", "prior_preventives", MEASURED)
REFUSED = (
    "'{column}' is known only after the first session: groups made from what came later differ "
    "because of it. Groups come from columns known before session 1."
)
UNKNOWN_COLUMN = "The patients file has no column '{column}' to make groups from."


class NotABaseline(Refusal, ValueError):
    """A column that must not make groups; its message says why."""


def baseline_groups(
    outcomes: Outcomes, patients: pd.DataFrame, column: str, cuts: tuple[float, ...] = ()
) -> pd.Series:
    """The group of each patient with a session by a baseline column; else ``NOT_RECORDED``.

    Numbers are cut at ``cuts`` (a group begins at each), without any at their median, to one
    decimal: of those with a session, for others are in no rate.
    """
    if column in LATER_COLUMNS:
        raise NotABaseline(REFUSED.format(column=column))
    if column == MEASURED:
        values = outcomes[outcomes["session"] == 0].set_index("patient_id")["baseline"]
    elif column in patients and column != "patient_id":
        values = patients.set_index("patient_id")[column]
        values = values[values.index.isin(outcomes["patient_id"])]
    else:
        raise NotABaseline(UNKNOWN_COLUMN.format(column=column))
    if column not in NUMBERS:
        return as_text(values)
    numbers = values.astype("Float64").astype("float64")
    if numbers.notna().sum() == 0:
        return pd.Series(NOT_RECORDED, index=values.index, dtype="str")
    edges = sorted(set(cuts)) or [_median_cut(numbers.dropna())]
    names = [
        f"under {edges[0]:g}",
        *(f"{low:g} to under {high:g}" for low, high in pairwise(edges)),
        f"{edges[-1]:g} or more",
    ]
    place = np.searchsorted(edges, numbers.fillna(-np.inf), side="right")
    groups = pd.Series(np.array(names)[place], index=values.index)
    return groups.where(numbers.notna(), NOT_RECORDED)


def _median_cut(numbers: pd.Series) -> float:
    """The median with one decimal; of whole numbers the whole one that makes the same groups.

    The next whole number after a median of 18.1 days a month can lie above nearly everybody.
    """
    median = float(numbers.median())
    return float(np.ceil(median)) if (numbers % 1 == 0).all() else round(median, 1)


def subgroups(
    outcomes: Outcomes,
    patients: pd.DataFrame,
    session: int,
    columns: tuple[str, ...] = (),
    cuts: Mapping[str, tuple[float, ...]] | None = None,
) -> pd.DataFrame:
    """Responders of those judged in each group, and each group against the largest one.

    ``of``: judged in all, the sum of a column's rows; those not recorded are its last row, without
    a difference. ``difference``: in percentage points to the reference (the largest group),
    Newcombe's interval. ``p_heterogeneity``: of rates, chi-square of equal ones in all groups of a
    column of at least ten judged; no model, and no interaction with a treatment. ``comparisons``:
    differences in the whole table. No columns: all that are ``offered``.
    """
    at = _judged(outcomes, session)
    rows: list[dict[str, object]] = []
    for column in columns or offered(patients):
        group = baseline_groups(outcomes, patients, column, (cuts or {}).get(column, ()))
        group = _of_judged(group, at)
        counted = at.groupby(group).agg(["sum", "size"])
        rows += _rows(column, counted)
    names = [
        "column",
        "group",
        "recorded",
        "responders",
        "judged",
        "of",
        "rate",
        "ci_low",
        "ci_high",
        "reference",
        "difference",
        "difference_low",
        "difference_high",
        "p_heterogeneity",
    ]
    table = pd.DataFrame(rows, columns=names)
    return table.assign(comparisons=int(table["difference"].notna().sum()))


def offered(patients: pd.DataFrame) -> list[str]:
    """The columns known before session 1 that anything is recorded of."""
    return [c for c in BASELINE_COLUMNS if c in patients and patients[c].notna().any()]


def in_each_group(
    outcomes: Outcomes,
    patients: pd.DataFrame,
    session: int,
    column: str,
    cuts: tuple[float, ...] = (),
) -> dict[str, list[str]]:
    """Who was judged after the session in each group of ``subgroups``, by the group's name."""
    at = _judged(outcomes, session)
    groups = _of_judged(baseline_groups(outcomes, patients, column, cuts), at)
    names = set(groups) - {NOT_RECORDED}
    named = groups.where(groups != NOT_RECORDED, not_recorded_beside(names))
    return {str(name): sorted(of.index, key=natural) for name, of in named.groupby(named)}


def _judged(outcomes: Outcomes, session: int) -> pd.Series:
    """Did each patient judged after the session respond? 0 or 1, by patient_id."""
    at = outcomes[(outcomes["session"] == session) & outcomes["evaluable"].fillna(False)]
    return at.set_index("patient_id")["responder"].astype("int64")


def _of_judged(groups: pd.Series, at: pd.Series) -> pd.Series:
    return groups.reindex(at.index).fillna(NOT_RECORDED)


def _rows(column: str, counted: pd.DataFrame) -> list[dict[str, object]]:
    groups = counted.drop(index=NOT_RECORDED, errors="ignore")
    enough = groups[groups["size"] >= FEW_JUDGED]
    reference = enough["size"].idxmax() if len(enough) else None
    p = _p_of_equal_rates(enough)
    total, last = int(counted["size"].sum()), counted.index.intersection([NOT_RECORDED])
    rows = []
    for group, (k, n) in pd.concat([groups, counted.loc[last]]).iterrows():
        recorded = group != NOT_RECORDED
        row: dict[str, object] = {
            "column": column,
            "group": group if recorded else not_recorded_beside(groups.index),
            "recorded": recorded,
            "judged": int(n),
            "of": total,
        }
        if n >= FEW_JUDGED:
            low, high = wilson(int(k), int(n))
            row |= {
                "responders": int(k),
                "rate": k / n,
                "ci_low": low,
                "ci_high": high,
                "reference": group == reference,
            }
        if n >= FEW_JUDGED and recorded:
            row["p_heterogeneity"] = p
            if group != reference:
                of = counted.loc[reference]
                found = newcombe(int(k), int(n), int(of["sum"]), int(of["size"]))
                row |= {
                    "difference": 100 * found.value,
                    "difference_low": 100 * found.low,
                    "difference_high": 100 * found.high,
                }
        rows.append(row)
    return rows


def _p_of_equal_rates(counted: pd.DataFrame) -> float:
    table = np.array([counted["sum"], counted["size"] - counted["sum"]])
    if table.shape[1] < 2 or (table.sum(axis=1) == 0).any():
        return float("nan")
    from scipy.stats import chi2_contingency

    return float(chi2_contingency(table, correction=False).pvalue)


def same_patients(outcomes: Outcomes) -> pd.DataFrame:
    """The rate after each later session against session 1, in the patients judged after both.

    One row per session: both, only_first, only_later, neither, the two rates, their difference
    (later minus first, percentage points) with Newcombe's interval for paired shares.
    """
    wide = outcomes[outcomes["session"] > 0].pivot(
        index="patient_id", columns="session", values="responder"
    )
    rows = []
    for session in [column for column in wide if column > 1]:
        pair = wide[[1, session]].dropna().astype(bool)
        first, later = pair[1], pair[session]
        cells = [
            int((a & b).sum())
            for a, b in ((first, later), (first, ~later), (~first, later), (~first, ~later))
        ]
        both, only_first, only_later, neither = cells
        found = newcombe_paired(both, only_later, only_first, neither)
        n = len(pair)
        rows.append(
            (
                session,
                n,
                *cells,
                (both + only_first) / n if n else np.nan,
                (both + only_later) / n if n else np.nan,
                *(100 * value for value in found),
            )
        )
    columns = [
        "session",
        "patients",
        "both",
        "only_first",
        "only_later",
        "neither",
        "rate_first",
        "rate_later",
        "difference",
        "ci_low",
        "ci_high",
    ]
    return pd.DataFrame(rows, columns=columns)
