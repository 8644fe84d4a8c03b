"""What was decided before the data? An analysis plan, frozen with its date and digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from analytics.codes import Assumed, EntryRule, RateReading
from analytics.definitions import (
    CHANGEABLE,
    DEFAULT_DEFINITION,
    Definition,
    definition_as_kept,
)
from analytics.filters import Filters
from analytics.refusal import Refusal
from analytics.research.subgroups import BASELINE_COLUMNS

HANDLINGS = (RateReading.JUDGED, Assumed.AS_THOSE_ALIKE, Assumed.BACK_TO_BASELINE)
FORMAT = "clear_days_plan"
FILTERED = "filters"  # no plan names any
MAX_PLAN_BYTES = 20_000
NONE = "This is no analysis plan: a file that 'plan' wrote was expected."


class NoPlan(Refusal):
    """What was given is no plan that can be used; its text says why."""


@dataclass(frozen=True)
class AnalysisPlan:
    """Which rate is asked for, of whom, and how those not judged are taken; and since when.

    ``definition`` holds the primary outcome, its session and the entry rule. ``subgroups``: columns
    known before session 1. ``missing``: one of ``HANDLINGS``.
    """

    planned_on: date
    definition: Definition = DEFAULT_DEFINITION
    subgroups: tuple[str, ...] = ()
    missing: str = RateReading.JUDGED

    def __post_init__(self) -> None:
        if unknown := [name for name in self.subgroups if name not in BASELINE_COLUMNS]:
            raise NoPlan(f"subgroups: {', '.join(unknown)} is none of those known before session 1")
        if self.missing not in HANDLINGS:
            raise NoPlan(f"missing: one of {', '.join(HANDLINGS)} was expected")

    @property
    def digest(self) -> str:
        """The same for the same plan; another as soon as a part or the date is another."""
        return hashlib.sha256(json.dumps(self._parts(), sort_keys=True).encode()).hexdigest()

    def _parts(self) -> dict[str, Any]:
        """Of the Definition what differs from its preset: parts that come later change no plan."""
        of = self.definition
        changed = {p: getattr(of, p) for p in CHANGEABLE if getattr(of, p) != getattr(of.preset, p)}
        return {
            FORMAT: 1,
            "planned_on": self.planned_on.isoformat(),
            "definition": {"name": of.name, **changed},
            "subgroups": list(self.subgroups),
            "missing": str(self.missing),
        }

    def to_dict(self) -> dict[str, Any]:
        return {**self._parts(), "digest": self.digest}

    def to_json(self) -> str:
        return json.dumps(self.to_dict(), indent=2) + "\n"

    def in_link(self) -> str:
        """The same in one line, for an address."""
        return json.dumps(self.to_dict(), separators=(",", ":"))

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> AnalysisPlan:
        """Read ``to_dict``; raises NoPlan where it is none, or was changed since."""
        try:
            definition = definition_as_kept(kept["definition"])
            found = cls(
                date.fromisoformat(kept["planned_on"]),
                definition,
                tuple(kept["subgroups"]),
                kept["missing"],
            )
        except (LookupError, TypeError, AttributeError, ValueError) as problem:
            raise NoPlan(NONE) from problem
        if kept.get("digest") != found.digest:
            raise NoPlan(
                f"The plan of {found.planned_on} was changed after it was frozen: its digest is "
                "that of another."
            )
        return found

    @classmethod
    def from_json(cls, text: str) -> AnalysisPlan:
        """Read ``to_json`` or ``in_link``; raises NoPlan."""
        try:
            kept = json.loads(text)
        except (ValueError, RecursionError) as problem:
            raise NoPlan(NONE) from problem
        return cls.from_dict(kept)

    def differences(self, definition: Definition, filters: Filters = ()) -> list[str]:
        """The parts in which what is chosen is not as planned: a filter, then in their order."""
        parts = [part for part in CHANGEABLE if _differs(part, definition, self.definition)]
        return [*([FILTERED] if filters else []), *parts]


def _differs(part: str, ours: Definition, theirs: Definition) -> bool:
    """Does a part count otherwise? What follows from another part, or asks nobody, is none."""
    if part == "min_days":
        stated = (ours.min_days, theirs.min_days) != (None, None)
        return stated and ours.required_days != theirs.required_days
    if part == "entry_days" and EntryRule.NONE in (ours.entry_rule, theirs.entry_rule):
        return False
    return bool(getattr(ours, part) != getattr(theirs, part))
