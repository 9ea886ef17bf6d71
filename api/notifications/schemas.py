"""Notifications and preferences as the API shows them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from api.kit.pagination import ListQuery
from api.kit.schemas import In, Out


class NotificationFilters(ListQuery):
    """Sorts: created_at."""

    unread: bool | None = Field(default=None, description="Only those not read yet, or only those read.")


class NotificationOut(Out):
    """Something the caller is told, in the language asked for."""

    id: UUID = Field(description="Identifier.")
    kind: str = Field(description="What sort of thing it is: `digest`, `difficulty.raised`, `clarification.asked`, …")
    title: str = Field(description="In a few words.")
    text: str = Field(description="In full; lines are separated by line feeds.")
    link: str | None = Field(description="Where in the application to go on, as a path.")
    created_at: datetime = Field(description="When it was told.")
    read_at: datetime | None = Field(description="When the caller marked it as read.")


class NotificationCounts(Out):
    """How many notifications the caller has."""

    total: int = Field(description="All of them.")
    unread: int = Field(description="Those not read yet.")


class PreferencesIn(In):
    """How the caller wants to be told."""

    email: bool = Field(description="Whether by e-mail too.")
    language: Literal["vi", "en"] = Field(description="The language of e-mails.")


class PreferencesOut(Out):
    """How the caller is told."""

    email: bool = Field(description="Whether by e-mail too, where there is an address and a mail server.")
    language: Literal["vi", "en"] = Field(description="The language of e-mails.")
    address: str | None = Field(description="The address of the caller's account.")
    email_available: bool = Field(description="Whether this deployment sends e-mails at all.")
