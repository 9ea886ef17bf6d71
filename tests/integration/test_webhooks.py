"""/webhooks: who looks after them, and that every change is brought once, signed, in order, whatever happens."""

import asyncio
import base64
import contextlib
import ssl
import subprocess
import sys
from datetime import UTC, datetime
from ipaddress import ip_network
from typing import Any

import orjson
import pytest
import pytest_asyncio
import standardwebhooks
from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import Range

from api.audit.models import AuditEntry
from api.audit.service import SYSTEM
from api.identity.models import Client, Grant
from api.identity.service import clients
from api.integration.changes_api.permissions import READ_BY
from api.integration.webhooks.models import Webhook, WebhookDelivery, WebhookState
from api.integration.webhooks.rules import TRIED_FOR, signature
from api.integration.webhooks.service import delivering
from api.integration.webhooks.service.delivering import LEASE, deliver
from api.integration.webhooks.service.fanning import fan_out
from api.integration.webhooks.service.sending import Answer, Sender
from api.integration.webhooks.service.subscribing import _give_key, forget_old
from api.kit.events import emit
from api.settings import Settings
from tests.factories.units import TODAY, a_unit, plant
from tests.support.clock import NOON
from tests.support.tls import certificate_for
from tests.support.workers import a_worker, until

URL = "/api/v1/webhooks"
TARGET = "https://ioc.example.com/changes"


@pytest_asyncio.fixture
async def ioc(session, ids):
    """A system that reads reports of Hải Phòng."""
    made = await clients.ensure(
        session, SYSTEM, code="ioc", name="IOC", unit_id=ids["hp"], scopes=["report:read"], secret="x"
    )
    session.add(Grant(client_id=made.id, role="viewer", unit_id=ids["hp"], valid=Range(TODAY, None)))
    await session.commit()
    return made


@pytest_asyncio.fixture
async def admin(as_):
    return await as_("admin", "hp")


@pytest.fixture
def make(client, admin, ioc, happens):
    """`await make(**more)`: a webhook of the system's, begun now."""

    async def post(**more):
        await happens()
        answer = await client.post(URL, headers=admin, json={"client": "ioc", "url": TARGET} | more)
        assert answer.status_code == 201, answer.text
        return answer.json()

    return post


class Receiver(Sender):
    """Answers as it is told, and keeps what it got."""

    got: list[tuple[str, dict[str, str], bytes]]
    answers: list[Answer]

    def __init__(self, settings):
        super().__init__(settings)
        object.__setattr__(self, "got", [])
        object.__setattr__(self, "answers", [])

    async def send(self, url, headers, body):
        self.got.append((url, headers, body))
        return self.answers.pop(0) if self.answers else Answer(200, None, 1)

    @property
    def versions(self):
        return [orjson.loads(body)["data"]["version"] for _, _, body in self.got]


@pytest.fixture
def receiver(settings):
    return Receiver(settings)


@pytest.fixture
def work(database, clock, receiver, session):
    """`await work()`: the workers' turns until nothing is due; fills the lines, then empties them."""

    async def turn():
        while await fan_out(database, clock):
            pass
        while await deliver(database, clock, receiver):
            pass
        session.expire_all()

    return turn


async def test_who_looks_after_webhooks(client, make, as_, ids):
    made = await make()
    path, body = f"{URL}/{made['id']}", {"client": "ioc", "url": TARGET}
    tag = {"If-Match": '"1.0"'}
    for headers, denied, hidden in (
        ({}, 401, 401), (await as_("coordinator", "hp"), 403, 403), (await as_("admin", "qng"), 422, 404)
    ):  # fmt: skip
        assert (await client.post(URL, headers=headers, json=body)).status_code == denied
        for method, place, more in (
            ("GET", path, None), ("PATCH", path, {"types": []}), ("DELETE", path, None),
            ("POST", f"{path}/rotate-secret", {}), ("POST", f"{path}/replay", {}), ("GET", f"{path}/deliveries", None),
        ):  # fmt: skip
            answer = await client.request(method, place, headers=headers | tag, json=more)
            assert answer.status_code == hidden, (method, place, answer.text)
    stranger = await client.get(URL, headers=await as_("admin", "qng"))
    assert stranger.json()["items"] == []


