"""What is known of files, the pictures drawn of them, and until when a certificate holds."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0024"
down_revision: str | None = "0023"


def upgrade() -> None:
    """Expand."""
    op.add_column("evidence", sa.Column("expires_on", sa.Date()))
    op.add_column("evidence", sa.Column("expiry_told", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "evidence_files",
        sa.Column("file_sha256", sa.String(), nullable=False),
        sa.Column("signatures", postgresql.JSONB(), nullable=False),
        sa.Column("pages", sa.Integer()),
        sa.Column("look", sa.BigInteger()),
        sa.PrimaryKeyConstraint("file_sha256", name=op.f("pk_evidence_files")),
    )
    op.create_index("ix_evidence_files_look", "evidence_files", ["look"], postgresql_where=sa.text("look IS NOT NULL"))
    op.create_table(
        "evidence_pictures",
        sa.Column("file_sha256", sa.String(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("file_sha256", "position", name=op.f("pk_evidence_pictures")),
        sa.ForeignKeyConstraint(
            ["file_sha256"],
            ["evidence_files.file_sha256"],
            name=op.f("fk_evidence_pictures_file_sha256_evidence_files"),
        ),
    )
    op.create_index(op.f("ix_evidence_pictures_sha256"), "evidence_pictures", ["sha256"])
    with op.get_context().autocommit_block():
        op.create_index(
            "ix_evidence_expires_on", "evidence", ["expires_on"],
            postgresql_where=sa.text("expires_on IS NOT NULL AND deleted_at IS NULL AND replaced_by_id IS NULL"),
            postgresql_concurrently=True, if_not_exists=True,
        )  # fmt: skip


def downgrade() -> None:
    """Undo."""
    with op.get_context().autocommit_block():
        op.drop_index("ix_evidence_expires_on", "evidence", postgresql_concurrently=True, if_exists=True)
    op.drop_table("evidence_pictures")
    op.drop_table("evidence_files")
    op.drop_column("evidence", "expiry_told")
    op.drop_column("evidence", "expires_on")
