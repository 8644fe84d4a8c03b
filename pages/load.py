"""What was read from your files? And while a question is open: how are they read?"""

import streamlit as st

from ui import foot, open_page, question
from ui.loading.asked import screen_title
from ui.loading.upload import (
    file_names,
    is_asked,
    offer_files,
    offer_mappings,
    offer_sample,
    offer_templates,
    pending_records,
    show_account,
    show_loaded,
    show_preview,
    show_questions,
    type_counts,
    upload,
)

open_page("Load data")
asked, screen = is_asked(), None
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    question(screen_title(file_names()) if asked else "What was read from your files?")
    with st.container(horizontal=True, width="content"):
        if asked:
            offer_files()
        offer_mappings()
        offer_templates()
if not asked:
    upload()
pending = pending_records()
if pending:
    if asked:
        screen = show_questions(pending[1])
    else:
        show_preview(*pending)
    show_account(*pending)
else:
    show_loaded()
    type_counts()
    offer_sample()
foot()
if screen:
    screen.carry_through()
