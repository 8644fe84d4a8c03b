"""Is what a click asked for done to its end?"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from streamlit.runtime.scriptrunner import RerunException

P = ParamSpec("P")


def whole(step: Callable[P, None]) -> Callable[P, None]:
    """``step``, which leads to no other page and may be done twice, never left half done.

    A click that follows at once cuts the run before it short at its next look into the session
    state, also within what that run does for a click: the choice would be lost, and records that
    are to be forgotten would stay. Here the later click waits for the end of the step.
    """

    @wraps(step)
    def done(*args: P.args, **kwargs: P.kwargs) -> None:
        waiting: RerunException | None = None
        while True:
            try:
                step(*args, **kwargs)
                break
            except RerunException as later:
                waiting = later
        if waiting:
            raise waiting

    return done
