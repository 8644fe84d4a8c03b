"""Every table by its name: what a page shows, the command line gives and others can check.

What each answers, and when not to trust it, stands in ``words.methods``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import pandas as pd

from analytics.medication import intake_by_session
from analytics.needs import DATES, INTAKE, NOTHING, SINGLE_DAYS, Needs
from analytics.research import (
    change,
    compared,
    corrected_change,
    imputed,
    incidence,
    individual,
    look_back,
    look_back_limits,
    models,
    onset,
    over_sites,
    planner,
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
    """A table's name, how it is made, and what it needs."""

    name: str
    make: Callable[[Result, Asked], pd.DataFrame]
    needs: Needs = NOTHING  # of the records
    long: bool = False  # takes seconds for thousands of patients, and tells how far it has come


TABLES = {
    table.name: table
    for table in (
        NamedTable("rates", lambda r, _: r.rates),
        NamedTable("reductions", lambda r, _: r.reductions),
        NamedTable("flow", lambda r, a: who.flow(r.records, r.outcomes, a.session)),
        NamedTable(
            "judged_or_not",
            lambda r, a: who.judged_against_not(r.records, r.outcomes, a.session, r.therapy),
        ),
        NamedTable("imputed", lambda r, _: imputed.imputed(r.outcomes, r.settings.definition)),
        NamedTable("estimand", lambda r, a: who.estimand(r.settings, a.session, r.records)),
        NamedTable(
            "baseline_stability",
            lambda r, _: who.baseline_stability(r.records, r.settings.definition),
            needs=SINGLE_DAYS,
        ),
        NamedTable(
            "change",
            lambda r, a: change.change_by_session(
                r.records, r.outcomes, r.settings.definition, a.told
            ),
            long=True,
        ),
        NamedTable(
            "change_tests",
            lambda r, a: change.change_tests(
                r.records, r.outcomes, r.settings.definition, a.session
            ),
        ),
        NamedTable(
            "look_back",
            lambda r, _: look_back.look_back(r.records, r.outcomes, r.settings.definition),
            needs=SINGLE_DAYS,
        ),
        NamedTable(
            "months_around",
            lambda r, a: look_back.months_around(
                r.records, r.outcomes, r.settings.definition, a.session
            ),
            needs=SINGLE_DAYS,
        ),
        NamedTable(
            "look_back_limits",
            lambda r, a: look_back_limits.look_back_limits(
                r.records, r.outcomes, r.settings.definition, a.session
            ),
            needs=SINGLE_DAYS,
        ),
        NamedTable(
            "corrected_change",
            lambda r, a: corrected_change.corrected_change(
                r.records, r.outcomes, r.settings.definition, a.told
            ),
            needs=SINGLE_DAYS,
            long=True,
        ),
        NamedTable(
            "individual",
            lambda r, a: individual.individual(
                r.records, r.outcomes, r.settings.definition, a.session
            ),
            needs=SINGLE_DAYS,
        ),
        NamedTable("response_levels", lambda r, _: change.response_levels(r.outcomes)),
        NamedTable("bands", lambda r, _: spread.bands_by_session(r.outcomes)),
        NamedTable("worse_by_chance", lambda r, _: spread.worse_by_chance(r.outcomes)),
        NamedTable(
            "distribution", lambda r, a: spread.cumulative_distribution(r.outcomes, a.session)
        ),
        NamedTable(
            "five_responses",
            lambda r, a: spread.five_responses(r.outcomes, a.session, r.settings.definition),
        ),
        NamedTable(
            "incidence",
            lambda r, _: incidence.cumulative_incidence(r.outcomes, r.records.cut_off, r.therapy),
            needs=DATES,
        ),
        NamedTable("states", lambda r, _: spread.state_flow(r.outcomes)),
        NamedTable(
            "subgroups",
            lambda r, a: subgroups.subgroups(
                r.outcomes, r.records.patients, a.session, a.groups, a.cuts
            ),
        ),
        NamedTable("same_patients", lambda r, _: subgroups.same_patients(r.outcomes)),
        NamedTable(
            "over_sites", lambda r, _: over_sites.over_sites(r.outcomes, r.records.patients)
        ),
        NamedTable(
            "models",
            lambda r, a: models.models(
                r.outcomes, r.records, a.session, r.settings.definition.month, a.told
            ),
            long=True,
        ),
        NamedTable(
            "onset",
            lambda r, _: onset.onset(r.records, r.settings.definition.days, r.therapy),
            needs=SINGLE_DAYS,
        ),
        NamedTable(
            "lowest_week",
            lambda r, _: onset.lowest_week(r.records, r.settings.definition.days, r.therapy),
            needs=SINGLE_DAYS,
        ),
        NamedTable(
            "specifications",
            lambda r, a: sensitivity.specifications(
                r.records, r.settings.definition, a.session, a.told
            ),
            long=True,
        ),
        NamedTable("tipping_points", lambda r, a: sensitivity.tipping_points(r.rates, a.session)),
        NamedTable(
            "flips",
            lambda r, a: sensitivity.flip_list(r.records, r.settings.definition, a.session, a.told),
            long=True,
        ),
        NamedTable(
            "recorded_days", lambda r, _: quality.recorded_by_month(r.records), needs=SINGLE_DAYS
        ),
        NamedTable(
            "selective_recording",
            lambda r, _: quality.selective_recording(r.records, r.settings.definition.days),
            needs=SINGLE_DAYS,
        ),
        NamedTable("heaping", lambda r, _: quality.heaping(r.records)),
        NamedTable("diary_quality", lambda r, _: quality.diary_quality(r.outcomes)),
        NamedTable(
            "without_other_treatments",
            lambda r, _: quality.without_other_treatments(r.records, r.settings.definition),
        ),
        NamedTable(
            "compared",
            lambda r, a: compared.compared_with_all(r.records, r.therapy, a.told),
            long=True,
        ),
        NamedTable(
            "planner", lambda r, a: planner.planner(r.outcomes, r.records.patients, a.session)
        ),
        NamedTable("side_effects", lambda r, _: side_effects(r.records), needs=DATES),
        NamedTable(
            "intake",
            lambda r, _: intake_by_session(r.records, r.therapy),
            needs=SINGLE_DAYS | INTAKE,
        ),
    )
}


def make_table(name: str, result: Result, asked: Asked) -> pd.DataFrame:
    """The table of this name; no rows and no columns where there is nobody to look at.

    Neither has one that needs what the records do not hold.
    """
    table = TABLES[name]
    if result.outcomes.empty or not table.needs <= result.records.holds:
        return pd.DataFrame()
    return table.make(result, replace(asked, session=result.nearest_session(asked.session)))
