"""What does a command say and write, and when does it end with nothing?"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from pathlib import Path

import click
import pandas as pd

from analytics.frames import TableSpec
from analytics.written import PLAIN, as_csv, cells_to_read, inert_cells
from commands.heard import not_heard, not_meant
from commands.options import csv_style
from importing import Choices, ImportReport, Mapping, Source
from importing.fitting import why_unfit
from importing.identity import as_text
from importing.layouts import recognise
from importing.stamped import write_parquet
from registry.settled import Settled
from words.numbers import counted


def say(report: ImportReport) -> None:
    for sentence in report.sentences():
        click.echo(sentence, err=True)


def stop_where_unfit(given: Sequence[tuple[Path, Mapping]], report: ImportReport) -> None:
    """A mapping that is given is obeyed, or the command ends: it may be another file's."""
    files = {file.file: file.headers for file in report.files}
    if told := [
        f"The mapping {as_text(path.name)} {problem}"
        for path, mapping in given
        if (problem := why_unfit(mapping, files))
    ]:
        nothing("\n".join(told))


def say_how_to_map(
    sources: Sequence[Source], given: Sequence[tuple[Path, Mapping]], report: ImportReport
) -> None:
    """Of files that nothing knows: how their mapping is found and handed over."""
    refused = [file for file in report.files if file.problems and file.headers and not file.used]
    unknown = [
        file.file
        for file in refused
        if not recognise(file.headers) and not any(m.fits([*file.headers]) for _, m in given)
    ]
    for name in dict.fromkeys(source.name for source in sources):
        if any(file == name or file.startswith(f"{name}/") for file in unknown):
            click.echo(
                f"{name}: 'python -m cleardays check --explain {name} > mapping.json' prints the "
                "mapping by which it would be read; with '--mapping mapping.json' it is taken here "
                "too.",
                err=True,
            )


def nothing_while_open(questions: int) -> str:
    told = f": {counted(questions, 'question')} open (see above)" if questions else ""
    return f"Nothing was written{told}."


def nothing(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(1)


def stop_while_open(report: ImportReport, choices: Choices, scans: Sequence[Settled] = ()) -> None:
    """Nothing is written while a question is open, or an answer is to no question."""
    unheard = not_heard(choices, report, scans)
    for sentence in [] if scans else not_meant(choices, report):
        click.echo(sentence, err=True)
    for sentence in unheard:
        click.echo(sentence, err=True)
    if report.questions or unheard:
        nothing(nothing_while_open(len(report.questions)))


def csv_of(frame: pd.DataFrame) -> str:
    """As programs read it; in a style for spreadsheets as they open it, with nothing that runs."""
    style = csv_style()
    return as_csv(cells_to_read(frame) if style == PLAIN else inert_cells(frame), style)


def write(table: pd.DataFrame, out: Path | None) -> None:
    write_parts([table], out)


def write_parts(
    parts: Iterable[pd.DataFrame], out: Path | None, table: TableSpec | None = None
) -> None:
    """A table as CSV or Parquet, part after part: only one is held, and no file without the first.

    ``table``: the canonical table that it is; then Parquet carries our stamp.
    """
    if out and out.suffix.lower() == ".parquet":
        write_parquet(parts, out, table)
        return
    waiting = iter(parts)
    text = csv_of(next(waiting))
    with out.open("w", encoding="utf-8", newline="") if out else nullcontext() as file:
        while text:
            if file:
                file.write(text)
            else:
                click.echo(text, nl=False)
            part = next(waiting, None)
            text = "" if part is None else csv_of(part).partition("\n")[2]
