"""In which bands are those due, and does a response last? For its page and for documents."""

from __future__ import annotations

import math

import pandas as pd

from analytics.codes import Band, Response
from analytics.definitions import Definition
from words.percents import percent, rounding_told, share
from words.response import accent, told_of


def headline(bands: pd.DataFrame, session: int, definition: Definition) -> str:
    """After session 2, of 114 due: 38 had at least 50% fewer, 17 got worse, 11 are not judged."""
    at = bands[bands["session"] == session].set_index("band")["patients"]
    due = int(at.sum())
    half = int(at[Band.UNDER_75] + at[Band.OVER_75])
    found = accent(f"{half:,} had at least 50% fewer", definition)
    return (
        f"**After session {session}, of {due:,} due: {found}, "
        f"{at[Band.WORSE]:,} got worse, {at[Band.NOT_JUDGED]:,} are not judged.**"
    )


BANDS = {
    Band.WORSE: "More days than before session 1",
    Band.UNDER_30: "0 to under 30% fewer",
    Band.UNDER_50: "30 to under 50% fewer",
    Band.UNDER_75: "50 to under 75% fewer",
    Band.OVER_75: "75% or more fewer",
    Band.NOT_JUDGED: "Due, not judged",
}


def band_listed(session: int, band: str) -> str:
    """What the list of one band's patients is called: 75% or more fewer, after session 2."""
    return f"{BANDS[Band(band)]}, after session {session}"


def bands_rounded(bands: pd.DataFrame, decimals: int) -> str:
    """After which sessions the shares of those due, in percent, do not add to 100, if any."""
    sessions = bands.groupby("session")["patients"]
    return rounding_told({f"session {k}": list(n) for k, n in sessions}, decimals)


def ever(five: pd.DataFrame, definition: Definition) -> str:
    """Ever 55 of 132 (42%), sustained 22 of 71 (31%)."""
    rows = five.set_index("response")
    told = ", ".join(
        f"{name} {share(int(rows.loc[name, 'patients']), int(rows.loc[name, 'of']))}"
        for name in Response
    )
    chance = rows.loc[Response.EVER, "share_by_chance"]
    remark = (
        f" If everyone's days truly fell by 40%, chance alone would make {percent(chance)} *ever* "
        f"{told_of(definition).them}."
        if not math.isnan(chance)
        else ""
    )
    return f"{told[:1].upper()}{told[1:]}.{remark}"
