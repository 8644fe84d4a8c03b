"""REDCap: longitudinal, repeating, EAV and labels exports.

The first column is the record under any name, and text. Repeating forms stand apart from the
record's own rows. An event becomes a session only as the user maps it: event names are cut and
misspelt in life, and a number in one proves nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from collections.abc import Mapping as AnyMapping
from dataclasses import replace

import pandas as pd

from analytics.definitions import MEASURES
from analytics.frames import PATIENTS, TABLES, TableSpec
from importing.cells import FLAG_WORDS, YES_NO
from importing.choices import Choices, Mapping, Question
from importing.columns import canonical_name, missing, recognise_table
from importing.layouts import redcap_forms, wide_counts
from importing.layouts.base import Layout, Reading, identifying, plain
from importing.layouts.redcap_forms import (
    EAV,
    EVENT,
    GROUP,
    INSTANCE,
    INSTRUMENT,
    LABELS,
    OWN,
    SURVEY,
    knows,
)
from importing.repeated_labels import labels
from importing.text import TextTable, Unreadable, one_meaning_each
from words.numbers import counted

KEYS = ("patient_id", EVENT, "site")
NOT_READ = (("not_used", "leave what is not known out, and use the rest"),)
READ = {
    column.name
    for table in ("diary", "sessions", "counts", "patients", "scores")
    for column in TABLES[table].columns
}


def read(text: TextTable, file: str, choices: Choices) -> Reading:
    frame = text.frame()
    assumptions, problems = [], []
    eav = {plain(header) for header in frame} >= EAV
    fields: list[str] = []
    if eav:
        mapped = {header for mapping in choices.mappings for header in mapping.columns}
        frame, boxes, problem = _from_eav(frame, mapped)
        fields = _fields(frame, boxes)
        if blank := _nobody_filled(fields, choices.mappings):
            assumptions.append(f"{', '.join(blank)}: in no row of this export, so not recorded.")
            fields = [*fields, *blank]
        if problem:
            problems.append(problem)
        elif boxes:
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
    places = redcap_forms.places([] if eav else list(frame))
    statuses = [h for h in frame if redcap_forms.is_status(h)]
    label = labels(list(frame))
    dropped = [h for h in frame if identifying([label[h]]) or h == SURVEY]
    frame = frame.drop(columns=[*statuses, *dropped])
    if several := [h for h in frame if label[h] != h]:
        told = ", ".join(several)
        assumptions.append(f"{told}: one label in several forms, told apart by its place.")
    mixed = _mixed(frame)
    if mixed:
        problems.append(
            f"{file} mixes codes and words in {', '.join(mixed)}: export it raw or with labels."
        )
        return Reading(problems=tuple(problems), dropped=tuple(dropped), columns=tuple(fields))
    if problems:
        return Reading(
            problems=tuple(f"{file} {problem}." for problem in problems),
            dropped=tuple(dropped),
            columns=tuple(fields),
        )
    events = set(frame[EVENT]) if EVENT in frame else set()
    mapping, of_columns = _mapping(choices, events, fields or text.headers)
    names = {h: mapping.columns.get(h, label[h]) for h in frame}
    own = _periods(frame, mapping)
    if own is not None:
        periods = wide_counts.of_periods(text.with_frame(own), mapping.periods)
        return replace(
            periods,
            assumptions=(*assumptions, *periods.assumptions),
            dropped=tuple(dropped),
            columns=tuple(fields),
        )
    parts: dict[str, list[pd.DataFrame]] = {}
    questions, unread, counts, treated, silent = [], [], [], [], []
    for name, part in _forms(frame):
        for form in redcap_forms.told_apart(part, names, places, KEYS):
            named = _named(form, names, mapping)
            session, question = _sessions(named, mapping, file)
            if question:
                questions.append(question)
            found = _tables(named, session, told=not of_columns)
            for table, rows in found:
                parts.setdefault(table, []).append(rows)
            if not of_columns:
                counts += redcap_forms.unread_counts(_left(form, names, found, False), KEYS)
                left = redcap_forms.by_form(_left(form, names, found), places, KEYS)
                unread += [
                    diary
                    for one in left
                    if (diary := redcap_forms.unread_diary(name, one, "patient_id", KEYS))
                ]
                treated += [
                    date
                    for one in left
                    for date in redcap_forms.unread_sessions(name, one, "patient_id", KEYS)
                ]
            if name and not found:
                silent.append(name)
    silent = [name for name in silent if name not in [diary.name for diary in unread]]
    if parts and silent:
        assumptions.append(f"Nothing is read of the repeating forms {', '.join(silent)}.")
    seen = [diary.sentence for diary in unread]
    if counts and not set(parts) & {"diary", "counts"}:
        seen.append(f"days with headache or migraine by their name ({_some(counts)})")
    if treated and not set(parts) & {"sessions", "counts"}:
        seen.append(f"dates of a treatment by their form ({_some(treated)})")
    if seen:
        told = f"{file}: {'; '.join(seen)}: not read, as these names are not known."
        questions.append(Question("mapping", file, f"{told} Which columns are which?", NOT_READ))
    if "patients" in parts:
        parts["patients"] = [_one_row_each(pd.concat(parts["patients"]))]
    tables = [
        (name, text.with_frame(pd.concat(of_kind).fillna("").sort_index(kind="stable")))
        for name, of_kind in parts.items()
    ]
    if not set(parts) - {"patients"} and not questions:
        tables = []
        what = f"fields ({_some(fields[1:])})" if eav else "columns"
        questions.append(
            Question("mapping", file, f"{file}: which {what} hold the days, dates and sessions?")
        )
    return Reading(
        tables=tuple(tables),
        assumptions=tuple(assumptions),
        questions=tuple(questions),
        dropped=tuple(dropped),
        columns=tuple(fields),
    )


def _from_eav(
    frame: pd.DataFrame, mapped: Collection[str]
) -> tuple[pd.DataFrame, tuple[str, ...], str]:
    """One row a record, event and instance, from one row a field; the first row's number stays.

    A checkbox has a row for each ticked choice: its choices are joined, and each that is mapped as
    ``field___choice`` gets a column of its own. A field that we read has one value, or none.
    """
    frame = frame.rename(
        columns={h: LABELS.get(plain(h), plain(h).replace(" ", "_")) for h in frame}
    )
    keys = [key for key in ("record", *OWN) if key in frame]
    cells = frame.drop_duplicates([*keys, "field_name", "value"])
    fields = cells.loc[cells.duplicated([*keys, "field_name"]), "field_name"]
    several = tuple(dict.fromkeys(fields))
    wrong = [name for name in several if name in mapped or canonical_name(name) in READ]
    if wrong:
        count = int(fields.isin(wrong).sum())
        what = f"{counted(count, 'value')} of {' and of '.join(wrong)}"
        return cells.iloc[:0], several, f"gives {what} twice for one record, with other values"
    first = frame.reset_index().groupby(keys, sort=False)["index"].min()
    ticked = cells.assign(field_name=cells["field_name"] + "___" + cells["value"], value="1")
    ticked = ticked[ticked["field_name"].isin(mapped)].drop_duplicates([*keys, "field_name"])
    joined = cells.groupby([*keys, "field_name"], sort=False)["value"].agg(", ".join).reset_index()
    wide = pd.concat([joined, ticked]).pivot(index=keys, columns="field_name", values="value")
    wide = wide.reindex(first.index).fillna("").reset_index()
    wide.columns.name = None
    return wide.set_index(pd.Index(first.to_numpy())), several, ""


def _fields(wide: pd.DataFrame, several: Collection[str]) -> list[str]:
    """What can be mapped of an EAV export: the record, its fields, and of a checkbox the choices.

    ``wide``: one row a record; where that failed, still one row a field.
    """
    if "field_name" in wide:
        return ["record", *several]
    choices = [
        f"{name}___{text}"
        for name in several
        for text in sorted({t for cell in wide[name].unique() for t in cell.split(", ")})
        if text
    ]
    named = [name for name in wide if name not in ("record", *several)]
    return list(dict.fromkeys(["record", *named, *choices]))


def _nobody_filled(fields: Sequence[str], mappings: Sequence[Mapping]) -> list[str]:
    """The mapped fields that have no row in this export: a choice that nobody ticked, and what a
    table can do without where what it needs is there."""
    found: list[str] = []
    for mapping in mappings:
        ours = [column for field, column in mapping.columns.items() if field in fields]
        fits = mapping.table and not missing(TABLES[mapping.table], ["patient_id", *ours])
        left = [field for field in mapping.columns if field not in (*fields, *found)]
        choices = {name.partition("___")[0] for name in fields}
        found += [f for f in left if fits or ("___" in f and f.partition("___")[0] in choices)]
    return found


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


def _mapping(choices: Choices, events: set[str], headers: Sequence[str]) -> tuple[Mapping, bool]:
    """What the user says of the events and the columns, and whether of columns at all."""
    of_events = choices.events_for(events) or Mapping()
    of_columns = choices.mapping_for(list(headers))
    if of_columns is None:
        return of_events, False
    columns = {**of_events.columns, **of_columns.columns}
    return replace(of_columns, columns=columns, events=of_events.events), True


def _periods(frame: pd.DataFrame, mapping: Mapping) -> pd.DataFrame | None:
    """The record's own rows where its columns are periods, and nothing else repeats."""
    if INSTRUMENT in frame or EVENT in frame:
        return None
    named = frame.rename(columns={h: c for h, c in mapping.columns.items() if h in frame})
    return named if mapping.periods or wide_counts.has_periods(list(named)) else None


