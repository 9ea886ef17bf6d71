"""The caller about themselves."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from api.kit.schemas import Out, Ref


class MyUserOut(Out):
    """The user signed in."""

    id: UUID = Field(description="Identifier.")
    username: str = Field(description="What one types to sign in.")
    name: str = Field(description="The name shown.")
    email: str | None = Field(description="Where one can be written to.")
    unit: Ref = Field(description="The home unit.")
    sample: bool = Field(description="Whether the account is of the demonstration.")


class MyClientOut(Out):
    """The client that calls."""

    id: UUID = Field(description="Identifier.")
    code: str = Field(description="Its `client_id`.")
    name: str = Field(description="The name shown.")
    scopes: list[str] = Field(description="The scopes of this token.")


class LoanOut(Out):
    """A grant lent to somebody."""

    id: UUID = Field(description="Identifier; `DELETE /grants/{id}` takes it back.")
    version: int = Field(description="For `If-Match` when it is taken back.")
    user: Ref = Field(description="Who has it now; its code is the username.")
    first: date = Field(alias="from", description="First day.")
    last: date = Field(alias="to", description="Last day, included.")


class MyGrantOut(Out):
    """A grant in force."""

    id: UUID = Field(description="Identifier; `POST /grants` lends it as `delegated_from`.")
    role: str = Field(description="The role.")
    unit: Ref = Field(description="The unit acted for.")
    first: date = Field(alias="from", description="First day.")
    last: date | None = Field(alias="to", description="Last day, included; null for “until further notice”.")
    delegated_from: UUID | None = Field(description="The grant it was lent of, if it was lent.")
    lent: list[LoanOut] = Field(description="To whom it is lent, now or from a later day.")


class MySessionOut(Out):
    """How one signed in."""

    method: str = Field(description="`password`, `password_totp`, `password_recovery_code`, `passkey` or `provider`.")
    provider: str | None = Field(description="By which provider: sign out there too, at `/auth/oidc/{provider}/end`.")


class MeOut(Out):
    """Who is signed in, with which grants, and what they permit."""

    user: MyUserOut | None = Field(description="The user; null for a client.")
    client: MyClientOut | None = Field(description="The client; null for a user.")
    session: MySessionOut | None = Field(description="This sign-in; null for a client.")
    confined: str | None = Field(
        description="What must be done before anything else, as the `code` all else is refused with; else null."
    )
    grants: list[MyGrantOut] = Field(description="The grants in force today.")
    permissions: list[str] = Field(description="What some grant permits somewhere, sorted.")


class SessionOut(Out):
    """A sign-in that is not over."""

    id: UUID = Field(description="Identifier.")
    current: bool = Field(description="Whether it is the one this request was made with.")
    client_id: str = Field(description="`web` for a browser, `direct` for anything else.")
    method: str = Field(
        description="How it was begun: `password`, `password_totp`, `password_recovery_code`, `passkey`, `provider`."
    )
    provider: str | None = Field(description="By which provider, if by one: its id in `GET /auth/providers`.")
    user_agent: str | None = Field(description="What the program called itself at sign-in.")
    address: str | None = Field(description="Where it was last used from.")
    created_at: datetime = Field(description="When it was begun.")
    last_used_at: datetime = Field(description="When it last got a new access token.")
    expires_at: datetime = Field(description="When it ends by itself.")
