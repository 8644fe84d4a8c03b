"""Cohorts that are kept: every save is a new version, and no version is ever written over."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pandas as pd
from sqlalchemy import Connection, Engine, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from analytics.frames import CANONICAL, empty
from analytics.records import Records
from analytics.refusal import Refusal
from analytics.settings import Settings
from analytics.settings_check import with_usable_title
from clinic import trail
from clinic.database import now, reading, writing
from clinic.schema import COHORTS, PARTS, VERSIONS
from importing.stamped import read_stamped, write_stamped

PART = 64 * 1024 * 1024  # bytes: far under the limits of SQLite and PostgreSQL
LONGEST_NAME, LONGEST_NOTE = 80, 500


class Damaged(Refusal):
    """A stored table does not fit its digest: it is not shown."""


class NotKept(Refusal):
    """The cohort or version is not there, or its name cannot be used."""


@dataclass(frozen=True)
class Version:
    """One save of a cohort; ``about`` tells sources, the import report, mappings and settings."""

    id: int
    cohort: str
    number: int
    saved_at: str
    saved_by: str
    note: str
    patients: int
    about: dict[str, object]

    @property
    def settings(self) -> Settings:
        return Settings.from_json(with_usable_title(str(self.about["settings"])))


@dataclass(frozen=True)
class KeptCohort:
    """A name, its last version, and how long it is kept after that."""

    name: str
    versions: int
    last: Version
    retention_days: int | None

    @property
    def due(self) -> datetime | None:
        """When its time is over; nothing is deleted by itself."""
        if self.retention_days is None:
            return None
        return datetime.fromisoformat(self.last.saved_at) + timedelta(days=self.retention_days)


@dataclass(frozen=True)
class Provenance:
    """How the records came to be what they are, as far as it is told with them."""

    note: str = ""
    sources: Sequence[Mapping[str, object]] = ()  # the files: name, digest, layout, rows
    report: Sequence[str] = ()  # what the import said
    mappings: Sequence[str] = ()  # as JSON


NOT_TOLD = Provenance()


def keep(
    engine: Engine,
    name: str,
    records: Records,
    settings: Settings,
    who: str,
    came_from: Provenance = NOT_TOLD,
) -> Version:
    """Save the records as the next version under this name; whole or not at all.

    Raises NotKept (the name), NotReachable (the database).
    """
    name = _usable(name)
    parts = list(_parts(records))
    about = {
        "settings": settings.to_json(),
        "sources": came_from.sources,
        "report": came_from.report,
        "mappings": came_from.mappings,
        "names": list(records.names),
        "digest": records.digest,
        "synthetic": records.synthetic,
        "rows": {table: len(frame) for table, frame in records.tables.items() if len(frame)},
    }
    with writing(engine) as connection:
        cohort = _cohort_id(connection, name)
        number = 1 + (
            connection.execute(
                select(func.max(VERSIONS.c.number)).where(VERSIONS.c.cohort_id == cohort)
            ).scalar()
            or 0
        )
        values = {
            "cohort_id": cohort,
            "number": number,
            "saved_at": now(),
            "saved_by": who,
            "note": came_from.note.strip()[:LONGEST_NOTE],
            "patients": len(records.patient_ids),
            "about": json.dumps(about),
        }
        added = connection.execute(insert(VERSIONS).values(**values)).inserted_primary_key
        assert added is not None
        for part in parts:
            connection.execute(insert(PARTS).values(version_id=added[0], **part))
        trail.add_within(
            connection, who, trail.SAVED, cohort=name, version=number, data=records.digest[:8]
        )
    return version(engine, name, number)


def listed(engine: Engine) -> list[KeptCohort]:
    """Every cohort with its last version, by name."""
    newest = func.max(VERSIONS.c.number).label("number")
    last = (
        select(VERSIONS.c.cohort_id, newest, func.count().label("versions"))
        .group_by(VERSIONS.c.cohort_id)
        .subquery()
    )
    query = (
        select(VERSIONS, COHORTS.c.name, COHORTS.c.retention_days, last.c.versions)
        .join(
            last, (VERSIONS.c.cohort_id == last.c.cohort_id) & (VERSIONS.c.number == last.c.number)
        )
        .join(COHORTS, COHORTS.c.id == VERSIONS.c.cohort_id)
        .order_by(COHORTS.c.name)
    )
    with reading(engine) as connection:
        rows = connection.execute(query).mappings().all()
    return [KeptCohort(r["name"], r["versions"], _version(r), r["retention_days"]) for r in rows]


def versions(engine: Engine, name: str) -> list[Version]:
    """Every version of a cohort, the newest first."""
    query = (
        select(VERSIONS, COHORTS.c.name)
        .join(COHORTS)
        .where(COHORTS.c.name == name)
        .order_by(VERSIONS.c.number.desc())
    )
    with reading(engine) as connection:
        return [_version(row) for row in connection.execute(query).mappings()]


def version(engine: Engine, name: str, number: int) -> Version:
    """One version. Raises NotKept."""
    found = [one for one in versions(engine, name) if one.number == number]
    if not found:
        raise NotKept(f"There is no version {number} of {name}.")
    return found[0]


def opened(engine: Engine, chosen: Version) -> Records:
    """The records of a version, every byte checked. Raises Damaged, NotKept, NotReachable."""
    query = (
        select(PARTS).where(PARTS.c.version_id == chosen.id).order_by(PARTS.c.name, PARTS.c.part)
    )
    contents: dict[str, bytes] = {}
    with reading(engine) as connection:
        for row in connection.execute(query):
            if hashlib.sha256(row.content).hexdigest() != row.digest:
                raise Damaged(_damaged(chosen, row.name))
            contents[row.name] = contents.get(row.name, b"") + row.content
    rows = chosen.about["rows"]
    assert isinstance(rows, dict)
    if not contents and rows:
        raise NotKept(f"Version {chosen.number} of {chosen.cohort} is no longer there.")
    frames: dict[str, pd.DataFrame] = {name: empty(CANONICAL[name]) for name in CANONICAL}
    for name in {*rows, *contents}:
        found = read_stamped(contents.get(name, b""))
        if found is None or len(found[1]) != rows.get(name):
            raise Damaged(_damaged(chosen, name))
        frames[name] = found[1]
    names = chosen.about["names"]
    assert isinstance(names, list)
    return Records(**frames, synthetic=bool(chosen.about["synthetic"]), names=tuple(names))


def rename(engine: Engine, name: str, new: str, who: str) -> None:
    """Give a cohort another name. Raises NotKept where it is taken."""
    new = _usable(new)
    try:
        with writing(engine) as connection:
            done = connection.execute(
                update(COHORTS).where(COHORTS.c.name == name).values(name=new)
            )
            if not done.rowcount:
                raise NotKept(f"{name} is no longer there.")
            trail.add_within(connection, who, trail.RENAMED, cohort=name, new=new)
    except IntegrityError:
        raise NotKept(f"{new} is the name of another cohort.") from None


def remove(engine: Engine, name: str, who: str) -> None:
    """Delete a cohort with all its versions; what the trail says about it stays."""
    with writing(engine) as connection:
        cohort = connection.execute(select(COHORTS.c.id).where(COHORTS.c.name == name)).scalar()
        if cohort is None:
            raise NotKept(f"{name} is no longer there.")
        ids = select(VERSIONS.c.id).where(VERSIONS.c.cohort_id == cohort)
        gone = connection.execute(select(func.count()).select_from(ids.subquery())).scalar()
        connection.execute(delete(PARTS).where(PARTS.c.version_id.in_(ids)))
        connection.execute(delete(VERSIONS).where(VERSIONS.c.cohort_id == cohort))
        connection.execute(delete(COHORTS).where(COHORTS.c.id == cohort))
        trail.add_within(connection, who, trail.DELETED, cohort=name, versions=gone)


def retain(engine: Engine, name: str, days: int | None, who: str) -> None:
    """How many days after its last version a cohort is kept; None: no end is set."""
    with writing(engine) as connection:
        connection.execute(
            update(COHORTS).where(COHORTS.c.name == name).values(retention_days=days)
        )
        trail.add_within(connection, who, trail.RETENTION, cohort=name, days=days)


def _usable(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise NotKept(f"A name of 1 to {LONGEST_NAME} letters is needed.")
    return name


def _parts(records: Records) -> Iterator[dict[str, object]]:
    for name, frame in records.tables.items():
        if not len(frame):
            continue
        content = write_stamped(CANONICAL[name], frame)
        for number, start in enumerate(range(0, len(content), PART)):
            piece = content[start : start + PART]
            yield {
                "name": name,
                "part": number,
                "content": piece,
                "digest": hashlib.sha256(piece).hexdigest(),
            }


def _cohort_id(connection: Connection, name: str) -> int:
    """The cohort of this name, made if there is none; nobody else saves it until we are done."""
    new = {"name": name, "created_at": now()}
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(dialect.insert(COHORTS).values(**new).on_conflict_do_nothing())
    query = select(COHORTS.c.id).where(COHORTS.c.name == name).with_for_update()
    return int(connection.execute(query).scalar_one())


def _version(row) -> Version:  # type: ignore[no-untyped-def]
    return Version(
        row["id"],
        row["name"],
        row["number"],
        row["saved_at"],
        row["saved_by"],
        row["note"],
        row["patients"],
        json.loads(row["about"]),
    )


def _damaged(chosen: Version, name: str) -> str:
    return (
        f"The table {name} of version {chosen.number} of {chosen.cohort} is damaged: its content "
        "does not fit its digest, so it is not shown. Open another version, or restore a backup."
    )
