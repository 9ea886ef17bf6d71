"""Webhooks: subscriptions, how far each has come, deliveries and their attempts; when a client was last here."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0027"
down_revision: str | None = "0026"

_INSTANT = postgresql.TIMESTAMP(timezone=True)


def upgrade() -> None:
    """Expand."""
    op.add_column("clients", sa.Column("last_used_at", _INSTANT, nullable=True))
    op.create_table(
        "webhooks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(name, _INSTANT, nullable=False) for name in ("created_at", "updated_at")),
        *(sa.Column(name, _INSTANT, nullable=True) for name in ("deleted_at", "previous_until")),
        _named("webhooks", "client_id", "clients"),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("url", "description")),
        sa.Column("types", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("disabled_because", sa.String(), nullable=True),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
        sa.Column("previous_key", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
    )
    op.create_index(op.f("ix_webhooks_client_id"), "webhooks", ["client_id"])
    op.create_table(
        "webhook_states",
        _named("webhook_states", "webhook_id", "webhooks"),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        *(sa.Column(name, _INSTANT, nullable=True) for name in ("paused_until", "leased_until")),
        sa.Column("lease", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("webhook_id", name=op.f("pk_webhook_states")),
    )
    table = "webhook_deliveries"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        _named(table, "webhook_id", "webhooks"),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("type", "status")),
        sa.Column("attempts", sa.Integer(), nullable=False),
        *(sa.Column(name, _INSTANT, nullable=False) for name in ("created_at", "queued_at", "next_attempt_at")),
        sa.Column("delivered_at", _INSTANT, nullable=True),
        sa.Column("last", postgresql.JSONB(), nullable=True),
        sa.CheckConstraint("status IN ('pending', 'delivered', 'dead')", name=op.f("ck_webhook_deliveries_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_deliveries")),
    )
    op.create_index("uq_webhook_deliveries_webhook_id_position", table, ["webhook_id", "position"], unique=True)
    columns = ["webhook_id", "status", "position"]
    op.create_index(op.f("ix_webhook_deliveries_webhook_id_status_position"), table, columns)
    op.create_index(op.f("ix_webhook_deliveries_created_at"), table, ["created_at"])
    table = "webhook_attempts"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        _named(table, "delivery_id", "webhook_deliveries", ondelete="CASCADE"),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("status_code", sa.Integer(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_attempts")),
    )
    op.create_index(op.f("ix_webhook_attempts_delivery_id_at"), table, ["delivery_id", "at"])


def _named(table: str, column: str, of: str, ondelete: str | None = None) -> sa.Column[object]:
    key = sa.ForeignKey(f"{of}.id", name=op.f(f"fk_{table}_{column}_{of}"), ondelete=ondelete)
    return sa.Column(column, sa.Uuid(), key, nullable=False)


def downgrade() -> None:
    """Undo."""
    for table in ("webhook_attempts", "webhook_deliveries", "webhook_states", "webhooks"):
        op.drop_table(table)
    op.drop_column("clients", "last_used_at")
