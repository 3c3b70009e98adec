"""Alembic runs on the connection that the program hands over; there is no ini file."""

from alembic import context

from decisionaid.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True, render_as_batch=False)
context.run_migrations()
