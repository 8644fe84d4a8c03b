"""Which of the labels that stand twice in an export of REDCap is of which form?

Its labels are written form by form, each form ending with *Complete?*; a label that several forms
have stands once in each. Those after the first are numbered by their place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from importing.layouts.base import plain

REPEATED = {"repeat instrument", "repeat instance"}
SAYS_REDCAP = REPEATED | {"event name"}
MAY_BE = SAYS_REDCAP | {"data access group", "survey identifier"}
STATUS = re.compile(r"complete\?( \(\d+\))?")
RECORDS = ("record id", "study id", "participant id", "subject id")
NUMBERED = re.compile(r"(.+) \(([2-9]|[1-9]\d+)\)$")


def of_redcap(names: Sequence[str]) -> bool:
    """Are these the labels of an export of REDCap? Its first column may have any label."""
    told = [plain(name) for name in names]
    found, statuses = set(told), sum(bool(STATUS.fullmatch(name)) for name in told)
    if found >= REPEATED or (found & MAY_BE and statuses):
        return True
    return told[:1] != [] and told[0] in RECORDS and bool(found & SAYS_REDCAP or statuses > 1)


def numbered(names: Sequence[str]) -> list[str]:
    """Labels of REDCap with a number after each that stood before: Date, Date (2)."""
    if not of_redcap(names) or len(set(names)) == len(names):
        return list(names)
    taken, seen, told = set(names), Counter[str](), []
    for name in names:
        seen[name] += 1
        number = seen[name]
        while number > 1 and name and f"{name} ({number})" in taken:
            number += 1
        told.append(f"{name} ({number})" if number > 1 and name else name)
        taken.add(told[-1])
    return told


def labels(names: Sequence[str]) -> Mapping[str, str]:
    """The label of each name that was numbered; the others are their own."""
    known = set(names)
    found = {name: NUMBERED.fullmatch(name) for name in names}
    return {name: one[1] if one and one[1] in known else name for name, one in found.items()}
