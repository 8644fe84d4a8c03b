"""How is a Definition told?"""

from __future__ import annotations

from analytics.definitions import Definition


def called(definition: Definition) -> str:
    """Its name for reading: "Hull 2014" or "Hull 2014, changed"."""
    return f"{definition.title}, changed" if definition.changes else definition.title


def days_told(definition: Definition) -> str:
    """Which days, when: migraine days in the month after each session, per 30 days"""
    return f"{definition.days.words} {definition.when.words}, per {definition.month} days"


def in_words(definition: Definition) -> str:
    """The same; at least 50% fewer than before session 1"""
    least = f"at least {definition.threshold}% fewer than before session 1"
    return f"{days_told(definition)}; {least}"
