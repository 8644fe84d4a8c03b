"""Why can something not be shown of these records? Made from what it needs and they do not hold."""

from __future__ import annotations

from analytics.needs import Need, Needs
from analytics.records import Records

LACKING = {  # the first that is lacking says it
    Need.DATES: "Counts per session hold no {what}.",
    Need.SINGLE_DAYS: "These records hold no single days:",
    Need.DROP_OUTS: "Counts per session do not show who stopped.",
}
HELPS = {
    Need.DATES: "A diary, or cycles, with a file of them would.",
    Need.SINGLE_DAYS: "a daily diary would show {what}.",
    Need.DROP_OUTS: "",
}


def why_not(needs: Needs, records: Records, what: str) -> tuple[str, str]:
    """What is lacking to show ``what`` ("side effects"), and what would help; "" if nothing is."""
    for need in LACKING:
        if need in needs - records.holds:
            return LACKING[need].format(what=what), HELPS[need].format(what=what)
    return "", ""
