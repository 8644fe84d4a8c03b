"""The dashboard's server with an invented cohort of so many ``PATIENTS`` in place of the sample.

PATIENTS=10000 streamlit run perf/opened.py
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from perf.cohorts import MOST_WITH_DAYS, as_cycles, with_days
from server import app
from ui import state

__all__ = ["app"]

patients = int(os.environ.get("PATIENTS", "0"))
if patients:
    records = (with_days if patients <= MOST_WITH_DAYS else as_cycles)(patients)
    assert records.digest
    state.sample = lambda: (records, None)
