"""Do the documents say what the records say? Through the command line and the page."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from datetime import date

import openpyxl
import pandas as pd
import pytest
from pptx import Presentation

from analytics.definitions import PRESETS
from analytics.filters import Filters
from analytics.privacy import new_key
from analytics.records import Records
from analytics.report_choices import ReportChoices
from analytics.research.compared import published
from analytics.result import result_of
from analytics.settings import Settings
from analytics.therapies import BOTULINUM_TOXIN
from importing import Source, read_records
from reports.basis import ReportBasis, Section
from reports.beside_a_study import studies
from reports.data_zip import data_zip
from reports.sections import report_sections
from reports.slides import slides
from tests.front_door import days, diary, sessions
from tests.test_pages import start, text
from words.foot import cut_off_in_words
from words.numbers import day

pytestmark = pytest.mark.slow

NAMED: Filters = (("patient_id", ("A01",)),)
NORTH: Filters = (("site", ("North",)),)


def records_of(*people: tuple[str, int, int], patients: bool = False) -> dict[str, object]:
    """Of each: id, headache days of 28 before the session and in its weeks 9 to 12."""
    rows: dict[str, list] = {"diary": [], "sessions": []}
    for person, before, after in people:
        rows["diary"] += diary(person, "2024-02-02", days(before, 28))
        rows["diary"] += diary(person, "2024-04-26", days(after, 28))
        rows["sessions"] += sessions(person, "2024-03-01")
    if patients:
        rows["patients"] = [{"patient_id": person, "site": "North"} for person, *_ in people]
    return dict(rows)


def test_no_settings_filter_by_a_patients_id(door, tmp_path):
    """One person is no group: the report refuses as ``--where`` does, and so does the page."""
    tables = records_of(*((f"A{k:02d}", 20, 5) for k in range(12)), patients=True)
    chosen = tmp_path / "chosen.json"
    chosen.write_text(Settings(filters=NAMED).to_json(), encoding="utf-8", newline="")
    refused = door.run("report", chosen, "--out", tmp_path / "out", **tables)
    told = "the patients file has no column 'patient_id' to filter by."
    assert refused.exit_code == 2
    assert told in refused.stderr
    assert "A01" not in refused.stderr
    assert not (tmp_path / "out").exists()
    where = door.run("rates", "--where", "patient_id=A01", **tables)
    assert where.exit_code == 2
    assert told in where.stderr


@pytest.mark.parametrize("column", ["patient_id", "colour"])
def test_the_page_refuses_settings_with_such_a_filter(column):
    app = start("pages/report.py")
    before = app.session_state["settings"]
    chosen = Settings(filters=((column, ("P-0001",)),)).to_json().encode()
    app.file_uploader[1].upload("chosen.json", chosen).run()
    assert not app.exception
    told = [error.value for error in app.error]
    assert len(told) == 1
    assert "has no column" in told[0]
    assert "P-0001" not in text(app)
    assert app.session_state["settings"] == before


def made(door, folder, chosen: Settings | None = None, **tables: object) -> dict[str, str]:
    """The documents of the report: its slides (charts as XML), its page, its workbook's words."""
    settings = folder / "chosen.json"
    settings.write_text((chosen or Settings()).to_json(), encoding="utf-8", newline="")
    result = door.run("report", settings, "--out", folder / "out", **tables)
    assert result.exit_code == 0, result.output
    with zipfile.ZipFile(folder / "out" / "report.pptx") as archive:
        slides = [
            archive.read(name).decode()
            for name in archive.namelist()
            if re.fullmatch(r"ppt/(slides|charts|notesSlides)/[^/]+\.xml", name)
        ]
    book = openpyxl.load_workbook(folder / "out" / "tables.xlsx")
    cells = [str(cell) for sheet in book for row in sheet.values for cell in row if cell]
    written = (folder / "out" / "report.html").read_text(encoding="utf-8")
    page = re.sub(r"(?s)<script>.*?</script>", "", written, count=1)  # Plotly itself
    return {
        "slides": html.unescape("\n".join(slides)),
        "workbook": "\n".join(cells),
        "page": html.unescape(page),
    }


def of_study(part: str, *sections: str) -> Settings:
    """Settings that put records beside the first study whose name has these words."""
    rows = published().loc[[*studies(BOTULINUM_TOXIN).values()]]
    study = next(row["key"] for _, row in rows.iterrows() if part in row["study"])
    return Settings(
        session=1, report=ReportChoices(study=study, sections=sections or ("compared",))
    )