async def test_a_webhook_is_made_shown_changed_and_closed(client, make, admin, session):
    made = await make(types=["report.*"], description="IOC")
    assert made["secret"].startswith("whsec_")
    path = f"{URL}/{made['id']}"
    shown = await client.get(path, headers=admin)
    assert "secret" not in shown.json()
    assert (shown.json()["client"]["code"], shown.json()["types"], shown.json()["enabled"]) == (
        "ioc",
        ["report.*"],
        True,
    )
    assert (await client.get(path, headers=admin | {"If-None-Match": shown.headers["etag"]})).status_code == 304
    assert [item["id"] for item in (await client.get(f"{URL}?client=ioc", headers=admin)).json()["items"]] == [
        made["id"]
    ]
    match = admin | {"If-Match": shown.headers["etag"]}
    changed = await client.patch(path, headers=match, json={"enabled": False, "url": TARGET + "2", "types": []})
    assert (changed.json()["disabled_because"], changed.json()["url"]) == ("asked", TARGET + "2")
    assert (await client.patch(path, headers=match, json={"enabled": True})).status_code == 412
    match = admin | {"If-Match": changed.headers["etag"]}
    assert (await client.delete(path, headers=match)).status_code == 204
    assert (await client.get(path, headers=admin)).status_code == 404
    acts = await session.scalars(
        select(AuditEntry.action).where(AuditEntry.entity == "webhook").order_by(AuditEntry.id)
    )
    assert acts.all() == ["webhook.create", "webhook.update", "webhook.delete"]


@pytest.mark.parametrize(
    ("body", "code"),
    [({"url": "http://ioc.example.com/"}, "https_only"), ({"url": "https://10.0.0.1/"}, "private_address"),
     ({"url": "https://"}, "bad_url"), ({"client": "khong-co"}, "unknown_client"),
     ({"types": ["plan"]}, "string_pattern_mismatch")],
)  # fmt: skip
async def test_what_cannot_be_a_webhook(client, admin, ioc, body, code):
    answer = await client.post(URL, headers=admin, json={"client": "ioc", "url": TARGET} | body)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code)


async def test_nobody_gives_away_what_they_do_not_administer(client, admin, ioc, ids, session):
    session.add(Grant(client_id=ioc.id, role="viewer", unit_id=ids["qng"], valid=Range(TODAY, None)))
    await session.commit()
    answer = await client.post(URL, headers=admin, json={"client": "ioc", "url": TARGET})
    assert (answer.status_code, answer.json()["code"]) == (403, "beyond_reach")


async def test_changes_the_client_may_see_are_brought_in_order_and_signed(make, ids, happens, work, receiver, clock):
    made = await make(types=["report.*"])
    await happens(
        ("report.sent", ids["hp"]),
        ("plan.updated", ids["hp"]),
        ("report.sent", ids["qng"]),
        ("report.sent", ids["hp-th1"]),
    )
    await work()
    assert receiver.versions == [1, 4]
    url, headers, body = receiver.got[0]
    key = base64.b64decode(made["secret"].removeprefix("whsec_"))
    assert url == TARGET
    assert int(headers["webhook-timestamp"]) == int(clock().timestamp())
    assert headers["webhook-signature"] == signature([key], headers["webhook-id"], int(clock().timestamp()), body)
    told = orjson.loads(body)
    assert (told["type"], told["timestamp"]) == ("report.sent", "2026-05-20T05:00:00.000000Z")
    assert told["data"]["entity_id"] == "r1"
    await work()
    assert len(receiver.got) == 2


async def test_while_a_secret_rotates_messages_are_signed_by_both(
    client, make, admin, ids, happens, work, receiver, clock
):
    made = await make()
    await happens()
    clock.advance(seconds=(datetime.now(UTC) - clock()).total_seconds())  # what the library lets pass is of now
    new = (await client.post(f"{URL}/{made['id']}/rotate-secret", headers=admin, json={"overlap_hours": 1})).json()
    assert new["secret"] != made["secret"]
    for hours, count in ((0, 2), (2, 1)):
        clock.advance(hours=hours)
        receiver.got.clear()
        await happens(("report.sent", ids["hp"]))
        await work()
        _, headers, body = receiver.got[0]
        keys = [base64.b64decode(each["secret"].removeprefix("whsec_")) for each in (new, made)][:count]
        stamp = int(headers["webhook-timestamp"])
        assert headers["webhook-signature"] == signature(keys, headers["webhook-id"], stamp, body)
        if hours == 0:
            for each in (new, made):
                assert standardwebhooks.Webhook(each["secret"]).verify(body, headers) == orjson.loads(body)


