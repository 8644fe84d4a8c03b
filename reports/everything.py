"""The documents of a report together: the same on the page and on the command line."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analytics.research.progress import Progress, silent
from analytics.result import Result
from analytics.settings import Settings
from analytics.tables import TABLES, Asked, make_table
from reports.basis import ReportBasis
from reports.data_zip import data_zip
from reports.document import document
from reports.in_words import columns_in_words, in_words
from reports.sections import report_sections
from reports.slides import slides
from reports.tables import Sheet
from reports.workbook import DECIMALS, workbook
from words.chosen import filter_words
from words.column_meanings import dictionary
from words.definitions import in_full
from words.definitions import in_words as in_words_of
from words.foot import cut_off_in_words, narrowing
from words.glossary import glossary
from words.methods import method_of
from words.pages.spread import bands_rounded
from words.tables import in_words as said

IN_THE_WORKBOOK = (
    "rates",
    "reductions",
    "flow",
    "estimand",
    "change",
    "response_levels",
    "bands",
    "distribution",
    "five_responses",
    "incidence",
    "subgroups",
    "same_patients",
    "models",
    "side_effects",
    "intake",
    "compared",
)


def report_files(
    result: Result,
    settings: Settings,
    *,
    template: bytes | None = None,
    told: Progress = silent,
) -> dict[str, bytes]:
    """report.pptx and report.html (no small cells), tables.xlsx and data.zip (for the clinic).

    The same records and settings give the same bytes. ``settings``: of the result, with the session
    looked at and the choices of the report. ``template``: the clinic's own slides, whatever their
    name. ``told``: the share done. Raises NotSlides.
    """
    basis = ReportBasis(result, settings)
    sections = report_sections(basis)
    told(0.05)
    files = {"report.pptx": slides(sections, basis, template)}
    told(0.15)
    files["report.html"] = document(sections, basis).encode()
    told(0.2)
    tables = workbook_sheets(basis, lambda share: told(0.2 + 0.7 * share))
    files["tables.xlsx"] = workbook(tables)
    told(0.95)
    files["data.zip"] = data_zip(result, settings)
    files["settings.json"] = settings.to_json().encode()
    return files


def workbook_sheets(basis: ReportBasis, told: Progress = silent) -> list[Sheet]:
    """The tables of the workbook, a sheet each; how it was made, columns, methods, definitions."""
    tables = []
    for done, name in enumerate(IN_THE_WORKBOOK):
        told(done / len(IN_THE_WORKBOOK))
        frame = make_table(name, basis.result, Asked(basis.session))
        frame = said(name, frame, basis.session, basis.settings.definition)
        if len(frame.columns):
            tables.append(Sheet(name, frame))
    methods = pd.DataFrame(
        [(name, *method_of(name, basis.settings.definition)) for name in TABLES],
        columns=["table", "title", "what it answers", "when not to trust it"],
    )
    terms = pd.DataFrame(
        [(group, *term) for group, terms in glossary(basis.therapy).items() for term in terms],
        columns=["group", "term", "meaning", "source"],
    )
    columns = dictionary({sheet.name: sheet.frame for sheet in tables}, basis.therapy)
    return [
        Sheet("how it was made", how_it_was_made(basis, tables)),
        *map(in_words, tables),
        Sheet("columns", columns_in_words(columns)),
        in_words(Sheet("methods", methods)),
        Sheet("definitions", terms),
    ]


def how_it_was_made(basis: ReportBasis, tables: Sequence[Sheet]) -> pd.DataFrame:
    """What was chosen, from which records: one row each; where shares do not add to 100."""
    records, definition = basis.records, basis.settings.definition
    rows = [
        ("records", f"{'SYNTHETIC: ' if records.synthetic else ''}{', '.join(records.names)}"),
        ("patients", f"{basis.result.patients:,} with a session"),
        ("data", records.digest[:8]),
        ("result", basis.result.name[:8]),
        ("cut-off", cut_off_in_words(records)),
        *([("what the cut-off does", basis.cut_off_told)] if basis.cut_off_told else []),
        ("Definition", in_full(definition)),
        ("in words", in_words_of(definition)),
        ("source of the Definition", definition.source),
        ("session looked at", str(basis.session)),
        ("filters", filter_words(narrowing(basis.result)) or "none"),
        (
            "small cells",
            f"slides and page leave out counts of 1 to {basis.limit - 1} patients and "
            "what would give one away; this workbook leaves nothing out: it is the "
            "clinic's own, not for outside",
        ),
        ("settings", "in settings.json beside this file, to be opened again"),
    ]
    bands = [sheet.frame for sheet in tables if sheet.name == "bands"]
    if bands and (told := bands_rounded(bands[0], DECIMALS)):
        rows.append(("bands", told))
    return pd.DataFrame(rows, columns=["what", "choice"])
