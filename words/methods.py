"""What does each named table answer, and when should it not be trusted? Two sentences each."""

from __future__ import annotations

from typing import NamedTuple

from analytics.definitions import Definition
from analytics.therapies import Therapy


class Method(NamedTuple):
    """What is said of a table of ``analytics.tables``: its title, and two sentences."""

    title: str
    answers: str
    distrust: str

    def of(self, therapy: Therapy) -> Method:
        """The same in the words of the treatment."""
        return Method(*(text.format(therapy=therapy) for text in self))


def method_of(name: str, definition: Definition) -> Method:
    """What is said of the table of this name, in the words of the Definition.

    A measure that is no response (days with intake) is never said to have responders.
    """
    rows = METHODS if definition.days.response else METHODS | WITHOUT_RESPONSE
    return rows[name].of(definition.therapy)


def method_in_a_report(name: str, definition: Definition) -> Method:
    """What is said of the chart that a report makes of the table of this name."""
    told = method_of(name, definition)
    answers = IN_A_REPORT.get(name, told.answers)
    return told._replace(answers=answers, distrust=DISTRUST_IN_A_REPORT.get(name, told.distrust))


METHODS = {
    "rates": Method(
        "Responders after each session",
        "How many of those judged had the reduction, with the lowest and highest possible "
        "of all who were due.",
        "When few are judged, or many were due and are not: then read the possible range.",
    ),
    "reductions": Method(
        "Days before and after each session",
        "The middle of days before, after, and of the percent reduction of those judged.",
        "Those judged later are fewer and others than those judged first.",
    ),
    "flow": Method(
        "From all records to those judged",
        "Where every patient of the records went, step by step, with reasons.",
        "A reason is what the records hold; nobody asked the patient.",
    ),
    "judged_or_not": Method(
        "Baselines of those judged and those not",
        "Whether those who were due and are not judged differed before session 1.",
        "With few not judged a large difference may be chance; what was not recorded may "
        "differ too.",
    ),
    "imputed": Method(
        "All due, by what is assumed of those not judged",
        "Rate and mean change of all due, if those not judged had days like patients alike in "
        "baseline and in days after the session before (drawn by predictive mean matching; where "
        "nobody is alike, the days between what is expected of both are added), some days more "
        "than those, or those of the baseline. Draws are pooled with Rubin's rules; beside them "
        "stands what is possible.",
        "Which assumption holds cannot be seen in any record. Who has no diary because all was "
        "well, or because it was not, is not like those alike; more draws do not change that.",
    ),
    "estimand": Method(
        "What the rate estimates",
        "Population, treatment, outcome, stops, missing days and summary in words.",
        "It says what was chosen, not that the choice suits another question.",
    ),
    "baseline_stability": Method(
        "Four weeks before session 1 and the four before those",
        "Whether days already rose or fell before any session, in patients who recorded both.",
        "Only few begin a diary eight weeks before; people come in a bad month, and the "
        "next is better on average without treatment.",
    ),
    "change": Method(
        "Days and scores before and after each session",
        "Means with bootstrap-t intervals (of 2 to 7 patients Student's, inside what is possible; "
        "of one none), medians with order statistics, and the Hodges-Lehmann shift, for all judged "
        "and for the same patients throughout.",
        "Without a control group a change is not an effect; those judged later are a selection.",
    ),
    "change_tests": Method(
        "p values of the changes",
        "Wilcoxon's signed-rank test of each change, Holm's correction for all but the "
        "primary outcome.",
        "Nearly every cohort differs from its baseline: a small p says neither how much nor why.",
    ),
    "look_back": Method(
        "Looking back as far",
        "How far the same patients' days lay below the baseline as long before it as the "
        "follow-up lies after it: every window is reflected at the centre of the baseline.",
        "It shows too much of those let in when they had just got worse, and too little where "
        "another treatment began before session 1 or free days went unrecorded then. It is no "
        "control group; subtracting it does not give an effect.",
    ),
    "months_around": Method(
        "Months before and after session 1",
        "Mean days in each month of 28 days, scaled to the Definition's month, of the patients of "
        "whom a month as far before is recorded (where there is none: a nearer one); and the means "
        "that the look back subtracts.",
        "Other patients are in each month where diaries begin late or end early: see how many.",
    ),
    "look_back_limits": Method(
        "Signs for and against the look back",
        "What these records show of the cases in which it says too much or too little: months "
        "before the baseline month, other treatments begun, the same treatment before session "
        "1, days recorded, the entry rule stated.",
        "A sign that is not there proves nothing: the month before the baseline may be low by "
        "chance, and only treatments that were written down are counted.",
    ),
    "corrected_change": Method(
        "Ways of allowing for a bad month",
        "The change as recorded, and ways of allowing for patients coming in a bad month: the "
        "difference to the look back, the month before as the baseline, and the mean of *one "
        "patient's true reduction* (from 50 patients with an earlier month on); by days of the "
        "baseline too. Mee and Chua's tipping point (as Ostermann 2008 uses it): how few days the "
        "usual months of such patients would hold if all of the fall were a return to them.",
        "Each rests on what it assumes, and none of them is a control group. In groups made by the "
        "baseline, months that happened to be high or low return most. The model takes months for "
        "independent: where those next to each other are more alike than those three and more "
        "apart (by chance alone 1 time in 100) it is left out, for it would show about a day too "
        "little of a fall. The tipping point takes days for normally distributed, with one spread "
        "before and after.",
    ),
    "individual": Method(
        "One patient's true reduction",
        "What the months of all say of each: chances of such a day before and after, of which "
        "months are counts with spells (beta-binomial), habits before are normal on the logit "
        "scale, and some change while others hardly do; an entry rule as it is stated.",
        "It may be wrong by up to 20 of 100 where bad spells are long or some change much more "
        "than others, by more where all patients change alike. It says nothing about why, and is "
        "no control group; it is made from 50 patients with an earlier month on.",
    ),
    "response_levels": Method(
        "At least 30, 50, 75 and 100% fewer",
        "The rate of those judged at four thresholds, with Wilson's interval.",
        "A threshold that was chosen after looking at the others proves nothing.",
    ),
    "bands": Method(
        "Bands of percent reduction",
        "How the patients due are spread over bands, with those not judged as their own.",
        "At the edges of bands one recorded day decides.",
    ),
    "worse_by_chance": Method(
        "More days than before, and by chance",
        "How many of those judged had more days than before, and how many would if nothing had "
        "changed: days after drawn from what each baseline tells of a habit (beta-binomial).",
        "It takes every month before and after for one of many alike. Where people came in a bad "
        "month fewer would have more days, without anything that was done. Where most days are "
        "multiples of 5 it is not told.",
    ),
    "distribution": Method(
        "Share with at least each reduction",
        "The share that reached every threshold from 100% more to 100% fewer.",
        "Percent is coupled with the baseline: few days before make large percents.",
    ),
    "five_responses": Method(
        "Current, ever, first, sustained and lost",
        "Five things that are all called response, each with its own denominator.",
        "Ever rises with every look: compare it with the share that chance alone would give.",
    ),
    "incidence": Method(
        "First response and stopping over time",
        "Aalen-Johansen: the share that has first responded, or stopped for each reason, by "
        "each day since session 1. Who had no further session a cycle and {therapy.grace_days} "
        "days after the last one, and of whom no stop is recorded, is an event of its own.",
        "Where few are still at risk; and a first response may have been chance.",
    ),
    "states": Method(
        "From one session to the next",
        "How many moved between reached, not reached, not judged, stopped and waiting.",
        "Moves between reached and not reached are partly chance around the line.",
    ),
    "subgroups": Method(
        "Rates in groups known before session 1",
        "The rate in each group and its difference to the largest one (Newcombe). "
        "Heterogeneity of rates: the chi-square test of equal rates in all groups.",
        "Many looks find something: the table says how many comparisons it holds. Days of the "
        "baseline make groups only where they are asked for: they stand in the percent reduction "
        "as well, so such groups differ where nothing has changed, too.",
    ),
    "same_patients": Method(
        "Session 1 and later in the same patients",
        "The rate after a later session against session 1, in those judged after both "
        "(Newcombe for paired shares).",
        "Those who came again are a selection.",
    ),
    "over_sites": Method(
        "The rate over sites",
        "The rate is of the patients of these sites. Each site counted once, the mean of their "
        "rates with Student's interval tells how far it would move with other sites; from 5 sites.",
        "These sites were not drawn from all; with 5 to 10 the interval is wide, and a site with "
        "two patients counts as much as one with sixty.",
    ),
    "models": Method(
        "Adjusted means from three models",
        "Days a month after each session had all patients been judged, each at their own baseline "
        "and site, by a mixed model (primary), a binomial GEE and ANCOVA at one session. "
        "Intervals: Student's t, degrees of freedom between patients; those of a change also hold "
        "which patients these happen to be.",
        "Each assumes something about what is missing; with under 20 patients none is made.",
    ),
    "onset": Method(
        "Days since {therapy.event}",
        "The share of recorded days with migraine or headache on each day since "
        "{therapy.event}, seven-day means, intervals by resampling patients (bootstrap).",
        "People record bad days more often; beyond day {therapy.cycle_days} only late "
        "patients are left.",
    ),
    "lowest_week": Method(
        "The lowest week and {therapy.last_weeks}",
        "In which week of the cycle the share was lowest, and the share in days "
        "{therapy.late_days[0]} to {therapy.late_days[1]}; the gap between them with the week "
        "chosen in one half of the patients and measured in the other (50 splits).",
        "The lowest of many weeks is low partly by chance. Each patient's days are therefore begun "
        "399 times at another recorded day; a week stands out if at most 5% of these have one as "
        "low, 10 patients or more recorded it, and it is below the days before session 1.",
    ),
    "specifications": Method(
        "The rate under every combination of choices",
        "The rate under every window, month, measure, minimum of recorded days and reading "
        "of the missing, at three thresholds.",
        "All combinations count the same here, though not all are equally sensible.",
    ),
    "tipping_points": Method(
        "How many of those not judged would have to respond",
        "How many of the patients due and not judged would have to be responders for the "
        "rate of all due to reach a value.",
        "It says what would be needed, not what is likely.",
    ),
    "flips": Method(
        "Patients whose verdict another choice changes",
        "Whose verdict changes if one choice of the Definition is changed, and which.",
        "A flip says that the patient is near the line, not that one choice is right.",
    ),
    "recorded_days": Method(
        "Recorded days of each patient and month",
        "How many days of each 30-day month round session 1 were recorded.",
        "A day without an entry may be a free day that nobody wrote down, or anything else.",
    ),
    "selective_recording": Method(
        "Hints of selective recording",
        "Whether days beside a gap have more such days than others of the same patient, and "
        "whether patients who record less have more; intervals by resampling patients, of 8 or "
        "more.",
        "Hints only: an attack can also keep somebody from writing, and gaps late in a diary lie "
        "where days may be fewer.",
    ),
    "heaping": Method(
        "Counts on multiples of 5",
        "How many uploaded counts are multiples of 5; about 1 in 5 would be by chance.",
        "Diaries have no reason to heap: this is for counts that were recalled.",
    ),
    "diary_quality": Method(
        "What makes diaries doubtful",
        "Thin baselines, half-recorded windows, other treatments, assumed free days.",
        "A patient can be in several rows.",
    ),
    "without_other_treatments": Method(
        "Other treatments marked and left out",
        "What leaving out the windows after another new treatment does to the rates.",
        "Treatments that nobody recorded are in both.",
    ),
    "compared": Method(
        "Beside published results",
        "Our records under the definition of each published result, with what cannot be matched.",
        "Other patients, other doctors, other diaries: a difference has many reasons.",
    ),
    "planner": Method(
        "How many are needed",
        "How many have to be judged, and so how many due, for a 95% interval of this half-width: "
        "Wilson's of a rate, Student's of a mean change; where sites stand for all such sites, "
        "with the design effect of their intraclass correlation (ICC).",
        "It is planned from what is recorded here, and a later rate or spread may be another. Few "
        "sites say little of how alike patients of one are: see the rows with 0.05 as well.",
    ),
    "side_effects": Method(
        "Side effects",
        "Patients with each event of those treated, overall and after each session.",
        "Events that nobody asked for are missing.",
    ),
    "intake": Method(
        "Days with acute medication",
        "Days with intake by class in one month per session, and patients at the ICHD limit.",
        "As recorded, never scaled up; the limits are about intake, not a diagnosis.",
    ),
}

