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
) -> list[str]:
    """Which of these counts may be printed together?

    ``members``: one row a patient; for each count, the most important first, who is counted.
    ``parts``: for a total, the counts that add up to it. A count is printed unless with it the
    printed ones give away, as a sum with any weights, a group of 1 to ``limit`` - 1 patients that
    is tested; or unless the parts of a total that stay hidden would be together under the limit, or
    no more than their number, so that each of them is one patient. Tested is what a reader forms
    without a pencil: each count, each sum of parts of one total, each of these without another that
    lies in it, and each of all these without another of them that lies in it.
    """
    sums = _Sums(members, parts or {}, limit)
    totals = {
        sums.place[total]: [sums.place[name] for name in names if sums.size[sums.place[name]]]
        for total, names in (parts or {}).items()
    }
    printed = []
    for name, place in sums.place.items():
        if sums.would_give_away(place):
            continue
        known = sums.known_with(place)
        hidden = [
            [part for part in names if not known[part]] for t, names in totals.items() if known[t]
        ]
        if any(names and sums.size[names].sum() < max(limit, len(names) + 1) for names in hidden):
            continue
        sums.add(place)
        printed.append(name)
    return printed


def _inside(groups: np.ndarray) -> np.ndarray:
    """In row and column: does the group of the row hold all of the column's, and more?"""
    counted = groups.astype("float32")
    common, size = counted @ counted.T, counted.sum(axis=1)
    found: np.ndarray = (common == size) & (size < size[:, None])
    return found


def _rest(groups: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """What is left of the group of each row without the one of a column inside it, each once.

    Told apart by sums of random numbers, which for what is left are a difference of two.
    """
    drawn = np.random.default_rng(0).integers(2**63, size=groups.shape[1])
    whole, part = np.nonzero(inside)
    sums = (groups * drawn).sum(axis=1)
    once = np.unique(sums[whole] - sums[part], return_index=True)[1]
    found: np.ndarray = groups[whole[once]] & ~groups[part[once]]
    return found


class _Sums:
    """Which groups are sums of others, with any weights?

    ``left``: how many atoms (patients who share every count are one) each count has in common with
    each count and each tested group, in rows and columns. The same weights add its rows up to
    nothing that add the groups up to nobody, so it stands for the groups' atoms however many they
    are. From it the part that the printed counts determine is taken, once a count; modulo a prime,
    where whole numbers stay exact. What is left of a group is nothing exactly if what is left of it
    in common with itself, ``own``, is 0.
    """

    def __init__(
        self, members: pd.DataFrame, parts: Mapping[str, Sequence[str]], limit: int
    ) -> None:
        self.place = {name: place for place, name in enumerate(members)}
        atoms, patients = np.unique(members.to_numpy(bool), axis=0, return_counts=True)
        counts = atoms.T
        self.size = counts @ patients
        tested = self._tested(counts, parts, patients, limit)
        groups = np.vstack([counts, tested]).astype("float64")
        self.left = (groups[: len(counts)] @ groups.T).round().astype("int64")
        self.own = groups.sum(axis=1).round().astype("int64")

    def _tested(
        self,
        counts: np.ndarray,
        parts: Mapping[str, Sequence[str]],
        patients: np.ndarray,
        limit: int,
    ) -> np.ndarray:
        """The groups of 1 to ``limit`` - 1 patients that must not be given away."""
        simple = [counts]
        for names in parts.values():
            sums = np.zeros((1, counts.shape[1]), bool)
            for name in names:
                if self.size[self.place[name]]:
                    sums = np.vstack([sums, sums | counts[self.place[name]]])
            simple.append(sums)
        nobody = np.zeros((1, counts.shape[1]), bool)
        groups = np.vstack([nobody, *simple])
        formed = np.vstack([nobody, _rest(groups, _inside(groups))])
        more = np.subtract.outer(formed @ patients, formed @ patients)
        return _rest(formed, _inside(formed) & (more < limit))

    def _own_with(self, place: int) -> np.ndarray:
        """What of each group's own would be left if this count is printed too."""
        pivot = int(self.own[place])
        if not pivot:
            made: np.ndarray = self.own
            return made
        row = self.left[place]
        found: np.ndarray = (self.own - row * row % PRIME * pow(pivot, -1, PRIME)) % PRIME
        return found

    def known_with(self, place: int) -> np.ndarray:
        """Which counts are determined if this one is printed too?"""
        found: np.ndarray = self._own_with(place)[: len(self.place)] == 0
        return found

    def would_give_away(self, place: int) -> bool:
        """Is a tested group determined if this count is printed too?"""
        return bool((self._own_with(place)[len(self.place) :] == 0).any())

    def add(self, place: int) -> None:
        """Print this count: what it determines is taken from all that is not decided yet."""
        if pivot := int(self.own[place]):
            self.own = self._own_with(place)
            row = self.left[place]
            scaled = self.left[place + 1 :, [place]] * pow(pivot, -1, PRIME) % PRIME
            self.left[place + 1 :] = (self.left[place + 1 :] - scaled * row) % PRIME
