"""Passkeys, and what browsers and we say to each other about them."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from api.identity.schemas.accounts import Password
from api.kit.pagination import ListQuery
from api.kit.schemas import In, Line, Out, Patch, Ref, Reference, Text

PasskeyName = Annotated[Line, Field(max_length=80)]
State = Annotated[Text, Field(min_length=1, max_length=1000)]
Answer = Annotated[dict[Annotated[Text, Field(max_length=40)], Any], Field(max_length=20)]

_STATE = "As `…/options` gave it; good for five minutes."
_CREDENTIAL = "What the browser answered, as `PublicKeyCredential.toJSON()` writes it (WebAuthn, level 3)."


class PasskeyFilters(ListQuery):
    """Sorts: created_at (default)."""

    user: Reference | None = Field(
        default=None, description="Whose, by username or id, for administrators; one's own if absent."
    )


class AddOptionsIn(In):
    """The wish to add a passkey to one's account."""

    current_password: Password | None = Field(
        default=None, description="Needed where one signed in more than ten minutes ago with a password."
    )


class PasskeyIn(In):
    """A passkey that a browser has just made."""

    state: State = Field(description=_STATE)
    credential: Answer = Field(description=_CREDENTIAL)
    name: PasskeyName = Field(description="What its owner calls it, as “Điện thoại của tôi”.")


class PasskeyPatch(Patch):
    """What may change of a passkey."""

    name: PasskeyName = Field(default_factory=str, description="What its owner calls it.")


class PasskeySignInIn(In):
    """An answer of a passkey."""

    state: State = Field(description=_STATE)
    credential: Answer = Field(description=_CREDENTIAL)


class OptionsOut(Out):
    """What to ask the browser for."""

    state: str = Field(description="To be sent back with the answer.")
    options: dict[str, Any] = Field(
        description="For `navigator.credentials`, as `PublicKeyCredential.parse…OptionsFromJSON()` reads them."
    )


class PasskeyOut(Out):
    """A passkey."""

    id: UUID = Field(description="Identifier.")
    user: Ref = Field(description="The account; its code is the username.")
    name: str = Field(description="What its owner calls it.")
    backed_up: bool = Field(description="Whether it is kept by an account of its owner's, and so on several devices.")
    created_at: datetime = Field(description="When it was added.")
    last_used_at: datetime | None = Field(description="When somebody last signed in with it.")
