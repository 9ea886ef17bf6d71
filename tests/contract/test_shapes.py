"""The keys others may count on, and the manners of lists and records, by what is answered about Hải Phòng."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from tests.contract.conftest import HOME, World

REF = {"id", "code", "name"}
TERMS = {
    "date": {"on", "bound"},
    "span": {"start", "end"},
    "period": {"period"},
    "recurring": {"every", "day", "month_of_period", "bound"},
    "continuous": {"start", "end"},
    "as_regulated": set(),
    "as_directed": set(),
    "ad_hoc": set(),
}
# Each shape: where it is listed, its keys, and the keys of what stands in it; a dot goes into an object or each item.
SHAPES: dict[str, tuple[str, str, dict[str, str]]] = {
    "unit": (
        "/units?kind=school",
        (
            "id version code name kind education_levels ownership area parent department codes from to predecessors "
            "successors"
        ),
        {"parent": "id code name", "department": "id code name", "codes": "scheme value from to"},
    ),
    "plan": (
        "/plans?status=issued",
        (
            "id version unit year horizon_years title number issued_on effective_on status signer legal_bases duties "
            "recipients parent_plan_id task_count target_count"
        ),
        {
            "unit": "id code name", "signer": "name title", "legal_bases": "type number issued_on issuer title",
            "duties": "unit_name unit text",
        },
    ),
    "task group": ("/plans/{issued}/task-groups", "id code title position", {}),
    "task": (
        "/tasks?plan={issued}&limit=200",
        (
            "id version code plan_id group parent_id number title purpose requirements deliverables participations "
            "schedule status percent due_on overdue note"
        ),
        {
            "group": "id code name", "deliverables": "id title kind status due_on document",
            "participations": "role unit audience printed_name",
            "schedule": "text terms occurrences warnings", "schedule.occurrences": "label due_at",
        },
    ),
    "indicator": (
        "/indicators",
        (
            "id version code name unit_of_measure kind numerator_label denominator_label direction frequency "
            "time_behaviour measured_on source"
        ),
        {},
    ),
    "target": (
        "/targets?plan={issued}",
        (
            "id version plan_id indicator group number year audience participations comparator value value_max "
            "baseline text"
        ),
        {"indicator": "id code name", "participations": "role unit audience printed_name"},
    ),
    "evidence": (
        "/evidence",
        (
            "id version unit title filename media_type size sha256 scan verdict verdict_reason duplicates_elsewhere "
            "links"
        ),
        {"unit": "id code name", "links": "type id"},
    ),
}  # fmt: skip


@pytest_asyncio.fixture
async def home(client: httpx.AsyncClient, world: World) -> AsyncIterator[httpx.AsyncClient]:
    """The coordinator of Hải Phòng, at the base of the interface."""
    client.base_url = "http://testserver/api/v1"
    client.headers.update(world.headers(f"coordinator.{HOME}"))
    yield client


@pytest_asyncio.fixture
async def issued(home: httpx.AsyncClient) -> str:
    """The id of Hải Phòng's own plan."""
    plans = (await home.get("/plans?status=issued&unit=hp")).json()["items"]
    return str(plans[0]["id"])


def _inside(items: list[Any], path: str) -> list[dict[str, Any]]:
    """What stands at a path in each item: objects, or the items of lists; nulls left out."""
    for name in path.split("."):
        found = [item[name] for item in items]
        items = [each for value in found for each in (value if isinstance(value, list) else [value])]
    return [item for item in items if item is not None]


@pytest.mark.parametrize("shape", SHAPES)
async def test_a_shape_has_the_keys_it_promises(home: httpx.AsyncClient, issued: str, shape: str) -> None:
    address, keys, parts = SHAPES[shape]
    items = (await home.get(address.format(issued=issued))).json()["items"]
    assert items
    assert all(set(keys.split()) <= item.keys() for item in items)
    for path, inner in parts.items():
        assert all(set(inner.split()) <= part.keys() for part in _inside(items, path)), path


async def test_a_term_has_the_keys_of_its_kind(home: httpx.AsyncClient, issued: str) -> None:
    tasks = (await home.get(f"/tasks?plan={issued}&limit=200")).json()["items"]
    terms = _inside(tasks, "schedule.terms")
    assert {term["kind"] for term in terms} >= {"span", "continuous"}
    assert all({"tentative", *TERMS[term["kind"]]} <= term.keys() for term in terms)


async def test_one_record_is_as_its_list_shows_it(home: httpx.AsyncClient, issued: str) -> None:
    for address in ("/units?kind=school&limit=2", "/plans", f"/tasks?plan={issued}", "/indicators", "/targets"):
        listed = (await home.get(address)).json()["items"][0]
        single = await home.get(f"{address.partition('?')[0]}/{listed['id']}")
        # How a unit stands with it is asked of a list (`standing_of`).
        assert single.json().keys() >= listed.keys() - {"standing"}
        assert single.headers["etag"].startswith(f'"{listed["version"]}.')


