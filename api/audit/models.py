"""The audit's tables: append-only, and beside the entries the chain that makes a change to them evident."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from api.kit.db import Base


class AuditEntry(Base):
    """One act of one caller."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index(None, "entity", "entity_id"),
        Index(None, "actor_id", "at"),
        Index(None, "unit_id", "at"),
        Index(None, "at"),
        Index(None, "request_id"),
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


class AuditPending(Base):
    """An entry that has no place in the chain yet; put here by a trigger, in the writing transaction."""

    __tablename__ = "audit_pending"
    __table_args__ = ({"info": {"filled_by_trigger": True}},)

    entry_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


class AuditLink(Base):
    """An entry's place: the hash is of the link before it and of the whole entry. Written by a function alone."""

    __tablename__ = "audit_chain"

    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(BigInteger, unique=True)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class AuditAnchor(Base):
    """How far the chain went on a day (UTC+7). It stays when the entries below it have gone."""

    __tablename__ = "audit_anchors"

    day: Mapped[date] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]
