"""What is each column of a table called, and each code in it? Raw names are for CSV alone."""

from __future__ import annotations

from analytics.codes import OtherTreatments, State, StopReason
from analytics.definitions import MEASURES, Definition
from analytics.guidelines.overuse import CLASSES
from analytics.research.subgroups import BASELINE_COLUMNS, MEASURED
from analytics.tables import TABLES
from analytics.therapies import every_window
from words.pages.change import OUTCOME
from words.response import told_of

# A name with a table before it holds for that table alone; the others are their own words.
HEADINGS = {
    "adjusted_mean": "after, by the model",
    "at_limit": "at the limit",
    "at_risk": "at risk",
    "baseline_stability.later": "in the baseline",
    "baseline_stability.earlier": "before the baseline",
    "imputed.rate": "rate of all due",
    "imputed.imputed": "not judged",
    "delta_days": "days less of a fall",
    "imputations": "draws",
    "half_width": "within plus or minus",
    "sd": "standard deviation",
    "icc": "ICC between sites",
    "judged_needed": "judged needed",
    "due_needed": "due needed",
    "both": "after both",
    "by_chance": "expected by chance",
    "cannot_match": "cannot be matched",
    "change.patients": "of whom",
    "ci_high": "95% interval, upper end",
    "ci_low": "95% interval, lower end",
    "day": "days from the session",
    **{
        f"changed_rates.{name}_{when}": f"{words}, {when}"
        for name, words in (
            ("responders", "responders"),
            ("evaluable", "judged"),
            ("rate", "rate"),
        )
        for when in ("before", "after")
    },
    "change_without_back": "change of those without it",
    "changed_rows.after": "rows after",
    "changed_rows.before": "rows before",
    "compared.n": "patients",
    "days_ahead": "fewer after the session",
    "days_back": "fewer as far before",
    "denominator": "of whom",
    "distance_days": "days apart",
    "due_on": "due on",
    "estimand.choice": "what was chosen",
    "evaluable": "judged",
    "flagged": "with a day of the kind",
    "highest": "highest possible rate",
    "incidence.day": "days from session 1",
    "intake.words": "medication",
    "judged_n": "judged",
    "judged_mean": "judged, mean",
    "judged_median": "judged, median",
    "judged_not_recorded": "judged, not recorded",
    "last_four_weeks_share": "share in the last weeks",
    "intake.limit": "ICHD limit",
    "before_share": "share before session 1",
    "highest_share": "share in the highest week",
    "as_low_by_chance": "as low by chance",
    "stands_out": "stands out",
    "lowest": "lowest possible rate",
    "lowest_day": "lowest on day",
    "lowest_share": "share on that day",
    "mean_after": "after, mean",
    "mean_before": "before, mean",
    "mean_change": "change, mean",
    "median_after": "after, median",
    "median_before": "before, median",
    "median_change": "change, median",
    "minimum": "recorded days needed",
    "missing_diary": "not judged: too few days",
    "missing_goal": "not judged: goal reached",
    "missing_stopped": "not judged: stopped",
    "missing_unknown": "not judged: no reason",
    "multiples_of_5": "end in 0 or 5",
    "n": "with both values",
    "needed": "responders needed",
    "not_judged_n": "not judged",
    "not_judged_mean": "not judged, mean",
    "not_judged_median": "not judged, median",
    "not_judged_not_recorded": "not judged, not recorded",
    "neither": "after neither",
    "of": "out of",
    "only_first": "after the first only",
    "only_later": "after the later only",
    "months_around.month": "month from session 1",
    "look_back_limits.session_day": "day of the session",
    "look_back_limits.patients": "with a month before",
    "look_back_limits.days_needed": "diary begins days before",
    "look_back_limits.left_out": "recorded and not compared",
    "look_back_limits.month_before": "month before the baseline",
    "look_back_limits.earlier": "four months before that",
    "look_back_limits.before_low": "difference, lower end",
    "look_back_limits.before_high": "difference, upper end",
    "look_back_limits.other_begun": "another treatment begun",
    "look_back_limits.given_before": "given before session 1",
    "look_back_limits.given_before_known": "known whether given",
    "look_back_limits.recorded_ahead": "recorded after",
    "look_back_limits.recorded_back": "recorded before",
    "look_back_limits.under_entry": "under the entry rule",
    "look_back_limits.entry_not_known": "entry not known",
    "individual.recorded_baseline": "recorded before",
    "individual.recorded_after": "recorded after",
    "individual.months_used": "months used",
    "individual.rho": "correlation of days",
    "individual.percent_reduction": "reduction as recorded",
    "individual.expected_reduction": "expected reduction",
    "individual.low": "true reduction, low",
    "individual.high": "true reduction, high",
    "individual.probability_30": "chance of at least 30%",
    "individual.probability_50": "chance of at least 50%",
    "individual.chance_if_unchanged": "chance had nothing changed",
    "habit_explaining_all": "usual days that explain all",
    "patients_without_back": "without an earlier month",
    "p": "p value",
    "p_holm": "p value, Holm",
    "p_heterogeneity": "p value, heterogeneity of rates",
    "patient_id": "patient",
    "percent_reduction": "percent reduction",
    "possible": "can be reached",
    "prior_botulinum": "had it before session 1",
    "rate_ahead": "rate after the session",
    "rate_back": "rate as far before",
    "rate_difference": "difference of the rates",
    "responders_ahead": "responders after the session",
    "responders_back": "as far below before",
    "rate_by_reason": "rate, stops by reason",
    "rate_first": "rate after the first",
    "rate_high": "highest possible rate",
    "rate_later": "rate after the later",
    "rate_low": "lowest possible rate",
    "raw_mean": "after, as recorded",
    "reductions.after": "after, median",
    "reductions.before": "before, median",
    "reductions.change": "change, median",
    "reductions.percent_reduction": "reduction, median",
    "recorded_days.month": "month from session 1",
    "reduction_changed": "reduction, other choice",
    "reduction_chosen": "reduction, as chosen",
    "share_by_chance": "if all had 40% fewer days",
    "shift": "shift (Hodges-Lehmann)",
    "site_mean": "mean of the sites' rates",
    "without_site": "judged, no site recorded",
    "started": "had session 1",
    "states.from": "after this session",
    "states.to": "after the next session",
    "subgroups.column": "grouped by",
    "treated": "had the session",
    "tipping_points.rate": "rate asked about",
    "usable_baseline": "usable baseline",
    "verdict_changed": "judged, other choice",
    "verdict_chosen": "judged, as chosen",
    "window_ahead": "days after session 1",
    "window_back": "days before it",
    "worse": "more days than before",
}
# lower end, upper end: what both are called where they stand in one column
PAIRS = {
    ("ci_low", "ci_high"): "95% interval",
    ("rate_low", "rate_high"): "lowest to highest possible",
    ("site_low", "site_high"): "95% interval over sites",
    ("lowest", "highest"): "lowest to highest possible",
    ("lower_quartile", "upper_quartile"): "middle half",
    ("rate_ci_low", "rate_ci_high"): "95% interval of the rates",
    ("change_ci_low", "change_ci_high"): "95% interval of the change",
    ("first_day", "last_day"): "from day to day",
    ("day_low", "day_high"): "95% interval of the day",
    ("before_low", "before_high"): "95% interval before session 1",
    **{
        (f"{of}_low", f"{of}_high"): f"95% interval of the {words}"
        for of, words in (
            ("change", "change"),
            ("difference", "difference"),
            ("mean", "mean"),
            ("median", "median"),
            ("shift", "shift"),
        )
    },
}
CODES = {
    **{name: measure.words for name, measure in MEASURES.items()},
    **{name: window.label for name, window in every_window().items()},
    **OUTCOME,
    OtherTreatments.LEFT_OUT: "left out",
    "fraction": "share",
    "prior_botulinum": "had it before session 1",
}
# the columns that may hold a code
CODED = (
    "outcome",
    "event",
    "column",
    "class",
    "table",
    "measure",
    "other_treatments",
    "stop_reason",
    "unit",
    "window",
)
THEIRS = ("side_effects", "event")  # in the words of whoever wrote the file


def words_of(name: str, table: str = "") -> str:
    """A column's or a table's name in words."""
    own = HEADINGS.get(f"{table}.{name}") or HEADINGS.get(name)
    return own or name.replace("_", " ")


def code_in_words(cell: object) -> object:
    """A cell whose code has words; any other as it is."""
    known = {*CODES, *StopReason, *CLASSES, *TABLES, *BASELINE_COLUMNS, MEASURED}
    return CODES.get(str(cell), str(cell).replace("_", " ")) if cell in known else cell


def state_words(definition: Definition) -> dict[str, str]:
    """What each state of a patient after a session is called, everywhere."""
    told = told_of(definition)
    return {
        State.REACHED: told.reached,
        State.NOT_REACHED: told.not_reached,
        State.NOT_JUDGED: "not judged",
        State.WAITING: "waiting",
        State.NO_USABLE_BASELINE: "no usable baseline",
    }
