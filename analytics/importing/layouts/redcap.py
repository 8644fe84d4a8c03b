"""REDCap: longitudinal, repeating, EAV and labels exports.

The first column is the record under any name, and text. Repeating forms stand apart from the
record's own rows. An event becomes a session only as the user maps it: event names are cut and
misspelt in life, and a number in one proves nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from analytics.frames import PATIENTS, TABLES, TableSpec
from analytics.importing.cells import FLAG_WORDS, YES_NO
from analytics.importing.choices import Choices, Mapping, Question
from analytics.importing.columns import canonical_name, recognise_table
from analytics.importing.layouts.base import Layout, Reading, identifying, plain
from analytics.importing.text import TextTable, one_meaning_each
from analytics.words import counted

EVENT, INSTRUMENT, INSTANCE = (
    "redcap_event_name",
    "redcap_repeat_instrument",
    "redcap_repeat_instance",
)
GROUP, SURVEY = "redcap_data_access_group", "redcap_survey_identifier"
OWN = (EVENT, INSTRUMENT, INSTANCE, GROUP, SURVEY)
LABELS = {
    "event name": EVENT,
    "repeat instrument": INSTRUMENT,
    "repeat instance": INSTANCE,
    "data access group": GROUP,
    "survey identifier": SURVEY,
}
EAV = {"record", "field name", "value"}
READ = {
    column.name
    for table in ("diary", "sessions", "counts", "patients", "scores")
    for column in TABLES[table].columns
}


def knows(headers: Sequence[str]) -> bool:
    names = [plain(header) for header in headers]
    if set(names) >= EAV:
        return True
    if any(header.strip().lower() in OWN for header in headers):
        return True
    labels = {"event name", "repeat instrument", "repeat instance"} & set(names)
    return bool(labels) and names[0] in ("record id", "study id", "participant id", "subject id")


def read(text: TextTable, file: str, choices: Choices) -> Reading:
    frame = text.frame()
    assumptions, problems = [], []
    if {plain(header) for header in frame} >= EAV:
        mapped = {header for mapping in choices.mappings for header in mapping.columns}
        frame, boxes, problem = _from_eav(frame, mapped)
        if problem:
            problems.append(problem)
        if boxes:
            assumptions.append(f"{', '.join(boxes)}: several rows a record, one a ticked choice.")
        assumptions.append(f"One row a field: {len(text.rows)} rows make {len(frame)} records.")
    frame = frame.rename(columns={h: h.lower() for h in frame if h.lower() in OWN})
    frame = frame.rename(columns={h: LABELS[plain(h)] for h in frame if plain(h) in LABELS})
    record = next(iter(frame))
    frame = frame.rename(columns={record: "patient_id"})
    assumptions.append("The first column is the record; it is taken as the patient, as text.")
    if GROUP in frame and "site" not in frame:
        frame = frame.rename(columns={GROUP: "site"})
        assumptions.append("The data access group is taken as the site.")
    statuses = [h for h in frame if plain(h).endswith("complete") or plain(h).endswith("complete?")]
    dropped = [h for h in frame if h in identifying(list(frame)) or h == SURVEY]
    frame = frame.drop(columns=[*statuses, *dropped])
    mixed = _mixed(frame)
    if mixed:
        problems.append(
            f"{file} mixes codes and words in {', '.join(mixed)}: export it raw or with labels."
        )
        return Reading(problems=tuple(problems), dropped=tuple(dropped))
    if problems:
        return Reading(
            problems=tuple(f"{file} {problem}." for problem in problems), dropped=tuple(dropped)
        )
    events = set(frame[EVENT]) if EVENT in frame else set()
    mapping = choices.events_for(events) or choices.mapping_for(text.headers) or Mapping()
    parts: dict[str, list[pd.DataFrame]] = {}
    questions = []
    for _, part in _forms(frame):
        named = _named(part, mapping)
        session, question = _sessions(named, mapping, file)
        if question:
            questions.append(question)
        for name, rows in _tables(named, session):
            parts.setdefault(name, []).append(rows)
    tables = [
        (name, text.with_frame(pd.concat(of_kind).fillna("").sort_index(kind="stable")))
        for name, of_kind in parts.items()
    ]
    if not set(parts) - {"patients"} and not questions:
        tables = []
        questions.append(
            Question("mapping", file, f"{file}: which columns hold the days, dates and sessions?")
        )
    return Reading(
        tables=tuple(tables),
        assumptions=tuple(assumptions),
        questions=tuple(questions),
        dropped=tuple(dropped),
    )


def _from_eav(
    frame: pd.DataFrame, mapped: Collection[str]
) -> tuple[pd.DataFrame, tuple[str, ...], str]:
    """One row a record, event and instance, from one row a field; the first row's number stays.

    A checkbox has a row for each ticked choice: its choices are joined, and each that is mapped as
    ``field___choice`` gets a column of its own. A field that we read has one value, or none.
    """
    frame = frame.rename(columns={h: plain(h).replace(" ", "_") for h in frame})
    keys = [key for key in ("record", *OWN) if key in frame]
    cells = frame.drop_duplicates([*keys, "field_name", "value"])
    fields = cells.loc[cells.duplicated([*keys, "field_name"]), "field_name"]
    several = tuple(dict.fromkeys(fields))
    wrong = [name for name in several if name in mapped or canonical_name(name) in READ]
    if wrong:
        count = int(fields.isin(wrong).sum())
        what = f"{counted(count, 'value')} of {' and of '.join(wrong)}"
        return cells.iloc[:0], (), f"gives {what} twice for one record, with other values"
    first = frame.reset_index().groupby(keys, sort=False)["index"].min()
    ticked = cells.assign(field_name=cells["field_name"] + "___" + cells["value"], value="1")
    ticked = ticked[ticked["field_name"].isin(mapped)].drop_duplicates([*keys, "field_name"])
    joined = cells.groupby([*keys, "field_name"], sort=False)["value"].agg(", ".join).reset_index()
    wide = pd.concat([joined, ticked]).pivot(index=keys, columns="field_name", values="value")
    wide = wide.reindex(first.index).fillna("").reset_index()
    wide.columns.name = None
    return wide.set_index(pd.Index(first.to_numpy())), several, ""


def _mixed(frame: pd.DataFrame) -> list[str]:
    """Columns of 0 and 1 in which words stand as well."""
    found = []
    for header in frame.columns:
        values = {value.lower() for value in frame[header].unique() if value}
        if values & {"0", "1"} and values & (set(FLAG_WORDS) - set(YES_NO)):
            found.append(header)
    return found


def _forms(frame: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """The record's own rows, then each repeating form, with the columns that it fills."""
    instrument = frame[INSTRUMENT] if INSTRUMENT in frame else pd.Series("", index=frame.index)
    parts = []
    for form in sorted(instrument.unique()):
        part = frame[instrument == form].drop(columns=[INSTRUMENT, INSTANCE], errors="ignore")
        filled = [header for header in part if (part[header] != "").any()]
        parts.append((form, part[filled]))
    return parts


