"""Clear Days without a browser: the same path, the same numbers.

python -m cleardays rates --diary diary.csv --sessions sessions.csv
"""

from __future__ import annotations

import sys
import traceback
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import click
import pandas as pd

from analytics.definitions import LEFT_OUT, MARKED, MEASURES, PRESETS, WINDOWS
from analytics.frames import TABLES, as_csv
from analytics.guidelines import verdicts
from analytics.importing import Choices, ImportReport, Mapping, Source, read_records
from analytics.importing.choices import MIGRAINE_RULES
from analytics.importing.limits import MAX_FILE_BYTES
from analytics.importing.moments import DAY_FIRST, MONTH_FIRST
from analytics.importing.stamped import write_stamped
from analytics.outcomes import OUTCOMES, outcomes_of
from analytics.records import Filters, Records
from analytics.research.subgroups import NotABaseline
from analytics.settings import Settings
from analytics.summaries import responder_rates
from analytics.tables import TABLES as TABLES_BY_NAME
from analytics.tables import Basis, make_table

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


def file_options(command):  # type: ignore[no-untyped-def]
    """The options that name the files."""
    for name in reversed(FILE_OPTIONS):
        flag = f"--{name.replace('_', '-')}"
        command = click.option(flag, name, type=FILE, help=f"{name}, CSV or Parquet.")(command)
    return command


