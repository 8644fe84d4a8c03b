"""Which clinical choices does a number rest on?

Every constant, limit and choice of the product stands here once, with its sentence and source.
A ``Definition`` is the only way a clinical choice reaches a number.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from analytics.codes import EntryRule, OtherTreatments
from analytics.therapies import Therapy, Window, every_window, therapy_of

DEFAULT_MIN_BASELINE_DAYS = 20
LOWEST_MIN_BASELINE_DAYS = 14  # the screen offers no less; the command line takes what is stated
FEW_JUDGED = 10  # under this, the count comes first and the mark is hollow
SMALL_CELL_LIMIT = 8  # patients: what is shared outside shows no group under it
SMALL_CELL_LIMITS = (5, 30)  # the least and the most that a user may choose
FEWEST_ALIKE = 5  # patients who share a combination of columns; under this a warning
SITE_GAP_DAYS = 14  # sites whose last records lie further apart are pointed out
PRIMARY_SESSION = 2  # two cycles; the user may name another, the best one is never picked
MONTHS = (28, 30)  # days of a month: as trials count them, and as Hull 2014 does
ENTRY_DAYS = 15  # days a month: chronic migraine, ICHD-3 1.3 (of headache)
MOST_DAYS = 366  # of one window
MOST_SESSIONS = 1000
NUMBERS = {  # the least and the most that each number of a Definition may be
    "threshold": (1, 100),
    "min_baseline_days": (1, MOST_DAYS),
    "min_days": (1, MOST_DAYS),
    "entry_days": (1, min(MONTHS)),
    "primary_session": (1, MOST_SESSIONS),
}
THRESHOLDS = (30, 50, 75, 100)  # percent; the flags that every Outcomes table carries


@dataclass(frozen=True)
class Measure:
    """What is counted: a kind of day. Its row in ``MEASURES`` is all that makes it one.

    A day is of the kind where ``column`` of the diary is at least ``at_least``, and none where the
    flag ``needs`` is 0, whatever the column says; it is recorded where either answers.
    """

    name: str  # its column in counts and cycles
    words: str  # "migraine days"
    day: str  # what is noted on such a day: "migraine"
    column: str  # the diary's; one that no diary had before becomes a flag of it
    sentence: str
    source: str
    code: str  # in ADaM: PARAMCD, 8 letters at most
    at_least: int = 1
    needs: str = ""  # a flag of the diary without which no day is of the kind
    answers: str = ""  # what its recorded days are called by; nothing: as its days
    within: str = ""  # a measure of which it cannot have more days
    instead: tuple[str, ...] = ()  # which measures another definition may count in its place
    response: bool = True  # are fewer of them a response? Else grey marks, and plain words
    in_change: str = ""  # what *Days* calls it; nothing: it stands there only where it is chosen
    always_in: tuple[str, ...] = ()  # the tables that have its column though nobody filled it
    also_called: tuple[str, ...] = ()  # the column, in files of others

    @property
    def kind(self) -> str:
        """What its recorded days are counted as."""
        return self.answers or self.name.removesuffix("_days")

    @property
    def recorded(self) -> str:
        """The column of Cycles that counts the days on which this kind of day was answered."""
        return f"{self.kind}_recorded_days"

    @property
    def one_day(self) -> str:
        """A single one: "migraine day", "day with intake"."""
        return self.words.replace("days", "day", 1)


MEASURES = {
    measure.name: measure
    for measure in (
        Measure(
            "migraine_days",
            "migraine days",
            "migraine",
            "migraine",
            "Calendar days flagged as migraine in the diary.",
            "Khalil 2014, J Headache Pain 15:54",
            "MIGDAYS",
            within="headache_days",
            instead=("headache_days",),
            in_change="migraine days",
            always_in=("counts", "cycles"),
            also_called=("mmd", "md", "monthly_migraine_days"),
        ),
        Measure(
            "headache_days",
            "headache days",
            "headache",
            "headache",
            "Calendar days flagged as headache in the diary, migraine or not.",
            "PREEMPT, Cephalalgia 2010;30:793 and 30:804",
            "HEADDAYS",
            instead=("migraine_days",),
            in_change="headache days",
            always_in=("counts", "cycles"),
            also_called=("mhd", "hd", "monthly_headache_days"),
        ),
        Measure(
            "moderate_severe_days",
            "days with moderate or severe headache",
            "moderate or severe headache",
            "pain",
            "Calendar days with headache whose worst pain was at least 4 of 10. Recorded where "
            "pain, or no headache, is recorded.",
            "our own rule",
            "MODSDAYS",
            at_least=4,
            needs="headache",
            within="headache_days",
            instead=("migraine_days", "headache_days"),
        ),
        Measure(
            "acute_medication_days",
            "days with intake",
            "acute medication",
            "acute_medication",
            "Calendar days on which any acute medication was taken. Fewer of them are told as "
            "fewer days with intake, not as a response.",
            "our own rule",
            "INTKDAYS",
            answers="medication",
            response=False,
            in_change="days with acute medication",
            always_in=("cycles",),
        ),
    )
}


@dataclass(frozen=True)
class Definition:
    """One answer to: what counts, when, against what, and from how many days on.

    ``month`` and the minimums are in days, ``threshold`` in percent. ``min_days`` None means half
    of the full, uncut window; a stated number is taken as stated. ``other_treatments``: windows
    after another new treatment are "marked" or "left_out". ``entry_rule``: patients were let in by
    at least ``entry_days`` such days in the "month" before session 1, or in each of "two_months";
    it removes nobody, and says against what earlier months can be held. ``primary_session``: the
    rate after it is the primary outcome, whatever is looked at; it changes no number.
    """

    name: str
    measure: str
    window: str
    month: int
    threshold: int
    source: str
    title: str
    min_baseline_days: int = DEFAULT_MIN_BASELINE_DAYS
    min_days: int | None = None
    other_treatments: str = OtherTreatments.MARKED
    entry_rule: str = EntryRule.NONE
    entry_days: int = ENTRY_DAYS
    primary_session: int = PRIMARY_SESSION

    def __post_init__(self) -> None:
        if self.measure not in MEASURES:
            raise ValueError(f"measure: one of {', '.join(MEASURES)} was expected")
        if self.window not in every_window():
            raise ValueError(f"window: one of {', '.join(every_window())} was expected")
        if self.other_treatments not in tuple(OtherTreatments):
            raise ValueError(f"other_treatments: {' or '.join(OtherTreatments)} was expected")
        if self.entry_rule not in tuple(EntryRule):
            raise ValueError(f"entry_rule: one of {', '.join(EntryRule)} was expected")
        if type(self.month) is not int or self.month not in MONTHS:
            raise ValueError(f"month: {' or '.join(map(str, MONTHS))} was expected")
        for name, (least, most) in NUMBERS.items():
            number = getattr(self, name)
            none = name == "min_days" and number is None
            if not none and not (type(number) is int and least <= number <= most):
                raise ValueError(f"{name}: a whole number from {least} to {most} was expected")

    @property
    def days(self) -> Measure:
        return MEASURES[self.measure]

    @property
    def when(self) -> Window:
        return every_window()[self.window]

    @property
    def therapy(self) -> Therapy:
        """The treatment after whose sessions is looked: the one whose window it is."""
        return therapy_of(self.window)

    @property
    def required_days(self) -> int:
        """Recorded days that a window needs: as stated, or half of the full, uncut window."""
        if self.min_days is not None:
            return self.min_days
        return self.when.full_days(self.month) // 2

    @property
    def entry(self) -> str:
        """How patients were let in: "none", "month, 15 days" or "two months, 15 days"."""
        if self.entry_rule == EntryRule.NONE:
            return str(EntryRule.NONE)
        return f"{self.entry_rule.replace('_', ' ')}, {self.entry_days} days"

    @property
    def preset(self) -> Definition:
        return PRESETS[self.name]

    @property
    def changes(self) -> tuple[str, ...]:
        """What differs from the preset of this name, as "window weeks_9_12"."""
        return tuple(
            f"{part} {self.days.words if part == 'measure' else getattr(self, part)}"
            for part in CHANGEABLE
            if getattr(self, part) != getattr(self.preset, part)
        )

    @property
    def label(self) -> str:
        """The name that every figure carries: "hull2014, changed: window weeks_9_12"."""
        return f"{self.name}, changed: {', '.join(self.changes)}" if self.changes else self.name

    def at_threshold(self, before: float) -> float:
        """Days a month that are exactly ``threshold`` percent fewer than before."""
        return before * (100 - self.threshold) / 100

    def changed(self, **parts: object) -> Definition:
        """The same Definition with some parts replaced; None leaves a part as it is."""
        stated = {part: value for part, value in parts.items() if value is not None}
        return dataclasses.replace(self, **stated)  # type: ignore[arg-type]


CHANGEABLE = (
    "measure",
    "window",
    "month",
    "threshold",
    "min_baseline_days",
    "min_days",
    "other_treatments",
    "entry_rule",
    "entry_days",
    "primary_session",
)
SAID_ONLY = ("entry_rule", "entry_days", "primary_session")  # they count nobody in or out
COUNTED_BY = tuple(part for part in CHANGEABLE if part not in SAID_ONLY)  # who is judged

PRESETS = {
    preset.name: preset
    for preset in (
        Definition(
            "hull2014",
            "migraine_days",
            "month_after",
            30,
            50,
            "Khalil 2014, J Headache Pain 15:54, doi 10.1186/1129-2377-15-54",
            "Hull 2014",
        ),
        Definition(
            "preempt",
            "headache_days",
            "weeks_9_12",
            28,
            50,
            "PREEMPT, Cephalalgia 2010;30:793 and 30:804",
            "PREEMPT",
        ),
        Definition(
            "nice",
            "headache_days",
            "weeks_9_12",
            28,
            30,
            "NICE TA260. NICE names no such window: ours is the last month of the cycle",
            "NICE TA260",
        ),
        Definition(
            "ehf",
            "headache_days",
            "weeks_9_12",
            28,
            30,
            "Bendtsen 2018, J Headache Pain 19:91. EHF names no such window: ours is the last "
            "month of the cycle",
            "EHF 2018",
        ),
    )
}
DEFAULT_DEFINITION = PRESETS["hull2014"]
OF_PRESETS = tuple(dict.fromkeys(preset.measure for preset in PRESETS.values()))  # first in tables


def definition_as_kept(kept: Mapping[str, object]) -> Definition:
    """As settings and plans keep it: the name of its preset, and parts. LookupError, TypeError."""
    parts = dict(kept)
    return PRESETS[str(parts.pop("name"))].changed(**parts)


def alternatives(measure: Measure) -> list[Measure]:
    """The measure and those that another definition may count in its place."""
    return [one for one in MEASURES.values() if one.name in (measure.name, *measure.instead)]
