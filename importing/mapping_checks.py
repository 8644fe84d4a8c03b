"""What in a mapping's file cannot be used? All at once: what stands where, and what was expected.

Names of parts, columns and tables are told; what stands in the cells of a file is not: the texts
of ``values`` are only counted, and of another program's file nothing is told at all.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from analytics.definitions import MEASURES, MOST_SESSIONS
from analytics.frames import CANONICAL, Column
from analytics.refusal import Refusal
from importing.cells import FLAG_WORDS, NUMBER
from importing.day_signs import MEANINGS, is_meaning
from importing.limits import MAX_MAPPING_BYTES, megabytes
from importing.missing_words import MISSING_WORDS, OPEN

MONTHS = "months"  # a row is a month, with a column for each of its days
MONTH, YEAR, DAY = "month", "year", "day"
OF_A_MONTH = ("patient_id", MONTH, YEAR)
ATTACKS = "attacks"  # a row is an attack
START, START_TIME, END, END_TIME = "start", "start_time", "end", "end_time"
LENGTH, MINUTES, HOURS, DAYS = "length", "length_minutes", "length_hours", "length_days"
PAIN, TYPE, MEDICATION = "pain", "type", "medication"
LENGTHS = (LENGTH, MINUTES, HOURS, DAYS)
OF_AN_ATTACK = (
    *("patient_id", START, START_TIME, END, END_TIME, *LENGTHS),
    *(PAIN, TYPE, MEDICATION),
)
SHAPES = (*CANONICAL, MONTHS, ATTACKS)
MARK, VERSION = "clear_days_mapping", 1
PARTS = ("table", "columns", "values", "events", "periods", "answers", "headers")
ASIDE = "set aside"
COLUMNS: Mapping[str, Column] = {c.name: c for t in CANONICAL.values() for c in t.columns}
COUNTED = (*MEASURES, "recorded_days")
OF_SESSIONS = ("session_date", "units")  # of a column a session
OF_PERIODS = (*COUNTED, *OF_SESSIONS)
MOST_DAYS = 31
A_SESSION = "a whole number, 0 for the baseline, then 1, 2, ...,"
MOST_TOLD = 20
LONGEST = 40  # letters of a name that is told
_NUMBERS = ("whole", "days", "number")
_MISSING = {"", ASIDE, *MISSING_WORDS, *OPEN}
_FLAGS = {*FLAG_WORDS, *_MISSING}


class NoMapping(Refusal, ValueError):
    """A file that holds no mapping, or none that can be used. ``problems``: each in a sentence."""

    def __init__(self, problems: Iterable[str]) -> None:
        every = list(dict.fromkeys(problems))
        more = len(every) - MOST_TOLD
        self.problems = (*every[:MOST_TOLD], *([f"... and {more} more."] if more > 0 else []))
        super().__init__(" ".join(self.problems))


def parsed(content: str | bytes) -> list[dict[str, Any]]:
    """The parts of each mapping in a file, every one checked; NoMapping where one is none."""
    if len(content) > MAX_MAPPING_BYTES:
        raise NoMapping([f"It is larger than {megabytes(MAX_MAPPING_BYTES)}: no mapping is."])
    found, twice = _loaded(content)
    each: list[Any] = found if isinstance(found, list) else [found]
    if not each or not all(isinstance(one, dict) and MARK in one for one in each):
        raise NoMapping(
            [f'It is no mapping of Clear Days: "{MARK}": {VERSION} was expected in it.']
        )
    problems = [f"{named(name)} stands twice in one part: once was expected." for name in twice]
    for number, one in enumerate(each, start=1):
        which = f"mapping {number}, " if len(each) > 1 else ""
        problems += [which + problem for problem in problems_of(one)]
    if problems:
        raise NoMapping(problems)
    return each


def _loaded(content: str | bytes) -> tuple[object, list[str]]:
    """What the JSON holds, and the names that stand twice in one of its parts."""
    twice: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        counts = Counter(name for name, _ in pairs)
        twice.extend(name for name, n in counts.items() if n > 1)
        return dict(pairs)

    try:
        if isinstance(content, bytes):
            content = content.decode(json.detect_encoding(content))
        return json.loads(content.removeprefix("\ufeff"), object_pairs_hook=once), twice
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, letter {error.colno}"
        raise NoMapping([f"It is no JSON that can be read: {where}."]) from None
    except (ValueError, RecursionError):
        raise NoMapping(["It is no JSON that can be read."]) from None


def problems_of(kept: Mapping[str, Any]) -> list[str]:
    """A sentence for each part that is none of what is expected there."""
    if kept[MARK] is True or kept[MARK] != VERSION:
        return [f"{MARK}: {VERSION} was expected; another version may have saved it."]
    told = [
        f"{named(part)} is no part of a mapping: {', '.join(PARTS)} were expected."
        for part in kept
        if part not in (MARK, *PARTS)
    ]
    parts: dict[str, Callable[[Any], Iterator[str]]] = {
        "table": _table,
        "columns": _columns,
        "values": _values,
        "events": _events,
        "periods": _periods,
        "answers": _answers,
        "headers": _headers,
    }
    fine = dict(kept)
    for part, check in parts.items():
        if part in kept and (wrong := [f"{part}{problem}" for problem in check(kept[part])]):
            told += wrong
            del fine[part]
    if told:
        return told + [*_names(fine)] * ("table" in fine or "table" not in kept)
    return [*_together(kept)]


def named(text: str) -> str:
    """A name as it is told: short, and without what a screen cannot show."""
    shown = "".join(c if c.isprintable() else " " for c in text)
    return f"'{shown}'" if len(shown) <= LONGEST else f"'{shown[:LONGEST]}...'"


def _is_text(value: object) -> bool:
    if not isinstance(value, str):
        return False
    return not any("\ud800" <= c <= "\udfff" for c in value)  # half of a pair is no letter


def _is_session(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 0 <= value <= MOST_SESSIONS and value == int(value)


def _table(value: object) -> Iterator[str]:
    if not (_is_text(value) and (value == "" or value in SHAPES)):
        yield f": one of {', '.join(SHAPES)} was expected."


def _pairs(part: object, expected: str) -> Iterator[str]:
    if not isinstance(part, dict):
        yield f": {expected} was expected."
    elif not all(map(_is_text, part)):
        yield ": a name in it holds half of a letter."


def _columns(part: Any) -> Iterator[str]:
    yield from (wrong := [*_pairs(part, "{their header: our column}")])
    if wrong:
        return
    for header, column in part.items():
        if not _is_text(column):
            yield f", {named(header)}: the name of a column of ours was expected."


def _our_column(name: object, table: str = "") -> str:
    """What is wrong with this name of a column; "": nothing. A patients' file has its own."""
    ours = {MONTHS: OF_A_MONTH, ATTACKS: OF_AN_ATTACK}.get(table, tuple(COLUMNS))
    if name in ours or (table in CANONICAL and CANONICAL[table].open_ended):
        return ""
    near = get_close_matches(str(name).lower(), ours, n=1, cutoff=0.7)
    return f"{named(str(name))} is no column of ours" + (
        f"; {near[0]} may have been meant." if near else ": docs/mapping.md names them."
    )


