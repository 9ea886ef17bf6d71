"""One row of the outbox may stand for all events of a load; half of each page of values is left for their changes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0035"
down_revision: str | None = "0034"


def upgrade() -> None:
    """Expand. To compress a row of the outbox costs more than it saves: it is gone within a second."""
    op.add_column("outbox", sa.Column("count", sa.Integer(), server_default=sa.text("1"), nullable=False))
    op.add_column("outbox", sa.Column("many", postgresql.JSONB(astext_type=sa.Text()), nullable=True))
    op.execute("ALTER TABLE outbox ALTER COLUMN many SET STORAGE EXTERNAL")
    op.execute("ALTER TABLE indicator_values SET (fillfactor = 50)")


def downgrade() -> None:
    """Undo. Rows that stand for many must have been given their places before."""
    op.execute("ALTER TABLE indicator_values SET (fillfactor = 75)")
    op.drop_column("outbox", "many")
    op.drop_column("outbox", "count")
