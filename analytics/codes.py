"""Which states can a result hold? One code for each, in every frame and file; words say them.

Some codes read like words, because the files that left the house always held them so: they are
compared whole, never read. A frame holds them as plain text.
"""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why a patient is not judged after a session; none where she is."""

    NO_SESSION = "no session"
    NO_BASELINE = "no baseline recorded"
    THIN_BASELINE = "baseline too thin"
    ZERO_BASELINE = "no such day in the baseline"
    WAITING = "waiting"
    NOT_KNOWN_IF_DUE = "no count, not known whether due"  # of counts without dates
    EMPTY_WINDOW = "next session came first"
    NO_COUNT = "no count recorded"  # of counts that were made elsewhere
    THIN_DIARY = "diary too thin"
    STOPPED_GOAL = "stopped, goal reached"
    STOPPED_OTHER = "stopped, other reason"
    UNKNOWN = "no session and no reason recorded"
    NOT_TOLD = "no session, and the reason was not handed on"  # of de-identified cycles
    AFTER_OTHER_TREATMENT = "left out: after another new treatment"


NOT_COUNTED = (Reason.THIN_DIARY, Reason.NO_COUNT, Reason.EMPTY_WINDOW)
STOPPED = (Reason.STOPPED_GOAL, Reason.STOPPED_OTHER)


class StopReason(StrEnum):
    """Why a treatment ended, as a file says it."""

    GOAL_REACHED = "goal_reached"
    NO_EFFECT = "no_effect"
    SIDE_EFFECT = "side_effect"
    PREGNANCY = "pregnancy"
    PATIENT_CHOICE = "patient_choice"
    LOST = "lost"
    MOVED = "moved"
    DIED = "died"
    OTHER = "other"


class Sex(StrEnum):
    """The sex of a patient as it was recorded, in the words behind the door."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


class OtherTreatments(StrEnum):
    """How windows after another new treatment are taken: left out, her records end before it."""

    MARKED = "marked"
    LEFT_OUT = "left_out"


class EntryRule(StrEnum):
    """By how many bad months before session 1 were patients let in?"""

    NONE = "none"  # none is stated
    MONTH = "month"  # the month before
    TWO_MONTHS = "two_months"  # that and the month before it


class MeanOf(StrEnum):
    """What does a mean round session 1 stand for?"""

    MONTH = "month"  # one of 28 days
    BACK = "as far before"  # the follow-up's window, reflected
    LATEST = "latest before"  # where that is not recorded
    HELD_AGAINST = "held against"  # the earlier of two months that were asked for
    BASELINE = "baseline"
    AHEAD = "follow-up"


class Allowing(StrEnum):
    """How is it allowed for that patients come when they are bad?"""

    AS_RECORDED = "as_recorded"  # not at all, of all judged
    WITH_BACK_MONTH = "as_recorded_with_back_month"  # not at all, of those of the next
    BACK_MONTH = "back_month"  # the difference to the look back
    TWO_MONTH_BASELINE = "two_month_baseline"  # the earlier of two months as the baseline
    MODEL = "model"  # one of all months: analytics.research.habits
    MODEL_NO_RULE = "no_entry_rule"  # the same, where no entry rule is stated
    MODEL_LEFT_OUT = "months_hang_together"  # what it assumes is not so here
    MEE_CHUA = "mee_chua"  # how low a habit would explain all of it


class State(StrEnum):
    """Where a patient stands after a session: every patient is in exactly one."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    NOT_JUDGED = "not_judged"
    STOPPED = "stopped"  # only where stops are told apart from others who are not judged
    WAITING = "waiting"
    NO_USABLE_BASELINE = "no_usable_baseline"


class DayState(StrEnum):
    """What was recorded on a day."""

    MIGRAINE = "migraine"
    HEADACHE = "headache"
    FREE = "no headache"
    NO_MIGRAINE = "no migraine"  # and whether there was headache is not recorded
    NOT_RECORDED = "not recorded"


class Band(StrEnum):
    """Clinical bands of percent reduction, and those due who are in none."""

    WORSE = "worse"
    UNDER_30 = "0 to under 30%"
    UNDER_50 = "30 to under 50%"
    UNDER_75 = "50 to under 75%"
    OVER_75 = "75% or more"
    NOT_JUDGED = "due, not judged"


class Response(StrEnum):
    """Five different things that are all called response."""

    CURRENT = "current"
    EVER = "ever"
    FIRST = "first"
    SUSTAINED = "sustained"
    LOST = "lost"


class Step(StrEnum):
    """The way from all records to those judged after a session."""

    IN_THE_RECORDS = "in_the_records"
    TREATED = "treated"
    USABLE_BASELINE = "usable_baseline"
    DUE = "due"
    JUDGED = "judged"


class EstimandPart(StrEnum):
    """The parts of an estimand (ICH E9(R1)), as they are named."""

    POPULATION = "population"
    TREATMENT = "treatment"
    OUTCOME = "outcome"
    STOPS = "stops and other treatments"
    MISSING_DAYS = "missing days"
    SUMMARY = "summary"


class Verdict(StrEnum):
    """What a published description says of a patient's records."""

    MEETS = "meets"
    DOES_NOT_MEET = "does_not_meet"
    CANNOT_JUDGE = "cannot_judge"


