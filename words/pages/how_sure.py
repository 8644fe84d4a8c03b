"""How sure can one be about one patient? In words as rough as the numbers are, never a verdict."""

from __future__ import annotations

import math

import pandas as pd

from analytics.codes import EntryRule
from analytics.definitions import Definition
from analytics.research.individual import FEWEST, OfOneSession
from words.definitions import entry_told
from words.numbers import dates, half_up, number, sentence_case
from words.percents import reduction, threshold

TITLE = "How sure can one be about this patient?"
ERROR = 20  # of 100: by how much a chance may be wrong, where bad spells are long
NOT_WHY = "This says nothing about why; no control group."
MAY_BE_WRONG = (
    f"Chances may be wrong by up to {ERROR} of 100 where bad spells are long, by more where all "
    "patients change alike"
)
ARE_LONG = "; here months next to each other are more alike than those further apart"


def if_unchanged(row: pd.Series) -> str:
    """If nothing had changed, about 12 of 100 such patients would show a fall this large."""
    chance = float(row["chance_if_unchanged"])
    many = half_up(100 * chance)
    told = f"about {many}" if 1 <= many <= 99 else "fewer than 1" if many < 1 else "over 99"
    fall = "a fall this large" if row["percent_reduction"] >= 1 else "days as few as these"
    return f"If nothing had changed, {told} of 100 such patients would show {fall}. {NOT_WHY}"


def at_least(row: pd.Series) -> str:
    """That the true reduction is at least 30%: roughly 6 to 10 of 10; at least 50%: 4 to 8."""
    told = {line: rough(row[f"probability_{line}"]) for line in (30, 50)}
    if told[30] == told[50]:
        return f"That the true reduction is at least 30% or even 50%: {told[30]}."
    parts = (f"at least {threshold(line)}: {chance}" for line, chance in told.items())
    return f"That the true reduction is {'; '.join(parts)}."


def rough(chance: float) -> str:
    """Roughly 4 to 8 of 10, under 3 of 10: a range that holds the error of the chance."""
    low, high = (round((100 * chance + way * ERROR) / 10, 6) for way in (-1, 1))
    if low < 1:
        return f"under {math.floor(high) + 1} of 10"
    if high > 9:
        return f"over {math.ceil(low) - 1} of 10"
    return f"roughly {math.floor(low)} to {math.ceil(high)} of 10"


def rests_on(row: pd.Series, outcome: pd.Series, of: OfOneSession, definition: Definition) -> str:
    """From which days each starts, which month after is looked at, and by how much it may be wrong.

    ``outcome``: the patient's row of Outcomes; ``of``: by whom the model is made.
    """
    before = of.days_before(outcome["patient_id"])
    starts = (
        f"Two starting points: recorded, the month before session 1 "
        f"({number(outcome['baseline'])} {definition.days.words} a month); expected, all "
        f"{months_before(row)} months before it ({number(before)})."
        if months_before(row) > 1
        else "Before session 1 one month is used: how far it was high or low by chance is known "
        "from other patients alone."
    )
    window = dates(outcome["window_start"], outcome["window_end"])
    alone = f", that of session {outcome['session']} alone" if outcome["session"] > 1 else ""
    return (
        f"{starts} After treatment one window is used{alone}: {window}, not now. "
        f"{MAY_BE_WRONG}{ARE_LONG if of.hang_together else ''}."
    )


def months_before(row: pd.Series) -> int:
    """How many months before session 1 the model knows of this patient."""
    return int(row["months_used"]) - 1


def made_of(of: OfOneSession, session: int, definition: Definition) -> str:
    """What the numbers are made of, for whoever asks."""
    whom = f"after session {session}" if of.own else "after any session, each the last judged"
    return (
        "Expected lies between what this patient recorded and what others did, for a month is "
        f"partly chance. Made from {of.with_earlier:,} patients with an earlier month, {whom}. "
        f"{sentence_case(_let_in(definition))}. No verdict, in no list."
    )


def _let_in(definition: Definition) -> str:
    if definition.entry_rule == EntryRule.NONE:
        return "no entry rule is stated: where patients were let in by a bad month, expect less"
    return f"{entry_told(definition)}, as stated"


def how_to_read(row: pd.Series) -> str:
    """Dot: recorded, against the month before session 1. Cross: expected, against all 7. ..."""
    months = months_before(row)
    against = f"all {months} months before it" if months > 1 else "the same month"
    return (
        f"Dot: recorded, against the month before session 1. Cross: expected, against {against}. "
        "Line: where the true reduction of 9 of 10 such patients lies."
    )


def title(row: pd.Series, definition: Definition) -> str:
    """66% fewer days expected, 76% recorded"""
    expected, recorded = (
        reduction(row[name], definition.threshold)
        for name in ("expected_reduction", "percent_reduction")
    )
    return f"{sentence_case(expected)} expected, {recorded} recorded"


def cannot_tell(outcome: pd.Series | None, earlier: int | None) -> str:
    """Why nothing is computed; ``earlier``: how many have an earlier month, None: no single days.

    ``outcome``: the row of the last session that can be judged, None where there is none.
    """
    if outcome is None:
        return "Cannot be told: no session can be judged yet."
    if earlier is None:
        return "Cannot be told from counts: it takes single days."
    if outcome["other_treatment"]:
        return (
            f"Cannot be told: another treatment began before the month compared was over "
            f"({outcome['other_treatment']})."
        )
    return (
        f"Cannot be told: it takes {FEWEST} patients who recorded a month before the baseline "
        f"month, to see how months vary by themselves; of those judged {earlier:,} did."
    )
