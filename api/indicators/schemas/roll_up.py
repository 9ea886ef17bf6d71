"""What is asked of roll-ups, and what they say."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.kit.schemas import Out, Ref, Reference
from api.units.rules.words import EducationLevel

By = Literal["child", "education_level", "cluster", "period"]


class RollUpQuery(BaseModel):
    """Which figures are wanted."""

    model_config = ConfigDict(frozen=True)

    indicator: Reference | None = Field(
        default=None, description="The indicator, by code or id; by default all the unit has figures of."
    )
    unit: Reference | None = Field(
        default=None, description="The unit whose figures, with those below, by code or id; by default the caller's."
    )
    period: str | None = Field(
        default=None,
        max_length=12,
        description="2026-Q2, or a longer one it is part of: 2026; by default the one that is running.",
    )
    by: By | None = Field(
        default=None, description="Apart for each: child unit, education level, cluster, or period within the period."
    )


class RollUpOut(Out):
    """What values add up to."""

    indicator: Ref = Field(description="What is measured.")
    unit: Ref = Field(
        description="Of which unit and those below it; with `by=child` the unit itself stands for what no child has."
    )
    period: str = Field(description="In which period.")
    bucket: str | None = Field(
        description="With `by=education_level`: a school's levels, `primary+lower_secondary`, or another unit's kind."
    )
    education_levels: list[EducationLevel] | None = Field(description="The levels of the bucket; empty for no school.")
    cluster: Ref | None = Field(description="With `by=cluster`; null there for units in none.")
    numerator: float | None = Field(description="Σ of numerators; of a share of units, how many said yes.")
    denominator: float | None = Field(
        description="Σ of denominators; of a share of units, how many should answer, less those it does not apply to."
    )
    value: float | None = Field(description="In the unit of measure: 88, not 0.88; null as long as nobody reported.")
    units_expected: int = Field(description="Units that should answer, or did.")
    units_reported: int = Field(description="Units that answered, in whatever state but withdrawn.")
    units_received: int = Field(description="Units whose answer was received.")
    units_yes: int = Field(description="Units that said yes.")
    units_not_applicable: int = Field(description="Units it does not apply to.")
    cutoff: date = Field(description="The last day the figure is about; units count where they stood then.")
    as_of: datetime = Field(description="Everything written until then is in it.")


class RollUpsOut(Out):
    """Roll-ups, all of them."""

    items: list[RollUpOut] = Field(description="One without `by`, else one for each part.")
    next_cursor: None = Field(description="There is one page.")
