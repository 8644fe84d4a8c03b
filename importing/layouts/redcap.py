"""REDCap: longitudinal, repeating, EAV and labels exports.

The first column is the record under any name, and text. Repeating forms stand apart from the
record's own rows. An event becomes a session only as the user maps it: event names are cut and
misspelt in life, and a number in one proves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from analytics.definitions import MEASURES
from analytics.frames import PATIENTS, TableSpec
from importing.cells import FLAG_WORDS, YES_NO
from importing.choices import Choices, Mapping, Question
from importing.columns import canonical_name, recognise_table
from importing.layouts import redcap_eav, redcap_events, redcap_forms, wide_counts
from importing.layouts.base import Layout, Reading, identifying, plain
from importing.layouts.redcap_forms import (
    EAV,
    EVENT,
    GROUP,
    INSTANCE,
    INSTRUMENT,
    LABELS,
    OWN,
    READ,
    SURVEY,
    knows,
)
from importing.repeated_labels import labels
from importing.text import TextTable, Unreadable, one_meaning_each
from words.numbers import counted

KEYS = ("patient_id", EVENT, "site")
NOT_READ = (("not_used", "leave what is not known out, and use the rest"),)


@dataclass(frozen=True)
class Export:
    """A row a record, event and instance, under REDCap's own names, without what names a person."""

    frame: pd.DataFrame
    label: AnyMapping[str, str]  # of each column: a number after one that stands twice is ours
    places: AnyMapping[str, int]  # which form each column is of
    dropped: tuple[str, ...]
    fields: tuple[str, ...] = ()  # what can be mapped, where a row was a field
    assumptions: tuple[str, ...] = ()
    problem: str = ""  # why it cannot be read


@dataclass
class FormsRead:
    """What the forms of an export hold, and what of them is not read."""

    parts: dict[str, list[pd.DataFrame]] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    diaries: list[redcap_forms.UnreadDiary] = field(default_factory=list)
    counts: list[str] = field(default_factory=list)
    recorded: list[str] = field(default_factory=list)
    treated: list[str] = field(default_factory=list)
    nothing: list[str] = field(default_factory=list)  # names of repeating forms
    known: dict[str, set[str]] = field(default_factory=dict)  # tables, and columns of them
    headers: dict[str, bool] = field(default_factory=dict)  # of the export: is anything made of it?

    def add(self, found: Sequence[tuple[str, pd.DataFrame]], *, counts: bool) -> None:
        """What a form holds; ``counts``: it is said which session each of them is of."""
        for table, rows in found:
            self.known.setdefault(table, set()).update(map(str, rows))
            if counts or table != "counts":
                self.parts.setdefault(table, []).append(rows)

    @property
    def silent(self) -> list[str]:
        """Repeating forms of which nothing is read, and nothing is asked."""
        return [name for name in self.nothing if name not in [one.name for one in self.diaries]]

    @property
    def not_read(self) -> list[str]:
        """What looks like days, counts or sessions and is not read, as parts of a sentence; the
        same whether the events have been given their sessions or not."""
        seen = [diary.sentence for diary in self.diaries]
        of_counts = self.known.get("counts", set())
        if self.counts and not self.known.keys() & {"diary", "counts"}:
            seen.append(f"days with headache or migraine by their name ({_some(self.counts)})")
        if self.recorded and of_counts and "recorded_days" not in of_counts:
            seen.append(f"days that were recorded by their name ({_some(self.recorded)})")
        if self.treated and "sessions" not in self.known and "session_date" not in of_counts:
            seen.append(f"dates of a treatment by their form ({_some(self.treated)})")
        return seen


def read(text: TextTable, file: str, choices: Choices) -> Reading:
    """The canonical tables of an export, form by form."""
    export = _export(text, choices)
    frame, fields = export.frame, export.fields
    if problem := _refused(export, file):
        return Reading(problems=(problem,), dropped=export.dropped, columns=fields)
    events = set(frame[EVENT]) if EVENT in frame else set()
    mapping, of_columns = _mapping(choices, events, fields or text.headers)
    own = _periods(frame, mapping)
    if own is not None:
        periods = wide_counts.of_periods(text.with_frame(own), mapping.periods)
        assumptions = (*export.assumptions, *periods.assumptions)
        return replace(periods, assumptions=assumptions, dropped=export.dropped, columns=fields)
    found = _all_forms(export, mapping, file, told=not of_columns)
    if "patients" in found.parts:
        found.parts["patients"] = [_one_row_each(pd.concat(found.parts["patients"]))]
    tables = [
        (name, text.with_frame(pd.concat(of_kind).fillna("").sort_index(kind="stable")))
        for name, of_kind in found.parts.items()
    ]
    questions = _questions(found, file)
    if not set(found.parts) - {"patients"} and not questions:
        tables = []
        what = f"fields ({_some(fields[1:])})" if fields else "columns"
        which = f"{file}: which {what} hold the days, dates and sessions?"
        questions.append(Question("mapping", file, which))
    silent = f"Nothing is read of the repeating forms {', '.join(found.silent)}."
    return Reading(
        tables=tuple(tables),
        assumptions=(
            *export.assumptions,
            *((silent,) if found.parts and found.silent and not questions else ()),
        ),
        questions=tuple(questions),
        dropped=export.dropped,
        columns=fields,
        not_read=tuple(header for header, is_read in found.headers.items() if not is_read),
    )


