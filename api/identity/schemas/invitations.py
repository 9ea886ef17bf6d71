"""One-time links, and what is done with them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.identity.schemas.accounts import Email, Password, Role
from api.kit.pagination import ListQuery
from api.kit.schemas import In, Out, Ref, Reference, Text
from api.units.rules.words import EducationLevel, Kind

State = Literal["open", "used", "revoked", "expired"]
Token = Annotated[Text, Field(min_length=20, max_length=100, pattern=r"^[A-Za-z0-9_-]+$")]


class InvitationFilters(ListQuery):
    """Sorts: created_at, expires_at, unit."""

    user: Reference | None = Field(default=None, description="Of this account, by username or id.")
    unit: Reference | None = Field(default=None, description="Of accounts at this very unit, by code or id.")
    state: State | None = Field(default=None, description="Only links in this state.")


class InvitationIn(In):
    """For whom a link is made."""

    user: Reference = Field(description="The account, by username or id.")


class Where(In):
    """Units somebody lets in."""

    under: Reference = Field(description="Accounts at this unit and below it, by code or id.")
    kind: Kind | None = Field(default=None, description="Only at units of this kind, such as `school`.")
    education_level: EducationLevel | None = Field(default=None, description="Only at schools of this level.")


class ManyInvitationsIn(Where):
    """For whom links are made: accounts that have no password yet."""

    keep_open: bool = Field(
        default=False, description="Leave out accounts that have a link which still works, so that it goes on working."
    )
    open_role: Role | None = Field(
        default=None,
        description="First open an account of this role for every one of these units that has none; its username is "
        "the unit's code. For administrators.",
    )


class WaitingOut(Out):
    """Who waits to be let in."""

    accounts: int = Field(description="Accounts without a password that the caller may give a link.")
    linked: int = Field(description="Of these, with a link that still works.")
    units: int = Field(description="Units these accounts are at.")
    without_account: int | None = Field(
        description="Units where nobody has an account at all; null for who may open none."
    )


class InvitationOut(Out):
    """A one-time link, without its secret."""

    id: UUID = Field(description="Identifier.")
    user: Ref = Field(description="The account it is for; its code is the username.")
    unit: Ref = Field(description="The account's home unit.")
    purpose: Literal["invitation", "reset"] = Field(description="Whether the account had no password yet, or had one.")
    state: State = Field(description="Whether it still works, and if not, why.")
    created_at: datetime = Field(description="When it was made.")
    expires_at: datetime = Field(description="Until when it works.")
    used_at: datetime | None = Field(description="When somebody set the password by it.")


class InvitationWithLink(InvitationOut):
    """A link just made, with its secret, which is shown this once."""

    link: str | None = Field(description="The address to open; null when the answer is repeated.")


class PrintableInvitation(Out):
    """One line of a sheet to print: who, where, and the link."""

    id: UUID = Field(description="Identifier of the link.")
    unit: Ref = Field(description="The account's home unit.")
    username: str = Field(description="What the holder types to sign in from then on.")
    name: str = Field(description="The name shown.")
    link: str = Field(description="The address to open; shown this once.")
    expires_at: datetime = Field(description="Until when it works.")


class ManyInvitations(Out):
    """Links just made, unit by unit in Vietnamese order."""

    items: list[PrintableInvitation] | None = Field(
        description="The links; null when the answer is repeated, for they are secrets."
    )
    count: int = Field(description="How many were made.")


class TokenIn(In):
    """A link's secret: what stands behind the # of its address."""

    token: Token = Field(description="The secret.")


class AcceptIn(TokenIn):
    """The password set by a link."""

    password: Password = Field(description="The new password, 14 characters or more, of four kinds.")


class LinkHolder(Out):
    """Whom a link is for."""

    username: str = Field(description="What the holder types to sign in.")
    name: str = Field(description="The name shown.")
    unit_name: str = Field(description="The home unit.")
    purpose: Literal["invitation", "reset"] = Field(description="A first password, or another one.")
    expires_at: datetime = Field(description="Until when the link works.")


class ResetIn(In):
    """Who forgot a password."""

    email: Email = Field(description="The address of the account, or of several.")
