"""The tables of the database: cohorts, their versions, the trail, sets of filters.

Times are ISO 8601 in UTC.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData()
MOMENT, DIGEST, NAME = String(32), String(64), String(200)

COHORTS = Table(
    "cohorts",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", NAME, nullable=False, unique=True),
    Column("created_at", MOMENT, nullable=False),
    Column("retention_days", Integer),  # from the last version on; empty: no end is set
)

VERSIONS = Table(  # never changed once written
    "versions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("cohort_id", ForeignKey("cohorts.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("saved_at", MOMENT, nullable=False),
    Column("saved_by", NAME, nullable=False),
    Column("note", Text, nullable=False),
    Column("patients", Integer, nullable=False),
    Column("about", Text, nullable=False),  # JSON: sources, import report, mappings, settings
    UniqueConstraint("cohort_id", "number"),
)

PARTS = Table(  # a table of a version as Parquet, in parts that every database takes
    "parts",
    METADATA,
    Column("version_id", ForeignKey("versions.id", ondelete="CASCADE"), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("digest", DIGEST, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

TRAIL = Table(
    "trail",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", MOMENT, nullable=False),
    Column("who", NAME, nullable=False),
    Column("what", String(40), nullable=False),
    Column("about", Text, nullable=False),  # JSON without any clinical value
    Column("before", DIGEST, nullable=False),  # the digest of the entry before
    Column("digest", DIGEST, nullable=False),
)

ENDED = Table(  # sign-ins that were ended before their time
    "ended",
    METADATA,
    Column("sign_in", DIGEST, primary_key=True),
    Column("at", MOMENT, nullable=False),
)

FILTER_SETS = Table(  # each person's own
    "filter_sets",
    METADATA,
    Column("who", NAME, primary_key=True),
    Column("name", String(80), primary_key=True),
    Column("filters", Text, nullable=False),  # JSON: column of patients -> the values wanted
)
