"""Called by alembic: runs the migrations on the connection that surveyapp.database.migrating hands over."""

from alembic import context
from sqlalchemy import MetaData

from surveyapp.database.constraint_names import NAMES

context.configure(
    connection=context.config.attributes["connection"],
    # Migrations say themselves what they make; only the names of constraints come from the program.
    target_metadata=MetaData(naming_convention=NAMES),
    # SQLite changes a table by building it anew.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
