"""What changed, as other systems read it; and every type of change there is, with its JSON Schema."""

from api.integration.changes_api.schemas.answers import (
    ChangesOut,
    ChangesQuery,
    EventTypesOut,
    FeedItemOut,
    FeedQuery,
)
from api.integration.changes_api.schemas.documents import (
    ADDRESS,
    MESSAGE,
    documents,
    message_schema,
    schema_of,
    webhooks,
)
from api.integration.changes_api.schemas.shapes import Item
from api.integration.changes_api.schemas.types import TYPES, EventType

__all__ = [
    "ADDRESS",
    "MESSAGE",
    "TYPES",
    "ChangesOut",
    "ChangesQuery",
    "EventType",
    "EventTypesOut",
    "FeedItemOut",
    "FeedQuery",
    "Item",
    "documents",
    "message_schema",
    "schema_of",
    "webhooks",
]
