"""What was recorded of one patient, beside the published lines? Facts with their dates."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.guidelines import all_rules
from charts.keys import mark
from ui.showing.show import closed, rows_of
from ui.showing.signs import as_markdown
from ui.tab.cohort import Story
from words.facts import GROUPS, KEY, LINE, Fact
from words.guidelines import ROWS, VERDICT
from words.numbers import day
from words.rules_told import Group

TITLE = "What was recorded, beside published lines"
COLUMNS = ((Group.BEFORE, Group.GOALS), (Group.REDUCTION,), (Group.INTAKE, Group.SCORES))

WIDTHS = (1.1, 1.2, 0.95)


def show_facts(found: list[Fact]) -> None:
    """The facts in their groups, each marked by whether its line was reached."""
    if not found:
        return
    with st.container(gap="xxsmall", key="facts"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.subheader(TITLE, anchor=False, width="content")
            legend = [f"{as_markdown(mark(line))} :gray[{words}]" for line, words in KEY.items()]
            st.markdown(f":small[{' &nbsp; '.join(legend)}]", width="content")
        for column, groups in zip(st.columns(WIDTHS, gap="small"), COLUMNS, strict=True):
            told = [line for group in groups for line in _group(found, group)]
            column.markdown("  \n".join(f":small[{line}]" for line in told))


def _group(found: list[Fact], group: Group) -> list[str]:
    told = [_told(fact) for fact in found if fact.group == group]
    return [f"**{GROUPS[group]}**", *told] if told else []


def _told(fact: Fact) -> str:
    """The mark, the fact, what came since in bold where it is a goal, what is left open in grey."""
    since = f"**{fact.since}**" if fact.group == Group.GOALS else f":gray[{fact.since}]"
    parts = (
        as_markdown(mark(fact.line), f"{LINE[fact.line]}:"),
        f"{fact.told}.",
        since if fact.since else "",
        f":gray[{fact.aside}]" if fact.aside else "",
    )
    return " ".join(filter(None, parts))


def numbers_behind(story: Story) -> None:
    """The numbers behind each description, its rule and source: one click away."""
    closed(
        "The numbers behind each description, its rule and source",
        "verdicts",
        lambda: rows_of(_behind(story.verdicts), "Each description with its numbers and source"),
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
