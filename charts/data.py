"""Which numbers does a chart of a report draw?

Drawn three times, and nowhere computed: for a page (``charts.shared``), for a projector, and by
Office (``reports.slides``).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from words.percents import SHARE_FORMAT

HIDDEN = "not shown"
SHARES = SHARE_FORMAT  # how a share is written; other numbers are days
DAYS = "0.0"


@dataclass(frozen=True)
class Series:
    """Numbers along the categories of a chart, with intervals where there are any.

    ``words``: how each value is written, where the table beside it writes it so; "" for none.
    """

    name: str
    values: list[float]
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)  # of each value: ours, toxin, placebo, ...
    words: list[str] = field(default_factory=list)

    @property
    def known(self) -> list[float | None]:
        """The values, None where there is none."""
        return [None if math.isnan(value) else value for value in self.values]


@dataclass(frozen=True)
class ChartData:
    """A chart as numbers: kind is columns, stacked, rows or curve.

    ``form`` is how values are written: shares as ``0%``, days as ``0.0``. ``hidden``: of each
    category, is something of it not shown? It is hatched, and has a place of its own in ``hatch``.
    """

    kind: str
    categories: list[str]
    series: list[Series]
    alt: str
    form: str = SHARES
    response: bool = True  # are fewer of what it counts a response? Else in grey
    whole: bool = True  # shares on an axis from 0 to 100%; else up to what is there
    hidden: tuple[bool, ...] = ()

    @property
    def hatch(self) -> list[float]:
        """How long the hatched part of each category is, NaN where nothing is hidden.

        In a stack what is left to the whole; else to the end of the axis, from 0: a hidden number
        has no length of its own. Empty if nothing is hidden.
        """
        if not any(self.hidden):
            return []
        whole = [self.levels[-1]] * len(self.categories)
        if self.kind == "stacked":
            parts = zip(*(one.values for one in self.series), strict=True)
            whole = [1 - sum(v for v in part if not math.isnan(v)) for part in parts]
        return [
            length if hidden else math.nan
            for length, hidden in zip(whole, self.hidden, strict=True)
        ]

    @property
    def levels(self) -> list[float]:
        """Where the axis has its lines: shares from 0 to 1, days in fives around what is there."""
        ends = [v for s in self.series for v in (*s.values, *s.low, *s.high) if not math.isnan(v)]
        low, high = min([0.0, *ends]), max([0.0, *ends])
        if self.form == SHARES and self.whole and low >= 0:
            return [0, 0.25, 0.5, 0.75, 1]
        step: float = 5
        if self.form == SHARES:
            step = 0.25 if self.whole else 0.05
        first = math.floor(low / step)
        last = max(math.ceil(high / step), first + 1)
        return [step * place for place in range(first, last + 1)]
