"""Which groups of patients does a report count, and which of these counts may be printed?

Everything that the chosen sections would print is counted here, in the order of its importance:
what is refused would give a small group away together with what came before it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations, product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.privacy import shareable
from analytics.research.compared import groups_compared, study_called
from analytics.research.spread import BANDS
from analytics.safety import who_had

if TYPE_CHECKING:
    from reports.basis import ReportBasis

CURVE = (100, 0, 10, 20, 30, 40, 50, 60, 70, 80, 90)  # percent; the ends first: they matter most
TREATED = "treated"
JUDGED, RESPONDERS, DUE = "judged", "responders", "due"  # after a session
COMPARED, COMPARED_REACHED = "judged beside a study", "reached beside a study"
COULD_HAVE_EVENTS = "treated, for side effects"
RESTS_ON_JUDGED = {"treated", "response", "reduction", "curve", "methods", "definitions"}


@dataclass
class Groups:
    """Who is counted in each count, the most important first; ``parts`` add up to a total.

    ``between``: groups that no count names, but that several could give away together.
    """

    everybody: pd.Index
    members: dict[str, np.ndarray] = field(default_factory=dict)  # of everybody: counted?
    parts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    between: list[np.ndarray] = field(default_factory=list)

    def add(self, name: str, ids: pd.Index) -> None:
        """A count of these patients; what was added before keeps its place."""
        if name not in self.members:
            self.members[name] = self.marked(ids)

    def marked(self, ids: pd.Index) -> np.ndarray:
        """Of everybody: who is among these patients?"""
        marks, places = np.zeros(len(self.everybody), bool), self.everybody.get_indexer(ids)
        marks[places[places >= 0]] = True
        return marks

    def printable(self, limit: int) -> dict[str, int]:
        """The counts that may be printed, by name."""
        members = pd.DataFrame(self.members)
        allowed = shareable(members, self.parts, limit, self.between)
        return {name: int(members[name].sum()) for name in allowed}


def after(name: str, session: int) -> str:
    """The name of a count after a session."""
    return f"{name}, session {session}"


def at_least(threshold: int) -> str:
    return f"at_least_{threshold}"


def with_event(event: str) -> str:
    return f"event {event}"


def of_month(session: int) -> str:
    """The name of the count of those with enough recorded days in the month of a cycle."""
    return f"enough recorded days, cycle {session}"


def column_of(band: str) -> str:
    words = band.replace("%", "_percent").replace(" ", "_")
    return f"band_{words}".replace("__", "_")


def report_groups(basis: ReportBasis) -> Groups:
    """The counts of the chosen sections.

    First the headline: who is judged after the session looked at, and who of them responded. Then
    all treated, the response after each session, the comparison, bands and thresholds of the
    session looked at, side effects, medication, who was due, and the other sessions' bands.
    """
    chosen, session = set(basis.choices.sections), basis.session
    groups = Groups(basis.treated_ids.union(basis.with_a_session))
    sessions = {k: _AfterSession(groups, basis.outcomes, k) for k in basis.session_numbers}
    headline = sessions[session]
    in_order = [headline, *(one for k, one in sessions.items() if k != session)]
    if RESTS_ON_JUDGED & chosen:
        headline.judged(responders="response" in chosen)
    groups.add(TREATED, basis.treated_ids)
    if {"treated", "response", "reduction"} & chosen:
        for one in in_order:
            one.judged(responders="response" in chosen)
    if "compared" in chosen:
        judged, reached = groups_compared(
            basis.counted, int(study_called(basis.choices.study)["result"])
        )
        groups.add(COMPARED, judged)
        if reached is not None:
            groups.add(COMPARED_REACHED, reached)
    if "reduction" in chosen:
        headline.bands()
    if "curve" in chosen:
        headline.curve()
    if "safety" in chosen:
        groups.add(COULD_HAVE_EVENTS, basis.with_a_session)
        for event, ids in who_had(basis.records).items():
            groups.add(with_event(event), ids)
    if "medication" in chosen:
        for cycle, ids in basis.intake.groupby("session")["patient_id"]:
            groups.add(of_month(int(str(cycle))), pd.Index(ids))
    for one in in_order if "treated" in chosen else ():
        one.due()
    for one in in_order if "reduction" in chosen else ():
        one.bands()
    for one in in_order if "reduction" in chosen else ():
        one.steps(basis.limit, curve=one is headline and "curve" in chosen)
    return groups


class _AfterSession:
    """Adds the counts after one session."""

    def __init__(self, groups: Groups, outcomes: pd.DataFrame, session: int) -> None:
        self.groups, self.session = groups, session
        self.at = outcomes[outcomes["session"] == session].set_index("patient_id")

    def _add(self, name: str, where: pd.Series) -> str:
        named = after(name, self.session)
        self.groups.add(named, self.at.index[where.fillna(False).astype(bool)])
        return named

    def judged(self, *, responders: bool) -> None:
        self._add(JUDGED, self.at["evaluable"])
        if responders:
            self._add(RESPONDERS, self.at["responder"])

    def due(self) -> None:
        self._add(DUE, self.at["due"])

    def bands(self) -> None:
        """Of no more judged than there are bands none: each that is hidden could be one patient."""
        judged, values = self.at["evaluable"].fillna(False), self.at["percent_reduction"]
        if 0 < judged.sum() <= len(BANDS):
            return
        self.groups.parts[after(JUDGED, self.session)] = tuple(
            self._add(column_of(band), (values >= low) & (values < high))
            for band, low, high in reversed(BANDS)
        )

    def curve(self) -> None:
        for threshold in CURVE:
            self._add(at_least(threshold), self.at["percent_reduction"] >= threshold)

    def steps(self, limit: int, *, curve: bool) -> None:
        """The small groups that thresholds and bands could give away together.

        Those between two thresholds, without some of the bands that lie between them: a part of
        the counts of those judged, of responders, of the others. Bands overlap nothing else.
        """
        judged = self.at.index[self.at["evaluable"].fillna(False).astype(bool)]
        values = self.at["percent_reduction"].reindex(judged).to_numpy("float64")
        reached = self.at["responder"].reindex(judged).fillna(False).to_numpy(bool)
        edges = {-np.inf, np.inf, *(low for _, low, _ in BANDS), *(CURVE if curve else ())}
        above = {edge: values >= edge for edge in edges} | {"responders": reached}
        ordered = sorted(above.values(), key=lambda one: -one.sum())
        bands = [above[low] & ~above[high] for _, low, high in BANDS]
        found: dict[bytes, np.ndarray] = {}
        for wide, narrow in combinations(ordered, 2):
            inside = wide & ~narrow
            own = [band for band in bands if band.any() and not (band & ~inside).any()]
            for left_out in product((False, True), repeat=len(own)):
                taken = [band for band, gone in zip(own, left_out, strict=True) if gone]
                group = inside & ~np.logical_or.reduce([np.zeros(len(judged), bool), *taken])
                if 0 < group.sum() < limit:
                    found[group.tobytes()] = group
        self.groups.between += [self.groups.marked(judged[group]) for group in found.values()]
