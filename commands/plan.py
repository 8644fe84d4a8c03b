"""An analysis plan, frozen before the data."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from analytics.definitions import PRESETS
from analytics.plan import HANDLINGS, MAX_PLAN_BYTES, AnalysisPlan, NoPlan
from analytics.research.subgroups import BASELINE_COLUMNS
from commands.options import FILE, definition_options
from words.plan import in_parts


@click.command("plan")
@click.option(
    "--subgroup",
    "subgroups",
    multiple=True,
    type=click.Choice(list(BASELINE_COLUMNS)),
    help="A column known before session 1.",
)
@click.option(
    "--missing",
    type=click.Choice([str(code) for code in HANDLINGS]),
    default=str(HANDLINGS[0]),
    show_default=True,
    help="How those due and not judged are taken.",
)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="Its date; YYYY-MM-DD.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
@definition_options
def plan(  # type: ignore[no-untyped-def]
    subgroups: tuple[str, ...],
    missing: str,
    today: datetime | None,
    out: Path,
    definition: str,
    month: str | None,
    **parts,
) -> None:
    """Freeze an analysis plan before the data: a file with its date and digest."""
    if out.exists():
        raise click.UsageError(f"{out} is there already: a frozen plan is not written over.")
    chosen = PRESETS[definition].changed(month=int(month) if month else None, **parts)
    on = today.date() if today else date.today()
    frozen = AnalysisPlan(on, chosen, tuple(dict.fromkeys(subgroups)), missing)
    out.write_text(frozen.to_json(), encoding="utf-8", newline="")
    for name, told in in_parts(frozen):
        click.echo(f"{name}: {told}", err=True)


def plan_option(command):  # type: ignore[no-untyped-def]
    """A plan that documents are held against."""
    return click.option(
        "--plan", "plan_file", type=FILE, help="An analysis plan, as 'plan' wrote it."
    )(command)


def read_plan(file: Path) -> AnalysisPlan:
    """The plan of this file; ends with a sentence where it is none, or was changed."""
    try:
        with file.open("rb") as content:
            return AnalysisPlan.from_json(content.read(MAX_PLAN_BYTES).decode())
    except (NoPlan, UnicodeDecodeError) as problem:
        told = str(problem) if isinstance(problem, NoPlan) else "it is no text"
        raise click.UsageError(f"{file}: {told}") from None
