"""How do small pictures stand beside words? In the colours of the theme that is drawn with."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from typing import NamedTuple

import streamlit as st

BETWEEN = "\N{EM SPACE} "  # two entries of a key
PLACEHOLDER = re.compile(r"#0000(\d\d)")  # of ``charts.palette``


def as_markdown(svg: str, alt: str = "") -> str:
    """A picture within a line of markdown; without ``alt`` nobody is told of it."""
    mode = st.context.theme.type or "light"
    colours = st.get_option(f"theme.{mode}.chartCategoricalColors")
    drawn = PLACEHOLDER.sub(lambda found: colours[int(found[1]) - 1], svg)
    return f"![{alt}](data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()})"


class Meaning(NamedTuple):
    """A sign as SVG, and what it means."""

    svg: str
    words: str


def key_of(signs: Iterable[Meaning], more: str = "") -> None:
    """What the signs of a picture mean, in one line that breaks between two of them; then more."""
    told = [f":small[{as_markdown(svg)} {words}]" for svg, words in signs]
    if more:
        told.append(f":gray[{more}]")
    st.markdown(f":small[{BETWEEN.join(told)}]")  # ``fit.css`` keeps a sign beside its words
