"""What did the commands make of a case's files: the truth, a question, or wrong numbers?

``check`` and ``import`` read the files, ``rates`` reads what ``import`` wrote; every day, session
and count is held against the truth.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from click.testing import CliRunner, Result

from cleardays import main
from importing import carried, door
from tests.door_cases.base import ASK, DAY, LETTERS, QUIET, RIGHT, RIGHT_OR_ASK, TOLD, Case, Truth
from tests.examples import LONG

ASKED, REFUSED, CRASH = "ASKED", "REFUSED", "CRASH"
USED_WRONG, SILENT_WRONG, TOLD_EXIT_0 = "USED WRONG", "SILENT WRONG", "TOLD, EXIT 0"
AS_TRUE, CALM, CRIED_WOLF, NO_COMMAND = "RIGHT", "QUIET", "CRIED WOLF", "NO COMMAND"
NO_TRUE_ANSWER = "NO ANSWER IS THE TRUTH"
MOST_ANSWERS = 8

# What a library says to programmers, which nobody at a clinic should read.
PROGRAMMERS = re.compile(
    r"Traceback|must be in|out of range|could not convert|invalid literal|NoneType|codec can't|"
    r"site-packages|UserWarning|list index|KeyError|not well-formed|undefined entity"
)
LEFT_OUT = re.compile(r"not counted|cannot be judged|another number|leaves them out")
Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Verdict:
    """The class of what happened, whether that is what the case wants, and what was said."""

    kind: str
    passes: bool
    said: str
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        shown = "\n  ".join(self.said.splitlines()[:15])
        return f"{self.kind}; wrong: {self.wrong[:6]}; said:\n  {shown}"


@dataclass(frozen=True)
class Made:
    """What ``import`` wrote, or how it crashed."""

    tables: Mapping[str, Rows]
    crash: str = ""


def judge(case: Case, folder: Path) -> Verdict:
    """Put the files into this folder, run the commands, compare with the truth."""
    with each_reading_once():
        return _judged(case, folder)


@contextmanager
def each_reading_once() -> Iterator[None]:
    """The same bytes with the same choices are read once, whichever command asks: it took half.

    What each answer makes of the files is read for the first of them; the others are told as it is,
    but in ``LONG``: that is words beside the questions, which ``test_readings_carried`` holds.
    """
    known: dict[object, object] = {}
    read = door.held_records

    def remembered(sources, choices=None, *, synthetic=False, **shown):  # type: ignore[no-untyped-def]
        sources, choices = list(sources), choices or door.Choices()
        files = tuple((s.name, s.content, s.table, s.place) for s in sources)
        key = files, repr(choices), synthetic
        if key not in known:
            known[key] = read(sources, choices, synthetic=synthetic, **shown)
        return known[key]

    first: list[object] = []
    made_of = carried.made_of

    def carried_once(records, *of):  # type: ignore[no-untyped-def]
        if LONG or not first:
            first[:] = [made_of(records, *of)]
        return first[0]

    def read_once(sources, choices):  # type: ignore[no-untyped-def]
        return (None, None) if first and not LONG else remembered(sources, choices)

    with (
        patch.object(door, "held_records", remembered),
        patch.object(carried, "held_records", read_once),
        patch.object(carried, "made_of", carried_once),
    ):
        yield


def _judged(case: Case, folder: Path) -> Verdict:
    files, options = placed(case, folder)
    looked = run("check", *files, *options)
    said = looked.output
    if "No such option" in said:
        return Verdict(NO_COMMAND, False, said)
    # while a question is open nothing is written, which has a test of its own
    made = Made({}) if open_question(said) else imported([*files, *options], folder / "out")
    if crash := _crash(looked) or made.crash:
        return Verdict(CRASH, False, f"{said}\n{crash}")
    right, wrong = compared(case.truth, made)
    if right and case.truth.rate and case.want in (RIGHT, TOLD):  # elsewhere the days say it all
        rate = rate_after_session_1(case.truth, folder / "out")
        right = rate == case.truth.rate
        wrong = [] if right else [f"rate {rate}, true {case.truth.rate}"]
    kind = _kind(case.want, right, wrong, looked)
    verdict = Verdict(kind, _passes(case, kind, looked), said, wrong)
    if case.true_reading and verdict.passes and kind == ASKED:
        return answered(case, [*files, *options], folder, looked)
    return verdict


def open_question(said: str) -> bool:
    """Does ``check`` ask something that only the user can say?"""
    return "--answer " in said


def answered(case: Case, arguments: Sequence[str], folder: Path, asked: Result) -> Verdict:
    """The same files with the answer that is true: the truth, whatever else is told of them."""
    tried: list[str] = []
    for given in answers(asked.output, case.true_reading):
        out = folder / f"answered {len(tried)}"
        made = imported([*arguments, *given], out)
        tried.append(" ".join(given))
        right, _ = compared(case.truth, made)
        if right and not made.crash:
            return Verdict(ASKED, True, asked.output)
    return Verdict(NO_TRUE_ANSWER, False, f"{asked.output}\nTried: {tried}")


def answers(said: str, true_reading: str) -> list[list[str]]:
    """Options that answer all questions; those that offer the same readings are answered alike."""
    offered: dict[str, list[str]] = {}
    for code, key in re.findall(r"--answer ([\w.-]+)=([\w:+-]+)", said):
        offered.setdefault(code, [])
        offered[code] += [key] if key not in offered[code] else []
    alike: dict[tuple[str, ...], list[str]] = {}
    for code, keys in offered.items():
        if true_reading in keys:
            keys = [true_reading]
        alike.setdefault(tuple(keys), []).append(code)
    chosen = itertools.islice(itertools.product(*alike), MOST_ANSWERS)
    return [
        [
            part
            for key, codes in zip(keys, alike.values(), strict=True)
            for code in codes
            for part in ("--answer", f"{code}={key}")
        ]
        for keys in chosen
    ]


def placed(case: Case, folder: Path) -> tuple[list[str], list[str]]:
    """Write the files; their paths, and the options with theirs."""
    for name, content in (*case.files.items(), *case.given.items()):
        path = folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    files = [str(folder / "in" / name) for name in case.files]
    options = [str(folder / "in" / o[1:]) if o.startswith("@") else o for o in case.options]
    return files, options


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def imported(arguments: Sequence[str], out: Path) -> Made:
    """What ``import`` wrote of these files."""
    wrote = run("import", *arguments, "--out", str(out))
    if crash := _crash(wrote):
        return Made({}, crash)
    return Made({path.stem: _rows(path) for path in out.glob("*.csv")})


def rate_after_session_1(truth: Truth, out: Path) -> str:
    """What ``rates`` says of the tables that ``import`` wrote; in words where it says nothing."""
    written = {path.stem: str(path) for path in out.glob("*.csv")}
    if {"diary", "sessions"} <= set(written):
        way = ["--diary", written["diary"], "--sessions", written["sessions"], "--month", "28"]
    elif truth.counts and "counts" in written:
        way = ["--counts", written["counts"]]
    else:
        return "no rate"
    rates = run("rates", *way, "--measure", truth.measure)
    rows = csv.DictReader(io.StringIO(rates.stdout))
    first = next((row for row in rows if row.get("session") == "1"), None)
    said = f"{first['responders']} of {first['evaluable']}" if first else "no rate"
    return _crash(rates) or said


def _rows(path: Path) -> Rows:
    with path.open(newline="", encoding="utf-8") as file:
        return [
            # our own guard of spreadsheets stands before = + - @ and is no part of an id
            {**row, "patient_id": re.sub(r"^'(?=[=+\-@])", "", row.get("patient_id", ""))}
            for row in csv.DictReader(file)
        ]


def _crash(result: Result) -> str:
    error = result.exception
    if error is None or isinstance(error, SystemExit):
        return ""
    return f"{type(error).__name__}: {error}"


def _kind(want: str, right: bool, wrong: list[str], looked: Result) -> str:
    """The class of what happened."""
    if want == QUIET:
        if looked.exit_code:
            return CRIED_WOLF
        return CALM if right else TOLD_EXIT_0 if LEFT_OUT.search(looked.output) else SILENT_WRONG
    if right and want != ASK:
        return AS_TRUE
    if looked.exit_code == 0:
        return TOLD_EXIT_0 if LEFT_OUT.search(looked.output) else SILENT_WRONG
    if wrong:
        return USED_WRONG
    return ASKED if re.search(r"\?(\s|$)", looked.output) else REFUSED


def _passes(case: Case, kind: str, looked: Result) -> bool:
    said = looked.output
    if PROGRAMMERS.search(said) or any(re.search(never, said, re.I) for never in case.never):
        return False
    says = any(re.search(pattern, said, re.I | re.S) for pattern in case.says)
    held = kind in (ASKED, REFUSED) and looked.exit_code in case.exits and says
    return {
        RIGHT: kind == AS_TRUE,
        RIGHT_OR_ASK: kind == AS_TRUE or held,
        ASK: held,
        TOLD: kind == AS_TRUE and looked.exit_code == 1 and says,
        QUIET: kind == CALM and (says or not case.says) and not re.search(r"\?(\s|$)", said),
    }[case.want]


def compared(truth: Truth, made: Made) -> tuple[bool, list[str]]:
    """Are these the true records, no more and no less? And which are not in the truth?"""
    parts = [_days(truth, made), _sessions(truth, made), _counts(truth, made)]
    listed = {row["patient_id"] for row in made.tables.get("patients", [])}
    right = all(part for part, _ in parts) and listed >= set(truth.patients)
    return right, [line for _, lines in parts for line in lines]


def _days(truth: Truth, made: Made) -> tuple[bool, list[str]]:
    if truth.days is None:
        return True, []
    columns = [name for name in ("headache", "migraine") if name[0] in truth.columns]
    true, unknown = {}, set()
    for patient, (first, letters) in truth.days.items():
        for place, letter in enumerate(letters):
            key = patient, (first + place * DAY).isoformat()
            if letter == "?":
                unknown.add(key)
            elif letter != "-":
                both = dict(zip(("headache", "migraine"), LETTERS[letter], strict=True))
                true[key] = [both[name] for name in columns]
    found = {
        (row["patient_id"], row["date"]): [_number(row.get(name)) for name in columns]
        for row in made.tables.get("diary", [])
    }
    found = {key: values for key, values in found.items() if set(values) != {None}}
    if truth.any_ids:
        return _without_names(found) == _without_names(true), []
    wrong = [
        f"{key} {values}"
        for key, values in found.items()
        if (key in unknown and values[0] == 0)
        or (key not in true and key not in unknown)
        or any(v is not None and v != t for v, t in zip(values, true.get(key, values), strict=True))
    ]
    known = {key: values for key, values in found.items() if key not in unknown}
    return known == true and not wrong, wrong


def _without_names(days: Mapping[tuple[str, str], list]) -> list:  # type: ignore[type-arg]
    people: dict[str, list] = {}  # type: ignore[type-arg]
    for (patient, day), values in days.items():
        people.setdefault(patient, []).append((day, values))
    return sorted(sorted(days) for days in people.values())


def _sessions(truth: Truth, made: Made) -> tuple[bool, list[str]]:
    if truth.sessions is None:
        return True, []
    rows = made.tables.get("sessions", [])
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["patient_id"], []).append(row["session_date"])
    found = {patient: sorted(dates) for patient, dates in found.items()}
    true = {p: sorted(day.isoformat() for day in days) for p, days in truth.sessions.items()}
    if truth.any_ids:
        named = {row["patient_id"] for row in made.tables.get("diary", [])}
        return sorted(found.values()) == sorted(true.values()) and set(found) <= named, []
    wrong = [f"{p} {d}" for p, days in found.items() for d in days if d not in true.get(p, ())]
    fits = True
    for row in rows if truth.units else ():
        given = _number(row.get("units"))
        expected = {
            day.isoformat(): units
            for day, units in truth.units.get(row["patient_id"], {}).items()  # type: ignore[union-attr]
        }.get(row["session_date"])
        fits = fits and given == expected
        if given not in (None, expected):
            wrong.append(f"{row['patient_id']} {row['session_date']}: {given} units")
    return found == true and fits, wrong


def _counts(truth: Truth, made: Made) -> tuple[bool, list[str]]:
    """Counts as session -> [headache days, migraine days, recorded days]."""
    if truth.counts is None:
        return True, []
    names = ("headache_days", "migraine_days", "recorded_days")
    found: dict[str, dict[int, list]] = {}  # type: ignore[type-arg]
    for row in made.tables.get("counts", []):
        values = [_number(row.get(name)) for name in names]
        found.setdefault(row["patient_id"], {})[int(row["session"])] = values
    true = {
        patient: {s: [*values, *[None] * (3 - len(values))] for s, values in sessions.items()}
        for patient, sessions in truth.counts.items()
    }
    wrong = [
        f"{patient} {session} {values}"
        for patient, sessions in found.items()
        for session, values in sessions.items()
        for value, expected in zip(
            values, true.get(patient, {}).get(session, [None] * 3), strict=True
        )
        if value is not None and value != expected
    ]
    return found == true, wrong


def _number(text: str | None) -> float | None:
    return None if text in ("", None) else float(text)
