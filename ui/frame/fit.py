"""Does the page fit whoever reads it: by keyboard, aloud, in the light or in the dark, on paper?

What no key of the theme says stands in one sheet of styles. A switch of light and dark redraws
nothing by itself: the page is told which theme it was drawn in, and asks for another run only when
the browser's differs, so that no page pays for it otherwise. A phone says once, in the same way,
that it is one: charts then show the sessions that fit. So does a window narrower than a desk's,
where a file is read.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from ui.tab import width

LOADING = "load"  # where a file is read
SHEET = Path(__file__).with_suffix(".css")

_watch = st.components.v2.component(
    "clear_days_fit", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
)


def style() -> None:
    """The sheet, before anything is drawn."""
    st.html(SHEET)


def _run_again() -> None:
    """The run that the watch asks for is all that is needed."""


def _on_paper() -> dict[str, str]:
    """The colours of charts in the dark, as a browser writes them, and those for white paper."""
    if st.context.theme.type != "dark":
        return {}
    dark, light = (st.get_option(f"theme.{of}.chartCategoricalColors") for of in ("dark", "light"))
    written = (tuple(bytes.fromhex(colour[1:])) for colour in dark)
    return {f"rgb{of}": paper for of, paper in zip(written, light, strict=True)}


def _is(told: str) -> Callable[[], None]:
    """A callback for each, and none that asks what was told: with another page it is forgotten."""
    return partial(width.remember, told)


def follow(address: str) -> None:
    """Watches theme and width in which this run has drawn; links to this address are current."""
    data = {"drawn": st.context.theme.type, "here": address, "paper": _on_paper()}
    a_file = address == LOADING
    of_width = {"width": width.drawn(a_file=a_file), "a_file": a_file}
    _watch(
        key="fit",
        data=data | of_width,
        height=1,
        on_theme_change=_run_again,
        on_narrow_change=_is(width.PHONE),
        on_medium_change=_is(width.WINDOW),
        on_wide_change=_is(width.DESK),
    )
