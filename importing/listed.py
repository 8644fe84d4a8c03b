"""Which days do attack lists tell of? All lists of one patient together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa

from analytics.frames import CANONICAL
from importing.account import Account
from importing.attack_days import AttackDays, Period, Share, diary_of
from importing.attacks import MOMENT, Attacks, attacks_of_each, notices_of, rule_sentence
from importing.checks import check
from importing.choices import Choices, Question, Told
from importing.doubts.base import Cells, Piece, short_code
from importing.mapping_checks import ATTACKS
from importing.one_file import NOT_USED, Part
from importing.text import TextTable
from words.numbers import counted, day

OWN, ATTACKS_ONLY = "own", "attacks_only"  # what the question for the period may be answered
UNRECORDED = "a day without an attack is not recorded"
TAKEN_AS_FREE = (
    "days without one are taken as free, and each figure that rests on them is marked. Other days "
    "are unknown."
)


@dataclass(frozen=True)
class ListedAttacks:
    """One attack list: the part that it is, its account, and the period that was stated for it."""

    number: int
    part: Part
    account: Account
    attacks: Attacks
    period: Period | None
    asked: bool = False  # is it asked in which period the list is complete?

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
            lists = _lists(number, part, cells, accounts[number], choices)
            for patient, one in lists.items():
                if choices.answers.get(one.code) != NOT_USED:
                    of_patient.setdefault(patient, []).append(one)
    diaries: dict[int, list[TextTable]] = {}
    told: dict[int, list[tuple[ListedAttacks, Share]]] = {}
    for patient, of_one in of_patient.items():
        days = _days(patient, of_one)
        if days is None:
            continue
        diaries.setdefault(of_one[0].number, []).append(days.diary)
        for one, share in zip(of_one, days.shares, strict=True):
            told.setdefault(one.number, []).append((one, share))
    for shares in told.values():
        _share(shares)
    pieces = [_checked(parts[n], n, tables, choices) for n, tables in diaries.items()]
    for piece in pieces:
        if all(len(of_patient[patient]) == 1 for patient in piece.frame["patient_id"].unique()):
            accounts[piece.part].days = len(piece.frame)
    return pieces


def _lists(
    number: int, part: Part, cells: Cells, account: Account, choices: Choices
) -> dict[str, ListedAttacks]:
    """The attacks of each patient of a part; what the part says of its own rows is told."""
    assert cells.where is not None
    found = {}
    of_each = attacks_of_each(cells.text, cells.where, choices)
    for patient, attacks in of_each.items():
        attacks.daily = cells.daily
        period = _period(part, patient, attacks, choices)
        attacks.period = period if part.file in choices.periods else None
        one = ListedAttacks(number, part, account, attacks, period)
        found[patient] = replace(one, asked=_is_asked(one, choices))
        account.attacks(attacks)
    lists = [*found.values()]
    account.notices += notices_of([*of_each.values()])
    if lists and _heard(lists, choices):
        account.answered.append(_question(lists))
    if not lists or choices.answers.get(lists[0].code) == NOT_USED:
        return found
    account.assumptions += _assumptions(lists, choices)
    if any(one.asked for one in lists):
        account.ask(_question(lists))
    return found


def _period(part: Part, patient: str, attacks: Attacks, choices: Choices) -> Period | None:
    """The period stated for the file, by its answer, for the patient, or for all."""
    answer = _answer(part, choices)
    of_file, of_patient = choices.periods.get(part.file), choices.periods.get(patient)
    if answer == OWN and not (of_file or of_patient):
        return _own_period(attacks)
    return of_file or _read_period(answer) or of_patient or choices.observed


def _answer(part: Part, choices: Choices) -> str:
    """What was answered to the question for the period, now or about the last such file."""
    return choices.answer_for(_code(part, "observed"), "observed", "", part.headers) or ""


def _own_period(attacks: Attacks) -> Period | None:
    """From the first day of her first attack to the last day of her last one."""
    if not attacks.spans:
        return None
    starts = [start for start, _, _ in attacks.spans]
    ends = [max(end - MOMENT, start) if end else start for start, end, _ in attacks.spans]
    return min(starts).date(), max(ends).date()


def _heard(lists: Sequence[ListedAttacks], choices: Choices) -> bool:
    """Was the question for the period answered by its code, and does that answer hold?"""
    answer = choices.answers.get(lists[0].code, "")
    period = _read_period(answer)
    return answer in (NOT_USED, OWN, ATTACKS_ONLY) or (
        period is not None and any(period == one.period for one in lists)
    )


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


def _days(patient: str, lists: Sequence[ListedAttacks]) -> AttackDays | None:
    """The days of one patient; None while the period of a list has to be asked."""
    if any(one.asked for one in lists):
        return None
    periods = [one.period for one in lists if one.period and not one.attacks.daily]
    return diary_of([one.attacks for one in lists], patient, list(dict.fromkeys(periods)))


def _checked(part: Part, number: int, tables: Sequence[TextTable], choices: Choices) -> Piece:
    """The diaries of all patients whose first list is this part, checked as one table."""
    columns = {
        name: pa.concat_arrays([table.columns[name] for table in tables])
        for name in tables[0].columns
    }
    length = sum(len(table.rows) for table in tables)
    whole = TextTable(columns, np.arange(1, length + 1))
    frame = check(CANONICAL["diary"], whole, choices).frame
    rows = np.full(len(frame), -1, dtype="int64")
    return Piece(number, part.file, "diary", frame, rows, frozenset(frame.columns))


def _share(shares: Sequence[tuple[ListedAttacks, Share]]) -> None:
    """What became of the attacks of all lists of a part, told to its account."""
    (first, _), *_ = shares
    account = first.account
    account.use(np.array([row for _, share in shares for row in share.used], dtype="int64"))
    repeated = [row for _, share in shares for row in share.duplicates]
    account.repeat(np.array(repeated, dtype="int64"))
    account.dates(pd.Series([start for one, _ in shares for start, _, _ in one.attacks.spans]))
    account.days = sum(share.days for _, share in shares)
    remarks = Counter(column for one, _ in shares for _, column, _ in one.attacks.remarks)
    for column, count in remarks.items():
        sentence = f"{column}: {counted(count, 'cell')} cannot be read and counted as blank."
        _tell(first, f"blank {column}", sentence)
    if outside := sum(len(share.outside) for _, share in shares):
        sentence = f"{counted(outside, 'attack lies', 'attacks lie')} outside of the "
        sentence += "stated period: not used."
        _tell(first, "outside", sentence)
    if opened := sum(share.opened for _, share in shares):
        sentence = f"{counted(opened, 'day')} of the stated period without an attack "
        sentence += f"{'is' if opened == 1 else 'are'} unknown, not free: an attack has no "
        sentence += "end (still ongoing), and may have gone on until the next one began."
        _tell(first, "open", sentence)


def _is_asked(one: ListedAttacks, choices: Choices) -> bool:
    """Days without an attack are only known where they were recorded, or in a stated period."""
    known = one.period or one.attacks.daily or sum(one.attacks.free) > one.attacks.denied
    return not known and _answer(one.part, choices) not in (OWN, ATTACKS_ONLY)


def _tell(one: ListedAttacks, kind: str, sentence: str) -> None:
    told = Told(_code(one.part, kind), one.part.file, f"{one.part.file}: {sentence}")
    one.account.told.append(told)


def _question(lists: Sequence[ListedAttacks]) -> Question:
    """The days of the first and the last attack are a suggestion for the period, no more."""
    known = [start.date() for one in lists for start, _, _ in one.attacks.spans]
    ends = (("from", min(known).isoformat()), ("to", max(known).isoformat())) if known else ()
    part = lists[0].part
    whose = f" of {counted(len(lists), 'patient')}" if len(lists) > 1 else ""
    own = "each patient's own" if len(lists) > 1 else "the"
    others = ((OWN, f"from {own} first attack to the last one"), (ATTACKS_ONLY, UNRECORDED))
    return Question(
        "observed",
        part.file,
        f"{part.file} lists attacks{whose}: from when to when was every attack written down? "
        "Outside of that period days are unknown.",
        (*ends, *others),
        lists[0].code,
        headers=part.headers,
    )


def _assumptions(lists: Sequence[ListedAttacks], choices: Choices) -> list[str]:
    told = [rule_sentence(choices)]
    answer = _answer(lists[0].part, choices)
    periods = {one.period for one in lists if one.period and not one.attacks.daily}
    if answer == ATTACKS_ONLY and not periods:
        told.append(f"Of an attack list only the days with an attack are known: {UNRECORDED}.")
    elif len(periods) == 1:
        ((first, last),) = periods
        told.append(
            f"Every attack from {day(first)} to {day(last)} is in the list: {TAKEN_AS_FREE}"
        )
    elif periods:
        told.append(f"Every attack of each patient's own period is in the list: {TAKEN_AS_FREE}")
    return told
