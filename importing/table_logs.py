"""Do files belong to a table with a log that says which of them count: Delta, Iceberg, Hudi?

What was deleted or replaced there still lies beside what counts; files read as they lie would count
both.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

_FOLDERS = {"_delta_log": "Delta", ".hoodie": "Hudi"}
_ICEBERG = ".metadata.json"
TOLD = (
    "is a table of {}: its log, which is not read, says which of its files count. Write the table "
    "out as CSV or Parquet first"
)


def by_its_names(names: Iterable[str]) -> str:
    """What is told of the files of an archive, by their names; "" of files that all count."""
    for name in names:
        path = PurePosixPath(name.replace("\\", "/"))
        if log := next((part for part in path.parts[:-1] if part in _FOLDERS), ""):
            return TOLD.format(_FOLDERS[log])
        if path.name.endswith(_ICEBERG):
            return TOLD.format("Iceberg")
    return ""


def by_its_folder(files: Iterable[Path]) -> tuple[Path, str] | None:
    """The folder of such a table in which one of the files lies, and what is told of it."""
    around = {folder for file in files for folder in file.absolute().parents}
    for folder in sorted(around):
        logs = [f"{log}/0" for log in _FOLDERS if (folder / log).is_dir()]
        logs += [file.name for file in (folder / "metadata").glob(f"*{_ICEBERG}")]
        if told := by_its_names(logs):
            return folder, told
    return None
