"""A job as its owner sees it."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from api.kit.pagination import ListQuery
from api.kit.schemas import Out

Status = Literal["queued", "running", "succeeded", "failed", "cancelled"]


class JobFilters(ListQuery):
    """What jobs may be listed by."""

    status: Status | None = Field(default=None, description="Only jobs in this state.")
    kind: str | None = Field(default=None, max_length=64, description="Only jobs of this kind.")


class Progress(Out):
    """How far a job is."""

    done: int = Field(description="Pieces done.")
    total: int | None = Field(description="Pieces in all, once known.")


class JobOut(Out):
    """A piece of long work."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Rises with every change.")
    kind: str = Field(description="What is being done.")
    status: Status = Field(description="Where it stands.")
    progress: Progress = Field(description="How far it is.")
    result: dict[str, Any] | None = Field(
        description="What came of it; of a load what the request would have been answered, with its `status`."
    )
    error: str | None = Field(description="What kind of fault ended it, when it failed.")
    created_at: datetime = Field(description="When it was asked for.")
    updated_at: datetime = Field(description="When it last changed.")
    finished_at: datetime | None = Field(description="When it ended.")
