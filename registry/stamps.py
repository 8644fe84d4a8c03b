"""May the days of stamped files be used as they lie? Every row is looked at once, as it streams by.

A stamp says who wrote a file, not that its rows are right. That no day stands twice is seen by the
runs of days of one patient in ascending order, of which sorted files have about one a patient; in
files that are not sorted, by one bit for each day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analytics.frames import CANONICAL
from importing.cells import EARLIEST, LATEST, UNSEEN
from importing.layouts.base import identifying
from importing.stamped import DIGEST, TABLE
from registry.days import FLAGS, IMPOSSIBLE, MARKS, WRONG

SPEC = CANONICAL["diary"]
AT_ONCE = 1 << 17  # rows
FEW_RUNS, ROWS_A_RUN = 10_000, 30  # more runs, and the files are not sorted by patient and date
DAY_ONE = date(1970, 1, 1).toordinal()
REPEATED = "a day of a patient stands in several rows"


class StampsSeen(NamedTuple):
    """What was seen: rows and the last day, or the first fault (then nothing else holds).

    ``sums``: over all rows (see ``signs.Summary``). ``ids``: the different ids, where the files are
    sorted.
    """

    rows: int
    last: date | None
    fault: str = ""
    sums: Mapping[str, int] = MappingProxyType({})
    ids: pa.Array | None = None


class Fault(Exception):
    """A stamped file breaks a rule of the door; its words name no patient."""


class Runs(NamedTuple):
    """Days of one patient that follow each other in ascending order: whose, from, to."""

    ids: pa.Array
    first: np.ndarray
    last: np.ndarray


def is_stamped(file: Path) -> bool:
    """Does the file say that it is a checked diary? Its digest is not computed again."""
    from pyarrow import parquet

    try:
        stamp = parquet.read_metadata(file).metadata or {}
    except (pa.ArrowException, OSError):
        return False
    return bool(stamp.get(DIGEST)) and stamp.get(TABLE) == SPEC.name.encode()


def look_at(files: list[Path]) -> StampsSeen:
    """Types, columns, empty cells, ranges, ids and keys of all these files."""
    file, rows, last, found = files[0], 0, 0, 0
    runs: list[Runs] = []
    sums: Counter[str] = Counter()
    sorted_so_far = True
    try:
        for file in files:
            for batch in _batches(file):
                run = _looked_at(batch)
                sums.update(_sums(batch))
                rows, found = rows + batch.num_rows, found + len(run.last)
                last = max(last, int(run.last.max()))
                sorted_so_far &= found <= FEW_RUNS + rows // ROWS_A_RUN
                if sorted_so_far:
                    runs.append(run)
                else:
                    runs.clear()
        apart = bool(runs) and _apart(runs)
        if rows and not apart and _repeated(files):
            return StampsSeen(0, None, REPEATED)
    except (pa.ArrowException, OSError, duckdb.Error):
        return StampsSeen(0, None, f"{file.name} cannot be read to its end")
    except Fault as broken:
        return StampsSeen(0, None, f"{file.name}: {broken}")
    ids = pc.unique(pa.concat_arrays([run.ids for run in runs])) if runs else None
    return StampsSeen(
        rows, date.fromordinal(DAY_ONE + last) if rows else None, sums=dict(sums), ids=ids
    )


def _sums(batch: pa.RecordBatch) -> dict[str, int]:
    """Rows, and how often each flag says yes and no."""
    cells = {name: batch.column(name) for name in batch.schema.names}
    told = {"rows": batch.num_rows}
    for name in FLAGS:
        if name in cells:
            known = batch.num_rows - cells[name].null_count
            told[f"{name}_yes"] = pc.sum(cells[name]).as_py() or 0
            told[f"{name}_no"] = known - told[f"{name}_yes"]
    if "pain" in cells:
        told["pain_no"] = pc.sum(pc.equal(cells["pain"], 0)).as_py() or 0
    if {"headache", "pain"} <= set(cells):
        both = pc.and_(pc.greater(cells["pain"], 0), pc.equal(cells["headache"], 0))
        told["pain_free"] = pc.sum(both).as_py() or 0
    if {"headache", "migraine"} <= set(cells) and cells["migraine"].null_count:
        free = pc.and_(pc.is_null(cells["migraine"]), pc.equal(cells["headache"], 0))
        told["free_blank"] = pc.sum(free).as_py() or 0
    return told


def _batches(file: Path) -> Iterator[pa.RecordBatch]:
    from pyarrow import parquet

    opened = parquet.ParquetFile(file, read_dictionary=["patient_id"])
    _need_types(opened.schema_arrow)
    yield from (batch for batch in opened.iter_batches(AT_ONCE) if batch.num_rows)


def _need_types(schema: pa.Schema) -> None:
    """The columns of a diary and no others, each of its type."""
    known = {column.name: column.kind for column in SPEC.columns}
    if identifying(schema.names):
        raise Fault("it has a column that may name a person")
    if len(set(schema.names)) < len(schema.names):
        raise Fault("it has a column twice")
    if not set(schema.names) <= set(known):
        raise Fault("it has a column that a diary does not have")
    if not set(SPEC.required) <= set(schema.names):
        raise Fault(f"it needs {' and '.join(SPEC.required)}")
    for name, kind in zip(schema.names, schema.types, strict=True):
        if not _IS[known[name]](kind):
            raise Fault(f"{name} is of another type")


def _is_text(kind: pa.DataType) -> bool:
    inside = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(inside) or pa.types.is_large_string(inside))


def _is_day(kind: pa.DataType) -> bool:
    return bool(pa.types.is_date(kind) or (pa.types.is_timestamp(kind) and kind.tz is None))


_IS = {
    "id": _is_text,
    "date": _is_day,
    "flag": pa.types.is_integer,
    "number": lambda kind: pa.types.is_integer(kind) or pa.types.is_floating(kind),
}


def _looked_at(batch: pa.RecordBatch) -> Runs:
    """The runs of these rows. Raises Fault where a cell breaks a rule."""
    cells = {name: batch.column(name) for name in batch.schema.names}
    ids, days = cells["patient_id"], cells["date"]
    if ids.null_count:
        raise Fault(WRONG["id"])
    if days.null_count:
        raise Fault(WRONG["date"])
    for name, column in cells.items():
        if name in FLAGS and not _within(column, 0, 1):
            raise Fault(WRONG["flag"].format(name=name))
        if name == "pain" and not _within(column, 0, 10):
            raise Fault(WRONG["pain"])
    if {"headache", "migraine"} <= set(cells):
        both = pc.and_(pc.equal(cells["migraine"], 1), pc.equal(cells["headache"], 0))
        if pc.any(both).as_py():
            raise Fault(IMPOSSIBLE)
    day = _numbered(days)
    if day.min() < EARLIEST.toordinal() - DAY_ONE or day.max() > LATEST.toordinal() - DAY_ONE:
        raise Fault(WRONG["range"])
    return _runs(ids, day)


def _within(column: pa.Array, lowest: int, highest: int) -> bool:
    if pa.types.is_floating(column.type) and pc.any(pc.is_nan(column)).as_py():
        return False
    ends = pc.min_max(column).as_py()
    return ends["min"] is None or (ends["min"] >= lowest and ends["max"] <= highest)


def _numbered(days: pa.Array) -> np.ndarray:
    """Days by their number; a date with a clock is no calendar day."""
    if not pa.types.is_date32(days.type):
        try:
            days = days.cast(pa.date32())
        except pa.ArrowInvalid:
            raise Fault("date holds a time of the day") from None
    numbers: np.ndarray = days.view(pa.int32()).to_numpy()
    return numbers


def _runs(ids: pa.Array, day: np.ndarray) -> Runs:
    if not pa.types.is_dictionary(ids.type):
        ids = ids.dictionary_encode()
    code = ids.indices.to_numpy()
    at = np.flatnonzero((code[1:] != code[:-1]) | (day[1:] <= day[:-1])) + 1
    starts, ends = np.concatenate([[0], at]), np.concatenate([at - 1, [len(code) - 1]])
    whose = ids.dictionary.take(pa.array(code[starts])).cast(pa.large_string())
    return Runs(_good(whose), day[starts], day[ends])


def _good(ids: pa.Array) -> pa.Array:
    """The ids as they are. Raises Fault for one that the door would not leave so."""
    bare = pc.utf8_trim_whitespace(ids)
    if pc.any(pc.equal(pc.binary_length(bare), 0)).as_py():
        raise Fault(WRONG["id"])
    if pc.any(pc.match_substring_regex(ids, UNSEEN.pattern)).as_py():
        raise Fault(MARKS)
    if pc.any(pc.not_equal(ids, bare)).as_py():
        raise Fault("patient_id has spaces around it")
    return ids


def _apart(parts: list[Runs]) -> bool:
    """Runs of one patient that do not overlap cannot hold a day twice; others may."""
    ids = pa.concat_arrays([part.ids for part in parts])
    first = np.concatenate([part.first for part in parts])
    last = np.concatenate([part.last for part in parts])
    if not pc.all(pc.less_equal(ids[:-1], ids[1:])).as_py():
        ways = [("id", "ascending"), ("first", "ascending")]
        order = pc.sort_indices(pa.table({"id": ids, "first": first}), sort_keys=ways)
        ids, first, last = ids.take(order), first[order.to_numpy()], last[order.to_numpy()]
    same = pc.equal(ids[:-1], ids[1:]).to_numpy(zero_copy_only=False)
    return not (same & (first[1:] <= last[:-1])).any()


def _repeated(files: list[Path]) -> bool:
    """Does a day of a patient stand twice? Exact, in any order: a bit for each of 64 days."""
    number = "(date::date - date '1970-01-01')"
    blocks = f"""
        select count(*) as days,
               bit_count(bit_or(1::ubigint << ({number} % 64)::ubigint)) as different
        from read_parquet($files, union_by_name = true) group by patient_id, {number} // 64"""  # nosec B608
    query = f"select exists (select 1 from ({blocks}) where days <> different)"  # nosec B608
    with duckdb.connect() as connection:
        found = connection.execute(query, {"files": [str(file) for file in files]}).fetchone()
    return bool(found and found[0])
