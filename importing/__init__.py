"""What was in the files, and where did every row go? The only door; behind it nothing re-checks.

May import: words, analytics. Files in, checked Records and a report on every row out.
"""

from importing.choices import Choices, Mapping, Question
from importing.door import read_records
from importing.one_file import Source
from importing.report import FileReport, ImportReport

__all__ = [
    "Choices",
    "FileReport",
    "ImportReport",
    "Mapping",
    "Question",
    "Source",
    "read_records",
]
