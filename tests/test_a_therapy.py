"""A treatment is one row: nothing else in the house knows its days or its words."""

import ast
import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from streamlit.testing.v1 import AppTest

from analytics.definitions import DEFAULT_DEFINITION
from analytics.guidelines import all_rules, rules_for, verdicts
from analytics.lists import offered
from analytics.research.sensitivity import definitions_around
from analytics.result import result_of
from analytics.settings import Settings
from analytics.tables import TABLES, Asked, make_table
from analytics.therapies import BOTULINUM_TOXIN, THERAPIES, Therapy, Window
from reports.basis import ReportBasis
from reports.document import document
from reports.everything import how_it_was_made, report_files
from reports.sections import report_sections
from tests.syntax import tree
from words.column_meanings import dictionary
from words.definitions import in_words as definition_in_words
from words.glossary import glossary
from words.guidelines import in_words
from words.lists import descriptions
from words.methods import METHODS
from words.numbers import sentence_case
from words.pages import onset as of_onset
from words.sentences import read_aloud

ROOT = Path(__file__).parents[1]
ROOMS = (
    "analytics",
    "charts",
    "clinic",
    "commands",
    "importing",
    "pages",
    "registry",
    "reports",
    "ui",
    "words",
)
LENGTHS = {56, 83, 84}  # days
WORDS = re.compile(r"\b(?:12|twelve)[ -]weeks?\b|botulinum|toxin|\b8[34]\b|\bdays 56\b", re.I)
FREE_FILES = {
    "analytics/therapies.py": "the rows themselves",
    "analytics/guidelines/scores.py": "a guideline's rule: MIDAS looks back for three months",
    "importing/mapping.py": "words by which columns of files are known",
    "importing/day_signs.py": "words by which signs of files are known",
    "importing/sessions_across.py": "words by which columns of files are known",
    "importing/session_forms.py": "words by which columns of files are known",
    "importing/layouts/redcap_forms.py": "words by which forms of files are known",
    "importing/doubts/session_rows.py": "words by which cells of files are known",
    "importing/research_exposures.py": "words by which treatments in files are known",
    "importing/doubts/which_treatment.py": "what is asked of them",
    "importing/doubts/rows_without_weight.py": "words by which rows in files are known",
    "importing/doubts/drug_of_session.py": "words by which treatments in files are known",
    "importing/doubts/two_products.py": "words by which treatments in files are known",
    "importing/doubts/billing_codes.py": "codes by which rows of bills are known",
    "importing/doubts/both_sides.py": "words by which cells of files are known",
    "importing/doubts/dose_in_its_unit.py": "words by which cells of files are known",
    "importing/doubts/cancelled_sessions.py": "words by which notes in files are known",
}
FREE_NUMBERS = {
    ("analytics/research/who.py", 56): "the two months before session 1",
}
FREE_TEXTS = {
    "prior_botulinum": "a column of the files",
    "Was botulinum toxin given before session 1?": "what that column holds",
    "botulinum toxin before session 1": "the same, in the list of columns",
    "toxin": "an arm of published data",
}

MONTHLY = Therapy(
    name="monthly",
    title="What was recorded after monthly doses",
    what="a monthly antibody",
    given="was taken",
    event="dose",
    no_control="No control group.",
    source="a test",
    cycle_days=28,
    grace_days=7,
    course_gap_days=91,
    late_weeks=1,
    weeks_since=5,
    windows=(
        Window(
            "dose_month",
            "in the month from each dose",
            "in the month from",
            "month of doses",
            "Days 0 to 27 after the dose.",
            "a test",
            first=0,
            last=27,
        ),
        Window(
            "last_week",
            "in the fourth week after each dose",
            "in the fourth week after",
            "fourth week",
            "Days 21 to 27 after the dose.",
            "a test",
            first=21,
            last=27,
        ),
    ),
    own_kinds=("cgrp_antibody",),
)
ON_ITS_PAGES = sorted(f"pages/{page.name}" for page in (ROOT / "pages").glob("*.py"))
OF_ANOTHER = re.compile(
    r"\b12[ -]weeks?\b|\bdays? 84\b|\b84 days\b|weeks 9 to 12|injection|toxin", re.I
)
OF_A_COLUMN = re.compile(r"prior[ _]botulinum|botulinum toxin (?:given )?before session 1")


def _texts_and_numbers(tree: ast.AST):
    """Every constant that is no docstring."""
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in docs:
            yield node


def test_no_length_of_a_cycle_and_no_word_of_a_treatment_stands_elsewhere():
    found = []
    files = [*ROOT.glob("*.py"), *(file for room in ROOMS for file in (ROOT / room).rglob("*.py"))]
    for file in files:
        name = file.relative_to(ROOT).as_posix()
        if name in FREE_FILES:
            continue
        for node in _texts_and_numbers(tree(file)):
            value = node.value
            is_number = (
                type(value) is int and value in LENGTHS and (name, value) not in FREE_NUMBERS
            )
            is_text = isinstance(value, str) and value not in FREE_TEXTS and WORDS.search(value)
            if is_number or is_text:
                found.append(f"{name}:{node.lineno}: {value!r}")
    assert found == []


@pytest.fixture
def monthly(monkeypatch, sample):
    """The sample's records, looked at as if its sessions were monthly doses."""
    return _monthly(monkeypatch, sample)


def _monthly(monkeypatch, sample):
    monkeypatch.setitem(THERAPIES, MONTHLY.name, MONTHLY)
    definition = DEFAULT_DEFINITION.changed(window="dose_month", month=28)
    records = sample[0].only(sample[0].patient_ids[:24])
    return result_of(records, Settings(definition))


