"""How often does a patient truly have such days, before and after? One model of all months.

Days of n recorded in a month, given a habit p (the chance of such a day), are beta-binomial with
the correlation rho of the days of a month: what is left of it are bad and good spells. Between
patients logit p0 (before) is normal (mu, sigma); logit p1 - logit p0 is a mixture of normal (m, s),
with weight w, and normal (0, 0.15): hardly any change. The habits lie on a grid of 67 points, so
every integral is a sum; the six parameters are those of the greatest likelihood times weak priors
(empirical Bayes).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np

GRID = np.linspace(-6.6, 6.6, 67)  # logits of habits, 0.2 apart
STEP = float(GRID[1] - GRID[0])
HABITS = 1 / (1 + np.exp(-GRID))
HARDLY = 0.15  # the spread of those who hardly change, in logits
NEAR = 1e-4  # how far slopes look
STARTS = np.array([0.0, np.log(0.8), np.log(0.1 / 0.9), -0.5, np.log(0.6), 0.0])
PRIOR = np.array([0.0, np.log(0.8), np.log(0.1 / 0.9), 0.0, np.log(0.6), 0.0])  # means and spreads
PRIOR_SPREAD = np.array([1.5, 0.5, 1.0, 1.0, 1.2, 1.5])  # of the parameters as they are fitted
BOUNDS = [(-4, 4), (-2, 1.2), (-7, 1), (-4, 4), (np.log(HARDLY), 1), (-6, 6)]


class Parameters(NamedTuple):
    """Of all patients: habits before, how months vary, and how habits differ after."""

    mu: float  # mean logit of the habits before
    sigma: float
    rho: float  # correlation of the days of a month, given the habit
    m: float  # mean change of the logit, of those who change
    s: float
    w: float  # their share

    @classmethod
    def of(cls, fitted: np.ndarray) -> Parameters:
        """From what is fitted: logs of spreads, logits of shares."""
        mu, sigma, rho, m, s, w = (float(value) for value in fitted)
        return cls(mu, float(np.exp(sigma)), _share(rho), m, float(np.exp(s)), _share(w))


class Entered(NamedTuple):
    """Patients were let in by at least so many days in each of so many months, of so many days."""

    at_least: int
    months: int
    month: int


@dataclass(frozen=True, eq=False)
class PatientMonths:
    """What was recorded of each patient: ``before`` patients x months, ``after`` one window each.

    ``_days`` of ``_recorded``, whole numbers; a month with nothing recorded says nothing.
    ``after_length``: days of the window, recorded or not. ``month``: days of a month.
    """

    before_days: np.ndarray
    before_recorded: np.ndarray
    after_days: np.ndarray
    after_recorded: np.ndarray
    after_length: np.ndarray
    month: int

    def __len__(self) -> int:
        return len(self.after_days)

    def of(self, some: np.ndarray) -> PatientMonths:
        """Those of some patients."""
        return PatientMonths(
            self.before_days[some],
            self.before_recorded[some],
            self.after_days[some],
            self.after_recorded[some],
            self.after_length[some],
            self.month,
        )

    @cached_property
    def reached(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """In how many months before are there more than j such days, other days, days at all?"""
        days, all_ = self.before_days, self.before_recorded
        most = int(all_.max(initial=1))
        steps = np.arange(most)
        parts = (days, all_ - days, all_)
        counted = tuple((part[:, :, None] > steps).sum(axis=1, dtype="float64") for part in parts)
        return counted[0], counted[1], counted[2]

    @cached_property
    def kinds(self) -> tuple[np.ndarray, np.ndarray]:
        """The windows after, each kind once (days, recorded, length), and which one is whose."""
        rows = np.column_stack([self.after_days, self.after_recorded, self.after_length])
        found, whose = np.unique(rows, axis=0, return_inverse=True)
        return found, whose.reshape(-1)

    @cached_property
    def choices(self) -> np.ndarray:
        """Logs of the ways in which the days before lie among those recorded; of each patient."""
        days, all_ = self.before_days, self.before_recorded
        logs = _log_factorials(int(all_.max(initial=1)))
        found: np.ndarray = (logs[all_] - logs[days] - logs[all_ - days]).sum(axis=1)
        return found


def _log_factorials(most: int) -> np.ndarray:
    """Logs of 0! to ``most``!"""
    return np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, most + 1)))])


def _share(logit: float) -> float:
    return float(1 / (1 + np.exp(-logit)))


def _rising(rho: float, habits: np.ndarray, most: int) -> tuple[np.ndarray, np.ndarray]:
    """log(p (1 - rho) + j rho) for j under ``most``, and its slope along rho: j x habits."""
    j = np.arange(most)[:, None]
    inside = habits * (1 - rho) + j * rho
    return np.log(inside), (j - habits) / inside


def chances(
    rho: float, days: np.ndarray, recorded: np.ndarray, habits: np.ndarray = HABITS
) -> tuple[np.ndarray, np.ndarray]:
    """Beta-binomial chances of so many days of those recorded, kinds x habits; and slopes.

    The slope is that of the log along rho.
    """
    most = int(recorded.max(initial=1))
    logs = _log_factorials(most)
    ways = (logs[recorded] - logs[days] - logs[recorded - days])[:, None]
    parts = [_rising(rho, of, most) for of in (habits, 1 - habits, np.ones(1))]
    log, slope = np.zeros((2, len(days), len(habits)))
    for (of_log, of_slope), count, sign in zip(
        parts, (days, recorded - days, recorded), (1, 1, -1), strict=True
    ):
        for found, of in ((log, of_log), (slope, of_slope)):
            summed = np.concatenate([np.zeros((1, of.shape[1])), np.cumsum(of, axis=0)])
            found += sign * summed[count]
    return np.exp(ways + log), slope


def _after(months: PatientMonths, rho: float) -> tuple[np.ndarray, np.ndarray]:
    """``chances`` of each kind of window after, and slopes along rho.

    A window longer than a month is so many months of their own: its days are correlated less, so
    that the variance of their sum is that of independent months.
    """
    kinds, _ = months.kinds
    lengths = kinds[:, 2]
    found, slope = np.empty((2, len(kinds), len(GRID)))
    for length in np.unique(lengths):
        those, less = lengths == length, _less(months.month, int(length))
        found[those], slope[those] = chances(rho * less, kinds[those, 0], kinds[those, 1])
        slope[those] *= less
    return found, slope


def _less(month: int, length: int) -> float:
    return 1.0 if length <= month else (month - 1) / (length - 1)


def _normal(distance: np.ndarray, spread: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Shares on the grid (rows sum to 1), and slopes of their logs along mean and log spread."""
    z = distance / spread
    found = np.exp(-(z**2) / 2)
    found /= found.sum(axis=-1, keepdims=True)
    slopes = []
    for slope in (z / spread, z**2):
        slopes.append(slope - (found * slope).sum(axis=-1, keepdims=True))
    return found, slopes[0], slopes[1]


