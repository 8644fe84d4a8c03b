"""Packages whose bytes do not depend on the clock: Office files and ZIPs."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime

CLOCK = datetime(2014, 1, 1)
MOMENT = CLOCK.strftime("%Y-%m-%dT%H:%M:%SZ").encode()


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """Files as a ZIP with a fixed clock."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, date_time=CLOCK.timetuple()[:6])
            data = content.encode() if isinstance(content, str) else content
            written.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def same_bytes(content: bytes) -> bytes:
    """The same Office file with a fixed clock: it carries the time of each of its parts."""
    parts = {}
    with zipfile.ZipFile(io.BytesIO(content)) as read:
        for name in read.namelist():
            part = read.read(name)
            if name.endswith(".xlsx"):
                part = same_bytes(part)
            if name == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", MOMENT, part)
            parts[name] = part
    return zipped(parts)
