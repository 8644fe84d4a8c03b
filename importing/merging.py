"""What does a corrected file change in the records that are loaded?"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analytics.frames import CANONICAL, TableSpec
from analytics.records import Records

KEEP_THEIR_COLUMNS = ("diary", "sessions", "patients")


def merge(old: Records, new: Records) -> tuple[Records, pd.DataFrame]:
    """The old records with the new ones on top, and per table what that does.

    What the new ones do not say stays: a column of days, sessions or patients that they have not.
    A row is known by its table's key (patient and day, patient and session date, ...). One table
    row each: table, added (new key), replaced (known key, other content), skipped (the same).
    """
    merged, told = {}, []
    for name, table in CANONICAL.items():
        before, after = old.tables[name], new.tables[name]
        if after.empty:
            continue
        key = list(table.key)
        if name in KEEP_THEIR_COLUMNS:
            after = _with_what_it_does_not_say(before, after, table)
        keys_before = pd.MultiIndex.from_frame(before[key])
        keys_after = pd.MultiIndex.from_frame(after[key])
        known = keys_after.isin(keys_before)
        both = pd.concat([before, after], ignore_index=True)
        same = both.duplicated(keep="first").to_numpy()[len(before) :]
        kept = before[~keys_before.isin(keys_after)]
        joined = pd.concat([kept, after]) if len(kept) else after
        merged[name] = joined.sort_values(key, kind="stable", ignore_index=True)
        told.append((name, int((~known).sum()), int((known & ~same).sum()), int(same.sum())))
    names = tuple(dict.fromkeys((*old.names, *new.names)))
    changes = pd.DataFrame(told, columns=["table", "added", "replaced", "skipped"])
    return replace(old, **merged, names=names, synthetic=old.synthetic and new.synthetic), changes


def _with_what_it_does_not_say(
    before: pd.DataFrame, after: pd.DataFrame, table: TableSpec
) -> pd.DataFrame:
    """The new rows; a column of which they say nothing at all stays as the old rows have it, and
    a flag that cannot be beside what they say follows it."""
    key = list(table.key)
    at = pd.MultiIndex.from_frame(before[key]).get_indexer(pd.MultiIndex.from_frame(after[key]))
    content = before.columns.difference([*key, *(c.name for c in table.columns if c.internal)])
    silent = [name for name in content if name not in after or after[name].isna().all()]
    if not (at >= 0).any() or not silent:
        return after
    kept = before[silent].iloc[at.clip(0)].reset_index(drop=True).loc[:, silent]
    after = after.assign(**{name: kept[name].where(at >= 0) for name in silent})
    for said, value, other in (("headache", 0, "migraine"), ("migraine", 1, "headache")):
        if table.name == "diary" and other in silent:
            cannot_be = after[said].eq(value) & after[other].eq(1 - value)
            after[other] = after[other].mask(cannot_be.fillna(False), value)
    return after
