"""What was recorded in each patient's cycles?

Records + Definition -> Cycles: one row for every patient and session 0 to the cohort's last, with
the days counted in its window. Sessions that did not take place are rows too.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd

from analytics.codes import OtherTreatments
from analytics.counting import ASSUMED, COUNTED, DAYS, RECORDED, count_days_in_memory
from analytics.definitions import MEASURES, Definition
from analytics.frames import AS_WRITTEN, RELATIVE
from analytics.records import Records
from analytics.steps import Cycles
from analytics.windows import every_pair, session_windows

CYCLE_COLUMNS = [
    "patient_id",
    "session",
    "treated",
    "session_date",
    "units",
    "window_start",
    "window_end",
    "window_days",
    *DAYS,
    *RECORDED,
    ASSUMED,
    "due_on",
    "closed",
    "window_note",
    "complete_months",
    "other_treatment",
    "left_out",
    "prior_botulinum",
    "stopped_on",
    "stop_reason",
]
IN_DAYS = [
    f"{date}{RELATIVE}"
    for date in ("session_date", "window_start", "window_end", "due_on", "stopped_on")
]
REASON_NOT_TOLD = "stop_reason_not_told"  # of de-identified cycles without the column
WRITTEN = [f"{days}{AS_WRITTEN}" for days in MEASURES]  # of means only


# Counts the days of windows, a row beside each: the records' own diary, or one in its files.
Counter = Callable[[Records, pd.DataFrame], pd.DataFrame]


def count_cycles(
    records: Records,
    definition: Definition,
    count: Counter = count_days_in_memory,
    windows: pd.DataFrame | None = None,
) -> Cycles:
    """Count the days of every cycle up to the records' cut-off.

    ``windows``: the ``session_windows`` of these records, where they are made already.

    ``closed``: the session took place and its window is over, or it did not and, by its date,
    would be over by now. ``complete_months``: counts given per month, without recorded days.
    ``other_treatment``: names of other treatments begun since the baseline; where the Definition
    leaves the windows after them out, those are ``left_out`` and not closed.
    """
    if records.are_cycles:
        return _made_elsewhere(records, definition)
    if records.are_counts:
        cycles = _given(records, definition)
    else:
        cycles = _counted(records, definition, count, windows)
    known = records.patients[["patient_id", "prior_botulinum", "stopped_on", "stop_reason"]]
    return in_order(cycles.merge(known, on="patient_id", how="left"))


def counted_as(definition: Definition) -> tuple[object, ...]:
    """What of a Definition changes the count: cycles that are kept are called by it."""
    parts = (definition.window, definition.month, definition.other_treatments)
    return ("cycles", definition.therapy.name, *parts)


def in_order(cycles: pd.DataFrame) -> Cycles:
    """The columns of cycles; those of means as written, and of days for dates, if there are any."""
    return alone(cycles.sort_values(["patient_id", "session"], ignore_index=True))


def alone(rows: pd.DataFrame) -> Cycles:
    """The columns of cycles alone, also of rows to which outcomes were added."""
    more = (name for name in (*WRITTEN, *IN_DAYS, REASON_NOT_TOLD) if name in rows)
    return Cycles(rows[[*CYCLE_COLUMNS, *more]])


def to_hand_on(cycles: Cycles, definition: Definition, cut_off: date | None) -> pd.DataFrame:
    """The cycles with how they were counted in every row: a table that can be opened elsewhere."""
    return cycles.assign(
        window=definition.window,
        month=definition.month,
        other_treatments=definition.other_treatments,
        cut_off=pd.Timestamp(cut_off) if cut_off else pd.NaT,
    ).astype({"cut_off": "datetime64[s]"})


def _made_elsewhere(records: Records, definition: Definition) -> Cycles:
    """Cycles as they were handed on, up to the last session that anybody here had."""
    if not records.allow(definition):
        if records.only_definition:
            raise ValueError(f"de-identified, and not by {definition.label}")
        raise ValueError(f"counted elsewhere, and not by {definition.label}")
    cycles = records.cycles.copy(deep=False)
    lacking = {*DAYS, *RECORDED} - {*cycles}  # kinds of day that nobody counted there
    cycles = cycles.assign(**dict.fromkeys(lacking, pd.NA)).astype(dict.fromkeys(lacking, "Int64"))
    flags = ["treated", "closed", "complete_months", "left_out"]
    cycles[flags] = cycles[flags].fillna(0).astype(bool)
    words = ["window_note", "other_treatment"]
    cycles[words] = cycles[words].fillna("")
    last = cycles.loc[cycles["treated"], "session"].max() if cycles["treated"].any() else 0
    return in_order(cycles[cycles["session"] <= last].astype({"session": "int64"}))


def _counted(
    records: Records, definition: Definition, count: Counter, windows: pd.DataFrame | None
) -> pd.DataFrame:
    """Cycles counted from a diary."""
    if windows is None:
        windows = session_windows(records.every_session(definition.therapy), definition)
    days = count(records, windows)
    took_place = windows["treated"] | (windows["session"] == 0)
    cycles = windows.assign(
        **{name: _known(days[name], took_place) for name in (*RECORDED, ASSUMED)},
        **{
            name: _known(days[name], took_place & (days[there] > 0))
            for name, there in zip(DAYS, RECORDED, strict=True)
        },
    )
    others = _other_treatments(windows, records.treatments, definition.therapy.other_kinds)
    over = cycles["due_on"] <= pd.Timestamp(records.cut_off or records.last_date)
    left_out = (cycles["due_on"] >= _first_start(cycles, others)) & (
        definition.other_treatments == OtherTreatments.LEFT_OUT
    )
    return cycles.assign(
        closed=over & ~left_out,
        complete_months=False,
        other_treatment=_names_by_window(cycles, others),
        left_out=left_out,
    )


def _known(counted: pd.Series, where: pd.Series) -> pd.Series:
    """The counts where they stand for something; missing is not zero."""
    values = pd.arrays.IntegerArray(counted.to_numpy(), ~where.to_numpy())
    return pd.Series(values, index=counted.index)


def _other_treatments(
    windows: pd.DataFrame, treatments: pd.DataFrame, kinds: tuple[str, ...]
) -> pd.DataFrame:
    """The other treatments that began since each patient's baseline began: patient, name, start."""
    begins = ["patient_id", "name", "started_on"]
    of_kinds = treatments[treatments["kind"].isin(kinds)]
    if of_kinds.empty:
        return of_kinds[begins]
    baseline = windows.loc[windows["session"] == 0, ["patient_id", "window_start"]]
    both = of_kinds.merge(baseline, on="patient_id")
    begun = both.loc[both["started_on"] >= both["window_start"]]
    return begun[begins].sort_values("started_on")


