"""The dashboard with an invented cohort of so many ``PATIENTS`` in place of the sample.

    PATIENTS=10000 streamlit run perf/opened.py

The guard of ``server.py`` is left out: what is looked at are the pages.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import streamlit as st

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from perf.cohorts import MOST_WITH_DAYS, as_cycles, with_days  # noqa: E402
from ui import state  # noqa: E402

patients = int(os.environ.get("PATIENTS", "0"))
if patients:
    records = (with_days if patients <= MOST_WITH_DAYS else as_cycles)(patients)
    assert records.digest
    state.sample = lambda: (records, None)

app = st.App(str(ROOT / "app.py"))
