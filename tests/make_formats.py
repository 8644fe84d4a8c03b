"""The same small diary in every format that is read: ``python -m tests.make_formats``.

SPSS, Stata and SAS transport files are written anew by each test run. What no library of ours can
write is stored in ``tests/fixtures/formats``: ``.xls`` and ``.ods`` by LibreOffice 7.4,
``.sas7bdat`` by haven 2.5 of R, ``.xlsb`` by SheetJS 0.18.5 (its ``last_seen`` off, so that cells
are written as Excel writes them; ``short.xlsb`` as it writes them by itself). Running this file
writes them anew: it needs soffice, Rscript with haven, node and npm.
"""

from __future__ import annotations

import io
import json
import subprocess
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
from openpyxl import Workbook

STORED = Path(__file__).parent / "fixtures" / "formats"
START = date(2024, 1, 3)
R = """library(haven)
d <- read.csv("diary.csv", colClasses = c("character", "Date", "numeric", "numeric", "numeric"))
names(d)[1] <- "USUBJID"
write_sas(d, "diary.sas7bdat")"""
NODE = """const X = require("xlsx"), fs = require("fs");
const lines = fs.readFileSync("diary.csv", "utf8").trim().split("\\n");
const value = (cell, place) =>
  place == 0 ? cell : place == 1 ? new Date(cell + "T00:00:00Z") : cell ? Number(cell) : null;
const cells = lines.map((line, i) => line.split(",").map((c, j) => i ? value(c, j) : c));
const sheet = X.utils.aoa_to_sheet(cells, {cellDates: true, UTC: true});
const book = X.utils.book_new();
X.utils.book_append_sheet(book, sheet, "Diary");
X.writeFile(book, process.argv[2], {bookType: "xlsb"});"""


def diary() -> pd.DataFrame:
    """Two patients, 30 days each; ids with leading zeros, pain with decimals and without."""
    rows = [
        {
            "patient_id": patient,
            "date": START + timedelta(days=day),
            "headache": float(day % 3 != 0),
            "migraine": float(day % 6 == 1),
            "pain": 2.5 + day % 4 if day % 3 else None,
        }
        for patient in ("0012", "P2")
        for day in range(30)
    ]
    return pd.DataFrame(rows)


def as_csv(frame: pd.DataFrame) -> bytes:
    """The twin of every format: what a person would have typed."""
    whole = frame.assign(**{n: frame[n].astype("Int64") for n in ("headache", "migraine")})
    return whole.to_csv(index=False).encode()


def workbook(frame: pd.DataFrame) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Diary"
    sheet.append([*frame.columns])
    for row in frame.itertuples(index=False):
        sheet.append([None if pd.isna(value) else value for value in row])
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def as_records(frame: pd.DataFrame) -> list[dict[str, object]]:
    """The rows as JSON has them: numbers as numbers, a missing one null."""
    return json.loads(frame.to_json(orient="records", date_format="iso"))


def as_json(frame: pd.DataFrame) -> bytes:
    return json.dumps(as_records(frame.assign(date=frame["date"].map(str)))).encode()


def as_lines(frame: pd.DataFrame) -> bytes:
    """One record a line."""
    rows = as_records(frame.assign(date=frame["date"].map(str)))
    return "\n".join(map(json.dumps, rows)).encode()


def dataset_json(frame: pd.DataFrame, *, old: bool = False) -> bytes:
    """CDISC's Dataset-JSON 1.1, or 1.0, with days as SAS keeps them."""
    epoch = date(1960, 1, 1)
    frame = frame.rename(columns={"patient_id": "USUBJID"})
    frame = frame.assign(date=[(day - epoch).days for day in frame["date"]])
    columns = [
        {"name": name, "label": name, **({"displayFormat": "E8601DA."} if name == "date" else {})}
        for name in frame.columns
    ]
    rows = [[*row.values()] for row in as_records(frame)]
    about = {"records": len(rows), "name": "DIARY", "label": "days"}
    if old:
        group = {**about, "items": columns, "itemData": rows}
        return json.dumps({"clinicalData": {"itemGroupData": {"IG.DIARY": group}}}).encode()
    made = {"datasetJSONVersion": "1.1.0", **about, "columns": columns, "rows": rows}
    return json.dumps(made).encode()


def web_page(frame: pd.DataFrame) -> bytes:
    """A table as a clinic system writes it under the name of an Excel file."""
    names = "".join(f"<th>{name}</th>" for name in frame.columns)
    rows = "".join(
        "<tr>" + "".join(f"<td>{'' if pd.isna(v) else v}</td>" for v in row) + "</tr>"
        for row in frame.itertuples(index=False)
    )
    return f"<html><body><table border=1><tr>{names}</tr>{rows}</table></body></html>".encode()


def written(frame: pd.DataFrame, ending: str, **also: object) -> bytes:
    """A data set as pyreadstat writes it: sav, zsav, por, dta or xpt."""
    import pyreadstat

    write = {
        "sav": pyreadstat.write_sav,
        "zsav": pyreadstat.write_sav,
        "por": pyreadstat.write_por,
        "dta": pyreadstat.write_dta,
        "xpt": pyreadstat.write_xport,
    }[ending]
    if ending == "zsav":
        also = {"compress": True, **also}
    if ending == "xpt":
        also = {"file_format_version": 5, **also}
    if ending in ("por", "xpt"):
        frame = frame.rename(columns={"patient_id": "USUBJID"})
    if ending == "por":
        frame = frame.rename(columns=str.upper)
        also = {"variable_format": {"DATE": "DATE11"}, **also}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "file")
        write(frame, str(path), **also)
        return path.read_bytes()


def main() -> None:
    STORED.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)

        def run(*command: str) -> None:
            subprocess.run(command, cwd=at, check=True, capture_output=True)

        (at / "diary.csv").write_bytes(as_csv(diary()))
        (at / "diary.xlsx").write_bytes(workbook(diary()))
        for ending in ("xls", "ods"):
            run("soffice", "--headless", "--convert-to", ending, "diary.xlsx")
        run("Rscript", "-e", R)
        run("npm", "install", "xlsx@0.18.5")
        (at / "write.js").write_bytes(NODE.encode())
        run("node", "write.js", "short.xlsb")
        library = at / "node_modules/xlsx/xlsx.js"
        call = b"last_seen = write_ws_bin_cell"
        library.write_bytes(library.read_bytes().replace(call, b"write_ws_bin_cell"))
        run("node", "write.js", "diary.xlsb")
        for name in ("diary.xls", "diary.ods", "diary.sas7bdat", "diary.xlsb", "short.xlsb"):
            (STORED / name).write_bytes((at / name).read_bytes())


if __name__ == "__main__":
    main()
