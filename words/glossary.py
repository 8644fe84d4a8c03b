"""What does each word on the screen mean, and who says so?"""

from __future__ import annotations

from typing import NamedTuple

from analytics.definitions import (
    DEFAULT_MIN_BASELINE_DAYS,
    LOWEST_MIN_BASELINE_DAYS,
    MEASURES,
    PRESETS,
    Definition,
)
from analytics.instruments import INSTRUMENTS, Instrument
from analytics.therapies import WEEK, Therapy
from words.definitions import in_words
from words.numbers import sentence_case
from words.response import told_of

OURS = "our own rule"
PRIMARY_IN_SHORT = "Named before anybody looks."
IN_A_REPORT = ("Baseline", "Percent reduction", "Responder", "Judged", "Due", "Rate")


class Term(NamedTuple):
    name: str
    sentence: str
    source: str


DAYS = (
    *(Term(m.words.capitalize(), m.sentence, m.source) for m in MEASURES.values()),
    Term(
        "Recorded day",
        "A day on which the diary answers for the measure in question. A row with a blank "
        "migraine is not a recorded day for migraine days; an unrecorded day is not a clear day.",
        OURS,
    ),
    Term(
        "Days a month",
        "Days of the kind x the Definition's month / days recorded: 12 of 21 is 16.0 in 28.",
        "PREEMPT counts months of 28 days, Hull 2014 of 30",
    ),
    Term(
        "Monthly mean",
        "A count without recorded days is per month and complete; with decimals, as 26.67, it is a "
        "mean and is judged exactly as it is written.",
        OURS,
    ),
    Term(
        "Depends on rounding",
        "The flag of a patient judged by monthly means could turn if they were up to half a unit "
        "of their last digit larger or smaller. A mark: the patient stays judged.",
        OURS,
    ),
    Term(
        "Baseline",
        "The 28 or 30 days before session 1, never moved. Usable: at least "
        f"{DEFAULT_MIN_BASELINE_DAYS} recorded days (may be lowered to {LOWEST_MIN_BASELINE_DAYS}; "
        "such a baseline is marked as thin) and at least one day of the kind.",
        "J Headache Pain 2014;15(S1):G19: a diary of at least 30 days before treatment",
    ),
    Term(
        "Percent reduction",
        "(baseline − follow-up) / baseline x 100, on days a month. Positive is better, worse is "
        "negative and not clipped; undefined when the baseline is 0.",
        "Khalil 2014, J Headache Pain 15:54",
    ),
    Term(
        "Responder",
        "A patient whose percent reduction reaches the Definition's threshold; decided exactly, "
        "on whole numbers. The migraine-day flag is one of the three Hull criteria.",
        "J Headache Pain 2014;15(S1):G19",
    ),
)


def _sessions(therapy: Therapy) -> tuple[Term, ...]:
    return (
        Term(
            "Session",
            f"An appointment at which {therapy.what} {therapy.given}; numbered by date.",
            OURS,
        ),
        Term(
            "Cycle",
            f"From one session to the next, planned as {therapy.cycle_days} days.",
            therapy.source,
        ),
        Term(
            "Treatment course",
            f"Sessions without a gap of more than {therapy.course_gap_days // WEEK} weeks. "
            "Rates use the first.",
            OURS,
        ),
        *(
            Term(
                f"Window: {w.label}",
                w.sentence + " Never beyond the day before the next session.",
                w.source,
            )
            for w in therapy.windows
        ),
        Term(
            "Primary outcome",
            "The rate after the session that the Definition names, before anybody looks. Every "
            "other session, group, measure and page is secondary: of many looks some are high or "
            "low by chance alone.",
            "ICH E9, Statistical principles for clinical trials, 2.2.2",
        ),
        Term(
            "Other new treatment",
            f"A {therapy.others_in_words} begun since the baseline began. "
            "Windows after it are marked; one switch leaves them out, as if the records ended the "
            "day before.",
            OURS,
        ),
        Term(
            "Cut-off",
            "The last diary date unless stated. Everything dated later is left out before anything "
            "is counted.",
            OURS,
        ),
    )


def _rate(whose: str) -> Term:
    return Term(
        "Rate",
        f"{whose} of those evaluable, with Wilson's 95% interval: how far chance could move it.",
        "Wilson 1927, J Am Stat Assoc 22:209",
    )


