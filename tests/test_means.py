"""Counts that are monthly means: judged as the decimal fractions that they are."""

import io
import re
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st
from openpyxl import Workbook
from pandas.testing import assert_frame_equal

from analytics.cycles import count_cycles, to_hand_on
from analytics.definitions import DEFAULT_DEFINITION, PRESETS
from analytics.frames import COUNTS, CYCLES
from analytics.guidelines import verdicts
from analytics.outcomes import derive_outcomes
from analytics.result import result_of
from analytics.settings import Settings
from analytics.summaries import responder_rates
from analytics.therapies import BOTULINUM_TOXIN
from analytics.written import CsvStyle, as_csv
from importing import Choices, Source, read_records
from importing.merging import merge
from importing.stamped import read_stamped, write_parquet, write_stamped
from tests.counted import opened
from tests.examples import examples
from tests.test_pages import text
from words.guidelines import in_words
from words.pages.response import not_judged
from words.sentences import read_aloud

pytestmark = pytest.mark.slow

HEADER = "patient_id,session,migraine_days,headache_days,recorded_days\n"


def counts(*rows: str) -> str:
    return HEADER + "".join(f"{row}\n" for row in rows)


def pair(before: str, after: str, patient: str = "A") -> tuple[str, str]:
    return f"{patient},0,{before},,", f"{patient},1,{after},,"


def read(content: str | bytes, name: str = "counts.csv", **choices):
    data = content.encode() if isinstance(content, str) else content
    return read_records([Source(name, data)], Choices(**choices))


def judged(*rows: str, threshold: int = 50) -> pd.DataFrame:
    records, report = read(counts(*rows))
    assert not report.files[0].set_aside, report.files[0].broken["problem"].tolist()
    found = result_of(records, Settings(DEFAULT_DEFINITION.changed(threshold=threshold))).outcomes
    return found[found["session"] == 1].set_index("patient_id")


@pytest.mark.parametrize(
    ("before", "after", "responder", "depends"),
    [
        ("26.67", "13.33", True, True),  # 13.335 is half of 26.67
        ("26.67", "13.34", False, True),
        ("26.67", "13.32", True, False),  # 13.325 of 26.665 is still under half
        ("26.67", "13.35", False, False),
        ("26.670", "13.330", True, False),  # the text decides: half a thousandth turns nothing
        ("26.6", "13.3", True, True),
        ("26.60", "13.30", True, True),
        ("20.0", "10.0", True, True),  # judged as 20 and 10
        ("20.0", "9.9", True, False),
        ("20", "10", True, False),  # days that were counted
        ("20.00", "10", True, True),  # beside a mean a whole number is one
        ("20.00", "5", True, False),
        ("26.666666666666667", "13.333333333333334", False, True),
        ("26.666666666666668", "13.333333333333334", True, True),
        ("26.6666666666666667", "13.3333333333333333", True, True),  # more digits than a float
        ("26.6666666666666667", "13.3333333333333334", False, True),
        ("0.5", "0.0", True, False),
    ],
)
def test_a_mean_is_judged_as_written(before, after, responder, depends):
    row = judged(*pair(before, after)).loc["A"]
    assert row["evaluable"]
    assert row["reason"] == ""
    assert row["responder"] == responder == row["responder_50"]
    assert row["depends_on_rounding"] == depends
    assert (row["percent_reduction"] >= 50) == responder
    assert (row["baseline"], row["monthly_days"]) == (float(before), float(after))


def test_the_mark_is_that_of_the_threshold_in_use():
    at_50, at_30 = (judged(*pair("26.67", "13.33"), threshold=t).loc["A"] for t in (50, 30))
    assert at_50["depends_on_rounding"]
    assert not at_30["depends_on_rounding"]
    assert judged(*pair("20.00", "0.00"), threshold=100).loc["A", "depends_on_rounding"]


