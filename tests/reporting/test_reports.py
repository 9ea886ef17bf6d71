"""/reports over HTTP: written, sent, returned, received, corrected."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from api.audit.models import AuditEntry
from api.indicators.models import IndicatorValue, IndicatorValueVersion, RollUpTurn
from api.kit.events import OutboxEvent
from api.reporting.models import Report, ReportAct
from tests.reporting.conftest import REGIMES, REPORTS, ROUNDS

DIFFICULTIES = "/api/v1/difficulties"


async def get(client, report_of, code, headers):
    return await client.get(f"{REPORTS}/{(await report_of(code)).id}", headers=headers)


async def test_a_report_gathers_the_units_figures_and_an_outline(client, report_of, head, answer_figure):
    body = (await get(client, report_of, "hp-th1", head)).json()
    assert (body["status"], body["edition"], body["on_time"], body["overdue"]) == ("draft", 1, None, False)
    assert (body["due_at"], body["cutoff_on"], body["to"]["code"]) == ("2026-05-31T16:59:59Z", "2026-05-31", "hp-xa1")
    assert [section["kind"] for section in body["sections"]].count("text") == 4
    (figure,) = body["figures"]
    assert (figure["indicator"]["code"], figure["period"], figure["asked"], figure["answer"]) == (
        "chu-ky-so", "2026-Q2", True, None
    )  # fmt: skip
    assert (figure["target"]["value"], figure["numerator_label"]) == (95.0, "Số người đang dùng chữ ký số")
    assert body["may"] == ["save", "send"]
    await answer_figure(head)
    again = (await get(client, report_of, "hp-th1", head)).json()
    assert (again["figures"][0]["id"], again["figures"][0]["numerator"]) == (figure["id"], 42)


async def test_who_compiles_sees_how_many_of_the_reports_below_came(client, report_of, act, head, officer):
    assert (await get(client, report_of, "hp-th1", head)).json()["below"] is None
    before = (await get(client, report_of, "hp-xa1", officer)).json()["below"]
    await act("hp-th1", "send", head)
    after = (await get(client, report_of, "hp-xa1", officer)).json()["below"]
    assert [(each["expected"], each["sent"]) for each in (before, after)] == [(1, 0), (1, 1)]


async def test_what_is_written_is_kept_and_begins_the_next_report(client, report_of, head, tick, clock):
    found = await get(client, report_of, "hp-th1", head)
    url, body = f"{REPORTS}/{found.json()['id']}", {"sections": {"ton-tai": "Thiếu máy quét"}}
    assert (await client.patch(url, headers=head, json=body)).status_code == 428
    saved = await client.patch(url, headers=head | {"If-Match": found.headers["etag"]}, json=body)
    assert (saved.status_code, saved.json()["version"], saved.json()["prefilled"]) == (200, 2, False)
    stale = await client.patch(url, headers=head | {"If-Match": found.headers["etag"]}, json=body)
    assert stale.status_code == 412
    same = await client.patch(url, headers=head | {"If-Match": "*"}, json=body)
    assert same.json()["version"] == 2
    wrong = await client.patch(url, headers=head | {"If-Match": "*"}, json={"sections": {"la": "?"}})
    assert wrong.json()["errors"][0]["pointer"] == "/sections/la"
    clock.now = datetime(2026, 8, 20, 1, 0, tzinfo=UTC)
    await tick()
    (third,) = (await client.get(REPORTS, headers=head, params={"period": "2026-Q3"})).json()["items"]
    begun = (await client.get(f"{REPORTS}/{third['id']}", headers=head)).json()
    texts = {section["code"]: section["text"] for section in begun["sections"]}
    assert (begun["prefilled"], texts["ton-tai"], texts["kien-nghi"]) == (True, "Thiếu máy quét", "")


async def test_sending_gives_a_receipt_and_takes_the_figures_along(
    client, session, act, head, answer_figure, report_of
):
    await answer_figure(head)
    sent = await act("hp-th1", "send", head)
    assert sent.status_code == 200, sent.text
    body = sent.json()
    assert (body["status"], body["on_time"], body["sent_at"]) == ("sent", True, "2026-05-20T05:00:00Z")
    assert body["receipt_code"].startswith("2026-Q2-")
    assert (body["flaws"], body["figures"][0]["state"], body["figures"][0]["version"]) == (0, "sent", 2)
    assert body["may"] == []
    again = await act("hp-th1", "send", head)
    assert (again.status_code, again.json()["code"]) == (409, "report_not_open")
    assert await session.scalar(select(func.count()).select_from(IndicatorValueVersion)) == 1
    assert await session.scalar(select(func.count()).select_from(RollUpTurn)) == 2
    events = await session.scalars(select(OutboxEvent.type).where(OutboxEvent.unit_id == body["unit"]["id"]))
    assert sorted(events)[:3] == ["indicator_value.created", "indicator_value.updated", "report.sent"]


async def test_a_returned_report_says_why_on_each_line(client, act, head, officer, answer_figure, report_of):
    await answer_figure(head)
    sent = (await act("hp-th1", "send", head)).json()
    lines = [
        {"line": f"indicator_value:{sent['figures'][0]['id']}", "reason": "Tổng số chưa khớp"},
        {"line": "section:ton-tai", "reason": "Chưa nêu nguyên nhân"},
    ]
    unknown = await act("hp-th1", "return", officer, lines=[lines[0], {"line": "section:la", "reason": "?"}, lines[0]])
    assert [(each["pointer"], each["code"]) for each in unknown.json()["errors"]] == [
        ("/lines/1/line", "unknown_line"), ("/lines/2/line", "given_twice")
    ]  # fmt: skip
    back = await act("hp-th1", "return", officer, lines=lines, text="Đề nghị bổ sung")
    assert (back.status_code, back.json()["status"], back.json()["wording"]) == (200, "returned", "require")
    assert back.json()["returned"] == lines
    assert (back.json()["figures"][0]["state"], back.json()["receipt_code"]) == ("returned", sent["receipt_code"])
    assert (await answer_figure(head, denominator=44)).status_code == 200
    mended = (await act("hp-th1", "send", head)).json()
    assert (mended["status"], mended["returned"], mended["figures"][0]["state"]) == ("sent", [], "sent")
    assert mended["receipt_code"] != sent["receipt_code"]
    assert [(each["act"], len(each["lines"])) for each in mended["history"]] == [
        ("sent", 0),
        ("returned", 2),
        ("sent", 0),
    ]


async def test_a_committee_is_asked_rather_than_returned_to(act, officer, office):
    await act("hp-xa1", "send", officer)
    back = await act("hp-xa1", "return", office, lines=[{"line": "section:ket-qua", "reason": "Xin bổ sung"}])
    assert back.json()["wording"] == "request"


async def test_a_received_report_is_frozen_with_its_figures(
    client, act, head, officer, answer_figure, report_of, coordinator
):
    await answer_figure(head)
    early = await act("hp-th1", "receive", officer)
    assert (early.status_code, early.json()["code"]) == (409, "report_not_sent")
    await act("hp-th1", "send", head)
    got = await act("hp-th1", "receive", officer)
    assert (got.status_code, got.json()["status"], got.json()["figures"][0]["state"]) == (200, "received", "received")
    locked = await answer_figure(head, numerator=40)
    assert (locked.status_code, locked.json()["code"]) == (409, "value_received")
    assert got.json()["editions"][0]["received_by"] == "Người thử"
    url = f"{REPORTS}/{got.json()['id']}"
    kept = await client.get(f"{url}/editions/1", headers=coordinator)
    assert (kept.status_code, kept.json()["figures"][0]["numerator"]) == (200, 42)
    assert (await client.get(f"{url}/editions/2", headers=coordinator)).status_code == 404
    assert (await client.get(f"{url}/changes", headers=coordinator)).json() == {
        "edition": 1, "items": [], "next_cursor": None
    }  # fmt: skip


async def test_a_correction_is_a_new_edition_and_says_what_changed(
    client, act, head, officer, answer_figure, report_of
):
    url = f"{REPORTS}/{(await report_of('hp-th1')).id}"
    assert (await client.get(f"{url}/changes", headers=head)).json()["edition"] is None
    await answer_figure(head)
    early = await act("hp-th1", "correct", head, reason="Nhầm")
    assert (early.status_code, early.json()["code"]) == (409, "report_not_received")
    await act("hp-th1", "send", head)
    await act("hp-th1", "receive", officer)
    opened = await act("hp-th1", "correct", head, reason="Đếm nhầm một người")
    assert (opened.json()["status"], opened.json()["edition"], opened.json()["figures"][0]["state"]) == (
        "draft", 2, "draft"
    )  # fmt: skip
    assert (await answer_figure(head, numerator=41)).status_code == 200
    (changed,) = (await client.get(f"{url}/changes", headers=officer)).json()["items"]
    assert changed["fields"]["numerator"] == [42, 41]
    assert (await client.get(f"{url}/editions/1", headers=officer)).json()["figures"][0]["numerator"] == 42
    await act("hp-th1", "send", head)
    done = (await act("hp-th1", "receive", officer)).json()
    assert ([each["edition"] for each in done["editions"]], done["on_time"]) == ([1, 2], True)


async def test_who_sees_a_report(client, act, as_, report_of, head, officer, coordinator, stranger, office):
    url = f"{REPORTS}/{(await report_of('hp-th1')).id}"
    other, admin, viewer = await as_("school_head", "hp-mn2"), await as_("admin", "hp"), await as_("viewer", "hp-th1")
    commune = await as_("commune_officer", "hp-xa2")
    for headers, expected in (
        ({}, 401), (stranger, 404), (other, 404), (commune, 404), (admin, 403), (office, 404),
        (viewer, 200), (head, 200), (officer, 200), (coordinator, 200),
    ):  # fmt: skip
        assert (await client.get(url, headers=headers)).status_code == expected
    # A division that compiles knows who is missing.
    above = f"{REPORTS}/{(await report_of('hp-xa1')).id}"
    assert (await client.get(above, headers=office)).json()["may"] == []
    await act("hp-xa1", "send", officer)
    assert (await client.get(above, headers=office)).json()["may"] == ["return", "receive"]


async def test_a_committee_above_reads_what_was_sent_to_it(client, plan, as_, coordinator):
    body = {
        "title": "Đột xuất",
        "cadence": "ad_hoc",
        "steps": [{"who": [{"unit": "hp-vp"}], "to": [{"unit": "ubnd-hp"}]}],
    }
    regime = (await client.post(REGIMES, headers=coordinator, json=body)).json()
    given = {"regime": regime["id"], "period": "2026-05"}
    assert (await client.post(ROUNDS, headers=coordinator, json=given)).status_code == 201
    (report,) = (await client.get(REPORTS, headers=coordinator)).json()["items"]
    url, committee = f"{REPORTS}/{report['id']}", await as_("leader", "ubnd-hp")
    assert (await client.get(url, headers=committee)).status_code == 404
    await client.post(f"{url}/send", headers=coordinator | {"If-Match": "*"})
    assert (await client.get(url, headers=committee)).json()["status"] == "sent"


async def test_who_writes_and_sends(client, act, as_, report_of, head, officer, coordinator, leader, stranger):
    url, body = f"{REPORTS}/{(await report_of('hp-th1')).id}", {"sections": {"ket-qua": "Xong"}}
    staff, viewer = await as_("school_officer", "hp-th1"), await as_("viewer", "hp-th1")
    other, any_ = await as_("school_head", "hp-mn2"), {"If-Match": "*"}
    for headers, expected in (
        ({}, 401), (stranger, 404), (other, 404), (viewer, 403), (leader, 403), (staff, 200), (officer, 200),
    ):  # fmt: skip
        assert (await client.patch(url, headers=headers | any_, json=body)).status_code == expected
    # Staff prepare, the head sends.
    for headers, expected in (({}, 401), (stranger, 404), (other, 404), (leader, 403), (staff, 403), (head, 200)):
        assert (await act("hp-th1", "send", headers)).status_code == expected
    assert (await client.post(f"{url}/send", headers=head)).status_code == 428
    shown = (await client.get(url, headers=head)).json()["history"]
    assert [(each["act"], each["on_behalf"]) for each in shown] == [("sent", False)]
    entered = (await act("hp-mn2", "send", coordinator)).json()["history"]
    assert [(each["act"], each["on_behalf"]) for each in entered] == [("sent", True)]


async def test_who_receives_and_returns(client, act, as_, report_of, head, officer, coordinator, leader, stranger):
    await act("hp-th1", "send", head)
    lines = [{"line": "section:ket-qua", "reason": "Thiếu"}]
    elsewhere, viewer = await as_("commune_officer", "hp-xa2"), await as_("viewer", "hp-xa1")
    for headers, expected in (({}, 401), (stranger, 404), (elsewhere, 404), (leader, 403), (viewer, 403), (head, 403)):
        assert (await act("hp-th1", "receive", headers)).status_code == expected
        assert (await act("hp-th1", "return", headers, lines=lines)).status_code == expected
    assert (await act("hp-th1", "return", coordinator, lines=lines)).status_code == 200
    await act("hp-th1", "send", head)
    assert (await act("hp-th1", "receive", await as_("commune_leader", "hp-xa1"))).status_code == 200
    for headers, expected in (({}, 401), (stranger, 404), (leader, 403), (officer, 200)):
        assert (await act("hp-th1", "correct", headers, reason="Nhầm")).status_code == expected
    # Nobody receives what their own unit sends.
    await act("hp-vp", "send", await as_("division_head", "hp-vp"))
    assert (await act("hp-vp", "receive", await as_("officer", "hp-vp"))).status_code == 403
    assert (await act("hp-vp", "receive", coordinator)).status_code == 200


async def test_all_that_are_clean_are_received_at_once(
    client, act, as_, session, opened, head, officer, coordinator, answer_figure, stranger, leader
):
    nursery, upper = await as_("school_head", "hp-mn2"), await as_("school_head", "hp-thpt")
    await answer_figure(head)
    await answer_figure(upper, unit="hp-thpt")
    for code, headers in (("hp-th1", head), ("hp-mn2", nursery), ("hp-thpt", upper)):
        await act(code, "send", headers)
    url, body = f"{REPORTS}/receive", {"filter": {"round": str(opened.id)}}
    for headers, expected in (({}, 401), (leader, 403), (head, 403)):
        assert (await client.post(url, headers=headers, json=body)).status_code == expected
    assert (await client.post(url, headers=stranger, json=body)).json() == {"received": 0}
    assert (await client.post(url, headers=officer, json=body)).json() == {"received": 1}
    # The nursery answered nothing: its report waits to be looked at.
    assert (await client.post(url, headers=coordinator, json=body)).json() == {"received": 1}
    states = await session.execute(select(Report.status, func.count()).group_by(Report.status))
    assert {row.status: row.count for row in states} == {"received": 2, "draft": 3, "sent": 1}
    assert (
        await session.scalar(select(func.count()).select_from(IndicatorValue).where(IndicatorValue.state == "received"))
        == 2
    )
    left = (await client.get(REPORTS, headers=coordinator, params={"clean": "false", "status": "sent"})).json()["items"]
    assert [each["unit"]["code"] for each in left] == ["hp-mn2"]
    ids = [left[0]["id"], "018f0000-0000-7000-8000-000000000000"]
    wrong = await client.post(url, headers=coordinator, json={"ids": ids})
    assert [(each["pointer"], each["code"]) for each in wrong.json()["errors"]] == [("/ids/1", "unknown_report")]
    assert (await client.post(url, headers=head | {}, json={"ids": ids[:1]})).status_code == 403
    assert (await client.post(url, headers=coordinator, json={"ids": ids[:1]})).json() == {"received": 1}
    again = await client.post(url, headers=coordinator, json={"ids": ids[:1]})
    assert again.json()["errors"][0]["code"] == "not_sent"
    assert (await client.post(url, headers=coordinator, json={})).status_code == 422


async def test_the_list_says_which_reports_wait_for_whom_and_how_many_lack_nothing(
    client, act, as_, head, officer, coordinator, leader, answer_figure
):
    await answer_figure(head)
    await act("hp-th1", "send", head)
    await act("hp-mn2", "send", await as_("school_head", "hp-mn2"))
    await act("hp-xa1", "send", officer)

    async def waiting(headers, **filters):
        params = {"receivable": "true", "include": "total", "sort": "unit"} | filters
        found = (await client.get(REPORTS, headers=headers, params=params)).json()
        assert found["total"] == len(found["items"])
        return [each["unit"]["code"] for each in found["items"]]

    # The committee's own report waits for the office, not for the committee.
    assert await waiting(officer) == ["hp-th1"]
    assert await waiting(officer, clean="false") == []
    assert await waiting(coordinator, clean="true") == ["hp-th1", "hp-xa1"]
    assert await waiting(coordinator, clean="false") == ["hp-mn2"]
    assert await waiting(leader) == []
    others = (await client.get(REPORTS, headers=officer, params={"receivable": "false"})).json()["items"]
    assert [(each["unit"]["code"], each["receivable"]) for each in others] == [("hp-xa1", False)]


@pytest.mark.parametrize(("narrowed", "received"), [({"group": "hp-xa1"}, 1), ({"to": "hp-vp"}, 1), ({"to": "hp"}, 0)])
async def test_a_group_of_reports_is_received_as_it_is_counted(
    client, act, opened, head, officer, coordinator, answer_figure, narrowed, received
):
    await answer_figure(head)
    await act("hp-th1", "send", head)
    await act("hp-xa1", "send", officer)
    body = {"filter": {"round": str(opened.id)} | narrowed}
    assert (await client.post(f"{REPORTS}/receive", headers=coordinator, json=body)).json() == {"received": received}


async def test_who_may_not_receive_one_of_many_receives_none(client, act, as_, head, report_of):
    await act("hp-th1", "send", head)
    ids = [str((await report_of("hp-th1")).id)]
    other = await as_("division_head", "hp-vp")
    answer = await client.post(f"{REPORTS}/receive", headers=other, json={"ids": ids})
    assert answer.json()["errors"][0]["code"] == "unknown_report"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"unit": "hp-th1"}, ["hp-th1"]),
        ({"under": "hp-xa1"}, ["hp-th1", "hp-xa1"]),
        ({"to": "hp-vp"}, ["hp-xa1", "hp-xa2"]),
        ({"status": "sent"}, ["hp-th1"]),
        ({"status": "draft", "under": "hp-xa1"}, ["hp-xa1"]),
        ({"overdue": "true"}, ["hp-mn2", "hp-thpt"]),
        ({"overdue": "false", "under": "hp-xa1"}, ["hp-th1", "hp-xa1"]),
        ({"q": "don vi hp-mn"}, ["hp-mn2"]),
        ({"period": "2026-Q1"}, []),
        ({"updated_since": "2026-06-01T00:00:00Z"}, []),
    ],
)
async def test_the_list_is_narrowed(client, act, head, coordinator, clock, filters, expected):
    await act("hp-th1", "send", head)
    clock.now = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
    answer = await client.get(REPORTS, headers=coordinator, params=filters | {"sort": "unit"})
    assert [each["unit"]["code"] for each in answer.json()["items"]] == expected


async def test_the_list_sends_one_statement(client, opened, coordinator, count_queries):
    with count_queries() as queries:
        await client.get(REPORTS, headers=coordinator)
    assert len(queries) == 1


async def test_reading_writes_nothing_and_is_not_sent_twice(client, session, report_of, head):
    found = await get(client, report_of, "hp-th1", head)
    again = await client.get(found.request.url, headers=head | {"If-None-Match": found.headers["etag"]})
    assert again.status_code == 304
    assert await session.scalar(select(func.count()).select_from(ReportAct)) == 0
    actions = await session.scalars(select(AuditEntry.action).where(AuditEntry.entity == "report"))
    assert list(actions) == []


async def test_a_difficulty_raised_in_a_report_points_to_it_and_back(client, report_of, head, officer, stranger, clock):
    report = await report_of("hp-th1")
    clock.now = datetime(2026, 7, 20, 1, 0, tzinfo=UTC)
    said = {"title": "Thiếu máy quét", "text": "Có một chiếc cho 40 người", "report_id": str(report.id)}
    raised = await client.post(DIFFICULTIES, headers=officer, json=said)
    assert raised.status_code == 201, raised.text
    made = raised.json()
    assert (made["unit"]["code"], made["report_id"]) == ("hp-th1", str(report.id))
    await client.post(DIFFICULTIES, headers=head, json={"title": "Khác", "text": "Sau khi hết quý"})
    shown = (await client.get(f"{REPORTS}/{report.id}", headers=head)).json()["difficulties"]
    assert [(each["id"], each["report_id"]) for each in shown] == [(made["id"], str(report.id))]
    listed = (await client.get(DIFFICULTIES, headers=head, params={"report": str(report.id)})).json()["items"]
    assert [each["id"] for each in listed] == [made["id"]]
    other = await report_of("hp-mn2")
    for headers, given in (
        (head, said | {"report_id": str(other.id)}),
        (stranger, said | {"unit": "qng-th1"}),
        (officer, said | {"unit": "hp-xa1"}),
    ):
        refused = await client.post(DIFFICULTIES, headers=headers, json=given)
        assert [each["pointer"] for each in refused.json()["errors"]] == ["/report_id"]
