"""What may the user decide about her files, and what has to be asked?"""

from __future__ import annotations

import json
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date

from importing.columns import OUR_COLUMNS, canonical_name, recognise_table
from importing.mapping_checks import MARK, VERSION, NoMapping, parsed

AS_SUGGESTED, NOT_USED = "as_suggested", "not_used"  # of a file that no layout knows
PAIN_FOR_MIGRAINE = 4  # of 10: the printed rule
MIGRAINE_RULES = {
    "type": "its type says migraine",
    "pain": f"its pain is at least {PAIN_FOR_MIGRAINE} of 10",
    "triptan": "a triptan was taken",
}


@dataclass(frozen=True)
class Mapping:
    """How the columns of a file that nobody knows are to be read. Holds no data.

    ``columns``: their header -> our column. ``values``: our column -> {their text: our text}.
    ``events``: event name -> session (0 is the baseline). ``periods``: header -> [our column,
    session], for wide counts. ``answers``: doubt -> {column: reading}, what was answered about
    files with these ``headers``, so that the next one of them is not asked about again.
    """

    table: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    events: dict[str, int] = field(default_factory=dict)
    periods: dict[str, tuple[str, int]] = field(default_factory=dict)
    answers: dict[str, dict[str, str]] = field(default_factory=dict)
    headers: tuple[str, ...] = ()

    def to_json(self) -> str:
        return json.dumps(self._parts(), indent=1, sort_keys=True)

    def _parts(self) -> dict[str, object]:
        kept = {k: v for k, v in asdict(self).items() if v or k not in ("answers", "headers")}
        return {MARK: VERSION, **kept}

    @classmethod
    def from_json(cls, content: str | bytes) -> Mapping:
        """Read ``to_json``; NoMapping, with every problem in a sentence, where it is none."""
        found = cls.several_from_json(content)
        if len(found) > 1:
            raise NoMapping([f"It holds {len(found)} mappings: one was expected."])
        return found[0]

    @classmethod
    def several_from_json(cls, content: str | bytes) -> tuple[Mapping, ...]:
        """Read a file of one mapping, or of a list of them; NoMapping where it holds none."""
        return tuple(
            cls(
                table=found.get("table", ""),
                columns=found.get("columns", {}),
                values=found.get("values", {}),
                events={event: int(n) for event, n in found.get("events", {}).items()},
                periods={h: (name, int(n)) for h, (name, n) in found.get("periods", {}).items()},
                answers=found.get("answers", {}),
                headers=tuple(found.get("headers", ())),
            )
            for found in parsed(content)
        )

    @staticmethod
    def several_to_json(mappings: Sequence[Mapping]) -> str:
        """A file of several mappings, without data."""
        return json.dumps([one._parts() for one in mappings], indent=1, sort_keys=True)

    def answer(self, doubt: str, column: str, headers: Sequence[str]) -> str | None:
        """What was answered about such a column of such a file, or between such files."""
        if headers and {*self.headers} != {*headers}:
            return None
        return self.answers.get(doubt, {}).get(column)

    def fits(self, headers: list[str]) -> bool:
        """Was it made for a file with these columns? One that names all of them fits no other; one
        that does not fits none that says itself, by our names, what it is."""
        if (self.headers and {*self.headers} != {*headers}) or self.denies(headers):
            return False
        named = {*self.columns, *self.periods}
        return named <= set(headers) if named else bool(self.table and self.headers)

    def denies(self, headers: Sequence[str]) -> str:
        """Our table that such a file is by its own columns, where it would take their place.

        "": it names all columns of its file, or columns that only its own file calls so.
        """
        own = recognise_table(headers)
        if self.headers or self.events or own is None or own.name == "patients":
            return ""
        ours = {canonical_name(header): header for header in headers}
        replaced = any(
            ours.get(column, header) != header for header, column in self.columns.items()
        )
        known = {canonical_name(header) for header in self.columns} <= OUR_COLUMNS
        other = self.table != own.name and known and not self.periods
        return own.name if replaced or other else ""


