"""What may leave the clinic? Keyed ids, age bands, days instead of dates, and no small cells.

A count is shared only if it and everything that the shared counts give away by subtraction reach
the limit. The screen for the doctor keeps everything.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

import numpy as np
import pandas as pd

from analytics.definitions import SMALL_CELL_LIMIT

AGE_BANDS = (18, 30, 40, 50, 60, 70)  # a band begins at each
KEYED_LENGTH = 16  # hexadecimal digits of a keyed id: no two patients of a registry share one


def keyed_id(patient_id: str, key: str) -> str:
    """HMAC-SHA-256 of an id under a key that the user keeps: the same id, the same result."""
    if not key:
        raise ValueError("a key is needed: without one, anybody could make the ids again")
    return hmac.new(key.encode(), patient_id.encode(), hashlib.sha256).hexdigest()[:KEYED_LENGTH]


def keyed_ids(ids: pd.Series, key: str) -> pd.Series:
    """A column of ids under a key; each different id is hashed once."""
    keyed = {one: keyed_id(str(one), key) for one in ids.unique()}
    return ids.map(keyed).astype("str")


def age_band(age: float) -> str:
    """40 to 49; under 18; 70 or more; empty where not recorded."""
    if pd.isna(age):
        return ""
    if age < AGE_BANDS[0]:
        return f"under {AGE_BANDS[0]}"
    place = int(np.searchsorted(AGE_BANDS, age, side="right")) - 1
    if place == len(AGE_BANDS) - 1:
        return f"{AGE_BANDS[-1]} or more"
    return f"{AGE_BANDS[place]} to {AGE_BANDS[place + 1] - 1}"


def alike(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """How many patients share each combination of these columns? Rarest first."""
    if not columns:
        return pd.DataFrame({"patients": [len(frame)]})
    counted = frame.astype("str").groupby(columns, dropna=False).size()
    return counted.rename("patients").reset_index().sort_values("patients", ignore_index=True)


def shareable(
    cells: Mapping[str, frozenset[str]],
    atoms: Mapping[str, int],
    limit: int = SMALL_CELL_LIMIT,
) -> list[str]:
    """Which of these counts may be shared together, in the order of their importance.

    ``atoms``: patients in each of the smallest groups, which share nobody. ``cells``: for each
    count the atoms that it sums. A count is left out if it, or any difference or sum of the shared
    counts that is itself a group of patients, would be under the limit.
    """
    names = list(atoms)
    shared: list[str] = []
    rows: list[list[float]] = []
    for name, members in cells.items():
        if sum(atoms[atom] for atom in members) < limit:
            continue
        more = [*rows, [float(atom in members) for atom in names]]
        if not _gives_away(np.array(more), np.array([atoms[name] for name in names]), limit):
            shared.append(name)
            rows = more
    return shared


def _gives_away(rows: np.ndarray, sizes: np.ndarray, limit: int) -> bool:
    """Do sums of these rows, with any weights, add up to a group with fewer than the limit?

    Atoms that every row treats alike cannot be told apart: they are one. A group is determined
    exactly if it has no part in any direction in which the atoms could change without changing a
    shared count.
    """
    from scipy.linalg import null_space

    patterns, place = np.unique(rows, axis=1, return_inverse=True)
    merged = np.bincount(place.ravel(), weights=sizes, minlength=patterns.shape[1])
    groups = _small_groups(merged, limit)
    return bool((np.abs(groups @ null_space(patterns)).max(axis=1, initial=0) < 1e-9).any())


def _small_groups(sizes: np.ndarray, limit: int) -> np.ndarray:
    """Every group of atoms with fewer patients than the limit, one a row of 0 and 1."""
    groups = [np.zeros(len(sizes))]
    for atom in np.flatnonzero(sizes < limit):
        with_it = [group.copy() for group in groups]
        for group in with_it:
            group[atom] = 1
        groups += [group for group in with_it if group @ sizes < limit]
    return np.array(groups[1:]).reshape(-1, len(sizes))
