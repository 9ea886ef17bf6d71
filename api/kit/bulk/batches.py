"""Batches: what one load wrote, by whom and when, so that it can be told of as one thing and taken back.

The resource keeps beside its own tables what the batch wrote; here stands what every load has, and the rows it refused
as they were sent, to be mended and sent again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, delete, insert
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from api.kit.bulk.engine import Rejected, Tally
from api.kit.db import Base
from api.kit.ids import uuid7
from api.kit.permissions import Subject
from api.kit.problems import Conflict, Language, Message


class BatchUndone(Conflict):
    """It was undone before; what it wrote is not there any more."""

    code = "batch_undone"
    title = Message("Lần nạp này đã được hoàn tác", "This load was undone already")
    detail = Message("Lần nạp này đã được hoàn tác trước đó.", "This load was undone before.")


class BatchOvertaken(Conflict):
    """Something newer stands on what the batch wrote; undoing it would lose that."""

    code = "batch_overtaken"
    title = Message("Đã có thay đổi mới hơn", "Something newer stands on it")
    detail = Message(
        "{count} mục của lần nạp này đã được sửa sau đó nên không hoàn tác được.",
        "{count} records of this load were changed after it, so it cannot be undone.",
    )
    _NAMED = 200

    def __init__(self, newer: Sequence[str]) -> None:
        super().__init__(count=len(newer))
        self._newer = list(newer[: self._NAMED])

    def document(self, language: Language, instance: str, request_id: str) -> dict[str, Any]:
        """The problem, and the records that are newer, the first two hundred of them."""
        return super().document(language, instance, request_id) | {"newer": self._newer}


class Batch(Base):
    """A load that was taken. `unit_id` is the unit its caller acted for; `version` 2 says that it was undone."""

    __tablename__ = "batches"
    __table_args__ = (Index(None, "owner_id", "created_at"), Index(None, "unit_id", "created_at"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    version: Mapped[int] = mapped_column(default=1)
    entity: Mapped[str]
    mode: Mapped[str]
    owner_kind: Mapped[str]
    owner_id: Mapped[UUID]
    owner_name: Mapped[str]
    unit_id: Mapped[UUID | None]
    received: Mapped[int]
    created: Mapped[int]
    updated: Mapped[int]
    unchanged: Mapped[int]
    rejected: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None]


class RejectedRow(Base):
    """A row a batch refused, as it was sent, and what is wrong with it: `[{"field", "message": {"vi", "en"}}]`."""

    __tablename__ = "batch_rejects"

    batch_id: Mapped[UUID] = mapped_column(primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
    sent: Mapped[Any] = mapped_column(JSON)
    errors: Mapped[list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Keeping:
    """A batch that is being loaded: its id goes with what is written, itself is kept when the load was taken."""

    id: UUID
    entity: str
    subject: Subject
    permission: str

    @classmethod
    def begin(cls, entity: str, subject: Subject, permission: str) -> "Keeping":
        """A batch of a kind of record; the caller writes by a permission."""
        return cls(uuid7(), entity, subject, permission)

    async def refuse(self, session: AsyncSession, refused: Sequence[Rejected]) -> None:
        """Keep rows that were refused."""
        await keep_refused(session, self.id, refused)

    def keep(self, session: AsyncSession, mode: str, tally: Tally) -> UUID | None:
        """Keep the batch; a load that found everything so already is none."""
        if tally.received == tally.counts["unchanged"]:
            return None
        reaches = self.subject.reaches_with(self.permission)
        now = session.info["now"]
        session.add(
            Batch(
                id=self.id,
                entity=self.entity,
                mode=mode,
                owner_kind=self.subject.kind,
                owner_id=self.subject.id,
                owner_name=self.subject.name,
                unit_id=reaches[0].unit_id if reaches else None,
                received=tally.received,
                rejected=tally.rejected,
                **tally.counts,
                created_at=now,
                updated_at=now,
            )
        )
        return self.id


async def keep_refused(session: AsyncSession, batch_id: UUID, refused: Sequence[Rejected]) -> None:
    """Keep rows that were refused, of a batch or of a job that wrote nothing."""
    rows = [
        {"batch_id": batch_id, "row": each.row, "sent": each.sent, "errors": [_said(fault) for fault in each.faults]}
        for each in refused
    ]
    await session.execute(insert(RejectedRow.__table__), rows)  # type: ignore[arg-type]


async def forget_refused(session: AsyncSession, batch_id: UUID) -> None:
    """Drop what an earlier try kept."""
    await session.execute(delete(RejectedRow).where(RejectedRow.batch_id == batch_id))


def _said(fault: Any) -> Mapping[str, Any]:
    texts = {language: fault.render(language).message for language in ("vi", "en")}
    return {"field": fault.pointer.removeprefix("/"), "code": fault.code, "message": texts}
