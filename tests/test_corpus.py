"""Does every file of the corpus end in exactly what happened, with no more than its answers?

The truth is made first and written by code that shares nothing with the importer. A file needs no
answer, or those that stand beside it in ``tests/corpus/listed.py``; ``docs/formats.md`` lists them.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importing import Choices, Mapping
from tests.corpus.__main__ import table
from tests.corpus.listed import every
from tests.corpus.read import AsThePage, read_as_the_page, told_truth
from tests.corpus.shapes import Filed
from tests.corpus.truth import Truth
from tests.examples import examples

pytestmark = pytest.mark.slow

FILED = {one.name: one for one in every()}


@cache
def dropped(name: str) -> AsThePage:
    """The file as it is read before anything was answered."""
    return read_as_the_page(FILED[name].files)


def ended(one: Filed) -> AsThePage:
    """After its answers, each of which was asked for."""
    page = dropped(one.name)
    for answer in one.answers:
        page = page.given(answer)
    return page


@pytest.mark.parametrize("name", FILED)
def test_a_file_ends_in_what_happened_with_the_answers_that_it_states(name):
    one = FILED[name]
    page = ended(one)
    asked = [question.kind for question in page.report.questions]
    assert not asked, f"{asked} is asked beyond its {len(one.answers)} answers"
    told = told_truth(page.records)
    silent = "" if page.report.undecided else ", in silence"
    assert told == one.truth, f"wrong{silent}: {different(told, one.truth)}"
    assert not page.report.undecided, page.report.sentences()


def different(told: Truth, truth: Truth) -> list[str]:
    """What is wrong, what was invented, and what is not there; the first few."""
    found = []
    for name in ("days", "sessions", "counts"):
        of, said = getattr(truth, name), getattr(told, name)
        found += [f"{key}: {said.get(key)}, true {of.get(key)}" for key in {**of, **said}
                  if said.get(key) != of.get(key)]  # fmt: skip
    return found[:5]


def test_there_are_enough_of_every_shape_language_and_format():
    assert len(FILED) >= 60
    assert len({one.tongue for one in FILED.values()}) == 9
    assert len({one.shape for one in FILED.values()}) == 10
    assert len({one.form for one in FILED.values()}) >= 10


def test_the_documentation_lists_them_as_they_are():
    told = Path(__file__).parents[1].joinpath("docs", "formats.md").read_text(encoding="utf-8")
    assert table() in told


@pytest.mark.parametrize("name", [n for n, one in FILED.items() if not one.answers])
def test_what_a_file_is_read_as_is_a_mapping_that_reads_the_same(name):
    """To JSON and back, and handed over instead of suggested."""
    page = dropped(name)
    mappings = tuple(seen.mapping() for seen in page.report.as_read if not seen.known)
    back = tuple(Mapping.from_json(mapping.to_json()) for mapping in mappings)
    assert back == mappings
    kept = tuple(mapping for mapping in back if mapping.columns or mapping.periods)
    again = read_as_the_page(FILED[name].files, Choices(mappings=kept))
    assert not again.report.questions
    assert told_truth(again.records) == FILED[name].truth


@settings(deadline=None, max_examples=examples(5), suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_the_order_in_which_files_are_dropped_never_matters(data):
    """Also where two of them contradict each other, or where something is asked."""
    several = data.draw(st.lists(st.sampled_from([*FILED]), min_size=2, max_size=3, unique=True))
    files = {f"{name}/{file}".replace("/", "_"): content
             for name in several for file, content in FILED[name].files.items()}  # fmt: skip
    order = data.draw(st.permutations([*files]))
    first = read_as_the_page(files)
    again = read_as_the_page({name: files[name] for name in order})
    assert told_truth(again.records) == told_truth(first.records)
    assert {q.kind for q in again.report.questions} == {q.kind for q in first.report.questions}
    assert again.report.set_aside == first.report.set_aside


@pytest.mark.parametrize("shape", sorted({one.shape for one in FILED.values()}))
def test_taking_back_an_answer_restores_what_was_read_before(shape):
    """Whatever a row was said to be: the files are read anew from what they hold."""
    name = next(name for name, one in FILED.items() if one.shape == shape)
    page = dropped(name)
    for row in ("diary", "sessions", "periods", "months"):
        said = page.given(("row", row))
        back = said.chosen(page.choices)
        assert told_truth(back.records) == told_truth(page.records)
        assert replace(back.report, shown={}).sentences() == page.report.sentences()
        assert back.report.as_read == page.report.as_read
