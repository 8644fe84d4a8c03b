"""What does the user say of her files, of whichever command? The options, and her choices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from commands.options import FILE, csv_options, definition_options, file_options
from importing import Choices, Mapping
from importing.choices import MIGRAINE_RULES
from importing.identity import as_text
from importing.limits import MAX_MAPPING_BYTES
from importing.mapping_checks import NoMapping
from importing.moments import DAY_FIRST, MONTH_FIRST

READING = (
    "date_order",
    "observed",
    "ids",
    "missing_codes",
    "migraine_rules",
    "no_headache_means_no_migraine",
    "answers",
    "mappings",
    "corrections",
    "today",
    "meant",
)


def reading_options():  # type: ignore[no-untyped-def]
    """What the page would ask about files: the same for every command that reads some."""
    return [
        click.option("--date-order", type=click.Choice([DAY_FIRST, MONTH_FIRST])),
        click.option(
            "--observed",
            multiple=True,
            metavar="FROM..TO or FILE=FROM..TO",
            help="The period in which an attack list is complete, as 2024-01-01..2024-12-31; for "
            "all lists, or for one file or patient id.",
        ),
        click.option(
            "--id", "ids", multiple=True, metavar="ID or FILE=ID", help="Whose file it is."
        ),
        click.option("--missing-code", "missing_codes", multiple=True, help="UNK, -99, ..."),
        click.option(
            "--migraine-rule",
            "migraine_rules",
            multiple=True,
            type=click.Choice(list(MIGRAINE_RULES)),
            help="When an attack counts as migraine; several are alternatives.",
        ),
        click.option(
            "--no-headache-means-no-migraine",
            is_flag=True,
            help="Count headache-free days with a blank migraine as days without migraine.",
        ),
        *_answer_options(),
        click.option(
            "--meant", multiple=True, metavar="CODE", help="What was told is as it should be."
        ),
    ]


def with_reading_options(command):  # type: ignore[no-untyped-def]
    """The same as a decorator."""
    for option in reversed(reading_options()):
        command = option(command)
    return command


def path_options(command):  # type: ignore[no-untyped-def]
    """The options that every table shares: the files and the choices."""
    options = [
        click.option("--cut-off", type=click.DateTime(["%Y-%m-%d"]), help="YYYY-MM-DD."),
        click.option(
            "--where",
            multiple=True,
            metavar="COLUMN=VALUE",
            help="Keep these patients; age=40..60 for a range of numbers or dates, also open "
            "(..60), first_session for the date of session 1, COLUMN= for those of whom it is not "
            "recorded.",
        ),
        click.option(
            "--out",
            type=click.Path(dir_okay=False, writable=True, path_type=Path),
            help="CSV, or Parquet where the name ends so.",
        ),
    ]
    command = with_reading_options(csv_options(command))
    for option in reversed(options):
        command = option(command)
    return file_options(definition_options(command))


def taken_from(options: dict[str, Any]) -> dict[str, Any]:
    """Those of the options that say how files are read, taken out of them."""
    return {name: options.pop(name) for name in READING}


def choices_of(
    given: dict[str, Any], files: Sequence[Path]
) -> tuple[Choices, list[tuple[Path, Mapping]]]:
    """The choices that these options make about these files, and the mappings by their files."""
    periods, wrong_periods = _periods(given["observed"])
    ids, wrong_ids = _ids(given["ids"], files)
    answers, wrong_answers = _answers(given["answers"])
    mappings, corrects = _mappings(given["mappings"]), _corrections(given["corrections"])
    if problems := [*wrong_periods, *wrong_ids, *wrong_answers]:
        raise click.UsageError("\n".join(problems))
    today = given["today"]
    choices = Choices(
        corrects=corrects,
        date_order=given["date_order"] or "",
        observed=periods.pop("", None),
        periods=periods,
        ids=ids,
        missing_codes=given["missing_codes"],
        mappings=tuple(mapping for _, mapping in mappings),
        migraine_rules=tuple(dict.fromkeys(("type", *given["migraine_rules"]))),
        no_headache_means_no_migraine=given["no_headache_means_no_migraine"],
        answers=answers,
        meant=given["meant"],
        today=today.date() if today else None,
    )
    return choices, mappings


def _periods(
    given: tuple[str, ...],
) -> tuple[dict[str, tuple[date, date]], list[str]]:
    """The file or id ("" for all) with its period, and what is wrong with them."""
    found: dict[str, tuple[date, date]] = {}
    problems = []
    for text in given:
        whose, _, period = text.rpartition("=")
        first, dots, last = period.partition("..")
        try:
            ends = date.fromisoformat(first), date.fromisoformat(last)
        except ValueError:
            problems.append("--observed takes FROM..TO, as 2024-01-01..2024-12-31.")
            continue
        if not dots or ends[0] > ends[1]:
            problems.append("--observed ends before it begins.")
        elif found.setdefault(as_text(whose), ends) != ends:
            which = "for one file or id" if whose else "for all lists"
            problems.append(f"--observed states two periods {which}: one was expected.")
    return found, list(dict.fromkeys(problems))


def _ids(given: tuple[str, ...], files: Sequence[Path]) -> tuple[dict[str, str], list[str]]:
    """Each file ("*" for the only one) with its patient's id, and what is wrong with them."""
    ids: dict[str, str] = {}
    problems = []
    for text in given:
        file, equals, patient = text.rpartition("=")
        key = as_text(file) if equals else "*"
        if not equals and len(files) > 1:
            problems.append("--id takes FILE=ID where there is more than one file.")
        elif ids.setdefault(key, as_text(patient)) != as_text(patient):
            which = f"{key} has" if equals else "the file has"
            problems.append(f"--id: {which} two ids: one was expected.")
    return ids, list(dict.fromkeys(problems))


