"""Why can something not be shown of these records? Made from what it needs and they do not hold."""

from __future__ import annotations

from analytics.needs import Need, Needs, first_lacking
from analytics.records import Records

LACKING = {  # what is lacking, and what would help
    Need.DATES: (
        "Counts per session hold no {what}.",
        "A diary, or cycles, with a file of them would.",
    ),
    Need.SINGLE_DAYS: (
        "These records hold no single days:",
        "a daily diary would show {what}.",
    ),
    Need.HEADACHE: ("No day with headache is recorded:", "a column of it would show {what}."),
    Need.INTAKE: ("No kind of acute medication is recorded:", "a column of it would show {what}."),
    Need.EVENTS: ("No side effect is recorded:", "a file of them would show {what}."),
}


def why_empty(needs: Needs, records: Records) -> str:
    """Why a table has no rows."""
    if needs <= records.holds:
        return "nothing in these records is of its kind"
    if Need.INTAKE in needs and records.has_medication_days:
        return "the days with acute medication are recorded, and not of which kind it was"
    return "these records do not hold what it needs"


ONE_IS_NO_GROUP = (
    "**One patient is no group:** there is nobody to compare with. :gray[What was recorded stands "
    "on *One patient*.]"
)


def why_not(needs: Needs, records: Records, what: str) -> tuple[str, str]:
    """What is lacking to show ``what`` ("side effects"), and what would help; "" if nothing is."""
    need = first_lacking(needs, records.holds)
    if need is None:
        return "", ""
    lacking, helps = LACKING[need]
    return lacking.format(what=what), helps.format(what=what)
