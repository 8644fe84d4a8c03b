"""Which rows of a table does the title of its chart name?"""

from __future__ import annotations

import pandas as pd

from analytics.definitions import FEW_JUDGED


def among(rows: pd.DataFrame, sessions: range | None) -> pd.DataFrame:
    """The rows of the sessions that are drawn; all of them where None is given."""
    return rows if sessions is None else rows[rows["session"].isin(sessions)]


def first_and_last(rows: pd.DataFrame, patients: pd.Series) -> pd.DataFrame:
    """The first and the last row of ten patients or more; of all rows where none has as many.

    ``patients``: of each row. One row where both are the same, none where there is none.
    """
    enough = rows[patients >= FEW_JUDGED]
    named = enough if len(enough) else rows
    return named.iloc[sorted({0, len(named) - 1})] if len(named) else named
