"""Rows of `POST /users/bulk`."""

from pydantic import Field

from api.identity.schemas.accounts import Email, Name, Role, Username
from api.kit.schemas import Day, In, Reference, Whole


class UserRow(In):
    """An account and, with `role`, a grant at its home unit. The username tells rows apart."""

    username: Username = Field(description="What the user types to sign in; unique, whatever its case.")
    name: Name = Field(description="The name shown.")
    unit: Reference = Field(description="The home unit, by code or id.")
    email: Email | None = Field(default=None, description="Where the user can be written to; absent: as it is.")
    role: Role | None = Field(default=None, description="The role at that unit; absent: no grant is made.")
    first: Day | None = Field(default=None, alias="from", description="First day of the grant; today if absent.")
    last: Day | None = Field(
        default=None, alias="to", description="Last day of the grant; absent: until further notice."
    )
    version: Whole | None = Field(
        default=None, description="The version the account was read at; a stale one is refused."
    )
