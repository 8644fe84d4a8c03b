"""Which day is *Mon, 08.01.2024*? The name of a weekday beside a date says nothing further.

It comes off before the other doubts look at the date. Where the names contradict the days of
either order, they are left as they are: something else is wrong, and the rows are set aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analytics.importing.doubts.base import Cells, Doubt, LooksAt, Sign
from analytics.importing.moments import DAY_FIRST, MONTH_FIRST, first_day

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
_AFTER = re.compile(rf"(.*\d\.?),?\s+\(?{_NAME}\)?")


def without_weekday(text: str) -> str:
    """The date beside the name of its own weekday; the text itself where there is no such name."""
    if before := _BEFORE.fullmatch(text):
        name, rest = before[1], before[2]
    elif after := _AFTER.fullmatch(text):
        rest, name = after[1], after[2]
    else:
        return text
    named = _WEEKDAY_OF.get(name.lower().removesuffix("-feira"))
    days = (first_day(rest, order) for order in (DAY_FIRST, MONTH_FIRST))
    return rest if any(day and day.weekday() == named for day in days) else text


def signs(cells: Cells) -> Iterator[Sign]:
    for column in cells.date_columns():
        example = next((t for t in cells.texts(column) if without_weekday(t) != t), "")
        if example:
            yield Sign(
                f"{column}: '{example[:40]}' is read as {without_weekday(example)[:40]}.",
                (("date", "the date beside the weekday"),),
                column,
            )


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    return cells.rewritten(sign.column, without_weekday)


DOUBT = Doubt("date_with_weekday", LooksAt.COLUMN, signs, read)
