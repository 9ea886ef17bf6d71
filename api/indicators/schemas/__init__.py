"""What comes in and what goes out of indicators and targets."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from api.indicators.rules import (
    BaseCountKind,
    Comparator,
    Derivation,
    Direction,
    Frequency,
    IndicatorKind,
    Prevails,
    Provenance,
    Source,
    TimeBehaviour,
)
from api.indicators.rules.standing import Standing
from api.kit.schemas import Code, In, Line, LongText, Out, Patch, Ref, Reference, Year
from api.plans.schemas.party import ParticipationIn, ParticipationOut
from api.plans.schemas.plan import Position, Title
from api.units.rules.words import Kind as UnitKind

Figure = Annotated[Decimal, Field(max_digits=18, decimal_places=6)]
MeasuredOn = Annotated[list[UnitKind], Field(max_length=len(UnitKind))]


class _IndicatorFields(In):
    numerator_label: LongText | None = Field(default=None, description="What is counted, or the yes-or-no question.")
    denominator_label: LongText | None = Field(default=None, description="Out of what.")
    measured_on: MeasuredOn = Field(default_factory=list, description="Kinds of unit that are asked.")
    note: LongText | None = Field(default=None, description="How the definition is meant.")
    base_count: BaseCountKind | None = Field(
        default=None, description="Which base count of the unit its denominator is; it is offered with the question."
    )
    prevails: Prevails = Field(
        default=Prevails.SOURCE,
        description="Whose figure counts where another system and a unit say different ones: source or unit.",
    )
    derivation: Derivation | None = Field(
        default=None,
        description="By which rule a derived indicator is worked out; null where what stands above hands it in.",
    )
    proof: Line | None = Field(
        default=None, description="What is to be shown with an answer, as one says it to a school; null: nothing."
    )


class IndicatorIn(_IndicatorFields):
    """A new indicator of a department."""

    department: Reference | None = Field(
        default=None, description="The department, by code or id; by default the caller's own."
    )
    code: Code = Field(description="Ours, unique in the department.")
    name: Title = Field(description="What is measured.")
    unit_of_measure: Line = Field(description="Unit of the figure: %, trường, lượt.")
    kind: IndicatorKind = Field(description="ratio, share_of_units, share_of_items, count or number.")
    direction: Direction = Field(default=Direction.UP, description="up where more is better, down where less is.")
    frequency: Frequency = Field(description="How often it is asked.")
    time_behaviour: TimeBehaviour = Field(description="point, cumulative or in_period.")
    source: Source = Field(default=Source.REPORTED, description="reported, derived or client.")
    provenance: Provenance = Field(default=Provenance.OURS, description="printed in a document, or ours.")


class IndicatorPatch(_IndicatorFields, Patch):
    """Changes to an indicator."""

    code: Code = Field(default_factory=str, description="Ours, unique in the department.")
    name: Title = Field(default_factory=str, description="What is measured.")
    unit_of_measure: Line = Field(default_factory=str, description="Unit of the figure.")
    kind: IndicatorKind = Field(default_factory=lambda: IndicatorKind.NUMBER, description="What the figure is made of.")
    direction: Direction = Field(default_factory=lambda: Direction.UP, description="Which way is better.")
    frequency: Frequency = Field(default_factory=lambda: Frequency.YEAR, description="How often it is asked.")
    time_behaviour: TimeBehaviour = Field(
        default_factory=lambda: TimeBehaviour.POINT, description="point, cumulative or in_period."
    )
    source: Source = Field(default_factory=lambda: Source.REPORTED, description="Where values come from.")
    provenance: Provenance = Field(default_factory=lambda: Provenance.OURS, description="Whose definition it is.")


class IndicatorOut(Out):
    """What is measured."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Rises with every change.")
    department: Ref | None = Field(description="Whose it is; null in the catalogue all departments share.")
    code: str = Field(description="Ours, unique in its department over the shared catalogue.")
    name: str = Field(description="What is measured.")
    unit_of_measure: str = Field(description="Unit of the figure.")
    kind: IndicatorKind = Field(description="What the figure is made of.")
    numerator_label: str | None = Field(description="What is counted, or the yes-or-no question.")
    denominator_label: str | None = Field(description="Out of what.")
    direction: Direction = Field(description="Which way is better.")
    frequency: Frequency = Field(description="How often it is asked.")
    time_behaviour: TimeBehaviour = Field(description="How periods make a year.")
    measured_on: list[UnitKind] = Field(description="Kinds of unit that are asked.")
    source: Source = Field(description="Where values come from.")
    provenance: Provenance = Field(description="Whose definition it is: printed in a document, or ours.")
    note: str | None = Field(description="How the definition is meant.")
    base_count: BaseCountKind | None = Field(description="Which base count of the unit its denominator is.")
    prevails: Prevails = Field(description="Whose figure counts where a system and a unit say different ones.")
    derivation: Derivation | None = Field(description="By which rule a derived indicator is worked out.")
    proof: str | None = Field(description="What is to be shown with an answer; null: nothing.")
    updated_at: datetime = Field(description="When it last changed.")


