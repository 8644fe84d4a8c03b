"""What does a report for others say? One function a section, without small cells."""

from __future__ import annotations

import pandas as pd

from analytics.definitions import CONTROL_REMARK, INTENDED_USE
from analytics.glossary import GLOSSARY
from analytics.research.intervals import NAN
from analytics.research.spread import BANDS
from analytics.tables import TABLES
from analytics.words import number, percent, sentence_case, share
from reports.basis import HIDDEN, NOT_SHOWN, ChartData, ReportBasis, Section, Series, ends, shown
from reports.beside import acute_medication, beside_a_study, side_effects_beside
from reports.tables import CURVE, column_of

EXPLAINED = ("rates", "bands", "distribution", "compared", "side_effects")
WORDS = ("Baseline", "Percent reduction", "Responder", "Evaluable", "Due", "Rate")


def report_sections(basis: ReportBasis) -> list[Section]:
    """The chosen sections in their order."""
    return [MAKERS[name](basis) for name in basis.choices.sections]


def _judged(basis: ReportBasis) -> str:
    """n of N judged after the session looked at, as far as it may be shared."""
    at = basis.sessions.set_index("session")["judged"].get(basis.session)
    if at is None or pd.isna(at):
        return basis.everybody
    return f"{at:,} of {basis.patients:,} treated patients judged after session {basis.session}"


def treated(basis: ReportBasis) -> Section:
    sessions = basis.sessions
    table = pd.DataFrame(
        {
            "After session": sessions["session"],
            "Treated in all": [shown(v) for v in sessions["treated_ever"]],
            "Due": [shown(v) for v in sessions["due"]],
            "Judged": [shown(v) for v in sessions["judged"]],
        }
    )
    at = sessions.set_index("session").loc[basis.session]
    title = f"Too few patients to show how many can be judged after session {basis.session}"
    if pd.notna(at["judged"]):
        title = (
            f"{shown(at['treated_ever'])} patients were treated; {shown(at['judged'])} can be "
            f"judged after session {basis.session}"
        )
    return Section(
        "treated", title,
        "Judged: a usable baseline, the window over, enough recorded days. Due: whose window is or "
        "would be over.",
        table, None, (NOT_SHOWN.format(limit=basis.limit),), _judged(basis),
    )  # fmt: skip


def response(basis: ReportBasis) -> Section:
    definition, sessions = basis.settings.definition, basis.sessions
    table = pd.DataFrame(
        {
            "After session": sessions["session"],
            "Responders": [
                HIDDEN if pd.isna(k) else f"{k:,} of {n:,}"
                for k, n in zip(sessions["responders"], sessions["judged"], strict=True)
            ],
            "Rate": [HIDDEN if pd.isna(r) else percent(r) for r in sessions["rate"]],
            "95% interval": ends(sessions["ci_low"], sessions["ci_high"], percent),
        }
    )
    known = sessions[sessions["rate"].notna()]
    at = known[known["session"] == basis.session]
    words = f"at least {definition.threshold}% fewer {definition.days.words}"
    title = f"Too few to show how many had {words} after session {basis.session}"
    if len(at):
        count = share(int(at["responders"].iloc[0]), int(at["judged"].iloc[0]))
        title = f"{count} had {words} after session {basis.session}"
    chart = ChartData(
        "columns",
        [f"Session {s}\n{k:,} of {n:,}" for s, k, n in
         zip(known["session"], known["responders"], known["judged"], strict=True)],
        [Series("Responders of those judged", known["rate"].tolist(), known["ci_low"].tolist(),
                known["ci_high"].tolist())], title,
    )  # fmt: skip
    return Section("response", title, "Share of those judged; line: 95% interval (Wilson).",
                   table, chart, (CONTROL_REMARK,), _judged(basis))  # fmt: skip


def reduction(basis: ReportBasis) -> Section:
    sessions = basis.sessions
    words = {column_of(name): name for name, _, _ in reversed(BANDS)}
    table = pd.DataFrame({"After session": sessions["session"]})
    for column, name in words.items():
        table[name] = [shown(v) for v in sessions[column]]
    table["Median days before, after"] = [
        HIDDEN if pd.isna(b) else f"{number(b)} to {number(a)}"
        for b, a in zip(sessions["median_before"], sessions["median_after"], strict=True)
    ]
    known = sessions[sessions["judged"].notna() & sessions[list(words)].notna().any(axis=1)]
    series = [
        Series(name, [
            NAN if pd.isna(v) else float(v) / float(n)
            for v, n in zip(known[column], known["judged"], strict=True)
        ])
        for column, name in words.items()
    ]  # fmt: skip
    at = known[known["session"] == basis.session]
    title = "Reduction in bands"
    if len(at):
        row = at.iloc[0]
        title = (
            f"From {number(row['median_before'])} to {number(row['median_after'])} "
            f"{basis.settings.definition.days.words} a month after session {basis.session} "
            "(medians)"
        )
    chart = ChartData("stacked", [f"Session {s}" for s in known["session"]], series, title)
    return Section(
        "reduction", title, "Share of those judged in each band of percent reduction; bands of "
        "few patients are left out.", table, chart, (), _judged(basis),
    )  # fmt: skip


def curve(basis: ReportBasis) -> Section:
    at = basis.sessions.set_index("session").loc[basis.session]
    points = [(t, at[f"at_least_{t}"], at["judged"]) for t in sorted(CURVE)]
    known = [(t, int(k), int(n)) for t, k, n in points if pd.notna(k) and pd.notna(n)]
    days = basis.settings.definition.days.words
    table = pd.DataFrame(
        {
            f"After session {basis.session}": [f"at least {t}% fewer {days}" for t, _, _ in points],
            "Patients": [HIDDEN if pd.isna(k) else f"{k:,} of {n:,}" for _, k, n in points],
            "Share": [HIDDEN if pd.isna(k) else percent(k / n) for _, k, n in points],
        }
    )
    title = "Too few patients to show how many reached each threshold"
    if known:
        t, k, n = min(known, key=lambda one: abs(one[0] - 30))  # the threshold of smaller studies
        title = f"{share(k, n)} had at least {t}% fewer {days} after session {basis.session}"
    shares = {t: k / n for t, k, n in known}
    chart = ChartData(
        "curve", [f"{t}%" for t in sorted(CURVE)] if known else [],
        [Series("At least so much fewer", [shares.get(t, NAN) for t in sorted(CURVE)])], title,
    )  # fmt: skip
    return Section(
        "curve", title, "Share of those judged who had at least this percent reduction: no "
        "threshold is chosen beforehand.", table, chart, (NOT_SHOWN.format(limit=basis.limit),),
        _judged(basis),
    )  # fmt: skip


def methods(basis: ReportBasis) -> Section:
    table = pd.DataFrame(
        [(TABLES[n].title, f"{TABLES[n].answers} Not to trust: {TABLES[n].distrust}")
         for n in EXPLAINED], columns=["What", "How"],
    )  # fmt: skip
    return Section("methods", "How these numbers were made",
                   sentence_case(basis.settings.definition.in_words) + ".",
                   table, None, (INTENDED_USE,), _judged(basis))  # fmt: skip


def definitions(basis: ReportBasis) -> Section:
    terms = [term for group in GLOSSARY.values() for term in group]
    table = pd.DataFrame([(t.name, t.sentence) for t in terms if t.name in WORDS],
                         columns=["Term", "Meaning"])  # fmt: skip
    return Section("definitions", "Definitions", "The words of this report.", table,
                   rests_on=_judged(basis))  # fmt: skip


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
}
