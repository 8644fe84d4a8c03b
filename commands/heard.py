"""Was everything heard that was said about the files? What no question has asked is no answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from importing import Choices, ImportReport
from importing.choices import Question
from registry.settled import Settled


def not_heard(choices: Choices, report: ImportReport, scans: Sequence[Settled] = ()) -> list[str]:
    """A sentence for each answer that is none, and each id and period of a file not here."""
    answered = {question.code for question in report.answered}
    answered |= {code for scan in scans for code in scan.answered}
    asked = [*report.questions, *(question for scan in scans for question in scan.questions)]
    by_code = {question.code: question for question in asked}
    told = [
        _no_answer(code, reading, by_code.get(code), code in report.codes_told)
        for code, reading in choices.answers.items()
        if code not in answered
    ]
    return [*told, *report.not_there]


def _no_answer(code: str, reading: str, question: Question | None, is_told: bool) -> str:
    given = f"--answer {code}={reading}"
    if question is not None:
        return f"{given}: '{reading}' is none of its readings: {_readings(question)}."
    if is_told:
        return f"{given}: this was told, not asked: --meant {code} says that it is as it should be."
    return (
        f"{given}: no question about these files has this code. It may be that of another file, of "
        "an older version of it, or of what another option answers."
    )


def _readings(question: Question) -> str:
    if question.kind == "observed":
        return "FROM..TO, as 2024-01-01..2024-12-31, was expected"
    return ", ".join(key for key, _ in question.options) or "it takes a mapping"


def not_meant(
    choices: Choices, report: ImportReport, codes: Iterable[str] = (), scans: Sequence[Settled] = ()
) -> list[str]:
    """A sentence for each --meant that is of nothing told; ``codes``: told of scanned diaries."""
    known = report.codes_told | set(codes)
    asked = [*report.questions, *(question for scan in scans for question in scan.questions)]
    questions = {q.code for q in (*asked, *report.answered)}
    return [
        f"--meant {code}: this is a question: --answer {code}=READING answers it."
        if code in questions
        else f"--meant {code}: nothing that was told of these files has this code. It may be that "
        "of another file, or of an older version of it."
        for code in choices.meant
        if code not in known
    ]