def _denominators(therapy: Therapy) -> tuple[Term, ...]:
    return (
        Term(
            "Judged",
            "Evaluable: usable baseline, the session took place, its window is over, and enough "
            "days in it are recorded: as stated, or half of the full window.",
            OURS,
        ),
        Term(
            "Due",
            "Usable baseline, and the session's window is over; or the session did not take place "
            f"and, {therapy.cycle_days} days a cycle and {therapy.grace_days} days of grace after "
            "the last one, its window would be over. A drop-out stays in the denominator.",
            OURS,
        ),
        Term("Waiting", "Usable baseline, not due yet: shown, in no denominator.", OURS),
        Term(
            "Not judged",
            "Due, not evaluable: diary too thin, or no count recorded; stopped, goal reached; "
            "stopped, other reason; no session and no reason recorded.",
            OURS,
        ),
        _rate("Responders"),
        Term(
            "Lowest to highest possible",
            "Responders of those due, to (responders + those not judged) of those due: whatever "
            "happened to them. Not a confidence interval; it does not cover missing days inside "
            "judged diaries.",
            OURS,
        ),
        Term(
            "Rate by reason",
            "Of those due: one who stopped because the goal was reached keeps the last verdict "
            "before the stop, every other one not judged counts as non-responder.",
            OURS,
        ),
    )


RESEARCH = (
    Term(
        "Crystal-clear days",
        "Recorded days without any headache, scaled to a month.",
        "J Headache Pain 2014;15(S1):G19",
    ),
    Term(
        "Shift",
        "The median of all averages of two patients' changes: a middle that single extreme "
        "changes do not move. Zeros and ties are kept.",
        "Hodges and Lehmann 1963, Ann Math Stat 34:598",
    ),
    Term(
        "Interval of a mean",
        "Patients resampled 2,000 times, studentised (bootstrap-t); Student's interval of 2 to 7 "
        "patients, and of more than 2,000; none of one. A change ends where it is possible: nobody "
        "can have fewer days than none. Seeded: the same records give the same interval.",
        "Efron and Tibshirani 1993, An Introduction to the Bootstrap",
    ),
    Term(
        "Difference of two rates",
        "In percentage points, with Newcombe's interval from the two Wilson intervals; paired "
        "where the patients are the same.",
        "Newcombe 1998, Stat Med 17:873 and 17:2635 (method 10)",
    ),
    Term(
        "Current, ever, first, sustained, lost",
        "Responder after the session looked at; after any session up to it; after session 1; after "
        "both of the last two; of those who were before and are judged again, not any more. Ever "
        "rises by chance with every look.",
        OURS,
    ),
    Term(
        "Cumulative incidence",
        "The share that has first responded, or stopped for a reason, by a day since session 1; "
        "one event takes patients away from the others. Whoever has no session in time, and no "
        "stop recorded, is an event too: nobody is followed for ever.",
        "Aalen and Johansen 1978, Scand J Stat 5:141",
    ),
    Term(
        "Adjusted mean",
        "Days a month that a model expects after a session of all patients, each at her baseline "
        "and site.",
        OURS,
    ),
    Term(
        "Tipping point",
        "How many of those due and not judged would have to respond for all due to reach a rate.",
        OURS,
    ),
)


def in_short(therapy: Therapy, names: tuple[str, ...]) -> str:
    """What these terms mean, a line each. (markdown)"""
    terms = {term.name: term for group in glossary(therapy).values() for term in group}
    return "\n".join(f"- **{name}**: {terms[name].sentence}" for name in names)


def _questionnaire(of: Instrument) -> Term:
    """HIT-6: 36 to 78, lower is better; 6 points are called important."""
    better = "lower" if of.fewer_is_better else "higher"
    unit = "%" if of.in_percent else " points"
    important = f"{of.important:g}{unit} are called important" if of.important else ""
    told = important or "no smallest important difference is stated here"
    core = " In the core outcome set." if of.core else ""
    return Term(
        sentence_case(of.words),
        f"{of.lowest} to {of.highest}, {better} is better; {told}. {of.about}{core}",
        of.source,
    )


QUESTIONNAIRES = tuple(map(_questionnaire, INSTRUMENTS.values()))


def glossary(therapy: Therapy) -> dict[str, tuple[Term, ...]]:
    """Every term by its group, for the patients of a treatment."""
    presets = tuple(
        Term(p.title, f"{sentence_case(in_words(p))}.", p.source)
        for p in PRESETS.values()
        if p.therapy == therapy
    )
    groups = {
        "Presets of the Definition": presets,
        "Days": DAYS,
        "Sessions and windows": _sessions(therapy),
        "Who is in the denominator": _denominators(therapy),
        "Questionnaires": QUESTIONNAIRES,
        "For the statistician": RESEARCH,
    }
    return {name: terms for name, terms in groups.items() if terms}


def of_a_report(definition: Definition) -> list[Term]:
    """The few that a report explains; where fewer days are no response, none speaks of one."""
    groups = glossary(definition.therapy).values()
    found = [term for terms in groups for term in terms if term.name in IN_A_REPORT]
    if definition.days.response:
        return found
    rate = _rate(sentence_case(told_of(definition).them))
    return [rate if t.name == rate.name else t for t in found if t.name != "Responder"]
