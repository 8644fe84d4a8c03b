"""Is each file opened once, however many there are and however often they are read?"""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date, timedelta

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from cleardays import main
from importing import Choices, ImportReport, Mapping, Source, read_records
from importing.layouts import all_layouts, is_header
from importing.opened_once import OpenedOnce
from importing.written_as_text import bare
from tests.corpus.listed import first_of
from tests.corpus.read import read_as_the_page
from tests.examples import examples

FILES = 100
DAYS = 5


def filed(names: str = "date,headache,migraine", flags: str = "1,0") -> dict[str, bytes]:
    """A file for each of a hundred patients, a few days in each."""
    first = date(2024, 1, 20)  # no two files hold the same
    return {
        f"K-{n:03d}.csv": "\n".join(
            [names, *(f"{first + timedelta(days=n + d)},{flags}" for d in range(DAYS)), ""]
        ).encode()
        for n in range(FILES)
    }


@pytest.fixture
def opened(monkeypatch) -> Counter[str]:
    """How often each file was opened."""
    times: Counter[str] = Counter()
    module = sys.modules[Source.__module__]
    open_tables = module.open_tables  # type: ignore[attr-defined]

    def counted(name, content, test):
        times[name] += 1
        return open_tables(name, content, test)

    monkeypatch.setattr(module, "open_tables", counted)
    return times


@pytest.mark.parametrize("names", ["date,headache,migraine", "Datum,Kopfschmerz,Migräne"])
def test_a_hundred_files_on_the_page_are_opened_once_each(opened, names):
    """Also where they are read again by what was suggested, and after every choice."""
    page = read_as_the_page(filed(names))
    assert not page.report.questions
    assert page.records.diary["patient_id"].nunique() == FILES
    assert len(page.records.diary) == FILES * DAYS
    assert set(opened.values()) == {1}
    assert len(opened) == FILES
    again = page.chosen(page.choices)
    assert len(again.records.diary) == FILES * DAYS
    assert set(opened.values()) == {1}


@pytest.mark.parametrize("shape", ["sheets", "days", "periods", "months"])
def test_a_workbook_and_a_sheet_of_any_shape_are_opened_once(opened, shape):
    page = read_as_the_page(first_of(shape).files)
    assert not page.report.questions
    assert set(opened.values()) == {1}


def test_a_hundred_files_by_command_are_opened_once_each(opened, tmp_path):
    paths = []
    for name, content in filed("patient_id,date,headache", "1").items():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(content.replace(b"\n2024", f"\n{name[:5]},2024".encode()))
    told = CliRunner().invoke(main, ["check", *map(str, paths)])
    assert told.output.count("5 rows read = 5 used") == FILES
    assert len(opened) == FILES
    assert set(opened.values()) == {1}


CELLS = st.sampled_from(
    ["", "1", "date", "Datum", "headache", "patient_id", "Pt", "2024-01-20", "a", "b", "Tag"]
)
TABLES = st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=2, max_size=8)


@settings(deadline=None, max_examples=examples(25))
@given(TABLES, st.lists(st.frozensets(CELLS, min_size=1, max_size=3), max_size=2))
def test_what_stands_is_what_opening_it_again_would_give(rows, named):
    """Whichever rows are named later: kept open, it is read as if it were opened anew."""
    content = "\n".join(",".join(row) for row in rows).encode()
    kept = Source("own.csv", content).kept_open()
    read_records([kept])
    mappings = tuple(
        Mapping(columns=dict.fromkeys(names, "headache"), headers=tuple(names)) for names in named
    )
    choices = Choices(mappings=mappings)
    fresh = Source("own.csv", content).kept_open()
    assert told(read_records([kept], choices)[1]) == told(read_records([fresh], choices)[1])


def told(report: ImportReport) -> tuple[object, ...]:
    """What is said of the files, and their columns."""
    return report.sentences(most=1000), [seen.headers for seen in report.as_read]


def test_another_row_of_names_is_looked_for_anew(opened):
    """Named in a row that was not taken for them: the file is cut anew."""
    source = Source("own.csv", b"a,b,c\nPt,Tag,Kopfweh\nA,2024-01-20,1\nA,2024-01-21,0\n")
    kept = source.kept_open()
    (seen,) = read_records([kept])[1].as_read
    (again,) = read_records([kept], Choices(mappings=(seen.named_in(2),)))[1].as_read
    assert again.headers == ("Pt", "Tag", "Kopfweh")
    assert opened["own.csv"] == 2


@given(st.lists(st.text("0123456789-./: ,;", max_size=12), max_size=6))
def test_a_row_without_a_letter_is_known_by_no_layout(cells):
    assert not is_header(cells)
    assert not any(one.knows(cells) for one in all_layouts() if not one.last_resort)


@given(st.text("ab='\" \n\r-", max_size=8))
def test_a_cell_without_marks_is_its_text(cell):
    """The short way is the long way, where there is nothing to take away."""
    if not cell.strip().startswith(("'", "=")):
        assert bare(cell) == cell


def test_a_file_that_cannot_be_read_is_opened_once_too(opened):
    kept = Source("own.csv", b"").kept_open()
    for _ in range(2):
        _, report = read_records([kept])
        assert "own.csv is empty." in report.sentences()
    assert opened["own.csv"] == 1
    assert isinstance(kept.opened, OpenedOnce)
