"""Who may read a file, where its mode says it: Windows keeps that elsewhere."""

import os
import stat
from pathlib import Path


def is_only_its_owners(path: Path) -> bool:
    mode = stat.S_IMODE(path.stat().st_mode)
    return os.name != "posix" or mode == (0o700 if path.is_dir() else 0o600)
