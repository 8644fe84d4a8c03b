"""Verdicts, and every table that a page shows, by their names."""

from __future__ import annotations

import click

from analytics.guidelines import verdicts
from analytics.research.subgroups import NotABaseline
from analytics.tables import TABLES, Asked, make_table
from commands.reading import path_options
from commands.results import judged_of, loaded
from commands.told import nothing, write
from words.guidelines import in_words as verdicts_in_words
from words.needs import why_empty
from words.pages.subgroups import coupled
from words.tables import in_words


@click.command("verdicts")
@path_options
def verdict_table(**options) -> None:  # type: ignore[no-untyped-def]
    """Which published descriptions a patient's records match; they bring their own windows."""
    result = loaded(**options)
    found = verdicts_in_words(verdicts(result.records, result.therapy))
    if found.empty:
        nothing("No patient with a session is left after the cut-off and the filters.")
    write(found, options["out"])


def _list_tables(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo("\n".join(TABLES))
        context.exit()


@click.command("table")
@click.argument("name", type=click.Choice(list(TABLES)), metavar="NAME")
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
    result = judged_of(loaded(**options))
    asked = Asked(session or result.settings.session, groups, dict(_cut(text) for text in cuts))
    try:
        session = result.nearest_session(asked.session)
        made = make_table(name, result, asked)
        found = in_words(name, made, session, result.settings.definition)
    except NotABaseline as problem:
        raise click.UsageError(str(problem)) from None
    if found.empty:
        why = why_empty(TABLES[name].needs, result.records)
        nothing(f"The table {name} has no rows: {why}.")
    if told := coupled(groups):
        click.echo(told, err=True)
    write(found, options["out"])


def _cut(text: str) -> tuple[str, tuple[float, ...]]:
    column, equals, values = text.partition("=")
    try:
        cuts = tuple(float(value) for value in values.split(","))
    except ValueError:
        cuts = ()
    if not equals or not cuts:
        raise click.UsageError("--cut takes COLUMN=A,B with numbers, as age=40,60.")
    return column, cuts
