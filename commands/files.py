"""Files of any layout: what is in them, and their canonical tables."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import click

from analytics.frames import TABLES, as_csv
from analytics.importing import Choices, ImportReport, Mapping, Source, read_records
from analytics.importing.carried import carried_in_words
from analytics.importing.choices import MIGRAINE_RULES, answered
from analytics.importing.identity import as_text
from analytics.importing.moments import DAY_FIRST, MONTH_FIRST
from analytics.importing.stamped import write_stamped
from analytics.records import Records
from analytics.registry.engines import NotADiary, opened
from commands.options import (
    FILE,
    answer_options,
    answers_of,
    nothing,
    say,
    source,
    stop_while_open,
)

FILE_OR_FOLDER = click.Path(exists=True, readable=True, path_type=Path)


def import_options(command):  # type: ignore[no-untyped-def]
    """What the page would ask about files of any layout."""
    options = [
        click.argument("files", nargs=-1, required=True, type=FILE_OR_FOLDER),
        click.option("--date-order", type=click.Choice([DAY_FIRST, MONTH_FIRST])),
        click.option(
            "--observed",
            multiple=True,
            metavar="FROM..TO or FILE=FROM..TO",
            help="The period in which an attack list is complete, as 2024-01-01..2024-12-31; for "
            "all lists, or for one file or patient id.",
        ),
        click.option(
            "--id", "ids", multiple=True, metavar="ID or FILE=ID", help="Whose file it is."
        ),
        click.option("--missing-code", "missing_codes", multiple=True, help="UNK, -99, ..."),
        click.option("--mapping", "mappings", multiple=True, type=FILE, help="A saved mapping."),
        click.option(
            "--migraine-rule",
            "migraine_rules",
            multiple=True,
            type=click.Choice(list(MIGRAINE_RULES)),
            help="When an attack counts as migraine; several are alternatives.",
        ),
        click.option("--no-headache-means-no-migraine", is_flag=True),
        *answer_options(),
        click.option(
            "--meant", multiple=True, metavar="CODE", help="What was told is as it should be."
        ),
        click.option(
            "--keep-answers",
            type=click.Path(dir_okay=False, writable=True, path_type=Path),
            help="Write these answers as mappings, so that the next such files are not asked.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@import_options
def check(files: tuple[Path, ...], **options) -> None:  # type: ignore[no-untyped-def]
    """What is in these files, and where does every row go? Exit 1 if anything is left open.

    A folder is a diary that is scanned where it lies.
    """
    folders = [path for path in files if path.is_dir()]
    files = tuple(path for path in files if not path.is_dir())
    records, report, choices = _import(files, **options)
    for sentence in report.sentences(most=1000) if files else ():
        click.echo(sentence)
    if report.questions:
        for line in carried_in_words(_sources(files), choices, report):
            click.echo(line)
    undecided = [_scan_undecided(folder, records, choices) for folder in folders]
    sys.exit(1 if report.undecided or any(undecided) else 0)


def _scan_undecided(folder: Path, records: Records, choices: Choices) -> bool:
    """Say what a scan of this diary sees and does not look at. Is anything left open?"""
    try:
        with opened(str(folder)) as diary:
            diary.no_headache_means_no_migraine = choices.no_headache_means_no_migraine
            found = diary.look(records.sessions["patient_id"], choices.now, choices.answers)
            told = [told for told in diary.told() if told.code not in choices.meant]
            lines = [*found.lines, *(f"{t.text} (meant so: --meant {t.code})" for t in told)]
            for line in (*lines, *diary.account().sentences):
                click.echo(line if line.startswith("  ") else f"{as_text(str(folder))}: {line}")
            return bool(found.questions or found.refused or told)
    except NotADiary as problem:
        click.echo(str(problem))
        return True


@click.command("import")
@import_options
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--format", "kind", type=click.Choice(["csv", "parquet"]), default="csv")
def import_files(files: tuple[Path, ...], out: Path, kind: str, **options) -> None:  # type: ignore[no-untyped-def]
    """Write the canonical tables of files of any layout.

    Nothing is written while a question is open; exit 1 also where something is told.
    """
    if folder := next((path for path in files if path.is_dir()), None):
        raise click.UsageError(f"'{folder.name}' is a folder: the files in it were expected.")
    records, report, _ = _import(files, **options)
    say(report)
    stop_while_open(report)
    tables = {name: frame for name, frame in records.tables.items() if len(frame)}
    if not tables:
        nothing("Nothing was written: no row can be used.")
    out.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        if kind == "parquet":
            (out / f"{name}.parquet").write_bytes(write_stamped(TABLES[name], frame))
        else:
            (out / f"{name}.csv").write_text(as_csv(frame), encoding="utf-8", newline="")
    click.echo(f"Written to {out}: {', '.join(tables)}.", err=True)
    sys.exit(1 if report.undecided else 0)


def _sources(files: tuple[Path, ...]) -> list[Source]:
    return [source(path) for path in files]


def _import(
    files: tuple[Path, ...],
    *,
    date_order: str | None,
    observed: tuple[str, ...],
    ids: tuple[str, ...],
    missing_codes: tuple[str, ...],
    mappings: tuple[Path, ...],
    migraine_rules: tuple[str, ...],
    no_headache_means_no_migraine: bool,
    answers: tuple[str, ...],
    today: datetime | None,
    meant: tuple[str, ...],
    keep_answers: Path | None,
) -> tuple[Records, ImportReport, Choices]:
    periods = dict(_period(text) for text in observed)
    choices = Choices(
        date_order=date_order or "",
        observed=periods.pop("", None),
        periods=periods,
        ids=_ids(ids, files),
        missing_codes=missing_codes,
        mappings=tuple(_mapping(path) for path in mappings),
        migraine_rules=tuple(dict.fromkeys(("type", *migraine_rules))),
        no_headache_means_no_migraine=no_headache_means_no_migraine,
        answers=answers_of(answers),
        meant=meant,
        today=today.date() if today else None,
    )
    records, report = read_records(_sources(files), choices)
    _obeyed(mappings, choices, report)
    if keep_answers:
        _keep(keep_answers, files, choices)
    return records, report, choices


def _obeyed(paths: tuple[Path, ...], choices: Choices, report: ImportReport) -> None:
    """A mapping that is given is obeyed, or the command ends: it may be another file's."""
    if any(file.layout == "REDCap" for file in report.files):
        return  # its fields may stand in rows
    for path, mapping in zip(paths, choices.mappings, strict=True):
        needed = {*mapping.columns, *mapping.periods}
        if needed and not any(needed <= set(file.headers) for file in report.files):
            nothing(
                f"The mapping {path.name} fits no file: none of them has the columns "
                f"{', '.join(sorted(needed))}."
            )


