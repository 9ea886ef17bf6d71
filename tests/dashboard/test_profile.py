"""/dashboard/profile: a unit on one page before a visit."""

from tests.dashboard.conftest import URL
from tests.factories.identity import make_grant, make_user

PROFILE = f"{URL}/profile"


async def test_who_reads_whose(client, leader, target, as_, stranger):
    head = await as_("school_head", "hp-th1")
    for headers, unit, expected in (
        ({}, "hp-th1", 401),
        (stranger, "hp-th1", 404),
        (await as_("admin", "hp"), "hp-th1", 403),
        (head, "hp-xa1", 404),
        (head, "hp-th1", 200),
        (leader, "hp-xa1", 200),
    ):
        assert (await client.get(PROFILE, headers=headers, params={"unit": unit})).status_code == expected, unit
    assert (await client.get(PROFILE, headers=leader)).json()["unit"]["code"] == "hp"


async def test_it_says_who_is_there_what_is_late_and_what_stands_in_the_way(
    client, leader, target, as_, clock, raised_difficulty
):
    await raised_difficulty()
    early = (await client.get(PROFILE, headers=leader, params={"unit": "hp-th1"})).json()
    clock.advance(days=400)
    found = (await client.get(PROFILE, headers=leader, params={"unit": "hp-th1"})).json()
    assert [each["title"] for each in found["difficulties"]] == ["Thiếu máy quét"]
    assert (early["late"], early["late_work"]) == (0, [])
    assert found["late"] == len(found["late_work"]) > 0
    assert found["kind"] == "school"


async def test_people_are_named_once_with_all_they_do(client, leader, session, ids, target):
    lan = await make_user(session, "lan", ids["hp-th1"])
    for role in ("school_officer", "school_head"):
        await make_grant(session, lan, role, ids["hp-th1"])
    found = (await client.get(PROFILE, headers=leader, params={"unit": "hp-th1"})).json()
    assert found["people"] == [{"name": "Người dùng lan", "email": None, "roles": ["school_head", "school_officer"]}]
