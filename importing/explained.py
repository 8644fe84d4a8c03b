"""By which mapping would a file be read that no layout knows, and why is each column taken so?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analytics.frames import CANONICAL
from importing.as_read import AsRead
from importing.choices import Mapping, Question
from importing.columns import missing
from importing.layouts import redcap
from importing.mapping import suggest_of_forms
from importing.mapping_checks import ATTACKS, DAY, MONTH, MONTHS, START, named
from importing.no_layout import WHICH_DAYS, row_of
from importing.report import FileReport, ImportReport, asked_in_words
from importing.suggested import is_whole

MAPPED = "As mapped"


@dataclass(frozen=True)
class Explained:
    """A table of a file and the mapping that it would be read by. ``reasons``: in sentences, no
    cell in them. ``whole``: nothing has to be added by hand."""

    file: str
    mapping: Mapping | None
    reasons: tuple[str, ...]
    whole: bool = True


def explained(report: ImportReport) -> list[Explained]:
    """Each table of the files, in their order."""
    seen: dict[str, list[AsRead]] = {}
    for one in report.as_read:
        seen.setdefault(one.file, []).append(one)
    return [found for file in report.files for found in _of_file(file, seen.get(file.file, []))]


def _of_file(file: FileReport, tables: Sequence[AsRead]) -> Iterator[Explained]:
    asked = {question.kind: question for question in file.questions}
    if redcap.LAYOUT.knows(file.headers) or file.layout == redcap.LAYOUT.title:
        yield from _of_redcap(file, asked)
    elif WHICH_DAYS in asked:
        yield Explained(file.file, None, tuple(asked_in_words(asked[WHICH_DAYS])), whole=False)
    elif file.layout == MAPPED or "mapping" in asked:
        yield from map(_of_table, tables)
    elif file.layout:
        told = f"{file.file} is read as {file.layout}, by {file.known_by}: it needs no mapping."
        yield Explained(file.file, None, (told,))
    else:
        yield Explained(file.file, None, file.problems, whole=not file.problems)


def _of_table(seen: AsRead) -> Explained:
    mapping, where = seen.mapping(), f"{seen.file}, "
    told = [f"{seen.file}: a row is taken for {row_of(seen.shape)}."]
    for column in seen.columns:
        means = column.meaning.column or "not read"
        if column.meaning.session is not None:
            of = "" if means == DAY else "of session "
            means = f"{means} {of}{column.meaning.session}"
        why = f", {column.why}" if column.why else ""
        look = ": look at this one first" if column == seen.weakest else ""
        told.append(f"{where}{named(column.header)}: {means}{why}{look}.")
    for name, texts in mapping.values.items() if seen.suggested else ():
        visits = ", ".join(f"{named(visit)} is {session}" for visit, session in texts.items())
        of = visits if name == "session" else "its yes is read as no"
        told.append(f"{where}{name}: {of}.")
    lacking = _lacking(seen)
    told += [f"{where}no column was found for {name}: name it in columns." for name in lacking]
    return Explained(seen.file, mapping, tuple(told), is_whole(seen.shape, seen.columns))


def _lacking(seen: AsRead) -> list[str]:
    if is_whole(seen.shape, seen.columns):
        return []
    names = [column.meaning.column for column in seen.columns if column.meaning.column]
    if seen.shape == MONTHS:
        return [name for name in (MONTH, DAY) if name not in names]
    if seen.shape == ATTACKS:
        return [START]
    if seen.shape not in CANONICAL:
        return ["patient_id"]
    return missing(CANONICAL[seen.shape], names)


def _of_redcap(file: FileReport, asked: dict[str, Question]) -> Iterator[Explained]:
    """Its columns by their names, as far as they say so, and its events as they are suggested."""
    if asked.keys() & {"events", "mapping"}:
        options = asked["events"].options if "events" in asked else ()
        events = {event: int(place) for event, place in options if place}
        told = [asked["events"].text] if options else []
        told += [
            f"{file.file}, {named(event)}: {f'session {place}' if place else 'to be said'}."
            for event, place in options
        ]
        best = Mapping(columns=dict.fromkeys(file.headers[:1], "patient_id"))
        if "mapping" in asked:
            best = replace(suggest_of_forms(file.headers), table="")  # its rows are of several
            by_name = best.columns.items()
            told += [f"{file.file}, {named(h)}: {c}, its name says so." for h, c in by_name]
        yield Explained(file.file, replace(best, events=events), tuple(told), whole=False)
    else:
        told = [f"{file.file} is read as {file.layout}, by {file.known_by}: it needs no mapping."]
        yield Explained(file.file, None, tuple(told))
