"""Is a date a slip of the year alone, so that her other days make the true one plain?"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from importing.doubts.base import Together

MOST = 50  # rows that are looked at one by one
SLIP = "year"


def dates_of_patients(seen: Together) -> pd.DataFrame:
    """Every date of a diary or a session with its patient; assumed free days are none."""
    tables = [t for t in ("diary", "sessions") if len(seen.frame(t))]
    if not tables:
        none = {"patient_id": pd.Series(dtype="str"), "date": pd.Series(dtype="datetime64[s]")}
        return pd.DataFrame(none)
    return pd.concat([dates_of_table(seen, table) for table in tables], ignore_index=True)


def dates_of_table(seen: Together, table: str) -> pd.DataFrame:
    """The dates that a table has already, with their patient; assumed free days are none."""
    column = "session_date" if table == "sessions" else "date"
    frame = seen.frame(table)
    if table == "diary":
        frame = frame[(frame["assumed_free"] != 1).fillna(True).to_numpy(dtype=bool)]
    return frame[["patient_id", column]].set_axis(["patient_id", "date"], axis=1)


def plain_years(
    odd: pd.DataFrame, known: pd.DataFrame, taken: pd.DataFrame
) -> list[pd.Timestamp] | None:
    """The true date of each odd row, if for each of them one year alone puts it among her days.

    All three: patient_id and date. ``taken``: what the table has already is none of them.
    """
    if len(odd) > MOST:
        return None
    known = known[known["patient_id"].isin(odd["patient_id"])]
    dates = {patient: list(rows) for patient, rows in known.groupby("patient_id")["date"]}
    taken = taken[taken["patient_id"].isin(odd["patient_id"])]
    already = set(zip(taken["patient_id"], taken["date"], strict=True))
    found: list[pd.Timestamp] = []
    for patient, when in zip(odd["patient_id"], odd["date"], strict=True):
        own = dates.get(patient, [])
        possible = list(_candidates(pd.Timestamp(when), own))
        free = [one for one in possible if (patient, one) not in already]
        if len(free) != 1:
            return None
        already.add((patient, free[0]))
        found += free
    return found


def _candidates(when: pd.Timestamp, own: list[pd.Timestamp]) -> Iterable[pd.Timestamp]:
    """The same day in other years, between her first and her last day."""
    if not own:
        return
    for year in range(min(own).year, max(own).year + 1):
        try:
            moved = when.replace(year=year)
        except ValueError:
            continue
        if min(own) <= moved <= max(own) and moved != when:
            yield moved
