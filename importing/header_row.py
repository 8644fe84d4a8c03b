"""Where are the column names, and what are they?"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from analytics.frames import CANONICAL
from importing.columns import canonical_name, own_names, recognise_table, word_for
from importing.limits import MAX_COLUMNS, MAX_HEADER_BYTES
from importing.repeated_labels import numbered
from importing.text import HeaderTest, Unreadable, never
from importing.written_as_text import bare
from words.numbers import counted

DELIMITERS = (",", ";", "\t", "|", "^")
BLANK = " "  # between the cells only where names of ours stand so
LOOKED_AT = 60  # lines in which the column names are looked for
TALLEST = 20  # lines of one header cell
OUR_COLUMNS = {column.name for table in CANONICAL.values() for column in table.columns}


@dataclass(frozen=True)
class Header:
    """The row of column names of a text file, and what stands above it."""

    names: list[str]
    delimiter: str
    line: int  # where it begins, from 1
    height: int  # lines, more than 1 where a name is broken; 0: the rows have no names
    preamble: int
    blank: int
    repeated: tuple[tuple[str, str], ...] = ()  # a name that stood before, as it is called here
    above: tuple[tuple[str, ...], ...] = ()  # the cells of the lines above it


_DATE = re.compile(r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?!\d)")
_KEY = re.compile(r'\{"ImportId":.*\}')  # of a column of Qualtrics
_PARTED = re.compile(r"(?<=[^\W\d_])-[ \xa0]*[\r\n]+[ \xa0]*(?=[^\W\d_A-ZÄÖÜ])")  # Kopf-/schmerz


def find_header(text: bytes, is_header: HeaderTest) -> Header:
    """The first row that a layout knows; else the first one as wide as most."""
    head = first_lines(text, LOOKED_AT + TALLEST)
    if len(head) == 1 and len(text) > MAX_HEADER_BYTES:
        raise Unreadable(f"has a first row of more than {MAX_HEADER_BYTES:,} characters")
    if head[-1] == "":
        head.pop()
    if not any(_filled(line) for line in head[:LOOKED_AT]):
        raise Unreadable("is empty")
    lines = _whole_rows(head)
    is_header = _of_a_table(is_header)
    lines, asked = _of_a_survey(lines, is_header)
    known = asked or _known(lines, is_header) or _known_between_blanks(lines, is_header)
    if known is None:
        lines, one_row = _with_names_in_two_rows(lines, is_header), lines
        known = None if lines is one_row else _known(lines, is_header)
    delimiter, place = known or _by_width(lines)
    start, height, line = lines[place]
    above = head[:start]
    names = split(line, delimiter)
    if known is None and _begins_with_data([split(row, delimiter) for _, _, row in lines[place:]]):
        names, height = with_places([""] * len(names)), 0
    names, repeated = _told_apart(numbered(names)) if known else (numbered(names), ())
    return Header(
        names=names,
        delimiter=delimiter,
        line=start + 1,
        height=height,
        preamble=sum(_filled(line) for line in above),
        blank=sum(not _filled(line) for line in above),
        repeated=repeated,
        above=tuple(tuple(split(line, delimiter)) for line in above),
    )


def _of_a_survey(
    lines: list[tuple[int, int, str]], is_header: HeaderTest
) -> tuple[list[tuple[int, int, str]], tuple[str, int] | None]:
    """The rows of a survey that has names, questions and keys above its cells, the three as one:
    the questions, or the names where a layout knows these. With its delimiter and place."""
    for place, (_, _, keys) in enumerate(lines[2:]):
        for delimiter in DELIMITERS if "ImportId" in keys else ():
            cells = split(keys, delimiter)
            if len(cells) > 1 and all(_KEY.fullmatch(cell) for cell in cells):
                (first, _, names), (_, _, asked) = lines[place : place + 2]
                height = sum(each for _, each, _ in lines[place : place + 3])
                known = names if is_header(split(names, delimiter)) else asked
                one = (first, height, known)
                return [*lines[:place], one, *lines[place + 3 :]], (delimiter, place)
    return lines, None


def _of_a_table(is_header: HeaderTest) -> HeaderTest:
    """The same test, which asks no layout about more names than a table has columns."""
    return lambda names: len(names) <= MAX_COLUMNS and is_header(names)


def first_lines(text: bytes, most: int) -> list[str]:
    """The first lines of a text, so many at most, without reading what stands below."""
    lines = text[:MAX_HEADER_BYTES].split(b"\n", most)[:most]
    return [line.decode(errors="replace") for line in lines]


def _told_apart(names: list[str]) -> tuple[list[str], tuple[tuple[str, str], ...]]:
    """Names of a diary or a list of sessions, of which one that stood before has a number."""
    table = recognise_table(own_names(names))
    if table is None or table.name not in ("diary", "sessions"):
        return names, ()
    found: list[str] = []
    for name in names:
        times = names[: len(found)].count(name) if name else 0
        found.append(f"{name} ({times + 1})" if times else name)
    if len({*found} - {""}) < len([name for name in found if name]):
        return names, ()
    return found, tuple((was, new) for was, new in zip(names, found, strict=True) if was != new)


def _filled(line: str) -> bool:
    return bool(line.strip(' \t\xa0,;|^"'))


def _whole_rows(head: list[str]) -> list[tuple[int, int, str]]:
    """Lines with those that belong to one row put together: (first, how many, text)."""
    rows, at = [], 0
    while at < min(len(head), LOOKED_AT):
        height, quotes = 1, head[at].count('"')
        while quotes % 2 and height < TALLEST and at + height < len(head):
            quotes += head[at + height].count('"')
            height += 1
        if quotes % 2:
            height = 1
        rows.append((at, height, "\n".join(head[at : at + height])))
        at += height
    return rows


def _known(lines: list[tuple[int, int, str]], is_header: HeaderTest) -> tuple[str, int] | None:
    for delimiter in DELIMITERS:
        for place, (_, _, line) in enumerate(lines):
            cells = split(line, delimiter)
            if len(cells) > 1 and is_header(cells):
                return delimiter, place
    return None


def _with_names_in_two_rows(
    lines: list[tuple[int, int, str]], is_header: HeaderTest
) -> list[tuple[int, int, str]]:
    """The lines with the two put together whose cells make names: head- over ache."""
    for delimiter in DELIMITERS:
        for place, ((first, height, above), (_, more, below)) in enumerate(pairwise(lines)):
            pairs = zip_longest(split(above, delimiter), split(below, delimiter), fillvalue="")
            names = [one_line(f"{one}\n{other}") for one, other in pairs]
            if len(names) > 1 and is_header(names):
                sink = io.StringIO()
                csv.writer(sink, delimiter=delimiter, lineterminator="").writerow(names)
                whole = (first, height + more, sink.getvalue())
                return [*lines[:place], whole, *lines[place + 2 :]]
    return lines


def _known_between_blanks(
    lines: list[tuple[int, int, str]], is_header: HeaderTest
) -> tuple[str, int] | None:
    """Names between blanks, where the rows below are so too: in a sentence there are blanks."""
    for place, (_, _, line) in enumerate(lines):
        aligned = "  " in line.strip()
        cells = _between_blanks(line, aligned)
        if len(cells) <= 2 or not is_header(cells):
            continue
        below = [_between_blanks(row, aligned) for _, _, row in lines[place + 1 :]]
        below = [row for row in below if row != [""]]
        if 2 * sum(len(row) == len(cells) for row in below) > len(below):
            return BLANK, place
    return None


def _between_blanks(line: str, aligned: bool) -> list[str]:
    return split(re.sub(" {2,}", " ", line.strip()) if aligned else line, BLANK)


def _begins_with_data(rows: Sequence[Sequence[str]]) -> bool:
    """Is there a date in the first row, and in the same place of most rows below it?"""
    first, below = rows[0], [row for row in rows[1:] if len(row) == len(rows[0])]
    return any(
        bool(_DATE.match(cell))
        and 2 * sum(bool(_DATE.match(row[at])) for row in below) > len(below)
        for at, cell in enumerate(first)
        if below
    )


def _by_width(lines: list[tuple[int, int, str]]) -> tuple[str, int]:
    texts = ["" if line.startswith("#") else line for _, _, line in lines]
    filled = [line for line in texts if line.strip()]
    if not filled:
        raise Unreadable("is empty")
    delimiter = max(DELIMITERS, key=lambda mark: sum(mark in line for line in filled))
    return delimiter, header_position([split(line, delimiter) for line in texts], never)


def header_position(rows: Sequence[Sequence[str]], is_header: HeaderTest) -> int:
    """The first row that a layout knows; else the first one as wide as most."""
    for position, cells in enumerate(rows):
        if is_header(cells):
            return position
    widths = [_width(cells) for cells in rows]
    by_width = Counter(width for width in widths if width)
    if not by_width:
        raise Unreadable("is empty")
    usual, times = max(by_width.items(), key=lambda pair: (pair[1], pair[0]))
    if times == 1:
        usual = next(width for width in widths if width)
    return widths.index(usual)


def _width(cells: Sequence[str]) -> int:
    """How many cells; a single filled one is a title, however many delimiters stand behind it."""
    filled = sum(bool(cell.strip()) for cell in cells)
    return filled if filled <= 1 else len(cells)


def split(line: str, delimiter: str) -> list[str]:
    """The cells of one row of text; a name that is broken over lines is one name."""
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [""])
    except csv.Error:
        cells = [""]
    return [one_line(cell) for cell in cells]


def one_line(name: str) -> str:
    """A name as it is compared: trimmed, guards, line breaks and what parts a word there gone."""
    name = bare(name.strip())
    if "\n" not in name and "\r" not in name:
        return name.strip()
    lines = re.split(r"[\r\n]", _PARTED.sub("", name))
    return " ".join(line.strip() for line in lines if line.strip())


def check_names(names: Sequence[str]) -> None:
    """Refuse what cannot be told apart, or is no table of records."""
    if len(names) > MAX_COLUMNS:
        raise Unreadable(
            f"has {len(names):,} columns; more than {MAX_COLUMNS:,} are not a table of records"
        )
    if not names:
        raise Unreadable("has no first row with the column names")
    repeated = {name for name, times in Counter(names).items() if name and times > 1}
    if repeated:
        known = sorted(name for name in repeated if canonical_name(name) in OUR_COLUMNS)
        if not known:  # it may be a first row of data: what stands there may be a name
            raise Unreadable(
                f"has {counted(len(repeated), 'name')} more than once in its first row, or no row "
                "of column names: it may begin with data"
            )
        named = " and ".join(f"'{name[:40]}'" for name in known[:5])
        raise Unreadable(f"has the column {named} more than once in its first row")


def is_ours(name: str) -> bool:
    """Does a name mean a column that we read?"""
    return canonical_name(name) in OUR_COLUMNS or bool(word_for(name))


def with_places(names: Sequence[str]) -> list[str]:
    """A column without a name is called by its place."""
    return [name or f"column {place}" for place, name in enumerate(names, start=1)]
