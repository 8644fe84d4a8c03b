"""From the bytes of a text file to a table: encoding, header, delimiter, and where each line went.

A file of hundreds of megabytes goes through Arrow in one pass; what needs a second look (lines
inside quoted cells, rows of another width) is looked at only where there is any.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from importing import footers, other_marks, shifted
from importing.decoded import decoded
from importing.further_tables import AGAIN, names_below, without
from importing.header_row import (
    BLANK,
    DELIMITERS,
    Header,
    check_names,
    find_header,
    is_ours,
    with_places,
)
from importing.limits import MAX_CELL_CHARACTERS
from importing.stray_marks import PROBLEM, without_damaged_lines
from importing.text import Cut, HeaderTest, Lines, TextTable, Unreadable, never
from importing.whole_lines import without_quotes_around_lines
from importing.written_as_text import without_marks
from words.numbers import counted

NAMED = {mark: f"'{mark}'" for mark in DELIMITERS} | {"\t": "a tab", BLANK: "blanks"}
NO_NAMES = "no row of column names: the columns are called by their places."
Again = Sequence[tuple[int, int]]  # lines with the names once more: first and last byte
LINE_BREAKS = "cells of one column hold line breaks."
NOTHING = ' \t\xa0,;|^"'  # of a line that holds nothing else, nothing is read


@dataclass(frozen=True)
class Skipped:
    """A row with more or fewer cells than there are names."""

    place: int  # among the rows below the header, from 0
    cells: int
    text: str

    @property
    def filled(self) -> bool:
        return bool(self.text.strip(NOTHING + "\n"))


@dataclass(frozen=True)
class Body:
    """What stands below the header: columns by place, and the rows of another width."""

    columns: list[pa.Array]
    places: np.ndarray
    skipped: list[Skipped]
    filled: np.ndarray  # which of the rows hold anything


def read_tables(content: bytes, is_header: HeaderTest = never) -> list[TextTable]:
    """Read delimited text: its encoding, its header row and its delimiter are found out.

    ``is_header`` knows the column names of some layouts; without its help the header is the first
    row as wide as most. Every line is accounted for in ``lines``. Most files are one table; where
    names of ours stand again below, a further one begins there.
    """
    text, notices = decoded(content)
    for usual in (without_quotes_around_lines, other_marks.in_usual_marks):
        text, told = usual(text)
        notices += told
    tables: list[TextTable] = []
    above = 0
    while text or not tables:
        header = find_header(text, is_header)
        if header.delimiter == BLANK:
            text = other_marks.between_single_blanks(text, header.line)
            header = find_header(text, is_header)
        check_names(header.names)
        below = names_below(text, header, _start_of_line(text, header.line + header.height))
        here, text = text[: below.next_table], text[below.next_table :]
        tables.append(_table(here, header, below.again, above, notices))
        above += tables[-1].lines.total
    return tables


def _table(
    text: bytes, header: Header, again: Again, above: int, notices: Sequence[str]
) -> TextTable:
    """The table under these names, of which so many lines of the file stand above it."""
    notices = [*notices]
    if header.delimiter != ",":
        notices.append(f"the columns are separated by {NAMED[header.delimiter]}.")
    if not header.height:
        notices.append(NO_NAMES)
    if again:
        notices.append(AGAIN.format(counted(len(again), "time")))
    first = header.line + header.height
    below = pa.py_buffer(without(text, again)).slice(_start_of_line(text, first))
    marked = without_damaged_lines(below, header.delimiter, header.names)
    names, body, told = _aligned(marked.text, header.names, header.delimiter, marked.across)
    notices += [*marked.told, *told]
    total = text.count(b"\n") + (not text.endswith(b"\n"))
    starts, inside = _starts(total, body, first)
    starts = starts + above
    body, ragged, told = _widened(body, len(names), header.delimiter)
    notices += told
    body, ragged, footer = _without_footer(body, ragged, header.delimiter)
    places, columns = _without_blank_columns(names, body.columns)
    blank = int((~body.filled).sum())  # also the lines that were left out as damaged
    if blank:
        columns = {name: cells.filter(pa.array(body.filled)) for name, cells in columns.items()}
    rows = starts[body.places[body.filled]]
    if b'="' in text or b"'" in text:
        columns, told = without_marks(columns)
        notices += told
    columns, places, told = _once_each(columns, places, header.repeated)
    notices += told
    left_out = len(marked.damaged) + len(again)
    lines = Lines(
        total=total,
        header=min(header.height, 1) + len(again),
        preamble=header.preamble,
        blank=header.blank + blank + _unfilled(body) - left_out,
        footer=len(footer),
        inside=max(header.height - 1, 0) + inside,
        rows=len(rows) + len(ragged) + len(marked.damaged),
    )
    if footer:
        notices.append(footers.told(len(footer)))
    problems = [
        (int(starts[row.place]), f"{row.cells} cells where {len(names)} were expected")
        for row in ragged
    ]
    problems += [(above + first + line, PROBLEM) for line in marked.damaged]
    short = [r for r in ragged if r.cells < len(names) and "\n" not in r.text]
    written = tuple((int(starts[row.place]), row.text) for row in short)
    written = () if shifted.NUMBERED in notices else written
    cut = Cut(header.delimiter, len(names), places, written)
    table = TextTable(
        *(columns, rows, problems, tuple(notices), lines),
        cut=cut,
        above=header.above,
        beside=footer,
    )
    return without_long_cells(table)


def _unfilled(body: Body) -> int:
    return sum(not row.filled for row in body.skipped)


def _start_of_line(text: bytes, line: int) -> int:
    """The offset of a line, the first being 1; the end where there is none."""
    at = 0
    for _ in range(line - 1):
        found = text.find(b"\n", at)
        if found < 0:
            return len(text)
        at = found + 1
    return at


def _parse(below: pa.Buffer, width: int, delimiter: str, quoted: bool) -> Body:
    """The rows of that width as columns of text; the others one by one."""
    skipped: list[Skipped] = []

    def keep_for_the_report(row: pyarrow.csv.InvalidRow) -> str:
        skipped.append(Skipped(row.number - 1, row.actual_columns, row.text))
        return "skip"

    names = [str(place) for place in range(width)]
    try:
        table = pa.csv.read_csv(
            pa.BufferReader(below),
            read_options=pa.csv.ReadOptions(
                use_threads=False, column_names=names, block_size=1 << 24
            ),
            parse_options=pa.csv.ParseOptions(
                delimiter=delimiter,
                newlines_in_values=quoted,
                ignore_empty_lines=False,
                invalid_row_handler=keep_for_the_report,
            ),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
        columns = [table.column(name).combine_chunks() for name in names]
    except (pa.ArrowException, OSError) as error:
        if "Empty CSV" not in str(error):
            raise Unreadable("is not a readable CSV file") from error
        columns = [pa.array([], pa.string()) for _ in names]
    length = len(columns[0])
    places = np.delete(np.arange(length + len(skipped)), [row.place for row in skipped])
    return Body(columns, places, skipped, _filled(columns, length))


def _filled(columns: Sequence[pa.Array], length: int) -> np.ndarray:
    """Rows of nothing but empty cells are the end of a spreadsheet, not records."""
    filled = np.zeros(length, dtype=bool)
    for column in columns:
        held = pc.greater(pc.binary_length(column), 0).to_numpy(zero_copy_only=False)
        filled |= held & ~pc.utf8_is_space(column).to_numpy(zero_copy_only=False)
        if filled.all():
            break
    return filled


def _aligned(
    below: pa.Buffer, names: list[str], delimiter: str, across: bool
) -> tuple[list[str], Body, list[str]]:
    """The rows under the names; where most rows have another number of cells, why that is."""
    body = _parse(below, len(names), delimiter, across)
    widths = Counter(row.cells for row in body.skipped if row.filled)
    width, times = widths.most_common(1)[0] if widths else (0, 0)
    as_named = int(body.filled.sum())
    if times <= as_named:
        return names, body, []
    if 1 < width < len(names) and not any(names[width:]):
        return names[:width], _parse(below, width, delimiter, across), []
    if width <= len(names):
        return names, body, []
    wide = _parse(below, width, delimiter, across)
    try:
        kept, told = shifted.columns_under(
            names, [cells.filter(pa.array(wide.filled)) for cells in wide.columns]
        )
    except Unreadable:
        if as_named:
            return names, body, []
        raise
    if kept is None:
        return names, body, []
    columns = [wide.columns[place] for place in kept]
    return names, Body(columns, wide.places, wide.skipped, wide.filled), told


def _starts(total: int, body: Body, first: int) -> tuple[np.ndarray, int]:
    """The line on which each row below the header begins, and how many lines are inside cells."""
    count = len(body.places) + len(body.skipped)
    if total == first - 1 + count:
        return first + np.arange(count), 0
    heights = np.ones(count, dtype="int64")
    for column in body.columns:
        if pc.any(pc.match_substring(column, "\n")).as_py():
            breaks = pc.count_substring(column, "\n")
            heights[body.places] += breaks.to_numpy(zero_copy_only=False)
    for row in body.skipped:
        heights[row.place] += row.text.count("\n")
    return first + np.cumsum(heights) - heights, int(heights.sum()) - count


def _widened(body: Body, width: int, delimiter: str) -> tuple[Body, list[Skipped], list[str]]:
    """Rows whose surplus cells are all empty hold what they should; the others are ragged.

    Where the last cell of a row may be blank, nobody can say before which of its cells the
    separator too many stands: every cell behind it would be another column's.
    """
    surplus, ragged, otherwise = {}, [], 0
    last = _filled(body.columns[-1:], len(body.filled))
    only_behind = bool(body.filled.any() and last[body.filled].all())
    for row in body.skipped:
        cells = footers.cells_of(row.text, delimiter) if row.cells > width and row.filled else []
        if only_behind and cells and cells[width - 1].strip() and not _any(cells[width:]):
            surplus[row.place] = cells[:width]
        elif cells and (marked := other_marks.in_other_marks(row.text, delimiter, width)):
            surplus[row.place], otherwise = marked, otherwise + 1
        elif row.filled:
            ragged.append(row)
    told = [other_marks.told(otherwise)] if otherwise else []
    if not surplus:
        return body, ragged, told
    order = np.argsort(np.concatenate([body.places, np.array(list(surplus))]), kind="stable")
    columns = [
        pa.concat_arrays([cells, pa.array([row[i] for row in surplus.values()], pa.string())])
        for i, cells in enumerate(body.columns)
    ]
    columns = [cells.take(pa.array(order)) for cells in columns]
    places = np.concatenate([body.places, np.array(list(surplus))])[order]
    filled = np.concatenate([body.filled, np.ones(len(surplus), dtype=bool)])[order]
    skipped = [row for row in body.skipped if row.place not in surplus]
    return Body(columns, places, skipped, filled), ragged, told


def _any(cells: Sequence[str]) -> bool:
    return bool("".join(cells).strip())


def _without_footer(
    body: Body, ragged: list[Skipped], delimiter: str
) -> tuple[Body, list[Skipped], tuple[tuple[str, ...], ...]]:
    """The table without the totals and notes below its last row, and the cells of those."""
    if len(body.columns) < 2 or not body.filled.any():
        return body, ragged, ()
    kept = np.flatnonzero(body.filled)[-footers.LOOKED_AT :]
    last = [
        (int(body.places[i]), [column[int(i)].as_py() for column in body.columns], True)
        for i in kept
    ]
    narrow = [row for row in ragged[-footers.LOOKED_AT :] if row.cells < len(body.columns)]
    last += [(row.place, footers.cells_of(row.text, delimiter), False) for row in narrow]
    last += [(row.place, [], False) for row in ragged if row.cells >= len(body.columns)][-1:]
    below = footers.footer(last, body.columns, len(body.columns))
    if not below:
        return body, ragged, ()
    gone = np.isin(body.places, list(below))
    keep = pa.array(~gone)
    columns = [cells.filter(keep) for cells in body.columns]
    filled = Body(columns, body.places[~gone], body.skipped, body.filled[~gone])
    left_out = tuple(tuple(cells) for place, cells, _ in last if place in below)
    return filled, [row for row in ragged if row.place not in below], left_out


def _without_blank_columns(
    names: list[str], columns: list[pa.Array]
) -> tuple[tuple[int, ...], dict[str, pa.Array]]:
    """A column without a name and without a filled cell is nothing; the places of the others."""
    called = with_places(names)
    places = tuple(
        i for i, cells in enumerate(columns) if names[i] or _filled([cells], len(cells)).any()
    )
    return places, {called[i]: columns[i] for i in places}


def _once_each(
    columns: dict[str, pa.Array], places: tuple[int, ...], repeated: Sequence[tuple[str, str]]
) -> tuple[dict[str, pa.Array], tuple[int, ...], list[str]]:
    """The columns without those that say what an earlier one of the same name says.

    Unreadable where two columns of ours with one name differ: nobody could say which counts.
    """
    told: list[str] = []
    for name, again in repeated:
        if again not in columns or name not in columns:
            continue
        one, other = (pc.utf8_trim_whitespace(columns[n]) for n in (name, again))
        if one.equals(other):
            kept = [n for n in columns if n != again]
            places = tuple(places[list(columns).index(n)] for n in kept)
            columns = {n: columns[n] for n in kept}
            told.append(f"the column '{name}' stands twice and says the same: read once.")
        elif is_ours(name):
            raise Unreadable(f"has the column '{name}' more than once in its first row")
    return columns, places, told


def without_long_cells(table: TextTable) -> TextTable:
    """Set aside the rows with a cell that is no record of ours; say where cells hold lines."""
    columns, rows, ragged = table.columns, table.rows, list(table.ragged)
    notices = list(table.notices)
    for name in list(columns):
        longest = pc.max(pc.binary_length(columns[name])).as_py() or 0
        if longest > MAX_CELL_CHARACTERS:
            length = pc.binary_length(columns[name]).to_numpy(zero_copy_only=False)
            long = length > MAX_CELL_CHARACTERS
            problem = f"a cell of more than {MAX_CELL_CHARACTERS:,} characters"
            ragged += [(int(row), problem) for row in rows[long]]
            columns = {n: c.filter(pa.array(~long)) for n, c in columns.items()}
            rows = rows[~long]
        if longest > 10 and (broken := pc.sum(pc.match_substring(columns[name], "\n")).as_py()):
            notices.append(f"{broken} {LINE_BREAKS}")
    return replace(table, columns=columns, rows=rows, ragged=sorted(ragged), notices=tuple(notices))
