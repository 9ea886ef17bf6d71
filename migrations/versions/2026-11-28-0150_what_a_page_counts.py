"""What a leader's page counts at every look: work that is not settled, files nobody judged or that were rejected."""

import sqlalchemy as sa
from alembic import op

revision: str = "0020"
down_revision: str | None = "0019"


def upgrade() -> None:
    """Expand; built beside the traffic."""
    with op.get_context().autocommit_block():
        op.create_index(
            "ix_assignments_unsettled",
            "assignments",
            ["department_id", "status", "due_at"],
            postgresql_include=["unit_id"],
            postgresql_where=sa.text(
                "deleted_at IS NULL AND withdrawn IS FALSE"
                " AND status IN ('not_started', 'in_progress', 'awaiting_confirmation')"
            ),
            postgresql_concurrently=True,
            if_not_exists=True,
        )
        op.create_index(
            "ix_evidence_verdict",
            "evidence",
            ["department_id", "verdict", "verdict_at"],
            postgresql_where=sa.text("deleted_at IS NULL AND replaced_by_id IS NULL"),
            postgresql_concurrently=True,
            if_not_exists=True,
        )


def downgrade() -> None:
    """Undo."""
    with op.get_context().autocommit_block():
        for name, table in (("ix_evidence_verdict", "evidence"), ("ix_assignments_unsettled", "assignments")):
            op.drop_index(name, table, postgresql_concurrently=True, if_exists=True)
