"""Slides, page, workbook and data: the same numbers, nothing given away, nothing live."""

import dataclasses
import io
import json
import re
import zipfile
from types import SimpleNamespace

import openpyxl
import pandas as pd
import pytest
from pptx import Presentation

from analytics.definitions import DEFAULT_DEFINITION
from analytics.frames import CANONICAL, DRUG_CLASSES
from analytics.guidelines.overuse import ANY
from analytics.privacy import keyed_id, new_key
from analytics.records import Records
from analytics.report_choices import SECTIONS, ReportChoices
from analytics.research.compared import label_of, study_of
from analytics.result import result_of
from analytics.settings import Settings
from analytics.therapies import BOTULINUM_TOXIN
from analytics.written import CsvStyle, as_csv
from charts.data import HIDDEN
from charts.shared import BLUE, GREY, colors_for, shared_chart
from importing import Source, read_records
from reports.basis import ReportBasis, Section
from reports.beside_a_study import beside_a_study, studies
from reports.data_zip import data_zip
from reports.document import document
from reports.everything import DOCUMENTS, IN_THE_WORKBOOK, report_files, workbook_sheets
from reports.groups import TREATED, after, of_month, report_groups
from reports.may_leave import columns_of_patients
from reports.medication import _intake_by_month
from reports.own_slides import MACROS_LEFT_OUT, NotSlides
from reports.packages import zipped
from reports.sections import EXPLAINED, MAKERS, report_sections
from reports.slides import slides
from reports.tables import COUNTED
from tests import test_pages
from tests.own_slides import clinic_presentation, dangling
from tests.test_pages import start
from tests.test_privacy import small_groups_solved
from tests.test_sample import FOLDER
from tests.test_shared_figures import counted_in
from words.checklist import CHECKLISTS
from words.column_meanings import meaning_of
from words.methods import method_of

pytestmark = pytest.mark.slow

SETTINGS = Settings()
EVERY_TABLE = ("diary", "sessions", "patients", "scores", "adverse_events", "treatments")
LIVE = '=HYPERLINK("http://localhost")<script>alert(1)</script>'


@pytest.fixture(scope="module")
def cohort(sample):
    return result_of(sample[0], SETTINGS)


@pytest.fixture(scope="module")
def files(cohort) -> dict[str, bytes]:
    return report_files(cohort, SETTINGS)


@pytest.fixture(scope="module")
def deck(files):
    return Presentation(io.BytesIO(files["report.pptx"]))


def _methods(sections: list[Section]) -> pd.DataFrame:
    return next(section.table for section in sections if section.name == "methods")


def replace_report(basis: ReportBasis, **parts) -> ReportBasis:
    report = dataclasses.replace(basis.settings.report, **parts)
    return dataclasses.replace(basis, settings=dataclasses.replace(basis.settings, report=report))


def words_of(slide) -> str:
    told = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    for shape in slide.shapes:
        if shape.has_table:
            told += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(told)


def test_the_same_records_and_settings_give_the_same_bytes(cohort, files):
    again = report_files(cohort, SETTINGS)
    assert {file: content == again[file] for file, content in files.items()} == dict.fromkeys(
        ("report.pptx", "report.html", "tables.xlsx", "data.zip", "settings.json"), True
    )


def test_every_slide_says_what_it_rests_on(deck):
    assert (deck.slide_width, deck.slide_height) == (12191695, 6858000)
    assert len(deck.slides) >= 1 + len(SECTIONS)
    for slide in deck.slides:
        words = words_of(slide)
        assert "Definition Hull 2014, as published" in words
        assert "Cut-off: 30 Jun 2026" in words
        assert "SYNTHETIC" in words
        assert "No control group" in words
        assert re.search(r"\d+ (of \d+ )?(treated|patients|judged|with enough)", words), words