def path_options(command):  # type: ignore[no-untyped-def]
    """The options that every table shares: the files and the choices."""
    options = [
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
    return file_options(command)


@main.command()
@path_options
def rates(**options) -> None:  # type: ignore[no-untyped-def]
    """Responder rates after each session: three readings, everyone accounted for."""
    table = judged(**options)
    found = responder_rates(table)
    assumed = table.groupby("session")["assumed_free_days"].sum().reindex(found["session"])
    if assumed.sum() > 0:  # only then: a column more is the mark that a reader cannot miss
        found = found.assign(assumed_free_days=assumed.to_numpy())
        click.echo("These rates rest on assumed free days: attacks were listed.", err=True)
    write(found, options["out"])


@main.command()
@path_options
def outcomes(**options) -> None:  # type: ignore[no-untyped-def]
    """One row for every patient and session: days, reduction, flags, or why not judged."""
    table = judged(**options)
    write(table[[*OUTCOMES, *(name for name in table if name not in OUTCOMES)]], options["out"])


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


@main.command()
@import_options
def check(files: tuple[Path, ...], **options) -> None:  # type: ignore[no-untyped-def]
    """What is in these files, and where does every row go? Exit 1 if anything is left open."""
    _, report = _import(files, **options)
    for sentence in report.sentences(most=1000):
        click.echo(sentence)
    sys.exit(1 if report.undecided else 0)


@main.command("import")
@import_options
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--format", "kind", type=click.Choice(["csv", "parquet"]), default="csv")
def import_files(files: tuple[Path, ...], out: Path, kind: str, **options) -> None:  # type: ignore[no-untyped-def]
    """Write the canonical tables of files of any layout."""
    records, report = _import(files, **options)
    _say(report)
    tables = {name: frame for name, frame in records.tables.items() if len(frame)}
    if not tables:
        _nothing("Nothing was written: no row can be used.")
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
    return read_records((_source(path) for path in files), choices)


def _source(path: Path, table: str | None = None) -> Source:
    """The file's bytes; one that is too large is cut, and refused by its size."""
    with path.open("rb") as file:
        return Source(path.name, file.read(MAX_FILE_BYTES + 1), table)


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


@main.command("verdicts")
@path_options
def verdict_table(**options) -> None:  # type: ignore[no-untyped-def]
    """Which published descriptions a patient's records match; they bring their own windows."""
    records, settings = _loaded(**options)
    narrowed = records.as_of(settings.cut_off).where(settings.filters)
    found = verdicts(narrowed)
    if found.empty:
        _nothing("No patient with a session is left after the cut-off and the filters.")
    write(found, options["out"])


def _list_tables(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo("\n".join(TABLES_BY_NAME))
        context.exit()


@main.command("table")
@click.argument("name", type=click.Choice(list(TABLES_BY_NAME)), metavar="NAME")
@click.option(
    "--list",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list_tables,
    help="The names, one a line.",
)
@click.option("--session", type=click.IntRange(min=1), help="The session looked at.")
@click.option("--by", "groups", multiple=True, metavar="COLUMN", help="For subgroups.")
@click.option("--cut", "cuts", multiple=True, metavar="COLUMN=A,B", help="Where groups begin.")
@path_options
def any_table(  # type: ignore[no-untyped-def]
    name: str, session: int | None, groups: tuple[str, ...], cuts: tuple[str, ...], **options
) -> None:
    """Any table that a page shows, by its name."""
    records, settings = _loaded(**options)
    if session:
        settings = replace(settings, session=session)
    narrowed = records.as_of(settings.cut_off).where(settings.filters)
    outcomes = _judged(records, settings)
    basis = Basis(narrowed, outcomes, settings, groups, dict(_cut(text) for text in cuts))
    try:
        found = make_table(name, basis)
    except NotABaseline as problem:
        raise click.UsageError(str(problem)) from None
    if found.empty:
        _nothing(f"The table {name} has no rows: these records do not hold what it needs.")
    write(found, options["out"])


@main.command()
@click.argument("settings_file", required=False, type=FILE, metavar="[SETTINGS.json]")
@file_options
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--template", type=FILE, help="The clinic's own slides, .pptx.")
def report(  # type: ignore[no-untyped-def]
    settings_file: Path | None, out: Path, template: Path | None, **files
) -> None:
    """Slides, a page to read, a workbook and data: the same again next month."""
    from reports.everything import report_files

    _check_usage(files, None, None, ())
    records, said = read_records(
        [_source(path, name) for name, path in files.items() if path], Choices()
    )
    _say(said)
    try:
        text = settings_file.read_text(encoding="utf-8") if settings_file else ""
        settings = Settings.from_json(text) if text else Settings()
    except ValueError as problem:
        raise click.UsageError(f"{settings_file}: {problem}") from None
    for column, _ in settings.filters:
        if column not in records.patients:
            raise click.UsageError(f"The settings filter by '{column}': --patients has no such.")
    outcomes = _judged(records, settings)
    narrowed = records.as_of(settings.cut_off).where(settings.filters)
    made = report_files(
        narrowed, outcomes, settings, settings.name_for(records),
        template=template.read_bytes() if template else None,
    )  # fmt: skip
    out.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        (out / name).write_bytes(content)
    click.echo(f"Written to {out}: {', '.join(made)}.", err=True)


def _cut(text: str) -> tuple[str, tuple[float, ...]]:
    column, equals, values = text.partition("=")
    try:
        cuts = tuple(float(value) for value in values.split(","))
    except ValueError:
        cuts = ()
    if not equals or not cuts:
        raise click.UsageError("--cut takes COLUMN=A,B with numbers, as age=40,60.")
    return column, cuts


def judged(**options) -> pd.DataFrame:  # type: ignore[no-untyped-def]
    """The outcomes for these options; ends with a sentence where there are none."""
    return _judged(*_loaded(**options))


def _judged(records: Records, settings: Settings) -> pd.DataFrame:
    measure = settings.definition.days
    if not records.has(measure.flag):
        _nothing(f"Nothing can be computed: no {measure.words} are recorded in these files.")
    table = outcomes_of(records, settings)
    if table.empty:
        _nothing("No patient with a session is left after the cut-off and the filters.")
    return table


def _loaded(  # type: ignore[no-untyped-def]
    *,
    definition: str,
    month: str | None,
    cut_off: datetime | None,
    where: tuple[str, ...],
    no_headache_means_no_migraine: bool,
    out: Path | None,
    **options,
) -> tuple[Records, Settings]:
    """The records of these files and the settings of these options; their report is told."""
    files = {name: options.pop(name) for name in FILE_OPTIONS}
    _check_usage(files, options["window"], cut_off, where)
    records, report = read_records(
        (_source(path, name) for name, path in files.items() if path),
        Choices(no_headache_means_no_migraine=no_headache_means_no_migraine),
    )
    _say(report)
    settings = Settings(
        definition=PRESETS[definition].changed(month=int(month) if month else None, **options),
        cut_off=cut_off.date() if cut_off else None,
        filters=_filters(where, records),
    )
    if records.counts.empty and (records.diary.empty or records.sessions.empty):
        _nothing("Nothing can be computed: no usable row is left in a file that is needed.")
    narrowed = records.as_of(settings.cut_off)
    for table, rows in narrowed.left_out:
        click.echo(f"{rows} rows ({table}) dated after {narrowed.cut_off} are left out.", err=True)
    return records, settings


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
