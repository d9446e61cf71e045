"""Alembic's entry: runs the migrations on the connection that `migrate` hands in."""

from alembic import context

from service.storage.tables import described

# transactional_ddl: SQLite can undo CREATE TABLE, though Alembic does not count on it by itself;
# a migration that is killed half-way must leave nothing.
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=described(),
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
