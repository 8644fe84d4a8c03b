"""What does an entry of the trail say, and who saved or saw it? In sentences."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from analytics.settings import Settings
from clinic import trail
from clinic.access import DESK
from words.numbers import counted, day

About = Mapping[str, object]


def who_told(name: str) -> str:
    """A person's name; at a desk nobody signs in, and the records stay on its computer."""
    return "at this computer" if name == DESK.name else f"by {name}"


def at(moment: str) -> str:
    """26 Nov 2026, 17:32; in UTC, as it is kept."""
    found = datetime.fromisoformat(moment).astimezone(UTC)
    return f"{day(found)}, {found:%H:%M}"


def entry_told(what: str, about: str) -> str:
    """Looked at the page of patient P-0042, in records 2e66c131."""
    known = json.loads(about) if about else {}
    told = TOLD.get(what)
    return told(known) if told else f"{what[:1].upper()}{what[1:]}"


def _opened(of: About) -> str:
    version = of.get("version", "")
    if isinstance(version, list):
        return f"Compared versions {' and '.join(map(str, version))} of {of.get('cohort')}"
    return f"Opened version {version} of {of.get('cohort')}"


def _exported(of: About) -> str:
    if "copied" in of:
        return f"Copied rows of the table {of['copied']}"
    told = f"Saved the file {of.get('file')}"
    if "settings" not in of:
        return told
    definition = Settings.from_json(str(of["settings"])).definition
    return f"{told}, by {definition.title}{', changed' if definition.changes else ''}"


def _patient(of: About) -> str:
    told = f"Looked at the page of patient {of.get('patient')}"
    return f"{told}, in records {of['data']}" if "data" in of else told


def _listed(of: About) -> str:
    ids = counted(int(str(of.get("patients", 0))), "patient")
    told = f"Looked at a list of {ids}: {of.get('list')}"
    return f"{told}, in records {of['data']}" if "data" in of else told


def _retention(of: About) -> str:
    days = of.get("days")
    kept = counted(int(str(days)), "day") if days else "without an end"
    return f"{of.get('cohort')} is to be kept {'for ' if days else ''}{kept}"


TOLD: dict[str, Callable[[About], str]] = {
    trail.OPENED: _opened,
    trail.PATIENT: _patient,
    trail.LISTED: _listed,
    trail.EXPORTED: _exported,
    trail.SAVED: lambda of: f"Kept version {of.get('version')} of {of.get('cohort')}",
    trail.RENAMED: lambda of: f"Renamed {of.get('cohort')} to {of.get('new')}",
    trail.DELETED: lambda of: (
        f"Deleted {of.get('cohort')}, {counted(int(str(of.get('versions', 0))), 'version')}"
    ),
    trail.RETENTION: _retention,
    trail.RESTORED: lambda of: (
        f"Restored a backup with {counted(int(str(of.get('versions', 0))), 'version')}"
    ),
    trail.REFUSED: lambda of: f"Was refused: {of['why']}" if "why" in of else "Was refused",
    trail.SIGNED_IN: lambda _: "Signed in",
    trail.SIGNED_OUT: lambda _: "Signed out",
}
