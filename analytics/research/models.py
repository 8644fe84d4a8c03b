"""Does a model agree? Three models of days after each session, and what each assumes.

The mixed model is the primary one. None of them has a control group: they describe change, not what
the sessions did.
"""

from __future__ import annotations

import math
import warnings
from typing import NamedTuple

import numpy as np
import pandas as pd

from analytics.codes import Fitted, Model
from analytics.records import Records
from analytics.research.intervals import Estimate, drawn, less, student
from analytics.research.progress import Progress, silent
from analytics.steps import Outcomes

FEWEST = 20  # patients, for any of them
MOST = 10_000  # of more, so many are drawn at random: fitting grows with them, chance hardly falls
COLUMNS = [
    "model",
    "session",
    "patients",
    "raw_mean",
    "adjusted_mean",
    "ci_low",
    "ci_high",
    "change",
    "change_low",
    "change_high",
    "remark",
]
FEWEST_PER_SITE = 5


class Fit(NamedTuple):
    """Parameters with their covariance, what went wrong, and Student's degrees of freedom."""

    params: pd.Series
    cov: pd.DataFrame
    remark: Fitted | None = None
    freedom: float = math.inf  # of its intervals; infinite: the normal distribution


def model_rows(outcomes: Outcomes, records: Records) -> pd.DataFrame:
    """What the models see: the evaluable rows with baseline, session, site, days of recorded days.

    ``centred``: baseline minus its mean over patients. Sites with under five patients are together
    "other sites"; sessions with under five patients are left out. Of more than 10,000 patients so
    many, drawn at random (always the same).
    """
    rows = outcomes[outcomes["evaluable"].fillna(False)]
    everybody = rows["patient_id"].unique()
    if len(everybody) > MOST:
        rows = rows[rows["patient_id"].isin(drawn(everybody, MOST))]
    size = rows.groupby("session")["patient_id"].transform("size")
    rows = rows[size >= FEWEST_PER_SITE]
    site = records.patients.set_index("patient_id")["site"].reindex(rows["patient_id"])
    site = pd.Series(site.fillna("").to_numpy(), index=rows.index)
    many = rows["patient_id"].groupby(site).transform("nunique") >= FEWEST_PER_SITE
    baseline = rows["baseline"].astype("float64")
    middle = baseline.groupby(rows["patient_id"]).first().mean()
    return pd.DataFrame(
        {
            "patient_id": rows["patient_id"],
            "session": rows["session"].astype("int64"),
            "days": rows["monthly_days"].astype("float64"),
            "change": rows["change"].astype("float64"),
            "baseline": baseline,
            "centred": baseline - middle,
            "site": site.where(many, "other sites"),
            "flagged": rows["days"].astype("float64"),
            "recorded": rows["recorded_days"].astype("float64"),
        }
    ).sort_values(["patient_id", "session"], ignore_index=True)


def models(
    outcomes: Outcomes, records: Records, session: int, month: int, told: Progress = silent
) -> pd.DataFrame:
    """Adjusted mean days a month after each session beside the raw ones, by model.

    One row per model and session; ANCOVA for ``session`` alone. Adjusted: the mean of what the
    model expects of each patient, given her baseline and site, had all been judged. ``change``:
    that minus the mean baseline; its interval holds that these are some patients of many. Too few
    patients: no rows.
    """
    rows = model_rows(outcomes, records)
    patients = rows.drop_duplicates("patient_id")
    if len(patients) < FEWEST:
        return pd.DataFrame(columns=COLUMNS)
    parts = []
    if rows["session"].nunique() > 1:
        told(0.1)
        parts.append(_adjusted(rows, Model.MIXED, mixed(rows), patients))
        told(0.8)
        parts.append(_adjusted(rows, Model.GEE, gee(rows), patients, month=month))
    one = rows[rows["session"] == session]
    if one["patient_id"].nunique() >= FEWEST:
        parts.append(_adjusted(one, Model.ANCOVA, ancova(one), patients))
    if not parts:
        return pd.DataFrame(columns=COLUMNS)
    return pd.concat(parts, ignore_index=True)[COLUMNS]


