"""Regimes as the API takes and shows them."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from api.kit.schemas import Code, Day, In, Line, Out, Patch, Ref, Reference, Whole
from api.plans.schemas.party import PartyIn, PartyOut
from api.plans.schemas.schedule import DateTermIn, RecurringTermIn
from api.reporting.rules.content import SectionKind
from api.reporting.rules.due import Cadence
from api.reporting.rules.rounds import CLOSES_DAYS, MOST_DAYS, OPENS_DAYS

Days = Annotated[Whole, Field(ge=0, le=MOST_DAYS)]
_HOW_OFTEN = "How often: by a period, once, or when it arises (ad_hoc); null where nobody has said."
_OPENS = "Days before the first due day on which a round opens, never before its period begins."
_CLOSES = "Days after the last due day on which a round closes."


class OffsetRuleIn(In):
    """So many days after the period's last day."""

    kind: Literal["offset"] = Field(description="What sort of rule it is.")
    days: Annotated[Whole, Field(ge=-MOST_DAYS, le=MOST_DAYS)] = Field(
        description="Days after the period's last day; before it, where negative."
    )


RuleIn = Annotated[DateTermIn | RecurringTermIn | OffsetRuleIn, Field(discriminator="kind")]


class SectionIn(In):
    """A section of an outline."""

    code: Code = Field(description="Ours, stable: texts are kept under it.")
    kind: SectionKind = Field(description="One's own text, or figures, assignments or difficulties gathered.")
    title: Line = Field(description="Its heading.")


class RegimeStepIn(In):
    """One step on a report's way up."""

    who: Annotated[list[PartyIn], Field(max_length=100)] = Field(default_factory=list, description="Who reports.")
    to: Annotated[list[PartyIn], Field(max_length=100)] = Field(
        default_factory=list, description="Who receives; nobody named is the unit above each."
    )
    due: RuleIn | None = Field(default=None, description="By when; null until somebody says.")
    due_text: Line | None = Field(default=None, description="By when, as printed.")
    cutoff: RuleIn | None = Field(
        default=None,
        description="Until when figures count; by default the period's last day, or the due day where that is earlier.",
    )
    outline: Annotated[list[SectionIn], Field(min_length=1, max_length=50)] | None = Field(
        default=None, description="The sections; by default the usual outline."
    )


Steps = Annotated[list[RegimeStepIn], Field(min_length=1, max_length=10)]


class RegimeIn(In):
    """Who reports what to whom, how often."""

    unit: Reference | None = Field(default=None, description="Who asks for it; by default the caller's unit.")
    plan: UUID | None = Field(default=None, description="The plan it is about, by id.")
    title: Line = Field(description="What is reported.")
    cadence: Cadence | None = Field(default=None, description=_HOW_OFTEN)
    first_on: Day | None = Field(default=None, description="First day it holds; by default today.")
    last_on: Day | None = Field(default=None, description="Last day it holds; null: it goes on.")
    opens_days: Days = Field(default=OPENS_DAYS, description=_OPENS)
    closes_days: Days = Field(default=CLOSES_DAYS, description=_CLOSES)
    steps: Steps = Field(description="Its steps, from those who write to those who receive at the end.")


class RegimePatch(Patch):
    """What changes (RFC 7396); rounds that are open stay as they opened."""

    title: Line = Field(default_factory=str, description="What is reported.")
    cadence: Cadence | None = Field(default=None, description=_HOW_OFTEN)
    last_on: Day | None = Field(default=None, description="Last day it holds; null: it goes on.")
    opens_days: Days = Field(default_factory=lambda: OPENS_DAYS, description=_OPENS)
    closes_days: Days = Field(default_factory=lambda: CLOSES_DAYS, description=_CLOSES)
    steps: Steps = Field(default_factory=list, description="All of its steps.")


class SectionOut(Out):
    """A section of an outline."""

    code: str = Field(description="Ours, stable.")
    kind: SectionKind = Field(description="text, figures, assignments or difficulties.")
    title: str = Field(description="Its heading.")


class RegimeStepOut(Out):
    """One step on a report's way up."""

    who: list[PartyOut] = Field(description="Who reports.")
    to: list[PartyOut] = Field(description="Who receives; nobody named is the unit above each.")
    due: dict[str, Any] | None = Field(
        description="By when: a `date`, `recurring` or `offset` rule; null until somebody says."
    )
    due_text: str | None = Field(description="By when, as printed.")
    cutoff: dict[str, Any] | None = Field(description="Until when figures count; null is the usual rule.")
    outline: list[SectionOut] = Field(description="The sections of its reports.")


class RegimeOut(Out):
    """Who reports what to whom, how often (chế độ báo cáo)."""

    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Rises with every change.")
    unit: Ref = Field(description="Who asks for it.")
    plan_id: UUID | None = Field(description="The plan it is about.")
    title: str = Field(description="What is reported.")
    cadence: Cadence | None = Field(description=_HOW_OFTEN)
    first_on: date = Field(description="First day it holds.")
    last_on: date | None = Field(description="Last day it holds.")
    opens_days: int = Field(description=_OPENS)
    closes_days: int = Field(description=_CLOSES)
    steps: list[RegimeStepOut] = Field(description="Its steps, in order.")
    waits_for: Literal["cadence", "due"] | None = Field(
        description="What a coordinator must set before rounds open by themselves; null: nothing."
    )
    may: list[Literal["change", "open"]] = Field(description="What the caller may do with it.")
    updated_at: datetime = Field(description="When it last changed.")
