"""From the options of a command to records and their result: in memory, or where a diary lies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click
import pandas as pd
from click.core import ParameterSource

from analytics.definitions import (
    COUNTED_BY,
    PRESETS,
    Definition,
)
from analytics.filters import Filters
from analytics.needs import SINGLE_DAYS
from analytics.outcomes import derive_outcomes
from analytics.records import Records
from analytics.result import Result, result_of
from analytics.settings import Settings
from analytics.steps import Cycles, Outcomes
from commands.options import (
    FILE_OPTIONS,
    MEMORY,
)
from commands.reading import choices_of, taken_from
from commands.told import (
    nothing,
    nothing_while_open,
    say,
    say_how_to_map,
    stop_where_unfit,
    stop_while_open,
)
from importing import Choices, Source, read_records, table_logs
from importing.corrected_files import is_called
from importing.identity import as_text
from importing.limits import MAX_FILE_BYTES
from registry.engines import DUCKDB, Diary, NotADiary
from registry.opened import opened
from registry.settled import Settled
from registry.spark import NoSpark
from registry.whole import cycles_in_parts
from words.chosen import beyond_told, not_allowed, refused_filter, unmet
from words.definitions import in_full
from words.numbers import counted

Rows = TypeVar("Rows", Cycles, Outcomes)


class SomeCycles(NamedTuple):
    """Cycles of some of the patients, and how they were counted."""

    cycles: Cycles
    definition: Definition
    cut_off: date | None

    @property
    def outcomes(self) -> Outcomes:
        return derive_outcomes(self.cycles, self.definition)


def judged(**options) -> Outcomes:  # type: ignore[no-untyped-def]
    """The outcomes for these options; ends with a sentence where there are none."""
    parts = [part.outcomes for part in parts_of(**options)]
    return parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)


def parts_of(  # type: ignore[no-untyped-def]
    *, engine: str | None = None, master: str = "local[*]", **options
) -> Iterator[SomeCycles]:
    """Cycles with how they were counted: at once from memory, in parts where a diary lies."""
    diary = options["diary"]
    if engine is None:
        engine = MEMORY if diary is None or Path(diary).is_file() else DUCKDB
    if engine == MEMORY:
        result = computable(loaded(**options))
        yield SomeCycles(_some(result.cycles), result.settings.definition, result.records.cut_off)
        return
    try:
        with opened(str(diary), engine, master) as found:
            yield from _scanned(found, options)
    except (NotADiary, NoSpark) as problem:
        nothing(str(problem))


def _scanned(diary: Diary, options: dict[str, Any]) -> Iterator[SomeCycles]:
    diary.no_headache_means_no_migraine = options["no_headache_means_no_migraine"]

    def look(records: Records, choices: Choices) -> Settled:
        return look_where_it_lies(diary, str(options["diary"]), records, choices)

    result = loaded(**options, look=look)
    settings = result.settings
    for line in (*diary.account().sentences, diary.not_looked_at):
        click.echo(f"{options['diary']}: {line}", err=True)
    if not diary.has(settings.definition.days):
        nothing(_no_days(settings))
    last = diary.last_date()
    if settings.cut_off and (told := beyond_told(settings.cut_off, None, last)):
        click.echo(told, err=True)
    narrowed = result.loaded.as_of(settings.cut_off or last).where(settings.filters)
    for cycles in cycles_in_parts(diary, narrowed, settings.definition):
        yield SomeCycles(_some(cycles), settings.definition, narrowed.cut_off)


def look_where_it_lies(diary: Diary, named: str, records: Records, choices: Choices) -> Settled:
    """Ends with the questions of a scanned diary while one is open, and with what it cannot do."""
    found = diary.look(records.sessions["patient_id"], choices.now, choices.answers)
    for line in found.lines:
        click.echo(line if line.startswith("  ") else f"{named}: {line}", err=True)
    if found.questions or found.refused:
        nothing(nothing_while_open(len(found.questions)))
    return found


def _some(rows: Rows) -> Rows:
    """The rows of patients and sessions; ends with a sentence where there are none."""
    if not len(rows):
        nothing("No patient with a session is left after the cut-off and the filters.")
    return rows


def _no_days(settings: Settings) -> str:
    words = settings.definition.days.words
    return f"Nothing can be computed: no {words} are recorded in these files."


def judged_of(result: Result) -> Result:
    """The result, its outcomes worked out; ends with a sentence where there are none."""
    _some(computable(result).outcomes)
    return result


def computable(result: Result) -> Result:
    """The result; ends with a sentence where these records cannot be counted so."""
    definition = result.settings.definition
    if not result.loaded.has(definition.days):
        nothing(_no_days(result.settings))
    if refused := not_allowed(result.loaded, definition):
        nothing(refused)
    return result


def loaded(  # type: ignore[no-untyped-def]
    *,
    definition: str,
    month: str | None,
    cut_off: datetime | None,
    where: tuple[str, ...],
    out: Path | None,
    look: Callable[[Records, Choices], Settled] | None = None,
    **options,
) -> Result:
    """The result of these files and options, not yet worked out; what the door said is told.

    ``look``: the diary stays in its files, and is looked at there beside the records.
    """
    in_memory = look is None
    files = {name: options.pop(name) for name in FILE_OPTIONS}
    check_usage(files, options["window"], cut_off, where)
    if not in_memory:
        files.pop("diary")
    elif files["diary"] and not files["diary"].is_file():
        raise click.UsageError("--diary takes one file here: this table needs it in memory.")
    choices, given = choices_of(taken_from(options), [path for path in files.values() if path])
    choices, corrects = replace(choices, scanned=not in_memory), choices.corrects
    sources = [source(path, name) for name, path in files.items() if path]
    if corrects and not in_memory:
        raise click.UsageError(
            "--corrects takes files that are read: this diary is scanned where it lies. 'python -m "
            "cleardays import OLD --corrects NEW=OLD --out tables' makes one corrected file."
        )
    records, report = read_records([*sources, *corrections_of(sources, corrects)], choices)
    say(report)
    say_how_to_map(sources, given, report)
    stop_where_unfit(given, report)
    if look and report.questions:  # what was answered about the diary is not known yet
        nothing(nothing_while_open(len(report.questions)))
    if look and len(records.diary):  # a workbook may hold days beside its sessions
        nothing(
            "Nothing can be computed: days stand beside the diary that is scanned where it lies."
        )
    stop_while_open(report, choices, [look(records, choices)] if look else [])
    chosen_definition = PRESETS[definition].changed(month=int(month) if month else None, **options)
    settings = Settings(
        definition=chosen_definition,
        session=chosen_definition.primary_session,
        cut_off=cut_off.date() if cut_off else None,
        filters=_filters(where, records),
    )
    only = records.only_definition
    if only is not None and _asks_for_another(only):
        nothing(not_allowed(records, settings.definition))
    chosen, settings = settings, settings.as_counted(records)
    if settings != chosen:
        told = f"The cycles were counted elsewhere: {in_full(settings.definition)}."
        click.echo(told, err=True)
    lacking = records.sessions.empty or (in_memory and records.diary.empty)
    if records.holds >= SINGLE_DAYS and lacking:
        nothing("Nothing can be computed: no usable row is left in a file that is needed.")
    result = result_of(records, settings)
    up_to = result.before_filters
    for table, rows in up_to.left_out:
        left = counted(rows, "row is", "rows are")
        click.echo(f"Dated after {up_to.cut_off}, {left} left out ({table}).", err=True)
    for sentence in unmet(records, settings):
        click.echo(sentence, err=True)
    return result


def _asks_for_another(only: Definition) -> bool:
    """Is a part of a Definition asked for that is not the one of de-identified cycles?"""
    asked = click.get_current_context()
    given = {
        name: value
        for name, value in asked.params.items()
        if asked.get_parameter_source(name) is ParameterSource.COMMANDLINE
    }
    preset = PRESETS.get(given.get("definition", ""))
    parts = {part: str(getattr(preset, part)) for part in COUNTED_BY} if preset else {}
    parts |= {part: str(given[part]) for part in COUNTED_BY if part in given}
    return any(value != str(getattr(only, part)) for part, value in parts.items())


def check_usage(
    files: dict[str, Path | None],
    window: str | None,
    cut_off: datetime | None,
    where: tuple[str, ...],
) -> None:
    given = [name for name in ("counts", "cycles") if files[name]]
    if given:
        if len(given) > 1 or files["diary"]:
            raise click.UsageError(f"--{given[0]} replaces the diary: one of them is expected.")
        if window or cut_off:
            raise click.UsageError(
                f"--window and --cut-off need a diary; {given[0]} were counted elsewhere."
            )
    elif not (files["diary"] and files["sessions"]):
        raise click.UsageError("--diary and --sessions are needed, or --counts, or --cycles.")
    if where and not files["patients"]:
        raise click.UsageError("--where needs --patients.")


def _filters(where: tuple[str, ...], records: Records) -> Filters:
    """COLUMN=VALUE: several values of one column are alternatives, several columns all hold."""
    wanted: dict[str, tuple[str, ...]] = {}
    if where and records.to_filter_by.empty:
        nothing("Nothing can be computed: --where needs a usable patients file.")
    for condition in where:
        column, equals, value = condition.partition("=")
        if not equals:
            raise click.UsageError("--where takes COLUMN=VALUE.")
        if refused := refused_filter(records, ((column, (value,)),)):
            raise click.UsageError(f"--where: {refused}")
        wanted[column] = (*wanted.get(column, ()), value)
    return tuple(wanted.items())


def corrections_of(sources: Sequence[Source], corrects: Mapping[str, str]) -> list[Source]:
    """The files that correct others and are not named elsewhere, each of the table of its own."""
    found = []
    for new, old in corrects.items():
        corrected = [one for one in sources if is_called(old, one.name, one.place)]
        if not any(is_called(new, one.name, one.place) for one in sources) and Path(new).is_file():
            found.append(source(Path(new), corrected[0].table if corrected else None))
    return found


def source(path: Path, table: str | None = None) -> Source:
    """The file's bytes; one that is too large is cut, and refused by its size."""
    if found := table_logs.by_its_folder([path]):
        raise click.ClickException(f"{as_text(str(found[0]))} {found[1]}.")
    with path.open("rb") as file:
        name, place = as_text(path.name), as_text(str(path.parent))
        return Source(name, file.read(MAX_FILE_BYTES + 1), table, place)
