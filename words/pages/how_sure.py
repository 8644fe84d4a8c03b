"""How sure can one be about one patient? In words as rough as the numbers are, never a verdict."""

from __future__ import annotations

import math

import pandas as pd

from analytics.codes import EntryRule
from analytics.definitions import Definition
from analytics.research.individual import FEWEST, OfOneSession
from words.definitions import entry_told
from words.numbers import counted, dates, half_up, sentence_case
from words.percents import reduction, threshold

TITLE = "How sure can one be about this patient?"
ERROR = 20  # of 100: by how much a chance may be wrong, where bad spells are long
NOT_WHY = "This says nothing about why; no control group."
MAY_BE_WRONG = (
    f"Chances may be wrong by up to {ERROR} of 100 where bad spells are long, by more where all "
    "patients change alike"
)
ARE_LONG = "; here months next to each other are more alike than those further apart"
SUBTITLE = (
    "Line: where the true reduction of 9 of 10 such patients lies. Cross: expected. Dot: recorded."
)


def if_unchanged(row: pd.Series) -> str:
    """If nothing had changed, about 12 of 100 such patients would show a fall this large."""
    chance = float(row["chance_if_unchanged"])
    many = half_up(100 * chance)
    told = f"about {many}" if 1 <= many <= 99 else "fewer than 1" if many < 1 else "over 99"
    fall = "a fall this large" if row["percent_reduction"] > 0 else "days as few as these"
    return f"If nothing had changed, {told} of 100 such patients would show {fall}. {NOT_WHY}"


def at_least(row: pd.Series) -> str:
    """That the true reduction is at least 30%: roughly 6 to 10 of 10; at least 50%: 4 to 8."""
    parts = (
        f"at least {threshold(line)}: roughly {rough(row[f'probability_{line}'])}"
        for line in (30, 50)
    )
    return f"That the true reduction is {'; '.join(parts)}."


def rough(chance: float) -> str:
    """4 to 8 of 10: a range that holds the error of the chance."""
    percents = 100 * chance
    low = max(0, math.floor(round((percents - ERROR) / 10, 6)))
    high = min(10, math.ceil(round((percents + ERROR) / 10, 6)))
    return f"{low} to {high} of 10"


def rests_on(row: pd.Series, outcome: pd.Series, of: OfOneSession, definition: Definition) -> str:
    """Expected beside recorded, what it rests on, and of which days it speaks.

    ``outcome``: the patient's row of Outcomes; ``of``: by whom the model is made.
    """
    expected, recorded = (
        reduction(row[name], definition.threshold)
        for name in ("expected_reduction", "percent_reduction")
    )
    less = row["expected_reduction"] < row["percent_reduction"]
    why = "less than" if less else "beside"
    told = [f"Expected: {expected}, {why} the {recorded} recorded"]
    if less:
        told.append("a month looked at for being good is partly good by chance")
    window = dates(outcome["window_start"], outcome["window_end"])
    months = counted(int(row["months_used"]), "month")
    session = f"session {outcome['session']}" if of.own else "any session, each the last judged"
    whom = f"after {session}"
    return (
        f"{': '.join(told)}. Rests on {months} of this patient and on {of.with_earlier:,} patients "
        f"with an earlier month, {whom}. {sentence_case(_let_in(definition))}. About {window}, not "
        f"about now. No verdict, in no list. {MAY_BE_WRONG}{ARE_LONG if of.hang_together else ''}."
    )


def _let_in(definition: Definition) -> str:
    if definition.entry_rule == EntryRule.NONE:
        return "no entry rule is stated: where patients were let in by a bad month, expect less"
    return f"{entry_told(definition)}, as stated"


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
