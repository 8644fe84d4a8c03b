"""Which published result is meant, and why can it be none?"""

from __future__ import annotations

from analytics.research.compared import comparable, label_of, study_of
from analytics.therapies import Therapy


def unknown_study(key: str, therapy: Therapy) -> str:
    """Why no published result can be the one of this key, in a sentence; "" where one is."""
    if not key or study_of(key, therapy) is not None:
        return ""
    known = [f"{row['key']} ({label_of(row)})" for _, row in comparable(therapy).iterrows()]
    if not known:
        return f"report, study: no published result is called {key}."
    return f"report, study: no published result is called {key}; expected is one of " + (
        "; ".join(known) + "."
    )
