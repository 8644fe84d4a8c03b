"""Our own templates, and files with the same columns under known other names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from importing.choices import Choices
from importing.columns import own_names, recognise_table
from importing.layouts import month_grid, redcap, wide_counts
from importing.layouts.base import Layout, Reading, identifying
from importing.research_exposures import exposures_of
from importing.research_tables import standard_of
from importing.text import TextTable


def knows(headers: Sequence[str]) -> bool:
    if redcap.knows(headers) or wide_counts.knows(headers) or month_grid.knows(headers):
        return False
    if standard_of(headers) or exposures_of(headers):
        return False
    return recognise_table(own_names(headers)) is not None


def read(text: TextTable, file: str, choices: Choices) -> Reading:
    names = own_names(text.headers)
    table = recognise_table(names)
    if len(set(names)) == len(names):
        text = replace(text, columns=dict(zip(names, text.columns.values(), strict=True)))
    return Reading(
        tables=((table.name, text),) if table else (),
        dropped=identifying(text.headers) if table and table.open_ended else (),
    )


def holds(text: TextTable) -> bool:
    """Is it what its names say? What is known of patients beside counts of days is none of that."""
    table = recognise_table(own_names(text.headers))
    return table is None or table.name != "patients" or not wide_counts.look_like_counts(text)


LAYOUT = Layout("our_templates", "Our template", knows, read, holds=holds)
