"""Which ID tokens are believed, and what else of a provider's answers is not: said by a provider that means ill."""

import time
from datetime import UTC, datetime
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey

from api.settings import OidcProvider
from api.signin.oidc.rules import Flow, Refused
from api.signin.oidc.service import provider as talk
from api.signin.oidc.service.provider import Directory, redeem

ISSUER = "https://p.example"
PROVIDER = OidcProvider(id="p", label_vi="P", label_en="P", issuer=ISSUER, client_id="us", client_secret="s" * 8)
FLOW = Flow("p", "state", "nonce", "verifier", "/", 0)
KEY = RSAKey.generate_key(2048, {"kid": "one"}, private=True)
OTHER = RSAKey.generate_key(2048, {"kid": "one"}, private=True)
NEXT = RSAKey.generate_key(2048, {"kid": "two"}, private=True)
CURVE = ECKey.generate_key("P-256", {"kid": "one"}, private=True)
NOW = datetime.now(UTC)
METADATA = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/auth",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": f"{ISSUER}/jwks",
    "userinfo_endpoint": f"{ISSUER}/me",
}


def _claims(**changes: Any) -> dict[str, Any]:
    now = int(NOW.timestamp())
    claims = {"iss": ISSUER, "aud": "us", "sub": "an", "iat": now, "exp": now + 600, "nonce": "nonce"} | changes
    return {name: value for name, value in claims.items() if value is not None}


def _token(key: Any = KEY, algorithm: str = "RS256", **changes: Any) -> str:
    header = {"alg": algorithm, "kid": "one"}
    return jwt.encode(header, _claims(**changes), key, algorithms=[algorithm])


class Provider:
    """Answers as told, in place of the network."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, token: Any, **more: Any) -> None:
        self.asked: list[str] = []
        self.answers = {
            f"{ISSUER}/.well-known/openid-configuration": METADATA,
            f"{ISSUER}/token": {"access_token": "a", "token_type": "Bearer", "id_token": token},
            f"{ISSUER}/jwks": KeySet([KEY]).as_dict(private=False),
            **more,
        }
        monkeypatch.setattr(talk, "_json", self.answer)

    async def answer(self, _provider: OidcProvider, _method: str, url: str, **_: Any) -> Any:
        self.asked.append(url)
        return self.answers[url]


async def _redeem(provider: OidcProvider = PROVIDER) -> Any:
    return await redeem(provider, Directory(), FLOW, "code", callback="https://us.example/back", now=NOW)


async def test_a_good_one_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    Provider(monkeypatch, _token())
    assert (await _redeem())["sub"] == "an"


@pytest.mark.parametrize(
    "token",
    [
        _token(iss="https://q.example"),
        _token(aud="them"),
        _token(aud=["us", "them"]),  # for two, and not said for whom
        _token(azp="them"),
        _token(nonce="another"),
        _token(nonce=None),
        _token(sub=None),
        _token(exp=int(time.time()) - 120),
        _token(iat=int(time.time()) + 3600),
        _token(at_hash="wrong"),
        _token(OTHER),
        _token(CURVE, "ES256"),
        _token(OctKey.import_key("s" * 32), "HS256"),
        "e30." + _token().split(".", 1)[1],
        _token().rpartition(".")[0] + ".",
        "no.token",
        None,
    ],
)
async def test_any_other_is_not(monkeypatch: pytest.MonkeyPatch, token: Any) -> None:
    Provider(monkeypatch, token)
    with pytest.raises(Refused) as refused:
        await _redeem()
    assert refused.value.reason == "invalid"


async def test_a_key_that_came_since_is_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    provider, directory = Provider(monkeypatch, _token()), Directory()
    await directory.keys(PROVIDER, NOW)
    for kid in ("two", "two"):
        token = jwt.encode({"alg": "RS256", "kid": kid}, _claims(), NEXT)
        provider.answers[f"{ISSUER}/token"] = {"id_token": token}
        with pytest.raises(Refused):
            await redeem(PROVIDER, directory, FLOW, "code", callback="https://us.example/back", now=NOW)
    assert provider.asked.count(f"{ISSUER}/jwks") == 1  # it was read a moment ago
    provider.answers[f"{ISSUER}/jwks"] = KeySet([KEY, NEXT]).as_dict(private=False)
    later = datetime.fromtimestamp(NOW.timestamp() + 31, UTC)
    claims = await redeem(PROVIDER, directory, FLOW, "code", callback="https://us.example/back", now=later)
    assert claims["sub"] == "an"


async def test_userinfo_of_somebody_else_is_not_mixed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    wants = PROVIDER.model_copy(update={"claim": "citizen_number"})
    Provider(monkeypatch, _token(), **{f"{ISSUER}/me": {"sub": "binh", "citizen_number": "1"}})
    with pytest.raises(Refused):
        await _redeem(wants)
    Provider(monkeypatch, _token(), **{f"{ISSUER}/me": {"sub": "an", "citizen_number": "1"}})
    assert (await _redeem(wants))["citizen_number"] == "1"


@pytest.mark.parametrize(
    ("answer", "reason"), [({"error": "invalid_grant"}, "expired"), ({"error": "invalid_client"}, "provider")]
)
async def test_a_code_that_is_refused(monkeypatch: pytest.MonkeyPatch, answer: dict[str, str], reason: str) -> None:
    Provider(monkeypatch, None, **{f"{ISSUER}/token": answer})
    with pytest.raises(Refused) as refused:
        await _redeem()
    assert refused.value.reason == reason


async def test_a_document_of_another_issuer_and_keys_that_are_none_are_not_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for answers in (
        {f"{ISSUER}/.well-known/openid-configuration": METADATA | {"issuer": "https://q.example"}},
        {f"{ISSUER}/jwks": {"error": "not found"}},
    ):
        Provider(monkeypatch, _token(), **answers)
        with pytest.raises(Refused):
            await _redeem()


def test_how_we_say_who_we_are() -> None:
    basic, form = talk._credentials(PROVIDER, {})
    assert (basic is not None, form) == (True, {})
    posted = talk._credentials(PROVIDER, {"token_endpoint_auth_methods_supported": ["client_secret_post"]})
    assert posted == (None, {"client_id": "us", "client_secret": "s" * 8})
    public = PROVIDER.model_copy(update={"client_secret": None})
    assert talk._credentials(public, {}) == (None, {"client_id": "us"})


def test_where_one_signs_out() -> None:
    assert talk.farewell_address(PROVIDER, METADATA, back="https://us.example/sign-in") is None
    ends = METADATA | {"end_session_endpoint": f"{ISSUER}/end?x=1"}
    address = talk.farewell_address(PROVIDER, ends, back="https://us.example/sign-in")
    assert address == f"{ISSUER}/end?x=1&client_id=us&post_logout_redirect_uri=https%3A%2F%2Fus.example%2Fsign-in"


@pytest.mark.parametrize("changes", [{"issuer": "http://p.example"}, {"scopes": ("profile",)}, {"id": "P 1"}])
def test_a_provider_that_would_be_unsafe_is_no_setting(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        OidcProvider.model_validate(PROVIDER.model_dump() | changes)
