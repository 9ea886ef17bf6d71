"""Codes by which other systems name indicators."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from api.kit.schemas import In, Out, Ref, Reference


class IndicatorCodeIn(In):
    """What a system calls an indicator."""

    client: Reference = Field(description="The system, by code or id.")
    indicator: Reference = Field(description="The indicator, by our code or id.")
    value: Reference = Field(description="Its code there; another for each indicator of a system.")


class IndicatorCodeOut(Out):
    """What a system calls an indicator."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Rises with every change.")
    client: Ref = Field(description="The system.")
    indicator: Ref = Field(description="The indicator.")
    value: str = Field(description="Its code there.")
    updated_at: datetime = Field(description="When it last changed.")
