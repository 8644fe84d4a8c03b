"""Sections that hold our records beside something else: published results, ICHD limits, a study."""

from __future__ import annotations

import pandas as pd

from analytics.guidelines.overuse import ANY, intake_months
from analytics.medication import ENOUGH_OF_A_MONTH
from analytics.research.compared import OURS, comparable, compared, label_of
from analytics.research.intervals import NAN
from analytics.safety import REFERENCE, REFERENCE_SOURCE, side_effects
from analytics.words import number, share
from charts.shared import SHARES
from reports.basis import (
    DAYS,
    HIDDEN,
    NOT_SHOWN,
    ChartData,
    ReportBasis,
    Section,
    Series,
    ends,
)

COUNTED = ("rate", "ever")  # outcomes of a study that are patients of patients


def studies() -> dict[str, int]:
    """The published results that can stand beside ours: their names and their rows."""
    return {label_of(row): int(row["result"]) for _, row in comparable().iterrows()}


def study_of(basis: ReportBasis) -> pd.Series:
    """The published result that was chosen, or the first."""
    table, names = comparable(), studies()
    chosen = names.get(basis.choices.study, next(iter(names.values())))
    return table[table["result"] == chosen].iloc[0]


def beside_a_study(basis: ReportBasis) -> Section:
    study = study_of(basis)
    rows = compared(basis.records, int(study["result"]))
    twice = rows["who"].duplicated(keep=False)
    rows["who"] = rows["who"].mask(twice, rows["who"] + ", " + rows["window"])
    n = int(rows.loc[0, "n"])
    told = basis.enough(n, basis.patients)
    if told and study["our_outcome"] in COUNTED and pd.notna(rows.loc[0, "value"]):
        told = basis.enough(round(float(rows.loc[0, "value"]) * n / 100), n)
    if not told:
        rows.loc[0, ["value", "ci_low", "ci_high", "n"]] = pd.NA
    in_days = bool(rows["unit"].iloc[0] == "days a month")

    def written(value: float) -> str:
        return number(value) if in_days else f"{number(value)}%"

    table = pd.DataFrame(
        {
            "Who": rows["who"],
            "Patients": [f"{n:,}" if pd.notna(n) else HIDDEN for n in rows["n"]],
            "Days a month" if in_days else "Percent": [
                HIDDEN if pd.isna(v) else written(v) for v in rows["value"]
            ],
            "95% interval": ends(rows["ci_low"], rows["ci_high"], number),
        }
    )
    known = rows[rows["value"].notna()]
    scale = 1 if in_days else 100

    def values(column: str) -> list[float]:
        return (known[column].astype("float64") / scale).tolist()

    title = label_of(study)
    chart = ChartData(
        "rows", [str(who) for who in known["who"].replace(OURS, "Our records")],
        [Series("Published and ours", values("value"), values("ci_low"), values("ci_high"),
                [str(kind) for kind in known["kind"]])],
        title, DAYS if in_days else SHARES,
    )  # fmt: skip
    return Section(
        "compared", f"Compared with what? {title}",
        "Our records under the study's own definition; its control arms stand beside.",
        table, chart, (f"Cannot be matched: {study['cannot_match']}.", "Other patients, other "
                       "diaries: the distance between two rows is not an effect of treatment."),
        f"{n:,} of {basis.patients:,} judged under it" if told else basis.everybody,
    )  # fmt: skip


