"""The trail for the administrator: the last entries, all of them as CSV, and is it whole?"""

from __future__ import annotations

import pandas as pd
import streamlit as st
from sqlalchemy import Engine

from clinic import trail
from clinic.access import ADMINISTER
from ui.kept.told import at, entry_told, who_told
from ui.showing.downloads import download
from ui.showing.leaving import csv_file, csv_style
from ui.showing.screen import SHORT, draw
from words.numbers import counted, sentence_case
from words.screen import ScreenColumn, ScreenTable, whole

SHOWN = 500


def verdict(kept: Engine) -> str:
    """Is the chain whole? In a sentence, the number in bold."""
    found = trail.verify(kept)
    if found.broken is None:
        whole = "none changed, none missing up to the last"
        return f"**{counted(found.entries, 'entry', 'entries')}**, {whole}"
    return f"**The trail was changed** at entry {found.broken:,}"


def show_entries(kept: Engine) -> None:
    """The newest entries as sentences; the CSV has them as they are kept."""
    entries = trail.entries(kept, SHOWN)
    if entries.empty:
        st.markdown("Nobody has kept, opened or exported records here yet.")
        return
    told = [entry_told(*pair) for pair in zip(entries["what"], entries["about"], strict=True)]
    who = [sentence_case(who_told(name).removeprefix("by ")) for name in entries["who"]]
    shown = ScreenTable(
        (
            whole("Entry", entries["number"]),
            ScreenColumn("When, UTC", "", entries["at"].map(at)),
            ScreenColumn("Who", "", pd.Series(who, dtype="str")),
            ScreenColumn("What", "", pd.Series(told, dtype="str")),
        )
    )
    draw(
        shown, "The newest entries of the trail", height=560 if len(entries) > SHORT else "content"
    )
    if len(entries) == SHOWN:
        st.markdown(f":gray[:small[The newest {SHOWN}; the CSV holds all.]]")


def offer_export(kept: Engine) -> None:
    style = csv_style()
    download(
        "The whole trail as CSV",
        lambda: csv_file(trail.entries(kept), style),
        "trail.csv",
        "text/csv",
        right=ADMINISTER,
        icon=":material/download:",
    )
