"""What was read from your files?"""

import streamlit as st

from ui import foot, open_page, question
from ui.loading import (
    offer_mappings,
    offer_sample,
    offer_templates,
    pending_records,
    show_loaded,
    show_preview,
    type_counts,
    upload,
)

open_page("Load data")
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    question("What was read from your files?")
    with st.container(horizontal=True, width="content"):
        offer_mappings()
        offer_templates()
upload()
pending = pending_records()
if pending:
    show_preview(*pending)
else:
    show_loaded()
    type_counts()
    offer_sample()
foot()
