"""Data for others: tables as CSV with a dictionary, the settings and a word on how to read them.

De-identified, if wished: days relative to the first session instead of dates, ids replaced under a
key that the user sets, ages in bands, columns of patients only by choice.
"""

from __future__ import annotations

import pandas as pd

from analytics.column_meanings import RELATIVE, dictionary
from analytics.cycles import CYCLES, WRITTEN
from analytics.definitions import FEWEST_ALIKE, SHORT_FOOT, Definition
from analytics.frames import as_csv, inert_cells
from analytics.privacy import age_band, alike, keyed_ids
from analytics.records import Records
from analytics.settings import Settings
from analytics.summaries import responder_rates
from reports.packages import zipped

ADAM = {  # names of CDISC ADaM basic data structure, where ours has one
    "patient_id": "USUBJID", "session": "AVISITN", "session_date": "ADT",
    f"session_date{RELATIVE}": "ADY", "monthly_days": "AVAL", "baseline": "BASE", "change": "CHG",
    "percent_reduction": "PCHG", "responder": "CRIT1FL",
}  # fmt: skip
DATES = ("date", "session_date", "window_start", "window_end", "due_on", "stopped_on")
DEFAULT_COLUMNS = ("sex", "age_band")


def columns_of_patients(records: Records) -> list[str]:
    """What may be kept of each patient: everything but the id and dates; the age as a band."""
    own = [str(name) for name in records.patients if name not in ("patient_id", *DATES)]
    filled = [name for name in own if records.patients[name].notna().any()]
    return ["age_band" if name == "age" else name for name in filled]


def data_zip(
    records: Records, outcomes: pd.DataFrame, settings: Settings, *, key: str = "",
    columns: tuple[str, ...] = DEFAULT_COLUMNS, adam: bool = False, every_day: bool = False,
) -> bytes:  # fmt: skip
    """A ZIP: outcomes, cycles, rates, dictionary, settings, README.

    ``key``: de-identified under it, with these ``columns`` of patients. ``adam``: outcomes under
    ADaM's names. ``every_day``: with diary and sessions, from which every table can be made again.
    """
    tables = {
        "outcomes": outcomes,
        "cycles": outcomes[[c for c in (*CYCLES, *WRITTEN) if c in outcomes]],
    }
    if every_day:
        tables |= {"diary": records.diary, "sessions": records.sessions}
    remarks: list[str] = []
    if key:
        first = outcomes[outcomes["session"] == 1].set_index("patient_id")["session_date"]
        tables = {name: de_identified(frame, key, first) for name, frame in tables.items()}
        tables |= _patients(records, outcomes, key, columns)
        rare = int((tables["how_many_are_alike"]["patients"] < FEWEST_ALIKE).sum())
        if rare and columns:
            remarks.append(
                f"Warning: {rare} combinations of {', '.join(columns)} are shared by fewer than "
                f"{FEWEST_ALIKE} patients. Leave columns out, or make coarser groups."
            )
    if adam:
        tables["outcomes"] = _adam(tables["outcomes"], settings.definition)
    tables["rates"] = responder_rates(outcomes)
    files = {f"{name}.csv": as_csv(inert_cells(frame)) for name, frame in tables.items()}
    files["dictionary.csv"] = as_csv(_dictionary(tables, adam))
    files["settings.json"] = settings.to_json()
    files["README.txt"] = _readme(records, settings, bool(key), remarks)
    return zipped(files)


def de_identified(frame: pd.DataFrame, key: str, first: pd.Series) -> pd.DataFrame:
    """Ids keyed, and every date as days from the patient's first session.

    ``first``: the date of the first session, by patient id.
    """
    start = frame["patient_id"].map(first)
    dates = [name for name in DATES if name in frame]
    days = {
        f"{name}{RELATIVE}": (frame[name].astype("datetime64[s]") - start)
        .dt.days.astype("Int64")
        for name in dates
    }  # fmt: skip
    told = frame.drop(columns=dates).assign(**days, patient_id=keyed_ids(frame["patient_id"], key))
    order = [n for n in ("patient_id", "session", f"date{RELATIVE}") if n in told]
    return told.sort_values(order, ignore_index=True)


def _patients(
    records: Records, outcomes: pd.DataFrame, key: str, columns: tuple[str, ...]
) -> dict[str, pd.DataFrame]:
    """The chosen columns of patients, and how many patients share each combination of them."""
    own = records.patients[records.patients["patient_id"].isin(outcomes["patient_id"])]
    shown = own.assign(age_band=[age_band(age) for age in own["age"]])
    kept = [name for name in columns if name in shown]
    shown = shown[["patient_id", *kept]].assign(patient_id=keyed_ids(shown["patient_id"], key))
    return {
        "patients": shown.sort_values("patient_id", ignore_index=True),
        "how_many_are_alike": alike(shown, kept),
    }


def _adam(outcomes: pd.DataFrame, definition: Definition) -> pd.DataFrame:
    """Outcomes as an ADaM basic data structure: its names, and Y or N for a flag."""
    reached = outcomes["responder"].map({True: "Y", False: "N"})
    visits = [f"After session {k}" if k else "Baseline" for k in outcomes["session"]]
    return outcomes.assign(responder=reached).rename(columns=ADAM).assign(
        PARAMCD=definition.measure.upper(), PARAM=f"{definition.days.words} a month",
        AVISIT=visits, CRIT1=f"At least {definition.threshold}% fewer",
        ABLFL=["" if k else "Y" for k in outcomes["session"]],
    )  # fmt: skip


def _dictionary(tables: dict[str, pd.DataFrame], adam: bool) -> pd.DataFrame:
    """What each column holds, under the name that it has here."""
    ours = {new: old for old, new in ADAM.items()} if adam else {}
    named = {name: frame.rename(columns=ours) for name, frame in tables.items()}
    told = dictionary(named)
    return told.assign(column=[str(column) for frame in tables.values() for column in frame])


def _readme(records: Records, settings: Settings, keyed: bool, remarks: list[str]) -> str:
    lines = [
        "SYNTHETIC records: nobody in them exists." if records.synthetic else "",
        f"Definition {settings.definition.label}: {settings.definition.in_words}.",
        "Ids are keyed; dates are days from each patient's first session." if keyed
        else "Ids and dates are those of the records: not for outside.",
        "Small counts are not left out here, other than on slides and in the page to read"
        + ("." if keyed else ": these data are the clinic's own."),
        "Empty means undefined or not recorded, never zero and never no.",
        *remarks,
        SHORT_FOOT,
    ]  # fmt: skip
    return "\n".join(line for line in lines if line) + "\n"
