"""Which sign-ins were ended before their time? Sign-out ends every tab, also after a restart."""

from __future__ import annotations

from sqlalchemy import Engine, insert, select

from clinic import trail
from clinic.access import Person
from clinic.database import now, reading, writing
from clinic.schema import ENDED


def end(engine: Engine, person: Person) -> None:
    """This sign-in is over, in every tab and for every copy of its cookie."""
    with writing(engine) as connection:
        known = select(ENDED.c.sign_in).where(ENDED.c.sign_in == person.sign_in)
        if connection.execute(known).first() is None:
            connection.execute(insert(ENDED).values(sign_in=person.sign_in, at=now()))
            trail.add_within(connection, person.name, trail.SIGNED_OUT)


def ended(engine: Engine, person: Person) -> bool:
    """Was it ended? Raises NotReachable: then nobody may be let in."""
    with reading(engine) as connection:
        known = select(ENDED.c.sign_in).where(ENDED.c.sign_in == person.sign_in)
        return connection.execute(known).first() is not None
