"""A backup is one file for every database: what is in it is checked on the way out and back."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from pathlib import Path

from sqlalchemy import Engine, func, insert, select

from analytics.refusal import Refusal
from clinic import trail
from clinic.database import reading, writing
from clinic.schema import COHORTS, ENDED, FILTER_SETS, METADATA, PARTS, TRAIL, VERSIONS

BACKED_UP = (COHORTS, VERSIONS, TRAIL, ENDED, FILTER_SETS)  # whole; parts follow one by one
LATER = (FILTER_SETS,)  # a backup of before does not hold them
SCHEMA = "clear_days_backup"
FORMAT = 1


class NotABackup(Refusal):
    """The file is none of ours, or not as it was written."""


def back_up(engine: Engine, file: Path) -> int:
    """Write everything into one file that only its owner can read; the number of versions.

    One transaction: what others save meanwhile is in it wholly or not at all.
    """
    partial = file.with_name(f"{file.name}.part")
    handle = os.open(partial, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as raw, zipfile.ZipFile(raw, "w") as out:
            count = _write(engine, out)
            raw.flush()
        with partial.open("rb+") as written:
            os.fsync(written.fileno())
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
    return count


def _write(engine: Engine, out: zipfile.ZipFile) -> int:
    digests: dict[str, str] = {}

    def put(name: str, content: bytes) -> None:
        digests[name] = hashlib.sha256(content).hexdigest()
        out.writestr(name, content)

    snapshot = engine  # SQLite sees one moment for as long as it reads
    if engine.dialect.name == "postgresql":
        snapshot = engine.execution_options(isolation_level="REPEATABLE READ")
    with reading(snapshot) as connection:
        for table in BACKED_UP:
            rows = [dict(row) for row in connection.execute(select(table)).mappings()]
            put(f"{table.name}.json", json.dumps(rows).encode())
        keys = select(PARTS.c.version_id, PARTS.c.name, PARTS.c.part, PARTS.c.digest)
        parts = [dict(row) for row in connection.execute(keys).mappings()]
        put("parts.json", json.dumps(parts).encode())
        for part in parts:
            chosen = select(PARTS.c.content).where(
                PARTS.c.version_id == part["version_id"],
                PARTS.c.name == part["name"],
                PARTS.c.part == part["part"],
            )
            put(_path(part), connection.execute(chosen).scalar_one())
        count = connection.execute(select(func.count()).select_from(VERSIONS)).scalar_one()
    out.writestr(f"{SCHEMA}.json", json.dumps({"format": FORMAT, "digests": digests}))
    return int(count)


def restore(engine: Engine, file: Path, who: str) -> int:
    """Fill an empty database from a backup, whole or not at all; the number of versions.

    Raises NotABackup where the file is damaged or the database already holds something.
    """
    try:
        with zipfile.ZipFile(file) as read:
            content = _checked(read)
            with writing(engine) as connection:
                for table in (*BACKED_UP, PARTS):
                    if connection.execute(select(func.count()).select_from(table)).scalar():
                        raise NotABackup(
                            "The database already holds something: restore into an empty one."
                        )
                there = set(read.namelist())
                for table in BACKED_UP:
                    if table in LATER and f"{table.name}.json" not in there:
                        continue
                    if rows := json.loads(read.read(f"{table.name}.json")):
                        connection.execute(insert(table), rows)
                for part in content:
                    values = {**part, "content": read.read(_path(part))}
                    connection.execute(insert(PARTS).values(**values))
                if connection.dialect.name == "postgresql":
                    for table in (COHORTS, VERSIONS):
                        last = connection.execute(select(func.max(table.c.id))).scalar() or 0
                        sequence = f"{table.name}_id_seq"
                        connection.execute(select(func.setval(sequence, last + 1, False)))
                count = connection.execute(select(func.count()).select_from(VERSIONS)).scalar_one()
                trail.add_within(connection, who, trail.RESTORED, versions=int(count))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise NotABackup(f"{file.name} is not a backup of Clear Days, or it is damaged.") from None
    return int(count)


def _checked(read: zipfile.ZipFile) -> list[dict[str, object]]:
    """The list of parts, after every member was found to be as it was written."""
    about = json.loads(read.read(f"{SCHEMA}.json"))
    if about["format"] != FORMAT:
        raise NotABackup("The backup was written by a newer Clear Days: install that one.")
    for name, digest in about["digests"].items():
        if hashlib.sha256(read.read(name)).hexdigest() != digest:
            raise NotABackup(f"The backup is damaged: {name} does not fit its digest.")
    parts: list[dict[str, object]] = json.loads(read.read("parts.json"))
    return parts


def _path(part: dict[str, object]) -> str:
    return f"parts/{part['version_id']}/{part['name']}.{part['part']}"


assert set(METADATA.sorted_tables) == {*BACKED_UP, PARTS}  # a new table belongs into the backup