@trying(max_examples=examples(5), deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 31 * 10**3), st.integers(0, 4), st.integers(0, 1200), st.integers(0, 4)
        ),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from([30, 50, 75, 100]),
    st.sampled_from([28, 30]),
)
def test_the_law_of_fractions(drawn, threshold, month):
    def written(units: int, places: int) -> str:
        digits = str(units).rjust(places + 1, "0")
        return f"{digits[:-places]}.{digits[-places:]}" if places else digits

    texts, rows = [], []
    for number, (b, places, per_mille, others) in enumerate(drawn):
        before = written(b * 10**places // 1000, places)
        near = Fraction(before) * per_mille / 1000  # near and over the baseline, so that all occurs
        after = written(min(round(near * 10**others), 31 * 10**others), others)
        texts.append((before, after))
        rows += pair(before, after, f"P{number}")
    records, _ = read(counts(*rows))
    definition = DEFAULT_DEFINITION.changed(threshold=threshold, month=month)
    found = derive_outcomes(count_cycles(records, definition), definition)
    found = found[found["session"] == 1].set_index("patient_id")
    for number, (before, after) in enumerate(texts):
        row = found.loc[f"P{number}"]
        b, f = Fraction(before), Fraction(after)
        assert row["evaluable"] == (b > 0)
        if not b:
            assert pd.isna(row["responder"])
            assert pd.isna(row["depends_on_rounding"])
            continue

        def reached(b: Fraction, f: Fraction, percent: int) -> bool:
            return f <= b * (1 - Fraction(percent, 100))

        for percent in (30, 50, 75, 100):
            assert row[f"responder_{percent}"] == reached(b, f, percent)
        assert row["percent_reduction"] == pytest.approx(float(100 * (b - f) / b), abs=1e-12)
        halves = [Fraction(1, 2 * 10 ** len(t.partition(".")[2])) for t in (before, after)]
        ends = {
            reached(b + x * halves[0], max(f + y * halves[1], Fraction(0)), threshold)
            for x in (-1, 0, 1)
            for y in (-1, 0, 1)
        }
        assert row["depends_on_rounding"] == ("." in before + after and len(ends) == 2)


def test_a_mean_stands_beside_days_that_were_counted():
    """Her baseline is 21 of 28 recorded days, exactly; only the mean is rounded."""
    row = judged("A,0,21,,28", "A,1,11.25,,").loc["A"]
    assert row["baseline"] == 22.5
    assert row["responder"]
    assert row["depends_on_rounding"]
    assert not judged("A,0,21,,28", "A,1,11.24,,").loc["A", "depends_on_rounding"]


def test_decimal_commas():
    lines = ["patient_id;session;migraine_days", "A;0;26,67", "A;1;13,34", "B;0;20,0", "B;1;10,0"]
    records, report = read("\n".join(lines) + "\n")
    assert report.files[0].used == 4
    points, _ = read(counts(*pair("26.67", "13.34"), *pair("20.0", "10.0", "B")))
    assert records.digest == points.digest
    quoted, _ = read(counts('A,0,"26,67",,', 'A,1,"13,34",,', 'B,0,"20,0",,', 'B,1,"10,0",,'))
    assert quoted.digest == points.digest


def test_the_text_decides_what_is_written():
    short, long = (read(counts(*pair(b, "13.35")))[0] for b in ("26.7", "26.70"))
    assert short.digest != long.digest
    assert short.counts["migraine_days"].tolist() == long.counts["migraine_days"].tolist()


def test_means_as_written_have_the_decimal_mark_of_their_table():
    """14.4 beside 14,4 is a date to some spreadsheets."""
    records, _ = read(counts("A,0,26.70,,", "A,1,13.35,,", "B,0,20,,", "B,1,10,,"))
    said = as_csv(records.counts, CsvStyle.of(","))
    assert ";26,70" in said
    assert "." not in said
    again, _ = read(said.encode())
    assert again.digest == records.digest


def test_whole_counts_are_as_they_were():
    records, _ = read(counts("A,0,20,22,", "A,1,10,12,28"))
    assert [c for c in records.counts if c.endswith("_as_written")] == []
    assert str(records.counts["migraine_days"].dtype) == "Int64"
    point, _ = read(counts("A,0,20.0,22.0,28", "A,1,10.0,12.0,28"))  # days of so many recorded
    plain, _ = read(counts("A,0,20,22,28", "A,1,10,12,28"))
    assert point.digest == plain.digest


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("A,1,13.33,,28", "a number of whole days was expected; a monthly mean has a blank"),
        ("A,1,2.667e1,,", "is not a number of days or sessions in plain digits"),
        (f"A,1,13.{'3' * 21},,", "is not written with 1 to 20 decimals"),
        ("A,1,31.01,,", "more than 31 migraine_days: recorded_days is needed"),
        ("A,1,14.01,14.00,", "more migraine_days than headache_days"),
        ("A,1,-0.5,,", "is not between 0 and 366"),
        ("A,1,13.3.3,,", "is not a number"),
    ],
)
def test_what_is_refused_says_what_was_expected(row, problem):
    _, report = read(counts("A,0,26.67,,", row))
    assert (report.files[0].used, report.set_aside) == (2, 0)
    assert problem in " ".join(report.files[0].blank["problem"])
    assert problem in " ".join(told.text for told in report.everything_told)


