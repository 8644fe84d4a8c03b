"""Does a row of a sheet of months say what it is of, a pain or a pill, and not whose it is?"""

from __future__ import annotations

import re

from importing.columns import own_names
from importing.day_signs import HEADACHE, MIGRAINE, WORDS, as_sign
from importing.days_in_months import PATIENT, YEAR, DaysInMonths, Grid
from importing.mapping_checks import MONTH
from importing.text import TextTable

SHORTEST = 6  # letters: H or KS may be a person
FEWEST = 2  # different kinds of which none is a headache: Aura and Pill may be called so
_KIND = re.compile(
    r"(?:(?:head|back|neck)?pain|(?:kopf)?schmerz|schmerzmittel|douleur|dolor|dolore|pijn|smerte|"
    r"pill|tablet|comprim|pastilla|compress|medi[ck]|médic|drug|triptan|painkiller|analg|"
    r"nausea|nausée|náusea|übelkeit|uebelkeit|misselijk|vomit|erbrechen|aura|photoph|phonoph|"
    r"lichtscheu|sleep|schlaf|sommeil|sueño|sonno|slaap|stress|period|menstruation|menses|regel|"
    r"règles|regla|severity|intensity|stärke|staerke|intensit|duration|dauer|symptom|trigger)"
    r"\w*(?: [^\W\d]+| \(.*\))?"
)


def kinds_of_rows(text: TextTable, grid: Grid, days: DaysInMonths) -> tuple[str, list[str]]:
    """The column whose cells are kinds, and those; of a column beside that of the patients only
    where a month of one patient has several rows. ("", []) where there is none."""
    first = text.headers.index(next(iter(grid.days)))
    others = [name for name in text.headers[:first] if name not in (grid.month, grid.year)]
    months = days.months[days.known][[PATIENT, YEAR, MONTH]]
    twice = bool(months.duplicated().any())
    for column in dict.fromkeys([*filter(None, [grid.patient]), *(others if twice else [])]):
        cells = [*text.counted(column)]
        kinds = [cell for cell in cells if _is_headache(cell) or _KIND.fullmatch(as_sign(cell))]
        if len(kinds) >= FEWEST or any(map(_is_headache, kinds)):
            return column, cells
    return "", []


def _is_headache(cell: str) -> bool:
    sign = as_sign(cell)
    named = WORDS.get(sign) in (HEADACHE, MIGRAINE) and len(sign) >= SHORTEST
    return named or own_names([cell])[0] in ("headache", "migraine")
