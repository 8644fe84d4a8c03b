"""Where did every row of a file go? Used, a duplicate, set aside, replaced, or not used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from analytics.frames import CANONICAL
from importing.attacks import Attacks
from importing.checks import Checked
from importing.choices import Question, Told
from importing.columns import own_names
from importing.doubts.base import Cells, Lost, short_code
from importing.mapping_checks import named
from importing.one_file import Part, known_by
from importing.report import FileReport
from importing.row_numbers import distinct, without
from importing.text import Lines
from importing.unsaid import Unread
from words.numbers import counted, first_named

BROKEN = ["row", "column", "problem"]
NOTHING_BROKEN = pd.DataFrame(columns=BROKEN).astype({"row": "int64"})
MOST_ROWS_NAMED = 10
MOST_NAMED = 5  # columns


class Account:
    """The rows of one part, as they are used, say the same twice, or are set aside."""

    def __init__(self, part: Part) -> None:
        self.part = part
        aside = pd.DataFrame(list(part.aside), columns=BROKEN)
        self.broken: list[pd.DataFrame] = [aside] if len(aside) else []
        self.repeated: list[np.ndarray] = [part.rows] if part.copied else []
        self.used: list[np.ndarray] = []
        self.replaced: list[np.ndarray] = []
        self.notices: list[str] = []
        self.assumptions: list[str] = []
        self.questions: list[Question] = []
        self.answered: list[Question] = [*part.answered]
        self.told: list[Told] = []
        self.problems: list[str] = []
        self.twice = 0  # attacks that say what another attack says
        self.first: pd.Timestamp | None = None
        self.last: pd.Timestamp | None = None
        self.days: int | None = None
        self.lost: set[Lost] = set()
        self.unread: list[Unread] = []
        self.blank: list[pd.DataFrame] = []
        self.not_read: list[str] = [*part.reading.not_read] if part.reading else []

    def lose(self, cells: Cells) -> None:
        """Whose rows of this table were set aside? Their other rows may now mean another thing."""
        if not self.broken:
            return
        rows = np.concatenate([broken["row"].to_numpy("int64") for broken in self.broken])
        aside = np.isin(cells.text.rows, rows)
        codes, texts = cells.encoded("patient_id")
        on = np.full(len(codes), "", dtype=object)
        if "session_date" in cells.text.columns:
            dates, written = cells.encoded("session_date")
            on = np.array([*written, ""], dtype=object)[dates]
        for code, day in set(zip(codes[aside], on[aside], strict=True)):
            self.lost.add(Lost(cells.table, texts[code], day))

    def add(self, checked: Checked) -> None:
        """What the checks of a table say of the file's rows."""
        if len(checked.broken):
            self.broken.append(checked.broken)
        self.repeated.append(checked.repeated)
        if len(checked.unread):
            self.blank.append(checked.unread)
        for column, cells in checked.unread.groupby("column", sort=False):
            self.tell_unread(str(column), cells)
        self.notices += [n for n in checked.notices if n not in self.notices]
        self.not_read += checked.not_read

    def tell_unread(self, column: str, cells: pd.DataFrame) -> None:
        """These cells of a column cannot be read: they count as blank, and their rows as used."""
        part = self.part
        rows = list(dict.fromkeys(cells["row"]))
        named = ", ".join(str(row) for row in rows[:MOST_ROWS_NAMED])
        more = f" and {len(rows) - MOST_ROWS_NAMED:,} more" if len(rows) > MOST_ROWS_NAMED else ""
        where = f"{'row' if len(rows) == 1 else 'rows'} {named}{more}"
        sentence = (
            f"{part.file}: {column}: {counted(len(rows), 'cell')} cannot be read: blank, while the "
            f"rest of the row counts ({where}: {cells['problem'].iloc[0]})."
        )
        sheet = part.text.sheet if part.text else ""
        code = short_code(part.digest, sheet, "unread", column)
        self.told.append(Told(code, part.file, sentence))

    def attacks(self, attacks: Attacks) -> None:
        """What a patient's attacks in a list say of their own rows."""
        if attacks.broken:
            self.broken.append(pd.DataFrame(attacks.broken, columns=BROKEN))
        self.twice += attacks.duplicates

    def use(self, rows: np.ndarray) -> None:
        """These rows of the file went into a table that pages look at."""
        self.used.append(np.asarray(rows, dtype="int64"))

    def repeat(self, rows: np.ndarray) -> None:
        """These rows say what rows of another file say."""
        self.repeated.append(np.asarray(rows, dtype="int64"))

    def replace(self, rows: np.ndarray) -> None:
        """Rows of a correction stand in the place of these."""
        self.replaced.append(np.asarray(rows, dtype="int64"))

    def take_back(self, rows: np.ndarray) -> list[tuple[int, str, str]]:
        """Why these rows were set aside: row, column, why. They no longer are."""
        told = [broken[broken["row"].isin(rows)] for broken in self.broken]
        self.broken = [broken[~broken["row"].isin(rows)] for broken in self.broken]
        return [tuple(row) for broken in told for row in broken[BROKEN].itertuples(index=False)]

    def set_each_aside(self, rows: Sequence[tuple[int, str, str]]) -> None:
        """These rows cannot be used: row, column, why. Days that attack lists make are no rows."""
        told = [one for one in rows if one[0] >= 0]
        if told:
            self.broken.append(pd.DataFrame(told, columns=BROKEN))

    def set_all_aside(self, rows: np.ndarray, problem: str) -> None:
        """These rows cannot be used, all for one reason."""
        if len(rows):
            told = pd.DataFrame({"row": rows, "column": "", "problem": problem})
            self.broken.append(told[BROKEN])

    def ask(self, question: Question) -> None:
        """Something that only the user can say."""
        self.questions.append(question)

    def cannot_be_used(self, problem: str) -> None:
        """Why the part as a whole cannot be used."""
        self.problems.append(f"{self.part.file} {problem}.")

    def dates(self, dates: pd.Series) -> None:
        """The first and last date of what is used."""
        known = dates.dropna()
        if len(known):
            low, high = known.min(), known.max()
            self.first = low if self.first is None else min(self.first, low)
            self.last = high if self.last is None else max(self.last, high)


