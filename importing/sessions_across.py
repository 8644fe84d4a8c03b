"""Is there a column for each session of a patient? *Botox 1*, *Botox 2*, *Dose 1*, *2nd injection*.

Known by the names, which differ in their number alone, and by the cells, which are dates. A dose
belongs to the session of its number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from importing.column_kinds import Kind, Suggested, TakenFor
from importing.columns import word_for
from importing.layouts.base import plain
from importing.mapping_checks import OF_SESSIONS
from importing.missing_words import MISSING_WORDS, OPEN
from importing.moments import DAY_FIRST, first_day, possible_days
from importing.text import TextTable

DATE, DOSE = OF_SESSIONS
FEWEST = 2  # columns of dates, where none of the others is a count
CLOSEST = pd.Timedelta(days=28)  # dates nearer to each other are hardly sessions
MOSTLY = 0.5  # of the cells that say something
_SILENT = {"", *MISSING_WORDS, *OPEN}
_NUMBER = re.compile(
    r"(?<!\d)(?P<n>\d{1,2})(?:(?:st|nd|rd|th|ers?|[eè]re|[eè]me|e|a|[ªº])(?![^\W\d_]))?(?!\d)"
)
_IN_WORDS = {
    word: number
    for number, words in enumerate(
        (
            ("first", "erste", "erster", "premiere", "première", "primera", "prima", "eerste"),
            ("second", "zweite", "zweiter", "deuxième", "deuxieme", "segunda", "seconda", "tweede"),
            ("third", "dritte", "dritter", "troisième", "troisieme", "tercera", "terza", "derde"),
            ("fourth", "vierte", "vierter", "quatrième", "quatrieme", "cuarta", "quarta", "vierde"),
        ),
        start=1,
    )
    for word in words
}
_NOT_SAYING = re.compile(r"\b(?:nr|no|num|number|nummer|numero|n)\b|[^\w\s]")
_SESSION = re.compile(
    r"botox|botulin|toxin|\bbont|\bbtx|\btx\b|dysport|xeomin|"
    r"injec|injek|\binj\b|inyec|iniezion|\binie[ck]|infiltra|treatment|behandl|behandel|traitement|"
    r"tratam|trattam|session|sitzung|s[eé]ance|sesi[oó]n|seduta|sessie|sess[aã]o|zastrzyk"
)
_A_DATE = re.compile(r"(?:(?:date|datum|fecha|data|dato|visit|visite|visita|termin|day|tag) ?)+")
_ANOTHER = re.compile(
    r"follow|\bfu\b|review|control|kontroll|contr[oô]le|next|planned|geplant|due\b|scan|\bmri\b|"
    r"birth|diary|tagebuch|attack|anfall|attaque|block|baseline|letter|call"
)
_DOSE = re.compile(
    r"\b(?:(?:total |gesamt)?dos(?:e|es|is|age|ierung|ering)|units?|u|ie|iu|ui|ue|einheiten|"
    r"unit[ée]s?|unidades|unit[aà]|eenheden|enheder|enheter)\b"
)


def numbered(header: str) -> tuple[str, int] | None:
    """A name without its number, and the number: (botox, 2) of *Botox 2*, *2nd Botox*, *Botox #2*.

    None of a name with no number, or with several.
    """
    name = plain(header)
    found = [(one.span(), int(one["n"])) for one in _NUMBER.finditer(name)]
    for word in re.finditer(r"[^\W\d_]+", name):
        if word[0] in _IN_WORDS:
            found.append((word.span(), _IN_WORDS[word[0]]))
    if len(found) != 1:
        return None
    (start, end), number = found[0]
    return re.sub(r"\s+", " ", _NOT_SAYING.sub(" ", f"{name[:start]} {name[end:]}")).strip(), number


def sessions_across(
    text: TextTable, kinds: Mapping[str, Kind], fewest: int = FEWEST
) -> dict[str, Suggested]:
    """The columns that hold the day, or the dose, of one session each; none where they are few."""
    of_dates = _of_dates(text, kinds)
    known = [stem for stem in of_dates if _SESSION.search(stem) and not _ANOTHER.search(stem)]
    maybe = [stem for stem in of_dates if _A_DATE.fullmatch(f"{stem} ")]
    dates: dict[int, str] = {}
    for stem in known or maybe:
        for number, header in of_dates[stem].items():
            dates.setdefault(number, header)
    if len(dates) < fewest or _too_close(text, [*dates.values()]):
        return {}
    sessions, why = _numbers([*dates])
    weak = not known or len(known) > 1 or bool(why)
    says = "its name numbers a session" if known else "numbered dates, a session each"
    found = {
        header: Suggested(
            TakenFor(DATE, sessions[number]),
            f"{says}, its cells are dates{why}",
            weak,
        )
        for number, header in dates.items()
    }
    doses = _by_stem(h for h in kinds if kinds[h].numbers and h not in found)
    for stem, columns in doses.items():
        if not (_DOSE.search(stem) or word_for(stem) == DOSE) or _ANOTHER.search(stem):
            continue
        taken = {one.meaning for one in found.values()}
        for number, header in columns.items():
            of = TakenFor(DOSE, sessions.get(number))
            if number in sessions and of not in taken:
                found[header] = Suggested(of, "its name numbers the dose of a session", weak)
    return found


def _by_stem(headers: Iterable[str]) -> dict[str, dict[int, str]]:
    """The columns whose names differ in their number alone."""
    found: dict[str, dict[int, str]] = {}
    for header in headers:
        if (of := numbered(header)) is not None:
            found.setdefault(of[0], {}).setdefault(of[1], header)
    return found


def numbered_dates(text: TextTable, headers: Iterable[str]) -> frozenset[str]:
    """The columns of dates that are one of several, by their numbers: none of them stands for
    all."""
    found = _of_dates(text, headers).values()
    return frozenset(h for columns in found if len(columns) > 1 for h in columns.values())


def _of_dates(text: TextTable, headers: Iterable[str]) -> dict[str, dict[int, str]]:
    """Columns whose names differ in their number alone, where most cells that say something are
    dates: of a session that was missed one may say DNA."""
    found = {}
    for stem, columns in _by_stem(headers).items():
        counts: Counter[str] = Counter()
        for header in columns.values():
            counts.update(text.counted(header))
        saying = {cell: n for cell, n in counts.items() if cell.lower() not in _SILENT}
        dates = sum(n for cell, n in saying.items() if possible_days(cell))
        if dates > sum(saying.values()) * MOSTLY:
            found[stem] = columns
    return found


def _numbers(numbers: Sequence[int]) -> tuple[dict[int, int], str]:
    """The session of each number: itself where they follow each other, else its place."""
    order = sorted(numbers)
    if order[0] and order == [*range(order[0], order[0] + len(order))]:
        return {number: number for number in order}, ""
    places = {number: place for place, number in enumerate(order, start=1)}
    return places, "; their numbers do not follow each other: taken in their order"


def days_in(text: TextTable, header: str) -> pd.Series:
    """The day in each row of a column, day first where both can be; NaT where there is none."""
    codes, texts = text.encoded(header)
    days = pd.Series([first_day(cell, DAY_FIRST) for cell in texts], dtype="datetime64[s]")
    return pd.Series(days.to_numpy()[codes])


def _too_close(text: TextTable, headers: Sequence[str]) -> bool:
    """Do most dates of a patient follow the one before sooner than sessions ever do?"""
    days = pd.DataFrame(
        {
            header: pd.Series(
                [next(iter(possible_days(cell)), None) for cell in text.encoded(header)[1]],
                dtype="datetime64[s]",
            ).to_numpy()[text.encoded(header)[0]]
            for header in headers
        }
    )
    gaps = days.diff(axis="columns").stack().dropna() if len(headers) > 1 else pd.Series()
    return len(gaps) > 1 and bool(gaps.abs().median() < CLOSEST)


def a_row_a_session(
    frame: pd.DataFrame, ids: str, periods: Mapping[str, tuple[str, int]]
) -> pd.DataFrame:
    """A row for each session of which anything is written, from the row of the file that has it."""
    of = {header: one for header, one in periods.items() if one[0] in OF_SESSIONS}
    parts = []
    for session in sorted({number for _, number in of.values()}):
        columns = {h: name for h, (name, number) in of.items() if number == session}
        part = frame[[ids, *columns]].rename(columns={ids: "patient_id", **columns})
        silent = part[[*columns.values()]].apply(lambda cells: cells.str.lower().isin(_SILENT))
        parts.append(part[~silent.all(axis="columns")].assign(session=str(session)))
    return pd.concat(parts).fillna("")
