"""No code in a text: every document and sentence, over cohorts of which little or much is known."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner
from pptx import Presentation

from analytics.definitions import DEFAULT_DEFINITION
from analytics.frames import CANONICAL
from analytics.privacy import new_key
from analytics.report_choices import SECTIONS, ReportChoices
from analytics.research.compared import comparable, compared
from analytics.result import Result, result_of
from analytics.settings import Settings
from analytics.tables import Asked, make_table
from cleardays import main
from importing import Choices, Source, read_records
from reports.data_zip import data_zip
from reports.everything import report_files
from reports.patient_page import Origin, patient_page
from reports.slides import SETTINGS_FOLLOW
from tests import test_pages
from tests.front_door import days, diary, sessions
from tests.one_patient import told_of
from tests.test_pages import NEEDS_RECORDS, start
from words.column_meanings import ADAM_ADDED, MEANINGS
from words.pages import change as of_change
from words.pages import compared as of_compared
from words.pages import models as of_models
from words.pages import onset as of_onset
from words.pages import patient as of_patient
from words.pages import quality as of_quality
from words.pages import reduction as of_reduction
from words.pages import response as of_response
from words.pages import sensitivity as of_sensitivity
from words.pages import spread as of_spread
from words.pages import subgroups as of_subgroups
from words.pages import who as of_who
from words.tables import compared as compared_in_words

pytestmark = pytest.mark.slow

COLUMNS = {name.partition(".")[2] or name for name in (*MEANINGS, *ADAM_ADDED)} | {
    column.name for table in CANONICAL.values() for column in table.columns
}
RAW = "|".join(sorted(name for name in COLUMNS if "_" in name))
CODE = re.compile(rf"<NA>|\bnan\b|\bNaN\b|\bNone\b|\bNaT\b|\d\.0 of\b|\b({RAW})\b")


def codes_in(text: str) -> list[str]:
    return [text[max(0, m.start() - 40) : m.end() + 20] for m in CODE.finditer(text)]


def cohort_of(number: int, before: int, after: int, recorded: int = 28) -> dict[str, str]:
    rows = {
        "diary": [
            row
            for k in range(number)
            for row in diary(f"P{k}", "2024-01-01", days(before, 30))
            + diary(f"P{k}", "2024-02-01", days(after, recorded))
        ],
        "sessions": [row for k in range(number) for row in sessions(f"P{k}", "2024-01-31")],
    }
    return {name: pd.DataFrame(table).to_csv(index=False) for name, table in rows.items()}


def cycles_of(files: dict[str, str], tmp_path) -> str:
    """The cycles that the command line hands on."""
    options = []
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
        options += [f"--{name}", str(tmp_path / f"{name}.csv")]
    done = CliRunner().invoke(main, ["cycles", *options])
    assert done.exit_code == 0, done.output
    return done.stdout


def de_identified(files: dict[str, str]) -> str:
    """The cycles of the package for others."""
    records, _ = read_records([Source(f"{n}.csv", t.encode(), n) for n, t in files.items()])
    made = data_zip(result_of(records, Settings()), Settings(), key=new_key())
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return archive.read("cycles.csv").decode()


MEANS = "patient_id,session,migraine_days\nA,0,26.67\nA,1,13.5\nB,0,12\nB,1,\n"
COUNTS = (
    "patient_id,session,migraine_days,headache_days,recorded_days\nA,0,12,15,28\nA,1,4,8,28\n"
    "B,0,,,0\nB,1,3,3,10\n"
)
COHORTS = {
    "complete": lambda _: cohort_of(20, 20, 9),
    "one patient": lambda _: cohort_of(1, 20, 9),
    "nothing judged": lambda _: cohort_of(3, 20, 1, recorded=3),
    "nobody with a day": lambda _: cohort_of(3, 0, 1),
    "counts": lambda _: {"counts": COUNTS},
    "monthly means": lambda _: {"counts": MEANS},
    "cycles": lambda path: {"cycles": cycles_of(cohort_of(4, 20, 9), path)},
    "de-identified": lambda _: {"cycles": de_identified(cohort_of(4, 20, 9))},
}


@pytest.fixture(params=COHORTS)
def cohort(request, tmp_path) -> Result:
    files = COHORTS[request.param](tmp_path)
    given = [Source(f"{name}.csv", text.encode(), name) for name, text in files.items()]
    records, report = read_records(given)
    if report.questions:
        answers = {question.code: question.readings[0][0] for question in report.questions}
        records, report = read_records(given, Choices(answers=answers))
    assert not report.questions
    report_of = ReportChoices(sections=tuple(SECTIONS))
    settings = Settings(report=report_of).as_counted(records)
    return result_of(records, settings)


def of_deck(content: bytes) -> list[str]:
    told = []
    for slide in Presentation(io.BytesIO(content)).slides:
        for shape in slide.shapes:
            told.append(
                shape._element.nvXxPr.cNvPr.get("descr") or ""
                if hasattr(shape._element, "nvXxPr")
                else ""
            )
            if shape.has_text_frame:
                told.append(shape.text_frame.text)
            if shape.has_table:
                told += [cell.text for row in shape.table.rows for cell in row.cells]
            if shape.has_chart:
                told += [str(name) for name in shape.chart.plots[0].categories]
                told += [series.name for series in shape.chart.plots[0].series]
        if slide.has_notes_slide:  # settings.json stands there, behind its sentence, as the file
            notes = slide.notes_slide.notes_text_frame.text
            told.append(notes.partition("\n{")[0] if notes.startswith(SETTINGS_FOLLOW) else notes)
    return told


def of_workbook(content: bytes) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [
        str(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    return [*book.sheetnames, *cells]


def sentences(result: Result) -> list[str]:
    rates, reductions, definition = result.rates, result.reductions, result.settings.definition
    told = [of_response.title(rates, 1), of_reduction.spread_title(reductions, definition)]
    for rate, change in zip(rates.iloc, reductions.iloc, strict=True):
        told += [
            of_response.headline(rate, definition),
            of_response.not_judged(rate),
            of_response.possible(rate),
            of_reduction.headline(change, definition),
            of_reduction.remark(change, rate, definition),
            of_reduction.waterfall_title(change, int(rate["responders"]), definition),
        ]
    told.append(of_who.stability(pd.DataFrame(), definition, result.records))
    return told


def of_research(result: Result) -> list[str]:
    """What the research pages say above their charts."""
    records, definition, session = result.records, result.settings.definition, 1

    def of(name: str) -> pd.DataFrame:
        return make_table(name, result, Asked(result.settings.session))

    told = [
        of_who.headline(of("flow"), session),
        of_who.title(of("flow"), session),
        of_who.stability(of("baseline_stability"), definition, records),
        of_spread.headline(of("bands"), session, definition),
        of_spread.bands_rounded(of("bands"), 2),
        of_spread.bands_title(of("bands"), session),
        of_spread.distribution_title(of("distribution"), session),
        of_spread.responses_title(of("five_responses")),
        of_spread.by_chance(of("five_responses"), definition),
        of_subgroups.headline(of("subgroups")),
        of_subgroups.groups_add_up(of("subgroups")),
        of_change.title(of("change")) if len(of("change")) else "",
        of_models.headline(of("models"), session, definition),
        of_sensitivity.tipping(of("tipping_points"), definition),
        *(of_change.headline(row) for row in of("change").iloc),
        *(
            of_compared.headline(
                compared_in_words(compared(records, int(study["result"]))),
                study,
                definition.therapy,
            )
            for study in comparable(definition.therapy).iloc[::6].iloc
        ),
    ]
    if records.counted_elsewhere:  # of days all definitions around take seconds: 36 counts
        told += [
            of_sensitivity.headline(of("specifications"), definition.threshold, definition),
            of_sensitivity.flips(of("flips"), len(records.patient_ids), definition),
        ]
    else:  # these pages say that there are no days
        told += [
            of_onset.headline(of("lowest_week"), session, definition),
            of_quality.headline(of("recorded_days")),
            of_quality.selective(of("selective_recording"), definition),
        ]
    return told


def pages(result: Result) -> list[str]:
    records, outcomes, definition = result.records, result.outcomes, result.settings.definition
    told = []
    for patient in list(dict.fromkeys(outcomes["patient_id"]))[:3]:
        rows = outcomes[outcomes["patient_id"] == patient]
        of_her, _, _ = told_of(records, patient, rows, definition)
        page = patient_page(
            of_her,
            definition,
            Origin("a file", synthetic=False, result="0" * 64),
        )
        said = of_her.said
        told += [said.aloud, said.answer.plain, *said.near, said.months, said.calendar, page]
        told += [f"{fact.told} {fact.short} {fact.since} {fact.aside}" for fact in of_her.facts]
        told += [
            of_patient.reductions_title(rows, definition),
        ]
    return told


def test_no_document_and_no_sentence_holds_a_code(cohort):
    made = report_files(cohort, cohort.settings)
    texts = {
        "report.pptx": of_deck(made["report.pptx"]),
        "report.html": [re.sub(r"(?s)<(script|style)\b.*?</\1>", "", made["report.html"].decode())],
        "tables.xlsx": of_workbook(made["tables.xlsx"]),
        "sentences": sentences(cohort),
        "research": of_research(cohort),
        "pages": pages(cohort),
    }
    found = {name: codes_in("\n".join(parts)) for name, parts in texts.items()}
    assert {name: codes for name, codes in found.items() if codes} == {}


def test_no_page_of_de_identified_cycles_shows_a_code():
    """One tab over all pages: of few patients, of whom nothing but the cycles left the clinic."""
    content = de_identified(cohort_of(9, 20, 9) | {"patients": "patient_id,site,sex\nP0,Moor,\n"})
    records, report = read_records([Source("cycles.csv", content.encode(), "cycles")])
    assert records.only_definition is not None
    app = start(
        "app.py", {"records": records, "report": report, "patient_id": records.patient_ids[0]}
    )
    shown = {"app.py": test_pages.text(app)}
    for page in NEEDS_RECORDS:
        if page != "app.py":
            app.switch_page(page).run()
            assert not app.exception, page
            shown[page] = test_pages.text(app)
    assert all(shown.values())
    found = {page: codes_in(said) for page, said in shown.items()}
    assert {page: codes for page, codes in found.items() if codes} == {}


@pytest.mark.parametrize("code", ["<NA> of 28", "nan", "None", "240.0 of", "rate_low", "ci_high"])
def test_what_counts_as_a_code(code):
    assert codes_in(f"told {code} there")
    assert not codes_in("none of 28 patients, 24.0 days, an average of 3.5 of 28")


def test_the_definitions_name_says_its_measure_in_words():
    assert not codes_in(DEFAULT_DEFINITION.changed(measure="headache_days").label)


def test_of_nobody_there_is_a_sentence(door):
    files = cohort_of(2, 20, 9) | {"patients": "patient_id,site\nP0,Moor\nP1,Moor\n"}
    chosen = door.folder / "settings.json"
    chosen.write_text(
        Settings(filters=(("site", ("Nowhere",)),)).to_json(), encoding="utf-8", newline=""
    )
    report = (str(chosen), "--out", str(door.folder / "made"))
    where = ("--where", "site=Nowhere")
    for command, options in (("report", report), ("rates", where), ("verdicts", where)):
        done = door.run(command, *options, **files)
        assert done.exit_code == 1, done.output
        assert not codes_in(done.output)
        assert not (door.folder / "made").exists()
