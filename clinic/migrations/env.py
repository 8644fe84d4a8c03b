"""Alembic asks here for the connection: it is handed over by ``clinic.database``."""

from alembic import context

from clinic.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=True,
)
context.run_migrations()
