"""Which files of CSV can be scanned as they lie, and what do the others hold?

A line with a cell too few or too many, or with a mark that closes nothing, moves cells under other
columns, and an engine's guess at how a file is written fails with it. So every line is looked at
once, as bytes: has it as many separators as the header, and marks around whole cells only? A file
in which one has not, which is blank in between or of another encoding, is read by the door.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np
import pyarrow as pa

from analytics.written import TAKEN_FOR_MARKED
from importing.delimited import NOTHING, read_tables
from importing.layouts import is_header
from importing.limits import MAX_FILE_BYTES, MAX_HEADER_BYTES, megabytes
from importing.text import Unreadable

AT_ONCE = 1 << 24  # bytes
DELIMITERS = ",;\t|"
NAMES = {"patient_id", "date"}
MARK, LINE_END, RETURN = ord('"'), ord("\n"), ord("\r")
BYTE_ORDER = b"\xef\xbb\xbf"
SHORT = 10  # characters: a line without separators that is shorter holds no date


class LineForm(NamedTuple):
    """How every line of a file is written: its delimiter, and the names in its first line."""

    delimiter: str
    names: tuple[str, ...]


class Mended(NamedTuple):
    """A file that was read by the door: its rows as text, and those set aside, by the reason."""

    file: Path
    rows: pa.Table
    aside: Mapping[str, int]


class ByForm(NamedTuple):
    """The files as they can be scanned, by their form, and those that were read by the door."""

    plain: Mapping[LineForm, Sequence[Path]]
    mended: Sequence[Mended]

    @property
    def aside(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for one in self.mended:
            found.update(one.aside)
        return found


def looked_through(files: Sequence[Path]) -> ByForm:
    """Every line of these files looked at. Raises Unreadable."""
    plain: dict[LineForm, list[Path]] = {}
    mended = []
    for file in files:
        form = form_of(file)
        if form is None:
            mended.append(by_the_door(file))
        else:
            plain.setdefault(form, []).append(file)
    return ByForm(plain, mended)


def form_of(file: Path) -> LineForm | None:
    """How all lines of a file are written; None where one is written otherwise."""
    with file.open("rb") as source:
        header = source.readline(MAX_HEADER_BYTES).removeprefix(BYTE_ORDER)
        ends = b"\r\n" if header.endswith(b"\r\n") else b"\n"
        form = _form(header)
        if form is None or (not header.endswith(b"\n") and source.read(1)):
            return None
        if all(_is_plain(block, form, ends) for block in _blocks(source, ends)):
            return form
    return None


def _form(header: bytes) -> LineForm | None:
    """The delimiter between the names of a diary, and the names."""
    try:
        line = header.decode().rstrip("\r\n")
    except UnicodeDecodeError:
        return None
    for delimiter in DELIMITERS:
        cells = [cell.strip() for cell in line.split(delimiter)]
        names = tuple(c[1:-1] if c[:1] == c[-1:] == '"' and len(c) > 1 else c for c in cells)
        if set(names) >= NAMES and all(names) and len({n.lower() for n in names}) == len(names):
            return None if '"' in "".join(names) else LineForm(delimiter, names)
    return None


def _blocks(source: BinaryIO, ends: bytes) -> Iterator[bytes]:
    """The lines below the header, many at once, each with its end; no blank ones at the end."""
    left = _rows_in_bytes(source)
    rest = b""
    while left > 0 and (block := source.read(min(AT_ONCE, left))):
        left -= len(block)
        whole, end, rest = (rest + block).rpartition(b"\n")
        if end:
            yield whole + end
    if rest:
        yield rest + ends


def _rows_in_bytes(source: BinaryIO) -> int:
    """From here to the end of the last line that is not blank."""
    here = source.tell()
    size = source.seek(0, 2)
    source.seek(max(here, size - AT_ONCE))
    last = source.read()
    source.seek(here)
    return size - here - (len(last) - len(last.rstrip(b"\r\n")))


def _is_plain(block: bytes, form: LineForm, ends: bytes) -> bool:
    """Has each of these lines one cell for each name, and something in them?"""
    if b"\0" in block or not _is_text(block) or not _ends_so(block, ends):
        return False
    held = np.frombuffer(block, dtype="uint8")
    cells = len(form.names)
    at = np.flatnonzero((held == ord(form.delimiter)) | (held == LINE_END))
    if b'"' in block:
        at = _outside_of_marks(held, at, ord(form.delimiter))
    if not len(at) or len(at) % cells:
        return False
    lines = at.reshape(-1, cells)
    is_end = held[lines] == LINE_END
    if is_end[:, :-1].any() or not is_end[:, -1].all():
        return False
    begin = np.append(0, lines[:-1, -1] + 1)
    short = np.flatnonzero(lines[:, -1] - begin < SHORT + cells)
    return all(block[begin[n] : lines[n, -1]].decode().strip(NOTHING + "\r") for n in short)


def _is_text(block: bytes) -> bool:
    try:
        return block.isascii() or bool(block.decode())
    except UnicodeDecodeError:
        return False


def _ends_so(block: bytes, ends: bytes) -> bool:
    """Are all lines ended in one way?"""
    returns = block.count(b"\r")
    if ends == b"\n":
        return not returns
    return returns == block.count(ends) == block.count(b"\n")


def _outside_of_marks(held: np.ndarray, at: np.ndarray, delimiter: int) -> np.ndarray:
    """The separators outside quoted cells; none where a mark stands elsewhere than around one."""
    marks = np.flatnonzero(held == MARK)
    if len(marks) % 2:
        return at[:0]
    first, last = marks[0::2], marks[1::2]
    before = np.where(first > 0, held[first - 1], LINE_END)
    whole = np.isin(before, (delimiter, LINE_END)) & np.isin(
        held[last + 1], (delimiter, LINE_END, RETURN)
    )
    inside = np.searchsorted(marks, at) % 2 == 1
    if not whole.all() or (held[at[inside]] == LINE_END).any():
        return at[:0]
    outside: np.ndarray = at[~inside]
    return outside


def by_the_door(file: Path) -> Mended:
    """The rows of a file of which the door reads each line for itself. Raises Unreadable."""
    if file.stat().st_size > MAX_FILE_BYTES:
        raise Unreadable(
            "has lines that are written otherwise than its first one, and is larger than "
            f"{megabytes(MAX_FILE_BYTES)}: mend those lines, or split the file"
        )
    tables = read_tables(file.read_bytes(), is_header)
    aside = Counter(problem for table in tables for _, problem in table.ragged)
    rows = [pa.table({**table.columns, **_ids_as_marked(table.columns)}) for table in tables]
    return Mended(file, pa.concat_tables(rows, promote_options="default"), aside)


def _ids_as_marked(columns: Mapping[str, pa.Array]) -> dict[str, pa.Array]:
    """Ids as a file writes them: the door has taken a mark off, and the engine takes one again."""
    if "patient_id" not in columns:
        return {}
    written = [t and TAKEN_FOR_MARKED.sub(r"'\1", t) for t in columns["patient_id"].to_pylist()]
    return {"patient_id": pa.array(written, pa.string())}
