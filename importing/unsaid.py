"""Which cells of a table does no file say anything of?

A column that a file has not, the pain beside a sign of a sheet of months that names none, a cell
that cannot be read: put on top of other records they leave what stands there. A blank in a column
that a table has is a blank.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from analytics.frames import CANONICAL, TableSpec

Unread = tuple[str, str, pd.DataFrame]  # table, column, and the keys of the rows


def unsaid(table: TableSpec, says: pd.DataFrame) -> pd.DataFrame:
    """A mask of the cells that no file says, of the columns in which there are any; ``says``: of
    each row and column, does a file have the column there?"""
    inner = [column.name for column in table.columns if column.internal]
    content = says[says.columns.difference([*table.key, *inner])]
    some = content.columns[~content.all().to_numpy(bool)]
    return ~content[some].reset_index(drop=True)


def with_unread(
    masks: Mapping[str, pd.DataFrame], tables: Mapping[str, pd.DataFrame], unread: Iterable[Unread]
) -> dict[str, pd.DataFrame]:
    """The same for the tables as they became, with the cells that could not be read."""
    found = {name: mask.copy() for name, mask in masks.items() if len(mask) == len(tables[name])}
    for name, column, keys in unread:
        if name not in found or column not in tables[name]:
            continue
        key = list(CANONICAL[name].key)
        blank = tables[name][column].isna()
        at = pd.MultiIndex.from_frame(tables[name][key]).isin(pd.MultiIndex.from_frame(keys[key]))
        found[name][column] = found[name].get(column, False) | (blank & at)
    return found
