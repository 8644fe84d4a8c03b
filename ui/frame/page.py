"""The frame of every page: configuration, navigation, sidebar, question, strip, foot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from clinic.access import CHOOSE
from ui.access import sign_in
from ui.frame import fit
from ui.frame.controls import (
    change_definition_dialog,
    definition_control,
    forget_button,
    waiting_choices,
)
from ui.frame.filters import chips, filter_controls
from ui.frame.invitations import invite
from ui.frame.lost import say_when_lost
from ui.frame.navigation import BY_LABEL, Page, found_in, navigation, note
from ui.showing import picture
from ui.showing.show import inert
from ui.tab import history, returning, state
from ui.tab.cohort import Cohort, current_cohort
from words.definitions import called, in_words, primary
from words.foot import FOOT, named, sites_told
from words.glossary import PRIMARY_IN_SHORT, in_short
from words.needs import ONE_IS_NO_GROUP, why_not
from words.numbers import counted
from words.plan import as_planned, differences

ICON = Path(__file__).parent / "icon.png"

WHO_COUNTS = ("Baseline", "Due", "Judged", "Waiting")  # told beside their numbers
MOST_BUTTONS = 10  # sessions side by side; more become a list


def open_page(title: str, keeps: tuple[str, ...] = (), *, bare: bool = False) -> None:
    """The first line of every page: nothing is shown before it. ``keeps``: its own query keys.

    ``bare``: without sidebar, for a projector.
    """
    history.note()
    st.set_page_config(
        page_title=f"{title} · Clear Days",
        page_icon=str(ICON),
        layout="wide",
        initial_sidebar_state="auto",
    )
    fit.style()
    page = BY_LABEL[title]
    # Where she arrives after signing in: who may not see patients is led to what she may see.
    arrives = not page.address and not st.query_params
    # First: it may take all of another person out of the tab.
    sign_in.admit(page.rights, instead=sign_in.EVERY_PAGE if arrives else "")
    st.session_state.page_open = page
    picture.begin()
    state.arrive(link_counts=sign_in.may(*CHOOSE))
    if sign_in.may(*CHOOSE):
        history.follow()
    returning.keep()  # what stands on the screen, after Back and Forward too
    st.session_state.cohort = current_cohort()
    if not bare:
        with st.sidebar:
            navigation(page)
            loaded = state.records()
            if loaded is not None and not loaded.synthetic:
                forget_button("side")
            if sign_in.may(*CHOOSE):
                _choices(st.session_state.cohort)
            sign_in.account()
    state.write_address(keeps)
    history.remember()
    for problem in st.session_state.link_problems:
        st.warning(problem)
    _not_carried()
    for sentence in state.told():
        st.info(sentence)


def _not_carried() -> None:
    """Above the headline, because its figures may be of more patients than the sender's."""
    if told := state.not_carried_told():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.warning(told)
            st.button("Go without it", type="tertiary", on_click=state.go_without)


def _choices(cohort: Cohort | None) -> None:
    definition_control()
    loaded = state.records()
    if loaded is not None and cohort is not None:
        found = cohort.result
        filter_controls(loaded, found.patients, found.everybody.patients, cohort.records.cut_off)
    else:
        waiting_choices()


def ask(
    text: str,
    *,
    by_session: bool = False,
    control: Callable[[Cohort], None] | None = None,
    about: Callable[[Cohort], str] | None = None,
    also: Callable[[Cohort], bool] = lambda cohort: False,
) -> Cohort:
    """The page's question, small, and whose records answer it; ends the page if nobody's can.

    At the right of the question stands one control: the session looked at (``by_session``), or
    the page's own. ``about`` replaces the cohort's numbers in the strip. ``also``: what answers it
    where nobody had a session so far.
    """
    cohort: Cohort | None = st.session_state.cohort
    answers = cohort is not None and (cohort.answers or also(cohort))
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.title(text, anchor=False, width="content")
        if cohort and answers and by_session:
            _session_control(cohort)
        elif cohort and answers and control:
            control(cohort)
    if cohort is None or not answers:
        invite(cohort)
        foot()
        st.stop()
    strip(cohort, about(cohort) if about else treated(cohort))
    page: Page = st.session_state.page_open
    why, helps = why_not(page.needs, cohort.records, page.shows)
    told = f"**{why}** {helps}" if why else ""
    if not told and page.of_a_group and cohort.result.patients == 1:
        told = ONE_IS_NO_GROUP
    if told:
        headline(told)
        foot(cohort)
        st.stop()
    return cohort


