"""How sure can one be about one patient? Worked out when it is opened, and only then."""

from __future__ import annotations

import streamlit as st

from analytics.months import last_judged
from analytics.needs import SINGLE_DAYS
from analytics.research.individual import judged_by_all
from analytics.steps import Outcomes
from charts.how_sure import how_sure_chart
from ui.showing.show import chart, closed
from ui.tab.cohort import Cohort
from words.pages import how_sure as said


def show_how_sure(cohort: Cohort, patient_id: str, rows: Outcomes) -> None:
    """Closed: about the last session that can be judged; why not, where nothing can be told."""
    closed(said.TITLE, "how_sure", lambda: _fill(cohort, patient_id, rows))


def _fill(cohort: Cohort, patient_id: str, rows: Outcomes) -> None:
    outcome, definition = last_judged(rows), cohort.settings.definition
    if outcome is None or not cohort.records.holds >= SINGLE_DAYS:
        st.markdown(said.cannot_tell(outcome, None))
        return
    session = int(outcome["session"])
    found = cohort.table("individual", session=session)
    own = found[found["patient_id"] == patient_id]
    of = judged_by_all(cohort.records, cohort.outcomes, definition, session)
    if own.empty:
        st.markdown(said.cannot_tell(outcome, of.with_earlier))
        return
    row = own.iloc[0]
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.markdown(f"**{said.if_unchanged(row)}**")
        st.markdown(said.at_least(row))
        st.markdown(
            f":gray[:small[{said.rests_on(row, outcome, of, definition)}]]",
            help=said.made_of(of, session, definition),
        )
    with right:
        chart(
            lambda: how_sure_chart(row, definition, reached=bool(outcome["responder"])),
            cohort,
            key=f"how_sure_{patient_id}",
            saved_as="one_patient_how_sure",
            title=said.title(row, definition),
            subtitle=said.how_to_read(row),
        )
