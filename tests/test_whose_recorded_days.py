"""Counts of one file and the days recorded of another: asked, and never put together in silence."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importing import Choices, Source, read_records
from tests.examples import examples

MONTHS = "patient_id,session,migraine_days\nA,0,20\nA,1,8\n"
OF_DAYS = "patient_id,session,headache_days,recorded_days\nA,0,24,28\nA,1,12,20\n"
OLD = "patient_id,session,migraine_days,recorded_days\nA,0,20,30\nA,1,10,20\n"


def read(files: dict[str, str], answer: str = "", **choices):
    sources = [Source(name, text.encode()) for name, text in files.items()]
    records, report = read_records(sources, Choices(**choices))
    if answer:
        [question] = report.questions
        answers = {question.code: answer}
        records, report = read_records(sources, Choices(**choices, answers=answers))
    for file in report.files:
        other = file.duplicates + file.set_aside + file.replaced + file.not_used
        assert file.rows_read == file.used + other
    return records.counts, report


def rows(counts: pd.DataFrame) -> list[tuple[object, ...]]:
    names = ["session", "migraine_days", "headache_days", "recorded_days"]
    found = counts.reindex(columns=names).astype("Float64").astype(object)
    return [tuple(row) for row in found.where(found.notna(), None).itertuples(index=False)]


@pytest.mark.parametrize("order", [("m.csv", "h.csv"), ("h.csv", "m.csv")])
def test_the_days_recorded_of_another_file_are_asked_about(order):
    files = {"m.csv": MONTHS, "h.csv": OF_DAYS}
    files = {name: files[name] for name in order}
    assert [q.kind for q in read(files)[1].questions] == ["whose_recorded_days"]
    shared, _ = read(files, "shared")
    assert rows(shared) == [(0, 20, 24, 28), (1, 8, 12, 20)]
    apart, report = read(files, "apart")
    assert rows(apart) == [(0, None, 24, 28), (1, None, 12, 20)]
    assert {file.file: file.set_aside for file in report.files} == {"m.csv": 2, "h.csv": 0}


def test_a_correction_without_days_recorded_is_asked_whether_the_old_ones_hold():
    files = {"o.csv": OLD, "n.csv": "patient_id,session,migraine_days\nA,1,5\n"}
    said = {"corrects": {"n.csv": "o.csv"}}
    assert [q.kind for q in read(files, **said)[1].questions] == ["whose_recorded_days"]
    assert rows(read(files, "shared", **said)[0]) == [(0, 20, None, 30), (1, 5, None, 20)]
    assert rows(read(files, "apart", **said)[0]) == [(0, 20, None, 30), (1, 5, None, None)]


def test_a_correction_of_the_days_recorded_is_asked_whether_old_counts_are_of_them():
    files = {"o.csv": OLD, "n.csv": "patient_id,session,headache_days,recorded_days\nA,1,15,28\n"}
    said = {"corrects": {"n.csv": "o.csv"}}
    assert rows(read(files, "shared", **said)[0])[1] == (1, 10, 15, 28)
    assert rows(read(files, "apart", **said)[0])[1] == (1, None, 15, 28)


def test_nothing_is_asked_where_no_count_would_change():
    both = "patient_id,session,migraine_days,recorded_days\nA,0,20,28\nA,1,8,20\n"
    assert not read({"m.csv": MONTHS, "b.csv": both})[1].undecided
    others = "patient_id,session,migraine_days\nB,0,20\nB,1,8\n"
    assert not read({"m.csv": others, "h.csv": OF_DAYS})[1].undecided
    assert not read({"m.csv": MONTHS, "h.csv": "patient_id,session,headache_days\nA,1,12\n"})[
        1
    ].undecided


@pytest.mark.parametrize(
    ("one", "other", "problem"),
    [
        ("migraine_days\nA,1,22", "headache_days\nA,1,12", "more migraine_days than headache_days"),
        (
            "migraine_days\nA,1,22",
            "headache_days,recorded_days\nA,1,12,20",
            "more migraine_days than recorded_days",
        ),
        (
            "migraine_days\nA,1,8.5",
            "headache_days,recorded_days\nA,1,12,20",
            "migraine_days with decimals beside recorded_days",
        ),
    ],
)
def test_rows_of_two_files_keep_the_rules_of_one_row(one, other, problem):
    files = {f"{n}.csv": f"patient_id,session,{text}\n" for n, text in enumerate((one, other))}
    counts, report = read(files, "shared" if "recorded" in other else "")
    assert counts.empty
    assert any(problem in told for told in report.broken["problem"])
    assert report.set_aside == 2


count = st.one_of(st.none(), st.integers(0, 12))
table = st.fixed_dictionaries(
    {}, optional={n: st.lists(count, min_size=3, max_size=3) for n in ("migraine", "headache")}
).filter(bool)


@settings(max_examples=examples(12), deadline=None, derandomize=True)
@given(table, table, st.lists(st.integers(12, 31), min_size=3, max_size=3))
def test_no_count_stands_beside_days_recorded_that_its_file_does_not_say(months, days, recorded):
    def text(columns: dict[str, list[int | None]]) -> str:
        cells = [["patient_id", "session", *columns]]
        cells += [["A", n, *("" if c is None else c for c in row)]
                  for n, row in enumerate(zip(*columns.values(), strict=True))]  # fmt: skip
        return "".join(",".join(map(str, row)) + "\n" for row in cells)

    named = {f"{name}_days": cells for name, cells in months.items()}
    with_days = {f"{name}_days": cells for name, cells in days.items()}
    files = {"m.csv": text(named), "d.csv": text({**with_days, "recorded_days": recorded})}
    counts, report = read(files)
    again, _ = read(dict(reversed(files.items())))
    pd.testing.assert_frame_equal(counts, again)
    if report.questions:
        return
    for _, row in counts[counts["recorded_days"].notna()].iterrows():
        for name in ("migraine_days", "headache_days"):
            if pd.notna(row.get(name)):
                assert with_days[name][row["session"]] == row[name]
