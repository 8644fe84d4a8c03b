"""What is shown of one patient besides her outcomes, read ahead where it can be."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple
from weakref import WeakKeyDictionary

import pandas as pd

from analytics.bars import Ending, endings
from analytics.calendar import (
    assumed_free,
    patient_days,
    possible_reductions,
    recorded_otherwise,
)
from analytics.guidelines.base import with_cycles
from analytics.guidelines.overuse import CLASSES, LIMITS
from analytics.months import (
    begun_near,
    last_judged,
    months_and_last_days,
    months_from_counts,
    other_events,
)
from analytics.needs import SINGLE_DAYS
from analytics.records import Records
from analytics.result import Result
from ui.tab.described import Described, describe_all, described, described_for_all
from words.facts import Fact, facts
from words.guidelines import in_words as verdicts_in_words
from words.pages.patient import Picture, Sentences, sentences

_READER = ThreadPoolExecutor(1, thread_name_prefix="reading ahead")
_BEGUN: WeakKeyDictionary[Result, tuple[str, Future[Story]]] = WeakKeyDictionary()


class Ruled(NamedTuple):
    """What the rules say of her, and the intake and scores behind it."""

    verdicts: pd.DataFrame  # the latest of each rule
    facts: list[Fact]
    intake: pd.DataFrame  # days with acute medication, in the months of the verdicts
    scores: pd.DataFrame  # one row a questionnaire


class Rules:
    """The rules are held against her when somebody first looks at what they say.

    They take longer than all else of her: the answer and the months do not wait for them, nor do
    the other pictures, unless they are ``at_hand`` from what was worked out beside the pages.
    """

    def __init__(self, hold: Callable[[], Ruled], at_hand: Callable[[], bool]) -> None:
        self._hold: Callable[[], Ruled] | None = hold
        self._said: Ruled | None = None
        self._known = at_hand

    @property
    def at_hand(self) -> bool:
        return self._said is not None or self._known()

    @property
    def said(self) -> Ruled:
        """What ``hold`` gave; from then on neither it nor the result behind it is kept."""
        hold, said = self._hold, self._said
        if said is None and hold is not None:
            said = self._said = hold()
            self._hold, self._known = None, lambda: True
        assert said is not None
        return said


@dataclass(frozen=True, eq=False)
class Story:
    """What a patient's page shows besides her outcomes."""

    months: pd.DataFrame
    picture: Picture  # where months and calendar end, what was recorded last
    days: pd.DataFrame
    otherwise: int  # days with something recorded, but not what the Definition counts
    rules: Rules
    told: Sentences  # on the screen and in the file
    possible: pd.DataFrame  # what missing days leave open
    others: pd.DataFrame  # side effects, other treatments, the stop
    records: Records  # hers alone

    @property
    def classes(self) -> list[str]:
        """The two classes of medication taken on most days, and any at its limit; most first."""
        taken = {
            name: self.months[f"{name}_days"]
            for name in CLASSES
            if f"{name}_days" in self.months and self.months[f"{name}_days"].sum()
        }
        most = sorted(taken, key=lambda name: -int(taken[name].sum()))
        return most[:2] + [name for name in most[2:] if taken[name].max() >= LIMITS[name]]


def story_of(result: Result, patient_id: str) -> Story:
    """Read from her own records alone."""
    definition, rows = result.settings.definition, result.of(patient_id)
    own = with_cycles(result.records.only([patient_id]), rows, definition)
    counts = not own.holds >= SINGLE_DAYS
    if counts:
        months, picture = months_from_counts(rows, definition), Picture(Ending(pd.NaT), None)
    else:
        ends = endings(own, rows)
        months, last = months_and_last_days(own, rows, definition, ends)
        picture = Picture(ends[patient_id], last.get(patient_id))
    row = last_judged(rows)
    near = own.treatments.head(0) if row is None else begun_near(own, row)
    asked = len(result.records.treatments) > 0
    days = patient_days(own, patient_id, picture.ending.last)
    picture = picture._replace(assumed=assumed_free(own, days))
    return Story(
        months=months,
        picture=picture,
        days=days,
        otherwise=recorded_otherwise(own, days, definition.days),
        rules=Rules(
            lambda: _ruled(described(result, own), own, patient_id),
            lambda: described_for_all(result) is not None,
        ),
        told=sentences(rows, definition, picture, near, asked=asked),
        possible=possible_reductions(rows),
        others=other_events(own),
        records=own,
    )


def _ruled(said: Described, own: Records, patient_id: str) -> Ruled:
    found = said.verdicts(patient_id)
    return Ruled(
        verdicts=verdicts_in_words(found).drop_duplicates(["patient_id", "rule"], keep="last"),
        facts=facts(found, own.cut_off),
        intake=said.intake(patient_id),
        scores=said.scores(own, patient_id),
    )


def _whole(result: Result, patient_id: str) -> Story:
    """With what the rules say: beside the pages there is time for them."""
    read = story_of(result, patient_id)
    _ = read.rules.said
    return read


def read_ahead(result: Result, patient_id: str) -> None:
    """Begin with a story that is probably asked for next, once; of a result one at a time."""
    ahead, begun = _BEGUN.get(result, ("", None))
    if ahead == patient_id:
        return
    if begun is not None:
        begun.cancel()  # nobody waits for it any more
    _BEGUN[result] = (patient_id, _READER.submit(_whole, result, patient_id))


def describe(result: Result) -> None:
    """Begin to hold the rules against everybody, after whoever is read ahead already."""
    describe_all(result, _READER)


def story(result: Result, patient_id: str) -> Story:
    """What was read ahead; what is still waiting behind others' is not waited for."""
    ahead, begun = _BEGUN.get(result, ("", None))
    if begun is None or ahead != patient_id:
        return story_of(result, patient_id)
    _BEGUN.pop(result, None)
    return story_of(result, patient_id) if begun.cancel() else begun.result()
