"""The database of this installation, through Streamlit's own connection, its schema up to date."""

from __future__ import annotations

import streamlit as st
from sqlalchemy import Engine

from clinic.database import chosen_url, file_of, make_file, options_for, prepared, upgrade


def engine() -> Engine:
    """Ready to be used. Raises NotReachable, TooNew: then nothing is kept or opened."""
    url = chosen_url()
    make_file(url)
    found: Engine = prepared(
        st.connection("clinic", type="sql", url=url, **options_for(url)).engine
    )
    _ready(url, found)
    return found


@st.cache_resource(show_spinner="Opening the database")
def _ready(url: str, _engine: Engine) -> bool:
    """Once for each process; after a failure it is tried again."""
    upgrade(_engine)
    return True


def anything_kept() -> bool:
    """Is there a database already? A first look at the sample makes none."""
    file = file_of(chosen_url())
    return file is None or file.exists()