def test_a_workbook_writes_numbers():
    book = Workbook()
    for row in (
        ["patient_id", "session", "migraine_days"],
        ["A", 0, 80 / 3],
        ["A", 1, 40 / 3],
        ["B", 0, 20.0],
        ["B", 1, 9.5],
    ):
        book.active.append(row)
    sink = io.BytesIO()
    book.save(sink)
    records, report = read(sink.getvalue(), "counts.xlsx")
    assert report.files[0].used == 4
    found = result_of(records, Settings()).outcomes
    rows = found[found["session"] == 1].set_index("patient_id")
    assert rows["responder"].tolist() == [True, True]
    assert rows["depends_on_rounding"].tolist() == [True, False]


MIXED = (
    *pair("26.70", "13.35"),
    *pair("26.7", "13.34", "B"),
    *pair("20", "10", "C"),
    "D,0,20,,28",
    "D,1,13.333333333333333333,,",
)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_cycles_handed_on_come_back_to_the_same_numbers(tmp_path, form):
    records, _ = read(counts(*MIXED, "E,0,31,,", "E,1,31,,"))
    cycles = to_hand_on(count_cycles(records, DEFAULT_DEFINITION), DEFAULT_DEFINITION, None)
    path = tmp_path / f"cycles.{form}"
    if form == "csv":
        path.write_text(as_csv(cycles), encoding="utf-8", newline="")
    else:
        write_parquet([cycles], path, CYCLES)
    back, report = read(path.read_bytes(), path.name)
    assert report.files[0].used == len(cycles)
    assert_frame_equal(
        result_of(back, Settings()).outcomes,
        result_of(records, Settings()).outcomes,
        check_dtype=False,
    )
    again = to_hand_on(count_cycles(back, DEFAULT_DEFINITION), DEFAULT_DEFINITION, None)
    assert as_csv(again) == as_csv(cycles)


@pytest.mark.parametrize("comma", [False, True])
def test_counts_that_were_checked_come_back_as_csv_and_parquet(comma):
    records, _ = read(counts(*MIXED))
    back, _ = read(as_csv(records.counts, CsvStyle.of("," if comma else ".")))
    assert back.digest == records.digest
    stamped = read_stamped(write_stamped(COUNTS, records.counts))
    assert stamped is not None
    assert_frame_equal(stamped[1], records.counts)


def test_cycles_that_were_written_over_are_set_aside():
    records, _ = read(counts(*MIXED))
    cycles = to_hand_on(count_cycles(records, DEFAULT_DEFINITION), DEFAULT_DEFINITION, None)
    content = as_csv(cycles)
    _, other = read(content.replace(",26.7,", ",25.7,", 1))
    assert "is not migraine_days with its decimals" in " ".join(other.files[0].broken["problem"])
    counted = as_csv(cycles.assign(complete_months=False))
    _, other = read(counted)
    assert "a monthly mean has complete_months 1" in " ".join(other.files[0].broken["problem"])


