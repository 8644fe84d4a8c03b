"""A named table under its chart: rows, CSV, and the settings and command that made them."""

from __future__ import annotations

import shlex
from collections.abc import Callable

import pandas as pd
import streamlit as st

from analytics.tables import TABLES
from clinic.access import RESEARCH
from ui.showing.downloads import download
from ui.showing.marked import rows_to_take
from ui.showing.show import closed, noted
from ui.tab.cohort import Cohort
from ui.tab.state import settings
from words.methods import method_of
from words.needs import why_empty
from words.tables import in_words


def named_table(
    cohort: Cohort,
    name: str,
    frame: pd.DataFrame | None = None,
    extra: tuple[str, ...] = (),
    remark: str = "",
) -> None:
    """The table of this name, closed; ``extra``: options of its command beyond the settings.

    ``remark``: a sentence under the rows as the screen shows them.
    """

    title = method_of(name, cohort.settings.definition).title

    def fill() -> None:
        found = cohort.table(name) if frame is None else frame
        found = in_words(name, found, cohort.session, cohort.settings.definition)
        if found.empty:
            st.markdown(f"No rows: {why_empty(TABLES[name].needs, cohort.records)}.")
            return
        rows_to_take(found, title, cohort, name, lambda: _settings_file(cohort, name), remark)
        st.markdown(":gray[:small[The same from the command line:]]")
        st.code(_command(cohort, name, extra), language=None, wrap_lines=True)

    closed(f"Table: {title.lower()}", name, fill)


def _settings_file(cohort: Cohort, name: str) -> None:
    download(
        "Settings",
        cohort.settings.to_json(),
        "settings.json",
        "application/json",
        right=RESEARCH,
        icon=":material/tune:",
        key=f"settings_{name}",
    )


def table(label: str, make: Callable[[], pd.DataFrame], cohort: Cohort, name: str) -> None:
    """The table of a chart, closed, with the ways to take it along."""
    closed(label, name, lambda: rows_to_take(make(), label, cohort, name))


def _command(cohort: Cohort, name: str, extra: tuple[str, ...]) -> str:
    files = [f"--{table.replace('_', '-')} {table}.csv" for table in cohort.records.given]
    options = [*cohort.settings.options(), "--session", str(cohort.session), *extra]
    return f"python -m cleardays table {name} {' '.join(files)} {shlex.join(options)}"


def method(*names: str) -> None:
    """What each method answers, and when not to trust it: two sentences each."""
    with st.expander("Method"):
        for name in names:
            of = method_of(name, settings().definition)
            noted(f"**{of.title}.** {of.answers} Not to trust: {of.distrust}")
