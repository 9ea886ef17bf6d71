"""The work of a plan is listed in the order it falls due."""

from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"

_INDEX = "ix_assignments_plan_id_due_at"


def upgrade() -> None:
    """Expand, beside traffic."""
    with op.get_context().autocommit_block():
        op.create_index(
            _INDEX, "assignments", ["plan_id", "due_at", "id"], postgresql_concurrently=True, if_not_exists=True
        )


def downgrade() -> None:
    """Contract."""
    with op.get_context().autocommit_block():
        op.drop_index(_INDEX, "assignments", postgresql_concurrently=True, if_exists=True)
