"""Were earlier months lower too? In sentences for its page, and for those beside whose rates it is.

The difference alone is told: nothing says what is left, what comes by itself, or what is due to
the sessions.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import pandas as pd

from analytics.codes import Arm, EntryRule, MeanOf, Unit
from analytics.definitions import Definition
from analytics.research.look_back import FEWEST_FOR_T, LATEST, MIRROR, AsFarBefore
from analytics.research.look_back_limits import OTHERS_WITHIN
from words.definitions import called, entry_told
from words.intervals import interval_of_a_change
from words.numbers import counted, fewer, half_up, in_column, number, sentence_case
from words.percents import beside, share
from words.response import accent
from words.studies import short

NO_EFFECT = "Subtracting one from the other does not give an effect."
ON_ITS_PAGE = "Whether earlier months were lower too is told on *By itself?*."
NOT_CONTROL = (
    "A look back is not a control group: it cannot see what would have come after session 1."
)
CANNOT = "Whether earlier months were lower too cannot be told"
NOT_LOOKED_BACK = f"{CANNOT}: no diary is full enough as long before session 1."
LEFT_OUT = (
    "Where those days are recorded another treatment began in them, or the month that they are "
    "held against has none to be below"
)
LEFT_OUT_SHORT = "another treatment began in it, or there were no days to be below"
NOT_COMPARED = f"{CANNOT}. {LEFT_OUT}."
NEARER = "Months nearer to it are recorded{whose}: *By itself?* shows them."
MOVES_EARLIER = (
    "Where it still worked in the month looked back at, the look back shows too much; where it was "
    "given after that month, too little."
)
NO_CHANGE = "no fewer and no more"
KINDS = {Arm.PLACEBO: "Placebo", Arm.USUAL_CARE: "Usual care"}
MONTHS = {12: "twelve"}


class Fall(NamedTuple):
    """From one mean to another, as printed: the ``fall`` is the difference of what is printed."""

    level: Decimal
    value: Decimal
    fall: Decimal
    exact: float

    @property
    def words(self) -> str:
        """7.5 fewer, 1.2 more, no fewer and no more"""
        if not self.fall:
            return NO_CHANGE if abs(self.exact) < 1e-9 else fewer(-self.exact)
        return _way(self.fall)


class Falls(NamedTuple):
    """After the session, and in the window before; with the difference of both."""

    ahead: Fall
    back: Fall
    difference: Decimal


def falls(around: pd.DataFrame) -> Falls:
    """Of the table ``months_around`` of somebody: picture and headline subtract alike.

    One decimal, or two where one would not subtract as the numbers themselves do.
    """
    at = around[around["what"] != MeanOf.MONTH].set_index("what")["mean_days"]
    baseline, there = float(at[MeanOf.BASELINE]), float(at[window_back(around)])
    held = float(at.get(MeanOf.HELD_AGAINST, baseline))
    pairs = ((baseline, float(at[MeanOf.AHEAD])), (held, there))
    for decimals in (1, 2):
        ahead, back = (_fall(*pair, decimals) for pair in pairs)
        apart = half_up(ahead.exact - back.exact, decimals)
        exact = all(one.fall == half_up(one.exact, decimals) for one in (ahead, back))
        if exact and ahead.fall - back.fall == apart:
            break
    return Falls(ahead, back, ahead.fall - back.fall)


def _fall(level: float, value: float, decimals: int) -> Fall:
    printed = half_up(level, decimals), half_up(value, decimals)
    return Fall(*printed, printed[0] - printed[1], level - value)


def window_back(around: pd.DataFrame) -> MeanOf:
    """Which window before is in the table: the one reflected, or the latest recorded."""
    return MeanOf.BACK if (around["what"] == MeanOf.BACK).any() else MeanOf.LATEST


def mirrored(look_back: pd.DataFrame, session: int) -> pd.Series | None:
    """The row of the window reflected; None where nobody has been counted at all."""
    return _row(look_back, session, MIRROR)


def _row(look_back: pd.DataFrame, session: int, mirror: int) -> pd.Series | None:
    if look_back.empty:
        return None
    rows = look_back[(look_back["session"] == session) & (look_back["mirror"] == mirror)]
    return rows.iloc[0] if len(rows) else None


def of_whom(limits: pd.DataFrame, look_back: pd.DataFrame, session: int) -> str:
    """83 of 103 judged, none with another new treatment, have a month as far before (markdown)"""
    if limits.empty:
        return "no single days recorded"
    at = mirrored(look_back, session)
    has, judged = (0 if at is None else int(at["patients"])), int(limits["judged"].iloc[0])
    return (
        f"**{has:,}** of {judged:,} judged, none with another new treatment, have a month as far "
        "before"
    )


def headline(
    look_back: pd.DataFrame, around: pd.DataFrame, limits: pd.Series, definition: Definition
) -> str:
    """7.5 fewer days after session 2; as far before session 1, 3.3 fewer. (markdown)

    ``limits``: the row of ``look_back_limits``. The difference follows, with its interval.
    """
    session = int(limits["session"])
    at = mirrored(look_back, session)
    if at is None or not limits["judged"]:
        return f"**Nobody can be compared after session {session}.**"
    if not limits["patients"]:
        told = _accented(_changed(at["change_without_back"]), definition)
        return (
            f"**{told} after session {session}; whether earlier months were lower too cannot be "
            f"told.** :gray[{_no_diary(limits)} No control group.]"
        )
    found = falls(around)
    told = f"{_accented(_days(found.ahead.words), definition)} after session {session}"
    two = definition.entry_rule == EntryRule.TWO_MONTHS
    then = " than in the earlier of them" if two else ""
    if not at["patients"]:
        against = "that" if two else "the baseline"
        few = counted(int(limits["patients"]), "patient")
        nothing = "nobody can be compared" if limits["left_out"] else "nothing is recorded"
        return (
            f"**{told}; as far before session 1 {nothing}.** :gray[In the latest month "
            f"that is, {found.back.words} than in {against} ({few}): it is nearer "
            "than the follow-up, so nothing is subtracted. No control group.]"
        )
    where = "the two months asked for" if two else "session 1"
    return (
        f"**{told}; as far before {where}, {found.back.words}{then}.** "
        f":gray[{_difference(at, found)}, no control group.]"
    )


def printed(value: Decimal) -> str:
    """With as many decimals as all that is subtracted: 8, 7.5; 9.20 beside 3.96."""
    return in_column(value, 2) if value.as_tuple().exponent == -2 else number(value)


def _changed(change: float) -> str:
    """7.9 fewer days (after minus before)"""
    return _days(fewer(change) if change else NO_CHANGE)


def _accented(text: str, definition: Definition) -> str:
    return accent(sentence_case(text), definition)


def _days(words: str) -> str:
    """7.5 fewer days, 1 fewer day, no fewer and no more days"""
    return f"{words} day" if words.split(" ")[0] == "1" else f"{words} days"


def _difference(at: pd.Series, found: Falls) -> str:
    """The difference is 4.2 (95% interval 2.8 to 5.6)"""
    low, high, size = at["ci_low"], at["ci_high"], found.difference
    if at["patients"] < FEWEST_FOR_T:
        few = counted(int(at["patients"]), "patient")
        told = f"The difference is {_way(size)}" if size else "There is no difference"
        return f"{told} ({few}, too few for an interval)"
    if low > 0 and size:
        return f"The difference is {printed(size)} (95% interval {number(low)} to {number(high)})"
    within = interval_of_a_change(-high, -low, "fewer", "more") if high > low else ""
    told = f"The difference is {_way(size)}" if size else "There is no difference"
    return f"{told} ({within})" if within else told


def _way(size: Decimal) -> str:
    """4.2 fewer: after the session than as far before"""
    return f"{printed(abs(size))} {'fewer' if size > 0 else 'more'}"


def _no_diary(limits: pd.Series) -> str:
    days = int(limits["days_needed"])
    if limits["left_out"]:
        return f"{LEFT_OUT}."
    return f"It takes diaries that are full enough {days:,} days before session 1: none is."


def rates(look_back: pd.DataFrame, limits: pd.Series, definition: Definition) -> str:
    """The same in rates: of whom, how many were as far below their baseline as far before it."""
    session = int(limits["session"])
    at = mirrored(look_back, session)
    if at is None or not at["patients"]:
        return ""
    n, two = int(at["patients"]), definition.entry_rule == EntryRule.TWO_MONTHS
    before = "As far before both months" if two else "As far before it"
    below = "below the earlier of them" if two else "below the baseline too"
    against = (
        "after the session against their baseline month, before it against the earlier one asked "
        "for"
        if two
        else "both against their baseline month"
    )
    return (
        f"{sentence_case(_same(n))}, {against}. {before}, "
        f"{share(int(at['responders_back']), n)} were at least {definition.threshold}% {below}; "
        f"after session {session}, {share(int(at['responders_ahead']), n)}. "
        "Subtracting does not give an effect."
        + (f" {_entered(limits, definition)}" if _not_met(limits) else "")
    )


def _same(patients: int) -> str:
    """One patient is not the same as any other."""
    return "one patient" if patients == 1 else f"the same {patients:,} patients"


def beside_a_rate(found: AsFarBefore | None, definition: Definition) -> str:
    """Months as far before the baseline: 9 of 83 (11%) were at least 50% below the baseline too.

    Where none is recorded: that it cannot be told, what would tell, and whether nearer months are;
    None: no single days are. Nothing where nobody is judged. (markdown)
    """
    if found is None:
        return f"{CANNOT} without single days."
    if not found.judged:
        return ""
    if not found.patients:
        days = f"{int(found.days_needed):,} days"
        why = f"{CANNOT}: no diary is full enough {days} before session 1."
        whose = f" of {counted(found.nearer, 'patient')}"
        nearer = f" {NEARER.format(whose=whose)}" if found.nearer else ""
        return (NOT_COMPARED if found.left_out else why) + nearer
    return as_far_before(found.reached, found.patients, definition)


def as_far_before(reached: int | None, of: int | None, definition: Definition) -> str:
    """Months as far before the baseline: 9 of 83 (11%) were at least 50% below the baseline too.

    None: a count that may not leave the clinic.
    """
    two = definition.entry_rule == EntryRule.TWO_MONTHS
    before, it = (
        ("both months asked for", "the earlier") if two else ("the baseline", "the baseline")
    )
    if reached is None or of is None:
        told = "how many" if of is None else f"how many of {of:,}"
        return (
            f"Months as far before {before}: {told} were at least {definition.threshold}% below "
            f"{it} too is not shown."
        )
    return (
        f"Months as far before {before}: {share(reached, of)} were at least "
        f"{definition.threshold}% below {it} too. {NO_EFFECT}"
    )


def title(around: pd.DataFrame) -> str:
    """The baseline month is the highest of the twelve"""
    months = around[(around["what"] == MeanOf.MONTH) & (around["month"] != -1)]
    others = [half_up(float(mean), 1) for mean in months["mean_days"].dropna()]
    baseline = around.set_index("what")["mean_days"][MeanOf.BASELINE]
    level, total = half_up(float(baseline), 1), len(others) + 1
    of_all = MONTHS.get(total, f"{total} recorded")
    higher = sum(mean > level for mean in others)
    if higher:
        if higher == len(others):
            return f"The baseline month is the lowest of the {of_all}"
        return (
            f"{higher} of {counted(len(others), 'other month')} "
            f"{'is' if higher == 1 else 'are'} higher than the baseline month"
        )
    if not others:
        return "Only the baseline month is recorded"
    if all(mean == level for mean in others):
        return f"All {of_all} months are alike"
    if level in others:
        return f"No other of the {of_all} months is higher than the baseline month"
    return f"The baseline month is the highest of the {of_all}"


def how_to_read(around: pd.DataFrame, limits: pd.Series, definition: Definition) -> str:
    """What is drawn of whom, and what the marks are."""
    n, session = int(limits["patients"]), int(limits["session"])
    scaled = f", scaled to {definition.month}" if definition.month != 28 else ""
    back = "as far before" if window_back(around) == MeanOf.BACK else "the latest recorded before"
    two = definition.entry_rule == EntryRule.TWO_MONTHS
    level = "each against its grey level." if two else "both against the grey level."
    lines = "Lines: 95% intervals." if n >= FEWEST_FOR_T else "Under 8 patients: no intervals."
    return (
        f"Mean {definition.days.words} a month, {_same(n)}, months of 28 "
        f"days from session 1{scaled}. Large filled: after session {session}; hollow: {back}; "
        f"{level} {lines} n: with half of the month recorded."
    )


def not_to_trust(look_back: pd.DataFrame, limits: pd.Series, definition: Definition) -> list[str]:
    """The limits of the look back, each with the sign of it that these records show. (markdown)"""
    met = "" if _not_met(limits) else _entered(limits, definition)  # else above the picture
    told = [_without(look_back, limits), met]
    if limits["patients"]:
        signs = (
            _others(limits, definition),
            _given_before(limits, definition),
            _recorded(limits, definition),
        )
        told = [_first_bad_month(limits, definition), *signs, *told]
    return [one for one in told if one]


def _first_bad_month(limits: pd.Series, definition: Definition) -> str:
    told = "Let in at their *first* bad month, the look back shows too much."
    low, high = limits["before_low"], limits["before_high"]
    if pd.isna(low):
        return f"{told} Whether they were cannot be seen: too few recorded the months before."
    two = definition.entry_rule == EntryRule.TWO_MONTHS
    month = f"The month before {'both asked for' if two else 'the baseline'}"
    held = (
        f"{month} held {number(limits['month_before'])} {definition.days.words}, the four before "
        f"it {number(limits['earlier'])} ({_apart(low, high)})."
    )
    sign = "A sign of it here." if high < 0 else "No clear sign of it."
    if low > 0:
        sign = "No sign of it here: that month was not lower."
    return f"{told} {sign} {held}"


def _apart(low: float, high: float) -> str:
    """difference: 95% interval 1.7 to 3.1 more"""
    return f"difference: {interval_of_a_change(low, high, 'fewer', 'more')}"


def _others(limits: pd.Series, definition: Definition) -> str:
    other = f"Another {definition.therapy.others_in_words}"
    if pd.isna(limits["other_begun"]):
        return (
            f"{other} begun in the {OTHERS_WITHIN} days before session 1 would show too little; no "
            "other treatment is recorded at all."
        )
    n, of = int(limits["other_begun"]), int(limits["judged"])
    began = f"{other} began in the {OTHERS_WITHIN} days before session 1 in"
    if not n:
        return f"{began} none of {of:,} judged; where one does, it shows too little."
    return (
        f"{began} **{n:,} of {of:,}** judged: there it shows too little. Whoever began one in the "
        "month looked back at is left out."
    )


def _given_before(limits: pd.Series, definition: Definition) -> str:
    """How many had the treatment itself before session 1; nothing where files never say it."""
    if pd.isna(limits["given_before"]):
        return ""
    given = f"{sentence_case(definition.therapy.what)} before session 1"
    n, known, of = (int(limits[part]) for part in ("given_before", "given_before_known", "judged"))
    if not known:
        return f"{given}: not recorded whether anybody had it. {MOVES_EARLIER}"
    whom = f"{known:,} judged" if known == of else f"{known:,} of whom it is known"
    if not n:
        return f"{given}: none of {whom}."
    return f"{given}: **{n:,} of {whom}**, nobody knows when. {MOVES_EARLIER}"


def _recorded(limits: pd.Series, definition: Definition) -> str:
    back, ahead = (number(limits[f"recorded_{side}"]) for side in ("back", "ahead"))
    return (
        f"Recorded days: {back} of {number(limits['window_days'])} back, {ahead} ahead. Free days "
        f"left out look like more {definition.days.words}."
    )


def _without(look_back: pd.DataFrame, limits: pd.Series) -> str:
    at = mirrored(look_back, int(limits["session"]))
    if at is None or not limits["judged"]:
        return ""
    n, of = int(at["patients_without_back"]), int(limits["judged"])
    if not n:
        return f"{'The one has' if of == 1 else f'All {of:,} have'} a month as far before."
    told = _changed(at["change_without_back"])
    out = int(limits["left_out"])
    why = f" ({out:,} of them recorded it: {LEFT_OUT_SHORT})" if out else ""
    return f"**{n:,} of {of:,}** have no month as far before{why}; they had {told} on average."


def _not_met(limits: pd.Series) -> bool:
    """Does somebody's month hold fewer days than the stated rule asks for?"""
    return bool(pd.notna(limits["under_entry"]) and limits["under_entry"])


