"""What is said while something is worked out: true of any patient, and one thing at a time."""

from contextlib import contextmanager

import pytest
from streamlit.delta_generator import DeltaGenerator
from streamlit.testing.v1 import AppTest

from tests.test_choices_stay import files, load
from tests.test_pages import start

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
    assert set(shown["Known by"]) == {"our own sample"}
    assert "stated" not in " ".join(shown["Recognised as"])
