"""The analysis plan of this tab: frozen, brought, shown, taken off."""

from __future__ import annotations

from datetime import date

import streamlit as st

from analytics.plan import HANDLINGS, MAX_PLAN_BYTES, AnalysisPlan, NoPlan
from analytics.research.subgroups import BASELINE_COLUMNS
from clinic.access import RESEARCH
from ui.showing.downloads import download
from ui.tab import state
from ui.tab.cohort import Cohort
from words.numbers import sentence_case
from words.plan import ALL, HANDLING, NO_PLAN, as_planned, in_parts

MAX_MB = 1  # the least that can be asked for; a plan has some hundred bytes
GROUPS, HANDLED, BROUGHT = "plan_subgroups", "plan_missing", "plan_file"


def plan_box(cohort: Cohort) -> None:
    """What is planned, in its parts, and how it stands to what is looked at; or how to freeze one.

    Nothing of a plan changes a number.
    """
    plan = cohort.settings.plan
    with st.container(border=True):
        st.markdown("**Analysis plan**")
        if plan is None:
            st.markdown(NO_PLAN)
            _freeze()
            return
        st.markdown(as_planned(cohort.settings, cohort.records, ALL))
        for name, told in in_parts(plan):
            st.markdown(f":gray[{name}:] {told}")
        with st.container(horizontal=True):
            download(
                "Plan",
                plan.to_json(),
                "plan.json",
                "application/json",
                right=RESEARCH,
                icon=":material/tune:",
                key="download_plan",
            )
            st.button(
                "Take the plan off",
                icon=":material/undo:",
                type="tertiary",
                on_click=lambda: state.change(plan=None),
            )


def _freeze() -> None:
    """What a plan has beside the Definition in use; or one that was frozen before."""
    left, right = st.columns(2, gap="large")
    with left:
        st.multiselect(
            "Subgroups",
            list(BASELINE_COLUMNS),
            key=GROUPS,
            format_func=lambda name: sentence_case(name.replace("_", " ")),
        )
        st.selectbox(
            "Those not judged",
            HANDLINGS,
            key=HANDLED,
            format_func=lambda code: sentence_case(HANDLING[code]),
        )
        st.button("Freeze as of today", icon=":material/lock:", on_click=_frozen)
    with right:
        file = st.file_uploader(
            "A plan frozen before", type="json", key=BROUGHT, max_upload_size=MAX_MB
        )
        if file is not None:
            try:
                brought = AnalysisPlan.from_json(file.getvalue()[:MAX_PLAN_BYTES].decode())
            except (NoPlan, UnicodeDecodeError) as problem:
                told = str(problem) if isinstance(problem, NoPlan) else "This is no text."
                st.warning(told, icon=":material/info:")
            else:
                st.button("Use this plan", on_click=lambda: state.change(plan=brought))


def _frozen() -> None:
    groups, missing = st.session_state[GROUPS], st.session_state[HANDLED]
    definition = state.settings().definition
    state.change(plan=AnalysisPlan(date.today(), definition, tuple(groups), str(missing)))
