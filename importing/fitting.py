"""Which column keeps a mapping from a file? So that it can be mended, or another one taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from importing.choices import Mapping as Mapped
from importing.mapping_checks import named

MOST = 10  # columns that are named


def why_unfit(mapping: Mapped, files: Mapping[str, Sequence[str]]) -> str:
    """Why it fits none of these files (name -> columns), by the nearest of them; "": it fits one.

    One that says nothing of columns (events, answers) is not held against them here.
    """
    needed = {*mapping.columns, *mapping.periods}
    if not needed or any(mapping.fits([*headers]) for headers in files.values()):
        return ""
    all_of = {*mapping.headers} or needed
    near = max(files, key=lambda file: _alike(all_of, {*files[file]}), default="")
    if not near or not needed & {*files[near]}:
        return f"fits no file: none of them has the columns {_some(needed)}."
    if not mapping.headers and (own := mapping.denies(files[near])) and needed <= {*files[near]}:
        return (
            f"fits no file: {near} is {own} by its own columns, and the mapping says otherwise of "
            "them. If it is meant for this file, it has to name all its columns (headers)."
        )
    lacking, further = all_of - {*files[near]}, {*files[near]} - all_of
    if lacking:
        also = f", and {_some(further)} besides" if mapping.headers and further else ""
        return f"fits no file: {near} has no column {_some(lacking, ' and no column ')}{also}."
    return (
        f"fits no file: {near} has the column {_some(further, ' and the column ')} besides, and "
        "the mapping names all columns of its file (headers)."
    )


def _alike(ours: set[str], theirs: set[str]) -> float:
    return len(ours & theirs) - len(theirs - ours) / 1000


def _some(columns: set[str], between: str = ", ") -> str:
    order = [named(column).strip("'") for column in sorted(columns)]
    more = [f"{len(order) - MOST} more"] if len(order) > MOST else []
    return between.join([*order[:MOST], *more])
