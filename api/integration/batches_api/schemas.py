"""A batch as it is shown."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from api.kit.pagination import ListQuery
from api.kit.schemas import Out


class BatchFilters(ListQuery):
    """What batches may be listed by."""

    entity: Literal["indicator_value", "assignment"] | None = Field(default=None, description="Of this kind of record.")
    undone: bool | None = Field(default=None, description="Only those that were undone, or that were not.")


class BatchOut(Out):
    """What one load wrote."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Rises when it is undone.")
    entity: str = Field(description="What it wrote: indicator_value or assignment.")
    mode: str = Field(description="atomic or partial.")
    by: str = Field(description="Who loaded it.")
    received: int = Field(description="Rows read.")
    created: int = Field(description="Records it made.")
    updated: int = Field(description="Records it changed.")
    unchanged: int = Field(description="Records that were so already.")
    rejected: int = Field(description="Rows refused; `/rejects` has them.")
    created_at: datetime = Field(description="When it was loaded.")
    undone_at: datetime | None = Field(description="When it was taken back; null: it stands.")
    undone_by: str | None = Field(description="Who took it back.")