async def test_a_receiver_down_for_an_hour_loses_nothing_and_keeps_the_order(
    client, make, admin, ids, happens, work, receiver, clock
):
    made = await make()
    receiver.answers += [Answer(None, "ConnectError", 1)] * 7
    for _ in range(60):
        await happens(("report.sent", ids["hp"]))
        await work()
        clock.advance(minutes=1)
    assert set(receiver.versions) == {1}
    receiver.answers.clear()
    clock.advance(hours=1)
    await work()
    tries = len(receiver.got) - 60
    assert 4 <= tries <= 7
    assert receiver.versions[tries:] == list(range(1, 61))
    assert len({headers["webhook-id"] for _, headers, _ in receiver.got}) == 60
    page = (await client.get(f"{URL}/{made['id']}/deliveries?status=delivered&limit=1", headers=admin)).json()
    assert page["items"][0]["last"]["status_code"] == 200
    assert page["next_cursor"]


async def test_what_a_receiver_refuses_is_set_aside_and_given_up_after_days(
    client, make, admin, ids, happens, work, receiver, clock
):
    made = await make()
    await happens(*[("report.sent", ids["hp"])] * 2)
    receiver.answers += [Answer(400, None, 1)]
    await work()
    assert receiver.versions == [1, 2]
    path = f"{URL}/{made['id']}/deliveries"
    (waiting,) = (await client.get(f"{path}?status=pending", headers=admin)).json()["items"]
    assert (waiting["attempts"], waiting["last"]["status_code"]) == (1, 400)
    clock.advance(seconds=TRIED_FOR.total_seconds())
    receiver.answers += [Answer(400, None, 1)]
    await work()
    (dead,) = (await client.get(f"{path}?status=dead", headers=admin)).json()["items"]
    log = (await client.get(f"{path}/{dead['id']}", headers=admin)).json()["log"]
    assert [attempt["status_code"] for attempt in log] == [400, 400]
    again = await client.post(f"{path}/{dead['id']}/replay", headers=admin)
    assert again.json()["status"] == "pending"
    await work()
    assert receiver.versions == [1, 2, 1, 1]
    counted = await client.post(
        f"{URL}/{made['id']}/replay", headers=admin, json={"status": "delivered", "after": dead["position"]}
    )
    assert counted.json() == {"replayed": 1}
    await work()
    assert receiver.versions[4:] == [2]


async def test_a_receiver_that_is_gone_is_told_nothing_more_until_it_is_enabled(
    client, make, admin, ids, happens, work, receiver, session
):
    made = await make()
    await happens(*[("report.sent", ids["hp"])] * 2)
    receiver.answers += [Answer(410, None, 1)]
    await work()
    await happens(("report.sent", ids["hp"]))
    await work()
    assert receiver.versions == [1]
    path = f"{URL}/{made['id']}"
    shown = await client.get(path, headers=admin)
    assert (shown.json()["enabled"], shown.json()["disabled_because"]) == (False, "gone")
    await client.patch(path, headers=admin | {"If-Match": shown.headers["etag"]}, json={"enabled": True})
    await work()
    assert receiver.versions == [1, 1, 2, 3]


async def test_a_receiver_says_how_long_to_leave_it_alone(make, ids, happens, work, receiver, clock, session):
    await make()
    await happens(("report.sent", ids["hp"]))
    receiver.answers += [Answer(429, None, 1, retry_after=3600)]
    await work()
    clock.advance(minutes=59)
    await work()
    assert len(receiver.got) == 1
    clock.advance(minutes=2)
    await work()
    assert receiver.versions == [1, 1]


async def test_what_a_client_may_no_longer_see_does_not_leave(
    make, ids, happens, work, receiver, database, clock, session, ioc
):
    await make()
    await happens(("report.sent", ids["hp"]))
    await fan_out(database, clock)
    await session.execute(update(Client).where(Client.id == ioc.id).values(scopes=[]))
    await session.commit()
    await work()
    assert receiver.got == []
    assert await session.scalar(select(WebhookDelivery.status)) == "dead"


