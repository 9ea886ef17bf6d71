"""Links between accounts and providers."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from api.identity.schemas.accounts import Password
from api.kit.pagination import ListQuery
from api.kit.schemas import In, Out, Ref, Reference, Text

ProviderId = Annotated[Text, Field(max_length=32, pattern=r"^[a-z0-9][a-z0-9-]*$")]


class IdentityFilters(ListQuery):
    """Sorts: created_at (default)."""

    user: Reference | None = Field(
        default=None, description="Whose, by username or id, for administrators; one's own if absent."
    )


class IdentityIn(In):
    """Who an account is at a provider."""

    user: Reference = Field(description="The account, by username or id.")
    provider: ProviderId = Field(description="The provider, by its id in `GET /auth/providers`.")
    value: Annotated[Text, Field(min_length=1, max_length=500)] = Field(
        description="What the provider's linking claim says of them, as a citizen number. Only a keyed hash is kept."
    )


class LinkIdentityIn(In):
    """The wish to link one's own account."""

    next: Annotated[Text, Field(max_length=1000)] = Field(
        default="/account", description="The page of this service to come back to."
    )
    current_password: Password | None = Field(
        default=None, description="Needed where one signed in more than ten minutes ago with a password."
    )


class ElsewhereOut(Out):
    """Where to send the browser."""

    location: str = Field(description="The provider's page, with all it needs to know.")


class IdentityOut(Out):
    """A link. What the provider knows somebody by is told to nobody."""

    id: UUID = Field(description="Identifier.")
    user: Ref = Field(description="The account; its code is the username.")
    provider: str = Field(description="The provider, by its id.")
    created_at: datetime = Field(description="When the link was made.")
    last_used_at: datetime | None = Field(description="When somebody last signed in by it.")