@cache
def _hardly() -> np.ndarray:
    """From each habit before to each after, of those who hardly change."""
    return _normal(GRID[None, :] - GRID[:, None], HARDLY)[0]


def moves(of: Parameters) -> np.ndarray:
    """Chances of each habit after (columns), given each before."""
    change = _normal(GRID[None, :] - GRID[:, None] - of.m, of.s)[0]
    return of.w * change + (1 - of.w) * _hardly()


class _Whole(NamedTuple):
    """What the sums over habits are made of."""

    before: np.ndarray  # patients x habits: chance of all months before, times that of the habit
    after: np.ndarray  # kinds x habits after
    slope: np.ndarray  # of the logs of ``after``, along rho
    later: np.ndarray  # kinds x habits before: chance of the window after


def _before(months: PatientMonths, rho: float) -> np.ndarray:
    """Logs of the chance of all months before, patients x habits."""
    yes, no, all_ = months.reached
    most = yes.shape[1]
    terms = [_rising(rho, habits, most)[0] for habits in (HABITS, 1 - HABITS, np.ones(1))]
    found: np.ndarray = yes @ terms[0] + no @ terms[1] - all_ @ terms[2]
    found += months.choices[:, None]
    return found


def _whole(months: PatientMonths, of: Parameters) -> _Whole:
    share = _normal(GRID - of.mu, of.sigma)[0]
    after, slope = _after(months, of.rho)
    before = np.exp(_before(months, of.rho))
    before *= share
    return _Whole(before, after, slope, after @ moves(of).T)


