"""Which days of a diary are of a measure's kind?

One expression for every engine: DuckDB and Spark count with it, and pandas looks at single days.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import narwhals as nw
import pandas as pd

from analytics.definitions import Measure


def of_the_kind(measure: Measure) -> nw.Expr:
    """1 where the day is of the kind, 0 where it is none, missing where neither is recorded."""
    value = nw.col(measure.column)
    if measure.at_least == 1 and not measure.needs:
        return value  # a flag as it stands
    enough, too_little = value >= measure.at_least, value < measure.at_least
    found = nw.when(enough).then(nw.lit(1)).otherwise(nw.when(too_little).then(nw.lit(0)))
    if not measure.needs:
        return found
    return nw.when(nw.col(measure.needs) == 0).then(nw.lit(0)).otherwise(found)


def looks_at(measures: Iterable[Measure]) -> list[str]:
    """The columns of a diary from which days of these kinds are told."""
    names = (name for one in measures for name in (one.column, one.needs) if name)
    return list(dict.fromkeys(names))


def with_blanks(diary: nw.LazyFrame[Any], measures: Iterable[Measure]) -> nw.LazyFrame[Any]:
    """The diary with every column that these measures look at; one that it lacks is blank."""
    known = {*diary.collect_schema().names()}
    lacking = [name for name in looks_at(measures) if name not in known]
    blank = [nw.lit(None, nw.Int32).alias(name) for name in lacking]
    return diary.with_columns(*blank) if blank else diary


def flagged(diary: pd.DataFrame, measure: Measure) -> pd.Series:
    """``of_the_kind`` for every row of a diary, as 0, 1 or missing; a lacking column is blank."""
    lacking = [name for name in looks_at([measure]) if name not in diary]
    known = diary.assign(**{name: pd.array([pd.NA] * len(diary), "Int8") for name in lacking})
    table = nw.from_native(known).select(of_the_kind(measure).alias(measure.name))
    days: pd.Series = table.to_native()[measure.name].astype("Int8")
    return days
