"""What was recorded of one patient? In sentences for its page and for documents."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from analytics.bars import Ending
from analytics.codes import Lane
from analytics.definitions import Definition
from analytics.months import HALF_A_MONTH, NEAR, LastDays, last_judged, last_where
from analytics.steps import Outcomes
from words.numbers import (
    both,
    counted,
    dates,
    day,
    number,
    sentence_case,
)
from words.pages.response import at_least
from words.percents import reduction, rounded
from words.rules_told import SIMPLE
from words.sentences import read_aloud
from words.since import Since

NO_CONTROL = "No control group."


class Answer(NamedTuple):
    """The answer in parts: what stands out, what it is of, its numbers, and what came since.

    ``later``: why a later session is not the one compared; ``then``: the days in between.
    """

    found: str
    of: str
    numbers: str
    since: str
    later: str = ""
    then: str = ""

    @property
    def plain(self) -> str:
        parts = (self.found + self.of, self.numbers, self.later, self.then, self.since)
        return " ".join(filter(None, parts))


class Picture(NamedTuple):
    """Where months and calendar end, and what was recorded last in them.

    ``assumed``: so many days of the calendar are free only because a list of attacks names none.
    """

    ending: Ending
    last: LastDays | None
    assumed: int = 0

    @property
    def ended(self) -> bool:
        """Does it end before the records do?"""
        return self.ending.no_diary_since is not None


class Sentences(NamedTuple):
    """What the page of a patient and the page for its file say in the same words."""

    answer: Answer
    near: tuple[str, str]  # another treatment near the compared month, and where; no control group
    aloud: str
    months: str
    calendar: str


def sentences(
    rows: Outcomes, definition: Definition, picture: Picture, near: pd.DataFrame, *, asked: bool
) -> Sentences:
    """``near``: the table ``begun_near``; ``asked``: do the records tell other treatments?"""
    row = last_judged(rows)
    return Sentences(
        headline(rows, definition, picture),
        ("", NO_CONTROL) if row is None else near_told(near, row, asked=asked),
        read_aloud(rows, definition, picture.last, ended=picture.ended),
        months_title(rows, definition, picture),
        calendar_title(picture),
    )


def headline(rows: Outcomes, definition: Definition, picture: Picture | None = None) -> Answer:
    """What was recorded after a patient's last session that can be judged, and since then."""
    words = definition.days.words
    last, row = last_where(rows, rows["treated"] & (rows["session"] > 0)), last_judged(rows)
    since = _since(rows, picture)
    if last is None:
        return Answer("No session up to the cut-off.", "", "", "")
    if row is None:
        if last["usable_baseline"]:
            told = f"After session {last['session']}: {last['reason']}."
            return Answer("Not judged after any session yet.", "", told, since)
        numbers = f"{sentence_case(words)} need a usable baseline."
        return Answer(f"Cannot be judged: {last['reason']}.", "", numbers, since)
    fewer, threshold = row["percent_reduction"], definition.threshold
    changed = rounded(fewer, threshold) != 0
    found = reduction(fewer, threshold) if changed else "No change"
    when = "" if pd.isna(row["window_start"]) else f" ({_window(row)})"
    of = f"{'' if changed else ' in'} {words} after session {row['session']}{when}:"
    numbers = f"from {both(row['baseline'], row['monthly_days'])} a month."
    is_last = last["session"] == row["session"]
    later = "" if is_last else f"After session {last['session']}: {last['reason']}."
    return Answer(found, of, numbers, since, later, _between(picture))


def reached(rows: Outcomes) -> bool:
    """Did the last session that can be judged reach the threshold?"""
    row = last_judged(rows)
    return row is not None and bool(row["responder"])


def _window(row: pd.Series) -> str:
    return dates(row["window_start"], row["window_end"])


def _since(rows: Outcomes, picture: Picture | None) -> str:
    """Since 4 Jun 2025: 9 in 23 recorded days; whether treatment stopped or the diary ended.

    What was recorded before the diary ended stands before that.
    """
    told = ended(rows, None if picture is None else picture.ending)
    told = f"{told}." if told else ""
    if picture is None or picture.last is None:
        return told
    last = f"{sentence_case(last_told(picture.last, picture.ending).told())}."
    return " ".join(filter(None, (last, told) if picture.ended else (told, last)))


