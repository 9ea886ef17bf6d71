"""Documents from outside all plans, whose work stands where a plan's does."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0010"
down_revision: str | None = "0009"


def upgrade() -> None:
    """Expand."""
    op.add_column("plans", sa.Column("source", postgresql.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    """Undo."""
    op.drop_column("plans", "source")
