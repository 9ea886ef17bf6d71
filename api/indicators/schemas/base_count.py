"""What comes in and what goes out of base counts."""

from datetime import date, datetime

from pydantic import Field

from api.indicators.rules import BaseCountKind
from api.indicators.schemas.value import Figure
from api.kit.schemas import Day, In, Line, Out, Ref, Reference, Whole


class BaseCountRow(In):
    """How many a unit had of something on a day; it replaces the count of the same day."""

    unit: Reference = Field(description="Of which unit, by code or id.")
    kind: BaseCountKind = Field(
        description="teachers, staff (managers, teachers and employees together), pupils or classes."
    )
    on: Day = Field(description="The day it was counted.")
    count: Figure = Field(description="How many. A text is read as people write: 1.200.")
    source: Line | None = Field(default=None, description="From where; by default the name of who sends it.")
    version: Whole | None = Field(default=None, description="The version it was read at; a stale one is refused.")


class BaseCountOut(Out):
    """How many a unit had of something on a day."""

    id: str = Field(description="<kind>.<unit id>.<day>")
    unit: Ref = Field(description="Of which unit.")
    kind: BaseCountKind = Field(description="Of what.")
    on: date = Field(description="The day it was counted.")
    count: int = Field(description="How many.")
    source: str = Field(description="From where.")
    replaced: bool = Field(description="Whether it was put right since.")
    version: int = Field(description="Rises each time the count of this day is put right.")
    updated_at: datetime = Field(description="When it was written.")
    by: str = Field(description="Who sent it.")
