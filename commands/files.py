"""Files of any layout: what is in them, and their canonical tables."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from analytics.frames import CANONICAL
from analytics.records import Records
from analytics.written import as_csv, inert_cells
from commands.explain import explain as explain_mappings
from commands.heard import not_heard, not_meant
from commands.options import csv_options, csv_style
from commands.reading import choices_of, reading_options
from commands.results import corrections_of, source
from commands.told import csv_of, nothing, say, stop_where_unfit, stop_while_open
from importing import Choices, ImportReport, Source, read_records
from importing.carried import carried_in_words
from importing.choices import AS_SUGGESTED, Told, answered
from importing.identity import as_text
from importing.stamped import write_stamped
from importing.to_repair import to_repair as rows_to_repair
from registry.engines import NotADiary
from registry.opened import opened
from registry.settled import Settled
from words.numbers import counted

FILE_OR_FOLDER = click.Path(exists=True, readable=True, path_type=Path)


def import_options(command):  # type: ignore[no-untyped-def]
    """What the page would ask about files of any layout."""
    options = [
        click.argument("files", nargs=-1, required=True, type=FILE_OR_FOLDER),
        *reading_options(),
        click.option(
            "--keep-answers",
            type=click.Path(dir_okay=False, writable=True, path_type=Path),
            help="Write these answers as mappings, so that the next such files are not asked.",
        ),
        click.option(
            "--to-repair",
            type=click.Path(dir_okay=False, writable=True, path_type=Path),
            help="Write the rows that were set aside or are asked about as CSV, with file, row, "
            "patient, column and problem, for whoever keeps the source.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@import_options
@click.option(
    "--explain",
    is_flag=True,
    help="Print the mapping by which each unknown file would be read, as JSON for --mapping, and "
    "the reasons on standard error.",
)
def check(files: tuple[Path, ...], explain: bool, **options) -> None:  # type: ignore[no-untyped-def]
    """What is in these files, and where does every row go? Exit 1 if anything is left open.

    A folder is a diary that is scanned where it lies.
    """
    folders = [path for path in files if path.is_dir()]
    files = tuple(path for path in files if not path.is_dir())
    if explain and folders:
        raise click.UsageError(f"'{folders[0].name}' is a folder: --explain expects files.")
    sources = _sources(files)
    records, report, choices = _import(sources, files, **options)
    if explain:
        explain_mappings(report)
    for sentence in report.sentences(most=1000) if files else ():
        click.echo(sentence)
    if report.questions:
        for line in carried_in_words(sources, choices, report):
            click.echo(line)
    scans = [_scanned(folder, records, choices) for folder in folders]
    looked = [found for found, _ in scans if found is not None]
    codes = [told.code for _, all_told in scans for told in all_told]
    unheard = []
    if len(looked) == len(scans) and not (scans and report.questions):  # else not all was asked
        unheard = not_heard(choices, report, looked) + not_meant(choices, report, codes, looked)
    for sentence in unheard:
        click.echo(sentence)
    left = any(found is None or found.questions or found.refused for found, _ in scans)
    told = any(code not in choices.meant for code in codes)
    sys.exit(1 if report.undecided or left or told or unheard else 0)


def _scanned(folder: Path, records: Records, choices: Choices) -> tuple[Settled | None, list[Told]]:
    """Say what a scan of this diary sees and does not look at; what was settled, and told."""
    try:
        with opened(str(folder)) as diary:
            diary.no_headache_means_no_migraine = choices.no_headache_means_no_migraine
            found = diary.look(records.sessions["patient_id"], choices.now, choices.answers)
            all_told = diary.told()
            told = [told for told in all_told if told.code not in choices.meant]
            lines = [*found.lines, *(f"{t.text} (meant so: --meant {t.code})" for t in told)]
            for line in (*lines, *diary.account().sentences):
                click.echo(line if line.startswith("  ") else f"{as_text(str(folder))}: {line}")
            return found, all_told
    except NotADiary as problem:
        click.echo(str(problem))
        return None, []


@click.command("import")
@import_options
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--format", "kind", type=click.Choice(["csv", "parquet"]), default="csv")
@csv_options
def import_files(files: tuple[Path, ...], out: Path, kind: str, **options) -> None:  # type: ignore[no-untyped-def]
    """Write the canonical tables of files of any layout.

    Nothing is written while a question is open; exit 1 also where something is told.
    """
    if folder := next((path for path in files if path.is_dir()), None):
        raise click.UsageError(f"'{folder.name}' is a folder: the files in it were expected.")
    records, report, choices = _import(_sources(files), files, **options)
    say(report)
    stop_while_open(report, choices)
    tables = {name: frame for name, frame in records.tables.items() if len(frame)}
    if not tables:
        nothing("Nothing was written: no row can be used.")
    out.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        if kind == "parquet":
            (out / f"{name}.parquet").write_bytes(write_stamped(CANONICAL[name], frame))
        else:
            (out / f"{name}.csv").write_text(csv_of(frame), encoding="utf-8", newline="")
    click.echo(f"Written to {out}: {', '.join(tables)}.", err=True)
    sys.exit(1 if report.undecided or not_meant(choices, report) else 0)


def _sources(files: tuple[Path, ...]) -> list[Source]:
    """Read as text once, however many readings are carried through."""
    return [source(path).kept_open() for path in files]


def _import(  # type: ignore[no-untyped-def]
    sources: list[Source],
    files: tuple[Path, ...],
    *,
    keep_answers: Path | None,
    to_repair: Path | None,
    **reading,
) -> tuple[Records, ImportReport, Choices]:
    choices, given_mappings = choices_of(reading, files)
    sources += corrections_of(sources, choices.corrects)
    records, report = read_records(sources, choices)
    stop_where_unfit(given_mappings, report)
    if keep_answers:
        _keep(keep_answers, report, choices)
    if to_repair:
        _write_to_repair(to_repair, report)
    return records, report, choices


def _keep(out: Path, report: ImportReport, choices: Choices) -> None:
    """The answers as mappings for the next files like these, one for each kind of file."""
    read_so = {q.file for q in report.answered if choices.answers.get(q.code) == AS_SUGGESTED}
    suggested = {one.headers: one.mapping() for one in report.as_read if one.file in read_so}
    kept = (*suggested.values(), *answered(report.answered, choices.answers))
    for number, mapping in enumerate(kept, start=1):
        path = out if number == 1 else out.with_stem(f"{out.stem}_{number}")
        path.write_text(mapping.to_json(), encoding="utf-8", newline="")
        click.echo(f"Answers written to {path}: hand it over with --mapping next time.", err=True)
    if left := sum(q.of_rows for q in report.answered):
        told = counted(left, "answer is", "answers are")
        click.echo(f"{told} of the rows at hand and not kept: other rows are asked.", err=True)


def _write_to_repair(out: Path, report: ImportReport) -> None:
    """As a spreadsheet opens it: a byte order mark, and nothing that runs."""
    rows = rows_to_repair(report)
    text = as_csv(inert_cells(rows), csv_style())
    out.write_text(text, encoding="utf-8-sig", newline="")
    click.echo(f"{counted(len(rows), 'row')} to repair written to {out}.", err=True)
