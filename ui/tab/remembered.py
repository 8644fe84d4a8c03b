"""What was worked out is kept: in the tab, or for all tabs that look at the same records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

EVERY: list[Remembered] = []  # so that all of it can be forgotten
TABS = 5  # of the records that everybody sees, so many times as many results are kept


class Remembered:
    """The last results of a function, under its arguments that do not begin with an underscore.

    Those of a person's own records live in her tab and go with it. Those of ``shared`` records, the
    sample, are made once for all tabs: who asks while another tab is making one waits for it.
    """

    def __init__(self, make: Callable[..., Any], most: int, spinner: str | bool) -> None:
        self._own = st.cache_resource(scope="session", max_entries=most, show_spinner=spinner)(make)
        self._shared = st.cache_resource(max_entries=TABS * most, show_spinner=spinner)(make)
        EVERY.append(self)

    def __call__(self, *arguments: Any, shared: bool) -> Any:
        return (self._shared if shared else self._own)(*arguments)

    def forget(self) -> None:
        """Drop those of this tab."""
        self._own.clear()


def remembered(
    most: int, spinner: str | bool = False
) -> Callable[[Callable[..., Any]], Remembered]:
    """Decorator: ``most`` results of a tab are kept."""
    return lambda make: Remembered(make, most, spinner)


def forget_all() -> None:
    """Drop whatever was worked out in this tab."""
    for kept in EVERY:
        kept.forget()
