"""The only door: files in, checked Records and a report on every row out. Nothing re-checks."""

from analytics.importing.choices import Choices, Mapping, Question
from analytics.importing.door import read_records
from analytics.importing.one_file import Source
from analytics.importing.report import FileReport, ImportReport

__all__ = [
    "Choices",
    "FileReport",
    "ImportReport",
    "Mapping",
    "Question",
    "Source",
    "read_records",
]
