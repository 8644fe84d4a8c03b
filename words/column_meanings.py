"""What does each column of a table hold, and in which unit? For dictionaries and workbooks."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analytics.definitions import MEASURES, Measure
from analytics.frames import AS_WRITTEN, CANONICAL, RELATIVE
from analytics.therapies import Therapy

DAYS, MONTHLY, COUNT, PERCENT = "days", "days a month", "patients", "percent"
FRACTION, FLAG, TEXT, DATE, NUMBER = "fraction, 0 to 1", "true or false", "text", "date", "number"
POINTS, OF_FRACTIONS = "percentage points", "difference of fractions, -1 to 1"
MIXED = "unit of the row"  # which its column ``unit`` says


def _of_measure(one: Measure) -> dict[str, tuple[str, str]]:
    return {
        one.name: (DAYS, f"recorded days of the window with {one.day}"),
        one.recorded: (DAYS, f"days of the window that answer for {one.day}"),
        one.name + AS_WRITTEN: (TEXT, "a monthly mean with its decimals; empty: whole days"),
    }


SIDE = {"before": "before", "after": "compared"}  # of two versions
# column: unit, meaning. A name with a table before it holds for that table alone.
MEANINGS: dict[str, tuple[str, str]] = {
    **{name: said for one in MEASURES.values() for name, said in _of_measure(one).items()},
    "adjusted_mean": (MONTHLY, "mean of days after, estimated by the model"),
    "after": (MONTHLY, "median after the session, of those judged"),
    "age_band": (TEXT, "age in bands"),
    "assumed_free_days": (DAYS, "days that count as free because attacks were listed, not days"),
    "as_low_by_chance": (
        FRACTION,
        "rotations of each patient's own days, of 400, whose lowest week is as low",
    ),
    "assumption": (TEXT, "what is assumed of those due and not judged"),
    "imputed.imputed": (COUNT, "due and not judged, whose days are assumed"),
    "imputed.rate": (FRACTION, "of all due with the reduction, under the assumption"),
    "imputed.mean_change": (MONTHLY, "mean of after minus before, of all due"),
    "change_ci_high": (MONTHLY, "upper end of the 95% interval of the mean change"),
    "change_ci_low": (MONTHLY, "lower end of the 95% interval of the mean change"),
    "delta_days": (MONTHLY, "by which those not judged are taken to have fallen less"),
    "imputations": (NUMBER, "times days were drawn; 0: nothing was drawn"),
    "seed": (NUMBER, "with which the draws begin"),
    "half_width": (MIXED, "half of the 95% interval: so near is the answer"),
    "expected": (MIXED, "after the session looked at, from which it is planned"),
    "sd": (MONTHLY, "standard deviation of the changes; empty of a rate"),
    "icc": (NUMBER, "intraclass correlation: how alike patients of one site are; 0: not looked at"),
    "planner.sites": (NUMBER, "over how many sites of one size"),
    "judged_needed": (COUNT, "with a percent reduction; empty: no number at so many sites does"),
    "due_needed": (COUNT, "if as many of those due are judged as here"),
    "at_limit": (COUNT, "with days at the ICHD-3 limit of the class or above"),
    "at_risk": (COUNT, "without the event and without another end so far"),
    "band": (TEXT, "band of percent reduction, or due and not judged"),
    "baseline": (MONTHLY, "before session 1, scaled to the Definition's month"),
    "judged_or_not.baseline": (TEXT, "what was recorded before session 1"),
    "baseline_days": (DAYS, "days of the kind in the baseline window, as recorded"),
    "baseline_recorded": (DAYS, "days of the baseline window with an answer"),
    "before": (MONTHLY, "median before session 1, of those judged"),
    "beside": (TEXT, "the published result that ours stands beside"),
    "both": (COUNT, "responders after both sessions"),
    "by_chance": (FRACTION, "share that would be expected without heaping"),
    "cannot_match": (TEXT, "what our records cannot do as the study did"),
    **{
        f"changed_rates.{name}_{when}": (unit, f"{words} the version {SIDE[when]}")
        for name, unit, words in (
            ("responders", COUNT, "reached the Definition's threshold, in"),
            ("evaluable", COUNT, "judged, in"),
            ("rate", FRACTION, "responders of those judged, in"),
        )
        for when in ("before", "after")
    },
    "changed_rows.before": (NUMBER, "rows in the version before"),
    "changed_rows.after": (NUMBER, "rows in this version"),
    "changed_rows.patients": (COUNT, "whom a difference concerns"),
    "change": (MONTHLY, "after minus before: fewer is negative"),
    "before_high": (FRACTION, "upper end of the 95% interval of the share before session 1"),
    "before_low": (FRACTION, "lower end of the 95% interval of the share before session 1"),
    "before_share": (FRACTION, "share of days of the kind in the 28 days before session 1"),
    "change_high": (MONTHLY, "upper end of the 95% interval of the change"),
    "change_low": (MONTHLY, "lower end of the 95% interval of the change"),
    "choice": (TEXT, "what was chosen"),
    "chosen": (FLAG, "is it the Definition in use?"),
    "ci_high": (FRACTION, "upper end of the 95% interval"),
    "ci_low": (FRACTION, "lower end of the 95% interval"),
    **{
        f"{table}.ci_{end}": (unit, f"{words} end of the 95% interval")
        for table, unit in (
            ("baseline_stability", MONTHLY),
            ("look_back", MONTHLY),
            ("months_around", MONTHLY),
            ("corrected_change", MONTHLY),
            ("compared", MIXED),
            ("models", MONTHLY),
            ("same_patients", POINTS),
            ("selective_recording", MIXED),
        )
        for end, words in (("high", "upper"), ("low", "lower"))
    },
    "compared.highest": (
        MIXED,
        "of a rate of ours, if everybody due and not judged had reached it",
    ),
    "compared.lowest": (MIXED, "of a rate of ours, if nobody due and not judged had reached it"),
    "class": (TEXT, "class of acute medication"),
    "closed": (FLAG, "is the window over at the cut-off?"),
    "column": (TEXT, "the column of patients that makes the groups"),
    "comparisons": (NUMBER, "comparisons made: chance finds something in many"),
    "complete_months": (FLAG, "counts without recorded days, taken as complete months"),
    "change_without_back": (MONTHLY, "after minus before, mean of those without an earlier month"),
    "days_ahead": (MONTHLY, "below the baseline after the session, mean: fewer is positive"),
    "days_back": (MONTHLY, "below the baseline as far before it, mean: fewer is positive"),
    "day": (DAYS, "days from the session (or from session 1)"),
    "day_high": (DAYS, "upper end of the interval of the day"),
    "day_low": (DAYS, "lower end of the interval of the day"),
    "days": (DAYS, "days of the calendar month or window"),
    "outcomes.days": (DAYS, "recorded days of the window that are the measure's, not scaled"),
    "denominator": (TEXT, "of whom the value speaks"),
    "depends_on_rounding": (
        FLAG,
        "could half a unit of the last digit of a monthly mean turn responder?",
    ),
    "rates.depends_on_rounding": (
        COUNT,
        "judged, and half a unit of the last digit of a monthly mean could turn the flag",
    ),
    "difference": (POINTS, "difference of the two columns or groups"),
    **{
        f"look_back_limits.{name}": said
        for name, said in {
            "session_day": (DAYS, "of the session looked at, from session 1, median"),
            "judged": (COUNT, "judged without another new treatment"),
            "patients": (COUNT, "of them with a month as far before; else with a nearer one"),
            "days_needed": (DAYS, "before session 1 on which a diary begins that holds it, median"),
            "left_out": (COUNT, "with a month as far before that is recorded and not compared"),
            "month_before": (MONTHLY, "mean in the month before the baseline, or those asked for"),
            "earlier": (MONTHLY, "mean in the four months before that, of the same patients"),
            "before_low": (MONTHLY, "lower end of the 95% interval of their difference"),
            "before_high": (MONTHLY, "upper end of the 95% interval of their difference"),
            "other_begun": (
                COUNT,
                "of those judged, another treatment began in the 90 days before session 1",
            ),
            "given_before": (COUNT, "of those of whom it is known, had this treatment before"),
            "given_before_known": (
                COUNT,
                "of those judged, it is known whether they had this treatment before session 1",
            ),
            "window_days": (DAYS, "length of the follow-up's window, mean"),
            "recorded_ahead": (DAYS, "with an answer in the follow-up, mean"),
            "recorded_back": (DAYS, "with an answer in the window before, mean"),
            "under_entry": (COUNT, "of those judged, with fewer days than the stated entry rule"),
            "entry_not_known": (COUNT, "of those judged, a month of the rule is not recorded"),
        }.items()
    },
    "corrected_change.method": (TEXT, "how a bad month before session 1 is allowed for"),
    "corrected_change.stratum": (TEXT, "all, or days of the baseline month"),
    "habit_explaining_all": (
        MONTHLY,
        "usual days at which all of the fall would be return; the interval of the row is of it",
    ),
    "corrected_change.assumes": (TEXT, "what has to be so for the row to hold"),
    **{
        f"individual.{name}": said
        for name, said in {
            "recorded_baseline": (DAYS, "with an answer in the month before session 1"),
            "recorded_after": (DAYS, "with an answer in the window after the session"),
            "months_used": (COUNT, "of this patient: months before session 1, and the window"),
            "rho": (NUMBER, "correlation of the days of a month, of all: 0 by single days alone"),
            "percent_reduction": (PERCENT, "as recorded; positive is fewer days"),
            "expected_reduction": (PERCENT, "mean of the true reduction; positive is fewer days"),
            "low": (PERCENT, "the true reduction of 9 of 10 such patients lies above this ..."),
            "high": (PERCENT, "... and below this"),
            "probability_30": (FRACTION, "chance that the true reduction is at least 30%"),
            "probability_50": (FRACTION, "chance that the true reduction is at least 50%"),
            "chance_if_unchanged": (
                FRACTION,
                "chance of a reduction at least as large, had nothing changed",
            ),
        }.items()
    },
    "look_back.difference": (MONTHLY, "days ahead minus days back"),
    "distance_days": (DAYS, "from the baseline's centre to that of the window back, mean"),
    "entry_rule": (TEXT, "by how many bad months patients were let in"),
    "first_day": (DAYS, "first day, from session 1"),
    "baseline_stability.difference": (MONTHLY, "later minus earlier"),
    "judged_or_not.difference": (
        "standard deviations; of shares percentage points",
        "judged minus not judged",
    ),
    "difference_high": (POINTS, "upper end of the 95% interval of the difference (Newcombe)"),
    "difference_low": (POINTS, "lower end of the 95% interval of the difference (Newcombe)"),
    "due": (COUNT, "whose window is or would be over at the cut-off, with a usable baseline"),
    "outcomes.due": (FLAG, "is or would the window be over at the cut-off?"),
    "due_on": (DATE, "the last day of the window, had treatment gone on"),
    "earlier": (MONTHLY, "in the four weeks before the baseline"),
    "enough": (FLAG, "enough recorded days in the window"),
    "evaluable": (COUNT, "with a percent reduction: judged"),
    "outcomes.evaluable": (FLAG, "has a percent reduction"),
    "event": (TEXT, "what happened"),
    "events": (NUMBER, "events, a patient may have several"),
    "flagged": (NUMBER, "of them with a day of the kind"),
    "from": (TEXT, "state after the session"),
    "group": (TEXT, "group of patients"),
    "highest": (FRACTION, "of those due, if everybody not judged had reached it"),
    "highest_share": (FRACTION, "share of days of the kind in the highest seven days of the cycle"),
    "hint": (TEXT, "what the row may point at"),
    "incidence": (FRACTION, "share with the event up to the day (Aalen-Johansen)"),
    "judged": (COUNT, "with a percent reduction"),
    "judged_mean": (MIXED, "mean of those judged"),
    "judged_median": (MIXED, "median of those judged"),
    "judged_n": (COUNT, "judged, with this recorded"),
    "judged_not_recorded": (COUNT, "judged, with this not recorded"),
    "kind": (TEXT, "our records, {therapy.published}, placebo or usual care"),
    "last_four_weeks_share": (FRACTION, "share of days of the kind in {therapy.late_in_words}"),
    "last_day": (DAYS, "last day, from session 1"),
    "later": (MONTHLY, "in the baseline, the four weeks before session 1"),
    "left": (COUNT, "left after the step"),
    "left_out": (FLAG, "left out because another new treatment began"),
    "limit": (DAYS, "days a month at which ICHD-3 speaks of overuse"),
    "intake.lower_quartile": (DAYS, "a quarter of the patients lies below"),
    "reductions.lower_quartile": (PERCENT, "a quarter of the patients lies below"),
    "lowest_week.gap": (OF_FRACTIONS, "share in {therapy.late_in_words} minus low_other_half"),
    "low_other_half": (
        FRACTION,
        "share in the week that is lowest in the other half of the patients, mean of 50 splits",
    ),
    "lowest": (FRACTION, "of those due, if nobody not judged had reached it"),
    "lowest_day": (DAYS, "day after the session with the lowest share"),
    "lowest_share": (FRACTION, "share of days of the kind on that day, smoothed"),
    "mean_days": (MONTHLY, "mean of the patients of the row"),
    "mean_after": (MIXED, "mean after the session"),
    "mean_before": (MIXED, "mean before session 1, of the same patients"),
    "mean_change": (MIXED, "mean of after minus before"),
    "mean_high": (MIXED, "upper end of the 95% interval of the mean change"),
    "mean_low": (MIXED, "lower end of the 95% interval of the mean change"),
    "meaning": (TEXT, "the row in words"),
    "measure": (TEXT, "the kind of days that is counted"),
    "median": (DAYS, "median, as recorded in 30 days"),
    "median_after": (MIXED, "median after the session"),
    "median_before": (MIXED, "median before session 1, of the same patients"),
    "median_change": (MIXED, "median of after minus before"),
    "median_high": (MIXED, "upper end of the 95% interval of the median change"),
    "median_low": (MIXED, "lower end of the 95% interval of the median change"),
    "minimum": (DAYS, "recorded days that a window needs"),
    "missing_diary": (COUNT, "due and not judged: too few recorded days, or no count"),
    "missing_goal": (COUNT, "due and not judged: stopped because the goal was reached"),
    "missing_stopped": (COUNT, "due and not judged: stopped for another reason"),
    "missing_unknown": (COUNT, "due and not judged: no reason recorded"),
    "model": (TEXT, "which model"),
    "month": (DAYS, "length of the month to which days are scaled"),
    "mirror": (NUMBER, "1: the window reflected; 0: else the latest that is recorded"),
    "months_around.month": (NUMBER, "months of 28 days, 1 begins with session 1"),
    "recorded_days.month": (NUMBER, "months from session 1"),
    "monthly_days": (MONTHLY, "days of the kind / recorded days x the Definition's month"),
    "multiples_of_5": (NUMBER, "counts that end in 0 or 5"),
    "n": (COUNT, "with both values"),
    "needed": (COUNT, "of those not judged, who would have to be responders"),
    "neither": (COUNT, "responders after neither session"),
    "not_judged": (COUNT, "due and not judged"),
    "not_judged_mean": (MIXED, "mean of those due and not judged"),
    "not_judged_median": (MIXED, "median of those due and not judged"),
    "not_judged_n": (COUNT, "due and not judged, with this recorded"),
    "not_judged_not_recorded": (COUNT, "due and not judged, with this not recorded"),
    "of": (NUMBER, "of how many"),
    "subgroups.of": (COUNT, "judged in all, with and without a group"),
    "only_first": (COUNT, "responders after the first of the two sessions only"),
    "only_later": (COUNT, "responders after the later of the two sessions only"),
    "other_treatment": (TEXT, "another new treatment that began before the window's end"),
    "other_treatments": (TEXT, "how windows after another new treatment are taken"),
    "outcome": (TEXT, "what was counted or scored"),
    "p": (NUMBER, "p value, two-sided"),
    "p_holm": (NUMBER, "p value after Holm's correction over the rows"),
    "p_heterogeneity": (NUMBER, "p value, heterogeneity of rates: chi-square of equal rates"),
    "part": (TEXT, "attribute of the estimand"),
    "patient_id": (TEXT, "the clinic's own name for a patient, or a keyed id"),
    "patients": (COUNT, "how many"),
    "patients_without_back": (COUNT, "judged, of whom no such earlier month is recorded"),
    "percent_reduction": (PERCENT, "(before - after) / before x 100; positive is fewer days"),
    "possible": (FLAG, "can it be reached by those not judged?"),
    "prior_botulinum": (FLAG, "botulinum toxin before session 1"),
    "question": (TEXT, "first response, first loss, ..."),
    "over_sites.judged": (COUNT, "judged, whose site is recorded"),
    "site_high": (FRACTION, "upper end of the 95% interval over the sites' rates, at most 1"),
    "site_low": (FRACTION, "lower end of the 95% interval over the sites' rates, at least 0"),
    "site_mean": (FRACTION, "mean of the sites' rates, each site counted once"),
    "over_sites.sites": (NUMBER, "sites with somebody judged"),
    "without_site": (COUNT, "judged, whose site is not recorded"),
    "recorded": (FLAG, "is the column recorded? no: those of whom it is not, as a row"),
    "rate": (FRACTION, "responders of those judged"),
    "rate_by_reason": (FRACTION, "stops with the goal reached count as responders, others as not"),
    "rate_first": (FRACTION, "responders after the first of the two sessions"),
    "rate_high": (FRACTION, "of those due, if everybody not judged were a responder"),
    "rate_later": (FRACTION, "responders after the later of the two sessions"),
    "rate_low": (FRACTION, "of those due, if nobody not judged were a responder"),
    "rate_ahead": (FRACTION, "responders after the session, of the patients of the row"),
    "rate_back": (FRACTION, "as far below the baseline in the month back, of the same patients"),
    "rate_ci_high": (OF_FRACTIONS, "upper end of the 95% interval of the difference of the rates"),
    "rate_ci_low": (OF_FRACTIONS, "lower end of the 95% interval of the difference of the rates"),
    "rate_difference": (OF_FRACTIONS, "rate after the session minus rate back (Newcombe, paired)"),
    "raw_mean": (MONTHLY, "mean of days after, of those judged"),
    "reached": (COUNT, "had at least the reduction of the row"),
    "reading": (TEXT, "how those not judged are taken"),
    "reason": (TEXT, "why not judged"),
    "recorded_days": (DAYS, "days of the window that answer for the Definition's measure"),
    "reduction_changed": (PERCENT, "percent reduction under the other definition"),
    "reduction_chosen": (PERCENT, "percent reduction under the Definition in use"),
    "reference": (TEXT, "the group that the others are held against"),
    "remark": (TEXT, "what to know about the row"),
    "responder": (FLAG, "reached the Definition's threshold; empty: not judged"),
    "responder_100": (FLAG, "reduction of 100%; empty: not judged"),
    "responder_30": (FLAG, "reduction of at least 30%; empty: not judged"),
    "responder_50": (FLAG, "reduction of at least 50%; empty: not judged"),
    "responder_75": (FLAG, "reduction of at least 75%; empty: not judged"),
    "responder_by_reason": (FLAG, "as responder, with stops taken by their reason"),
    "responders": (COUNT, "reached the Definition's threshold"),
    "responders_ahead": (COUNT, "reached the Definition's threshold after the session"),
    "responders_back": (COUNT, "lay as far below the baseline in the month back"),
    "response": (TEXT, "current, ever, first, sustained or lost"),
    "result": (NUMBER, "the row of the published result"),
    "role": (TEXT, "main or further outcome"),
    "serious": (NUMBER, "events marked as serious"),
    "session": (NUMBER, "0 = baseline, then 1, 2, ... by date"),
    "session_date": (DATE, "day of the appointment"),
    "session_time": (TEXT, "time of the appointment, HH:MM"),
    "share": (FRACTION, "patients of those named in the row"),
    "share_by_chance": (FRACTION, "expected if everybody's days had truly fallen by 40%"),
    "shift": (MIXED, "median of all pairwise means of the changes (Hodges-Lehmann)"),
    "shift_high": (MIXED, "upper end of the 95% interval of the shift"),
    "shift_low": (MIXED, "lower end of the 95% interval of the shift"),
    "source": (TEXT, "where it was published"),
    "started": (COUNT, "had session 1"),
    "stands_out": (
        FLAG,
        "by chance as low in at most 5%, in 10 patients or more, and below before session 1?",
    ),
    "step": (TEXT, "step from all records to those judged"),
    "stop_reason_not_told": (FLAG, "the reasons of stops were left out on purpose"),
    "stop_reason": (TEXT, "why the treatment ended"),
    "stopped_on": (DATE, "when the treatment ended"),
    "target": (TEXT, "the rate or group that is asked about"),
    "thin_baseline": (FLAG, "a usable baseline of fewer than 20 recorded days"),
    "threshold": (PERCENT, "at least this reduction"),
    "how_many_are_alike.sessions": (NUMBER, "sessions of the patient"),
    "session_days": (TEXT, "the days of all sessions of the patient; the first session is day 0"),
    "to": (TEXT, "state after the next session"),
    "treated": (COUNT, "had the session"),
    "outcomes.treated": (FLAG, "had the session"),
    "unit": (TEXT, "unit of the row"),
    "units": ("units", "of {therapy.what}, as recorded"),
    "intake.upper_quartile": (DAYS, "a quarter of the patients lies above"),
    "reductions.upper_quartile": (PERCENT, "a quarter of the patients lies above"),
    "usable_baseline": (COUNT, "whose baseline can be used"),
    "outcomes.usable_baseline": (FLAG, "can the baseline be used?"),
    "value": (MIXED, "the estimate of the row"),
    "verdict_changed": (TEXT, "judged under the other definition"),
    "verdict_chosen": (TEXT, "judged under the Definition in use"),
    "waiting": (COUNT, "whose window is not over at the cut-off"),
    "what": (TEXT, "the row in words"),
    "window_ahead": (TEXT, "days of the follow-up from session 1, medians"),
    "window_back": (TEXT, "days of the window before the baseline from session 1, medians"),
    "who": (TEXT, "our records, or the arm of a study"),
    "window": (TEXT, "the days that are compared"),
    "window_days": (DAYS, "length of the window"),
    "window_end": (DATE, "last day compared"),
    "window_note": (TEXT, "what to know about the window"),
    "window_start": (DATE, "first day compared"),
    "words": (TEXT, "the class in words"),
    "worse": (COUNT, "more days after than before"),
    "worse_by_chance.expected": ("patients", "with more days than before if nothing had changed"),
    "worse_by_chance.low": (COUNT, "in 97.5 of 100 cohorts without change at least so many"),
    "worse_by_chance.high": (COUNT, "in 97.5 of 100 cohorts without change at most so many"),
}
ADAM_ADDED = {
    "PARAMCD": (TEXT, "the measure, as a code"),
    "PARAM": (TEXT, "the measure in words"),
    "AVISIT": (TEXT, "baseline, or after which session"),
    "CRIT1": (TEXT, "the criterion of CRIT1FL"),
    "CRIT1FL": (TEXT, "Y: reached the criterion; N: judged and not reached; empty: not judged"),
    "DUEFL": (
        TEXT,
        "Y: whose window is or would be over at the cut-off, with a usable baseline; "
        "N: not; empty: the baseline",
    ),
    "EVALFL": (TEXT, "Y: judged, with a percent reduction; N: not; empty: the baseline"),
    "TRTFL": (TEXT, "Y: had the session; N: had it not"),
    "ABLFL": (TEXT, "Y: the row of a usable baseline"),
    "ADY": (DAYS, "day of the session; the first session is day 1, there is no day 0"),
    "AENDY": (DAYS, "last day compared; the first session is day 1, there is no day 0"),
    "ANL01FL": (TEXT, "Y: a usable baseline, or judged"),
    "ASTDY": (DAYS, "first day compared; the first session is day 1, there is no day 0"),
    "PCHG": (PERCENT, "CHG in percent of BASE: fewer is negative"),
    "STUDYID": (TEXT, "the same in every row"),
}


def meaning_of(table: str, column: str) -> tuple[str, str]:
    """Unit and meaning of a column, with a place for the words of the treatment.

    Of a free column of patients: that it is theirs.
    """
    own = f"{table}.{column}"
    if table in CANONICAL:
        for recorded in CANONICAL[table].columns:
            if recorded.name == column:
                return recorded.unit or recorded.kind, recorded.sentence
    for name in (own, column):
        if found := MEANINGS.get(name) or ADAM_ADDED.get(name):
            return found
    date = column.removesuffix(RELATIVE)
    if MEANINGS.get(date, ("",))[0] == DATE:
        return DAYS, f"{MEANINGS[date][1]}, counted from the patient's first session"
    return "", "a column of the patients file" if table == "patients" else ""


def dictionary(tables: Mapping[str, pd.DataFrame], therapy: Therapy) -> pd.DataFrame:
    """One row a column of these tables: table, column, type, unit, meaning."""
    rows = []
    for table, frame in tables.items():
        for column in frame:
            unit, meaning = meaning_of(table, str(column))
            told = meaning.format(therapy=therapy)
            rows.append((table, str(column), str(frame[column].dtype), unit, told))
    return pd.DataFrame(rows, columns=["table", "column", "type", "unit", "meaning"])
