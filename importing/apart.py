"""How is a file read by a library that a damaged file may bring down?

In a process of its own, with a limit of memory and of time: of 600 damaged files of SPSS eight
ended the process that read them, and a sheet of two cells can ask for gigabytes.
"""

from __future__ import annotations

import json
import subprocess  # nosec: see below
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from importing.limits import APART_MEMORY, APART_SECONDS, MAX_APART_BYTES, megabytes
from importing.text import Unreadable

PROGRAM = Path(__file__).with_name("reading_apart.py")
KINDS: dict[str, Callable[[Any], object]] = {
    "day": date.fromisoformat,
    "moment": datetime.fromisoformat,
    "clock": time.fromisoformat,
    "seconds": lambda seconds: timedelta(seconds=seconds),
}


def read_apart(kind: str, content: bytes, what: str) -> Iterator[list[Any]]:
    """What the file holds, line by line as ``reading_apart`` tells it, with days as dates.

    ``what``: what it is called where it cannot be read, as "an SPSS file". Nothing of what the
    library says of a file is told: it may name a value.
    """
    if len(content) > MAX_APART_BYTES:
        raise Unreadable(
            f"is {what} of {megabytes(len(content))}; up to {megabytes(MAX_APART_BYTES)} of this "
            "kind are read: save it as .csv"
        )
    given = [kind, str(APART_MEMORY), str(APART_SECONDS)]
    try:
        done = subprocess.run(  # nosec: our own program, and the content on its standard input
            [sys.executable, "-P", "-X", "utf8", str(PROGRAM), *given],
            input=content,
            capture_output=True,
            timeout=2 * APART_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable(_cannot_be_opened(what)) from error
    lines = done.stdout.splitlines()
    if done.returncode or not lines or lines.pop() != b'["end"]':
        raise Unreadable(_cannot_be_opened(what))
    for line in lines:
        told = json.loads(line, object_hook=_as_value)
        if told == ["problem", "locked"]:
            raise Unreadable("is locked by a password: open it, save it without one")
        yield told


def _cannot_be_opened(what: str) -> str:
    return (
        f"is {what} that cannot be opened: it is damaged, or would take too much memory. Open it "
        "in the program it is from, save it as .xlsx or .csv"
    )


def _as_value(told: dict[str, Any]) -> Any:
    if len(told) != 1:
        return told
    ((kind, value),) = told.items()
    return KINDS[kind](value) if kind in KINDS else told
