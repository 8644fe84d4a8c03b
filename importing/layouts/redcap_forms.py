"""Which column of an export of REDCap is of which form, and which form is a diary nobody reads?

A form's fields stand before its status (``*_complete``), so that a label which two forms have is
told apart by its place. A form of the project's own names is a diary where it has dates that lie
within a week of each other and a yes or no: such a form bears on a number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.frames import CANONICAL
from importing.cells import FLAG_WORDS
from importing.columns import recognise_table
from importing.layouts.base import plain
from importing.moments import ASK, CONTRADICTION, DAY_FIRST, MONTH_FIRST, read_day, vote
from importing.repeated_labels import of_redcap

EVENT, INSTRUMENT, INSTANCE = (
    "redcap_event_name",
    "redcap_repeat_instrument",
    "redcap_repeat_instance",
)
GROUP, SURVEY = "redcap_data_access_group", "redcap_survey_identifier"
OWN = (EVENT, INSTRUMENT, INSTANCE, GROUP, SURVEY)
LABELS = {
    "event name": EVENT,
    "repeat instrument": INSTRUMENT,
    "repeat instance": INSTANCE,
    "data access group": GROUP,
    "survey identifier": SURVEY,
}
READ = {
    column.name
    for table in ("diary", "sessions", "counts", "patients", "scores")
    for column in CANONICAL[table].columns
}  # what we read, under our own names
EAV = {"record", "field name", "value"}
STATUS = re.compile(r"(?:^|[ ])complete\??(?:[ .]*\(?\d+\)?)?$")
WEEK, HALF, FEWEST = np.timedelta64(7, "D"), 0.5, 3
OF_HEADACHE = re.compile(
    r"migr|mig(?=\b|[ _])|head ?ache|kopf|cefal|cephal|céphal|\bh[ad]\b|emicran|jaqueca|cabeza"
)
OF_DAYS = re.compile(r"\bdays?\b|tage\b|\bjours\b|\bgiorni\b|\bd[ií]as\b|dagen\b")
OF_RECORDING = re.compile(
    r"record|diary|filled|complet|document|observ|erfasst|tagebuch|dokument|ausgefüllt|rempli|"
    r"enregistr|compilat|registr|diario|ingevuld"
)
OF_TOXIN = re.compile(r"botox|toxin|dysport|xeomin|inje[ck]t|units|einheiten|session|sitzung")
MOST_DAYS = 92  # of three months
MOST_RECORDED = 366
CODED = ({"1", "2"}, {"0", "1", "2"})


@dataclass(frozen=True)
class UnreadDiary:
    """A form that looks like a diary and is not read: its name, rows, dates, and yes or no."""

    name: str
    rows: int
    dates: tuple[str, ...]
    flags: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What was seen of it, as the middle of a sentence."""
        shown = ", ".join(self.flags[:4]) + (", ..." if len(self.flags) > 4 else "")
        form = f"the form {self.name}" if self.name else "a form"
        return f"{form} ({self.rows:,} rows) has dates ({self.dates[0]}) and yes or no ({shown})"


def knows(headers: Sequence[str]) -> bool:
    """Is it an export of REDCap: by its own columns, as codes, as labels, or a row a field?"""
    if {plain(header) for header in headers} >= EAV:
        return True
    return any(header.strip().lower() in OWN for header in headers) or of_redcap(headers)


def is_status(header: str) -> bool:
    """Does it say whether the form before it is complete?"""
    return bool(STATUS.search(plain(header)))


def places(headers: Sequence[str]) -> dict[str, int]:
    """Which form each column is of, counted by the statuses before it."""
    found, form = {}, 0
    for header in headers:
        found[header] = form
        form += is_status(header)
    return found


def by_form(
    part: pd.DataFrame, places: Mapping[str, int], keys: Collection[str]
) -> list[pd.DataFrame]:
    """The columns of a part form by form, each beside the keys, on the rows that fill them in."""
    here = [key for key in part if key in keys]
    forms: dict[int, list[str]] = {}
    for header in part:
        if header not in keys:
            forms.setdefault(places.get(header, -1), []).append(header)
    return [
        part.loc[(part[columns] != "").any(axis=1), [*here, *columns]]
        for _, columns in sorted(forms.items())
    ]


def told_apart(
    part: pd.DataFrame, names: Mapping[str, str], places: Mapping[str, int], keys: Collection[str]
) -> list[pd.DataFrame]:
    """The part form by form where a name stands twice in it, or a diary beside another table;
    else as it is: what one table needs may stand in several forms."""
    forms = by_form(part, places, keys)
    theirs = [names[header] for header in part]
    kinds = {_table([names[header] for header in form]) for form in forms} - {"", "patients"}
    several = len(set(theirs)) < len(theirs) or ("diary" in kinds and len(kinds) > 1)
    return forms if several else [part]


