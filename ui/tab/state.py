"""What does this tab hold? Records, settings and the patient looked at, and nothing else.

Settings are the only source of what the widgets show; the address is written from them. After a
reload what waited for this browser is there again (``returning``); where nothing waited, nobody
may read the sample as her own patients. What the address states counts; only what an address may
not hold comes from what waited.
What was chosen stays when records come: only what was chosen among the sample's invented patients
is taken off before a clinic's own (and the other way round), and that is said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from analytics.definitions import PRESETS, Definition
from analytics.records import Records
from analytics.settings import SHAREABLE_COLUMNS, Settings
from importing import ImportReport, Source, read_records
from ui.tab import returning
from ui.tab.remembered import forget_all
from ui.tab.whole import whole
from words import chosen
from words.numbers import counted, inert

SAMPLE_FOLDER = Path(__file__).parents[2] / "data" / "sample"
SAMPLE_TABLES = ("diary", "sessions", "patients", "scores", "adverse_events", "treatments")
OWN = "own"  # in the address: this tab held the user's records
BEGUN = "begun"  # in the tab: it has arrived
NOT_CARRIED = "filters_not_in_link"  # in the address: how many filters it could not carry
MOST_NOT_CARRIED = 99
LOOKED_THROUGH = returning.LOOKED_THROUGH
OF_RECORDS = (  # names patients, or how many of them were found
    "coming_day",
    "coming_pasted",
    "coming_text",
    "listed",
    "find_patient",
    "answer",
    "said",
    *returning.READ_FROM,
)
LAST_OPENED = 3  # patients that All pages remembers
PAGES_OWN = ("show",)  # keys of an address that are no choice
NO_CHOICES = "Your role sees records as they were kept: what the link chose does not apply."


@st.cache_resource(show_spinner="Opening the sample clinic")
def sample() -> tuple[Records, ImportReport]:
    """The synthetic clinic; the same for everyone, so shared by everyone."""
    sources = [
        Source(f"{name}.csv", (SAMPLE_FOLDER / f"{name}.csv").read_bytes(), name)
        for name in SAMPLE_TABLES
    ]
    records, report = read_records(sources, synthetic=True)
    files = tuple(replace(file, layout="", known_by="") for file in report.files)
    return records, replace(report, files=files)


def arrive(*, link_counts: bool = True) -> None:
    """On the first run of a tab: settings from the address, and what waited for this browser.

    The sample, unless records are gone. ``link_counts``: may the address choose settings?
    """
    if BEGUN not in st.session_state:  # a click may end the first run anywhere: then it begins anew
        _arrive(link_counts)
        st.session_state[BEGUN] = True
    elif returning.forgotten(st.session_state.records):
        forget()
        tell([*told(), returning.FORGOTTEN])


def _arrive(link_counts: bool) -> None:
    query = {key: st.query_params.get_all(key) for key in st.query_params}
    link = query if link_counts else {}
    found, problems = Settings.from_address(link)
    if not link_counts and Settings.from_address(query)[0] != found:
        problems.append(NO_CHOICES)
    st.session_state.settings, st.session_state.link_problems = found, problems
    st.session_state.arrived = (found.cut_off, found.filters)
    st.session_state.not_carried = _whole_number(link.get(NOT_CARRIED, ["0"])[0])
    st.session_state.patient_id = None
    st.session_state.records, st.session_state.report = None, None
    st.session_state.gone = query.get("records") == [OWN]
    if (kept := returning.take(query.get(returning.VIEW, [""])[0])) is not None:
        _go_on(kept, found if link_counts else None)
    elif st.session_state.gone:
        st.session_state.ended = returning.is_of_before(query.get(returning.VIEW, [""])[0])
    elif (kept := returning.take(returning.latest_own())) is not None:
        stated = any(key not in (returning.VIEW, *PAGES_OWN) for key in query)
        _go_on(kept, found if link_counts and stated else None)
    elif returning.VIEW not in query and returning.was_here_before():
        st.session_state.gone = st.session_state.ended = True
    elif returning.closed():
        st.session_state[returning.CLOSED] = True
    else:
        open_sample()


def _go_on(kept: Mapping[str, Any], stated: Settings | None) -> None:
    """Look again at what waited; ``stated``: what the address says, which counts."""
    st.session_state.gone = False
    for name, value in kept.items():
        st.session_state[name] = value
    before = kept.get("settings", stated or Settings())
    if stated is not None:
        unsaid = [pair for pair in before.filters if pair[0] not in SHAREABLE_COLUMNS]
        filters = tuple(sorted((*stated.filters, *unsaid)))
        st.session_state.settings = replace(stated, filters=filters, report=before.report)
    if st.session_state.settings != before:  # other lists, other rows: their order starts anew
        for name in returning.LISTS:
            st.session_state.pop(name, None)


def _whole_number(text: str) -> int:
    return min(int(text), MOST_NOT_CARRIED) if text.isascii() and text.isdigit() else 0


@whole
def open_sample() -> None:
    use(*sample())


def use(records: Records, report: ImportReport | None) -> None:
    """Look at these records from now on; the patient of others does not apply to them.

    ``report``: what the door said; None for records that were kept.
    """
    st.session_state.pop("kept_version", None)
    before = st.session_state.get("records")
    now = st.session_state.settings
    if (
        before is not None
        and before.synthetic != records.synthetic
        and (now.cut_off, now.filters) != st.session_state.get("arrived")
    ):
        whose = "the sample clinic" if before.synthetic else "your records"
        take_off(f"Taken off, because chosen for {whose}")
    st.session_state.records, st.session_state.report = records, report
    st.session_state.patient_id = None
    st.session_state.opened, st.session_state.seen = [], frozenset()
    for name in OF_RECORDS:
        st.session_state.pop(name, None)
    st.session_state.pop(LOOKED_THROUGH, None)
    st.session_state.gone = st.session_state[returning.CLOSED] = False


def take_off(why: str) -> None:
    """Take cut-off and filters off and say which they were, after ``why``."""
    now: Settings = st.session_state.settings
    words = chosen.in_words(now.cut_off, now.filters)
    st.session_state.settings = replace(now, cut_off=None, filters=())
    tell([f"{why}: {inert(words)}."] if words else [])


def tell(sentences: list[str]) -> None:
    """What became of the choices; it stands on every page until the next choice."""
    st.session_state.choices_told = sentences


def told() -> list[str]:
    found: list[str] = st.session_state.get("choices_told", [])
    return found


@whole
def forget() -> None:
    """Drop the records and everything made from them."""
    forget_all()
    current = records()
    if current is not None and not current.synthetic:
        returning.forget(current)
    st.session_state.pop(returning.VIEW, None)
    st.session_state.records, st.session_state.report = None, None
    st.session_state.patient_id, st.session_state.gone = None, False
    st.session_state[returning.CLOSED] = True
    st.session_state.opened, st.session_state.seen = [], frozenset()
    for name in OF_RECORDS:
        st.session_state.pop(name, None)
    st.session_state.pop(LOOKED_THROUGH, None)
    take_off("Taken off with the records")


def is_sample(records: Records) -> bool:
    """Are they those that every tab sees?"""
    return records is sample()[0]


def records() -> Records | None:
    found: Records | None = st.session_state.records
    return found


def report() -> ImportReport | None:
    """What the door said about the tab's records."""
    found: ImportReport | None = st.session_state.report
    return found


