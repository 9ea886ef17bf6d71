"""Webhooks as administrators see them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.integration.changes_api.rules import TYPE_PATTERN
from api.kit.pagination import ListQuery
from api.kit.schemas import In, Out, Patch, Ref, Reference, Text, Whole

Url = Annotated[Text, Field(min_length=1, max_length=2000)]
Description = Annotated[Text, Field(max_length=500)]
Types = Annotated[list[Annotated[Text, Field(pattern=f"^{TYPE_PATTERN}$")]], Field(max_length=50)]
Status = Literal["pending", "delivered", "dead"]

_URL = "Where changes are sent: https, on the public internet unless the deployment names a network of its own."
_TYPES = "Types of change wanted, as in `/changes?types=`: `report.sent`, `plan.*`; none means all."
_ENABLED = "False stops it; true goes on where it stopped."


class WebhookFilters(ListQuery):
    """Sorts: created_at (default, newest first), updated_at."""

    client: Reference | None = Field(default=None, description="Only those of this client, by code or id.")


class DeliveryFilters(ListQuery):
    """Sorts: position (default, newest first)."""

    status: Status | None = Field(default=None, description="Only deliveries in this state.")


class WebhookIn(In):
    """A new webhook."""

    client: Reference = Field(description="Whose it is, by code or id: it is sent what this client may see.")
    url: Url = Field(description=_URL)
    description: Description = Field(default="", description="What it is for.")
    types: Types = Field(default_factory=list, description=_TYPES)
    after: int | None = Field(
        default=None, ge=0, le=2**62, strict=True, description="The position after which it begins; without it, now."
    )


class WebhookPatch(Patch):
    """What may change of a webhook."""

    url: Url = Field(default_factory=str, description=_URL)
    description: Description = Field(default_factory=str, description="What it is for.")
    types: Types = Field(default_factory=list, description=_TYPES)
    enabled: bool = Field(default_factory=bool, description=_ENABLED)


class WebhookOut(Out):
    """A webhook, without its secret, which nobody can read again."""

    id: UUID = Field(description="Identifier.")
    version: int = Field(description="Rises with each change.")
    client: Ref = Field(description="Whose it is: it is sent what this client may see.")
    url: str = Field(description=_URL)
    description: str = Field(description="What it is for.")
    types: list[str] = Field(description=_TYPES)
    enabled: bool = Field(description="Whether changes are sent.")
    disabled_because: Literal["asked", "gone"] | None = Field(
        description="Why not: somebody asked for it, or the receiver answered 410."
    )
    position: int = Field(description="The last of the feed that was looked through for it.")
    failures: int = Field(description="How often in a row its receiver could not be reached, or was in trouble.")
    paused_until: datetime | None = Field(description="Until when such a receiver is left alone.")
    previous_until: datetime | None = Field(description="Until when messages are signed by the secret before, too.")
    created_at: datetime = Field(description="When it was made.")
    updated_at: datetime = Field(description="When somebody last changed it.")


class WebhookWithSecret(WebhookOut):
    """A webhook just made, or with a new secret, which is shown this once."""

    secret: str | None = Field(description="Key of the signatures, `whsec_…`; null when the answer is repeated.")


class RotateWebhookIn(In):
    """How to change a webhook's secret."""

    overlap_hours: Whole = Field(
        default=24, ge=0, le=720, description="How long messages are signed by the secret so far, too, hours."
    )


class ReplayIn(In):
    """Which deliveries to send again."""

    status: Literal["dead", "delivered"] = Field(default="dead", description="Those given up, or those that arrived.")
    after: int = Field(default=0, ge=0, le=2**62, strict=True, description="Only those after this position.")


class ReplayedOut(Out):
    """What is sent again."""

    replayed: int = Field(description="How many deliveries wait to be sent again.")


class LastOut(Out):
    """What came of an attempt."""

    at: datetime = Field(description="When it was sent.")
    status_code: int | None = Field(description="What the receiver answered; null: nothing.")
    error: str | None = Field(description="Why there was no answer.")
    milliseconds: int = Field(description="How long it took.")


class DeliveryOut(Out):
    """A change that is to be, or was, delivered."""

    id: UUID = Field(description="Identifier.")
    position: int = Field(description="Its place in the feed; `/changes` has what it says.")
    event_id: UUID = Field(description="Its `webhook-id`, the same at each attempt.")
    type: str = Field(description="What happened.")
    status: Status = Field(description="Waiting, arrived, or given up.")
    attempts: int = Field(description="How often it was sent.")
    created_at: datetime = Field(description="When it came into the line.")
    next_attempt_at: datetime | None = Field(description="When it is sent next, unless the receiver is left alone.")
    delivered_at: datetime | None = Field(description="When it arrived.")
    last: LastOut | None = Field(description="What came of the last attempt.")


class DeliveryDetail(DeliveryOut):
    """A delivery with all its attempts."""

    log: list[LastOut] = Field(description="Its attempts, the oldest first.")
