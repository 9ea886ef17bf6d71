"""Evidence hangs on values, whose identifiers are more than a UUID."""

import sqlalchemy as sa
from alembic import op

revision: str = "0025"
down_revision: str | None = "0024"

_NAME, _NEW, _TABLE = "pk_evidence_links", "pk_evidence_links_new", "evidence_links"


def upgrade() -> None:
    """Expand; the key is built beside the traffic and changes hands at once."""
    op.add_column(_TABLE, sa.Column("part", sa.String(), nullable=False, server_default=""))
    _key("evidence_id", "type", "target_id", "part")


def _key(*columns: str) -> None:
    with op.get_context().autocommit_block():
        op.create_index(_NEW, _TABLE, list(columns), unique=True, postgresql_concurrently=True, if_not_exists=True)
    op.execute(f"ALTER TABLE {_TABLE} DROP CONSTRAINT {_NAME}, ADD CONSTRAINT {_NAME} PRIMARY KEY USING INDEX {_NEW}")


def downgrade() -> None:
    """Undo."""
    op.execute("DELETE FROM evidence_links WHERE part <> ''")
    _key("evidence_id", "type", "target_id")
    op.drop_column(_TABLE, "part")
