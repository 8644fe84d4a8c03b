"""What a report for others says: sections with a finding, a chart, a table and its foot.

Made once, rendered as slides, as a page to read and as sheets: the same numbers everywhere. Small
cells are left out before anything is put into words.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from analytics.definitions import CONTROL_REMARK, FOOT, INTENDED_USE, SMALL_CELL_LIMIT
from analytics.glossary import GLOSSARY
from analytics.records import Records
from analytics.research.compared import OURS, comparable, compared, label_of
from analytics.research.intervals import NAN
from analytics.research.spread import BANDS
from analytics.safety import REFERENCE_SOURCE, side_effects
from analytics.settings import Settings
from analytics.tables import TABLES
from analytics.words import day, number, percent, sentence_case, share
from reports.tables import shared_sessions

HIDDEN = "not shown"
NOT_SHOWN = (
    "Not shown: counts under {limit} patients, and counts that would give one away by subtraction."
)
HEADLINE_STUDY = 0  # PREEMPT pooled, the first of the published results
SECTIONS = {
    "treated": "Who was treated",
    "response": "Response by session",
    "reduction": "Reduction in bands",
    "compared": "Compared with what",
    "safety": "Side effects",
    "methods": "Methods in plain words",
    "definitions": "Definitions",
}


@dataclass(frozen=True)
class Series:
    """Numbers along the categories of a chart, with intervals where there are any."""

    name: str
    values: list[float]
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)  # of each value: ours, toxin, placebo, ...


@dataclass(frozen=True)
class ChartData:
    """A chart as numbers: kind is columns, stacked or rows; values are shares from 0 to 1."""

    kind: str
    categories: list[str]
    series: list[Series]
    alt: str

    @property
    def drawn(self) -> tuple[str, list[str], list[tuple]]:
        """Kind, categories and series, as ``charts.shared.shared_chart`` takes them."""
        series = [(s.name, s.values, s.low, s.high, s.kinds) for s in self.series]
        return self.kind, self.categories, series


@dataclass(frozen=True)
class Section:
    """One thing to say: the finding as title, how to read it, its chart and table, remarks."""

    name: str
    title: str
    about: str
    table: pd.DataFrame
    chart: ChartData | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class ReportBasis:
    """What a report is made from: records up to the cut-off and filtered, outcomes, choices."""

    records: Records
    outcomes: pd.DataFrame
    settings: Settings
    digest: str
    limit: int = SMALL_CELL_LIMIT

    @property
    def session(self) -> int:
        last = int(self.outcomes["session"].max()) if len(self.outcomes) else 0
        return max(1, min(self.settings.session, last))

    @property
    def foot(self) -> str:
        """Definition, filter, cut-off and fingerprint: under every slide and page."""
        filters = "; ".join(f"{c}: {', '.join(v)}" for c, v in self.settings.filters) or "none"
        until = day(self.records.cut_off) if self.records.cut_off else "counts without dates"
        badge = "SYNTHETIC. " if self.records.synthetic else ""
        if self.records.are_counts:
            badge += "Counts per session: drop-outs cannot be seen. "
        if (self.outcomes["assumed_free_days"].fillna(0) > 0).any():
            badge += "Rests on assumed free days. "
        return (
            f"{badge}Definition {self.settings.definition.label}. Filter: {filters}. Cut-off: "
            f"{until}. Result {self.digest[:8]}."
        )


def report_sections(basis: ReportBasis, chosen: tuple[str, ...] = tuple(SECTIONS)) -> list[Section]:
    """The chosen sections in their order, without small cells."""
    sessions = shared_sessions(basis.outcomes, basis.settings.definition, basis.limit)
    makers = {
        "treated": lambda: _treated(basis, sessions),
        "response": lambda: _response(basis, sessions),
        "reduction": lambda: _reduction(basis, sessions),
        "compared": lambda: _compared(basis),
        "safety": lambda: _safety(basis),
        "methods": lambda: _methods(basis),
        "definitions": lambda: _definitions(),
    }
    return [makers[name]() for name in chosen]


def _shown(value: object) -> str:
    return HIDDEN if pd.isna(value) else f"{int(value):,}"  # type: ignore[call-overload]


def _treated(basis: ReportBasis, sessions: pd.DataFrame) -> Section:
    table = pd.DataFrame(
        {
            "After session": sessions["session"],
            "Treated in all": [_shown(v) for v in sessions["treated_ever"]],
            "Due": [_shown(v) for v in sessions["due"]],
            "Judged": [_shown(v) for v in sessions["judged"]],
        }
    )
    at = sessions.set_index("session").loc[basis.session]
    title = f"Too few patients to show how many can be judged after session {basis.session}"
    if pd.notna(at["judged"]):
        title = (
            f"{_shown(at['treated_ever'])} patients were treated; {_shown(at['judged'])} can be "
            f"judged after session {basis.session}"
        )
    return Section(
        "treated", title,
        "Judged: a usable baseline, the window over, enough recorded days. Due: whose window is or "
        "would be over.",
        table, None, (NOT_SHOWN.format(limit=basis.limit),),
    )  # fmt: skip


def _response(basis: ReportBasis, sessions: pd.DataFrame) -> Section:
    definition = basis.settings.definition
    table = pd.DataFrame(
        {
            "After session": sessions["session"],
            "Responders": [
                HIDDEN if pd.isna(k) else f"{k} of {n}"
                for k, n in zip(sessions["responders"], sessions["judged"], strict=True)
            ],
            "Rate": [HIDDEN if pd.isna(r) else percent(r) for r in sessions["rate"]],
            "95% interval": [
                "" if pd.isna(low) else f"{percent(low)} to {percent(high)}"
                for low, high in zip(sessions["ci_low"], sessions["ci_high"], strict=True)
            ],
        }
    )
    known = sessions[sessions["rate"].notna()]
    at = known[known["session"] == basis.session]
    words = f"at least {definition.threshold}% fewer {definition.days.words}"
    if len(at):
        row = at.iloc[0]
        title = (
            f"{share(int(row['responders']), int(row['judged']))} had {words} "
            f"after session {basis.session}"
        )
    else:
        title = f"Too few to show how many had {words} after session {basis.session}"
    chart = ChartData(
        "columns", [f"Session {s}\n{k} of {n}" for s, k, n in
                    zip(known["session"], known["responders"], known["judged"], strict=True)],
        [Series("Responders of those judged", known["rate"].tolist(), known["ci_low"].tolist(),
                known["ci_high"].tolist())], title,
    )  # fmt: skip
    return Section("response", title, "Share of those judged; line: 95% interval (Wilson).",
                   table, chart, (CONTROL_REMARK,))  # fmt: skip


def _reduction(basis: ReportBasis, sessions: pd.DataFrame) -> Section:
    columns = [name for name in sessions if str(name).startswith("band_")]
    words = dict(zip(columns, (name for name, _, _ in reversed(BANDS)), strict=True))
    table = pd.DataFrame({"After session": sessions["session"]})
    for column in columns:
        table[words[column]] = [_shown(v) for v in sessions[column]]
    table["Median days before, after"] = [
        HIDDEN if pd.isna(b) else f"{number(b)} to {number(a)}"
        for b, a in zip(sessions["median_before"], sessions["median_after"], strict=True)
    ]
    known = sessions[sessions["judged"].notna() & sessions[columns].notna().any(axis=1)]
    series = [
        Series(words[column], [
            NAN if pd.isna(v) else float(v) / float(n)
            for v, n in zip(known[column], known["judged"], strict=True)
        ])
        for column in columns
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
    return Section("reduction", title, "Share of those judged in each band of percent reduction; "
                   "bands of few patients are left out.", table, chart)  # fmt: skip


def _compared(basis: ReportBasis) -> Section:
    study = comparable().iloc[HEADLINE_STUDY]
    rows = compared(basis.records, int(study["result"]))
    ours = rows.iloc[0]
    if pd.notna(ours["value"]):
        k = round(float(ours["value"]) * int(ours["n"]) / 100)
        if min(k, int(ours["n"]) - k) < basis.limit:  # the rate would give the count away
            rows.loc[0, ["value", "ci_low", "ci_high"]] = pd.NA
    table = pd.DataFrame(
        {
            "Who": rows["who"],
            "Patients": [f"{n:,}" if pd.notna(n) else "" for n in rows["n"]],
            "Rate": [HIDDEN if pd.isna(v) else f"{number(v)}%" for v in rows["value"]],
            "95% interval": [
                "" if pd.isna(low) else f"{number(low)} to {number(high)}"
                for low, high in zip(rows["ci_low"], rows["ci_high"], strict=True)
            ],
        }
    )
    known = rows[rows["value"].notna()]

    def shares(column: str) -> list[float]:
        return (known[column].astype("float64") / 100).tolist()

    title = label_of(study)
    chart = ChartData("rows", [str(w) for w in known["who"].replace(OURS, "Our records")],
                      [Series("Share", shares("value"), shares("ci_low"), shares("ci_high"),
                              [str(kind) for kind in known["kind"]])],
                      title)  # fmt: skip
    return Section(
        "compared", f"Compared with what? {title}",
        "Our records under the study's own definition; its control arms stand beside.",
        table, chart, (f"Cannot be matched: {study['cannot_match']}.", "Other patients, other "
                       "diaries: the distance between two rows is not an effect of treatment."),
    )  # fmt: skip


def _safety(basis: ReportBasis) -> Section:
    found = side_effects(basis.records)
    overall = found[found["session"] == 0]
    enough = (overall["patients"] >= basis.limit) & (
        overall["treated"] - overall["patients"] >= basis.limit
    )
    table = pd.DataFrame(
        {
            "Side effect": overall["event"],
            "Patients": [
                f"{k} of {n} ({percent(k / n)})" if ok else HIDDEN
                for k, n, ok in zip(overall["patients"], overall["treated"], enough, strict=True)
            ],
        }
    )
    title = "Recorded side effects" if len(table) else "No side effects are recorded"
    return Section(
        "safety", title, "Patients with each event of all treated. How they were asked is not "
        f"known. Reference study: {REFERENCE_SOURCE}.", table, None,
        ("Events that nobody asked for are missing.", NOT_SHOWN.format(limit=basis.limit)),
    )  # fmt: skip


def _methods(basis: ReportBasis) -> Section:
    names = ("rates", "bands", "compared")
    table = pd.DataFrame(
        [(TABLES[n].title, f"{TABLES[n].answers} Not to trust: {TABLES[n].distrust}")
         for n in names], columns=["What", "How"],
    )  # fmt: skip
    return Section("methods", "How these numbers were made",
                   sentence_case(basis.settings.definition.in_words) + ".",
                   table, None, (FOOT, INTENDED_USE))  # fmt: skip


def _definitions() -> Section:
    terms = [term for group in GLOSSARY.values() for term in group]
    wanted = ("Baseline", "Percent reduction", "Responder", "Evaluable", "Due", "Rate")
    table = pd.DataFrame([(t.name, t.sentence) for t in terms if t.name in wanted],
                         columns=["Term", "Meaning"])  # fmt: skip
    return Section("definitions", "Definitions", "The words of this report.", table)
