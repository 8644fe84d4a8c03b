"""A state is a code: no sentence is a key, and nothing is decided by reading one."""

import ast
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

from analytics import codes
from analytics.codes import (
    Beside,
    Doubtful,
    Fitted,
    Model,
    Part,
    Recorded,
    Response,
    Step,
    Target,
    Trait,
    Verdict,
)
from analytics.guidelines import all_rules
from analytics.guidelines.overuse import CLASSES
from analytics.tables import TABLES
from words.guidelines import MEDICATION, ROWS, VERDICT
from words.methods import METHODS
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
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
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
    assert set(PARTS) == set(Part)
    assert set(STEPS) == set(Step)
    assert set(RESPONSES) == set(Response)
    assert set(VERDICT) == set(Verdict)
    assert set(MEDICATION) == set(CLASSES)
    said = (TARGETS, DOUBTFUL, FITTED, ASSUMES, MINIMUMS, TRAITS, BESIDE)
    for kind, words in zip(
        (Target, Doubtful, Fitted, Model, Recorded, Trait, Beside), said, strict=True
    ):
        assert set(words) == set(kind), kind
