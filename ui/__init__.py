"""What the pages share: the frame, the settings, the ways of showing. Only here is Streamlit."""

from ui.cohort import Cohort
from ui.page import ask, foot, headline, open_page, question
from ui.show import chart, download_table, figures, inert, table

__all__ = [
    "Cohort",
    "ask",
    "chart",
    "download_table",
    "figures",
    "foot",
    "headline",
    "inert",
    "open_page",
    "question",
    "table",
]