class _TargetFields(In):
    group: Line | None = Field(default=None, description="Code of one of the plan's target groups.")
    number: Line | None = Field(default=None, description="Number as printed.")
    audience: Reference | None = Field(default=None, description="Over whom it is measured, by code or id.")
    participations: Annotated[list[ParticipationIn], Field(max_length=200)] = Field(
        default_factory=list, description="Who leads and coordinates, in the order printed."
    )
    comparator: Comparator | None = Field(
        default=None, description="ge, gt, eq, le, lt, range, change; a value without one is a bare figure, eq."
    )
    value: Figure | None = Field(default=None, description="As printed, in the unit of measure: 88, not 0.88.")
    value_max: Figure | None = Field(default=None, description="Upper end of a range, in the unit of measure.")
    baseline: Figure | None = Field(default=None, description="What a change is measured against.")


class TargetRow(_TargetFields):
    """A new target, in whichever plan."""

    indicator: Reference = Field(description="What is measured, by code or id.")
    year: Year | None = Field(default=None, description="The year to reach it in; by default the plan's.")
    printed_name: Title | None = Field(
        default=None, description="As the plan prints it; by default the indicator's name."
    )
    text: LongText = Field(default="", description="The figure as printed: ≥95%.")
    position: Position | None = Field(default=None, description="Place in the plan, from 1; by default the last.")


class TargetIn(TargetRow):
    """A new target of a draft."""

    plan: UUID = Field(description="The plan, by id.")


class TargetPatch(_TargetFields, Patch):
    """Changes to a target of a draft."""

    indicator: Reference = Field(default_factory=str, description="What is measured, by code or id.")
    year: Year = Field(default_factory=int, description="The year to reach it in.")
    printed_name: Title = Field(default_factory=str, description="As the plan prints it.")
    text: LongText = Field(default_factory=str, description="The figure as printed.")
    position: Position = Field(default_factory=int, description="Place in the plan, from 1.")


class TargetOut(Out):
    """What a plan wants an indicator to reach."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Rises with every change.")
    plan_id: UUID = Field(description="The plan it belongs to.")
    indicator: Ref = Field(description="What is measured.")
    group: str | None = Field(description="Code of one of the plan's target groups.")
    number: str | None = Field(description="Number as printed.")
    position: int = Field(description="Place in the plan, from 1.")
    printed_name: str = Field(description="As the plan prints it.")
    year: int = Field(description="The year to reach it in.")
    audience: Ref | None = Field(description="Over whom it is measured.")
    participations: list[ParticipationOut] = Field(description="Who leads and coordinates, in the order printed.")
    comparator: Comparator | None = Field(description="How a value is held against it; null where no figure is set.")
    value: float | None = Field(description="As printed, in the unit of measure; a bare figure (eq) is a floor.")
    value_max: float | None = Field(description="Upper end of a range, in the unit of measure.")
    baseline: float | None = Field(description="What a change is measured against.")
    unit_of_measure: str = Field(description="Unit of the figures.")
    text: str = Field(description="The figure as printed.")
    updated_at: datetime = Field(description="When it last changed.")


class TargetFigureOut(Out):
    """What a unit, with those below it, makes of a target: the figure of its audience, and where it stands."""

    unit: Ref = Field(description="Of which unit.")
    period: str = Field(description="In which year: the running one, or the target's own where that is over.")
    cutoff: date = Field(description="The last day the figure is about.")
    numerator: float | None = Field(description="Σ numerator, or how many units said yes.")
    denominator: float | None = Field(description="Σ denominator, or how many units should have.")
    value: float | None = Field(description="In the unit of measure; null: nobody told.")
    units_expected: int = Field(description="Units of its audience that should answer, or did.")
    units_reported: int = Field(description="Units of its audience that answered.")
    units_received: int = Field(description="Of these, whose answer was received.")
    units_yes: int = Field(description="Units that said yes.")
    units_not_applicable: int = Field(description="Units it does not apply to.")
    status: Standing | None = Field(description="Where it stands; null where the plan sets no figure.")
    forecast: float | None = Field(description="The figure at the year's end, if it goes on so; null: not known.")
    as_of: datetime = Field(description="Everything written until then is in it.")


class ListedTargetOut(TargetOut):
    """A target in a list."""

    standing: TargetFigureOut | None = Field(
        description="Where `standing_of` stands; null without it, where it has nobody in the target's audience, and "
        "where the caller may not read its figures."
    )
