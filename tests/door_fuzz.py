"""What people and programs do to good files, over and over: the same records, or exit 1.

    python -m tests.door_fuzz 2000     (make fuzz)

A function for each kind: it damages or redresses small files of a clinic. Whatever the door makes
of them, days and sessions are those of the untouched files, or something is asked, told or refused.
"""

from __future__ import annotations

import csv
import io
import random
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta

from openpyxl import Workbook

from analytics.records import Records
from importing import Choices, Source, read_records
from importing.report import ImportReport

Tables = dict[str, list[list[str]]]  # file -> rows of text, the first being the names
Files = dict[str, bytes]
TODAY = date(2025, 6, 2)
FIRST = date(2024, 1, 4)
DAYS, SESSION = 70, 28


def clinic(chance: random.Random) -> Tables:
    """Three patients, each with a diary of ten weeks and one session after four."""
    stem = chance.choice(["P0", "KM-", "10", "a"])
    diary = [["patient_id", "date", "headache", "migraine", "pain", "note"]]
    sessions = [["patient_id", "session_date", "units"]]
    for number in range(1, 4):
        patient = f"{stem}{number}"
        for place in range(DAYS):
            headache = int(chance.random() < 0.5)
            migraine = int(headache and chance.random() < 0.6)
            day = (FIRST + timedelta(days=place)).isoformat()
            pain = chance.randint(1, 10) if headache else 0
            diary.append([patient, day, str(headache), str(migraine), str(pain), ""])
        sessions.append([patient, (FIRST + timedelta(days=SESSION)).isoformat(), "155"])
    return {"diary": diary, "sessions": sessions}


def as_csv(rows: list[list[str]], delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL) -> bytes:
    sink = io.StringIO()
    csv.writer(sink, delimiter=delimiter, quoting=quoting, lineterminator="\n").writerows(rows)  # type: ignore[arg-type]
    return sink.getvalue().encode()


def plain(tables: Tables) -> Files:
    return {f"{name}.csv": as_csv(rows) for name, rows in tables.items()}


def book(tables: Tables, change: Callable[[Workbook], None] = lambda made: None) -> Files:
    """All tables as sheets, their dates and numbers as a spreadsheet has them."""
    made = Workbook()
    made.remove(made.active)
    for name, rows in tables.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append([_value(cell) for cell in row])
    change(made)
    sink = io.BytesIO()
    made.save(sink)
    return {"clinic.xlsx": sink.getvalue()}


def _value(cell: str) -> object:
    if len(cell) == 10 and cell[4:5] == "-":
        return datetime.fromisoformat(cell)
    return int(cell) if cell.isdigit() and not cell.startswith("0") else cell or None


def _column(tables: Tables, table: str, name: str, change: Callable[[str], str]) -> None:
    place = tables[table][0].index(name)
    for row in tables[table][1:]:
        row[place] = change(row[place])


def _dates(tables: Tables, change: Callable[[date], str]) -> None:
    for table, name in (("diary", "date"), ("sessions", "session_date")):
        _column(tables, table, name, lambda text: change(date.fromisoformat(text)))


def in_a_workbook(tables: Tables, chance: random.Random) -> Files:
    return book(tables)


def stray_marks(tables: Tables, chance: random.Random) -> Files:
    first = chance.randrange(1, len(tables["diary"]) - 12)
    last = first + chance.randint(1, 10)
    lines = as_csv(tables["diary"]).decode().split("\n")
    lines[first] += '"' + chance.choice(["bad", "worst day", ""])
    lines[last] += chance.choice(['better"', 'slept" then', '"'])
    return {**plain(tables), "diary.csv": "\n".join(lines).encode()}


def header_in_two_lines(tables: Tables, chance: random.Random) -> Files:
    place = chance.randrange(4)
    tables["diary"][0][place] = tables["diary"][0][place].replace("_", "\n") + "\n"
    return plain(tables)


def hidden_rows(tables: Tables, chance: random.Random) -> Files:
    def hide(made: Workbook) -> None:
        first = chance.randrange(2, 150)
        for row in range(first, first + chance.randint(1, 40)):
            made["diary"].row_dimensions[row].hidden = True

    return book(tables, hide)


def a_legend(tables: Tables, chance: random.Random) -> Files:
    tables["Lists"] = chance.choice([[["yes"], ["no"]], [["code", "word"], ["1", "yes"]]])
    if chance.random() < 0.5:
        tables = {name: tables[name] for name in ("Lists", "diary", "sessions")}
    return book(tables)


def formulas_without_values(tables: Tables, chance: random.Random) -> Files:
    name = chance.choice(["headache", "migraine", "date"])
    _column(tables, "diary", name, lambda text: f"=0+{text}" if chance.random() < 0.2 else text)
    return book(tables)


