"""What do the sheets and columns of the workbook say in words? Raw names are for CSV alone."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analytics.codes import StopReason
from analytics.definitions import MEASURES
from analytics.guidelines.overuse import CLASSES
from analytics.research.subgroups import BASELINE_COLUMNS, MEASURED
from analytics.tables import TABLES
from reports.tables import Sheet
from words.column_meanings import FRACTION, PERCENT, meaning_of
from words.pages.change import OUTCOME

NAMES = {
    "at_limit": "at the limit",
    "at_risk": "at risk",
    "by_chance": "expected by chance",
    "ci_high": "95% interval, upper end",
    "ci_low": "95% interval, lower end",
    "cannot_match": "cannot be matched",
    "due_on": "due on",
    "n": "with both values",
    "p": "p value",
    "p_holm": "p value, Holm",
    "p_interaction": "p value of the interaction",
    "rate_high": "highest possible rate",
    "rate_low": "lowest possible rate",
    "rate_by_reason": "rate, stops by reason",
    "percent_reduction": "percent reduction",
}
CODES = {
    **{name: measure.words for name, measure in MEASURES.items()},
    **OUTCOME,
}
OURS = ("outcome", "event", "column", "class", "table", "measure")  # may hold a code
TYPES = (
    ("bool", "true or false"),
    ("int", "whole number"),
    ("float", "number"),
    ("datetime", "date"),
)
THEIRS = ("side_effects", "event")  # in the words of whoever wrote the file
FORMATTED = (FRACTION, PERCENT)


def words_of(name: str) -> str:
    """A column's or a table's name in words."""
    return NAMES.get(name, name.replace("_", " "))


def in_words(sheet: Sheet) -> Sheet:
    """The sheet with words for names and codes; which of its columns are shares or percents."""
    frame = sheet.frame
    codes = {
        column: frame[column].map(_cell, na_action="ignore")
        for column in OURS
        if column in frame and (sheet.name, column) != THEIRS
    }
    units = {words_of(str(column)): meaning_of(sheet.name, str(column))[0] for column in frame}
    return replace(
        sheet,
        name=sheet.name.replace("_", " "),
        frame=frame.assign(**codes).rename(columns=lambda column: words_of(str(column))),
        units={column: unit for column, unit in units.items() if unit in FORMATTED},
    )


def columns_in_words(dictionary: pd.DataFrame) -> pd.DataFrame:
    """The list of columns under the names that they have in the workbook, with kinds for types."""
    return dictionary.assign(
        table=dictionary["table"].str.replace("_", " "),
        column=dictionary["column"].map(words_of),
        type=dictionary["type"].map(_kind),
    )


def _cell(cell: object) -> object:
    known = {*CODES, *StopReason, *CLASSES, *TABLES, *BASELINE_COLUMNS, MEASURED}
    return CODES.get(str(cell), str(cell).replace("_", " ")) if cell in known else cell


def _kind(dtype: str) -> str:
    return next((words for code, words in TYPES if code in dtype.lower()), "text")
