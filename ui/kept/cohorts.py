"""Keeping records, opening them again, and what changed since."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import streamlit as st
from sqlalchemy import Engine

from analytics.changes import changed_patients, changed_rates, changed_rows
from analytics.records import Records
from analytics.settings import Settings
from clinic import cohorts, trail
from clinic.access import ADMINISTER, CHOOSE, KEEP, OPEN, PATIENTS, seen_by
from clinic.cohorts import Damaged, KeptCohort, NotKept, Provenance, Version
from clinic.database import NotReachable
from importing import ImportReport
from ui.access import sign_in
from ui.access.database import engine
from ui.kept.told import at, who_told
from ui.showing.show import rows_of
from ui.tab import state
from ui.tab.whole import whole
from words.chosen import in_words
from words.definitions import in_full
from words.foot import named
from words.numbers import counted, day, inert
from words.studies import unknown_study

RETENTION = {"no end": None, "1 year": 365, "3 years": 3 * 365, "10 years": 3652}


def database() -> Engine:
    """The database, or a sentence and the end of the page."""
    try:
        return engine()
    except NotReachable as problem:
        st.header(str(problem), anchor=False)
        st.stop()
        raise


def cohorts_of(kept: Engine) -> list[KeptCohort]:
    """What is kept, or a sentence and the end of the page."""
    try:
        return cohorts.listed(kept)
    except NotReachable as problem:
        st.header(str(problem), anchor=False)
        st.stop()
        raise


def offer_to_keep(kept: Engine) -> None:
    """A name and a note for the records of this tab; what was kept just now is told."""
    if told := st.session_state.pop("kept_told", ""):
        st.success(told)
    records = state.records()
    if records is None or not sign_in.may(KEEP):
        return
    with st.form("keep", border=True):
        badge = ":orange-badge[SYNTHETIC] " if records.synthetic else ""
        st.markdown(f"**{badge}Keep the records of this tab**: {inert(named(records.names))}")
        if sign_in.person().sites is not None:
            st.markdown("Only rows of your sites, and those you loaded without a site, are kept.")
        opened: Version | None = st.session_state.get("kept_version")
        name = st.text_input("Name", value=opened.cohort if opened else "", max_chars=80)
        note = st.text_input("Note (no patient's name)", max_chars=500)
        if st.form_submit_button("Keep these records", icon=":material/save:", type="primary"):
            sign_in.check(KEEP)
            _keep(kept, name, note)


def _keep(kept: Engine, name: str, note: str) -> None:
    records, report = state.records(), state.report()
    if records is None:
        return
    with st.spinner("Keeping the records"):
        try:
            version = cohorts.keep(
                kept,
                name,
                records,
                state.settings(),
                sign_in.person().name,
                Provenance(
                    note,
                    sources=_sources(report),
                    report=[report.account] if report else [],
                    mappings=st.session_state.get("used_mappings", []),
                ),
            )
        except (NotKept, NotReachable) as problem:
            st.error(str(problem))
            return
    st.session_state.kept_version = version
    st.session_state.kept_told = f"Kept as version {version.number} of {version.cohort}."
    st.rerun()


def _sources(report: ImportReport | None) -> list[dict[str, object]]:
    if report is None:
        return []
    return [
        {
            "file": one.file,
            "sha256": one.sha256,
            "layout": one.layout,
            "rows": one.rows_read,
            "used": one.used,
            "duplicates": one.duplicates,
            "set_aside": one.set_aside,
        }
        for one in report.files
    ]


def show_cohort(kept: Engine, cohort: KeptCohort) -> None:
    """One cohort: its last version, the earlier ones, and what may be done with it."""
    last = cohort.last
    with st.container(border=True):
        st.markdown(f"**{inert(cohort.name)}** :gray[{_about(last)}]")
        if last.note:
            st.markdown(inert(last.note))
        if cohort.due is not None:
            over = cohort.due < datetime.now(UTC)
            words = "was to be kept until" if over else "is kept until"
            st.markdown(f":gray[It {words} {day(cohort.due)}. Nothing is deleted by itself.]")
        compare = False
        with st.container(horizontal=True, gap="small"):
            if sign_in.may(OPEN):
                if st.button("Open", key=f"open_{last.id}", icon=":material/folder_open:"):
                    open_version(kept, last)
                if cohort.versions > 1 and sign_in.may(PATIENTS):
                    compare = st.button(
                        "Compare with the version before",
                        key=f"compare_{last.id}",
                        icon=":material/difference:",
                    )
        if compare:
            _compare(kept, last)
        # Two versions can be subtracted, as two filters can: not for whoever may not choose those.
        if cohort.versions > 1 and sign_in.may(OPEN) and sign_in.may(*CHOOSE):
            with st.expander(f"Earlier versions: {cohort.versions - 1}"):
                for version in cohorts.versions(kept, cohort.name)[1:]:
                    with st.container(horizontal=True, vertical_alignment="center"):
                        st.markdown(f":gray[{_about(version)}]", width="content")
                        if st.button("Open", key=f"open_{version.id}"):
                            open_version(kept, version)
        if sign_in.may(KEEP):
            _rename(kept, cohort)
        if sign_in.may(ADMINISTER):
            _administer(kept, cohort)


def _about(version: Version) -> str:
    """When and by whom; how many patients only for those who may see all of them."""
    told = f"version {version.number}, {at(version.saved_at)} UTC, "
    told += inert(who_told(version.saved_by))
    if sign_in.may(PATIENTS) and sign_in.person().sites is None:
        told += f", {counted(version.patients, 'patient')}"
    return told


def open_version(kept: Engine, version: Version) -> None:
    """Look at a kept version from now on, as far as she may see it."""
    sign_in.check(OPEN)
    try:
        with st.spinner("Opening the records"):
            records = cohorts.opened(kept, version)
    except (Damaged, NotKept, NotReachable) as problem:
        st.error(str(problem))
        return
    who = sign_in.person()
    sign_in.tell_trail(trail.OPENED, cohort=version.cohort, version=version.number)
    _look_at(version, seen_by(records, who, sign_in.session_key()), state.as_chosen())
    start = "app.py" if sign_in.may(PATIENTS) else "pages/presentation.py"
    st.switch_page(start, query_params=state.address())


@whole
def _look_at(version: Version, records: Records, before: Settings) -> None:
    """Records and the choices they were kept with, never one without the other."""
    if not records.names:
        records = replace(records, names=(f"{version.cohort}, version {version.number}",))
    state.use(records, None)
    state.change(**_settings(version))
    state.tell(_instead(version, before))
    st.session_state.kept_version = version


def _settings(version: Version) -> dict[str, object]:
    """The settings that were kept; filters only on columns that are still there."""
    kept, records = version.settings, state.records()
    assert records is not None
    filters = tuple(pair for pair in kept.filters if records.can_be_filtered_by(pair[0]))
    return {
        "definition": kept.definition,
        "cut_off": kept.cut_off,
        "filters": filters,
        "session": kept.session,
        "report": kept.report,
    }


def _instead(version: Version, before: Settings) -> list[str]:
    """What the choices that were kept replaced, and which of them are not there any more."""
    now, told = state.as_chosen(), []
    gone = tuple(pair for pair in version.settings.filters if pair not in now.filters)
    if gone:
        told.append(
            f"Kept with {counted(len(gone), 'filter')} by what your view of these records does "
            "not have: the figures are of more patients."
        )
    if unknown := unknown_study(now.report.study, now.definition.therapy):
        told.append(inert(unknown))
    if (before.definition, before.cut_off, before.filters) != (
        now.definition,
        now.cut_off,
        now.filters,
    ) and before != Settings():
        words = ", ".join(
            part
            for part in (in_full(before.definition), in_words(before.cut_off, before.filters))
            if part
        )
        told.append(f"Opened with the choices it was kept with, in place of: {inert(words)}.")
    return told


def _compare(kept: Engine, last: Version) -> None:
    sign_in.check(PATIENTS)
    try:
        with st.spinner("Comparing the two versions"):
            before_version = cohorts.versions(kept, last.cohort)[1]
            who, key = sign_in.person(), sign_in.session_key()
            before = seen_by(cohorts.opened(kept, before_version), who, key)
            after = seen_by(cohorts.opened(kept, last), who, key)
            rows = changed_rows(before, after)
            rates = changed_rates(before, after, state.settings())
            new, gone = changed_patients(before, after)
    except (Damaged, NotKept, NotReachable) as problem:
        st.error(str(problem))
        return
    sign_in.tell_trail(
        trail.OPENED, cohort=last.cohort, version=[before_version.number, last.number]
    )
    st.markdown(
        f"From version {before_version.number} to {last.number}: "
        f"**{counted(len(new), 'new patient')}, {len(gone)} gone**."
    )
    if new or gone:
        stayed = len(after.patient_ids) - len(new)
        st.markdown(
            f":gray[The rates of the two versions are not of the same patients: "
            f"{stayed:,} are in both.]"
        )
    rows_of(rows, "Rows added, changed and gone", "changed_rows")
    rows_of(rates, "Responders in both versions", "changed_rates")
    if new:
        st.markdown(f":gray[New:] {inert(', '.join(new[:20]))}{' ...' if len(new) > 20 else ''}")
    if gone:
        st.markdown(f":gray[Gone:] {inert(', '.join(gone[:20]))}{' ...' if len(gone) > 20 else ''}")


def _rename(kept: Engine, cohort: KeptCohort) -> None:
    with st.popover("Rename", icon=":material/edit:", type="tertiary"):
        new = st.text_input("New name", value=cohort.name, key=f"new_{cohort.last.id}")
        if st.button("Rename", key=f"rename_{cohort.last.id}"):
            sign_in.check(KEEP)
            _act(lambda: cohorts.rename(kept, cohort.name, new, sign_in.person().name))


def _administer(kept: Engine, cohort: KeptCohort) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.popover("Keep for", icon=":material/schedule:", type="tertiary"):
            words = st.selectbox(
                "After the last version", list(RETENTION), key=f"retain_{cohort.last.id}"
            )
            if st.button("Set", key=f"set_{cohort.last.id}"):
                sign_in.check(ADMINISTER)
                _act(
                    lambda: cohorts.retain(
                        kept, cohort.name, RETENTION[words], sign_in.person().name
                    )
                )
        with st.popover("Delete", icon=":material/delete:", type="tertiary"):
            whole = "The only version" if cohort.versions == 1 else "All versions"
            are = "is" if cohort.versions == 1 else "are"
            st.markdown(
                f"{whole} of **{inert(cohort.name)}** {are} deleted from the "
                "database, for everybody, and cannot be opened again. What the trail says about "
                "them stays. Copies in backups and in files that were exported are not reached."
            )
            typed = st.text_input("Type its name to delete it", key=f"typed_{cohort.last.id}")
            if st.button("Delete", key=f"delete_{cohort.last.id}", disabled=typed != cohort.name):
                sign_in.check(ADMINISTER)
                _act(lambda: cohorts.remove(kept, cohort.name, sign_in.person().name))


def _act(act) -> None:  # type: ignore[no-untyped-def]
    try:
        act()
    except (NotKept, NotReachable) as problem:
        st.error(str(problem))
    else:
        st.rerun()
