"""Clear Days without a browser: the same path, the same numbers.

python -m cleardays rates --diary diary.csv --sessions sessions.csv
"""

from __future__ import annotations

import gc
import sys
import traceback
from importlib import import_module
from pathlib import Path

import click

# Where each command is, and how what it says of itself begins: only the one asked for is loaded.
COMMANDS = {
    "check": (
        "files.check",
        "What is in these files, and where does every row go? Exit 1 if anything is",
    ),
    "clinic": ("clinic.clinic", "Kept cohorts on a server: backup, restore, the trail, retention."),
    "cycles": (
        "tables.cycles",
        "One row for every patient and session: the days counted in its window.",
    ),
    "import": ("files.import_files", "Write the canonical tables of files of any layout."),
    "outcomes": (
        "tables.outcomes",
        "One row for every patient and session: days, reduction, flags, or why not",
    ),
    "plan": (
        "plan.plan",
        "Freeze an analysis plan before the data: a file with its date and digest.",
    ),
    "rates": (
        "tables.rates",
        "Responder rates after each session: three readings, everyone accounted for.",
    ),
    "report": (
        "report.report",
        "Slides, a page to read, a workbook and data: the same again next month.",
    ),
    "table": ("named.any_table", "Any table that a page shows, by its name."),
    "verdicts": (
        "named.verdict_table",
        "Which published descriptions a patient's records match; they bring their",
    ),
}


class Commands(click.Group):
    """The commands, each loaded when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        file, name = COMMANDS[cmd_name][0].split(".")
        command: click.Command = getattr(import_module(f"commands.{file}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        names = self.list_commands(ctx)
        room = formatter.width - 6 - len(max(names, key=len))
        begins = [click.Command(name, help=COMMANDS[name][1]) for name in names]
        with formatter.section("Commands"):
            formatter.write_dl([(one.name or "", one.get_short_help_str(room)) for one in begins])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """What was recorded after botulinum toxin sessions in chronic migraine."""


def say_our_mistake(kind: type[BaseException], _: BaseException, trace: object) -> None:
    """A mistake of ours in one sentence: where, never which values."""
    last = traceback.extract_tb(trace)[-1]  # type: ignore[arg-type]
    click.echo(
        f"A mistake in Clear Days, not in your files: {kind.__name__} in "
        f"{Path(last.filename).name}, line {last.lineno}. Nothing was written.",
        err=True,
    )


if __name__ == "__main__":
    # Seldom: going through all that pandas holds was a tenth of a command's time.
    gc.set_threshold(20_000, 50, 100)
    sys.excepthook = say_our_mistake
    main()
