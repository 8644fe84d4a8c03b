"""Filters that somebody keeps by name."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "filter_sets",
        sa.Column("who", sa.String(200), primary_key=True),
        sa.Column("name", sa.String(80), primary_key=True),
        sa.Column("filters", sa.Text, nullable=False),
    )
