"""What is a case, and how are its diary and its files made?

A case is a few small files, what is special about them, and the truth: the days of every patient
as letters from a first date on. Everything is made by code; all patients are invented.
"""

from __future__ import annotations

import csv
import html
import io
import random
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

DAY = timedelta(days=1)
RIGHT, ASK, RIGHT_OR_ASK, TOLD, QUIET = "right", "ask", "right or ask", "told", "quiet"
ANY = "any"
WANTS = (RIGHT, ASK, RIGHT_OR_ASK, TOLD, QUIET)

# M migraine, H headache without migraine, h headache and nothing said about migraine, 0 neither,
# - not recorded, ? not known: it must not be a free day.
LETTERS = {"M": (1, 1), "H": (1, 0), "h": (1, None), "0": (0, 0)}


@dataclass(frozen=True)
class Truth:
    """What happened: days as letters from a first date, sessions, or counts by session.

    ``columns``: which of headache and migraine the files can tell. ``rate``: "responders of
    evaluable" after session 1, of ``measure``. ``patients``: who stands in that table.
    ``any_ids``: the names are the product's own.
    """

    days: Mapping[str, tuple[date, str]] | None = None
    sessions: Mapping[str, Sequence[date]] | None = None
    counts: Mapping[str, Mapping[int, Sequence[float | None]]] | None = None
    units: Mapping[str, Mapping[date, float | None]] | None = None
    columns: str = "hm"
    measure: str = "migraine_days"
    rate: str = ""
    patients: Sequence[str] = ()
    any_ids: bool = False

    def rows(self) -> Iterable[tuple[str, date, int, int]]:
        """Every recorded day: id, date, headache, migraine."""
        for patient, (first, letters) in (self.days or {}).items():
            for place, letter in enumerate(letters):
                if letter in "MH0":
                    headache, migraine = LETTERS[letter]
                    yield patient, first + place * DAY, headache, migraine or 0

    def bad_days(self, patient: str) -> Iterable[tuple[date, str]]:
        """The days with headache of one patient, with their letter."""
        first, letters = (self.days or {})[patient]
        return [(first + i * DAY, c) for i, c in enumerate(letters) if c in "MHh"]

    def treated(self) -> Iterable[tuple[str, date]]:
        """Every session: id and date."""
        return [(p, day) for p, days in (self.sessions or {}).items() for day in days]

    def headaches(self) -> Truth:
        """The same for files that tell of headache alone."""
        told = replace(self, columns="h", measure="headache_days")
        return replace(told, rate=rate_of(told))


@dataclass(frozen=True)
class Case:
    """Files, what is special about them, and what is right to make of them.

    ``want``: right (these records, whatever else is said), told (these records, exit 1, and a
    sentence that ``says``), ask (a question or a refusal that ``says``, exit 1, no wrong row),
    right or ask, quiet (these records, exit 0, nothing asked). ``options``: an item that begins
    with @ is the path of one of the files. ``given``: files for options alone. ``true_reading``:
    the reading which, given as answer, must lead to the truth; ANY: one of those offered must.
    """

    kind: int
    special: str
    files: Mapping[str, bytes]
    truth: Truth
    want: str
    says: Sequence[str] = ()
    never: Sequence[str] = ()
    options: Sequence[str] = ()
    given: Mapping[str, bytes] = field(default_factory=dict)
    exits: Sequence[int] = (1,)
    true_reading: str = ""


Maker = Callable[[], Case]


# The diary of three patients: 28 days before session 1, the day itself, 28 days after.


def course(seed: int, responds: bool, per_month: tuple[int, int] = (12, 16)) -> str:
    """57 letters: a baseline month, an unrecorded day, a month after, by chance from a seed."""
    chance = random.Random(seed)
    before = chance.randint(*per_month)
    after = before // 3 if responds else before - 2
    return _month(chance, before, 5) + "-" + _month(chance, after, 3)


def _month(chance: random.Random, migraines: int, headaches: int) -> str:
    letters = list("M" * migraines + "H" * headaches + "0" * (28 - migraines - headaches))
    chance.shuffle(letters)
    return "".join(letters)


