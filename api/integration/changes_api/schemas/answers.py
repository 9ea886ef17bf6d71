"""What changed, as other systems read it."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.kit.schemas import Out, Ref

Position = Annotated[int, Field(ge=0, le=2**62)]
_AFTER = "The last position already read: `next_position` of the answer before. Without it, from the start."
_TYPES = "Types wanted, separated by commas; `plan.*` is all of a kind. Without it, all."
_ENVELOPE = "`national`: each item also in the words of the National Data Centre's exchange."


class FeedQuery(BaseModel):
    """Which changes are wanted."""

    model_config = ConfigDict(frozen=True)

    after: Position | None = Field(default=None, description=_AFTER)
    types: str | None = Field(default=None, max_length=2000, description=_TYPES)
    envelope: Literal["national"] | None = Field(default=None, description=_ENVELOPE)


class ChangesQuery(FeedQuery):
    """Which changes are wanted, how many, and how long to wait for the first."""

    limit: int = Field(default=50, ge=1, le=200, description="Items at most.")
    wait: int | None = Field(default=None, ge=1, le=55, description="Seconds to wait when there is nothing new.")


class FeedItemOut(Out):
    """One change. It says what changed and of which version it is; the record itself is at its own address."""

    position: int = Field(description="Its place in the feed; rises, with gaps for what you may not see.")
    type: str = Field(description="What happened, as `indicator_value.updated`.")
    entity: str = Field(description="What kind of record it happened to.")
    entity_id: str = Field(description="Which one.")
    unit: Ref | None = Field(description="The unit it is about; null for what is shared by all.")
    version: int = Field(description="The record's version after it; the higher one is the newer.")
    at: datetime = Field(description="When it was written.")
    data: dict[str, Any] = Field(description="What is worth knowing at once; its keys depend on the type.")


class NationalItemOut(FeedItemOut):
    """One change in the words of the National Data Centre's exchange, too."""

    idbanghi: str = Field(description="`entity_id`.")
    sukien: Literal["NEW", "UPDATE", "CANCEL"] = Field(description="Made, changed, or no longer valid.")
    phienban: int = Field(description="`version`; who receives one that is not higher ignores it.")
    thoigiancapnhat: str = Field(description="`at` on the Vietnamese clock, YYYY-MM-DDTHH:mm:ss.")


class ChangesOut(Out):
    """Changes in the order of their commits."""

    items: list[FeedItemOut | NationalItemOut] = Field(description="Those you may see.")
    next_position: int = Field(
        description="Ask with `after` this next. Higher than your `after` though there are no items means that what "
        "was looked through is not for you: ask on at once."
    )


class EventTypeOut(Out):
    """A type of change."""

    type: str = Field(description="As `/changes?types=` and webhooks name it.")
    entity: str = Field(description="What kind of record it happens to.")
    title: str = Field(description="What it means, in the language asked for.")
    schema_url: str = Field(description="Where the JSON Schema of its items is, with an example.")


class EventTypesOut(Out):
    """Every type there is."""

    items: list[EventTypeOut] = Field(description="By kind of record.")
