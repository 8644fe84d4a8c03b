"""How far has a long computation come? A function that is told the share done."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[float], object]


def silent(share: float) -> None:
    """Nobody is waiting."""