def _named(part: pd.DataFrame, names: AnyMapping[str, str], mapping: Mapping) -> pd.DataFrame:
    """The form's columns under our names: as mapped, else as we know them."""
    theirs = [canonical_name(names[header]) for header in part]
    twice = [name for name in redcap_forms.twice(theirs) if name in READ]
    numbered = [h for h in part if names[h] != h and h not in mapping.columns]
    if told := [names[h] for h in numbered if canonical_name(names[h]) in twice]:
        raise Unreadable(
            f"has the label {' and the label '.join(told)} twice in one form, and nothing tells "
            "these apart: export it raw (names of variables instead of labels)"
        )
    one_meaning_each([name for name in theirs if name in READ])
    named = part.set_axis(theirs, axis="columns")
    named = named.loc[:, ~named.columns.duplicated()]
    coded = {name: values for name, values in mapping.values.items() if name in named}
    return named.assign(
        **{name: named[name].map(lambda t, v=v: v.get(t, t)) for name, v in coded.items()}
    )


def _left(
    form: pd.DataFrame,
    names: AnyMapping[str, str],
    found: Sequence[tuple[str, pd.DataFrame]],
    rows_too: bool = True,
) -> pd.DataFrame:
    """The columns, and the rows, of which nothing is read but about the patient."""
    of_days = [rows for table, rows in found if table != "patients"]
    read = {column for rows in of_days for column in rows} - {"patient_id"}
    used = form.index.isin([row for rows in of_days for row in rows.index]) & rows_too
    return form.loc[~used, [h for h in form if canonical_name(names[h]) not in read]]


