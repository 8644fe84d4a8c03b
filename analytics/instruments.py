"""Which questionnaires can be recorded? A row each: its range, its direction, what is important."""

from __future__ import annotations

from dataclasses import dataclass

HIT6_POINTS, MSQ_POINTS, MIDAS_PERCENT = 6, 10.9, 50
CORE_SET = "Haywood 2021, BMJ Open 11:e043242, PMC8634270"  # the core outcome set for migraine


@dataclass(frozen=True)
class Instrument:
    """A questionnaire; its row in ``INSTRUMENTS`` is all that makes it one.

    ``important``: the smallest difference called important in one person, in points, or percent
    of the score before (``in_percent``); None: none is stated here. ``core``: in the core outcome
    set for preventive trials of migraine.
    """

    name: str  # as files have it
    words: str
    lowest: int
    highest: int
    fewer_is_better: bool
    source: str
    about: str  # which score it is
    important: float | None = None
    in_percent: bool = False
    core: bool = False


INSTRUMENTS = {
    one.name: one
    for one in (
        Instrument(
            "HIT-6",
            "HIT-6",
            36,
            78,
            True,
            "Houts 2020",
            "Six answers of 6 to 13 points.",
            HIT6_POINTS,
        ),
        Instrument(
            "MIDAS",
            "MIDAS",
            0,
            276,
            True,
            "Torres-Ferrus 2020, doi 10.1186/s10194-020-01157-8",
            "Days of up to 92 at work, at home and elsewhere.",
            MIDAS_PERCENT,
            in_percent=True,
        ),
        Instrument(
            "MSQ",
            "MSQ role-restrictive",
            0,
            100,
            False,
            "PREEMPT post hoc; Cole 2009",
            "The role-restrictive part.",
            MSQ_POINTS,
        ),
        Instrument(
            "MFIQ",
            "MFIQ",
            0,
            100,
            True,
            f"Kawata 2019, doi 10.1111/head.13569; {CORE_SET}",
            "One of its scores, the same throughout; a higher one is more impact.",
            core=True,
        ),
        Instrument(
            "pain intensity",
            "pain intensity",
            0,
            10,
            True,
            CORE_SET,
            "Migraine pain on a numerical scale of 11 points.",
            core=True,
        ),
        Instrument(
            "PGIC",
            "PGIC",
            1,
            7,
            True,
            "our own rule: 1 is very much better, 4 no change, 7 very much worse",
            "The patient's own impression of change; there is none before session 1.",
        ),
    )
}
SCALES = {one.name: (one.lowest, one.highest) for one in INSTRUMENTS.values()}
