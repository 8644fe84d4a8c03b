"""Does a table read as people write: words, percents and dates, and nothing that a machine says?"""

import re

import pandas as pd

from analytics.definitions import Definition
from analytics.written import CsvStyle, as_csv
from ui.showing.copied import cells
from words.screen import ScreenTable, on_screen
from words.tables import in_words

RAW = re.compile(r"[A-Za-z]_[A-Za-z]")  # a name or a code
WRONG = re.compile(
    r"""<NA>|\bnan\b|\bNone\b|\bNaT\b|\bTrue\b|\bFalse\b  # no value, not in words
    |\d{4}-\d\d-\d\d|\d\d:\d\d                             # as a machine writes dates
    |(?<!doi\ )\b\d{1,3}\.\d{4,}|e-\d\d                      # a float
    |^-\d                                                     # no real minus sign
    """,
    re.VERBOSE,
)
POINT = re.compile(r"(under )?[−-]?[\d,]*\.\d+%?(e-?\d+| to .*| points| of .*)?")
FRACTION = re.compile(r"0\.\d{2,}")
NO_SHARE = ("P value", "Value", "Difference")  # which may lie between 0 and 1


def check_on_screen(name: str, table: pd.DataFrame, session: int, definition: Definition) -> None:
    """The headings and cells of this named table; which of them is wrong is said."""
    shown = on_screen(name, in_words(name, table, session, definition), definition)
    printed = shown.printed()
    headings = list(printed)
    assert len(set(headings)) == len(headings), headings
    for heading in headings:
        assert heading == heading[:1].upper() + heading[1:], heading
        assert not RAW.search(heading), heading
        for cell in printed[heading].unique():
            assert not RAW.search(cell), (heading, cell)
            assert not WRONG.search(cell), (heading, cell)
            assert heading.startswith(NO_SHARE) or not FRACTION.fullmatch(cell), (heading, cell)
    check_decimal_marks(shown, table)


def check_decimal_marks(shown: ScreenTable, table: pd.DataFrame) -> None:
    """Copied, and as CSV: with decimal commas no number of the table has a point."""
    copied = cells(shown, ",")["rows"]
    with_numbers = [
        pd.api.types.is_numeric_dtype(of.values) or of.is_interval for of in shown.columns
    ]
    found = [cell for row in copied for cell, here in zip(row, with_numbers, strict=True) if here]
    found += [
        cell for line in as_csv(table, CsvStyle.of(",")).splitlines() for cell in line.split(";")
    ]
    assert not [cell for cell in found if POINT.fullmatch(cell)]
