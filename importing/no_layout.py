"""A file that no layout knows: how it is read is asked, each answer with the mapping it stands for.

What is suggested for its columns is one of the answers; where nobody says which days the numbers
of a wide sheet count, there is one for each kind of day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analytics.definitions import MEASURES
from analytics.frames import CANONICAL
from importing.choices import AS_SUGGESTED, NOT_USED, Question
from importing.choices import Mapping as Mapped
from importing.column_kinds import Suggested, TakenFor
from importing.columns import missing, own_names
from importing.doubts.base import short_code
from importing.mapping import suggest
from importing.mapping_checks import ATTACKS, DAY, MONTHS, named
from importing.suggested import PERIODS, can_be_read, days_unsaid, suggested
from importing.text import TextTable
from importing.visits import sessions_of

WHICH_DAYS = "which_days"
LEAVE_OUT = ((NOT_USED, "leave this file out"),)
MOST_NAMED = 12  # columns of which a reading says what they are


def asked_of(file: str, digest: str, text: TextTable) -> tuple[Question, dict[str, Mapped]]:
    """What is asked of a file that nobody knows, and the mapping that each answer stands for."""
    headers = tuple(text.headers)
    shape, meant = suggested(text)
    unknown = f"{file} is none of the layouts that are known{_nearest(headers)}"
    how = "which column is which? Its columns can be mapped; the first row should hold their names."
    if not can_be_read(text, shape, meant):
        code = short_code(digest, text.sheet, "mapping")
        sentence = f"{unknown}: {how}"
        return Question("mapping", file, sentence, LEAVE_OUT, code, headers=headers), {}
    taken = {header: one.meaning for header, one in meant.items()}
    mapping = mapping_of(shape, taken, headers, of_visits(text, meant))
    if days_unsaid(text, shape, meant):
        return _which_days(file, digest, text, mapping)
    code = short_code(mapping.to_json(), "mapping")  # one answer for all files like it
    words = f"read it so: a row is {row_of(shape)}; {_columns(mapping)}"
    options = ((AS_SUGGESTED, words), *LEAVE_OUT)
    question = Question("mapping", file, f"{unknown}: {how}", options, code, headers=headers)
    return question, {AS_SUGGESTED: mapping}


def _which_days(
    file: str, digest: str, text: TextTable, mapping: Mapped
) -> tuple[Question, dict[str, Mapped]]:
    counted = [h for h, (name, _) in mapping.periods.items() if name in MEASURES]
    places = [f"{named(header)} is session {mapping.periods[header][1]}" for header in counted]
    sentence = (
        f"{file}: which days do these numbers count? No name says so, nor a title above them. "
        f"{', '.join(places[:MOST_NAMED])}."
    )
    ways = {
        measure: Mapped(
            columns=mapping.columns,
            periods={
                h: (measure if h in counted else n, s) for h, (n, s) in mapping.periods.items()
            },
            headers=mapping.headers,
        )
        for measure in MEASURES
    }
    options = tuple((name, MEASURES[name].words) for name in ways)
    code = short_code(digest, text.sheet, WHICH_DAYS)
    question = Question(
        WHICH_DAYS,
        file,
        sentence,
        (*options, *LEAVE_OUT),
        code,
        rows=tuple(int(row) for row in text.rows),
        headers=mapping.headers,
    )
    return question, ways


def mapping_of(
    shape: str,
    meant: Mapping[str, TakenFor],
    headers: Sequence[str],
    said: Mapping[str, Mapping[str, str]] | None = None,
) -> Mapped:
    """What the columns mean, as a mapping; ``said``: what texts mean."""
    taken = {header: of for header, of in meant.items() if of.column}
    periods = {h: (of.column, of.session) for h, of in taken.items() if of.session is not None}
    ours = {of.column for of in taken.values()}
    values = said or suggest(headers).values
    return Mapped(
        table="" if shape == PERIODS and periods else shape,
        columns={header: of.column for header, of in taken.items() if of.session is None},
        values={name: {**texts} for name, texts in values.items() if name in ours},
        periods=periods,
        headers=tuple(headers),
    )


def of_visits(text: TextTable, meant: Mapping[str, Suggested]) -> Mapping[str, Mapping[str, str]]:
    """Which session each visit is, where a column of sessions names them in words."""
    header = next((h for h, one in meant.items() if one.meaning == TakenFor("session")), None)
    sessions = sessions_of(text.counted(header)) if header else {}
    return {"session": {visit: str(n) for visit, n in sessions.items()}} if sessions else {}


def row_of(shape: str) -> str:
    """What a row is, in words."""
    others = {
        ATTACKS: "an attack",
        PERIODS: "a patient, with a column a period or session",
        MONTHS: "a month, with a column a day",
    }
    return (
        CANONICAL[shape].row if shape in CANONICAL else others.get(shape, "nothing that is known")
    )


def _columns(mapping: Mapped) -> str:
    """Which column is which, in words."""
    told = [f"{named(header)} is {column}" for header, column in mapping.columns.items()]
    told += [
        f"{named(header)} is {name} {'' if name == DAY else 'of session '}{of}"
        for header, (name, of) in mapping.periods.items()
    ]
    more = [f"{len(told) - MOST_NAMED} more"] if len(told) > MOST_NAMED else []
    return ", ".join([*told[:MOST_NAMED], *more])


def _nearest(headers: Sequence[str]) -> str:
    """The table that these columns nearly make, and what is missing for it."""
    names = {*own_names(headers)}
    near = [
        (len(names & {column.name for column in CANONICAL[name].columns}), name)
        for name in ("diary", "sessions", "counts")
    ]
    known, table = max(near, key=lambda one: one[0])
    lacking = missing(CANONICAL[table], sorted(names))
    if known < 2 or not lacking:
        return ""
    return f" (it would be a {table} file, but has no column {' and no column '.join(lacking)})"
