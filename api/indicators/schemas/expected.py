"""What a unit is asked for in a period, as a form shows it."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.indicators.rules import BaseCountKind, IndicatorKind, Source, State, TimeBehaviour
from api.indicators.rules.confirmation import Known
from api.indicators.rules.question import AnsweredBy
from api.indicators.schemas.confirmation import SaidOut
from api.kit.schemas import Out, Ref, Reference


class ExpectedQuery(BaseModel):
    """Whose questions are wanted."""

    model_config = ConfigDict(frozen=True)

    unit: Reference | None = Field(default=None, description="The unit, by code or id; by default the caller's own.")
    period: str | None = Field(
        default=None,
        min_length=4,
        max_length=12,
        description="2026-Q2: what is asked in this rhythm; by default, of every rhythm, in the period running today.",
    )


class TemplateQuery(ExpectedQuery):
    """Whose questions are wanted as a workbook."""

    under: Reference | None = Field(
        default=None,
        description="All units below this one and itself in one workbook, by code or id; in place of `unit`.",
    )


class WordOut(Out):
    """What the unit says of a figure that came from another system."""

    status: Known = Field(description="unconfirmed, confirmed, disputed, settled_for_source or settled_for_unit.")
    id: UUID | None = Field(description="The confirmation, when something was said.")
    believed: SaidOut | None = Field(description="The figure the unit believes.")
    reason: str | None = Field(description="Why the figure is wrong.")


class StandingFigureOut(SaidOut):
    """A value as it stands."""

    id: str = Field(description="<indicator id>.<unit id>.<period>")
    state: State = Field(description="How far it has come.")
    source: str = Field(description="Where the figure comes from.")
    note: str | None = Field(description="What was said about it.")
    warnings: list[str] = Field(description="What was unusual and is explained in the note.")
    version: int = Field(description="Rises with every change.")
    by: str = Field(description="Who wrote it.")
    confirmation: WordOut | None = Field(
        description="Of a figure from another system, which is confirmed or disputed and not retyped; else null."
    )


class SuggestedOut(Out):
    """The denominator that is known already."""

    denominator: int = Field(description="How many.")
    base_count: BaseCountKind = Field(description="Of what.")
    on: date = Field(description="The day it was counted.")


class ShownOut(Out):
    """A file that was shown with an answer."""

    id: UUID = Field(description="The evidence's identifier.")
    title: str = Field(description="What it is.")
    filename: str = Field(description="Name of the file.")
    verdict: str = Field(description="none, verified or rejected.")


class QuestionOut(Out):
    """One question to a unit."""

    indicator: Ref = Field(description="What is measured.")
    period: str = Field(description="In which period.")
    kind: IndicatorKind = Field(description="What the figure is made of, and so which fields an answer has.")
    question: str = Field(description="In plain words: Bao nhiêu giáo viên dùng học liệu số?")
    answered_by: AnsweredBy = Field(
        description="part (of a whole), yes_or_no, one_or_none (a yes or no that is counted: 1 or 0) or number."
    )
    time_behaviour: TimeBehaviour = Field(description="point, cumulative or in_period.")
    numerator_label: str | None = Field(description="What is counted, or the yes-or-no question, as defined.")
    denominator_label: str | None = Field(description="Out of what.")
    unit_of_measure: str = Field(description="Unit of the figure.")
    note: str | None = Field(description="How the definition is meant.")
    source: Source = Field(description="reported: the unit answers; client: another system does.")
    suggested: SuggestedOut | None = Field(description="The denominator known from the sector database, if it is.")
    last: SaidOut | None = Field(description="What the unit answered in the period before.")
    present: StandingFigureOut | None = Field(description="What stands for this period.")
    proof: str | None = Field(description="What is to be shown with the answer; null: nothing.")
    shown: list[ShownOut] = Field(description="What was shown since the period began, where something is to be.")
    plans: list[Ref] = Field(description="The plans that ask it; none where the department does by itself.")


class ExpectedOut(Out):
    """What a unit is asked for."""

    unit: Ref = Field(description="Who is asked.")
    items: list[QuestionOut] = Field(description="The questions, by name.")