def _table(names: Sequence[str]) -> str:
    """The table that these columns make; counts have their session from the event."""
    by_event = ["session"] if EVENT in names else []
    found = recognise_table(names) or recognise_table([*names, *by_event])
    return found.name if found else ""


def twice(names: Sequence[str]) -> list[str]:
    """The names that stand more than once."""
    return sorted(name for name, times in Counter(names).items() if times > 1)


def unread_diary(
    name: str, form: pd.DataFrame, record: str, keys: Collection[str]
) -> UnreadDiary | None:
    """Is this form, of which nothing is read, a diary? ``record``: the column of the patient."""
    columns = [header for header in form if header not in keys]
    texts = {header: {text for text in form[header].unique() if text} for header in columns}
    dates = [h for h in columns if texts[h] and _are_dates(texts[h])]
    flags = [h for h in columns if h not in dates and are_flags(texts[h])]
    near = [
        header for header in dates if flags and record in form and _day_by_day(form, header, record)
    ]
    return UnreadDiary(name, len(form), tuple(near), tuple(flags)) if near else None


def unread_counts(form: pd.DataFrame, keys: Collection[str]) -> list[str]:
    """The columns of a form that look like a number of days with headache or migraine."""
    return [header for header in form if header not in keys and _counts_days(form[header], header)]


def unread_recorded(form: pd.DataFrame, keys: Collection[str]) -> list[str]:
    """The columns of a form that look like the number of days that a diary was kept."""
    return [
        header for header in form if header not in keys and _counts_recorded(form[header], header)
    ]


def unread_sessions(name: str, form: pd.DataFrame, record: str, keys: Collection[str]) -> list[str]:
    """The dates of a form that repeats and speaks of toxin, in its name or in those of columns."""
    columns = [header for header in form if header not in keys]
    speaks = any(OF_TOXIN.search(plain(words)) for words in (name, *columns))
    repeats = bool(name) or (record in form and form[record].duplicated().any())
    if not (speaks and repeats):
        return []
    texts = {header: {text for text in form[header].unique() if text} for header in columns}
    return [header for header in columns if texts[header] and _are_dates(texts[header])]


def _counts_days(cells: pd.Series, header: str) -> bool:
    name = plain(header)
    named = OF_HEADACHE.search(name) and OF_DAYS.search(name)
    return bool(named) and _are_days(cells, MOST_DAYS)


def names_recorded(header: str) -> bool:
    """Is it called the number of days that a diary was kept?"""
    name = plain(header)
    named = OF_RECORDING.search(name) and OF_DAYS.search(name)
    return bool(named) and not OF_HEADACHE.search(name)


def _counts_recorded(cells: pd.Series, header: str) -> bool:
    return names_recorded(header) and _are_days(cells, MOST_RECORDED)


def _are_days(cells: pd.Series, most: int) -> bool:
    numbers = [text for text in cells.unique() if text]
    counted = all(text.isdecimal() and int(text) <= most for text in numbers)
    return counted and any(int(text) > 1 for text in numbers)


def _are_dates(texts: set[str]) -> bool:
    return any(all(_day(text, order) for text in texts) for order in (DAY_FIRST, MONTH_FIRST))


def are_flags(texts: set[str]) -> bool:
    """Do these texts say yes and no, in words or in a coding of two or three?"""
    lower = {text.lower() for text in texts}
    return bool(lower) and (lower <= set(FLAG_WORDS) or lower in CODED)


def days_of(cells: pd.Series) -> pd.Series | None:
    """The days of a column of nothing but dates whose order of day and month is sure."""
    texts = [text for text in cells.unique() if text]
    order = vote(texts).order
    if not texts or not _are_dates({*texts}) or order in (ASK, CONTRADICTION):
        return None
    return cells.map({text: _day(text, order) for text in texts}).astype("datetime64[s]")


def _day(text: str, order: str) -> np.datetime64 | None:
    try:
        return np.datetime64(read_day(text, order))
    except ValueError:
        return None


def _day_by_day(form: pd.DataFrame, dates: str, record: str) -> bool:
    """Do most of the days of a record that follow each other lie within a week, of at least 3?"""
    texts = form[dates]
    different = [text for text in texts.unique() if text]
    order = MONTH_FIRST if vote(different).order == MONTH_FIRST else DAY_FIRST
    known = {text: _day(text, order) for text in different}
    days = pd.DataFrame({"record": form[record], "day": texts.map(known)}).dropna()
    days = days.drop_duplicates().sort_values(["record", "day"])
    of_record = days.groupby("record")["day"]
    gaps = of_record.diff().dropna().to_numpy("timedelta64[D]")
    return bool(of_record.size().max() >= FEWEST) and float((gaps <= WEEK).mean()) >= HALF
