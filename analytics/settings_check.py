"""What in a settings file cannot be used? As strict as the command line, all at once."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeGuard

from analytics.codes import EntryRule, OtherTreatments
from analytics.definitions import (
    MEASURES,
    MONTHS,
    MOST_SESSIONS,
    NUMBERS,
    PRESETS,
    SMALL_CELL_LIMITS,
)
from analytics.report_choices import SECTIONS
from analytics.therapies import every_window

LONGEST_TITLE = 255  # letters: what the properties of a presentation hold
MOST_VALUES = 1000  # of one filter: more are no choice, and documents name each
UNCARRIED = ("Cc", "Cs", "Zl", "Zp")  # the kinds of characters that a title does not have
A_TITLE = f"a title of at most {LONGEST_TITLE} letters on one line, without control characters"


def title_is_usable(title: object) -> bool:
    """Can documents carry it?"""
    return isinstance(title, str) and len(title) <= LONGEST_TITLE and all(map(_is_carried, title))


def usable_title(title: str) -> str:
    """The title as documents can carry it: a blank for what they cannot, and cut."""
    return "".join(c if _is_carried(c) else " " for c in title)[:LONGEST_TITLE]


def _is_carried(character: str) -> bool:
    """No control character, line break or half of a pair, and nothing that XML forbids."""
    return unicodedata.category(character) not in UNCARRIED and character not in "\ufffe\uffff"


def with_usable_title(settings: str) -> str:
    """Settings that were kept before titles had a limit: the title is cut, the rest stays."""
    kept = json.loads(settings)
    report = kept.get("report", {})
    if not title_is_usable(title := report.get("title", "")):
        kept["report"] = {**report, "title": usable_title(str(title))}
    return json.dumps(kept)


def _whole(low: int, high: int) -> tuple[str, Callable[[object], bool]]:
    def fits(value: object) -> bool:
        return type(value) is int and low <= value <= high

    return f"a whole number from {low} to {high}", fits


def _or_null(expected: str, fits: Callable[[object], bool]) -> tuple[str, Callable[[object], bool]]:
    return f"{expected}, or null", lambda value: value is None or fits(value)


def _one_of(names: Any) -> tuple[str, Callable[[object], bool]]:
    return f"one of {', '.join(names)}", lambda value: isinstance(value, str) and value in names


def _texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _some_of(names: Collection[str]) -> Callable[[object], bool]:
    def check(value: object) -> bool:
        return _texts(value) and bool(value) and set(value) <= set(names)

    return check


EXPECTED: dict[str, dict[str, tuple[str, Callable[[object], bool]]]] = {
    "definition": {
        "name": _one_of(tuple(PRESETS)),
        "measure": _one_of(tuple(MEASURES)),
        "window": _one_of(tuple(every_window())),
        "month": (
            " or ".join(map(str, MONTHS)),
            lambda value: type(value) is int and value in MONTHS,
        ),
        **{name: _whole(*limits) for name, limits in NUMBERS.items()},
        "min_days": _or_null(*_whole(*NUMBERS["min_days"])),
        "other_treatments": _one_of(tuple(OtherTreatments)),
        "entry_rule": _one_of(tuple(EntryRule)),
    },
    "": {"session": _whole(1, MOST_SESSIONS)},
    "report": {
        "title": (A_TITLE, title_is_usable),
        "sections": (
            f"some of {', '.join(SECTIONS)}",
            _some_of(SECTIONS),
        ),
        "limit": _whole(*SMALL_CELL_LIMITS),
        "study": ("a text", lambda value: isinstance(value, str)),
    },
}


def problems_of(kept: Mapping[str, Any]) -> list[str]:
    """A sentence for each part that is none of what is expected there."""
    told = []
    for place, parts in EXPECTED.items():
        inside = kept.get(place, {}) if place else kept
        if not isinstance(inside, Mapping):
            continue
        for name, (expected, fits) in parts.items():
            if name in inside and not fits(inside[name]):
                where = f"{place}, {name}" if place else name
                told.append(
                    f"{where}: {_shown(inside[name])} stands there; expected is {expected}."
                )
    filters = kept.get("filters", {})
    for column, values in filters.items() if isinstance(filters, Mapping) else ():
        if not _texts(values) or len(values) > MOST_VALUES:
            told.append(
                f"filters, {_shown(column)}: {_shown(values)} stands there; expected is a list of "
                f"at most {MOST_VALUES} texts."
            )
    return told


def _shown(value: object) -> str:
    named = {True: "true", False: "false", None: "nothing"}
    if value is None or isinstance(value, bool):
        return named[value]
    text = str(value)
    text = "".join(c if c.isprintable() else " " for c in text)
    return text if len(text) <= 40 else f"{text[:40]}..."
