"""What is to be shown with the answer to an indicator."""

import sqlalchemy as sa
from alembic import op

revision: str = "0023"
down_revision: str | None = "0022"


def upgrade() -> None:
    """Expand."""
    op.add_column("indicators", sa.Column("proof", sa.String(), nullable=True))


def downgrade() -> None:
    """Contract."""
    op.drop_column("indicators", "proof")
