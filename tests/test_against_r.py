"""Our statistics against R: ``Rscript tests/goldens/make.R`` prints these numbers in this order.

R is not needed to run the tests. To 6 digits and more; the models to 1e-4 relative.
"""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analytics.codes import Model
from analytics.research.incidence import aalen_johansen
from analytics.research.intervals import (
    hodges_lehmann,
    holm,
    mean_with_interval,
    newcombe,
    newcombe_paired,
    signed_rank_p,
    student,
)
from analytics.research.models import _adjusted, ancova, gee, mixed
from analytics.research.quality import _correlation


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ((56, 70, 48, 80), (0.2, 0.0524314724, 0.3338726540)),  # also printed by Newcombe 1998
        ((9, 10, 3, 10), (0.6, 0.1705227239, 0.8090179735)),
        ((10, 10, 0, 20), (1.0, 0.6790860371, 1.0)),
    ],
)
def test_newcombe(groups, expected):
    assert newcombe(*groups) == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ((20, 12, 2, 16), (0.2, 0.05615642484, 0.32920699540)),
        ((12, 9, 2, 21), (0.15909090909, 0.01124250355, 0.29537178065)),
        ((0, 3, 0, 10), (0.23076923077, -0.04166559585, 0.50256375947)),
    ],
)
def test_newcombe_paired(cells, expected):
    assert newcombe_paired(*cells) == pytest.approx(expected, rel=1e-8)


ZEROS_AND_TIES = np.array(
    [-7, -5.5, -5.5, -3, -3, -3, 0, 0, 1, 2.5, -9, -12, -1, 4, -6, -6.5, -2, -8, 3, -10]
)


def test_wilcoxon():
    """wilcox.test(x, exact = FALSE)$p.value: zeros left out, ties share ranks, continuity."""
    assert signed_rank_p(ZEROS_AND_TIES) == pytest.approx(0.005251366265, rel=1e-8)


def test_hodges_lehmann_is_the_median_of_all_walsh_averages():
    """Zeros and ties are kept. R's own estimate is a root finder: here all averages are sorted."""
    assert hodges_lehmann(ZEROS_AND_TIES) == pytest.approx((-3.5, -6.0, -1.25))


@pytest.mark.parametrize("seed", range(20))
def test_walsh_averages_without_making_them_all(seed):
    rng = np.random.default_rng(seed)
    x = np.round(rng.normal(0, 4, rng.integers(6, 70)), int(rng.integers(0, 4)))
    averages = [(a + b) / 2 for i, a in enumerate(x) for b in x[i:]]
    found = hodges_lehmann(x)
    assert found.value == pytest.approx(np.median(averages), abs=1e-12)
    assert any(found.low == pytest.approx(a, abs=1e-12) for a in averages)


def test_holm():
    assert holm([0.01, 0.04, 0.03, 0.005, 0.2]) == pytest.approx([0.04, 0.09, 0.09, 0.025, 0.2])
    assert holm([0.01, float("nan"), 0.04])[0] == pytest.approx(0.02)


def test_the_mean_of_few():
    """t.test(c(-9, -4, -6.5, -2, -7))$conf.int; bootstrap-t only of eight or more, none of one."""
    few = np.array([-9, -4, -6.5, -2, -7])
    assert mean_with_interval(few) == pytest.approx(
        (-5.7, -9.08908315906, -2.31091684094), rel=1e-8
    )
    assert mean_with_interval(few, possible=(-8.0, 22.0)).low == -8
    assert np.isnan(mean_with_interval(few[:1])[1:]).all()
    assert mean_with_interval(few[:2]).high == pytest.approx(25.2655118404, rel=1e-8)


def test_spearman():
    """cor(c(3, 1, 4, 1, 5, 9, 2, 6, 5), c(2, 7, 1, 8, 2, 8, 1, 8, 2), method = "spearman")"""
    pair = np.array([(3, 1, 4, 1, 5, 9, 2, 6, 5), (2, 7, 1, 8, 2, 8, 1, 8, 2)], dtype="float64").T
    *_, value, low, high = _correlation(pair)
    assert value == pytest.approx(0.209704982224, rel=1e-9)
    assert -1 <= low < value < high <= 1


def test_aalen_johansen():
    """survival::survfit(Surv(time, event) ~ 1, conf.type = "log-log"), two competing events."""
    i = np.arange(1, 61)
    time = pd.Series(5 + (i * 37) % 83)
    event = pd.Series(np.array(["", "a", "b", "a"])[(i * 7) % 4])
    table = aalen_johansen(time, event)
    columns = ["incidence", "ci_low", "ci_high"]
    for day, a, b in (
        (
            20,
            (0.10184294872, 0.04140985863, 0.19422474079),
            (0.05092147436, 0.01340467962, 0.12797823293),
        ),
        (
            50,
            (0.32481800864, 0.20608050156, 0.44907654740),
            (0.14386117876, 0.06708030289, 0.24872835096),
        ),
        (
            80,
            (0.5633846843, 0.4087183469, 0.6921344430),
            (0.2920563165, 0.1694039697, 0.4260350692),
        ),
    ):
        for name, expected in (("a", a), ("b", b)):
            row = table[(table["event"] == name) & (table["day"] <= day)].iloc[-1]
            assert row[columns].tolist() == pytest.approx(expected, rel=1e-8)