def clinic(
    seed: int,
    first: date,
    ids: Sequence[str] = ("P01", "P02", "P03"),
    *,
    longer: int = 0,
) -> Truth:
    """A truth of these patients from this day on; all but every third respond.

    ``longer``: more recorded days at the end, as after the month.
    """
    days = {}
    for place, patient in enumerate(ids):
        letters = course(seed * 100 + place, place % 3 != 2)
        more = random.Random(seed * 100 + place + 50).choices("000MH", k=longer)
        days[patient] = (first, letters + "".join(more))
    sessions = {patient: [first + 28 * DAY] for patient in ids}
    truth = Truth(days=days, sessions=sessions)
    return replace(truth, rate=rate_of(truth))


def rate_of(truth: Truth) -> str:
    """Responders of those judged, counted by hand: half the days a month, or fewer."""
    bad = "MHh" if truth.measure == "headache_days" else "M"
    judged = responders = 0
    for patient, (first, letters) in (truth.days or {}).items():
        for day in list((truth.sessions or {}).get(patient, ()))[:1]:
            at = (day - first).days
            months = letters[max(at - 28, 0) : at], letters[at + 1 : at + 29]
            shares = [
                sum(letter in bad for letter in month) / (28 - month.count("-") - month.count("?"))
                for month in months
            ]
            judged += 1
            responders += shares[1] <= shares[0] / 2
    return f"{responders} of {judged}"


# Writers of files


def table(
    rows: Iterable[Sequence[Any]],
    *,
    delimiter: str = ",",
    quoting: int = csv.QUOTE_MINIMAL,
    newline: str = "\n",
    encoding: str = "utf-8",
) -> bytes:
    """Rows, the header among them, as a delimited file."""
    sink = io.StringIO()
    writer = csv.writer(sink, delimiter=delimiter, quoting=quoting, lineterminator=newline)  # type: ignore[arg-type]
    writer.writerows(rows)
    return sink.getvalue().encode(encoding)


def lines(*texts: str) -> bytes:
    """Lines as they stand."""
    return "".join(f"{text}\n" for text in texts).encode()


def german(day: date) -> str:
    """18.06.2024"""
    return f"{day:%d.%m.%Y}"


DIARY_HEAD = ("patient_id", "date", "headache", "migraine")
SESSION_HEAD = ("patient_id", "session_date")


def diary_rows(
    truth: Truth,
    head: Sequence[str] = DIARY_HEAD,
    *,
    name: Callable[[str], Any] = str,
    when: Callable[[date], Any] = date.isoformat,
    yes: Any = 1,
    no: Any = 0,
) -> list[list[Any]]:
    """Header and rows of a daily diary."""
    said = {1: yes, 0: no}
    return [
        list(head),
        *([name(p), when(day), said[h], said[m]] for p, day, h, m in truth.rows()),
    ]


def session_rows(
    truth: Truth,
    head: Sequence[str] = SESSION_HEAD,
    *,
    name: Callable[[str], Any] = str,
    when: Callable[[date], Any] = date.isoformat,
) -> list[list[Any]]:
    """Header and rows of a list of sessions."""
    return [list(head), *([name(patient), when(day)] for patient, day in truth.treated())]


def sessions_csv(truth: Truth) -> dict[str, bytes]:
    """The sessions as our template: what most cases need beside their diary."""
    return {"sessions.csv": table(session_rows(truth))}


def same(value: Any) -> Any:
    return value


def workbook(
    sheets: Mapping[str, Iterable[Sequence[Any]]],
    *,
    hidden_sheets: Sequence[str] = (),
    hidden_rows: Mapping[str, Iterable[int]] | None = None,
    hidden_columns: Mapping[str, Iterable[int]] | None = None,
    day_format: str = "yyyy-mm-dd",
) -> bytes:
    """Sheets of rows as a workbook; rows and columns that are hidden count from 1."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        for cells in sheet.iter_rows():
            for cell in cells:
                if isinstance(cell.value, date) and not isinstance(cell.value, datetime):
                    cell.number_format = day_format
        for number in (hidden_rows or {}).get(title, ()):
            sheet.row_dimensions[number].hidden = True
        for number in (hidden_columns or {}).get(title, ()):
            sheet.column_dimensions[get_column_letter(number)].hidden = True
        if title in hidden_sheets:
            sheet.sheet_state = "hidden"
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def edited(content: bytes, change: Callable[[str, str], str]) -> bytes:
    """A workbook in which each XML member went through ``change(name, text)``."""
    sink = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            text = old.read(name).decode("utf-8")
            new.writestr(name, change(name, text))
    return sink.getvalue()


def dimension(stated: str, sheet: int = 1) -> Callable[[str, str], str]:
    """A change of a workbook: what a sheet says of its own range."""

    def change(name: str, text: str) -> str:
        if not name.endswith(f"sheet{sheet}.xml"):
            return text
        said = f'<dimension ref="{stated}"/>' if stated else ""
        return re.sub(r"<dimension [^>]*/>", said, text)

    return change


def packed(members: Mapping[str, bytes]) -> bytes:
    """A zip archive of these members."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return sink.getvalue()