def row_names(tables: Tables, chance: random.Random) -> Files:
    files = plain(tables)
    for name in files:
        head, *rows = files[name].decode().rstrip("\n").split("\n")
        files[name] = "\n".join([head, *(f"{n},{row}" for n, row in enumerate(rows, 1))]).encode()
    return files


def delimiters_at_the_end(tables: Tables, chance: random.Random) -> Files:
    files = plain(tables)
    head, *rows = files["diary.csv"].decode().rstrip("\n").split("\n")
    return {**files, "diary.csv": "\n".join([head, *(f"{row}," for row in rows)]).encode()}


def whole_lines_in_marks(tables: Tables, chance: random.Random) -> Files:
    files = plain(tables)
    lines = files["diary.csv"].decode().rstrip("\n").split("\n")
    return {**files, "diary.csv": "\n".join(f'"{line}"' for line in lines).encode()}


def other_delimiter(tables: Tables, chance: random.Random) -> Files:
    mark, quoting = chance.choice(";\t|"), chance.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
    return {f"{name}.csv": as_csv(rows, mark, quoting) for name, rows in tables.items()}


def totals_below(tables: Tables, chance: random.Random) -> Files:
    word = chance.choice(["Mean", "Total", "Summe", "Mittelwert", "n ="])
    column = [float(row[2]) for row in tables["diary"][1:]]
    tables["diary"].append([word, "", f"{sum(column) / len(column):.2f}", "", "", ""])
    return plain(tables)


def ids_as_floats(tables: Tables, chance: random.Random) -> Files:
    _column(tables, chance.choice(["diary", "sessions"]), "patient_id", lambda text: f"{text}.0")
    return plain(tables)


def ids_in_another_form(tables: Tables, chance: random.Random) -> Files:
    change = chance.choice(
        [
            str.swapcase,
            lambda t: f"\N{NO-BREAK SPACE}{t}",
            lambda t: f"0{t}",
            lambda t: f"'{t}",
            lambda t: f'="{t}"',
            lambda t: t.replace("-", "\N{EN DASH}"),
        ]
    )
    _column(tables, chance.choice(["diary", "sessions"]), "patient_id", change)
    return plain(tables)


def renamed_midway(tables: Tables, chance: random.Random) -> Files:
    for row in tables["diary"][1:]:
        if date.fromisoformat(row[1]) >= FIRST + timedelta(days=40):
            row[0] = f"NEW/{row[0][-1]}"
    return plain(tables)


def german_dates(tables: Tables, chance: random.Random) -> Files:
    _dates(tables, lambda day: day.strftime("%d.%m.%Y"))
    return plain(tables)


def turned_by_a_spreadsheet(tables: Tables, chance: random.Random) -> Files:
    def turned(day: date) -> str:
        return (
            date(day.year, day.day, day.month).isoformat() if day.day <= 12 else f"{day:%d/%m/%Y}"
        )

    _dates(tables, turned)
    return chance.choice([plain, book])(tables)


def sas_dates(tables: Tables, chance: random.Random) -> Files:
    _dates(tables, lambda day: day.strftime("%d%b%Y").upper())
    return plain(tables)


def numbers_among_dates(tables: Tables, chance: random.Random) -> Files:
    def serial(day: date) -> str:
        return str((day - date(1899, 12, 30)).days) if chance.random() < 0.3 else day.isoformat()

    _dates(tables, serial)
    return plain(tables)


def zone_lost(tables: Tables, chance: random.Random) -> Files:
    hour = chance.choice([23, 22, 15])
    _column(
        tables,
        "diary",
        "date",
        lambda text: f"{date.fromisoformat(text) - timedelta(days=1)} {hour}:00:00",
    )
    return plain(tables)


def a_year_mistyped(tables: Tables, chance: random.Random) -> Files:
    row = chance.choice(tables["diary"][1:])
    row[1] = row[1].replace("2024", chance.choice(["2042", "2014", "2204", "1924"]))
    return plain(tables)


def only_headache_days(tables: Tables, chance: random.Random) -> Files:
    tables["diary"] = [row for row in tables["diary"] if row[2] != "0"]
    return plain(tables)


def blank_for_no(tables: Tables, chance: random.Random) -> Files:
    for name in ("headache", "migraine"):
        _column(tables, "diary", name, lambda text: "" if text == "0" else text)
    return plain(tables)


def another_coding(tables: Tables, chance: random.Random) -> Files:
    coding = chance.choice(
        [
            {"0": "2", "1": "1"},
            {"0": "1", "1": "2"},
            {"0": "no", "1": "yes"},
            {"0": "NA", "1": "1"},
            {"0": "nein", "1": "ja"},
        ]
    )
    for name in ("headache", "migraine"):
        _column(tables, "diary", name, coding.__getitem__)
    return plain(tables)


def units_with_marks(tables: Tables, chance: random.Random) -> Files:
    _column(tables, "sessions", "units", lambda _: chance.choice(["155 U", "1.000", "1,5", "155"]))
    return plain(tables)


