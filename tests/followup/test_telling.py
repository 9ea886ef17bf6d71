"""Those concerned are told of difficulties and requests to clarify, once, in their language."""

from typing import Any

import pytest
from sqlalchemy import func, select

from api.audit.service import SYSTEM
from api.identity.models import User
from api.identity.service import grants, users
from api.kit import events
from api.kit.ids import uuid7
from api.kit.permissions import Subject
from api.kit.subscriptions import FeedReader, read_once
from api.notifications.models import Notification
from api.notifications.rules import words
from api.notifications.subscribers import ANSWERS, DATA_REQUESTS, DISPUTES, FOLLOW_UP
from api.units.service import expand
from tests.factories.indicators import an_indicator
from tests.factories.units import TODAY
from tests.followup.conftest import CLARIFICATIONS, DIFFICULTIES
from tests.requests.conftest import ASKED, REQUESTS, SAID

ANSWER = {"text": "Sở đã bố trí kinh phí."}


@pytest.fixture
def person(session, ids):
    """`await person(role, code)`: an account with that role there."""

    async def add(role, code):
        name = f"{role}.{code}"
        user = await users.ensure(
            session, SYSTEM, username=name, name=name, unit_id=ids[code], password_hash="-", sample=False
        )
        await grants.ensure(session, SYSTEM, holder=user, role=role, unit_id=ids[code], first=TODAY)
        await session.commit()
        return user

    return add


@pytest.fixture
def tell(database, session, clock):
    """`await tell()`: the worker gives events their places and tells people; what each was told, oldest first."""

    async def run() -> list[tuple[str, str]]:
        await session.commit()
        await events.sequence(session)
        await session.commit()
        await read_once(database, clock, FOLLOW_UP)
        for subscriber in (DATA_REQUESTS, ANSWERS, DISPUTES):
            await read_once(database, clock, subscriber)
        found = select(User.username, Notification.kind).join(User, User.id == Notification.user_id)
        return [tuple(row) for row in await session.execute(found.order_by(Notification.id))]

    return run


@pytest.fixture
async def people(person):
    """Both sides, and others."""
    for role, code in (
        ("school_head", "hp-th1"), ("school_head", "hp-mn2"), ("commune_officer", "hp-xa1"), ("leader", "hp"),
        ("coordinator", "hp"), ("viewer", "hp"), ("coordinator", "qng"),
    ):  # fmt: skip
        await person(role, code)


async def test_a_difficulty_is_told_to_both_sides_in_turn(client, people, raised, tell, head, coordinator):
    made = await raised()
    url = f"{DIFFICULTIES}/{made['id']}"
    told = [("coordinator.hp", "difficulty.raised")]
    assert await tell() == told
    await client.post(f"{url}/answers", headers=coordinator, json=ANSWER)
    told += [("school_head.hp-th1", "difficulty.answered")]
    assert await tell() == told
    await client.post(f"{url}/reopen", headers=head, json={"text": "Chưa nhận được."})
    told += [("coordinator.hp", "difficulty.reopened")]
    assert await tell() == told
    await client.post(f"{url}/resolve", headers=head, json={})
    assert await tell() == told


async def test_one_answer_for_many_is_told_to_each(client, people, raised, tell, as_, coordinator):
    await raised()
    await raised(await as_("school_head", "hp-mn2"))
    await client.post(f"{DIFFICULTIES}/answers", headers=coordinator, json={"filter": {}, **ANSWER})
    told = [who for who, kind in await tell() if kind == "difficulty.answered"]
    assert sorted(told) == ["school_head.hp-mn2", "school_head.hp-th1"]


async def test_a_request_to_clarify_is_told_to_the_unit_and_its_answer_to_the_leader(
    client, people, tell, leader, head, session, work
):
    body = {"unit": "hp-th1", "title": "Chậm tiến độ", "text": "Vì sao?", "due_on": "2026-05-22"}
    made = (await client.post(CLARIFICATIONS, headers=leader, json=body)).json()
    url = f"{CLARIFICATIONS}/{made['id']}"
    await client.post(f"{url}/answers", headers=head, json=ANSWER)
    await client.post(f"{url}/close", headers=leader, json={})
    assert sorted(await tell()) == [
        ("leader.hp", "clarification.answered"),
        ("school_head.hp-th1", "clarification.asked"),
        ("school_head.hp-th1", "clarification.closed"),
    ]
    notice = await session.scalar(select(Notification).where(Notification.kind == "clarification.asked"))
    assert notice.link == f"/clarification-requests?open={made['id']}"
    said = words(notice.kind, notice.data, "vi")
    assert said.title == "Đơn vị hp yêu cầu báo cáo làm rõ: Chậm tiến độ"
    assert said.text.endswith("trước hết ngày 22/05/2026.")


async def test_that_reports_of_a_round_come_in_is_told_once_a_day(session, people, ids, tell, clock):
    round_id = uuid7()
    data = {"title": "Báo cáo quý", "period": "2026-Q2", "round_id": str(round_id), "to_id": str(ids["hp-xa1"])}
    for day in range(2):
        for school in ("hp-th1", "hp-mn2"):
            about = {"entity": "report", "entity_id": uuid7(), "version": 2, "unit_id": ids[school]}
            events.emit(session, "report.sent", **about, data=data | {"status": "sent", "wording": "request"})
        assert await tell() == [("commune_officer.hp-xa1", "report.sent")] * (day + 1)
        clock.advance(days=1)
        session.info["now"] = clock()
    links = set(await session.scalars(select(Notification.link)))
    assert links == {f"/reporting-rounds/{round_id}"}