def accounted(account: Account) -> FileReport:
    """The report of one part: rows read = used + duplicates + set aside + replaced + not used.

    A row is set aside if anything of it is; of a sheet of months, whose rows hold a month each, if
    all of its days are.
    """
    part = account.part
    broken = _each_once(account.broken)
    aside = distinct(broken["row"].to_numpy(dtype="int64"))
    some_used = distinct(*account.used)
    if part.meant is not None:
        aside = without(aside, distinct(some_used, *account.repeated, *account.replaced))
    used = without(some_used, aside)
    replaced = without(without(distinct(*account.replaced), aside), used)
    repeated = without(without(without(distinct(*account.repeated), aside), used), replaced)
    sheet = part.text.sheet if part.text else ""
    layout = part.layout.title if part.layout and part.cells else ""
    read = len(part.rows)
    duplicates = len(repeated) + account.twice
    return FileReport(
        file=part.file,
        table=_table(part),
        layout=layout,
        known_by=known_by(layout) if layout else "",
        rows_read=read,
        duplicates=duplicates,
        set_aside=len(aside),
        replaced=len(replaced),
        not_used=read - len(used) - duplicates - len(aside) - len(replaced),
        first_date=None if account.first is None else account.first.date(),
        last_date=None if account.last is None else account.last.date(),
        broken=broken.assign(file=part.file)[["file", *BROKEN]],
        blank=_each_once(account.blank).assign(file=part.file)[["file", *BROKEN]],
        problems=(*part.problems, *account.problems),
        notices=tuple(dict.fromkeys((*_of_text(part), *part.notices, *_noticed(account)))),
        assumptions=(*part.assumptions, *account.assumptions),
        questions=_still_asked((*part.questions, *account.questions), replaced, read),
        told=(*part.told, *account.told),
        dropped=part.dropped,
        headers=part.headers,
        of_one_patient=any(one.per_patient for one in part.cells),
        days=account.days,
        sha256=part.digest,
        lines=part.text.lines if part.text else Lines(),
        aside_code=short_code(part.digest, sheet, "set aside") if len(broken) else "",
    )


def _noticed(account: Account) -> tuple[str, ...]:
    """What is worth knowing of its rows, and which columns nothing is made of, by their names."""
    part, text = account.part, account.part.text
    headers = text.headers if text else []
    theirs = dict(zip(own_names(headers), headers, strict=True))
    used = {
        name
        for one in part.cells
        if one.spec
        for name in one.headers
        if one.spec.open_ended or name in {column.name for column in one.spec.columns}
    }
    names = {
        theirs.get(name, name)
        for name in account.not_read
        if name not in used or (part.reading and name in part.reading.not_read)
    }
    known = dict.fromkeys([*headers, *(part.as_it_stands.headers if part.as_it_stands else [])])
    order = [name for name in known if name in names]  # a layout makes others: the file has none
    if not order:
        return tuple(account.notices)
    of = counted(len(order), "further column is", "further columns are")
    told = f"{of} not read: {first_named([named(name) for name in order], MOST_NAMED)}."
    return (*account.notices, told)


def _still_asked(
    questions: Sequence[Question], replaced: np.ndarray, rows_read: int
) -> tuple[Question, ...]:
    """The questions, of rows that no correction has replaced: those are to be repaired no more.

    None of a file whose rows are all replaced: no answer to them would change anything.
    """
    gone = {*replaced.tolist()}
    if not gone:
        return tuple(questions)
    if len(gone) == rows_read:
        return ()
    return tuple(
        replace(q, rows=tuple(row for row in q.rows if row not in gone)) for q in questions
    )


def _each_once(broken: list[pd.DataFrame]) -> pd.DataFrame:
    """What is broken by row, the same said once; most files have nothing of the kind."""
    if not broken:
        return NOTHING_BROKEN
    told = pd.concat(broken).drop_duplicates().astype({"row": "int64"})
    return told.sort_values("row", kind="stable", ignore_index=True)


def _of_text(part: Part) -> tuple[str, ...]:
    return part.text.notices if part.text else ()


def _table(part: Part) -> str | None:
    known = [one.table for one in part.cells]
    if not known:
        return None
    return known[0] if known[0] in CANONICAL else "diary"
