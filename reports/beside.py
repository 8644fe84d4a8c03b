"""Sections that hold our records beside something else: published results, ICHD limits, a study."""

from __future__ import annotations

import pandas as pd

from analytics.codes import Arm, Unit
from analytics.guidelines.base import ENOUGH_OF_A_MONTH
from analytics.guidelines.overuse import ANY
from analytics.research.compared import (
    comparable,
    compared,
    definition_of,
    label_of,
    not_computed,
)
from analytics.research.intervals import NAN
from analytics.safety import REFERENCE_SOURCE, reference, who_had
from analytics.therapies import Therapy
from charts.shared import HIDDEN, SHARES
from reports.basis import (
    DAYS,
    NOT_SHOWN,
    ChartData,
    ReportBasis,
    Section,
    Series,
    ends,
    hatched,
    not_shown,
)
from reports.groups import (
    COMPARED,
    COMPARED_REACHED,
    COULD_HAVE_EVENTS,
    of_month,
    with_event,
)
from words.numbers import UNDEFINED, counted, number
from words.percents import beside, share
from words.tables import beside_told
from words.tables import compared as in_words

MOST_CHARTED = 16  # rows of a chart of side effects; more that are not shown stand together
COUNTED = ("rate", "ever")  # outcomes of a study that are patients of patients


def studies(therapy: Therapy) -> dict[str, int]:
    """The published results of a treatment that can stand beside ours: their names and rows."""
    return {label_of(row): int(row["result"]) for _, row in comparable(therapy).iterrows()}


def beside_a_study(basis: ReportBasis) -> Section:
    study = basis.study
    if study is None:
        return Section(
            "compared",
            "Compared with what?",
            "No published result of this treatment is here.",
            pd.DataFrame(),
            rests_on=basis.everybody,
        )
    found = compared(basis.records, int(study["result"]), basis.result.other_definitions)
    rows = in_words(found)
    twice = rows["who"].duplicated(keep=False)
    rows["who"] = rows["who"].mask(twice, rows["who"] + ", " + rows["window"])
    uncounted = not_computed(basis.records, definition_of(study))  # nobody is hidden then
    n = 0 if uncounted else basis.printed.get(COMPARED)
    told = bool(uncounted) or (
        n is not None and (study["our_outcome"] not in COUNTED or COMPARED_REACHED in basis.printed)
    )
    ours = rows["kind"] == Arm.OURS
    hidden = ours & (not told)
    if not told:
        rows.loc[ours, ["value", "ci_low", "ci_high"]] = pd.NA
    in_days = bool(rows["unit"].iloc[0] == Unit.MONTHLY)

    def written(value: float) -> str:
        return number(value) if in_days else beside(value, 1)

    table = pd.DataFrame(
        {
            "Who": rows["who"],
            "Patients": [
                UNDEFINED if pd.isna(count) else f"{count:,}"
                for count in rows["n"].where(~ours, n if n is not None else 0)
            ],
            "Days a month" if in_days else "Percent": [
                HIDDEN if gone else UNDEFINED if pd.isna(v) else written(v)
                for v, gone in zip(rows["value"], hidden, strict=True)
            ],
            "95% interval": ends(
                rows["ci_low"], rows["ci_high"], lambda end: written(end).removesuffix("%")
            ),
        }
    )
    if n is None:
        table.loc[ours, "Patients"] = HIDDEN
    if uncounted:
        table.loc[ours, "Patients"] = UNDEFINED
        table.loc[ours, "Days a month" if in_days else "Percent"] = beside_told(
            uncounted, definition_of(study), 0
        )
    drawn = rows["value"].notna() | hidden
    known = rows[drawn]
    scale = 1 if in_days else 100

    def values(column: str) -> list[float]:
        return (known[column].astype("Float64") / scale).astype("float64").tolist()

    title = label_of(study)
    chart = ChartData(
        "rows",
        [str(who) for who in known["who"].replace(Arm.OURS, "Our records")],
        [
            Series(
                "Published and ours",
                values("value"),
                values("ci_low"),
                values("ci_high"),
                [str(kind) for kind in known["kind"]],
                ["" if pd.isna(v) else written(v) for v in known["value"]],
            )
        ],
        title,
        DAYS if in_days else SHARES,
        hidden=tuple(hidden[drawn].tolist()),
    )
    remark = str(rows.loc[ours, "remark"].iloc[0]) if n == 0 else ""
    return Section(
        "compared",
        f"Compared with what? {title}",
        "Our records under the study's own definition; its control arms stand "
        f"beside.{hatched(hidden)}",
        table,
        chart,
        (
            *((f"Our records: {remark}.",) if remark else ()),
            f"Cannot be matched: {study['cannot_match']}.",
            "Other patients, other diaries: the distance between two rows is not an effect of "
            "treatment.",
        ),
        basis.everybody if uncounted else basis.of_treated(COMPARED, "judged under it"),
    )


