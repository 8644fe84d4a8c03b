"""Whose file is it, where the file does not say?"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import PurePosixPath

RULE = "The patient's id is the file's name without its ending."


def as_text(name: str) -> str:
    """A name of the disk as text: where it is not UTF-8, its bytes as letters of Western Europe.

    Two names stay two names.
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("latin-1")
    return name


def id_of(file: str, ids: Mapping[str, str]) -> str:
    """The id that the user gave this file, or its name without the ending."""
    name = PurePosixPath(file.replace("\\", "/")).name
    for key in (file, name, "*"):
        if ids.get(key):
            return ids[key]
    return re.sub(r"\.(csv|tsv|txt|xlsx|zip|parquet)$", "", name, flags=re.IGNORECASE).strip()
