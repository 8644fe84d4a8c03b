"""Which columns of an unknown file make it a list of attacks, by its names and its cells?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import timedelta

import numpy as np

from analytics.frames import CANONICAL
from importing.cells import NUMBER
from importing.choices import Mapping as Mapped
from importing.column_kinds import (
    MOST_LOOKED_AT,
    SAME,
    Kind,
    Suggested,
    TakenFor,
    are_running,
    missing_id,
)
from importing.columns import missing
from importing.mapping import suggest
from importing.mapping_checks import (
    DAYS,
    END,
    END_TIME,
    HOURS,
    LENGTH,
    LENGTHS,
    MEDICATION,
    MINUTES,
    PAIN,
    START,
    START_TIME,
    TYPE,
)
from importing.moments import ASK, DAY_FIRST, is_clock, minutes_of, read_moment, vote
from importing.negations import plain as words_of
from importing.text import TextTable

NEARLY_ALL, MOST = 0.95, 0.5  # of the rows, of a column whose name does not say end and does
# How lists of attacks call their columns, in the languages of the clinics; lower case, no accents.
_ATTACK_NAMES = (
    (
        END,
        r"\b(?:end\w*|stop\w*|finish\w*|until|till|to|ende|bis|fin|jusqu\w*|hasta|fine|termine|"
        r"einde|tot|fim|ate|slut\w*|til)\b",
    ),
    (
        LENGTH,
        r"\b(?:duration|length|lasted|how long|hours?|hrs?|minutes?|mins?|dauer|stunden|"
        r"minuten|duree|heures|duracion|horas|durata|ore|duur|uren|duracao|varighed|timer|"
        r"varaktighet|timmar)\b",
    ),
    (
        START,
        r"\b(?:start\w*|began|begin\w*|onset|from|beginn|anfang|von|debut|inicio|inizio|"
        r"aanvang|fra|fran)\b",
    ),
    (
        PAIN,
        r"\b(?:pain|intensity|severity|strength|nrs|vas|starke|schmerz\w*|intensite|intensidad|"
        r"intensita|intensidade|douleur|dolore?|dor|pijn\w*|ernst|smerte\w*|styrke|smarta)\b",
    ),
    (TYPE, r"\b(?:type|kind|diagnosis|art|typ|tipo|soort)\b"),
    (
        MEDICATION,
        r"\b(?:medic\w*|medik\w*|drug\w*|treatment|taken|tablet\w*|triptan\w*|farmac\w*|"
        r"traitement|medicijn\w*|medicin\w*|lakemedel)\b",
    ),
    # Of an attack that is not said to be of what else: when it was.
    (START, r"\b(?:attack|attacke|crise|crisis|attacco|aanval|anfald|anfall)\b"),
)
_UNITS = {
    MINUTES: r"\bmin(?:s|utes?|uten|uti|utos|uter)?\b",
    HOURS: r"\b(?:h|hrs?|hours?|std|stunden|heures?|horas?|ore|uren|timer|timmar)\b",
    DAYS: r"\b(?:days?|tage|jours|dias|giorni|dagen|dage|dagar)\b",
}
MOST_MOMENTS = 300  # rows of which two dates are compared
LONGEST_GAP = timedelta(days=14)  # from start to end, on nearly every row
LONGEST_IN_HOURS = 72  # ICHD-3: of lengths above it the unit is minutes
OTHER_LISTS = ("treatments", "adverse_events", "scores", "counts", "cycles")


def of_attacks_by_name(headers: Iterable[str]) -> dict[str, Suggested]:
    """The columns of a list of attacks, as far as their names say so."""
    found: dict[str, Suggested] = {}
    for header in headers:
        words = words_of(header)
        if suggest([header, "x"]).columns.get(header) == "patient_id":
            name = "patient_id"
        else:
            named = (ours for ours, form in _ATTACK_NAMES if re.search(form, words))
            name = next(named, "")
        if name == LENGTH:
            units = (unit for unit, form in _UNITS.items() if re.search(form, words))
            name = next(units, LENGTH)
        if name and name not in {one.meaning.column for one in found.values()}:
            found[header] = Suggested(TakenFor(name), "its name says so")
    return found


def of_attacks(
    text: TextTable, by_name: Mapped, kinds: Mapping[str, Kind], shape: str
) -> dict[str, Suggested]:
    """A list of attacks by its cells: a moment that another one follows, or a length beside it."""
    known = of_attacks_by_name(kinds)
    if not shape and not _may_be_attacks(text, by_name, kinds):
        return {}
    dated = [header for header, kind in kinds.items() if kind.dates]
    named = [header for header in kinds if _is(known, header, END)]
    ends = [*dated, *(h for h in named if h not in dated and kinds[h].mostly_dates > MOST)]
    clocks = [header for header in kinds if _all_say(text, header, is_clock)]
    found = {
        header: one
        for header, one in known.items()
        if one.meaning.column not in (START, END, *LENGTHS)
        and not kinds[header].dates
        and header not in clocks
        and not (one.meaning.column == "patient_id" and are_running(text, header))
    }
    pair = next(
        (
            (a, b)
            for a in dated
            for b in ends  # a moment after a bare day is when the day was written down
            if a != b
            and (clocks or kinds[a].clocks >= kinds[b].clocks)
            and _follows(text, a, b, MOST if _is(known, b, END) else NEARLY_ALL)
        ),
        None,
    )
    first = pair[0] if pair else next((h for h in dated if _is(known, h, START)), None)
    first = first or (dated[0] if len(dated) == 1 else None)
    if first is None:
        return {}
    found[first] = Suggested(TakenFor(START), "the first moment of its row")
    if pair:
        rows = "most rows" if pair[1] in named else "nearly every row"
        why = f"on {rows} at or up to {LONGEST_GAP.days} days after {first}"
        found[pair[1]] = Suggested(TakenFor(END), why)
    if clocks and not kinds[first].clocks:
        closing = [h for h in clocks if _is(known, h, END)] or clocks[1:2]
        starts = [h for h in clocks if h not in closing][:1]
        found |= {h: Suggested(TakenFor(START_TIME), "times of day beside it") for h in starts}
        of_end = END_TIME if pair else END
        weak = not any(_is(known, h, END) for h in closing)
        why = "the second of two times of day"
        found |= {h: Suggested(TakenFor(of_end), why, weak=weak) for h in closing}
    for header in kinds:
        if header not in found and (length := _length(text, header, known, kinds[header])):
            found[header] = length
            break
    meant = {one.meaning.column for one in found.values()}
    if not shape and not meant & {END, END_TIME, *LENGTHS} and not _is(known, first, START):
        return {}
    return found | dict(missing_id(found, kinds, SAME))


def _may_be_attacks(text: TextTable, by_name: Mapped, kinds: Mapping[str, Kind]) -> bool:
    """No: rows that also say no headache, doses, and lists that are called another thing."""
    ours = by_name.columns
    if "units" in ours.values() or (by_name.table in OTHER_LISTS and is_named(by_name)):
        return False
    for header, name in ours.items():
        if name in ("headache", "migraine") and (kinds[header].flags or kinds[header].dates):
            return kinds[header].dates
        if name == "pain" and text.counted(header).get("0"):
            return False
    return True


def is_named(by_name: Mapped) -> bool:
    """Do the names alone make the whole table?"""
    return not missing(CANONICAL[by_name.table], [*by_name.columns.values()])


def _is(known: Mapping[str, Suggested], header: str, name: str) -> bool:
    return header in known and known[header].meaning.column == name


def _all_say(text: TextTable, header: str, says: Callable[[str], bool]) -> bool:
    cells = [*text.counted(header)][:MOST_LOOKED_AT]
    return bool(cells) and all(map(says, cells))


def _follows(text: TextTable, a: str, b: str, share: float) -> bool:
    """Is b on this share of the rows, or more, at or shortly after a, and somewhere later?"""
    place = np.linspace(0, len(text.rows) - 1, min(MOST_MOMENTS, len(text.rows))).astype(int)
    cells = [[str(text.columns[h][int(n)].as_py() or "").strip() for n in place] for h in (a, b)]
    order = vote([*cells[0], *cells[1]]).order
    gaps = []
    for start, end in zip(*cells, strict=True):
        with suppress(ValueError):
            moments = [
                read_moment(one, order if order != ASK else DAY_FIRST) for one in (start, end)
            ]
            gaps.append(moments[1] - moments[0])
    near = sum(timedelta() <= gap <= LONGEST_GAP for gap in gaps)
    return bool(gaps) and near >= share * len(gaps) and any(gaps)


def _length(
    text: TextTable, header: str, known: Mapping[str, Suggested], kind: Kind
) -> Suggested | None:
    """A column of lengths: texts like 3h 20m, or numbers under a name that says so."""
    if _all_say(text, header, lambda cell: not is_clock(cell) and minutes_of(cell) is not None):
        return Suggested(TakenFor(MINUTES), "each cell is a length with its unit")
    named = known[header].meaning.column if header in known else ""
    if named not in LENGTHS or not (kind.numbers or _all_say(text, header, is_clock)):
        return None
    if named == LENGTH and _all_say(text, header, is_clock):
        return Suggested(TakenFor(MINUTES), "its name says so, its cells are hours and minutes")
    if named != LENGTH:
        return Suggested(TakenFor(named), "its name says so, with the unit")
    values = [
        float(cell.replace(",", ".")) for cell in text.counted(header) if NUMBER.fullmatch(cell)
    ]
    if values and max(values) > LONGEST_IN_HOURS:
        return Suggested(TakenFor(MINUTES), f"its cells reach {max(values):g}: too many for hours")
    return Suggested(TakenFor(LENGTH), "its name says so, but not the unit", weak=True)