def test_charts_are_native_and_hold_the_numbers_of_the_tables(deck, cohort):
    shared = ReportBasis(cohort, SETTINGS).sessions.set_index("session")
    charts = [s for slide in deck.slides for s in slide.shapes if s.has_chart]
    assert len(charts) == 6
    for shape in charts:
        assert shape._element.nvGraphicFramePr.cNvPr.get("descr")
        book = openpyxl.load_workbook(io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob))
        rows = list(book.active.iter_rows(min_row=2, values_only=True))
        for place, series in enumerate(shape.chart.plots[0].series, start=1):
            inside = [row[place] for row in rows]
            assert [v is None for v in inside] == [v is None for v in series.values]
            assert [v for v in inside if v is not None] == pytest.approx(
                [v for v in series.values if v is not None]
            )
    rates = [c for c in charts if c.chart.plots[0].series[0].name == "Responders of those judged"]
    ours, hatched = rates[0].chart.plots[0].series
    assert [v for v in ours.values if v is not None] == pytest.approx(
        shared["rate"].dropna().tolist()
    )
    assert hatched.name == HIDDEN
    assert [v is None for v in hatched.values] == [v is not None for v in ours.values]
    assert set(hatched.values) == {None, 1}
    ends = re.findall(r"<c:errBars>.*?</c:errBars>", rates[0].chart.part.blob.decode(), re.DOTALL)
    told = [float(v) for v in re.findall(r"<c:v>([\d.e-]+)</c:v>", ends[0])]
    plus = (shared["ci_high"] - shared["rate"]).dropna().tolist()
    assert told[: len(plus)] == pytest.approx(plus)


def test_what_is_shared_gives_no_small_group_away(cohort):
    """After each session: from every shared count together, solve for every group of patients."""
    basis = ReportBasis(cohort, SETTINGS)
    shared, members = (
        basis.sessions.set_index("session"),
        pd.DataFrame(report_groups(basis).members),
    )
    for session, row in shared.iterrows():
        counted = {TREATED: "treated_ever", **{after(n, session): n for n in COUNTED}}
        cells = members[[one for one in counted if one in members]]
        alike = cells.value_counts()
        atoms = {str(place): int(size) for place, size in enumerate(alike)}
        assert sum(atoms.values()) == cohort.patients
        who = {
            one: frozenset(str(place) for place, kind in enumerate(alike.index) if kind[column])
            for column, one in enumerate(cells)
        }
        told = [who[one] for one in cells if pd.notna(row[counted[one]])]
        for one in cells:
            if pd.notna(row[counted[one]]):
                assert row[counted[one]] == sum(atoms[atom] for atom in who[one])
                assert row[counted[one]] == 0 or row[counted[one]] >= 8
        assert not small_groups_solved(told, atoms, 8), session
        if pd.isna(row["responders"]):
            assert row[["rate", "ci_low", "ci_high"]].isna().all()
    assert shared["due"].isna().any()  # 134 due would give 7 not judged away
    assert shared["at_least_30"].notna().any()


def test_a_higher_limit_hides_more(cohort):
    basis = ReportBasis(cohort, SETTINGS)
    few, many = (len(replace_report(basis, limit=limit).printed) for limit in (8, 30))
    assert many < few


def test_no_patient_is_named_in_what_is_shared(files, deck):
    shared = files["report.html"].decode() + "".join(words_of(slide) for slide in deck.slides)
    assert not re.search(r"P-0\d{3}", shared)


def test_of_a_small_cohort_nothing_is_shown():
    rows = "patient_id,session,migraine_days\n" + "".join(
        f"A{i},0,20\nA{i},1,{5 + i}\n" for i in range(5)
    )
    records, _ = read_records([Source("counts.csv", rows.encode())])
    basis = ReportBasis(result_of(records, SETTINGS), SETTINGS)
    for section in report_sections(basis):
        assert section.chart is None or section.name == "compared" or not section.chart.categories
    told = report_sections(replace_report(basis, sections=("treated", "response")))
    assert set(told[0].table["Judged"]) == set(told[1].table["Rate"]) == {HIDDEN}
    assert "Too few" in told[0].title
    report_files(basis.result, SETTINGS)


def test_sections_of_which_nothing_may_be_shown_are_named_once(sample):
    """Of twelve patients some counts may be told; slides that would hold none are left out."""
    few = sample[0].only(list(sample[0].patient_ids[:12]))
    settings = Settings(session=3, report=ReportChoices(sections=(*SECTIONS,)))
    basis = ReportBasis(result_of(few, settings), settings)
    made = {name: MAKERS[name](basis) for name in SECTIONS}
    bare = [name for name, section in made.items() if section.is_bare]
    assert "response" in bare
    assert not {"compared", "methods", "definitions", "checklist"} & {*bare}
    sections = report_sections(basis)
    assert [section.name for section in sections] == [name for name in SECTIONS if name not in bare]
    page = document(sections, basis)
    assert page.count("Left out, because") == 1
    told = {
        method_of(EXPLAINED[one.name], DEFAULT_DEFINITION).title
        for one in sections
        if one.name in EXPLAINED
    }
    assert {*_methods(sections)["What"]} == told
    assert set(made["methods"].table["What"]) > told
    for name in bare:
        assert SECTIONS[name].lower() in sections[0].remarks[-1]
        assert made[name].title not in page
    everybody = ReportBasis(result_of(sample[0], settings), settings)
    assert [section.name for section in report_sections(everybody)] == [*SECTIONS]
    assert "Left out, because" not in document(report_sections(everybody), everybody)


