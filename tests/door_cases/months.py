"""A month a row, with a column for each of its days, in the words of several languages."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from tests.door_cases.base import ASK, DAY, QUIET, Case, Truth, clinic, rate_of, table, workbook

KIND = 38
SIGNS = {"M": "M", "H": "H", "0": "-", "-": ""}
Months = Callable[[date], Sequence[Any]]


def treated(seed: int, first: date, ids: Sequence[str] = ("P01", "P02", "P03")) -> Truth:
    """A truth with three sessions 12 weeks apart, that begins and ends with a sign."""
    truth = clinic(seed, first, ids, longer=190)
    days, sessions = {}, {}
    for patient, (start, letters) in (truth.days or {}).items():
        sessions[patient] = [start + (28 + 84 * n) * DAY for n in range(3)]
        told = list(letters)
        for day in sessions[patient]:
            told[(day - start).days] = "-"
        told[0] = told[-1] = "M"
        days[patient] = (start, "".join(told))
    found = Truth(days=days, sessions=sessions)
    return replace(found, rate=rate_of(found))


def months_of(
    truth: Truth, patient: str, signs: Mapping[str, str], session: str
) -> list[tuple[date, list[str]]]:
    """The months of one patient, each with 31 cells."""
    first, letters = (truth.days or {})[patient]
    said = {first + n * DAY: signs[letter] for n, letter in enumerate(letters)}
    said |= dict.fromkeys((truth.sessions or {}).get(patient, ()), session)
    starts = sorted({day.replace(day=1) for day in said})
    return [
        (start, [said.get(start + n * DAY, "") if n < days else "" for n in range(31)])
        for start in starts
        for days in [monthrange(start.year, start.month)[1]]
    ]


def grid(
    truth: Truth,
    head: Sequence[str],
    month: Months,
    *,
    signs: Mapping[str, str] = SIGNS,
    session: str = "x",
    once: bool = True,
    total: str = "",
    days: Sequence[Any] = tuple(range(1, 32)),
) -> list[list[Any]]:
    """A sheet of all patients. ``once``: each is named in her first month alone."""
    rows: list[list[Any]] = [[*head, *days]]
    for patient in truth.days or {}:
        of_one = months_of(truth, patient, signs, session)
        for n, (start, cells) in enumerate(of_one):
            rows.append([patient if not n or not once else "", *month(start), *cells])
        if total:
            sums = [sum(cells[n] == signs["M"] for _, cells in of_one) for n in range(31)]
            rows.append(["", total, *[""] * (len(head) - 2), *sums])
    return rows


def named(words: str, write: str = "{month} {year}") -> Months:
    """A month by its name in these words."""
    names = words.split()
    return lambda start: [write.format(month=names[start.month - 1], year=start.year)]


ENGLISH = named("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec")
GERMAN = named("Jan Feb März Apr Mai Juni Juli Aug Sept Okt Nov Dez", "{month} {year:04d}")
SWEDISH = named("jan feb mars april maj juni juli aug sept okt nov dec")
DUTCH = "jan feb mrt apr mei juni juli aug sept okt nov dec"
FRENCH = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
ITALIAN = "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre"
SPANISH = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"


def grid_in_english() -> Case:
    truth = treated(9501, date(2023, 11, 21), ("N-014", "N-015", "N-016"))
    rows = grid(truth, ("Patient", "Month"), ENGLISH, total="Total")
    special = (
        "Named once, totals below each, x every 12 weeks, a dash for none, blank not recorded."
    )
    return Case(KIND, special, {"calendars.csv": table(rows)}, truth, QUIET, ("every 12 weeks",))


def grid_in_german() -> Case:
    truth = treated(9502, date(2024, 1, 9))
    signs = {"M": "M", "H": "K", "0": "0", "-": ""}
    rows = grid(truth, ("Kürzel", "Monat"), GERMAN, signs=signs, session="BTX", total="Summe")
    sheet = [["Kopfschmerzkalender 2024"], [], *rows]
    special = "An Excel sheet with a title: K beside M, 0 for none, BTX."
    return Case(KIND, special, {"kalender.xlsx": workbook({"Kalender": sheet})}, truth, QUIET)


def grid_in_french() -> Case:
    truth = treated(9503, date(2024, 2, 3))
    names = FRENCH.split()
    signs = {"M": "M", "H": "C", "0": "0", "-": "nr"}
    rows = grid(
        truth, ("Patient", "Année", "Mois"), lambda d: [d.year, names[d.month - 1]], signs=signs,
        session="Botox", once=False, total="",
    )  # fmt: skip
    return Case(
        KIND,
        "The year in a column, C for céphalée beside M, nr.",
        {"calendrier.csv": table(rows, delimiter=";", encoding="cp1252")},
        truth,
        QUIET,
    )


def grid_in_italian() -> Case:
    truth = treated(9504, date(2024, 3, 5))
    signs = {"M": "E", "H": "C", "0": "no", "-": ""}
    rows = grid(truth, ("Paziente", "Mese"), named(ITALIAN + " dicembre"), signs=signs)
    return Case(KIND, "E beside C.", {"calendario.csv": table(rows)}, truth, QUIET)


def grid_in_swedish() -> Case:
    truth = treated(9505, date(2024, 4, 18))
    days = [f"Dag {n}" for n in range(1, 32)]
    rows = grid(truth, ("Patient", "Månad"), SWEDISH, session="B", days=days)
    return Case(
        KIND, "Days as *Dag 1*, B every 12 weeks.", {"dagar.csv": table(rows)}, truth, QUIET
    )


def grid_of_one_in_dutch() -> Case:
    truth = treated(9506, date(2024, 1, 2), ("K7",))
    month = named(DUTCH)
    rows = [row[1:] for row in grid(truth, ("", "Maand"), month, session="botox")]
    return Case(KIND, "One person, by the file's name.", {"K7.csv": table(rows)}, truth, QUIET)


def grid_a_sheet_each_in_spanish() -> Case:
    truth = treated(9507, date(2024, 1, 12), ("K7", "L2"))
    sheets = {}
    for patient in truth.days or {}:
        alone = replace(truth, days={patient: (truth.days or {})[patient]})
        rows = grid(alone, ("", "Mes"), named(SPANISH + " diciembre"), session="Botox")
        sheets[patient] = [row[1:] for row in rows]
    return Case(KIND, "A sheet for each patient.", {"diarios.xlsx": workbook(sheets)}, truth, QUIET)


def grid_whose_years_are_its_name() -> Case:
    truth = treated(9508, date(2024, 1, 2))
    rows = grid(truth, ("Patient", "Month"), lambda start: [start.month], session="inj")
    return Case(
        KIND, "Months as numbers, the year in the file's name.", {"year_2024.csv": table(rows)},
        truth, QUIET,
    )  # fmt: skip


def grid_whose_blanks_are_free() -> Case:
    truth = treated(9509, date(2024, 2, 5))
    rows = grid(truth, ("Patient", "Month"), ENGLISH, signs=SIGNS | {"0": ""}, session="BTX")
    return Case(
        KIND, "No sign for a day without headache.", {"calendars.csv": table(rows)}, truth, ASK,
        ("without headache, or not recorded?",), true_reading="no_headache",
    )  # fmt: skip


def grid_with_a_one_beside_h() -> Case:
    truth = treated(9510, date(2024, 2, 5))
    rows = grid(truth, ("Patient", "Month"), ENGLISH, session="BTX", once=False)
    last = [[("1" if cell == "H" else cell) for cell in row] for row in rows if row[0] == "P03"]
    rows = [*(row for row in rows if row[0] != "P03"), *last]
    return Case(
        KIND, "One patient writes 1 for H.", {"calendars.csv": table(rows)}, truth, ASK,
        ("who have no H", "what does it mean?"), true_reading="headache",
    )  # fmt: skip


def grid_with_crosses_alone() -> Case:
    truth = treated(9511, date(2024, 2, 5)).headaches()
    signs = {"M": "x", "H": "x", "0": "-", "-": ""}
    rows = grid(truth, ("Patient", "Month"), ENGLISH, signs=signs, session="BTX")
    return Case(
        KIND, "x on every day with headache.", {"calendars.csv": table(rows)}, truth, ASK,
        ("sign x",), true_reading="headache",
    )  # fmt: skip


CASES = (
    grid_in_english,
    grid_in_german,
    grid_in_french,
    grid_in_italian,
    grid_in_swedish,
    grid_of_one_in_dutch,
    grid_a_sheet_each_in_spanish,
    grid_whose_years_are_its_name,
    grid_whose_blanks_are_free,
    grid_with_a_one_beside_h,
    grid_with_crosses_alone,
)
