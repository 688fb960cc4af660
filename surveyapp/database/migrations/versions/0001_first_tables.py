"""The first tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("session_epoch", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_accounts")),
    )
    op.create_table(
        "studies",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_studies")),
    )
    op.create_table(
        "access_codes",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("study", sa.String(length=40), nullable=False),
        sa.Column("group", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=True),
        sa.Column("spent", sa.Integer(), nullable=False),
        sa.Column("nonce_digest", sa.LargeBinary(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["study"], ["studies.id"], name=op.f("fk_access_codes_study_studies"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_access_codes")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("access_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_codes_study_group"), ["study", "group"], unique=False)

    op.create_table(
        "open_nonces",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("study", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["study"], ["studies.id"], name=op.f("fk_open_nonces_study_studies"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_open_nonces")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("open_nonces", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_open_nonces_study"), ["study"], unique=False)

    op.create_table(
        "responses",
        sa.Column("key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("study", sa.String(length=40), nullable=False),
        sa.Column("round", sa.String(length=40), nullable=False),
        sa.Column("group", sa.String(length=40), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("variant", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.Column("entry", sa.String(length=12), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=True),
        sa.Column("unit", sa.String(length=40), nullable=True),
        sa.Column("block", sa.String(length=40), nullable=True),
        sa.Column("rated_unit", sa.String(length=40), nullable=True),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["study"], ["studies.id"], name=op.f("fk_responses_study_studies"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_responses")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("responses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_responses_study_group"), ["study", "group"], unique=False)

    op.create_table(
        "study_versions",
        sa.Column("study", sa.String(length=40), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["study"], ["studies.id"], name=op.f("fk_study_versions_study_studies"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("study", "version", name=op.f("pk_study_versions")),
    )
    op.create_table(
        "tallies",
        sa.Column("study", sa.String(length=40), nullable=False),
        sa.Column("group", sa.String(length=40), nullable=False),
        sa.Column("event", sa.String(length=20), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["study"], ["studies.id"], name=op.f("fk_tallies_study_studies"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("study", "group", "event", name=op.f("pk_tallies")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "texts",
        sa.Column("key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("study", sa.String(length=40), nullable=False),
        sa.Column("group", sa.String(length=40), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["study"], ["studies.id"], name=op.f("fk_texts_study_studies"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_texts")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("texts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_texts_study_item"), ["study", "item"], unique=False)

    op.create_table(
        "answers",
        sa.Column("response_key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("code", sa.BigInteger(), nullable=True),
        sa.Column("missing", sa.SmallInteger(), nullable=True),
        sa.CheckConstraint("(code IS NULL) <> (missing IS NULL)", name=op.f("ck_answers_code_or_reason")),
        sa.ForeignKeyConstraint(
            ["response_key"], ["responses.key"], name=op.f("fk_answers_response_key_responses"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("response_key", "item", name=op.f("pk_answers")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for table in (
        "answers",
        "texts",
        "tallies",
        "study_versions",
        "responses",
        "open_nonces",
        "access_codes",
        "studies",
        "accounts",
    ):
        op.drop_table(table)