def test_how_a_number_was_made_is_told_where_the_number_stands(sample):
    """No method of side effects where that section was not chosen; all of nothing but methods."""
    basis = ReportBasis(result_of(sample[0], SETTINGS), SETTINGS)
    chosen = replace_report(basis, sections=("response", "methods"))
    rates = method_of("rates", DEFAULT_DEFINITION).title
    assert list(_methods(report_sections(chosen))["What"]) == [rates]
    alone = report_sections(replace_report(basis, sections=("methods",)))
    assert len(alone[0].table) == len(EXPLAINED)


def test_the_checklist_says_where_this_report_answers_and_what_it_does_not(sample):
    """STROBE's questions and the IHS guideline's, each with a section's title, a page, or a no."""
    whole = report_sections(ReportBasis(result_of(sample[0], SETTINGS), SETTINGS))
    titles = {section.name: section.title for section in whole}
    asked = whole[-1].table.set_index("Question")["Where it is answered"]
    assert titles["checklist"] == whole[-1].title
    assert len(asked) == sum(map(len, CHECKLISTS.values()))
    assert asked["IHS: How many had at least 50% fewer?"] == titles["response"]
    assert asked["STROBE: What was asked, and was it decided before?"] == titles["methods"]
    assert asked["IHS: How soon, and how long does it last?"] == (
        "Not in this report: page Onset and wear-off of Clear Days"
    )
    assert (
        asked["STROBE: Who paid, and who has interests?"] == "Not here: whoever publishes says it"
    )
    for source in CHECKLISTS:
        assert source in whole[-1].about
    alone = report_sections(
        replace_report(
            ReportBasis(result_of(sample[0], SETTINGS), SETTINGS), sections=("checklist", "safety")
        )
    )
    assert [section.name for section in alone] == ["checklist", "safety"]
    told = alone[0].table.set_index("Question")["Where it is answered"]
    assert told["IHS: What was reported as side effects?"] == alone[1].title
    assert told["IHS: How many had at least 50% fewer?"] == (
        "Not in this report: page Response of Clear Days"
    )


@pytest.mark.parametrize("source", CHECKLISTS)
def test_the_checklist_names_sections_that_there_are(source):
    assert {name for asked in CHECKLISTS[source] for name in asked.sections} <= set(SECTIONS)


def test_sections_that_the_files_hold_nothing_of_are_left_out_and_named(sample):
    """A slide alone that says *not recorded* is read as *there were none*."""
    kept = dataclasses.replace(sample[0], adverse_events=sample[0].adverse_events.iloc[:0])
    settings = Settings(report=ReportChoices(sections=("response", "safety", "medication")))
    sections = report_sections(ReportBasis(result_of(kept, settings), settings))
    assert [section.name for section in sections] == ["response", "medication"]
    assert sections[0].remarks[-1] == (
        "Left out, because these files record nothing of it: side effects."
    )


def test_days_with_medication_of_no_kind_are_not_called_nothing_of_it(sample):
    classes = [name for name in DRUG_CLASSES if name in sample[0].diary]
    diary = sample[0].diary.assign(**dict.fromkeys(classes, pd.NA))
    kept = dataclasses.replace(sample[0], diary=diary.astype(sample[0].diary.dtypes))
    assert kept.diary["acute_medication"].notna().any()
    settings = Settings(report=ReportChoices(sections=("response", "medication")))
    (section,) = report_sections(ReportBasis(result_of(kept, settings), settings))
    assert section.remarks[-1] == (
        "Left out, because these files record nothing of it: kinds of acute medication."
    )


def test_what_is_no_response_is_grey_in_reports_as_on_the_screen(sample):
    basis = ReportBasis(result_of(sample[0], SETTINGS), SETTINGS)
    blue = colors_for(DEFAULT_DEFINITION)
    for name, shade in (("medication", GREY[0]), ("response", BLUE[0])):
        drawn = shared_chart(MAKERS[name](basis).chart, blue)
        assert drawn.data[0].marker.color in (shade, (shade,)), name


