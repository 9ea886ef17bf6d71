"""Grants, and delegations, which are grants lent of others."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from api.identity.schemas.accounts import Role
from api.kit.pagination import ListQuery
from api.kit.schemas import FIRST_DAY, Day, In, Instant, Out, Patch, Ref, Reference

_TO = "Last day, included; null for “until further notice”."


class GrantFilters(ListQuery):
    """Sorts: created_at (default), updated_at, role, from."""

    user: Reference | None = Field(default=None, description="Of this user, by username or id.")
    client: Reference | None = Field(default=None, description="Of this client, by code or id.")
    unit: Reference | None = Field(default=None, description="At this very unit, by code or id.")
    role: Role | None = Field(default=None, description="Of this role.")
    on: Day | None = Field(default=None, description="Only those that hold on this day.")
    updated_since: Instant | None = Field(default=None, description="Only records written at or after this instant.")


class GrantIn(In):
    """A new grant, or with `delegated_from` the loan of one's own."""

    user: Reference | None = Field(default=None, description="Whose it is, by username or id; this or `client`.")
    client: Reference | None = Field(default=None, description="Whose it is, by code or id; this or `user`.")
    role: Role | None = Field(default=None, description="The role; with `delegated_from` it is the lent grant's.")
    unit: Reference | None = Field(
        default=None, description="The unit acted for, by code or id; with `delegated_from` it is the lent grant's."
    )
    first: Day | None = Field(default=None, alias="from", description="First day; today if absent.")
    last: Day | None = Field(default=None, alias="to", description=_TO)
    delegated_from: UUID | None = Field(
        default=None, description="The grant of one's own that is lent, never for longer than it holds itself."
    )


class GrantPatch(Patch):
    """What may change of a grant: its days. For another role or unit, make another grant."""

    first: Day = Field(default_factory=lambda: FIRST_DAY, alias="from", description="First day.")
    last: Day | None = Field(default=None, alias="to", description=_TO)


class GrantOut(Out):
    """A role of somebody at a unit, from a day to a day."""

    id: UUID = Field(description="Identifier.")
    version: int = Field(description="Rises with each change.")
    user: Ref | None = Field(description="Whose it is; its code is the username.")
    client: Ref | None = Field(description="Or which client's.")
    role: str = Field(description="The role.")
    unit: Ref = Field(description="The unit acted for, and with it all below on the professional line.")
    first: date = Field(alias="from", description="First day.")
    last: date | None = Field(alias="to", description=_TO)
    delegated_from: UUID | None = Field(description="The grant it was lent of, and with which it ends.")
    created_at: datetime = Field(description="When it was given.")
    updated_at: datetime = Field(description="When it last changed.")
