"""Who saw what? Entries are only ever added, each chained to the one before by its digest.

An entry holds no clinical value: who, what, which cohort or patient, with which settings.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Connection, Engine, insert, select, text

from clinic.database import now, reading, writing
from clinic.schema import TRAIL

FIRST = "0" * 64  # what the first entry is chained to
OPENED, PATIENT, EXPORTED, SAVED = "opened cohort", "opened patient", "exported", "saved"
LISTED = "opened list"
DELETED, RENAMED, RETENTION = "deleted", "renamed", "set retention"
SIGNED_IN, REFUSED, SIGNED_OUT = "signed in", "refused", "signed out"
RESTORED = "restored"


@dataclass(frozen=True)
class Chain:
    """Is the chain whole? ``broken`` is the number of the first entry that does not fit."""

    entries: int
    last: str
    broken: int | None = None

    @property
    def sentence(self) -> str:
        if self.broken is None:
            return f"The trail is whole: {self.entries:,} entries, the last one {self.last}."
        return (
            f"The trail was changed: entry {self.broken} does not fit the one before it. "
            f"The {self.broken - 1:,} entries before it are whole."
        )


def add(engine: Engine, who: str, what: str, **about: object) -> None:
    """Add one entry. Raises NotReachable."""
    with writing(engine) as connection:
        add_within(connection, who, what, **about)


def add_within(connection: Connection, who: str, what: str, **about: object) -> None:
    """Add one entry in the transaction of what it tells about."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("lock table trail in exclusive mode"))
    last = connection.execute(
        select(TRAIL.c.number, TRAIL.c.digest).order_by(TRAIL.c.number.desc()).limit(1)
    ).first()
    entry = {
        "number": last.number + 1 if last else 1,
        "at": now(),
        "who": who,
        "what": what,
        "about": json.dumps(about, sort_keys=True),
        "before": last.digest if last else FIRST,
    }
    connection.execute(insert(TRAIL).values(**entry, digest=digest_of(entry)))


def digest_of(entry: dict[str, object]) -> str:
    """The digest of an entry, which holds the digest of the one before."""
    names = ("number", "at", "who", "what", "about", "before")
    return hashlib.sha256(json.dumps([entry[name] for name in names]).encode()).hexdigest()


def entries(engine: Engine, most: int | None = None) -> pd.DataFrame:
    """The entries, the newest first: number, at, who, what, about, before, digest."""
    query = select(TRAIL).order_by(TRAIL.c.number.desc()).limit(most)
    with reading(engine) as connection:
        return pd.DataFrame(
            connection.execute(query).mappings().all(), columns=list(TRAIL.c.keys())
        )


def verify(engine: Engine, expected: str = "") -> Chain:
    """Walk the chain. ``expected``: a digest noted earlier, which must be in it.

    A chain alone cannot tell that its end was cut off; a digest noted elsewhere can.
    """
    before, number, seen = FIRST, 0, not expected
    with reading(engine) as connection:
        for row in connection.execute(select(TRAIL).order_by(TRAIL.c.number)).mappings():
            number += 1
            entry = dict(row)
            fits = entry["number"] == number and entry["before"] == before
            if not fits or digest_of(entry) != entry["digest"]:
                return Chain(number, before, number)
            before = entry["digest"]
            seen = seen or before == expected
    return Chain(number, before, None if seen else number + 1)
