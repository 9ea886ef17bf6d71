"""/changes: who is told what, in which order, from where; and that nobody learns of more."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete

from api.integration.changes_api import queries, rules
from api.integration.changes_api.jobs import forget_old_changes
from api.integration.changes_api.permissions import READ_BY
from api.kit.events import FeedEvent
from tests.factories.units import caller
from tests.integration.conftest import CHANGES


@pytest.fixture
def ask(client):
    """`await ask(headers, **query)`: the answer's body."""

    async def get(headers, /, **query):
        answer = await client.get(CHANGES, headers=headers, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return get


def _told(body):
    return [item["version"] for item in body["items"]]


async def test_nobody_is_told_anything(client):
    assert (await client.get(CHANGES)).status_code == 401
    assert (await client.get(f"{CHANGES}/stream")).status_code == 401


async def test_a_system_without_the_scope_is_refused(client, client_of):
    headers = await client_of("viewer", "hp", "plan:read")
    assert (await client.get(CHANGES, headers=headers)).status_code == 403
    assert (await client.get(f"{CHANGES}/stream", headers=headers)).status_code == 403


async def test_changes_come_in_order_with_their_units(ask, ids, coordinator, happens):
    before = await happens()
    last = await happens(("report.sent", ids["hp-th1"]), ("unit.updated", ids["hp"]), status="sent")
    body = await ask(coordinator, after=before)
    assert body["next_position"] == last
    assert [item["position"] for item in body["items"]] == [before + 1, before + 2]
    assert body["items"][0] == {
        "position": before + 1, "type": "report.sent", "entity": "report", "entity_id": "r1",
        "unit": {"id": str(ids["hp-th1"]), "code": "hp-th1", "name": "Đơn vị hp-th1"},
        "version": 1, "at": "2026-05-20T05:00:00.000000Z", "data": {"status": "sent"},
    }  # fmt: skip
    assert await ask(coordinator, after=last) == {"items": [], "next_position": last}


async def test_pages_follow_each_other(ask, ids, coordinator, happens):
    before = await happens()
    await happens(*[("report.sent", ids["hp-th1"])] * 5)
    told, after = [], before
    while (body := await ask(coordinator, after=after, limit=2))["next_position"] != after:
        told += _told(body)
        after = body["next_position"]
    assert told == [1, 2, 3, 4, 5]


async def test_only_the_types_asked_for(ask, ids, coordinator, happens, client):
    before = await happens()
    last = await happens(("report.sent", ids["hp"]), ("report.returned", ids["hp"]), ("clarification.asked", ids["hp"]))
    assert _told(await ask(coordinator, after=before, types="report.*")) == [1, 2]
    assert _told(await ask(coordinator, after=before, types="report.sent,clarification.*")) == [1, 3]
    assert await ask(coordinator, after=before, types="plan.*") == {"items": [], "next_position": last}
    wrong = await client.get(CHANGES, headers=coordinator, params={"types": "report"})
    assert (wrong.status_code, wrong.json()["errors"][0]["code"]) == (422, "bad_types")


async def test_who_sent_a_figure_is_told_what_its_unit_says_of_it(ask, ids, session, callers, happens):
    async def a_system(*scopes):
        subject = replace(await caller(session, "coordinator", ids["hp"]), kind="client", scopes=frozenset(scopes))
        return subject, callers.sign_in(subject)

    sender, its = await a_system("change:read", "indicator_value:write")
    _, others = await a_system("change:read", "indicator_value:write")
    _, readers = await a_system("change:read", "indicator_value:read")
    before = await happens()
    said = {"told_by_id": str(sender.id), "reason": "Hai giáo viên đã nghỉ hưu."}
    await happens(("confirmation.disputed", ids["hp-th1"]), ("confirmation.disputed", ids["qng"]), **said)
    (told,) = (await ask(its, after=before, types="confirmation.disputed"))["items"]
    assert (told["unit"]["code"], told["data"]["reason"]) == ("hp-th1", said["reason"])
    assert (await ask(others, after=before))["items"] == []
    assert len((await ask(readers, after=before))["items"]) == 1


async def test_an_outsider_learns_nothing_and_makes_progress(ask, ids, stranger, happens):
    """Only how far the feed goes: positions are everybody's."""
    before = await happens()
    await happens(*[(f"{entity}.updated", ids["hp"]) for entity in READ_BY])
    last = await happens(("report.sent", ids["hp-th1"]), ("secret.made", ids["hp"]), ("report.sent", None))
    assert await ask(stranger, after=before) == {"items": [], "next_position": last}


async def test_a_system_is_told_what_its_scopes_and_its_unit_allow(ask, ids, client_of, happens):
    before = await happens()
    units = [ids[code] for code in ("hp", "hp-xa1", "hp-th1", "hp-xa2", "qng")]
    await happens(*[("report.sent", unit) for unit in units], *[("plan.updated", unit) for unit in units])
    commune = await client_of("viewer", "hp-xa1", "change:read", "report:read")
    assert _told(await ask(commune, after=before)) == [2, 3]
    department = await client_of("viewer", "hp", "change:read", "plan:read")
    assert _told(await ask(department, after=before)) == [6, 7, 8, 9]
    ministry = await client_of("viewer", "bgddt", "change:read", "report:read", "plan:read")
    assert _told(await ask(ministry, after=before)) == list(range(1, 11))
    assert _told(await ask(await client_of("viewer", "hp", "change:read"), after=before)) == []


async def test_units_below_are_told_what_is_published_and_nothing_of_drafts(ask, ids, as_, happens):
    before = await happens()
    types = (
        "plan.created",
        "task.updated",
        "plan.issued",
        "reporting_round.opened",
        "report.sent",
        "indicator.updated",
    )
    await happens(
        *[(type_, ids["hp"]) for type_ in types], ("indicator.created", None), ("unit.updated", ids["hp-xa2"])
    )
    assert _told(await ask(await as_("school_head", "hp-th1"), after=before)) == [3, 4, 6, 7]


async def test_who_manages_accounts_is_told_of_them(ask, ids, as_, coordinator, happens):
    before = await happens()
    await happens(("user.updated", ids["hp-th1"]), ("grant.created", ids["hp"]), ("report.sent", ids["hp"]))
    assert _told(await ask(await as_("admin", "hp"), after=before)) == [1, 2]
    assert _told(await ask(coordinator, after=before)) == [3]


async def test_the_words_of_the_national_data_centre(ask, ids, coordinator, happens):
    before = await happens()
    for type_, state in (
        ("indicator_value.created", "draft"), ("indicator_value.updated", "sent"),
        ("indicator_value.updated", "withdrawn"), ("evidence.deleted", None),
    ):  # fmt: skip
        await happens((type_, ids["hp"]), state=state)
    items = (await ask(coordinator, after=before, envelope="national"))["items"]
    assert [item["sukien"] for item in items] == ["NEW", "UPDATE", "CANCEL", "CANCEL"]
    assert [(item["idbanghi"], item["phienban"]) for item in items] == [("r1", 1), ("r2", 2), ("r3", 3), ("r4", 4)]
    assert items[0]["thoigiancapnhat"] == "2026-05-20T12:00:00"


async def test_whatever_little_may_be_seen_an_answer_looks_through_so_much_only(
    ask, ids, stranger, happens, monkeypatch
):
    before = await happens()
    await happens(*[("report.sent", ids["hp"])] * 7, ("report.sent", ids["qng"]))
    monkeypatch.setattr(queries, "SCANNED", 3)
    queries._statement.cache_clear()
    passed = []
    while (body := await ask(stranger, after=before))["next_position"] != before:
        before = body["next_position"]
        passed.append(_told(body))
    queries._statement.cache_clear()
    assert passed == [[], [], [8]]


async def test_what_is_too_old_is_forgotten_and_said_to_be_gone(client, ask, ids, session, clock, coordinator, happens):
    await session.execute(delete(FeedEvent))
    first = await happens(("report.sent", ids["hp"]))
    clock.advance(days=rules.KEPT_DAYS + 1)
    session.info["now"] = clock()
    assert await happens(("report.sent", ids["hp"])) == first + 1
    assert await forget_old_changes(session) == 1
    assert await forget_old_changes(session) == 0
    assert _told(await ask(coordinator)) == [2]
    assert _told(await ask(coordinator, after=first)) == [2]
    for place in (first - 1, first + 2):
        gone = await client.get(CHANGES, headers=coordinator, params={"after": place})
        assert (gone.status_code, gone.json()["code"]) == (410, "position_gone")
        streamed = await client.get(f"{CHANGES}/stream", headers=coordinator | {"Last-Event-ID": str(place)})
        assert streamed.status_code == 410


async def test_a_feed_of_which_nothing_is_kept_begins_at_its_end(ask, ids, session, clock, coordinator, happens):
    last = await happens(("report.sent", ids["hp"]))
    session.info["now"] = clock() + timedelta(days=rules.KEPT_DAYS + 1)
    await forget_old_changes(session)
    assert await ask(coordinator) == {"items": [], "next_position": last}
    assert await ask(coordinator, after=last) == {"items": [], "next_position": last}


async def test_a_stream_goes_on_after_the_last_event(client, ids, coordinator, happens):
    before = await happens()
    last = await happens(*[("report.sent", ids["hp"])] * 2, ("report.sent", ids["qng"]))
    heard = await client.get(f"{CHANGES}/stream", headers=coordinator, params={"after": before})
    assert heard.headers["content-type"].startswith("text/event-stream")
    events = heard.text.split("\n\n")
    assert [event.partition("\n")[0] for event in events] == [
        "retry: 3000", f"id: {before + 1}", f"id: {before + 2}", f"id: {last}", "",
    ]  # fmt: skip
    resumed = coordinator | {"Last-Event-ID": str(before + 1), "Accept": "text/event-stream"}
    heard = await client.get(f"{CHANGES}/stream", headers=resumed, params={"after": before})
    assert heard.text.split("\n\n")[1].startswith(f"id: {before + 2}\ndata: {{")
    wrong = await client.get(f"{CHANGES}/stream", headers=coordinator | {"Last-Event-ID": "x"})
    assert (wrong.status_code, wrong.json()["errors"][0]["code"]) == (422, "bad_position")


async def test_an_answer_costs_one_statement(client, ids, coordinator, happens, count_queries):
    before = await happens()
    await happens(*[("report.sent", ids["hp"])] * 50)
    with count_queries() as statements:
        await client.get(CHANGES, headers=coordinator, params={"after": before})
    assert len(statements) == 1