def _keep(out: Path, files: tuple[Path, ...], choices: Choices) -> None:
    """The answers as mappings for the next files like these, one for each kind of file."""
    _, asked = read_records(_sources(files), replace(choices, answers={}))
    for number, mapping in enumerate(answered(asked.questions, choices.answers), start=1):
        path = out if number == 1 else out.with_stem(f"{out.stem}_{number}")
        path.write_text(mapping.to_json(), encoding="utf-8")
        click.echo(f"Answers written to {path}: hand it over with --mapping next time.", err=True)


def _period(text: str) -> tuple[str, tuple[date, date]]:
    """The file or id that a period belongs to ("" for all), and the period."""
    whose, _, period = text.rpartition("=")
    first, dots, last = period.partition("..")
    try:
        found = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        raise click.UsageError("--observed takes FROM..TO, as 2024-01-01..2024-12-31.") from None
    if not dots or found[0] > found[1]:
        raise click.UsageError("--observed ends before it begins.")
    return whose, found


def _ids(given: tuple[str, ...], files: tuple[Path, ...]) -> dict[str, str]:
    ids = {}
    for text in given:
        file, equals, patient = text.rpartition("=")
        if not equals and len(files) > 1:
            raise click.UsageError("--id takes FILE=ID where there is more than one file.")
        ids[as_text(file) if equals else "*"] = as_text(patient)
    return ids


def _mapping(path: Path) -> Mapping:
    try:
        return Mapping.from_json(path.read_text(encoding="utf-8", errors="replace"))
    except ValueError as problem:
        raise click.UsageError(f"{path.name}: {problem}") from None
    except (TypeError, AttributeError, LookupError, RecursionError):
        told = "The mapping holds parts of another shape than those that Clear Days saves."
        raise click.UsageError(f"{path.name}: {told}") from None
