"""Signing in by a real provider: the whole way, and everything that ends it early."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.models import AuditEntry
from api.identity.models import User, UserSession
from api.settings import Settings
from api.signin.oidc.models import ExternalIdentity
from api.signin.oidc.service.links import hashed
from tests.factories.identity import Account
from tests.identity.conftest import TOKEN, bearer
from tests.signin.oidc.conftest import Browser
from tests.support.callers import Callers
from tests.support.clock import FixedClock

OURS = {"Origin": "http://testserver"}
REFRESH = {"grant_type": "refresh_token", "client_id": "web"}
AN = "031099000001"


async def _link(session: AsyncSession, settings: Settings, account: Account, value: str, at: int = 0) -> None:
    provider = settings.oidc_providers[at]
    kept = hashed(settings, provider, value)
    session.add(
        ExternalIdentity(user_id=account.user.id, provider=provider.id, value_hash=kept, created_at=session.info["now"])
    )
    await session.commit()


async def _last(session: AsyncSession) -> tuple[str, str | None, Any]:
    entry = (await session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1))).one()
    return entry.action, entry.entity_id, entry.changes


def _reason(answer: httpx.Response) -> str:
    """Why the browser was led to the page that says why."""
    assert answer.status_code == 303
    parts = urlsplit(answer.headers["location"])
    assert parts.path == "/sign-in/refused"
    return parse_qs(parts.query)["reason"][0]


async def test_who_is_linked_is_signed_in_as_by_a_password(
    browser: Browser, client: httpx.AsyncClient, session: AsyncSession, knows_providers: Settings, leader: Account
) -> None:
    await _link(session, knows_providers, leader, AN)
    answer = await browser.sign_in("an", next="/plans?year=2026")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in/done?next=%2Fplans%3Fyear%3D2026")
    tokens = await client.post(TOKEN, data=REFRESH, headers=OURS)
    me = (await client.get("/api/v1/me", headers=bearer(tokens))).json()
    assert me["user"]["username"] == "leader.a"
    begun = (await session.scalars(select(UserSession).where(UserSession.client_id == "web"))).one()
    assert (begun.method, begun.provider, begun.strong_at is None) == ("provider", "dinh-danh", False)
    assert await _last(session) == ("session.start", str(begun.id), {"method": "provider", "provider": "dinh-danh"})


async def test_another_claim_and_another_algorithm_do_as_well(
    browser: Browser, client: httpx.AsyncClient, session: AsyncSession, knows_providers: Settings, leader: Account
) -> None:
    await _link(session, knows_providers, leader, "binh", at=1)
    answer = await browser.sign_in("binh", "so-gddt")
    assert answer.headers["location"] == "/sign-in/done?next=%2F"


async def test_we_send_all_that_protects_an_attempt(browser: Browser) -> None:
    sent = {name: value for name, (value,) in parse_qs(urlsplit(await browser.start()).query).items()}
    assert sent["response_type"] == "code"
    assert sent["code_challenge_method"] == "S256"
    assert sent["acr_values"] == "loa2"
    assert sent["scope"] == "openid citizen"
    assert sent["redirect_uri"] == "http://127.0.0.1:8000/api/v1/auth/oidc/dinh-danh/callback"
    assert len({sent["state"], sent["nonce"], sent["code_challenge"]}) == 3
    (kept,) = [name for name in browser.ours.cookies if name.startswith("lotrinh_oidc_")]
    assert sent["nonce"] not in browser.ours.cookies[kept]


async def test_who_is_unknown_gets_a_page_and_no_account(
    browser: Browser, client: httpx.AsyncClient, session: AsyncSession, leader: Account
) -> None:
    before = {*await session.scalars(select(User.id))}
    answer = await browser.sign_in("la")
    assert _reason(answer) == "unknown"
    assert "lotrinh_refresh" not in answer.headers.get("set-cookie", "")
    assert {*await session.scalars(select(User.id))} == before
    assert (await session.scalars(select(ExternalIdentity))).all() == []
    changes = {"provider": "dinh-danh", "reason": "unknown"}
    assert await _last(session) == ("user.sign_in_failed", None, changes)


async def test_a_closed_account_stays_closed(
    browser: Browser, session: AsyncSession, knows_providers: Settings, leader: Account, clock: FixedClock
) -> None:
    await _link(session, knows_providers, leader, AN)
    leader.user.disabled_at = clock()
    await session.commit()
    assert _reason(await browser.sign_in("an")) == "closed"


async def test_less_than_the_level_asked_for_is_not_enough(
    browser: Browser, session: AsyncSession, knows_providers: Settings, leader: Account
) -> None:
    await _link(session, knows_providers, leader, AN)
    assert _reason(await browser.sign_in("an.loa1")) == "level"


async def test_who_changes_their_mind_is_led_back_and_not_counted(browser: Browser, session: AsyncSession) -> None:
    assert _reason(await browser.sign_in(None)) == "cancelled"


async def test_an_answer_opens_the_door_once(
    browser: Browser, client: httpx.AsyncClient, session: AsyncSession, knows_providers: Settings, leader: Account
) -> None:
    await _link(session, knows_providers, leader, AN)
    address = await browser.consent(await browser.start(), "an")
    kept = dict(client.cookies)
    assert (await browser.back(address)).headers["location"].startswith("/sign-in/done")
    assert _reason(await browser.back(address)) == "expired"  # its cookie is gone
    client.cookies = httpx.Cookies(kept)
    assert _reason(await browser.back(address)) == "expired"  # the provider takes no code twice


async def test_an_old_answer_opens_nothing(
    browser: Browser, session: AsyncSession, knows_providers: Settings, leader: Account, clock: FixedClock
) -> None:
    await _link(session, knows_providers, leader, AN)
    address = await browser.consent(await browser.start(), "an")
    clock.advance(minutes=11)
    assert _reason(await browser.back(address)) == "expired"


async def test_an_answer_is_of_no_use_in_another_browser(
    browser: Browser, client: httpx.AsyncClient, session: AsyncSession, knows_providers: Settings, leader: Account
) -> None:
    await _link(session, knows_providers, leader, AN)
    address = await browser.consent(await browser.start(), "an")
    client.cookies.clear()
    assert _reason(await browser.back(address)) == "expired"


@pytest.mark.parametrize(
    "change",
    [
        lambda address: address.replace("/dinh-danh/", "/so-gddt/"),
        lambda address: address.replace("state=", "state=x"),
        lambda address: address.replace("iss=http", "iss=https"),
        lambda address: address.replace("code=", "kode="),
        lambda address: address.partition("?")[0],
    ],
)
async def test_an_answer_that_was_tampered_with_opens_nothing(
    browser: Browser, session: AsyncSession, knows_providers: Settings, leader: Account, change: Any
) -> None:
    await _link(session, knows_providers, leader, AN)
    address = await browser.consent(await browser.start(), "an")
    assert _reason(await browser.back(change(address))) in {"expired", "invalid"}


async def test_many_who_are_not_let_in_make_their_network_wait(
    browser: Browser, client: httpx.AsyncClient, knows_providers: Settings
) -> None:
    callback = "/api/v1/auth/oidc/dinh-danh/callback"
    for number in range(knows_providers.sign_in_network_failures):
        assert _reason(await client.get(callback, params={"state": str(number)})) == "expired"
    assert _reason(await client.get(callback, params={"state": "another"})) == "throttled"


@pytest.mark.parametrize("path", ["start", "callback", "end"])
async def test_an_unknown_provider_is_not_there(browser: Browser, client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(f"/api/v1/auth/oidc/nobody/{path}")).status_code == 404


async def test_a_provider_that_does_not_answer_is_said_to_be_away(
    browser: Browser, client: httpx.AsyncClient, knows_providers: Settings
) -> None:
    away = knows_providers.oidc_providers[0].model_copy(update={"id": "xa", "issuer": "http://127.0.0.1:9"})
    client._transport.app.state.settings = knows_providers.model_copy(update={"oidc_providers": (away,)})  # type: ignore[attr-defined]
    assert _reason(await client.get("/api/v1/auth/oidc/xa/start")) == "provider"
    assert (await client.get("/api/v1/auth/oidc/xa/end")).headers["location"] == "/sign-in"


async def test_signing_out_there_comes_back_here(browser: Browser, client: httpx.AsyncClient, issuer: str) -> None:
    answer = await client.get("/api/v1/auth/oidc/dinh-danh/end")
    address = urlsplit(answer.headers["location"])
    assert f"{address.scheme}://{address.netloc}" == issuer
    assert parse_qs(address.query)["post_logout_redirect_uri"] == ["http://127.0.0.1:8000/sign-in"]
    assert (await browser.theirs.get(answer.headers["location"])).status_code == 200


async def test_the_buttons_are_named_in_both_languages(browser: Browser, client: httpx.AsyncClient) -> None:
    items = (await client.get("/api/v1/auth/providers")).json()["items"]
    assert items[0] == {"id": "dinh-danh", "label": {"vi": "Định danh", "en": "Identity"}}


class TestLinkingOnesOwnAccount:
    LINK = "/api/v1/auth/oidc/dinh-danh/link"

    async def test_it_goes_to_the_provider_and_comes_back_linked(
        self, browser: Browser, client: httpx.AsyncClient, callers: Callers, session: AsyncSession, leader: Account
    ) -> None:
        headers = callers.sign_in(leader.subject)
        begun = await client.post(self.LINK, json={"next": "/account"}, headers=headers)
        assert begun.status_code == 200
        answer = await browser.back(await browser.consent(begun.json()["location"], "an"))
        assert (answer.status_code, answer.headers["location"]) == (303, "/account")
        action, entity_id, changes = await _last(session)
        assert (action, entity_id, changes) == ("user.link_identity", str(leader.user.id), {"provider": "dinh-danh"})
        (item,) = (await client.get("/api/v1/identities", headers=headers)).json()["items"]
        assert (item["provider"], item["user"]["code"]) == ("dinh-danh", "leader.a")
        assert AN not in str((await session.execute(select(ExternalIdentity.value_hash))).all())
        assert (await browser.sign_in("an")).headers["location"].startswith("/sign-in/done")

    async def test_somebody_is_one_account_only(
        self, browser: Browser, client: httpx.AsyncClient, callers: Callers, session: AsyncSession,
        knows_providers: Settings, leader: Account, stranger: Account,
    ) -> None:  # fmt: skip
        await _link(session, knows_providers, stranger, AN)
        begun = await client.post(self.LINK, json={}, headers=callers.sign_in(leader.subject))
        answer = await browser.back(await browser.consent(begun.json()["location"], "an"))
        assert _reason(answer) == "taken"

    @pytest.mark.usefixtures("knows_providers")
    async def test_an_old_session_asks_for_the_password(
        self, client: httpx.AsyncClient, callers: Callers, leader: Account, clock: FixedClock
    ) -> None:
        clock.advance(minutes=11)
        headers = callers.sign_in(leader.subject)
        answer = await client.post(self.LINK, json={}, headers=headers)
        assert answer.json()["errors"][0]["code"] == "password_required"
        answer = await client.post(self.LINK, json={"current_password": "falsch"}, headers=headers)
        assert answer.json()["errors"][0]["code"] == "wrong_password"
