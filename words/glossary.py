"""What does each word on the screen mean, and who says so?"""

from __future__ import annotations

import re
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
        Term(
            "Waiting",
            "Usable baseline, not due yet, or, of counts without dates, not known whether due: "
            "shown, in no denominator.",
            OURS,
        ),
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
        "Days a month that a model expects after a session of all patients, each at their own "
        "baseline and site.",
        OURS,
    ),
    Term(
        "Tipping point",
        "How many of those due and not judged would have to respond for all due to reach a rate.",
        OURS,
    ),
)


METHODS = (  # as they are named beside a picture; a note explains them where they stand
    Term(
        "Standard deviation",
        "How far single patients lie from the mean: about two of three within one of it.",
        "Altman and Bland 2005, BMJ 331:903",
    ),
    Term(
        "Correlation",
        "Whether two numbers go together: 1 always, 0 not at all, −1 the one rises as the other "
        "falls.",
        OURS,
    ),
    Term(
        "Wilson's interval",
        "An interval of a share that never leaves 0 to 100%, fit for few patients too.",
        "Wilson 1927, J Am Stat Assoc 22:209",
    ),
    Term(
        "Student's interval",
        "An interval of a mean from the standard deviation; the fewer patients, the wider.",
        "Student 1908, Biometrika 6:1",
    ),
    Term(
        "Resampling (bootstrap)",
        "As many patients are drawn again and again from those there are, some twice, some not at "
        "all; the interval holds what most of these draws give.",
        "Efron and Tibshirani 1993, An Introduction to the Bootstrap",
    ),
    Term(
        "Missing at random",
        "Who is missing may depend on what was recorded, not on the days that nobody saw. "
        "Completely at random: on nothing. The records cannot show that it is so.",
        "Rubin 1976, Biometrika 63:581",
    ),
    Term(
        "Draws, Rubin's rules",
        "Days that were not recorded are drawn many times from what is likely of such patients. "
        "Each draw gives a result; the rules make one of them, with an interval that is wider the "
        "less the draws agree.",
        "Rubin 1987, Multiple Imputation for Nonresponse in Surveys",
    ),
    Term(
        "ICC",
        "How alike patients of one site are (intraclass correlation), from 0, no more than those "
        "of different sites, to 1. Where a few sites stand for all, the larger it is the more "
        "patients are needed: the design effect.",
        "Killip 2004, Ann Fam Med 2:204",
    ),
    Term(
        "Mixed model",
        "One model of all sessions in which each patient has a level of their own, so that a "
        "patient's sessions do not count as different patients.",
        "Laird and Ware 1982, Biometrics 38:963",
    ),
    Term(
        "GEE",
        "One model of all sessions for the average patient (generalised estimating equations). "
        "It takes sessions as if they were independent and corrects the interval for that, and "
        "for few patients (Mancl and DeRouen).",
        "Liang and Zeger 1986, Biometrika 73:13; Mancl and DeRouen 2001, Biometrics 57:126",
    ),
    Term(
        "ANCOVA",
        "A model of one session alone, with the baseline in it (analysis of covariance).",
        "Vickers and Altman 2001, BMJ 323:1123",
    ),
    Term(
        "Holm's correction",
        "Of many p values some are small by chance: each is made larger, by how many there are.",
        "Holm 1979, Scand J Stat 6:65",
    ),
    Term(
        "Wilcoxon's test",
        "Whether changes up and down, by the order of their size, balance.",
        "Wilcoxon 1945, Biometrics Bull 1:80",
    ),
)
NAMED_BY = {  # how a text names a term of a method
    r"[Ss]tandard deviation": "Standard deviation",
    r"[Cc]orrelation (?!\(ICC)": "Correlation",
    r"Wilson": "Wilson's interval",
    r"Student": "Student's interval",
    r"Newcombe": "Difference of two rates",
    r"Hodges": "Shift",
    r"Aalen": "Cumulative incidence",
    r"bootstrap-t": "Interval of a mean",
    r"bootstrap(?!-t)": "Resampling (bootstrap)",
    r"[Mm]issing (completely )?at random": "Missing at random",
    r"\b[Dd]raws\b|Rubin": "Draws, Rubin's rules",
    r"\bICC\b|[Ii]ntraclass": "ICC",
    r"[Mm]ixed model": "Mixed model",
    r"\bGEE\b": "GEE",
    r"ANCOVA": "ANCOVA",
    r"Holm": "Holm's correction",
    r"Wilcoxon": "Wilcoxon's test",
}


def explained(text: str) -> str:
    """What the methods mean that a text names, a line each; nothing where it names none."""
    sentences = {term.name: term.sentence for term in (*RESEARCH, *METHODS)}
    found = {name for pattern, name in NAMED_BY.items() if re.search(pattern, text)}
    named = [name for name in sentences if name in found]
    return "\n".join(f"- **{name}**: {sentences[name]}" for name in named)


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
        "Methods by their names": METHODS,
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
