"""What is no token of ours opens nothing; what was one stops when its reason does."""

import base64
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from fastapi import FastAPI
from jose import jwk, jwt
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncSession

from api.identity.dependencies.authentication import Authenticator
from api.identity.models import SigningKey
from api.identity.service import sealing, signing
from api.settings import Settings
from tests.factories.identity import Account
from tests.identity.conftest import SignIn, bearer
from tests.support.clock import FixedClock

ME = "/api/v1/me"
JWKS = "/.well-known/jwks.json"


def _encode(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


async def _ours(app: FastAPI, session: AsyncSession, header: dict[str, Any], claims: dict[str, Any]) -> str:
    """A token with our own signature, whatever it says."""
    key = (await app.state.key_ring.refresh(session, session.info["now"]))[0]
    return jwt.encode(claims, key.private.to_pem().decode(), algorithm="ES256", headers=header)


async def _parts(sign_in: SignIn) -> tuple[dict[str, Any], dict[str, Any]]:
    token = (await sign_in("leader.a")).json()["access_token"]
    return dict(jwt.get_unverified_header(token)), dict(jwt.get_unverified_claims(token))


async def test_no_token_asks_for_one(client: httpx.AsyncClient) -> None:
    answer = await client.get(ME)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert answer.headers["www-authenticate"] == 'Bearer realm="lotrinh"'


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        "Basic abc",
        "Bearer garbage",
        "Bearer a.b.c",
        "Bearer ..",
        "bearer éè",
        "Bearer " + "x" * 9000,
    ],
)
async def test_garbage_is_401(client: httpx.AsyncClient, header: str) -> None:
    answer = await client.get(ME, headers=[(b"Authorization", header.encode())])
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("header", "claims"),
    [
        ({"typ": "JWT"}, {}),
        ({"kid": "unknown"}, {}),
        ({"kid": None}, {}),
        ({"crit": ["b64"]}, {}),
        ({}, {"aud": "http://elsewhere/api/v1"}),
        ({}, {"aud": ["http://127.0.0.1:8000/api/v1"]}),
        ({}, {"iss": "http://elsewhere"}),
        ({}, {"exp": "soon"}),
        ({}, {"exp": None}),
        ({}, {"exp": 1779253200}),
        ({}, {"exp": 10**20}),
        ({}, {"sub": "somebody"}),
        ({}, {"sid": 5}),
        ({}, {"sid": "00000000-0000-7000-8000-000000000000"}),
        ({}, {"sub": "00000000-0000-7000-8000-000000000000"}),
    ],
)
async def test_a_signed_token_that_says_the_wrong_thing_is_401(
    client: httpx.AsyncClient,
    app: FastAPI,
    session: AsyncSession,
    sign_in: SignIn,
    leader: Account,
    header: dict[str, Any],
    claims: dict[str, Any],
) -> None:
    right_header, right_claims = await _parts(sign_in)
    token = await _ours(app, session, right_header, right_claims)
    assert (await client.get(ME, headers={"Authorization": f"Bearer {token}"})).status_code == 200
    token = await _ours(app, session, right_header | header, right_claims | claims)
    answer = await client.get(ME, headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (
        401,
        'Bearer realm="lotrinh", error="invalid_token"',
    )


async def test_an_unsigned_token_is_401(client: httpx.AsyncClient, sign_in: SignIn, leader: Account) -> None:
    header, claims = await _parts(sign_in)
    for algorithm in ("none", "None", "NONE", "ES256"):
        token = f"{_encode(header | {'alg': algorithm})}.{_encode(claims)}."
        assert (await client.get(ME, headers={"Authorization": f"Bearer {token}"})).status_code == 401


async def test_the_public_key_is_no_shared_secret(
    client: httpx.AsyncClient, app: FastAPI, session: AsyncSession, sign_in: SignIn, leader: Account
) -> None:
    header, claims = await _parts(sign_in)
    key = (await app.state.key_ring.refresh(session, session.info["now"]))[0]
    point = jwk.construct(key.public_jwk, "ES256").to_pem()
    for secret in (point, json.dumps(key.public_jwk).encode()):
        shared = jwk.construct(base64.b64encode(secret).decode(), "HS256")
        signed = f"{_encode(header | {'alg': 'HS256'})}.{_encode(claims)}"
        mac = base64.urlsafe_b64encode(shared.sign(signed.encode())).rstrip(b"=").decode()
        assert (await client.get(ME, headers={"Authorization": f"Bearer {signed}.{mac}"})).status_code == 401


async def test_another_key_under_our_name_is_401(client: httpx.AsyncClient, sign_in: SignIn, leader: Account) -> None:
    header, claims = await _parts(sign_in)
    key = ec.generate_private_key(ec.SECP256R1())
    stranger = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    token = jwt.encode(claims, stranger, algorithm="ES256", headers=header)
    assert (await client.get(ME, headers={"Authorization": f"Bearer {token}"})).status_code == 401


async def test_a_changed_token_is_401(client: httpx.AsyncClient, sign_in: SignIn, leader: Account) -> None:
    header, claims = await _parts(sign_in)
    token = (await sign_in("leader.a")).json()["access_token"]
    signature = token.rpartition(".")[2]
    forged = f"{_encode(header)}.{_encode(claims | {'exp': claims['exp'] + 9})}.{signature}"
    assert (await client.get(ME, headers={"Authorization": f"Bearer {forged}"})).status_code == 401


async def test_a_token_ends_after_a_quarter_of_an_hour(
    client: httpx.AsyncClient, sign_in: SignIn, leader: Account, clock: FixedClock
) -> None:
    headers = bearer(await sign_in("leader.a"))
    clock.advance(seconds=899)
    assert (await client.get(ME, headers=headers)).status_code == 200
    clock.advance(seconds=1)
    assert (await client.get(ME, headers=headers)).status_code == 401


async def test_the_published_key_verifies_our_tokens(
    client: httpx.AsyncClient, sign_in: SignIn, leader: Account, clock: FixedClock
) -> None:
    token = (await sign_in("leader.a")).json()["access_token"]
    answer = await client.get(JWKS)
    (key,) = answer.json()["keys"]
    assert key["kid"] == jwt.get_unverified_header(token)["kid"]
    assert set(key) == {"kid", "kty", "crv", "x", "y", "alg", "use"}
    assert answer.headers["cache-control"] == "public, max-age=300"
    unchecked = {"verify_exp": False}
    claims = jwt.decode(token, key, algorithms=["ES256"], audience="http://127.0.0.1:8000/api/v1", options=unchecked)
    assert claims["sub"] == str(leader.user.id)


async def _rotate(session: AsyncSession, clock: FixedClock, settings: Settings) -> int:
    session.info["now"] = clock()
    changed = await signing.rotate(session, settings)
    await session.commit()
    return changed


async def test_rotation_shows_the_next_key_a_day_before_and_keeps_old_tokens(
    client: httpx.AsyncClient,
    session: AsyncSession,
    sign_in: SignIn,
    leader: Account,
    clock: FixedClock,
    settings: Settings,
) -> None:
    async def kid() -> str:
        answer = await sign_in("leader.a", reactivate="true")
        return str(jwt.get_unverified_header(answer.json()["access_token"])["kid"])

    async def shown() -> list[str]:
        return [key["kid"] for key in (await client.get(JWKS)).json()["keys"]]

    first = await kid()
    clock.advance(days=88, hours=23)
    assert await _rotate(session, clock, settings) == 0
    clock.advance(hours=2)
    assert await _rotate(session, clock, settings) == 1
    assert await _rotate(session, clock, settings) == 0
    second, kept = await shown()
    assert (kept, await kid()) == (first, first)
    clock.advance(hours=23, minutes=59)
    old = bearer(await sign_in("leader.a"))
    clock.advance(minutes=1)
    assert await kid() == second
    assert await shown() == [second, first]
    clock.advance(minutes=13)
    assert (await client.get(ME, headers=old)).status_code == 200
    clock.advance(minutes=4)
    assert await shown() == [second]
    assert await _rotate(session, clock, settings) == 1
    assert await session.get(SigningKey, first) is None


async def test_a_private_key_is_never_stored_in_the_clear(
    session: AsyncSession, app: FastAPI, sign_in: SignIn, leader: Account
) -> None:
    await sign_in("leader.a")
    (key,) = await app.state.key_ring.refresh(session, session.info["now"])
    stored = await session.get_one(SigningKey, key.id)
    assert b"PRIVATE" not in stored.sealed_key
    assert "d" not in stored.public_jwk


async def test_processes_with_other_secret_keys_still_verify_each_others_tokens(
    client: httpx.AsyncClient,
    app: FastAPI,
    authenticator: Authenticator,
    sign_in: SignIn,
    leader: Account,
    settings: Settings,
) -> None:
    """A lost key file must not lock everybody out: a key that cannot be opened is verified with, and replaced."""
    before = bearer(await sign_in("leader.a"))
    other = SecretStr("another secret key, long enough to be one")
    app.state.key_ring._settings = settings.model_copy(update={"secret_key": other})
    authenticator.drop(None)
    after = await sign_in("leader.a")
    assert after.status_code == 200
    for headers in (before, bearer(after)):
        assert (await client.get(ME, headers=headers)).status_code == 200
    app.state.key_ring._settings = settings
    assert len((await client.get(JWKS)).json()["keys"]) == 2


def test_the_secret_key_file_is_made_once_and_private(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "new", database_url="x")
    key = sealing.secret_key(settings)
    assert len(key) == 32
    assert sealing.secret_key(settings) == key
    (file,) = (tmp_path / "new").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_of_two_processes_that_make_the_file_the_first_ones_key_stays(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, database_url="x")
    key = sealing.secret_key(settings)
    sealing._make(tmp_path / "secret.key")
    assert sealing.secret_key(settings) == key
    assert len(list(tmp_path.iterdir())) == 1


def test_what_was_sealed_opens_only_under_its_own_name() -> None:
    sealed = sealing.seal(b"k" * 32, b"content", "one")
    assert sealing.unseal(b"k" * 32, sealed, "one") == b"content"
    assert sealing.unseal(b"k" * 32, sealed, "two") is None
    assert sealing.unseal(b"l" * 32, sealed, "one") is None
