"""What do these files change in the records that are loaded, put on top of them?"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from analytics.records import Records
from importing import ImportReport
from importing.doubts.base import short_code
from importing.doubts.moved_session import MOVED, asked_of, dates, readings
from importing.merging import merge, moved_sessions
from ui.loading.import_report import TABLE_WORDS
from ui.tab import state


@dataclass(frozen=True)
class OnTop:
    """The loaded records with these on top, per table what that does, and the sessions that may
    have been moved; ``said``: moved, both, or None while nobody has said."""

    records: Records
    changes: pd.DataFrame
    moved: pd.DataFrame
    said: str | None

    @property
    def undecided(self) -> bool:
        """Is there a session that may have been moved, and nobody has said?"""
        return bool(len(self.moved)) and self.said is None


def on_top_of_loaded(records: Records, report: ImportReport) -> OnTop | None:
    """What is loaded with these on top; None where nothing of anybody's own is loaded."""
    loaded = state.records()
    if loaded is None or loaded.synthetic or not any(map(len, records.tables.values())):
        return None
    moved = moved_sessions(loaded, records)
    said = st.session_state.get(_key(moved)) if len(moved) else None
    merged, changes = merge(loaded, records, report.unsaid, moved=said == MOVED)
    return OnTop(merged, changes, moved, said)


def show_changes(on_top: OnTop) -> None:
    """What they change, by table, and whether a session was moved: nothing is chosen before."""
    if len(on_top.moved):
        before, after = dates(on_top.moved)
        where = f"that is loaded beside one of these files: {before} is loaded, {after} is in these"
        options = dict(readings(on_top.moved))
        st.radio(
            asked_of(on_top.moved, where),
            list(options),
            index=None,
            key=_key(on_top.moved),
            format_func=lambda reading: options[reading],
        )
    changes = [
        f"{TABLE_WORDS[row.table].lower()}: {row.added:,} added, {row.replaced:,} replaced, "
        f"{row.skipped:,} skipped because they are the same"
        for row in on_top.changes.itertuples()
    ]
    if on_top.said == MOVED:
        changes.append(f"moved from another date: {len(on_top.moved):,}")
    st.markdown(f"On top of the records that are loaded: {'; '.join(changes)}.")


def _key(moved: pd.DataFrame) -> str:
    return f"moved_{short_code(moved.to_csv())}"
