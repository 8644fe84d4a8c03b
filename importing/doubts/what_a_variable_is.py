"""Which parameter of a research table is headache, migraine, pain, or counted days?

Its words and its values suggest it. Where they leave one reading it is said, where they leave
several it is asked; a concept's number says nothing by itself and is always asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa

from importing.doubts.base import Doubt, Found, LooksAt, Sign, shown
from importing.research_tables import OBSERVATION, ResearchTable, Variable, standard_of
from importing.variables import (
    NOT_USED,
    OF_DAYS,
    OF_PERIODS,
    PAIN,
    UNITS,
    marked,
    readings,
)
from words.numbers import counted

MOST_CONCEPTS = 6  # without a word of what they are; more of them are another table
_WORDS = {
    **{name: f"{name.replace('_', ' ')}, yes or no on its day" for name in OF_DAYS},
    PAIN: "pain of its day, 0 to 10",
    **{name: f"{name.replace('_', ' ')} of a period" for name in OF_PERIODS},
    UNITS: "the dose of a session, in units",
    NOT_USED: "another thing: not used",
}


def signs(found: Found) -> Iterator[Sign]:
    if (table := _table(found)) is None:
        return
    asked = 0
    for variable in table.variables():
        options = _readings(table, variable)
        unknown = options[:1] == (NOT_USED,)
        asked += unknown
        if not options or (unknown and asked > MOST_CONCEPTS):
            continue
        yield Sign(
            f"{variable.told}{_sentence(variable, options)}",
            tuple((name, _WORDS[name]) for name in options),
            f"{table.header(table.standard.variable[0])} {variable.code}",
            tuple(int(row) for row in found.text.rows[variable.rows]),
        )


def _table(found: Found) -> ResearchTable | None:
    standard = standard_of(found.headers) if found.mapping is None else None
    return ResearchTable(found.text, standard) if standard is not None else None


def _readings(table: ResearchTable, variable: Variable) -> tuple[str, ...]:
    """What it may be; a concept without words may be anything."""
    if table.standard is not OBSERVATION:
        return readings(variable.words, variable.values, daily=variable.daily)
    if variable.words == variable.code:
        return (NOT_USED, *OF_DAYS)
    known = readings(variable.words, variable.values, daily=True)
    return known if NOT_USED in known or not known else (*known, NOT_USED)


def _sentence(variable: Variable, options: tuple[str, ...]) -> str:
    if len(options) == 1:
        return f" is {_WORDS[options[0]]}."
    rows = counted(int(variable.rows.sum()), "row")
    values = f", with {shown(variable.values, 4)}" if variable.values else ""
    return f": {rows}{values}. What is it?"


def read(found: Found, sign: Sign, reading: str) -> Found:
    """The code of the variable as what it is said to be."""
    table = _table(found)
    assert table is not None
    header = table.header(table.standard.variable[0])
    code = sign.column.removeprefix(f"{header} ")
    named = table.frame[table.standard.variable[0]].mask(table.codes == code, marked(reading))
    columns = {**found.text.columns, header: pa.array(named.tolist(), pa.string())}
    return found.with_text(replace(found.text, columns=columns))


DOUBT = Doubt("what_a_variable_is", LooksAt.FILE, signs, read)
