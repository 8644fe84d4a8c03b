"""Clicks at once after each other: what was asked for is done, what was closed stays closed."""

import pytest
from streamlit.runtime.scriptrunner import RerunException
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
from streamlit.testing.v1 import AppTest

from ui.tab.whole import whole


@pytest.mark.parametrize("clicks", range(4))
def test_a_click_that_follows_waits_for_the_end_of_a_step(clicks):
    """As Streamlit cuts it: at a look into the session state, once for each request."""
    requests, written = [RerunData(page_name=str(click)) for click in range(clicks)], []

    def look() -> None:
        if requests:
            raise RerunException(requests.pop(0))

    @whole
    def step(value: str) -> None:
        look()
        written.append(value)
        look()

    if clicks:
        with pytest.raises(RerunException) as later:
            step("42")
        assert later.value.rerun_data.page_name == str(clicks - 1)
    else:
        step("42")
    assert set(written) == {"42"}
    assert not requests


def test_a_drawer_keeps_its_name_while_it_is_open():
    """Under another it would be another popover, and open again over whoever has closed it."""

    def page() -> None:
        import streamlit as st

        from ui.frame.bound import drawer

        chosen = st.session_state.setdefault("chosen", 0)
        drawer(f"Filters: {chosen}", "filters", lambda: st.text("values"))

    app = AppTest.from_function(page, default_timeout=60).run()

    def popover() -> tuple[str, str]:
        (found,) = app.get("popover")
        return found.proto.popover.label, found.proto.popover.id

    def turned(*, is_open: bool, chosen: int) -> tuple[str, str]:
        app.session_state["open_filters"], app.session_state["chosen"] = is_open, chosen
        app.run()
        return popover()

    assert popover()[0] == "Filters: 0"
    opened = turned(is_open=True, chosen=0)
    assert [text.value for text in app.text] == ["values"]
    assert turned(is_open=True, chosen=1) == opened
    assert turned(is_open=False, chosen=1)[0] == "Filters: 1"
    assert not app.text
