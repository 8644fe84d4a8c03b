"""What would the rate of all due be, if those not judged had recorded days like ...?

Those judged say what they recorded. Of the others days are drawn, many times, under an assumption
that is named, and what all sets say together is pooled (``research.pooling``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analytics.arithmetic import reaches
from analytics.codes import Assumed
from analytics.definitions import FEW_JUDGED, Definition
from analytics.research.intervals import NAN, SEED, UNDEFINED, Estimate, in_order
from analytics.research.pooling import pooled_mean, pooled_share
from analytics.steps import Outcomes

IMPUTATIONS = 50
DONORS = 5  # patients alike, of whom one gives her days
ROUNDED = 1e-9  # percent: days per month are fractions
DELTAS = (0, 2, 4, 6, 8, 10)  # days a month by which those not judged fell less
COLUMNS = [
    "session",
    "assumption",
    "delta_days",
    "due",
    "imputed",
    "rate",
    "ci_low",
    "ci_high",
    "mean_change",
    "change_ci_low",
    "change_ci_high",
    "rate_low",
    "rate_high",
    "imputations",
    "seed",
]


class Due(NamedTuple):
    """The patients due after a session: days before and after, each a month, and who responded.

    ``after`` is NaN of those not judged; ``responded`` False.
    """

    before: np.ndarray
    after: np.ndarray
    responded: np.ndarray


def imputed(outcomes: Outcomes, definition: Definition) -> pd.DataFrame:
    """Rate and mean change of all due after each session, by what is assumed of those not judged.

    ``COLUMNS``; ``due`` and ``imputed`` are patients, ``rate`` a fraction of those due,
    ``mean_change`` after minus before on the Definition's month. *As those alike*: days of a
    patient with like days so far (``donated``), ``imputations`` times. *Fell less*: as those, and
    ``delta_days`` more, at most the whole month. *Back to baseline*: her own baseline, nothing is
    drawn. Pooled with Rubin's rules. ``rate_low``, ``rate_high``: if nobody or everybody not judged
    had responded. Undefined where fewer than ``FEW_JUDGED`` are judged.
    """
    wide = _each_session(outcomes.sort_values(["patient_id", "session"]))
    rows: list[dict[str, Any]] = []
    drawn: list[np.ndarray] = []  # per session so far: patients x imputations
    for session in range(1, int(outcomes["session"].max()) + 1):
        days = wide.after[session]
        enough = int((~np.isnan(days)).sum()) >= FEW_JUDGED
        if enough:
            drawn.append(_completed(wide.before, drawn, days, definition.month, session))
        due = wide.due[session]
        at = Due(wide.before[due], days[due], wide.responded[session][due])
        sets = drawn[-1][due & np.isnan(days)] if enough else None
        rows += [{"session": session, **row} for row in _of_session(at, sets, definition)]
    types = dict.fromkeys(("delta_days", "due", "imputed", "imputations", "seed"), "Int64")
    return pd.DataFrame(rows, columns=COLUMNS).astype(types)


class _Wide(NamedTuple):
    """Patients in an order that is no id's; days, who is due and who responded by session."""

    before: np.ndarray
    after: dict[int, np.ndarray]
    due: dict[int, np.ndarray]
    responded: dict[int, np.ndarray]


def _each_session(rows: pd.DataFrame) -> _Wide:
    """Of patients due at least once: nobody else can be drawn, or drawn from."""
    ever = rows.groupby("patient_id")["due"].transform("any").fillna(False).astype(bool)
    after, due, responded = {}, {}, {}
    before = np.empty(0)
    for session, everybody in rows[rows["session"] > 0].groupby("session"):
        at = everybody[ever[everybody.index]]
        judged = at["evaluable"].fillna(False).to_numpy(bool)
        before = at["baseline"].astype("Float64").to_numpy("float64", na_value=NAN)
        days = at["monthly_days"].astype("Float64").to_numpy("float64", na_value=NAN)
        after[int(session)] = np.where(judged, days, NAN)
        due[int(session)] = at["due"].fillna(False).to_numpy(bool)
        responded[int(session)] = at["responder"].fillna(False).to_numpy(bool)
    order = in_order(before, *after.values(), *due.values(), *responded.values())
    by_session = ({at: of[order] for at, of in part.items()} for part in (after, due, responded))
    return _Wide(before[order], *by_session)


def _completed(
    before: np.ndarray, earlier: list[np.ndarray], days: np.ndarray, month: int, session: int
) -> np.ndarray:
    """Days after a session of all, missing ones drawn: patients x imputations.

    Alike is who has like days expected of her by baseline and days after the session before, as
    recorded or as drawn there.
    """
    random = np.random.default_rng([SEED, session])
    missing = np.isnan(days)
    found = np.repeat(days[:, None], IMPUTATIONS, axis=1)
    if not missing.any():
        return found
    for k in range(IMPUTATIONS):
        known = [before, *(one[:, k] for one in earlier[-1:])]
        found[missing, k] = donated(np.column_stack(known), days, month, random)
    return found


