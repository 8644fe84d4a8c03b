"""What does *Today* say: who comes, what was recorded of them, and how old is it?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from analytics.codes import Verdict
from analytics.coming import Awaited, Day, Known
from analytics.definitions import Definition
from analytics.guidelines import all_rules
from analytics.lists import Change, Late, SideEffect, Thin
from words.facts import fact
from words.numbers import both, counted, dates, inert, number, sentence_case
from words.pages.patient import ended, last_told
from words.percents import reduction
from words.rules_told import Judged
from words.since import since_of

NOWHERE = "not among the records to look at"
MOST_TOLD = 10  # ids that are in no file, told by name


def on_a_day(of: date, cut_off: date | None) -> str:
    """Wednesday 2 July; with its year where that is not the year of the cut-off."""
    year = "" if cut_off and cut_off.year == of.year else f" {of.year}"
    return f"{of:%A} {of.day} {of:%B}{year}"


def briefly(of: date) -> str:
    """Wed 2 Jul"""
    return f"{of:%a} {of.day} {of:%b}"


def brief_when(of: date, *, week: bool) -> str:
    """on Wed 2 Jul; in the week of 30 Jun"""
    return f"in the week of {briefly(of).partition(' ')[2]}" if week else f"on {briefly(of)}"


def when_told(of: date, cut_off: date | None, *, week: bool) -> str:
    """in the week of 30 June; on Wednesday 2 July"""
    if week:
        return f"in the week of {on_a_day(of, cut_off).partition(' ')[2]}"
    return f"on {on_a_day(of, cut_off)}"


def headline(found: Day, when: str, cut_off: date | None, listed: int = 0) -> str:
    """Who they are, and how many have a month to compare.

    ``when``: "" of a pasted list, of ``listed`` ids.

    7 patients come on Wednesday 2 July. 5 have a month to compare; it ended 52 to 87 days
    before 30 June."""
    number_of = len(found.seen)
    who = counted(number_of, "patient")
    if number_of < listed:
        verb = "is" if number_of == 1 else "are"
        told = f"**:blue[{number_of:,} of the {listed:,}] on the pasted list {verb} shown.**"
    else:
        told = f"**:blue[{who}] {_come(number_of, when)}.**"
    ends = [one.row["window_end"] for one in _compared(found) if one.row is not None]
    ends = [end for end in ends if pd.notna(end)]
    if not _compared(found):
        return f"{told} :gray[Nobody has a month to compare.]"
    have = counted(len(_compared(found)), "has", "have")
    told += f" :gray[{have} a month to compare"
    if ends and cut_off:
        ago = sorted((pd.Timestamp(cut_off) - end).days for end in ends)
        span = f"{ago[0]} to {ago[-1]}" if ago[0] != ago[-1] else f"{ago[0]}"
        days = "day" if span == "1" else "days"
        told += f"; it ended {span} {days} before {cut_off.day} {cut_off:%B}"
    return f"{told}.]"


def _come(count: int, when: str) -> str:
    if not when:
        return f"{'is' if count == 1 else 'are'} on the pasted list"
    return f"{'comes' if count == 1 else 'come'} {when}"


def _compared(found: Day) -> list[Awaited]:
    return [one for one in found.seen if one.known == Known.COMPARED]


REST = {
    Known.THIN: ("1 diary is too thin to judge", "{} diaries are too thin to judge"),
    Known.NO_BASELINE: (
        "1 patient has no usable month before session 1",
        "{} patients have no usable month before session 1",
    ),
    Known.NOT_OVER: ("1 month is not over", "{} months are not over"),
    Known.NOT_JUDGED: ("1 patient is not judged", "{} patients are not judged"),
    Known.NEWCOMER: ("1 patient comes for session 1", "{} patients come for session 1"),
}


def who_is_missing(found: Day) -> str:
    """So each row also says the latest recorded days. 1 diary is too thin to judge, 1 patient
    comes for session 1. No control group."""
    parts = []
    for known, (one, many) in REST.items():
        if times := sum(of.known == known for of in found.seen):
            parts.append(one if times == 1 else many.format(times))
    told = "So each row also says the latest recorded days. " if _compared(found) else ""
    return f"{told}{', '.join(parts)}{'. ' if parts else ''}No control group."


def title(one: Awaited) -> str:
    """08:40 · session 3"""
    parts = [one.who.time, f"session {one.who.session}" if one.who.session else ""]
    return " · ".join(filter(None, parts))


def before_and_after(one: Awaited, definition: Definition, cut_off: date | None) -> tuple[str, str]:
    """Two lines: 21.4 to 9.6 a month, 55% fewer; session 2: 10 Apr to 9 May, 28 of 30 recorded."""
    row, year = one.row, cut_off.year if cut_off else None
    if row is None:
        return _newcomer(one, definition, year)
    before = number(row["baseline"])
    if one.known == Known.COMPARED:
        fewer = reduction(row["percent_reduction"], definition.threshold)
        first = f"**{both(row['baseline'], row['monthly_days'])}** a month, **{fewer}**"
    elif one.known == Known.NOT_OVER:
        known = pd.notna(row["baseline"])
        first = f"**{before}** a month before session 1" if known else "**not known** before"
    else:
        first = _without_a_reduction(row, before, definition)
    return first, _window(row, one.known, year)


def _without_a_reduction(row: pd.Series, before: str, definition: Definition) -> str:
    """What is known of before and after where no percent can stand between them."""
    recorded = row["recorded_days"]
    known = pd.notna(row["monthly_days"]) and recorded >= definition.required_days
    after = f"**{number(row['monthly_days'])}** a month" if known else "**not known**"
    if pd.isna(row["baseline"]):
        return f"**not known** before, then {after}" if known else "**not known**"
    return f"**{before}** a month, then {after}" if known else f"**{before}, then not known**"


def _window(row: pd.Series, known: Known, year: int | None) -> str:
    session = f"session {row['session']}"
    if known == Known.NOT_OVER:
        return f"{session}: the days to compare are not over"
    if pd.isna(row["recorded_days"]) or pd.isna(row["window_days"]) or not row["window_days"]:
        return f"{session}: {row['reason']}" if row["reason"] else session
    recorded = f"{row['recorded_days']:g} of {row['window_days']:g} recorded"
    if pd.isna(row["window_start"]):
        return f"{session}: {recorded}"
    return f"{session}: {dates(row['window_start'], row['window_end'], year)}, {recorded}"


def _newcomer(one: Awaited, definition: Definition, year: int | None) -> tuple[str, str]:
    if one.months.empty:
        return "**no diary** before session 1", ""
    month = one.months.iloc[-1]
    recorded = f"{month['recorded']} of {counted(int(month['days']), 'day')} recorded"
    days = f"{dates(month['start'], month['end'], year)}, {recorded}"
    if not (month["enough"] and month["compared"]):
        return "**not known** before session 1 yet", days
    a_month = month["counted"] * definition.month / month["recorded"]
    return f"**{number(a_month)}** a month before session 1, so far", days


def since(one: Awaited, cut_off: date | None) -> tuple[str, str]:
    """Two lines: 6 in 21 recorded; since 9 Jun. Nothing where nothing came after."""
    if one.last is None:
        return "", ""
    last = last_told(one.last, one.ending)
    return f"**{last.numbers}** recorded", last.when(cut_off.year if cut_off else None)


def where_found(one: Awaited, look: Sequence[str]) -> str:
    """That treatment or diary ended, and the first match with a list, if any."""
    told = [] if one.latest is None else [inert(ended(one.latest, one.ending))]
    more = f" :gray[· {len(look) - 1} more]" if len(look) > 1 else ""
    lines = [words for words in (*told, *(f"{first}{more}" for first in look[:1])) if words]
    if not lines:
        return f":gray[:small[{NOWHERE}]]"
    return "  \n".join(f":small[{words}]" for words in lines)


def opened(already: int, can_open: int, without: int) -> str:
    """2 of 5 opened, 1 has no page yet"""
    told = f"{already} of {can_open} opened"
    return f"{told}, {counted(without, 'has', 'have')} no page yet" if without else told


def alt(one: Awaited, definition: Definition) -> str:
    """Migraine days in each month, the first before session 1: 19, 9 (compared), 4 of 9, 12"""
    if one.months.empty:
        return f"No month with {definition.days.words}"
    told = []
    for month in one.months.itertuples():
        if pd.isna(month.counted):
            told.append("not recorded")
            continue
        count = number(month.counted)
        told.append(f"{count} of {month.recorded}" if month.recorded < month.days else count)
        if month.compared and month.cycle:
            told[-1] += f" (compared, after session {month.cycle})"
    name = sentence_case(definition.days.words)
    return f"{name} in each month, the first before session 1: {', '.join(told)}"


def to_look_at(found: Day, definition: Definition, cut_off: date | None) -> dict[str, list[str]]:
    """For each patient what matches a list, in the order of the lists."""
    told: dict[str, list[str]] = {}
    for name, of in found.lists.items():
        table = of.table() if of.patients else pd.DataFrame()
        for row in table.to_dict("records"):
            words = _listed(name, row, definition, cut_off)
            told.setdefault(row["patient_id"], []).append(words)
    return told


def _listed(name: str, row: dict[str, Any], definition: Definition, cut_off: date | None) -> str:
    year = cut_off.year if cut_off else None
    if name in all_rules():
        days = (row["from"], row["date"], *since_of(pd.DataFrame([row])))
        judged = Judged(name, row["session"], Verdict.MEETS, row["numbers"], *days)
        return fact(judged, cut_off).short
    return inert(_own(name, row, definition, year))


def _own(name: str, row: dict[str, Any], definition: Definition, year: int | None) -> str:
    """What our own lists say; a window's days stand beside what they are compared with."""
    session = row["session"]
    when = "" if pd.isna(row["from"]) else f", {dates(row['from'], row['date'], year)}"
    match row["numbers"]:
        case Change(_, _, fewer) if name == "lost_response":
            told = reduction(fewer, definition.threshold)
            return f"No longer at {definition.threshold}%: {told} after session {session}{when}"
        case Change(_, _, fewer):
            return f"{reduction(fewer, definition.threshold)} after session {session}{when}"
        case Thin(0, _, _):
            needed = counted(definition.min_baseline_days, "recorded day")
            return f"Month before session 1 too thin: {needed} needed"
        case Thin(of, _, _):
            needed = counted(definition.required_days, "recorded day")
            return f"Days after session {of} too thin: {needed} needed"
        case Late(days, of, _):
            return f"{counted(days, 'day')} since session {of}"
        case SideEffect(event, on):
            return f"{sentence_case(event)} recorded, {dates(on, on, year)}"
    return ""