def side_effects_beside(basis: ReportBasis) -> Section:
    found = side_effects(basis.records)
    ours = found[found["session"] == 0].set_index("event")
    studied = REFERENCE.set_index("event")
    treated = int(ours["treated"].max()) if len(ours) else 0
    may = {event: basis.enough(int(row["patients"]), int(row["treated"]))
           for event, row in ours.iterrows()}  # fmt: skip
    events = list(dict.fromkeys([*ours.index, *studied.index]))
    table = pd.DataFrame(
        {
            "Side effect": events,
            "Our records": [
                share(int(ours["patients"][e]), int(ours["treated"][e])) if may.get(e) else HIDDEN
                for e in events
            ],
            "Reference study": [
                share(int(studied["patients"][e]), int(studied["of"][e])) if e in studied.index
                else "not reported" for e in events
            ],
        }
    )  # fmt: skip
    seen = [event for event in ours.index if may[event]]
    title = "No side effect is recorded often enough to be shown"
    if seen:
        most = seen[0]
        count = share(int(ours["patients"][most]), int(ours["treated"][most]))
        title = f"The side effect recorded most often: {most}, {count}"
    charted = [event for event in events if event in studied.index or event in seen]
    chart = ChartData(
        "rows", charted,
        [
            Series("Our records", [float(ours["share"][e]) if e in seen else NAN for e in charted],
                   kinds=["our records"] * len(charted)),
            Series("Reference study",
                   [float(studied["patients"][e] / studied["of"][e]) if e in studied.index else NAN
                    for e in charted], kinds=["toxin"] * len(charted)),
        ], title, whole=False,
    ) if seen else None  # fmt: skip
    return Section(
        "safety", title, "Patients with each event at least once, of all treated. How they were "
        f"asked is not known. Reference study: {REFERENCE_SOURCE}.", table, chart,
        ("Events that nobody asked for are missing.", NOT_SHOWN.format(limit=basis.limit)),
        f"{treated:,} of {treated:,} treated" if treated >= basis.limit else basis.everybody,
    )  # fmt: skip


def acute_medication(basis: ReportBasis) -> Section:
    name = "medication"
    if not len(basis.records.diary):
        months = pd.DataFrame()
    else:
        months = intake_months(basis.records)
        months = months[months[f"{ANY}_recorded_days"] >= ENOUGH_OF_A_MONTH]
    rows = []
    for session, of_session in months.groupby("session") if len(months) else ():
        days, n = of_session[f"{ANY}_days"].astype("float64"), len(of_session)
        if n >= basis.limit:
            quartiles = days.quantile([0.25, 0.5, 0.75]).tolist()
            rows.append((int(session), n if basis.enough(n, basis.patients) else pd.NA, *quartiles))
    columns = ["session", "n", "low", "median", "high"]
    found = pd.DataFrame(rows, columns=columns)
    table = pd.DataFrame(
        {
            "Month": [_month(session) for session in found["session"]],
            "Patients": [HIDDEN if pd.isna(n) else f"{n:,}" for n in found["n"]],
            "Median days": [number(value) for value in found["median"]],
            "Middle half": ends(found["low"], found["high"], number),
        }
    )
    title = "Acute medication by class is not recorded in these files, or by too few to be shown"
    told = found.set_index("session")
    if 0 in told.index and basis.session in told.index:
        title = (
            f"Acute medication on {number(told['median'][0])} days in the month before session 1, "
            f"on {number(told['median'][basis.session])} at the end of cycle {basis.session} "
            "(medians)"
        )
    elif len(found):
        title = "Days a month with acute medication"
    chart = ChartData(
        "columns", [_month(session) for session in found["session"]],
        [Series("Median days", found["median"].tolist(), found["low"].tolist(),
                found["high"].tolist())], title, DAYS,
    )  # fmt: skip
    n = told["n"].get(basis.session) if len(found) else pd.NA
    return Section(
        name, title, "Days with any recorded class in 30 days, never scaled up; line: middle half "
        f"of patients with {ENOUGH_OF_A_MONTH} or more recorded days.",
        table, chart, ("Other things may have changed too.",),
        basis.everybody if pd.isna(n) else f"{n:,} of {basis.patients:,} with enough recorded days "
        f"at the end of cycle {basis.session}",
    )  # fmt: skip


def _month(session: int) -> str:
    return "Before session 1" if session == 0 else f"Cycle {session}"
