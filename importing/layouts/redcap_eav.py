"""REDCap exports of a row a field: which rows make a record, and what is a field of it?"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from analytics.frames import CANONICAL
from importing.choices import Mapping
from importing.columns import canonical_name, missing
from importing.layouts.base import plain
from importing.layouts.redcap_forms import LABELS, OWN, READ
from words.numbers import counted


def a_row_a_record(
    frame: pd.DataFrame, mapped: Collection[str]
) -> tuple[pd.DataFrame, tuple[str, ...], str]:
    """One row a record, event and instance, from one row a field; the first row's number stays.

    A checkbox has a row for each ticked choice: its choices are joined, and each that is mapped as
    ``field___choice`` gets a column of its own. A field that we read has one value, or none.
    """
    frame = frame.rename(
        columns={h: LABELS.get(plain(h), plain(h).replace(" ", "_")) for h in frame}
    )
    keys = [key for key in ("record", *OWN) if key in frame]
    cells = frame.drop_duplicates([*keys, "field_name", "value"])
    twice = cells.loc[cells.duplicated([*keys, "field_name"]), "field_name"]
    several = tuple(dict.fromkeys(twice))
    wrong = [name for name in several if name in mapped or canonical_name(name) in READ]
    if wrong:
        count = int(twice.isin(wrong).sum())
        what = f"{counted(count, 'value')} of {' and of '.join(wrong)}"
        return cells.iloc[:0], several, f"gives {what} twice for one record, with other values"
    first = frame.reset_index().groupby(keys, sort=False)["index"].min()
    ticked = cells.assign(field_name=cells["field_name"] + "___" + cells["value"], value="1")
    ticked = ticked[ticked["field_name"].isin(mapped)].drop_duplicates([*keys, "field_name"])
    joined = cells.groupby([*keys, "field_name"], sort=False)["value"].agg(", ".join).reset_index()
    wide = pd.concat([joined, ticked]).pivot(index=keys, columns="field_name", values="value")
    wide = wide.reindex(first.index).fillna("").reset_index()
    wide.columns.name = None
    return wide.set_index(pd.Index(first.to_numpy())), several, ""


def fields(wide: pd.DataFrame, several: Collection[str]) -> list[str]:
    """What can be mapped of an EAV export: the record, its fields, and of a checkbox the choices.

    ``wide``: one row a record; where that failed, still one row a field.
    """
    if "field_name" in wide:
        return ["record", *several]
    choices = [
        f"{name}___{text}"
        for name in several
        for text in sorted({t for cell in wide[name].unique() for t in cell.split(", ")})
        if text
    ]
    named = [name for name in wide if name not in ("record", *several)]
    return list(dict.fromkeys(["record", *named, *choices]))


def nobody_filled(fields: Sequence[str], mappings: Sequence[Mapping]) -> list[str]:
    """The mapped fields that have no row in this export: a choice that nobody ticked, and what a
    table can do without where what it needs is there."""
    found: list[str] = []
    for mapping in mappings:
        ours = [column for field, column in mapping.columns.items() if field in fields]
        fits = mapping.table in CANONICAL and not missing(
            CANONICAL[mapping.table], ["patient_id", *ours]
        )
        left = [field for field in mapping.columns if field not in (*fields, *found)]
        choices = {name.partition("___")[0] for name in fields}
        found += [f for f in left if fits or ("___" in f and f.partition("___")[0] in choices)]
    return found
