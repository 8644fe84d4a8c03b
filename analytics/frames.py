"""Which tables are there, with which columns, types and units?

The canonical tables, as they stand behind the door (``importing``): one Column each, used by the
checks, the templates and the data dictionary alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

import pandas as pd

from analytics.codes import OtherTreatments, StopReason
from analytics.definitions import MEASURES, MOST_DAYS, PRESETS, Measure
from analytics.instruments import SCALES
from analytics.therapies import every_window


@dataclass(frozen=True)
class Column:
    """One column: its kind, its limits, and what it says."""

    name: str
    kind: str  # id, date, time, flag (0/1), whole, days (whole, or a mean), number, text, choice
    sentence: str
    unit: str = ""
    required: bool = False
    lowest: float | None = None
    highest: float | None = None
    choices: tuple[str, ...] = ()
    internal: bool = False  # made by us: not in the templates
    where_needed: bool = False  # left out of a table in which it says nothing


class TableSpec(NamedTuple):
    """One canonical table: what a row is, its columns, what makes a row unique."""

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    any_of: tuple[str, ...] = ()  # at least one of these columns is needed
    open_ended: bool = False  # further columns are kept, as text to group by

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.required)

    @property
    def dates(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.kind == "date")

    @property
    def template(self) -> str:
        """An empty file of this table, to fill in."""
        return ",".join(column.name for column in self.columns if not column.internal) + "\n"

    def column(self, name: str) -> Column:
        """The column of this name; one that only the user's file knows is text."""
        known = {column.name: column for column in self.columns}
        return known.get(name, Column(name, "text", "A column of the user's file."))


RELATIVE = "_day"  # after the name of a date that is told as days from the first session
AS_WRITTEN = "_as_written"  # after the name of a column of days
PATIENT = Column("patient_id", "id", "The clinic's own name for a patient, as text.", required=True)


def _flag(name: str, sentence: str, required: bool = False) -> Column:
    return Column(name, "flag", sentence, "0 or 1", required)


def _as_written(days: str) -> Column:
    """The decimals of a monthly mean decide its last digit: 26.70 is not 26.7."""
    return Column(
        f"{days}{AS_WRITTEN}",
        "text",
        f"{days} as written, where with decimals.",
        internal=True,
        where_needed=True,
    )


DRUG_CLASSES = ("triptan", "ergot", "opioid", "combination", "non_opioid")
_OF_A_DAY = (
    PATIENT,
    Column("date", "date", "The calendar day.", required=True),
    _flag("headache", "Was there any headache on this day? Blank: not asked."),
    _flag("migraine", "Was it a migraine day? Blank: not asked."),
    Column("pain", "number", "Worst pain of the day.", "0 to 10", lowest=0, highest=10),
    _flag("acute_medication", "Was any acute medication taken?"),
    _flag("triptan", "Was a triptan taken?"),
    _flag("ergot", "Was an ergot taken?"),
    _flag("opioid", "Was an opioid taken?"),
    _flag("combination", "Was a combination analgesic taken?"),
    _flag("non_opioid", "Was paracetamol, aspirin or an NSAID taken?"),
    Column(
        "assumed_free",
        "flag",
        "The day is free only because an attack list names none.",
        "0 or 1",
        internal=True,
    ),
)


def _flags_of_measures() -> Iterator[Column]:
    """The flags that only a measure asks for: where nobody answered them, no table has them."""
    known = {column.name for column in _OF_A_DAY}
    for measure in MEASURES.values():
        if measure.column not in known:
            asked = f"Was there {measure.day} on this day? Blank: not asked."
            yield replace(_flag(measure.column, asked), where_needed=True)


DIARY = TableSpec(
    "diary",
    "one recorded day of one patient",
    (*_OF_A_DAY, *_flags_of_measures()),
    key=("patient_id", "date"),
    any_of=("headache", "migraine"),
)

SESSIONS = TableSpec(
    "sessions",
    "one treatment session of one patient",
    (
        PATIENT,
        Column("session", "whole", "The clinic's own number; sessions are numbered by date.",
               lowest=1, highest=1000),
        Column("session_date", "date", "The day of the {therapy.event}.", required=True),
        Column("units", "number", "Dose of {therapy.what}.", "units", lowest=0, highest=2000),
        Column("session_time", "time", "The time of an appointment: the order of a day's list.",
               "HH:MM", where_needed=True),
    ),
    key=("patient_id", "session_date"),
)  # fmt: skip


def _days(name: str, sentence: str) -> Column:
    return Column(name, "whole", sentence, "days", lowest=0, highest=MOST_DAYS)


