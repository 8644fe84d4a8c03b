"""How does a table stand on a screen? Headings, numbers and dates by what its columns mean.

A number stays one, so that it sorts; beside it stands how it is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from numbers import Real

import pandas as pd

from analytics.definitions import Definition
from words import percents
from words.column_meanings import DATE, FRACTION, MIXED, PERCENT, POINTS, meaning_of
from words.column_meanings import DAYS as IN_DAYS
from words.column_meanings import MONTHLY as A_MONTH
from words.headings import CODED, PAIRS, THEIRS, code_in_words, state_words, words_of
from words.numbers import UNDEFINED, day, in_column, number, sentence_case
from words.response import told_of

Print = Callable[[float], str]

NOT_SHOWN = {("intake", "class"), ("compared", "result")}  # beside their words; a row's number
P_VALUES = ("p", "p_holm", "p_heterogeneity")
YES_NO = {True: "yes", False: "no"}
ZERO_ONE = "0 or 1"
CORRELATION = "correlation"
STATES = {("states", "from"), ("states", "to")}
WITHOUT_SESSION = {("side_effects", "session"): "any", ("intake", "session"): "before session 1"}
LONGEST_LINE = 64  # letters that are read without a break in a cell


@dataclass(frozen=True, eq=False)
class ScreenColumn:
    """A column as people read it: what sorts, and how each cell is printed.

    ``print``: of numbers and dates, by the key of the row's ``unit``; None where the text is it.
    """

    heading: str
    help: str
    values: pd.Series
    print: Mapping[str, Print] | None = None
    unit: pd.Series | None = None  # of each row, where rows differ
    is_interval: bool = False

    @cached_property
    def is_long(self) -> bool:
        """Are there sentences in it, which take more than one line?"""
        if self.print is not None:
            return False
        return bool(self.values.dropna().astype("str").str.len().gt(LONGEST_LINE).any())

    def printed(self) -> list[str]:
        """Every cell as it is read."""
        return self._printed

    @cached_property
    def _printed(self) -> list[str]:
        if self.print is None:
            return [UNDEFINED if pd.isna(cell) or cell == "" else str(cell) for cell in self.values]
        keys = [""] * len(self.values) if self.unit is None else self.unit
        return [
            UNDEFINED if pd.isna(value) else self.print[key](value)
            for key, value in zip(keys, self.values, strict=True)
        ]


@dataclass(frozen=True, eq=False)
class ScreenTable:
    """The columns of a table on a screen; the first one names the row."""

    columns: tuple[ScreenColumn, ...]

    @property
    def rows(self) -> int:
        return len(self.columns[0].values) if self.columns else 0

    def only(self, rows: Sequence[int]) -> ScreenTable:
        """The rows at these places, from 0, in the order of the table."""
        kept = sorted(rows)
        return ScreenTable(
            tuple(
                replace(
                    column,
                    values=column.values.iloc[kept],
                    unit=None if column.unit is None else column.unit.iloc[kept],
                )
                for column in self.columns
            )
        )

    def values(self) -> pd.DataFrame:
        """What sorts, under the headings."""
        return pd.DataFrame({column.heading: column.values for column in self.columns})

    def printed(self) -> pd.DataFrame:
        """What is read, under the headings: all text."""
        return pd.DataFrame({column.heading: column.printed() for column in self.columns})


def whole(heading: str, values: pd.Series, told: str = "") -> ScreenColumn:
    """A column of whole numbers."""
    return ScreenColumn(heading, told, values, {"": lambda v: number(v, 0)})


def tenths(heading: str, values: pd.Series, told: str = "") -> ScreenColumn:
    """A column of numbers with one decimal."""
    return ScreenColumn(heading, told, values, {"": in_column})


def dates(heading: str, values: pd.Series, told: str = "") -> ScreenColumn:
    """A column of dates: 12 Mar 2024"""
    return ScreenColumn(heading, told, values, {"": day})


def out_of(
    heading: str, frame: pd.DataFrame, count: str, total: str, told: str = "", between: str = " of "
) -> ScreenColumn:
    """A count of a total, which sorts by the count: 27 of 28; the count alone of none known."""

    def printer(of: str) -> Print:
        if of == "0":
            return lambda _: "none recorded"
        return lambda v: f"{number(v, 2)}{between}{of}" if of else number(v, 2)

    totals = frame[total].map(lambda v: "" if pd.isna(v) else number(v, 2))
    return ScreenColumn(
        heading, told, frame[count], {of: printer(of) for of in totals.unique()}, totals
    )


def on_screen(name: str, frame: pd.DataFrame, definition: Definition) -> ScreenTable:
    """The table of this name as a screen shows it: words for names, codes, shares and dates."""
    frame = frame.reset_index(drop=True)
    ends = {high: low for low, high in PAIRS if {low, high} <= set(frame)}
    columns = []
    for column in map(str, frame):
        if (name, column) in NOT_SHOWN or column in ends:
            continue
        high = next((h for h, low in ends.items() if low == column), None)
        if high is None:
            columns.append(_column(name, frame, column, definition))
        else:
            columns.append(_pair(name, frame, column, high, definition))
    return ScreenTable(tuple(columns))


def on_paper(seen: int, rows: int, *, leaves: bool) -> str:
    """12 of 46 rows are on this paper: ... ``leaves``: may the table be taken along as a file?"""
    where = "all are in the table's CSV and Excel file" if leaves else "all are on the screen"
    return f"{seen:,} of {rows:,} rows are on this paper, as the screen shows them; {where}."


def _column(table: str, frame: pd.DataFrame, name: str, definition: Definition) -> ScreenColumn:
    unit, meaning = meaning_of(table, name)
    heading = _heading(table, name, unit, definition)
    told = sentence_case(meaning.format(therapy=definition.therapy))
    values = _as_numbers(frame[name])
    if unit == MIXED or (table, name) == ("judged_or_not", "difference"):
        numbers = pd.to_numeric(values).astype("Float64")
        of = _difference if name == "difference" else _by_unit
        return ScreenColumn(heading, told, *_of_rows(numbers, frame["unit"], of))
    if unit == DATE or pd.api.types.is_datetime64_any_dtype(values):
        return ScreenColumn(heading, told, values, {"": day})
    if unit == ZERO_ONE or set(values.dropna().map(type)) <= {bool}:
        return ScreenColumn(heading, told, values.map(YES_NO, na_action="ignore").astype("str"))
    if pd.api.types.is_numeric_dtype(values):
        return ScreenColumn(heading, told, *_numbers(values, unit, table, name, definition))
    return ScreenColumn(heading, told, _text(table, name, values, definition))


def _as_numbers(values: pd.Series) -> pd.Series:
    """A column of numbers among which some are missing may hold them as objects."""
    kinds = set(values.dropna().map(type)) if values.dtype == object else set()
    are_numbers = bool(kinds) and all(issubclass(kind, Real) and kind is not bool for kind in kinds)
    return values.astype("Float64") if are_numbers else values


def _heading(table: str, name: str, unit: str, definition: Definition) -> str:
    words = words_of(name, table)
    if words == "responders" and not definition.days.response:
        words = told_of(definition).one
    return sentence_case(f"{words}{_suffix(unit, words)}")


def _suffix(unit: str, words: str) -> str:
    """The unit that the numbers of a column do not say themselves."""
    if unit == POINTS:
        return ", points"
    return f", {unit}" if unit in (IN_DAYS, A_MONTH) and "day" not in words else ""


def _text(table: str, name: str, values: pd.Series, definition: Definition) -> pd.Series:
    if (table, name) in STATES:
        words = {**state_words(definition)}
        return values.map(lambda code: words.get(code, code), na_action="ignore")
    if name in CODED and (table, name) != THEIRS:
        values = values.map(code_in_words, na_action="ignore")
    return values.astype("object").where(values.notna() & (values != ""), None)


def _numbers(
    values: pd.Series, unit: str, table: str, name: str, definition: Definition
) -> tuple[pd.Series, dict[str, Print]]:
    numbers = values.astype("Float64")
    if (table, name) in WITHOUT_SESSION:
        zero = WITHOUT_SESSION[table, name]
        return numbers, {"": lambda v: number(v, 0) if v else zero}
    if unit == FRACTION:
        return numbers * 100, {"": lambda v: percents.in_column(v / 100)}
    if name in P_VALUES:
        return numbers, {"": _p_value}
    known = numbers.dropna()
    if bool((known == known.round()).all()) and unit != PERCENT:
        return numbers, {"": lambda v: number(v, 0)}
    if unit == PERCENT:
        whole = pd.api.types.is_integer_dtype(values)
        line = definition.threshold
        if whole:
            return numbers, {"": percents.threshold}
        return numbers, {"": lambda v: percents.reduced_in_column(v, line)}
    return numbers, {"": in_column}


def _p_value(p: float) -> str:
    return "under 0.001" if p < 0.001 else in_column(p, 3)


def _of_rows(
    numbers: pd.Series, units: pd.Series, of: Callable[[str], Print]
) -> tuple[pd.Series, dict[str, Print], pd.Series]:
    return numbers, {str(unit): of(str(unit)) for unit in units.unique()}, units.astype("str")


def _by_unit(unit: str) -> Print:
    """How a number of this unit is printed."""
    if unit == CORRELATION:
        return lambda v: in_column(v, 2)
    if unit == "fraction":
        return percents.in_column
    return percents.beside_in_column if unit == PERCENT else in_column


def _difference(unit: str) -> Print:
    """Of shares in percentage points, of numbers in standard deviations."""
    return (lambda v: f"{in_column(v)} points") if unit == PERCENT else lambda v: in_column(v, 2)


def _pair(
    table: str, frame: pd.DataFrame, low: str, high: str, definition: Definition
) -> ScreenColumn:
    """Lower and upper end in one column: 28.2 to 46.5%"""
    ends = [_column(table, frame, name, definition) for name in (low, high)]
    unit = meaning_of(table, low)[0]
    heading = sentence_case(f"{PAIRS[low, high]}{_suffix(unit, PAIRS[low, high])}")
    cells = [
        None if UNDEFINED in pair else f"{_bare(*pair)} to {pair[1]}"
        for pair in zip(*(end.printed() for end in ends), strict=True)
    ]
    told = f"{ends[0].help} to {ends[1].help[:1].lower()}{ends[1].help[1:]}"
    return ScreenColumn(heading, told, pd.Series(cells), is_interval=True)


def _bare(low: str, high: str) -> str:
    """Without the percent sign that the upper end has."""
    return low.removesuffix("%") if high.endswith("%") else low


def sessions_that_fit(first: int, last: int) -> str:
    """On this screen sessions 3 to 8; wider ones and tables show all."""
    which = f"sessions {first} to {last}" if last > first else f"session {first}"
    return f"On this screen {which}; a wider one and the tables show all."
