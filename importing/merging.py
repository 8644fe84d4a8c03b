"""What does a corrected file change in the records that are loaded?"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analytics.frames import CANONICAL
from analytics.records import Records


def merge(old: Records, new: Records) -> tuple[Records, pd.DataFrame]:
    """The old records with the new ones on top, and per table what that does.

    A row is known by its table's key (patient and day, patient and session date, ...). One table
    row each: table, added (new key), replaced (known key, other content), skipped (the same).
    """
    merged, told = {}, []
    for name, table in CANONICAL.items():
        before, after = old.tables[name], new.tables[name]
        if after.empty:
            continue
        key = list(table.key)
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
