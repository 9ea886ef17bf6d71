"""The audit table: append-only. The chain that makes it tamper-evident is written by its own process."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from api.kit.db import Base


class AuditEntry(Base):
    """One act of one caller."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index(None, "entity", "entity_id"),
        Index(None, "actor_id", "at"),
        Index(None, "at"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime]
    actor_kind: Mapped[str]
    actor_id: Mapped[UUID | None]
    action: Mapped[str]
    entity: Mapped[str]
    entity_id: Mapped[str | None]
    unit_id: Mapped[UUID | None]
    request_id: Mapped[str | None]
    address: Mapped[str | None]
    changes: Mapped[dict[str, Any]] = mapped_column(JSONB)
