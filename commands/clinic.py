"""For the administrator of a server: backup, restore, the trail, the schema."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click

from analytics.written import as_csv, inert_cells
from clinic import cohorts, trail
from clinic.backup import NotABackup, back_up, restore
from clinic.database import NotReachable, chosen_url, file_of, make_engine, upgrade
from commands.options import csv_options, csv_style


@click.group()
def clinic() -> None:
    """Kept cohorts on a server: backup, restore, the trail, retention."""


def _engine(*, must_exist: bool = True):  # type: ignore[no-untyped-def]
    """The database of this installation, its schema up to date; ends with a sentence if not."""
    url = chosen_url()
    file = file_of(url)
    if must_exist and file is not None and not file.exists():
        click.echo(f"Nothing is kept yet: there is no {file}.", err=True)
        sys.exit(1)
    engine = make_engine(url)
    _or_sentence(lambda: upgrade(engine))
    return engine


def _or_sentence(act: Callable[[], object]) -> object:
    try:
        return act()
    except (NotReachable, NotABackup) as problem:
        click.echo(str(problem), err=True)
        sys.exit(1)


@clinic.command("upgrade")
def upgrade_schema() -> None:
    """Bring the database's schema up to date; the app does the same when it starts."""
    _engine(must_exist=False)
    click.echo("The database is up to date.", err=True)


@clinic.command()
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def backup(file: Path) -> None:
    """Write everything that is kept into one FILE, which only its owner can read."""
    engine = _engine()
    count = _or_sentence(lambda: back_up(engine, file))
    click.echo(f"{count} versions written to {file}.", err=True)


@clinic.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore_file(file: Path) -> None:
    """Fill an empty database from a backup, whole or not at all."""
    engine = _engine(must_exist=False)
    count = _or_sentence(lambda: restore(engine, file, f"{getpass.getuser()} (command line)"))
    click.echo(f"{count} versions restored.", err=True)


@clinic.command()
@click.option("--expect", default="", metavar="DIGEST", help="A digest noted earlier.")
def verify(expect: str) -> None:
    """Is the trail whole? Exit 1 if an entry was changed, or the noted one is gone."""
    engine = _engine()
    found = trail.verify(engine, expect)
    click.echo(found.sentence)
    sys.exit(0 if found.broken is None else 1)


@clinic.command("trail")
@click.option("--out", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@csv_options
def export(out: Path | None) -> None:
    """The whole trail as CSV."""
    text = as_csv(inert_cells(trail.entries(_engine())), csv_style())
    if out:
        out.write_text(text, encoding="utf-8", newline="")
    else:
        click.echo(text, nl=False)


@clinic.command()
@click.option("--yes", is_flag=True, help="Delete them; without it they are only listed.")
def purge(yes: bool) -> None:
    """Cohorts whose retention period is over: listed, and with --yes deleted."""
    engine, now = _engine(), datetime.now(UTC)
    over = [one for one in cohorts.listed(engine) if one.due is not None and one.due < now]
    for one in over:
        click.echo(f"{one.name}: {one.versions} versions, kept until {one.due:%Y-%m-%d}")
        if yes:
            cohorts.remove(engine, one.name, f"{getpass.getuser()} (command line)")
    if not over:
        click.echo("No retention period is over.", err=True)
    elif not yes:
        click.echo("Nothing was deleted; --yes deletes them.", err=True)