def section_of(page: str, title: str) -> str:
    return next(one for one in page.split("<section>") if f"<h2>{title}" in one)


def test_a_chart_beside_a_study_writes_what_its_table_writes(door, tmp_path):
    """A mean change of 49.97% stood as −50% at the bar."""
    people = [*((f"A{k:03d}", 28, 14) for k in range(119)), ("B", 28, 15)]
    found = made(door, tmp_path, of_study("CHARM"), **records_of(*people))
    compared = section_of(found["page"], "Compared with what?")
    table = [cell for cell in re.findall(r"<td>(.*?)</td>", compared) if "%" in cell]
    assert "−49.97%" in table
    drawn = json.loads(re.search(r'"text":(\[[^\]]*\])', compared)[1])
    assert set(drawn) <= set(table)
    assert drawn[0] == "−49.97%"
    points = re.findall(
        r'<c:dLbl><c:idx val="\d"/><c:numFmt formatCode="(.*?)" sourceL', found["slides"]
    )
    assert {form.split('"')[1] for form in points} == set(drawn)
    assert "50%" not in drawn


COUNTS = [
    {"patient_id": f"A{k}", "session": s, "migraine_days": 15, "recorded_days": 28}
    for k in range(20)
    for s in (0, 1, 2)
]


def test_what_was_never_recorded_is_not_called_hidden(door, tmp_path):
    """Counts of migraine days beside a study of headache days, and no dates for side effects."""
    chosen = of_study("PREEMPT pooled", "treated", "compared", "safety")
    events = [{"patient_id": "A1", "date": "2024-03-02", "event": "ptosis"}]
    for counts in (COUNTS, cycles_without_dates()):
        table = "counts" if counts is COUNTS else "cycles"
        found = made(door, tmp_path, chosen, **{table: counts, "adverse_events": events})
        compared = section_of(found["page"], "Compared with what?")
        ours = re.findall(r"<td>(.*?)</td>", compared)[:4]
        assert ours == ["our records", "–", "headache days are not recorded here", ""]
        assert "not shown" not in compared
        assert "Our records: headache days are not recorded here." in found["slides"]
        assert "20 patients treated." in compared
        safety = section_of(found["page"], "No side effect can be counted")
        assert "20 patients treated." in safety
        assert "not counted" in safety
        for document in found.values():
            assert "0 of 0" not in document
            assert "not shown</c:v>" not in document  # no hatched series


def cycles_without_dates() -> str:
    """The cycles of de-identified data: without a date of anybody."""
    rows = pd.DataFrame(COUNTS).to_csv(index=False).encode()
    records = read_records([Source("counts.csv", rows)])[0]
    content = data_zip(result_of(records, Settings()), Settings(), key=new_key())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("cycles.csv").decode()


def test_a_cut_off_after_the_last_entry_has_its_word_in_every_document(door, tmp_path):
    """Also where a filter keeps patients whose diary ends before that of the others."""
    tables = records_of(*((f"A{k:02d}", 20, 5) for k in range(12)), patients=True)
    tables["diary"] += diary("A00", "2024-06-01", "M-M")
    tables["patients"][0] |= {"site": "South"}
    few = ReportChoices(sections=("response", "reduction"))
    chosen = Settings(cut_off=date(2030, 1, 1), filters=NORTH, report=few)
    found = made(door, tmp_path, chosen, **tables)
    word = "The cut-off, 1 Jan 2030, is 2,038 days after the last diary date, 3 Jun 2024"
    assert {name: word in document for name, document in found.items()} == dict.fromkeys(
        found, True
    )
    foot = "Cut-off: 1 Jan 2030, after the last diary date, 3 Jun 2024."
    assert found["page"].count(foot) == len(few.sections) + 2
    with zipfile.ZipFile(tmp_path / "out" / "data.zip") as archive:
        assert word in archive.read("README.txt").decode()


