"""The trail for the administrator: the last entries, all of them as CSV, and is it whole?"""

from __future__ import annotations

import streamlit as st
from sqlalchemy import Engine

from analytics.written import as_csv, inert_cells
from clinic import trail
from clinic.access import ADMINISTER
from ui.showing.downloads import download

SHOWN = 500


def verdict(kept: Engine) -> str:
    """Is the chain whole? In a sentence, the number in bold."""
    found = trail.verify(kept)
    if found.broken is None:
        return f"**{found.entries:,} entries**, and the chain is whole"
    return f"**The trail was changed** at entry {found.broken:,}"


def show_entries(kept: Engine) -> None:
    entries = trail.entries(kept, SHOWN)[["number", "at", "who", "what", "about"]]
    st.dataframe(
        entries,
        hide_index=True,
        alt="The newest entries of the trail",
        column_config={
            "number": "Entry",
            "at": "When, UTC",
            "who": "Who",
            "what": "What",
            "about": "About what",
        },
        height=min(35 * (len(entries) + 1) + 3, 600),
    )
    st.markdown(f":gray[:small[The newest {SHOWN}. Times in UTC.]]")


def offer_export(kept: Engine) -> None:
    download(
        "The whole trail as CSV",
        lambda: as_csv(inert_cells(trail.entries(kept))),
        "trail.csv",
        "text/csv",
        right=ADMINISTER,
        icon=":material/download:",
    )
