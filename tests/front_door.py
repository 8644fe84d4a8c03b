"""Records in a few letters, and the command line as a function.

A diary string holds one letter a day: M migraine, H headache without migraine, - neither,
a blank no row. ``month("10 of 28", ...)`` makes one from counts.
"""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
from click.testing import CliRunner

from cleardays import main

FLAGS = {"M": (1, 1), "H": (1, 0), "-": (0, 0)}


def days(flagged: int, recorded: int, letter: str = "M") -> str:
    """So many flagged days among so many recorded ones."""
    return letter * flagged + "-" * (recorded - flagged)


def diary(patient: str, first: str, letters: str) -> list[dict[str, object]]:
    start = date.fromisoformat(first)
    return [
        {
            "patient_id": patient,
            "date": (start + timedelta(days=i)).isoformat(),
            "headache": FLAGS[letter][0],
            "migraine": FLAGS[letter][1],
        }
        for i, letter in enumerate(letters)
        if letter != " "
    ]


def sessions(patient: str, *dates: str) -> list[dict[str, object]]:
    return [{"patient_id": patient, "session_date": day} for day in dates]


class FrontDoor:
    """Runs ``python -m cleardays`` on rows written as files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, command: str, *options: str, **tables: object):
        arguments = [command]
        for name, rows in tables.items():
            path = self.folder / f"{name}.csv"
            text = rows if isinstance(rows, str) else pd.DataFrame(rows).to_csv(index=False)
            path.write_text(text, encoding="utf-8", newline="")
            arguments += [f"--{name.replace('_', '-')}", str(path)]
        return CliRunner().invoke(main, [*arguments, *map(str, options)])

    def table(self, command: str, *options: str, **tables: object) -> pd.DataFrame:
        result = self.run(command, *options, **tables)
        assert result.exit_code == 0, result.output
        return pd.read_csv(io.StringIO(result.stdout), dtype={"patient_id": str})

    def outcomes(self, *options: str, **tables: object) -> pd.DataFrame:
        return self.table("outcomes", *options, **tables).set_index(["patient_id", "session"])

    def rates(self, *options: str, **tables: object) -> pd.DataFrame:
        return self.table("rates", *options, **tables).set_index("session")