def _objective(
    fitted: np.ndarray, months: PatientMonths, entered: Entered | None
) -> tuple[float, np.ndarray]:
    """Minus the log of likelihood times priors, and its slopes (by Fisher's identity)."""
    of = Parameters.of(fitted)
    whole, (kinds, whose) = _whole(months, of), months.kinds
    _, along_mu, along_sigma = _normal(GRID - of.mu, of.sigma)
    apart = GRID[None, :] - GRID[:, None]
    change, along_m, along_s = _normal(apart - of.m, of.s)
    both = of.w * change + (1 - of.w) * _hardly()
    later = whole.later[whose]
    likelihood = np.einsum("ig,ig->i", whole.before, later)
    weighed = whole.before / likelihood[:, None]
    of_kind = np.zeros((len(kinds), len(GRID)))
    order = np.argsort(whose, kind="stable")
    starts = np.searchsorted(whose[order], np.arange(len(kinds)))
    of_kind[:] = np.add.reduceat(weighed[order], starts, axis=0)
    flow = of_kind.T @ whole.after  # habits before x after, without the chance of the move
    weighed *= later
    at = weighed.sum(axis=0)
    # Along rho: months before, then the window after.
    rho_slope = _along_rho(months, of.rho, weighed)
    rho_slope += float((of_kind @ both * whole.after * whole.slope).sum())
    moved, to_hardly = flow * change, flow * _hardly()
    slopes = np.array(
        [
            at @ along_mu,
            at @ along_sigma,
            rho_slope * of.rho * (1 - of.rho),
            of.w * (moved * along_m).sum(),
            of.w * (moved * along_s).sum(),
            of.w * (1 - of.w) * (moved.sum() - to_hardly.sum()),
        ]
    )
    value = float(np.log(likelihood).sum())
    if entered is not None:
        let_in, along = _let_in(of, entered)
        value -= len(months) * np.log(let_in)
        slopes[:3] -= len(months) * along / let_in
    away = (fitted - PRIOR) / PRIOR_SPREAD
    return -value + float(away @ away) / 2, -slopes + away / PRIOR_SPREAD


def _along_rho(months: PatientMonths, rho: float, weights: np.ndarray) -> float:
    yes, no, all_ = months.reached
    most = yes.shape[1]
    total = 0.0
    for counted, habits in ((yes, HABITS), (no, 1 - HABITS)):
        total += float(((counted.T @ weights) * _rising(rho, habits, most)[1]).sum())
    return total - float(all_.sum(axis=0) @ _rising(rho, np.ones(1), most)[1][:, 0])


def _let_in(of: Parameters, entered: Entered) -> tuple[float, np.ndarray]:
    """The chance to be let in, and its slopes along mu, log sigma and logit rho."""
    share, along_mu, along_sigma = _normal(GRID - of.mu, of.sigma)
    days = np.arange(entered.at_least, entered.month + 1)
    found, slope = chances(of.rho, days, np.full(len(days), entered.month))
    enough = found.sum(axis=0)
    of_rho = (found * slope).sum(axis=0) * entered.months * enough ** (entered.months - 1)
    enough = enough**entered.months
    along = [share * along_mu @ enough, share * along_sigma @ enough]
    along.append(share @ of_rho * of.rho * (1 - of.rho))
    return float(share @ enough), np.array(along)


@dataclass(frozen=True, eq=False)
class FittedHabits:
    """The parameters as they are fitted (``Parameters.of``), of whose months."""

    fitted: np.ndarray
    months: PatientMonths
    entered: Entered | None

    @property
    def parameters(self) -> Parameters:
        return Parameters.of(self.fitted)

    def covariance(self) -> np.ndarray:
        """Of what is fitted: the inverse of the curvature, by differences of the slopes."""
        at = _objective(self.fitted, self.months, self.entered)[1]
        around = self.fitted + np.eye(len(self.fitted)) * NEAR
        slopes = [_objective(near, self.months, self.entered)[1] for near in around]
        curvature = (np.array(slopes) - at) / NEAR
        found: np.ndarray = np.linalg.inv((curvature + curvature.T) / 2)
        return found


def fit(
    months: PatientMonths, entered: Entered | None = None, start: np.ndarray = STARTS
) -> FittedHabits:
    """The parameters of the greatest likelihood times priors, by L-BFGS.

    ``entered``: the likelihood of each patient is divided by the chance of being let in, once.
    """
    from scipy.optimize import minimize

    found = minimize(
        _objective,
        start,
        (months, entered),
        method="L-BFGS-B",
        jac=True,
        bounds=BOUNDS,
        options={"ftol": 1e-8, "gtol": 1e-3 * max(1, len(months) / 100)},
    )
    return FittedHabits(found.x, months, entered)


class Belief(NamedTuple):
    """Of each patient, given what was recorded: an array each."""

    expected: np.ndarray  # of the true reduction 1 - p1 / p0, a fraction
    low: np.ndarray  # 90% of the true reductions lie between
    high: np.ndarray
    at_least: np.ndarray  # patients x lines: chance that it is at least so much
    unchanged: np.ndarray  # chance of as few days after, had the habit not changed
    change: np.ndarray  # expected p1 - p0
    spread: np.ndarray  # variance of it


LADDER = np.concatenate([np.linspace(-3, -0.75, 10), np.linspace(-0.5, 1, 61)])  # reductions


