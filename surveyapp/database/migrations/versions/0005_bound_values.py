"""HMACs over the values that promises rest on, unfinished openings, consent to researchers

Nothing rebuilds the table of studies: on SQLite dropping the old one would delete all that refers to it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("studies", sa.Column("mac", sa.LargeBinary(length=32), nullable=True))
    op.add_column("studies", sa.Column("unfinished", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("study_versions", sa.Column("mac", sa.LargeBinary(length=32), nullable=True))
    op.add_column("accounts", sa.Column("consented_by", sa.String(length=80), nullable=True))
    # Researchers from before consent was asked for keep their rights.
    op.execute("UPDATE accounts SET consented_by = 'migration 0005' WHERE role = 'researcher'")
    op.add_column("accounts", sa.Column("mac", sa.LargeBinary(length=32), nullable=True))


def downgrade() -> None:
    op.drop_column("accounts", "mac")
    op.drop_column("accounts", "consented_by")
    op.drop_column("study_versions", "mac")
    op.drop_column("studies", "unfinished")
    op.drop_column("studies", "mac")
