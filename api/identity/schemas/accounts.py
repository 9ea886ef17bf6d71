"""Users and clients."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from api.identity.rules.accounts import PASSWORD_LENGTH_MAX, USERNAME
from api.kit.pagination import SearchableQuery
from api.kit.permissions import ROLES
from api.kit.schemas import Code, In, Line, Out, Patch, Ref, Reference, Text, Whole

Username = Annotated[Text, Field(min_length=2, max_length=64, pattern=USERNAME)]
Email = Annotated[Text, Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")]
Name = Annotated[Line, Field(max_length=200)]
Password = Annotated[str, Field(min_length=1, max_length=PASSWORD_LENGTH_MAX)]
Role = Annotated[str, Field(json_schema_extra={"enum": list(ROLES)}, pattern=f"^({'|'.join(ROLES)})$")]
Scopes = Annotated[list[Text], Field(max_length=200)]
Pace = Annotated[Whole, Field(ge=1, le=100_000)]

_HOME = "The home unit, by code or id: whose administrators look after the account. It gives no rights."
_DISABLED = "True closes the account: nobody gets in, and every session ends at once."
_SCOPES = "The permissions its grants may be used for, as in `/me`: `plan:read`."
_PACE = "Requests it may send a minute to each process of the API; null for the deployment's own number."


class AccountFilters(SearchableQuery):
    """What users and clients can be narrowed by."""

    unit: Reference | None = Field(default=None, description="Home unit, by code or id.")
    disabled: bool | None = Field(default=None, description="Only closed accounts, or only open ones.")


class UserFilters(AccountFilters):
    """Sorts: name (default), username, created_at, updated_at."""

    role: Role | None = Field(default=None, description="Only users with a grant of this role in force today.")


class ClientFilters(AccountFilters):
    """Sorts: name (default), code, created_at, updated_at."""


class UserIn(In):
    """A new user."""

    username: Username = Field(description="What the user types to sign in; unique, whatever its case.")
    name: Name = Field(description="The name shown.")
    email: Email | None = Field(default=None, description="Where the user can be written to, if anywhere.")
    unit: Reference = Field(description=_HOME)
    password: Password | None = Field(
        default=None, description="A first password, 14 characters or more; without one nobody can sign in yet."
    )


class UserPatch(Patch):
    """What may change of a user."""

    name: Name = Field(default_factory=str, description="The name shown.")
    email: Email | None = Field(default=None, description="Where the user can be written to; null for nowhere.")
    unit: Reference = Field(default_factory=str, description=_HOME)
    disabled: bool = Field(default_factory=bool, description=_DISABLED)


class AccountOut(Out):
    """What users and clients have in common."""

    id: UUID = Field(description="Identifier.")
    version: int = Field(description="Rises with each change.")
    name: str = Field(description="The name shown.")
    unit: Ref = Field(description=_HOME)
    disabled: bool = Field(description="Whether the account is closed.")
    sample: bool = Field(description="Whether it is of the demonstration.")
    created_at: datetime = Field(description="When it was made.")
    updated_at: datetime = Field(description="When it last changed.")


class UserOut(AccountOut):
    """A user. Its grants are at `/grants?user=`."""

    username: str = Field(description="What the user types to sign in.")
    email: str | None = Field(description="Where the user can be written to.")
    second_factor: bool = Field(description="Whether an authenticator app was set up.")
    last_used_on: date | None = Field(
        description="The last day it was used or opened again, in Việt Nam; null if never."
    )


class ClientIn(In):
    """A new client."""

    code: Code = Field(description="Its `client_id`; unique and never used again.")
    name: Name = Field(description="The name shown.")
    unit: Reference = Field(description=_HOME)
    scopes: Scopes = Field(description=_SCOPES)
    requests_per_minute: Pace | None = Field(default=None, description=_PACE)


class ClientPatch(Patch):
    """What may change of a client."""

    name: Name = Field(default_factory=str, description="The name shown.")
    unit: Reference = Field(default_factory=str, description=_HOME)
    scopes: Scopes = Field(default_factory=list, description=_SCOPES)
    requests_per_minute: Pace | None = Field(default=None, description=_PACE)
    disabled: bool = Field(default_factory=bool, description=_DISABLED)


class ClientGrantOut(Out):
    """Where a client acts: its scopes hold at this unit and below it, as far as the role has them."""

    id: UUID = Field(description="Identifier of the grant.")
    version: int = Field(description="Of the grant; for `If-Match`.")
    role: str = Field(description="The role.")
    unit: Ref = Field(description="The unit acted for.")
    first: date = Field(alias="from", description="First day.")
    last: date | None = Field(alias="to", description="Last day, included; null for “until further notice”.")


class ClientOut(AccountOut):
    """A client: a system that calls on its own behalf."""

    code: str = Field(description="Its `client_id`.")
    scopes: list[str] = Field(description=_SCOPES)
    grants: list[ClientGrantOut] = Field(
        description="Its grants in force or to come at units the caller administers; all are at `/grants?client=`."
    )
    requests_per_minute: int | None = Field(description=_PACE)
    allowed_per_minute: int = Field(
        description="What holds: requests a minute to each process of the API; more is 429 with `Retry-After`."
    )
    last_used_at: datetime | None = Field(description="When it last got a token, which it does every 15 minutes.")


class ScopeOut(Out):
    """A permission that a client's grants may be used for."""

    scope: str = Field(description="As in `/me`: `plan:read`.")
    roles: list[str] = Field(description="The roles that hold it; a client needs a grant of one of them, too.")


class ScopesOut(Out):
    """All there are."""

    items: list[ScopeOut] = Field(description="Sorted by name.")


class ClientWithSecret(ClientOut):
    """A client just made, or with a new secret, which is shown this once."""

    secret: str | None = Field(description="The `client_secret`; null when the answer is repeated.")
    previous_until: datetime | None = Field(
        description="Until when the secrets before this one still hold; null when there are none."
    )


class RotateIn(In):
    """How to change a client's secret."""

    overlap_hours: Whole = Field(
        default=24, ge=0, le=720, description="How long the secrets so far still hold, hours; 0 ends them now."
    )


class PasswordIn(In):
    """A password for somebody else."""

    password: Password = Field(description="The new password, 14 characters or more, of four kinds.")


class OwnPasswordIn(In):
    """A change of one's own password."""

    current_password: Password = Field(description="The password so far.")
    new_password: Password = Field(description="The new one, 14 characters or more, of four kinds.")
