"""Whose file is it, where the file does not say?"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import PurePosixPath

from importing.file_names import FILE

RULE = "The patient's id is the file's name without its ending."
RULE_OF_SHEET = "The patient's id is the name of the sheet, or of the file in its archive."


def rule_of(file: str, part: str) -> str:
    """Which name is the id of this part: that of a sheet or member, or of the file?"""
    return RULE_OF_SHEET if part and file.endswith(f"/{part}") else RULE


def as_text(name: str) -> str:
    """A name of the disk as text: where it is not UTF-8, its bytes as letters of Western Europe.

    Two names stay two names.
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("latin-1")
    return name


def given_id(file: str, ids: Mapping[str, str], place: str = "") -> str:
    """The id that the user gave this file: by its name, with as much of its folder as she likes."""
    path = f"{place}/{file}".replace("\\", "/").lstrip("/")
    keys = [key for key in ids if key != "*" and f"/{path}".endswith("/" + key.lstrip("/"))]
    return ids[max(keys, key=len)] if keys else ids.get("*", "")


def is_called(key: str, file: str, place: str = "") -> bool:
    """Is this part, or the file that it is in, called so, with as much of its folder as given?"""
    path = "/" + f"{place}/{file}".replace("\\", "/").lstrip("/")
    name = "/" + key.replace("\\", "/").lstrip("/")
    return path.endswith(name) or f"{name}/" in path


def id_of(file: str, ids: Mapping[str, str], place: str = "") -> str:
    """The id that the user gave this file, or its name without the ending."""
    if given := given_id(file, ids, place):
        return given
    name = PurePosixPath(file.replace("\\", "/")).name
    return FILE.sub("", name).strip()
