"""Which day is *Mon, 08.01.2024*? The name of a weekday beside a date says nothing further.

It comes off before the other doubts look at the date. Where the name contradicts the day in either
order, one of the two is wrong, nobody can say which, and the row is set aside. Where the names fit
one order of day and month alone, they have decided it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from importing.doubts.base import Cells, Doubt, LooksAt, Sign
from importing.moments import DAY_FIRST, MONTH_FIRST, first_day, in_iso, possible_days
from importing.text import Unreadable
from words.numbers import counted

ASIDE, REFUSED = "set_aside", "refused"
_WEEKDAYS = (  # English, German, French, Spanish, Italian, Portuguese, Dutch, the north, Polish
    "monday mon montag mo lundi lun lunes lunedì segunda seg maandag ma måndag mån mandag man pon",
    "tuesday tue tues dienstag di mardi mar martes martedì terça ter dinsdag tisdag tis tirsdag wt",
    "wednesday wed mittwoch mi mercredi mer miércoles mié mercoledì quarta qua woensdag wo onsdag "
    "ons śr",
    "thursday thu thur thurs donnerstag do jeudi jeu jueves jue giovedì gio quinta qui donderdag "
    "torsdag tors tor czw",
    "friday fri freitag fr vendredi ven viernes vie venerdì sexta sex vrijdag vr fredag fre pt",
    "saturday sat samstag sonnabend sa samedi sam sábado sáb sabato sab zaterdag za lördag lör "
    "lørdag lør sob",
    "sunday sun sonntag so dimanche dim domingo dom domenica zondag zo söndag sön søndag søn niedz",
)
_WEEKDAY_OF = {word: n for n, words in enumerate(_WEEKDAYS) for word in words.split()}
_NAME = r"([^\W\d_]{2,13}(?:-feira)?)\.?"
_BEFORE = re.compile(rf"\(?{_NAME}\)?,?\s+(?=\S*\d|[^\W\d_]{{3,12}}\.? \d)(.+)", re.DOTALL)
WRONG = "the weekday beside the date is that of another day: which of the two is wrong is not known"
_AFTER = re.compile(rf"(.*\d\.?),?\s+\(?{_NAME}\)?")


def without_weekday(text: str) -> str:
    """The date beside the name of its own weekday; the text itself where there is no such name."""
    rest, named = _apart(text)
    return rest if named in _weekdays(rest) else text


def contradicts(text: str) -> bool:
    """Does the name of a weekday stand beside a date that is another day of the week?"""
    rest, named = _apart(text)
    weekdays = _weekdays(rest)
    return bool(weekdays) and named is not None and named not in weekdays


def order_of(texts: Iterable[str]) -> str:
    """The only order of day and month in which no date contradicts its weekday; else none."""
    named = [_apart(text) for text in texts if not contradicts(text)]
    fits = [
        order
        for order in (DAY_FIRST, MONTH_FIRST)
        if all(
            (day := first_day(rest, order)) is not None and day.weekday() == weekday
            for rest, weekday in named
            if weekday is not None
        )
    ]
    return fits[0] if len(fits) == 1 else ""


def _apart(text: str) -> tuple[str, int | None]:
    """The date, and the number of the weekday that is named beside it; None: none is."""
    if before := _BEFORE.fullmatch(text):
        name, rest = before[1], before[2]
    elif after := _AFTER.fullmatch(text):
        rest, name = after[1], after[2]
    else:
        return text, None
    return rest, _WEEKDAY_OF.get(name.lower().removesuffix("-feira"))


def _weekdays(text: str) -> set[int]:
    """On which weekdays does the date fall, read day first and month first?"""
    return {day.weekday() for day in possible_days(text)}


def signs(cells: Cells) -> Iterator[Sign]:
    for column in cells.date_columns():
        texts = cells.texts(column)
        example = next((t for t in texts if without_weekday(t) != t), "")
        if example:
            bare = _bare(example, order_of(texts))
            yield Sign(
                f"{column}: '{example[:40]}' is read as {bare[:40]}.",
                (("date", "the date beside the weekday"),),
                column,
            )
        wrong = [text for text in texts if contradicts(text)]
        if wrong and _is_needed(cells, column):
            yield _wrong(column, texts, wrong)


def _wrong(column: str, texts: dict[str, int], wrong: list[str]) -> Sign:
    """A few slips are rows set aside; where most are so, it is said once, and nothing is used."""
    rows, all_rows = sum(texts[text] for text in wrong), sum(texts.values())
    if rows * 2 > all_rows:
        sentence = (
            f"has {counted(rows, 'row')} of {all_rows:,} in which the weekday beside the {column} "
            f"is that of another day, as '{wrong[0][:40]}': write the {column} alone"
        )
        return Sign(sentence, ((REFUSED, "not used"),), column, about=REFUSED)
    sentence = (
        f"{column}: {counted(rows, 'row')} with a weekday that is not that of the date, as "
        f"'{wrong[0][:40]}': set aside."
    )
    return Sign(sentence, ((ASIDE, "set aside"),), column, about=ASIDE)


def _bare(text: str, order: str) -> str:
    """The date without its weekday; in ISO where the weekdays have decided the order."""
    bare = without_weekday(text)
    return in_iso(bare, order) if order and bare != text else bare


def _is_needed(cells: Cells, column: str) -> bool:
    """Is there no row of the table without this date?"""
    return cells.spec is not None and any(
        c.name == column and c.required for c in cells.spec.columns
    )


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    if reading == REFUSED:
        raise Unreadable(sign.sentence)
    if reading == ASIDE:
        return cells.set_aside(cells.where_text(sign.column, contradicts), sign.column, WRONG)
    order = order_of(cells.texts(sign.column))
    return cells.rewritten(sign.column, lambda text: _bare(text, order))


DOUBT = Doubt("date_with_weekday", LooksAt.COLUMN, signs, read)
