"""What is hidden looks like what is not there: in words, and in what is asked of the database, so in time."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from tests.contract.conftest import ABROAD, World
from tests.contract.test_matrix import OPERATIONS, Operation

HIDDEN = [each for each in OPERATIONS if each.method == "GET" and each.places]


def _is_identifier(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


@pytest.mark.parametrize("operation", HIDDEN, ids=lambda operation: operation.id)
async def test_a_thing_of_another_department_is_answered_as_one_there_is_not(
    client: httpx.AsyncClient, world: World, count_queries: Callable[[], Any], operation: Operation
) -> None:
    places = world.places(operation.id)
    nowhere = {name: str(uuid4()) if _is_identifier(place) else place for name, place in places.items()}
    headers = world.headers(f"leader.{ABROAD}")
    there, absent = (operation.path.format_map(each) for each in (places, nowhere))
    await client.get(absent, headers=headers)  # what a first request looks up for the others
    told = []
    for path in (there, absent):
        with count_queries() as queries:
            answer = await client.get(path, headers=headers)
        said = answer.json()
        told.append((answer.status_code, said.get("code"), said.get("detail"), len(queries)))
    assert told[0] == told[1]