def _between(picture: Picture | None) -> str:
    """Then 28 in 109: of recorded days, as the last ones say behind it, if any is among them.

    The days compared and the last ones leave out the rest of a long cycle.
    """
    last = None if picture is None else picture.last
    if last is None or last.between is None or not last.between.recorded:
        return ""
    days = last.between
    recorded = str(days.recorded) if last.recorded else counted(days.recorded, "recorded day")
    return f"Then {days.flagged} in {recorded}."


def last_told(last: LastDays, ending: Ending | None) -> Since:
    """The last days recorded, in the words in which all that came since is told."""
    no_diary = None if ending is None else ending.no_diary_since
    return Since(last.start, last.flagged, last.recorded, no_diary, last.assumed)


def ended(rows: Outcomes, ending: Ending | None) -> str:
    """Stopped, goal reached; no diary since 4 Jun 2025. Nothing where neither is so."""
    stop = stopped(rows)
    if ending is None or ending.no_diary_since is None:
        return stop
    silent = f"no diary since {day(ending.no_diary_since)}"
    return f"{stop}; {silent}" if stop else sentence_case(silent)


def stopped(rows: Outcomes) -> str:
    """Stopped, goal reached; nothing where no stop is recorded."""
    last = rows.iloc[-1]
    if pd.isna(last["stopped_on"]) and pd.isna(last["stop_reason"]):
        return ""
    reason = "" if pd.isna(last["stop_reason"]) else str(last["stop_reason"])
    return ", ".join(filter(None, ("Stopped", lane_told(Lane.STOP, reason))))


def near_told(near: pd.DataFrame, row: pd.Series, *, asked: bool) -> tuple[str, str]:
    """Occipital nerve block on 5 Feb 2025, and: 28 days before session 4. No control group.

    ``near``: the table ``begun_near`` of the session in ``row``. ``asked``: do the records tell
    other treatments of anybody?
    """
    if not asked:
        return "", NO_CONTROL
    which = f"session {row['session']}"
    if near.empty:
        none = f"No other treatment is recorded to have begun in the {NEAR} days before {which}"
        return "", f"{none}. {NO_CONTROL}"
    told = [f"{of.name} on {day(of.started_on)}" for of in near.itertuples(index=False)]
    apart = (near["started_on"].iloc[-1] - row["session_date"]).days
    where = f"{counted(abs(apart), 'day')} {'before' if apart < 0 else 'after'} {which}"
    return "; ".join(told), f"{where if apart else f'on the day of {which}'}. {NO_CONTROL}"


def months_title(rows: Outcomes, definition: Definition, picture: Picture | None = None) -> str:
    """18 migraine days in the month before session 1, 4 in the month after session 4, ..."""
    row, words = last_judged(rows), definition.days.words
    base = rows.iloc[(rows["session"] == 0).argmax()]
    if pd.isna(base["recorded_days"]) or not base["recorded_days"]:
        return f"{sentence_case(words)} in each month; no baseline to compare with"
    before = as_recorded(base["days"], base["recorded_days"])
    told = [f"{before} {words} in the month before session 1"]
    if row is None:
        told.append("no session can be judged")
    else:
        after = as_recorded(row["days"], row["recorded_days"])
        told.append(f"{after} {definition.when.aloud} session {row['session']}")
    if picture is not None and picture.last is not None:
        days = as_recorded(picture.last.flagged, picture.last.recorded)
        told.append(f"{days} in the {_last_days(picture, picture.last)}")
    return ", ".join(told)


def _last_days(picture: Picture, last: LastDays) -> str:
    """last 27 days; 33 days up to the last entry, where the diary ends before the records do"""
    if last.days == 1:
        return "last day with an entry" if picture.ended else "last day"
    days = counted(last.days, "day")
    return f"{days} up to the last entry" if picture.ended else f"last {days}"


def as_recorded(days: float, recorded: float) -> str:
    """18; 4 of 9 recorded, where too few are recorded for a month."""
    told = number(days, 2)
    return told if recorded >= HALF_A_MONTH else f"{told} of {number(recorded)} recorded"


