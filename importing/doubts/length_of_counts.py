"""Is a count that is taken for a month of another length: per 4 weeks, a week, a quarter, a year?

Seen by the name of its column or by a title above. A count beside recorded days has its length; one
without is per month of the Definition, which the name denies: told, never scaled in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analytics.definitions import MEASURES
from importing.doubts.base import Doubt, Found, LooksAt, Sign
from importing.layouts.base import plain
from importing.layouts.wide_counts import period
from importing.lengths_named import length_in

RECORDED = "recorded_days"
_COUNTS_DAYS = re.compile(r"days|tage|jours|d[ií]as|giorni|dagen|dage\b|dagar")


def signs(found: Found) -> Iterator[Sign]:
    counts = _counts(found)
    if not counts or RECORDED in counts.values():
        return
    for header in counts:
        if length := length_in(header):
            yield _told(f"{header}: its name says that it counts", length, header)
    for title in (cell for row in found.text.above for cell in row):
        if _COUNTS_DAYS.search(plain(title)) and (length := length_in(title)):
            yield _told("A title says that the counts are", length, "")


def _counts(found: Found) -> dict[str, str]:
    """The columns of counts, as mapped or by their names, and which count each of them is."""
    mapping = found.mapping
    if mapping is not None:
        if mapping.table not in ("", "counts"):
            return {}
        named = mapping.columns | {header: name for header, (name, _) in mapping.periods.items()}
    elif found.layout:
        periods = {header: period(header) for header in found.headers}
        named = found.names | {header: of[0] for header, of in periods.items() if of is not None}
    else:
        return {}
    ours = {header: name for header, name in named.items() if name in (*MEASURES, RECORDED)}
    return ours if {*ours.values()} & {*MEASURES} else {}


def _told(what: str, length: str, column: str) -> Sign:
    month = "; that is right where its month has 28 days" if length == "28 days" else ""
    return Sign(
        f"{what} days per {length}, and a count without recorded days is taken for one month of "
        f"the Definition{month}. A column recorded_days says of how many days it is.",
        (),
        column,
        about=length,
    )


DOUBT = Doubt("length_of_counts", LooksAt.FILE, signs)
