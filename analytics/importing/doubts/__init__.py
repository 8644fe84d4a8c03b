"""What in these files has two readings? One small file each, found by its presence in this folder.

A module defines ``DOUBT``; adding one is one file here and its cases. No doubt knows another.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TypeVar

from analytics.importing.choices import Choices, Question, Told
from analytics.importing.doubts.base import (
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
    """What the doubts had to say: questions, what does not count, and what is worth knowing."""

    def __init__(self) -> None:
        self.questions: list[Question] = []
        self.told: list[Told] = []
        self.notices: list[str] = []


@cache
def all_doubts(looks_at: LooksAt) -> tuple[Doubt, ...]:
    """Every doubt of this folder that looks at such a thing, in the order of their names."""
    modules = (
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
    )
    found = [module.DOUBT for module in modules if hasattr(module, "DOUBT")]
    return tuple(doubt for doubt in found if doubt.looks_at == looks_at)


def settle(subject: S, choices: Choices, said: Said) -> S:
    """The subject with every doubt about it answered, and what has to be said about each.

    Where a question is open its first reading is held, so that every further question is seen at
    once; the door uses nothing while one is open.
    """
    for doubt in all_doubts(subject.looks_at):
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
    answer = choices.answer_for(code, doubt.name, sign.column, subject.headers)
    if answer is not None and (answer in keys or doubt.accepts(sign, answer)):
        words = dict(sign.readings).get(answer, answer)
        where = f"{sign.column}: " if sign.column else ""
        said.notices.append(f"{where}{words}, as you said.")
        return answer
    said.questions.append(
        Question(
            kind=doubt.name,
            file=subject.file,
            text=sentence,
            options=sign.readings,
            code=code,
            column=sign.column,
            rows=sign.rows[:MAX_ROWS_SHOWN],
            headers=subject.headers,
        )
    )
    return keys[0]
