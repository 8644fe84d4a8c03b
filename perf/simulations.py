"""Do our intervals hold the truth 95 times in 100, and do tests of nothing cry wolf 5 times?

    python -m perf.simulations [draws]

Invented cohorts whose truth is known. Shown: the share of draws that hold the truth (or, for tests,
that reject it), and how far chance moves that share in so many draws (two standard errors). The
look back, one patient's truth and verdicts by chance have cohorts of their own, day by day:
``perf.look_back``, ``perf.individual``, ``perf.verdicts``.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable

import numpy as np
import pandas as pd

from analytics.codes import Assumed, Model
from analytics.definitions import PRESETS
from analytics.research.imputed import imputed
from analytics.research.incidence import aalen_johansen
from analytics.research.intervals import (
    Estimate,
    hodges_lehmann,
    holm,
    mean_with_interval,
    median_with_interval,
    newcombe,
    newcombe_paired,
    signed_rank_p,
)
from analytics.research.models import _adjusted, ancova, gee, mixed
from analytics.research.onset import _drawn_again
from analytics.research.over_sites import _of_rates
from analytics.research.subgroups import _p_of_equal_rates
from analytics.steps import Outcomes
from analytics.summaries import wilson

DRAWS = 2000
PATIENTS, SESSIONS = 50, 3
WORST_CHANGE = -8.998  # days
FEW = 20  # patients: the fewest that a model is made of


def holds(found: Estimate | tuple[float, float, float], truth: float) -> bool:
    return found[1] <= truth <= found[2]


def a_wilson(rng: np.random.Generator) -> bool:
    p = rng.uniform(0.1, 0.9)
    low, high = wilson(int(rng.binomial(60, p)), 60)
    return low <= p <= high


def a_newcombe(rng: np.random.Generator) -> bool:
    p, q = rng.uniform(0.1, 0.9, 2)
    return holds(newcombe(int(rng.binomial(50, p)), 50, int(rng.binomial(30, q)), 30), p - q)


def a_newcombe_paired(rng: np.random.Generator) -> bool:
    cells = rng.dirichlet([3, 2, 1, 4])
    counts = rng.multinomial(60, cells)
    both, first, second, neither = (int(count) for count in counts)
    return holds(newcombe_paired(both, first, second, neither), cells[1] - cells[2])


def a_rate_over_sites(rng: np.random.Generator) -> bool:
    """Six sites of 3 to 59 patients, each with a rate of its own around 40%."""
    own, patients = rng.beta(7.6, 11.4, 6), rng.integers(3, 60, 6)
    return holds(_of_rates(rng.binomial(patients, own) / patients), 0.4)


def skewed_changes(rng: np.random.Generator, n: int) -> np.ndarray:
    """Changes of days with a long tail to the left; their mean is -6."""
    return 2 - rng.gamma(2.0, 4.0, n)


def a_mean(rng: np.random.Generator) -> bool:
    return holds(mean_with_interval(skewed_changes(rng, 30), int(rng.integers(2**31))), -6.0)


def a_mean_of_few(rng: np.random.Generator) -> bool:
    """Five patients whose days fall by six from about eighteen; no interval passes none at all."""
    before = rng.normal(18, 3, 5)
    change = rng.normal(-6, 5, 5)
    possible = -float(before.mean()), 30 - float(before.mean())
    return holds(mean_with_interval(change, possible=possible), -6.0)


def a_median(rng: np.random.Generator) -> bool:
    return holds(median_with_interval(skewed_changes(rng, 40)), 2 - 4 * 1.6783469900166605)


def a_shift(rng: np.random.Generator) -> bool:
    return holds(hodges_lehmann(rng.normal(-5, 6, 30)), -5.0)


def an_incidence(rng: np.random.Generator) -> bool:
    """Two constant hazards and uniform censoring; the truth at day 200 is known."""
    a, b = 1 / 400, 1 / 800
    n = 120
    time, censored = rng.exponential(1 / (a + b), n), rng.uniform(100, 900, n)
    kind = np.where(rng.random(n) < a / (a + b), "a", "b")
    event = pd.Series(np.where(time < censored, kind, ""))
    table = aalen_johansen(pd.Series(np.minimum(time, censored)), event)
    row = table[(table["event"] == "a") & (table["day"] <= 200)].iloc[-1]
    truth = a / (a + b) * (1 - math.exp(-200 * (a + b)))
    return row["ci_low"] <= truth <= row["ci_high"]


def an_onset_day(rng: np.random.Generator) -> bool:
    """Seven days of 40 patients, each with her own share of migraine days."""
    own = rng.beta(4, 4, 40)
    recorded = rng.binomial(7, 0.85, 40).astype(float)
    flagged = rng.binomial(recorded.astype(int), own).astype(float)
    low, high = _drawn_again(flagged[:, None], recorded[:, None])
    return low[0] <= 0.5 <= high[0]


def model_rows(rng: np.random.Generator, patients: int = PATIENTS) -> pd.DataFrame:
    """Three sessions each, one in six missing; days fall by the same in everyone."""
    patient, session = np.repeat(np.arange(patients), SESSIONS), np.tile([1, 2, 3], patients)
    baseline = rng.normal(18, 4, patients)[patient]
    own = rng.normal(0, 2.5, patients)[patient]
    days = 12 + 0.6 * (baseline - 18) + own - 0.8 * (session - 1) + rng.normal(0, 2, len(own))
    rows = pd.DataFrame(
        {
            "patient_id": patient,
            "session": session,
            "days": days,
            "site": "one",
            "centred": baseline - 18,
            "recorded": rng.integers(20, 31, len(own)).astype(float),
        }
    )
    logit = -0.4 + 0.08 * rows["centred"] - 0.15 * (rows["session"] - 1) + 0.3 * own / 2.5
    rows["flagged"] = rng.binomial(rows["recorded"].astype(int), 1 / (1 + np.exp(-logit)))
    return rows[rng.random(len(rows)) > 1 / 6].reset_index(drop=True)


def a_mixed(rng: np.random.Generator) -> bool:
    return _adjusted_holds(model_rows(rng, FEW))


def a_mixed_of_those_who_stay(rng: np.random.Generator) -> bool:
    """Three sites; after each session one in three comes no more, whatever the days were."""
    rows = model_rows(rng, FEW)
    sites, last = rng.permutation(FEW) % 3, rng.geometric(1 / 3, FEW)
    last[rng.choice(FEW, 5, replace=False)] = SESSIONS  # under five after a session: left out
    rows = rows.assign(site=np.array(["one", "two", "three"])[sites[rows["patient_id"]]])
    return _adjusted_holds(rows[rows["session"] <= last[rows["patient_id"]]])


def _adjusted_holds(rows: pd.DataFrame) -> bool:
    """Mean days after session 3 at a baseline of 18: 10.4, whatever the site."""
    rows = rows.reset_index(drop=True)
    at_18 = rows.drop_duplicates("patient_id").assign(centred=0.0, baseline=18.0)
    told = _adjusted(rows, Model.MIXED, mixed(rows), at_18)
    last = told[told["session"] == SESSIONS].iloc[0]
    return bool(last["ci_low"] <= 12 - 0.8 * 2 <= last["ci_high"])


def a_change_of_nothing(rng: np.random.Generator, of: Model = Model.MIXED) -> bool:
    """Days of 20 patients before and after three sessions, all drawn from the same habits."""
    habits = rng.beta(6, 4, FEW)
    before, after = rng.binomial(28, habits), rng.binomial(28, habits, (SESSIONS, FEW))
    rows = pd.DataFrame(
        {
            "patient_id": np.tile(np.arange(FEW), SESSIONS),
            "session": np.repeat(np.arange(1, SESSIONS + 1), FEW),
            "flagged": after.ravel(),
            "recorded": 28.0,
            "days": after.ravel().astype(float),
            "site": "one",
            "baseline": np.tile(before, SESSIONS),
            "centred": np.tile(before - before.mean(), SESSIONS),
        }
    )
    fit = mixed(rows) if of == Model.MIXED else gee(rows)
    patients = rows.drop_duplicates("patient_id")
    told = _adjusted(rows, of, fit, patients, None if of == Model.MIXED else 28)
    return bool(told["change_low"].iloc[-1] <= 0 <= told["change_high"].iloc[-1])


def a_gee_of_nothing(rng: np.random.Generator) -> bool:
    return a_change_of_nothing(rng, Model.GEE)


def a_gee(rng: np.random.Generator) -> bool:
    # The population's own coefficient: slightly nearer zero than a patient's.
    return _coefficient_holds(gee(model_rows(rng)), "C(session)[T.3]", -0.3 * 0.985)


def an_ancova(rng: np.random.Generator) -> bool:
    rows = model_rows(rng)
    return _coefficient_holds(ancova(rows[rows["session"] == 2]), "centred", 0.6, student=True)


def _coefficient_holds(fit, name: str, truth: float, student: bool = False) -> bool:  # type: ignore[no-untyped-def]
    from scipy.stats import norm, t

    error = math.sqrt(fit.cov.loc[name, name])
    reach = t.ppf(0.975, 40) if student else norm.ppf(0.975)
    return bool(abs(fit.params[name] - truth) <= reach * error)


def signed_rank_of_nothing(rng: np.random.Generator) -> bool:
    return signed_rank_p(rng.normal(0, 6, 40)) < 0.05


def all_due_where_the_worst_are_missing(rng: np.random.Generator) -> bool:
    """Mean change of 60 due; after session 2 a day more after session 1 adds 0.25 to the logit
    of a missing month. The truth is WORST_CHANGE, by 4,000,000 patients."""
    before = rng.normal(20, 4, 60).clip(8, 28)
    first = (before * rng.normal(0.7, 0.25, 60)).clip(0, 28).round()
    second = (0.5 * first + 0.2 * before + rng.normal(0, 3, 60)).clip(0, 28).round()
    before = before.round()
    logit = math.log(0.4 / 0.6) + 0.25 * (first - first.mean())
    missing = rng.random(60) < 1 / (1 + np.exp(-logit))
    rows = pd.DataFrame(
        {
            "patient_id": np.tile([f"A{i:02d}" for i in range(60)], 3),
            "session": np.repeat([0, 1, 2], 60),
            "baseline": np.tile(before, 3),
            "monthly_days": np.concatenate([before, first, np.where(missing, np.nan, second)]),
            "due": True,
        }
    )
    rows["evaluable"] = rows["monthly_days"].notna()
    rows["responder"] = rows["evaluable"] & (2 * rows["monthly_days"] <= rows["baseline"])
    found = imputed(Outcomes(rows), PRESETS["hull2014"].changed(month=28))
    row = found[(found["session"] == 2) & (found["assumption"] == Assumed.AS_THOSE_ALIKE)].iloc[0]
    return bool(row["change_ci_low"] <= WORST_CHANGE <= row["change_ci_high"])


def holm_of_nothing(rng: np.random.Generator) -> bool:
    return min(holm([signed_rank_p(rng.normal(0, 6, 40)) for _ in range(8)])) < 0.05


def groups_of_nothing(rng: np.random.Generator) -> bool:
    sizes = np.array([60, 40, 30])
    counts = pd.DataFrame({"sum": rng.binomial(sizes, 0.4), "size": sizes})
    return _p_of_equal_rates(counts) < 0.05


INTERVALS: dict[str, Callable[[np.random.Generator], bool]] = {
    "Wilson": a_wilson,
    "Newcombe": a_newcombe,
    "Newcombe, paired": a_newcombe_paired,
    "rate over sites": a_rate_over_sites,
    "mean, bootstrap-t": a_mean,
    "mean, Student's of five": a_mean_of_few,
    "median, order statistics": a_median,
    "Hodges-Lehmann": a_shift,
    "Aalen-Johansen": an_incidence,
    "onset, patients drawn again": an_onset_day,
    "mixed model, 20 patients": a_mixed,
    "mixed model, 20, drop-outs": a_mixed_of_those_who_stay,
    "mixed, change of nothing": a_change_of_nothing,
    "binomial GEE": a_gee,
    "GEE, change of nothing": a_gee_of_nothing,
    "ANCOVA": an_ancova,
    "all due, the worst missing": all_due_where_the_worst_are_missing,
}
TESTS: dict[str, Callable[[np.random.Generator], bool]] = {
    "signed rank": signed_rank_of_nothing,
    "Holm over eight": holm_of_nothing,
    "equal rates in groups": groups_of_nothing,
}


def share(draw: Callable[[np.random.Generator], bool], draws: int, seed: int = 7) -> float:
    """The share of draws for which it is so."""
    return float(np.mean([draw(np.random.default_rng([seed, i])) for i in range(draws)]))


def main() -> None:
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else DRAWS
    for title, of, truth in (("holds the truth", INTERVALS, 0.95), ("rejects", TESTS, 0.05)):
        error = 2 * math.sqrt(truth * (1 - truth) / draws)
        print(f"{title}, {draws} draws, expected {100 * truth:.0f}% ± {100 * error:.1f}")
        for name, draw in of.items():
            print(f"  {name:<28}{100 * share(draw, draws):6.1f}%", flush=True)


if __name__ == "__main__":
    main()
