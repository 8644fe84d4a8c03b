"""What does the text of a cell mean?

One small function per kind of column, from text to value, or a ValueError that says what was
expected. They run once per *different* text of a column, not once per row: a diary of millions
of days holds some hundred dates and four kinds of flag.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

from analytics.frames import Column
from importing.moments import ASK, ISO, clock_after, is_clock, read_day

EARLIEST, LATEST = date(1990, 1, 1), date(2099, 12, 31)  # outside: a typing error, not a record

YES_NO = {
    **dict.fromkeys(("1", "1.0", "1,0", "1.00", "1,00", "true"), 1),
    **dict.fromkeys(("0", "0.0", "0,0", "0.00", "0,00", "false"), 0),
}
FLAG_WORDS = {  # how others write yes and no; used words are told
    **YES_NO,
    **dict.fromkeys(("yes", "y", "ja", "j", "oui", "si", "sí", "sì", "sim", "checked", "x"), 1),
    **dict.fromkeys(("no", "n", "nein", "non", "não", "nao", "nee", "nej", "nei", "unchecked"), 0),
    **dict.fromkeys(("wahr", "vrai", "verdadero", "verdadeiro", "vero", "waar", "sant", "sand"), 1),
    **dict.fromkeys(("falsch", "faux", "falso", "onwaar", "falskt", "falsk"), 0),
    **dict.fromkeys(("present", "présent", "présente", "presente", "vorhanden", "aanwezig"), 1),
    **dict.fromkeys(("absent", "absente", "ausente", "assente", "nicht vorhanden", "afwezig"), 0),
    **dict.fromkeys(("positive", "positiv", "pos"), 1),
    **dict.fromkeys(("negative", "negativ", "neg"), 0),
    **dict.fromkeys(("✓", "✔", "✔\ufe0f", "✅", "☑", "☑\ufe0f", "+", "++", "+++"), 1),
    "☐": 0,
    **dict.fromkeys(("mild", "moderate", "severe"), 1),
    **dict.fromkeys(("none", "kein", "keine", "aucun", "aucune", "ninguno", "ninguna"), 0),
    **dict.fromkeys(("nessuno", "nessuna", "nenhum", "nenhuma", "geen", "ingen"), 0),
}

NUMBER = re.compile(r"[+-]?\d{1,6}([.,]\d{1,6})?")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T][\d:.]{1,15})?")
_PARTS = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](\d{4}|\d{2})")
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")  # as it is written behind the door
_TIME = re.compile(r"\d{1,2}[:.]\d{1,2}([:.]\d{1,2})?( ?[AaPp]\.?[Mm]\.?)?")
_WITH_A_POINT = re.compile(r"^(\d{1,2})\.(\d{2})$")
OF_THOUSANDS = re.compile(r"([1-9]\d{0,2})[.,](\d{3})")  # or of a decimal mark: two readings
_DECIMAL_COMMA = re.compile(r"^(\d+),(\d{1,6})$")
DECIMALS = re.compile(r"\+?(\d*)[.,](\d+)", re.ASCII)
MOST_DECIMALS = 20  # more than any program writes of a mean
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
NOT_READ = "\ufffd"  # one for every letter that an alphabet lacks: two ids would become one
SAVE_AS_UTF8 = "save the file as UTF-8 (in Excel: CSV UTF-8) and give it again"
_BREAK = re.compile("(?<![ \xa0])[ \xa0]*[\t-\r\x85\u2028\u2029]+[ \xa0\t-\r\x85\u2028\u2029]*")
_MIDNIGHT = re.compile(r"[ T]00:00(:00(\.0+)?)?$")


def quoted(text: str) -> str:
    """A date, time or number in quotes; anything else may be an id or a note: only its kind."""
    if any(kind.fullmatch(text) for kind in (NUMBER, _DATE, _TIME)):
        return f"'{text}'"
    return "this text"


def as_id(text: str, column: Column) -> str:
    if UNSEEN.search(text):
        raise ValueError("holds a character that cannot be seen (a control or direction mark)")
    if has_odd_marks(text):
        raise ValueError("holds a quotation mark that belongs to no name")
    if NOT_READ in text:
        raise ValueError(f"holds a letter that cannot be read: {SAVE_AS_UTF8}")
    return text


def has_odd_marks(text: str) -> bool:
    """A quotation mark at an edge that frames no part; within, q"uote, it is the clinic's own."""
    at_an_edge = '"' in (text[:1], text[-1:])
    return at_an_edge and (text.count('"') % 2 == 1 or text[0] == text[-1])


