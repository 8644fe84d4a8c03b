"""A folder of diaries that is scanned where it lies, and what is asked of it."""

import io
import re
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from registry.engines import DUCKDB

FIRST, DAYS = date(2024, 1, 1), 90
SESSIONS = "patient_id,session_date\n" + "".join(f"{p},2024-02-10\n" for p in ("A", "B", "C"))


def days_of(patient: str, **columns) -> pd.DataFrame:
    """A diary of 90 days: headache every third day, unless a column says another thing."""
    number = range(DAYS)
    cells = {
        "patient_id": [patient] * DAYS,
        "date": [(FIRST + timedelta(days=n)).isoformat() for n in number],
        "headache": [int(n % 3 == 0) for n in number],
        "migraine": [int(n % 6 == 0) for n in number],
        "pain": [5 if n % 3 == 0 else 0 for n in number],
    }
    told = {name: [of(n) for n in number] for name, of in columns.items()}
    return pd.DataFrame({**cells, **told}, dtype="str")


def plain() -> dict[str, pd.DataFrame]:
    return {patient: days_of(patient) for patient in "ABC"}


class Registry:
    """A folder of diaries beside a file of sessions, looked at by a command."""

    engine = DUCKDB

    def __init__(self, door, tmp_path: Path) -> None:
        self.door, self.folder = door, tmp_path / "diary"
        self.folder.mkdir()

    def holds(self, frames: dict[str, pd.DataFrame]) -> "Registry":
        for name, frame in frames.items():
            frame.to_csv(self.folder / f"{name}.csv", index=False)
        return self

    def run(self, *options: str, sessions: str = SESSIONS, today: str = "2024-06-01"):
        return self.door.run(
            "cycles",
            "--diary",
            str(self.folder),
            "--engine",
            self.engine,
            "--month",
            "30",
            "--today",
            today,
            *options,
            sessions=sessions,
        )

    def counted(self, *options: str, **other) -> pd.DataFrame:
        done = self.run(*options, **other)
        assert done.exit_code == 0, done.output
        return pd.read_csv(io.StringIO(done.stdout), dtype={"patient_id": "str"})


def questions(result) -> dict[str, dict[str, str]]:
    """The sentence of each question, and the option of each of its readings."""
    found: dict[str, dict[str, str]] = {}
    sentence = ""
    for line in result.stderr.splitlines():
        if option := re.match(r"  --answer (\S+)=(\S+)  ", line):
            found.setdefault(sentence, {})[option[2]] = f"{option[1]}={option[2]}"
        else:
            sentence = line
    return found


def turned_at(clock: str):
    """The day before, at this clock: midnight somewhere to the east."""
    return lambda n: f"{FIRST + timedelta(days=n - 1)}{clock}"
