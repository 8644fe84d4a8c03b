"""What was read, what was used, and where did every other row go?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from importing.as_read import AsRead
from importing.choices import Question, Told
from importing.layouts import wide_counts
from importing.shown import Shown
from importing.text import Lines
from words.numbers import counted

SET_ASIDE_COLUMNS = ("file", "row", "column", "problem")
CHANGES = ("file", "row", "patient_id", "of", "column", "before", "after", "by", "by_row")
MOST_APART = 5  # rows of a file with one problem that are named line by line
MOST_RANGES = 10
FILES_NAMED = 5  # of those that one answer is for


@dataclass(frozen=True)
class FileReport:
    """One file: rows read = used + duplicates + set aside + replaced + not used, and why.

    ``broken`` has one line per problem (file, row, column, problem): a row with two problems has
    two lines and is set aside once.
    """

    file: str
    table: str | None
    rows_read: int = 0
    duplicates: int = 0
    set_aside: int = 0
    replaced: int = 0  # a correction says what stood there
    not_used: int = 0  # what nobody looks at: left out by an answer, beside a better source, ...
    first_date: date | None = None
    last_date: date | None = None
    broken: pd.DataFrame | None = None
    blank: pd.DataFrame | None = None  # the same of cells that count as blank: their rows are used
    problems: tuple[str, ...] = ()  # why the file as a whole cannot be used
    notices: tuple[str, ...] = ()  # what is worth knowing
    assumptions: tuple[str, ...] = ()  # what was taken to be so, each can be changed
    questions: tuple[Question, ...] = ()  # what only the user can say
    told: tuple[Told, ...] = ()  # what does not count though it bears on a number
    dropped: tuple[str, ...] = ()  # columns that may name a person: not read
    headers: tuple[str, ...] = ()  # what can be mapped: its columns, or the fields in its rows
    layout: str = ""
    known_by: str = ""  # why it was taken for that layout
    sha256: str = ""  # of the file's bytes: its identity
    of_one_patient: bool = False  # it does not say whose: its name does, or the user
    days: int | None = None  # of an attack list: the rows are attacks, these the known days
    aside_code: str = ""  # of the rows set aside, to say that this is as it should be
    aside_meant: bool = False
    lines: Lines = field(default_factory=Lines)  # physical lines, before they are rows

    @property
    def used(self) -> int:
        elsewhere = self.duplicates + self.set_aside + self.replaced + self.not_used
        return self.rows_read - elsewhere

    @property
    def account(self) -> str:
        """Where its rows went, in one sentence."""
        more = "".join(
            f" + {count:,} {where}"
            for count, where in ((self.replaced, "replaced"), (self.not_used, "not used"))
            if count
        )
        return (
            f"{counted(self.rows_read, 'row')} read = {self.used:,} used + "
            f"{counted(self.duplicates, 'duplicate')} + {self.set_aside:,} set aside{more}."
        )


def row_sentence(file: str, row: int, column: str, problem: str) -> str:
    where = f"{file}, row {row}, {column}" if column else f"{file}, row {row}"
    return f"{where}: {problem}."


def _alike(broken: pd.DataFrame) -> list[str]:
    """Each problem with its row; many rows of a file with the same one in a single sentence."""
    lines = []
    for key, rows in broken.groupby(["file", "column", "problem"], sort=False)["row"]:
        file, column, problem = (str(part) for part in key)
        if len(rows) <= MOST_APART:
            lines += [(at, row_sentence(file, row, column, problem)) for at, row in rows.items()]
            continue
        where = f"{file}, {len(rows):,} rows ({ranges(rows)})"
        where += f", {column}" if column else ""
        lines.append((rows.index[0], f"{where}: {problem}."))
    return [line for _, line in sorted(lines)]


def ranges(rows: Iterable[int]) -> str:
    """Numbers of rows in short: 2 to 361, 365; the first ten stretches."""
    found: list[list[int]] = []
    for row in sorted({*rows}):
        if found and row == found[-1][1] + 1:
            found[-1][1] = row
        else:
            found.append([row, row])
    named = [str(a) if a == b else f"{a} to {b}" for a, b in found[:MOST_RANGES]]
    return ", ".join([*named, "..."] if len(found) > MOST_RANGES else named)


@dataclass(frozen=True)
class ImportReport:
    """Everything that the door has to say, file by file and over all."""

    files: tuple[FileReport, ...]
    notices: tuple[str, ...] = ()
    between: tuple[Question, ...] = ()  # what lies between the files
    answered: tuple[Question, ...] = ()  # what the user has answered about these files
    codes_told: frozenset[str] = frozenset()  # of all that was told, also what was meant so
    not_there: tuple[str, ...] = ()  # of the user's choices, those of no file here
    told: tuple[Told, ...] = ()
    headache_free_without_migraine: int = 0
    shown: Mapping[str, Shown] = field(default_factory=dict, repr=False)  # by a question's code
    as_read: tuple[AsRead, ...] = field(default=(), repr=False)  # each table that has columns
    written: Mapping[tuple[str, int, str], str] = field(  # in cells that are to be repaired
        default_factory=dict, repr=False
    )
    contradicting: tuple[tuple[str, str, int], ...] = ()  # two files, rows that cannot both be
    unsaid: Mapping[str, pd.DataFrame] = field(default_factory=dict, repr=False)  # see there
    changes: pd.DataFrame = field(  # cells that corrections say otherwise: for the screen alone
        default_factory=lambda: pd.DataFrame(columns=list(CHANGES)), repr=False
    )

    @property
    def problems(self) -> tuple[str, ...]:
        return tuple(problem for file in self.files for problem in file.problems)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Everything that only the user can say, what a file is first; till then nothing counts."""
        found = self._everything_asked
        once = {question.code: question for question in reversed(found)}  # one of several sheets
        kept = [question for question in found if once[question.code] is question]
        return tuple(sorted(kept, key=lambda question: question.has_readings))

    @property
    def _everything_asked(self) -> tuple[Question, ...]:
        """The same, of each sheet and file that is like another once more."""
        return (*(question for file in self.files for question in file.questions), *self.between)

    @property
    def everything_told(self) -> tuple[Told, ...]:
        """Everything that does not count though it bears on a number."""
        return (*(told for file in self.files for told in file.told), *self.told)

    @property
    def undecided(self) -> bool:
        """Was anything set aside, refused, told or left to ask?"""
        aside = any(file.aside_code and not file.aside_meant for file in self.files)
        return bool(aside or self.problems or self.questions or self.everything_told)

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
    def replaced(self) -> int:
        return sum(file.replaced for file in self.files)

    @property
    def not_used(self) -> int:
        return sum(file.not_used for file in self.files)

    @property
    def account(self) -> str:
        """All rows of all files in one sentence."""
        read, twice = (sum(getattr(f, n) for f in self.files) for n in ("rows_read", "duplicates"))
        used = sum(file.used for file in self.files)
        more = "".join(
            f" + {count:,} {where}"
            for count, where in ((self.replaced, "replaced"), (self.not_used, "not used"))
            if count
        )
        return (
            f"{counted(read, 'row')} read = {used:,} used + {counted(twice, 'duplicate')} + "
            f"{self.set_aside:,} set aside{more}."
        )

    def _taken_for(self, file: FileReport) -> list[str]:
        """What a row and the columns of a file were taken for, where that follows from them and
        nothing else says so."""
        own = file.layout == wide_counts.LAYOUT.title
        tables = (one for one in self.as_read if one.file == file.file and file.layout and not own)
        return [one.in_short for one in tables if one.in_short]

    def sentences(self, most: int = 50) -> list[str]:
        """The report in words, for the command line and the log: no id, no free text."""
        alike = _alike(self.broken)
        asked = [line for question in self.questions for line in self._in_words(question)]
        texts = {question.text for question in self._everything_asked}
        lines = [*(problem for problem in self.problems if problem not in texts), *asked]
        lines += [f"{told.text} (meant so: --meant {told.code})" for told in self.everything_told]
        lines += alike[:most]
        if len(alike) > most:
            lines.append(f"... and {len(alike) - most} further problems of this kind.")
        for file in self.files:
            if file.rows_read:
                lines.append(f"{file.file}: {_recognised(file)}.")
                if file.lines.total:
                    lines.append(f"{file.file}: {file.lines.account}.")
                lines.append(f"{file.file}: {file.account}")
            if file.aside_code and not file.aside_meant:
                what = f"these {file.set_aside:,} rows are" if file.set_aside else "these days are"
                what = "this row is" if file.set_aside == 1 else what
                right = f"if {what} rightly set aside: --meant {file.aside_code}."
                lines.append(f"{file.file}: {right}")
            told = (*self._taken_for(file), *file.assumptions, *file.notices)
            lines += [f"{file.file}: {sentence}" for sentence in told]
            if file.dropped:
                lines.append(
                    f"{file.file}: not read, may name a person: {', '.join(file.dropped)}."
                )
        return [*lines, *self.notices]

    def _in_words(self, question: Question) -> list[str]:
        """A question with its answers, and for which other sheets and files they are as well."""
        same = [one.file for one in self._everything_asked if one.code == question.code]
        first, *answers = asked_in_words(question)
        if not (others := [file for file in dict.fromkeys(same) if file != question.file]):
            return [first, *answers]
        more = f" and {len(others) - FILES_NAMED} more" if len(others) > FILES_NAMED else ""
        named = f"{', '.join(others[:FILES_NAMED])}{more}"
        return [first, f"  One answer is also that of {named}.", *answers]


def _recognised(file: FileReport) -> str:
    """What it was taken for, and why."""
    if not file.layout:
        return "not recognised"
    in_words = {"As stated": "read as you stated", "As mapped": "read as its mapping says"}
    return in_words.get(file.layout, f"{file.layout}, by {file.known_by}")


def asked_in_words(question: Question) -> list[str]:
    """A question, and how it is answered on the command line."""
    lines = [question.text]
    if question.kind == "observed":
        lines.append(f"  --answer {question.code}=FROM..TO, or --observed FROM..TO")
        others = (one for one in question.options if one[0] not in ("from", "to"))
        lines += [f"  --answer {question.code}={key}  {words}" for key, words in others]
    elif question.kind == "events":
        lines.append("  --mapping FILE with the session of each event")
    else:
        lines += [f"  --answer {question.code}={key}  {words}" for key, words in question.options]
    if question.kind == "mapping":
        lines.append("  --mapping FILE with the meaning of each column: check --explain writes one")
        lines.append(
            "  --id FILE=ID names the patient of a file of one, which needs no column of ids"
        )
    if question.kind in ("same_name", "whose_days", "whose_sessions"):
        lines.append("  --id FOLDER/FILE=ID, or --id FILE=ID, names the patient of each file")
    return lines