# Of a measure that is no response: fewer days, and nobody reaches or responds.
WITHOUT_RESPONSE = {
    "rates": METHODS["rates"]._replace(title="Patients with that reduction after each session"),
    "distribution": METHODS["distribution"]._replace(
        answers="The share with at least each reduction, from 100% more to 100% fewer."
    ),
    "five_responses": METHODS["five_responses"]._replace(
        answers="Five ways to say that days were fewer, each with its own denominator."
    ),
    "incidence": Method(
        "That reduction for the first time, and stopping, over time",
        "Aalen-Johansen: the share that first had the reduction, or stopped for each reason, by "
        "each day since session 1. Who had no further session a cycle and {therapy.grace_days} "
        "days after the last one, and of whom no stop is recorded, is an event of its own.",
        "Where few are still at risk; and the first time may have been chance.",
    ),
    "states": Method(
        "From one session to the next",
        "How many moved between that reduction, less than that, not judged, stopped and waiting.",
        "Moves between them are partly chance around the line.",
    ),
    "tipping_points": Method(
        "How many of those not judged would have to have that reduction",
        "How many of the patients due and not judged would have to have that reduction for the "
        "rate of all due to come to a value.",
        "It says what would be needed, not what is likely.",
    ),
}

# A report shows less of some tables than the pages: of those judged alone.
IN_A_REPORT = {
    "rates": "How many of those judged had the reduction, with Wilson's 95% interval.",
    "bands": "How those judged after each session are spread over bands of percent reduction.",
    "distribution": "The share of those judged with at least each reduction, from 0 to 100% fewer.",
}
DISTRUST_IN_A_REPORT = {
    "rates": "When few are judged, or many were due and are not: these are not in it.",
}
