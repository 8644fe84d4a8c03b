"""What does each list of patients describe, and what do its numbers read like?"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from analytics.definitions import PRESETS, Definition
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
from analytics.since import SINCE
from analytics.therapies import WEEK
from words.guidelines import ROWS, told
from words.numbers import counted, day, number, sentence_case
from words.percents import reduction
from words.since import since_told

IN_WORDS = [*(name for name in COLUMNS if name not in SINCE)]
IN_WORDS.insert(IN_WORDS.index("date") + 1, "since")


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


def _descriptions(definition: Definition) -> tuple[Description, ...]:
    words, threshold = definition.days.words, definition.threshold
    own = "The rule brings its own Definition."
    nice = PRESETS["nice"].when.label
    weeks = definition.therapy.weeks_since
    return (
        Description(
            "nice_nonresponse",
            "Below the NICE 30% line after two cycles",
            f"Less than 30% fewer headache days in {nice} after session 2",
            f"{ROWS['nice_nonresponse'].sentence} {sentence_case(nice)} after session 2. {own}",
        ),
        Description(
            "thin",
            "Diary too thin to judge",
            f"Under {definition.required_days} recorded days after the last session, or under "
            f"{definition.min_baseline_days} before session 1",
            f"Under {definition.required_days} recorded days in the window of the last session, "
            f"or under {definition.min_baseline_days} in the baseline: no value, not zero.",
        ),
        Description(
            "worse",
            "Got worse",
            f"More {words} than before session 1",
            f"More {words} than before session 1, after the last session that can be judged.",
        ),
        Description(
            "overuse_any",
            "Intake at an ICHD limit",
            "A triptan on 10 or more of the last 30 days, a simple painkiller on 15, or a mix",
            f"{ROWS['overuse_any'].sentence} In the last 30 days of the records. About intake: "
            "the diagnosis asks for more.",
        ),
        Description(
            "late",
            f"More than {weeks} weeks since the last session",
            f"More than {WEEK * weeks} days on the cut-off, no end of treatment recorded",
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
            f"At least {threshold}% fewer {words} after an earlier session, not after the last",
            f"At least {threshold}% fewer {words} after an earlier session, less than {threshold}% "
            "after the last one that can be judged.",
        ),
        Description(
            "nice_goal",
            "Under 15 headache days for 3 months (NICE: episodic)",
            "Three 30-day months in a row, counted from session 1",
            ROWS["nice_goal"].sentence + " " + own,
        ),
    )


def in_words(name: str, found: PatientList, definition: Definition) -> pd.DataFrame:
    """The list of this name with its numbers, and what was recorded since, in words."""
    table, line = found.table(), definition.threshold
    since = since_told(table, found.measure) if found.measure else [""] * len(table)
    numbers = [_numbers(name, of, line) for of in table["numbers"]]
    return table.assign(numbers=numbers, since=since)[IN_WORDS]


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
