"""What may leave the clinic? Keyed ids, age bands, days instead of dates, and no small cells.

A count is shared only if it and what the shared counts give away by subtraction reach the limit, or
are nobody: zero is no small group. The screen for the doctor keeps everything.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analytics.definitions import SMALL_CELL_LIMIT

AGE_BANDS = (18, 30, 40, 50, 60, 70)  # a band begins at each
PRIME = 2**31 - 1  # products of two remainders fit into 64 bits
KEYED_LENGTH = 16  # hexadecimal digits of a keyed id: no two patients of a registry share one
NO_NUMBER = set("abcdf")  # an id of digits, or of digits and an e, is one in a spreadsheet


LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U to misread
KEY_BITS, CHECK_LETTERS, GROUP = 128, 4, 6
KEY_LETTERS = -(-KEY_BITS // 5)
NOT_OUR_KEY = (
    "This is not a key that Clear Days made: 30 letters and digits in five groups were expected, "
    "typed in as they were shown."
)


def new_key() -> str:
    """A key of 128 random bits with a checksum, in groups: as it is shown, and typed in again."""
    number = secrets.randbits(KEY_BITS)
    body = "".join(LETTERS[number >> 5 * place & 31] for place in reversed(range(KEY_LETTERS)))
    return _grouped(body + _check_of(body))


def read_key(text: str) -> str:
    """The key as it was shown, from how somebody typed it. Raises ValueError for any other text."""
    bare = re.sub(r"[\s\-]", "", text).upper().translate(str.maketrans("OIL", "011"))
    body, check = bare[:KEY_LETTERS], bare[KEY_LETTERS:]
    if len(bare) != KEY_LETTERS + CHECK_LETTERS or check != _check_of(body):
        raise ValueError(NOT_OUR_KEY)
    return _grouped(bare)


def _check_of(body: str) -> str:
    digest = hashlib.sha256(f"Clear Days key {body}".encode()).digest()
    return "".join(LETTERS[byte & 31] for byte in digest[:CHECK_LETTERS])


def _grouped(letters: str) -> str:
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def keyed_id(patient_id: str, key: str) -> str:
    """HMAC-SHA-256 of an id under a key that the user keeps: the same id, the same result.

    Sixteen of its letters in a row, the first of which no spreadsheet reads as a number.
    """
    if not key:
        raise ValueError("a key is needed: without one, anybody could make the ids again")
    found = hmac.new(key.encode(), patient_id.encode(), hashlib.sha256).hexdigest()
    parts = (found[place : place + KEYED_LENGTH] for place in range(len(found) - KEYED_LENGTH + 1))
    return next((part for part in parts if set(part) & NO_NUMBER), f"a{found[1:KEYED_LENGTH]}")


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
    members: pd.DataFrame,
    parts: Mapping[str, Sequence[str]] | None = None,
    limit: int = SMALL_CELL_LIMIT,
    between: Sequence[np.ndarray] = (),
) -> list[str]:
    """Which of these counts may be printed together?

    ``members``: one row a patient; for each count, the most important first, who is counted.
    ``parts``: for a total, the counts that add up to it. A count is printed unless with it the
    printed ones give away, as a sum with any weights, one of these counts that has 1 to
    ``limit`` - 1 patients, or two, one inside the other, that differ by so many; or unless the
    parts of a total that stay hidden would be together under the limit, or no more than their
    number, so that each of them is one patient. ``between``: further groups, of the same rows, that
    no count names and that must not be given away.
    """
    sums = _Sums(members, between)
    totals = {
        sums.place[total]: [sums.place[name] for name in names if sums.size[sums.place[name]]]
        for total, names in (parts or {}).items()
    }
    small = _between(sums.size, limit)
    differing = _small_differences(sums, limit)
    printed = []
    for name, place in sums.place.items():
        known = sums.known_with(place)
        if small[known].any() or differing[np.ix_(known, known)].any():
            continue
        hidden = [
            [part for part in names if not known[part]] for t, names in totals.items() if known[t]
        ]
        if any(names and sums.size[names].sum() < max(limit, len(names) + 1) for names in hidden):
            continue
        sums.add(place)
        printed.append(name)
    return printed


def _between(sizes: np.ndarray, limit: int) -> np.ndarray:
    return (sizes > 0) & (sizes < limit)


def _small_differences(sums: _Sums, limit: int) -> np.ndarray:
    """Which groups lie inside which others that have 1 to ``limit`` - 1 patients more?"""
    inside = sums.common == sums.size[:, None]
    return inside & _between(sums.size[None, :] - sums.size[:, None], limit)


class _Sums:
    """Which groups are sums of others, with any weights?

    ``common``: how many patients each two groups have in common, one row and column a group. The
    same weights add its rows up to nothing that add the groups up to nobody, so it stands for the
    groups' patients however many they are. From ``left`` the part that the printed groups
    determine is taken, once a group; modulo a prime, where whole numbers stay exact. What is left
    of a group is nothing exactly if its number on the diagonal is 0.
    """

    def __init__(self, members: pd.DataFrame, between: Sequence[np.ndarray]) -> None:
        self.place = {name: place for place, name in enumerate(members)}
        counted = np.column_stack([members.to_numpy("float64"), *between])
        self.common = (counted.T @ counted).round().astype("int64")
        self.size = self.common.diagonal()
        self.left = self.common % PRIME

    def known_with(self, place: int) -> np.ndarray:
        """Which groups are determined if this one is printed too?"""
        diagonal = self.left.diagonal()
        if not diagonal[place]:
            return diagonal == 0
        row = self.left[place]
        taken = row * row % PRIME * pow(int(diagonal[place]), -1, PRIME) % PRIME
        return diagonal == taken

    def add(self, place: int) -> None:
        if pivot := int(self.left[place, place]):
            row = self.left[place]
            scaled = row * pow(pivot, -1, PRIME) % PRIME
            self.left = (self.left - row[:, None] * scaled) % PRIME