def calendar_title(picture: Picture) -> str:
    """Every day until the last entry: one without an entry is not a free day

    Until 22 Apr 2024, where the calendar goes on after the last entry to a session or its month.
    Of a list of attacks: days without one in its stated period are taken as free.
    """
    until, silent = "", picture.ending.no_diary_since
    if silent is not None:
        until = f" until {day(picture.ending.last)}"
        if picture.ending.last < silent:
            until = " until the last entry"
    if picture.assumed:
        free = counted(picture.assumed, "day has", "days have")
        return f"Every day{until}: {free} no attack listed and count as free"
    return f"Every day{until}: one without an entry is not a free day"


def calendar_subtitle(otherwise: int, definition: Definition) -> str:
    """Colours as above. On 3 days something is recorded, but not whether there was migraine: ...

    ``otherwise``: how many such days; they have a colour and are not among those filled in.
    """
    if not otherwise:
        return "Colours as above."
    they = "it is" if otherwise == 1 else "they are"
    return (
        f"Colours as above. On {counted(otherwise, 'day')} something is recorded, but not whether "
        f"there was {definition.days.day}: {they} not hatched, and not among the days filled in."
    )


def reductions_title(rows: Outcomes, definition: Definition) -> str:
    """At least 50% fewer after sessions 2 and 4, not after 1"""
    after = rows[["session", "evaluable", "responder"]]
    judged = after[after["evaluable"].fillna(False) & (after["session"] > 0)]
    if judged.empty:
        return "No session can be judged"
    reached = judged["responder"].fillna(False).astype(bool)
    yes, no = (judged.loc[where, "session"].tolist() for where in (reached, ~reached))
    least = at_least(definition)
    if not yes:
        return f"Not {least} after {_sessions(no)}"
    return sentence_case(f"{least} after {_sessions(yes)}{f', not after {_listed(no)}' * bool(no)}")


def _sessions(numbers: list[int]) -> str:
    """session 2; sessions 2 and 4"""
    return f"session{'s' if len(numbers) > 1 else ''} {_listed(numbers)}"


def _listed(numbers: list[int]) -> str:
    told = [f"{number_of}" for number_of in numbers]
    return " and ".join(filter(None, (", ".join(told[:-1]), *told[-1:])))


def reductions_subtitle(definition: Definition, *, dated: bool) -> str:
    told = f"Filled: {at_least(definition)}. Hollow: not."
    if dated:
        told += " Pale bar: lowest to highest possible, whatever the missing days were."
    return f"{told} {NO_CONTROL}"


def intake_title(months: pd.DataFrame, classes: list[str]) -> str:
    """Triptan on 13 days before session 1, on 2 to 8 in each bar since

    Bars of under half a month of recorded days do not count.
    """
    name = classes[0]
    known = months[months[f"{name}_recorded_days"] >= HALF_A_MONTH]
    before = known.loc[known["cycle"] == 0, f"{name}_days"]
    since = known.loc[known["cycle"] > 0, f"{name}_days"]
    parts = [f"on {counted(int(before.iloc[0]), 'day')} before session 1"] if len(before) else []
    if len(since):
        low, high = since.min(), since.max()
        many = f"{low} to {high}" if low < high else f"{low}"
        parts.append(f"on {many} in each bar since" if parts else f"on {many} days in each bar")
    return f"{sentence_case(SIMPLE[name])} {', '.join(parts) or 'on too few recorded days to tell'}"


def intake_subtitle(months: pd.DataFrame, classes: list[str]) -> str:
    told = "Days with intake in each bar above, as recorded, never scaled up."
    for name in classes:
        recorded = months[f"{name}_recorded_days"]
        few = months[(recorded > 0) & (recorded < HALF_A_MONTH)]
        if len(few):  # the first that is drawn
            days, of = few[f"{name}_days"].iloc[0], int(few[f"{name}_recorded_days"].iloc[0])
            only = f"only {counted(of, 'day')} recorded, under {HALF_A_MONTH}."
            return f"{told} “{number(days, 2)} of {of}”, hatched: {only}"
    return told


LANES = {
    Lane.SIDE_EFFECT: "Side effects",
    Lane.OTHER_TREATMENT: "Treatments",
    Lane.STOP: "Stopped",
}


def lane_told(lane: Lane, told: str) -> str:
    """What is written on a mark under the months: goal reached"""
    if lane != Lane.STOP:
        return told
    return told.replace("_", " ") or "no reason recorded"