def _entered(limits: pd.Series, definition: Definition) -> str:
    """Whether the recorded months are as the stated rule asks; nothing without one."""
    if pd.isna(limits["under_entry"]):
        return ""
    n, of, open_ = (int(limits[name]) for name in ("under_entry", "judged", "entry_not_known"))
    unknown = f"; of {open_:,} a month is not recorded" if open_ else ""
    return (
        f"Stated: {entry_told(definition)}. **{n:,} of {of:,}** recorded fewer, scaled to "
        f"{definition.month} days{unknown}."
    )


def stands_beside(controls: pd.DataFrame, definition: Definition, session: int) -> list[str]:
    """Usual care and placebo as they were published, and what differs here."""
    controls = controls.sort_values("kind", ascending=False, kind="stable")  # usual care first
    differs = dict.fromkeys(_differs(row, definition, session) for row in controls.iloc)
    found = [_control(row, definition) for row in controls.iloc]
    return [*found, *differs, NOT_CONTROL]


def _control(row: pd.Series, definition: Definition) -> str:
    """Usual care, Vickers 2004: 12.5% of 136 had at least 50% fewer headache days, month 3."""
    study = short(row["study"], definition.therapy).replace(f", {row['arm']}", "")
    n, when = f"{int(row['n']):,}", row["window"].replace("-", " to ")
    if row["unit"] == Unit.PERCENT:
        least = row["outcome"].rpartition(" ")[2]  # responders >= 50%
        told = f"{beside(row['value'], 1)} of {n} had at least {least} fewer {row['measure']}"
    else:
        told = f"{fewer(row['value'])} {row['measure']} a month, mean of {n}"
    return f"{KINDS[Arm(row['kind'])]}, {study}: {told}, {when}."


def _differs(row: pd.Series, definition: Definition, session: int) -> str:
    """What of a published result is not as here."""
    later = int(row["our_session"]) != session
    other = [
        word
        for word, is_other in (
            ("another measure", row["our_measure"] != definition.measure),
            ("another time", row["our_window"] != definition.window or later),
        )
        if is_other
    ]
    here = f" {sentence_case(' and '.join(other))} than here." if other else ""
    kind, why = KINDS[Arm(row["kind"])], row["cannot_match"].partition(";")[0]
    return f"{kind}: {why}.{here}"


def beside_a_study(told: str, session: int, definition: Definition) -> str:
    """The sentence beside a rate, where another definition is the page's."""
    if not told:
        return ""
    return f"Counted as in {called(definition)}, session {session}: {told[0].lower()}{told[1:]}"


def latest_told(look_back: pd.DataFrame, session: int) -> str:
    """How many have a nearer month alone, which is in the table and not subtracted."""
    at, first = _row(look_back, session, LATEST), mirrored(look_back, session)
    if at is None or first is None or not first["patients"]:
        return ""
    return (
        f"Of {counted(int(at['patients']), 'patient')} only a nearer month is recorded: a row of "
        "its own in the table, of which nothing is subtracted."
    )
