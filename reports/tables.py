"""The tables of a report: for the clinic whole, for others without small cells."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from analytics.definitions import SMALL_CELL_LIMIT, Definition
from analytics.privacy import shareable
from analytics.research.intervals import NAN
from analytics.research.spread import BANDS, NOT_JUDGED
from analytics.summaries import wilson

NO_BASELINE, WAITING = "no usable baseline", "waiting, due until session"
REACHED, UNDER = "reached", "under"
DUE_AFTER = "due after"  # an earlier session
CURVE = (100, 0, 10, 20, 30, 40, 50, 60, 70, 80, 90)  # percent; the ends first: they matter most
CUTS = sorted({*CURVE, *(low for _, low, _ in BANDS if math.isfinite(low))})


@dataclass(frozen=True)
class Sheet:
    """One table of the workbook, under its name."""

    name: str
    frame: pd.DataFrame


def groups_after(outcomes: pd.DataFrame, session: int, definition: Definition) -> dict[str, int]:
    """The smallest groups of patients after a session: everybody is in exactly one.

    Steps of percent reduction, cut at the Definition's threshold too; due and not judged; waiting,
    by the last session after which they were due; no usable baseline.
    """
    at = outcomes[outcomes["session"] == session].set_index("patient_id")
    due = at["due"].fillna(False)
    values, reached = at["percent_reduction"], at["responder"].fillna(False)
    found = {}
    for low, high in pairwise((-math.inf, *CUTS, math.inf)):
        inside = ((values >= low) & (values < high)).fillna(False)
        for side, where in ((REACHED, reached), (UNDER, ~reached)):
            if count := int((inside & where).sum()):
                found[f"{low}, {side}"] = count
    found[NOT_JUDGED] = int((due & values.isna()).sum())
    earlier = outcomes[(outcomes["session"] < session) & outcomes["due"].fillna(False)]
    last_due = earlier.groupby("patient_id")["session"].max().reindex(at.index).fillna(0)
    waiting = last_due[at["usable_baseline"] & ~due]
    for last in range(session):
        found[f"{WAITING} {last}"] = int((waiting == last).sum())
    found[NO_BASELINE] = int((~at["usable_baseline"]).sum())
    return found


def shared_sessions(
    outcomes: pd.DataFrame, definition: Definition, limit: int = SMALL_CELL_LIMIT
) -> pd.DataFrame:
    """One row a session for others: counts that may be shared, the rest empty.

    ``treated_ever`` first, then ``judged``, ``responders`` with rate and interval, the bands,
    ``due``, and ``at_least_10``, ... for a curve. A rate goes with its count, which it would give
    away. Medians of days need ``judged`` to be shared. Who is due after a session was due after
    those before: what one session shares is held against what the earlier ones did.
    """
    last = int(outcomes["session"].max()) if len(outcomes) else 0
    rows: list[dict[str, object]] = []
    for session in range(1, last + 1):
        atoms = groups_after(outcomes, session, definition)
        before = [k + 1 for k, row in enumerate(rows) if pd.notna(row["due"])]
        cells = shared_cells(atoms, before)
        shared = shareable(cells, atoms, limit)
        counts = {
            name: sum(atoms[atom] for atom in members) if name in shared else pd.NA
            for name, members in cells.items() if not name.startswith(DUE_AFTER)
        }  # fmt: skip
        at = outcomes[(outcomes["session"] == session) & outcomes["evaluable"].fillna(False)]
        rows.append({"session": session, **counts, **_rate(counts), **_medians(at, counts)})
    table = pd.DataFrame(rows)
    counted = [name for name in shared_cells({}) if name in table]
    return table.astype(dict.fromkeys(counted, "Int64")) if len(table) else table


def shared_cells(
    atoms: Mapping[str, int], due_before: Iterable[int] = ()
) -> dict[str, frozenset[str]]:
    """What a report would like to say, the most important first.

    ``due_before``: the earlier sessions whose number of due patients is shared.
    """
    everybody = frozenset(atoms)
    waiting = {name for name in everybody if name.startswith(WAITING)}
    judged = everybody - waiting - {NOT_JUDGED, NO_BASELINE}
    due = judged | (everybody & {NOT_JUDGED})

    def between(low: float, high: float = math.inf) -> frozenset[str]:
        return frozenset(name for name in judged if low <= float(name.split(",")[0]) < high)

    return {
        "treated_ever": everybody,
        **{
            f"{DUE_AFTER} {k}": due | {n for n in waiting if int(n.split()[-1]) >= k}
            for k in due_before
        },
        "judged": judged,
        "responders": frozenset(name for name in judged if name.endswith(REACHED)),
        **{column_of(band): between(low, high) for band, low, high in reversed(BANDS)},
        "due": due,
        **{f"at_least_{threshold}": between(threshold) for threshold in CURVE},
    }


def column_of(band: str) -> str:
    words = band.replace("%", "_percent").replace(" ", "_")
    return f"band_{words}".replace("__", "_")


def _rate(counts: dict[str, object]) -> dict[str, float]:
    k, n = counts["responders"], counts["judged"]
    if pd.isna(k) or pd.isna(n):
        return {"rate": NAN, "ci_low": NAN, "ci_high": NAN}
    low, high = wilson(int(k), int(n))  # type: ignore[call-overload]
    return {"rate": int(k) / int(n), "ci_low": low, "ci_high": high}  # type: ignore[call-overload]


def _medians(at: pd.DataFrame, counts: dict[str, object]) -> dict[str, float]:
    known = not pd.isna(counts["judged"])
    return {
        "median_before": float(at["baseline"].median()) if known else NAN,
        "median_after": float(at["monthly_days"].median()) if known else NAN,
        "median_change": float(at["change"].median()) if known else NAN,
    }
