"""Frames that are mixed up: mypy, which ``make lint`` runs, finds each of these lines.

Nothing here is ever run. A line that mypy no longer minds is an ignore without use, and that is an
error too.
"""

from __future__ import annotations

from analytics.definitions import DEFAULT_DEFINITION
from analytics.outcomes import derive_outcomes
from analytics.result import Result
from analytics.steps import Cycles, Outcomes, Rates, Reductions
from analytics.summaries import reduction_by_session, responder_rates
from charts.response import responder_rate_chart


def rates_of_what_is_not_judged(cycles: Cycles) -> Rates:
    return responder_rates(cycles)  # type: ignore[arg-type]


def judged_twice(outcomes: Outcomes) -> Outcomes:
    return derive_outcomes(outcomes, DEFAULT_DEFINITION)  # type: ignore[arg-type]


def rates_for_reductions(outcomes: Outcomes) -> Reductions:
    return responder_rates(outcomes)  # type: ignore[return-value]


def reductions_drawn_as_rates(outcomes: Outcomes) -> None:
    responder_rate_chart(reduction_by_session(outcomes), 1, DEFAULT_DEFINITION)  # type: ignore[arg-type]


def cycles_of_a_result(result: Result) -> Outcomes:
    return result.cycles  # type: ignore[return-value]
