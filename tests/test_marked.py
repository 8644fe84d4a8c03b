"""Are marked rows of a table copied alone, and the whole table where none is marked?"""

import json
import re

import pytest

from clinic.access import RESEARCH
from tests.counted import counting, opened
from ui.showing import marked
from ui.showing.copied import PRESSED


def copied(app, *places: int) -> dict:
    """What the button is given when these rows are marked and it is pressed."""
    key = re.search(r"rows_onset_\w+", app.dataframe[0].proto.id)[0]
    app.session_state[key] = {"selection": {"rows": list(places)}}
    app.session_state[f"{PRESSED}_onset"] = True
    app.run()
    assert not app.exception
    buttons = [one.proto for one in app.get("bidi_component")]
    return next(json.loads(one.json) for one in buttons if one.component_name == "clear_days_copy")


@pytest.mark.slow
def test_marked_rows_are_copied_alone_and_the_button_says_so():
    app = opened("pages/onset.py", open_onset=True)
    whole = copied(app)
    assert whole["label"] == "Copy"
    assert whole["copied"] == f"{len(app.dataframe[0].value):,} rows copied"
    three = copied(app, 4, 0, 2)
    assert (three["label"], three["copied"]) == ("Copy 3 rows", "3 rows copied")
    assert three["rows"] == [whole["rows"][place] for place in (0, 2, 4)]
    assert len({tuple(row) for row in three["rows"]}) == 3
    assert three["headings"] == whole["headings"]
    assert copied(app, 4)["label"] == "Copy 1 row"


def test_rows_that_may_not_be_taken_along_are_not_marked(monkeypatch):
    monkeypatch.setattr(marked, "may", lambda right: right != RESEARCH)
    app = opened("pages/onset.py", open_onset=True)
    assert [one.proto.id for one in app.dataframe] == [""]


def test_a_copy_draws_its_own_button_anew_and_no_file_beside_it():
    """Each run gives a file another address: a click on the one before would be lost."""
    with counting() as sent:
        opened("pages/records.py")
    drawn = [one.delta for one in sent.messages if one.WhichOneof("type") == "delta"]
    parts = {"download_button": set(), "copy": set()}
    for one in drawn:
        kind = one.new_element.WhichOneof("type")
        if kind == "bidi_component":
            kind = one.new_element.bidi_component.component_name.removeprefix("clear_days_")
        if kind in parts:
            parts[kind].add(one.fragment_id)
    assert parts["copy"]
    assert parts["download_button"]
    assert not parts["copy"] & parts["download_button"]
