"""Subscriptions, how far each has come, what was to be delivered, and every attempt."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from api.kit.db import Base, Record
from api.kit.ids import uuid7


class Webhook(Record):
    """Changes a client may see, for an address of its own. `disabled_because` is `asked` or `gone`; null: enabled."""

    __tablename__ = "webhooks"

    client_id: Mapped[UUID] = mapped_column(ForeignKey("clients.id"), index=True)
    url: Mapped[str]
    description: Mapped[str]
    types: Mapped[list[str]] = mapped_column(ARRAY(Text))
    disabled_because: Mapped[str | None]
    sealed_key: Mapped[bytes] = mapped_column(LargeBinary)
    previous_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    previous_until: Mapped[datetime | None]


class WebhookState(Base):
    """How far a subscription has come: what the workers write, apart from what people change.

    `position` is the last of the feed that was looked through for it. Only who holds the lease delivers. A receiver in
    trouble is left alone until `paused_until`.
    """

    __tablename__ = "webhook_states"

    webhook_id: Mapped[UUID] = mapped_column(ForeignKey("webhooks.id"), primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger)
    failures: Mapped[int] = mapped_column(default=0)
    paused_until: Mapped[datetime | None]
    lease: Mapped[UUID | None]
    leased_until: Mapped[datetime | None]


class WebhookDelivery(Base):
    """A change that is to be, or was, delivered. What it says stays in the feed."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        CheckConstraint("status IN ('pending', 'delivered', 'dead')", name="status"),
        Index("uq_webhook_deliveries_webhook_id_position", "webhook_id", "position", unique=True),
        Index(None, "webhook_id", "status", "position"),
        Index(None, "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    webhook_id: Mapped[UUID] = mapped_column(ForeignKey("webhooks.id"))
    position: Mapped[int] = mapped_column(BigInteger)
    event_id: Mapped[UUID]
    type: Mapped[str]
    status: Mapped[str]
    attempts: Mapped[int]
    created_at: Mapped[datetime]
    # When it was put into the line, anew by a replay; what giving up is counted from.
    queued_at: Mapped[datetime]
    next_attempt_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    last: Mapped[dict[str, Any] | None]


class WebhookAttempt(Base):
    """One time a delivery was sent, and what came back."""

    __tablename__ = "webhook_attempts"
    __table_args__ = (Index(None, "delivery_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    delivery_id: Mapped[UUID] = mapped_column(ForeignKey("webhook_deliveries.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    status_code: Mapped[int | None]
    error: Mapped[str | None]
    milliseconds: Mapped[int]
