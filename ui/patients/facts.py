"""What was recorded of one patient, beside the published lines? Facts with their dates.

Answer, months and facts fill one screen: a fact stands in its short words, and all of them in full
are one click away.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

import pandas as pd
import streamlit as st

from analytics.guidelines import all_rules
from charts.keys import mark
from ui.frame.bound import drawer
from ui.showing.show import closed, rows_of
from ui.showing.signs import BETWEEN, as_markdown
from ui.tab.cohort import Story
from words.facts import GROUPS, KEY, LINE, Fact, Line
from words.guidelines import ROWS, VERDICT
from words.numbers import day, sentence_case
from words.rules_told import Group

TITLE = "What was recorded, beside published lines"


def show_facts(found: list[Fact]) -> None:
    """The facts in their groups, each marked by whether its line was reached.

    Those that cannot be judged are among all of them in full, with their number, unless there are
    no others.
    """
    if not found:
        return
    shown = [fact for fact in found if fact.line != Line.CANNOT_JUDGE] or found
    with st.container(gap="xxsmall", key="facts"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.subheader(TITLE, anchor=False, width="content")
            legend = [f":gray[{as_markdown(mark(line))} {words}]" for line, words in KEY.items()]
            st.markdown(f":small[{BETWEEN.join(legend)}]", width="content")
            drawer(_all_of(found, shown), "facts", lambda: _tell(found, _told), type="tertiary")
        with st.container(key="facts_in_short"):
            _tell(shown, _told_in_short)


def _all_of(found: list[Fact], shown: list[Fact]) -> str:
    """In full, with 2 that cannot be judged"""
    more = len(found) - len(shown)
    return f"In full, with {more} that cannot be judged" if more else "In full"


def _tell(found: list[Fact], told: Callable[[Fact], str]) -> None:
    """A paragraph a fact, the first of a group after its name."""
    lines = []
    for group, facts in groupby(found, lambda fact: fact.group):
        first, *others = map(told, facts)
        lines += [f"**{GROUPS[group]}** {first}", *others]
    st.markdown("\n\n".join(f":small[{line}]" for line in lines))


def _told(fact: Fact) -> str:
    """The mark, the fact, what came since, and what is left open."""
    return _parts(fact, f"{fact.told}.", fact.since, fact.aside)


def _told_in_short(fact: Fact) -> str:
    since = f"{sentence_case(': '.join(fact.lately))}." if fact.lately else ""
    return _parts(fact, f"{fact.brief}.", since, "")


def _parts(fact: Fact, told: str, since: str, aside: str) -> str:
    """What came since is bold where it is a goal; what is left open is grey."""
    parts = [as_markdown(mark(fact.line), f"{LINE[fact.line]}:"), told]
    if since:
        parts.append(f"**{since}**" if fact.group == Group.GOALS else f":gray[{since}]")
    if aside:
        parts.append(f":gray[{aside}]")
    return " ".join(parts)


def numbers_behind(story: Story) -> None:
    """The numbers behind each description, its rule and source: one click away."""
    closed(
        "The numbers behind each description, its rule and source",
        "verdicts",
        lambda: rows_of(
            _behind(story.rules.said.verdicts), "Each description with its numbers and source"
        ),
    )


def _behind(found: pd.DataFrame) -> pd.DataFrame:
    rules = all_rules()
    return pd.DataFrame(
        {
            "Description": [ROWS[name].title for name in found["rule"]],
            "Session": found["session"].tolist(),
            "Verdict": found["verdict"].map(VERDICT).tolist(),
            "Numbers": found["basis"].tolist(),
            "From": found["from"].map(day, na_action="ignore").tolist(),
            "To": found["to"].map(day, na_action="ignore").tolist(),
            "Since then": found["since"].tolist(),
            "Rule": [ROWS[name].sentence for name in found["rule"]],
            "Source": [rules[name].source for name in found["rule"]],
        }
    )
