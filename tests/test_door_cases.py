"""Files of every kind that people meet, and their innocent twins: right, asked, or quiet.

Each case is a few small files made by code, with its truth beside it (``tests/door_cases``).
"""

from __future__ import annotations

from functools import cache

import pytest

from tests.door_cases import (
    cells,
    clinics,
    languages,
    months,
    redcap,
    sessions,
    shows,
    sites,
    together,
    what,
    when,
    who,
    whose,
)
from tests.door_cases.base import QUIET, WANTS, Case, Maker
from tests.door_cases.judge import judge, open_question, placed, run

pytestmark = pytest.mark.slow

CASES: dict[str, Maker] = {
    maker.__name__: maker
    for module in (
        cells,
        shows,
        who,
        whose,
        sites,
        when,
        what,
        together,
        redcap,
        sessions,
        languages,
        months,
        clinics,
    )
    for maker in module.CASES
}

# Cases that are not yet read as they should be. Whoever mends one takes its name out: a case that
# passes and is still named here fails. The set is meant to be empty.
OPEN: set[str] = set()


@cache
def made(name: str) -> Case:
    return CASES[name]()


def named(name: str):  # type: ignore[no-untyped-def]
    marks = [pytest.mark.xfail(strict=True, reason="not yet mended")] if name in OPEN else []
    return pytest.param(name, marks=marks)


@pytest.mark.parametrize("name", [named(name) for name in CASES])
def test_the_files_are_read_as_they_should_be(name, tmp_path):
    verdict = judge(made(name), tmp_path)
    assert verdict.passes, f"{name}: {verdict}"


# Of several kinds, those that are asked: there may be more.
ASKED = (
    "a_row_for_each_muscle",
    "crosses_and_blanks",
    "hidden_rows",
    "times_in_steps_of_3",
    "web_page_named_xls",
)


@pytest.mark.parametrize("name", ASKED)
def test_while_a_question_is_open_nothing_is_written(name, tmp_path):
    files, options = placed(made(name), tmp_path)
    said = run("check", *files, *options).output
    wrote = run("import", *files, *options, "--out", str(tmp_path / "out"))
    assert wrote.exit_code == 1 or not open_question(said)
    assert not (tmp_path / "out").exists() or not open_question(said)


def test_every_kind_has_a_case_and_a_twin():
    cases = [made(name) for name in CASES]
    kinds = set(range(1, 39))
    assert {case.kind for case in cases if case.want != QUIET} == kinds
    assert {case.kind for case in cases if case.want == QUIET} == kinds


def test_every_open_case_exists_and_every_case_says_what_is_special():
    assert set(CASES) >= OPEN
    cases = [made(name) for name in CASES]
    assert all(case.special and case.want in WANTS for case in cases)
    assert all(case.says for case in cases if case.want not in ("right", QUIET))
