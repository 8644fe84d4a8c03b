"""However a diary is written down, split and named, it is the same diary, or it is asked.

The diaries are small and made by chance; each law writes one in two ways and reads both.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.records import Records
from importing import Choices, ImportReport, Source, read_records
from tests.door_cases.base import DAY, TRACKER, bot, table, workbook
from tests.examples import examples

pytestmark = pytest.mark.slow

IDS = ("A-1", "B7", "0012", "patient 4")
FLAG = {"M": (1, 1), "H": (1, 0), "0": (0, 0)}
calm = settings(
    max_examples=examples(6),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=True,
)


@dataclass(frozen=True)
class Diary:
    """A few patients, a few weeks, and a session of each: as rows of text."""

    rows: tuple[tuple[str, ...], ...]
    sessions: tuple[tuple[str, ...], ...]

    head = ("patient_id", "date", "headache", "migraine", "pain")
    sessions_head = ("patient_id", "session_date")

    def files(self) -> list[Source]:
        """As our templates have it: what every other way of writing is held against."""
        return [
            Source("diary.csv", table([self.head, *self.rows])),
            Source("sessions.csv", table([self.sessions_head, *self.sessions])),
        ]


@st.composite
def diaries(draw: st.DrawFn) -> Diary:
    ids = draw(st.lists(st.sampled_from(IDS), min_size=1, max_size=3, unique=True))
    first = draw(st.dates(date(2023, 1, 1), date(2024, 12, 1)))
    rows = []
    for patient in ids:
        letters = draw(st.text("MH0-", min_size=12, max_size=24))
        for place, letter in enumerate("0H0M" + letters):
            if letter != "-":
                headache, migraine = FLAG[letter]
                pain = str(3 * headache + 4 * migraine)
                day = (first + place * DAY).isoformat()
                rows.append((patient, day, str(headache), str(migraine), pain))
    sessions = tuple((patient, (first + 10 * DAY).isoformat()) for patient in ids)
    return Diary(tuple(rows), sessions)


def days_of(records: Records, columns: Sequence[str] = Diary.head) -> set[tuple[str, ...]]:
    """The days that the records hold, as text, whatever their order."""
    frame = records.diary[list(columns)]
    dates = frame["date"].dt.strftime("%Y-%m-%d")
    whole = {c: frame[c].astype("float").map("{:g}".format) for c in columns[2:]}
    texts = frame.assign(date=dates, **whole).astype("str")
    return set(texts.itertuples(index=False, name=None))


def as_written(diary: Diary, files: Sequence[Source]) -> tuple[bool, ImportReport]:
    """Do the records hold the days and sessions of the diary, and no others?"""
    records, report = read_records(files, Choices())
    sessions = records.sessions[["patient_id", "session_date"]].astype("str")
    had = set(sessions.itertuples(index=False, name=None))
    return days_of(records) == set(diary.rows) and had == set(diary.sessions), report


def the_same(diary: Diary, files: Sequence[Source]) -> None:
    """The same records, and nothing is asked, refused or told."""
    same, report = as_written(diary, files)
    assert same, report.sentences()
    assert not report.undecided, report.sentences()


def the_same_or_asked(diary: Diary, files: Sequence[Source]) -> None:
    """The same records, or a question or a refusal."""
    same, report = as_written(diary, files)
    assert same or report.undecided, report.sentences()


def shuffled(items: Sequence[Any], seed: int) -> list[Any]:
    items = list(items)
    random.Random(seed).shuffle(items)
    return items


seeds = st.integers(0, 10_000)


@calm
@given(diaries(), seeds, seeds)
def test_the_order_of_rows_and_columns_changes_nothing(diary, rows, columns):
    order = shuffled(range(5), columns)
    lines = [[row[i] for i in order] for row in (diary.head, *shuffled(diary.rows, rows))]
    sessions = [diary.sessions_head, *shuffled(diary.sessions, rows)]
    the_same(diary, [Source("sessions.csv", table(sessions)), Source("diary.csv", table(lines))])


SPELLINGS: tuple[Callable[[str], str], ...] = (
    str.upper,
    str.title,
    lambda name: name.replace("_", " "),
    lambda name: name.replace("_", "-").capitalize(),
    lambda name: f" {name} ",
)


@calm
@given(diaries(), st.sampled_from(SPELLINGS))
def test_the_case_of_headers_changes_nothing(diary, spelt):
    files = [
        Source("diary.csv", table([[spelt(name) for name in diary.head], *diary.rows])),
        Source("s.csv", table([[spelt(name) for name in diary.sessions_head], *diary.sessions])),
    ]
    the_same(diary, files)


@calm
@given(
    diaries(),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from([0, 1, 2]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_separators_quotes_and_line_ends_change_nothing(diary, delimiter, quoting, newline, code):
    def written(rows: Sequence[Sequence[Any]]) -> bytes:
        return table(rows, delimiter=delimiter, quoting=quoting, newline=newline, encoding=code)

    files = [
        Source("diary.csv", written([diary.head, *diary.rows])),
        Source("sessions.csv", written([diary.sessions_head, *diary.sessions])),
    ]
    the_same(diary, files)


@calm
@given(diaries(), st.lists(st.integers(0, 60), max_size=6), st.integers(0, 3))
def test_blank_lines_change_nothing(diary, places, above):
    lines = table([diary.head, *diary.rows]).decode().splitlines()
    for place in sorted(places, reverse=True):
        lines.insert(min(place, len(lines)), "" if place % 2 else ",,,,")
    content = "\n".join([""] * above + lines).encode()
    the_same(diary, [Source("diary.csv", content), diary.files()[1]])


@calm
@given(diaries(), st.sampled_from(["Total", "Mean", "Summe", "Mittelwert", "n ="]))
def test_a_total_below_changes_no_record(diary, word):
    headache = sum(int(row[2]) for row in diary.rows)
    migraine = sum(int(row[3]) for row in diary.rows)
    footer = [(word, "", str(headache), str(migraine), "")]
    content = table([diary.head, *diary.rows, *footer])
    same, report = as_written(diary, [Source("diary.csv", content), diary.files()[1]])
    assert same or report.questions, report.sentences()


@calm
@given(diaries(), st.booleans(), st.booleans())
def test_a_workbook_holds_what_the_csv_holds(diary, as_dates, in_one):
    def when(text: str) -> Any:
        return date.fromisoformat(text) if as_dates else text

    rows = [[p, when(d), int(h), int(m), int(n)] for p, d, h, m, n in diary.rows]
    sessions = [[p, when(d)] for p, d in diary.sessions]
    sheets = {"Diary": [diary.head, *rows], "Sessions": [diary.sessions_head, *sessions]}
    if in_one:
        files = [Source("clinic.xlsx", workbook(sheets))]
    else:
        files = [Source(f"{name}.xlsx", workbook({name: cells})) for name, cells in sheets.items()]
    the_same(diary, files)


@calm
@given(diaries(), st.lists(st.integers(0, 3), min_size=150, max_size=150), seeds)
def test_a_diary_split_into_files_is_the_same_or_asked(diary, parts, seed):
    split = [
        [row for row, part in zip(diary.rows, parts, strict=False) if part == number]
        for number in range(4)
    ]
    files = [
        Source(f"part {number}.csv", table([diary.head, *rows]))
        for number, rows in enumerate(split)
        if rows
    ]
    the_same_or_asked(diary, shuffled([*files, diary.files()[1]], seed))


@calm
@given(diaries(), st.integers(1, 30), st.booleans())
def test_a_diary_split_by_time_is_the_same_or_asked(diary, days, overlap):
    turn = (date.fromisoformat(min(row[1] for row in diary.rows)) + days * DAY).isoformat()
    early = [row for row in diary.rows if row[1] < turn or (overlap and row[1] == turn)]
    late = [row for row in diary.rows if row[1] >= turn]
    files = [
        Source(f"{name}.csv", table([diary.head, *rows]))
        for name, rows in (("first", early), ("second", late))
        if rows
    ]
    the_same_or_asked(diary, [*files, diary.files()[1]])


@calm
@given(diaries())
def test_headache_and_migraine_in_files_of_their_own_are_the_same_or_asked(diary):
    head, migraine = diary.head[:3], ("patient_id", "date", "migraine", "pain")
    files = [
        Source("headache.csv", table([head, *(row[:3] for row in diary.rows)])),
        Source("migraine.csv", table([migraine, *((*r[:2], *r[3:]) for r in diary.rows)])),
        diary.files()[1],
    ]
    the_same_or_asked(diary, files)


@calm
@given(diaries(), st.sampled_from(["Tagebuch 3.csv", "a/diary.csv", "DIARY.CSV", "journal.txt"]))
def test_the_name_of_a_file_that_names_its_patients_changes_nothing(diary, name):
    the_same(diary, [Source(name, diary.files()[0].content), diary.files()[1]])


# An attack list: one patient, one stated period, any split and order.


@st.composite
def attack_lists(draw: st.DrawFn) -> tuple[date, list[tuple[date, str]]]:
    first = draw(st.dates(date(2023, 1, 1), date(2024, 12, 1)))
    places = draw(st.lists(st.integers(0, 55), min_size=3, max_size=20, unique=True))
    return first, [(first + place * DAY, "M" if place % 2 else "H") for place in sorted(places)]


def tracked(attacks: Sequence[tuple[date, str]]) -> list[list[Any]]:
    pain = {"M": 8, "H": 2}
    rows = [[f"{d} 14:05:00", f"{d} 18:20:00", pain[c], "", "", ""] for d, c in attacks]
    return [list(TRACKER), *rows]


@calm
@given(attack_lists(), st.lists(st.integers(0, 2), min_size=20, max_size=20), seeds, st.booleans())
def test_an_attack_list_in_any_split_and_order_is_the_list(listed, parts, seed, other_app):
    first, attacks = listed
    observed = (first, first + 55 * DAY)
    split = [
        [attack for attack, part in zip(attacks, parts, strict=False) if part == number]
        for number in range(3)
    ]
    files = [
        Source(f"{n}.csv", table((tracked if other_app and n == 1 else bot)(shuffled(part, seed))))
        for n, part in enumerate(split)
        if part
    ]
    choices = Choices(observed=observed, ids={f"{n}.csv": "Nora" for n in range(3)})
    records, report = read_records(shuffled(files, seed), choices)
    bad = {day for day, _ in attacks}
    days = [first + place * DAY for place in range(56)]
    expected = {("Nora", day.isoformat(), "1" if day in bad else "0") for day in days}
    found = days_of(records, ("patient_id", "date", "headache"))
    assert found == expected, report.sentences()
