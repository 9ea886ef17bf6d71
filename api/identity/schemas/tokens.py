"""The forms and answers of OAuth 2.0."""

from typing import Annotated

from pydantic import BaseModel, Field

from api.kit.schemas import Out

_Word = Annotated[str, Field(max_length=256)]
_Secret = Annotated[str, Field(max_length=1024)]


class ClientForm(BaseModel):
    """Who asks. Parameters nobody knows are ignored, as RFC 6749 has it."""

    client_id: _Word | None = Field(
        default=None,
        description="`web`: the screens of this service, whose refresh token is a cookie. `direct` (the default): "
        "anything else that speaks for a user. For `client_credentials`, the client's code.",
    )
    client_secret: _Secret | None = Field(
        default=None, description="Of a client, unless it authenticates with HTTP Basic."
    )


class TokenForm(ClientForm):
    """A request for tokens (RFC 6749)."""

    grant_type: _Word = Field(description="`password`, `refresh_token` or `client_credentials`.")
    username: _Word | None = Field(default=None, description="For `password`; case and accents do not matter.")
    password: _Secret | None = Field(default=None, description="For `password`.")
    totp: _Word | None = Field(
        default=None,
        description="For `password`, where there is a second factor: the code the app shows, or a recovery code.",
    )
    reactivate: bool = Field(
        default=False, description="For `password`: take up again an account that was not used for a long time."
    )
    refresh_token: _Secret | None = Field(
        default=None, description="For `refresh_token`; `web` sends its cookie instead."
    )
    scope: Annotated[str, Field(max_length=4000)] | None = Field(
        default=None, description="For `client_credentials`: scopes separated by spaces; all of the client's if absent."
    )


class RevocationForm(ClientForm):
    """A token to end (RFC 7009)."""

    token: Annotated[str, Field(max_length=4096)] | None = Field(
        default=None, description="A refresh or access token; `web` sends its cookie instead."
    )


class TokenOut(Out):
    """Tokens (RFC 6749, 5.1)."""

    access_token: str = Field(description="A JWT by RFC 9068, to be sent as `Authorization: Bearer`.")
    token_type: str = Field(description="Always `Bearer`.")
    expires_in: int = Field(description="Life of the access token, seconds.")
    scope: str = Field(description="`user` for a user; for a client, its scopes separated by spaces.")
    refresh_token: str | None = Field(
        default=None, description="Absent for `web`, which gets it as a cookie, and for `client_credentials`."
    )


class TokenErrorOut(Out):
    """A refusal (RFC 6749, 5.2)."""

    error: str = Field(
        description="`invalid_request`, `invalid_client`, `invalid_grant`, `unauthorized_client`, "
        "`unsupported_grant_type`, `invalid_scope`, `unsupported_token_type`; with 429, `slow_down`."
    )
    error_description: str = Field(description="The same in English, for developers.")
    code: str | None = Field(
        default=None,
        description="Beside `invalid_grant`, where the password holds: `totp_required` without a code, `totp_invalid` "
        "with one that does not; `account_idle` where the account was not used for long and `reactivate` does not say "
        "to take it up again; `account_closed` where another administrator must open it.",
    )


class JwkOut(Out):
    """A public key (RFC 7517)."""

    kid: str = Field(description="The `kid` in the header of the tokens it signed.")
    kty: str = Field(description="Always `EC`.")
    crv: str = Field(description="Always `P-256`.")
    x: str = Field(description="The point's first coordinate, base64url.")
    y: str = Field(description="The point's second coordinate, base64url.")
    alg: str = Field(description="Always `ES256`.")
    use: str = Field(description="Always `sig`.")


class JwkSetOut(Out):
    """The keys that sign our access tokens: the next, the current, and earlier ones while their tokens live."""

    keys: list[JwkOut] = Field(description="Youngest first.")


class LabelOut(Out):
    """A name in both languages."""

    vi: str = Field(description="In Vietnamese.")
    en: str = Field(description="In English.")


class ProviderOut(Out):
    """Who else may say who somebody is."""

    id: str = Field(description="Its name in addresses.")
    label: LabelOut = Field(description="What follows “Đăng nhập bằng” on its button.")


class ProvidersOut(Out):
    """The providers of this deployment."""

    items: list[ProviderOut] = Field(description="In the order of their buttons; often none.")