async def test_nobody_is_told_twice_though_the_feed_is_read_again(client, session, people, raised, tell):
    await raised()
    assert len(await tell()) == 1
    reader = await session.get_one(FeedReader, FOLLOW_UP.name, populate_existing=True)
    reader.position = 0
    await session.commit()
    assert len(await tell()) == 1


async def test_many_are_told_in_as_many_statements_as_few(
    client, session, database, clock, people, raised, coordinator, count_queries
):
    counted = []
    for number in (2, 8):
        for _ in range(number):
            await raised()
        await client.post(f"{DIFFICULTIES}/answers", headers=coordinator, json={"filter": {}, **ANSWER})
        await session.commit()
        await events.sequence(session)
        await session.commit()
        with count_queries() as queries:
            await read_once(database, clock, FOLLOW_UP)
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert await session.scalar(select(func.count()).select_from(Notification)) == 20


DATA: dict[str, Any] = {"unit": "Sở GDĐT", "title": "Chậm", "due_on": "2026-05-22"}


@pytest.mark.parametrize(
    ("wording", "language", "title"),
    [
        ("request", "vi", "Sở GDĐT đề nghị làm rõ: Chậm"),
        ("require", "vi", "Sở GDĐT yêu cầu báo cáo làm rõ: Chậm"),
        ("request", "en", "Sở GDĐT asks to clarify: Chậm"),
        ("require", "en", "Sở GDĐT wants a report on: Chậm"),
    ],
)
def test_words_follow_rank(wording, language, title):
    assert words("clarification.asked", DATA | {"wording": wording}, language).title == title


@pytest.mark.parametrize("kind", sorted(FOLLOW_UP.types))
def test_every_kind_has_words_in_both_languages(kind):
    vi, en = (words(kind, DATA | {"wording": "request"}, language) for language in ("vi", "en"))
    assert vi.title != en.title
    assert "Chậm" in vi.text


async def test_units_asked_are_told_and_the_silent_again_when_chased(client, session, ids, people, tell, as_):
    coordinator, head = await as_("coordinator", "hp"), await as_("school_head", "hp-th1")
    asked = await client.post(REQUESTS, headers=coordinator, json=ASKED)
    assert sorted(await tell()) == [(f"school_head.{code}", "data_request.asked") for code in ("hp-mn2", "hp-th1")]
    path = f"{REQUESTS}/{asked.json()['id']}"
    await client.put(f"{path}/answers/hp-th1", headers=head, json={"values": SAID})
    await client.post(f"{path}/chase", headers=coordinator, json={})
    assert (await tell())[-1] == ("school_head.hp-mn2", "data_request.chased")
    found = (await session.scalars(select(Notification).order_by(Notification.id.desc()).limit(1))).one()
    assert (found.link, words(found.kind, found.data, "vi").title) == (
        f"/data-requests/{asked.json()['id']}",
        "Đơn vị hp đôn đốc trả lời: Rà soát máy quét",
    )
    assert "16 giờ 00 ngày 20/05/2026" in words(found.kind, found.data, "vi").text
    assert "16:00 on 20/05/2026" in words(found.kind, found.data, "en").text


async def test_who_asked_is_told_when_the_last_has_answered_and_not_again(client, session, ids, people, tell, as_):
    coordinator = await as_("coordinator", "hp")
    asked = await client.post(REQUESTS, headers=coordinator, json=ASKED)
    path = f"{REQUESTS}/{asked.json()['id']}/answers"
    told = ("coordinator.hp", "data_request.all_answered")
    units = [row["unit"]["code"] for row in (await client.get(path, headers=coordinator)).json()["items"]]
    for place, code in enumerate([*units, units[-1]], 1):
        answer = await client.put(f"{path}/{code}", headers=coordinator, json={"values": SAID | {"c1": place}})
        assert answer.status_code < 300, answer.text
        assert (await tell()).count(told) == (place >= len(units))


async def test_a_disputed_figure_is_told_to_who_settles_it(client, session, ids, people, tell, as_, callers):
    await an_indicator(session)
    scopes = frozenset({"indicator_value:write", "indicator_value:read"})
    reach = await expand(session, [("coordinator", ids["hp"])], TODAY)
    system = callers.sign_in(Subject("client", uuid7(), "CSDL ngành", reach, scopes=scopes))
    given = {"indicator": "chu-ky-so", "unit": "hp-th1", "period": "2026-Q2", "numerator": 42, "denominator": 45}
    value = (await client.put("/api/v1/indicator-values", json=given, headers=system)).json()
    head = await as_("school_head", "hp-th1")
    url, body = (
        f"/api/v1/indicator-values/{value['id']}",
        {"numerator": 40, "denominator": 45, "reason": "Hai người nghỉ"},
    )
    assert (await client.post(f"{url}/dispute", json=body, headers=head)).status_code < 300
    assert await tell() == [("coordinator.hp", "figure.disputed")]
    (found,) = (await session.scalars(select(Notification))).all()
    assert (found.link, found.data["period"]) == ("/figures/disputes", "2026-Q2")
    assert words(found.kind, found.data, "en").title.endswith("disputes a figure: " + found.data["title"])