def side_effects_beside(basis: ReportBasis) -> Section:
    ours = list(who_had(basis.records))
    studied = reference(basis.therapy).set_index("event")
    dated = len(basis.with_a_session) > 0  # an event belongs to a session before it
    events = list(dict.fromkeys([*ours, *studied.index]))
    not_ours = [event for event in studied.index if event not in ours]
    of = basis.printed.get(COULD_HAVE_EVENTS)
    counts = {e: basis.printed[with_event(e)] for e in ours if with_event(e) in basis.printed}
    told = {e: share(k, of) if of is not None else counted(k, "patient") for e, k in counts.items()}
    none = "not recorded" if dated or not len(basis.records.adverse_events) else "not counted"
    table = pd.DataFrame(
        {
            "Side effect": events,
            "Our records": [told.get(e, HIDDEN if e in ours else none) for e in events],
        }
    )
    if len(studied):
        table["Reference study"] = [
            share(int(studied["patients"][e]), int(studied["of"][e]))
            if e in studied.index
            else "not reported"
            for e in events
        ]
    title = "No side effect is recorded often enough to be shown"
    if told:
        most = next(e for e in ours if e in told)
        title = f"The side effect recorded most often: {most}, {told[most]}"
    elif not ours:
        title = "No side effect is recorded in these files"
        if not dated and len(basis.records.adverse_events):
            title = "No side effect can be counted: the dates of sessions are not recorded here"
    shares = {e: k / of for e, k in counts.items()} if of else {}
    rare = [event for event in ours if event not in shares and event not in studied.index]
    folded = rare if len(events) > MOST_CHARTED and len(rare) > 1 else []
    charted = [event for event in events if event not in folded]
    if folded:
        charted.append(f"{len(folded)} other side effects")
    hidden = tuple(event not in shares and event not in not_ours for event in charted)
    chart = (
        ChartData(
            "rows",
            charted,
            [
                Series(
                    "Our records",
                    [shares.get(e, NAN) for e in charted],
                    kinds=[Arm.OURS] * len(charted),
                ),
                *(
                    [
                        Series(
                            "Reference study",
                            [
                                float(studied["patients"][e] / studied["of"][e])
                                if e in studied.index
                                else NAN
                                for e in charted
                            ],
                            kinds=[basis.therapy.published] * len(charted),
                        )
                    ]
                    if len(studied)
                    else []
                ),
            ],
            title,
            whole=False,
            hidden=hidden,
        )
        if ours
        else None
    )
    source = f" Reference study: {REFERENCE_SOURCE}." if len(studied) else ""
    return Section(
        "safety",
        title,
        "Patients with each event at least once, of all treated. How they were "
        f"asked is not known.{source}{hatched(hidden)}",
        table,
        chart,
        ("Events that nobody asked for are missing.", NOT_SHOWN.format(limit=basis.limit)),
        f"{of:,} of {of:,} treated" if of is not None and dated else basis.everybody,
    )


def acute_medication(basis: ReportBasis) -> Section:
    months = {
        int(str(k)): of[f"{ANY}_days"].astype("float64")
        for k, of in basis.intake.groupby("session")
    }
    rows = []
    for session in range(max(months, default=-1) + 1):
        days = months.get(session, pd.Series(dtype="float64"))
        enough = len(days) >= basis.limit
        quartiles = days.quantile([0.25, 0.5, 0.75]).tolist() if enough else [NAN] * 3
        n = basis.printed.get(of_month(session), pd.NA) if len(days) else 0
        rows.append((session, n, *quartiles, bool(len(days)) and not enough))
    found = pd.DataFrame(rows, columns=["session", "n", "low", "median", "high", "hidden"])
    table = pd.DataFrame(
        {
            "Month": [_month(session) for session in found["session"]],
            "Patients": [HIDDEN if pd.isna(n) else f"{n:,}" for n in found["n"]],
            "Median days": [
                HIDDEN if gone else number(value)
                for value, gone in zip(found["median"], found["hidden"], strict=True)
            ],
            "Middle half": ends(found["low"], found["high"], number),
        }
    )
    told = found[found["median"].notna()].set_index("session")["median"]
    title = "Acute medication by class is not recorded in these files"
    if found["hidden"].any():
        title = "Acute medication by class is recorded by too few to be shown"
    if 0 in told.index and basis.session in told.index:
        title = (
            f"Acute medication on {number(told[0])} days in the month before session 1, "
            f"on {number(told[basis.session])} at the end of cycle {basis.session} (medians)"
        )
    elif len(told):
        title = "Days a month with acute medication"
    chart = (
        ChartData(
            "columns",
            [_month(session).replace(" session", "\nsession") for session in found["session"]],
            [
                Series(
                    "Median days",
                    found["median"].tolist(),
                    found["low"].tolist(),
                    found["high"].tolist(),
                )
            ],
            title,
            DAYS,
            hidden=tuple(found["hidden"].tolist()),
        )
        if len(told)
        else None
    )
    return Section(
        "medication",
        title,
        "Days with any recorded class in 30 days, never scaled up; line: "
        f"middle half of patients with {ENOUGH_OF_A_MONTH} or more recorded "
        f"days.{hatched(found['hidden'])}",
        table,
        chart,
        ("Other things may have changed too.", *not_shown(found["hidden"], basis.limit)),
        basis.of_treated(
            of_month(basis.session),
            f"with enough recorded days at the end of cycle {basis.session}",
        ),
    )


def _month(session: int) -> str:
    return "Before session 1" if session == 0 else f"Cycle {session}"
