"""More patients than a screen has room for: marks that stand for several, and say so."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from analytics.research.intervals import drawn

MOST_BARS = 1_500  # of a waterfall: about one a pixel
MOST_DOTS = 2_000  # each of them an element that the browser draws; of many patients half as many
MOST_LINES = 300  # drawn at random from more
MOST_POINTS = 4_000  # on lines that stay one a patient


def patients_a_bar(patients: int) -> int:
    """How many patients one bar of a waterfall stands for."""
    return 1 if patients <= MOST_BARS else math.ceil(patients / (MOST_BARS // 3))


def patients_a_dot(dots: int) -> int:
    """How many patients one dot stands for, at most."""
    return 1 if dots <= MOST_DOTS else math.ceil(dots / (MOST_DOTS // 2))


def in_bars(rows: pd.DataFrame, size: int) -> pd.DataFrame:
    """Rows with place and value, in groups of so many: the middle place, the median value, n."""
    group = np.arange(len(rows)) // size
    made = rows.groupby(group).agg(
        place=("place", "mean"),
        value=("value", "median"),
        patients=("place", "size"),
        first=("place", "min"),
        last=("place", "max"),
    )
    return made.reset_index(drop=True)


def in_dots(rows: pd.DataFrame, height: float, size: int) -> pd.DataFrame:
    """Every so-manieth row of those that lie beside each other: session, verdict, about the value.

    The first of each group stays, so that a level with few patients does not vanish.
    """
    if size == 1:
        return rows
    level = (rows["value"] / height).round()
    place = rows.groupby([rows["session"], rows["responder"], level]).cumcount()
    return rows[place % size == 0]


def lines_can_be_clicked(judged: pd.DataFrame) -> bool:
    """Are the points of the drawn lines few enough to be a mark each?"""
    return patients_a_dot(len(some_lines(judged))) == 1


def some_lines(judged: pd.DataFrame) -> pd.DataFrame:
    """The rows of all patients, or of so many drawn at random, always the same."""
    everybody = judged["patient_id"].unique()
    if len(judged) + len(everybody) <= MOST_POINTS:
        return judged
    return judged[judged["patient_id"].isin(drawn(everybody, MOST_LINES))]
