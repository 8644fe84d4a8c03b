"""What do baseline, due, judged and waiting mean, in as many sentences as somebody reads?"""

from __future__ import annotations

from analytics.definitions import Definition


def sentences(definition: Definition) -> tuple[str, str, str]:
    """The baseline; due and judged; waiting. (markdown)"""
    return (
        f"Every reduction is measured from the **baseline**, the {definition.month} days before "
        f"session 1.",
        "**Due** are all whose days to look at after the session are over, also those who "
        "stopped; **judged** are those of them with enough recorded days: a rate is of those "
        "judged, any other share says of whom it is.",
        "**Waiting** are those whose days to look at are not over yet: they are in no rate.",
    )
