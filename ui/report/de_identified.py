"""Data without ids and dates: under which key, with which columns, and how many are then alike?"""

from __future__ import annotations

import streamlit as st

from analytics.definitions import FEWEST_ALIKE
from analytics.privacy import new_key, read_key
from clinic.access import DE_IDENTIFIED
from reports.data_zip import FILTERED, data_zip
from reports.de_identified import (
    DEFAULT_COLUMNS,
    WITHOUT_REASONS,
    how_many_are_alike,
    reasons_stay,
    settings_to_hand_on,
)
from reports.may_leave import columns_of_patients, why_not_offered
from ui.access.sign_in import may
from ui.showing.downloads import download
from ui.showing.show import inert
from ui.tab import state
from ui.tab.cohort import Cohort
from ui.tab.remembered import remembered


def offer_de_identified(cohort: Cohort) -> None:
    """The package for others; what it gives away is told before it can be saved."""
    if not may(DE_IDENTIFIED):
        return
    settings = state.settings()
    with st.expander("Data for others, de-identified"):
        st.markdown(
            "Ids are replaced under a key, dates become days from the first session, ages become "
            "bands. No cut-off and no date leaves, no column that you do not choose, and nothing "
            "of windows that are still open. Two packages from different days tell dates by what "
            "has closed in between, under another key too: hand out one. Who has the key can make "
            "the ids again: keep it away from the data."
        )
        key = _key()
        offered, reasons = _leaving(cohort.name, cohort, shared=cohort.shared)
        columns = tuple(
            st.multiselect(
                "Columns that leave",
                offered,
                default=[name for name in DEFAULT_COLUMNS if name in offered],
                format_func=lambda name: str(name).replace("_", " "),
                help="The day of a stop leaves as a day from the first session.",
            )
        )
        if kept := not_offered_in_words(reasons):
            st.markdown(kept)
        if reasons_stay(cohort.outcomes, columns):
            st.markdown(WITHOUT_REASONS)
        if settings_to_hand_on(settings, columns).filters != settings.filters:
            st.markdown(FILTERED)
        st.markdown(_alike(cohort.name, columns, cohort, shared=cohort.shared))
        every_day = st.toggle("With every recorded day and session")
        adam = st.toggle(
            "Column names of CDISC ADaM", help="USUBJID, AVISITN, AVAL, BASE, CHG, ..."
        )
        if not key:
            st.markdown(":gray[A key is needed first.]")
            return
        parts = ["de_identified", settings.definition.name]
        parts += ["SYNTHETIC"] if cohort.records.synthetic else []
        download(
            "De-identified data",
            lambda: data_zip(
                cohort.result, settings, key=key, columns=columns, adam=adam, every_day=every_day
            ),
            f"{'_'.join(parts)}.zip",
            "application/zip",
            right=DE_IDENTIFIED,
            settings=settings,
            icon=":material/folder_zip:",
        )


@remembered(6)
def _leaving(name: str, _cohort: Cohort) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """The columns that may leave, and why others may not."""
    return columns_of_patients(_cohort.records), why_not_offered(_cohort.records)


@remembered(12)
def _alike(name: str, columns: tuple[str, ...], _cohort: Cohort) -> str:
    return alike_in_words(_cohort, columns)


def _key() -> str:
    """The key of this tab: made here and shown once, or typed in; "" while there is none."""
    st.button("Make a key", on_click=_make_key, icon=":material/key:", disabled=_shown())
    if _shown():
        st.code(st.session_state.made_key, language=None)
        st.markdown(
            "This key is shown only once. Keep it where the data are not: with it the same "
            "patients get the same ids next time."
        )
        st.button("I have kept it", on_click=_hide_key)
    elif st.session_state.get("made_key"):
        st.markdown(":gray[The key that was made here is used. It is not shown again.]")
    typed = st.text_input("Or a key from an earlier time", type="password", key="hash_key")
    if not typed:
        made: str = st.session_state.get("made_key", "")
        return made
    try:
        return read_key(typed)
    except ValueError as problem:
        st.error(str(problem))
        return ""


def _shown() -> bool:
    return bool(st.session_state.get("made_key_shown"))


def _make_key() -> None:
    st.session_state.made_key, st.session_state.made_key_shown = new_key(), True


def _hide_key() -> None:
    st.session_state.made_key_shown = False


def not_offered_in_words(reasons: list[tuple[str, list[str]]]) -> str:
    """Which columns stay here and why, in a sentence; "" where none does."""
    told = []
    for reason, names in reasons:
        words = ", ".join(f"*{inert(name.replace('_', ' '))}*" for name in names)
        several = len(names) > 1
        why = reason.format(it="them" if several else "it", holds="hold" if several else "holds")
        told.append(f"{words} ({why})")
    return f"Not offered: {'; '.join(told)}." if told else ""


def alike_in_words(cohort: Cohort, columns: tuple[str, ...]) -> str:
    """How many share what leaves of them with too few, in a sentence."""
    sizes = how_many_are_alike(cohort.records, cohort.outcomes, columns)["patients"]
    everyone, few = int(sizes.sum()), int(sizes[sizes < FEWEST_ALIKE].sum())
    alone = int((sizes == 1).sum())
    told = [str(name).replace("_", " ") for name in columns]
    what = ", ".join([*told, "number of sessions and days of the sessions"])
    return (
        f"**{few:,} of {everyone:,} patients** share their {what} with so few others that "
        f"together they are fewer than {FEWEST_ALIKE}; **{alone:,}** of them with nobody. "
        "Who knows these of a patient can find the row."
    )
