"""What do the pages share? The frame, the settings, the ways of showing.

May import: reports, charts, clinic, importing, words,
analytics. Streamlit is here and in the server alone.
"""

from ui.frame.invitations import invite
from ui.frame.page import ask, foot, headline, open_page, question
from ui.showing.leaving import take_along
from ui.showing.show import chart, figures, inert, noted
from ui.showing.tables import method, named_table, table
from ui.tab.cohort import Cohort

__all__ = [
    "Cohort",
    "ask",
    "chart",
    "figures",
    "foot",
    "headline",
    "inert",
    "invite",
    "method",
    "named_table",
    "noted",
    "open_page",
    "question",
    "table",
    "take_along",
]
