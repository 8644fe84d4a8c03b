"""Every table by its name: what a page shows, the command line gives and others can check.

Each has two sentences: what it answers, and when not to trust it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import pandas as pd

from analytics.medication import intake_by_session
from analytics.needs import DATES, NOTHING, SINGLE_DAYS, Needs
from analytics.research import (
    change,
    compared,
    incidence,
    models,
    onset,
    quality,
    sensitivity,
    spread,
    subgroups,
    who,
)
from analytics.research.progress import Progress, silent
from analytics.result import Result
from analytics.safety import side_effects


@dataclass(frozen=True)
class Asked:
    """What a table is asked for besides the result."""

    session: int  # the one looked at
    groups: tuple[str, ...] = ()  # the columns that make subgroups; none: all that are there
    cuts: Mapping[str, tuple[float, ...]] | None = None  # where numbers are cut into groups
    told: Progress = silent  # of long tables: the share done


class NamedTable(NamedTuple):
    """A table's name, its title, how it is made, and two sentences about its method."""

    name: str
    title: str
    make: Callable[[Result, Asked], pd.DataFrame]
    answers: str
    distrust: str
    needs: Needs = NOTHING  # of the records
    long: bool = False  # takes seconds for thousands of patients, and tells how far it has come


TABLES = {
    table.name: table
    for table in (
        NamedTable(
            "rates", "Responders after each session", lambda r, _: r.rates,
            "How many of those judged had the reduction, with the lowest and highest possible of "
            "all who were due.",
            "When few are judged, or many were due and are not: then read the possible range.",
        ),
        NamedTable(
            "reductions", "Days before and after each session",
            lambda r, _: r.reductions,
            "The middle of days before, after, and of the percent reduction of those judged.",
            "Those judged later are fewer and others than those judged first.",
        ),
        NamedTable(
            "flow", "From all records to those judged",
            lambda r, a: who.flow(r.records, r.outcomes, a.session),
            "Where every patient of the records went, step by step, with reasons.",
            "A reason is what the records hold; nobody asked the patient.",
        ),
        NamedTable(
            "judged_or_not", "Baselines of those judged and those not",
            lambda r, a: who.judged_against_not(r.records, r.outcomes, a.session),
            "Whether those who were due and are not judged differed before session 1.",
            "With few not judged a large difference may be chance; what was not recorded may "
            "differ too.",
        ),
        NamedTable(
            "estimand", "What the rate estimates",
            lambda r, a: who.estimand(r.settings, a.session, r.records),
            "Population, treatment, outcome, stops, missing days and summary in words.",
            "It says what was chosen, not that the choice suits another question.",
        ),
        NamedTable(
            "baseline_stability", "Four weeks before session 1 and the four before those",
            lambda r, _: who.baseline_stability(r.records, r.settings.definition),
            "Whether days already rose or fell before any session, in patients who recorded both.",
            "Only few begin a diary eight weeks before; people come in a bad month, and the next "
            "is better on average without treatment.",
            needs=SINGLE_DAYS,
        ),
        NamedTable(
            "change", "Days and scores before and after each session",
            lambda r, a: change.change_by_session(
                r.records, r.outcomes, r.settings.definition, a.told
            ),
            "Means with bootstrap-t intervals, medians with order statistics, and the "
            "Hodges-Lehmann shift, for all judged and for the same patients throughout.",
            "Without a control group a change is not an effect; those judged later are a "
            "selection.",
            long=True,
        ),
        NamedTable(
            "change_tests", "p values of the changes",
            lambda r, a: change.change_tests(
                r.records, r.outcomes, r.settings.definition, a.session
            ),
            "Wilcoxon's signed-rank test of each change, Holm's correction for all but the "
            "primary outcome.",
            "Nearly every cohort differs from its baseline: a small p says neither how much nor "
            "why.",
        ),
        NamedTable(
            "response_levels", "At least 30, 50, 75 and 100% fewer",
            lambda r, _: change.response_levels(r.outcomes),
            "The rate of those judged at four thresholds, with Wilson's interval.",
            "A threshold that was chosen after looking at the others proves nothing.",
        ),
        NamedTable(
            "bands", "Bands of percent reduction", lambda r, _: spread.bands_by_session(r.outcomes),
            "How the patients due are spread over bands, with those not judged as their own.",
            "At the edges of bands one recorded day decides.",
        ),
        NamedTable(
            "distribution", "Share with at least each reduction",
            lambda r, a: spread.cumulative_distribution(r.outcomes, a.session),
            "The share that reached every threshold from 100% more to 100% fewer.",
            "Percent is coupled with the baseline: few days before make large percents.",
        ),
        NamedTable(
            "five_responses", "Current, ever, first, sustained and lost",
            lambda r, a: spread.five_responses(r.outcomes, a.session, r.settings.definition),
            "Five things that are all called response, each with its own denominator.",
            "Ever rises with every look: compare it with the share that chance alone would give.",
        ),
        NamedTable(
            "incidence", "First response and stopping over time",
            lambda r, _: incidence.cumulative_incidence(r.outcomes, r.records.cut_off),
            "Aalen-Johansen: the share that has first responded, or stopped for each reason, by "
            "each day since session 1.",
            "Where few are still at risk; and a first response may have been chance.",
            needs=DATES,
        ),
        NamedTable(
            "states", "From one session to the next", lambda r, _: spread.state_flow(r.outcomes),
            "How many moved between reached, not reached, not judged, stopped and waiting.",
            "Moves between reached and not reached are partly chance around the line.",
        ),
        NamedTable(
            "subgroups", "Rates in groups known before session 1",
            lambda r, a: subgroups.subgroups(
                r.outcomes, r.records.patients, a.session, a.groups, a.cuts
            ),
            "The rate in each group and its difference to the largest one (Newcombe).",
            "Many looks find something: the table says how many comparisons it holds.",
        ),
        NamedTable(
            "same_patients", "Session 1 and later in the same patients",
            lambda r, _: subgroups.same_patients(r.outcomes),
            "The rate after a later session against session 1, in those judged after both "
            "(Newcombe for paired shares).",
            "Those who came again are a selection.",
        ),
        NamedTable(
            "models", "Adjusted means from three models",
            lambda r, a: models.models(
                r.outcomes, r.records, a.session, r.settings.definition.month, a.told
            ),
            "Days a month after each session at the mean baseline, by a mixed model (primary), a "
            "binomial GEE and ANCOVA at one session.",
            "Each assumes something about what is missing; with under 20 patients none is made.",
            long=True,
        ),
        NamedTable(
            "onset", "Days since injection",
            lambda r, _: onset.onset(r.records, r.settings.definition.days),
            "The share of recorded days with migraine or headache on each day since injection, "
            "seven-day means, intervals from patients drawn again.",
            "People record bad days more often; beyond day 84 only late patients are left.",
            needs=SINGLE_DAYS,
        ),
        NamedTable(
            "lowest_week", "The lowest week and the last four",
            lambda r, _: onset.lowest_week(r.records, r.settings.definition.days),
            "In which week of the cycle the share was lowest, and the share in days 56 to 83.",
            "The lowest of many weeks is low partly by chance: read its interval.",
            needs=SINGLE_DAYS,
        ),
        NamedTable(
            "specifications", "The rate under every combination of choices",
            lambda r, a: sensitivity.specifications(
                r.records, r.settings.definition, a.session, a.told
            ),
            "The rate under every window, month, measure, minimum of recorded days and reading of "
            "the missing, at three thresholds.",
            "All combinations count the same here, though not all are equally sensible.",
            long=True,
        ),
        NamedTable(
            "tipping_points", "How many of those not judged would have to respond",
            lambda r, a: sensitivity.tipping_points(r.rates, a.session),
            "How many of the patients due and not judged would have to be responders for the rate "
            "of all due to reach a value.",
            "It says what would be needed, not what is likely.",
        ),
        NamedTable(
            "flips", "Patients whose verdict another choice changes",
            lambda r, a: sensitivity.flip_list(
                r.records, r.settings.definition, a.session, a.told
            ),
            "Whose verdict changes if one choice of the Definition is changed, and which.",
            "A flip says that she is near the line, not that one choice is right.",
            long=True,
        ),
        NamedTable(
            "recorded_days", "Recorded days of each patient and month",
            lambda r, _: quality.recorded_by_month(r.records),
            "How many days of each 30-day month round session 1 were recorded.",
            "A day without an entry may be a free day that nobody wrote down, or anything else.",
            needs=SINGLE_DAYS,
        ),
        NamedTable(
            "selective_recording", "Hints of selective recording",
            lambda r, _: quality.selective_recording(r.records, r.settings.definition.days),
            "Whether days beside a gap, or patients who record less, have more such days.",
            "Hints only: an attack can also keep somebody from writing.",
            needs=SINGLE_DAYS,
        ),
        NamedTable(
            "heaping", "Counts on multiples of 5", lambda r, _: quality.heaping(r.records),
            "How many uploaded counts are multiples of 5; about 1 in 5 would be by chance.",
            "Diaries have no reason to heap: this is for counts that were recalled.",
        ),
        NamedTable(
            "diary_quality", "What makes diaries doubtful",
            lambda r, _: quality.diary_quality(r.records, r.outcomes),
            "Thin baselines, half-recorded windows, other treatments, assumed free days.",
            "A patient can be in several rows.",
        ),
        NamedTable(
            "without_other_treatments", "Other treatments marked and left out",
            lambda r, _: quality.without_other_treatments(r.records, r.settings.definition),
            "What leaving out the windows after another new treatment does to the rates.",
            "Treatments that nobody recorded are in both.",
        ),
        NamedTable(
            "compared", "Beside published results",
            lambda r, a: compared.compared_with_all(r.records, a.told),
            "Our records under the definition of each published result, with what cannot be "
            "matched.",
            "Other patients, other doctors, other diaries: a difference has many reasons.",
            long=True,
        ),
        NamedTable(
            "side_effects", "Side effects", lambda r, _: side_effects(r.records),
            "Patients with each event of those treated, overall and after each session.",
            "Events that nobody asked for are missing.",
            needs=DATES,
        ),
        NamedTable(
            "intake", "Days with acute medication",
            lambda r, _: intake_by_session(r.records),
            "Days with intake by class in one month per session, and patients at the ICHD limit.",
            "As recorded, never scaled up; the limits are about intake, not a diagnosis.",
            needs=SINGLE_DAYS,
        ),
    )
}  # fmt: skip


def make_table(name: str, result: Result, asked: Asked) -> pd.DataFrame:
    """The table of this name; no rows and no columns where there is nobody to look at.

    Neither has one that needs what the records do not hold.
    """
    table = TABLES[name]
    if result.outcomes.empty or not table.needs <= result.records.holds:
        return pd.DataFrame()
    return table.make(result, replace(asked, session=result.nearest_session(asked.session)))