def _first_start(cycles: pd.DataFrame, others: pd.DataFrame) -> pd.Series:
    first = others.drop_duplicates("patient_id").set_index("patient_id")["started_on"]
    return first.reindex(cycles["patient_id"]).set_axis(cycles.index)


def _names_by_window(cycles: pd.DataFrame, others: pd.DataFrame) -> pd.Series:
    """The names of the treatments begun by the end of each window after the baseline."""
    if others.empty:
        return pd.Series("", index=cycles.index, dtype="str")
    after = cycles.loc[cycles["session"] > 0, ["patient_id", "window_end"]].reset_index()
    pairs = after.merge(others, on="patient_id")
    pairs = pairs.loc[pairs["started_on"] <= pairs["window_end"]]
    names = pairs.groupby("index")["name"].agg(", ".join)
    return names.reindex(cycles.index, fill_value="").astype("str")


def _given(records: Records, definition: Definition) -> pd.DataFrame:
    """Cycles from counts that were made elsewhere: no windows, and no drop-out can be seen.

    A blank ``recorded_days`` means per month and complete. A session counts as having taken place
    if anything was recorded for it or for a later one; its row, also a blank one, makes it due.
    A count with decimals is a mean of months, kept beside its number as it was written.
    """
    counts = records.counts
    last = int(counts["session"].max()) if len(counts) else 0
    grid = every_pair(counts["patient_id"].drop_duplicates(), last)
    grid = grid.merge(counts, on=["patient_id", "session"], how="left", indicator="row")
    told = [name for name in DAYS if name in counts]
    grid = grid.assign(**{name: pd.NA for name in DAYS if name not in counts})
    content = [*told, "recorded_days", "session_date"]
    filled = grid["session"].where(grid[content].notna().any(axis=1))
    listed = grid["session"].where(grid["row"] == "both")
    latest = grid.assign(filled=filled, listed=listed).groupby("patient_id")
    later = grid["session"] > 0
    treated = later & (grid["session"] <= latest["filled"].transform("max"))
    complete = grid["recorded_days"].isna() & grid[told].notna().any(axis=1)
    recorded = grid["recorded_days"].mask(complete, definition.month)
    return grid.assign(
        treated=treated,
        units=pd.NA,
        window_start=pd.NaT,
        window_end=pd.NaT,
        window_days=pd.NA,
        **{one.recorded: recorded.where(grid[one.name].notna()) for one in COUNTED},
        assumed_free_days=pd.NA,
        due_on=pd.NaT,
        closed=later & (grid["session"] <= latest["listed"].transform("max")),
        window_note="",
        complete_months=complete,
        other_treatment="",
        left_out=False,
    ).astype(
        {
            "window_start": "datetime64[s]",
            "window_end": "datetime64[s]",
            "due_on": "datetime64[s]",
            "session_date": "datetime64[s]",
            "units": "Float64",
            **{name: "Int64" for name in DAYS if name not in counts},
            **dict.fromkeys(["window_days", *RECORDED, ASSUMED], "Int64"),
        }
    )
