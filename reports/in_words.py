"""What do the sheets and columns of the workbook say in words? Raw names are for CSV alone."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from reports.tables import Sheet
from words.column_meanings import FRACTION, PERCENT, meaning_of
from words.headings import CODED, THEIRS, code_in_words, words_of

TYPES = (
    ("bool", "true or false"),
    ("int", "whole number"),
    ("float", "number"),
    ("datetime", "date"),
)
FORMATTED = (FRACTION, PERCENT)


def in_words(sheet: Sheet) -> Sheet:
    """The sheet with words for names and codes; which of its columns are shares or percents."""
    frame = sheet.frame
    codes = {
        column: frame[column].map(code_in_words, na_action="ignore")
        for column in CODED
        if column in frame and (sheet.name, column) != THEIRS
    }
    names = {str(column): words_of(str(column), sheet.name) for column in frame}
    units = {words: meaning_of(sheet.name, column)[0] for column, words in names.items()}
    return replace(
        sheet,
        name=sheet.name.replace("_", " "),
        frame=frame.assign(**codes).rename(columns=names),
        units={column: unit for column, unit in units.items() if unit in FORMATTED},
    )


def columns_in_words(dictionary: pd.DataFrame) -> pd.DataFrame:
    """The list of columns under the names that they have in the workbook, with kinds for types."""
    return dictionary.assign(
        table=dictionary["table"].str.replace("_", " "),
        column=[
            words_of(*pair) for pair in zip(dictionary["column"], dictionary["table"], strict=True)
        ],
        type=dictionary["type"].map(_kind),
    )


def _kind(dtype: str) -> str:
    return next((words for code, words in TYPES if code in dtype.lower()), "text")