def columns(definition: Definition) -> str:
    """How the small columns are read."""
    return (
        f"Columns: {definition.days.words} in each month of {definition.month} days, the first "
        "before session 1. Underlined: compared. Hatched: under 15 days recorded. Dashed: "
        f"{definition.threshold}% fewer. Line: a session."
    )


def nobody(
    when: str, next_day: date | None, coming: int, cut_off: date | None, *, filtered: bool
) -> str:
    """Nobody comes on Friday 4 July. The next day: Wednesday 9 July, 6 patients.

    ``filtered``: filters are on, and the sentence is about those whom they leave."""
    told = f"**Nobody {'of those whom the filters leave ' if filtered else ''}comes {when}.**"
    if next_day is None:
        return told
    return (
        f"{told} :gray[The next day: {on_a_day(next_day, cut_off)}, {counted(coming, 'patient')}.]"
    )


def empty(cut_off: date | None) -> str:
    """The files name nobody who comes after 30 June. Paste the day's list."""
    after = f" after {cut_off.day} {cut_off:%B}" if cut_off else ""
    return f"**The files name nobody who comes{after}.** :gray[Paste the day's list.]"


def listed_told(
    found: int, unknown: Sequence[tuple[str, tuple[str, ...]]], hidden: int, not_read: int = 0
) -> str:
    """4 of 5 found. P-0714 is in no file; is P-0174 meant?"""
    total = found + len(unknown) + hidden
    parts = [f"**{found:,} of {total:,}** found."]
    if hidden:
        parts.append(f"The filters leave {hidden:,} of them out.")
    for wanted, meant in unknown[:MOST_TOLD]:
        offered = " or ".join(inert(one) for one in meant)
        told = f"**{inert(wanted)}** is in no file"
        parts.append(f"{told}; is {offered} meant?" if offered else f"{told}.")
    if len(unknown) > MOST_TOLD:
        parts.append(f"{len(unknown) - MOST_TOLD:,} more are in no file.")
    return " ".join([*parts, *_not_read(not_read)])


