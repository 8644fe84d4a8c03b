"""Imports run one way, and no two modules need each other.

What a room may import stands in its own ``__init__``: the same words are read here.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.syntax import nodes, tree

ROOT = Path(__file__).parent.parent
ROOMS = (
    "analytics",
    "words",
    "importing",
    "registry",
    "charts",
    "reports",
    "clinic",
    "commands",
    "ui",
)
# Single files, and the folder whose files Streamlit finds by their names, have no ``__init__``.
OTHERS = {
    "pages": {"ui", "reports", "charts", "words", "analytics"},
    "app.py": {"ui", "reports", "charts", "words", "analytics"},
    "server.py": {"ui", "clinic", "analytics"},
    "cleardays.py": {"commands"},
}
ONLY_IN = {
    "streamlit": {"ui", "pages", "app.py", "server.py"},
    "sqlalchemy": {"clinic", "ui"},
    "alembic": {"clinic"},
    "starlette": {"server.py"},
    "plotly": {"charts"},
    "pandas": {*ROOMS},
    "duckdb": {"analytics", "registry"},
    "narwhals": {"analytics", "registry"},
    "pyspark": {"registry"},
    "openpyxl": {"importing"},
    "pyreadstat": {"importing"},
    "python_calamine": {"importing"},
    "statsmodels": {"analytics"},
    "pptx": {"reports"},
    "xlsxwriter": {"reports"},
}
OURS = {*ROOMS, "pages", "app", "cleardays", "server", "data", "tests", "perf"}


def may_import(room: str) -> set[str]:
    """What the room says of itself: "May import: charts, analytics."."""
    said = ast.get_docstring(tree(ROOT / room / "__init__.py"))
    found = re.search(r"^May import: ([a-z,\s]+)\.", said or "", re.MULTILINE)
    assert found, room
    return set() if found[1].startswith("nothing of") else set(re.split(r",\s", found[1]))


MAY_IMPORT = {room: may_import(room) for room in ROOMS} | OTHERS


def imported(path: Path) -> Iterator[str]:
    """Every name that is imported, also inside functions: ``charts.shared``, ``pandas``."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def files() -> list[tuple[str, Path]]:
    found = [(name, ROOT / name) for name in MAY_IMPORT if name.endswith(".py")]
    for folder in MAY_IMPORT:
        found += [(folder, path) for path in (ROOT / folder).rglob("*.py")]
    return found


@pytest.mark.parametrize(("layer", "path"), files(), ids=lambda value: Path(value).name)
def test_imports_run_one_way(layer, path):
    names = {name.split(".")[0] for name in imported(path)}
    assert not (names & OURS) - MAY_IMPORT[layer] - {layer.removesuffix(".py")}
    for library, layers in ONLY_IN.items():
        assert library not in names or layer in layers


IN_UI = {
    path.parent.name: may_import(f"ui/{path.parent.name}") for path in ROOT.glob("ui/*/__init__.py")
}


@pytest.mark.parametrize("folder", IN_UI)
def test_the_folders_of_ui_import_one_way(folder):
    for path in (ROOT / "ui" / folder).glob("*.py"):
        names = [name.split(".") for name in imported(path) if name.startswith("ui.")]
        assert {name[1] for name in names} <= IN_UI[folder] | {folder}, path


def test_the_rooms_themselves_lie_one_way():
    """What may be imported may not import back, over any number of rooms."""
    assert circles({room: MAY_IMPORT[room] for room in ROOMS}) == []
    assert circles(IN_UI) == []
    assert {path.parent.name for path in ROOT.glob("*/__init__.py")} - {
        "data",
        "tests",
        "perf",
    } == set(ROOMS)


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def modules() -> dict[str, set[str]]:
    """Which of our modules each one imports."""
    paths = {module_of(path): path for _, path in files()}
    needs = {}
    for name, path in paths.items():
        found = (full if full in paths else full.rpartition(".")[0] for full in imported(path))
        needs[name] = {module for module in found if module in paths and module != name}
    return needs


def circles(needs: Mapping[str, set[str]]) -> list[list[str]]:
    """Groups of modules of which each needs, over others, every other."""
    reached: dict[str, set[str]] = {}
    for name in needs:
        found: set[str] = set()
        waiting = [name]
        while waiting:
            new = needs.get(waiting.pop(), set()) - found
            found |= new
            waiting += new
        reached[name] = found
    groups = {
        tuple(sorted(m for m in reached[name] if name in reached.get(m, ()))) for name in needs
    }
    return [list(group) for group in sorted(groups) if group]


def test_no_two_modules_need_each_other():
    assert circles(modules()) == []


def test_one_name_is_one_thing():
    """Classes, and tables of everything of a kind: whoever reads a name knows which it is."""
    where: dict[str, list[str]] = {}
    for _, path in files():
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                where.setdefault(node.name, []).append(module_of(path))
            elif "TABLES" in [getattr(name, "id", "") for name in getattr(node, "targets", ())]:
                where.setdefault("TABLES", []).append(module_of(path))
    assert {name: modules for name, modules in where.items() if len(modules) > 1} == {}


MOST_LINES, MOST_PARAMETERS = 60, 6  # of a function
LARGER = {  # each with its reason
    "commands.results.loaded": "click hands over the options of a command one by one",
    "ui.showing.show.chart": "what a page says of a figure, each under its name",
}


def functions(path: Path) -> Iterator[tuple[str, int, int]]:
    """Every function with how many lines and parameters it has."""
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef):
            given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            lines = (node.end_lineno or 0) - node.lineno + 1
            yield node.name, lines, len([arg for arg in given if arg.arg not in ("self", "cls")])


def test_a_function_that_does_much_has_a_reason():
    large = {
        f"{module_of(path)}.{name}"
        for _, path in files()
        for name, lines, parameters in functions(path)
        if lines > MOST_LINES or parameters > MOST_PARAMETERS
    }
    assert large == set(LARGER)


def test_the_rules_would_notice():
    assert any(name.startswith("streamlit") for name in imported(ROOT / "ui" / "frame" / "page.py"))
    assert {layer for layer, _ in files()} == set(MAY_IMPORT)
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == [["b", "c"]]
    assert circles({"a": {"b"}, "b": set()}) == []
