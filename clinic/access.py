"""Who may do what? One function decides, for every page, table and download; nobody may by default.

Rights are given by roles. A person without a role, with an ended sign-in or for another clinic's
application may do nothing.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from analytics.frames import CANONICAL
from analytics.privacy import keyed_ids
from analytics.records import Records
from analytics.settings import SHAREABLE_COLUMNS

OPEN = "open kept cohorts"
FIGURES = "see figures without small cells"
RESEARCH = "see research pages"
DE_IDENTIFIED = "export de-identified data"
PATIENTS = "see patients"
KEEP = "load and keep records"
ADMINISTER = "delete cohorts, set retention, read the trail"
RIGHTS = (OPEN, FIGURES, RESEARCH, DE_IDENTIFIED, PATIENTS, KEEP, ADMINISTER)
# Others see what was kept, as it was kept: other filters and another cut-off give groups away.
CHOOSE = (PATIENTS, RESEARCH)
GRANTED = {
    "viewer": (OPEN, FIGURES),
    "researcher": (OPEN, FIGURES, RESEARCH, DE_IDENTIFIED),
    "clinician": (OPEN, FIGURES, RESEARCH, DE_IDENTIFIED, PATIENTS, KEEP),
    "administrator": (ADMINISTER,),
}
EVERY_SITE = "*"
OF_A_TOKEN = ("iss", "sub", "aud", "iat", "exp", "nonce", "auth_time", "sid", "jti")
LEEWAY = 30  # seconds that two clocks may differ


@dataclass(frozen=True)
class Person:
    """Somebody at this desk, or signed in: name, rights, sites (None: all), until when.

    ``key`` names the person in the trail and in downloads, ``sign_in`` this one sign-in.
    """

    key: str
    name: str
    rights: tuple[str, ...] = ()
    sites: tuple[str, ...] | None = None
    expires: float | None = None
    sign_in: str = ""


DESK = Person("desk", "this desk", RIGHTS)
NOBODY = Person("", "nobody")


def decide(person: Person, right: str, *, ended: bool = False, at: float | None = None) -> str:
    """Why this person may not, in a sentence; empty: she may.

    ``ended``: her sign-in was ended. ``at``: seconds since 1970, now if not given.
    """
    if not person.key:
        return "Sign in first."
    if ended:
        return "You have signed out. Sign in again."
    if person.expires is not None and (at if at is not None else time.time()) >= person.expires:
        return "Your sign-in has ended. Sign in again."
    if not person.rights:
        return "You have no role here. Ask the administrator of this server."
    if right not in person.rights:
        return f"Your role does not let you {right}."
    return ""


def person_of(claims: Mapping[str, object], config: Mapping[str, object]) -> Person:
    """Who signed in, by the claims of the identity token and the ``[clinic]`` configuration.

    ``roles_claim`` and ``sites_claim`` name claims; ``people`` is a list: e-mail -> roles, sites.
    A token without an end, for another application or not signed in is nobody.
    """
    if claims.get("is_logged_in") is not True:
        return NOBODY
    issuer, subject, expires = claims.get("iss"), claims.get("sub"), claims.get("exp")
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    if not issuer or not subject or not isinstance(expires, int | float):
        return NOBODY
    if not config.get("client_id") or config["client_id"] not in audiences:
        return NOBODY
    issued = claims.get("iat")
    if isinstance(issued, int | float) and issued > time.time() + LEEWAY:
        return NOBODY  # from the future
    roles, sites = _roles_and_sites(claims, config)
    rights = tuple(right for right in RIGHTS if any(right in GRANTED.get(r, ()) for r in roles))
    key = hashlib.sha256(f"{issuer}\n{subject}".encode()).hexdigest()[:16]
    return Person(
        key, str(claims.get("email") or subject), rights, sites, float(expires), sign_in_of(claims)
    )


def sign_in_of(claims: Mapping[str, object]) -> str:
    """The name of one sign-in: what its token says about itself, the same in every tab."""
    text = json.dumps([str(claims.get(name)) for name in OF_A_TOKEN])
    return hashlib.sha256(text.encode()).hexdigest()


def _roles_and_sites(
    claims: Mapping[str, object], config: Mapping[str, object]
) -> tuple[set[str], tuple[str, ...] | None]:
    roles = set(_listed(claims.get(str(config.get("roles_claim") or ""))))
    sites: tuple[str, ...] | None = None
    if claim := config.get("sites_claim"):
        sites = _every(_listed(claims.get(str(claim))))
    people = config.get("people")
    verified = claims.get("email_verified") is not False
    email = str(claims.get("email") or "").lower()
    if isinstance(people, Mapping) and verified and email:
        listed: Mapping[str, object]
        listed = next((p for e, p in people.items() if str(e).lower() == email), {})
        roles |= set(_listed(listed.get("roles")))
        if "sites" in listed:
            sites = _every(_listed(listed["sites"]))
    return roles, sites


def _every(sites: list[str]) -> tuple[str, ...] | None:
    """The sites by name; None, all of them, where the list says so."""
    return None if EVERY_SITE in sites else tuple(sites)


def _listed(value: object) -> list[str]:
    if isinstance(value, str):
        return value.split()
    return [str(one) for one in value] if isinstance(value, list | tuple) else []


def seen_by(records: Records, person: Person, key: str, *, brought: bool = False) -> Records:
    """The records as this person may see them: her sites; without patients, no ids.

    ``key``: under which ids are hashed for those who may not see patients. ``brought``: she has
    loaded them herself, so that those whose site is not recorded are hers to see. Files may be
    named after patients: whoever does not see everybody in them is told no name of theirs.
    """
    sees_all = PATIENTS in person.rights and (person.sites is None or brought)
    if not (sees_all or records.synthetic):
        records = replace(records, names=())
    if person.sites is not None and not records.synthetic:
        listed = records.patients.set_index("patient_id")["site"].dropna()
        kept = listed.index[listed.isin(person.sites)]
        if brought:
            others = set(listed.index) - set(kept)
            everyone = {
                str(one) for frame in records.tables.values() for one in frame["patient_id"]
            }
            kept = pd.Index(sorted(everyone - others))
        records = records.only(list(kept))
    if PATIENTS in person.rights or records.synthetic:
        return records
    own = [
        name
        for name in ("patient_id", "age", "stopped_on", *SHAREABLE_COLUMNS)
        if name in records.patients
    ]
    return with_keyed_ids(replace(records, patients=records.patients[own]), key)


def with_keyed_ids(records: Records, key: str) -> Records:
    """Every patient id replaced by its keyed hash, in every table, in canonical order."""
    frames = {}
    for name, frame in records.tables.items():
        told = frame.assign(patient_id=keyed_ids(frame["patient_id"], key))
        order = [column for column in CANONICAL[name].key if column in told]
        frames[name] = told.sort_values(order, ignore_index=True) if len(told) else frame
    return replace(records, **frames)
