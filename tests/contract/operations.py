"""The operations of the OpenAPI file, and valid requests of each, for tests that spoil one thing at a time."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from tests.contract.conftest import HOME, World
from tests.contract.test_matrix import BODIES, OPERATIONS, Operation
from tests.support.contract import DOCUMENT

# What an administrator or a leader alone may do; the rest is tried as a coordinator.
_LED = "/clarification-requests"
_ADMINISTERED = (
    "/units",
    "/clusters",
    "/users",
    "/grants",
    "/clients",
    "/invitations",
    "/audit",
    "/webhooks",
    "/identities",
)

# Bodies that are one JSON object; rows have tests of their own (tests/kit/test_bulk.py).
WITH_BODY = [each for each in OPERATIONS if each.id in BODIES and not each.path.endswith("/bulk")]


def described(operation: Operation) -> dict[str, Any]:
    """The operation as the document describes it."""
    found: dict[str, Any] = DOCUMENT["paths"][operation.path][operation.method.lower()]
    return found


def parameters(operation: Operation) -> dict[str, dict[str, Any]]:
    """The schemas of its query parameters, by name."""
    return {
        each["name"]: each["schema"] for each in described(operation).get("parameters", []) if each["in"] == "query"
    }


def fields(operation: Operation) -> dict[str, dict[str, Any]]:
    """The schemas of the fields of its JSON body, by name."""
    schema = described(operation)["requestBody"]["content"]["application/json"]["schema"]
    found: dict[str, dict[str, Any]] = resolved(schema)["properties"]
    return found


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema a reference stands for, or itself."""
    if "$ref" not in schema:
        return schema
    found: dict[str, Any] = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return found


def formats(schema: dict[str, Any]) -> Iterator[str]:
    """The formats a value may have."""
    for each in (schema, *schema.get("anyOf", ())):
        if "format" in resolved(each):
            yield resolved(each)["format"]


LISTS = [operation for operation in OPERATIONS if "cursor" in parameters(operation)]
CHANGES = [operation for operation in OPERATIONS if "428" in described(operation)["responses"]]


def account_for(path: str) -> str:
    """Somebody whose permission opens what stands at a path."""
    resource = path.removeprefix("/api/v1")
    if resource.startswith(_ADMINISTERED):
        return "admin"
    return f"leader.{HOME}" if resource.startswith(_LED) else f"coordinator.{HOME}"


def address(operation: Operation, world: World, **places: str) -> str:
    """Its path, naming what is there but for the places given."""
    return operation.path.format_map(world.places(operation.id) | places)


# What is no identifier, in its own form.
_UNKNOWN = {"position": "99999", "edition": "99999", "type": "plan.lost", "provider": "nowhere"}


def unknown_ids(operation: Operation) -> Iterator[dict[str, str]]:
    """Each place of its path in turn filled with an identifier, or a word, nothing has."""
    for place in operation.places:
        yield {place: _UNKNOWN.get(place) or str(uuid4())}