SEVERITY = {"M": "Severe", "H": "Mild", "0": "NotPresent"}
GOOD_DOCTYPE = """<!DOCTYPE HealthData [
<!ELEMENT HealthData (ExportDate,Me,Record*)>
<!ATTLIST HealthData locale CDATA #REQUIRED>
<!ELEMENT Record (MetadataEntry*)>
<!ATTLIST Record type CDATA #REQUIRED>
]>"""


@dataclass(frozen=True)
class AppleRecord:
    """One record of headache: its start as written, its letter, and the place of recording."""

    start: datetime
    letter: str
    zone: str = "+0100"
    place: str = ""


def apple(records: Iterable[AppleRecord], doctype: str = GOOD_DOCTYPE, source: str = "iPhone"):  # type: ignore[no-untyped-def]
    """Apple Health's export.zip with these records."""
    told = ['<?xml version="1.0" encoding="UTF-8"?>', doctype, '<HealthData locale="de_DE">']
    told.append(' <ExportDate value="2025-03-05 10:00:00 +0100"/>')
    told.append(
        ' <Record type="HKQuantityTypeIdentifierStepCount" startDate="2024-01-01 08:00:00 +0100" '
        'endDate="2024-01-01 08:10:00 +0100" value="640"/>'
    )
    for record in records:
        start = f"{record.start:%Y-%m-%d %H:%M:%S} {record.zone}"
        end = f"{record.start + timedelta(minutes=45):%Y-%m-%d %H:%M:%S} {record.zone}"
        told.append(
            f' <Record type="HKCategoryTypeIdentifierHeadache" sourceName="{source}" '
            f'creationDate="{end}" startDate="{start}" endDate="{end}" '
            f'value="HKCategoryValueSeverity{SEVERITY[record.letter]}">'
        )
        if record.place:
            told.append(f'  <MetadataEntry key="HKTimeZone" value="{record.place}"/>')
        told.append(" </Record>")
    told.append("</HealthData>\n")
    return packed({"apple_health_export/export.xml": "\n".join(told).encode()})


def at(day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, second)


# Apps: attack lists of one patient, in the columns that each of them writes.

PAIN = {"M": 8, "H": 2, "h": 5}
TRACKER = ("start_time", "end_time", "intensity", "medication", "triggers", "notes")
AIDING = (
    "Date",
    "Start Time",
    "End Time",
    "Duration (hours)",
    "Pain Level",
    "Category",
    "Medication",
    "Notes",
    "Resolution",
    "Status",
    "Pressure (hPa)",
    "Symptoms",
    "Triggers",
    "Prodrome",
    "Postdrome",
    "Pain Location",
    "Pain Quality",
)
FRENCH = (
    "Date",
    "Heure début",
    "Heure fin",
    "Intensité",
    "Intensité (label)",
    "Durée estimée (min)",
    "Traitements",
    "Symptômes",
    "Déclencheurs",
    "Localisation",
    "Score HIT-6",
    "Notes",
    "Statut",
    "Complétion forcée",
)
NAVIGATOR = (
    "Date",
    "Time",
    "Pain Level",
    "Medication",
    "Dosage",
    "Sleep",
    "Physical Activity",
    "Triggers",
    "Notes",
    "Location",
    "Latitude",
    "Longitude",
    "Timezone",
)
BUDDY = (
    "#",
    "Started",
    "Lasted",
    "Start UTC Offset (min)",
    "End UTC Offset (min)",
    "Geohash",
    "Attack Types",
    "Attack Location",
    "Pain Level",
    "Affected Activities",
    "Potential Triggers",
    "Symptoms",
    "Most Bothersome Symptom",
    "Premonitory Symptoms",
    "Pain Positions",
    "Helpful Medication",
    "Somewhat Helpful Medication",
    "Unhelpful Medication",
    "Unsure Medication",
    "Helpful Non Drug Relief Methods",
    "Somewhat Helpful Non Drug Relief Methods",
    "Unhelpful Non Drug Relief Methods",
    "Unsure Non Drug Relief Methods",
    "Notes",
)

