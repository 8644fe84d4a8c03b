"""Where is it kept? An engine, made ready: its schema up to date, its file for its owner alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from analytics.refusal import Refusal

VARIABLE = "CLEAR_DAYS_DATABASE"
WAIT = 30_000  # milliseconds for another writer
CONNECT_WITHIN = 5  # seconds
WRITES = "clear_days_writes"
MIGRATIONS = Path(__file__).parent / "migrations"


class NotReachable(Refusal):
    """The database does not answer, or cannot take it: nothing was written."""


class TooNew(NotReachable):
    """A newer Clear Days has changed the database."""


def chosen_url() -> str:
    """The database of this installation: as configured, or SQLite in the user's own folder."""
    if url := os.environ.get(VARIABLE):
        return url
    home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return f"sqlite:///{home / 'clear-days' / 'clear-days.db'}"


def file_of(url: str) -> Path | None:
    """The file of an SQLite database."""
    parsed = make_url(url)
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database
    return Path(str(parsed.database)) if is_file else None


def make_engine(url: str) -> Engine:
    """An engine for the command line and for tests; the app takes Streamlit's connection."""
    make_file(url)
    return prepared(create_engine(url, **options_for(url)))


def options_for(url: str) -> dict[str, Any]:
    """What an engine is made with: connections that went stale are noticed, nobody waits long."""
    options: dict[str, Any] = {"pool_pre_ping": True}
    if make_url(url).get_backend_name() == "postgresql":
        options["connect_args"] = {"connect_timeout": CONNECT_WITHIN}
    return options


def make_file(url: str) -> None:
    """The file of an SQLite database, if there is none: only its owner can read it."""
    if (file := file_of(url)) is None:
        return
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not file.exists():
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
    file.chmod(0o600)


def prepared(engine: Engine) -> Engine:
    """The engine with what its database needs to be safe; the same engine may come again."""
    if engine.dialect.name == "sqlite" and not event.contains(engine, "connect", _on_connect):
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(raw, _) -> None:  # type: ignore[no-untyped-def]
    raw.isolation_level = None  # transactions begin where we say so
    for setting in (
        "journal_mode=wal",
        "synchronous=full",
        "foreign_keys=on",
        f"busy_timeout={WAIT}",
        "secure_delete=on",
    ):
        raw.execute(f"pragma {setting}")


def _on_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("begin immediate" if writes else "begin")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes: whole or not at all. Raises NotReachable."""
    with (
        told(),
        engine.connect().execution_options(**{WRITES: True}) as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One transaction that reads. Raises NotReachable."""
    with told(), engine.connect() as connection:
        yield connection


@contextmanager
def told() -> Iterator[None]:
    """What a database says becomes one sentence; its own words may hold values."""
    try:
        yield
    except IntegrityError:
        raise
    except DBAPIError as problem:
        words = str(problem.orig).lower()
        if "full" in words or "no space" in words or "disk i/o" in words:
            why = "its disk is full"
        elif "readonly" in words or "permission" in words:
            why = "it may not be written"
        elif "malformed" in words or "not a database" in words:
            why = "its file is damaged"
        elif isinstance(problem, OperationalError):
            why = "it does not answer"
        else:
            why = "it refused what was asked"
        raise NotReachable(
            f"The database cannot be used now: {why}. Nothing was half written; try again."
        ) from None


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema up to date, from any earlier one. Raises TooNew, NotReachable.

    Alembic takes as long to load as a page to open: it is loaded where there is something to do.
    """
    if revision == "head" and _is_newest(engine):
        return
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with writing(engine) as connection:
        _one_at_a_time(connection)
        known = {one.revision for one in ScriptDirectory.from_config(config).walk_revisions()}
        if (now := _revision(connection)) and now not in known:
            raise TooNew(
                f"The database was written by a newer Clear Days (schema {now}): install that one."
            )
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def newest() -> str:
    """The revision that the last of the migrations brings: their files are named in order."""
    return max(file.name for file in (MIGRATIONS / "versions").glob("0*.py")).partition("_")[0]


def _is_newest(engine: Engine) -> bool:
    with reading(engine) as connection:
        return _revision(connection) == newest()


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("select version_num from alembic_version")).scalar()


def _one_at_a_time(connection: Connection) -> None:
    """Two processes that start together do not both change the schema."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("select pg_advisory_xact_lock(20140154)"))


def now() -> str:
    """This moment in UTC, as it is stored."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
