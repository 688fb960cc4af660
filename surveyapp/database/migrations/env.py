"""Called by alembic: runs the migrations on the connection that surveyapp.database.migrating hands over."""

from alembic import context

from surveyapp.database.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite changes a table by building it anew.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
