"""/plans/{id}/task-groups over HTTP: the headings of the appendix."""

import pytest

from api.kit.ids import uuid7
from tests.factories.plans import a_task, draft_plan, issued_plan


def url(plan) -> str:
    return f"/api/v1/plans/{plan.id}/task-groups"


async def test_groups_are_listed_in_their_order(client, session, as_):
    plan = await issued_plan(session, groups=("I", "II", "III"))
    head = await as_("school_head", "hp-th1")
    answer = (await client.get(url(plan), headers=head)).json()
    assert [(group["code"], group["title"], group["position"]) for group in answer["items"]] == [
        ("I", "Nhóm I", 1),
        ("II", "Nhóm II", 2),
        ("III", "Nhóm III", 3),
    ]
    one = await client.get(f"{url(plan)}/{answer['items'][1]['id']}", headers=head)
    assert one.json() == answer["items"][1]
    page = (await client.get(url(plan), headers=head, params={"limit": 2})).json()
    rest = (await client.get(url(plan), headers=head, params={"limit": 2, "cursor": page["next_cursor"]})).json()
    assert page["items"] + rest["items"] == answer["items"]


async def test_nobody_and_strangers_see_no_groups(client, session, ids, stranger):
    plan = await issued_plan(session)
    assert (await client.get(url(plan))).status_code == 401
    assert (await client.post(url(plan), json={"code": "X", "title": "x"})).status_code == 401
    for path in (url(plan), f"{url(plan)}/{uuid7()}"):
        assert (await client.get(path, headers=stranger)).status_code == 404
    assert (await client.post(url(plan), headers=stranger, json={"code": "X", "title": "x"})).status_code == 404


async def test_who_does_not_draft_adds_no_group(client, session, leader):
    plan, _ = await draft_plan(session)
    assert (await client.post(url(plan), headers=leader, json={"code": "X", "title": "x"})).status_code == 403


async def test_a_group_is_added_changed_and_deleted(client, session, coordinator):
    plan, _ = await draft_plan(session, tasks=[a_task("1", group="I")])
    added = await client.post(url(plan), headers=coordinator, json={"code": "III", "title": "Nhân lực số"})
    assert (added.status_code, added.json()["position"], added.json()["version"]) == (201, 3, 1)
    path = f"{url(plan)}/{added.json()['id']}"
    assert added.headers["location"].endswith(path)
    tag = {"If-Match": added.headers["etag"]}
    renamed = await client.patch(path, headers=coordinator | tag, json={"title": "Nhân lực", "code": "IV"})
    assert (renamed.json()["title"], renamed.json()["code"], renamed.json()["version"]) == ("Nhân lực", "IV", 2)
    assert (await client.patch(path, headers=coordinator | tag, json={"title": "x"})).status_code == 412
    assert (await client.delete(path, headers=coordinator)).status_code == 428
    gone = await client.delete(path, headers=coordinator | {"If-Match": renamed.headers["etag"]})
    assert gone.status_code == 204
    assert (await client.get(path, headers=coordinator)).status_code == 404
    assert (await client.delete(path, headers=coordinator | {"If-Match": "*"})).status_code == 404
    after = (await client.get(f"/api/v1/plans/{plan.id}", headers=coordinator)).json()
    assert after["version"] == plan.version + 3


async def test_a_renamed_group_is_renamed_on_its_tasks(client, session, coordinator):
    plan, (task,) = await draft_plan(session, tasks=[a_task("1", group="I")])
    group = (await client.get(f"/api/v1/tasks/{task.id}", headers=coordinator)).json()["group"]
    headers = coordinator | {"If-Match": "*"}
    await client.patch(f"{url(plan)}/{group['id']}", headers=headers, json={"title": "Khác"})
    for path in ("/api/v1/tasks", f"/api/v1/tasks/{task.id}"):
        body = (await client.get(path, headers=coordinator)).json()
        assert (body["items"][0] if "items" in body else body)["group"]["name"] == "Khác"


async def test_a_group_with_tasks_is_not_deleted(client, session, coordinator):
    plan, _ = await draft_plan(session, tasks=[a_task("1", group="I")])
    group = (await client.get(url(plan), headers=coordinator)).json()["items"][0]
    answer = await client.delete(f"{url(plan)}/{group['id']}", headers=coordinator | {"If-Match": "*"})
    assert (answer.status_code, answer.json()["code"]) == (409, "task_group_in_use")


@pytest.mark.parametrize(
    "body",
    [
        {"code": "I", "title": "x"},
        {"code": "I I", "title": "x"},
        {"code": "V"},
        {"code": "V", "title": "x", "position": 0},
    ],
)
async def test_a_bad_group_is_not_added(client, session, coordinator, body):
    plan, _ = await draft_plan(session)
    assert (await client.post(url(plan), headers=coordinator, json=body)).status_code == 422
    assert len((await client.get(url(plan), headers=coordinator)).json()["items"]) == 2


async def test_a_code_taken_is_not_given_twice(client, session, coordinator):
    plan, _ = await draft_plan(session)
    second = (await client.get(url(plan), headers=coordinator)).json()["items"][1]
    answer = await client.patch(
        f"{url(plan)}/{second['id']}", headers=coordinator | {"If-Match": "*"}, json={"code": "I"}
    )
    assert answer.json()["errors"][0]["code"] == "code_taken"
