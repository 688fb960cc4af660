"""The audit log, the second step of signing in, sessions that were ended"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("when", sa.String(length=20), nullable=False),
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("object", sa.String(length=120), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("account", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["accounts.name"], name=op.f("fk_recovery_codes_account_accounts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_recovery_codes")),
    )
    op.create_index(op.f("ix_recovery_codes_account"), "recovery_codes", ["account"], unique=False)
    op.create_table(
        "ended_sessions",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_ended_sessions")),
    )
    op.add_column("accounts", sa.Column("second_factor", sa.LargeBinary(), nullable=True))
    op.add_column("accounts", sa.Column("second_factor_step", sa.BigInteger(), nullable=False, server_default="0"))
    # The default was for the accounts that are there; the program names a value for each new one.
    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.alter_column("second_factor_step", server_default=None)


def downgrade() -> None:
    op.drop_column("accounts", "second_factor_step")
    op.drop_column("accounts", "second_factor")
    op.drop_table("ended_sessions")
    op.drop_table("recovery_codes")
    op.drop_table("audit")