def drawn_from(outcomes: Outcomes) -> int:
    """Of how many patients those in the models were drawn; 0 where all are in them."""
    everybody = outcomes.loc[outcomes["evaluable"].fillna(False), "patient_id"].nunique()
    return int(everybody) if everybody > MOST else 0


def _terms(rows: pd.DataFrame) -> str:
    terms = ["centred"] if rows["centred"].nunique() > 1 else []
    if rows["session"].nunique() > 1:
        terms.append("C(session)")
    if rows["site"].nunique() > 1:
        terms.append("C(site)")
    return " + ".join(terms) or "1"


def mixed(rows: pd.DataFrame) -> Fit:
    """days ~ centred baseline + session + site, a random intercept a patient, REML.

    Its degrees of freedom are those between patients (intercept, baseline, sites).
    """
    if rows["days"].nunique() < 2:
        return _not_fitted()
    import statsmodels.formula.api as smf

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            model = smf.mixedlm(f"days ~ {_terms(rows)}", rows, groups=rows["patient_id"])
            found = model.fit(reml=True, method=["bfgs", "lbfgs", "powell"], gtol=1e-7)
        except (np.linalg.LinAlgError, ValueError):
            return _not_fitted()
    remark = None if found.converged else Fitted.NOT_CONVERGED
    if not remark and float(found.cov_re.iloc[0, 0]) < 1e-6:
        remark = Fitted.NO_SPREAD
    elif not remark and any("boundary" in str(w.message) for w in caught):
        remark = Fitted.AT_THE_EDGE
    cov = _of_fixed_effects(model.exog, rows, float(found.cov_re.iloc[0, 0]), float(found.scale))
    names = model.exog_names
    cov = pd.DataFrame(cov, index=names, columns=names)
    return Fit(found.fe_params, cov, remark, _between(rows, names))


def _between(rows: pd.DataFrame, names: list[str]) -> int:
    """Patients less the terms that are the same in all rows of a patient."""
    own = sum(not name.startswith("C(session)") for name in names)
    return int(rows["patient_id"].nunique()) - own


def _of_fixed_effects(
    x: np.ndarray, rows: pd.DataFrame, between: float, within: float
) -> np.ndarray:
    """(X' V^-1 X)^-1 with the variances as estimated, as R's lme gives it."""
    information = np.zeros((x.shape[1], x.shape[1]))
    for own in rows.groupby("patient_id").indices.values():
        total = x[own].sum(axis=0)
        shrink = between / (within + len(own) * between)
        information += (x[own].T @ x[own] - shrink * np.outer(total, total)) / within
    return np.linalg.inv(information)


