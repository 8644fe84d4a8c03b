"""Which frames does a number pass through, and what is a row of each?

They differ for the type checker alone: at run time each is the ``DataFrame`` that it was made as.
pandas brings no types, so what is taken out of a frame (``frame[...]``, ``frame.assign``) may be
anything, and whoever makes one of these says which one it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NewType

import pandas as pd

if TYPE_CHECKING:

    class Frame:
        """What is asked of a frame itself."""

        def __getattr__(self, name: str) -> Any: ...
        def __getitem__(self, key: Any) -> Any: ...
        def __contains__(self, key: object) -> bool: ...
        def __iter__(self) -> Iterator[str]: ...
        def __len__(self) -> int: ...

else:
    Frame = pd.DataFrame

Cycles = NewType("Cycles", Frame)
"""One row for every patient and session, 0 being the baseline: what was counted in its window.

Columns: ``CYCLE_COLUMNS``; where means were handed in ``WRITTEN``, where dates were taken out
``IN_DAYS``. Made by ``count_cycles``.
"""

Outcomes = NewType("Outcomes", Frame)
"""The same rows, also a part of them, with what follows from the Definition.

Columns: ``OUTCOME_COLUMNS``, then those of cycles that are not among them. Made by
``derive_outcomes``.
"""

Rates = NewType("Rates", Frame)
"""One row a session from 1 on: ``RATE_COLUMNS``, in fractions. Made by ``responder_rates``."""

Reductions = NewType("Reductions", Frame)
"""One row a session from 1 on: medians of those judged. Made by ``reduction_by_session``."""