@pytest.mark.parametrize("whole", [True, False])
def test_a_section_says_that_something_is_not_shown_where_it_is(sample, whole):
    """A warning under a table that holds everything is a false one."""
    counts = "patient_id,session,migraine_days\n" + "".join(
        f"A{i},0,20\nA{i},1,{8 if i % 2 else 12}\n" for i in range(40)
    )
    records = read_records([Source("counts.csv", counts.encode())])[0] if whole else sample[0]
    settings = Settings(session=1, report=ReportChoices(sections=tuple(SECTIONS)))
    basis = ReportBasis(result_of(records, settings), settings)
    told = {}
    for name in SECTIONS:
        made = MAKERS[name](basis)
        gone = made.table.eq(HIDDEN).any(axis=None) or (made.chart and any(made.chart.hidden or ()))
        told[name] = any(remark.startswith("Not shown:") for remark in made.remarks)
        assert told[name] == bool(gone), name
    assert not (whole and told["treated"])


def test_days_with_medication_are_compared_in_the_same_patients(sample):
    """140 wrote enough before session 1 and 125 at the end of cycle 2: not all are the same."""
    settings = Settings(report=ReportChoices(sections=("medication",)))
    basis = ReportBasis(result_of(sample[0], settings), settings)
    enough = {
        k: set(of["patient_id"])
        for k, of in basis.intake[basis.intake["session"].isin([0, 2])].groupby("session")
    }
    both = enough[0] & enough[2]
    assert len(both) < len(enough[2]) < len(enough[0])
    ours = basis.intake[basis.intake["patient_id"].isin(both)].groupby("session")[f"{ANY}_days"]
    before, after = ours.median()[[0, 2]]
    (section,) = report_sections(basis)
    assert section.title == (
        f"In the same {len(both)} patients acute medication on {before:g} days in the month before "
        f"session 1, on {after:g} at the end of cycle 2 (medians)"
    )
    assert section.rests_on.startswith(f"{len(both)} of 152 treated patients with enough recorded")
    few = dataclasses.replace(settings, report=ReportChoices(sections=("medication",), limit=130))
    assert "same" not in MAKERS["medication"](ReportBasis(basis.result, few)).title


def test_quartiles_of_days_are_hidden_with_the_count_that_they_are_of():
    """Those of 16 whole numbers end in quarters, those of 17 do not: the number is in them."""
    days = pd.DataFrame({"session": 0, f"{ANY}_days": range(16)})
    for printed in ({}, {of_month(0): 16}):
        basis = SimpleNamespace(intake=days, printed=printed, limit=8)
        row = _intake_by_month(basis).iloc[0]
        assert row["hidden"] == pd.isna(row["n"]) == pd.isna(row["median"]) == pd.isna(row["low"])
        assert row["hidden"] == (not printed)


def test_a_finding_is_about_a_threshold_that_was_chosen_before_what_may_be_shown():
    """Of fourteen the counts at 30% and 50% are not shown: that all had 10% fewer is no finding."""
    counts = "patient_id,session,migraine_days,recorded_days\n" + "".join(
        f"A{i},0,20,30\nA{i},1,{9 if i < 3 else 12 if i < 6 else 17},30\n" for i in range(14)
    )
    records = read_records([Source("counts.csv", counts.encode())])[0]
    settings = Settings(session=1)
    made = MAKERS["curve"](ReportBasis(result_of(records, settings), settings))
    rows = made.table.set_index(made.table.columns[0])["Patients"]
    assert rows["at least 30% fewer migraine days"] == HIDDEN
    assert rows["at least 10% fewer migraine days"] == "14 of 14"
    assert made.title == "Too few patients to show how many reached each threshold"
    assert made.has_chart  # with what may be shown


@pytest.mark.parametrize("session", [2, 3])
def test_a_study_names_the_session_that_it_looks_at(cohort, session):
    settings = dataclasses.replace(SETTINGS, session=session)
    told = beside_a_study(ReportBasis(cohort, settings)).about
    assert "judged after session 2" in told
    assert ("not session 3 as elsewhere" in told) == (session == 3)


def test_a_section_without_rows_has_no_empty_table():
    """Nobody's medication is in these files: asked for alone, it says so under no empty heading."""
    rows = "patient_id,session,migraine_days\n" + "".join(
        f"A{i},0,20\nA{i},1,{5 + i % 12}\n" for i in range(30)
    )
    records, _ = read_records([Source("counts.csv", rows.encode())])
    basis = ReportBasis(result_of(records, SETTINGS), SETTINGS)
    assert "acute medication" in report_sections(basis)[0].remarks[-1]
    assert report_sections(replace_report(basis, sections=("medication",)))[0].table.empty
    sections = [MAKERS[name](basis) for name in basis.choices.sections]
    assert any(section.table.empty for section in sections)
    deck = Presentation(io.BytesIO(slides(sections, basis)))
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert tables
    assert all(len(table.rows) > 1 for table in tables)
    page = document(sections, basis)
    assert page.count("<table>") == sum(len(section.table) > 0 for section in sections)


