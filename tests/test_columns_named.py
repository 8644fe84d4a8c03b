"""Is every column of a file read, dropped because it may name a person, or named as not read?"""

from hypothesis import given, settings
from hypothesis import strategies as st

from importing import Source, read_records
from importing.account import MOST_NAMED
from tests.corpus.read import read_as_the_page

OTHERS = ("Weather", "Painkillers left", "Moon (phase)", "Kaffee", "PAIN 2", "Ward no", "Steps")
SHEETS = {
    "diary": ("patient_id,date,headache,migraine", "A,2024-01-{n:02d},1,0"),
    "mapped": ("Pt,Which day?,Did you have a headache?", "A,2024-01-{n:02d},Yes"),
    "wide": ("patient_id,mmd_baseline,mmd_s1,mmd_s2", "P{n},20,8,7"),
    "across": ("Pt,Botox 1,Botox 2", "P{n},2024-02-{n:02d},2024-05-{n:02d}"),
    "attacks": ("Pt,Start,End,Type", "A,2024-01-{n:02d} 08:00,2024-01-{n:02d} 12:00,migraine"),
}


def told_of(sheet: str, others: list[str]) -> tuple[set[str], str]:
    """The columns that are read, and what is said of those that are not."""
    names, row = SHEETS[sheet]
    lines = [",".join([names, *others])]
    lines += [",".join([row.format(n=n), *("x" for _ in others)]) for n in range(1, 9)]
    page = read_as_the_page({"f.csv": "\n".join(lines).encode()})
    (seen,) = page.report.as_read
    (file,) = page.report.files
    told = [notice for notice in file.notices if "further column" in notice]
    assert len(told) <= 1
    return {c.header for c in seen.columns if c.meaning.column}, "".join(told)


@settings(deadline=None, max_examples=40)
@given(st.sampled_from([*SHEETS]), st.lists(st.sampled_from(OTHERS), max_size=7, unique=True))
def test_a_column_that_is_not_read_is_named_by_its_own_name(sheet, others):
    taken, told = told_of(sheet, others)
    left = [name for name in (*SHEETS[sheet][0].split(","), *others) if name not in taken]
    for name in left[:MOST_NAMED]:
        assert f"'{name}'" in told
    assert bool(told) == bool(left)
    if more := len(left) - MOST_NAMED:
        assert (f"and {more} more" in told) == (more > 0)


def test_no_cell_is_named_and_no_column_that_may_name_a_person():
    text = "patient_id,date,headache,Surname,Moon\nA,2024-01-01,1,Meyer,full\n"
    _, report = read_records([Source("f.csv", text.encode())])
    told = " ".join(report.files[0].notices)
    assert "1 further column is not read: 'Moon'." in told
    assert not {"Meyer", "full"} & {*told.replace(".", " ").split()}
