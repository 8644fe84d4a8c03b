"""Files of any layout: what is in them, and their canonical tables."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from analytics.frames import TABLES, as_csv
from analytics.importing import Choices, ImportReport, Mapping, read_records
from analytics.importing.choices import MIGRAINE_RULES
from analytics.importing.moments import DAY_FIRST, MONTH_FIRST
from analytics.importing.stamped import write_stamped
from analytics.records import Records
from commands.options import FILE, nothing, say, source


def import_options(command):  # type: ignore[no-untyped-def]
    """What the page would ask about files of any layout."""
    options = [
        click.argument("files", nargs=-1, required=True, type=FILE),
        click.option("--date-order", type=click.Choice([DAY_FIRST, MONTH_FIRST])),
        click.option(
            "--observed",
            metavar="FROM..TO",
            help="The period in which an attack list is complete, as 2024-01-01..2024-12-31.",
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
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@import_options
def check(files: tuple[Path, ...], **options) -> None:  # type: ignore[no-untyped-def]
    """What is in these files, and where does every row go? Exit 1 if anything is left open."""
    _, report = _import(files, **options)
    for sentence in report.sentences(most=1000):
        click.echo(sentence)
    sys.exit(1 if report.undecided else 0)


@click.command("import")
@import_options
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--format", "kind", type=click.Choice(["csv", "parquet"]), default="csv")
def import_files(files: tuple[Path, ...], out: Path, kind: str, **options) -> None:  # type: ignore[no-untyped-def]
    """Write the canonical tables of files of any layout."""
    records, report = _import(files, **options)
    say(report)
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


def _import(
    files: tuple[Path, ...],
    *,
    date_order: str | None,
    observed: str | None,
    ids: tuple[str, ...],
    missing_codes: tuple[str, ...],
    mappings: tuple[Path, ...],
    migraine_rules: tuple[str, ...],
    no_headache_means_no_migraine: bool,
) -> tuple[Records, ImportReport]:
    choices = Choices(
        date_order=date_order or "",
        observed=_period(observed),
        ids=_ids(ids, files),
        missing_codes=missing_codes,
        mappings=tuple(_mapping(path) for path in mappings),
        migraine_rules=migraine_rules or tuple(MIGRAINE_RULES),
        no_headache_means_no_migraine=no_headache_means_no_migraine,
    )
    return read_records((source(path) for path in files), choices)


def _period(text: str | None) -> tuple[date, date] | None:
    if not text:
        return None
    first, dots, last = text.partition("..")
    try:
        period = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        raise click.UsageError("--observed takes FROM..TO, as 2024-01-01..2024-12-31.") from None
    if not dots or period[0] > period[1]:
        raise click.UsageError("--observed ends before it begins.")
    return period


def _ids(given: tuple[str, ...], files: tuple[Path, ...]) -> dict[str, str]:
    ids = {}
    for text in given:
        file, equals, patient = text.rpartition("=")
        if not equals and len(files) > 1:
            raise click.UsageError("--id takes FILE=ID where there is more than one file.")
        ids[file if equals else "*"] = patient
    return ids


def _mapping(path: Path) -> Mapping:
    try:
        return Mapping.from_json(path.read_text(encoding="utf-8"))
    except (ValueError, TypeError) as problem:
        raise click.UsageError(f"{path.name}: {problem}") from None
