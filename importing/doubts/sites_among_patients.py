"""Is each row of a table of counts a patient, or are some the sites or groups that these are of?

*Leeds* and *York* below P-01 to P-40 are lines of totals that no word names. Asked where nearly all
ids are of one form with a number, and some of another have none, or stand in two words, or their
counts have decimals where all others are whole; and where the last row is the means of all above.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pandas as pd

from importing.doubts.base import Cells, Doubt, LooksAt, Sign
from importing.totals import names_a_group, total_or_subtotal
from words.numbers import counted

ID, PERIOD = "patient_id", "session"
GROUPS, PATIENTS = "groups", "patients"
FEWEST = 5  # ids of one form
MOST = 4  # times as many ids are of one form as are not
NUMBER = re.compile(r"\d")


def signs(cells: Cells) -> Iterator[Sign]:
    strange = _of_no_patient(cells)
    if not strange.any():
        return
    rows = tuple(sorted({*cells.rows_where(strange)}))
    yield Sign(
        f"{counted(len(rows), 'row')} (the first is row {rows[0]}) may be of no patient: named "
        "unlike the other ids, or with the means of the rows above. Lines of sites, groups or "
        "means, or patients?",
        (
            (GROUPS, "lines of sites, groups or means: left out"),
            (PATIENTS, "patients, like the other rows"),
        ),
        ID,
        rows,
    )


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    return cells.without(_of_no_patient(cells)) if reading == GROUPS else cells


def _of_no_patient(cells: Cells) -> np.ndarray:
    """A mask of the rows that may be of no patient."""
    if cells.table != "counts" or ID not in cells or cells.per_patient or cells.by_name:
        return np.zeros(len(cells.text.rows), dtype=bool)
    codes, texts = cells.encoded(ID)
    in_turn = [texts[code] for code in pd.unique(codes) if texts[code]]
    unlike = _of_another_form(in_turn)
    found = {one for one in unlike if not NUMBER.search(one) or " " in one}
    if (unlike or len(in_turn) > FEWEST) and _has_decimals(cells):
        counts = _counts(cells)
        if _decimals_alone(counts, unlike):
            found |= {*unlike}
        found |= {*_means_at_the_end(counts, in_turn)}
    asked = {one for one in found if total_or_subtotal(one) or names_a_group(one)}
    found -= asked  # by their word
    return np.array([text in found for text in texts], dtype=bool)[codes]


def _form(text: str) -> str:
    letters = re.sub(r"[^\W\d_]+", lambda word: "A" if word[0].isupper() else "a", text)
    return re.sub(r"\d+", "0", letters)


def _of_another_form(ids: list[str]) -> list[str]:
    """The ids of another form than nearly all, which have a number and no blank."""
    if not ids:
        return []
    form, like = Counter(map(_form, ids)).most_common(1)[0]
    unlike = [one for one in ids if _form(one) != form]
    nearly_all = like >= FEWEST and like >= MOST * len(unlike)
    return unlike if nearly_all and "0" in form and " " not in form else []


def _measures(cells: Cells) -> list[str]:
    assert cells.spec is not None
    return [c.name for c in cells.spec.columns if c.kind == "days" and c.name in cells]


def _has_decimals(cells: Cells) -> bool:
    return any(mark in text for n in _measures(cells) for text in cells.texts(n) for mark in ".,")


def _counts(cells: Cells) -> pd.DataFrame:
    """Each number of days that is said: id, period and which count, its number and its decimals."""
    said = [
        pd.DataFrame(
            {
                "id": cells.text.columns[ID].to_pylist(),
                "of": [f"{name} {period}" for period in _periods(cells)],
                "text": [text.replace(",", ".") for text in cells.text.columns[name].to_pylist()],
            }
        )
        for name in _measures(cells)
    ]
    if not said:
        return pd.DataFrame({"id": [], "of": [], "number": [], "decimals": []})
    every = pd.concat(said, ignore_index=True)
    number = pd.to_numeric(every["text"], errors="coerce")
    every["id"] = every["id"].str.strip()
    every = every.assign(number=number, decimals=every["text"].str.partition(".")[2].str.len())
    return every[number.notna()]


def _periods(cells: Cells) -> list[str]:
    if PERIOD in cells:
        return [str(text) for text in cells.text.columns[PERIOD].to_pylist()]
    return [""] * len(cells.text.rows)


def _decimals_alone(counts: pd.DataFrame, foot: list[str]) -> bool:
    """Have counts of these decimals, and no other's?"""
    here = counts["id"].isin(foot)
    return bool((counts["decimals"][here] > 0).any() and (counts["decimals"][~here] == 0).all())


def _means_at_the_end(counts: pd.DataFrame, ids: list[str]) -> list[str]:
    """The last id, where decimals of its counts are the means of all counts above it."""
    if len(ids) <= FEWEST:
        return []
    last, above = counts[counts["id"] == ids[-1]], counts[counts["id"] != ids[-1]]
    if len(last) < 2 or not _decimals_alone(counts, ids[-1:]):
        return []
    means = last["of"].map(above.groupby("of")["number"].mean())
    near = (means - last["number"]).abs() <= 0.5 * 10.0 ** -last["decimals"] + 1e-9
    return ids[-1:] if near.all() else []


DOUBT = Doubt("sites_among_patients", LooksAt.COLUMN, signs, read)
