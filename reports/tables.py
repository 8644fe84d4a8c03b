"""The tables of a report: for the clinic whole, for others without small cells."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.definitions import SMALL_CELL_LIMIT, Definition
from analytics.privacy import shareable
from analytics.research.intervals import NAN
from analytics.research.spread import BANDS, NOT_JUDGED
from analytics.settings import Settings
from analytics.summaries import wilson

WAITING, NO_BASELINE = "waiting", "no usable baseline"


@dataclass(frozen=True)
class Sheet:
    """One table of the workbook, under its name."""

    name: str
    frame: pd.DataFrame


def groups_after(outcomes: pd.DataFrame, session: int, definition: Definition) -> dict[str, int]:
    """The smallest groups of patients after a session: everybody is in exactly one.

    Bands of reduction, cut at the Definition's threshold too; due and not judged; waiting; no
    usable baseline.
    """
    at = outcomes[outcomes["session"] == session]
    due = at["due"].fillna(False)
    values = at["percent_reduction"]
    reached = at["responder"].fillna(False)
    found = {}
    for name, low, high in BANDS:
        inside = ((values >= low) & (values < high)).fillna(False)
        for side, where in (("reached", reached), ("under", ~reached)):
            if count := int((inside & where).sum()):
                found[f"{name}, {side}"] = count
    found[NOT_JUDGED] = int((due & values.isna()).sum())
    found[WAITING] = int((at["usable_baseline"] & ~due).sum())
    found[NO_BASELINE] = int((~at["usable_baseline"]).sum())
    return found


def shared_sessions(
    outcomes: pd.DataFrame, definition: Definition, limit: int = SMALL_CELL_LIMIT
) -> pd.DataFrame:
    """One row a session for others: counts that may be shared, the rest empty.

    ``treated_ever`` first, then ``judged``, ``responders`` with rate and interval, the bands, due.
    A rate goes with its count: it would give it away. Medians of days need ``judged`` to be shared.
    """
    last = int(outcomes["session"].max()) if len(outcomes) else 0
    rows = []
    for session in range(1, last + 1):
        atoms = groups_after(outcomes, session, definition)
        cells = _cells(atoms)
        shared = shareable(cells, atoms, limit)
        counts = {
            name: sum(atoms[atom] for atom in members) if name in shared else pd.NA
            for name, members in cells.items()
        }
        at = outcomes[(outcomes["session"] == session) & outcomes["evaluable"].fillna(False)]
        rows.append({"session": session, **counts, **_rate(counts), **_medians(at, counts)})
    table = pd.DataFrame(rows)
    counted = [name for name in _cells({}) if name in table]
    return table.astype(dict.fromkeys(counted, "Int64")) if len(table) else table


def _cells(atoms: dict[str, int]) -> dict[str, frozenset[str]]:
    """What a report would like to say, the most important first."""
    outside = {NOT_JUDGED, WAITING, NO_BASELINE}
    judged = frozenset(atoms) - outside
    return {
        "treated_ever": frozenset(atoms),
        "judged": judged,
        "responders": frozenset(name for name in judged if name.endswith(", reached")),
        **{
            _column(band): frozenset(name for name in judged if name.startswith(f"{band}, "))
            for band, _, _ in reversed(BANDS)
        },
        "due": judged | (frozenset(atoms) & {NOT_JUDGED}),
    }


def _column(band: str) -> str:
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


def how_it_was_made(settings: Settings, source: str, digest: str, synthetic: bool) -> pd.DataFrame:
    """What was chosen, from which records: one row each, for a sheet or a slide of methods."""
    definition = settings.definition
    filters = "; ".join(f"{c}: {', '.join(v)}" for c, v in settings.filters) or "none"
    rows = [
        ("records", f"{'SYNTHETIC: ' if synthetic else ''}{source}"),
        ("result", digest[:8]),
        ("Definition", definition.label),
        ("in words", definition.in_words),
        ("source of the Definition", definition.source),
        ("session looked at", str(settings.session)),
        ("filters", filters),
        ("small cells", f"shared tables leave out what is under {SMALL_CELL_LIMIT} patients"),
    ]
    return pd.DataFrame(rows, columns=["what", "choice"])