def test_a_worker_alone_knows_every_permission_changes_are_read_by() -> None:
    """Other permissions come with the API's parts, which a worker has none of; a client may hold any of these."""
    asked = "import api.worker; from api.kit.permissions import registry; print(*registry())"
    known = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    assert set(READ_BY.values()) <= set(known)


async def test_a_closed_client_is_told_nothing(make, ids, happens, work, receiver, session, ioc, clock):
    await make()
    await happens(("report.sent", ids["hp"]))
    await session.execute(update(Client).where(Client.id == ioc.id).values(disabled_at=clock()))
    await session.commit()
    await work()
    assert receiver.got == []


async def test_while_one_worker_sends_another_does_not(make, ids, happens, database, clock, receiver, work, session):
    await make()
    await happens(("report.sent", ids["hp"]))
    await fan_out(database, clock)
    held = await delivering._claim(database, clock)
    assert held is not None
    assert not await deliver(database, clock, receiver)
    clock.advance(seconds=LEASE.total_seconds())
    assert await deliver(database, clock, receiver)
    assert receiver.versions == [1]
    assert await delivering._next(database, clock, receiver.settings, held) is None


async def test_old_deliveries_are_forgotten(make, ids, happens, work, session, clock):
    await make()
    await happens(("report.sent", ids["hp"]))
    await work()
    session.info["now"] = clock()
    assert await forget_old(session) == 0
    clock.advance(days=91)
    session.info["now"] = clock()
    assert await forget_old(session) == 1
    assert await session.scalar(select(func.count()).select_from(WebhookDelivery)) == 0


async def _serve(answer, tls=None):
    """A receiver on this machine: its address, and what it got."""
    got = []

    async def talk(reader, writer):
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            head = await reader.readuntil(b"\r\n\r\n")
            got.append((head, await reader.readexactly(int(_header(head, "content-length")))))
            writer.write(answer)
            await writer.drain()
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    server = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=tls)
    return server, f":{server.sockets[0].getsockname()[1]}", got


OPEN = Settings(webhook_http=True, webhook_networks=(ip_network("127.0.0.0/8"),))


async def test_a_name_is_asked_for_once_and_what_it_said_is_called():
    server, port, got = await _serve(b"HTTP/1.1 204 No Content\r\n\r\n")
    asked = []

    async def resolve(host, _):
        asked.append(host)
        return ["127.0.0.1"]

    answer = await Sender(OPEN, resolve).send(f"http://ioc.example.com{port}/x?y=1", {"a": "b"}, b"{}")
    server.close()
    assert (answer.status_code, answer.error, asked) == (204, None, ["ioc.example.com"])
    head, body = got[0]
    assert head.startswith(b"POST /x?y=1 HTTP/1.1\r\nHost: ioc.example.com" + port.encode())
    assert body == b"{}"


async def test_over_tls_the_certificate_is_held_against_the_name_though_its_address_is_called(tmp_path):
    """What a name said is called, and nobody else can answer for the name there."""
    authority, receiver = certificate_for("ioc.example.com", tmp_path)
    names = []
    receiver.sni_callback = lambda _socket, name, _context: names.append(name)
    server, port, got = await _serve(b"HTTP/1.1 204 No Content\r\n\r\n", tls=receiver)

    async def resolve(*_):
        return ["127.0.0.1"]

    open_ = Settings(webhook_networks=(ip_network("127.0.0.0/8"),))
    trusting = Sender(open_, resolve, ssl.create_default_context(cadata=authority))
    assert await _answer(trusting, f"https://ioc.example.com{port}/x") == (204, None)
    assert got[0][0].startswith(b"POST /x HTTP/1.1\r\nHost: ioc.example.com" + port.encode())
    assert await _answer(trusting, f"https://csdl.example.com{port}/x") == (None, "ConnectError")
    assert await _answer(trusting, f"https://127.0.0.1{port}/x") == (None, "ConnectError")
    assert await _answer(Sender(open_, resolve), f"https://ioc.example.com{port}/x") == (None, "ConnectError")
    server.close()
    assert len(got) == 1
    assert names[:2] == ["ioc.example.com", "csdl.example.com"]


