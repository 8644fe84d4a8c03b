"""How is response spread over the patients, and does it last?"""

import streamlit as st

from analytics.codes import Event
from analytics.research.spread import in_band
from charts.rows import rows_chart
from charts.spread import bands_chart, distribution_chart, incidence_chart
from charts.states import states_chart
from ui import ask, chart, foot, headline, method, named_table, open_page
from ui.showing.estimates import LEVELS, TICKS, response_rows
from ui.showing.links import opens_list
from ui.tab.state import settings
from words.pages import spread as said
from words.response import spread_words

DECIMALS = 2  # of a percent: the screen's tables have fractions with four

open_page("Spread and duration")
cohort = ask(spread_words(settings().definition).question, by_session=True)
definition, session = cohort.settings.definition, cohort.session
words = spread_words(definition)
bands, curve, five = (cohort.table(n) for n in ("bands", "distribution", "five_responses"))
headline(said.headline(bands, session, definition))
st.markdown(said.ever(five, definition))
chart(
    lambda: bands_chart(bands),
    cohort,
    key="bands",
    title="Each session's patients by how much their days changed",
    subtitle="From below: 75% fewer or more, 50 to under 75%, 30 to under 50%, 0 to under 30%, "
    "worse; hatched: due, not judged. Shares of those due; numbers: patients.",
    opens=opens_list(
        "the list of these patients",
        lambda _, at, band: (at, said.band_listed(at, band), in_band(cohort.outcomes, at, band)),
    ),
)
chart(
    lambda: distribution_chart(curve, definition),
    cohort,
    key=f"distribution_session_{session}",
    title=f"How many had at least each reduction after session {session}",
    subtitle=words.distribution,
)
chart(
    lambda: rows_chart(response_rows(five, session, definition), LEVELS, TICKS),
    cohort,
    key=f"five_responses_session_{session}",
    title=words.five,
    subtitle="Dot and line: share with its 95% interval.",
)
incidence = cohort.table("incidence")
for question, title in (
    (Event.FIRST_RESPONSE, words.first),
    (Event.STOPPING, "Stopping by reason, cumulative"),
):
    rows = incidence[incidence["question"] == question] if len(incidence) else incidence
    if len(rows):
        chart(
            lambda rows=rows: incidence_chart(rows, definition),
            cohort,
            key=f"incidence_{question}",
            title=title,
            subtitle="Share of the patients with a usable baseline by each day since session 1 "
            "(Aalen-Johansen). At risk: still followed just before the next event.",
        )
states = cohort.table("states")
if len(states):
    chart(
        lambda: states_chart(states, definition),
        cohort,
        key="states",
        title="From one session to the next",
        subtitle=words.states,
    )
named_table(cohort, "bands", remark=said.bands_rounded(bands, DECIMALS))
for name in ("distribution", "five_responses", "incidence", "states"):
    named_table(cohort, name)
method("bands", "distribution", "five_responses", "incidence", "states")
foot(cohort)
