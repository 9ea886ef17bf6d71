"""The library is walked by size and by last day too."""

import sqlalchemy as sa
from alembic import op

revision: str = "0034"
down_revision: str | None = "0033"

_NEWEST = "deleted_at IS NULL AND replaced_by_id IS NULL"
_INDEXES = {
    "ix_evidence_by_size": (("department_id", "size", "id"), _NEWEST),
    "ix_evidence_by_last_day": (("department_id", "expires_on", "id"), f"expires_on IS NOT NULL AND {_NEWEST}"),
}


def upgrade() -> None:
    """Build them beside the traffic."""
    with op.get_context().autocommit_block():
        for name, (columns, where) in _INDEXES.items():
            op.create_index(
                name, "evidence", list(columns),
                postgresql_where=sa.text(where), postgresql_concurrently=True, if_not_exists=True,
            )  # fmt: skip


def downgrade() -> None:
    """Undo."""
    with op.get_context().autocommit_block():
        for name in _INDEXES:
            op.drop_index(name, "evidence", postgresql_concurrently=True, if_exists=True)
