"""Does what a report hands out as data read back to the same numbers?

data.zip, with our names and with ADaM's, with dates and de-identified, under each preset. What
cannot come back says so.
"""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from analytics.definitions import PRESETS
from analytics.privacy import new_key
from analytics.result import result_of
from analytics.settings import Settings
from importing import Choices, Source, read_records
from reports.data_zip import data_zip
from tests.examples import examples
from tests.front_door import days, diary, sessions

pytestmark = pytest.mark.slow

KEY = new_key()
FIRST = pd.Timestamp("2023-01-02")
DRAWN = (Phase.explicit, Phase.generate)  # a smaller example takes minutes and says the same
RATES = ["session", "responders", "evaluable", "due"]


def cohort(people: list[tuple[int, list[int], bool]]):
    """Records of people with so many days of 28 before, and after each session; some stop early."""
    rows, given_on = [], []
    for number, (before, after, thin) in enumerate(people):
        start, name = FIRST + timedelta(days=number), f"P{number:02}"
        rows += diary(name, start.date().isoformat(), days(before, 28))
        for n, flagged in enumerate(after):
            on = start + timedelta(days=28 + 84 * n)
            given_on += sessions(name, on.date().isoformat())
            recorded = 8 if thin and n else 84
            letters = (days(flagged, 28) * 3)[:recorded]
            rows += diary(name, on.date().isoformat(), letters)
    files = [("diary.csv", rows), ("sessions.csv", given_on)]
    records, report = read_records(
        [Source(name, pd.DataFrame(table).to_csv(index=False).encode()) for name, table in files]
    )
    assert not report.questions, list(report.sentences())
    return records


def files_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rates(records, chosen: Settings, columns: list[str] = RATES) -> list[list[object]]:
    found = result_of(records, chosen).rates[columns]
    return found.astype("object").to_numpy().tolist()


PEOPLE = st.lists(
    st.tuples(
        st.integers(8, 26),
        st.lists(st.integers(0, 28), min_size=1, max_size=3),
        st.booleans(),
    ),
    min_size=1,
    max_size=4,
)


@settings(
    max_examples=examples(3),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=DRAWN,
)
@given(PEOPLE, st.sampled_from(sorted(PRESETS)), st.booleans(), st.booleans(), st.booleans())
def test_a_package_reads_back_to_its_rates(people, preset, adam, keyed, every_day):
    records, chosen = cohort(people), Settings(PRESETS[preset])
    content = data_zip(
        result_of(records, chosen),
        chosen,
        key=KEY if keyed else "",
        adam=adam,
        every_day=every_day,
    )
    again, report = read_records([Source("data.zip", content)])
    assert not report.undecided, list(report.sentences())
    assert rates(again, chosen.as_counted(again)) == rates(records, chosen)


@settings(
    max_examples=examples(3),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=DRAWN,
)
@given(PEOPLE, st.sampled_from(["hull2014", "preempt"]))
def test_de_identified_days_read_back_to_who_is_judged_and_say_what_does_not_come_back(
    people, preset
):
    records, chosen = cohort(people), Settings(PRESETS[preset])
    files = files_of(data_zip(result_of(records, chosen), chosen, key=KEY, every_day=True))
    sources = [Source(name, files[name]) for name in ("diary.csv", "sessions.csv")]
    again, report = read_records(sources, Choices())
    assert not report.questions, list(report.sentences())
    told = " ".join(report.sentences())
    assert "Who of them was due is not told" in told
    judged = ["session", "responders", "evaluable"]
    expected = [row for row in rates(records, chosen, judged) if row[2]]
    assert [row for row in rates(again, chosen, judged) if row[2]] == expected


def test_outcomes_under_names_of_adam_are_no_records_and_say_what_is():
    chosen = Settings()
    records = cohort([(20, [10, 8], False)])
    files = files_of(data_zip(result_of(records, chosen), chosen, adam=True))
    found, report = read_records([Source("outcomes.csv", files["outcomes.csv"])])
    assert found.diary.empty
    assert found.counts.empty
    assert found.cycles.empty
    assert "cycles.csv of data.zip" in report.problems[0]
