"""A diary damaged as files are, over a hundred ways, with the truth beside: what is read of each?

    python -m tests.pollutions            a table of all verdicts

The kinds are those of Pollock (Vitagliano and others, PVLDB 16, 2023), written over our diary:
payload, encoding, line ends, delimiters, quotation marks, escapes, header rows, what stands above,
below and beside the table, separators too many or too few in one row.
"""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import pandas as pd

from analytics.records import Records
from importing import Choices, ImportReport, Mapping, Source, read_records

HEAD = ["patient_id", "date", "headache", "migraine", "pain", "note"]
FIRST, DAYS, PATIENTS = date(2024, 3, 4), 9, ("P-01", "P-02", "P-03")
TODAY = date(2024, 9, 1)
NOTES = {2: "slept badly", 8: "wind, rain", 12: "Föhn", 21: "at work, then home"}
LETTERS = "MH0M0H0MH" + "H0M00MMH0" + "0M0HM0H0M"
FLAGS = {"M": (1, 1, 7), "H": (1, 0, 3), "0": (0, 0, 0)}
ROWS = (1, 12, 25)  # damaged at the beginning, in the middle and near the end
FULL, LAST = 8, 26  # a row with a note in marks, and the last one

Key = tuple[str, str]
Values = tuple[str, str, str]


