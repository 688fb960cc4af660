"""The files that each version of a study was loaded from"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "study_documents",
        sa.Column("study", sa.String(length=40), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["study", "version"],
            ["study_versions.study", "study_versions.version"],
            name=op.f("fk_study_documents_study_version_study_versions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("study", "version", "name", name=op.f("pk_study_documents")),
    )


def downgrade() -> None:
    op.drop_table("study_documents")
