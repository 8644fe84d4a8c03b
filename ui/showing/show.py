"""How is a figure shown, and how a table? A chart never stands alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

import pandas as pd
import streamlit as st

from analytics.order import by_natural_id
from charts.narrow import that_fit
from charts.palette import in_grey
from charts.themed import Theme, themed
from ui.showing.named import file_name
from ui.showing.picture import picture_buttons, plain
from ui.showing.screen import draw
from ui.showing.signs import Meaning, key_of
from ui.tab.cohort import Cohort
from ui.tab.remembered import remembered
from ui.tab.state import settings
from ui.tab.width import narrow
from words.glossary import explained
from words.numbers import inert
from words.screen import ScreenTable, on_screen, sessions_that_fit

__all__ = ["chart", "figures", "inert", "noted"]


MOST_ROWS = 1_000  # on a screen; more would be sent to a browser that nobody scrolls through


class Opens(NamedTuple):
    """What a click on a mark opens, in words, and how: from the mark as Plotly tells it."""

    what: str
    open_mark: Callable[[Mapping[str, Any]], None]


@remembered(40)
def _figure(result: str, key: str, _draw: Callable[[], object]) -> object:
    """A figure is drawn once for a result and a view; nobody changes it afterwards."""
    return _draw()


def _in_its_colours(figure: object, cohort: Cohort) -> object:
    """Blue is for a response: days that are none are drawn in grey."""
    return figure if cohort.settings.definition.days.response else in_grey(figure)


def _theme(mode: str) -> Theme:
    """The colours of light or dark, as the theme's settings have them."""
    of = {
        name: st.get_option(f"theme.{mode}.{name}")
        for name in ("chartCategoricalColors", "backgroundColor", "borderColor")
    }
    return Theme(tuple(of["chartCategoricalColors"]), of["backgroundColor"], of["borderColor"])


def chart(
    draw: Callable[[], object],
    cohort: Cohort,
    *,
    key: str,
    title: str | Callable[[range | None], str],
    subtitle: str,
    control: Callable[[], object] | None = None,
    opens: Opens | None = None,
    signs: Sequence[Meaning] = (),
    saved_as: str = "",
) -> None:
    """A figure under its finding and a line on how to read it; both wrap on a phone.

    ``draw`` makes the figure for this ``key``, which names all that it depends on besides the
    cohort's result. ``title``: of the sessions drawn, where it names some; None are all: a phone
    has no room for them. ``control`` draws one control at the right of the title. ``opens`` is told
    which mark was clicked. ``signs`` and what they mean stand before the line. ``saved_as`` names
    its picture where the key would name a patient.
    """
    figure: Any = _figure(
        cohort.name, key, lambda: _in_its_colours(draw(), cohort), shared=cohort.shared
    )
    wide, drawn = "_narrow" if narrow() else "", None
    if wide:
        figure, fitting = that_fit(figure, cohort.session)
        if fitting and fitting.others:
            drawn = range(fitting.first, fitting.last + 1)
            subtitle = f"{subtitle} {sessions_that_fit(fitting.first, fitting.last)}"
    finding = title if isinstance(title, str) else title(drawn)
    with st.container(gap="xxsmall"):
        how = f" A click opens {opens.what}." if opens else ""
        told = f"{', '.join(of.words for of in signs)}. {subtitle}" if signs else subtitle

        def saved(width: Literal["stretch", "content"] = "stretch") -> None:
            # The next patient's buttons are the same ones: only what they are told is another.
            called = saved_as or key
            name = file_name(cohort, called)
            picture_buttons(
                called, name=name, title=finding, subtitle=told, foot=cohort.foot, width=width
            )

        with st.container(
            horizontal=True,
            horizontal_alignment="distribute",
            vertical_alignment="center",
            wrap=not signs,
        ):
            st.subheader(finding, anchor=False, width="content" if control else "stretch")
            if control:
                control()
            if signs:  # whose key fills its own line
                saved("content")
        if signs:
            key_of(signs, f"{subtitle}{how}")
        else:
            noted(f":gray[:small[{subtitle}{how}]]")
        mode = st.context.theme.type
        clicked: Any = st.plotly_chart(
            themed(figure, _theme(mode)) if mode else figure,
            theme=None if mode else "streamlit",
            # A change of light and dark draws it anew; a click is a place in this result's figure.
            key=f"{key}_{mode}{wide}{f'_{cohort.name[:8]}' if opens else ''}",
            alt=_told(finding, told),
            config={"displayModeBar": False, "displaylogo": False},
            on_select="rerun" if opens else "ignore",
            selection_mode="points",
        )
        if not signs:
            saved()
        if opens and (marks := clicked["selection"]["points"]):
            opens.open_mark(marks[0])


def noted(text: str) -> None:
    """A paragraph; the methods that it names are explained behind a mark."""
    st.markdown(text, help=explained(text) or None)


def _told(title: str, subtitle: str) -> str:
    """A chart in sentences, for whoever hears it; with the answer if its title has no number."""
    told = plain(f"{title}. {subtitle}")
    return (
        told if re.search(r"\d", title) else f"{told} {plain(st.session_state.get('answer', ''))}"
    )


def closed(label: str, key: str, fill: Callable[[], object]) -> None:
    """What is one click away: made, and sent, when it is opened."""
    box = st.expander(label, key=f"open_{key}", on_change="rerun")
    if box.open:
        with box:
            fill()


def rows_of(frame: pd.DataFrame, alt: str, name: str = "") -> None:
    """A table on the screen, under the name by which its columns have meanings; by id 1, 2, 10.

    Of many rows the first, with how many there are.
    """
    draw(first_rows(frame, name), alt)
    say_how_many(frame)


def first_rows(frame: pd.DataFrame, name: str) -> ScreenTable:
    """As many rows as a screen takes, by id, as it shows them."""
    return on_screen(name, by_natural_id(frame).head(MOST_ROWS), settings().definition)


def say_how_many(frame: pd.DataFrame) -> None:
    """How many rows there are, where a screen shows the first."""
    if len(frame) > MOST_ROWS:
        st.markdown(f":gray[The first {MOST_ROWS:,} of {len(frame):,} rows; the CSV holds all.]")


def figures(rows: list[tuple[str, str]]) -> None:
    """A short column of numbers with what they are: (number, words)."""
    with st.container(gap="small"):
        for value, words in rows:
            st.markdown(f"**{value}** :gray[:small[{words}]]")
