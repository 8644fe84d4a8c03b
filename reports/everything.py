"""The documents of a report together: the same on the page and on the command line."""

from __future__ import annotations

import pandas as pd

from analytics.definitions import SMALL_CELL_LIMIT
from analytics.records import Records
from analytics.settings import Settings
from analytics.tables import TABLES, Basis, make_table
from reports.data_zip import data_zip
from reports.document import document
from reports.sections import SECTIONS, ReportBasis, report_sections
from reports.slides import slides
from reports.tables import Sheet, how_it_was_made
from reports.workbook import workbook

TITLE = "What was recorded after botulinum toxin sessions"
IN_THE_WORKBOOK = (
    "rates", "reductions", "flow", "estimand", "change", "response_levels", "bands",
    "distribution", "five_responses", "incidence", "subgroups", "same_patients", "models",
    "side_effects", "intake", "compared",
)  # fmt: skip


def report_files(
    records: Records, outcomes: pd.DataFrame, settings: Settings, digest: str, *,
    sections: tuple[str, ...] = tuple(SECTIONS), limit: int = SMALL_CELL_LIMIT,
    template: bytes | None = None, title: str = TITLE,
) -> dict[str, bytes]:  # fmt: skip
    """report.pptx and report.html (no small cells), tables.xlsx and data.zip (for the clinic).

    The same records and settings give the same bytes. ``records``: up to the cut-off, filtered.
    """
    basis = ReportBasis(records, outcomes, settings, digest, limit)
    made = report_sections(basis, sections)
    return {
        "report.pptx": slides(title, made, basis, template),
        "report.html": document(title, made, basis).encode(),
        "tables.xlsx": workbook(sheets(records, outcomes, settings, digest)),
        "data.zip": data_zip(records, outcomes, settings),
        "settings.json": settings.to_json().encode(),
    }


def sheets(
    records: Records, outcomes: pd.DataFrame, settings: Settings, digest: str
) -> list[Sheet]:  # fmt: skip
    """The tables of the workbook, a sheet each, with how it was made and what the words mean."""
    basis = Basis(records, outcomes, settings)
    source = ", ".join(records.names)
    found = [
        Sheet("how it was made",
              how_it_was_made(settings, source, digest, records.synthetic))
    ]  # fmt: skip
    for name in IN_THE_WORKBOOK:
        frame = make_table(name, basis)
        if len(frame.columns):
            found.append(Sheet(name, frame))
    methods = [(t.name, t.title, t.answers, t.distrust) for t in TABLES.values()]
    columns = ["table", "title", "what it answers", "when not to trust it"]
    found.append(Sheet("methods", pd.DataFrame(methods, columns=columns)))
    return found
