"""Who is here? Asked on every run, before anything of a page is shown.

Without sign-in this is a desk: one person at her own machine. With it, the identity token says who
she is, and ``clinic.access`` decides what she may do.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress

import streamlit as st
from sqlalchemy import Engine
from streamlit.errors import StreamlitSecretNotFoundError

from clinic import sign_ins, trail
from clinic.access import DESK, NOBODY, RIGHTS, Person, decide, person_of
from clinic.configuration import Configuration, refusal
from clinic.database import NotReachable
from ui.access.database import anything_kept, engine

LEAVING: list[Callable[[], None]] = []  # what is done when she signs out

EVERY_PAGE = "pages/all_pages.py"  # whoever has any right may open it
TOLD = "told"  # in the tab: what the trail already knows of it


def configuration() -> Configuration:
    """Where the server listens, and its [auth] and [clinic] sections."""
    return Configuration(
        st.get_option("server.address") or "", _section("auth"), _section("clinic")
    )


def _section(name: str) -> dict[str, object]:
    try:
        found = st.secrets.get(name, {})
    except StreamlitSecretNotFoundError:
        return {}
    return {key: _plain(value) for key, value in found.items()}


def _plain(value: object) -> object:
    """Settings as plain dictionaries: Streamlit's own do not say what they are."""
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return value


def person() -> Person:
    """Who this run is for; nobody before ``admit``."""
    found: Person = st.session_state.get("person", NOBODY)
    return found


def may(*rights: str) -> bool:
    """Has she one of these rights? For what a page offers; ``check`` decides."""
    return any(not decide(person(), right) for right in rights)


def admit(rights: tuple[str, ...], instead: str = "") -> None:
    """The gate of every page: ends the run unless she has one of these rights.

    ``instead``: the file of the page to which she is led if nothing but her role is in the way.
    """
    config = configuration()
    if problems := config.problems():
        _refuse(" ".join(problems))
    who = _who(config)
    if _sees(st.session_state.get("person", who)) != _sees(who):
        st.session_state.clear()  # what another saw, or she with other rights, never stays in a tab
    st.session_state.person = who
    if not who.key:
        _ask_to_sign_in()
    if why := _why_not(config, who, rights):
        by_role_alone = not _why_not(config, who, RIGHTS)
        if instead and by_role_alone:
            st.switch_page(instead)
        _note(trail.REFUSED, why=why)
        _refuse(why, who, offer_pages=by_role_alone)
    if config.signs_in:
        with suppress(NotReachable):
            _note_sign_in(who.sign_in, who.rights, who.sites)


def _sees(who: Person) -> tuple[object, ...]:
    """Who it is, and what decides which records she sees and how."""
    return who.key, who.rights, who.sites


def _who(config: Configuration) -> Person:
    if config.signs_in:
        return person_of(dict(st.user), config.people)
    headers = {name: str(value) for name, value in st.context.headers.items()}
    host = next((value for name, value in headers.items() if name.lower() == "host"), "")
    if host and (why := refusal(config, host, headers, "")):
        _refuse(why)
    return DESK


def _why_not(config: Configuration, who: Person, rights: tuple[str, ...]) -> str:
    try:
        over = config.signs_in and sign_ins.ended(engine(), who)
    except NotReachable as problem:
        return str(problem)
    refused = [decide(who, right, ended=over) for right in rights]
    return "" if not all(refused) else refused[0]


def check(right: str) -> None:
    """Ends the run where she may not; for what follows a click."""
    if why := _why_not(configuration(), person(), (right,)):
        _refuse(why, person())


def still(who: Person, right: str, database: Engine | None) -> str:
    """Why not, outside of a run: for a download that is made when it is asked for."""
    try:
        over = database is not None and bool(who.sign_in) and sign_ins.ended(database, who)
    except NotReachable as problem:
        return str(problem)
    return decide(who, right, ended=over)


def tell_trail(what: str, **about: object) -> None:
    """Who saw what; at a desk only once something is kept. Ends the run where it cannot be told."""
    if person() == DESK and not anything_kept():
        return
    try:
        trail.add(engine(), person().name, what, **about)
    except NotReachable as problem:
        _refuse(str(problem))


def tell_once(what: str, of: object = None, **about: object) -> None:
    """The same, once in this tab. ``of``: what else makes it another, which no trail is told."""
    told = st.session_state.setdefault(TOLD, set())
    if (key := (what, str(about), of)) not in told:
        tell_trail(what, **about)
        told.add(key)


def _note(what: str, **about: object) -> None:
    """Refusals, once a tab; a database that is gone is said elsewhere."""
    told = st.session_state.setdefault(TOLD, set())
    key = (what, str(about))
    if key in told or person() == DESK:
        return
    try:
        trail.add(engine(), person().name, what, **about)
        told.add(key)
    except NotReachable:
        return


@st.cache_resource(show_spinner=False)
def _note_sign_in(of: str, rights: tuple[str, ...], sites: tuple[str, ...] | None) -> None:
    """Once a sign-in, however many tabs and reloads follow it; again with other rights or sites.

    ``of``: its name. A database that is gone was said to be so by the gate.
    """
    trail.add(engine(), person().name, trail.SIGNED_IN, rights=list(rights), sites=sites)


def session_key() -> str:
    """A key for this tab: ids hashed under it mean nothing in another."""
    key: str = st.session_state.setdefault("session_key", secrets.token_hex(32))
    return key


def _ask_to_sign_in() -> None:
    st.title("Clear Days", anchor=False)
    st.header("**Sign in** to see the records of your clinic", anchor=False)
    if st.button("Sign in", type="primary", icon=":material/login:"):
        st.login()
    st.stop()


def _refuse(why: str, who: Person | None = None, *, offer_pages: bool = False) -> None:
    st.title("Clear Days", anchor=False)
    st.header(why, anchor=False)
    if offer_pages:
        st.page_link(EVERY_PAGE, label="All pages", icon=":material/apps:", width="content")
    if who is not None and configuration().signs_in:
        _offer_sign_out(who)
    st.stop()


def _offer_sign_out(who: Person) -> None:
    if st.button("Sign out", icon=":material/logout:", key="sign_out"):
        try:
            sign_ins.end(engine(), who)
        except NotReachable as problem:
            st.error(str(problem))
            return
        for leave in LEAVING:
            leave()
        st.session_state.clear()
        st.logout()
        st.stop()


def account() -> None:
    """At the foot of the sidebar: who is signed in, and the way out."""
    if configuration().signs_in:
        st.text(f"Signed in as {person().name}")
        _offer_sign_out(person())