def _counted(measure: Measure, table: str, sentence: str, name: str = "") -> Column:
    """The days of a measure in a table, or (``name``) those on which it was answered."""
    needed = replace(
        _days(name or measure.name, sentence), where_needed=table not in measure.always_in
    )
    return needed if name else replace(needed, kind="days")


COUNTS = TableSpec(
    "counts",
    "one patient and session, with the days counted; session 0 is the baseline",
    (
        PATIENT,
        Column("session", "whole", "0 for the baseline, then 1, 2, ...", required=True,
               lowest=0, highest=1000),
        *(_counted(measure, "counts", f"{measure.words.capitalize()} counted, or a mean of months.")
          for measure in MEASURES.values()),
        Column("recorded_days", "whole",
               "Days that were recorded; blank: the counts are per month already and complete.",
               "days", lowest=0, highest=366),
        Column("session_date", "date", "The day of the {therapy.event}."),
        *map(_as_written, MEASURES),
    ),
    key=("patient_id", "session"),
    any_of=tuple(MEASURES),
)  # fmt: skip


def _relative(date: str) -> Column:
    """Of a date that did not leave: the days from the patient's first session, which is day 0."""
    return Column(
        f"{date}{RELATIVE}",
        "whole",
        f"{date} in days from the first session.",
        "days",
        lowest=-40_000,
        highest=40_000,
        internal=True,
        where_needed=True,
    )


def _only(name: str, kind: str, sentence: str, choices: tuple[str, ...] = ()) -> Column:
    """A part of the one Definition for which de-identified cycles hold their counts."""
    low, high = (1, MOST_DAYS) if kind == "whole" else (None, None)
    return Column(
        name,
        kind,
        sentence,
        lowest=low,
        highest=high,
        choices=choices,
        internal=True,
        where_needed=True,
    )


ONE_DEFINITION = ("definition", "measure", "threshold", "min_baseline_days", "min_days")
WAY = ("window", "month", "other_treatments", "cut_off")  # how cycles were counted: one for all

CYCLES = TableSpec(
    "cycles",
    "one patient and session with the days of its window, counted elsewhere by Clear Days",
    (
        PATIENT,
        Column("session", "whole", "0 for the baseline, then 1, 2, ...", required=True,
               lowest=0, highest=1000),
        _flag("treated", "Did the session take place?", required=True),
        Column("session_date", "date", "The day of the {therapy.event}."),
        Column("units", "number", "Dose of {therapy.what}.", "units", lowest=0, highest=2000),
        Column("window_start", "date", "The first day that was counted."),
        Column("window_end", "date", "The last day that was counted."),
        _days("window_days", "Days of the window."),
        *(_counted(measure, "cycles", f"Recorded days with {measure.day}.")
          for measure in MEASURES.values()),
        *(_counted(measure, "cycles", f"Days that answer for {measure.day}.", measure.recorded)
          for measure in MEASURES.values()),
        _days("assumed_free_days", "Days that are free only because attacks were listed."),
        Column("due_on", "date", "The day on which the window ends, or would have ended."),
        _flag("closed", "Is the window over, or would it be?", required=True),
        Column("window_note", "text", "What is particular about the window."),
        _flag("complete_months", "Counts without recorded days, taken as complete."),
        Column("other_treatment", "text", "Other treatments begun by the end of the window."),
        _flag("left_out", "Left out because another new treatment began?"),
        _flag("prior_botulinum", "Was botulinum toxin given before session 1?"),
        Column("stopped_on", "date", "The day on which treatment was stopped."),
        Column("stop_reason", "choice", "Why it was stopped.", choices=tuple(StopReason)),
        Column("window", "choice", "The window that was counted.", required=True,
               choices=tuple(every_window())),
        Column("month", "whole", "The month of the Definition.", "days", required=True,
               lowest=28, highest=30),
        Column("other_treatments", "choice", "What became of windows after another treatment.",
               required=True, choices=tuple(OtherTreatments)),
        Column("cut_off", "date", "Up to when days were counted."),
        *map(_as_written, MEASURES),
        *(_relative(name) for name in ("session_date", "window_start", "window_end", "due_on",
                                       "stopped_on")),
        Column("due", "flag", "Is the patient due after this session?", "0 or 1", internal=True,
               where_needed=True),
        Column("stop_reason_not_told", "flag", "Were the reasons of stops left out on purpose?",
               "0 or 1", internal=True, where_needed=True),
        _only("definition", "choice", "The preset with which days were counted.", tuple(PRESETS)),
        _only("measure", "choice", "The kind of day that is judged.", tuple(MEASURES)),
        _only("threshold", "whole", "From how many percent on a reduction is a response."),
        _only("min_baseline_days", "whole", "Recorded days needed in the baseline."),
        _only("min_days", "whole", "Recorded days needed in a window; blank: half of it."),
    ),
    key=("patient_id", "session"),
    any_of=tuple(MEASURES),
)  # fmt: skip

