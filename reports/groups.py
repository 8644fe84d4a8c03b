"""Which groups of patients does a report count, and which of these counts may be printed?

Everything that the chosen sections would print is counted here, in the order of its importance:
what is refused would give a small group away together with what came before it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analytics.privacy import shareable
from analytics.research.compared import groups_compared
from analytics.research.spread import BANDS
from analytics.safety import who_had
from analytics.steps import Outcomes
from reports.chosen import Chosen

CURVE = (100, 0, 10, 20, 30, 40, 50, 60, 70, 80, 90)  # percent; the ends first: they matter most
TREATED = "treated"
JUDGED, RESPONDERS, DUE = "judged", "responders", "due"  # after a session
COMPARED, COMPARED_REACHED = "judged beside a study", "reached beside a study"
LOOKED_BACK, LOOKED_BACK_REACHED = "with a month as far before", "as far below as far before"
COULD_HAVE_EVENTS = "treated, for side effects"
RESTS_ON_JUDGED = {
    "treated",
    "response",
    "reduction",
    "curve",
    "methods",
    "definitions",
    "checklist",
}


@dataclass
class Groups:
    """Who is counted in each count, the most important first; ``parts`` add up to a total."""

    everybody: pd.Index
    members: dict[str, np.ndarray] = field(default_factory=dict)  # of everybody: counted?
    parts: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def add(self, name: str, ids: pd.Index) -> None:
        """A count of these patients; what was added before keeps its place."""
        if name not in self.members:
            marks, places = np.zeros(len(self.everybody), bool), self.everybody.get_indexer(ids)
            marks[places[places >= 0]] = True
            self.members[name] = marks

    def printable(self, limit: int) -> dict[str, int]:
        """The counts that may be printed, by name."""
        members = pd.DataFrame(self.members)
        allowed = shareable(members, self.parts, limit)
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


def of_both(session: int) -> str:
    """The name of the count of those with enough in the month before session 1 as well."""
    return f"enough recorded days, before session 1 and cycle {session}"


def column_of(band: str) -> str:
    words = band.replace("%", "_percent").replace(" ", "_")
    return f"band_{words}".replace("__", "_")


def report_groups(about: Chosen) -> Groups:
    """The counts of the chosen sections.

    First the headline: who is judged after the session looked at, who of them responded, and who
    was as far below the baseline as long before it. Then all treated, the response after each
    session, the comparison, bands and thresholds of the session looked at, side effects,
    medication, who was due, and the other sessions' bands.
    """
    wanted, session = set(about.choices.sections), about.session
    groups = Groups(about.treated_ids.union(about.with_a_session))
    sessions = {k: _AfterSession(groups, about.outcomes, k) for k in about.session_numbers}
    headline = sessions[session]
    in_order = [headline, *(one for k, one in sessions.items() if k != session)]
    if RESTS_ON_JUDGED & wanted:
        headline.judged(responders="response" in wanted)
    if "response" in wanted:
        headline.looked_back(about.looked_back)
    groups.add(TREATED, about.treated_ids)
    if {"treated", "response", "reduction"} & wanted:
        for one in in_order:
            one.judged(responders="response" in wanted)
    if "compared" in wanted and about.study is not None:
        judged, reached = groups_compared(
            about.result.other_definitions, int(about.study["result"])
        )
        groups.add(COMPARED, judged)
        if reached is not None:
            groups.add(COMPARED_REACHED, reached)
    if "reduction" in wanted:
        headline.bands()
    if "curve" in wanted:
        headline.curve()
    if "safety" in wanted:
        groups.add(COULD_HAVE_EVENTS, about.with_a_session)
        for event, ids in who_had(about.records).items():
            groups.add(with_event(event), ids)
    if "medication" in wanted:
        if len(about.intake_of_both):
            groups.add(of_both(session), about.intake_of_both.index)
        for cycle, ids in about.intake.groupby("session")["patient_id"]:
            groups.add(of_month(int(str(cycle))), pd.Index(ids))
    for one in in_order if "treated" in wanted else ():
        one.due()
    for one in in_order if "reduction" in wanted else ():
        one.bands()
    return groups


class _AfterSession:
    """Adds the counts after one session."""

    def __init__(self, groups: Groups, outcomes: Outcomes, session: int) -> None:
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

    def looked_back(self, pairs: pd.DataFrame) -> None:
        reached = pairs["responder_back"].fillna(False).astype(bool)
        for name, rows in ((LOOKED_BACK, pairs), (LOOKED_BACK_REACHED, pairs[reached])):
            self.groups.add(after(name, self.session), pd.Index(rows["patient_id"]))

    def due(self) -> None:
        self._add(DUE, self.at["due"])

    def bands(self) -> None:
        """Of no more judged than there are bands none, unless one holds them all.

        Each that is hidden could be one patient.
        """
        judged, values = self.at["evaluable"].fillna(False), self.at["percent_reduction"]
        found = {
            column_of(band): (values >= low) & (values < high)
            for band, low, high in reversed(BANDS)
        }
        most = max(int(of.fillna(False).sum()) for of in found.values())
        if 0 < judged.sum() <= len(BANDS) and most < judged.sum():
            return
        self.groups.parts[after(JUDGED, self.session)] = tuple(
            self._add(name, of) for name, of in found.items()
        )

    def curve(self) -> None:
        for threshold in CURVE:
            self._add(at_least(threshold), self.at["percent_reduction"] >= threshold)