class Why(StrEnum):
    """What keeps a published description from being judged, or decides it."""

    NO_HEADACHE_DAYS = "no_headache_days"  # not recorded
    NO_MIGRAINE_DAYS = "no_migraine_days"
    TOO_FEW_DAYS = "too_few_days"
    ZERO_BASELINE = "zero_baseline"
    OTHER_WINDOWS = "other_windows"  # counted elsewhere
    WINDOW_OPEN = "window_open"
    CYCLES_SO_FAR = "cycles_so_far"
    NO_MONTH_OVER = "no_month_over"
    MONTHS_OVER = "months_over"  # so many of three
    THIN_MONTH = "thin_month"
    NO_RUN = "no_run"  # no three months in a row
    NO_SCORE_BEFORE = "no_score_before"
    NO_SCORE_SINCE = "no_score_since"
    TOO_EARLY_OR_0 = "too_early_or_0"


class Arm(StrEnum):
    """Whose result a row is: ours, or an arm of a study."""

    OURS = "our records"
    TOXIN = "toxin"
    PLACEBO = "placebo"
    USUAL_CARE = "usual care"
    DIFFERENCE = "difference"  # between two arms


CONTROLS = (Arm.PLACEBO, Arm.USUAL_CARE)


class Unit(StrEnum):
    """In what a row of a table with several outcomes is told."""

    PERCENT = "percent"
    MONTHLY = "days a month"
    POINTS = "points"
    PERCENTAGE_POINTS = "percentage points"


class Compared(StrEnum):
    """Of whom a change is told."""

    ALL = "all judged"
    SAME = "judged after every session so far"


class Model(StrEnum):
    """Models of days after each session; the first is the primary one."""

    MIXED = "mixed model"
    GEE = "binomial GEE"
    ANCOVA = "ANCOVA"


class RateReading(StrEnum):
    """How those not judged are taken in a rate."""

    JUDGED = "judged"
    LOWEST = "lowest possible"
    HIGHEST = "highest possible"


class Assumed(StrEnum):
    """What is assumed of the days of those due and not judged."""

    AS_THOSE_ALIKE = "as_those_alike"  # missing at random
    FELL_LESS = "fell_less"  # than those alike, by some days
    BACK_TO_BASELINE = "back_to_baseline"


class PlannedOutcome(StrEnum):
    """Of what it is planned how many are needed."""

    RATE = "rate"
    CHANGE = "mean_change"


class Judgement(StrEnum):
    """What is said of a patient under one Definition."""

    RESPONDER = "responder"
    NO_RESPONDER = "no responder"
    NOT_JUDGED = "not judged"


class Event(StrEnum):
    """What happens over time, besides stopping for each ``StopReason``; a question has its name."""

    FIRST_RESPONSE = "first response"
    STOPPED_FIRST = "stopped before responding"
    NO_REASON = "no reason recorded"
    NO_SESSION = "no session, no reason"  # in time, and no stop recorded
    NOT_TOLD = "no session, reason not told"  # of de-identified cycles
    STOPPING = "stopping"  # the question, of any reason


class Hint(StrEnum):
    """What may point at bad days being written down more often."""

    BESIDE_A_GAP = "next to a gap"
    ELSEWHERE = "other recorded days"
    DIFFERENCE = "difference within patients"
    CORRELATION = "correlation of recorded share and flagged share"


class Target(StrEnum):
    """What the rate of all due is asked to reach."""

    JUDGED = "rate_of_judged"
    LOWER = "lower_end"
    UPPER = "upper_end"
    HALF = "one_half"


class Doubtful(StrEnum):
    """What makes a diary doubtful."""

    THIN_BASELINE = "thin_baseline"
    NO_BASELINE = "no_usable_baseline"
    FEW_DAYS = "few_recorded_days"
    OTHER_TREATMENT = "other_treatment"
    ASSUMED_FREE = "assumed_free_days"
    COMPLETE_MONTHS = "complete_months"
    ROUNDING = "depends_on_rounding"


class Fitted(StrEnum):
    """What went wrong when a model was made."""

    NOT_CONVERGED = "not_converged"
    NO_SPREAD = "no_spread"  # between patients, beyond their baseline
    AT_THE_EDGE = "at_the_edge"
    NO_ERRORS = "no_errors"
    NOT_AT_ALL = "not_at_all"


class Recorded(StrEnum):
    """How many recorded days are asked for: in the baseline, and of the window."""

    HALF_AND_14 = "14_and_half"
    HALF_AND_20 = "20_and_half"
    AS_CHOSEN = "as_chosen"
    THREE_QUARTERS = "three_quarters"


class Trait(StrEnum):
    """What was recorded before session 1."""

    DAYS = "days_a_month"
    RECORDED = "recorded_days"
    AGE = "age"
    PREVENTIVES = "prior_preventives"
    FEMALE = "female"
    PRIOR = "prior_treatment"
    OVERUSE = "medication_overuse"


class Beside(StrEnum):
    """What has to be said of our records beside a study."""

    NOT_RECORDED = "not_recorded"  # that kind of day
    OTHER_WINDOW = "other_window"  # counted elsewhere
    OWN_WINDOW = "own_window"  # of counts: nobody knows which
    NOBODY = "nobody"


class AgainstIt(StrEnum):
    """What makes a published result evidence against an effect."""

    NO_DIFFERENCE = "no_difference"  # to placebo
    ENDPOINT_NOT_MET = "endpoint_not_met"  # the primary one


class Lane(StrEnum):
    """What else was recorded of a patient, under her months."""

    SIDE_EFFECT = "side_effect"
    OTHER_TREATMENT = "other_treatment"
    STOP = "stop"
