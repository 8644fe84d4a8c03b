"""The dashboard with an invented cohort of so many ``PATIENTS`` in place of the sample.

    PATIENTS=10000 streamlit run perf/opened.py

Everything else is as ``server.py`` has it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from perf.cohorts import MOST_WITH_DAYS, as_cycles, with_days  # noqa: E402
from server import Guard, lifespan  # noqa: E402
from ui.tab import state  # noqa: E402

patients = int(os.environ.get("PATIENTS", "0"))
if patients:
    records = (with_days if patients <= MOST_WITH_DAYS else as_cycles)(patients)
    assert records.digest
    opened = records, None
    state.sample = lambda: opened

app = st.App(str(ROOT / "app.py"), middleware=[Middleware(Guard)], lifespan=lifespan)
