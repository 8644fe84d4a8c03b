"""Which layout is a file? One small file each, found by its presence in this folder.

A module defines ``LAYOUT``; adding one is one file here, one fixture and one test. Recognition
goes by the column names alone; a file that only looks alike is not taken.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Sequence
from functools import cache

from importing.headers import in_any_case
from importing.layouts.base import Layout, Reading

__all__ = ["Layout", "Reading", "all_layouts", "is_header", "recognise"]


@cache
def all_layouts() -> tuple[Layout, ...]:
    """Every layout of this folder, in the order of their names."""
    modules = (
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
    )
    return tuple(in_any_case(module.LAYOUT) for module in modules if hasattr(module, "LAYOUT"))


def recognise(headers: Sequence[str]) -> Layout | None:
    """The one layout that knows these headers; those of last resort only if no other does."""
    known = [layout for layout in all_layouts() if layout.knows(headers)]
    sure = [layout for layout in known if not layout.last_resort]
    found = sure or known
    return found[0] if len(found) == 1 else None


def is_header(cells: Sequence[str]) -> bool:
    """Could this row hold the column names of a layout? Not without a letter in any cell."""
    if not any(letter.isalpha() for cell in cells for letter in cell):
        return False
    return any(not layout.last_resort and layout.knows(cells) for layout in all_layouts())
