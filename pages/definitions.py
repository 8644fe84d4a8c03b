"""What does each word mean, and who says so?"""

import streamlit as st

from ui import foot, headline, open_page, question
from ui.tab.state import settings
from words.definitions import called, in_full, in_words, primary_outcome
from words.foot import INTENDED_USE
from words.glossary import glossary

open_page("Definitions")
question("What does each word mean, and who says so?")
definition = settings().definition
headline(f"**:blue[{called(definition)}]** counts {in_words(definition)}.")
whose = "Source of what was changed" if definition.changes else "Source"
primary = primary_outcome(definition, definition.primary_session)
st.markdown(
    f"Chosen now: {in_full(definition)}. {primary} {whose}: {definition.source}. {INTENDED_USE}"
)
for group, terms in glossary(definition.therapy).items():
    st.subheader(group, anchor=False)
    for term in terms:
        st.markdown(f"**{term.name}**  \n{term.sentence}  \n:gray[:small[Source: {term.source}]]")
foot()
