"""The section of a report that holds our records beside a published result."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analytics.codes import Arm, Beside, Unit
from analytics.research.compared import (
    comparable,
    compared,
    definition_of,
    label_of,
    not_computed,
)
from analytics.therapies import Therapy
from charts.data import DAYS, HIDDEN, SHARES, ChartData, Series
from reports.basis import ReportBasis, Section, ends, hatched
from reports.groups import (
    COMPARED,
    COMPARED_REACHED,
)
from words.numbers import UNDEFINED, number
from words.pages.compared import is_a_share
from words.pages.compared import title as finding
from words.percents import beside
from words.studies import controls_beside, unknown_study
from words.tables import beside_told
from words.tables import compared as in_words

COUNTED = ("rate", "ever")  # outcomes of a study that are patients of patients


def studies(therapy: Therapy) -> dict[str, int]:
    """The published results of a treatment that can stand beside ours: their keys and rows."""
    found = comparable(therapy)
    return dict(zip(map(str, found["key"]), map(int, found["result"]), strict=True))


@dataclass(frozen=True)
class BesideStudy:
    """Our records under a study's own Definition, with its arms, as much of it as may be told."""

    study: pd.Series
    rows: pd.DataFrame  # an arm each; our number is empty where it is not shown
    who: pd.Series  # of each row, without the window that tells two of one name apart
    n: int | None  # how many of ours are judged; None where that is not shown
    uncounted: str  # why ours cannot be counted so, in words
    hidden: pd.Series  # of each row: is its number not shown?

    @property
    def ours(self) -> pd.Series:
        return self.rows["kind"] == Arm.OURS

    @property
    def whom(self) -> str:
        """Who of ours, after which session: judged after session 2."""
        return str(self.rows.loc[self.ours, "denominator"].iloc[0])

    @property
    def in_days(self) -> bool:
        return bool(self.rows["unit"].iloc[0] == Unit.MONTHLY)

    @property
    def value_named(self) -> str:
        return "Days a month" if self.in_days else "Percent"

    def written(self, value: float) -> str:
        return number(value) if self.in_days else beside(value, 1)


def beside_a_study(basis: ReportBasis) -> Section:
    """Our records, counted as a study counted, beside what it published."""
    study = basis.study
    if study is None:
        return Section(
            "compared",
            "Compared with what?",
            unknown_study(basis.choices.study, basis.therapy)
            or "No published result of this treatment is here.",
            pd.DataFrame(),
            rests_on=basis.everybody,
        )
    found, named = _compared(basis, study), label_of(study)
    title = _title(found, named, basis.therapy)
    other = int(study["our_session"]) != basis.session
    elsewhere = f", not session {basis.session} as elsewhere here" if other else ""
    remark, beside_it = _of_ours(found, basis), controls_beside(int(study["result"]))
    return Section(
        "compared",
        title,
        f"{'' if named in title else f'{named}. '}Our records under the study's own definition, "
        f"{found.whom}{elsewhere}.{beside_it and f' {beside_it}'}{hatched(found.hidden)}",
        _study_table(found),
        _study_chart(found, title),
        (
            *((f"Our records: {remark}.",) if remark else ()),
            f"Cannot be matched: {study['cannot_match']}.",
            "Other patients, other diaries: the distance between two rows is not an effect of "
            "treatment.",
        ),
        basis.everybody if found.uncounted else basis.of_treated(COMPARED, "judged under it"),
    )


def _title(found: BesideStudy, named: str, therapy: Therapy) -> str:
    """By the study's own definition 32% here; in PREEMPT pooled 45%, on placebo 34%

    Of a share that may be told; of any other the study alone is named.
    """
    if found.uncounted or not found.n or found.hidden.any() or not is_a_share(found.study):
        return f"Compared with what? {named}"
    told = finding(found.rows.assign(who=found.who), found.study, therapy)
    return f"By the study's own definition {told}"


def _of_ours(found: BesideStudy, basis: ReportBasis) -> str:
    """What has to be said of our records; of a count that is not shown not that it is 0."""
    if found.n == 0:
        return str(found.rows.loc[found.ours, "remark"].iloc[0])
    if basis.records.are_counts:
        return beside_told(Beside.OWN_WINDOW, definition_of(found.study), 0)
    return ""


def _compared(basis: ReportBasis, study: pd.Series) -> BesideStudy:
    rows = in_words(compared(basis.records, int(study["result"]), basis.result.other_definitions))
    who, twice = rows["who"], rows["who"].duplicated(keep=False)
    rows["who"] = rows["who"].mask(twice, rows["who"] + ", " + rows["window"])
    lacking = not_computed(basis.records, definition_of(study))  # nobody is hidden then
    uncounted = beside_told(lacking, definition_of(study), 0)
    n = 0 if uncounted else basis.printed.get(COMPARED)
    told = bool(uncounted) or (
        n is not None and (study["our_outcome"] not in COUNTED or COMPARED_REACHED in basis.printed)
    )
    ours = rows["kind"] == Arm.OURS
    if not told:
        rows.loc[ours, ["value", "ci_low", "ci_high"]] = pd.NA
    return BesideStudy(study, rows, who, n, uncounted, hidden=ours & (not told))


def _study_table(found: BesideStudy) -> pd.DataFrame:
    rows, ours = found.rows, found.ours
    counts = rows["n"].where(~ours, found.n if found.n is not None else 0)
    table = pd.DataFrame(
        {
            "Who": rows["who"],
            "Patients": [UNDEFINED if pd.isna(count) else f"{count:,}" for count in counts],
            found.value_named: [
                HIDDEN if gone else UNDEFINED if pd.isna(v) else found.written(v)
                for v, gone in zip(rows["value"], found.hidden, strict=True)
            ],
            "95% interval": ends(
                rows["ci_low"], rows["ci_high"], lambda end: found.written(end).removesuffix("%")
            ),
        }
    )
    if found.n is None:
        table.loc[ours, "Patients"] = HIDDEN
    if found.uncounted:
        table.loc[ours, "Patients"] = UNDEFINED
        table.loc[ours, found.value_named] = found.uncounted
    return table


def _study_chart(found: BesideStudy, title: str) -> ChartData:
    """A row an arm that has a number, or one that is not shown."""
    drawn = found.rows["value"].notna() | found.hidden
    known = found.rows[drawn]
    scale = 1 if found.in_days else 100

    def values(column: str) -> list[float]:
        return (known[column].astype("Float64") / scale).astype("float64").tolist()

    arms = Series(
        "Published and ours",
        values("value"),
        values("ci_low"),
        values("ci_high"),
        [str(kind) for kind in known["kind"]],
        ["" if pd.isna(v) else found.written(v) for v in known["value"]],
    )
    return ChartData(
        "rows",
        [str(who) for who in known["who"].replace(Arm.OURS, "Our records")],
        [arms],
        title,
        DAYS if found.in_days else SHARES,
        hidden=tuple(found.hidden[drawn].tolist()),
    )
