"""What did the user choose? A Definition, a cut-off, filters, the session in the headline.

Settings travel in the address, so that a link shows the same numbers to whoever has the same
records. An address never holds a patient, and no filter that could name one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date

from analytics.definitions import (
    CHANGEABLE,
    DEFAULT_DEFINITION,
    MOST_SESSIONS,
    NUMBERS,
    PRESETS,
    PRIMARY_SESSION,
    SAID_ONLY,
    Definition,
    definition_as_kept,
)
from analytics.filters import Filters
from analytics.plan import AnalysisPlan, NoPlan
from analytics.records import Records
from analytics.report_choices import ReportChoices
from analytics.settings_check import problems_of

# Columns of patients whose values say nothing about one person; filters on others stay in the tab.
SHAREABLE_COLUMNS = (
    "site",
    "sex",
    "prior_botulinum",
    "prior_preventives",
    "medication_overuse",
    "stop_reason",
)
WHOLE_NUMBERS = ("month", *NUMBERS)
WHERE = "where_"  # in an address: before the column of a filter


@dataclass(frozen=True)
class Settings:
    """Everything besides the records on which a number rests, the session looked at, the report."""

    definition: Definition = DEFAULT_DEFINITION
    cut_off: date | None = None
    filters: Filters = ()
    session: int = PRIMARY_SESSION
    report: ReportChoices = field(default_factory=ReportChoices)
    plan: AnalysisPlan | None = None  # it changes no number

    def as_counted(self, records: Records | None) -> Settings:
        """The same choices, as far as these records leave them: cycles bring window and cut-off."""
        if records is None or not records.are_cycles:
            return self
        definition = records.only_definition or self.definition.changed(**records.counted_by)
        definition = definition.changed(primary_session=self.definition.primary_session)
        return replace(self, definition=definition, cut_off=None)

    def name_for(self, records: Records) -> str:
        """The name of a result: the same records and choices give the same numbers."""
        definition = asdict(self.definition)  # every field: no two share a name
        for name in SAID_ONLY:  # younger than names that were given
            if definition[name] == getattr(DEFAULT_DEFINITION, name):
                del definition[name]
        choices = {
            "definition": definition,
            "cut_off": str(self.cut_off or records.last_date),
            "filters": self.filters,
        }
        text = records.digest + json.dumps(choices, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def to_json(self) -> str:
        """These choices as a file to keep beside a table: no data, every part of the Definition."""
        parts = {part: getattr(self.definition, part) for part in CHANGEABLE}
        kept = {
            "definition": {"name": self.definition.name, **parts},
            "cut_off": self.cut_off.isoformat() if self.cut_off else None,
            "filters": {column: list(values) for column, values in self.filters},
            "session": self.session,
            "report": self.report.to_dict(self.definition.therapy),
        }
        planned = {"plan": self.plan.to_dict()} if self.plan else {}
        return json.dumps({**kept, **planned}, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Settings:
        """Read ``to_json``; a file that is none, or names what we do not know, is a ValueError."""
        problems: list[str] = []
        try:
            kept = json.loads(text)
            problems = problems_of(kept)
            if problems:
                raise ValueError(problems)
            definition = definition_as_kept(kept["definition"])
            filters = tuple(
                (str(column), tuple(str(value) for value in values))
                for column, values in kept["filters"].items()
            )
            cut_off = date.fromisoformat(kept["cut_off"]) if kept["cut_off"] else None
            report = ReportChoices.from_dict(kept.get("report", {}))
            plan = AnalysisPlan.from_dict(kept["plan"]) if kept.get("plan") else None
            return cls(definition, cut_off, filters, max(1, int(kept["session"])), report, plan)
        except NoPlan as problem:
            raise ValueError(str(problem)) from problem
        except (
            LookupError,
            TypeError,
            AttributeError,
            ValueError,
            OverflowError,
            RecursionError,
        ) as problem:
            raise ValueError(
                f"These are no settings of Clear Days that can be used. {' '.join(problems)}"
                if problems
                else "These are no settings of Clear Days: a JSON file with definition, cut_off, "
                "filters, session and report was expected."
            ) from problem

    def options(self) -> list[str]:
        """The same choices as options of the command line: only what differs from the defaults."""
        told = ["--definition", self.definition.name]
        for part in CHANGEABLE:
            if getattr(self.definition, part) != getattr(self.definition.preset, part):
                told += [f"--{part.replace('_', '-')}", str(getattr(self.definition, part))]
        if self.cut_off:
            told += ["--cut-off", self.cut_off.isoformat()]
        for column, values in self.filters:
            told += [text for value in values for text in ("--where", f"{column}={value}")]
        return told

    def address(self) -> dict[str, str | list[str]]:
        """The query of a link to these settings: only what differs from the defaults."""
        query: dict[str, str | list[str]] = {}
        definition = self.definition
        if definition.name != DEFAULT_DEFINITION.name:
            query["definition"] = definition.name
        for part in CHANGEABLE:
            if getattr(definition, part) != getattr(definition.preset, part):
                query[part] = str(getattr(definition, part))
        if self.cut_off:
            query["cut_off"] = self.cut_off.isoformat()
        if self.session != definition.primary_session:
            query["session"] = str(self.session)
        for column, values in self.filters:
            if column in SHAREABLE_COLUMNS:
                query[f"{WHERE}{column}"] = list(values)
        if self.plan:
            query["plan"] = self.plan.in_link()
        return query

    @classmethod
    def from_address(cls, query: Mapping[str, list[str]]) -> tuple[Settings, list[str]]:
        """Read a link; what it names and we do not know is left out, with a sentence each."""
        settings, problems, looked_at = cls(), [], False
        for key in ("definition", *CHANGEABLE, "cut_off", "session", "plan"):
            if not query.get(key):
                continue
            try:
                settings = settings._with(key, query[key][0])
                looked_at |= key == "session"
            except (NoPlan, ValueError, KeyError):
                problems.append(f"The link's {key.replace('_', ' ')} is not known: left out.")
        filters = tuple(
            (column, tuple(query[f"{WHERE}{column}"]))
            for column in SHAREABLE_COLUMNS
            if query.get(f"{WHERE}{column}")
        )
        if any(
            key.startswith(WHERE) and key.removeprefix(WHERE) not in SHAREABLE_COLUMNS
            for key in query
        ):
            problems.append("The link filters by a column that no link carries: left out.")
        if not looked_at:
            settings = replace(settings, session=settings.definition.primary_session)
        return replace(settings, filters=filters), problems

    def _with(self, key: str, text: str) -> Settings:
        if key == "definition":
            return replace(self, definition=PRESETS[text])
        if key == "cut_off":
            return replace(self, cut_off=date.fromisoformat(text))
        if key == "plan":
            return replace(self, plan=AnalysisPlan.from_json(text))
        if key == "session":
            if not 1 <= int(text) <= MOST_SESSIONS:
                raise ValueError(key)
            return replace(self, session=int(text))
        value = int(text) if key in WHOLE_NUMBERS else text
        return replace(self, definition=self.definition.changed(**{key: value}))
