"""How is response spread over the patients, and does it last?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.arithmetic import most_reaching
from analytics.codes import STOPPED, Band, Response, State
from analytics.definitions import Definition
from analytics.order import natural
from analytics.steps import Outcomes
from analytics.summaries import patient_states, wilson

BANDS = (  # clinical bands of percent reduction: name, from (included), to (excluded)
    (Band.WORSE, -np.inf, 0),
    (Band.UNDER_30, 0, 30),
    (Band.UNDER_50, 30, 50),
    (Band.UNDER_75, 50, 75),
    (Band.OVER_75, 75, np.inf),
)
THRESHOLDS = range(-100, 101)
ROUND, FEWEST_DAYS = 5, 20  # counts told in fives, of so many at least
TRUE_FALL = 40  # percent: too little for a response, were it not for chance


def bands_by_session(outcomes: Outcomes) -> pd.DataFrame:
    """Patients in each band of percent reduction after each session, and due but not judged.

    ``share`` of those due. One row per session and band.
    """
    after = outcomes[outcomes["session"] > 0]
    rows = []
    for session, of_session in after.groupby("session"):
        due = int(of_session["due"].fillna(False).sum())
        values = of_session["percent_reduction"].dropna()
        counts = [int(((values >= low) & (values < high)).sum()) for _, low, high in BANDS]
        named = [*zip((name for name, *_ in BANDS), counts, strict=True)]
        named.append((Band.NOT_JUDGED, due - len(values)))
        rows += [(session, name, n, due, n / due if due else np.nan) for name, n in named]
    return pd.DataFrame(rows, columns=["session", "band", "patients", "due", "share"])


def in_band(outcomes: Outcomes, session: int, band: str) -> list[str]:
    """Who is in this band after this session, or due and not judged: those it counts, by id."""
    at = outcomes[outcomes["session"] == session]
    value = at["percent_reduction"]
    if band == Band.NOT_JUDGED:
        here = at["due"].fillna(False).astype(bool) & value.isna()
    else:
        low, high = next((low, high) for name, low, high in BANDS if name == band)
        here = ((value >= low) & (value < high)).fillna(False).astype(bool)
    return sorted(at.loc[here, "patient_id"], key=natural)


def worse_by_chance(outcomes: Outcomes) -> pd.DataFrame:
    """How many of those judged had more days than before, and how many if nothing had changed?

    Days after of each patient are drawn on as many recorded days as she has, from what her baseline
    tells of her habit (beta-binomial, Jeffreys' prior; beforehand either month is as likely to be
    the higher one). ``expected``: patients with more; ``low`` to ``high``: in 95 of 100 such
    cohorts; undefined where days are rounded (``_are_rounded``). One row per session.
    """
    judged = outcomes[outcomes["evaluable"].fillna(False)]
    rows = []
    for session, of_session in judged.groupby("session"):
        worse = int((of_session["percent_reduction"] < 0).sum())
        row: tuple[object, ...] = (session, len(of_session), worse)
        if _are_rounded(of_session):
            rows.append((*row, np.nan, pd.NA, pd.NA))
            continue
        more = _chance_of_more(of_session)
        rows.append((*row, float(more.sum()), *_central(more)))
    names = ["session", "judged", "worse", "expected", "low", "high"]
    return pd.DataFrame(rows, columns=names).astype({"low": "Int64", "high": "Int64"})


def _are_rounded(judged: pd.DataFrame) -> bool:
    """Are at least half of twenty or more days, before and after, multiples of 5?

    One in five is by chance. Days that are told in fives are often the same before and after, which
    is not more, and no model of days knows it.
    """
    pairs = (("baseline_days", "baseline_recorded"), ("days", "recorded_days"))
    days = pd.concat(
        [judged[name][(judged[name] > 0) & (judged[name] < judged[of])] for name, of in pairs]
    ).astype("float64")
    return len(days) >= FEWEST_DAYS and bool((days % ROUND == 0).mean() >= 0.5)


def _chance_of_more(judged: pd.DataFrame) -> np.ndarray:
    from scipy.stats import betabinom

    before, of_before, after = (
        judged[name].to_numpy("float64")
        for name in ("baseline_days", "baseline_recorded", "recorded_days")
    )
    most = np.floor(before * after / of_before + 1e-9)  # days that are not more
    found: np.ndarray = betabinom.sf(most, after, before + 0.5, of_before - before + 0.5)
    return found


def _central(chances: np.ndarray) -> tuple[int, int]:
    """Between which numbers as many things happen 95 times in 100, each with its own chance."""
    numbers = np.ones(1)
    for chance in chances:
        numbers = np.convolve(numbers, (1 - chance, chance))
    low, high = np.searchsorted(numbers.cumsum(), (0.025, 0.975))
    return int(low), int(high)


def cumulative_distribution(outcomes: Outcomes, session: int) -> pd.DataFrame:
    """At every threshold from -100 to 100%: how many had at least that reduction?

    ``share`` of those judged with Wilson's interval; ``lowest`` and ``highest`` of those due: the
    step between them is those due and not judged.
    """
    at = outcomes[outcomes["session"] == session]
    values = np.sort(at["percent_reduction"].dropna().to_numpy("float64"))
    judged, due = len(values), int(at["due"].fillna(False).sum())
    rows = []
    for threshold in THRESHOLDS:
        reached = int(judged - np.searchsorted(values, threshold, side="left"))
        share = reached / judged if judged else np.nan
        lowest = reached / due if due else np.nan
        highest = (reached + due - judged) / due if due else np.nan
        rows.append(
            (threshold, reached, judged, due, share, *wilson(reached, judged), lowest, highest)
        )
    columns = ["threshold", "reached", "judged", "due", "share", "ci_low", "ci_high", "lowest"]
    return pd.DataFrame(rows, columns=[*columns, "highest"])


def five_responses(outcomes: Outcomes, session: int, definition: Definition) -> pd.DataFrame:
    """Current, ever, first, sustained and lost response up to a session: five different things.

    Of the patients judged after that session (current), at least once (ever, first) or after both
    of the last two sessions (sustained); lost: of those judged after it who were responders before,
    for nobody else had one to lose. ``by_chance``: how many *ever* would be expected if
    everyone's days truly fell by 40% only, each judged as often and with as many recorded days as
    she was (binomial; her baseline taken as it is).
    """
    upto = outcomes[(outcomes["session"] > 0) & (outcomes["session"] <= session)]
    wide = upto.pivot(index="patient_id", columns="session", values="responder")
    wide = wide.astype("Float64").astype("float64").reindex(columns=range(1, session + 1))
    at = wide[session]
    ever = wide.max(axis=1)  # NaN: never judged
    pair = wide[[session - 1, session]] if session > 1 else wide.head(0)
    sustained = pair.dropna().min(axis=1)
    first = wide[1].dropna()
    earlier = wide.drop(columns=session).max(axis=1)
    lost = at[earlier == 1].dropna() == 0
    chance = _ever_by_chance(upto, definition.threshold)
    rows = [
        (Response.CURRENT, at.dropna(), np.nan),
        (Response.EVER, ever.dropna(), chance),
        (Response.FIRST, first.dropna(), np.nan),
        (Response.SUSTAINED, sustained, np.nan),
        (Response.LOST, lost.astype("float64"), np.nan),
    ]
    table = [
        (
            name,
            int(values.sum()),
            len(values),
            float(values.mean()) if len(values) else np.nan,
            *wilson(int(values.sum()), len(values)),
            by_chance,
        )
        for name, values, by_chance in rows
    ]
    columns = ["response", "patients", "of", "share", "ci_low", "ci_high", "share_by_chance"]
    return pd.DataFrame(table, columns=columns)


def _ever_by_chance(upto: pd.DataFrame, threshold: int) -> float:
    """The mean chance of at least one response, if days truly fell by 40% in everyone."""
    judged = upto[upto["evaluable"].fillna(False)]
    if judged.empty:
        return float("nan")
    b, nb, n = (
        judged[name].astype("float64").to_numpy()
        for name in ("baseline_days", "baseline_recorded", "recorded_days")
    )
    most = most_reaching(b, nb, n, threshold)
    from scipy.stats import binom

    none = 1 - binom.cdf(most, n, (1 - TRUE_FALL / 100) * b / nb)
    never = pd.Series(none).groupby(judged["patient_id"].to_numpy()).prod()
    return float(1 - never.mean())


def state_flow(outcomes: Outcomes) -> pd.DataFrame:
    """Where patients stood after one session and where after the next: from, to, patients."""
    last = int(outcomes["session"].max()) if len(outcomes) else 0
    states = {k: patient_states_with_stops(outcomes, k) for k in range(1, last + 1)}
    rows = []
    for session in range(1, last):
        pairs = pd.DataFrame({"from": states[session], "to": states[session + 1]})
        counts = pairs.value_counts().sort_index()
        rows += [(session, *pair, int(n)) for pair, n in counts.items()]
    return pd.DataFrame(rows, columns=["session", "from", "to", "patients"])


def in_states(outcomes: Outcomes, session: int, state: str, then: str = "") -> list[str]:
    """Who stood there after this session, and, where asked, there after the next: by id.

    They are those whom ``state_flow`` counts.
    """
    here = patient_states_with_stops(outcomes, session) == state
    if then:
        here &= patient_states_with_stops(outcomes, session + 1) == then
    return sorted(here.index[here], key=natural)


def patient_states_with_stops(outcomes: Outcomes, session: int) -> pd.Series:
    """``patient_states`` with those who stopped told apart from those otherwise not judged."""
    rows = outcomes[outcomes["session"] == session].set_index("patient_id")
    stopped = rows["reason"].isin(STOPPED)
    return patient_states(outcomes, session).mask(stopped, State.STOPPED)
