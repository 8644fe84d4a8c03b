"""Whose ids are on the screen? The trail is told, once a list and a tab."""

from __future__ import annotations

from collections.abc import Iterable

from clinic import trail
from clinic.access import PATIENTS
from ui.access.sign_in import may, tell_once
from ui.tab.cohort import Cohort


def note_listed(cohort: Cohort, which: str, patients: Iterable[str]) -> None:
    """The trail is told that ids of so many are looked at, once a list: in the sample nobody's.

    ``which``: the page and its list, never a text from a file or one that somebody typed. Who may
    not see patients sees hashes that mean nothing elsewhere, of which nothing is told.
    """
    ids = frozenset(patients)
    if ids and may(PATIENTS) and not cohort.records.synthetic:
        about = {"list": which, "patients": len(ids), "data": cohort.records.digest[:8]}
        tell_once(trail.LISTED, ids, **about)