Attacks = Iterable[tuple[date, str]]


def bot(attacks: Attacks) -> list[list[Any]]:
    """MigraineBot: start, end, pain."""
    rows = [[f"{d} 14:05", f"{d} 18:20", PAIN[letter]] for d, letter in attacks]
    return [["start", "end", "pain"], *rows]


def tracker(attacks: Attacks, end: str = "22:30:00", notes: str = "") -> list[list[Any]]:
    """Cluster Headache Tracker: the newest first, as the app writes it."""
    rows = [[f"{d} 18:00:00", f"{d} {end}", PAIN[letter], "", "", notes] for d, letter in attacks]
    return [list(TRACKER), *reversed(rows)]


def aiding(attacks: Attacks, end: str = "21:00") -> list[list[Any]]:
    """Aiding Migraine: with a category, here by the letter."""
    kinds = {"M": "Migraine", "H": "Tension", "h": ""}
    rows = [
        [str(d), "17:00", end, "4", PAIN[c], kinds[c], "", "", "Slept", "Done", *[""] * 7]
        for d, c in attacks
    ]
    return [list(AIDING), *rows]


def french(attacks: Attacks, start: str = "18:00", end: str = "22:30") -> list[list[Any]]:
    """Migraine AI: French words, day first."""
    rows = [
        [f"{d:%d/%m/%Y}", start, end, PAIN[c], "Forte", 270, *[""] * 6, "Terminé", "non"]
        for d, c in attacks
    ]
    return [list(FRENCH), *rows]


def navigator(days: Iterable[tuple[date, str]], clock: str = "21:30") -> list[list[Any]]:
    """Migraine Navigator: a daily diary, pain 0 is a free day."""
    pain = {**PAIN, "0": 0}
    rows = [
        [str(d), clock, pain[c], "", "", 7, "walk", "", "", "home", "", "", "Europe/Madrid"]
        for d, c in days
    ]
    return [list(NAVIGATOR), *rows]


def buddy(attacks: Attacks, lasted: str = "04h 00m", kind: str = "") -> list[list[Any]]:
    """Migraine Buddy: a preamble of another width, month first, lists inside cells."""
    rows = []
    for number, (d, letter) in enumerate(attacks, 1):
        cells = dict.fromkeys(BUDDY, "")
        cells |= {"#": str(number), "Started": f"{d:%m/%d/%y} 16:40", "Lasted": lasted}
        cells |= {"Attack Types": kind, "Pain Level": str(PAIN[letter])}
        cells |= {"Start UTC Offset (min)": "60", "End UTC Offset (min)": "60"}
        rows.append([cells[name] for name in BUDDY])
    return [
        ["Date", "Time Period", "Description", "Notes"],
        ["No ongoing events recorded during this period.", "", "", ""],
        [],
        list(BUDDY),
        *rows,
    ]


def html_table(rows: Iterable[Sequence[Any]]) -> bytes:
    """What many web tools call a spreadsheet."""
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in row) + "</tr>\n"
        for row in rows
    )
    return f"<html><body><table>\n{body}</table></body></html>".encode()


def period(truth: Truth, patient: str | None = None) -> str:
    """The days of the diary as the stated period of an attack list."""
    days = truth.days or {}
    first, letters = days[patient or next(iter(days))]
    return f"{first}..{first + (len(letters) - 1) * DAY}"


def listed(truth: Truth) -> Truth:
    """The truth of attack lists inside their period: no day is unrecorded, one without is free."""
    days = {p: (first, text.replace("-", "0")) for p, (first, text) in (truth.days or {}).items()}
    free = replace(truth, days=days, columns="h", measure="headache_days")
    return replace(free, rate=rate_of(free))
