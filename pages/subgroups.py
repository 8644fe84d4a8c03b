"""For whom?"""

from html import escape

import streamlit as st

from analytics.definitions import FEW_JUDGED
from analytics.research.subgroups import NUMBERS, in_each_group
from charts.rows import rows_chart
from ui import ask, chart, foot, headline, method, named_table, open_page
from ui.showing.estimates import LEVELS, TICKS, choose_groups, group_rows, paired_rows
from ui.showing.links import opens_list
from words.numbers import inert, sentence_case
from words.pages import subgroups as said
from words.plan import groups_told
from words.response import told_of

open_page("For whom")
cohort = ask("For whom?", by_session=True)
column, cuts = choose_groups(cohort)
found = cohort.table("subgroups", (column,) if column else (), cuts)
headline(said.headline(found))
if told := said.coupled((column,)):
    st.markdown(told)
if told := groups_told(cohort.settings.plan, column):
    st.markdown(told)
if column:
    looked = st.session_state.setdefault("groups_looked_at", set())
    looked.add((cohort.name, column, cuts))
    st.markdown(
        f"Different ways of grouping looked at in this tab: **{len(looked)}**. Many looks find "
        "something. Groups under ten judged are shown as their number only."
    )
st.markdown(said.groups_add_up(found))


def listed(title: str, _: str) -> tuple[int, str, list[str]]:
    """Those judged in the group of a mark; nobody where no group has this title."""
    of, session = cohort.records.patients, cohort.session
    groups = {
        escape(name): (name, ids)
        for name, ids in in_each_group(
            cohort.outcomes, of, session, column, dict(cuts).get(column, ())
        ).items()
    }
    name, ids = groups.get(title, ("", []))
    return session, said.group_listed(column, name, session), ids


if column:
    chart(
        lambda: rows_chart(group_rows(found), LEVELS, TICKS),
        cohort,
        key=f"groups_session_{cohort.session}_{column}_{cuts}",
        title=said.groups_title(found, cohort.session),
        subtitle=f"{sentence_case(told_of(cohort.settings.definition).them)} by "
        f"{inert(column.replace('_', ' '))}. Dot and line: rate of those judged, 95% interval "
        "(Wilson). The difference is to the largest group, in percentage points (Newcombe).",
        opens=opens_list("the list of those judged", listed),
    )
pairs = cohort.table("same_patients")
if (pairs["patients"] >= FEW_JUDGED).any():
    chart(
        lambda: rows_chart(
            paired_rows(pairs),
            (-50, -25, 0, 25, 50, 75),
            ("−50", "−25", "0", "+25", "+50", "+75 points"),
            0,
            "no difference",
        ),
        cohort,
        key="same_patients",
        title=said.pairs_title(pairs),
        subtitle="Later sessions against session 1: difference of the two rates in percentage "
        "points, 95% interval (Newcombe, paired).",
    )
cut = [f"{name}={','.join(f'{v:g}' for v in values)}" for name, values in cuts]
by = ("--by", column) if column else ()
extra = (*by, *(t for c in cut if column in NUMBERS for t in ("--cut", c)))
named_table(cohort, "subgroups", found, extra)
named_table(cohort, "same_patients")
named_table(cohort, "over_sites")
method("subgroups", "same_patients", "over_sites")
foot(cohort)
