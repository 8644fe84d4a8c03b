"""The only door: files in, checked Records and a report on every row out. Nothing re-checks."""

from analytics.importing.door import ImportReport, Source, read_records
from analytics.importing.report import FileReport, RecordsError

__all__ = ["FileReport", "ImportReport", "RecordsError", "Source", "read_records"]