def question(text: str) -> None:
    """The question of a page that needs no records."""
    st.title(text, anchor=False)


def _session_control(cohort: Cohort) -> None:
    st.session_state.session_looked_at = cohort.session

    def write() -> None:
        state.change(session=st.session_state.session_looked_at)

    options = list(range(1, cohort.result.last_session + 1))
    with st.container(
        horizontal=True, vertical_alignment="center", width="content", gap="small", wrap=True
    ):
        definition = cohort.settings.definition
        st.markdown(
            f":gray[After session :small[({primary(definition, cohort.session)})]]",
            width="content",
            help=PRIMARY_IN_SHORT,
        )
        shared: dict[str, Any] = {
            "options": options,
            "key": "session_looked_at",
            "required": True,
            "on_change": write,
            "label_visibility": "collapsed",
        }
        if len(options) <= MOST_BUTTONS:
            st.segmented_control("After session", **shared)
        else:
            st.selectbox("After session", width=90, **shared)


def treated(cohort: Cohort) -> str:
    first = cohort.result.rates.iloc[0]
    return (
        f"**{int(first['started']):,}** treated · "
        f"**{int(first['usable_baseline']):,}** with a usable baseline"
    )


def strip(cohort: Cohort, about: str) -> None:
    """Whose records, up to when, how many; and the Definition in words, with a way to change it."""
    definition = cohort.settings.definition
    badge, source = "", inert(named(cohort.records.names))
    if cohort.records.synthetic:
        every = int(cohort.result.everybody.last_dates["recorded"].sum())
        sites = sites_told(cohort.records.patients["site"].nunique(), every)
        badge, source = ":orange-badge[SYNTHETIC] ", f"Sample clinic{sites}"
    if cohort.assumed:
        badge += ":orange-badge[ASSUMED FREE DAYS] "
    if differences(cohort.settings):
        badge += ":orange-badge[NOT AS PLANNED] "
    if not sign_in.may(*CHOOSE):  # no counts that were not looked at for small cells
        words = f"{called(definition)}: {in_words(definition)}"
        st.markdown(f"{badge}:gray[:small[{source} · {cohort.until} · {words}]]")
        return
    with st.container(gap=None):
        st.markdown(
            f"{badge}:gray[:small[{source} · {cohort.until} · {about}]]",
            help=in_short(definition.therapy, WHO_COUNTS),
        )
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="strip"):
            words = f"Counted as in {called(definition)}: {in_words(definition)}"
            st.markdown(f":gray[:small[{words}]]", width="content")
            if st.button("Change", icon=":material/tune:", type="tertiary"):
                change_definition_dialog()
            if told := cohort.remarks:
                with st.popover(counted(len(told), "remark"), type="tertiary"):
                    st.markdown("\n".join(f"- {inert(sentence)}" for sentence in told))
    chips()


def headline(text: str, in_short: str = "") -> None:
    """The answer: the largest text of the page, in markdown (blue for the finding).

    What is blue, or ``in_short``, stands beside the page's name on *All pages*.
    """
    st.header(text, anchor=False)
    st.session_state.answer = text  # what a chart without a number in its title shows
    note(st.session_state.page_open, st.session_state.cohort, in_short or found_in(text))


def foot(cohort: Cohort | None = None, rests_on: str = "") -> None:
    """What the page rests on: ``rests_on``, else the cohort's foot, else what was planned."""
    told = rests_on or (cohort.foot if cohort else as_planned(state.settings()))
    with st.container(gap="xxsmall"):
        if told:
            st.markdown(f":gray[:small[{inert(told)}]]")
        st.markdown(f":gray[:small[{FOOT}]]")
        say_when_lost()
        fit.follow(st.session_state.page_open.address)
