"""What may the user decide about her files, and what has to be asked?"""

from __future__ import annotations

import json
from collections.abc import Mapping as AnyMapping
from dataclasses import asdict, dataclass, field
from datetime import date

PAIN_FOR_MIGRAINE = 4  # of 10: the printed rule
MIGRAINE_RULES = {
    "type": "its type says migraine",
    "pain": f"its pain is at least {PAIN_FOR_MIGRAINE} of 10",
    "triptan": "a triptan was taken",
}


@dataclass(frozen=True)
class Mapping:
    """How the columns of a file that nobody knows are to be read. Holds no data.

    ``columns``: their header -> our column. ``values``: our column -> {their text: our text}.
    ``events``: event name -> session (0 is the baseline). ``periods``: header -> [our column,
    session], for wide counts.
    """

    table: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    events: dict[str, int] = field(default_factory=dict)
    periods: dict[str, tuple[str, int]] = field(default_factory=dict)

    def to_json(self) -> str:
        return json.dumps({"clear_days_mapping": 1, **asdict(self)}, indent=1, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Mapping:
        """Read a saved mapping; ValueError with a sentence where it is none."""
        try:
            found = json.loads(text)
        except json.JSONDecodeError as error:
            raise ValueError("The mapping is not a JSON file.") from error
        if not isinstance(found, dict) or found.pop("clear_days_mapping", None) != 1:
            raise ValueError("The mapping was not saved by Clear Days.")
        wrong = set(found) - {"table", "columns", "values", "events", "periods"}
        if wrong or not all(isinstance(found.get(k, {}), dict) for k in found if k != "table"):
            raise ValueError("The mapping holds parts that are not known.")
        periods = {header: (str(p[0]), int(p[1])) for header, p in found.get("periods", {}).items()}
        return cls(
            str(found.get("table", "")),
            {str(k): str(v) for k, v in found.get("columns", {}).items()},
            {
                str(k): {str(a): str(b) for a, b in v.items()}
                for k, v in found.get("values", {}).items()
            },
            {str(k): int(v) for k, v in found.get("events", {}).items()},
            periods,
        )

    def fits(self, headers: list[str]) -> bool:
        """Was it made for a file with these columns?"""
        return bool(self.columns or self.periods) and {*self.columns, *self.periods} <= set(headers)


@dataclass(frozen=True)
class Choices:
    """What the user has said; everything that is not said is found out, asked or left undone."""

    date_order: str = ""  # day_first, month_first
    observed: tuple[date, date] | None = None  # the period in which an attack list is complete
    ids: AnyMapping[str, str] = field(default_factory=dict)  # file name -> patient id
    missing_codes: tuple[str, ...] = ()
    migraine_rules: tuple[str, ...] = tuple(MIGRAINE_RULES)
    mappings: tuple[Mapping, ...] = ()
    no_headache_means_no_migraine: bool = False

    def mapping_for(self, headers: list[str]) -> Mapping | None:
        """The user's mapping of a file with these columns, the latest one."""
        fitting = (m for m in reversed(self.mappings) if m.fits(headers))
        return next((m for m in fitting if m.table or m.periods), None)

    def events_for(self, events: set[str]) -> Mapping | None:
        """The user's mapping of these events to sessions, the latest one."""
        return next((m for m in reversed(self.mappings) if events & set(m.events)), None)


@dataclass(frozen=True)
class Question:
    """Something that only the user can say; without it some rows cannot be used."""

    kind: str  # date_order, observed, id, mapping, events
    file: str
    text: str
    options: tuple[tuple[str, str], ...] = ()  # value, words
