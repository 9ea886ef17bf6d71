"""What comes in and what goes out where units confirm or dispute figures from elsewhere."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.indicators.rules import Answer, ConfirmationStatus
from api.indicators.schemas.value import Figure, YesNo
from api.kit.schemas import In, LongText, Out, Ref

Reason = Annotated[LongText, Field(min_length=1)]


class DisputeIn(In):
    """What the unit believes, and why."""

    answer: Answer = Field(default=Answer.GIVEN, description="given, not_applicable or nothing_arose.")
    numerator: Figure | None = Field(default=None, description="Of a ratio or a share of items.")
    denominator: Figure | None = Field(default=None, description="Out of how many.")
    value: Figure | None = Field(default=None, description="Of a count or a number, in the unit of measure.")
    yes: YesNo | None = Field(default=None, description="Of a share of units.")
    reason: Reason = Field(description="Why the figure is wrong.")


class SettlementIn(In):
    """Whose figure is right."""

    in_favour_of: Literal["source", "unit"] = Field(
        description="The other system's figure stays, or the unit's counts."
    )
    remark: LongText | None = Field(default=None, description="What there is to say about it.")


class SaidOut(Out):
    """A figure as it was said."""

    answer: Answer = Field(description="A figure, not applicable, or nothing arose.")
    numerator: float | None = Field(description="Of a ratio or a share of items.")
    denominator: float | None = Field(description="Out of how many.")
    value: float | None = Field(description="In the unit of measure: 88, not 0.88; of a ratio, worked out.")
    yes: bool | None = Field(description="Of a share of units.")


class ConfirmationOut(Out):
    """What a unit said of a figure, and what became of that."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Rises with every change.")
    value_id: str = Field(description="The value it is about: <indicator id>.<unit id>.<period>.")
    indicator: Ref = Field(description="What is measured.")
    unit: Ref = Field(description="Whose figure it is.")
    period: str = Field(description="In which period.")
    unit_of_measure: str = Field(description="Unit of the figure.")
    status: ConfirmationStatus = Field(
        description="confirmed; disputed, until settled_for_source or settled_for_unit; withdrawn by a later word."
    )
    told: SaidOut = Field(description="The figure it was said of.")
    source: str = Field(description="Where that figure came from.")
    believed: SaidOut | None = Field(description="The figure the unit believes.")
    reason: str | None = Field(description="Why the figure is wrong.")
    said_at: datetime = Field(description="When it was said.")
    said_by: str = Field(description="Who said it.")
    on_behalf: bool = Field(description="Whether somebody above said it for the unit.")
    settled_at: datetime | None = Field(description="When it was settled.")
    settled_by: str | None = Field(description="Who settled it.")
    remark: str | None = Field(description="What was said when it was settled.")
    updated_at: datetime = Field(description="When it last changed.")