def test_sections_can_be_chosen_and_ordered(cohort):
    chosen = ("safety", "response")
    basis = replace_report(ReportBasis(cohort, SETTINGS), sections=chosen)
    assert [section.name for section in report_sections(basis)] == list(chosen)
    assert set(MAKERS) == set(SECTIONS)


@pytest.mark.browser
def test_the_page_asks_for_nothing_outside(browser, files, tmp_path):
    file = tmp_path / "report.html"
    file.write_bytes(files["report.html"])
    asked = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    page.wait_for_selector(".js-plotly-plot .barlayer")
    drawn = page.locator(".js-plotly-plot").count()
    pdf = page.pdf(format="A4")
    page.close()
    assert asked == [file.as_uri()]
    assert drawn == 6
    assert len(re.findall(rb"/Type\s*/Page[^s]", pdf)) <= len(SECTIONS)


def test_the_workbook_holds_the_tables_typed(files, cohort):
    book = openpyxl.load_workbook(io.BytesIO(files["tables.xlsx"]))
    assert "how it was made" in book.sheetnames
    sheet = book["rates"]
    assert sheet.freeze_panes == "A2"
    names = [cell.value for cell in sheet[1]]
    assert isinstance(sheet.cell(2, names.index("rate") + 1).value, float)
    assert sheet.cell(2, names.index("judged") + 1).value == 127
    formulas = [c for s in book for row in s.iter_rows() for c in row if c.data_type == "f"]
    assert formulas == []
    columns = [*zip(*book["reductions"].iter_rows(min_row=2), strict=True)]
    numbers = [c for column in columns for c in column if isinstance(c.value, float)]
    long = [c for c in numbers if len(str(c.value)) > 8 and c.number_format != "General"]
    assert any(c.number_format == "0.0##" for c in long), "medians: exact, and shown short"


def hostile_sample() -> list[Source]:
    """The sample clinic with live text in every field that holds text."""
    found = []
    for name in ("diary", "sessions", "patients", "scores", "adverse_events", "treatments"):
        frame = pd.read_csv(FOLDER / f"{name}.csv", dtype="str", keep_default_na=False)
        kinds = {column.name: column.kind for column in CANONICAL[name].columns}
        for column in frame:
            if kinds.get(column, "text") == "text":
                several = frame[column] == frame[column].value_counts().index[0]
                frame.loc[several, column] = LIVE
        frame["patient_id"] = frame["patient_id"].replace("P-0001", f"{LIVE} 1")
        found.append(Source(f"{name}.csv", frame.to_csv(index=False).encode(), name))
    return found


@pytest.fixture(scope="module")
def hostile() -> tuple[Records, dict[str, bytes]]:
    """The records of the hostile sample, and the documents made of them."""
    records, _ = read_records(hostile_sample())
    settings = Settings(report=ReportChoices(title=LIVE))
    return records, report_files(result_of(records, settings), settings)


def test_text_from_a_file_is_inert_everywhere(hostile):
    records, made = hostile
    assert LIVE in set(records.patients["site"])
    assert LIVE in set(records.adverse_events["event"])
    assert f"{LIVE} 1" in set(records.diary["patient_id"])
    page = made["report.html"].decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    book = openpyxl.load_workbook(io.BytesIO(made["tables.xlsx"]))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value == LIVE]
    assert cells
    assert all(cell.data_type == "s" for cell in cells)
    deck = Presentation(io.BytesIO(made["report.pptx"]))
    assert any(LIVE in words_of(slide) for slide in deck.slides)  # as words
    charts = [s for slide in deck.slides for s in slide.shapes if s.has_chart]
    for shape in charts:
        inside = openpyxl.load_workbook(io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob))
        assert not [c for row in inside.active.iter_rows() for c in row if c.data_type == "f"]
    named = {str(name) for shape in charts for name in shape.chart.plots[0].categories}
    assert f"'{LIVE}" in {name.replace("\n", "") for name in named}  # in lines: it is long
    keyed = data_zip(
        result_of(records, SETTINGS),
        SETTINGS,
        key=new_key(),
        every_day=True,
        columns=tuple(columns_of_patients(records)),
    )
    for content in (made["data.zip"], keyed):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            texts = {name: archive.read(name).decode() for name in archive.namelist()}
        for name, text in texts.items():
            assert not re.search(r'(^|,)"?[=+@]', text, re.MULTILINE), name
    assert "'=HYPERLINK" in texts["patients.csv"]


