"""Figures go into ``RESULTS.md`` by the command that measured them, each under its own heading."""

from __future__ import annotations

import os
import platform
import re
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

FILE = Path(__file__).parent / "RESULTS.md"
TITLE = "# Figures\n\nWritten by the commands that measure; ratios are of one run.\n"
PACKAGES = ("streamlit", "pandas", "duckdb", "narwhals")


def machine() -> str:
    """On what it was measured."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, {packages}"


def command() -> str:
    """What was typed; of its words only the numbers: another may be the address of a database."""
    sizes = [word for word in sys.argv[1:] if word.isdigit()]
    return " ".join(["python -m", f"perf.{Path(sys.argv[0]).stem}", *sizes])


def record(heading: str, lines: list[str]) -> None:
    """Print the lines, and put them under their heading, in place of what stood there."""
    print("\n".join(lines))
    seen = f"`{command()}`, {date.today()}: {machine()}."
    body = "\n".join([f"## {heading}", "", seen, "", "```", *lines, "```", ""])
    text = FILE.read_text(encoding="utf-8") if FILE.exists() else TITLE
    pattern = re.compile(rf"^## {re.escape(heading)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    if pattern.search(text):
        text = pattern.sub(lambda _: f"{body}\n", text)
    else:
        text = f"{text.rstrip()}\n\n{body}"
    FILE.write_text(f"{text.rstrip()}\n", encoding="utf-8", newline="")
