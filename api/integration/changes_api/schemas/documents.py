"""JSON Schema (2020-12) of what leaves: an item of `/changes`, and the message of a webhook around it."""

from typing import Any

from api.integration.changes_api.schemas.shapes import Item
from api.integration.changes_api.schemas.types import TYPES, EventType

MESSAGE = "webhook-message"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
ADDRESS = "/api/v1/changes/types/"
_AT = "2026-05-20T05:00:00.000000Z"
_ID = "0198f000-0000-7000-8000-000000000001"
_UNIT = {"id": "0198f000-0000-7000-8000-000000000002", "code": "hp-001054", "name": "Trường THCS Lê Lợi"}


def schema_of(event: EventType) -> dict[str, Any]:
    """The schema of a type's items, with an example."""
    item = Item.model_json_schema(mode="serialization")
    data = event.data.model_json_schema(mode="serialization")
    defs = item.pop("$defs", {}) | data.pop("$defs", {})
    properties = item["properties"]
    for name, fixed in (("type", {"const": event.name}), ("entity", {"const": event.entity}), ("data", data)):
        properties[name] = fixed | {"description": properties[name]["description"]}
    return {
        "$schema": DIALECT,
        "$id": ADDRESS + event.name,
        "title": event.name,
        "description": f"{event.words.en}. {event.words.vi}.",
        "type": "object",
        "properties": _plain(properties),
        "required": item["required"],
        "$defs": _plain(dict(sorted(defs.items()))),
        "examples": [example_of(event)],
    }


def example_of(event: EventType) -> dict[str, Any]:
    """One item of a type."""
    return {
        "position": 1042, "type": event.name, "entity": event.entity, "entity_id": _ID, "unit": _UNIT, "version": 3,
        "at": _AT, "data": event.data.example,
    }  # fmt: skip


def message_schema() -> dict[str, Any]:
    """The schema of a webhook's message."""
    event = TYPES["report.sent"]
    example = {"type": event.name, "timestamp": _AT, "data": example_of(event)}
    return {
        "$schema": DIALECT,
        "$id": ADDRESS + MESSAGE,
        "title": MESSAGE,
        "description": "What a webhook's address is sent, signed by Standard Webhooks.",
        "type": "object",
        "properties": {
            "type": {"type": "string", "description": "What happened; the schema of `data` is that of this type."},
            "timestamp": {"type": "string", "format": "date-time", "description": "When it was written."},
            "data": {"type": "object", "description": "An item of `/changes`."},
        },
        "required": ["type", "timestamp", "data"],
        "examples": [example],
    }


def documents() -> dict[str, dict[str, Any]]:
    """All of them by name, as they are committed."""
    return {MESSAGE: message_schema()} | {name: schema_of(event) for name, event in TYPES.items()}


def webhooks() -> dict[str, Any]:
    """What the address of a webhook is sent, a type each, for the `webhooks` of the OpenAPI document."""
    return {name: {"post": _told(event)} for name, event in TYPES.items()}


def _told(event: EventType) -> dict[str, Any]:
    message = {
        "type": "object",
        "properties": message_schema()["properties"] | {
            "type": {"const": event.name, "description": "What happened."},
            "data": {"$ref": "#/components/schemas/FeedItemOut"},
        },
        "required": ["type", "timestamp", "data"],
    }  # fmt: skip
    shown = {"usual": {"value": {"type": event.name, "timestamp": _AT, "data": example_of(event)}}}
    return {
        "operationId": f"told_{event.name.replace('.', '_')}",
        "tags": ["webhooks"],
        "summary": event.words.en,
        "description": f"{event.words.vi}. The JSON Schema of `data` is at `{ADDRESS}{event.name}`.",
        "parameters": [
            {"name": name, "in": "header", "required": True, "description": said, "schema": {"type": "string"}}
            for name, said in _SIGNED.items()
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": message, "examples": shown}}},
        "responses": {
            "2XX": {"description": "It was taken."},
            "410": {"description": "Send no more: the webhook ends."},
            "default": {"description": "It is sent again later, for four days."},
        },
    }


# By Standard Webhooks.
_SIGNED = {
    "webhook-id": "The same at each attempt.",
    "webhook-timestamp": "When it was sent, in seconds since 1970.",
    "webhook-signature": "`v1,` and HMAC-SHA256 over id, timestamp and body; one for each secret that holds.",
}


def _plain(schema: Any) -> Any:
    """Without the titles Pydantic makes of field names, and open: a key more is no breach of a promise."""
    if isinstance(schema, list):
        return [_plain(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    said = {name: value for name, value in schema.items() if name != "additionalProperties" or value is not False}
    return {name: _plain(value) for name, value in said.items() if name != "title" or isinstance(value, dict)}