def _export(text: TextTable, choices: Choices) -> Export:
    """The export with a row a record, whatever its kind; what was assumed on the way."""
    frame = text.frame()
    assumptions: list[str] = []
    fields: list[str] = []
    problem = ""
    eav = {plain(header) for header in frame} >= EAV
    if eav:
        mapped = {header for mapping in choices.mappings for header in mapping.columns}
        frame, boxes, problem = redcap_eav.a_row_a_record(frame, mapped)
        fields = redcap_eav.fields(frame, boxes)
        if blank := redcap_eav.nobody_filled(fields, choices.mappings):
            assumptions.append(f"{', '.join(blank)}: in no row of this export, so not recorded.")
            fields = [*fields, *blank]
        if boxes and not problem:
            assumptions.append(f"{', '.join(boxes)}: several rows a record, one a ticked choice.")
        records = counted(len(frame), "record")
        assumptions.append(f"One row a field: {counted(len(text.rows), 'row')} for {records}.")
    frame = frame.rename(columns={h: h.lower() for h in frame if h.lower() in OWN})
    frame = frame.rename(columns={h: LABELS[plain(h)] for h in frame if plain(h) in LABELS})
    frame = frame.rename(columns={next(iter(frame)): "patient_id"})
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
    return Export(frame, label, places, tuple(dropped), tuple(fields), tuple(assumptions), problem)


def _refused(export: Export, file: str) -> str:
    """Why nothing of it can be read, or ""."""
    if mixed := _mixed(export.frame):
        return f"{file} mixes codes and words in {', '.join(mixed)}: export it raw or with labels."
    return f"{file} {export.problem}." if export.problem else ""


def _all_forms(export: Export, mapping: Mapping, file: str, *, told: bool) -> FormsRead:
    """The tables of each form; ``told``: nobody has said which columns are which."""
    names = {h: mapping.columns.get(h, export.label[h]) for h in export.frame}
    everything = FormsRead()
    for name, part in _forms(export.frame):
        for form in redcap_forms.told_apart(part, names, export.places, KEYS):
            named = _named(form, names, mapping)
            session, question = _sessions(named, mapping, file)
            if question:
                everything.questions.append(question)
            found = _tables(named, session, told=told)
            everything.add(found, counts=question is None)
            made = {*KEYS}.union(*(map(str, rows) for _, rows in found))
            for header in map(str, form):
                seen = everything.headers.get(header, False)
                everything.headers[header] = seen or canonical_name(names[header]) in made
            if told:
                columns = _left(form, names, found, rows_too=False)
                everything.counts += redcap_forms.unread_counts(columns, KEYS)
                everything.recorded += redcap_forms.unread_recorded(columns, KEYS)
                rest = _left(form, names, found)
                for one in redcap_forms.by_form(rest, export.places, KEYS):
                    if diary := redcap_forms.unread_diary(name, one, "patient_id", KEYS):
                        everything.diaries.append(diary)
                for one in redcap_forms.by_form(columns, export.places, KEYS):
                    dates = redcap_forms.unread_sessions(name, one, "patient_id", KEYS)
                    everything.treated += dates
            if name and not found:
                everything.nothing.append(name)
    return everything


def _questions(found: FormsRead, file: str) -> list[Question]:
    """What the forms ask, and what those ask of which nothing is read."""
    if not (seen := found.not_read):
        return found.questions
    told = f"{file}: {'; '.join(seen)}: not read, as these names are not known."
    unknown = Question("mapping", file, f"{told} Which columns are which?", NOT_READ)
    return [*found.questions, unknown]


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
    """The session of each row with counts, by its event; where nobody has said it a question, and
    a number for each event until then, so that all else that is open is asked at once."""
    counted = MEASURES.keys() & set(named)
    if not counted or "session" in named or EVENT not in named:
        return None, None
    events = list(dict.fromkeys(named[EVENT]))
    if set(events) & set(mapping.events):
        return named[EVENT].map(mapping.events), None
    places = redcap_events.suggested(named)
    options = tuple(
        (event, "" if place.session is None else str(place.session))
        for event, place in places.items()
    )
    which = f"{file}: which event is the baseline, and which session 1, 2, ...?"
    question = Question("events", file, f"{which} {redcap_events.told(places)}", options)
    return named[EVENT].map({event: number for number, event in enumerate(events)}), question


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
