"""Which sheets of months share a layout, and what does each sign mean in all of them?

A sign is settled once, over every sheet of every file with the same columns beside its days: a
cross that stands on one sheet once is a session by those of the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from importing.choices import Choices, Question
from importing.day_signs import ASIDE, NONE, NOT_RECORDED, as_sign, signs_in
from importing.days_in_months import DaysInMonths, one_below_the_other
from importing.doubts import MAX_ROWS_SHOWN, Calendars, Said, settle
from importing.identity import id_of, is_called
from importing.layouts.base import MonthList, plain
from importing.layouts.month_grid import of_the_day, with_signs
from importing.one_file import Part, refused, understood
from importing.text import Unreadable
from words.numbers import counted


def with_settled_signs(parts: Sequence[Part], choices: Choices) -> list[Part]:
    """The parts, those of sheets of months with their days and sessions."""
    by_layout: dict[frozenset[str], list[Part]] = {}
    for part in parts:
        if _months(part) is not None:
            by_layout.setdefault(_layout(part), []).append(part)
    done: dict[int, Part] = {}
    for sheets in by_layout.values():
        settled = _settled(sheets, choices)
        done |= {id(sheet): part for sheet, part in zip(sheets, settled, strict=True)}
    return [done.get(id(part), part) for part in parts]


def _months(part: Part) -> MonthList | None:
    return part.reading.months if part.reading is not None else None


def _layout(part: Part) -> frozenset[str]:
    """The columns beside the days: what sheets of one layout have in common."""
    months = _of(part)
    return frozenset(plain(name) for name in months.text.headers if name not in months.grid.days)


def _of(part: Part) -> MonthList:
    months = _months(part)
    assert months is not None
    return months


def _settled(parts: Sequence[Part], choices: Choices) -> list[Part]:
    """The sheets of one layout with every doubt about their signs settled; a copy says no more."""
    once: dict[tuple[str, str], Part] = {}
    for part in parts:
        once.setdefault(_content(part), part)
    sheets = list(once.values())
    ends = np.cumsum([0, *(len(_of(part).days.cells) for part in sheets)])
    subject, said = _one_below_the_other(sheets, choices), Said()
    settled = settle(subject, choices, said)
    meant = meanings(settled.days, subject.said)
    seen = {of_the_day(str(kind)) for kind in np.unique(meant[settled.days.inside])}
    of = {
        content: meant[start:end, : _of(part).days.cells.shape[1]]
        for (content, part), start, end in zip(once.items(), ends[:-1], ends[1:], strict=True)
    }
    _tell(sheets, ends, said)
    return [_with_signs(part, of[_content(part)], seen, choices) for part in parts]


def _content(part: Part) -> tuple[str, str]:
    return part.digest, _of(part).text.sheet


def _one_below_the_other(parts: Sequence[Part], choices: Choices) -> Calendars:
    """All months of these sheets, each patient's days beside each other."""
    sheets = [_of(part) for part in parts]
    names = [one.text.sheet for one in sheets] if len(parts) > 1 else [""]
    pairs = zip(parts, sheets, strict=True)
    files = sorted({part.file.removesuffix(f"/{one.text.sheet}") for part, one in pairs})
    if len(files) > 1:
        names = [part.file for part in parts]
    ids = [id_of(part.file, choices.ids, part.place) for part in parts]
    said: dict[str, str] = {}
    for one in sheets:
        said |= one.said
    alone = len(parts) == 1
    file = parts[0].file if alone else files[0]
    return Calendars(
        file=file if len(files) == 1 else f"{counted(len(files), 'file')} with the same columns",
        digest="".join(sorted({part.digest for part in parts})),
        headers=tuple(dict.fromkeys(name for one in sheets for name in one.text.headers)),
        days=one_below_the_other([_said_days(part, choices) for part in parts], ids),
        rows=np.concatenate([one.text.rows for one in sheets]),
        sheets=np.repeat(names, [len(one.text.rows) for one in sheets]),
        said=said,
        sheet=sheets[0].text.sheet if alone else "",
    )


def _said_days(part: Part, choices: Choices) -> DaysInMonths:
    """The days of a sheet; of one that corrects another those with a sign: a blank says nothing."""
    days = _of(part).days
    if any(is_called(new, part.file, part.place) for new in choices.corrects):
        return days._replace(inside=days.inside & days.filled)
    return days


def meanings(days: DaysInMonths, said: Mapping[str, str]) -> np.ndarray:
    """What each cell means: rows x days. A sign that nobody knows is set aside, a blank is not
    recorded unless the user says that it is a day without headache."""
    means = signs_in(days.told, said).means
    texts, codes = np.unique(days.cells.astype(str), return_inverse=True)
    of_texts = [means.get(as_sign(text), ASIDE) if text else NOT_RECORDED for text in texts]
    meant = np.array([*of_texts, NONE])[codes.reshape(days.cells.shape)]
    if means.get("") == NONE:
        meant[days.blanks_between] = NONE
    return meant


def _tell(parts: Sequence[Part], ends: np.ndarray, said: Said) -> None:
    """What was said of all sheets stands at the first of them, a question at each of its own."""
    first = parts[0].heard
    first.notices += said.notices
    first.told += said.told
    first.answered += said.answered
    for question in said.questions:
        places = np.array(question.rows, dtype="int64")
        for part, start, end in zip(parts, ends[:-1], ends[1:], strict=True):
            here = places[(places >= start) & (places < end)] - start
            if len(here) or len(places) in (0, MAX_ROWS_SHOWN):
                part.heard.questions.append(_at(question, part, _of(part).text.rows[here]))


def _at(question: Question, part: Part, rows: np.ndarray) -> Question:
    return replace(question, file=part.file, rows=tuple(int(row) for row in rows))


def _with_signs(part: Part, meant: np.ndarray, seen: set[str], choices: Choices) -> Part:
    """A sheet as its signs have it."""
    part = replace(part, meant=meant)
    assert part.reading is not None
    try:
        return understood(part, with_signs(part.reading, meant, seen), choices)
    except Unreadable as problem:
        return refused(part, str(problem))
