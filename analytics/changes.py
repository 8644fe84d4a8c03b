"""What is different between two versions of the same records?"""

from __future__ import annotations

import pandas as pd

from analytics.frames import CANONICAL
from analytics.order import natural
from analytics.records import Records
from analytics.result import result_of
from analytics.settings import Settings

SIDES = ADDED, CHANGED, GONE = "added", "changed", "gone"


def changed_rows(before: Records, after: Records) -> pd.DataFrame:
    """Rows of each table that are new, changed or gone, by the table's key.

    One row a table that either has: ``table``, ``before``, ``after``, ``added``, ``changed``,
    ``gone``, and ``patients`` whom a difference concerns.
    """
    rows = []
    for name, spec in CANONICAL.items():
        old, new = before.tables[name], after.tables[name]
        if not len(old) and not len(new):
            continue
        columns = [column for column in new if column in old]
        both = pd.concat([old[columns].assign(side=GONE), new[columns].assign(side=ADDED)])
        different = both.drop_duplicates(columns, keep=False)
        sides = different.groupby(list(spec.key), dropna=False)["side"].agg(
            lambda found: CHANGED if len(found) > 1 else found.iloc[0]
        )
        counts = sides.value_counts()
        rows.append(
            (
                name,
                len(old),
                len(new),
                *(int(counts.get(side, 0)) for side in SIDES),
                different["patient_id"].nunique(),
            )
        )
    columns = ["table", "before", "after", *SIDES, "patients"]
    return pd.DataFrame(rows, columns=columns)


def changed_patients(before: Records, after: Records) -> tuple[list[str], list[str]]:
    """Patients with a session who are new, and who are gone."""
    old, new = set(before.patient_ids), set(after.patient_ids)
    return sorted(new - old, key=natural), sorted(old - new, key=natural)


def changed_rates(before: Records, after: Records, settings: Settings) -> pd.DataFrame:
    """Responders after each session in both, under the same settings; the cut-off of each."""
    sides = []
    for records in (before, after):
        rates = result_of(records, settings).rates.set_index("session")
        sides.append(rates[["responders", "evaluable", "rate"]])
    joined = sides[0].join(sides[1], how="outer", suffixes=("_before", "_after"))
    return joined.reset_index()