def _named(part: pd.DataFrame, mapping: Mapping) -> pd.DataFrame:
    """The form's columns under our names: as mapped, else as we know them."""
    mapped = part.rename(columns={h: c for h, c in mapping.columns.items() if h in part})
    one_meaning_each([canonical_name(header) for header in mapped])
    return mapped.rename(columns={header: canonical_name(header) for header in mapped})


def _sessions(
    named: pd.DataFrame, mapping: Mapping, file: str
) -> tuple[pd.Series | None, Question | None]:
    """The session of each row with counts, by its event; a question where nobody has said it."""
    counted = {"migraine_days", "headache_days"} & set(named)
    if not counted or "session" in named or EVENT not in named:
        return None, None
    events = list(dict.fromkeys(named[EVENT]))
    if set(events) & set(mapping.events):
        return named[EVENT].map(mapping.events), None
    options = tuple((event, str(place)) for place, event in enumerate(events))
    text = f"{file}: which event is the baseline, and which session 1, 2, ...?"
    return None, Question("events", file, text, options)


def _tables(named: pd.DataFrame, session: pd.Series | None) -> list[tuple[str, pd.DataFrame]]:
    """The canonical tables that a form holds: its main one, and what it says about patients."""
    if session is not None:
        named = named.assign(
            session=session.astype("Int64").astype("str").where(session.notna(), "")
        )
        named = named[session.notna()]
    bare = named.drop(columns=EVENT, errors="ignore")
    found = []
    main = recognise_table(list(bare))
    if main is not None and main.name != "patients":
        found.append((main.name, _filled(bare, main, but="session")))
    about = _filled(bare, PATIENTS)
    if len(about.columns) > 1 and len(about):
        found.append(("patients", about.drop_duplicates()))
    return found


def _filled(named: pd.DataFrame, table: TableSpec, but: str = "") -> pd.DataFrame:
    """The table's columns, on the rows that say anything in them."""
    known = [column.name for column in table.columns if column.name in named]
    values = [name for name in known if name not in ("patient_id", but)]
    return named.loc[(named[values] != "").any(axis=1), known] if values else named[known]


LAYOUT = Layout("redcap", "REDCap", knows, read)
