"""A damaged line costs itself, in a scan as at the door: the same rows are used and set aside."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.frames import CANONICAL
from importing import Choices, Source, read_records
from registry import lines
from registry.engines import DUCKDB
from registry.lines import form_of
from registry.opened import opened
from tests.examples import examples

HEAD = "patient_id,date,headache,migraine"
FIRST = date(2024, 1, 1)


def rows(patient: str, days: int = 60) -> list[str]:
    return [f"{patient},{FIRST + timedelta(days=n)},{int(n % 2)},{int(n % 4 == 1)}"
            for n in range(days)]  # fmt: skip


DAMAGE = {
    "a cell too few": lambda line: line.rpartition(",")[0],
    "two cells": lambda line: ",".join(line.split(",")[:2]),
    "a cell too many": lambda line: f"{line},0",
    "an empty cell too many": lambda line: f"{line},",
    "a separator in between": lambda line: line.replace(",", ",,", 1),
    "another separator": lambda line: line.replace(",", ";"),
    "a mark before a cell": lambda line: line.replace(",2", ',"2', 1),
    "a mark behind a line": lambda line: f'{line}"',
    "a mark before an id": lambda line: f'"{line}',
    "marks around a cell": lambda line: line.replace("2024", '"2024', 1).replace(",0", '",0', 1),
    "a line break": lambda line: line.replace("-", "-\n", 1),
    "blank": lambda line: "",
    "separators alone": lambda line: ",,,",
    "one word": lambda line: "interrupted",
    "a return": lambda line: f"{line}\r",
    "not utf-8": lambda line: line.replace("A", "Ä"),
}


def both_ways(folder, files: dict[str, bytes]):
    """What the door says of these files, and what a scan of their folder says."""
    for path in folder.glob("*.csv"):
        path.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    records, report = read_records([Source(n, c, "diary") for n, c in files.items()], Choices())
    answers = {q.code: dict(q.options) and q.options[-1][0] for q in report.questions}
    if answers:
        return None
    with opened(str(folder), DUCKDB) as diary:
        days = diary.collect(diary.days).sort_values(["patient_id", "date"], ignore_index=True)
        account = diary.account()
    kept = ["patient_id", "date", "headache", "migraine"]
    types = {
        column.name: "Int8" for column in CANONICAL["diary"].columns if column.name in kept[2:]
    }
    ours = records.diary[kept].astype(types).reset_index(drop=True)
    theirs = days[kept].astype({"date": "datetime64[s]", **types})
    return (ours, report), (theirs, account)


def the_same(folder, files: dict[str, bytes]) -> None:
    found = both_ways(folder, files)
    if found is None:
        return
    (ours, report), (theirs, account) = found
    pd.testing.assert_frame_equal(ours, theirs, check_dtype=False)
    assert account.used == sum(file.used for file in report.files) == len(ours)
    assert sum(account.set_aside.values()) == report.set_aside
    assert account.read == sum(file.rows_read for file in report.files)
    assert account.read == account.used + account.duplicates + sum(account.set_aside.values())


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_line_costs_itself_in_a_scan_too(kind, tmp_path):
    whole, hurt = rows("B"), rows("A")
    for place in (10, 20, 30, 31, 40):
        hurt[place] = DAMAGE[kind](hurt[place])
    encoding = "latin-1" if kind == "not utf-8" else "utf-8"
    files = {
        "a.csv": ("\n".join([HEAD, *hurt]) + "\n").encode(encoding),
        "b.csv": ("\n".join([HEAD, *whole]) + "\n").encode(),
    }
    the_same(tmp_path, files)
    with opened(str(tmp_path), DUCKDB) as diary:
        used = diary.collect(diary.days).groupby("patient_id").size()
        assert used["B"] == 60
        assert used["A"] >= 50
        mended = diary._lines.mended
    assert [one.file.name for one in mended] == ["a.csv"]


def test_the_account_of_damaged_lines_is_told(tmp_path):
    hurt = rows("A")
    hurt[5], hurt[6] = f"{hurt[5]},0", hurt[6].rpartition(",")[0]
    (tmp_path / "a.csv").write_text("\n".join([HEAD, *hurt]) + "\n", encoding="utf-8", newline="")
    with opened(str(tmp_path), DUCKDB) as diary:
        account = diary.account()
    assert account.set_aside == {
        "5 cells where 4 were expected": 1,
        "3 cells where 4 were expected": 1,
    }
    assert any("a.csv: not every line is written as the first one" in told for told in account.told)


@settings(
    max_examples=examples(12),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(st.tuples(st.integers(0, 59), st.sampled_from(sorted(DAMAGE))), max_size=6),
    st.lists(st.tuples(st.integers(0, 59), st.sampled_from(sorted(DAMAGE))), max_size=2),
    st.sampled_from(["\n", "\r\n"]),
    st.integers(0, 2),
    st.integers(7, 600),
)
def test_any_damage_gives_the_same_rows_both_ways(tmp_path, first, second, ends, blank, at_once):
    files = {}
    for name, damage in (("A", first), ("B", second)):
        hurt = rows(name)
        for place, kind in damage:
            hurt[place] = DAMAGE[kind](hurt[place])
        text = ends.join([HEAD, *hurt]) + ends * blank
        files[f"{name}.csv"] = text.encode("utf-8")
    usual, lines.AT_ONCE = lines.AT_ONCE, at_once
    try:
        the_same(tmp_path, files)
    finally:
        lines.AT_ONCE = usual


def written(cells: list[list[str]], delimiter: str, quoting: int) -> str:
    return pd.DataFrame(cells[1:], columns=cells[0]).to_csv(
        index=False, sep=delimiter, quoting=quoting
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("quoting", [0, 1])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_what_programs_write_is_scanned_as_it_lies(delimiter, quoting, ends, tmp_path):
    cells = [line.split(",") for line in [HEAD, *rows("A")]]
    cells[3][0] = f"A{delimiter}1"
    text = written(cells, delimiter, quoting).replace("\n", ends)
    file = tmp_path / "a.csv"
    for tail in ("", ends * 3):
        file.write_bytes((text + tail).encode())
        assert form_of(file) is not None
    file.write_bytes(text.rstrip("\r\n").encode())
    assert form_of(file) is not None
    the_same(tmp_path, {"a.csv": text.encode()})


def test_files_whose_columns_stand_in_other_orders_are_one_diary(tmp_path):
    other = ["migraine;headache;date;patient_id"]
    other += [";".join(reversed(line.split(","))) for line in rows("B")]
    files = {
        "a.csv": "\n".join([HEAD, *rows("A")]).encode(),
        "b.csv": "\n".join(other).encode(),
    }
    the_same(tmp_path, files)


def test_lines_are_looked_through_whatever_their_number_at_once(tmp_path):
    random.seed(7)
    file = tmp_path / "a.csv"
    hurt = rows("A")
    hurt[37] += ",0"
    for text, plain in (
        ("\n".join([HEAD, *rows("A"), ""]), True),
        ("\n".join([HEAD, *hurt]), False),
    ):
        file.write_text(text, encoding="utf-8", newline="")
        for at_once in (random.randrange(1, 300) for _ in range(20)):
            usual, lines.AT_ONCE = lines.AT_ONCE, at_once
            try:
                assert (form_of(file) is not None) is plain
            finally:
                lines.AT_ONCE = usual


@pytest.mark.parametrize(
    "cell",
    [
        "1",
        "0",
        "1.0",
        "1,0",
        "0.00",
        "true",
        "FALSE",
        "1e0",
        "+1",
        "01",
        "1.000",
        "-0",
        "0x1",
        "1_",
    ],
)
def test_a_flag_is_read_alike(cell, tmp_path):
    odd = rows("A")
    for place in (4, 7):
        patient, day, _, migraine = odd[place].split(",")
        odd[place] = f'{patient},{day},"{cell}",' + ("" if cell[0] == "0" else migraine)
    the_same(tmp_path, {"a.csv": "\n".join([HEAD, *odd]).encode()})


@pytest.mark.parametrize(
    "cell",
    ["", " 00:00:00", "T08:30", "?", "x", " a", "5", " 00:00", " 08:30 am"],
)
def test_a_day_is_read_alike(cell, tmp_path):
    odd = rows("A")
    odd[4] = odd[4].replace("2024-01-05", f"2024-01-05{cell}")
    the_same(tmp_path, {"a.csv": "\n".join([HEAD, *odd]).encode()})


@pytest.mark.parametrize("cell", ["7", "7.5", "7,5", "1_0", "1e1", "11", "-1", "high", "", "nan"])
def test_pain_is_read_alike(cell, tmp_path):
    cells = [
        f'{line},"{cell}"' if n == 1 else f"{line},{n % 2 * 6}" for n, line in enumerate(rows("A"))
    ]
    content = "\n".join([f"{HEAD},pain", *cells]).encode()
    (tmp_path / "a.csv").write_bytes(content)
    records, _ = read_records([Source("a.csv", content, "diary")])
    with opened(str(tmp_path), DUCKDB) as diary:
        days = diary.collect(diary.days).sort_values("date")
    theirs = days["pain"].astype("Float64").fillna(-9).tolist()
    assert records.diary["pain"].fillna(-9).tolist() == theirs
