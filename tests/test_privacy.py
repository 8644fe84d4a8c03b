"""What leaves the clinic: an attacker tries to solve for what was left out."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.privacy import age_band, alike, keyed_id, shareable
from tests.examples import examples

LIMIT = 8


def small_groups_solved(
    shared: list[frozenset[str]], atoms: dict[str, int], limit: int
) -> list[tuple[str, ...]]:
    """Groups under the limit that the shared counts determine: every such group is tried."""
    names = list(atoms)
    rows = np.array([[float(name in group) for name in names] for group in shared])
    wanted = [()]
    for name in names:
        wanted += [(*g, name) for g in wanted if sum(atoms[n] for n in (*g, name)) < limit]
    if not shared or not wanted[1:]:
        return []
    tried = np.array([[float(name in group) for name in names] for group in wanted[1:]])
    weights = np.linalg.lstsq(rows.T, tried.T, rcond=None)[0]
    found = np.abs(rows.T @ weights - tried.T).max(axis=0) < 1e-6
    return [group for group, solved_for in zip(wanted[1:], found, strict=True) if solved_for]


def groups(*names: str) -> frozenset[str]:
    return frozenset(names)


def shared_of(
    cells: dict[str, frozenset[str]], atoms: dict[str, int], parts: dict | None = None
) -> list[str]:
    """``shareable`` of groups that are put together from atoms of so many patients each."""
    patients = [name for name, size in atoms.items() for _ in range(size)]
    members = pd.DataFrame(
        {
            cell: pd.Series([name in group for name in patients], dtype=bool)
            for cell, group in cells.items()
        }
    )
    return shareable(members, parts, LIMIT)


def given_away(
    printed: set[str],
    cells: dict[str, frozenset[str]],
    limit: int = LIMIT,
    parts: dict | None = None,
) -> list[str]:
    """What an attacker finds, who knows each printed count and who shares a group with whom.

    ``cells``: the patients of every count that a table names; ``parts``: those that a reader adds
    up. She forms counts and sums of parts, what is left where she takes one from another that it
    lies in, and takes these from each other once more. What of it has 1 to ``limit`` - 1 patients
    and is a sum of printed counts with any weights is found: by least squares over the patients
    that cannot be told apart.
    """
    everybody = sorted(set().union(*cells.values()))
    names = sorted(cells)
    if not everybody or not printed:
        return []
    alike, sizes = np.unique(
        [[one in cells[name] for name in names] for one in everybody], axis=0, return_counts=True
    )
    bits = {
        name: sum(1 << k for k in np.flatnonzero(alike[:, n]).tolist())
        for n, name in enumerate(names)
    }
    said = {0: "nobody"} | {group: name for name, group in bits.items()}
    for together in (parts or {}).values():
        sums = {0: "nobody"}
        for part in together:
            sums |= {group | bits[part]: f"{words} + {part}" for group, words in sums.items()}
        said = sums | said
    said = {
        whole ^ part: f"({words}) - ({less})" if part else words
        for whole, words in said.items()
        for part, less in said.items()
        if not part & ~whole
    } | said
    size = {group: sum(sizes[k] for k in range(len(sizes)) if group >> k & 1) for group in said}
    small = {
        whole ^ part: f"({words}) - ({less})"
        for whole, words in said.items()
        for part, less in said.items()
        if 0 < size[whole] - size[part] < limit and not part & ~whole
    }
    if not small:
        return []
    told = np.array([alike[:, names.index(name)] for name in sorted(printed)], float).T
    wanted = np.array([[g >> k & 1 for k in range(len(sizes))] for g in small], float).T
    left = told @ np.linalg.lstsq(told, wanted, rcond=None)[0] - wanted
    gaps = np.abs(left).max(axis=0)
    return [name for name, gap in zip(small.values(), gaps, strict=True) if gap < 1e-7]


def too_little_hidden(
    printed: set[str], cells: dict[str, frozenset[str]], parts: dict, limit: int = LIMIT
) -> list[str]:
    """Printed totals whose hidden parts are one, under the limit, or one patient each."""
    found = []
    for total, names in parts.items():
        hidden = [len(cells[name]) for name in names if name not in printed and cells[name]]
        if (
            total in printed
            and hidden
            and (len(hidden) < 2 or sum(hidden) < limit or sum(hidden) <= len(hidden))
        ):
            found.append(total)
    return found


def test_the_complement_counts():
    atoms = {"yes": 40, "no": 5}
    cells = {"judged": groups("yes", "no"), "responders": groups("yes")}
    assert shared_of(cells, atoms) == ["judged"]  # 45 - 40 would say 5
    assert shared_of(cells, {"yes": 40, "no": 8}) == ["judged", "responders"]
    assert shared_of(cells, {"yes": 7, "no": 40}) == ["judged"]
    assert shared_of(cells, {"yes": 4, "no": 3}) == []


def test_nobody_is_no_small_group():
    cells = {"judged": groups("yes", "no"), "responders": groups("yes")}
    for atoms in ({"yes": 40, "no": 0}, {"yes": 0, "no": 40}, {"yes": 0, "no": 0}):
        assert shared_of(cells, atoms) == ["judged", "responders"], atoms
    assert shared_of(cells, {"yes": 0, "no": 5}) == ["responders"]


def test_a_total_does_not_give_away_the_one_that_was_left_out():
    atoms = {"a": 20, "b": 30, "c": 3, "d": 2}
    cells = {"all": groups(*atoms), **{name: groups(name) for name in atoms}}
    parts = {"all": tuple(atoms)}
    assert shared_of(cells, atoms, parts) == ["all", "a"]  # all - a - b would say c + d = 5
    atoms = {"a": 20, **{f"g{number}": 1 for number in range(9)}}
    cells = {"all": groups(*atoms), **{name: groups(name) for name in atoms}}
    assert shared_of(cells, atoms, {"all": tuple(atoms)}) == ["all"]  # nine of one each


def test_weights_give_nothing_away_either():
    """all - g0 - {1, 2, 3, 5} + {4, 5} is twice g4, which has 4 patients."""
    atoms = {"g0": 8, "g1": 0, "g2": 8, "g3": 8, "g4": 4, "g5": 8}
    cells = {
        "g0": groups("g0"),
        "all but g5": groups("g0", "g1", "g2", "g3", "g4"),
        "g4 and g5": groups("g4", "g5"),
        "the others": groups("g1", "g2", "g3", "g5"),
        "g4": groups("g4"),
    }
    assert shared_of(cells, atoms) == ["g0", "all but g5", "g4 and g5"]


def test_what_is_left_in_one_table_does_not_lie_just_inside_what_is_left_in_another():
    """60 - 28 and 50 - 20: of the 10 between, 8 reached the line, so 2 did not."""
    atoms = {"yes": 20, "no": 30, "yes beside": 8, "no beside": 2}
    cells = {
        "judged": groups("yes", "no"),
        "responders": groups("yes"),
        "beside": groups(*atoms),
        "reached beside": groups("yes", "yes beside"),
    }
    assert shared_of(cells, atoms) == ["judged", "responders", "beside"]
    assert shared_of(cells, {**atoms, "no beside": 8}) == list(cells)
    assert shared_of(cells, {**atoms, "no beside": 0}) == list(cells)


def test_bands_that_are_added_up_do_not_lie_just_inside_another_count():
    """10 + 10 are in the upper bands, 23 reached the line beside: 3 of those who are not judged."""
    atoms = {"low": 30, "half": 10, "most": 10, "yes beside": 3, "no beside": 7}
    bands = {name: groups(name) for name in ("most", "half", "low")}
    reached = {"beside": groups(*atoms), "reached beside": groups("half", "most", "yes beside")}
    cells = {"judged": groups("low", "half", "most"), **bands, **reached}
    printed = shared_of(cells, atoms, {"judged": tuple(bands)})
    assert printed == ["judged", *bands, "beside"]
    assert shared_of({**reached, **cells}, atoms, {"judged": tuple(bands)}) == [
        "beside",
        "reached beside",
        "judged",
        "most",
    ]


def test_what_comes_first_matters_most():
    """500 treated, 3 not judged: whichever is asked for first is printed, the other is not."""
    atoms = {"judged": 497, "not judged": 3}
    treated, judged = groups(*atoms), groups("judged")
    assert shared_of({"treated": treated, "judged": judged}, atoms) == ["treated"]
    assert shared_of({"judged": judged, "treated": treated}, atoms) == ["judged"]


@pytest.mark.slow
@settings(max_examples=examples(25), deadline=None)
@given(st.data())
def test_an_attacker_finds_no_small_group(data):
    """Counts of any patients, some of them parts of a total: least squares finds nothing."""
    ids = [f"p{number}" for number in range(data.draw(st.integers(1, 60)))]
    kinds = data.draw(st.integers(1, 7))
    kind = {one: data.draw(st.integers(0, kinds)) for one in ids}
    parts = {"all": tuple(f"part {number}" for number in range(kinds + 1))}
    cells = {"all": frozenset(ids)}
    cells |= {
        name: frozenset(one for one in ids if kind[one] == number)
        for number, name in enumerate(parts["all"])
    }
    for number in range(data.draw(st.integers(1, 6))):
        some = data.draw(st.sets(st.sampled_from(range(kinds + 1)), min_size=1))
        cells[f"cell {number}"] = frozenset(
            one for one in ids if kind[one] in some and data.draw(st.integers(0, 9))
        )
    order = data.draw(st.permutations(list(cells)))
    members = pd.DataFrame({name: [one in cells[name] for one in ids] for name in order})
    printed = set(shareable(members, parts, LIMIT))
    assert not given_away(printed, cells, LIMIT, parts)
    assert not too_little_hidden(printed, cells, parts)


def test_no_keyed_id_is_a_number_of_a_spreadsheet():
    """One in 400 would be digits, or digits and an e: cut to 15 digits, or asked about again."""
    ids = [keyed_id(f"P-{number:04}", "secret") for number in range(5_000)]
    assert {len(one) for one in ids} == {16}
    assert len(set(ids)) == len(ids)
    assert not [one for one in ids if re.fullmatch("[0-9]+(e[0-9]+)?", one)]


def test_keyed_ids():
    """printf P-0001 | openssl dgst -sha256 -hmac secret"""
    assert keyed_id("P-0001", "secret") == "6a9a3a25018b2c03"
    assert keyed_id("P-0001", "secret") != keyed_id("P-0001", "other")
    assert keyed_id("P-0001", "secret") != keyed_id("P-0002", "secret")
    with pytest.raises(ValueError, match="a key is needed"):
        keyed_id("P-0001", "")


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (17, "under 18"),
        (18, "18 to 29"),
        (29, "18 to 29"),
        (30, "30 to 39"),
        (69, "60 to 69"),
        (70, "70 or more"),
        (99, "70 or more"),
        (None, ""),
    ],
)
def test_age_bands(age, band):
    assert age_band(age) == band


def test_how_many_are_alike():
    frame = pd.DataFrame({"sex": ["f", "f", "m", "f"], "age": ["30 to 39"] * 3 + ["40 to 49"]})
    assert alike(frame, ["sex", "age"])["patients"].tolist() == [1, 1, 2]
