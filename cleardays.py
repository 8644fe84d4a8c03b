"""Clear Days without a browser: the same path, the same numbers.

python -m cleardays rates --diary diary.csv --sessions sessions.csv
"""

from __future__ import annotations

import sys
import traceback
from datetime import datetime
from pathlib import Path

import click
import pandas as pd

from analytics.definitions import LEFT_OUT, MARKED, MEASURES, PRESETS, WINDOWS
from analytics.frames import as_csv
from analytics.importing import ImportReport, Source, read_records
from analytics.outcomes import OUTCOMES, outcomes_of
from analytics.records import Filters, Records
from analytics.settings import Settings
from analytics.summaries import responder_rates

FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
FILE_OPTIONS = (
    "diary",
    "sessions",
    "counts",
    "patients",
    "scores",
    "adverse_events",
    "treatments",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """What was recorded after botulinum toxin sessions in chronic migraine."""


def path_options(command):  # type: ignore[no-untyped-def]
    """The options that every table shares: the files and the choices."""
    options = [
        *(
            click.option(
                f"--{name.replace('_', '-')}", name, type=FILE, help=f"{name}, CSV or Parquet."
            )
            for name in FILE_OPTIONS
        ),
        click.option(
            "--definition", type=click.Choice(list(PRESETS)), default="hull2014", show_default=True
        ),
        click.option("--measure", type=click.Choice(list(MEASURES))),
        click.option("--window", type=click.Choice(list(WINDOWS))),
        click.option("--month", type=click.Choice(["28", "30"])),
        click.option("--min-baseline-days", type=click.IntRange(min=1)),
        click.option("--min-days", type=click.IntRange(min=1)),
        click.option(
            "--other-treatments",
            type=click.Choice([MARKED, LEFT_OUT]),
            help="Windows after another new treatment (with --treatments).",
        ),
        click.option("--threshold", type=click.IntRange(1, 100), help="Percent."),
        click.option("--cut-off", type=click.DateTime(["%Y-%m-%d"]), help="YYYY-MM-DD."),
        click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Keep these patients."),
        click.option(
            "--no-headache-means-no-migraine",
            is_flag=True,
            help="Count headache-free days with a blank migraine as days without migraine.",
        ),
        click.option("--out", type=click.Path(dir_okay=False, writable=True, path_type=Path)),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@main.command()
@path_options
def rates(**options) -> None:  # type: ignore[no-untyped-def]
    """Responder rates after each session: three readings, everyone accounted for."""
    write(responder_rates(judged(**options)), options["out"])


@main.command()
@path_options
def outcomes(**options) -> None:  # type: ignore[no-untyped-def]
    """One row for every patient and session: days, reduction, flags, or why not judged."""
    table = judged(**options)
    write(table[[*OUTCOMES, *(name for name in table if name not in OUTCOMES)]], options["out"])


def judged(  # type: ignore[no-untyped-def]
    *,
    definition: str,
    month: str | None,
    cut_off: datetime | None,
    where: tuple[str, ...],
    no_headache_means_no_migraine: bool,
    out: Path | None,
    **options,
) -> pd.DataFrame:
    """The outcomes for these options; ends with a sentence where there are none."""
    files = {name: options.pop(name) for name in FILE_OPTIONS}
    _check_usage(files, options["window"], cut_off, where)
    records, report = read_records(
        (Source(path.name, path.read_bytes(), name) for name, path in files.items() if path),
        no_headache_means_no_migraine=no_headache_means_no_migraine,
    )
    _say(report)
    settings = Settings(
        definition=PRESETS[definition].changed(month=int(month) if month else None, **options),
        cut_off=cut_off.date() if cut_off else None,
        filters=_filters(where, records),
    )
    _check_possible(records, settings)
    narrowed = records.as_of(settings.cut_off)
    for table, rows in narrowed.left_out:
        click.echo(f"{rows} rows ({table}) dated after {narrowed.cut_off} are left out.", err=True)
    table = outcomes_of(records, settings)
    if table.empty:
        _nothing("No patient with a session is left after the cut-off and the filters.")
    return table


def _check_usage(
    files: dict[str, Path | None],
    window: str | None,
    cut_off: datetime | None,
    where: tuple[str, ...],
) -> None:
    if files["counts"]:
        if files["diary"] or files["sessions"]:
            raise click.UsageError("--counts stands alone: it replaces --diary and --sessions.")
        if window or cut_off:
            raise click.UsageError("--window and --cut-off need a diary; counts have no dates.")
    elif not (files["diary"] and files["sessions"]):
        raise click.UsageError("--diary and --sessions are needed, or --counts.")
    if where and not files["patients"]:
        raise click.UsageError("--where needs --patients.")


def _filters(where: tuple[str, ...], records: Records) -> Filters:
    """COLUMN=VALUE: several values of one column are alternatives, several columns all hold."""
    wanted: dict[str, tuple[str, ...]] = {}
    if where and records.patients.empty:
        _nothing("Nothing can be computed: --where needs a usable patients file.")
    for condition in where:
        column, equals, value = condition.partition("=")
        if not equals:
            raise click.UsageError("--where takes COLUMN=VALUE.")
        if column not in records.patients or column == "patient_id":
            raise click.UsageError(f"--where: the patients file has no column '{column}'.")
        wanted[column] = (*wanted.get(column, ()), value)
    return tuple(wanted.items())


def _check_possible(records: Records, settings: Settings) -> None:
    if records.counts.empty and (records.diary.empty or records.sessions.empty):
        _nothing("Nothing can be computed: no usable row is left in a file that is needed.")
    measure = settings.definition.days
    if not records.has(measure.flag):
        _nothing(f"Nothing can be computed: no {measure.words} are recorded in these files.")


def _say(report: ImportReport) -> None:
    for sentence in report.sentences():
        click.echo(sentence, err=True)


def _nothing(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(1)


def write(table: pd.DataFrame, out: Path | None) -> None:
    if out:
        out.write_text(as_csv(table), encoding="utf-8", newline="")
    else:
        click.echo(as_csv(table), nl=False)


def say_our_mistake(kind: type[BaseException], _: BaseException, trace: object) -> None:
    """A mistake of ours in one sentence: where, never which values."""
    last = traceback.extract_tb(trace)[-1]  # type: ignore[arg-type]
    click.echo(
        f"A mistake in Clear Days, not in your files: {kind.__name__} in "
        f"{Path(last.filename).name}, line {last.lineno}. Nothing was written.",
        err=True,
    )


if __name__ == "__main__":
    sys.excepthook = say_our_mistake
    main()
