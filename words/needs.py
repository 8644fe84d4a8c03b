"""Why can something not be shown of these records? Made from what it needs and they do not hold."""

from __future__ import annotations

from analytics.needs import Need, Needs
from analytics.records import Records

LACKING = {  # what is lacking, and what would help; the first that is lacking says it
    Need.DATES: (
        "Counts per session hold no {what}.",
        "A diary, or cycles, with a file of them would.",
    ),
    Need.SINGLE_DAYS: (
        "These records hold no single days:",
        "a daily diary would show {what}.",
    ),
}


def why_not(needs: Needs, records: Records, what: str) -> tuple[str, str]:
    """What is lacking to show ``what`` ("side effects"), and what would help; "" if nothing is."""
    for need, (lacking, helps) in LACKING.items():
        if need in needs - records.holds:
            return lacking.format(what=what), helps.format(what=what)
    return "", ""
