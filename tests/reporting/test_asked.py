"""/asked: a school's screen in one read."""

import pytest_asyncio
from sqlalchemy import select

from api.audit.service import SYSTEM
from api.identity.service import grants, users
from api.indicators.schemas import TargetRow
from api.indicators.service import store_targets
from api.kit.events import FeedEvent
from api.notifications.models import Notification
from api.notifications.rules import words
from api.notifications.subscribers import ROUNDS
from tests.evidence.conftest import PNG
from tests.factories.indicators import an_indicator
from tests.factories.plans import issued_plan
from tests.factories.units import TODAY

ASKED, EVIDENCE = "/api/v1/asked", "/api/v1/evidence"


def codes(answer):
    return sorted((each["indicator"]["code"], each["period"]) for each in answer.json()["items"])


@pytest_asyncio.fixture
async def others(session, plan):
    """What a second plan asks: the same figure again, and a yes or no of the half-year with something to show."""
    await an_indicator(
        session, code="hoc-ba", kind="share_of_units", frequency="half_year", name="Học bạ số",
        numerator_label="Trường đã triển khai học bạ số (có/không)", proof="Ảnh màn hình",
    )  # fmt: skip
    second = await issued_plan(session, title="Kế hoạch thứ hai")
    rows = [TargetRow(indicator=code, value=90) for code in ("chu-ky-so", "hoc-ba")]
    await store_targets(session, SYSTEM, second, rows)
    await session.commit()
    return second


async def test_all_plans_are_one_list_with_the_report_to_send(client, opened, others, head):
    body = (answer := await client.get(ASKED, headers=head)).json()
    assert (body["unit"]["code"], body["period"], body["due_at"]) == ("hp-th1", "2026-Q2", "2026-05-31T16:59:59Z")
    assert codes(answer) == [("chu-ky-so", "2026-Q2"), ("hoc-ba", "2026-H1")]
    known = {each["indicator"]["code"]: each for each in body["items"]}
    assert len(known["chu-ky-so"]["plans"]) == 2
    assert (known["chu-ky-so"]["answered_by"], known["chu-ky-so"]["proof"]) == ("part", None)
    assert (known["hoc-ba"]["answered_by"], known["hoc-ba"]["proof"]) == ("yes_or_no", "Ảnh màn hình")
    (report,) = body["reports"]
    assert (report["status"], report["may"]) == ("draft", ["save", "send"])


async def test_what_was_shown_stands_with_its_question(client, opened, others, head):
    before = (await client.get(ASKED, headers=head)).json()["items"]
    indicator = next(each["indicator"]["id"] for each in before if each["proof"])
    sent = await client.post(
        EVIDENCE,
        headers=head,
        files={"file": ("hoc-ba.png", PNG, "image/png")},
        data={"links": f"indicator:{indicator}"},
    )
    assert sent.status_code == 201, sent.text
    after = (await client.get(ASKED, headers=head)).json()["items"]
    assert {each["indicator"]["code"]: [file["filename"] for file in each["shown"]] for each in after} == {
        "chu-ky-so": [], "hoc-ba": ["hoc-ba.png"],
    }  # fmt: skip


async def test_a_sent_report_is_asked_for_by_its_period(client, opened, head, act):
    await act("hp-th1", "send", head)
    body = (await client.get(ASKED, headers=head, params={"period": "2026-Q2"})).json()
    assert (body["due_at"], body["reports"][0]["status"]) == (None, "sent")
    assert body["reports"][0]["receipt_code"].startswith("2026-Q2-")
    # Nothing is to be sent: what runs.
    assert (await client.get(ASKED, headers=head)).json()["period"] == "2026-Q2"


async def test_who_is_asked_is_seen_from_above_and_by_nobody_else(client, opened, others, as_, head, officer, stranger):
    assert (await client.get(ASKED)).status_code == 401
    assert (await client.get(ASKED, headers=stranger, params={"unit": "hp-th1"})).status_code == 404
    assert (await client.get(ASKED, headers=await as_("admin", "hp"), params={"unit": "hp-th1"})).status_code == 403
    seen = await client.get(ASKED, headers=officer, params={"unit": "hp-th1"})
    assert (seen.json()["unit"]["code"], seen.json()["reports"][0]["may"]) == ("hp-th1", ["save", "send"])
    looks = await client.get(ASKED, headers=await as_("viewer", "hp-th1"))
    assert looks.json()["reports"][0]["may"] == []
    assert (await client.get(ASKED, headers=head, params={"period": "quý 2"})).status_code == 422


async def test_whoever_writes_is_told_once_and_the_link_opens_the_period(session, opened, ids, clock):
    user = await users.ensure(
        session, SYSTEM, username="hieu-truong", name="Hiệu trưởng", unit_id=ids["hp-th1"], password_hash="-",
        sample=False,
    )  # fmt: skip
    await grants.ensure(session, SYSTEM, holder=user, role="school_head", unit_id=ids["hp-th1"], first=TODAY)
    event = FeedEvent(type="reporting_round.opened", entity="reporting_round", entity_id=str(opened.id))
    session.info["now"] = clock()
    for _ in range(2):
        await ROUNDS.handle(session, [event])
    (told,) = (await session.scalars(select(Notification))).all()
    assert told.link == f"/asked/2026-Q2?unit={ids['hp-th1']}"
    assert words(told.kind, told.data, "vi").text.startswith("Báo cáo “Báo cáo quý” quý II năm 2026 của ")
    assert "31/05/2026" in words(told.kind, told.data, "en").text


async def test_it_takes_a_constant_number_of_statements(client, opened, others, head, count_queries):
    with count_queries() as queries:
        await client.get(ASKED, headers=head)
    assert len(queries) <= 12