def test_a_file_without_means_goes_on_top_of_one_with_them():
    old, new = read(counts(*MIXED))[0], read(counts("C,0,20,,", "C,1,9,,"))[0]
    merged, changes = merge(old, new)
    assert changes[["replaced", "skipped"]].to_numpy().tolist() == [[1, 1]]
    found = result_of(merged, Settings()).outcomes.set_index(["patient_id", "session"])
    assert found.loc[("A", 1), "depends_on_rounding"]
    assert found.loc[("C", 1), "days"] == 9


def test_files_are_one_table_in_any_order():
    parts = [counts(*MIXED[:4]), counts(*MIXED[4:])]
    whole = read(counts(*MIXED))[0]
    for order in (parts, parts[::-1]):
        records, _ = read_records(
            [Source(f"{n}.csv", part.encode()) for n, part in enumerate(order)]
        )
        assert_frame_equal(
            result_of(records, Settings()).outcomes, result_of(whole, Settings()).outcomes
        )


def test_the_count_stands_under_the_rate(door):
    table = counts(*MIXED)
    rates = door.rates(counts=table)
    assert rates["depends_on_rounding"].tolist() == [2]
    assert "depends_on_rounding" not in door.rates(counts=counts(*pair("26.67", "5.00")))
    assert "depend on rounding" in door.run("rates", counts=table).stderr
    outcomes = door.outcomes(counts=table)
    assert outcomes["depends_on_rounding"].sum() == 2
    assert outcomes.loc[("D", 1), "days"] == pytest.approx(13.3333333)


def test_verdicts_are_exact_and_say_the_decimals():
    rows = ["A,0,10,26.67,", "A,1,2,18.66,", "A,2,2,18.67,", "B,0,7.99,15.00,", "B,1,3,7.50,"]
    found = in_words(verdicts(read(counts(*rows))[0], BOTULINUM_TOXIN)).set_index(
        ["patient_id", "session", "rule"]
    )
    line = found.loc[("A", 2, "nice_nonresponse")]
    assert line["verdict"] == "meets"  # 70% of 26.67 is 18.669
    assert re.search(r"26\.67 of 28 before, 18\.67 of 28", line["basis"])
    assert found.loc[("B", 0, "chronic_range"), "verdict"] == "does_not_meet"
    assert "migraine days 7.99 of 30" in found.loc[("B", 0, "chronic_range"), "basis"]
    assert found.loc[("B", 1, "hull_responder"), "verdict"] == "meets"


def test_every_preset_judges_means():
    records, _ = read(counts("A,0,10.5,26.67,", "A,1,2.25,13.33,"))
    for preset in PRESETS.values():
        found = responder_rates(result_of(records, Settings(preset)).outcomes)
        assert found["evaluable"].tolist() == [1]


@pytest.mark.parametrize("page", ["app.py", "pages/reduction.py", "pages/quality.py"])
def test_the_pages_say_it(page):
    app = opened(page, read(counts(*MIXED))[0]).run()
    assert not app.exception
    assert "Depends on rounding: 2 judged after this session" in text(app)


def test_a_count_that_is_not_there_is_no_thin_diary(door):
    """Blank, or not to be read; a count of too few recorded days is thin as before."""
    rows = ["A,0,20,,28", "A,1,DNA,,", "A,2,8,,28", "B,0,20,,28", "B,1,4,,9"]
    table = "patient_id,session,migraine_days,headache_days,recorded_days\n" + "\n".join(rows)
    found = door.outcomes(counts=table + "\n")
    assert found.loc[("A", 1), "reason"] == "no count recorded"
    assert found.loc[("B", 1), "reason"] == "diary too thin"
    assert door.rates(counts=table + "\n").loc[1, "missing_diary"] == 2
    rows = result_of(read(table + "\n")[0], Settings()).outcomes
    told = read_aloud(rows[(rows["patient_id"] == "A") & (rows["session"] < 2)], DEFAULT_DEFINITION)
    assert "No count was noted" in told
    rate = door.rates(counts=table + "\n").reset_index().iloc[0]
    assert "no count, or of too few days 2" in not_judged(rate, of_counts=True)
