"""Which counts are monthly means, written with decimals?

A count without recorded days is per month and complete; with decimals it is a mean, and the text
in the file says how many digits of it are known: 26.70 is known to half a hundredth, 26.7 is not.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analytics.frames import AS_WRITTEN, TableSpec
from importing.cells import DECIMALS, MOST_DECIMALS

RESTS_ON = {"counts": "recorded_days", "cycles": "complete_months"}


def with_decimals(table: TableSpec, cells: dict[str, pa.Array]) -> dict[str, pa.Array]:
    """The cells, with the means as written in columns of their own, as 26.70.

    A column that the file brings is kept, with a point for its comma; beside a number of recorded
    days nothing is a mean.
    """
    if table.name not in RESTS_ON:
        return cells
    found = dict(cells)
    for name in (c.name for c in table.columns if c.kind == "days"):
        written = name + AS_WRITTEN
        if written in cells:
            said = cells[written].to_pylist()
            found[written] = pa.array([_decimal(text or "") or text for text in said], pa.string())
        if name not in cells or written in cells:
            continue
        texts = pc.utf8_trim_whitespace(cells[name])
        if pc.any(pc.match_substring_regex(texts, "[.,]")).as_py():
            found[written] = pa.array([_decimal(text) for text in texts.to_pylist()], pa.string())
        if written in found and table.name == "counts" and "recorded_days" in cells:
            stated = pc.not_equal(pc.utf8_trim_whitespace(cells["recorded_days"]), "")
            found[written] = pc.if_else(stated, "", found[written])
    return found


def _decimal(text: str) -> str:
    """26,70 as 26.70; empty where there are no decimals, or none that are read."""
    parts = DECIMALS.fullmatch(text)
    if parts is None or len(parts[2]) > MOST_DECIMALS:
        return ""
    return f"{parts[1] or '0'}.{parts[2]}"


def rules_of_means(table: TableSpec, frame: pd.DataFrame) -> dict[str, tuple[str, np.ndarray]]:
    """Decimals where a count of days was expected, or that are not those of the number."""
    rules: dict[str, tuple[str, np.ndarray]] = {}
    for name in (c.name for c in table.columns if c.kind == "days" and c.name in frame):
        mean = (frame[name] % 1 != 0).fillna(False).to_numpy(bool)
        stated = np.zeros(len(frame), dtype=bool)
        if table.name == "counts" and "recorded_days" in frame:
            stated = mean & frame["recorded_days"].notna().to_numpy(bool)
            rules[
                f"{name} with decimals beside recorded_days: a number of whole days was expected; "
                "a monthly mean has a blank recorded_days"
            ] = (name, stated)
        if table.name == "cycles":
            complete = frame.get("complete_months", pd.Series(pd.NA, frame.index)) == 1
            stated = mean & ~complete.fillna(False).to_numpy(bool)
            rules[
                f"{name} with decimals: a number of whole days was expected; a monthly mean has "
                "complete_months 1"
            ] = (name, stated)
        written = name + AS_WRITTEN
        if written in frame:
            texts = frame[written].fillna("")
            said = pd.to_numeric(texts.where(texts.map(_decimal) == texts), errors="coerce")
            other = ((texts != "") & ~(said == frame[name]).fillna(False)) | (
                mean & ~stated & (texts == "")
            )
            rules[f"{written} is not {name} with its decimals"] = (written, other.to_numpy(bool))
    return rules
