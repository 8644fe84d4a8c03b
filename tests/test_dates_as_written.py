"""Is a date with the name of its month read as itself, in nine languages?"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importing.moments import ISO, read_day

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
