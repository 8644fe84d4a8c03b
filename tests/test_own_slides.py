"""The clinic's own slides: the look is taken, and nothing of what stood on them comes back."""

import io

import pandas as pd
import pytest
from pptx import Presentation

from analytics.result import result_of
from analytics.settings import Settings
from charts.data import ChartData, Series
from reports.basis import ReportBasis, Section
from reports.own_slides import NotSlides, has_macros
from reports.packages import zipped
from reports.slides import slides
from tests.own_slides import MAINS, OLD, TYPES, clinic_presentation, dangling, parts_of
from tests.test_pages import small_cohort

TABLE = pd.DataFrame({"After session": [1], "Judged": [40]})
CHART = ChartData("columns", ["Session 1"], [Series("Responders", [0.5])], "Half of them")


@pytest.fixture(scope="module")
def basis():
    records, _ = small_cohort("A,2024-02-01,1,1\nA,2024-03-04,0,0\n")
    return ReportBasis(result_of(records, Settings()), Settings())


@pytest.fixture(scope="module")
def sections():
    return [
        Section("response", "Half of them", "How to read it", TABLE, CHART),
        Section("treated", "Forty of them", "How to read it", TABLE),
    ]


@pytest.mark.parametrize("kind", MAINS)
def test_what_is_taken_out_is_gone_with_all_that_names_it(basis, sections, kind):
    template = clinic_presentation(kind)
    assert has_macros(template) == kind.endswith("m")
    content = slides(sections, basis, template)
    assert dangling(content) == []
    files = parts_of(content)
    assert f'ContentType="{MAINS["pptx"]}"'.encode() in files[TYPES]
    told = [name for name, text in files.items() if OLD.encode() in text]
    assert told == []
    assert not [n for n in files if "vba" in n.lower() or "customUI" in n or "comment" in n]
    assert not any(b"macro" in text.lower() for n, text in files.items() if n.endswith("xml"))
    assert not [n for n in files if n.startswith(("ppt/media", "ppt/tags", "customXml"))]
    assert not any(b"External" in text for n, text in files.items() if n.endswith(".rels"))
    assert b"oleObj" not in b"".join(files.values())
    deck = Presentation(io.BytesIO(content))
    assert len(deck.slides) == 3
    assert len([n for n in files if n.startswith("ppt/slides/slide")]) == 3
    assert len([n for n in files if n.startswith("ppt/notesSlides/notesSlide")]) == 1
    assert (deck.slide_width, deck.slide_height) == (9144000, 6858000)  # the look is the clinic's
    assert {shape.name for one in deck.slide_layouts for shape in one.shapes} >= {"Button 0"}


def test_a_deck_on_the_built_in_look_dangles_nowhere(basis, sections):
    assert dangling(slides(sections, basis)) == []


def test_the_walk_would_notice():
    made = clinic_presentation()
    deck = Presentation(io.BytesIO(made))
    listed = deck.slides._sldIdLst
    for slide in list(listed):  # what python-pptx does when a slide is taken out
        deck.part.drop_rel(slide.rId)
        listed.remove(slide)
    out = io.BytesIO()
    deck.save(out)
    assert any("a section names slide" in one for one in dangling(out.getvalue()))
    files = parts_of(made)
    short = {name: text for name, text in files.items() if name != "ppt/slides/slide2.xml"}
    assert [one for one in dangling(zipped(short)) if "slides/slide2.xml is missing" in one]
    longer = dangling(zipped({**files, "ppt/media/old.jpeg": b""}))
    assert longer == ["ppt/media/old.jpeg: nothing leads to it"]


def test_no_presentation_has_no_macros_and_is_refused(basis, sections):
    document = {
        TYPES: b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    }
    for wrong in (b"", b"PK", zipped({"a.txt": "no slides"}), zipped(document)):
        assert not has_macros(wrong)
        with pytest.raises(NotSlides, match=r"a \.pptx, \.potx, \.ppsx or \.pptm"):
            slides(sections, basis, wrong)


def test_a_notes_page_without_a_place_for_words(basis, sections):
    deck = Presentation(io.BytesIO(clinic_presentation()))
    for shape in list(deck.notes_master.placeholders):
        shape._element.getparent().remove(shape._element)
    out = io.BytesIO()
    deck.save(out)
    assert dangling(slides(sections, basis, out.getvalue())) == []
