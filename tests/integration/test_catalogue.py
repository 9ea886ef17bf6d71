"""The catalogue of changes: committed as it is made, complete, and kept by what the product writes."""

import json
from pathlib import Path

import pytest
from jsonschema_rs import Draft202012Validator, meta
from pydantic import ValidationError
from sqlalchemy import text

from api.integration.changes_api.permissions import READ_BY
from api.integration.changes_api.schemas import TYPES, FeedItemOut, Item, documents, message_schema, schema_of
from api.kit import events
from tests.seed.conftest import seed_settings, seeded, seeded_session, seeded_url
from tests.support.events import check

__all__ = ["seed_settings", "seeded", "seeded_session", "seeded_url"]

EVENTS = Path(__file__).resolve().parents[2] / "openapi" / "events"
CHANGES = "/api/v1/changes"


def test_the_committed_schemas_are_the_catalogues() -> None:
    committed = {path.stem: json.loads(path.read_text("utf-8")) for path in EVENTS.glob("*.json")}
    assert committed == documents(), "run `make openapi`"


@pytest.mark.parametrize("name", sorted(documents()))
def test_each_example_keeps_its_schema(name: str) -> None:
    schema = documents()[name]
    meta.validate(schema)
    Draft202012Validator(schema, validate_formats=True).validate(schema["examples"][0])


def test_every_kind_of_record_that_is_shown_to_anybody_has_types() -> None:
    assert {event.entity for event in TYPES.values()} == set(READ_BY)


def test_an_item_is_what_the_feed_answers() -> None:
    assert list(Item.model_fields) == list(FeedItemOut.model_fields)


def test_what_is_not_promised_is_found() -> None:
    with pytest.raises(AssertionError, match="not in the catalogue"):
        check("plan.lost", "plan", {})
    with pytest.raises(ValidationError):
        check("user.updated", "user", {"disabled": False, "name": "Nguyễn Văn A"})


def test_keys_may_be_added() -> None:
    schema = schema_of(TYPES["user.updated"])
    (example,) = schema["examples"]
    Draft202012Validator(schema).validate(example | {"idbanghi": "1", "data": {"disabled": True, "more": 1}})


async def test_what_the_seed_wrote_keeps_it(seeded_session) -> None:
    """Also what is written by statements alone: values and base counts."""
    while await events.sequence(seeded_session):
        pass
    kinds = text("SELECT DISTINCT ON (type, entity) type, entity, data FROM feed")
    rows = (await seeded_session.execute(kinds)).all()
    for row in rows:
        check(row.type, row.entity, row.data)
    assert {"indicator_value.created", "base_count.created", "report.sent"} <= {row.type for row in rows}


async def test_types_are_listed_in_words_and_described(client, client_of, coordinator) -> None:
    for path in ("types", "types/plan.issued"):
        assert (await client.get(f"{CHANGES}/{path}")).status_code == 401
        headless = await client_of("viewer", "hp", "plan:read")
        assert (await client.get(f"{CHANGES}/{path}", headers=headless)).status_code == 403
    listed = (await client.get(f"{CHANGES}/types", headers=coordinator)).json()["items"]
    assert [item["type"] for item in listed] == list(TYPES)
    issued = next(item for item in listed if item["type"] == "plan.issued")
    assert issued["title"] == "Ban hành kế hoạch"
    assert (await client.get(issued["schema_url"], headers=coordinator)).json() == schema_of(TYPES["plan.issued"])
    message = await client.get(f"{CHANGES}/types/webhook-message", headers=coordinator)
    assert message.json() == message_schema()
    assert (await client.get(f"{CHANGES}/types/plan.lost", headers=coordinator)).status_code == 404
