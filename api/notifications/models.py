"""Notifications, what their readers prefer, and mails on their way out."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from api.kit.db import Base
from api.kit.ids import uuid7

# claimed: a worker is connecting. handing_over: the text is about to leave; from here on it is never sent again.
# unknown: the worker died, or the line broke, while it left.
MAIL_STATUSES = ("queued", "claimed", "handing_over", "sent", "failed", "unknown")


class Notification(Base):
    """Something one person is told. The words are made when it is read, in the reader's language.

    `key` says what it is about: one thing is told to one person once.
    """

    __tablename__ = "notifications"
    __table_args__ = (
        UniqueConstraint("user_id", "key"),
        Index(None, "user_id", "created_at", "id"),
        Index("ix_notifications_unread", "user_id", postgresql_where=text("read_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str]
    key: Mapped[str]
    data: Mapped[dict[str, Any]]
    link: Mapped[str | None]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class Preference(Base):
    """How somebody wants to be told; without a row, by e-mail too, in Vietnamese."""

    __tablename__ = "notification_preferences"
    __table_args__ = (CheckConstraint("language IN ('vi', 'en')", name="language"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    email: Mapped[bool]
    language: Mapped[str]


class Mail(Base):
    """A mail to be sent, written in the transaction that wants it sent; the row is its own queue.

    `sealed` is the text, which may hold a one-time link, under the deployment's key; it goes when the mail has gone.
    """

    __tablename__ = "mails"
    __table_args__ = (
        CheckConstraint(f"status IN ({', '.join(repr(each) for each in MAIL_STATUSES)})", name="status"),
        Index("ix_mails_waiting", "next_attempt_at", postgresql_where=text("sealed IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    key: Mapped[str] = mapped_column(unique=True)
    address: Mapped[str]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    status: Mapped[str]
    attempts: Mapped[int]
    next_attempt_at: Mapped[datetime]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None]
