"""Verdicts, one or many at once: by whom, on what, and what is told of them."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import text

from api.evidence.jobs import tell_expiring
from tests.evidence.conftest import PDF, PNG, URL

MANY = f"{URL}/verdicts"


async def told(session):
    rows = await session.execute(text("SELECT type, version FROM outbox WHERE entity = 'evidence' ORDER BY seq"))
    return [tuple(row) for row in rows]


async def test_an_officer_verifies_and_rejects(client, session, head, officer, send):
    made = (await send(head)).json()
    url = f"{URL}/{made['id']}"
    verified = await client.post(f"{url}/verify", headers=officer)
    shown = verified.json()
    assert (shown["verdict"], shown["verdict_reason"], shown["verdict_by"]) == ("verified", None, "Người thử")
    assert (shown["version"], shown["verdict_at"][:10]) == (2, "2026-05-20")
    again = await client.post(f"{url}/verify", headers=officer)
    assert again.json()["version"] == 2
    stale = await client.post(f"{url}/reject", headers=officer | {"If-Match": '"1.0"'}, json={"reason": "Mờ"})
    assert stale.status_code == 412
    rejected = await client.post(f"{url}/reject", headers=officer | {"If-Match": '"2.0"'}, json={"reason": "Ảnh mờ"})
    assert (rejected.json()["verdict"], rejected.json()["verdict_reason"]) == ("rejected", "Ảnh mờ")
    assert (await client.post(f"{url}/reject", headers=officer, json={})).status_code == 422
    assert await told(session) == [("evidence.created", 1), ("evidence.verified", 2), ("evidence.rejected", 3)]
    told_why = text("SELECT data->>'verdict_reason' FROM outbox WHERE type = 'evidence.rejected'")
    assert await session.scalar(told_why) == "Ảnh mờ"
    for verdict, found in (("rejected", 1), ("none", 0)):
        listed = await client.get(URL, headers=head, params={"verdict": verdict})
        assert len(listed.json()["items"]) == found


async def test_who_may_not_judge_does_not(client, as_, head, leader, stranger, send):
    made = (await send(head)).json()
    for path in (f"{URL}/{made['id']}/verify", f"{URL}/{made['id']}/reject"):
        for headers, status in (
            ({}, 401),
            (head, 403),
            (leader, 403),
            (stranger, 404),
            (await as_("commune_officer", "hp-xa2"), 404),
            (await as_("officer", "hp-vp"), 404),
        ):
            assert (await client.post(path, headers=headers, json={"reason": "x"})).status_code == status
    assert (await client.post(MANY, headers=head, json={"verdict": "verified", "ids": [made["id"]]})).status_code == 403


async def test_a_division_judges_what_hangs_on_work_it_leads(client, as_, head, send, work):
    _, task = work
    made = (await send(head, links=f"task:{task.id}")).json()
    answer = await client.post(f"{URL}/{made['id']}/verify", headers=await as_("officer", "hp-vp"))
    assert answer.json()["verdict"] == "verified"


async def test_a_version_that_was_replaced_is_not_judged(client, head, officer, send):
    old = (await send(head)).json()
    await send(head, PNG, replaces=old["id"])
    answer = await client.post(f"{URL}/{old['id']}/verify", headers=officer)
    assert answer.json()["code"] == "evidence_replaced"


async def test_many_are_judged_by_list_all_or_none(client, as_, session, head, officer, send):
    mine = [(await send(head, PDF + bytes([n]))).json()["id"] for n in range(3)]
    theirs = (await send(await as_("school_head", "hp-mn2"))).json()["id"]
    for wrong in (theirs, str(uuid4())):
        refused = await client.post(MANY, headers=officer, json={"verdict": "verified", "ids": [*mine, wrong]})
        assert [each["pointer"] for each in refused.json()["errors"]] == ["/ids/3"]
    done = await client.post(MANY, headers=officer, json={"verdict": "verified", "ids": [mine[0], mine[0]]})
    assert done.json() == {"received": 1, "changed": 1, "unchanged": 0}
    done = await client.post(MANY, headers=officer, json={"verdict": "verified", "ids": mine})
    assert done.json() == {"received": 3, "changed": 2, "unchanged": 1}
    assert len([kind for kind, _ in await told(session) if kind == "evidence.verified"]) == 3


async def test_many_are_judged_by_filter(client, as_, head, coordinator, officer, send):
    for n in range(3):
        await send(head, PDF + bytes([n]))
    await send(head, PNG, "a.png")
    await send(await as_("school_head", "hp-mn2"))
    body = {"verdict": "rejected", "reason": "Không đúng đợt"}
    for filter_, found in (({"media_type": "image/png"}, 1), ({"unit": "hp-th1"}, 3), ({"under": "hp"}, 0)):
        done = await client.post(MANY, headers=officer, json=body | {"filter": filter_})
        assert done.json() == {"received": found, "changed": found, "unchanged": 0}
    done = await client.post(MANY, headers=coordinator, json=body | {"filter": {"under": "hp"}})
    assert done.json()["changed"] == 1


async def test_a_verdict_on_many_says_which_and_why(client, officer):
    for body, pointer in (
        ({"verdict": "rejected", "ids": [str(uuid4())]}, "/reason"),
        ({"verdict": "verified"}, "/ids"),
        ({"verdict": "verified", "ids": [str(uuid4())], "filter": {"unit": "hp"}}, "/ids"),
        ({"verdict": "verified", "filter": {}}, "/filter"),
        ({"verdict": "verified", "ids": []}, "/ids"),
    ):
        answer = await client.post(MANY, headers=officer, json=body)
        assert answer.json()["errors"][0]["pointer"] == pointer


async def test_a_certificate_that_ends_is_told_once_in_time(client, session, head, send, clock):
    made = (await send(head, expires_on="2027-01-31")).json()
    assert made["expires_on"] == "2027-01-31"
    url = f"{URL}/{made['id']}"
    patched = await client.patch(
        url, headers=head | {"If-Match": '"1.0"'}, json={"expires_on": "2026-06-20"}
    )  # thirty-one days ahead
    assert (patched.status_code, patched.json()["expires_on"]) == (200, "2026-06-20")
    await session.commit()
    assert await tell_expiring(session) == {"told": 0}
    session.info["now"] = clock() + timedelta(days=1)
    assert await tell_expiring(session) == {"told": 1}
    assert await tell_expiring(session) == {"told": 0}
    assert (await told(session))[-1] == ("evidence.expiring", 3)
    await session.commit()
    found = await client.get(URL, headers=head, params={"expires_before": "2026-06-21"})
    assert len(found.json()["items"]) == 1
    assert (await client.get(URL, headers=head, params={"expires_before": "2026-06-20"})).json()["items"] == []
    moved = await client.patch(url, headers=head | {"If-Match": '"3.0"'}, json={"expires_on": "2026-06-01"})
    assert moved.status_code == 200
    await session.commit()
    assert await tell_expiring(session) == {"told": 1}
