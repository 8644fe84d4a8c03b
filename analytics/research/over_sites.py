"""How far would the rate move with other sites? An interval over them, from five sites on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.research.intervals import NAN, UNDEFINED, Estimate, students, within
from analytics.steps import Outcomes

FEWEST_SITES = 5
COLUMNS = ["session", "sites", "judged", "without_site", "site_mean", "site_low", "site_high"]


def over_sites(outcomes: Outcomes, patients: pd.DataFrame) -> pd.DataFrame:
    """The mean of the sites' rates after each session, each site counted once.

    One row per session. ``judged``: with a site that is recorded; ``without_site``: judged without.
    ``site_mean`` and Student's interval over the sites' rates, within 0 and 1; fractions, empty
    under 5 sites with somebody judged. Without spread between the rates there is no interval.
    """
    after = outcomes[outcomes["session"] > 0]
    site = after["patient_id"].map(patients.set_index("patient_id")["site"])
    judged = after["evaluable"].fillna(False).astype(bool)
    rows = []
    for session in sorted(after["session"].unique()):
        of_session = judged & (after["session"] == session)
        responders = after.loc[of_session, "responder"].astype("float64")
        rates = responders.groupby(site[of_session]).mean().to_numpy("float64")
        known = int(site[of_session].notna().sum())
        told = (session, len(rates), known, int(of_session.sum()) - known)
        rows.append((*told, *_of_rates(rates)))
    return pd.DataFrame(rows, columns=COLUMNS)


def _of_rates(rates: np.ndarray) -> Estimate:
    if len(rates) < FEWEST_SITES:
        return UNDEFINED
    if np.ptp(rates) < 1e-12:
        return Estimate(float(rates[0]), NAN, NAN)
    return within(students(rates), (0.0, 1.0))
