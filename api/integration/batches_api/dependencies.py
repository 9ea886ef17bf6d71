"""The batch a path names, if the caller may know of it."""

from typing import Annotated
from uuid import UUID

from sqlalchemy import select

from api.integration.batches_api.permissions import BATCH_READ, BATCH_UNDO
from api.integration.batches_api.queries import visible
from api.kit.bulk import Batch
from api.kit.permissions import mark_guard
from api.kit.problems import NotFound
from api.plans.dependencies import Desk, desk

BatchReader = Annotated[Desk, desk(BATCH_READ)]
BatchUndoer = Annotated[Desk, desk(BATCH_UNDO)]


async def _found(batch_id: UUID, at: Desk, *, locked: bool = False) -> Batch:
    found = select(Batch).where(Batch.id == batch_id, visible(at.subject, at.today))
    batch = await at.session.scalar(found.with_for_update(of=Batch) if locked else found)
    if batch is None:
        raise NotFound
    return batch


async def _to_read(batch_id: UUID, at: BatchReader) -> Batch:
    return await _found(batch_id, at)


async def _to_undo(batch_id: UUID, at: BatchUndoer) -> Batch:
    return await _found(batch_id, at, locked=True)


BatchToRead = Annotated[Batch, mark_guard(_to_read, BATCH_READ)]
BatchToUndo = Annotated[Batch, mark_guard(_to_undo, BATCH_UNDO)]