async def test_an_engagement_has_the_keys_it_promises(
    home: httpx.AsyncClient, world: World, connection: AsyncConnection
) -> None:
    row = {"task": world.ids["task_id"], "audience": world.ids["audience"], "owes": "product"}
    answer = await home.put(f"/plans/{world.ids['plan_id']}/engagements", json={"items": [row]})
    (item,) = answer.json()["items"]
    assert {"id", "task", "audience", "owes", "education_levels", "indicator"} <= item.keys()
    assert item["task"].keys() == item["audience"].keys() == REF


async def test_me_has_the_keys_it_promises(home: httpx.AsyncClient) -> None:
    me = (await home.get("/me")).json()
    assert {"user", "grants", "permissions"} <= me.keys()
    assert all({"role", "unit", "from", "to"} <= grant.keys() for grant in me["grants"])


async def test_a_page_leads_to_the_next_and_counts_when_asked(home: httpx.AsyncClient) -> None:
    first = await home.get("/units?kind=school&limit=3&include=total&sort=-name")
    body = first.json()
    assert body.keys() == {"items", "next_cursor", "total"}
    link, _, relation = first.headers["link"].partition(">; ")
    assert relation == 'rel="next"'
    second = (await home.get("http://testserver" + link.removeprefix("<"))).json()
    assert {item["id"] for item in second["items"]}.isdisjoint({item["id"] for item in body["items"]})


async def test_a_list_is_searched_without_accents_and_polled(home: httpx.AsyncClient) -> None:
    found = (await home.get("/units?q=so giao duc va dao tao thanh pho hai phong")).json()["items"]
    assert "hp" in {unit["code"] for unit in found}
    later = (await home.get("/units?updated_since=2199-01-01T00:00:00Z")).json()
    assert later == {"items": [], "next_cursor": None}


async def test_an_unchanged_record_is_304_and_an_as_of_answer_has_no_tag(home: httpx.AsyncClient, issued: str) -> None:
    targets = (await home.get(f"/targets?plan={issued}")).json()["items"]
    tasks = (await home.get(f"/tasks?plan={issued}")).json()["items"]
    addresses = ["/units/hp", f"/plans/{issued}", f"/tasks/{tasks[0]['id']}", f"/targets/{targets[0]['id']}"]
    for address in addresses:
        tag = (await home.get(address)).headers["etag"]
        for known in (tag, f'"x.y", {tag}', f"W/{tag}", "*"):
            again = await home.get(address, headers={"If-None-Match": known})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        past = await home.get(f"{address}?as_of=2026-05-01", headers={"If-None-Match": tag})
        assert (past.status_code, past.headers.get("etag")) == (200, None)


async def test_head_is_get_without_the_body(home: httpx.AsyncClient, issued: str) -> None:
    got, head = await home.get(f"/plans/{issued}"), await home.head(f"/plans/{issued}")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == got.headers["etag"]
    assert head.headers["content-length"] == got.headers["content-length"]


async def test_what_is_deleted_is_gone_and_told_with_a_higher_version(
    home: httpx.AsyncClient, world: World, connection: AsyncConnection
) -> None:
    for name, entity in (("target", "target"), ("task", "task"), ("plan", "plan")):
        address = f"/{name}s/{world.ids[f'{name}_id']}"
        version = (await home.get(address)).json()["version"]
        answer = await home.delete(address, headers={"If-Match": f'"{version}.0"'})
        assert answer.status_code == 204
        assert (await home.get(address)).status_code == 404
        told = text("SELECT type, version FROM outbox WHERE entity = :entity AND entity_id = :id ORDER BY seq DESC")
        last = (await connection.execute(told, {"entity": entity, "id": world.ids[f"{name}_id"]})).first()
        assert last is not None
        assert (last.type, last.version > version) == (f"{entity}.deleted", True)
        kept = text(f"SELECT deleted_at IS NOT NULL, version FROM {name}s WHERE id = :id")
        assert (await connection.execute(kept, {"id": world.ids[f"{name}_id"]})).one() == (True, last.version)


async def test_what_is_made_says_where_it_is(home: httpx.AsyncClient) -> None:
    made = await home.post("/plans", json={"year": 2027, "title": "Kế hoạch mới", "unit": "hp"})
    assert (made.status_code, made.headers["location"]) == (201, f"/api/v1/plans/{made.json()['id']}")
    assert (await home.get("http://testserver" + made.headers["location"])).headers["etag"] == made.headers["etag"]


async def test_identifiers_are_uuid_7_and_instants_end_in_z(home: httpx.AsyncClient, issued: str) -> None:
    plan = (await home.get(f"/plans/{issued}")).json()
    assert plan["id"][14] == "7"
    assert plan["updated_at"].endswith("Z")
    tasks = (await home.get(f"/tasks?plan={issued}&limit=200")).json()["items"]
    assert all(each["due_at"].endswith("T16:59:59Z") for each in _inside(tasks, "schedule.occurrences"))


async def test_unknown_addresses_and_wrong_methods_are_problems(home: httpx.AsyncClient) -> None:
    assert (await home.get("/nothing")).json()["code"] == "not_found"
    wrong = await home.get("/me/password")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "PUT")
    wrong = await home.post("/me")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "GET, HEAD")
