"""The documents of a report together: the same on the page and on the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import pandas as pd

from analytics.research.progress import Progress, silent
from analytics.result import Result
from analytics.settings import Settings
from analytics.tables import TABLES, Asked, make_table
from reports.basis import ReportBasis, Section
from reports.data_zip import data_zip
from reports.document import document
from reports.in_words import columns_in_words, in_words
from reports.sections import report_sections
from reports.slides import slides
from reports.tables import Sheet
from reports.workbook import DECIMALS, workbook
from words.chosen import filter_words
from words.column_meanings import dictionary
from words.definitions import in_full, primary_outcome
from words.definitions import in_words as in_words_of
from words.foot import cut_off_in_words, narrowing
from words.glossary import glossary
from words.methods import method_of
from words.pages.spread import bands_rounded
from words.plan import ALL, as_planned
from words.tables import in_words as said

IN_THE_WORKBOOK = (
    "rates",
    "reductions",
    "flow",
    "estimand",
    "change",
    "response_levels",
    "bands",
    "worse_by_chance",
    "distribution",
    "five_responses",
    "incidence",
    "subgroups",
    "same_patients",
    "over_sites",
    "models",
    "side_effects",
    "intake",
    "compared",
)


@dataclass(frozen=True)
class Report:
    """Each document of a report, made when it is asked for.

    ``settings``: of the result, with the session looked at and the choices of the report.
    ``template``: the clinic's own slides, whatever their name. The same gives the same bytes.
    """

    result: Result
    settings: Settings
    template: bytes | None = None

    @cached_property
    def basis(self) -> ReportBasis:
        return ReportBasis(self.result, self.settings)

    @cached_property
    def sections(self) -> list[Section]:
        return report_sections(self.basis)

    def make(self, name: str, told: Progress = silent) -> bytes:
        """The document of this name; ``told``: the share done. Raises NotSlides."""
        return DOCUMENTS[name](self, told)


# report.pptx and report.html have no small cells; tables.xlsx and data.zip are the clinic's own.
DOCUMENTS: dict[str, Callable[[Report, Progress], bytes]] = {
    "report.pptx": lambda it, told: slides(it.sections, it.basis, it.template),
    "report.html": lambda it, told: document(it.sections, it.basis).encode(),
    "tables.xlsx": lambda it, told: workbook(workbook_sheets(it.basis, told)),
    "data.zip": lambda it, told: data_zip(it.result, it.settings),
    "settings.json": lambda it, told: it.settings.to_json().encode(),
}
SHARES = (0.1, 0.15, 0.9, 1.0, 1.0)  # of the time, when each of them is done


def report_files(
    result: Result,
    settings: Settings,
    *,
    template: bytes | None = None,
    told: Progress = silent,
) -> dict[str, bytes]:
    """Every document of a report by its name. ``told``: the share done. Raises NotSlides."""
    report = Report(result, settings, template)
    files, done = {}, 0.0
    for name, share in zip(DOCUMENTS, SHARES, strict=True):
        files[name] = report.make(name, partial(_within, told, done, share))
        told(done := share)
    return files


def _within(told: Progress, begun: float, end: float, part: float) -> None:
    """This part of what is done from ``begun`` to ``end``."""
    told(begun + (end - begun) * part)


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
    offered = basis.result.loaded.filters_offered
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
        ("primary outcome", primary_outcome(definition, basis.session)),
        ("analysis plan", as_planned(basis.settings, basis.records, ALL) or "none"),
        ("session looked at", str(basis.session)),
        ("filters", filter_words(narrowing(basis.result), offered) or "none"),
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