async def _answer(sender, url):
    answer = await sender.send(url, {}, b"{}")
    return answer.status_code, answer.error


async def test_a_name_that_leads_into_a_private_network_is_not_called():
    async def resolve(*_):
        return ["8.8.8.8", "10.0.0.1"]

    answer = await Sender(Settings(), resolve).send("https://ioc.example.com/", {}, b"")
    assert (answer.status_code, answer.error) == (None, "private_address")
    answer = await Sender(Settings(), resolve).send("http://ioc.example.com/", {}, b"")
    assert answer.error == "https_only"


async def test_a_redirect_is_not_followed_and_silence_is_no_answer():
    elsewhere = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n"
    server, port, got = await _serve(elsewhere)
    sender = Sender(OPEN)
    answer = await sender.send(f"http://127.0.0.1{port}/", {}, b"{}")
    server.close()
    assert (answer.status_code, answer.retry_after, len(got)) == (302, 7, 1)
    assert (await sender.send(f"http://127.0.0.1{port}/", {}, b"{}")).error == "ConnectError"


async def test_a_receiver_that_never_answers_is_left(monkeypatch):
    lines = []
    server = await asyncio.start_server(lambda _, line: lines.append(line), "127.0.0.1", 0)
    monkeypatch.setattr("api.integration.webhooks.service.sending.TIMEOUT_SECONDS", 0.1)
    answer = await Sender(OPEN).send(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", {}, b"{}")
    server.close()
    for line in lines:
        line.close()
        await line.wait_closed()
    assert answer.error == "timeout"


async def test_two_workers_bring_each_change_once_in_order_also_over_a_kill(real, own_database_url, tmp_path):
    """The receiver is really called; it knows a change by its id. It may read of rooms a worker has no use for."""
    server, port, got = await _serve(b"HTTP/1.1 204 No Content\r\n\r\n")
    async with real.session(NOON) as session:
        units = await plant(session, [a_unit("hp", "department", "bgddt")])
        scopes = ["base_count:read", "chase:read"]
        ioc = await clients.ensure(
            session, SYSTEM, code="ioc", name="IOC", unit_id=units["hp"], scopes=scopes, secret="x"
        )
        session.add(Grant(client_id=ioc.id, role="viewer", unit_id=units["hp"], valid=Range(TODAY, None)))
        webhook = Webhook(client_id=ioc.id, url=f"http://127.0.0.1{port}/", description="", types=[])
        secret = _give_key(Settings(home=tmp_path), webhook)
        session.add(webhook)
        await session.flush()
        session.add(WebhookState(webhook_id=webhook.id, position=0))
        about: dict[str, Any] = {"entity": "base_count", "entity_id": "b", "unit_id": units["hp"]}
        for n in range(1, 121):
            emit(session, "base_count.updated", version=n, **about)
        await session.commit()
    more = {"LOTRINH_WEBHOOK_HTTP": "true", "LOTRINH_WEBHOOK_NETWORKS": '["127.0.0.0/8"]'}

    async def some():
        return len(got) >= 10

    async def all_of_them():
        return len({_header(head, "webhook-id") for head, _ in got}) == 120

    with a_worker(own_database_url, tmp_path, **more) as first:
        await until(some)
        first.kill()
    async with real.session(NOON) as session:  # what takes two minutes else
        await session.execute(update(WebhookState).values(lease=None, leased_until=None))
        await session.commit()
    with a_worker(own_database_url, tmp_path, **more), a_worker(own_database_url, tmp_path, **more):
        await until(all_of_them)
    server.close()
    versions = [orjson.loads(body)["data"]["version"] for _, body in got]
    assert list(dict.fromkeys(versions)) == list(range(1, 121))
    assert len(versions) <= 121  # that which the killed one had sent and not yet written down
    official = standardwebhooks.Webhook(secret)
    told = [official.verify(body, _signed(head))["type"] for head, body in got]
    assert set(told) == {"base_count.updated"}
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        official.verify(got[0][1].replace(b"updated", b"deleted"), _signed(got[0][0]))


def _signed(head):
    return {name: _header(head, name) for name in ("webhook-id", "webhook-timestamp", "webhook-signature")}


def _header(head, name):
    return next(line.partition(": ")[2] for line in head.decode().split("\r\n") if line.lower().startswith(name + ":"))
