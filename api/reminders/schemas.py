"""Rules of reminders, and the message to copy."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.kit.schemas import In, Out, Reference, Whole
from api.reminders.rules import DAYS


class StepIn(In):
    """One reminder."""

    days: Annotated[Whole, Field(ge=-DAYS, le=DAYS)] = Field(
        description="Days after the due day; negative: before it. Moved to a working day."
    )
    to: Literal["unit", "unit_above", "department"] = Field(description="The unit that owes, or to whom it rises.")


class RulesIn(In):
    """When a plan's reminders go out."""

    items: Annotated[list[StepIn], Field(max_length=20)] = Field(description="The reminders; none: nobody is reminded.")


class StepOut(Out):
    """One reminder."""

    days: int = Field(description="Days after the due day; negative: before it.")
    to: Literal["unit", "unit_above", "department"] = Field(description="The unit that owes, or to whom it rises.")


class RulesOut(Out):
    """When a plan's reminders go out."""

    plan_id: UUID = Field(description="The plan.")
    items: list[StepOut] = Field(description="The reminders.")
    usual: bool = Field(description="Whether these are the usual ones, because nobody set others.")


class MessageQuery(BaseModel):
    """What the message is about."""

    model_config = ConfigDict(extra="forbid")

    plan: UUID | None = Field(default=None, description="Only work of this plan.")
    under: Reference | None = Field(default=None, description="Only units at or below this one, by code or id.")


class MessageOut(Out):
    """A text to copy into a group."""

    text: str = Field(description="The message, with a link for each unit.")
    units: int = Field(description="How many units have something open.")
    open: int = Field(description="How much is open in all.")
