"""What is said of the list of patients?"""

from __future__ import annotations

import pandas as pd

from analytics.codes import State
from words.numbers import counted
from words.percents import share


def who_is_judged(states: pd.Series, session: int) -> str:
    """103 of these 152 patients are judged after session 2; a rate is of them: 38 of 103 (37%).

    ``states``: of everybody, whatever part is shown. Who is counted here is not who is judged.
    """
    counts = states.value_counts()
    reached = int(counts.get(State.REACHED, 0))
    judged = reached + int(counts.get(State.NOT_REACHED, 0))
    who = f"these {counted(len(states), 'patient')}" if len(states) > 1 else "1 patient"
    told = f"{judged:,} of {who} {'is' if 1 in (judged, len(states)) else 'are'} judged"
    told += f" after session {session}"
    return f"{told}; a rate is of those: {share(reached, judged)}." if judged else f"{told}."
