"""Which treatment are the sessions of?

One row a treatment: how long its cycles are, which windows can be compared after its sessions, and
the words in which it is spoken of. Nothing outside of this file knows another length or word. A
window belongs to one treatment, so the window of a Definition names its treatment too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from analytics.codes import Arm

# A new preventive, CGRP antibody or nerve block may change what is recorded: windows after it are
# marked, or left out, as if the patient's records ended the day before.
OTHER_TREATMENTS = {
    "preventive": "preventive",
    "cgrp_antibody": "CGRP antibody",
    "nerve_block": "nerve block",
}
WEEK = 7  # days
NUMBERS = {1: "", 2: " two", 3: " three", 4: " four"}


@dataclass(frozen=True)
class Window:
    """Which days after a session are compared with the baseline; day 0 is the session's day."""

    name: str
    words: str  # "in the month after each session"
    aloud: str  # "in the month after", before "your third session"
    label: str  # "month after"
    sentence: str
    source: str
    first: int | None = None  # None: counted back from the last day, one month long
    last: int | None = None  # None: the month's length
    until_next: bool = False  # ends on the day before the next session, however late

    def days(self, month: int) -> tuple[int, int]:
        """First and last day of the full, uncut window."""
        last = month if self.last is None else self.last
        first = last - month + 1 if self.first is None else self.first
        return first, last

    def full_days(self, month: int) -> int:
        first, last = self.days(month)
        return last - first + 1


class Control(NamedTuple):
    """Of what the share on placebo is that stands beside a rate."""

    measure: str
    threshold: int
    window: str
    session: int


@dataclass(frozen=True)
class Therapy:
    """A treatment that is given in sessions: its days, its windows, its words.

    ``cycle_days`` is planned from session to session; one who is ``grace_days`` late has not missed
    it yet; a gap of more than ``course_gap_days`` starts a new course. ``late_weeks``: the end of a
    cycle, where a return of days is looked for. Of a patient who goes more than ``weeks_since``
    without a session a list tells. ``own_kinds``: kinds of the treatments table that are this one
    and therefore no other treatment; ``prior``: the column of patients that says who had it before
    session 1; ``published``: the kind of its rows among the published results, which name it
    ``named_there``; ``control``: what ``no_control`` tells of, where it names a share.
    """

    name: str
    title: str  # of a report
    what: str  # is given: "botulinum toxin"
    given: str  # the verb: "was injected"
    event: str  # what happens on day 0, in a word: "injection"
    no_control: str  # what to say beside a rate
    source: str  # of its cycle
    cycle_days: int
    grace_days: int
    course_gap_days: int
    late_weeks: int
    weeks_since: int
    windows: tuple[Window, ...]
    own_kinds: tuple[str, ...] = ()
    prior: str = ""
    published: str = ""
    named_there: str = ""
    control: Control | None = None

    @property
    def other_kinds(self) -> tuple[str, ...]:
        """The kinds of the treatments table that are another treatment than this one."""
        return tuple(kind for kind in OTHER_TREATMENTS if kind not in self.own_kinds)

    @property
    def others_in_words(self) -> str:
        """preventive, CGRP antibody or nerve block"""
        *first, last = (OTHER_TREATMENTS[kind] for kind in self.other_kinds)
        return f"{', '.join(first)} or {last}" if first else last

    @property
    def an_event(self) -> str:
        """an injection"""
        return f"{'an' if self.event[0] in 'aeiou' else 'a'} {self.event}"

    @property
    def cycle_in_words(self) -> str:
        """12 weeks; 30 days"""
        weeks, rest = divmod(self.cycle_days, WEEK)
        return f"{self.cycle_days} days" if rest else f"{weeks} weeks"

    @property
    def late_days(self) -> tuple[int, int]:
        """First and last day of the end of a cycle."""
        return self.cycle_days - WEEK * self.late_weeks, self.cycle_days - 1

    @property
    def late_in_words(self) -> str:
        """weeks 9 to 12; week 4"""
        last = self.cycle_days // WEEK
        first = last - self.late_weeks + 1
        return f"week {last}" if first == last else f"weeks {first} to {last}"

    @property
    def last_weeks(self) -> str:
        """The last four; the last"""
        return f"the last{NUMBERS.get(self.late_weeks, f' {self.late_weeks}')}"

    @property
    def followed_days(self) -> int:
        """The last day after a session that is looked at: a cycle, and the grace after it."""
        return self.cycle_days + self.grace_days - 1


BOTULINUM_TOXIN = Therapy(
    name="botulinum_toxin",
    title="What was recorded after botulinum toxin sessions",
    what="botulinum toxin",
    given="was injected",
    event="injection",
    no_control="No control group: on placebo in PREEMPT 34% reached 50% fewer headache days at "
    "week 24.",
    source="PREEMPT",
    cycle_days=84,
    grace_days=28,
    course_gap_days=26 * WEEK,
    late_weeks=4,
    weeks_since=13,
    windows=(
        Window(
            "month_after",
            "in the month after each session",
            "in the month after",
            "month after",
            "Days 1 to 28 or 30 after the session, by the Definition's month.",
            "Hull 2014 (reference study)",
            first=1,
        ),
        Window(
            "weeks_9_12",
            "in weeks 9 to 12 after each session",
            "in weeks 9 to 12 after",
            "weeks 9 to 12",
            "Days 56 to 83 after the session: the last four weeks of a 12-week cycle.",
            "PREEMPT",
            first=56,
            last=83,
        ),
        Window(
            "whole_cycle",
            "in the 12 weeks from each session",
            "in the twelve weeks from",
            "whole cycle",
            "Days 0 to 83: the injection day and the 12 weeks that it begins.",
            "long-term series",
            first=0,
            last=83,
        ),
        Window(
            "before_next",
            "in the last month before the next session",
            "in the last month of the cycle of",
            "before next",
            "The last 28 or 30 days before the next session; before day 84 if there is none "
            "yet, and then provisional.",
            "clinics",
            last=83,
            until_next=True,
        ),
    ),
    prior="prior_botulinum",
    published=Arm.TOXIN,
    named_there="onabotulinumtoxinA",
    control=Control("headache_days", 50, "weeks_9_12", 2),
)

THERAPIES = {therapy.name: therapy for therapy in (BOTULINUM_TOXIN,)}
DEFAULT_THERAPY = BOTULINUM_TOXIN


def every_window() -> dict[str, Window]:
    """The windows of all treatments by their names."""
    return {window.name: window for therapy in THERAPIES.values() for window in therapy.windows}


def therapy_of(window: str) -> Therapy:
    """The treatment whose window it is."""
    return next(
        therapy for therapy in THERAPIES.values() if window in (own.name for own in therapy.windows)
    )
