"""How is response spread over the patients, and does it last?"""

import streamlit as st

from analytics.codes import Event
from analytics.research.spread import in_band, in_states
from charts.rows import rows_chart
from charts.spread import bands_chart, distribution_chart, incidence_chart
from charts.states import (
    MOST_ON_A_PHONE,
    MOST_SESSIONS,
    shown_sessions,
    states_chart,
    told_by_mark,
)
from ui import ask, chart, foot, headline, method, named_table, open_page
from ui.showing.estimates import LEVELS, TICKS, response_rows
from ui.showing.links import opens_list
from ui.tab.state import settings
from ui.tab.width import narrow
from words.pages import spread as said
from words.response import spread_words

DECIMALS = 2  # of a percent: the screen's tables have fractions with four


def how_far():
    bands, curve = cohort.table("bands"), cohort.table("distribution")
    chart(
        lambda: bands_chart(bands),
        cohort,
        key="bands",
        title=said.bands_title(bands, session),
        subtitle="From below: 75% fewer or more, 50 to under 75%, 30 to under 50%, 0 to under 30%, "
        "more days; hatched: due, not judged. Shares of those due; numbers: patients.",
        opens=opens_list(
            "the list of these patients",
            lambda _, at, band: (
                at,
                said.band_listed(at, band),
                in_band(cohort.outcomes, at, band),
            ),
        ),
    )
    chart(
        lambda: distribution_chart(curve, definition),
        cohort,
        key=f"distribution_session_{session}",
        title=said.distribution_title(curve, session),
        subtitle=words.distribution,
    )
    named_table(cohort, "bands", remark=said.bands_rounded(bands, DECIMALS))
    chance = cohort.table("worse_by_chance")
    named_table(cohort, "worse_by_chance", remark=said.worse_told(chance, session))
    named_table(cohort, "distribution")
    method("bands", "worse_by_chance", "distribution")


def of_a_state(*mark: int):
    at, state, then = told_by_mark(*mark)
    named = said.states_listed(at, state, then, definition)
    return at + 1 if then else at, named, in_states(cohort.outcomes, at, state, then)


def does_it_last():
    five, states = cohort.table("five_responses"), cohort.table("states")
    chart(
        lambda: rows_chart(response_rows(five, session, definition), LEVELS, TICKS),
        cohort,
        key=f"five_responses_session_{session}",
        title=said.responses_title(five),
        subtitle=f"{words.five} {said.by_chance(five, definition)}",
    )
    if len(states):
        shown = shown_sessions(states, session, MOST_ON_A_PHONE if narrow() else MOST_SESSIONS)
        chart(
            lambda: states_chart(states, definition, shown),
            cohort,
            key=f"states_{shown[0]}_to_{shown[-1]}",
            title=said.states_title(states, session, shown[-1], definition),
            subtitle=f"{words.states} Sessions {shown[0]} to {shown[-1]}; the table has all.",
            opens=opens_list("the list of these patients", of_a_state),
        )
    named_table(cohort, "five_responses")
    named_table(cohort, "states")
    method("five_responses", "states")


def when():
    incidence = cohort.table("incidence")
    for question in (Event.FIRST_RESPONSE, Event.STOPPING):
        rows = incidence[incidence["question"] == question] if len(incidence) else incidence
        if len(rows):
            chart(
                lambda rows=rows: incidence_chart(rows, definition, said.main_event(rows)),
                cohort,
                key=f"incidence_{question}",
                title=said.incidence_title(rows, definition),
                subtitle="Share of the patients with a usable baseline by each day since session 1 "
                "(Aalen-Johansen). At risk: still followed just before the next event.",
            )
        else:
            st.markdown(said.nothing_happened(question, definition))
    named_table(cohort, "incidence")
    method("incidence")


open_page("Spread and duration")
cohort = ask(spread_words(settings().definition).question, by_session=True)
definition, session = cohort.settings.definition, cohort.session
words = spread_words(definition)
headline(said.headline(cohort.table("bands"), session, definition))
TABS = {"By how much": how_far, "Does it last": does_it_last, "When, and who stops": when}
opened = st.tabs(list(TABS), key="spread_tab", on_change="rerun")
for tab, draw in zip(opened, TABS.values(), strict=True):
    if tab.open:  # the others compute and draw nothing
        with tab:
            draw()
foot(cohort)
