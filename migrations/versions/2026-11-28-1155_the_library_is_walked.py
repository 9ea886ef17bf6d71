"""What the library of evidence is walked by; pictures counted once; whose bytes another unit sent too."""

import sqlalchemy as sa
from alembic import op

revision: str = "0032"
down_revision: str | None = "0031"

_NEWEST = "deleted_at IS NULL AND replaced_by_id IS NULL"
_INDEXES = {
    "ix_evidence_by_risk": ("department_id", "risk", "id"),
    "ix_evidence_by_title": ("department_id", "sort_key", "id"),
    "ix_evidence_judged": ("department_id", "verdict", "created_at", "id"),
    "ix_evidence_desk": ("department_id", "verdict", "risk", "id"),
    "ix_evidence_of_kind": ("department_id", "media_type", "created_at", "id"),
    "ix_evidence_shared": ("department_id", "created_at", "id"),
}
_FILLS = (
    """
    UPDATE evidence_files f SET previews = p.drawn
    FROM (SELECT file_sha256, count(*) AS drawn FROM evidence_pictures WHERE position > 0 GROUP BY 1) p
    WHERE p.file_sha256 = f.file_sha256
    """,
    """
    UPDATE evidence e SET shared = true
    FROM (SELECT sha256 FROM evidence GROUP BY 1 HAVING count(DISTINCT unit_id) > 1) s
    WHERE s.sha256 = e.sha256
    """,
    """
    UPDATE evidence e SET department_id = u.department_id
    FROM units u WHERE u.id = e.unit_id AND e.department_id IS DISTINCT FROM u.department_id
    """,
)


def upgrade() -> None:
    """Expand and fill; the indexes are built beside the traffic."""
    op.add_column("evidence", sa.Column("shared", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("evidence_files", sa.Column("previews", sa.SmallInteger(), nullable=False, server_default="0"))
    for fill in _FILLS:
        op.execute(fill)
    with op.get_context().autocommit_block():
        for name, columns in _INDEXES.items():
            where = f"shared AND {_NEWEST}" if name == "ix_evidence_shared" else _NEWEST
            op.create_index(
                name, "evidence", list(columns),
                postgresql_where=sa.text(where), postgresql_concurrently=True, if_not_exists=True,
            )  # fmt: skip


def downgrade() -> None:
    """Undo."""
    with op.get_context().autocommit_block():
        for name in _INDEXES:
            op.drop_index(name, "evidence", postgresql_concurrently=True, if_exists=True)
    op.drop_column("evidence_files", "previews")
    op.drop_column("evidence", "shared")