@pytest.mark.browser
def test_a_hostile_page_runs_nothing(browser, hostile, tmp_path):
    file = tmp_path / "report.html"
    file.write_bytes(hostile[1]["report.html"])
    seen: list[str] = []
    page = browser.new_page()
    page.on("dialog", lambda dialog: (seen.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: seen.append(request.url))
    page.goto(file.as_uri())
    page.wait_for_selector(".js-plotly-plot .barlayer")
    assert LIVE in page.title()
    page.close()
    assert seen == [file.as_uri()]


def test_every_column_of_a_table_has_its_meaning_and_unit(cohort):
    sheets = workbook_sheets(ReportBasis(cohort, SETTINGS))
    names = [sheet.name for sheet in sheets]
    assert names[0] == "how it was made"
    assert names[-3:] == ["columns", "methods", "definitions"]
    assert {name.replace("_", " ") for name in IN_THE_WORKBOOK} <= set(names)
    told = sheets[-3].frame
    without = told[(told["meaning"] == "") | (told["unit"] == "")]
    assert without.empty, without
    for column in cohort.outcomes:
        assert all(meaning_of("outcomes", column)), column


def clinic_template() -> bytes:
    """A clinic's own slides: 4:3, with a slide in them that nobody wants again."""
    deck = Presentation()
    old = deck.slides.add_slide(deck.slide_layouts[5])
    old.shapes.title.text = "Last year's figures"
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def test_the_clinics_own_slides_give_the_look(cohort):
    basis = ReportBasis(cohort, SETTINGS)
    sections = report_sections(basis)
    content = slides(sections, basis, clinic_template())
    assert content == slides(sections, basis, clinic_template())
    deck = Presentation(io.BytesIO(content))
    assert (deck.slide_width, deck.slide_height) == (9144000, 6858000)
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert len(set(titles)) == len(titles)  # a table over several slides says which part
    told = "".join(words_of(slide) for slide in deck.slides)
    assert "Last year" not in told
    assert b"Last year" not in b"".join(
        zipfile.ZipFile(io.BytesIO(content)).read(name)
        for name in zipfile.ZipFile(io.BytesIO(content)).namelist()
    )
    for slide in deck.slides:
        assert slide.shapes.title is not None
        for shape in slide.shapes:
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height
    for wrong in (b"", b"PK", b"\x00" * 100, zipped({"a.txt": "no slides"})):
        with pytest.raises(NotSlides, match="of PowerPoint was expected"):
            slides(sections, basis, wrong)


def test_de_identified_data_hold_no_id_and_no_date(cohort):
    records, outcomes, key = cohort.records, cohort.outcomes, new_key()
    content = data_zip(cohort, SETTINGS, key=key, columns=("sex", "age_band"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    for name, text in texts.items():
        assert not re.search(r"P-0\d{3}", text), name
        if name.endswith(".csv"):
            assert not re.search(r"\b20\d\d-\d\d-\d\d\b", text), name
    table = pd.read_csv(io.StringIO(texts["outcomes.csv"]))
    assert keyed_id("P-0001", key) in set(table["patient_id"])
    first = table[table["session"] == 1]
    assert set(first["session_date_day"].dropna()) == {0}
    assert table["percent_reduction"].notna().sum() == outcomes["percent_reduction"].notna().sum()
    alike = pd.read_csv(io.StringIO(texts["how_many_are_alike.csv"]))
    assert alike["patients"].sum() == len(records.patients)
    assert re.search(r"\d+ of 152 patients share .* fewer than 5", texts["README.txt"])
    assert set(pd.read_csv(io.StringIO(texts["patients.csv"]))) == {"patient_id", "sex", "age_band"}


def test_names_of_adam(cohort):
    content = data_zip(cohort, SETTINGS, adam=True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        header = archive.read("outcomes.csv").decode().split("\n")[0].split(",")
    assert {"USUBJID", "AVISITN", "AVAL", "BASE", "CHG", "PCHG", "CRIT1FL", "PARAMCD"} <= set(
        header
    )


def test_settings_come_back_as_they_went():
    chosen = Settings(
        DEFAULT_DEFINITION.changed(window="weeks_9_12", min_days=12),
        None,
        (("site", ("Moor", "Valley")),),
        3,
        ReportChoices("Autumn", ("safety", "response"), 12, "a study", "ours.pptx", "0f"),
    )
    assert Settings.from_json(chosen.to_json()) == chosen
    for wrong in (
        "",
        "[]",
        "{}",
        '{"definition": {"name": "nobody"}}',
        "\x00",
        chosen.to_json().replace("safety", "nonsense"),
        chosen.to_json().replace('"limit": 12', '"limit": 2'),
    ):
        with pytest.raises(ValueError, match="These are no settings of Clear Days"):
            Settings.from_json(wrong)
    assert "patient" not in json.dumps(chosen.to_json())


def test_the_command_line_makes_the_same(door, files, tmp_path):
    tables = {name: (FOLDER / f"{name}.csv").read_text(encoding="utf-8") for name in EVERY_TABLE}
    out = tmp_path / "out"
    result = door.run("report", "--out", str(out), **tables)
    assert result.exit_code == 0, result.output
    ours = openpyxl.load_workbook(io.BytesIO(files["tables.xlsx"]))["rates"]
    theirs = openpyxl.load_workbook(out / "tables.xlsx")["rates"]
    assert list(ours.values) == list(theirs.values)
    made = {path.name for path in out.iterdir()}
    assert made == {"report.pptx", "report.html", "tables.xlsx", "data.zip", "settings.json"}
    wrong = tmp_path / "wrong.json"
    wrong.write_text("{}", encoding="utf-8", newline="")
    refused = door.run("report", str(wrong), "--out", str(out), **tables)
    assert refused.exit_code == 2
    assert "no settings of Clear Days" in refused.output


def test_csv_where_commas_are_decimals():
    frame = pd.DataFrame(
        {
            "name": ["a;b", "c"],
            "rate": [0.375, None],
            "days": pd.array([12.5, None], dtype="Float64"),
            "n": pd.array([3, None], dtype="Int64"),
        }
    )
    assert as_csv(frame, CsvStyle.of(",")) == 'name;rate;days;n\n"a;b";0,375;12,5;3\nc;;;\n'
    assert as_csv(frame) == "name,rate,days,n\na;b,0.375,12.5,3\nc,,,\n"


def test_page_and_command_line_make_the_same_bytes(door, tmp_path, monkeypatch):
    """The same records and choices: every document, byte by byte."""
    tables = {
        n: (FOLDER / f"{n}.csv").read_text(encoding="utf-8")
        for n in ("diary", "sessions", "patients")
    }
    chosen = Settings(
        filters=(("site", ("Harbour",)),),
        report=ReportChoices("Harbour", ("response", "reduction"), 10),
    )
    settings = tmp_path / "settings.json"
    settings.write_text(chosen.to_json(), encoding="utf-8", newline="")
    result = door.run("report", str(settings), "--out", str(tmp_path / "out"), **tables)
    assert result.exit_code == 0, result.output
    records, report = read_records(
        [Source(f"{name}.csv", text.encode(), name) for name, text in tables.items()]
    )
    offered = {}
    monkeypatch.setattr(
        "ui.report.choices.download",
        lambda label, data, *args, key, **options: offered.update({key: data}),
    )
    app = start("pages/report.py", {"records": records, "report": report, "settings": chosen})
    assert not app.exception
    basis = ReportBasis(result_of(records, chosen), chosen)
    hides = any(section.hides for section in report_sections(basis))
    assert any("(in part not shown)" in told.value for told in app.markdown) == hides
    assert any("counts under 10 patients" in told.value for told in app.caption) == hides
    made = {name: offered[f"document_{name}"]() for name in DOCUMENTS}  # as a click does
    for name, content in made.items():
        assert content == (tmp_path / "out" / name).read_bytes(), name
    deck = Presentation(io.BytesIO(made["report.pptx"]))
    assert len(deck.slides) == 3
    assert "under 10 patients" in words_of(deck.slides[2])


def test_choices_on_the_page_are_kept_with_the_settings():
    app = start("pages/report.py")
    app.multiselect(key="report_sections").set_value(["safety", "treated"]).run()
    app.number_input(key="report_limit").set_value(12).run()
    app.text_input(key="report_title").set_value("Autumn").run()
    app.selectbox(key="report_study").select_index(2).run()
    kept = app.session_state["settings"].report
    assert (kept.sections, kept.limit, kept.title) == (("safety", "treated"), 12, "Autumn")
    assert kept.study == list(studies(BOTULINUM_TOXIN))[2]
    app.multiselect(key="report_sections").set_value([]).run()
    assert app.session_state["settings"].report.sections  # the last one stays
    again = Settings.from_json(app.session_state["settings"].to_json())
    assert again == app.session_state["settings"]
    app.switch_page("pages/presentation.py").run()
    assert app.title[0].value.endswith("Side effects")


def test_a_study_is_known_by_its_key_and_by_the_label_that_settings_of_0_9_0_hold():
    label = "Silberstein 2015: first response ≥ 50%, headache days, cycle 1"
    chosen = Settings(report=ReportChoices(study="silberstein_2015_first_half"))
    of_before = chosen.to_json().replace(chosen.report.study, json.dumps(label)[1:-1])
    assert of_before != chosen.to_json()
    assert Settings.from_json(of_before) == chosen
    assert label_of(study_of(chosen.report.study, BOTULINUM_TOXIN)) == label


def test_a_study_that_nobody_knows_is_told_and_no_other_stands_in_its_place(sample):
    unknown = ReportChoices(study="Nobody 2020", sections=("compared",))
    app = start("pages/report.py", {"settings": Settings(report=unknown)})
    assert "no published result is called Nobody 2020" in test_pages.text(app)
    assert app.selectbox(key="report_study").value is None
    found = ReportBasis(result_of(sample[0], SETTINGS), Settings(report=unknown))
    assert "no published result is called Nobody 2020" in beside_a_study(found).about


def of_the_first_30(name: str) -> str:
    """A table of the sample with the rows of its first patients alone."""
    head, *rows = (FOLDER / f"{name}.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join([head, *(row for row in rows if row[:6] <= "P-0030")])


def test_settings_make_the_same_again_and_their_slides_are_looked_for_beside_them(door, tmp_path):
    tables = {name: of_the_first_30(name) for name in EVERY_TABLE}
    template = tmp_path / "ours.pptm"
    template.write_bytes(clinic_presentation("pptm"))
    out = tmp_path / "out"
    said = door.run("report", "--template", str(template), "--out", str(out), **tables)
    assert said.exit_code == 0
    assert "ours.pptm: its macros are left out" in said.output
    assert dangling((out / "report.pptx").read_bytes()) == []
    missing = door.run("report", str(out / "settings.json"), "--out", str(out), **tables)
    assert missing.exit_code == 2
    assert "The settings name the slides ours.pptm" in missing.output
    (out / "ours.pptm").write_bytes(template.read_bytes())
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    again = door.run("report", str(out / "settings.json"), "--out", str(out), **tables)
    assert again.exit_code == 0
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    (out / "ours.pptm").write_bytes(b"no slides")
    wrong = door.run("report", str(out / "settings.json"), "--out", str(out), **tables)
    assert wrong.exit_code == 1
    assert "not the same file as last time" in wrong.output
    assert "of PowerPoint was expected" in wrong.output


def test_the_page_says_that_macros_of_the_clinics_slides_are_left_out():
    """Of slides without any nothing is said; a name from outside is no markup."""
    records, report = counted_in((20, 5), (20, 18), sessions=1)
    app = start("pages/report.py", {"records": records, "report": report})
    for kind, macros in (("pptm", True), ("pptx", False)):
        app.file_uploader[0].upload(f"our*s.{kind}", clinic_presentation(kind)).run()
        assert not app.exception
        said = f"our*s.{kind}: {MACROS_LEFT_OUT}" in test_pages.text(app)
        assert said == macros, kind
        assert (MACROS_LEFT_OUT in test_pages.text(app)) == macros


def test_the_workbook_writes_each_number_in_its_own_unit(files):
    """Points of percent are no fractions; where units differ by row each row has its own."""
    book = openpyxl.load_workbook(io.BytesIO(files["tables.xlsx"]))
    heads = {sheet.title: [cell.value for cell in sheet[1]] for sheet in book}
    assert "unit" in heads["change"]
    assert "unit" in heads["compared"]
    groups = book["subgroups"]
    low = heads["subgroups"].index("difference low")
    rows = [row for row in groups.iter_rows(min_row=2) if row[low].value is not None]
    assert any(abs(row[low].value) > 1 for row in rows)
    assert not any("%" in row[low].number_format for row in rows)
    rates = heads["rates"].index("95% interval, lower end")
    assert book["rates"].cell(2, rates + 1).number_format == "0.0%"
    dictionary = [[cell.value for cell in row] for row in book["columns"].iter_rows(min_row=2)]
    by_row = {row[0] for row in dictionary if "unit of the row" in row[3:4]}
    assert by_row == {"change", "compared"}
