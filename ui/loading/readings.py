"""What does each reading make of the files? Worked out once, and kept in the tab with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from importing import Choices, ImportReport, Question, Source
from importing.carried import Made, held, made_of
from importing.door import held_records
from ui.tab import state

MOST_APART = 4  # questions; of more, those alike are asked once for all their files
MOST_AT_ONCE = 8  # readings; further ones are worked out when they are asked for


@dataclass(frozen=True)
class AskedOnce:
    """What is asked once: a question about one file, or the same about many that are alike."""

    questions: tuple[Question, ...]

    @property
    def first(self) -> Question:
        return self.questions[0]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(question.code for question in self.questions)

    def answers(self, reading: str) -> dict[str, str]:
        """This reading for all of them."""
        return dict.fromkeys(self.codes, reading)


def asked_once(questions: Sequence[Question], *, apart: bool) -> list[AskedOnce]:
    """The questions in their order; those alike are asked once, unless they are wanted apart.

    A period is one for all attack lists, a mapping one for all files with these columns.
    """
    together: dict[tuple[object, ...], list[Question]] = {}
    for question in questions:
        alike: tuple[object, ...] = (question.code,)
        if question.kind in ("observed", "events"):
            alike = (question.kind,)
        elif question.kind == "mapping":
            alike = (question.kind, question.headers)
        elif len(questions) > MOST_APART and question.file and not apart:
            keys = tuple(key for key, _ in question.options)
            alike = (question.kind, question.column, keys, question.headers)
        together.setdefault(alike, []).append(question)
    return [AskedOnce(tuple(group)) for group in together.values()]


class Readings:
    """The readings of the open questions, carried through by the Definition of the tab."""

    def __init__(self, sources: Sequence[Source], choices: Choices, report: ImportReport) -> None:
        self.sources, self.choices = sources, choices
        self.first = held(report)
        settings = state.settings()
        self.definition, self.session = settings.definition, settings.session
        self._kept: dict[object, Made] = st.session_state.setdefault("pending_made", {})

    def of(self, asked: AskedOnce) -> tuple[Made, ...] | None:
        """What each reading of a question makes of the files, if all of it is worked out."""
        made = []
        for reading, words in asked.first.options:
            found = self._kept.get(self._key(asked, reading))
            if found is None:
                return None
            made.append(replace(found, reading=reading, words=words))
        return tuple(made)

    def missing(self, everything: Iterable[AskedOnce]) -> list[tuple[AskedOnce, str]]:
        """The readings that are not worked out yet; those that are the same stand once."""
        left: dict[object, tuple[AskedOnce, str]] = {}
        for asked in everything:
            for reading, _ in asked.first.options:
                key = self._key(asked, reading)
                if key not in self._kept:
                    left.setdefault(key, (asked, reading))
        return list(left.values())

    def carry(self, asked: AskedOnce, reading: str) -> None:
        """Work one reading out; the other questions are held at their first one."""
        answers = {**self.first, **asked.answers(reading)}
        records, _ = held_records(self.sources, self.choices.answered(answers))
        made = made_of(records, reading, "", self.definition, self.session)
        self._kept[self._key(asked, reading)] = made

    def at_once(self, everything: Iterable[AskedOnce], wanted: Iterable[str]) -> list[AskedOnce]:
        """The questions whose readings are worked out without being asked for."""
        wanted, count, chosen = set(wanted), 0, []
        for asked in everything:
            count += len(asked.first.options)
            if count <= MOST_AT_ONCE or asked.first.code in wanted:
                chosen.append(asked)
        return chosen

    def _key(self, asked: AskedOnce, reading: str) -> object:
        answers = frozenset({**self.first, **asked.answers(reading)}.items())
        return repr(self.choices), self.definition, self.session, answers