def settings() -> Settings:
    """The choices, as far as the records leave them."""
    found: Settings = st.session_state.settings
    return found.as_counted(st.session_state.get("records"))


def as_chosen() -> Settings:
    """The choices as they were made, whatever the records leave of them."""
    found: Settings = st.session_state.settings
    return found


@whole
def change(**parts: Any) -> None:
    """Choose; what was said about earlier choices goes."""
    st.session_state.settings = replace(settings(), **parts)
    tell([])


@whole
def choose_preset(name: str) -> None:
    change(definition=PRESETS[name])


@whole
def change_definition(part: str, value: object) -> None:
    definition: Definition = settings().definition
    change(definition=replace(definition, **{part: value}))  # type: ignore[arg-type]


@whole
def change_filter(column: str, values: list[str]) -> None:
    others = tuple(pair for pair in settings().filters if pair[0] != column)
    change(filters=tuple(sorted((*others, (column, tuple(values))))) if values else others)


@whole
def change_cut_off(day: date | None, last: date | None) -> None:
    change(cut_off=None if day == last else day)


def not_carried() -> int:
    """How many filters the address of this tab named no values of, and were not chosen here yet."""
    kept_back = [column for column, _ in settings().filters if column not in SHAREABLE_COLUMNS]
    missing: int = st.session_state.get("not_carried", 0)
    return max(0, missing - len(kept_back))