def donated(
    known: np.ndarray, days: np.ndarray, month: int, random: np.random.Generator
) -> np.ndarray:
    """Days for each patient who has none, each given by one of the five patients most alike.

    Predictive mean matching: days are regressed on what is ``known`` (patients x columns) of those
    who have them; a patient without is matched, by a draw of the regression, with those whose own
    expected days are nearest (Little 1988; van Buuren 2018, 3.4.2, type 1), and gets the days of
    one of them as recorded. Where nobody is alike, because the worst are missing, the whole days
    between what is expected of both are added (Schenker and Taylor 1996); at most the ``month``.
    """
    missing = np.isnan(days)
    x = _standardised(known)
    theirs, recorded = x[~missing], days[~missing]
    fitted, drawn = _regression(theirs, recorded, random)
    expected, wanted = theirs @ fitted, x[missing] @ drawn
    order = random.permutation(len(recorded))  # of those as near, any
    order = order[np.argsort(expected[order], kind="stable")]
    expected = expected[order]
    span = np.arange(-DONORS, DONORS)
    places = np.searchsorted(expected, wanted)[:, None] + span
    inside = (places >= 0) & (places < len(expected))
    places = places.clip(0, len(expected) - 1)
    apart = np.where(inside, np.abs(expected[places] - wanted[:, None]), np.inf)
    nearest = np.argsort(apart, axis=1, kind="stable")[:, : min(DONORS, len(expected))]
    one = nearest[np.arange(len(wanted)), random.integers(0, nearest.shape[1], len(wanted))]
    giver = places[np.arange(len(wanted)), one]
    between = np.round(wanted - expected[giver])
    given: np.ndarray = (recorded[order][giver] + between).clip(0, month)
    return given


def _standardised(known: np.ndarray) -> np.ndarray:
    """The columns that vary, by their mean and spread, behind a column of ones."""
    spread = known.std(axis=0)
    varied = spread > 1e-9
    scaled = (known[:, varied] - known[:, varied].mean(axis=0)) / spread[varied]
    return np.column_stack([np.ones(len(known)), scaled])


def _regression(
    x: np.ndarray, y: np.ndarray, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """The coefficients of least squares, and a draw of them (flat prior)."""
    inverse = np.linalg.pinv(x.T @ x)
    fitted = inverse @ (x.T @ y)
    left = float(((y - x @ fitted) ** 2).sum())
    scale = np.sqrt(left / random.chisquare(max(1, len(y) - x.shape[1])))
    values, vectors = np.linalg.eigh(inverse)
    root = vectors * np.sqrt(values.clip(0))
    return fitted, fitted + scale * (root @ random.standard_normal(x.shape[1]))


def _of_session(
    at: Due, sets: np.ndarray | None, definition: Definition
) -> Iterator[dict[str, Any]]:
    """A row for each assumption; ``sets``: days of those not judged, patients x imputations."""
    missing = np.isnan(at.after)
    due, imputed, responders = len(at.before), int(missing.sum()), int(at.responded.sum())
    for delta in (*DELTAS, None):
        share, change, draws = UNDEFINED, UNDEFINED, 0
        if sets is not None and due:
            back = at.before[missing][:, None]
            after = back if delta is None else (sets + delta).clip(max=definition.month)
            draws = IMPUTATIONS if imputed and delta is not None else 0
            share, change = _pooled(at, after if draws else after[:, :1], definition.threshold)
        yield {
            "assumption": str(_assumed(delta)),
            "delta_days": pd.NA if delta is None else delta,
            "due": due,
            "imputed": imputed,
            **dict(zip(("rate", "ci_low", "ci_high"), share, strict=True)),
            **dict(zip(("mean_change", "change_ci_low", "change_ci_high"), change, strict=True)),
            "rate_low": responders / due if due else NAN,
            "rate_high": (responders + imputed) / due if due else NAN,
            "imputations": draws,
            "seed": SEED if draws else pd.NA,
        }


def _assumed(delta: int | None) -> Assumed:
    if delta is None:
        return Assumed.BACK_TO_BASELINE
    return Assumed.FELL_LESS if delta else Assumed.AS_THOSE_ALIKE


def _pooled(at: Due, after: np.ndarray, threshold: int) -> tuple[Estimate, Estimate]:
    """Rate and mean change of those due; ``after``: days of those not judged, x imputations."""
    n, missing = len(at.before), np.isnan(at.after)
    before = at.before[missing][:, None]
    reached = reaches(before, after, threshold - ROUNDED).sum(axis=0)
    recorded, drawn = (at.after - at.before)[~missing], after - before
    means = (recorded.sum() + drawn.sum(axis=0)) / n
    squares = (recorded**2).sum() + (drawn**2).sum(axis=0) - n * means**2
    variances = squares.clip(min=0) / max(1, n - 1) / n
    shares = (at.responded.sum() + reached) / n  # flags of those judged are exact
    return pooled_share(shares, n), pooled_mean(means, variances, n)
