"""Diaries that end at different times, and of which no day is missing, are recorded wholly."""

from datetime import date, timedelta

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.research.quality import days_after_ends, recorded_by_month
from importing import Source, read_records
from tests.examples import examples
from words.pages.quality import headline

START = 100  # days from the first entry to session 1


@settings(max_examples=examples(10), deadline=None)
@given(st.lists(st.integers(2, 10), min_size=2, max_size=4, unique=True))
def test_days_after_the_end_of_a_patients_own_diary_stand_apart(lengths):
    first, lengths = date(2023, 1, 1), [20 * length for length in lengths]
    rows = "".join(
        f"P{n},{first + timedelta(days=day)},0\n"
        for n, length in enumerate(lengths)
        for day in range(START + length)
    )
    sessions = "".join(f"P{n},{first + timedelta(days=START)}\n" for n in range(len(lengths)))
    records, _ = read_records(
        [
            Source("diary.csv", f"patient_id,date,headache\n{rows}".encode()),
            Source("sessions.csv", f"patient_id,session_date\n{sessions}".encode()),
        ]
    )
    table, after = recorded_by_month(records), days_after_ends(records)
    assert after == sum(max(lengths) - length for length in lengths)
    assert table["recorded_days"].sum() == table["days"].sum() - after
    assert headline(table, after).startswith(
        f"**:blue[100% of {table['recorded_days'].sum():,} days]"
    )


def test_no_percent_stands_beside_days_of_which_it_is_none():
    """That 13,160 days are not recorded, 67% of all, reads as if 13,160 were 67%."""
    rows = pd.DataFrame({"days": [100], "recorded_days": [67]})
    assert headline(rows, 20) == (
        "**:blue[84% of 80 days] from two months before session 1 to the end of each patient's own "
        "diary are recorded.** :gray[After it, up to the cut-off, 20 more days have no entry: of "
        "all 100 days 67% are recorded.]"
    )
    assert "1 more day has no entry" in headline(rows, 1)
