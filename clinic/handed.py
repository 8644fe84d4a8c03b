"""Whose downloads are these? A file goes only to the person whose tab made it."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict

MOST = 5_000  # files remembered; who comes later makes hers again


class Handed:
    """Digests of what was handed out, each with the people whom it was made for."""

    def __init__(self, most: int = MOST) -> None:
        self._lock = threading.Lock()
        self._people: OrderedDict[str, dict[str, str]] = OrderedDict()
        self._most = most

    def note(self, content: bytes, person: str, right: str) -> None:
        """This content was made for this person, who has this right."""
        digest = hashlib.sha256(content).hexdigest()
        with self._lock:
            self._people.setdefault(digest, {})[person] = right
            self._people.move_to_end(digest)
            while len(self._people) > self._most:
                self._people.popitem(last=False)

    def right_for(self, content: bytes, person: str) -> str | None:
        """The right that this person needs for it; None: it was not made for her."""
        with self._lock:
            return self._people.get(hashlib.sha256(content).hexdigest(), {}).get(person)


HANDED = Handed()
PUBLIC = "public"  # the person of what everybody may have, as the page's icon
