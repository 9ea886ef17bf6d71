"""What a report merged from those below it when it was sent or received, and the last file drawn of it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision: str = "0021"
down_revision: str | None = "0020"


def upgrade() -> None:
    """Expand."""
    op.create_table(
        "report_compilations",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", JSONB(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_report_compilations_report_id")),
        sa.PrimaryKeyConstraint("report_id", "edition", name=op.f("pk_report_compilations")),
    )
    op.create_table(
        "report_files",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("drawn_from", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_report_files_report_id")),
        sa.PrimaryKeyConstraint("report_id", "format", name=op.f("pk_report_files")),
    )


def downgrade() -> None:
    """Contract."""
    op.drop_table("report_files")
    op.drop_table("report_compilations")
