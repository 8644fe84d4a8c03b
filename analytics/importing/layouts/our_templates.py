"""Our own templates, and files with the same columns under known other names."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.importing.choices import Choices
from analytics.importing.columns import recognise_table
from analytics.importing.layouts import redcap, wide_counts
from analytics.importing.layouts.base import Layout, Reading, identifying
from analytics.importing.text import TextTable


def knows(headers: Sequence[str]) -> bool:
    if redcap.knows(headers) or wide_counts.knows(headers):
        return False
    return recognise_table(headers) is not None


def read(text: TextTable, file: str, choices: Choices) -> Reading:
    table = recognise_table(text.headers)
    return Reading(
        tables=((table.name, text),) if table else (),
        dropped=identifying(text.headers) if table and table.open_ended else (),
    )


LAYOUT = Layout("our_templates", "Our template", knows, read)
