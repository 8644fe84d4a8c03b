"""Is a date with the name of its month read as itself, in nine languages? Is each cell that is
written otherwise than most told?"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importing import Source, read_records
from importing.moments import ISO, read_day
from importing.report import ranges

MONTHS = {
    "English": "January February March April May June July August September October November "
    "December",
    "German": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "French": "janvier février mars avril mai juin juillet août septembre octobre novembre "
    "décembre",
    "Spanish": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
    "Italian": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre "
    "novembre dicembre",
    "Dutch": "januari februari maart april mei juni juli augustus september oktober november "
    "december",
    "Portuguese": "janeiro fevereiro março abril maio junho julho agosto setembro outubro "
    "novembro dezembro",
    "Danish": "januar februar marts april maj juni juli august september oktober november december",
    "Swedish": "januari februari mars april maj juni juli augusti september oktober november "
    "december",
}
WAYS = ("{day} {month} {year}", "{day}. {month} {year}", "{day}-{month}-{year}")


@pytest.mark.parametrize("language", MONTHS)
@given(day=st.dates(date(1990, 1, 1), date(2099, 12, 31)), way=st.sampled_from(WAYS))
def test_a_day_and_its_month_by_name(language, day, way):
    month = MONTHS[language].split()[day.month - 1]
    for name in (month, month.lower(), month.upper(), month.capitalize()):
        assert read_day(way.format(day=day.day, month=name, year=day.year), ISO) == day


@pytest.mark.parametrize("language", ["Spanish", "Portuguese"])
@given(day=st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_a_day_of_its_month_of_its_year(language, day):
    month = MONTHS[language].split()[day.month - 1]
    assert read_day(f"{day.day} de {month} de {day.year}", ISO) == day


@given(day=st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_short_names_and_bare_digits(day):
    short = MONTHS["English"].split()[day.month - 1][:3]
    for text in (f"{day.day:02d}{short.upper()}{day.year}", f"{short} {day.day}, {day.year}"):
        assert read_day(text, ISO) == day


WRITTEN = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%b-%Y", "%Y%m%d")


def _said_of_dates(texts):
    rows = "".join(f"A,{text},0\n" for text in texts)
    content = f"patient_id,date,headache\n{rows}".encode()
    records, report = read_records([Source("diary.csv", content)])
    assert len(records.diary) == len(texts)
    return [said for said in report.sentences() if "written as" in said]


@given(st.sampled_from(WRITTEN), st.sampled_from(WRITTEN), st.sets(st.integers(0, 17), max_size=5))
def test_cells_written_otherwise_than_most_are_told_with_their_rows(most, other, places):
    days = [date(2024, 1, 13) + timedelta(days=n) for n in range(18)]
    others = places if most != other else set()
    told = _said_of_dates(
        [day.strftime(other if n in others else most) for n, day in enumerate(days)]
    )
    assert len(told) == bool(others)
    if others:
        assert ranges(n + 2 for n in others) in told[0]
        assert (
            f"{18 - len(others)} as '{days[min({*range(18)} - others)].strftime(most)}'" in told[0]
        )


def test_of_two_orders_the_rows_of_the_rarer_one_are_told():
    texts = ["13/02/2024", "14/02/2024", "02/15/2024", "01/02/2024"]
    content = "patient_id,date,headache\n" + "".join(f"A,{text},0\n" for text in texts)
    _, report = read_records([Source("diary.csv", content.encode())])
    (told,) = [said for said in report.sentences() if "written as" in said]
    assert "1 cell written as '02/15/2024' (row 4), 3 as '13/02/2024'" in told
