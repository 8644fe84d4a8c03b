"""Which days do attack lists tell of? All lists of one patient together."""

from __future__ import annotations

from datetime import date

import numpy as np

from analytics.frames import TABLES
from analytics.importing.account import Account
from analytics.importing.attack_days import days_of
from analytics.importing.attacks import Attacks, read_attacks, rule_sentence
from analytics.importing.checks import check
from analytics.importing.choices import Choices, Question
from analytics.importing.doubts.base import Cells, Piece, short_code
from analytics.importing.one_file import ATTACKS, NOT_USED, Part
from analytics.words import day

Period = tuple[date, date]


def days_of_attacks(parts: list[Part], accounts: list[Account], choices: Choices) -> list[Piece]:
    """The diaries that attack lists amount to: all lists of one patient together."""
    pieces = []
    for number, part in enumerate(parts):
        for cells in part.cells:
            if cells.table != ATTACKS or cells.where is None:
                continue
            attacks = read_attacks(cells.text, cells.where, choices)
            piece = _days_of(number, part, cells, attacks, accounts[number], choices)
            if piece is not None:
                pieces.append(piece)
    return pieces


def _days_of(
    number: int, part: Part, cells: Cells, attacks: Attacks, account: Account, choices: Choices
) -> Piece | None:
    patients = list(cells.texts("patient_id")) or [""]
    period = _period(part, patients[0], choices)
    account.attacks(attacks, _assumptions(cells.daily, attacks, period, choices))
    if cells.daily:
        period = None
    elif period is None and not any(attacks.free):
        question = _question(part, attacks)
        if choices.answers.get(question.code) != NOT_USED:
            account.ask(question)
        return None
    checked = check(TABLES["diary"], days_of(attacks, patients[0], period), choices)
    account.days = len(checked.frame)
    account.use(np.array(attacks.rows, dtype="int64"))
    rows = np.full(len(checked.frame), -1, dtype="int64")
    columns = frozenset(checked.frame.columns)
    return Piece(number, part.file, "diary", checked.frame, rows, columns)


def _period(part: Part, patient: str, choices: Choices) -> Period | None:
    for key in (part.file, patient):
        if key in choices.periods:
            return choices.periods[key]
    return choices.observed


def _question(part: Part, attacks: Attacks) -> Question:
    """The days of the first and the last attack are a suggestion for the period, no more."""
    known = [start.date() for start, _, _ in attacks.spans]
    ends = (("from", min(known).isoformat()), ("to", max(known).isoformat())) if known else ()
    return Question(
        "observed",
        part.file,
        f"{part.file} lists attacks: from when to when was every attack written down? Outside of "
        "that period days are unknown.",
        ends,
        short_code(part.digest, part.text.sheet if part.text else "", "observed"),
        headers=part.headers,
    )


def _assumptions(
    daily: bool, attacks: Attacks, period: Period | None, choices: Choices
) -> list[str]:
    told = [rule_sentence(choices)]
    if period and not daily:
        told.append(
            f"Every attack from {day(period[0])} to {day(period[1])} is in the list: days without "
            "one are taken as free, and each figure that rests on them is marked. Other days are "
            "unknown."
        )
    return told
