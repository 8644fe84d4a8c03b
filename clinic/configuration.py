"""How is this installation set up? Read once, checked as a whole, told in sentences."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlparse

LOCAL = ("localhost", "127.0.0.1", "::1", "[::1]")
FORWARDED = (
    "forwarded",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-real-ip",
    "via",
)
SHORTEST_SECRET = 32
GUIDE = "docs/server.md tells how."


@dataclass(frozen=True)
class Configuration:
    """Where the server listens, its ``[auth]`` and its ``[clinic]`` section."""

    address: str
    auth: Mapping[str, object]
    clinic: Mapping[str, object]

    @property
    def signs_in(self) -> bool:
        return bool(self.auth)

    @property
    def records_wait(self) -> bool:
        """May records wait in memory for a browser? At a desk; with sign-in only if switched on."""
        return not self.signs_in or self.clinic.get("records_wait") is True

    @property
    def people(self) -> dict[str, object]:
        """What ``access.person_of`` needs to know."""
        return {**self.clinic, "client_id": self.auth.get("client_id")}

    def problems(self) -> list[str]:
        """Why the server must not start, all reasons at once; empty: it may."""
        if not self.signs_in:
            if self.address in LOCAL:
                return []
            return [
                f"Clear Days does not listen on {self.address or 'every address'} without "
                f"sign-in: configure [auth] and [clinic] in .streamlit/secrets.toml, or set "
                f"server.address to localhost. {GUIDE}"
            ]
        found = []
        for name in ("redirect_uri", "cookie_secret", "client_id", "server_metadata_url"):
            if not self.auth.get(name):
                found.append(f"[auth] needs {name} in .streamlit/secrets.toml. {GUIDE}")
        if 0 < len(str(self.auth.get("cookie_secret") or "")) < SHORTEST_SECRET:
            found.append(f"[auth] cookie_secret needs {SHORTEST_SECRET} letters or more. {GUIDE}")
        for name in ("redirect_uri", "server_metadata_url"):
            at = urlparse(str(self.auth.get(name) or ""))
            if at.scheme == "http" and at.hostname not in LOCAL:
                found.append(f"[auth] {name} must begin with https. {GUIDE}")
        if not self.clinic.get("roles_claim") and not self.clinic.get("people"):
            found.append(f"[clinic] needs roles_claim or people: who may do what? {GUIDE}")
        if not isinstance(self.clinic.get("records_wait", False), bool):
            found.append(f"[clinic] records_wait is true or false, without quotes. {GUIDE}")
        if (path := self.clinic.get("ids_key_file")) and not _safe(Path(str(path))):
            found.append(
                f"[clinic] ids_key_file {path} must be a file that only its owner can read "
                f"(chmod 600), with {SHORTEST_SECRET} letters or more. {GUIDE}"
            )
        return found

    @property
    def ids_key(self) -> str:
        """The key under which ids are replaced at the door; empty: they stay."""
        path = self.clinic.get("ids_key_file")
        return Path(str(path)).read_text(encoding="utf-8").strip() if path else ""


def _safe(path: Path) -> bool:
    """Windows keeps who may read a file elsewhere than in its mode: not looked at there."""
    try:
        private = os.name != "posix" or not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
        return private and len(path.read_text(encoding="utf-8").strip()) >= SHORTEST_SECRET
    except OSError:
        return False


def refusal(
    configuration: Configuration, host: str, headers: Mapping[str, str], client: str
) -> str:
    """Why a request is not answered; empty: it is.

    Without sign-in only this machine itself may ask, under its own name and not through a proxy.
    """
    if configuration.signs_in:
        return ""
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    if name not in LOCAL:
        return "This Clear Days has no sign-in and answers only under the name localhost."
    if client and client not in LOCAL:
        return "This Clear Days has no sign-in and answers only to its own machine."
    if any(header.lower() in FORWARDED for header in headers):
        return "This Clear Days has no sign-in and does not answer through a proxy."
    return ""