@pytest.fixture(scope="module")
def files_of_monthly(sample):
    """What leaves with its report, made once; "of" the result."""
    with pytest.MonkeyPatch.context() as patch:
        result = _monthly(patch, sample)
        yield {**report_files(result, result.settings), "of": result}


def _of_another(told, result):
    """Where a text speaks of another treatment, but for what the records themselves say."""
    events = map(re.escape, result.records.adverse_events["event"].unique())
    recorded = re.compile("|".join([OF_A_COLUMN.pattern, *events]))
    return [
        text[max(0, m.start() - 40) : m.end() + 20]
        for text in (recorded.sub("", text) for text in told)
        for m in OF_ANOTHER.finditer(text)
    ]


def test_the_window_names_the_treatment(monthly):
    assert monthly.therapy == MONTHLY
    assert DEFAULT_DEFINITION.therapy == BOTULINUM_TOXIN


def test_no_rule_meets_another_treatments_patients(monthly):
    own = {name for name, rule in all_rules().items() if rule.therapy is None}
    assert set(rules_for(MONTHLY)) == own < set(all_rules())
    said = verdicts(monthly.records, MONTHLY)
    assert len(said)
    assert set(said["rule"]) <= own
    assert not {"nice_nonresponse", "nice_goal"} & set(offered(monthly.records, MONTHLY))


def test_its_drop_outs_are_due_by_its_own_cycle(monthly):
    grid = monthly.cycles
    missed = grid[~grid["treated"] & (grid["session"] > 0)].dropna(subset=["due_on"])
    had = grid[grid["treated"]].groupby("patient_id")[["session", "session_date"]].last()
    row = missed.iloc[0]
    last = had.loc[row["patient_id"]]
    days = (row["due_on"] - last["session_date"]).days
    assert days == 28 * (row["session"] - last["session"]) + 7 + 27


def test_specifications_do_not_grow_for_users_of_the_first(monthly):
    names = {window.name for window in BOTULINUM_TOXIN.windows}
    assert {d.window for d, _ in definitions_around(DEFAULT_DEFINITION)} == names
    assert {d.window for d, _ in definitions_around(monthly.settings.definition)} == {
        "dose_month",
        "last_week",
    }


@pytest.mark.slow
def test_every_table_and_text_speaks_of_it_alone(monthly):
    definition, session = monthly.settings.definition, 1
    tables = {name: make_table(name, monthly, Asked(session)) for name in TABLES}
    few = "individual"  # 24 patients are too few for its model
    assert {name for name, of in tables.items() if of.empty} <= {"compared", "heaping", few}
    assert tables["onset"]["day"].max() == 34
    basis = ReportBasis(monthly, monthly.settings)
    told = [
        *(str(text) for name in METHODS for text in METHODS[name].of(MONTHLY)),
        *(str(term) for terms in glossary(MONTHLY).values() for term in terms),
        *(str(of) for of in descriptions(definition, monthly.records)),
        *dictionary(tables, MONTHLY)["meaning"],
        *in_words(verdicts(monthly.records, MONTHLY))["basis"],
        *(read_aloud(rows, definition) for _, rows in monthly.outcomes.groupby("patient_id")),
        of_onset.headline(tables["lowest_week"], session, definition),
        *(f"{s.title} {s.about} {s.table.to_csv()} {s.remarks}" for s in report_sections(basis)),
        re.sub(r"(?s)<(script|style).*?</\1>", "", document(report_sections(basis), basis)),
        how_it_was_made(basis, ()).to_csv(),
        definition_in_words(definition),
        definition.label,
        basis.title,
    ]
    assert _of_another(told, monthly) == []


def _texts_inside(content):
    """Every text of an archive: of its documents' XML, of its tables, of the archives in it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            inside = archive.read(name)
            if name.endswith((".xlsx", ".zip")):
                yield from _texts_inside(inside)
            elif name.endswith(".xml"):
                yield from ElementTree.fromstring(inside).itertext()
            elif name.endswith((".csv", ".txt", ".md", ".json")):
                yield inside.decode()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["report.pptx", "tables.xlsx", "data.zip"])
def test_every_file_of_its_report_speaks_of_it_alone(name, files_of_monthly):
    told = list(_texts_inside(files_of_monthly[name]))
    assert any("dose" in text for text in told)
    assert _of_another(told, files_of_monthly["of"]) == []


@pytest.mark.slow
@pytest.mark.parametrize("page", ["app.py", *ON_ITS_PAGES])
def test_every_page_speaks_of_it_alone(page, monthly):
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.query_params["window"], app.query_params["month"] = "dose_month", "28"
    app.session_state["patient_id"] = monthly.records.patient_ids[0]
    app.session_state["open_definition"] = True  # as a person opens what the sidebar keeps closed
    app.run()
    app.session_state["records"], app.session_state["report"] = monthly.loaded, None
    if page != "app.py":
        app.switch_page(page)
    app.run()
    assert not app.exception
    assert app.session_state["settings"].definition.therapy == MONTHLY
    offered = [box for box in app.sidebar.selectbox if box.label == "Which treatment"]
    assert len(offered) == ("presentation" not in page)  # which has no sidebar
    for box in offered:
        assert box.options == [sentence_case(of.what) for of in THERAPIES.values()]
    names = [box.proto for box in offered]
    shown = [element for element in (*app.main, *app.sidebar) if element.proto not in names]
    told = [str(getattr(element, "value", "")) + str(element.proto) for element in shown]
    assert not any(f"new {BOTULINUM_TOXIN.others_in_words}" in text for text in told)
    assert _of_another(told, monthly) == []
