"""What records lack keeps something from being shown because it says so, and in its words."""

import ast
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analytics.codes import Verdict
from analytics.definitions import DEFAULT_DEFINITION
from analytics.frames import DRUG_CLASSES
from analytics.guidelines import all_rules, verdicts
from analytics.guidelines.base import Unjudged
from analytics.lists import LISTS, offered, patient_lists
from analytics.needs import DATES, INTAKE, SINGLE_DAYS, Need, first_lacking
from analytics.result import result_of
from analytics.settings import Settings
from importing import Source, read_records
from tests.syntax import nodes
from tests.test_sample import FOLDER
from words.guidelines import in_words, told
from words.needs import LACKING, why_empty

ROOT = Path(__file__).parent.parent
ROOMS = ("analytics", "words", "charts", "reports", "ui", "pages", "commands", "clinic", "perf")
# Who asks where days were counted, in place of what is held, and why.
ASKS = {"analytics/records.py": "records say what they hold, and where their patients stand"}
THERAPY = DEFAULT_DEFINITION.therapy


@pytest.fixture(scope="module")
def counts():
    return read_records([Source("counts.csv", (FOLDER / "counts.csv").read_bytes(), "counts")])[0]


def asks(path: Path) -> bool:
    found = nodes(path)
    return any(isinstance(n, ast.Attribute) and n.attr == "counted_elsewhere" for n in found)


def test_nobody_asks_where_days_were_counted_but_what_records_hold():
    files = (path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    assert {path.relative_to(ROOT).as_posix() for path in files if asks(path)} == set(ASKS)


def test_who_has_no_dates_is_told_so_first():
    assert first_lacking(SINGLE_DAYS | DATES, frozenset()) == Need.DATES
    assert first_lacking(SINGLE_DAYS, DATES) == Need.SINGLE_DAYS
    assert first_lacking(SINGLE_DAYS | DATES, SINGLE_DAYS | DATES) is None
    assert set(LACKING) == set(Need)


def test_a_rule_says_what_it_lacks_or_nothing(counts):
    said = verdicts(counts.as_of(), THERAPY)
    told_of = said.groupby("rule")["verdict"].unique()
    for name, rule in all_rules().items():
        lacking = rule.lacks(counts)
        if lacking is None:
            assert name in told_of
        elif rule.told_at is None:
            assert name not in told_of
        else:
            assert list(told_of[name]) == [Verdict.CANNOT_JUDGE]
            assert told(name, Unjudged(lacking))
    assert {name for name, rule in all_rules().items() if rule.needs >= SINGLE_DAYS} >= {
        "nice_goal",
        "overuse_any",
        "wear_off",
    }
    assert in_words(said)["basis"].str.len().gt(0).all()


def test_a_list_is_offered_where_the_records_hold_what_it_needs(counts, sample):
    assert set(offered(sample[0], THERAPY)) == set(LISTS)
    found = patient_lists(
        counts.as_of(), result_of(counts, Settings()).outcomes, DEFAULT_DEFINITION
    )
    assert set(found) == {"nice_nonresponse", "thin", "worse", "lost_response"}


def test_an_empty_table_is_not_said_to_lack_what_is_there(counts, sample):
    assert why_empty(SINGLE_DAYS, counts) == "these records do not hold what it needs"
    assert why_empty(SINGLE_DAYS, sample[0]) == "nothing in these records is of its kind"
    unnamed = sample[0].diary.assign(**dict.fromkeys(DRUG_CLASSES, pd.NA))
    told = why_empty(INTAKE, replace(sample[0], diary=unnamed))
    assert told == "the days with acute medication are recorded, and not of which kind it was"
