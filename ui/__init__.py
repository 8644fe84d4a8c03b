"""What do the pages share? The frame, the settings, the ways of showing.

May import: reports, charts, clinic, importing, words,
analytics. Streamlit is here and in the server alone.
"""

from ui.cohort import Cohort
from ui.page import ask, foot, headline, open_page, question
from ui.show import chart, download_table, figures, inert, table
from ui.tables import method, named_table

__all__ = [
    "Cohort",
    "ask",
    "chart",
    "download_table",
    "figures",
    "foot",
    "headline",
    "inert",
    "method",
    "named_table",
    "open_page",
    "question",
    "table",
]
