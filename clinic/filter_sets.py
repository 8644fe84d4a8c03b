"""Filters kept by name, each person's own: which columns of patients, which values or ranges."""

from __future__ import annotations

import json

from sqlalchemy import Engine, delete, insert, select

from analytics.filters import Filters
from analytics.refusal import Refusal
from clinic.database import reading, writing
from clinic.schema import FILTER_SETS

LONGEST_NAME = 80


class NoName(Refusal):
    """A set of filters needs a name of at most 80 letters."""


def kept_sets(engine: Engine, who: str) -> dict[str, Filters]:
    """Her sets by name, in the order of their names. Raises NotReachable."""
    query = select(FILTER_SETS.c.name, FILTER_SETS.c.filters).where(FILTER_SETS.c.who == who)
    with reading(engine) as connection:
        found = sorted(connection.execute(query).all())
    return {
        name: tuple((column, tuple(values)) for column, values in json.loads(filters).items())
        for name, filters in found
    }


def keep_set(engine: Engine, who: str, name: str, filters: Filters) -> str:
    """Keep them under this name, in place of a set of the same name; the name as it is kept.

    Raises NoName, NotReachable.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise NoName(f"A set of filters needs a name of at most {LONGEST_NAME} letters.")
    told = json.dumps({column: list(values) for column, values in filters})
    with writing(engine) as connection:
        connection.execute(_one(who, name))
        connection.execute(insert(FILTER_SETS).values(who=who, name=name, filters=told))
    return name


def drop_set(engine: Engine, who: str, name: str) -> None:
    """Keep it no longer; one that is not there is none. Raises NotReachable."""
    with writing(engine) as connection:
        connection.execute(_one(who, name))


def _one(who: str, name: str):  # type: ignore[no-untyped-def]
    return delete(FILTER_SETS).where(FILTER_SETS.c.who == who, FILTER_SETS.c.name == name)
