"""Files read as the page *Load data* reads them: suggestions first, then a person's answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from analytics.records import Records
from importing import Choices, ImportReport, Source, read_records
from importing.as_read import AsRead, as_shape
from importing.column_kinds import TakenFor
from tests.corpus.truth import Truth
from ui.loading.live import mapped, suggested_mappings
from ui.loading.readings import asked_once


@dataclass(frozen=True)
class AsThePage:
    """What waits on the page: the files, how they are read, and what that gives."""

    sources: tuple[Source, ...]
    choices: Choices
    records: Records
    report: ImportReport

    def chosen(self, choices: Choices) -> AsThePage:
        """Read with these choices; what is suggested then goes on top, as on the page."""
        return replace(self, **_read(self.sources, choices))

    def given(self, answer: tuple[str, ...]) -> AsThePage:
        """After one answer: to a question (kind, reading), or a choice on the screen.

        A choice: ("row", what it is), ("means", column, ours, session), ("value", column, text,
        meaning), ("names", row).
        """
        what, *more = answer
        if what in CHOICES:
            seen = next(one for one in self.report.as_read if one.suggested or len(more) > 0)
            return self.chosen(mapped(self.choices, CHOICES[what](seen, *more)))
        asked = [a for a in asked_once(self.report.questions, apart=False) if a.first.kind == what]
        assert asked, f"{what} is not asked; {[q.kind for q in self.report.questions]} is"
        return self.chosen(self.choices.answered(asked[0].answers(more[0])))


def _means(seen: AsRead, header: str, ours: str, session: str = "") -> object:
    of = TakenFor(ours, int(session) if session else None)
    return seen.meaning(header, of).mapping()


CHOICES = {
    "row": lambda seen, shape: as_shape(seen, shape).mapping(),
    "means": _means,
    "value": lambda seen, header, text, means: seen.means(header, text, means),
    "names": lambda seen, row: seen.named_in(int(row)),
}


def read_as_the_page(files: Mapping[str, bytes], choices: Choices | None = None) -> AsThePage:
    """The files as they are dropped, with what is suggested for those that nobody knows."""
    sources = tuple(Source(name, content).kept_open() for name, content in files.items())
    return AsThePage(sources, **_read(sources, choices or Choices()))


def _read(sources: tuple[Source, ...], choices: Choices) -> dict:  # type: ignore[type-arg]
    records, report = read_records(sources, choices)
    if found := suggested_mappings(report):
        choices = replace(choices, mappings=(*choices.mappings, *found))
        records, report = read_records(sources, choices)
    return {"choices": choices, "records": records, "report": report}


def told_truth(records: Records) -> Truth:
    """What the records say happened, in the terms of the truth."""
    return Truth(
        days=dict(_rows(records.diary, "date", "headache", "migraine")),
        sessions={k: units for k, (units,) in _rows(records.sessions, "session_date", "units")},
        counts=dict(_rows(records.counts, "session", "migraine_days", "headache_days")),
    )


def _rows(table: pd.DataFrame, key: str, *names: str) -> list:  # type: ignore[type-arg]
    """(id, date or session) and what stands beside it; None where nothing does."""
    found = []
    for row in table.to_dict("records"):
        at = row[key]
        place = at.date() if isinstance(at, pd.Timestamp) else int(at)
        cells = (row.get(name) for name in names)
        values = tuple(None if cell is None or pd.isna(cell) else float(cell) for cell in cells)
        found.append(((row["patient_id"], place), values))
    return found