def _values(part: Any) -> Iterator[str]:
    yield from (wrong := [*_pairs(part, "{our column: {their text: our text}}")])
    for column, texts in {} if wrong else part.items():
        if [*_pairs(texts, "")] or not all(map(_is_text, texts.values())):
            yield f", {named(column)}: {{their text: our text}} was expected."
            continue
        kind = COLUMNS[column].kind if column in COLUMNS else "text" if column != DAY else DAY
        strange = sum(not _may_stand(kind, text) for text in texts.values())
        if strange and column == DAY:
            yield (
                f", {named(column)}: of {strange} signs the meaning is none of ours: "
                f"{', '.join(MEANINGS)} was expected."
            )
        elif strange:
            ours = "a number" if kind in _NUMBERS else '"1" (yes), "0" (no)'
            yield (
                f", {named(column)}: of {strange} of its texts the meaning is none of ours: "
                f'{ours}, "not recorded" or "{ASIDE}" was expected.'
            )


def _may_stand(kind: str, text: str) -> bool:
    if kind == "flag":
        return text.strip().lower() in _FLAGS
    if kind == DAY:
        return is_meaning(text)
    if kind in _NUMBERS:
        return text.strip().lower() in _MISSING or bool(NUMBER.fullmatch(text))
    return True


def _events(part: Any) -> Iterator[str]:
    yield from (wrong := [*_pairs(part, "{event: session}")])
    for event, session in {} if wrong else part.items():
        if not _is_session(session):
            yield f", {named(event)}: {A_SESSION} was expected."


