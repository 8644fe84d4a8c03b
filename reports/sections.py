"""What does a report for others say? One function a section, without small cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pandas as pd

from analytics.codes import Band
from analytics.report_choices import SECTIONS
from analytics.research.intervals import NAN
from analytics.research.spread import BANDS, worse_by_chance
from analytics.tables import Asked, make_table
from charts.data import HIDDEN, ChartData, Series
from reports.basis import (
    ReportBasis,
    Section,
    ends,
    hatched,
    not_shown,
    shown,
)
from reports.beside_a_study import beside_a_study
from reports.groups import (
    CURVE,
    LOOKED_BACK,
    LOOKED_BACK_REACHED,
    after,
    at_least,
    column_of,
)
from reports.medication import acute_medication
from reports.side_effects import side_effects_beside
from words.checklist import IHS, STROBE, in_a_report
from words.definitions import in_words, primary_outcome
from words.foot import INTENDED_USE
from words.glossary import of_a_report
from words.methods import method_in_a_report
from words.numbers import UNDEFINED, number, sentence_case
from words.pages.by_itself import NEARER, NOT_COMPARED, NOT_LOOKED_BACK, as_far_before
from words.pages.response import UNSEEN
from words.pages.spread import best_and_worse, worse_told
from words.percents import percent, rounding_told, share
from words.plan import ALL, as_planned, planned_groups, planned_rate
from words.response import no_control, told_of

LEFT_OUT = (
    "Left out, because all that they count is 0, under {limit} patients or would give such a count "
    "away: {names}."
)
NOT_RECORDED = "Left out, because these files record nothing of it: {names}."
# What a section needs, where its name says more than is lacking: days with medication tell no kind.
LACKING = {"medication": "kinds of acute medication"}
SMALLER_STUDIES = 30  # percent: the threshold that they look at
OUTER = (Band.OVER_75, Band.WORSE)  # whom the title of the bands names
EXPLAINED = {  # section: the table of which its method is told
    "response": "rates",
    "reduction": "bands",
    "curve": "distribution",
    "compared": "compared",
    "safety": "side_effects",
}


def report_sections(basis: ReportBasis) -> list[Section]:
    """The chosen sections in their order, without those that hold nothing, or nothing to show.

    Which they are, the first one that is left says.
    """
    names = basis.choices.sections
    made = {name: MAKERS[name](basis) for name in names if name not in OF_THE_OTHERS}
    kept = {name: one for name, one in made.items() if one.recorded and not one.is_bare}
    for name, maker in OF_THE_OTHERS.items():
        if name in names:
            made[name] = kept[name] = maker(basis, list(kept.values()))
    if not kept:
        return [made[name] for name in names]
    first, *others = (kept[name] for name in names if name in kept)
    gone = [made[name] for name in names if name not in kept]
    unrecorded = [section for section in gone if not section.recorded]
    bare = [section for section in gone if section.recorded]
    called = {name: title.lower() for name, title in SECTIONS.items()}
    told = [
        why.format(names=", ".join(titles[one.name] for one in some), limit=basis.limit)
        for why, some, titles in (
            (LEFT_OUT, bare, called),
            (NOT_RECORDED, unrecorded, called | LACKING),
        )
        if some
    ]
    return [replace(first, remarks=(*first.remarks, *told)), *others]


def _at(basis: ReportBasis) -> pd.Series:
    """What may be printed of the session looked at: counts stay whole numbers."""
    return basis.sessions.set_index("session").astype("object").loc[basis.session]


def _nobody(basis: ReportBasis) -> str:
    return f"Nobody can be judged after session {basis.session}"


def treated(basis: ReportBasis) -> Section:
    sessions, at = basis.sessions, _at(basis)
    table = pd.DataFrame(
        {
            "After session": sessions["session"],
            "Due": [shown(v) for v in sessions["due"]],
            "Judged": [shown(v) for v in sessions["judged"]],
        }
    )
    treated, judged = at["treated_ever"], at["judged"]
    can_be = f"can be judged after session {basis.session}"
    if pd.isna(treated):
        title = f"Too few patients to show how many {can_be}"
        if pd.notna(judged):
            title = f"{shown(judged)} patients {can_be}; all who were treated: {HIDDEN}"
    else:
        title = f"{shown(treated)} patients were treated; {shown(judged)} {can_be}"
        if pd.isna(judged):
            title = f"{shown(treated)} patients were treated; how many {can_be} is {HIDDEN}"
    return Section(
        "treated",
        title,
        "Judged: a usable baseline, the window over, enough recorded days. Due: whose window is or "
        "would be over.",
        table,
        None,
        not_shown(table.eq(HIDDEN).any(axis=1), basis.limit),
        basis.judged,
    )


def response(basis: ReportBasis) -> Section:
    definition, sessions, at = basis.settings.definition, basis.sessions, _at(basis)
    counts = list(zip(sessions["responders"], sessions["judged"], strict=True))
    them = sentence_case(told_of(definition).them)
    table = pd.DataFrame(
        {
            "After session": sessions["session"],
            them: [HIDDEN if pd.isna(k) else f"{k:,} of {n:,}" for k, n in counts],
            "Rate": [
                HIDDEN if pd.isna(k) else percent(rate)
                for (k, _), rate in zip(counts, sessions["rate"], strict=True)
            ],
            "95% interval": ends(sessions["ci_low"], sessions["ci_high"], percent),
        }
    )
    words = f"at least {definition.threshold}% fewer {definition.days.words}"
    title = f"Too few to show how many had {words} after session {basis.session}"
    if pd.notna(at["responders"]):
        count = share(int(at["responders"]), int(at["judged"]))
        title = f"{count} had {words} after session {basis.session}"
        if not at["judged"]:
            title = _nobody(basis)
    hidden = tuple(pd.isna(k) for k, _ in counts)
    chart = (
        ChartData(
            "columns",
            [
                f"Session {s}{_under(k, n)}"
                for s, (k, n) in zip(sessions["session"], counts, strict=True)
            ],
            [
                Series(
                    f"{them} of those judged",
                    sessions["rate"].tolist(),
                    sessions["ci_low"].tolist(),
                    sessions["ci_high"].tolist(),
                )
            ],
            title,
            hidden=hidden,
        )
        if sessions["rate"].notna().any()
        else None
    )
    about = f"Share of those judged; line: 95% interval (Wilson).{hatched(hidden)}"
    primary = primary_outcome(definition, basis.session)
    beside = no_control(definition, basis.session)
    several = basis.records.patients["site"].nunique() > 1
    sites = ("The rate is for these sites, not for others.",) if several else ()
    seen = (
        *((UNSEEN,) if basis.records.hides_dropouts else ()),
        beside,
        *_planned(basis),
        *sites,
        *_looking_back(basis),
        *not_shown(hidden, basis.limit),
    )
    remarks = seen if basis.session == definition.primary_session else (primary, *seen)
    return Section("response", title, about, table, chart, remarks, basis.judged)


def _planned(basis: ReportBasis) -> tuple[str, ...]:
    """The rate as it was planned, as far as it may be printed, and the groups; none unplanned."""
    settings, session = basis.settings, basis.session
    taken = partial(make_table, "imputed", basis.result, Asked(session))
    told = (planned_rate(settings, session, _at(basis), taken), planned_groups(settings.plan))
    return tuple(filter(None, told))


def _looking_back(basis: ReportBasis) -> tuple[str, ...]:
    """How many were as far below their baseline as long before it, as far as it may be printed."""
    definition, session, judged = basis.settings.definition, basis.session, _at(basis)["judged"]
    if pd.notna(judged) and not judged:
        return ()
    names = (LOOKED_BACK_REACHED, LOOKED_BACK)
    reached, of = (basis.printed.get(after(name, session)) for name in names)
    if of == 0:
        told = NOT_COMPARED if basis.left_out_back else NOT_LOOKED_BACK
        nearer = NEARER.format(whose="").replace("*", "") if basis.nearer_back else ""
        return tuple(filter(None, (told, nearer)))
    return (as_far_before(reached, of, definition),)


def _under(k: object, n: object) -> str:
    """What stands under the column of a session: k of n, as far as it may be printed."""
    if pd.isna(n):
        return ""
    if not n:
        return "\nnobody judged"
    return f"\nof {n:,}" if pd.isna(k) else f"\n{k:,} of {n:,}"


def reduction(basis: ReportBasis) -> Section:
    sessions = basis.sessions
    words = {column_of(name): name for name, _, _ in reversed(BANDS)}
    nobody = (sessions["judged"] == 0).fillna(False)
    table = pd.DataFrame({"After session": sessions["session"]})
    for column, name in words.items():
        table[name] = [shown(v) for v in sessions[column]]
    table["Median days before, after"] = [
        UNDEFINED if none else HIDDEN if pd.isna(b) else f"{number(b)} to {number(a)}"
        for none, b, a in zip(
            nobody, sessions["median_before"], sessions["median_after"], strict=True
        )
    ]
    series = [
        Series(
            name,
            [
                NAN if pd.isna(v) or not n else float(v) / float(n)
                for v, n in zip(sessions[column], sessions["judged"], strict=True)
            ],
        )
        for column, name in words.items()
    ]
    hidden = tuple(bool(gone) for gone in sessions[list(words)].isna().any(axis=1))
    title = _reduction_title(basis)
    names = [
        f"Session {s}{_under(pd.NA, n)}"
        for s, n in zip(sessions["session"], sessions["judged"], strict=True)
    ]
    known = any(v > 0 for one in series for v in one.values)
    rounding = rounding_told(
        {
            f"session {at_session}": [int(count) for count in counts]
            for at_session, *counts in sessions[["session", *words]].itertuples(index=False)
            if known and not any(pd.isna(count) for count in counts)
        }
    )
    about = "Judged patients in each band of percent reduction."
    by_chance = worse_told(_worse_as_printed(basis), basis.session)
    if known:
        about = f"Share of those judged in each band of percent reduction.{hatched(hidden)}"
    remarks = (*not_shown(hidden, basis.limit), *filter(None, (by_chance, rounding)))
    chart = ChartData("stacked", names, series, title, hidden=hidden) if known else None
    return Section("reduction", title, about, table, chart, remarks, basis.judged)


def _reduction_title(basis: ReportBasis) -> str:
    """The outer bands of the session looked at; the medians where one of these is not shown."""
    at, session = _at(basis), basis.session
    best, worse, judged = (at[name] for name in (*map(column_of, OUTER), "judged"))
    if pd.notna(judged) and not judged:
        return _nobody(basis)
    if not any(pd.isna(count) for count in (best, worse, judged)):
        return best_and_worse(int(best), int(worse), int(judged), session, whom="judged")
    if pd.isna(at["median_before"]):
        return f"Too few patients to show how far they were reduced after session {session}"
    return (
        f"From {number(at['median_before'])} to {number(at['median_after'])} "
        f"{basis.settings.definition.days.words} a month after session {session} (medians)"
    )


def _worse_as_printed(basis: ReportBasis) -> pd.DataFrame:
    """``worse_by_chance`` of the session looked at; no row where one of its counts is not printed.

    The span is made of everybody judged: who may be told how many these are learns no more by it.
    """
    at = _at(basis)
    printed = pd.notna(at["judged"]) and pd.notna(at[column_of(Band.WORSE)])
    outcomes = basis.outcomes[basis.outcomes["session"] == basis.session]
    return worse_by_chance(outcomes if printed else outcomes.iloc[:0])


def curve(basis: ReportBasis) -> Section:
    at = _at(basis)
    points = [(t, at[at_least(t)], at["judged"]) for t in sorted(CURVE)]
    known = [(t, int(k), int(n)) for t, k, n in points if pd.notna(k) and n > 0]
    days = basis.settings.definition.days.words
    table = pd.DataFrame(
        {
            f"After session {basis.session}": [f"at least {t}% fewer {days}" for t, _, _ in points],
            "Patients": [HIDDEN if pd.isna(k) else f"{k:,} of {n:,}" for _, k, n in points],
            "Share": [
                HIDDEN if pd.isna(k) else percent(k / n) if n else UNDEFINED for _, k, n in points
            ],
        }
    )
    told = told_of(basis.settings.definition)
    title = f"Too few patients to show how many {told.thresholds}"
    thresholds = (SMALLER_STUDIES, basis.settings.definition.threshold)
    named = [one for one in known if one[0] in thresholds]
    if named:  # never another one, which would be chosen for being shown
        t, k, n = min(named, key=lambda one: thresholds.index(one[0]))
        title = f"{share(k, n)} had at least {t}% fewer {days} after session {basis.session}"
    elif pd.notna(at["judged"]) and not at["judged"]:
        title = _nobody(basis)
    shares = {t: k / n for t, k, n in known}
    hidden = tuple(bool(pd.isna(k)) for _, k, _ in points)
    chart = (
        ChartData(
            "curve",
            [f"{t}%" for t in sorted(CURVE)],
            [Series("At least so much fewer", [shares.get(t, NAN) for t in sorted(CURVE)])],
            title,
            hidden=hidden,
        )
        if known
        else None
    )
    return Section(
        "curve",
        title,
        "Share of those judged who had at least this percent reduction: no "
        f"threshold is chosen beforehand.{hatched(hidden)}",
        table,
        chart,
        not_shown(hidden, basis.limit),
        basis.judged,
    )


def methods(basis: ReportBasis, beside: Sequence[Section] = ()) -> Section:
    """How the numbers of the sections ``beside`` were made; of all where none of them has any."""
    definition, names = basis.settings.definition, [section.name for section in beside]
    told = [table for section, table in EXPLAINED.items() if section in names]
    table = pd.DataFrame(
        [
            (of.title, f"{of.answers} Not to trust: {of.distrust}")
            for of in (method_in_a_report(name, definition) for name in told or EXPLAINED.values())
        ],
        columns=["What", "How"],
    )
    planned = as_planned(basis.settings, basis.records, most=ALL)
    return Section(
        "methods",
        "How these numbers were made",
        f"{sentence_case(in_words(definition))}. {primary_outcome(definition, basis.session)}",
        table,
        None,
        tuple(filter(None, (planned, INTENDED_USE))),
        basis.judged,
    )


def definitions(basis: ReportBasis) -> Section:
    terms = of_a_report(basis.settings.definition)
    table = pd.DataFrame([(t.name, t.sentence) for t in terms], columns=["Term", "Meaning"])
    return Section(
        "definitions", "Definitions", "The words of this report.", table, rests_on=basis.judged
    )


def checklist(basis: ReportBasis, beside: Sequence[Section] = ()) -> Section:
    """What of two guidelines' questions the sections ``beside`` answer, each by its title."""
    table = pd.DataFrame(
        in_a_report({section.name: section.title for section in beside}),
        columns=["Question", "Where it is answered"],
    )
    return Section(
        "checklist",
        "What this report answers, and what it does not",
        f"In our own words: {STROBE}; {IHS}.",
        table,
        rests_on=basis.judged,
    )


MAKERS = {
    "treated": treated,
    "response": response,
    "reduction": reduction,
    "curve": curve,
    "medication": acute_medication,
    "compared": beside_a_study,
    "safety": side_effects_beside,
    "methods": methods,
    "definitions": definitions,
    "checklist": checklist,
}
OF_THE_OTHERS = {"methods": methods, "checklist": checklist}  # in the order they are made in
