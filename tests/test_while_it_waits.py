"""What is said while something is worked out: true of any patient, and one thing at a time."""

from contextlib import contextmanager
from functools import partial

import pytest
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.testing.v1 import AppTest

from tests.test_choices_stay import files, load
from tests.test_pages import start
from ui.tab import cohort

pytestmark = pytest.mark.slow

__all__ = ["files"]  # a fixture


@pytest.fixture
def said(monkeypatch) -> list[str]:
    """The words of every spinner so far."""
    words: list[str] = []
    spinner = DeltaGenerator.spinner

    @contextmanager
    def heard(self, text="", **how):
        words.append(text)
        with spinner(self, text, **how):
            yield

    monkeypatch.setattr(DeltaGenerator, "spinner", heard)
    monkeypatch.setattr(st, "spinner", partial(heard, st._main))
    return words


@pytest.fixture
def app(files) -> AppTest:
    return load(start("app.py"), files)


def test_a_patient_is_not_taken_for_a_woman(app, said):
    app.session_state["patient_id"] = "2"
    app.switch_page("pages/patient.py").run()
    assert "Reading the patient's records" in said
    assert not [words for words in said if "her" in words.split()]


def test_nobody_said_what_the_samples_files_are():
    shown = start("pages/load.py").dataframe[0].value
    assert "Known by" not in shown  # the page says that it is the sample
    assert "stated" not in " ".join(shown["Recognised as"])


def test_a_table_that_takes_long_says_so_once_and_not_over_its_bar(app, said, monkeypatch):
    """A spinner of what is remembered lies over whatever is drawn while it turns."""
    over, drawn = [], []
    spinner, progress, make = DeltaGenerator.spinner, DeltaGenerator.progress, cohort.make_table

    @contextmanager
    def turning(self, text="", *, _cache=False, **how):
        over.extend([text] * _cache)
        with spinner(self, text, _cache=_cache, **how):
            yield
        del over[len(over) - _cache :]

    def seen(self, *value, **how):
        drawn.append((list(over), value[1:] or how))
        return progress(self, *value, **how)

    def made(name, result, asked):
        found = make(name, result, asked)
        asked.told(1.0)
        return found

    monkeypatch.setattr(DeltaGenerator, "spinner", turning)
    monkeypatch.setattr(DeltaGenerator, "progress", seen)
    monkeypatch.setattr(cohort, "make_table", made)
    app.switch_page("pages/sensitivity.py").run()
    assert drawn
    assert all(not spinners and not words for spinners, words in drawn)
    assert "The rate under every combination of choices: computing" in said
