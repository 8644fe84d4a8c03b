"""Slides, a page to read, a workbook and data: the same again next month."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import replace
from pathlib import Path

import click

from analytics.result import result_of
from analytics.settings import Settings
from commands.options import FILE, file_options
from commands.plan import plan_option, read_plan
from commands.reading import choices_of, taken_from, with_reading_options
from commands.results import check_usage, corrections_of, judged_of, source
from commands.told import nothing, say, say_how_to_map, stop_where_unfit, stop_while_open
from importing import read_records
from words.chosen import refused_filter, unmet

LONGEST_NAME = 255  # letters that are told of the name of a file


@click.command()
@click.argument("settings_file", required=False, type=FILE, metavar="[SETTINGS.json]")
@file_options
@with_reading_options
@plan_option
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--template", type=FILE, help="The clinic's own slides: .pptx, .potx, .ppsx or .pptm."
)
def report(  # type: ignore[no-untyped-def]
    settings_file: Path | None,
    out: Path,
    template: Path | None,
    plan_file: Path | None,
    **files,
) -> None:
    """Slides, a page to read, a workbook and data: the same again next month."""
    from reports.everything import report_files  # heavy: loaded only where it is used
    from reports.own_slides import NotSlides

    reading = taken_from(files)
    check_usage(files, None, None, ())
    settings = _settings(settings_file)
    if plan_file:
        settings = replace(settings, plan=read_plan(plan_file))
    slides, settings = _slides(settings, settings_file, template)
    choices, given = choices_of(reading, [path for path in files.values() if path])
    sources = [source(path, name) for name, path in files.items() if path]
    records, said = read_records([*sources, *corrections_of(sources, choices.corrects)], choices)
    say(said)
    say_how_to_map(sources, given, said)
    stop_where_unfit(given, said)
    stop_while_open(said, choices)
    if settings_file is None:
        settings = settings.as_counted(records)
    if refused := refused_filter(records, settings.filters):
        raise click.UsageError(f"{settings_file}: {refused}")
    for sentence in unmet(records, settings):
        click.echo(sentence, err=True)
    result = judged_of(result_of(records, settings))
    last = result.nearest_session(settings.session)
    if settings.session > last:
        click.echo(f"Nobody had session {settings.session}: session {last} is looked at.", err=True)
        settings = replace(settings, session=last)
    with click.progressbar(length=100, label="Making the documents", file=sys.stderr) as bar:
        try:
            made = report_files(
                result,
                settings,
                template=slides,
                told=lambda share: bar.update(int(100 * share) - bar.pos),
            )
        except NotSlides as problem:
            nothing(f"{settings.report.template or template}: {problem}")
    out.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        (out / name).write_bytes(content)
    click.echo(f"Written to {out}: {', '.join(made)}.", err=True)


def _settings(file: Path | None) -> Settings:
    from words.studies import unknown_study

    try:
        settings = Settings.from_json(file.read_text(encoding="utf-8")) if file else Settings()
        if why := unknown_study(settings.report.study, settings.definition.therapy):
            raise ValueError(why)
        return settings
    except ValueError as problem:
        raise click.UsageError(f"{file}: {problem}") from None


def _slides(
    settings: Settings, file: Path | None, template: Path | None
) -> tuple[bytes | None, Settings]:
    """The clinic's slides, as given, or those that the settings name, in the same folder; and the
    settings with their name."""
    chosen = settings.report
    if template is None and chosen.template and file is not None:
        template = file.parent / Path(chosen.template).name
    if template is None:
        return None, settings
    from reports.own_slides import MACROS_LEFT_OUT, has_macros

    try:
        content = template.read_bytes()
    except (OSError, ValueError):  # not there, a folder, or no name that a file can have
        raise click.UsageError(
            f"The settings name the slides {chosen.template[:LONGEST_NAME]}: put them beside "
            f"{file.name if file else 'them'}, or hand them over with --template."
        ) from None
    if has_macros(content):
        click.echo(f"{template}: {MACROS_LEFT_OUT}", err=True)
    digest = hashlib.sha256(content).hexdigest()
    if chosen.template_digest not in ("", digest):
        click.echo(f"{template} is not the same file as last time.", err=True)
    named = replace(chosen, template=template.name, template_digest=digest)
    return content, replace(settings, report=named)
