"""Reads files whose sessions lie days apart, each of them as a session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from importing import Choices, Source, read_records

KIND = "sessions_close_together"


def each_a_session(sources: Sequence[Source], choices: Choices | None = None):
    """Records and report, once that question alone is answered."""
    choices = choices or Choices()
    records, report = read_records(sources, choices)
    own = {one.code: "own" for one in report.questions if one.kind == KIND}
    if not own:
        return records, report
    return read_records(sources, replace(choices, answers={**choices.answers, **own}))
