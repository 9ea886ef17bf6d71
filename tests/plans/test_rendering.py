"""What lists of tasks send is kept equal to what the rows say, whoever changes the rows."""

import orjson
from sqlalchemy import select, true

from api.kit.events import FeedEvent
from api.plans.jobs import names_follow_the_day
from api.plans.models import Task
from api.plans.queries.rendering import bodies
from api.plans.subscribers import NAMES
from api.units.jobs import follow_the_day
from api.units.models import Audience, Unit
from tests.factories.plans import a_task, draft_plan, issued_plan

PRODUCT = {"title": "Báo cáo", "kind": "document", "unit": "hp-xa1"}


async def shown(client, headers) -> dict[str, list[str]]:
    """Names of parties and owners by task, as the list shows them."""
    items = (await client.get("/api/v1/tasks", headers=headers)).json()["items"]
    return {
        task["code"]: [
            *((party["unit"] or party["audience"])["name"] for party in task["participations"]),
            *(each["unit"]["name"] for each in task["deliverables"] if each["unit"]),
        ]
        for task in items
    }


async def all_is_rendered(session) -> bool:
    stored = {id_: orjson.loads(b"{" + body) for id_, body in await session.execute(select(Task.id, Task.rendered))}
    return stored == {id_: orjson.loads(body) for id_, body in await session.execute(bodies(true()))}


async def test_every_verb_renders(client, session, coordinator):
    plan, (one, two) = await draft_plan(session, tasks=[a_task("1", group="I", deliverables=[PRODUCT]), a_task("2")])
    any_version = coordinator | {"If-Match": "*"}
    task, plan_path = f"/api/v1/tasks/{one.id}", f"/api/v1/plans/{plan.id}"
    before = (await client.get(task, headers=coordinator)).json()
    group = f"{plan_path}/task-groups/{before['group']['id']}"
    deliverable = f"/api/v1/deliverables/{before['deliverables'][0]['id']}"
    for method, path, body in (
        ("POST", "/api/v1/tasks", {"plan": str(plan.id), "title": "Thêm"}),
        (
            "PATCH",
            task,
            {"title": "Khác", "deliverables": [PRODUCT | {"id": before["deliverables"][0]["id"]}, PRODUCT]},
        ),
        ("PATCH", deliverable, {"status": "done"}),
        ("PATCH", group, {"title": "Khác"}),
        ("PATCH", plan_path, {"year": 2027}),
        ("DELETE", deliverable, None),
        ("DELETE", f"/api/v1/tasks/{two.id}", None),
    ):
        answer = await client.request(method, path, headers=any_version, json=body)
        assert answer.status_code < 300, answer.text
        session.expire_all()
        assert await all_is_rendered(session), f"{method} {path}"


async def test_tasks_follow_the_names_of_units_and_audiences(client, session, leader, ids):
    audience = [{"role": "coordinate", "audience": "hp-dt-csgd"}]
    await issued_plan(session, tasks=[a_task("1"), a_task("2", participations=audience, deliverables=[PRODUCT])])
    before = await shown(client, leader)
    assert before == {"1": ["Đơn vị hp-vp"], "2": ["Các cơ sở giáo dục", "Đơn vị hp-xa1"]}
    for model, code, name in (
        (Unit, "hp-vp", "Văn phòng"),
        (Unit, "hp-xa1", "Phường 1"),
        (Audience, "hp-dt-csgd", "Trường"),
    ):
        (await session.scalars(select(model).where(model.code == code))).one().name = name
    await session.commit()
    assert await shown(client, leader) == before
    events = [FeedEvent(type="unit.updated", entity_id=str(ids[code])) for code in ("hp-vp", "hp-xa1", "hp-dt-csgd")]
    await NAMES.handle(session, events)
    assert await shown(client, leader) == {"1": ["Văn phòng"], "2": ["Trường", "Phường 1"]}


async def test_the_feed_of_units_reaches_plans():
    assert NAMES.types == {"unit.updated", "audience.updated"}


async def test_a_name_that_holds_since_today_is_shown_today(client, session, as_, leader, clock):
    await issued_plan(session, tasks=[a_task("1"), a_task("2", participations=[])])
    admin, path = await as_("admin", "hp") | {"If-Match": "*"}, "/api/v1/units/hp-vp"
    renamed = await client.patch(path, headers=admin, json={"name": "Văn phòng mới", "effective_on": "2026-05-21"})
    assert renamed.status_code == 200, renamed.text
    assert await shown(client, leader) == {"1": ["Đơn vị hp-vp"], "2": []}
    clock.advance(days=1)
    session.info["now"] = clock()
    await follow_the_day(session)
    await names_follow_the_day(session)
    await session.commit()
    assert await shown(client, leader) == {"1": ["Văn phòng mới"], "2": []}
