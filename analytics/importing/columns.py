"""Which of our columns does a header mean, and which of our tables do the headers make?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analytics.frames import TABLES, TableSpec

# How others call our columns, in lower case and with words joined by "_".
ALIASES = {
    **dict.fromkeys(
        (
            "subject",
            "subject_id",
            "record",
            "record_id",
            "participant",
            "participant_id",
            "study_id",
            "patient",
            "usubjid",
        ),
        "patient_id",
    ),
    **dict.fromkeys(("mmd", "md", "monthly_migraine_days"), "migraine_days"),
    **dict.fromkeys(("mhd", "hd", "monthly_headache_days"), "headache_days"),
    "datum": "date",
}

# The columns by which a table is told from the others, the most telling first.
FINGERPRINTS: tuple[tuple[str, set[str], set[str]], ...] = (
    ("cycles", {"session", "treated", "closed", "window"}, {"migraine_days", "headache_days"}),
    ("counts", {"session"}, {"migraine_days", "headache_days"}),
    ("diary", {"date"}, {"headache", "migraine"}),
    ("sessions", {"session_date"}, set()),
    ("scores", {"date", "instrument", "score"}, set()),
    ("adverse_events", {"date", "event"}, set()),
    ("treatments", {"name", "kind", "started_on"}, set()),
    (
        "patients",
        set(),
        {
            "site",
            "sex",
            "age",
            "clinician",
            "prior_botulinum",
            "prior_preventives",
            "medication_overuse",
            "stopped_on",
            "stop_reason",
        },
    ),
)


def canonical_name(header: str) -> str:
    """The canonical column that a header means, or the header in our spelling."""
    name = re.sub(r"[\s\-]+", "_", header.strip().lower())
    return ALIASES.get(name, name)


def recognise_table(headers: Sequence[str]) -> TableSpec | None:
    """The table of our templates with these headers; None if it is none of them."""
    names = {canonical_name(header) for header in headers}
    if "patient_id" not in names:
        return None
    for table, all_of, any_of in FINGERPRINTS:
        if all_of <= names and (not any_of or any_of & names):
            return TABLES[table]
    return None


RESULTS = (  # what Clear Days writes about records, by what no record has
    {"patient_id", "session", "percent_reduction", "evaluable", "reason"},
    {"patient_id", "aval", "base", "pchg"},  # the same under the names of ADaM
)


def are_results(headers: Sequence[str]) -> bool:
    """Is it a table of outcomes that was made from records? Read as counts it would be another."""
    names = {canonical_name(header) for header in headers}
    return any(telling <= names for telling in RESULTS)


def missing(table: TableSpec, headers: Sequence[str]) -> list[str]:
    """What the first row lacks, as it would be named in a sentence."""
    names = {canonical_name(header) for header in headers}
    lacking = [name for name in table.required if name not in names]
    if table.any_of and not set(table.any_of) & names:
        lacking.append(" or ".join(table.any_of))
    return lacking
