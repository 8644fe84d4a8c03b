"""What follows from a diary: cycles, outcomes and rates. Nothing else is loaded for them."""

from __future__ import annotations

import click

from analytics.cycles import to_hand_on
from analytics.frames import CANONICAL
from analytics.summaries import responder_rates
from commands.options import engine_options
from commands.reading import path_options
from commands.results import judged, parts_of
from commands.told import write, write_parts


@click.command()
@engine_options
@path_options
def cycles(**options) -> None:  # type: ignore[no-untyped-def]
    """One row for every patient and session: the days counted in its window.

    The dashboard and every other table take it instead of a diary (--cycles).
    """
    parts = (to_hand_on(*part) for part in parts_of(**options))
    write_parts(parts, options["out"], CANONICAL["cycles"])


@click.command()
@engine_options
@path_options
def rates(**options) -> None:  # type: ignore[no-untyped-def]
    """Responder rates after each session: three readings, everyone accounted for."""
    table = judged(**options)
    found = responder_rates(table)
    assumed = table.groupby("session")["assumed_free_days"].sum().reindex(found["session"])
    if assumed.sum() > 0:  # only then: a column more is the mark that a reader cannot miss
        found = found.assign(assumed_free_days=assumed.to_numpy())
        click.echo("These rates rest on assumed free days: attacks were listed.", err=True)
    if "depends_on_rounding" in found:
        click.echo(
            "Some flags depend on rounding: half a unit of the last digit of a monthly mean could "
            "turn them.",
            err=True,
        )
    write(found, options["out"])


@click.command()
@engine_options
@path_options
def outcomes(**options) -> None:  # type: ignore[no-untyped-def]
    """One row for every patient and session: days, reduction, flags, or why not judged."""
    write_parts((part.outcomes for part in parts_of(**options)), options["out"])
