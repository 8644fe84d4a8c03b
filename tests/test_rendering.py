"""Deck and workbook as another program draws them: nothing overflows, nothing is lost."""

import io
import os
import re
import shutil
import subprocess
from itertools import combinations
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.util import Inches

from analytics.report_choices import ReportChoices
from analytics.result import result_of
from analytics.settings import Settings
from reports.everything import report_files
from tests.own_slides import OLD, clinic_presentation
from tests.printed import WORDS, words_of

pytestmark = pytest.mark.slow

OFFICE, FONTS = (shutil.which(name) for name in ("soffice", "pdffonts"))
CARLITO = Path("/usr/share/fonts/truetype/crosextra/Carlito-Regular.ttf")  # as wide as Calibri
TOOLS = "LibreOffice, poppler and Carlito"

if not (OFFICE and WORDS and FONTS and CARLITO.exists()) and os.environ.get("CI") != "true":
    pytest.skip(f"{TOOLS} are not installed: rendering is left out", allow_module_level=True)

LONG = Settings(
    filters=(
        ("site", ("Harbour", "Moor", "Valley")),
        ("sex", ("female", "male", "other")),
        ("prior_preventives", tuple(str(n) for n in range(30))),
    ),
    report=ReportChoices(
        title="What was recorded after botulinum toxin sessions at all sites of "
        "the clinic, for the autumn meeting of the region"
    ),
)
SETTINGS = {
    "sample": (Settings(), None),
    "long": (LONG, None),
    "template": (LONG, clinic_presentation("potm")),
}


def drawn_by_office(folder: Path, files: dict[str, bytes]) -> None:
    """Makes a PDF beside each file, in one start of the program."""
    assert OFFICE, f"{TOOLS} are missing: .ci/run installs them"
    assert WORDS, f"{TOOLS} are missing: .ci/run installs them"
    for name, content in files.items():
        (folder / name).write_bytes(content)
    command = [
        OFFICE,
        f"-env:UserInstallation={(folder.parent / 'office').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        *(str(folder / name) for name in files),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=360)


@pytest.fixture(scope="module")
def result(sample):
    return result_of(sample[0], Settings())


@pytest.fixture(scope="module", params=list(SETTINGS))
def made(request, result):
    settings, template = SETTINGS[request.param]
    return report_files(result, settings, template=template)


@pytest.fixture(scope="module")
def drawn(made, tmp_path_factory) -> Path:
    """The folder with the PDFs of deck and workbook."""
    folder = tmp_path_factory.mktemp("drawn")
    drawn_by_office(folder, {name: made[name] for name in ("report.pptx", "tables.xlsx")})
    return folder


def overflowing(pages: list) -> list[tuple]:
    """Words that leave their page, and words that lie on each other."""
    found: list[tuple] = []
    for number, ((width, height), boxes) in enumerate(pages, start=1):
        found += [
            (number, box)
            for box in boxes
            if box[1] < -1 or box[2] < -1 or box[3] > width + 1 or box[4] > height + 1
        ]
        for one, other in combinations(boxes, 2):
            across = min(one[3], other[3]) - max(one[1], other[1])
            down = min(one[4], other[4]) - max(one[2], other[2])
            if across >= 2 and down >= 0.5 * min(one[4] - one[2], other[4] - other[2]):
                found.append((number, one, other))
    return found


def test_no_words_overflow_a_slide(made, drawn):
    pages = words_of(drawn / "report.pdf")
    assert len(pages) >= 10
    assert len(pages) == len(Presentation(io.BytesIO(made["report.pptx"])).slides)
    assert all(len(boxes) > 20 for _, boxes in pages)
    assert OLD not in " ".join(box[0] for _, boxes in pages for box in boxes)
    fonts = subprocess.run([FONTS, drawn / "report.pdf"], capture_output=True, check=True).stdout
    assert b"Carlito" in fonts
    assert b"DejaVu" not in fonts
    assert not overflowing(pages)


def test_the_check_would_notice(tmp_path):
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    for top in (1, 1.1):
        box = slide.shapes.add_textbox(Inches(1), Inches(top), Inches(5), Inches(1))
        box.text_frame.text = "words upon words"
    out = io.BytesIO()
    deck.save(out)
    drawn_by_office(tmp_path, {"deck.pptx": out.getvalue()})
    assert overflowing(words_of(tmp_path / "deck.pdf"))


def test_the_workbook_opens_elsewhere(drawn):
    pages = words_of(drawn / "tables.pdf")
    words = " ".join(box[0] for _, boxes in pages for box in boxes)
    for name in ("Definition", "responders", "evaluable", "incidence"):
        assert name in words
    assert not re.search(r"#(NAME|REF|VALUE|DIV)", words)
