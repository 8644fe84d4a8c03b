"""What waits for a tab that was reloaded or lost its connection, and for which browser?

In the memory of this process alone: never on a disk, never pickled. A browser is known by a cookie
that only it has, a tab by the number of its view; what a view holds is found only by both, and by
the person who is signed in.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
import weakref
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from analytics.records import Records
from importing import Source

IDLE_HOURS = 16  # without a tab that is connected: from one working day to the next
MOST_BYTES = 2 * 2**30  # of records and files that wait, in the whole process
MOST_VIEWS = 500
MOST_BROWSERS = 2_000
SHORTEST, LONGEST = 16, 64  # letters of a cookie
TOGETHER = 20  # seconds in which the tabs of a browser come back after a restart
IsLive = Callable[[str], bool]


@dataclass(frozen=True)
class Place:
    """Where a view waits: in which browser, for whom, under which number.

    ``person``: her key, and after a colon what she may see.
    """

    browser: str
    person: str
    number: str

    @property
    def owner(self) -> tuple[str, str]:
        return self.browser, self.person


@dataclass(frozen=True, eq=False)
class WaitingView:
    """What one tab looks at. ``session``: the tab's own name while it is connected.

    ``weights``: bytes of each part, by its identity, so that what two tabs share counts once.
    ``held``: the user's records that this tab looked at so far, as long as anybody has them.
    """

    kept: Mapping[str, object]
    session: str
    used: float
    own: bool
    weights: Mapping[int, int]
    held: tuple[weakref.ref[Records], ...] = ()


@dataclass(frozen=True)
class Browser:
    """Seen when; ``instead_of``: the cookie of an earlier time that it came with, or "".

    ``begun``: when it was given its cookie.
    """

    seen: float
    instead_of: str = ""
    begun: float = 0.0


class Waiting:
    """Views by browser, person and number; the oldest go when there are too many or too large."""

    def __init__(self, most_bytes: int = MOST_BYTES, now: Callable[[], float] = time.time) -> None:
        self._lock = threading.RLock()
        self._views: dict[Place, WaitingView] = {}
        self._browsers: dict[str, Browser] = {}
        self._forgotten: dict[tuple[str, str], weakref.WeakSet[Records]] = {}
        self._most_bytes, self._now = most_bytes, now
        self._run = secrets.token_hex(4)  # begins every cookie that this process gives

    def cookie_for(self, presented: str) -> str:
        """The cookie of this browser: the one that it presents while it is known, or a new one.

        Tabs of a browser that come back together with the same unknown cookie get the same new
        one. Whoever presents it later gets her own: it may have been put into another's browser.
        """
        with self._lock:
            if presented in self._browsers:
                found, seen = presented, self._browsers[presented]
                self._browsers[found] = replace(seen, seen=self._now())
                return found
            now = self._now()
            known = (
                name
                for name, b in self._browsers.items()
                if b.instead_of == presented and now - b.begun <= TOGETHER
            )
            if presented and (again := next(known, "")):
                return again
            new = self._run + secrets.token_urlsafe(32)
            instead_of = presented if SHORTEST <= len(presented) <= LONGEST else ""
            self._browsers[new] = Browser(now, instead_of, now)
            while len(self._browsers) > MOST_BROWSERS:
                in_use = {place.browser for place in self._views}
                oldest = min(self._browsers, key=lambda b: (b in in_use, self._browsers[b].seen))
                self._forget_browser(oldest)
            return new

    def knows(self, browser: str) -> bool:
        with self._lock:
            return browser in self._browsers

    def was_here_before(self, browser: str, person: str) -> bool:
        """Did it come with a cookie of an earlier time, and has opened no records here since?"""
        with self._lock:
            found = self._browsers.get(browser)
            opened = any(
                place.owner == (browser, person) and view.kept.get("records") is not None
                for place, view in self._views.items()
            )
            return bool(found and found.instead_of) and not opened

    def restarted(self, browser: str) -> bool:
        """Is the cookie of an earlier time, with which it came, of an earlier process?"""
        before = self._before(browser)
        return bool(before) and not before.startswith(self._run)

    def is_of_before(self, browser: str, number: str) -> bool:
        """Was this number given to this browser, under its cookie of an earlier time?"""
        before = self._before(browser)
        return bool(before) and _is_number_of(before, number)

    def _before(self, browser: str) -> str:
        with self._lock:
            return self._browsers.get(browser, Browser(0.0)).instead_of

    def keep(
        self, place: Place, kept: Mapping[str, object], session: str, *, own: bool, is_live: IsLive
    ) -> str:
        """Let this wait; the number under which it does: another one where a live tab has it."""
        with self._lock:
            before = self._views.get(place)
            if not place.number or (
                before and before.session != session and is_live(before.session)
            ):
                place, before = replace(place, number=_new_number(place.browser)), None
            weighed = {part: n for view in self._views.values() for part, n in view.weights.items()}
            weights = {
                id(part): weighed.get(id(part)) or bytes_of(part) for part in _heavy(kept.values())
            }
            held = tuple(ref for ref in (before.held if before else ()) if ref() is not None)
            records = kept.get("records")
            if own and isinstance(records, Records) and records not in [ref() for ref in held]:
                held = (*held, weakref.ref(records))
            self._views[place] = WaitingView(kept, session, self._now(), own, weights, held)
            browser = self._browsers.get(place.browser, Browser(0.0))
            self._browsers[place.browser] = replace(browser, seen=self._now())
            self._make_room(place)
            return place.number

    def take(
        self, place: Place, session: str, is_live: IsLive
    ) -> tuple[str, Mapping[str, object] | None]:
        """What waits here and its number: a new one, with a copy, where a live tab looks at it."""
        with self._lock:
            found = self._views.get(place)
            if found is None:
                return "", None
            if found.session != session and is_live(found.session):
                place = replace(place, number=_new_number(place.browser))
            self._views[place] = replace(found, session=session, used=self._now())
            return place.number, found.kept

    def latest_own(self, browser: str, person: str) -> str:
        """The number of the view of own records that was used last; "" where none waits."""
        with self._lock:
            own = {
                place: view
                for place, view in self._views.items()
                if place.owner == (browser, person) and view.own
            }
            return max(own, key=lambda p: own[p].used).number if own else ""

    def latest(self, browser: str, person: str) -> Mapping[str, object]:
        """What the view holds that was used last; nothing where none waits."""
        with self._lock:
            own = [v for p, v in self._views.items() if p.owner == (browser, person)]
            return max(own, key=lambda view: view.used).kept if own else {}

    def forget(
        self,
        place: Place,
        records: Records,
        stays: Iterable[str],
        instead: Mapping[str, object],
        is_live: IsLive,
    ) -> None:
        """Forget these records in every view of this browser and person, but not what ``stays``.

        What this tab held before them is forgotten where no connected tab looks at it. ``instead``:
        what another tab finds in their place.
        """
        with self._lock:
            mine = self._views.pop(place, None)
            before = [ref() for ref in mine.held] if mine else []
            self._forgotten.setdefault(place.owner, weakref.WeakSet()).add(records)
            for other, view in list(self._views.items()):
                looked_at = view.kept.get("records")
                if other.owner == place.owner and (
                    looked_at is records
                    or (view.own and looked_at in before and not is_live(view.session))
                ):
                    left = {name: view.kept[name] for name in stays if name in view.kept}
                    weights = {id(p): view.weights[id(p)] for p in _heavy(left.values())}
                    self._views[other] = replace(
                        view, kept={**left, **instead}, own=False, weights=weights
                    )

    def forgotten(self, browser: str, person: str, records: Records) -> bool:
        """Has a tab of this browser forgotten these records, which another still holds?"""
        with self._lock:
            return records in self._forgotten.get((browser, person), ())

    def forget_person(self, browser: str, key: str) -> None:
        """She has signed out in this browser: nothing of hers waits there, with whatever rights."""
        with self._lock:
            for place in [
                p for p in self._views if p.browser == browser and p.person.split(":")[0] == key
            ]:
                del self._views[place]

    def forget_idle(self, is_live: IsLive) -> None:
        """Forget what no connected tab has looked at for ``IDLE_HOURS``."""
        with self._lock:
            now, limit = self._now(), IDLE_HOURS * 3600
            for place, view in list(self._views.items()):
                if is_live(view.session):
                    self._views[place] = replace(view, used=now)
                elif now - view.used > limit:
                    del self._views[place]
            self._forgotten = {owner: gone for owner, gone in self._forgotten.items() if gone}
            in_use = {place.browser for place in self._views}
            for name, browser in list(self._browsers.items()):
                if name not in in_use and now - browser.seen > limit:
                    del self._browsers[name]

    @property
    def size(self) -> tuple[int, int]:
        """How many views wait, and how many bytes of records and files."""
        with self._lock:
            parts = {part: n for view in self._views.values() for part, n in view.weights.items()}
            return len(self._views), sum(parts.values())

    def _make_room(self, newest: Place) -> None:
        while self.size[1] > self._most_bytes or len(self._views) > MOST_VIEWS:
            others = [place for place in self._views if place != newest]
            if not others:
                return  # larger than all that may wait together: alone it may
            oldest = min(others, key=lambda p: (self._views[p].own, self._views[p].used))
            del self._views[oldest]

    def _forget_browser(self, browser: str) -> None:
        del self._browsers[browser]
        for place in [p for p in self._views if p.browser == browser]:
            del self._views[place]


def _new_number(browser: str) -> str:
    """By chance, and then what only this browser's cookie makes of it."""
    chance = secrets.token_hex(6)
    return chance + _mark(browser, chance)


def _is_number_of(browser: str, number: str) -> bool:
    return len(number) == 20 and number[12:] == _mark(browser, number[:12])


def _mark(browser: str, chance: str) -> str:
    return hashlib.sha256(f"{browser} {chance}".encode()).hexdigest()[:8]


def _heavy(values: Iterable[object]) -> list[object]:
    """The parts that hold patients' rows or whole files; what everybody shares weighs nothing."""
    parts = [part for v in values for part in (v if isinstance(v, list | tuple) else (v,))]
    return [
        p for p in parts if isinstance(p, Source) or (isinstance(p, Records) and not p.synthetic)
    ]


def bytes_of(part: object) -> int:
    """Of a file its content; of records their tables, twice: counting holds the diary again."""
    if isinstance(part, Records):
        return 2 * sum(int(f.memory_usage(deep=True).sum()) for f in part.tables.values())
    return len(part.content) if isinstance(part, Source) else 0


WAITING = Waiting()