def _not_read(lines: int) -> list[str]:
    """That a list is longer than one may be."""
    more = counted(lines, "more line is", "more lines are")
    return [f"{more} not read: paste a shorter list."] if lines else []


def not_shown(
    listed: int, unknown: Sequence[tuple[str, tuple[str, ...]]], hidden: int, not_read: int = 0
) -> str:
    """2 of 5 ids are in no file: P-0714 (is P-0174 meant?), X. The filters leave 1 of them out."""
    parts = []
    if unknown:
        names = [
            f"{inert(wanted)} (is {' or '.join(map(inert, meant))} meant?)"
            if meant
            else inert(wanted)
            for wanted, meant in unknown
        ]
        shown = ", ".join(names[:MOST_TOLD])
        more = f" and {len(names) - MOST_TOLD:,} more" if len(names) > MOST_TOLD else ""
        verb = "is" if len(names) == 1 else "are"
        of = f"{len(names):,} of {counted(listed, 'id')}"
        parts.append(f"{of} {verb} in no file: {shown}{more}.")
    if hidden:
        parts.append(f"The filters leave {hidden:,} of the {listed:,} out.")
    return " ".join([*parts, *_not_read(not_read)])


def what_is_an_appointment(cut_off: date | None) -> str:
    """A session dated after the last diary day, where there is a diary."""
    if cut_off is None:
        return (
            "These records hold no diary days, so no date says which sessions are still to come: "
            "a pasted list does."
        )
    return (
        "The last diary day is the cut-off of every other page. A session dated later is an "
        "appointment: it is read for this page alone and enters no figure."
    )


def later(count: int) -> str:
    """31 sessions dated later, in no figure"""
    if not count:
        return "no session dated later"
    return f"**{count:,}** {'session' if count == 1 else 'sessions'} dated later, in no figure"


def in_short(count: int, brief: str) -> str:
    """7 come on Wed 2 Jul"""
    return f"{count:,} {_come(count, brief)}"


def list_name(brief: str) -> str:
    """What the list is called while it is gone through."""
    return f"who comes {brief}" if brief else "the pasted list"
