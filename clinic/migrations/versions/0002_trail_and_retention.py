"""Who saw what, how long cohorts are kept, and sign-ins that were ended."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

REFUSAL = "the trail is append-only"


def upgrade() -> None:
    op.add_column("cohorts", sa.Column("retention_days", sa.Integer))
    op.create_table(
        "trail",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("before", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    op.create_table(
        "ended",
        sa.Column("sign_in", sa.String(64), primary_key=True),
        sa.Column("at", sa.String(32), nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "create function refuse_change() returns trigger language plpgsql as $$ "
            f"begin raise exception '{REFUSAL}'; end $$"
        )
        op.execute(
            "create trigger trail_is_append_only before update or delete or truncate on trail "
            "for each statement execute function refuse_change()"
        )
        return
    for change in ("update", "delete"):
        op.execute(
            f"create trigger trail_no_{change} before {change} on trail "
            f"begin select raise(abort, '{REFUSAL}'); end"
        )
