"""What is installed is what pyproject.toml names: all that is imported is declared and locked."""

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest

from tests.syntax import nodes, sources

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
LOCKS = {
    "requirements.txt": (),
    "requirements-server.txt": ("server",),
    "requirements-spark.txt": ("spark",),
    "requirements-dev.txt": ("server", "dev"),
}
NAMED_OTHERWISE = {
    "PIL": "pillow",
    "axe_playwright_python": "axe-playwright-python",
    "pptx": "python-pptx",
    "python_calamine": "python-calamine",
}
FOR_TESTS = ("tests", "perf")


def named(requirements) -> set[str]:
    found = {re.match(r"[\w-]+", one)[0].lower() for one in requirements}  # type: ignore[index]
    return found - {PROJECT["name"]}


def pins(lock: str) -> dict[str, str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w-]+)(?:\[[\w,-]+\])?==(\S+)", text, re.MULTILINE))


def imported(folders) -> set[str]:
    """Packages of others that these files import, under the name by which they are installed."""
    ours = {path.stem for path in ROOT.iterdir() if path.is_dir() or path.suffix == ".py"}
    found = set()
    for folder in folders:
        for path in [folder] if folder.suffix else sources(folder):
            for node in nodes(path):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom):
                    names = [str(node.module)]
                found |= {name.split(".")[0] for name in names}
    return {NAMED_OTHERWISE.get(n, n) for n in found - ours - sys.stdlib_module_names}


def test_everything_that_is_imported_is_declared():
    parts = [
        path for path in ROOT.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    ]
    parts += [ROOT / "pages", ROOT / "data"]
    product = imported(path for path in parts if path.name not in FOR_TESTS)
    optional = named(EXTRAS["spark"]) | named(EXTRAS["server"])
    assert {"numpy", "lxml", "python-pptx"} <= product
    assert product <= named(PROJECT["dependencies"]) | optional
    assert imported(ROOT / name for name in FOR_TESTS) <= {
        *named(PROJECT["dependencies"]),
        *optional,
        *named(EXTRAS["dev"]),
    }


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_is_whole_with_hashes_and_names_no_place(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    wanted = named([*PROJECT["dependencies"], *(one for e in LOCKS[lock] for one in EXTRAS[e])])
    assert wanted <= set(pins(lock))
    assert not re.search(r"^-|://", text, re.MULTILINE)
    blocks = re.split(r"\n(?=\w)", text.split("make lock\n", 1)[1])
    assert len(blocks) == len(pins(lock))
    assert all("--hash=sha256:" in block for block in blocks)


def test_all_locks_hold_the_same_versions():
    everywhere = [{name: pins(lock)[name] for name in pins("requirements.txt")} for lock in LOCKS]
    assert all(one == everywhere[0] for one in everywhere)
    assert pins("requirements-server.txt").items() <= pins("requirements-dev.txt").items()
