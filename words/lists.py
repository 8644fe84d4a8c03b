"""What does each list of patients describe, and what do its numbers read like?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import pandas as pd

from analytics.definitions import PRESETS, Definition
from analytics.guidelines import all_rules
from analytics.guidelines.base import reduction_of
from analytics.guidelines.goal import IN_A_ROW, Months
from analytics.guidelines.nonresponse import BeforeAfter
from analytics.guidelines.overuse import AnyIntake
from analytics.lists import (
    COLUMNS,
    Change,
    Late,
    PatientList,
    SideEffect,
    Thin,
    offered,
)
from analytics.records import Records
from analytics.therapies import WEEK
from words.guidelines import MEDICATION, ROWS, told
from words.numbers import counted, day, number, sentence_case
from words.percents import reduction
from words.screen import ScreenColumn, ScreenTable, dates, out_of, tenths, whole
from words.since import since_told

NICE_MONTH = PRESETS["nice"].month
WHATEVER = (
    f"With under {PRESETS['nice'].min_baseline_days} recorded days before, or "
    f"{PRESETS['nice'].required_days} after, only where it holds whatever the others were."
)
IN_WORDS = [*COLUMNS]
IN_WORDS.insert(IN_WORDS.index("date") + 1, "since")
COMPARED = ("before", "after", "percent_reduction")  # days a month, and how many percent fewer
OWN: dict[str, tuple[str, ...]] = {  # of a list, after patient and session
    "nice_nonresponse": ("before", "recorded_before", *COMPARED[1:]),
    "worse": COMPARED,
    "lost_response": COMPARED,
    "thin": ("looked_at", "recorded", "of"),
    "overuse_any": ("intake_days", "at_its_limit", "months_in_a_row"),
    "late": (),
    "side_effect": ("event",),
    "nice_goal": tuple(
        f"{kind}_{month}" for month in range(1, IN_A_ROW + 1) for kind in ("days", "recorded")
    ),
}


class Description(NamedTuple):
    """A list: its name, its title, what is looked at in a few words, and its whole sentence."""

    name: str
    title: str
    about: str
    sentence: str


def descriptions(definition: Definition, records: Records) -> tuple[Description, ...]:
    """The lists that these records can fill, in the order of their titles."""
    names = offered(records, definition.therapy)
    return tuple(of for of in _descriptions(definition) if of.name in names)


def how_many(patients: int, known: int | None) -> str:
    """12; not known, where it can be told of nobody."""
    return "not known" if known == 0 else f"{patients:,}"


def of_whom(patients: int, known: int | None, everybody: int) -> str:
    """12 of 152 patients; Not known of any of 31 patients, where it can be told of nobody."""
    if known == 0:
        return f"Not known of any of {counted(everybody, 'patient')}"
    return f"{patients:,} of {everybody:,} patients"


def known_of(known: int | None, everybody: int) -> str:
    """Known of 97 of 152. Nothing where it is no question of a list."""
    return "" if known is None else f" Known of {known:,} of {everybody:,}."


NOBODY = "Nobody's records match this description."
NOT_KNOWN = (
    "Nobody's records say whether it is so: headache days are not recorded, or not on enough days, "
    "both before session 1 and after session 2."
)


def _descriptions(definition: Definition) -> tuple[Description, ...]:
    words, threshold = definition.days.words, definition.threshold
    own = "The rule brings its own Definition."
    nice = PRESETS["nice"].when.label
    weeks = definition.therapy.weeks_since
    return (
        Description(
            "nice_nonresponse",
            "Below the NICE 30% line after two cycles",
            "Headache days under 30% fewer after session 2",
            f"{ROWS['nice_nonresponse'].sentence} {sentence_case(nice)} after session 2. {own} "
            f"{WHATEVER}",
        ),
        Description(
            "thin",
            "Diary too thin to judge",
            f"Under {definition.required_days} recorded days after, or "
            f"{definition.min_baseline_days} before",
            f"Under {definition.required_days} recorded days in the window of the last session, "
            f"or under {definition.min_baseline_days} in the baseline: no value, not zero.",
        ),
        Description(
            "worse",
            "More days after the last judged session",
            f"More {words} than before session 1",
            f"More {words} than before session 1, after the last session that can be judged.",
        ),
        Description(
            "overuse_any",
            "Intake at an ICHD limit",
            "Of 30 days a triptan on 10, a painkiller on 15, or a mix",
            f"{ROWS['overuse_any'].sentence} In the last 30 days of the records. About intake: "
            "the diagnosis asks for more.",
        ),
        Description(
            "late",
            f"More than {weeks} weeks since the last session",
            f"Over {WEEK * weeks} days, no end of treatment recorded",
            f"More than {WEEK * weeks} days on the cut-off, and no end of treatment recorded.",
        ),
        Description(
            "side_effect",
            "New side effect",
            "Recorded since the last session",
            "Recorded on or after the day of the last session.",
        ),
        Description(
            "lost_response",
            f"No longer at {threshold}%",
            f"{threshold}% fewer after an earlier session, not the last",
            f"At least {threshold}% fewer {words} after an earlier session, less than {threshold}% "
            "after the last one that can be judged.",
        ),
        Description(
            "nice_goal",
            "Under 15 headache days for 3 months (NICE: episodic)",
            "Three months in a row, counted from session 1",
            ROWS["nice_goal"].sentence + " " + own,
        ),
    )


def in_words(name: str, found: PatientList, definition: Definition) -> pd.DataFrame:
    """The list of this name with its numbers, and what was recorded since, in words."""
    table, line = found.table(), definition.threshold
    since = since_told(table, found.measure) if found.measure else [""] * len(table)
    own = pd.DataFrame(
        [_own(of) for of in table["numbers"]], columns=list(OWN[name]), index=table.index
    )
    numbers = [_numbers(name, of, line) for of in table["numbers"]]
    said = table.assign(numbers=numbers, since=since)[IN_WORDS]
    return pd.concat([said[IN_WORDS[:2]], own, said[IN_WORDS[2:]]], axis="columns")


def _own(of: object) -> tuple[object, ...]:
    """The numbers of a row, one a column: those of ``OWN``."""
    match of:
        case Change(before, after, fewer):
            return before, after, fewer
        case BeforeAfter(before, after):
            was, now = (float(of.flagged * NICE_MONTH / of.recorded) for of in (before, after))
            return was, before.recorded, now, float(reduction_of(before, after))
        case Thin(session, recorded, length):
            where = f"after session {session}" if session else "before session 1"
            return where, recorded, length or pd.NA
        case AnyIntake(days, reached, mixed, in_a_row):
            named = ", ".join(MEDICATION[name] for name in reached)
            return float(days.flagged), named or f"{mixed} classes together", in_a_row
        case SideEffect(event):
            return (event,)
        case Months(days):
            return tuple(float(found) for month in days for found in month[:2])
    return ()


def _numbers(name: str, of: object, line: int) -> str:
    match of:
        case Change(before, after, fewer):
            return f"{number(before)} to {number(after)} days a month, {reduction(fewer, line)}"
        case Thin(0, recorded, _):
            return f"{recorded} days recorded in the baseline"
        case Thin(session, recorded, length):
            of = "" if pd.isna(length) else f" of {length}"
            return f"{recorded}{of} days recorded after session {session}"
        case Late(days, session, date):
            return f"{counted(days, 'day')} since session {session} on {day(date)}"
        case SideEffect(event, date):
            return f"{event} on {day(date)}"
    return told(name, of)


def on_screen(name: str, found: pd.DataFrame, definition: Definition) -> ScreenTable:
    """The list as a screen shows it: ``found`` is what ``in_words`` gives, or some of its rows."""
    put: dict[str, Callable[[], ScreenColumn]] = {
        "patient_id": lambda: ScreenColumn("Patient", "", found["patient_id"]),
        "session": lambda: whole("Session", found["session"], "The session that is looked at"),
        **_own_columns(found, definition.threshold),
        "recorded_days": lambda: out_of(
            "Recorded", found, "recorded_days", "window_days", "Recorded days of the window's days"
        ),
        "recorded_before": lambda: whole(
            "Recorded before",
            found["recorded_before"],
            f"Recorded days of the {NICE_MONTH} before session 1",
        ),
        "date": lambda: dates(
            "To" if found["from"].notna().any() else "Date",
            found["date"],
            "The last day that was looked at, or of the event",
        ),
        "recorded_since": lambda: out_of(
            "Since then",
            found,
            "flagged_since",
            "recorded_since",
            "Days of the kind, and recorded days, after the days that are looked at",
            " in ",
        ),
        "first_since": lambda: dates(
            "Since", found["first_since"], "From this day on, up to the cut-off or the last entry"
        ),
        "no_diary_since": lambda: dates(
            "Diary until",
            found["no_diary_since"] - pd.Timedelta(days=1),
            "The last entry, where it is before the cut-off",
        ),
        "days_since_last": lambda: ScreenColumn(
            "Since last",
            "Days from the last session to the cut-off",
            found["days_since_last"],
            {"": lambda v: counted(int(v), "day")},
        ),
    }
    hidden = {"recorded_days"} if name == "thin" else set()
    if found["session"].nunique() == 1 < len(found) or name in ("nice_goal", "overuse_any"):
        hidden.add("session")  # it is in the title, or months are looked at
    if name in all_rules():
        hidden.add("first_since")  # the day after the last one looked at
    filled = [column for column in put if column in found and found[column].notna().any()]
    return ScreenTable(tuple(put[column]() for column in filled if column not in hidden))


def _own_columns(found: pd.DataFrame, line: int) -> dict[str, Callable[[], ScreenColumn]]:
    """The columns of ``OWN``, by the first name of each."""
    return {
        "before": lambda: tenths("Before", found["before"], "Days a month before session 1"),
        "after": lambda: tenths("After", found["after"], "Days a month after the session"),
        "percent_reduction": lambda: ScreenColumn(
            "Change",
            "Against the days before session 1, in percent",
            found["percent_reduction"],
            {"": lambda v: reduction(v, line)},
        ),
        "looked_at": lambda: ScreenColumn("Too thin", "Where", found["looked_at"]),
        "recorded": lambda: out_of("Recorded", found, "recorded", "of", "Recorded days"),
        "intake_days": lambda: whole(
            "Days", found["intake_days"], "Days with any class in the last 30 days"
        ),
        "at_its_limit": lambda: ScreenColumn(
            "At the limit", "The class at its ICHD limit", found["at_its_limit"]
        ),
        "months_in_a_row": lambda: whole(
            "Months in a row", found["months_in_a_row"], "ICHD: more than 3"
        ),
        "event": lambda: ScreenColumn("Side effect", "In the words of the file", found["event"]),
        **{f"days_{n}": partial(_month, found, n) for n in range(1, IN_A_ROW + 1)},
    }


def _month(found: pd.DataFrame, n: int) -> ScreenColumn:
    told = "Headache days of recorded days"
    return out_of(f"Month {n}", found, f"days_{n}", f"recorded_{n}", told)
