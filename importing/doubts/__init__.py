"""What in these files has two readings? One small file each, found by its presence in this folder.

A module defines ``DOUBT``; adding one is one file here and its cases. No doubt knows another.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TypeVar

import pandas as pd

from importing.choices import Choices, Question, Told
from importing.doubts.base import (
    Calendars,
    Cells,
    Doubt,
    Everyone,
    Found,
    LooksAt,
    Sign,
    Subject,
    Together,
    code_of,
)

__all__ = [
    "Calendars",
    "Cells",
    "Doubt",
    "Everyone",
    "Found",
    "LooksAt",
    "Said",
    "Sign",
    "Together",
    "all_doubts",
    "settle",
]

S = TypeVar("S", bound=Subject)
MAX_ROWS_SHOWN = 200


class Said:
    """What the doubts had to say: questions, those that the user has answered, what does not
    count, and what is worth knowing."""

    def __init__(self) -> None:
        self.questions: list[Question] = []
        self.answered: list[Question] = []  # by the user, for these files
        self.told: list[Told] = []
        self.contradicting: dict[tuple[int, int], int] = {}  # two parts: rows that cannot both be
        self.notices: list[str] = []
        self.unsaid: dict[str, pd.DataFrame] = {}  # table -> a mask of its cells that no file says


@cache
def all_doubts(looks_at: LooksAt) -> tuple[Doubt, ...]:
    """Every doubt of this folder that looks at such a thing, in the order of their names."""
    modules = (
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
    )
    found = [module.DOUBT for module in modules if hasattr(module, "DOUBT")]
    return tuple(doubt for doubt in found if doubt.looks_at == looks_at)


def settle(subject: S, choices: Choices, said: Said, doubts: tuple[Doubt, ...] | None = None) -> S:
    """The subject with every doubt about it (or these) answered, and what has to be said of each.

    Where a question is open its first reading is held, so that every further question is seen at
    once; the door uses nothing while one is open.
    """
    for doubt in all_doubts(subject.looks_at) if doubts is None else doubts:
        for sign in tuple(doubt.signs(subject)):
            reading = _reading(subject, doubt, sign, choices, said)
            if reading is not None:
                subject = doubt.read(subject, sign, reading)
    return subject


def _reading(
    subject: Subject, doubt: Doubt, sign: Sign, choices: Choices, said: Said
) -> str | None:
    """The reading that holds for this sign; None where it is only told."""
    code = code_of(subject, doubt.name, sign)
    sentence = f"{subject.file}: {sign.sentence}" if subject.file else sign.sentence
    if not sign.readings:
        said.told.append(Told(code, subject.file, sentence))
        return None
    keys = [key for key, _ in sign.readings]
    if len(keys) == 1:
        said.notices.append(sign.sentence)
        return keys[0]
    question = Question(
        kind=doubt.name,
        file=subject.file,
        text=sentence,
        options=sign.readings,
        code=code,
        column=sign.column,
        rows=sign.rows[:MAX_ROWS_SHOWN],
        headers=subject.headers,
        shown_of=sign.file,
        of_rows=doubt.of_rows,
    )
    where = f"{sign.column}: " if sign.column else ""
    kept = _kept(doubt, sign, subject, choices, said)
    given = [choices.answers[code]] if code in choices.answers else kept
    fitting = [one for one in given if one in keys or doubt.accepts(sign, one)]
    if given is kept and len(kept) > len(fitting):
        told = ", ".join(f"'{one}'" for one in kept if one not in fitting)
        said.notices.append(f"{where}a kept answer ({told}) is none of the readings here: unused.")
    if not fitting:
        said.questions.append(question)
        return keys[0]
    if given is not kept:
        said.answered.append(question)
    elif fitting[1:]:
        said.notices.append(f"{where}the kept answers differ: the latest of them is taken.")
    words = dict(sign.readings).get(fitting[0], fitting[0])
    said.notices.append(f"{where}{words}, as you said.")
    return fitting[0]


def _kept(doubt: Doubt, sign: Sign, subject: Subject, choices: Choices, said: Said) -> list[str]:
    """The answers kept for such files; none to a question of the rows at hand, which is said."""
    kept = choices.kept_answers(doubt.name, sign.column, subject.headers)
    if not doubt.of_rows:
        return kept
    if kept or choices.kept_answers(doubt.name, "", subject.headers):
        said.notices.append("A kept answer was of the rows of its own files: unused here.")
    return []
