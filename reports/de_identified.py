"""What may leave the clinic about single patients?

The package is made again from days relative to each patient's first session, which is day 0, and
from what was chosen: nothing else of the records is in reach. Whoever knows the cut-off could place
a patient by the day on which her records end, so nothing ends there: of a window that is still open
nothing is told, and no day after the last one of which the table says that it is over.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analytics.codes import Reason
from analytics.counting import ASSUMED, DAYS, RECORDED
from analytics.cycles import CYCLE_COLUMNS, REASON_NOT_TOLD, WRITTEN
from analytics.definitions import COUNTED_BY
from analytics.frames import CANONICAL, CYCLES, RELATIVE, empty, settled
from analytics.privacy import age_band, alike, keyed_ids
from analytics.records import Records
from analytics.report_choices import ReportChoices
from analytics.settings import Settings
from analytics.steps import Outcomes
from analytics.windows import is_note
from reports.may_leave import may_be_told

DATES = ("session_date", "window_start", "window_end", "due_on", "stopped_on")
OF_TREATMENT = ("units", "other_treatment")  # in cycles; the others are columns of patients
CHOSEN_ONLY = (*OF_TREATMENT, "prior_botulinum", "stopped_on", "stop_reason")
WITHOUT_REASONS = (
    "Without the columns stop reason and stopped on, the responder rates by reason and the reasons "
    "why patients are missing cannot be read back: they are left empty where they depend on them."
)
DEFAULT_COLUMNS = ("sex", "age_band")


def cycles_in_days(
    outcomes: Outcomes,
    settings: Settings,
    key: str,
    columns: tuple[str, ...],
) -> pd.DataFrame:
    """The cycles as a canonical table without a date, that reads back to the same rates."""
    kept = [name for name in (*CYCLE_COLUMNS, *WRITTEN, "due") if name in outcomes]
    told = outcomes[kept].assign(due=outcomes["due"].astype("Int8"))
    start = first_sessions(outcomes)
    for name in DATES:
        inside = f"{name}{RELATIVE}"
        told[inside] = (
            outcomes[inside]
            if inside in outcomes
            else days_from(told[name], told["patient_id"].map(start))
        )
    counts = [name for name in (*DAYS, *RECORDED, ASSUMED, *WRITTEN) if name in told]
    open_ = (told["session"] > 0) & ~told["closed"]
    told[counts] = told[counts].mask(open_)
    if "other_treatment" not in columns:
        told["left_out"] = False
    ours = [is_note(note) for note in told["window_note"]]  # of cycles: a text from a file
    told["window_note"] = told["window_note"].where(pd.Series(ours, index=told.index), "")
    unasked = [name for name in CHOSEN_ONLY if name not in columns]
    told = told.drop(
        columns=[*unasked, *(f"{name}{RELATIVE}" for name in unasked)], errors="ignore"
    )
    if "stopped_on" in columns:
        last = told["patient_id"].map(last_days(told))
        stop = told[f"stopped_on{RELATIVE}"]
        told[f"stopped_on{RELATIVE}"] = stop.mask((stop > last).fillna(True))
    if "stop_reason" not in columns and reasons_stay(outcomes, columns):
        told = told.assign(**{REASON_NOT_TOLD: 1})
    definition = settings.definition
    told = told.drop(columns=list(DATES), errors="ignore").assign(
        patient_id=keyed_ids(told["patient_id"], key),
        definition=definition.name,
        **{part: getattr(definition, part) for part in COUNTED_BY if part != "min_days"},
        min_days=pd.NA if definition.min_days is None else definition.min_days,
    )
    order = [c.name for c in CYCLES.columns if c.name in told]
    return told[order].sort_values(["patient_id", "session"], ignore_index=True)


def reasons_stay(outcomes: Outcomes, columns: tuple[str, ...]) -> bool:
    """Are there reasons of stops, or were there, that do not leave with their day?"""
    there = outcomes["stop_reason"].notna() | (outcomes["reason"] == Reason.NOT_TOLD)
    return not {"stop_reason", "stopped_on"} <= {*columns} and bool(there.any())


def first_sessions(outcomes: Outcomes) -> pd.Series:
    """Patient -> the date of session 1."""
    return outcomes[outcomes["session"] == 1].set_index("patient_id")["session_date"]


def days_from(dates: pd.Series, start: pd.Series) -> pd.Series:
    """Dates as days from another date."""
    dated = pd.to_datetime(dates).astype("datetime64[s]")
    return (dated - start.astype("datetime64[s]")).dt.days.astype("Int64")


def last_days(cycles: pd.DataFrame) -> pd.Series:
    """Patient -> the last day that the table itself says to be over: nothing later is told."""
    over = cycles[f"due_on{RELATIVE}"].where(cycles["closed"])
    had = cycles[f"session_date{RELATIVE}"].where(cycles["treated"])
    both = pd.concat([over, had], axis=1).max(axis=1)
    return both.groupby(cycles["patient_id"]).max()


def as_records(cycles: pd.DataFrame) -> Records:
    """These cycles as whoever gets them will have them."""
    tables = {name: empty(table) for name, table in CANONICAL.items()}
    blank = {
        c.name: pd.NaT if c.kind == "date" else pd.NA
        for c in CYCLES.columns
        if c.name not in cycles and not c.where_needed
    }
    return Records(**{**tables, "cycles": settled(cycles.assign(**blank), CYCLES)})


def every_day(
    records: Records,
    outcomes: Outcomes,
    cycles: pd.DataFrame,
    key: str,
    columns: tuple[str, ...],
) -> dict[str, pd.DataFrame]:
    """Diary in days, up to the last one that is told anyway; sessions of the first course."""
    start = first_sessions(outcomes)
    diary = records.diary[records.diary["patient_id"].isin(start.index)]
    since = days_from(diary["date"], diary["patient_id"].map(start))
    ids = keyed_ids(diary["patient_id"], key)
    known = (since <= ids.map(last_days(cycles))).fillna(False)
    days = diary.drop(columns="date").assign(patient_id=ids, **{f"date{RELATIVE}": since})[known]
    names = ["patient_id", "session", f"session_date{RELATIVE}"]
    names += ["units"] if "units" in columns else []
    had = cycles.loc[cycles["treated"] & (cycles["session"] > 0), names]
    first = ["patient_id", f"date{RELATIVE}"]
    days = days[[*first, *(name for name in days if name not in first)]]
    return {
        "diary": days.sort_values(first, ignore_index=True),
        "sessions": had.reset_index(drop=True),
    }


def patients_of(
    records: Records, outcomes: Outcomes, key: str, columns: tuple[str, ...]
) -> pd.DataFrame:
    """The chosen columns of patients, a row each."""
    shown = _banded(records, outcomes)
    kept = [name for name in columns if name in shown and name not in (*OF_TREATMENT, "stopped_on")]
    own = shown[["patient_id", *kept]].assign(patient_id=keyed_ids(shown["patient_id"], key))
    return own.sort_values("patient_id", ignore_index=True)


def _banded(records: Records, outcomes: Outcomes) -> pd.DataFrame:
    own = records.patients[records.patients["patient_id"].isin(outcomes["patient_id"])]
    return own.assign(age_band=[age_band(age) for age in own["age"]]).drop(columns="age")


def how_many_are_alike(
    records: Records, outcomes: Outcomes, columns: tuple[str, ...]
) -> pd.DataFrame:
    """How many patients share each combination of what leaves: the chosen columns as banded, the
    number of sessions and the days of the sessions; rarest first."""
    shown = _banded(records, outcomes)
    kept = [name for name in columns if name in shown and name not in (*OF_TREATMENT, "stopped_on")]
    had = outcomes[outcomes["treated"] & (outcomes["session"] > 0)]
    days = days_from(had["session_date"], had["patient_id"].map(first_sessions(outcomes)))
    course = days.astype("str").fillna("").groupby(had["patient_id"]).agg(" ".join)
    number = had.groupby("patient_id").size()
    everyone = pd.DataFrame({"patient_id": outcomes["patient_id"].unique()})
    told = everyone.merge(shown[["patient_id", *kept]], on="patient_id", how="left").assign(
        sessions=lambda frame: frame["patient_id"].map(number).fillna(0).astype("int64"),
        session_days=lambda frame: frame["patient_id"].map(course).fillna(""),
    )
    return alike(told, [*kept, "sessions", "session_days"])


def settings_to_hand_on(settings: Settings, columns: tuple[str, ...]) -> Settings:
    """The Definition and the session looked at: no cut-off, no title, no filter that stays here."""
    filters = may_be_told(settings.filters, columns)
    return replace(settings, cut_off=None, filters=filters, report=ReportChoices())
