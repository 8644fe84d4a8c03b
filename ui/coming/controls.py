"""How is a day, a week, an order or a list of ids chosen?"""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from analytics.frames import CANONICAL
from clinic.access import KEEP
from importing.pasted import pasted as read_pasted
from ui.coming import chosen
from ui.showing.downloads import download
from ui.tab import returning, state
from ui.tab.cohort import Cohort
from words.numbers import sentence_case
from words.pages.today import briefly, listed_told

AS_LISTED = "As listed"
PLACE = "08:40 P-0131\n09:00 P-0162\nP-0147"


def choose_day(cohort: Cohort) -> None:
    """Earlier and later, the day itself, and whether its whole week is looked at."""
    found = chosen.coming(cohort)
    if not chosen.every_day(cohort) or chosen.has_pasted():
        return
    here, known = chosen.looked_at(cohort), chosen.days(found)
    first = chosen.first_of(here)
    before = [day for day in known if day < first]
    after = [day for day in known if day >= first + chosen.stretch()]
    with st.container(horizontal=True, width="content", gap="small", vertical_alignment="center"):
        _step("Earlier", ":material/chevron_left:", before[-1] if before else None)
        st.session_state.coming_day_shown = here
        st.selectbox(  # one stop of the keyboard; a field of a date has four
            "Day",
            chosen.every_day(cohort),
            key="coming_day_shown",
            format_func=lambda day: f"{briefly(day)} {day.year}",
            required=True,
            label_visibility="collapsed",
            width=170,
            on_change=lambda: chosen.look_at(st.session_state.coming_day_shown),
        )
        _step("Later", ":material/chevron_right:", after[0] if after else None)
        st.session_state.setdefault(chosen.SPAN, chosen.DAY)
        st.segmented_control(
            "Day or week",
            [chosen.DAY, chosen.WEEK],
            key=chosen.SPAN,
            required=True,
            label_visibility="collapsed",
            persist_state="session",
        )


def _step(label: str, icon: str, to: date | None) -> None:
    """To the nearest day on which somebody comes."""
    st.button(
        label,
        key=f"coming_{label.lower()}",
        icon=icon,
        help=f"{label}: {briefly(to)}" if to else f"Nobody comes {label.lower()}",
        disabled=to is None,
        on_click=lambda: chosen.look_at(to),
    )


def choose_order() -> None:
    """By time or by id; a pasted list has an order of its own in place of time."""
    pasted = chosen.has_pasted()
    st.segmented_control(
        "Order",
        [chosen.BY_TIME, chosen.BY_ID],
        format_func=lambda order: AS_LISTED if pasted and order == chosen.BY_TIME else order,
        key=chosen.ORDER,
        default=chosen.BY_TIME,
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )


def paste_a_list(cohort: Cohort) -> None:
    """A list of ids as the clinic's own program shows it; nothing of it is sent on or written."""
    st.markdown(
        ":gray[:small[One id a line, in the order in which they come. A time before or "
        "after the id is kept.]]"
    )
    text = st.text_area(
        "The day's list",
        key="coming_text",
        placeholder=PLACE,
        height=150,
        label_visibility="collapsed",
    )
    read = read_pasted(text, chosen.known_ids(cohort))
    here = chosen.left_by_filters(cohort, read)
    if text.strip():
        hidden = len(read.found) - len(here)
        st.markdown(listed_told(len(here), read.unknown, hidden, read.not_read))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            "Show them",
            key="coming_show",  # never disabled: the click that leaves the text counts
            type="primary",
            icon=":material/arrow_forward:",
            on_click=lambda: _show_pasted(cohort),
        )
        st.markdown(f":gray[:small[{returning.how_a_list_is_kept()}]]", width="content")


def _show_pasted(cohort: Cohort) -> None:
    """Show who of the text as it stands now is found; nobody: what is told beside it stays."""
    read = read_pasted(st.session_state.coming_text, chosen.known_ids(cohort))
    if chosen.left_by_filters(cohort, read):
        chosen.keep_pasted(read)


def other_ways(cohort: Cohort) -> None:
    """What can be done where no file names who comes: paste a list, or add the dates."""
    left, right = st.columns(2, gap="medium")
    with left.container(border=True, height="stretch"):
        st.subheader("Paste the day's list", anchor=False)
        paste_a_list(cohort)
    with right.container(border=True, height="stretch"):
        st.subheader("Or add the dates to sessions.csv", anchor=False)
        needs = "" if cohort.records.cut_off else "Beside a diary: "
        told = f"{needs}rows dated after the last diary day are appointments. "
        st.markdown(f":gray[:small[{sentence_case(told)}The time may be left out.]]")
        day = (cohort.records.cut_off or date.today()) + pd.Timedelta(days=2)
        rows = [("P-0131", "08:40"), ("P-0162", "09:00"), ("P-0147", "")]
        example = [(one, f"{day:%Y-%m-%d}", time) for one, time in rows]
        st.table(pd.DataFrame(example, columns=["patient_id", "session_date", "session_time"]))
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.page_link(
                "pages/load.py",
                label="Load data",
                icon=":material/upload_file:",
                query_params=state.address(),
                width="content",
            )
            download(
                "Download the template",
                CANONICAL["sessions"].template,
                "sessions.csv",
                "text/csv",
                right=KEEP,
                type="tertiary",
                icon=":material/download:",
            )
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown("**Without a list**", width="content")
        for file, label in (
            ("pages/records.py", "Records to look at"),
            ("pages/patient.py", "One patient, by id"),
            ("pages/patients.py", f"All {cohort.result.patients:,}"),
        ):
            st.page_link(
                file,
                label=label,
                icon=":material/chevron_right:",
                query_params=state.address(),
                width="content",
            )
