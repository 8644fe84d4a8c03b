"""Is a row named Mean, SD or Total a line of totals? Where it says what the rows above give: yes.

Left out where it has neither date nor session, or where its cells are that of the rows above it;
*P-11 Total* beside P-11 too, and a word for totals where the date stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median, pstdev, stdev

import numpy as np

from importing.doubts.base import Cells, Doubt, LooksAt, Sign
from importing.totals import name_of_total, subtotal_of, total_of, total_or_subtotal
from words.numbers import counted

ID = "patient_id"
KEYS = ("date", "session_date", "session", "started_on")
MOST = 200  # rows of totals that are held against the rows above them


def signs(cells: Cells) -> Iterator[Sign]:
    gone = _totals(cells)
    if gone.any():
        rows = cells.rows_where(gone)  # one of the file may be several of ours
        yield Sign(
            f"{counted(len({*rows}), 'line')} of totals left out ({_named(cells, gone)}).",
            (("totals", "left out"),),
            ID,
            rows=rows,
        )


def _named(cells: Cells, gone: np.ndarray) -> str:
    """The words by which the lines are known; without the ids in them."""
    said = set()
    for column in (ID, *cells.date_columns()):
        if column in cells:
            texts = {cells.text.columns[column][int(row)].as_py() for row in np.flatnonzero(gone)}
            said |= {word for text in texts if (word := name_of_total(text))}
    return ", ".join(sorted(said))


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    return cells.without(_totals(cells))


def _totals(cells: Cells) -> np.ndarray:
    gone = _dates_that_are_totals(cells)
    if ID not in cells or cells.per_patient:
        return gone
    named = cells.where_text(ID, lambda text: bool(total_of(text)))
    groups = _groups(cells)
    if not named.any() and not groups.any():
        return gone
    keys = [name for name in KEYS if name in cells]
    dated = np.zeros(len(named), dtype=bool)
    for name in keys:
        dated |= cells.where_text(name, bool)
    if not keys:
        dated[:] = True
    gone |= (named | groups) & ~dated
    left = np.flatnonzero((named | groups) & dated & ~gone)
    if len(left) <= MOST:
        no_rows = named | groups
        gone[[row for row in left if _is_that_of_the_rows_above(cells, int(row), no_rows)]] = True
    return gone


def _groups(cells: Cells) -> np.ndarray:
    """Rows named after all rows, or after another id: P-11 Total beside P-11."""
    ids = set(cells.texts(ID))

    def is_one(text: str) -> bool:
        group = subtotal_of(text)
        return group is not None and (not group or group in ids)

    return cells.where_text(ID, is_one)


def _dates_that_are_totals(cells: Cells) -> np.ndarray:
    """Rows with a word for totals where the date stands, and no id but such a name."""
    gone = np.zeros(len(cells.text.rows), dtype=bool)
    for column in cells.date_columns():
        gone |= cells.where_text(column, lambda text: bool(text) and total_or_subtotal(text))
    return gone


def _is_that_of_the_rows_above(cells: Cells, row: int, named: np.ndarray) -> bool:
    """Are all its numbers the mean (or what it is named) of the rows above, within rounding?"""
    name = cells.text.columns[ID][row].as_py().strip()
    kind = total_of(name)
    if not kind:
        return _is_that_of_its_group(cells, row, np.flatnonzero(~named[:row]), name)
    above = np.flatnonzero(~named[:row])
    blocks = [above]
    if "session" in cells:
        codes, _ = cells.encoded("session")
        blocks.append(above[codes[above] == codes[row]])
    numbers = _said(cells, row)
    if not numbers:
        return False
    return any(
        len(block) > 1
        and all(_gives(kind, _column(cells, name, block), text) for name, text in numbers.items())
        and _telling(cells, numbers, block)
        for block in blocks
    )


def _is_that_of_its_group(cells: Cells, row: int, above: np.ndarray, name: str) -> bool:
    """Is *P-11 Total* what the rows of P-11 above it give, and a total of all what all give?"""
    group, numbers = subtotal_of(name), _said(cells, row)
    of_group = cells.where_text(ID, lambda text: not group or text == group)
    block = above[of_group[above]]
    kind = total_of(name_of_total(name))
    return bool(numbers and len(block)) and all(
        any(
            _gives(one, _column(cells, column, block), text, fewest=1)
            for one in ([kind] if kind else ["sum", "mean", "count"])
        )
        for column, text in numbers.items()
    )


def _said(cells: Cells, row: int) -> dict[str, str]:
    """The numbers of a row by their columns; none where it says anything else."""
    columns = [name for name in cells.headers if name != ID and name not in KEYS]
    said = {name: cells.text.columns[name][row].as_py().strip() for name in columns}
    numbers = {name: text for name, text in said.items() if _number(text) is not None}
    return {} if any(text for name, text in said.items() if name not in numbers) else numbers


def _telling(cells: Cells, names: dict[str, str], block: np.ndarray) -> bool:
    """Could the cells not as well be those of a patient, as 0 and 1 could?"""
    return any(max(_column(cells, name, block), default=0) > 1 for name in names) or any(
        "." in text or "," in text or (_number(text) or 0) > 1 for text in names.values()
    )


def _column(cells: Cells, name: str, rows: np.ndarray) -> list[float]:
    found = (_number(text) for text in cells.text.columns[name].take(rows).to_pylist())
    return [number for number in found if number is not None]


def _number(text: str) -> float | None:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return None


def _gives(kind: str, numbers: Sequence[float], text: str, fewest: int = 2) -> bool:
    if len(numbers) < max(fewest, 2 if kind == "sd" else 1):
        return False
    said = _number(text)
    could = {
        "mean": lambda: [sum(numbers) / len(numbers)],
        "sum": lambda: [sum(numbers)],
        "sd": lambda: [stdev(numbers), pstdev(numbers), stdev(numbers) / len(numbers) ** 0.5],
        "median": lambda: [median(numbers)],
        "count": lambda: [float(len(numbers))],
        "min": lambda: [min(numbers)],
        "max": lambda: [max(numbers)],
    }[kind]()
    places = len(text.replace(",", ".").partition(".")[2])
    return said is not None and any(abs(one - said) < 10.0**-places for one in could)


DOUBT = Doubt("averages_and_totals", LooksAt.COLUMN, signs, read)