def belief(of: FittedHabits, lines: tuple[float, ...] = (0.3, 0.5)) -> Belief:
    """What is to be believed of each patient's true reduction; ``lines``: fractions.

    The entry rule has no place here: what was recorded is given.
    """
    apart = HABITS[None, :] - HABITS[:, None]
    asked = [1 - HABITS[None, :] / HABITS[:, None], apart, apart**2]
    asked += [_reaching(line) for line in (*lines, *LADDER)]
    whole = _whole(of.months, of.parameters)
    fall, change, square, *reaching = _expected(of, whole, np.array(asked)).T
    reached = np.clip(np.array(reaching).T, 0, 1)
    at_least, ladder = reached[:, : len(lines)], reached[:, len(lines) :]
    return Belief(
        fall,
        _where(ladder, 0.95),
        _where(ladder, 0.05),
        at_least,
        _unchanged(of.months, of.parameters, whole.before),
        change,
        square - change**2,
    )


def _expected(of: FittedHabits, whole: _Whole, asked: np.ndarray) -> np.ndarray:
    """Means of quantities of habit before x habit after: patients x quantities."""
    kinds, whose = of.months.kinds
    moved = moves(of.parameters)
    ones = np.ones((1, *moved.shape))
    by_kind = np.tensordot(whole.after, np.concatenate([ones, asked]) * moved, axes=(1, 2))
    found = np.empty((len(whose), len(asked)))
    order = np.argsort(whose, kind="stable")
    for kind, those in enumerate(
        np.split(order, np.searchsorted(whose[order], range(1, len(kinds))))
    ):
        sums = whole.before[those] @ by_kind[kind].T
        found[those] = sums[:, 1:] / sums[:, :1]
    return found


def _reaching(line: float) -> np.ndarray:
    """Which share of each habit after is a reduction of at least so much, given that before?

    Between the points of the grid the chances are read by cubic convolution (Keys 1981).
    """
    most = HABITS * (1 - line)
    with np.errstate(divide="ignore", invalid="ignore"):
        logit = np.where(most >= 1, np.inf, np.log(most / (1 - most)))
    apart = np.clip((logit[:, None] - GRID[None, :]) / STEP, -2, 2)
    a = np.abs(apart)
    near = a - 5 / 6 * a**3 + 3 / 8 * a**4
    far = -1 / 6 + 2 * a - 2 * a**2 + 5 / 6 * a**3 - a**4 / 8
    found: np.ndarray = 0.5 + np.sign(apart) * np.where(a <= 1, near, far)
    return found


def _where(ladder: np.ndarray, share: float) -> np.ndarray:
    """The reduction that is reached with this chance; ``ladder`` falls from left to right."""
    place = (ladder >= share).sum(axis=1)
    right = np.clip(place, 1, len(LADDER) - 1)
    rows = np.arange(len(ladder))
    above, below = ladder[rows, right - 1], ladder[rows, right]
    part = np.clip((above - share) / np.maximum(above - below, 1e-12), 0, 1)
    found: np.ndarray = LADDER[right - 1] + part * (LADDER[right] - LADDER[right - 1])
    return found


class Mean(NamedTuple):
    """Of some patients: the mean of p1 - p0 and its standard error."""

    value: float
    error: float


def mean_change(of: FittedHabits, groups: list[np.ndarray]) -> list[Mean]:
    """The mean change of the habits in groups of patients (places), p1 - p0.

    Its error holds that of the parameters (by their covariance) and what is not known of each
    patient given them.
    """
    apart = HABITS[None, :] - HABITS[:, None]

    def changes(fitted: np.ndarray) -> np.ndarray:
        at = FittedHabits(fitted, of.months, of.entered)
        return _expected(at, _whole(of.months, at.parameters), np.array([apart, apart**2]))

    found, around = changes(of.fitted), of.fitted + np.eye(len(of.fitted)) * NEAR
    along = np.array([(changes(near) - found)[:, 0] for near in around]) / NEAR
    covariance = of.covariance()
    means = []
    for group in groups:
        own, slope = found[group], along[:, group].mean(axis=1)
        within = (own[:, 1] - own[:, 0] ** 2).sum() / len(own) ** 2
        error = np.sqrt(within + slope @ covariance @ slope)
        means.append(Mean(float(own[:, 0].mean()), float(error)))
    return means


def _unchanged(months: PatientMonths, of: Parameters, before: np.ndarray) -> np.ndarray:
    """The chance of no more days after than were recorded, at the habit before."""
    kinds, whose = months.kinds
    fewer = np.empty((len(kinds), len(GRID)))
    for number, (days, recorded, length) in enumerate(kinds):
        up_to = np.arange(days + 1)
        rho = of.rho * _less(months.month, int(length))
        fewer[number] = chances(rho, up_to, np.full(days + 1, recorded))[0].sum(axis=0)
    found: np.ndarray = np.einsum("ig,ig->i", before, fewer[whose]) / before.sum(axis=1)
    return found.clip(max=1.0)  # summed chances may pass it by a rounding
