"""What is a file called that leaves?"""

from __future__ import annotations

import re

from ui.tab.cohort import Cohort


def file_name(cohort: Cohort, what: str, kind: str = "") -> str:
    """A name that says what, which Definition, up to when, and from which result."""
    definition = cohort.settings.definition
    parts = [what, definition.name + ("_changed" if definition.changes else "")]
    if cohort.records.cut_off:
        parts.append(cohort.records.cut_off.isoformat())
    if cohort.records.synthetic:
        parts.append("SYNTHETIC")
    if cohort.assumed:
        parts.append("ASSUMED_FREE_DAYS")
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", "_".join([*parts, cohort.name[:8]]))
    return f"{name}.{kind}" if kind else name