@pytest.fixture(scope="module")
def forty_patients() -> pd.DataFrame:
    rows = pd.DataFrame(
        [(patient, session) for patient in range(1, 41) for session in range(1, 4)],
        columns=["patient_id", "session"],
    )
    p, s = rows["patient_id"], rows["session"]
    rows["baseline"] = 12 + (p * 7) % 16
    rows["recorded"] = (30 - (p * s) % 5).astype(float)
    level = rows["baseline"] * (8 - s) // 10
    flagged = level + (p * 13 + s * 5) % 9 - 4 + (p * 5) % 7 - 3
    rows["flagged"] = flagged.clip(lower=0).clip(upper=rows["recorded"])
    rows = rows[(p + 2 * s) % 7 != 0].reset_index(drop=True)
    rows["site"] = np.where(rows["patient_id"] % 2 == 0, "x", "y")
    rows["days"] = rows["flagged"] * 30 / rows["recorded"]
    middle = rows.drop_duplicates("patient_id")["baseline"].mean()
    return rows.assign(centred=rows["baseline"] - middle)


MODELS = {  # intercept, centred baseline, session 2, session 3, site y; then their errors
    "mixed": (
        [14.6281055755, 0.7198795708, -2.2004293953, -4.3587903791, -0.4777186276],
        [0.7987442054, 0.1007269229, 0.7728358055, 0.7735070967, 0.9364011299],
    ),
    "gee": (
        [-0.08365689555, 0.10433358745, -0.24227789763, -0.63683321524, -0.06802968072],
        [0.1335266259, 0.01685351825, 0.12759724103, 0.08775338967, 0.14433869328],
    ),
    "ancova": (
        [12.7874816506, 0.6352097116, -0.5985140124],
        [0.8851717641, 0.1290906267, 1.2527543355],
    ),
}


@pytest.mark.parametrize("name", MODELS)
def test_models(forty_patients, name):
    """lme (REML), glm with Mancl and DeRouen's covariance, lm after session 2."""
    rows = forty_patients[forty_patients["session"] == 2] if name == "ancova" else forty_patients
    fit = {"mixed": mixed, "gee": gee, "ancova": ancova}[name](rows.reset_index(drop=True))
    names = ["Intercept", "centred", "C(session)[T.2]", "C(session)[T.3]", "C(site)[T.y]"]
    names = [n for n in names if n in fit.params.index]
    estimates, errors = MODELS[name]
    assert fit.remark is None
    assert fit.params[names].tolist() == pytest.approx(estimates, rel=1e-4)
    assert np.sqrt(np.diag(fit.cov.loc[names, names])).tolist() == pytest.approx(errors, rel=1e-4)


@pytest.mark.parametrize(
    ("session", "expected"),
    [
        (1, (14.38924626, 13.07969702, 15.69879551)),
        (2, (12.18881687, 10.87981012, 13.49782362)),
        (3, (10.030455883, 8.720906637, 11.340005128)),
    ],
)
def test_adjusted_means_of_the_mixed_model(forty_patients, session, expected):
    """lme and qt(.975, 40 - 3)."""
    patients = forty_patients.drop_duplicates("patient_id")
    told = _adjusted(forty_patients, Model.MIXED, mixed(forty_patients), patients)
    row = told.set_index("session").loc[session]
    assert row[["adjusted_mean", "ci_low", "ci_high"]].tolist() == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize(
    ("session", "days", "change"),
    [
        (
            1,
            (14.164998784, 12.715372376, 15.630441584),
            (-5.335001216, -6.829596234, -3.825060773),
        ),
        (
            2,
            (12.466460477, 11.189534619, 13.782338004),
            (-7.033539523, -8.369572856, -5.660229985),
        ),
        (
            3,
            (9.847199601, 8.565204450, 11.220631028),
            (-9.652800399, -11.026697233, -8.193213188),
        ),
    ],
)
def test_adjusted_means_of_the_gee(forty_patients, session, days, change):
    """The mean over all patients of the days that glm expects of each, and less the baselines."""
    patients = forty_patients.drop_duplicates("patient_id")
    told = _adjusted(forty_patients, Model.GEE, gee(forty_patients), patients, 30)
    row = told.set_index("session").loc[session]
    assert row[["adjusted_mean", "ci_low", "ci_high"]].tolist() == pytest.approx(days, rel=1e-5)
    columns = ["change", "change_low", "change_high"]
    assert row[columns].tolist() == pytest.approx(change, rel=1e-5)


def test_bias_reduced_errors_are_those_of_statsmodels_on_single_days(forty_patients):
    """The same model with one row a day: statsmodels' own bias-reduced covariance."""
    import statsmodels.api as sm
    import statsmodels.formula.api as smf

    rows = forty_patients
    flagged = rows.loc[rows.index.repeat(rows["flagged"].astype(int))].assign(y=1)
    free = rows.loc[rows.index.repeat((rows["recorded"] - rows["flagged"]).astype(int))].assign(y=0)
    days = pd.concat([flagged, free]).sort_values("patient_id")
    model = smf.gee(
        "y ~ centred + C(session) + C(site)", "patient_id", days, family=sm.families.Binomial()
    )
    theirs = model.fit(cov_type="bias_reduced")
    ours = gee(rows)
    assert ours.params[model.exog_names].tolist() == pytest.approx(theirs.params.tolist(), rel=1e-5)
    cov = ours.cov.loc[model.exog_names, model.exog_names].to_numpy()
    assert np.sqrt(np.diag(cov)) == pytest.approx(np.asarray(theirs.bse), rel=1e-5)


@settings(deadline=None)
@example(1.0)
@example(2.0)
@example(1e5)
@given(st.floats(-1, 16).map(lambda power: 10**power))
def test_students_reach(freedom):
    """As SciPy's t.ppf, which is not loaded for it; degrees of freedom are no whole numbers."""
    from scipy.stats import norm, t

    assert student(freedom) == pytest.approx(t.ppf(0.975, freedom), rel=1e-9)
    assert student(math.inf) == pytest.approx(norm.ppf(0.975), rel=1e-12)
