"""Data for others: tables as CSV with a dictionary, the settings and a word on how to read them.

De-identified, if wished: days relative to the first session instead of dates, ids replaced under a
key that was made here, ages in bands, columns only by choice (``de_identified``).
"""

from __future__ import annotations

import pandas as pd

from analytics.cycles import CYCLE_COLUMNS, WRITTEN, count_cycles, to_hand_on
from analytics.definitions import FEWEST_ALIKE
from analytics.outcomes import derive_outcomes
from analytics.privacy import read_key
from analytics.records import Records
from analytics.result import Result
from analytics.settings import Settings
from analytics.steps import Outcomes
from analytics.summaries import responder_rates
from analytics.therapies import Therapy
from analytics.written import as_csv, inert_cells
from reports import de_identified
from reports.adam import DATES as ADAM_DATES
from reports.adam import NAMES as ADAM_NAMES
from reports.adam import adam as as_adam
from reports.may_leave import columns_of_patients
from reports.packages import zipped
from words.chosen import cut_off_told
from words.column_meanings import ADAM_ADDED, dictionary
from words.definitions import in_full, in_words, primary_outcome
from words.foot import SHORT_FOOT
from words.plan import ALL, as_planned

FILTERED = (
    "The records were filtered, and not every filter is told: one names a column that was not "
    "chosen, or a value from which a date could be read."
)


def data_zip(
    result: Result,
    settings: Settings,
    *,
    key: str = "",
    columns: tuple[str, ...] = de_identified.DEFAULT_COLUMNS,
    adam: bool = False,
    every_day: bool = False,
) -> bytes:
    """A ZIP: outcomes, cycles, rates, dictionary, settings, README.

    ``key``: de-identified under it, with these ``columns``. ``adam``: outcomes under ADaM's names.
    ``every_day``: with diary and sessions. Its cycles read back to the same rates. Raises
    ValueError where the key was not made here.
    """
    remarks: list[str] = []
    records, outcomes, rates = result.records, result.outcomes, result.rates
    if key:
        offered = columns_of_patients(records)
        columns = tuple(name for name in columns if name in offered)
        tables = _without_dates(records, outcomes, settings, read_key(key), columns, every_day)
        without_reasons = de_identified.reasons_stay(outcomes, columns)
        told = de_identified.settings_to_hand_on(settings, columns)
        rates = responder_rates(tables["outcomes"])
        if without_reasons:
            remarks.append(de_identified.WITHOUT_REASONS)
        if told.filters != settings.filters:
            remarks.append(FILTERED)
        rare = tables["how_many_are_alike"]["patients"]
        if few := int(rare[rare < FEWEST_ALIKE].sum()):
            remarks.append(
                f"Warning: {few} of {int(rare.sum())} patients share their combination of what is "
                f"told of them with fewer than {FEWEST_ALIKE}: see how_many_are_alike.csv."
            )
    else:
        told = settings
        remarks += [one for one in [cut_off_told(records, settings.cut_off)] if one]
        cycles = outcomes[[c for c in (*CYCLE_COLUMNS, *WRITTEN) if c in outcomes]]
        tables = {
            "outcomes": outcomes,
            "cycles": to_hand_on(cycles, settings.definition, records.cut_off),
        }
        if every_day:
            tables |= {"diary": records.diary, "sessions": records.sessions}
    tables["rates"] = rates
    if adam:
        tables["outcomes"] = as_adam(tables["outcomes"], settings.definition)
    files = {f"{name}.csv": as_csv(inert_cells(frame)) for name, frame in tables.items()}
    files["dictionary.csv"] = as_csv(_dictionary(tables, adam, settings.definition.therapy))
    files["settings.json"] = told.to_json()
    files["README.txt"] = _readme(records, told, bool(key), remarks)
    return zipped(files)


def _without_dates(
    records: Records,
    outcomes: Outcomes,
    settings: Settings,
    key: str,
    columns: tuple[str, ...],
    every_day: bool,
) -> dict[str, pd.DataFrame]:
    """The tables of a de-identified package: everything is counted again from its own cycles."""
    cycles = de_identified.cycles_in_days(outcomes, settings, key, columns)
    again = count_cycles(de_identified.as_records(cycles), settings.definition)
    found = derive_outcomes(again, settings.definition)
    unasked = [name for name in de_identified.CHOSEN_ONLY if name not in columns]
    tables = {
        "outcomes": found.drop(columns=[*de_identified.DATES, *unasked], errors="ignore"),
        "cycles": cycles,
        "patients": de_identified.patients_of(records, outcomes, key, columns),
        "how_many_are_alike": de_identified.how_many_are_alike(records, outcomes, columns),
    }
    if every_day:
        tables |= de_identified.every_day(records, outcomes, cycles, key, columns)
    return tables


def _dictionary(tables: dict[str, pd.DataFrame], adam: bool, therapy: Therapy) -> pd.DataFrame:
    """What each column holds, under the name that it has here."""
    ours = {new: old for old, new in ADAM_NAMES.items() if new not in ADAM_ADDED} if adam else {}
    ours |= {dated: old for old, (dated, _) in ADAM_DATES.items()} if adam else {}
    named = {
        name: frame.rename(columns=ours) if name == "outcomes" else frame
        for name, frame in tables.items()
    }
    told = dictionary(named, therapy)
    return told.assign(column=[str(column) for frame in tables.values() for column in frame])


def _readme(records: Records, settings: Settings, keyed: bool, remarks: list[str]) -> str:
    lines = [
        "SYNTHETIC records: nobody in them exists." if records.synthetic else "",
        f"Definition {in_full(settings.definition)}: {in_words(settings.definition)}.",
        primary_outcome(settings.definition, settings.session),
        as_planned(settings, records, ALL),
        "Ids are keyed; dates are days from each patient's first session, which is day 0."
        if keyed
        else "Ids and dates are those of the records: not for outside.",
        "Small counts are not left out here, other than on slides and in the page to read"
        + ("." if keyed else ": these data are the clinic's own."),
        "Nothing is told of a window that was still open. cycles.csv opens in Clear Days, for this "
        "Definition."
        if keyed
        else "cycles.csv opens in Clear Days.",
        "Empty means undefined or not recorded, never zero and never no.",
        *remarks,
        SHORT_FOOT,
    ]
    return "\n".join(line for line in lines if line) + "\n"
