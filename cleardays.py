"""Clear Days without a browser: the same path, the same numbers.

python -m cleardays rates --diary diary.csv --sessions sessions.csv
"""

from __future__ import annotations

import sys
import traceback
from pathlib import Path

import click

from commands.clinic import clinic
from commands.files import check, import_files
from commands.report import report
from commands.tables import any_table, cycles, outcomes, rates, verdict_table


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """What was recorded after botulinum toxin sessions in chronic migraine."""


for command in (
    cycles,
    rates,
    outcomes,
    verdict_table,
    any_table,
    check,
    import_files,
    report,
    clinic,
):
    main.add_command(command)


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
