"""A hundred files at once on *Load data*: is it told which is read, and does a click count?"""

from __future__ import annotations

import pytest
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.testing.v1 import AppTest

from tests.test_live import answer, button
from tests.test_opened_once import DAYS, FILES, filed
from tests.test_pages import start

pytestmark = pytest.mark.slow


@pytest.fixture
def bars(monkeypatch) -> list[tuple[float, str]]:
    """How far every bar was moved, and what it said."""
    moved: list[tuple[float, str]] = []
    progress = DeltaGenerator.progress

    def heard(self, value, text=None, **how):
        moved.append((value, text or ""))
        return progress(self, value, text, **how)

    monkeypatch.setattr(DeltaGenerator, "progress", heard)
    return moved


def dropped(files: dict[str, bytes]) -> AppTest:
    app = start("pages/load.py")
    app.file_uploader(key="files_0").set_value([(n, c, "text/csv") for n, c in files.items()])
    app.run()
    assert not app.exception, app.exception
    return app


def test_a_bar_says_which_of_a_hundred_files_is_read(bars):
    app = dropped(filed())
    assert answer(app).startswith(f"**:blue[{FILES} patients, {FILES * DAYS} days.]**")
    at_first = [told for told in bars if "suggested" not in told[1]]
    steps = [n / FILES for n in range(FILES + 1)]
    assert [value for value, _ in at_first] == [*steps, 1]  # nobody knows their columns yet
    assert at_first[36][1].startswith("Reading file 37 of 100, ")
    assert at_first[100][1].startswith("Checking the rows of all 100 files, ")
    then = bars[len(at_first) :]
    assert [value for value, _ in then] == steps * 2  # read, and then checked
    assert then[137][1].startswith("Checking the rows of table 37 of 100 as suggested, ")
    assert then[-1][1].startswith("Putting the rows of all files together as suggested, ")
    assert all(text.endswith(" MB in all") for _, text in bars)


def test_a_single_file_has_no_bar(bars):
    name, content = next(iter(filed().items()))
    dropped({name: content})
    assert not bars


def test_a_click_while_files_are_read_costs_neither_them_nor_what_was_opened(monkeypatch):
    """The run ends at once; the next one goes on with the files that were opened by then."""
    app = start("pages/load.py")
    progress, opened = DeltaGenerator.progress, []

    def clicked(self, value, text=None, **how):
        if value == 0.5 and not opened:
            opened.extend(s for s in st.session_state.pending_sources if s.opened.found)
            st.rerun()
        return progress(self, value, text, **how)

    monkeypatch.setattr(DeltaGenerator, "progress", clicked)
    files = filed()
    app.file_uploader(key="files_0").set_value([(n, c, "text/csv") for n, c in files.items()])
    app.run()
    assert not app.exception, app.exception
    assert len(opened) == FILES / 2
    assert answer(app).startswith(f"**:blue[{FILES} patients, {FILES * DAYS} days.]**")
    sources = app.session_state["pending_sources"]
    assert all(one is now for one, now in zip(opened, sources, strict=False))
    assert {len(source.opened.found) for source in sources} == {1}
    assert not app.session_state["pending_due"]
    assert not button(app, "Start again").value