def _some(columns: Sequence[str]) -> str:
    """The first four of these columns."""
    return ", ".join(columns[:4]) + (", ..." if len(columns) > 4 else "")


def _sessions(
    named: pd.DataFrame, mapping: Mapping, file: str
) -> tuple[pd.Series | None, Question | None]:
    """The session of each row with counts, by its event; a question where nobody has said it."""
    counted = MEASURES.keys() & set(named)
    if not counted or "session" in named or EVENT not in named:
        return None, None
    events = list(dict.fromkeys(named[EVENT]))
    if set(events) & set(mapping.events):
        return named[EVENT].map(mapping.events), None
    options = tuple((event, str(place)) for place, event in enumerate(events))
    text = f"{file}: which event is the baseline, and which session 1, 2, ...?"
    return None, Question("events", file, text, options)


def _tables(
    named: pd.DataFrame, session: pd.Series | None, *, told: bool
) -> list[tuple[str, pd.DataFrame]]:
    """The canonical tables that a form holds: its main one, and what it says about patients.

    A site stays beside the main one: it may tell patients of one number apart. ``told``: a yes or
    no of a diary's days stays too where it may be the flag that is missing.
    """
    bare = named.drop(columns=EVENT, errors="ignore")
    found = []
    if session is not None:
        found += _of_events(bare[session.isna()], told)
        numbers = session.astype("Int64").astype("str")
        bare = bare.assign(session=numbers)[session.notna()]
    found += _of_events(bare, told)
    about = _filled(bare, PATIENTS)
    if len(about.columns) > 1 and len(about):
        found.append(("patients", about.drop_duplicates()))
    return found


