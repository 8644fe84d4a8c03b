"""What of a guideline's questions does a report from here answer, and where? In our own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from words.numbers import sentence_case


class Answered(NamedTuple):
    """A question, the page that answers it ("" where none does), and what is left to say.

    ``sections``: those of a report that answer it, if they are in it.
    """

    question: str
    page: str
    left: str = ""
    sections: tuple[str, ...] = ()


STROBE = "STROBE, cohort studies (von Elm 2007)"
IHS = "IHS guideline, preventive treatment of chronic migraine in adults (Tassorelli 2018)"
CHECKLISTS: dict[str, tuple[Answered, ...]] = {
    STROBE: (
        Answered("What was asked, and was it decided before?", "Plan", sections=("methods",)),
        Answered("Where and when were records made?", "Load data", "how patients were recruited"),
        Answered("Who was let in, by which rule?", "By itself?", "diagnosis as the clinic made it"),
        Answered(
            "How is each outcome defined and counted?",
            "Definitions",
            sections=("methods", "definitions"),
        ),
        Answered("How was bias looked for?", "Diary quality"),
        Answered("Why this number of patients?", "Plan"),
        Answered(
            "How are days that are not recorded taken?", "Who is in it", sections=("treated",)
        ),
        Answered("Would other choices have said otherwise?", "Other definitions"),
        Answered(
            "How many at each step, and why not further?", "Who is in it", sections=("treated",)
        ),
        Answered("Who were they at the beginning?", "Who is in it", "what the file does not hold"),
        Answered("Estimates, with intervals and denominators?", "Response", sections=("response",)),
        Answered("Was anything else looked at?", "For whom", sections=("curve", "medication")),
        Answered("Was confounding adjusted for?", "", "there is no control group"),
        Answered("Who paid, and who has interests?", "", "whoever publishes says it"),
    ),
    IHS: (
        Answered("Migraine days, or headache days, per month?", "Days", sections=("reduction",)),
        Answered("How many had at least 50% fewer?", "Response", sections=("response",)),
        Answered(
            "Baseline of at least 28 days, by a diary?", "Diary quality", sections=("definitions",)
        ),
        Answered("Days with acute medication?", "Medication", sections=("medication",)),
        Answered("Pain and moderate or severe days?", "Days", "hours with headache"),
        Answered("Disability and quality of life, where scores are recorded?", "Days"),
        Answered("How soon, and how long does it last?", "Onset and wear-off"),
        Answered("What was reported as side effects?", "Side effects", sections=("safety",)),
        Answered("Who had medication overuse, or was treated before?", "For whom"),
        Answered("Are all who began accounted for?", "Who is in it", sections=("treated",)),
        Answered("Against placebo, at random, blinded?", "", "these are records of care"),
    ),
}


def told(asked: Answered) -> str:
    """A question with its page, and what of it is not answered. (markdown)"""
    if not asked.page:
        return f"{asked.question} :gray[Not here: {asked.left}.]"
    left = f" :gray[Not here: {asked.left}.]" if asked.left else ""
    return f"{asked.question} **{asked.page}**.{left}"


def in_a_report(titles: Mapping[str, str]) -> list[tuple[str, str]]:
    """Who asks what, and where this report answers; else the page of Clear Days that does.

    ``titles``: of the sections that are in the report, by their names.
    """
    return [
        (f"{source.split()[0].strip(',')}: {asked.question}", _where(asked, titles))
        for source, questions in CHECKLISTS.items()
        for asked in questions
    ]


def _where(asked: Answered, titles: Mapping[str, str]) -> str:
    found = "; ".join(titles[name] for name in asked.sections if name in titles)
    left = f"not here: {asked.left}" if asked.left else ""
    if not found and asked.page:
        found = f"Not in this report: page {asked.page} of Clear Days"
    return sentence_case("; ".join(filter(None, (found, left))))
