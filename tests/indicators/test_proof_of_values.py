"""Proof hangs on values: who may hang it, what is found by it, and what its rejection opens again."""

import pytest
import pytest_asyncio

from api.indicators.models import IndicatorValue
from api.indicators.queries.evidenced import VALUE
from api.kit import events
from api.kit.ids import uuid7
from api.kit.subscriptions import read_once
from api.worker import SUBSCRIBERS
from tests.factories.indicators import an_indicator

EVIDENCE, VALUES = "/api/v1/evidence", "/api/v1/indicator-values"
PAPER = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
PERIOD = "2026-Q2"


@pytest_asyncio.fixture
async def head(as_):
    return await as_("school_head", "hp-th1")


@pytest_asyncio.fixture
async def value(client, session, ids, head):
    """A value of a school, as the API gives it."""
    indicator = await an_indicator(session)
    body = {"indicator": indicator.code, "unit": "hp-th1", "period": PERIOD, "numerator": 42, "denominator": 45}
    answer = await client.put(VALUES, json=body, headers=head)
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.fixture
def show(client):
    """`await show(headers, "indicator_value:…", number)`: a file that hangs there."""

    async def send(headers, links, number=0, **query):
        named = headers | {"Content-Disposition": f'attachment; filename="{number}.pdf"'}
        content = PAPER + str(number).encode()
        return await client.post(EVIDENCE, content=content, headers=named, params={"links": links, **query})

    return send


async def test_several_files_hang_on_a_value_and_are_found_by_it(client, session, as_, head, value, show):
    link = f"indicator_value:{value['id']}"
    first, second = [(await show(head, link, n)).json() for n in (1, 2)]
    assert first["links"] == [{"type": "indicator_value", "id": value["id"]}]
    other = f"{value['id'][:-1]}3"  # the next quarter's, which is not given yet: proof may come first
    assert (await show(head, f"indicator_value:{other}", 3)).status_code == 201

    async def found(headers, at=value["id"]):
        return {
            each["id"]
            for each in (await client.get(EVIDENCE, headers=headers, params={"linked_to": at})).json()["items"]
        }

    assert await found(head) == {first["id"], second["id"]}
    assert len(await found(head, value["id"].partition(".")[0])) == 3
    assert await found(await as_("school_head", "hp-mn2")) == set()
    newer = (await show(head, "", 4, replaces=first["id"])).json()
    assert newer["links"] == first["links"]  # and the older one stays, and says what came after it
    assert await found(await as_("commune_officer", "hp-xa1")) == {newer["id"], second["id"]}
    both = [*first["links"], {"type": "indicator_value", "id": other}]
    patched = await client.patch(
        f"{EVIDENCE}/{second['id']}", headers=head | {"If-Match": '"1.0"'}, json={"links": both}
    )
    assert [each["id"] for each in patched.json()["links"]] == sorted([value["id"], other])


async def test_it_hangs_on_own_values_alone(as_, ids, head, value, show):
    indicator = value["id"].partition(".")[0]
    for links in (
        f"indicator_value:{indicator}",
        f"indicator_value:{indicator}.{ids['hp-mn2']}.{PERIOD}",
        f"indicator_value:{indicator}.{ids['hp-th1']}.2026-Q9",
        f"indicator_value:{uuid7()}.{ids['hp-th1']}.{PERIOD}",
        f"indicator:{indicator}.{ids['hp-th1']}.{PERIOD}",
    ):
        answer = await show(head, links)
        assert answer.json()["errors"][0]["code"] == "unknown_target", links
    assert (await show(await as_("viewer", "hp"), f"indicator_value:{value['id']}", unit="hp-th1")).status_code == 403
    enters = await as_("commune_officer", "hp-xa1")
    assert (await show(enters, f"indicator_value:{value['id']}", unit="hp-th1")).json()["on_behalf"] is True


@pytest.mark.parametrize(("state", "after"), [("sent", "returned"), ("draft", "draft"), ("received", "received")])
async def test_a_value_sent_with_proof_that_is_rejected_goes_back(
    client, session, database, clock, ids, as_, head, value, show, state, after
):
    indicator = value["id"].partition(".")[0]
    key = (ids["hp-th1"], PERIOD, indicator)
    stored = await session.get_one(IndicatorValue, key)
    stored.state = state
    proof = (await show(head, f"{VALUE.name}:{value['id']}")).json()
    await session.commit()
    officer = await as_("commune_officer", "hp-xa1")
    verdict = {"ids": [proof["id"]], "verdict": "rejected", "reason": "Ảnh mờ"}
    assert (await client.post(f"{EVIDENCE}/verdicts", headers=officer, json=verdict)).status_code == 200
    await session.commit()
    while await events.sequence(session):
        await session.commit()
        for subscriber in SUBSCRIBERS:
            await read_once(database, clock, subscriber)
    now = await session.get_one(IndicatorValue, key, populate_existing=True)
    assert (now.state, now.version) == (after, stored.version if state == after else 2)