def sessions_begin_later(tables: Tables, chance: random.Random) -> Files:
    first = chance.choice([2, 3])
    for n, row in enumerate(tables["sessions"]):
        row.append("session" if n == 0 else str(first))
    return plain(tables)


def split_by_month(tables: Tables, chance: random.Random) -> Files:
    files = {"sessions.csv": as_csv(tables["sessions"])}
    for month in ("2024-01", "2024-02", "2024-03"):
        rows = [row for row in tables["diary"][1:] if row[1].startswith(month)]
        files[f"{month}.csv"] = as_csv([tables["diary"][0], *rows])
    return files


def one_column_a_file(tables: Tables, chance: random.Random) -> Files:
    head, *rows = tables["diary"]
    return {
        "sessions.csv": as_csv(tables["sessions"]),
        "headache.csv": as_csv([head[:3], *(row[:3] for row in rows)]),
        "migraine.csv": as_csv([[*head[:2], head[3]], *([*row[:2], row[3]] for row in rows)]),
    }


def shuffled(tables: Tables, chance: random.Random) -> Files:
    order = list(range(len(tables["diary"][0])))
    chance.shuffle(order)
    head, *rows = [[row[i] for i in order] for row in tables["diary"]]
    chance.shuffle(rows)
    tables["diary"] = [[chance.choice([str.upper, str.title, str])(name) for name in head], *rows]
    return plain(tables)


def blank_lines(tables: Tables, chance: random.Random) -> Files:
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(1, len(tables["diary"]) + 1)
        tables["diary"].insert(place, [""] * len(tables["diary"][0]))
    return plain(tables)


KINDS = (
    in_a_workbook,
    stray_marks,
    header_in_two_lines,
    hidden_rows,
    a_legend,
    formulas_without_values,
    row_names,
    delimiters_at_the_end,
    whole_lines_in_marks,
    other_delimiter,
    totals_below,
    ids_as_floats,
    ids_in_another_form,
    renamed_midway,
    german_dates,
    turned_by_a_spreadsheet,
    sas_dates,
    numbers_among_dates,
    zone_lost,
    a_year_mistyped,
    only_headache_days,
    blank_for_no,
    another_coding,
    units_with_marks,
    sessions_begin_later,
    split_by_month,
    one_column_a_file,
    shuffled,
    blank_lines,
)

# With these the file has still one reading: nothing is asked, and the records are the same.
INNOCENT = (
    in_a_workbook,
    header_in_two_lines,
    a_legend,
    row_names,
    delimiters_at_the_end,
    whole_lines_in_marks,
    other_delimiter,
    sas_dates,
    split_by_month,
    one_column_a_file,
    shuffled,
    blank_lines,
)

Days = dict[tuple[str, str], tuple[str, ...]]


def said_by(records: Records) -> tuple[Days, set[tuple[str, str]]]:
    """Every recorded day with its flags, and every session."""
    diary = records.diary
    flags = diary[["headache", "migraine"]].astype("str").to_numpy()
    days = {
        (patient, str(day.date())): tuple(flag)
        for patient, day, flag in zip(diary["patient_id"], diary["date"], flags, strict=True)
    }
    sessions = records.sessions
    return days, {
        (patient, str(day.date()))
        for patient, day in zip(sessions["patient_id"], sessions["session_date"], strict=True)
    }


def read(files: Files, chance: random.Random) -> tuple[Records, ImportReport]:
    sources = [Source(name, content) for name, content in files.items()]
    chance.shuffle(sources)
    return read_records(sources, Choices(today=TODAY))


def one_case(
    number: int, kinds: tuple[Callable[[Tables, random.Random], Files], ...] = KINDS
) -> str:
    """One kind, applied to files of a clinic; raises where other records come without a word."""
    chance = random.Random(number)
    tables = clinic(chance)
    truth = said_by(read(plain(tables), chance)[0])
    assert len(truth[0]) == 3 * DAYS
    kind = kinds[number % len(kinds)]
    told = f"case {number}: {kind.__name__}"
    records, report = read(kind(tables, chance), chance)
    assert report.undecided or said_by(records) == truth, f"{told}: other records without a word"
    if kind in INNOCENT:
        assert not report.undecided, f"{told}: asked though there is one reading"
    for file in report.files:
        assert min(file.used, file.duplicates, file.set_aside, file.not_used) >= 0, told
    assert all(sentence.strip() for sentence in report.sentences()), told
    return told


def main(cases: int) -> None:
    start, wrong = time.perf_counter(), []
    for number in range(cases):
        try:
            one_case(number)
        except Exception as error:
            wrong.append(f"case {number}, {KINDS[number % len(KINDS)].__name__}: {error!r:.200}")
    print("\n".join(wrong), file=sys.stderr)
    print(f"{cases:,} cases, {time.perf_counter() - start:.0f} s, {len(wrong)} read wrong")
    if wrong:
        raise SystemExit(1)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
