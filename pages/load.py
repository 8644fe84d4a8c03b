"""What was read from your files? And while files wait: how are they read?"""

import streamlit as st

from ui import foot, open_page, question
from ui.loading.asked import screen_title
from ui.loading.upload import (
    about_mappings,
    file_names,
    finish_reading,
    nothing_read,
    offer_files,
    offer_mappings,
    offer_sample,
    offer_templates,
    pending_records,
    show_account,
    show_loaded,
    show_nothing,
    show_preview,
    show_questions,
    type_counts,
    upload,
)

open_page("Load data")
finish_reading()
pending, screen = pending_records(), None
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    question(screen_title(file_names()) if pending else "What was read from your files?")
    with st.container(horizontal=True, width="content"):
        if pending:
            offer_files()
        offer_mappings()
        offer_templates()
if pending:
    about_mappings(pending[1])
    screen = show_questions(pending[1]) if pending[1].questions else None
    if screen is None and nothing_read(pending[1]):
        show_nothing(*pending)
    else:
        if screen is None:
            show_preview(*pending)
        show_account(*pending)
else:
    upload()
    show_loaded()
    type_counts()
    offer_sample()
foot()
if screen:
    screen.carry_through()
