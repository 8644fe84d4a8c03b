"""A measure is one row: photophobia days go through every input, table, page and document.

The row that ``tests.a_measure`` adds is the whole of it: nothing else of the product is touched.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from analytics.tables import TABLES

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
PAGES = ["app.py", *sorted(f"pages/{path.name}" for path in (ROOT / "pages").glob("*.py"))]
DOCUMENTS = {
    "report.pptx",
    "report.html",
    "tables.xlsx",
    "data.zip",
    "settings.json",
    "adam.zip",
    "de_identified.zip",
}
NOTHING_OF_THE_KIND = {"side_effects", "intake", "flips"}  # none recorded; nobody near a line
OF_MORE_PATIENTS = {"individual"}  # than these 20
OF_SINGLE_DAYS = {
    "look_back",
    "months_around",
    "look_back_limits",
    "corrected_change",
    "baseline_stability",
    "onset",
    "lowest_week",
    "recorded_days",
    "selective_recording",
}
EMPTY = {
    "diary": NOTHING_OF_THE_KIND | OF_MORE_PATIENTS | {"heaping"},
    "counts": NOTHING_OF_THE_KIND | OF_MORE_PATIENTS | OF_SINGLE_DAYS | {"incidence"},
    "cycles": NOTHING_OF_THE_KIND | OF_MORE_PATIENTS | OF_SINGLE_DAYS | {"heaping"},
}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What everything says where the row stands in ``MEASURES`` from the start."""
    file = tmp_path_factory.mktemp("measure") / "told.json"
    command = [sys.executable, "-m", "tests.a_measure", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=600)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", EMPTY)
def test_the_same_patients_respond_in_every_input(told, kind):
    assert told[kind]["baseline"] == [18.0]
    assert told[kind]["rates"] == [[1, 20, 10], [2, 20, 10]]


@pytest.mark.parametrize("kind", EMPTY)
def test_every_table(told, kind):
    rows = told[kind]["tables"]
    assert set(rows) == set(TABLES)
    assert {name for name, number in rows.items() if not number} == EMPTY[kind]


@pytest.mark.parametrize("kind", EMPTY)
def test_every_document(told, kind):
    assert set(told[kind]["documents"]) == DOCUMENTS
    assert all(told[kind]["documents"].values())


@pytest.mark.parametrize("kind", EMPTY)
def test_every_page_with_its_charts(told, kind):
    pages = told[kind]["pages"]
    assert set(pages) == set(PAGES)
    for page, shown in pages.items():
        assert not shown.startswith("EXCEPTION"), (page, shown)
        assert "photophobia" in shown, page