@pytest.mark.parametrize("filters", [(), NORTH])
@pytest.mark.parametrize("cut_off", [None, date(2024, 6, 3), date(2024, 5, 1)])
def test_a_cut_off_inside_of_the_diary_needs_no_word(cut_off, filters):
    tables = records_of(*((f"A{k:02d}", 20, 5) for k in range(12)), patients=True)
    tables["diary"] += diary("A00", "2024-06-01", "M-M")
    tables["patients"][0] |= {"site": "South"}
    records = loaded(tables)
    chosen = Settings(cut_off=cut_off, filters=filters)
    basis = ReportBasis(result_of(records, chosen), chosen)
    assert basis.cut_off_told == ""
    assert cut_off_in_words(basis.records) == day(cut_off or date(2024, 6, 3))


@pytest.mark.parametrize("more", [0, 12])
def test_events_that_only_we_have_are_hatched_where_they_are_hidden(more):
    """A chart without a row for them read as if nothing were left out; many are one row."""
    counts = {"neck stiff": 2, "pneumothorax": 1, **{f"rare {k}": 2 for k in range(more)}}
    found = safety_of({"fever": 20, **counts})
    hidden = {
        name
        for name, told in zip(found.table["Side effect"], found.table["Our records"], strict=True)
        if told == "not shown"
    }
    assert hidden == set(counts)
    chart = found.chart
    hatched = [name for name, gone in zip(chart.categories, chart.hidden, strict=True) if gone]
    assert hatched == ([f"{len(counts)} other side effects"] if more else list(counts))
    ends = [length for length in chart.hatch if length == length]
    assert ends == [chart.levels[-1]] * len(hatched)
    assert "fever" in chart.categories
    assert "Hatched: not shown" in found.about


def safety_of(counts: dict[str, int]) -> Section:
    """The section on side effects of 30 patients, of whom so many had each event."""
    tables = records_of(*((f"A{k:02d}", 20, 5) for k in range(30)))
    tables["adverse_events"] = [
        {"patient_id": f"A{k:02d}", "date": "2024-04-26", "event": event}
        for event, patients in counts.items()
        for k in range(patients)
    ]
    records = loaded(tables)
    chosen = Settings(session=1, report=ReportChoices(sections=("safety",)))
    basis = ReportBasis(result_of(records, chosen), chosen)
    return report_sections(basis)[0]


def loaded(tables: dict[str, list]) -> Records:
    return read_records(
        [
            Source(f"{name}.csv", pd.DataFrame(rows).to_csv(index=False).encode(), name)
            for name, rows in tables.items()
        ]
    )[0]


@pytest.fixture(scope="module")
def package() -> dict[str, pd.DataFrame]:
    """The tables of an ADaM-like package: responders, others, unchanged, not judged."""
    tables = records_of(("A", 20, 5), ("B", 20, 20), ("C", 20, 18))
    tables["sessions"] += sessions("D", "2024-03-01")
    records = loaded(tables)
    chosen = Settings(PRESETS["preempt"])
    content = data_zip(result_of(records, chosen), chosen, adam=True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name: pd.read_csv(archive.open(f"{name}.csv"), dtype="str")
            for name in ("outcomes", "dictionary")
        }


def test_the_dictionary_says_what_flags_and_days_of_adam_hold(package):
    told = package["dictionary"].query("table == 'outcomes'").set_index("column")
    for name in [column for column in package["outcomes"] if column.endswith("FL")]:
        values = set(package["outcomes"][name].dropna())
        assert told.loc[name, "unit"] == "text"
        assert all(f"{value}: " in told.loc[name, "meaning"] for value in values), name
        assert values <= {"Y", "N"}
    assert "recorded days of the window that are the measure's" in told.loc["RAWDAYS", "meaning"]


def test_no_change_has_no_sign(package):
    numbers = package["outcomes"][["CHG", "PCHG", "AVAL", "BASE"]]
    assert (numbers["PCHG"].astype("float") == 0).any()
    assert not numbers.isin(["-0", "-0.0"]).any(axis=None)


def test_the_notes_say_that_they_hold_the_settings_file():
    records = loaded(records_of(*((f"A{k:02d}", 20, 5) for k in range(8))))
    chosen = Settings(report=ReportChoices(sections=("response",)))
    basis = ReportBasis(result_of(records, chosen), chosen)
    deck = Presentation(io.BytesIO(slides(report_sections(basis), basis)))
    sentence, _, file = deck.slides[0].notes_slide.notes_text_frame.text.partition("\n")
    assert sentence.startswith("What follows is this report's settings file")
    assert Settings.from_json(file) == chosen
