"""A state is a code: no sentence is a key, and nothing is decided by reading one."""

import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

from analytics import codes
from analytics.codes import (
    Beside,
    Doubtful,
    EstimandPart,
    Fitted,
    Lane,
    Model,
    Recorded,
    Response,
    Step,
    Target,
    Trait,
    Verdict,
)
from analytics.guidelines import all_rules
from analytics.guidelines.overuse import CLASSES
from analytics.research.change import OUTCOMES
from analytics.tables import TABLES
from tests.syntax import nodes, tree
from words.guidelines import MEDICATION, ROWS, VERDICT
from words.methods import METHODS
from words.pages.change import OUTCOME
from words.pages.patient import LANES
from words.tables import (
    ASSUMES,
    BESIDE,
    DOUBTFUL,
    FITTED,
    MINIMUMS,
    PARTS,
    RESPONSES,
    STEPS,
    TARGETS,
    TRAITS,
)

ROOT = Path(__file__).parent.parent
ROOMS = ("analytics", "words", "charts")
READ = {"startswith", "endswith", "isin", "split", "partition", "removeprefix", "removesuffix"}
# Texts with a space that decide something, and why they may.
ALLOWED = {
    "words/glossary.py": "the groups of the glossary, by their headings",
}


def decided_by(path: Path) -> Iterator[tuple[int, str]]:
    """Texts with a space that are compared, looked up, used as keys or taken apart."""
    for node in nodes(path):
        parts: list[ast.AST] = []
        if isinstance(node, ast.Compare):
            parts = [node.left, *node.comparators]
        elif isinstance(node, ast.Dict):
            parts = [key for key in node.keys if key is not None]
        elif isinstance(node, ast.Subscript):
            parts = [node.slice]
        elif isinstance(node, ast.MatchValue):
            parts = [node.value]
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in READ:
            parts = [*node.args]
        for part in parts:
            for leaf in ast.walk(part):
                text = getattr(leaf, "value", None)
                if isinstance(leaf, ast.Constant) and isinstance(text, str) and " " in text.strip():
                    yield leaf.lineno, text


@pytest.mark.parametrize("room", ROOMS)
def test_no_sentence_decides_anything(room):
    found = {}
    for path in sorted((ROOT / room).rglob("*.py")):
        if texts := list(decided_by(path)):
            found[path.relative_to(ROOT).as_posix()] = texts
    allowed = {name for name in ALLOWED if name.startswith(f"{room}/")}
    assert {name: texts for name, texts in found.items() if name not in ALLOWED} == {}
    assert set(found) == allowed  # what no longer needs to be allowed goes


def test_the_rule_would_notice(tmp_path):
    file = tmp_path / "decides.py"
    file.write_text(
        'a == "too thin"\nb in ("no day",)\nc["of all"]\nd = {"by name": 1}\n'
        'e.startswith("not now")\nf.isin(["so far"])\nmatch g:\n    case "at last": pass\n'
        'h == "code"\ni = "a sentence"\n',
        encoding="utf-8",
        newline="",
    )
    assert [line for line, _ in decided_by(file)] == [1, 2, 3, 4, 5, 6, 8]


def test_every_code_is_of_one_kind_and_said_once():
    kinds = [kind for kind in vars(codes).values() if isinstance(kind, type)]
    assert all(issubclass(kind, StrEnum) for kind in kinds)
    for kind in kinds:
        assert len(set(kind)) == len(kind.__members__), kind


def test_whatever_has_a_name_has_its_words():
    assert list(METHODS) == list(TABLES)
    assert set(ROWS) == set(all_rules())
    assert set(PARTS) == set(EstimandPart)
    assert set(STEPS) == set(Step)
    assert set(RESPONSES) == set(Response)
    assert set(VERDICT) == set(Verdict)
    assert set(MEDICATION) == set(CLASSES)
    assert set(OUTCOME) == set(OUTCOMES)
    assert set(LANES) == set(Lane)
    said = (TARGETS, DOUBTFUL, FITTED, ASSUMES, MINIMUMS, TRAITS, BESIDE)
    for kind, words in zip(
        (Target, Doubtful, Fitted, Model, Recorded, Trait, Beside), said, strict=True
    ):
        assert set(words) == set(kind), kind


