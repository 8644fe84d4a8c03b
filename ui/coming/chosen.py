"""Which day, or week, or pasted list is looked at in this tab, and in which order?

None of it stands in an address: what was pasted waits beside the records, in memory alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import streamlit as st

from analytics.appointments import appointments, sessions_so_far
from analytics.coming import Comes
from analytics.order import natural
from importing.pasted import KnownIds, Pasted
from ui.tab.cohort import Cohort
from ui.tab.remembered import remembered
from ui.tab.whole import whole

DAY, WEEK = "Day", "Week"
BY_TIME, BY_ID = "By time", "By id"
LOOKED_AT, SPAN, ORDER, PASTED = "coming_day", "coming_span", "coming_order", "coming_pasted"


@remembered(12)
def _appointments(name: str, every: bool, _cohort: Cohort) -> pd.DataFrame:
    settings = _cohort.result.settings
    return appointments(_cohort.result.loaded, replace(settings, filters=()) if every else settings)


def coming(cohort: Cohort) -> pd.DataFrame:
    """The appointments of those whom the filters leave: the table ``appointments``."""
    found: pd.DataFrame = _appointments(cohort.name, False, cohort, shared=cohort.shared)
    return found


def every_day(cohort: Cohort) -> list[date]:
    """The days on which somebody comes, whatever the filters leave."""
    return days(_appointments(cohort.name, True, cohort, shared=cohort.shared))


def somebody_comes(cohort: Cohort) -> bool:
    """Is there an appointment of those whom the filters leave, or were all sessions still to come?

    Filters that leave nobody at all are said to do so, as on every page.
    """
    if len(coming(cohort)):
        return True
    return not cohort.result.everybody.patients and bool(every_day(cohort))


def days(found: pd.DataFrame) -> list[date]:
    """The days on which somebody comes, in order."""
    return [day.date() for day in found["session_date"].drop_duplicates()]


def looked_at(cohort: Cohort) -> date:
    """The day chosen, on which somebody comes; else today or the next such day, or the first.

    No filter moves it: it is found among all appointments."""
    chosen: date | None = st.session_state.get(LOOKED_AT)
    known, today = every_day(cohort), date.today()
    if chosen in known:
        return chosen
    return next((day for day in known if day >= today), known[0] if known else today)


@whole
def look_at(day: date | None) -> None:
    st.session_state[LOOKED_AT] = day


def is_week() -> bool:
    return bool(st.session_state.get(SPAN, DAY) == WEEK)


def first_of(day: date) -> date:
    """The first day of what is looked at: the day, or the Monday of its week."""
    return day - timedelta(days=day.weekday()) if is_week() else day


def stretch() -> timedelta:
    return timedelta(days=7 if is_week() else 1)


def of_the_day(found: pd.DataFrame, day: date) -> list[Comes]:
    """Who comes on that day or in that week, once for each appointment, in the order chosen."""
    first = pd.Timestamp(first_of(day))
    within = found["session_date"].between(first, first + stretch() - pd.Timedelta(days=1))
    rows = found[within]
    return in_order(
        Comes(str(row.patient_id), int(row.session), row.session_date, str(row.session_time))
        for row in rows.itertuples()
    )


def in_order(who: Iterable[Comes]) -> list[Comes]:
    """By time, as the files and lists have it; or by id. Days follow each other in any case."""
    listed = list(who)
    if st.session_state.get(ORDER, BY_TIME) == BY_TIME:
        return listed
    return sorted(listed, key=lambda one: (one.date or pd.Timestamp(0), natural(one.patient_id)))


def order_told(who: Sequence[Comes]) -> str:
    """In order of time; of the list as it was pasted; of ids."""
    if st.session_state.get(ORDER, BY_TIME) == BY_ID or not (
        has_pasted() or any(one.time for one in who)
    ):
        return "in order of id"
    return "in the order of the list" if has_pasted() else "in order of time"


def pasted(cohort: Cohort) -> list[Comes]:
    """Those of the pasted list whom the filters leave, in its order; the session that is due."""
    loaded = cohort.result.loaded
    had, dated = sessions_so_far(loaded, cohort.settings.cut_off), len(loaded.sessions) > 0
    booked = coming(cohort).drop_duplicates("patient_id").set_index("patient_id")["session_date"]
    here = left_by_filters(cohort, the_list())
    return in_order(
        Comes(
            line.patient_id,
            int(had.get(line.patient_id, 0)) + 1 if dated else None,
            None,
            line.time,
            booked.get(line.patient_id),
        )
        for line in the_list().found
        if line.patient_id in here
    )


def the_list() -> Pasted:
    """The pasted list with what of it is in no file; nobody where none is looked at."""
    found: Pasted | None = st.session_state.get(PASTED)
    return found or Pasted((), ())


def has_pasted() -> bool:
    return bool(the_list().found)


@whole
def keep_pasted(read: Pasted | None) -> None:
    st.session_state[PASTED] = read


def left_by_filters(cohort: Cohort, read: Pasted) -> frozenset[str]:
    """Who of a list is among those looked at? Also those with a diary, or an appointment, alone."""
    ids = frozenset(line.patient_id for line in read.found)
    found: frozenset[str] = _left(cohort.name, ids, cohort, shared=cohort.shared)
    return found


@remembered(4)
def _left(name: str, ids: frozenset[str], _cohort: Cohort) -> frozenset[str]:
    here = {one for one in ids if _cohort.has(one)}
    if others := ids - here:
        diary = _cohort.records.only(list(others)).diary
        here |= others & {*coming(_cohort)["patient_id"], *diary["patient_id"].unique()}
    return frozenset(here)


def known_ids(cohort: Cohort) -> KnownIds:
    """Everybody of whom the files hold a session or a recorded day, whatever the filters leave."""
    found: KnownIds = _known(cohort.result.loaded.digest, cohort, shared=cohort.shared)
    return found


@remembered(2)
def _known(digest: str, _cohort: Cohort) -> KnownIds:
    loaded = _cohort.result.loaded
    elsewhere = (loaded.sessions, loaded.counts, loaded.cycles, loaded.diary)
    ids = (str(one) for frame in elsewhere for one in frame["patient_id"].unique())
    return KnownIds(frozenset(ids))
