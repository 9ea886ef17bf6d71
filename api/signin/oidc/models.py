"""Links between accounts and what providers know their people by."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.kit.db import Base
from api.kit.ids import uuid7


class ExternalIdentity(Base):
    """Who an account is at a provider. What the provider calls them is kept as a keyed hash only."""

    __tablename__ = "external_identities"
    __table_args__ = (UniqueConstraint("provider", "value_hash"), UniqueConstraint("user_id", "provider"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    provider: Mapped[str]
    value_hash: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