def rows() -> list[list[str]]:
    """The clean rows of the diary, most of them without a note."""
    made = []
    for place, letter in enumerate(LETTERS):
        day = FIRST + timedelta(days=place % DAYS)
        cells = [PATIENTS[place // DAYS], day.isoformat(), *map(str, FLAGS[letter])]
        made.append([*cells, NOTES.get(place, "")])
    return made


def truth(table: Sequence[Sequence[str]]) -> dict[Key, Values]:
    """Patient and day -> headache, migraine and pain."""
    return {(row[0], row[1]): (row[2], row[3], row[4]) for row in table}


def line(cells: Sequence[str], delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL) -> str:
    sink = io.StringIO()
    csv.writer(sink, delimiter=delimiter, quoting=quoting, lineterminator="\n").writerow(cells)  # type: ignore[arg-type]
    return sink.getvalue()[:-1]


def lines(delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL) -> list[str]:
    """The clean diary as lines, the names first."""
    return [line(cells, delimiter, quoting) for cells in (HEAD, *rows())]


def joined(texts: Sequence[str], end: str = "\n", encoding: str = "utf-8") -> bytes:
    return "".join(text + end for text in texts).encode(encoding)


@dataclass(frozen=True)
class Polluted:
    """A file and its truth. ``damaged``: the days whose own lines are damaged: they may be lost.

    ``mapping``: what a person would say of columns that have no names. ``more``: days beside those
    of the clean diary; ``sessions``: those of a second table; ``none``: it has no row at all.
    """

    name: str
    content: bytes
    damaged: frozenset[Key] = frozenset()
    mapping: Mapping | None = None
    more: tuple[tuple[str, ...], ...] = ()
    sessions: frozenset[Key] = frozenset()
    none: bool = False
    only: int | None = None  # the clean diary's first so many rows

    @property
    def truth(self) -> dict[Key, Values]:
        clean = [] if self.none else rows()[: self.only]
        return truth([*clean, *self.more])


def key(place: int) -> Key:
    return rows()[place][0], rows()[place][1]


def keys(*places: int) -> frozenset[Key]:
    return frozenset(map(key, places))


def changed(
    name: str,
    place: int,
    change: Callable[[str], str],
    *,
    quoting: int = csv.QUOTE_MINIMAL,
    others: Sequence[int] = (),
) -> Polluted:
    """The clean diary with one line changed."""
    texts = lines(quoting=quoting)
    for one in (place, *others):
        texts[one + 1] = change(texts[one + 1])
    return Polluted(f"{name}, row {place}", joined(texts), keys(place, *others))


def of_cells(name: str, place: int, change: Callable[[list[str]], list[str]]) -> Polluted:
    """The clean diary with one line of other cells, written as they are."""
    return changed(name, place, lambda _: ",".join(change([*map(_cell, rows()[place])])))


def _cell(text: str) -> str:
    return line([text, ""])[:-1]


# Payload, encodings, line ends


def payloads() -> Iterator[Polluted]:
    clean = joined(lines())
    yield Polluted("clean", clean)
    yield Polluted("no payload", b"", none=True)
    yield Polluted("names alone", joined(lines()[:1]), none=True)
    yield Polluted("one row", joined(lines()[:2]), only=1)
    yield Polluted("no line end at the end", clean[:-1])
    yield Polluted("two line ends at the end", clean + b"\n")
    yield Polluted("end-of-file mark of DOS", clean + b"\x1a")
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        yield Polluted(encoding, joined(lines(), encoding=encoding))
    yield Polluted("utf-16-be", b"\xfe\xff" + joined(lines(), encoding="utf-16-be"))
    yield Polluted("utf-16 without its mark", joined(lines(), encoding="utf-16-le"))
    texts = [text.encode() for text in lines()]
    texts[3] = texts[3].replace(b"slept", "schläft".encode("cp1252"))
    yield Polluted("one line of another encoding", b"\n".join(texts) + b"\n", keys(2))
    for name, end in (("CRLF", "\r\n"), ("CR", "\r"), ("CRCRLF", "\r\r\n"), ("LFLF", "\n\n")):
        yield Polluted(f"line ends {name}", joined(lines(), end))
    texts = [
        text + ("\r" if n % 3 else "\r\n" if n % 2 else "\n") for n, text in enumerate(lines())
    ]  # type: ignore[misc]
    yield Polluted("line ends mixed", "".join(texts).encode())  # type: ignore[arg-type]


# Delimiters of the whole file and of one row


def delimiters() -> Iterator[Polluted]:
    for name, mark in (("semicolon", ";"), ("tab", "\t"), ("bar", "|"), ("caret", "^")):
        yield Polluted(f"delimiter {name}", joined(lines(mark)))
    for mark in (", ", "; ", " | "):
        plain = [mark.join(text.replace(",", " and") for text in row) for row in (HEAD, *rows())]
        yield Polluted(f"delimiter {mark!r}", joined(plain))
        quoted = [mark.join(map(_cell, row)) for row in (HEAD, *rows())]
        yield Polluted(f"delimiter {mark!r}, marks where needed", joined(quoted))
    yield Polluted("delimiter blank", joined(lines(" ")))
    wide = [[text.replace(" ", "_") or "-" for text in row] for row in (HEAD, *rows())]
    aligned = ["  ".join(cell.ljust(12) for cell in row).rstrip() for row in wide]
    yield Polluted("delimiter blanks, aligned", joined(aligned))
    for place in ROWS:
        yield of_delimiter(";", place)
    for mark in ("\t", " ", "|", ", "):
        yield of_delimiter(mark, ROWS[1])
    yield of_delimiter(";", FULL)


def of_delimiter(mark: str, place: int) -> Polluted:
    return changed(
        f"delimiter {mark!r} in one", place, lambda _: mark.join(map(_cell, rows()[place]))
    )


# Separators too few and too many in one row


def separators() -> Iterator[Polluted]:
    for place in ROWS[::2]:
        for at in range(0, 5, 1 if place == ROWS[0] else 2):
            yield of_cells(
                f"separator {at + 1} missing",
                place,
                lambda c, at=at: [*c[:at], c[at] + c[at + 1], *c[at + 2 :]],  # type: ignore[misc]
            )
        for at in range(0, 7, 1 if place == ROWS[0] else 2):
            yield of_cells(
                f"separator before cell {at + 1}",
                place,
                lambda c, at=at: [*c[:at], "", *c[at:]],  # type: ignore[misc]
            )
    yield of_cells("separator inside a cell", 4, lambda c: [*c[:4], "0", "5", ""])
    yield of_cells("two separators more", 4, lambda c: [*c[:2], "", "", *c[2:]])
    yield of_cells("a note without its marks", FULL, lambda c: [c_.strip('"') for c_ in c])


# Quotation marks


def marks() -> Iterator[Polluted]:
    for place in ROWS:
        for at in (0, 2, 5):
            yield stray("before", at, place, lambda cell: f'"{cell}')
    for at in (0, 2, 5):
        yield stray("after", at, ROWS[1], lambda cell: f'{cell}"')
    for at in (0, 1, 5):
        yield stray("inside", at, 2, lambda cell: f'{cell[:2]}"{cell[2:]}')
    yield stray("before", 5, LAST, lambda cell: f'"{cell}')
    for name, change in MARKED.items():
        yield changed(name, FULL, change)
    yield changed("marks around the whole line", 4, lambda text: f'"{text}"')
    pair = changed("two lines with a stray mark", 4, lambda text: f'{text}"', others=(14,))
    yield pair
    yield changed("two marks that nothing closes", 3, lambda text: f'"{text}', others=(6, 20))
    yield changed("an apostrophe before a cell", 4, lambda text: text.replace(",0,", ",'0,", 1))
    yield changed("printers' marks around a cell", 4, lambda text: text.replace(",0,", ",“0”,", 1))
    quoted = lines(quoting=csv.QUOTE_ALL)
    yield Polluted("marks around every cell", joined(quoted))
    for at in (0, 10, -1):
        yield changed(
            f"mark {at} missing, all others there", ROWS[1], without_mark(at), quoting=csv.QUOTE_ALL
        )
    yield changed("a mark more, all others there", 12, lambda t: '"' + t, quoting=csv.QUOTE_ALL)
    for name, marks in (("twofold", '""'), ("threefold", '"""')):
        yield changed(
            f"marks {name}, all others there",
            12,
            lambda text, marks=marks: text.replace('"', marks),  # type: ignore[misc]
            quoting=csv.QUOTE_ALL,
        )
    yield changed("unquoted among quoted", 12, lambda t: t.replace('"', ""), quoting=csv.QUOTE_ALL)
    yield from single_marks()
    for note in ("said\nthen slept", "one,\ntwo,\n\nthree"):
        table = [HEAD, *rows()]
        table[5] = [*table[5][:5], note]
        yield Polluted(f"a note of {note.count(chr(10)) + 1} lines", joined([*map(line, table)]))


MARKED: dict[str, Callable[[str], str]] = {
    "mark not closed": lambda text: text.removesuffix('"'),
    "mark not opened": lambda text: text.replace(',"', ",", 1),
    "marks doubled": lambda text: text.replace('"', '""'),
    "marks threefold": lambda text: text.replace('"', '"""'),
    "a mark inside, not doubled": lambda text: text.replace("wind", 'the "wind"'),
    "one mark inside": lambda text: text.replace("wind", '5" wind'),
    "blank before the mark": lambda text: text.replace(',"', ', "'),
    "blank behind the mark": lambda text: text + " ",
    "letters behind the mark": lambda text: text + "x",
}


def stray(where: str, at: int, place: int, change: Callable[[str], str]) -> Polluted:
    return of_cells(
        f"stray mark {where} cell {at + 1}", place, lambda c: [*c[:at], change(c[at]), *c[at + 1 :]]
    )


def without_mark(at: int) -> Callable[[str], str]:
    def change(text: str) -> str:
        place = [n for n, letter in enumerate(text) if letter == '"'][at]
        return text[:place] + text[place + 1 :]

    return change


def single_marks() -> Iterator[Polluted]:
    for name, quoting in (("every cell", csv.QUOTE_ALL), ("where needed", csv.QUOTE_MINIMAL)):
        sink = io.StringIO()
        csv.writer(sink, quotechar="'", quoting=quoting, lineterminator="\n").writerows(  # type: ignore[arg-type]
            [HEAD, *rows()]
        )
        yield Polluted(f"apostrophes around {name}", sink.getvalue().encode())


# Escapes


def escapes() -> Iterator[Polluted]:
    said = rows()
    for place in (5, 15):
        said[place][5] = 'said "no", slept'
    for name, options in (
        ("backslash before a mark", {"escapechar": "\\", "doublequote": False}),
        ("backslash before a separator", {"escapechar": "\\", "quoting": csv.QUOTE_NONE}),
    ):
        sink = io.StringIO()
        csv.writer(sink, lineterminator="\n", **options).writerows([HEAD, *said])  # type: ignore[arg-type]
        yield Polluted(name, sink.getvalue().encode())
    sink = io.StringIO()
    csv.writer(sink, lineterminator="\n").writerows([HEAD, *said])
    yield Polluted("doubled marks inside", sink.getvalue().encode())
    said[5][5] = "in C:\\"
    sink = io.StringIO()
    csv.writer(sink, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([HEAD, *said])
    yield Polluted("a backslash that escapes nothing", sink.getvalue().encode())
    no_escape = lines()
    no_escape[6] = line(rows()[5][:5]) + ',"said "no", slept"'
    no_escape[16] = line(rows()[15][:5]) + ',"said "no", slept"'
    yield Polluted("marks inside, never escaped", joined(no_escape), keys(5, 15))


# Header rows


def headers() -> Iterator[Polluted]:
    clean = lines()
    places = [f"column {place}" for place in range(1, 7)]
    named = Mapping("diary", dict(zip(places, HEAD[:5], strict=False)))
    yield Polluted("no names", joined(clean[1:]), mapping=named)
    titles = "Person,,Diary,,,"
    labels, units = (
        "Patient,Day,Headache?,Migraine?,Pain,Anything else",
        ",yyyy-mm-dd,0/1,0/1,0-10,",
    )
    parts = ["patient,date,head-,mig-,pain,note", "id,,ache,raine,,"]
    words = ["patient,date,headache,migraine,pain,note", "id,,,,,"]
    for name, above, below in (
        ("two rows of names, titles first", [titles, clean[0]], 1),
        ("two rows of names, labels second", [clean[0], labels], 1),
        ("two rows of names, units second", [clean[0], units], 1),
        ("three rows of names", [titles, clean[0], units], 1),
        ("three rows of names, the first ours", [clean[0], labels, units], 1),
        ("names in two rows", words, 1),
        ("names cut in two rows", parts, 1),
        ("names twice", [clean[0], clean[0]], 1),
    ):
        yield Polluted(name, joined([*above, *clean[below:]]))
    yield Polluted("names again in the middle", joined([*clean[:14], clean[0], *clean[14:]]))
    twice = [line([*HEAD, "note"]), *(text + ",x" for text in clean[1:])]
    yield Polluted("a note's name twice", joined(twice))
    dates = [line([*HEAD, "date"]), *(line([*row, row[1]]) for row in rows())]
    yield Polluted("date's name twice, the same dates", joined(dates))
    yield Polluted("a blank name", joined([clean[0].replace("note", ""), *clean[1:]]))
    yield Polluted("names in capitals", joined([clean[0].upper(), *clean[1:]]))
    fewer = [clean[0].removesuffix(",note"), *clean[1:]]
    yield Polluted("a name less than cells", joined(fewer), mapping=None)
    yield Polluted("two names more than cells", joined([clean[0] + ",,", *clean[1:]]))


# Above, below and beside


def around() -> Iterator[Polluted]:
    clean = lines()
    above = {
        "a line above": ["Headache diary of the clinic"],
        "three lines above": ["Headache diary", "made on 2024-04-02", ""],
        "lines above with separators": ["Clinic,North,,,,", "Made,2024-04-02,,,,"],
        "remarks above": ["# clinic: North", "# made: 2024-04-02"],
        "a stray mark above": ['Diary of "North'],
        "blank lines above": ["", ""],
    }
    for name, texts in above.items():
        yield Polluted(name, joined([*texts, *clean]))
    below = {
        "a total below": ["Total,,14,8,,"],
        "a note below": ["", "Exported on 2024-04-02 by the clinic"],
        "two lines below": ["Total,,14,8,,", "* as reported"],
        "a stray mark below": ['"end of file'],
        "blank rows below": [",,,,,", ",,,,,"],
    }
    for name, texts in below.items():
        yield Polluted(name, joined([*clean, *texts]))
    yield Polluted("blank row in the middle", joined([*clean[:9], ",,,,,", "", *clean[9:]]))
    blank = lambda row, at: line([*row[:at], "", *row[at:]])  # noqa: E731
    for at in (0, 3, 6):
        yield Polluted(f"blank column at {at}", joined([blank(row, at) for row in (HEAD, *rows())]))


def tables() -> Iterator[Polluted]:
    clean = lines()
    sessions = ["patient_id,session_date,units", "P-01,2024-04-02,155", "P-02,2024-04-02,155"]
    numbered = ["patient_id,session_date,session,units,side,product"]
    numbered += ["P-01,2024-04-02,1,1,1,"]
    other = [["P-09", "2024-03-04", "1", "0", "3", ""], ["P-09", "2024-03-05", "0", "0", "0", ""]]
    wider = [numbered[0] + ",lot", numbered[1] + ",A1"]
    for name, texts in (
        ("a narrower table below", [*clean, "", *sessions]),
        ("a narrower table below, with a title", [*clean, "", "Visits", *sessions]),
        ("a narrower table below, no blank line", [*clean, *sessions]),
        ("a table of the same width below", [*clean, "", *numbered]),
        ("the same without a blank line", [*clean, *numbered]),
        ("a wider table below", [*clean, "", *wider]),
        ("a narrower table above", [*sessions, "", *clean]),
    ):
        both = {("P-01", "2024-04-02"), ("P-02", "2024-04-02")}
        held = {pair for pair in both if any(",".join(pair) in text for text in texts)}
        yield Polluted(name, joined(texts), sessions=frozenset(held))
    again = joined([*clean, "", clean[0], *map(line, other)])
    yield Polluted("the same names below", again, more=tuple(map(tuple, other)))


# Rows


def whole_rows() -> Iterator[Polluted]:
    clean = lines()
    broken = clean[13].replace(",", "\n,", 3).replace("\n,", ",", 2)
    yield Polluted("a row broken in two", joined([*clean[:13], broken, *clean[14:]]), keys(12))
    merged = [*clean[:13], clean[13] + clean[14], *clean[15:]]
    yield Polluted("two rows in one line", joined(merged), keys(12, 13))
    apart = [*clean[:13], clean[13] + "," + clean[14], *clean[15:]]
    yield Polluted("two rows in one line, parted", joined(apart), keys(12, 13))
    yield changed("cut off after the date", 12, lambda text: ",".join(text.split(",")[:2]))
    yield changed("the last row cut off", LAST, lambda text: text[:18])
    yield changed("cut off within a word", 12, lambda text: text[:3])
    yield changed("blank cells more at the end", 12, lambda text: text + ",,")
    yield changed("blank cells more behind a note", 2, lambda text: text + ",,")
    trimmed = [text.removesuffix(",") for text in clean]
    yield Polluted("last cells left out where blank", joined(trimmed))
    padded = [" , ".join(map(_cell, row)) for row in (HEAD, *rows())]
    yield Polluted("blanks around every cell", joined(padded))
    wide = [",".join(f" {cell} " for cell in row if "," not in cell) for row in (HEAD, *rows())]
    wide = [text if text.count(",") == 5 else text + "," for text in wide]
    yield Polluted("blanks around every cell, no marks", joined(wide))
    yield changed("a hard blank around an id", 12, lambda text: "\N{NO-BREAK SPACE}" + text)
    yield changed("letters among zeros", 13, lambda text: text.replace(",0,", ",O,", 1))
    yield Polluted("every line in marks", joined([line([text, ""])[:-1] for text in clean]))
    yield Polluted("a separator behind every row", joined([text + "," for text in clean]))


GROUPS = (
    payloads,
    delimiters,
    separators,
    marks,
    escapes,
    headers,
    around,
    tables,
    whole_rows,
)


def polluted() -> dict[str, Polluted]:
    """Every file by its name."""
    made = [one for group in GROUPS for one in group()]
    found = {one.name: one for one in made}
    assert len(found) == len(made), [n for n, t in Counter(o.name for o in made).items() if t > 1]
    return found


class Verdict(StrEnum):
    """What was made of a file. Only the last two are wrong; the one before them is a pity."""

    WHOLE = "whole"
    WITHOUT = "without the damaged row"
    ASKED = "asked, then one of these"
    LESS = "told, more lost than the damage"
    REFUSED = "refused whole"
    SILENT = "silent"
    WRONG = "wrong"


def judged(one: Polluted) -> tuple[Verdict, list[str]]:
    """The verdict on one file, and what the door says of it."""
    verdict, report = _read(one, Choices(today=TODAY))
    said = report.sentences()
    if not report.questions or verdict is Verdict.WRONG:
        return verdict, said
    answers = [
        Choices(answers={question.code: reading}, today=TODAY)
        for question in report.questions
        for reading, _ in question.options
    ]
    if one.mapping is not None:
        answers.append(Choices(mappings=(one.mapping,), today=TODAY))
    made = [_read(one, choices)[0] for choices in answers]
    good = Verdict.WHOLE in made or Verdict.WITHOUT in made
    return Verdict.ASKED if good else verdict, said


def _read(one: Polluted, choices: Choices) -> tuple[Verdict, ImportReport]:
    records, report = read_records([Source("diary.csv", one.content)], choices)
    for file in report.files:
        told = file.used + file.duplicates + file.set_aside + file.not_used
        assert told == file.rows_read, one.name
        assert min(file.used, file.duplicates, file.set_aside, file.not_used) >= 0, one.name
        assert file.lines.adds_up, one.name
    found = days_of(records)
    given = records.sessions[["patient_id", "session_date"]].astype("str")
    held = set(given.itertuples(index=False, name=None))
    lost = (one.truth.keys() - found.keys()) | (one.sessions - held)
    if not held <= one.sessions or any(
        one.truth.get(day) != values for day, values in found.items()
    ):
        return Verdict.WRONG, report
    if not lost and (found or report.undecided):
        return Verdict.WHOLE, report
    if not report.undecided:
        return Verdict.SILENT, report
    if not found:
        return Verdict.REFUSED, report
    return Verdict.WITHOUT if lost <= one.damaged else Verdict.LESS, report


def days_of(records: Records) -> dict[Key, tuple[str, ...]]:
    """Patient and day -> headache, migraine and pain, as they were read."""
    return {
        (patient, str(day.date())): tuple(_number(value) for value in values)
        for patient, day, *values in records.diary[HEAD[:5]].itertuples(index=False, name=None)
    }


def _number(value: object) -> str:
    return "" if pd.isna(value) else f"{float(value):g}"  # type: ignore[arg-type, call-overload]


def main(words: Sequence[str]) -> None:
    told: Counter[Verdict] = Counter()
    for name, one in polluted().items():
        verdict, said = judged(one)
        told[verdict] += 1
        print(f"{verdict:34}{name}")
        if verdict in words or name in words:
            print(*(f"        {sentence}" for sentence in said), sep="\n")
    print(f"\n{sum(told.values())} files")
    for verdict in Verdict:
        print(f"{told[verdict]:4} {verdict}")


if __name__ == "__main__":
    main(sys.argv[1:])
