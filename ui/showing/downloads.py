"""Every file that leaves: who may have it is asked again when it is made, and the trail is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st
from sqlalchemy import Engine

from analytics.refusal import Refusal
from analytics.settings import Settings
from clinic import trail
from clinic.access import DESK, Person
from clinic.database import NotReachable
from clinic.handed import HANDED
from ui.access.database import anything_kept, engine
from ui.access.sign_in import may, person, still


class Refused(Refusal):
    """She may not have it, or nobody could be told."""


def download(
    label: str,
    data: str | bytes | Callable[[], str | bytes],
    file_name: str,
    mime: str,
    *,
    right: str,
    settings: Settings | None = None,
    **options: Any,
) -> None:
    """A button that hands a file over; not shown to those who may not have it."""
    if not may(right):
        return
    who, database = person(), _database()

    def hand_over() -> bytes:
        return handed(who, right, data, file_name, settings, database)

    st.download_button(label, hand_over, file_name, mime, on_click="ignore", **options)


def handed(
    who: Person,
    right: str,
    data: str | bytes | Callable[[], str | bytes],
    file_name: str,
    settings: Settings | None,
    database: Engine | None,
) -> bytes:
    """The file's bytes, noted as made for this person. Raises Refused."""
    if why := still(who, right, database):
        raise Refused(why)
    made = data() if callable(data) else data
    content = made.encode() if isinstance(made, str) else made
    if database is not None:
        about: dict[str, object] = {"file": file_name}
        if settings is not None:
            about["settings"] = settings.to_json()
        try:
            trail.add(database, who.name, trail.EXPORTED, **about)
        except NotReachable as problem:
            raise Refused(str(problem)) from None
    HANDED.note(content, who.key, right)
    return content


def _database() -> Engine | None:
    """Where the trail is; at a desk only once something is kept."""
    if person() == DESK and not anything_kept():
        return None
    try:
        return engine()
    except NotReachable as problem:
        if person() == DESK:
            return None
        raise Refused(str(problem)) from None