def not_carried_told() -> str:
    """What the address could not carry, for whoever opened it; empty where nothing is missing."""
    if not (missing := not_carried()):
        return ""
    return (
        f"{counted(missing, 'filter')} of this link "
        f"{'is' if missing == 1 else 'are'} by a column that links do not carry, as the "
        "clinician: choose it again, or the figures are of more patients."
    )


@whole
def go_without() -> None:
    """Take off what the address could not carry."""
    st.session_state.not_carried = 0


def address() -> dict[str, str | list[str]]:
    """The settings as a query, the number of the view, and whether the records are the user's."""
    current = st.session_state.records
    own = {} if current is not None and current.synthetic else {"records": OWN}
    kept_back = [column for column, _ in settings().filters if column not in SHAREABLE_COLUMNS]
    lacking = len(kept_back) + not_carried()
    view = returning.number()
    return {
        **settings().address(),
        **({NOT_CARRIED: str(lacking)} if lacking else {}),
        **own,
        **({returning.VIEW: view} if view else {}),
    }


def write_address(kept: tuple[str, ...]) -> None:
    """Bring the address up to date; ``kept`` names what belongs to the page itself."""
    wanted: dict[str, Any] = {
        **address(),
        **{key: st.query_params[key] for key in kept if key in st.query_params},
    }
    present = {key: st.query_params.get_all(key) for key in st.query_params}
    as_lists = {key: value if isinstance(value, list) else [value] for key, value in wanted.items()}
    if present != as_lists:
        st.query_params.from_dict(wanted)


@whole
def open_patient(patient_id: str) -> None:
    st.session_state.patient_id = patient_id


def look_through(name: str, patients: Iterable[str]) -> None:
    """A list that was looked at, to be gone through one by one; ``name``: in words."""
    st.session_state[LOOKED_THROUGH] = (name, tuple(dict.fromkeys(patients)))


@whole
def list_only(name: str, patients: Collection[str]) -> None:
    """*All patients* shows these alone, under this name in words; "" and nobody: all again."""
    st.session_state.listed = (name, frozenset(patients), _counted_as())
    st.session_state.find_patient = ""  # what was searched in the list before


def listed() -> tuple[str, frozenset[str], bool]:
    """Its name and patients; and whether they are of a Definition and cut-off chosen since."""
    name, patients, of = st.session_state.get("listed", ("", frozenset(), None))
    return name, patients, of == _counted_as()


def _counted_as() -> tuple[Definition, date | None]:
    return settings().definition, settings().cut_off


def looked_through() -> tuple[str, tuple[str, ...]]:
    """The name of the last list, and its patients in its order."""
    found: tuple[str, tuple[str, ...]] = st.session_state.get(LOOKED_THROUGH, ("", ()))
    return found


def note_opened(patient_id: str) -> None:
    """She is the first of those opened last."""
    others = [one for one in opened() if one != patient_id]
    st.session_state.opened = [patient_id, *others][:LAST_OPENED]
    st.session_state.seen = seen() | {patient_id}


def seen() -> frozenset[str]:
    """Everybody of these records whose page was opened in this tab."""
    found: frozenset[str] = st.session_state.get("seen", frozenset())
    return found


def opened() -> list[str]:
    """The patients opened last in this tab, the last one first."""
    found: list[str] = st.session_state.get("opened", [])
    return found


def chosen_patient() -> str | None:
    found: str | None = st.session_state.patient_id
    return found