def _of_events(rest: pd.DataFrame, told: bool) -> list[tuple[str, pd.DataFrame]]:
    """The tables that the rows hold, one after the other: another event may hold another."""
    found = []
    while len(rest) and (main := recognise_table(_names(rest))) is not None:
        rows = _filled(rest, main, but="session")
        if main.name == "patients" or not len(rows):
            break
        site = {"site": rest.loc[rows.index, "site"]} if "site" in rest else {}
        own = _own_flags(rest, rows) if told and main.name == "diary" else {}
        found.append((main.name, rows.assign(**site, **own)))
        rest = rest.drop(index=rows.index)
    return found


def _own_flags(form: pd.DataFrame, days: pd.DataFrame) -> dict[str, pd.Series]:
    """What a diary without headache or without migraine says with yes or no beside it.

    Only of its own days; of checkboxes, of which a form may have many, those that name a headache.
    """
    if {"headache", "migraine"} <= set(days):
        return {}
    names = [str(h) for h in form if h not in READ and h not in redcap_forms.OWN]
    found = [
        name
        for name in names
        if "___" not in name or redcap_forms.OF_HEADACHE.search(plain(name))
        if redcap_forms.are_flags({text for text in form[name].unique() if text})
        if not (form.loc[~form.index.isin(days.index), name] != "").any()
    ]
    return {name: form.loc[days.index, name] for name in found}


def _names(rows: pd.DataFrame) -> list[str]:
    """The columns in which anything stands."""
    return [str(name) for name in rows if (rows[name] != "").any()]


def _one_row_each(about: pd.DataFrame) -> pd.DataFrame:
    """What several forms say about one patient in one row, where they do not contradict it."""
    about = about.fillna("").sort_index(kind="stable")
    said = about.where(about != "").drop(columns="patient_id").groupby(about["patient_id"])
    agreed = about["patient_id"].map(said.nunique().le(1).all(axis=1))
    together = said.transform("first").fillna("")
    whole = pd.concat([about[["patient_id"]], together], axis="columns")
    first = ~about["patient_id"].duplicated()
    return pd.concat([whole[agreed & first], about[~agreed]]).sort_index(kind="stable")


def _filled(named: pd.DataFrame, table: TableSpec, but: str = "") -> pd.DataFrame:
    """The table's columns, on the rows that say anything in them."""
    known = [column.name for column in table.columns if column.name in named]
    values = [name for name in known if name not in ("patient_id", but)]
    return named.loc[(named[values] != "").any(axis=1), known] if values else named[known]


LAYOUT = Layout("redcap", "REDCap", knows, read)
