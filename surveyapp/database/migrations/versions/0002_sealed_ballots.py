"""Sealed ballots"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ballots",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("study", sa.String(length=40), nullable=False),
        sa.Column("group", sa.String(length=40), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["study"], ["studies.id"], name=op.f("fk_ballots_study_studies"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballots")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_ballots_study_group"), "ballots", ["study", "group"], unique=False)
    # Added in place: building these tables anew would delete, on SQLite, the rows that refer to them.
    op.add_column("studies", sa.Column("public_key", sa.LargeBinary(length=32), nullable=True))
    op.add_column("studies", sa.Column("locked_key", sa.LargeBinary(), nullable=True))
    op.add_column("responses", sa.Column("pool", sa.String(length=60), nullable=True))
    _tallies_anew(with_place=True)


def downgrade() -> None:
    _tallies_anew(with_place=False)
    op.drop_column("responses", "pool")
    op.drop_column("studies", "locked_key")
    op.drop_column("studies", "public_key")
    op.drop_table("ballots")


def _tallies_anew(*, with_place: bool) -> None:
    """The primary key changes, which SQLite cannot do to a table that is there."""
    kept = op.get_bind().execute(
        sa.text('SELECT study, "group", event, sum("count") AS "count" FROM tallies GROUP BY study, "group", event')
    )
    rows = [dict(row) for row in kept.mappings()]
    op.drop_table("tallies")
    place = [sa.Column("place", sa.String(length=60), nullable=False)] if with_place else []
    table = op.create_table(
        "tallies",
        sa.Column("study", sa.String(length=40), nullable=False),
        sa.Column("group", sa.String(length=40), nullable=False),
        sa.Column("event", sa.String(length=20), nullable=False),
        *place,
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["study"], ["studies.id"], name=op.f("fk_tallies_study_studies"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("study", "group", "event", *(column.name for column in place), name=op.f("pk_tallies")),
        sqlite_with_rowid=False,
    )
    op.bulk_insert(table, [row | ({"place": ""} if with_place else {}) for row in rows])
