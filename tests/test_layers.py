"""Imports run one way: app, pages -> ui -> reports -> charts -> analytics; never back."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Which of our packages, and which of the heavy libraries, a folder may import.
MAY_IMPORT = {
    "analytics": set(),
    "charts": {"analytics"},
    "reports": {"charts", "analytics"},
    "ui": {"reports", "charts", "clinic", "analytics"},
    "pages": {"ui", "reports", "charts", "analytics"},
    "app.py": {"ui", "reports", "charts", "analytics"},
    "clinic": {"analytics"},
    "commands": {"reports", "clinic", "analytics"},
    "server.py": {"ui", "clinic", "analytics"},
    "cleardays.py": {"commands"},
}
ONLY_IN = {
    "streamlit": {"ui", "pages", "app.py", "server.py"},
    "sqlalchemy": {"clinic", "ui"},
    "alembic": {"clinic"},
    "starlette": {"server.py"},
    "plotly": {"charts"},
    "pandas": {"analytics", "charts", "reports", "ui", "commands", "clinic"},
    "duckdb": {"analytics"},
    "narwhals": {"analytics"},
    "statsmodels": {"analytics"},
    "pptx": {"reports"},
    "xlsxwriter": {"reports"},
}
OURS = {
    "analytics",
    "charts",
    "reports",
    "ui",
    "pages",
    "app",
    "cleardays",
    "commands",
    "clinic",
    "server",
    "data",
    "tests",
    "perf",
}


def imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def files() -> list[tuple[str, Path]]:
    found = [(name, ROOT / name) for name in MAY_IMPORT if name.endswith(".py")]
    for folder in MAY_IMPORT:
        found += [(folder, path) for path in (ROOT / folder).rglob("*.py")]
    return found


@pytest.mark.parametrize(("layer", "path"), files(), ids=lambda value: Path(value).name)
def test_imports_run_one_way(layer, path):
    names = imports(path)
    assert not (names & OURS) - MAY_IMPORT[layer] - {layer.removesuffix(".py")}
    for library, layers in ONLY_IN.items():
        assert library not in names or layer in layers


def test_the_rule_would_notice():
    assert "streamlit" in imports(ROOT / "ui" / "page.py")
    assert {layer for layer, _ in files()} == set(MAY_IMPORT)
