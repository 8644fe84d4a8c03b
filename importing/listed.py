"""Which days do attack lists tell of? All lists of one patient together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analytics.frames import CANONICAL
from importing.account import Account
from importing.attack_days import Period, Share, diary_of
from importing.attacks import Attacks, read_attacks, rule_sentence
from importing.checks import check
from importing.choices import Choices, Question, Told
from importing.doubts.base import Piece, short_code
from importing.one_file import ATTACKS, NOT_USED, Part
from words.numbers import counted, day


@dataclass(frozen=True)
class ListedAttacks:
    """One attack list: the part that it is, its account, and the period that was stated for it."""

    number: int
    part: Part
    account: Account
    attacks: Attacks
    period: Period | None

    @property
    def code(self) -> str:
        return _code(self.part, "observed")


def days_of_attacks(parts: list[Part], accounts: list[Account], choices: Choices) -> list[Piece]:
    """The diaries that attack lists amount to: all lists of one patient together."""
    of_patient: dict[str, list[ListedAttacks]] = {}
    for number, part in enumerate(parts):
        for cells in part.cells:
            if cells.table != ATTACKS or cells.where is None:
                continue
            attacks = read_attacks(cells.text, cells.where, choices)
            attacks.daily = cells.daily
            patient = next(iter(cells.texts("patient_id")), "")
            period = _period(part, patient, choices)
            attacks.period = period if part.file in choices.periods else None
            listed = ListedAttacks(number, part, accounts[number], attacks, period)
            if _heard(listed, choices):
                accounts[number].answered.append(_question(listed))
            if choices.answers.get(listed.code) != NOT_USED:
                of_patient.setdefault(patient, []).append(listed)
    pieces = (_diary(patient, lists, choices) for patient, lists in of_patient.items())
    return [piece for piece in pieces if piece is not None]


def _period(part: Part, patient: str, choices: Choices) -> Period | None:
    """The period stated for the file, by its answer, for the patient, or for all."""
    answered = _read_period(choices.answers.get(_code(part, "observed"), ""))
    of_file = choices.periods.get(part.file)
    return of_file or answered or choices.periods.get(patient) or choices.observed


def _heard(one: ListedAttacks, choices: Choices) -> bool:
    """Was the question for the period answered by its code, and does that answer hold?"""
    answer = choices.answers.get(one.code, "")
    period = _read_period(answer)
    return answer == NOT_USED or (period is not None and period == one.period)


def _read_period(text: str) -> Period | None:
    """FROM..TO as two days; None where it is none."""
    first, dots, last = text.partition("..")
    try:
        period = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None
    return period if dots and period[0] <= period[1] else None


def _code(part: Part, kind: str) -> str:
    return short_code(part.digest, part.text.sheet if part.text else "", kind)


def _diary(patient: str, lists: Sequence[ListedAttacks], choices: Choices) -> Piece | None:
    """The days of one patient; None while the period of a list has to be asked."""
    asked = [one for one in lists if _has_no_period(one)]
    for one in lists:
        one.account.attacks(one.attacks, _assumptions(one, choices))
        if one in asked:
            one.account.ask(_question(one))
    if asked:
        return None
    periods = [one.period for one in lists if one.period and not one.attacks.daily]
    days = diary_of([one.attacks for one in lists], patient, list(dict.fromkeys(periods)))
    checked = check(CANONICAL["diary"], days.diary, choices)
    for one, share in zip(lists, days.shares, strict=True):
        _share(one, share)
        one.account.days = share.days if len(lists) > 1 else len(checked.frame)
    rows = np.full(len(checked.frame), -1, dtype="int64")
    first, columns = lists[0], frozenset(checked.frame.columns)
    return Piece(first.number, first.part.file, "diary", checked.frame, rows, columns)


def _has_no_period(one: ListedAttacks) -> bool:
    """Days without an attack are only known where they were recorded, or in a stated period."""
    return not (one.period or one.attacks.daily or any(one.attacks.free))


def _share(one: ListedAttacks, share: Share) -> None:
    """What became of the attacks of one list, told to its account."""
    one.account.use(np.array(share.used, dtype="int64"))
    one.account.repeat(np.array(share.duplicates, dtype="int64"))
    one.account.dates(pd.Series([start for start, _, _ in one.attacks.spans]))
    for column, count in Counter(column for _, column, _ in one.attacks.remarks).items():
        sentence = f"{column}: {counted(count, 'cell')} cannot be read and counted as blank."
        _tell(one, f"blank {column}", sentence)
    if share.outside:
        sentence = f"{counted(len(share.outside), 'attack lies', 'attacks lie')} outside of the "
        sentence += "stated period: not used."
        _tell(one, "outside", sentence)
    if share.opened:
        sentence = f"{counted(share.opened, 'day')} of the stated period without an attack "
        sentence += f"{'is' if share.opened == 1 else 'are'} unknown, not free: an attack has no "
        sentence += "end (still ongoing), and may have gone on until the next one began."
        _tell(one, "open", sentence)


def _tell(one: ListedAttacks, kind: str, sentence: str) -> None:
    told = Told(_code(one.part, kind), one.part.file, f"{one.part.file}: {sentence}")
    one.account.told.append(told)


def _question(one: ListedAttacks) -> Question:
    """The days of the first and the last attack are a suggestion for the period, no more."""
    known = [start.date() for start, _, _ in one.attacks.spans]
    ends = (("from", min(known).isoformat()), ("to", max(known).isoformat())) if known else ()
    return Question(
        "observed",
        one.part.file,
        f"{one.part.file} lists attacks: from when to when was every attack written down? Outside "
        "of that period days are unknown.",
        ends,
        one.code,
        headers=one.part.headers,
    )


def _assumptions(one: ListedAttacks, choices: Choices) -> list[str]:
    told = [rule_sentence(choices)]
    if one.period and not one.attacks.daily:
        first, last = one.period
        told.append(
            f"Every attack from {day(first)} to {day(last)} is in the list: days without one are "
            "taken as free, and each figure that rests on them is marked. Other days are unknown."
        )
    return told