def _answer_options():  # type: ignore[no-untyped-def]
    """Answers to what the files leave open, mappings, and the day on which they are read."""
    return [
        click.option(
            "--answer",
            "answers",
            multiple=True,
            metavar="CODE=READING",
            help="The answer to a question of check.",
        ),
        click.option(
            "--mapping",
            "mappings",
            multiple=True,
            type=FILE,
            help="What the columns of a file mean, as JSON without data: columns {header: our "
            "column}, values {our column: {their text: our text}}, events {REDCap event: session}, "
            "periods {header: [our column, session]}, and answers kept. For example "
            '{"clear_days_mapping": 1, "table": "diary", "columns": {"Pat": "patient_id", "Tag": '
            '"date", "Kopfschmerz": "headache"}, "values": {"headache": {"ja": "1", "nein": "0"}}}',
        ),
        click.option(
            "--corrects",
            "corrections",
            multiple=True,
            metavar="NEW=OLD",
            help="The file NEW is a correction: its rows replace those of the same patient and day "
            "(session: date; counts: period) in the file OLD. NEW is read even where it is not "
            "named elsewhere.",
        ),
        click.option(
            "--today", type=click.DateTime(["%Y-%m-%d"]), help="Read as on this day; YYYY-MM-DD."
        ),
    ]


def _answers(given: tuple[str, ...]) -> tuple[dict[str, str], list[str]]:
    """CODE=READING as a table, and what is wrong with them."""
    found: dict[str, str] = {}
    problems = []
    for text in given:
        code, equals, reading = text.partition("=")
        if not equals or not code or not reading:
            problems.append("--answer takes CODE=READING, both as check prints them.")
        elif found.setdefault(code, reading) != reading:
            problems.append(
                f"--answer {code} has two readings, {found[code]} and {reading}: one was expected."
            )
    return found, list(dict.fromkeys(problems))


def _corrections(given: tuple[str, ...]) -> dict[str, str]:
    """NEW=OLD as a table; ends where one is none, or a file corrects two."""
    found: dict[str, str] = {}
    problems = []
    for text in given:
        new, equals, old = text.rpartition("=")
        if not equals or not new or not old:
            problems.append("--corrects takes NEW=OLD, the names of two files.")
        elif found.setdefault(as_text(new), as_text(old)) != as_text(old):
            problems.append(f"--corrects: {as_text(new)} corrects two files: one was expected.")
    if problems:
        raise click.UsageError("\n".join(dict.fromkeys(problems)))
    return found


def _mappings(paths: tuple[Path, ...]) -> list[tuple[Path, Mapping]]:
    """The mappings of each file; ends with every problem of all of them where one is none."""
    found: list[tuple[Path, Mapping]] = []
    problems: list[str] = []
    for path in paths:
        with path.open("rb") as file:
            content = file.read(MAX_MAPPING_BYTES + 1)
        try:
            found += [(path, mapping) for mapping in Mapping.several_from_json(content)]
        except NoMapping as refused:
            problems += [f"{as_text(path.name)}: {problem}" for problem in refused.problems]
    if problems:
        raise click.UsageError("\n".join(problems))
    return found
