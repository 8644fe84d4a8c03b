"""What a report is made of: sections with a finding, a chart, a table and what they rest on.

Made once, rendered as slides, as a page to read and on the projector: the same numbers everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from charts.data import HIDDEN, ChartData
from reports.chosen import Chosen
from reports.groups import JUDGED, TREATED, after, report_groups
from reports.tables import shared_sessions
from words.chosen import cut_off_told
from words.foot import foot_of_a_document
from words.plan import as_planned

NOT_SHOWN = (
    "Not shown: counts under {limit} patients (0 is shown), and counts that would give one away by "
    "subtraction."
)


@dataclass(frozen=True)
class Section:
    """One thing to say: the finding as title, how to read it, its chart and table, remarks.

    ``rests_on`` is n of N in words, for the foot.
    """

    name: str
    title: str
    about: str
    table: pd.DataFrame
    chart: ChartData | None = None
    remarks: tuple[str, ...] = ()
    rests_on: str = ""
    recorded: bool = True  # do the files hold anything of it?

    @property
    def has_chart(self) -> bool:
        return self.chart is not None and bool(self.chart.categories)

    @property
    def hides(self) -> bool:
        """Is something of it not shown?"""
        return HIDDEN in self._cells

    @property
    def is_bare(self) -> bool:
        """Is something of it not shown, and beside the names of its rows no number but 0?"""
        return self.hides and not any(re.search("[1-9]", cell) for cell in self._cells)

    @property
    def _cells(self) -> list[str]:
        return [str(cell) for cell in self.table.iloc[:, 1:].to_numpy().ravel()]


@dataclass(frozen=True, eq=False)
class ReportBasis(Chosen):
    """What a report is made from, and what of it may be printed."""

    @cached_property
    def printed(self) -> dict[str, int]:
        """What may be printed of all that the chosen sections count, by ``reports.groups``' names.

        The number of patients of each count.
        """
        return report_groups(self).printable(self.limit)

    @cached_property
    def sessions(self) -> pd.DataFrame:
        """What may be printed of each session: the table ``shared_sessions``."""
        return shared_sessions(self.outcomes, self.session_numbers, self.printed)

    @property
    def everybody(self) -> str:
        """How many were treated, in words, if that may be printed."""
        if TREATED not in self.printed:
            return f"patients treated: {HIDDEN}"
        return f"{self.printed[TREATED]:,} patients treated"

    def of_treated(self, name: str, words: str) -> str:
        """n of N treated with these words ("judged after session 2"), as far as printed."""
        n, of = self.printed.get(name), self.printed.get(TREATED)
        if n is None:
            return self.everybody
        if of is None:
            return f"{n:,} patients {words}; all treated: {HIDDEN}"
        return f"{n:,} of {of:,} treated patients {words}"

    @property
    def judged(self) -> str:
        """n of N judged after the session looked at, as far as it may be printed."""
        return self.of_treated(after(JUDGED, self.session), f"judged after session {self.session}")

    @property
    def cut_off_told(self) -> str:
        """What a cut-off outside of the diary does, in a sentence; else empty."""
        return cut_off_told(self.records, self.settings.cut_off)

    def foot(self, section: Section | None = None) -> str:
        """n of N, Definition, filter, cut-off and fingerprint: under every slide and page."""
        rests_on = section.rests_on if section else self.everybody
        return foot_of_a_document(
            self.result, rests_on, as_planned(self.settings, self.result.records)
        )


def shown(value: object) -> str:
    """A count, or that it is not shown."""
    return HIDDEN if pd.isna(value) else f"{int(value):,}"  # type: ignore[call-overload]


def hatched(hidden: Iterable[object]) -> str:
    """The sentence for a chart in which something is hatched."""
    return f" Hatched: {HIDDEN}." if any(hidden) else ""


def not_shown(hidden: Iterable[object], limit: int) -> tuple[str, ...]:
    """The remark of a section in which something is hidden: why."""
    return (NOT_SHOWN.format(limit=limit),) if any(hidden) else ()


def ends(low: Sequence[float], high: Sequence[float], write: object) -> list[str]:
    """Intervals in words, empty where there is none."""
    return [
        "" if pd.isna(a) else f"{write(a)} to {write(b)}"  # type: ignore[operator]
        for a, b in zip(low, high, strict=True)
    ]
