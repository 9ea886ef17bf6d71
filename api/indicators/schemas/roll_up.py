"""What is asked of roll-ups, and what they say."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.indicators.rules.definition import Comparator
from api.indicators.rules.standing import Standing
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
    include: Literal["codes"] | None = Field(
        default=None, description="`codes`: others' codes of units (administrative, say), the caller's of indicators."
    )


class GoalOut(Out):
    """The target a figure is held against."""

    id: UUID = Field(description="Its id.")
    plan_id: UUID = Field(description="The plan that sets it.")
    audience: Ref | None = Field(description="Over whose figures it stands; null: over all that are asked.")
    year: int = Field(description="The year it is to be reached in.")
    comparator: Comparator = Field(description="How it is compared; a bare figure is judged as a floor.")
    value: float = Field(description="In the unit of measure: 88, not 0.88.")
    value_max: float | None = Field(description="The upper end of a range.")
    baseline: float | None = Field(description="What a change is counted from.")
    text: str = Field(description="As printed.")


class JudgedOut(Out):
    """A target with the figure of its own audience, and where it stands."""

    target: GoalOut = Field(description="What is to be reached.")
    status: Standing = Field(description="Where it stands.")
    forecast: float | None = Field(
        description="The figure of its audience at the year's end, if it goes on so; null as long as nobody reported."
    )
    numerator: float | None = Field(description="Σ of its audience's numerators, or how many of it said yes.")
    denominator: float | None = Field(description="Σ of its audience's denominators, or how many of it should answer.")
    value: float | None = Field(description="Its audience's figure, in the unit of measure; null: nobody reported.")
    units_expected: int = Field(description="Units of its audience that should answer, or did.")
    units_reported: int = Field(description="Units of its audience that answered.")
    units_received: int = Field(description="Of these, whose answer was received.")
    units_yes: int = Field(description="Units of its audience that said yes.")
    units_not_applicable: int = Field(description="Units of its audience it does not apply to.")
    cutoff: date = Field(description="The last day its figure is about.")


class UnitCodeOut(Out):
    """A code of a unit."""

    scheme: str = Field(description="Whose code: `moet`, `admin`, …")
    value: str = Field(description="The code, in force on the figure's last day.")


class RollUpOut(Out):
    """What values add up to."""

    indicator: Ref = Field(description="What is measured.")
    indicator_code: str | None = Field(
        default=None, description="What the calling system calls the indicator, with `include=codes` only."
    )
    unit: Ref = Field(
        description="Of which unit and those below it; with `by=child` the unit itself stands for what no child has."
    )
    unit_codes: list[UnitCodeOut] | None = Field(
        default=None, description="Codes of the unit on the figure's last day, with `include=codes` only."
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
    status: Standing | None = Field(
        description="Where the target stands; null for periods shorter than a year, which have none, where no plan in "
        "force of the unit or of one above it sets a target with a figure, and with any `by` but `child`."
    )
    target: GoalOut | None = Field(
        description="The target `status` and `forecast` are about, the first of `targets`: of the nearest plan, for "
        "this year or the next one named. Where it is set for an audience, they are of the audience's figure."
    )
    forecast: float | None = Field(
        description="The year's figure at its end if it goes on as last year did from here, or at this year's pace; "
        "null where `status` is, or as long as nobody reported."
    )
    targets: list[JudgedOut] = Field(
        description="All targets the nearest unit sets for this year and later ones, one for each audience and year, "
        "each with its own audience's figure; those whose audience has nobody here are left out. Empty where `status` "
        "is null."
    )
    cutoff: date = Field(description="The last day the figure is about; units count where they stood then.")
    as_of: datetime = Field(description="Everything written until then is in it.")


class RollUpsOut(Out):
    """Roll-ups, all of them."""

    items: list[RollUpOut] = Field(description="One without `by`, else one for each part.")
    next_cursor: None = Field(description="There is one page.")
