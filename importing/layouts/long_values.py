"""A row for each value: patient, date, variable, value, where the variables are our columns."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analytics.frames import CANONICAL, TableSpec
from importing.choices import Choices
from importing.columns import own_names, recognise_table
from importing.layouts.base import Layout, Reading, identifying, plain
from importing.text import TextTable, Unreadable
from words.numbers import counted

TITLE = "A row for each value"
VARIABLE = {
    *(
        "variable",
        "variabele",
        "variabel",
        "variabile",
        "variável",
        "parameter",
        "paramètre",
        "parámetro",
    ),
    *("item", "measure", "question", "frage", "merkmal", "key", "field", "feld", "pregunta"),
}
VALUE = {
    *("value", "wert", "valeur", "valor", "valore", "waarde", "värde", "værdi", "answer"),
    *("antwort", "response", "réponse", "respuesta", "risposta", "resposta", "antwoord", "result"),
}
KEYS = ("patient_id", "date")


def knows(headers: Sequence[str]) -> bool:
    return _columns(headers) is not None


def _columns(headers: Sequence[str]) -> dict[str, str] | None:
    """Headers by what they hold: patient_id, date, variable, value; None if one is missing."""
    named = {ours: header for header, ours in zip(headers, own_names(headers), strict=True)}
    found = {key: named[key] for key in KEYS if key in named}
    for what, words in (("variable", VARIABLE), ("value", VALUE)):
        fitting = [header for header in headers if plain(header) in words]
        if len(fitting) == 1:
            found[what] = fitting[0]
    whole = len(found) == len(KEYS) + 2
    return found if whole and recognise_table([*named]) is None else None


def read(text: TextTable, file: str, choices: Choices) -> Reading:
    columns = _columns(text.headers)
    assert columns is not None
    frame = text.frame()[list(columns.values())].set_axis([*columns], axis="columns")
    variables = sorted({*frame["variable"]} - {""})
    names = dict(zip(variables, own_names([*variables, *KEYS])[: len(variables)], strict=True))
    table = recognise_table([*names.values(), *KEYS])
    if table is None:
        raise Unreadable(
            f"has a row for each value of {counted(len(variables), 'variable')}, of which none is "
            "headache or migraine"
        )
    ours = {v: name for v, name in names.items() if name in _columns_of(table)}
    frame = frame.assign(variable=frame["variable"].map(ours))
    wide, into = in_one_row(frame, KEYS, [*ours.values()])
    told = [f"A row for each value: {', '.join(ours)} of one patient and date are one day."]
    if left := len(frame) - int(frame["variable"].isin(ours).sum()):
        told.append(f"{counted(left, 'row')} of other variables: not used.")
    return Reading(
        tables=((table.name, text.with_frame(wide)),),
        assumptions=tuple(told),
        dropped=identifying(text.headers),
        into=tuple(int(text.rows[place]) for place in into),
    )


def _columns_of(table: TableSpec) -> set[str]:
    return {column.name for column in CANONICAL[table.name].columns if not column.internal}


def in_one_row(
    frame: pd.DataFrame, keys: Sequence[str], names: Sequence[str]
) -> tuple[pd.DataFrame, list[int]]:
    """A row for each patient and date (``keys``), and the places of those that went into it.

    A day with two values of one variable keeps a row for each, which contradict each other.
    """
    known = frame[frame["variable"].notna()].rename_axis("place").reset_index()
    first = known.groupby([*keys])["place"].transform("min")
    again = known.duplicated([*keys, "variable", "value"])
    twice = ~again & known.duplicated([*keys, "variable"])
    torn = twice.groupby([known[key] for key in keys]).transform("any")
    known = known.assign(first=first.where(~torn | again, known["place"]))
    wide = known[~again].pivot(index=["first", *keys], columns="variable", values="value")
    wide = wide.reindex(columns=list(dict.fromkeys(names))).fillna("").reset_index()
    wide = wide.set_index(pd.Index(wide["first"])).drop(columns="first")
    wide.columns.name = None
    return wide, known.loc[known["place"] != known["first"], "place"].tolist()


LAYOUT = Layout("long_values", TITLE, knows, read)