def as_text(text: str, column: Column) -> str:
    """A name that is broken over lines is one: a break is a space, what cannot be seen goes."""
    return in_one_line(text)


def in_one_line(text: str) -> str:
    """A break is a space, what cannot be seen goes: a file's name forges no line of ours."""
    return UNSEEN.sub("", _BREAK.sub(" ", text)).strip()


def as_date(text: str, column: Column, order: str = ISO) -> date:
    bare = _MIDNIGHT.sub("", text)
    try:
        day = read_day(bare, order)
    except ValueError:
        if order == ASK and _PARTS.fullmatch(bare):
            raise ValueError(f"{quoted(text)}: day or month first? Not decided") from None
        raise ValueError(f"{quoted(text)} is not a date; expected YYYY-MM-DD") from None
    if not EARLIEST <= day <= LATEST:
        raise ValueError(f"{quoted(text)} lies outside {EARLIEST.year} to {LATEST.year}")
    return day


def as_time(text: str, column: Column) -> str:
    """A time of the day as HH:MM: 08:40 of 8:40, 8.40, 08:40:00 and 8:40 am."""
    written = _WITH_A_POINT.sub(r"\1:\2", text.strip())
    try:
        if not is_clock(written):
            raise ValueError
        at = clock_after(datetime.min, written)
    except ValueError:
        raise ValueError(f"{quoted(text)} is not a time; expected HH:MM") from None
    if at.date() != date.min:
        raise ValueError(f"{quoted(text)} is not a time before 24:00")
    return f"{at:%H:%M}"


def as_flag(text: str, column: Column) -> int:
    try:
        return FLAG_WORDS[text.lower()]
    except KeyError:
        raise ValueError(f"{quoted(text)} is not 0 or 1") from None


def as_number(text: str, column: Column) -> float:
    try:
        number = float(_DECIMAL_COMMA.sub(r"\1.\2", text.replace("_", "?")))  # 1_0 is Python's 10
    except ValueError:
        raise ValueError(f"{quoted(text)} is not a number") from None
    _within(number, text, column)
    return number


def as_whole(text: str, column: Column) -> int:
    _is_plain(text)
    number = as_number(text, column)
    if number != int(number):
        raise ValueError(f"{quoted(text)} is not a whole number")
    return int(number)


def as_days(text: str, column: Column) -> float:
    """Days counted, or a monthly mean with decimals: also 26,666666666666667."""
    _is_plain(text)
    number = as_number(text.replace(",", ".") if DECIMALS.fullmatch(text) else text, column)
    if number == int(number):
        return int(number)
    decimals = DECIMALS.fullmatch(text)
    if decimals is None or len(decimals[2]) > MOST_DECIMALS:
        raise ValueError(f"{quoted(text)} is not written with 1 to {MOST_DECIMALS} decimals")
    return number


def _is_plain(text: str) -> None:
    """Nobody counts days as 1e1: a spreadsheet or a program made that of something else."""
    if "e" in text.lower():
        raise ValueError(f"{quoted(text)} is not a number of days or sessions in plain digits")


def as_choice(text: str, column: Column) -> str:
    by_lower = {choice.lower(): choice for choice in column.choices}
    try:
        return by_lower[text.lower()]
    except KeyError:
        raise ValueError(f"{quoted(text)} is not one of {', '.join(column.choices)}") from None


def _within(number: float, text: str, column: Column) -> None:
    lowest, highest = column.lowest, column.highest
    if not (
        (lowest is None or number >= lowest) and (highest is None or number <= highest)
    ):  # also what is not a number at all: nan, inf
        raise ValueError(f"{quoted(text)} is not between {lowest:g} and {highest:g}")


PARSERS: dict[str, Callable[[str, Column], object]] = {
    "id": as_id,
    "date": as_date,
    "time": as_time,
    "flag": as_flag,
    "whole": as_whole,
    "days": as_days,
    "number": as_number,
    "text": as_text,
    "choice": as_choice,
}