# Where analytics holds words, and why it may. A file, or one thing in it.
SPEAKS = {
    "analytics/instruments.py": "a questionnaire, with its sentence and source",
    "analytics/codes.py": "texts that files which left the house always held: compared whole",
    "analytics/definitions.py:MEASURES": "a measure's own row holds its words",
    "analytics/definitions.py:PRESETS": "sources",
    "analytics/definitions.py:Definition": "its name, as addresses and files have it",
    "analytics/therapies.py": "a treatment's own row holds its words",
    "analytics/frames.py": "what the columns of a file hold is part of their row",
    "analytics/month_names.py": "what months are called in files",
    "analytics/windows.py": "notes that cycles.csv holds; they are read back whole",
    "analytics/guidelines/scores.py:RULES": "sources",
    "analytics/guidelines/wear_off.py:RULES": "its source",
    "analytics/filters.py:not_recorded_beside": "a group's name, unlike any cell of its column",
    "analytics/report_choices.py:SECTIONS": "a section's own row holds its title",
    "analytics/plan.py:NONE": "an error of the user's",
    "analytics/privacy.py": "an error of the user's, bands of ages in files, a salt",
    "analytics/settings.py:Settings": "what is wrong with a link: an error of the user's",
    "analytics/settings_check.py": "what is wrong with a file: errors of the user's",
    "analytics/research/corrected_change.py:_strata": "a stratum's name, made of its numbers",
    "analytics/research/models.py:model_rows": "a level of the model: their order is part of it",
    "analytics/research/models.py:mixed": "a formula",
    "analytics/research/models.py:gee": "a formula",
    "analytics/research/models.py:ancova": "a formula",
    "analytics/research/onset.py:_folded": "SQL",
    "analytics/research/subgroups.py:REFUSED": "an error of the user's",
    "analytics/research/subgroups.py:UNKNOWN_COLUMN": "an error of the user's",
    "analytics/research/subgroups.py:baseline_groups": "a group's name, made of its numbers",
    "analytics/safety.py:REFERENCE": "published side effects",
    "analytics/safety.py:_after_a_session": "a query",
}
SENTENCE = re.compile(r"(?<!\w)[a-z]{2,}")


def spoken(tree: ast.Module) -> Iterator[tuple[str, int, str]]:
    """Texts with a space and a lower-case word, by what they stand in; no docstrings, no errors."""
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            name = ast.unparse(targets[0])
        else:
            name = getattr(node, "name", "")
        inside = list(ast.walk(node))
        silent = {id(one) for n in inside if isinstance(n, ast.Raise) for one in ast.walk(n)}
        silent |= {id(n.value) for n in inside if isinstance(n, ast.Expr)}
        for leaf in inside:
            if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str):
                text = leaf.value
                if id(leaf) not in silent and " " in text.strip() and SENTENCE.search(text):
                    yield name, leaf.lineno, text


def test_analytics_speaks_only_where_it_has_a_reason():
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "analytics").rglob("*.py")):
        file = path.relative_to(ROOT).as_posix()
        for name, line, text in spoken(tree(path)):
            where = file if file in SPEAKS else f"{file}:{name}"
            found.setdefault(where, []).append(f"{line}: {text}")
    assert {where: texts for where, texts in found.items() if where not in SPEAKS} == {}
    assert set(SPEAKS) == set(found)  # what no longer needs to be allowed goes


def test_a_sentence_would_be_heard():
    text = (
        '"""A docstring of some length."""\nCODE = "code"\nTOLD = f"{n} of them are here"\n\n\n'
        'def said():\n    """A docstring."""\n    raise ValueError("this one is not right")\n\n\n'
        'def speaks():\n    return {"a": "nobody is judged"}\n'
    )
    assert [(name, line) for name, line, _ in spoken(ast.parse(text))] == [
        ("TOLD", 3),
        ("speaks", 12),
    ]
