"""Every text that is read or written names its encoding, and what is written its line ends.

A machine's own would hold instead: on Windows another alphabet, and ``\\r\\n`` for each line end.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.syntax import sources, tree

ROOT = Path(__file__).parent.parent
RUNS = ("run", "Popen", "check_output", "check_call")


def opened_as(call: ast.Call) -> str:
    """The mode in which a call opens a text; nothing where it opens none."""
    function = call.func
    name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
    given = {word.arg: word.value for word in call.keywords}
    if name in ("read_text", "write_text"):
        return name[0]
    if name in RUNS and {"text", "universal_newlines"} & set(given):
        return "r"
    if name == "TextIOWrapper":
        return "r"
    if name not in ("open", "fdopen"):
        return ""
    places = call.args[1:] if isinstance(function, ast.Name) or name == "fdopen" else call.args
    mode = given.get("mode", places[0] if places else ast.Constant("r"))
    word = mode.value if isinstance(mode, ast.Constant) else ""
    return word if isinstance(word, str) and re.fullmatch("[rwxat+]+", word) else ""


def unsaid(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and (mode := opened_as(call)):
            named = {word.arg for word in call.keywords}
            if "encoding" not in named:
                yield call.lineno, "encoding"
            if set(mode) & set("wxa") and "newline" not in named:
                yield call.lineno, "newline"


def test_every_text_names_its_encoding_and_its_line_ends():
    found = [
        f"{path.relative_to(ROOT)}:{line} {what}"
        for path in sources(ROOT)
        for line, what in unsaid(tree(path))
    ]
    assert not found


def test_files_of_others_are_passed_by(tmp_path):
    ours = ["one.py", "below/two.py"]
    for name in [
        *ours,
        ".install-1/node_modules/a.py",
        "node_modules/b/c.py",
        ".venv/d.py",
        "e.js",
    ]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert sources(tmp_path) == sorted(tmp_path / name for name in ours)


@pytest.mark.parametrize(
    ("code", "missing"),
    [
        ("path.read_text()", ["encoding"]),
        ("path.write_text(text)", ["encoding", "newline"]),
        ("path.write_text(text, encoding='utf-8')", ["newline"]),
        ("open(path)", ["encoding"]),
        ("open(path, 'rb'); path.open('wb'); os.fdopen(handle, 'wb')", []),
        ("path.open(newline='')", ["encoding"]),
        ("path.open('a')", ["encoding", "newline"]),
        ("os.open(path, os.O_RDONLY); archive.open(member)", []),
        ("subprocess.run(command, text=True)", ["encoding"]),
        ("subprocess.run(command)", []),
    ],
)
def test_the_rule_would_notice(code, missing):
    assert [what for _, what in unsaid(ast.parse(code))] == missing


def test_no_text_of_the_product_says_she_or_her():
    """The sex of a patient is unknown, also where data are said to be de-identified."""
    found = []
    for path in sources(ROOT):
        if path.relative_to(ROOT).parts[0] in ("tests", "perf"):
            continue
        explains = {id(node.value) for node in ast.walk(tree(path)) if isinstance(node, ast.Expr)}
        found += [
            (path.name, node.lineno, node.value)
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in explains
            and re.search(r"\b(she|hers?|herself|his|himself)\b", node.value, re.IGNORECASE)
        ]
    assert not found