def _periods(part: Any) -> Iterator[str]:
    yield from (wrong := [*_pairs(part, "{their header: [our column, session]}")])
    taken: dict[tuple[str, int], str] = {}
    for header, of in {} if wrong else part.items():
        if not (isinstance(of, list) and len(of) == 2 and _is_text(of[0])):
            yield f", {named(header)}: [our column, session] was expected."
        elif of[0] not in (*OF_PERIODS, DAY):
            yield (
                f", {named(header)}: {named(of[0])} is no count: a column of counts, or "
                f"{' or '.join(OF_SESSIONS)}, was expected."
            )
        elif of[0] == DAY and not (_is_session(of[1]) and 1 <= of[1] <= MOST_DAYS):
            yield f", {named(header)}: a whole number from 1 to {MOST_DAYS} was expected."
        elif not _is_session(of[1]):
            yield f", {named(header)}: {A_SESSION} was expected beside {of[0]}."
        elif of[0] in OF_SESSIONS and not of[1]:
            yield f", {named(header)}: the baseline is no session: a number from 1 was expected."
        elif (first := taken.setdefault((of[0], int(of[1])), header)) != header:
            yield (
                f", {named(header)}: {of[0]} {int(of[1])}, as {named(first)} is: one header was "
                "expected."
            )


def _answers(part: Any) -> Iterator[str]:
    yield from (wrong := [*_pairs(part, "{doubt: {column: reading}}")])
    for doubt, readings in {} if wrong else part.items():
        if [*_pairs(readings, "")] or not all(map(_is_text, readings.values())):
            yield f", {named(doubt)}: {{column: reading}} was expected."


def _headers(part: Any) -> Iterator[str]:
    if not (isinstance(part, list) and all(map(_is_text, part))):
        yield ": a list of the names of all columns was expected."


def _names(kept: Mapping[str, Any]) -> Iterator[str]:
    """Names of columns that are none of ours, in the parts that are fine by themselves."""
    table = kept.get("table", "")
    for header, column in kept.get("columns", {}).items():
        if problem := _our_column(column, table):
            yield f"columns, {named(header)}: {problem}"
    for column in kept.get("values", {}):
        if not (table == MONTHS and column == DAY) and (problem := _our_column(column, table)):
            yield f"values: {problem}"


def _together(kept: Mapping[str, Any]) -> Iterator[str]:
    """What fits by itself, and not with the rest."""
    table, columns, periods = kept.get("table", ""), kept.get("columns", {}), kept.get("periods")
    if not any(kept.get(part) for part in PARTS):
        yield "It says nothing: columns, events, periods or answers were expected."
    if columns and not (table or periods or kept.get("events")):
        yield f"table: what a row is was expected, one of {', '.join(SHAPES)}."
    if periods and table not in ("", "counts", MONTHS):
        yield f"table: {table} was found beside periods, which are counts: no table was expected."
    days = {name == DAY for name, _ in periods.values()} if periods else set()
    if table == MONTHS and days != {True}:
        yield f"periods: {{their header: [{DAY}, 1 to {MOST_DAYS}]}} was expected of {MONTHS}."
    elif table != MONTHS and True in days:
        yield f"table: {MONTHS} was expected, for periods names days of a month."
    if table in (MONTHS, ATTACKS) and len({*columns.values()}) < len(columns):
        yield "columns: two headers were found for one column: one was expected."
    yield from _names(kept)
    for header in columns:
        if periods and header in periods:
            yield f"columns, {named(header)}: it is a period as well: one of both was expected."
    headers = {*kept.get("headers", ())}
    for part in ("columns", "periods") if headers else ():
        for header in kept.get(part, {}):
            if header not in headers:
                yield f"{part}, {named(header)}: headers, which names all columns, has no such one."
