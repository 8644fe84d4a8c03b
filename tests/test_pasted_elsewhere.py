"""Rows that were copied, pasted where formulas run: words stay words, numbers are numbers."""

import csv
import os
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from analytics.definitions import DEFAULT_DEFINITION
from ui.showing import copied
from words.screen import on_screen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OFFICE = shutil.which("soffice")
IDS = ["007", "12345678901234567890", "1e5", "3/4", "2024-01-05", "1.5", "=1+1", "  =1+1", "+49 30"]
MADE = """async ([code, rows]) => {
    const whole = `${code}\\nexport { asTable }`
    const at = URL.createObjectURL(new Blob([whole], { type: "text/javascript" }))
    return (await import(at)).asTable(rows)
}"""


def test_ids_are_pasted_as_they_were_and_none_of_them_runs(browser, tmp_path):
    if not OFFICE and os.environ.get("CI") != "true":
        pytest.skip("LibreOffice is not installed")
    assert OFFICE, "LibreOffice is missing: .ci/run installs it"
    table = pd.DataFrame({"patient_id": IDS, "change": [-1.5] * len(IDS)})
    rows = copied.cells(on_screen("", table, DEFAULT_DEFINITION), ".")
    code = (Path(copied.__file__).parent / "copy.js").read_text(encoding="utf-8")
    page = browser.new_page()
    html = page.evaluate(MADE, [code, rows])
    page.close()
    (tmp_path / "rows.html").write_text(
        f"<meta charset='utf-8'>{html}", encoding="utf-8", newline=""
    )
    command = [OFFICE, f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--headless"]
    command += ["--infilter=HTML (StarCalc)", "--convert-to", "csv", "--outdir", str(tmp_path)]
    subprocess.run(
        [*command, str(tmp_path / "rows.html")], check=True, capture_output=True, timeout=300
    )
    with (tmp_path / "rows.csv").open(encoding="utf-8", newline="") as file:
        _, *pasted = csv.reader(file)
    assert [row[0].strip().removeprefix("'").strip() for row in pasted] == [
        one.strip() for one in IDS
    ]
    assert {row[1] for row in pasted} == {"-1.5"}
