"""Data for others: tables as CSV with a dictionary, the settings and a word on how to read them.

De-identified, if wished: days relative to the first session instead of dates, ids replaced under a
key that the user sets, ages in bands, free columns only by choice.
"""

from __future__ import annotations

import io
import zipfile

import pandas as pd

from analytics.definitions import FEWEST_ALIKE
from analytics.frames import as_csv, inert_cells
from analytics.privacy import age_band, alike, keyed_id
from analytics.records import Records
from analytics.settings import Settings
from analytics.summaries import responder_rates
from reports.slides import CLOCK

UNITS = {
    "patient_id": "the clinic's own name for a patient, or a keyed id",
    "session": "0 = baseline, then 1, 2, ... by date",
    "monthly_days": "days scaled to the Definition's month",
    "baseline": "days a month before session 1",
    "change": "days a month, after minus before: fewer is negative",
    "percent_reduction": "percent, positive is better, empty where undefined",
    "responder": "true, false, or empty: not judged",
    "rate": "fraction of those judged",
    "ci_low": "fraction, lower end of Wilson's 95% interval",
    "ci_high": "fraction, upper end of Wilson's 95% interval",
    "window_start": "first day compared",
    "window_end": "last day compared",
}
ADAM = {  # names of CDISC ADaM basic data structure, where ours has one
    "patient_id": "USUBJID", "session": "AVISITN", "session_date": "ADT", "monthly_days": "AVAL",
    "baseline": "BASE", "change": "CHG", "percent_reduction": "PCHG", "responder": "CRIT1FL",
}  # fmt: skip
DAYS = ("session_date", "window_start", "window_end", "due_on", "stopped_on")
SAFE_COLUMNS = ("site", "sex", "age_band", "prior_botulinum", "prior_preventives",
                "medication_overuse")  # fmt: skip


def data_zip(
    records: Records, outcomes: pd.DataFrame, settings: Settings, *, key: str = "",
    columns: tuple[str, ...] = SAFE_COLUMNS, adam: bool = False,
) -> bytes:  # fmt: skip
    """A ZIP: outcomes, rates, patients, dictionary, settings, README. ``key``: de-identified."""
    tables = {"outcomes": outcomes, "rates": responder_rates(outcomes)}
    patients = records.patients[records.patients["patient_id"].isin(outcomes["patient_id"])]
    remarks: list[str] = []
    if key:
        tables["outcomes"] = de_identified(outcomes, key)
        shown = patients.assign(age_band=[age_band(age) for age in patients["age"]])
        kept = [name for name in columns if name in shown]
        shown = shown[["patient_id", *kept]].assign(
            patient_id=[keyed_id(one, key) for one in shown["patient_id"]]
        )
        tables["patients"] = shown.sort_values("patient_id", ignore_index=True)
        tables["how_many_are_alike"] = alike(shown, kept)
        rare = int((tables["how_many_are_alike"]["patients"] < FEWEST_ALIKE).sum())
        if rare and kept:
            remarks.append(
                f"Warning: {rare} combinations of {', '.join(kept)} are shared by fewer than "
                f"{FEWEST_ALIKE} patients. Leave columns out, or make coarser groups."
            )
    if adam:
        tables["outcomes"] = tables["outcomes"].rename(columns=ADAM).assign(
            PARAMCD=settings.definition.measure.upper()
        )  # fmt: skip
    files = {f"{name}.csv": as_csv(inert_cells(frame)) for name, frame in tables.items()}
    files["dictionary.csv"] = as_csv(_dictionary(tables, adam))
    files["settings.json"] = settings.to_json()
    files["README.txt"] = _readme(records, settings, bool(key), remarks)
    return zipped(files)


def de_identified(outcomes: pd.DataFrame, key: str) -> pd.DataFrame:
    """Ids keyed, and every date as days from the patient's first session."""
    first = outcomes[outcomes["session"] == 1].set_index("patient_id")["session_date"]
    start = outcomes["patient_id"].map(first)
    days = {
        f"{name}_day": (outcomes[name].astype("datetime64[s]") - start).dt.days.astype("Int64")
        for name in DAYS if name in outcomes
    }  # fmt: skip
    told = outcomes.drop(columns=[name for name in DAYS if name in outcomes]).assign(
        **days, patient_id=[keyed_id(one, key) for one in outcomes["patient_id"]]
    )
    return told.sort_values(["patient_id", "session"], ignore_index=True)


def _dictionary(tables: dict[str, pd.DataFrame], adam: bool) -> pd.DataFrame:
    ours = {new: old for old, new in ADAM.items()} if adam else {}
    rows = [
        (table, name, str(frame[name].dtype), UNITS.get(ours.get(name, name), ""))
        for table, frame in tables.items()
        for name in frame
    ]
    return pd.DataFrame(rows, columns=["table", "column", "type", "meaning"])


def _readme(records: Records, settings: Settings, keyed: bool, remarks: list[str]) -> str:
    lines = [
        "SYNTHETIC records: nobody in them exists." if records.synthetic else "",
        f"Definition {settings.definition.label}: {settings.definition.in_words}.",
        "Ids are keyed; dates are days from each patient's first session." if keyed
        else "Ids and dates are those of the records: not for outside.",
        "Empty means undefined or not recorded, never zero and never no.",
        *remarks,
        "Describes recorded diary days. No control group. Not advice.",
    ]  # fmt: skip
    return "\n".join(line for line in lines if line) + "\n"


def zipped(files: dict[str, str]) -> bytes:
    """Texts as a ZIP with a fixed clock."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, date_time=CLOCK.timetuple()[:6])
            written.writestr(entry, text.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()
