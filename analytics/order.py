"""In which order do people look for a patient's id? 1, 2, 10."""

from __future__ import annotations

import re

import pandas as pd

DIGITS = re.compile(r"([0-9]+)")


def natural(text: str) -> tuple[tuple[str, ...], int, str]:
    """The key by which people sort names: 1, 2, 10; P-2 before P-10; 7 before 07."""
    parts = DIGITS.split(text)
    for place in range(1, len(parts), 2):
        digits = parts[place].lstrip("0")
        parts[place] = f"{len(digits):06}{digits}"  # the longer number is the larger one
    return tuple(parts), len(text), text


def by_natural_id(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows by ``patient_id`` in natural order; the rows of one patient keep theirs."""
    if "patient_id" not in frame or len(frame) < 2:
        return frame
    place = {name: n for n, name in enumerate(sorted(frame["patient_id"].unique(), key=natural))}
    order = frame["patient_id"].map(place).argsort(kind="stable")
    return frame.iloc[order].reset_index(drop=True)
