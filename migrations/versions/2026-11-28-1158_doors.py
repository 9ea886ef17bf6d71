"""A client's own pace; entries of the audit found by their request."""

import sqlalchemy as sa
from alembic import op

revision: str = "0033"
down_revision: str | None = "0032"

_INDEX = "ix_audit_entries_request_id"


def upgrade() -> None:
    """Expand."""
    op.add_column("clients", sa.Column("requests_per_minute", sa.Integer(), nullable=True))
    with op.get_context().autocommit_block():
        op.create_index(_INDEX, "audit_entries", ["request_id"], postgresql_concurrently=True, if_not_exists=True)


def downgrade() -> None:
    """Undo."""
    with op.get_context().autocommit_block():
        op.drop_index(_INDEX, "audit_entries", postgresql_concurrently=True, if_exists=True)
    op.drop_column("clients", "requests_per_minute")