def gee(rows: pd.DataFrame) -> Fit:
    """Days of recorded days, logit link, working independence, bias-reduced covariance.

    Under working independence the estimates are those of the binomial GLM; the covariance is that
    of Mancl and DeRouen (Biometrics 2001;57:126), patients as clusters. Degrees of freedom as in
    the mixed model.
    """
    if rows["days"].nunique() < 2:  # nothing left over would look like certainty
        return _not_fitted()
    import statsmodels.api as sm
    import statsmodels.formula.api as smf
    from statsmodels.tools.sm_exceptions import PerfectSeparationError

    design = rows.assign(missed=rows["recorded"] - rows["flagged"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            model = smf.glm(
                f"flagged + missed ~ {_terms(rows)}", design, family=sm.families.Binomial()
            )
            found = model.fit()
            cov = _bias_reduced(model.exog, rows, np.asarray(found.fittedvalues))
        except (np.linalg.LinAlgError, ValueError, PerfectSeparationError):
            return _not_fitted()
    names = model.exog_names
    if not np.isfinite(cov).all() or np.abs(found.params).max() > 15:  # a share of 0 or 1
        return _not_fitted()
    cov = pd.DataFrame(cov, index=names, columns=names)
    return Fit(found.params, cov, None, _between(rows, names))


def _bias_reduced(x: np.ndarray, rows: pd.DataFrame, share: np.ndarray) -> np.ndarray:
    weight = rows["recorded"].to_numpy() * share * (1 - share)
    residual = (rows["flagged"] - rows["recorded"] * share).to_numpy()
    bread = np.linalg.inv(x.T @ (x * weight[:, None]))
    meat = np.zeros_like(bread)
    for own in rows.groupby("patient_id").indices.values():
        leverage = (x[own] * weight[own, None]) @ bread @ x[own].T
        score = x[own].T @ np.linalg.solve(np.eye(len(own)) - leverage, residual[own])
        meat += np.outer(score, score)
    return bread @ meat @ bread


def ancova(rows: pd.DataFrame) -> Fit:
    """days ~ centred baseline + site after one session, least squares."""
    if rows["days"].nunique() < 2:
        return _not_fitted()
    import statsmodels.formula.api as smf

    found = smf.ols(f"days ~ {_terms(rows)}", rows).fit()
    cov = found.cov_params()
    known = np.isfinite(cov).all(axis=None)
    return Fit(found.params, cov, None if known else Fitted.NO_ERRORS, found.df_resid)


def _not_fitted() -> Fit:
    return Fit(pd.Series(dtype="float64"), pd.DataFrame(), Fitted.NOT_AT_ALL)


def _adjusted(
    rows: pd.DataFrame, name: str, fit: Fit, patients: pd.DataFrame, month: int | None = None
) -> pd.DataFrame:
    """Adjusted means over ``patients``; ``month``: the model is of shares on the logit scale."""
    told = []
    for session, of_session in rows.groupby("session"):
        raw, n = float(of_session["days"].mean()), of_session["patient_id"].nunique()
        if fit.params.empty:
            told.append((name, session, n, raw, *[np.nan] * 6, fit.remark or ""))
            continue
        of_each = _of_each(fit, rows, patients, int(session))
        adjusted, change = _mean_over(of_each, fit, patients["baseline"], month)
        told.append((name, session, n, raw, *adjusted, *change, fit.remark or ""))
    return pd.DataFrame(told, columns=COLUMNS)


def _of_each(fit: Fit, rows: pd.DataFrame, patients: pd.DataFrame, session: int) -> pd.DataFrame:
    """The terms of each patient after a session; at a site that has none, the mix of the others."""
    terms = pd.DataFrame(0.0, index=patients.index, columns=fit.params.index)
    terms["Intercept"] = 1.0
    if "centred" in terms:
        terms["centred"] = patients["centred"]
    if f"C(session)[T.{session}]" in terms:
        terms[f"C(session)[T.{session}]"] = 1.0
    shares = rows.drop_duplicates("patient_id")["site"].value_counts(normalize=True)
    known = patients["site"].isin(shares.index)
    for site, share in shares.items():
        if f"C(site)[T.{site}]" in terms:
            own = (patients["site"] == site).astype("float64")
            terms[f"C(site)[T.{site}]"] = own.where(known, share)
    return terms


def _mean_over(
    terms: pd.DataFrame, fit: Fit, baseline: pd.Series, month: int | None
) -> tuple[Estimate, Estimate]:
    """The mean of what is expected of each patient, by the delta method, and less the baselines.

    On the logit scale the mean is taken of the days, not of their logits: at the mean baseline
    there may be nobody, and the two differ.
    """
    days, slope = terms @ fit.params, pd.Series(1.0, index=terms.index)
    if month:
        share = 1 / (1 + np.exp(-days))
        days, slope = month * share, month * share * (1 - share)
    value, along = float(days.mean()), terms.mul(slope, axis=0).mean()
    reach = student(fit.freedom)
    step = reach * float(np.sqrt(along @ fit.cov @ along))
    ends = [value - step, value + step]
    if month:  # on the scale of the model, within what is possible
        logit = math.log(value / (month - value))
        step /= value * (1 - value / month)
        ends = [month / (1 + math.exp(-end)) for end in (logit - step, logit + step)]
    adjusted = Estimate(value, *ends)
    before, error = float(baseline.mean()), reach * float((days - baseline).sem())
    return adjusted, less(adjusted, Estimate(before, before - error, before + error))
