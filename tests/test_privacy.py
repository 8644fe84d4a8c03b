"""What leaves the clinic: an attacker tries to solve for what was left out."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.privacy import age_band, alike, keyed_id, shareable

LIMIT = 8


def solved(shared: list[frozenset[str]], atoms: dict[str, int]) -> set[frozenset[str]]:
    """Every group of patients whose count the shared counts determine, by linear algebra."""
    names = list(atoms)
    rows = np.array([[float(name in group) for name in names] for group in shared])
    if not len(rows):
        return set()
    rank = np.linalg.matrix_rank(rows)
    found = set()
    for size in range(1, len(names) + 1):
        for group in itertools.combinations(names, size):
            row = np.array([[float(name in group) for name in names]])
            if np.linalg.matrix_rank(np.vstack([rows, row])) == rank:
                found.add(frozenset(group))
    return found


def small_groups_solved(
    shared: list[frozenset[str]], atoms: dict[str, int], limit: int
) -> list[tuple[str, ...]]:
    """Groups under the limit that the shared counts determine: every such group is tried."""
    names = list(atoms)
    rows = np.array([[float(name in group) for name in names] for group in shared])
    wanted = [()]
    for name in names:
        wanted += [(*g, name) for g in wanted if sum(atoms[n] for n in (*g, name)) < limit]
    tried = np.array([[float(name in group) for name in names] for group in wanted[1:]])
    weights = np.linalg.lstsq(rows.T, tried.T, rcond=None)[0]
    found = np.abs(rows.T @ weights - tried.T).max(axis=0) < 1e-6
    return [group for group, solved_for in zip(wanted[1:], found, strict=True) if solved_for]


def groups(*names: str) -> frozenset[str]:
    return frozenset(names)


def test_the_complement_counts():
    atoms = {"yes": 40, "no": 5}
    cells = {"judged": groups("yes", "no"), "responders": groups("yes")}
    assert shareable(cells, atoms, LIMIT) == ["judged"]  # 45 - 40 would say 5
    assert shareable(cells, {"yes": 40, "no": 8}, LIMIT) == ["judged", "responders"]
    assert shareable(cells, {"yes": 7, "no": 40}, LIMIT) == ["judged"]
    assert shareable(cells, {"yes": 4, "no": 3}, LIMIT) == []


def test_a_total_does_not_give_away_the_one_that_was_left_out():
    atoms = {"a": 20, "b": 30, "c": 3, "d": 2}
    cells = {"all": groups(*atoms), **{name: groups(name) for name in atoms}}
    assert shareable(cells, atoms, LIMIT) == ["all", "a"]  # all - a - b would say c + d = 5


def test_weights_give_nothing_away_either():
    """all - g0 - {1, 2, 3, 5} + {4, 5} is twice g4, which has 4 patients."""
    atoms = {"g0": 8, "g1": 0, "g2": 8, "g3": 8, "g4": 4, "g5": 8}
    cells = {
        "g0": groups("g0"), "all but g5": groups("g0", "g1", "g2", "g3", "g4"),
        "g4 and g5": groups("g4", "g5"), "the others": groups("g1", "g2", "g3", "g5"),
    }  # fmt: skip
    assert shareable(cells, atoms, LIMIT) == ["g0", "all but g5", "g4 and g5"]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_an_attacker_finds_no_small_group(data):
    names = [f"g{i}" for i in range(data.draw(st.integers(2, 6)))]
    atoms = {name: data.draw(st.integers(0, 30)) for name in names}
    cells = {
        f"cell {number}": frozenset(data.draw(st.sets(st.sampled_from(names), min_size=1)))
        for number in range(data.draw(st.integers(1, 6)))
    }
    shared = shareable(cells, atoms, LIMIT)
    for group in solved([cells[name] for name in shared], atoms):
        reached = sum(atoms[name] for name in group)
        alone = all(cells[name] != group for name in shared)
        assert reached >= LIMIT, (group, alone)


def test_keyed_ids():
    """printf P-0001 | openssl dgst -sha256 -hmac secret"""
    assert keyed_id("P-0001", "secret") == "6a9a3a25018b2c03"
    assert keyed_id("P-0001", "secret") != keyed_id("P-0001", "other")
    assert keyed_id("P-0001", "secret") != keyed_id("P-0002", "secret")
    with pytest.raises(ValueError, match="a key is needed"):
        keyed_id("P-0001", "")


@pytest.mark.parametrize(
    ("age", "band"),
    [(17, "under 18"), (18, "18 to 29"), (29, "18 to 29"), (30, "30 to 39"), (69, "60 to 69"),
     (70, "70 or more"), (99, "70 or more"), (None, "")],
)  # fmt: skip
def test_age_bands(age, band):
    assert age_band(age) == band


def test_how_many_are_alike():
    frame = pd.DataFrame({"sex": ["f", "f", "m", "f"], "age": ["30 to 39"] * 3 + ["40 to 49"]})
    assert alike(frame, ["sex", "age"])["patients"].tolist() == [1, 1, 2]
