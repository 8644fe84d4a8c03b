"""What was read, what was used, and where did every other row go?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analytics.importing.choices import Question

SET_ASIDE_COLUMNS = ("file", "row", "column", "problem")


@dataclass(frozen=True)
class FileReport:
    """One file: rows read = used + duplicates + set aside, and a sentence for each problem.

    ``broken`` has one line per problem (file, row, column, problem): a row with two problems has
    two lines and is set aside once.
    """

    file: str
    table: str | None
    rows_read: int = 0
    duplicates: int = 0
    set_aside: int = 0
    first_date: date | None = None
    last_date: date | None = None
    broken: pd.DataFrame | None = None
    problems: tuple[str, ...] = ()  # why the file as a whole cannot be used
    notices: tuple[str, ...] = ()  # what is worth knowing
    assumptions: tuple[str, ...] = ()  # what was taken to be so, each can be changed
    questions: tuple[Question, ...] = ()  # what only the user can say
    dropped: tuple[str, ...] = ()  # columns that may name a person: not read
    headers: tuple[str, ...] = ()
    layout: str = ""
    known_by: str = ""  # why it was taken for that layout
    sha256: str = ""  # of the file's bytes: its identity
    days: int | None = None  # of an attack list: the rows are attacks, these the known days

    @property
    def used(self) -> int:
        return self.rows_read - self.duplicates - self.set_aside


def row_sentence(file: str, row: int, column: str, problem: str) -> str:
    where = f"{file}, row {row}, {column}" if column else f"{file}, row {row}"
    return f"{where}: {problem}."


@dataclass(frozen=True)
class ImportReport:
    """Everything that the door has to say, file by file and over all."""

    files: tuple[FileReport, ...]
    notices: tuple[str, ...] = ()
    headache_free_without_migraine: int = 0

    @property
    def problems(self) -> tuple[str, ...]:
        return tuple(problem for file in self.files for problem in file.problems)

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for file in self.files for question in file.questions)

    @property
    def undecided(self) -> bool:
        """Was anything set aside, refused or left to ask?"""
        return bool(self.set_aside or self.problems or self.questions)

    @property
    def broken(self) -> pd.DataFrame:
        """Every problem of every row set aside: file, row, column, problem."""
        parts = [file.broken for file in self.files if file.broken is not None]
        if not parts:
            return pd.DataFrame(columns=list(SET_ASIDE_COLUMNS))
        return pd.concat(parts, ignore_index=True)

    @property
    def set_aside(self) -> int:
        return sum(file.set_aside for file in self.files)

    @property
    def account(self) -> str:
        """All rows of all files in one sentence."""
        read, twice = (sum(getattr(f, n) for f in self.files) for n in ("rows_read", "duplicates"))
        used = read - twice - self.set_aside
        return (
            f"{read:,} rows read = {used:,} used + {twice:,} duplicates + {self.set_aside:,} set "
            "aside."
        )

    def sentences(self, most: int = 50) -> list[str]:
        """The report in words, for the command line and the log: no id, no free text."""
        broken = self.broken
        rows = broken.head(most).itertuples(index=False)
        lines = [*self.problems, *(q.text for q in self.questions)]
        lines += [row_sentence(*row) for row in rows]
        if len(broken) > most:
            lines.append(f"... and {len(broken) - most} further problems of this kind.")
        for file in self.files:
            if file.rows_read:
                lines.append(
                    f"{file.file}: {file.rows_read} rows read = {file.used} used "
                    f"+ {file.duplicates} duplicates + {file.set_aside} set aside."
                )
            told = (*file.assumptions, *file.notices)
            lines += [f"{file.file}: {sentence}" for sentence in told]
            if file.dropped:
                lines.append(
                    f"{file.file}: not read, may name a person: {', '.join(file.dropped)}."
                )
        return [*lines, *self.notices]
