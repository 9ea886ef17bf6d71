"""Entries of the audit as the API shows them."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.kit.pagination import ListQuery
from api.kit.schemas import Day, Out, Ref, Reference, Text

ActorKind = Literal["user", "client", "system", "nobody"]


class AuditFilters(BaseModel):
    """What entries may be narrowed by."""

    model_config = ConfigDict(frozen=True)

    entity: Text | None = Field(default=None, max_length=64, description="Of what kind of thing, as `plan`.")
    entity_id: Text | None = Field(default=None, max_length=200, description="Of which one.")
    action: Text | None = Field(
        default=None, max_length=64, description="What was done: `plan.update`, or its end, as `export`."
    )
    actor: Reference | None = Field(default=None, description="By whom: a username, a client's code, or an id.")
    unit: Reference | None = Field(default=None, description="About which unit, by code or id.")
    request: Text | None = Field(default=None, max_length=64, description="In which request, by its X-Request-ID.")
    first: Day | None = Field(default=None, alias="from", description="From this day on (UTC+7).")
    last: Day | None = Field(default=None, alias="to", description="To the end of this day (UTC+7).")


class AuditQuery(AuditFilters, ListQuery):
    """A page of them. Sorts: `at`."""


class AuditFileQuery(AuditFilters):
    """Them as a file."""

    form: Literal["csv", "xlsx"] = Field(default="xlsx", alias="format", description="What it is wanted as.")


class ActorOut(Out):
    """Who did it."""

    kind: ActorKind = Field(description="A user, a client, the system itself, or nobody signed in.")
    id: UUID | None = Field(description="Which account.")
    code: str | None = Field(description="The username, or the client's code.")
    name: str | None = Field(description="The name shown.")


class AuditEntryOut(Out):
    """One act."""

    id: int = Field(description="Its number; in the order of writing, not of commits.")
    position: int | None = Field(description="Its place in the chain; null for the first moments.")
    hash: str | None = Field(description="What the chain has come to there, in hexadecimal.")
    at: datetime = Field(description="When.")
    actor: ActorOut = Field(description="Who.")
    action: str = Field(description="What was done.")
    entity: str = Field(description="To what kind of thing.")
    entity_id: str | None = Field(description="To which.")
    unit: Ref | None = Field(description="Whose it is.")
    request_id: str | None = Field(description="The request it was done by.")
    address: str | None = Field(description="The network address it came from.")
    changes: dict[str, Any] = Field(
        description="What about it; in `altered` each field that changed, with `before` and `after`."
    )


class AuditAnchorOut(Out):
    """How far the chain went on a day."""

    day: date = Field(description="The day (UTC+7).")
    position: int = Field(description="The last place given.")
    hash: str = Field(description="What the chain had come to, in hexadecimal.")
    at: datetime = Field(description="When it was kept.")