PATIENTS = TableSpec(
    "patients",
    "one patient",
    (
        PATIENT,
        Column("site", "text", "Where the patient is treated."),
        Column("sex", "text", "female, male or other, read from the clinic's own word."),
        Column("age", "whole", "Age at the first session.", "years", lowest=0, highest=120),
        Column("clinician", "text", "Who treats the patient."),
        _flag("prior_botulinum", "Was botulinum toxin given before session 1?"),
        Column("prior_preventives", "whole", "Preventives tried before.", lowest=0, highest=50),
        _flag("medication_overuse", "Was medication overuse recorded at the start?"),
        Column("stopped_on", "date", "The day on which treatment was stopped."),
        Column("stop_reason", "choice", "Why it was stopped.", choices=tuple(StopReason)),
    ),
    key=("patient_id",),
    open_ended=True,
)

SCORES = TableSpec(
    "scores",
    "one answered questionnaire",
    (
        PATIENT,
        Column("date", "date", "The day of the answer.", required=True),
        Column("instrument", "choice", "Which questionnaire.", required=True,
               choices=tuple(SCALES)),
        Column("score", "number", "Its score.", required=True, lowest=0,
               highest=max(highest for _, highest in SCALES.values())),
    ),
    key=("patient_id", "date", "instrument"),
)  # fmt: skip

ADVERSE_EVENTS = TableSpec(
    "adverse_events",
    "one adverse event",
    (
        PATIENT,
        Column("date", "date", "The day on which it began.", required=True),
        Column("event", "text", "What was reported.", required=True),
        Column("severity", "text", "As the clinic records it."),
        _flag("serious", "Was it serious?"),
    ),
    key=("patient_id", "date", "event"),
)

TREATMENTS = TableSpec(
    "treatments",
    "one other treatment",
    (
        PATIENT,
        Column("name", "text", "What was given.", required=True),
        Column("kind", "choice", "Which kind of treatment.", required=True,
               choices=("preventive", "cgrp_antibody", "nerve_block", "withdrawal", "other")),
        Column("started_on", "date", "The first day.", required=True),
        Column("stopped_on", "date", "The last day."),
    ),
    key=("patient_id", "name", "started_on"),
)  # fmt: skip

CANONICAL = {
    table.name: table
    for table in (DIARY, SESSIONS, COUNTS, CYCLES, PATIENTS, SCORES, ADVERSE_EVENTS, TREATMENTS)
}

DTYPES = {
    "id": "str",
    "date": "datetime64[s]",
    "time": "str",  # 08:40
    "flag": "Int8",
    "whole": "Int64",
    "days": "Int64",  # Float64 in a table with a mean that is no whole number: ``dtype_in``
    "number": "Float64",
    "text": "str",
    "choice": "str",
}


def dtype_in(frame: pd.DataFrame, column: Column) -> str:
    """The type of a column in this table: days stay whole numbers unless a mean is none."""
    if column.kind == "days":
        values = frame[column.name]
        if pd.api.types.is_float_dtype(values) and (values % 1 != 0).fillna(False).any():
            return "Float64"
    return DTYPES[column.kind]


def settled(frame: pd.DataFrame, table: TableSpec) -> pd.DataFrame:
    """The canonical columns in their order and type, then the user's own.

    What is ``where_needed`` goes where it says nothing: a table of whole counts has the same
    columns, and the same digest, as if nobody had ever written a decimal.
    """
    gone = [
        c.name
        for c in table.columns
        if c.where_needed
        and c.name in frame
        and not (frame[c.name].notna() & (frame[c.name] != "")).any()
    ]
    kept = [c for c in table.columns if c.name in frame and c.name not in gone]
    names = [column.name for column in kept]
    types = {column.name: dtype_in(frame, column) for column in kept}
    other = {name: kind for name, kind in types.items() if frame[name].dtype != kind}
    typed = frame.astype(other) if other else frame
    return typed[[*names, *(n for n in frame if n not in {*names, *gone})]]


def empty(table: TableSpec) -> pd.DataFrame:
    """The canonical table without rows."""
    return _without_rows(table).copy()


@cache
def _without_rows(table: TableSpec) -> pd.DataFrame:
    kinds = {c.name: DTYPES[c.kind] for c in table.columns if not c.where_needed}
    none = {dtype: pd.array([], dtype=dtype) for dtype in kinds.values()}
    return pd.DataFrame({name: none[dtype] for name, dtype in kinds.items()})
