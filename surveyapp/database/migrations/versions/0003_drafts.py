"""Drafts"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("finder", sa.LargeBinary(length=32), nullable=False),
        sa.Column("study", sa.String(length=40), nullable=False),
        sa.Column("weeks_left", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["study"], ["studies.id"], name=op.f("fk_drafts_study_studies"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("finder", name=op.f("pk_drafts")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_drafts_study"), "drafts", ["study"], unique=False)
    op.create_table(
        "housekeeping",
        sa.Column("task", sa.String(length=20), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("task", name=op.f("pk_housekeeping")),
    )


def downgrade() -> None:
    op.drop_table("housekeeping")
    op.drop_table("drafts")
