"""How long does a diary take in each format, until it is text? ``python -m perf.formats [ROWS]``.

Seconds of the processor, one run each: ours, and those of the program in which others' libraries
read. ``.xls`` and ``.ods`` are of LibreOffice, where soffice is there.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import pandas as pd

from importing.containers import open_tables
from importing.layouts import is_header
from tests.make_formats import START, as_csv, as_json, web_page, workbook, written


def diary(rows: int) -> pd.DataFrame:
    """As many days of patients with 700 each."""
    return pd.DataFrame(
        {
            "patient_id": [f"P{row // 700:05}" for row in range(rows)],
            "date": [START + timedelta(days=row % 700) for row in range(rows)],
            "headache": [float(row % 3 == 0) for row in range(rows)],
            "migraine": [float(row % 6 == 0) for row in range(rows)],
            "pain": [float(row % 11) for row in range(rows)],
        }
    )


def files(frame: pd.DataFrame) -> dict[str, bytes]:
    found = {"csv": as_csv(frame), "xlsx": workbook(frame)}
    if shutil.which("soffice"):
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "diary.xlsx").write_bytes(found["xlsx"])
            for ending in ("xls", "ods"):
                command = ("soffice", "--headless", "--convert-to", ending, "diary.xlsx")
                subprocess.run(command, cwd=folder, check=True, capture_output=True)
                found[ending] = Path(folder, f"diary.{ending}").read_bytes()
    found |= {ending: written(frame, ending) for ending in ("sav", "dta", "xpt")}
    return found | {"json": as_json(frame), "html": web_page(frame)}


def apart() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(rows: int) -> None:
    print(f"{rows:,} rows     MB   ours   apart")
    for ending, content in files(diary(rows)).items():
        start, before = time.process_time(), apart()
        ((_, table),) = open_tables(f"diary.{ending}", content, is_header)
        ours, others = time.process_time() - start, apart() - before
        assert len(table.rows) == rows  # type: ignore[union-attr]
        print(f"{ending:10}  {len(content) / 1e6:7.1f} {ours:6.2f} {others:7.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
