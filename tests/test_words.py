"""No word on any page, chart or print about a patient advises: the product describes."""

import re

import pandas as pd
import pytest

from analytics.calendar import possible_reductions
from analytics.definitions import DEFAULT_DEFINITION, PRESETS, Definition
from analytics.guidelines import verdicts
from analytics.guidelines.overuse import CLASSES
from analytics.lists import patient_lists
from analytics.months import other_events
from analytics.result import result_of
from analytics.settings import Settings
from analytics.therapies import BOTULINUM_TOXIN
from charts.calendar import calendar_chart
from charts.one_patient import intake_months_chart, reductions_chart
from charts.patient import patient_months_chart
from reports.patient_page import Origin, patient_page
from tests.examples import TIMES
from tests.one_patient import told_of
from tests.test_pages import start
from words.definitions import called
from words.guidelines import ROWS, in_words
from words.lists import descriptions
from words.lists import in_words as list_in_words
from words.pages import patient as of_patient
from words.sentences import read_aloud

pytestmark = pytest.mark.slow

FORBIDDEN = re.compile(
    r"\b(stop(?! reason)|stopping|candidates?|needs? treatment|works?|worked|caused?|should|must|"
    r"recommend\w*|urgent\w*|improve\w*|success\w*|fail\w*|compliant|validated|approved|"
    r"increase the dose|next dose|effective|because of the)\b|overuse!",
    re.IGNORECASE,
)
# What is quoted or named: EHF's own timing, and the lane of a patient's stop.
QUOTED = ("EHF: re-evaluate 4 to 5 months after stopping.", "stop: ", "no order of urgency")


def words_found(text: str) -> set[str]:
    for quoted in QUOTED:
        text = text.replace(quoted, "")
    return {match.group() for match in FORBIDDEN.finditer(text)}


def of_figure(figure) -> str:
    return " ".join(
        [note.text or "" for note in figure.layout.annotations]
        + [str(t) for trace in figure.data for t in (trace.text if trace.text is not None else ())]
        + [trace.hovertemplate or "" for trace in figure.data]
    )


def of_frame(frame: pd.DataFrame) -> str:
    texts = frame.select_dtypes(include=["str", "object"])
    cells = [str(cell) for name in texts for cell in texts[name].dropna()]
    return " ".join([*map(str, frame.columns), *cells])


def told_about(records, patient_id: str, rows, definition: Definition, found) -> str:
    """Every sentence that her page, its charts, its tables and her printed page can show."""
    own = records.only([patient_id])
    found = found[found["patient_id"] == patient_id]
    of_her, months, picture = told_of(records, patient_id, rows, definition, found)
    others, possible, ending = other_events(own), possible_reductions(rows), picture.ending
    treated = rows[rows["treated"]]
    classes = [name for name in CLASSES if months[f"{name}_days"].sum()]
    told = [
        of_frame(in_words(found)),
        of_figure(
            patient_months_chart(
                months, treated, rows["baseline"].iloc[0], definition, others, ending
            )
        ),
        of_figure(reductions_chart(treated, possible, definition)),
        of_figure(calendar_chart(of_her.days, months, ending)),
    ]
    if classes:
        told += [of_patient.intake_title(months, classes)]
        told += [of_figure(intake_months_chart(months, classes))]
    page = patient_page(of_her, definition, Origin("", synthetic=True, result="0" * 64))
    said_of_her = of_her.said
    told += [*said_of_her.near, said_of_her.months, said_of_her.calendar, said_of_her.aloud]
    told += [said_of_her.answer.plain]
    return " ".join([*told, re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)])


@pytest.fixture(scope="module")
def found(sample) -> pd.DataFrame:
    """The verdicts about everybody: no Definition changes them."""
    return verdicts(sample[0].as_of(), BOTULINUM_TOXIN)


@pytest.fixture(scope="module")
def said(found) -> pd.DataFrame:
    return in_words(found)


def test_the_verdicts_about_one_patient_are_hers_among_all(sample, found, said):
    hers = verdicts(sample[0].as_of().only(["P-0005"]), BOTULINUM_TOXIN)
    of_all = found[found["patient_id"] == "P-0005"].reset_index(drop=True)
    pd.testing.assert_frame_equal(hers.reset_index(drop=True), of_all, check_dtype=False)
    told = said[said["patient_id"] == "P-0005"].reset_index(drop=True)
    pd.testing.assert_frame_equal(in_words(hers), told, check_dtype=False)


@pytest.mark.parametrize("preset", PRESETS)
def test_no_sentence_about_a_patient_advises(sample, found, said, preset):
    definition = PRESETS[preset]
    records = sample[0].as_of()
    outcomes = result_of(sample[0], Settings(definition=definition)).outcomes
    assert not words_found(" ".join(said["basis"]))
    every = (25 if preset == "hull2014" else 75) // TIMES + 1  # patients whose pages are read
    for number, (patient_id, rows) in enumerate(outcomes.groupby("patient_id")):
        told = " ".join(
            [
                of_patient.headline(rows, definition).plain,
                read_aloud(rows, definition),
                of_patient.months_title(rows, definition),
                of_patient.reductions_title(rows, definition),
                of_frame(rows[["reason", "window_note", "other_treatment"]]),
            ]
        )
        if number % every == 0:
            told += told_about(records, patient_id, rows, definition, found)
        assert not words_found(told), patient_id
        assert not re.search(r"\bnan\b|\bNone\b|<NA>|\bNaT\b", told), patient_id
    lists = patient_lists(records, outcomes, definition)
    told = " ".join(
        of_frame(list_in_words(name, listed, definition)) for name, listed in lists.items()
    )
    told += " ".join(
        f"{d.title}. {d.about}. {d.sentence}" for d in descriptions(definition, records)
    )
    told += " ".join(f"{rule.title}. {rule.sentence}" for rule in ROWS.values())
    assert not words_found(told)


@pytest.mark.parametrize(
    "page",
    [
        "app.py",
        "pages/reduction.py",
        "pages/patient.py",
        "pages/patients.py",
        "pages/records.py",
        "pages/medication.py",
        "pages/side_effects.py",
    ],
)
@pytest.mark.parametrize("patient_id", ["P-0005", "P-0012", "P-0041"])
def test_no_page_advises(page, patient_id):
    app = start(page, {"patient_id": patient_id})
    kinds = (
        "title",
        "header",
        "subheader",
        "markdown",
        "warning",
        "info",
        "radio",
        "selectbox",
        "expander",
        "button",
        "pills",
        "text_input",
    )
    told = []
    for kind in kinds:
        for element in app.get(kind):
            told += [str(getattr(element, name, "")) for name in ("value", "label", "help")]
            told += map(str, getattr(element, "options", []))
    told += [of_frame(table.value) for table in app.dataframe]
    said = " ".join(told)
    assert called(DEFAULT_DEFINITION) in said
    assert not words_found(said)


@pytest.mark.parametrize(
    "sentence",
    [
        "Stop after two cycles.",
        "Overuse!",
        "She is a candidate.",
        "The treatment works.",
        "This patient needs treatment.",
        "caused by the sessions",
        "The dose should be raised.",
    ],
)
def test_the_words_would_be_found(sentence):
    assert words_found(sentence)
