"""What does a corrected file change in the records that are loaded?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from analytics.frames import CANONICAL, TableSpec
from analytics.records import Records
from importing.doubts.moved_session import beside

KEEP_THEIR_COLUMNS = ("diary", "sessions", "patients")


def moved_sessions(old: Records, new: Records) -> pd.DataFrame:
    """The sessions of the old records that the new ones may have moved: place, patient_id, and the
    two dates (session_date_x, session_date_y). The new ones have not the old date, nor the old ones
    the new one."""
    key = ["patient_id", "session_date"]
    before, after = old.sessions[key], new.sessions[key]
    known, kept = (pd.MultiIndex.from_frame(one) for one in (before, after))
    near = beside(before, after[~kept.isin(known)])
    return near[~known[near["place"]].isin(kept)]


def merge(
    old: Records,
    new: Records,
    unsaid: Mapping[str, pd.DataFrame] | None = None,
    *,
    moved: bool = False,
) -> tuple[Records, pd.DataFrame]:
    """The old records with the new ones on top, and per table what that does.

    What the new ones do not say stays (``unsaid``: a mask of such cells of each table): of days,
    sessions and patients. ``moved``: of the sessions that may have been moved the old ones go.
    A row is known by its table's key (patient and day, patient and session date, ...). One table
    row each: table, added (new key), replaced (known key, other content), skipped (the same).
    """
    if moved and len(gone := moved_sessions(old, new)):
        stays = old.sessions.drop(index=old.sessions.index[gone["place"]])
        old = replace(old, sessions=stays.reset_index(drop=True))
    merged, told = {}, []
    for name, table in CANONICAL.items():
        before, after = old.tables[name], new.tables[name]
        if after.empty:
            continue
        key = list(table.key)
        if name in KEEP_THEIR_COLUMNS:
            after = _with_what_it_does_not_say(before, after, table, (unsaid or {}).get(name))
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
    before: pd.DataFrame, after: pd.DataFrame, table: TableSpec, unsaid: pd.DataFrame | None
) -> pd.DataFrame:
    """The new rows; a cell of which they say nothing stays as the old rows have it, and so does a
    column that is blank in all of them; a flag that cannot be beside what they say follows it."""
    key = list(table.key)
    at = pd.MultiIndex.from_frame(before[key]).get_indexer(pd.MultiIndex.from_frame(after[key]))
    content = before.columns.difference([*key, *(c.name for c in table.columns if c.internal)])
    silent = {}
    for name in content:
        nobody = name not in after or bool(after[name].isna().all())
        cells = nobody if unsaid is None or name not in unsaid else nobody | unsaid[name]
        silent[name] = (at >= 0) & np.asarray(cells, dtype=bool)
    silent = {name: where for name, where in silent.items() if where.any()}
    for name, where in silent.items():
        kept = before[name].iloc[at.clip(0)].set_axis(after.index)
        said = after[name] if name in after else kept.where(where)
        after = after.assign(**{name: said.mask(where, kept)})
    for said, value, other in (("headache", 0, "migraine"), ("migraine", 1, "headache")):
        if table.name == "diary" and other in silent:
            cannot_be = after[said].eq(value) & after[other].eq(1 - value)
            after[other] = after[other].mask(cannot_be.fillna(False) & silent[other], value)
    return after
