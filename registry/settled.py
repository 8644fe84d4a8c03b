"""A doubt about a diary on disk: what each reading makes of its rows, and what was answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from importing.choices import Question
from importing.doubts.base import Sign, short_code
from importing.report import asked_in_words
from registry.days import DiaryReadings


@dataclass(frozen=True)
class DoubtOfFiles:
    """A sign, what each of its readings makes of the rows, and the readings that a scan cannot do.

    ``refused``: reading -> the next step.
    """

    doubt: str
    sign: Sign
    read: Mapping[str, Callable[[DiaryReadings], DiaryReadings]] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Settled:
    """What was asked of a scanned diary, what was answered, and what cannot be done here."""

    readings: DiaryReadings
    questions: tuple[Question, ...] = ()
    notices: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()  # the codes of what was answered

    @property
    def lines(self) -> list[str]:
        """All of it in words; the answers to a question are set in."""
        asked = [line for question in self.questions for line in asked_in_words(question)]
        return [*self.notices, *self.refused, *asked]


def settled(found: Sequence[DoubtOfFiles], answers: Mapping[str, str], content: str) -> Settled:
    """The readings that were answered; what is open, and what was refused with its next step."""
    readings = DiaryReadings()
    questions, notices, refused, heard = [], [], [], []
    for one in found:
        code = short_code(content, one.doubt, one.sign.column, one.sign.about)
        words, answer = dict(one.sign.readings), answers.get(code, "")
        if answer in words:
            heard.append(code)
        if answer in one.refused:
            refused.append(f"'{words[answer]}' cannot be done in a scan: {one.refused[answer]}.")
        elif answer in words:
            where = f"{one.sign.column}: " if one.sign.column else ""
            notices.append(f"{where}{words[answer]}, as you said.")
            readings = one.read.get(answer, lambda same: same)(readings)
        else:
            text, options = one.sign.sentence, one.sign.readings
            questions.append(Question(one.doubt, "", text, options, code, one.sign.column))
    return Settled(readings, tuple(questions), tuple(notices), tuple(refused), tuple(heard))
