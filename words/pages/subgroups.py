"""Do groups differ? In sentences for its page and for documents."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from analytics.definitions import FEW_JUDGED
from analytics.research.subgroups import MEASURED
from words.numbers import counted, inert, sentence_case
from words.percents import percent
from words.titles import first_and_last

COUPLED = (
    "The baseline stands in such groups and in the percent reduction alike: a month before session "
    "1 that happened to be high makes a large reduction. So these groups differ where nothing has "
    "changed, too."
)
NO_COLUMN = "Nothing is recorded of these patients that was known before session 1 and makes groups"


def coupled(columns: Collection[str]) -> str:
    """What to know where days of the baseline are among the columns that make groups."""
    return COUPLED if MEASURED in columns else ""


def headline(table: pd.DataFrame) -> str:
    """1 of 7 differences between groups is beyond what chance may make."""
    if table.empty:
        return f"**{NO_COLUMN}.**"
    n = int(table["comparisons"].max()) if len(table) else 0
    low, high = table["difference_low"], table["difference_high"]
    apart = int(((low > 0) | (high < 0)).sum())
    if not n:
        return f"**No two groups with {FEW_JUDGED} or more judged can be compared.**"
    return (
        f"**:blue[{apart} of {counted(n, 'difference')}] between groups "
        f"{'is' if 1 in (apart, n) else 'are'} beyond what chance may make** (95% intervals); "
        ":gray[by chance alone about 1 in 20 would be.]"
    )


def group_listed(column: str, group: str, session: int) -> str:
    """What the list of one group is called: Site Harbour, judged after session 2."""
    named = sentence_case(f"{column.replace('_', ' ')} {group}")
    return f"{named}, judged after session {session}"


def groups_add_up(table: pd.DataFrame) -> str:
    """Of 81 judged, 54 are in a group by age; of 27 it is not recorded. (of one column)"""
    if table.empty:
        return ""
    total, column = int(table["of"].iloc[0]), str(table["column"].iloc[0]).replace("_", " ")
    inside = int(table.loc[table["recorded"], "judged"].sum())
    if inside == total:
        return "The groups hold all who are judged."
    return (
        f"Of {total:,} judged, {inside:,} are in a group by {inert(column)}; "
        f"of {total - inside:,} it is not recorded."
    )


def groups_title(table: pd.DataFrame, session: int) -> str:
    """After session 2: 29% in Valley to 41% in Moor (of one column)"""
    rated = table[table["rate"].notna() & table["recorded"]].sort_values("rate", kind="stable")
    if rated.empty:
        return f"After session {session}: no group has {FEW_JUDGED} or more judged"
    ends = rated.iloc[[0, -1]].drop_duplicates("group")
    told = " to ".join(f"{percent(row.rate)} in {inert(row.group)}" for row in ends.itertuples())
    return f"After session {session}: {told}"


def pairs_title(pairs: pd.DataFrame) -> str:
    """22%, then 37% after session 2 in the same 99 patients; 9%, then 36% after session 7 in 11"""
    ends = first_and_last(pairs, pairs["patients"])
    first, *others = [
        f"{_of(row.both + row.only_first, row.patients)}, then "
        f"{_of(row.both + row.only_later, row.patients)} after session {row.session} in"
        for row in ends.itertuples()
    ]
    same, *fewer = ends["patients"].astype(int)
    told = f"{first} the same {counted(same, 'patient')}"
    return told + "".join(f"; {words} {n:,}" for words, n in zip(others, fewer, strict=True))


def _of(reached: int, patients: int) -> str:
    """The percent of so many; the count alone where they are under ten."""
    return percent(reached / patients) if patients >= FEW_JUDGED else f"{reached:,}"
