"""The section of a report on side effects, beside those of the reference study."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.codes import Arm
from analytics.research.intervals import NAN
from analytics.safety import REFERENCE_SOURCE, reference, who_had
from analytics.therapies import Therapy
from charts.data import HIDDEN, ChartData, Series
from reports.basis import ReportBasis, Section, hatched, not_shown
from reports.groups import (
    COULD_HAVE_EVENTS,
    with_event,
)
from words.numbers import counted
from words.percents import share

MOST_CHARTED = 16  # rows of a chart; more that are not shown stand together


@dataclass(frozen=True)
class SideEffects:
    """Who had which event, beside the reference study."""

    ours: list[str]  # events that are recorded, the most frequent first
    studied: pd.DataFrame  # of the reference study, by event
    counts: dict[str, int]  # of ours: those that may be printed
    of: int | None  # how many could have had one; None where that is not shown
    dated: bool  # an event belongs to a session before it: are there any dates of sessions?
    recorded: bool  # is any event recorded at all, counted or not?

    @property
    def events(self) -> list[str]:
        return list(dict.fromkeys([*self.ours, *self.studied.index]))

    @property
    def told(self) -> dict[str, str]:
        """Our counts in words."""
        return {
            event: share(count, self.of) if self.of is not None else counted(count, "patient")
            for event, count in self.counts.items()
        }

    @property
    def shares(self) -> dict[str, float]:
        return {e: count / self.of for e, count in self.counts.items()} if self.of else {}


def side_effects_beside(basis: ReportBasis) -> Section:
    """Patients with each event, beside those of the reference study."""
    ours = list(who_had(basis.records))
    found = SideEffects(
        ours,
        reference(basis.therapy).set_index("event"),
        {e: basis.printed[with_event(e)] for e in ours if with_event(e) in basis.printed},
        basis.printed.get(COULD_HAVE_EVENTS),
        dated=len(basis.with_a_session) > 0,
        recorded=len(basis.records.adverse_events) > 0,
    )
    charted = _charted(found)
    not_ours = {*found.studied.index} - {*ours}
    hidden = tuple(event not in found.shares and event not in not_ours for event in charted)
    title = _most_often(found)
    source = f" Reference study: {REFERENCE_SOURCE}." if len(found.studied) else ""
    of, table = found.of, _event_table(found)
    gone = table.eq(HIDDEN).any(axis=1)
    return Section(
        "safety",
        title,
        "Patients with each event at least once, of all treated. How they were "
        f"asked is not known.{source}{hatched(hidden)}",
        table,
        ChartData(
            "rows",
            charted,
            _event_series(found, charted, basis.therapy),
            title,
            whole=False,
            hidden=hidden,
        )
        if ours
        else None,
        ("Events that nobody asked for are missing.", *not_shown(gone, basis.limit)),
        f"{of:,} of {of:,} treated" if of is not None and found.dated else basis.everybody,
        recorded=found.recorded,
    )


def _event_table(found: SideEffects) -> pd.DataFrame:
    told, studied = found.told, found.studied
    none = "not recorded" if found.dated or not found.recorded else "not counted"
    table = pd.DataFrame(
        {
            "Side effect": found.events,
            "Our records": [told.get(e, HIDDEN if e in found.ours else none) for e in found.events],
        }
    )
    if len(studied):
        table["Reference study"] = [
            share(int(studied["patients"][e]), int(studied["of"][e]))
            if e in studied.index
            else "not reported"
            for e in found.events
        ]
    return table


def _most_often(found: SideEffects) -> str:
    """The finding: the event recorded most often, or why there is none."""
    if found.told:
        most = next(event for event in found.ours if event in found.told)
        return f"The side effect recorded most often: {most}, {found.told[most]}"
    if found.ours:
        return "No side effect is recorded often enough to be shown"
    if found.recorded and not found.dated:
        return "No side effect can be counted: the dates of sessions are not recorded here"
    return "No side effect is recorded in these files"


def _charted(found: SideEffects) -> list[str]:
    """The rows of the chart; of many, those that are not shown stand together."""
    rare = [e for e in found.ours if e not in found.shares and e not in found.studied.index]
    if len(found.events) <= MOST_CHARTED or len(rare) <= 1:
        return found.events
    shown = [event for event in found.events if event not in rare]
    return [*shown, f"{len(rare)} other side effects"]


def _event_series(found: SideEffects, charted: list[str], therapy: Therapy) -> list[Series]:
    """Our shares, and those of the study where there is one."""
    ours = [found.shares.get(event, NAN) for event in charted]
    series = [Series("Our records", ours, kinds=[Arm.OURS] * len(charted))]
    if len(found.studied):
        published = (found.studied["patients"] / found.studied["of"]).to_dict()
        theirs = [float(published.get(event, NAN)) for event in charted]
        kinds: list[str] = [therapy.published] * len(charted)
        series.append(Series("Reference study", theirs, kinds=kinds))
    return series
