"""The audit of one unit by an index: of few entries among many, the newest are at no one end of the table."""

from alembic import op

revision: str = "0037"
down_revision: str | None = "0036"

_INDEX = "ix_audit_entries_unit_id_at"


def upgrade() -> None:
    """Expand."""
    with op.get_context().autocommit_block():
        op.create_index(_INDEX, "audit_entries", ["unit_id", "at"], postgresql_concurrently=True, if_not_exists=True)


def downgrade() -> None:
    """Undo."""
    with op.get_context().autocommit_block():
        op.drop_index(_INDEX, "audit_entries", postgresql_concurrently=True, if_exists=True)
