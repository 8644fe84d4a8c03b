"""Which options do the commands share: files, choices, answers, how a CSV is written?"""

from __future__ import annotations

from pathlib import Path

import click

from analytics.codes import EntryRule, OtherTreatments
from analytics.definitions import (
    MEASURES,
    MONTHS,
    NUMBERS,
    PRESETS,
)
from analytics.therapies import every_window
from analytics.written import CsvStyle
from registry.engines import ENGINES, files_of

FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
FILE_OPTIONS = (
    "diary",
    "sessions",
    "counts",
    "cycles",
    "patients",
    "scores",
    "adverse_events",
    "treatments",
)


def _once(_: click.Context, option: click.Parameter, given: tuple[Path, ...]) -> Path | None:
    """One file: a second one would take the place of the first without a word."""
    if len(given) > 1:
        raise click.BadParameter(
            f"{len(given)} files were given and one was expected; "
            "'python -m cleardays import' makes one of several.",
            param=option,
        )
    return given[0] if given else None


def file_options(command):  # type: ignore[no-untyped-def]
    """The options that name the files."""
    for name in reversed(FILE_OPTIONS):
        flag = f"--{name.replace('_', '-')}"
        kind: click.ParamType = PATTERN if name == "diary" else FILE
        command = click.option(
            flag, name, type=kind, multiple=True, callback=_once, help=f"{name}, CSV or Parquet."
        )(command)
    return command


class Pattern(click.ParamType):
    """A file, a folder or a pattern of files: text until it is known who reads it."""

    name = "FILE"

    def convert(self, value: str, param, ctx) -> Path:  # type: ignore[no-untyped-def]
        if not files_of(str(value)):
            self.fail(f"'{value}' does not exist.", param, ctx)
        return Path(value)


PATTERN = Pattern()
MEMORY = "memory"


def engine_options(command):  # type: ignore[no-untyped-def]
    """The options of a table that can be counted where the diary lies."""
    command = click.option(
        "--engine",
        type=click.Choice([MEMORY, *ENGINES]),
        help="memory: the file is read. duckdb, spark: files of a pattern or folder are scanned.",
    )(command)
    return click.option("--master", default="local[*]", help="Spark's address.")(command)


DECIMALS = {"point": ".", "comma": ","}
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
STYLE = "clear_days_csv"  # where the click context holds what was asked for


def _note_style(context: click.Context, option: click.Parameter, value: str | None) -> None:
    asked = context.meta.setdefault(STYLE, {})
    asked[option.name] = value
    if asked.get("decimal") == asked.get("separator") == "comma":
        raise click.UsageError("--decimal comma needs another --separator: semicolon or tab.")


def csv_options(command):  # type: ignore[no-untyped-def]
    """How a CSV is written: for spreadsheets where commas are decimals."""
    for name, values, help_text in (
        ("separator", SEPARATORS, "Between the cells of a CSV; beside decimal commas a semicolon."),
        ("decimal", DECIMALS, "The decimal mark in a CSV."),
    ):
        command = click.option(
            f"--{name}",
            type=click.Choice(list(values)),
            expose_value=False,
            callback=_note_style,
            help=help_text,
        )(command)
    return command


def csv_style() -> CsvStyle:
    """The style that this command was asked for."""
    asked = click.get_current_context().meta.get(STYLE, {})
    decimal, separator = asked.get("decimal") or "point", asked.get("separator")
    return CsvStyle.of(DECIMALS[decimal], SEPARATORS[separator] if separator else "")


def definition_options(command):  # type: ignore[no-untyped-def]
    """The options that choose a Definition."""
    options = [
        click.option(
            "--definition", type=click.Choice(list(PRESETS)), default="hull2014", show_default=True
        ),
        click.option("--measure", type=click.Choice(list(MEASURES))),
        click.option("--window", type=click.Choice(list(every_window()))),
        click.option("--month", type=click.Choice([str(month) for month in MONTHS])),
        click.option("--min-baseline-days", type=click.IntRange(*NUMBERS["min_baseline_days"])),
        click.option("--min-days", type=click.IntRange(*NUMBERS["min_days"])),
        click.option(
            "--other-treatments",
            type=click.Choice([how.value for how in OtherTreatments]),
            help="Windows after another new treatment (with --treatments).",
        ),
        click.option(
            "--entry-rule",
            type=click.Choice([rule.value for rule in EntryRule]),
            help="How patients were let in: by the month before session 1, or by that and the "
            "month before it. It removes nobody.",
        ),
        click.option(
            "--entry-days",
            type=click.IntRange(*NUMBERS["entry_days"]),
            help="Days of the measure asked for in such a month.",
        ),
        click.option(
            "--primary-session",
            type=click.IntRange(*NUMBERS["primary_session"]),
            help="After which session the rate is the primary outcome; what is looked at where "
            "--session names none.",
        ),
        click.option("--threshold", type=click.IntRange(*NUMBERS["threshold"]), help="Percent."),
    ]
    for option in reversed(options):
        command = option(command)
    return command