@dataclass(frozen=True)
class Choices:
    """What the user has said; everything that is not said is found out, asked or left undone."""

    date_order: str = ""  # day_first, month_first
    observed: tuple[date, date] | None = None  # the period in which an attack list is complete
    ids: AnyMapping[str, str] = field(default_factory=dict)  # file name -> patient id
    missing_codes: tuple[str, ...] = ()
    migraine_rules: tuple[str, ...] = ("type",)  # a filled type counts without an option
    mappings: tuple[Mapping, ...] = ()
    no_headache_means_no_migraine: bool = False
    periods: AnyMapping[str, tuple[date, date]] = field(default_factory=dict)  # file or id ->
    answers: AnyMapping[str, str] = field(default_factory=dict)  # code of a question -> reading
    corrects: AnyMapping[str, str] = field(default_factory=dict)  # file -> the file it corrects
    meant: tuple[str, ...] = ()  # codes of what was told and is as it should be
    today: date | None = None  # None: the clock's
    scanned: bool = False  # a diary stays in its files: ids are matched with its ids there

    @property
    def now(self) -> date:
        """The day on which the files are read."""
        return self.today or date.today()

    @property
    def named_rows(self) -> frozenset[frozenset[str]]:
        """The column names of files whose columns were mapped: wherever they stand, it is there.

        Without that of an id, which may stand above them.
        """
        named = (frozenset(m.headers) for m in self.mappings if m.headers and not m.answers)
        return frozenset(row - {"patient_id"} if len(row) > 2 else row for row in named)

    def answered(self, answers: AnyMapping[str, str]) -> Choices:
        """The same with these questions answered too."""
        return replace(self, answers={**self.answers, **answers})

    def kept_answers(self, doubt: str, column: str, headers: Sequence[str]) -> list[str]:
        """The readings that were kept for such files, the latest first, each once."""
        kept = (m.answer(doubt, column, headers) for m in reversed(self.mappings))
        return list(dict.fromkeys(answer for answer in kept if answer is not None))

    def answer_for(self, code: str, doubt: str, column: str, headers: Sequence[str]) -> str | None:
        """The reading that the user gave for this question, or kept for such files."""
        if code in self.answers:
            return self.answers[code]
        return next(iter(self.kept_answers(doubt, column, headers)), None)

    def mapping_for(self, headers: list[str]) -> Mapping | None:
        """The user's mapping of a file with these columns, the latest one."""
        fitting = (m for m in reversed(self.mappings) if m.fits(headers))
        return next((m for m in fitting if m.table or m.periods), None)

    def events_for(self, events: set[str]) -> Mapping | None:
        """The user's mapping of these events to sessions, the latest one."""
        return next((m for m in reversed(self.mappings) if events & set(m.events)), None)


@dataclass(frozen=True)
class Question:
    """Something that only the user can say; while it is open nothing is used.

    ``kind``: the doubt's name, or observed, mapping, events, which one reading cannot answer.
    ``options``: (reading, words). ``rows``: those of the file that are in question. ``shown_of``:
    of a question between files, the one whose rows are shown; "": the first that has the column.
    ``of_rows``: of the rows at hand alone: its answer is kept for no other file.
    """

    kind: str
    file: str
    text: str
    options: tuple[tuple[str, str], ...] = ()
    code: str = ""
    column: str = ""
    rows: tuple[int, ...] = ()
    headers: tuple[str, ...] = ()
    shown_of: str = ""
    of_rows: bool = False

    @property
    def has_readings(self) -> bool:
        """Can it be answered by one of its options?"""
        return self.kind not in ASKED_OTHERWISE


ASKED_OTHERWISE = ("observed", "mapping", "events")


@dataclass(frozen=True)
class Told:
    """Something of the files that bears on a number and does not count, or not as it stands."""

    code: str
    file: str
    text: str


def answered(questions: Sequence[Question], answers: AnyMapping[str, str]) -> tuple[Mapping, ...]:
    """Mappings that answer these questions about the next files like these: one for each kind of
    file, and one for what lies between files of any kind."""
    found: dict[tuple[str, ...], dict[str, dict[str, str]]] = {}
    for question in questions:
        given = answers.get(question.code)
        if given == AS_SUGGESTED or question.of_rows:  # of a suggestion its mapping is kept
            continue
        if given is not None and (question.has_readings or given in dict(question.options)):
            of_these = found.setdefault(tuple(sorted(set(question.headers))), {})
            of_these.setdefault(question.kind, {})[question.column] = given
    return tuple(Mapping(answers=answers, headers=headers) for headers, answers in found.items())
