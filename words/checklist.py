"""What of a guideline's questions does a report from here answer, and where? In our own words."""

from __future__ import annotations

from typing import NamedTuple


class Answered(NamedTuple):
    """A question, the page that answers it ("" where none does), and what is left to say."""

    question: str
    page: str
    left: str = ""


STROBE = "STROBE, cohort studies (von Elm 2007)"
IHS = "IHS guideline, preventive treatment of chronic migraine in adults (Tassorelli 2018)"
CHECKLISTS: dict[str, tuple[Answered, ...]] = {
    STROBE: (
        Answered("What was asked, and was it decided before?", "Plan"),
        Answered("Where and when were records made?", "Report", "how patients were recruited"),
        Answered("Who was let in, by which rule?", "By itself?", "diagnosis as the clinic made it"),
        Answered("How is each outcome defined and counted?", "Definitions"),
        Answered("How was bias looked for?", "Diary quality"),
        Answered("Why this number of patients?", "Plan"),
        Answered("How are days that are not recorded taken?", "Who is in it"),
        Answered("Would other choices have said otherwise?", "Other definitions"),
        Answered("How many at each step, and why not further?", "Who is in it"),
        Answered("Who were they at the beginning?", "Who is in it", "what the file does not hold"),
        Answered("Estimates, with intervals and denominators?", "Response"),
        Answered("Was anything else looked at?", "For whom"),
        Answered("Was confounding adjusted for?", "", "there is no control group"),
        Answered("Who paid, and who has interests?", "", "whoever publishes says it"),
    ),
    IHS: (
        Answered("Migraine days, or headache days, per month?", "Days"),
        Answered("How many had at least 50% fewer?", "Response"),
        Answered("Baseline of at least 28 days, by a diary?", "Diary quality"),
        Answered("Days with acute medication?", "Medication"),
        Answered("Pain and moderate or severe days?", "Days", "hours with headache"),
        Answered("Disability and quality of life, where scores are recorded?", "Days"),
        Answered("How soon, and how long does it last?", "Onset and wear-off"),
        Answered("What was reported as side effects?", "Side effects"),
        Answered("Who had medication overuse, or was treated before?", "For whom"),
        Answered("Are all who began accounted for?", "Who is in it"),
        Answered("Against placebo, at random, blinded?", "", "these are records of care"),
    ),
}


def told(asked: Answered) -> str:
    """A question with its page, and what of it is not answered. (markdown)"""
    if not asked.page:
        return f"{asked.question} :gray[Not here: {asked.left}.]"
    left = f" :gray[Not here: {asked.left}.]" if asked.left else ""
    return f"{asked.question} **{asked.page}**.{left}"
