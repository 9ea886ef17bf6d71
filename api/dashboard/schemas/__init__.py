"""What is asked of the page, and what it says."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.indicators.rules.definition import Comparator, Direction
from api.indicators.rules.standing import Standing
from api.kit.schemas import Out, Ref, Reference
from api.units.rules.words import Kind


class DashboardQuery(BaseModel):
    """Whose page, by which plan, as far as which period."""

    model_config = ConfigDict(frozen=True)

    unit: Reference | None = Field(
        default=None, description="Whose page, by code or id; by default the highest unit the caller acts for."
    )
    plan: UUID | None = Field(
        default=None,
        description="Targets and tasks of this plan, by id, and no other work; by default targets and tasks of the "
        "nearest plan in force that sets targets, and all work.",
    )
    period: str | None = Field(
        default=None,
        max_length=12,
        description="Figures of this year, or until this period ends; by default this year.",
    )


class StreamQuery(BaseModel):
    """Whose page."""

    model_config = ConfigDict(frozen=True)

    unit: Reference | None = Field(
        default=None, description="Whose page, by code or id; by default the highest unit the caller acts for."
    )


class PlanRefOut(Out):
    """A plan the page can be read by."""

    id: UUID = Field(description="Its id.")
    title: str = Field(description="Its title.")
    number: str | None = Field(description="Its number as printed.")
    year: int = Field(description="Its year.")
    status: Literal["issued", "closed"] = Field(description="Whether it is still in force.")


class WantedOut(Out):
    """What a target asks for."""

    year: int = Field(description="The year it is to be reached in.")
    comparator: Comparator | None = Field(description="How it is compared; null where no figure is set.")
    value: float | None = Field(description="In the unit of measure: 88, not 0.88.")
    value_max: float | None = Field(description="The upper end of a range.")
    baseline: float | None = Field(description="What a change is counted from.")
    text: str = Field(description="As printed.")


class PointOut(Out):
    """A figure at the end of one period of the year."""

    period: str = Field(description="The period.")
    value: float | None = Field(
        description="The year's figure so far, in the unit of measure; null if nobody reported."
    )
    last_year: float | None = Field(description="The same a year before; null where that is not known.")


class StoodOut(Out):
    """Where a target stood when the last day of work began."""

    value: float | None = Field(description="The newest figure of the year then.")
    status: Standing | None = Field(description="What that was called.")
    units_reported: int = Field(description="Units whose answer was in it.")


class TargetStandingOut(Out):
    """A target, where it stands and how it got there."""

    id: UUID = Field(description="Its id.")
    number: str | None = Field(description="Its number as printed.")
    group: str | None = Field(description="Code of the plan's target group.")
    name: str = Field(description="As the plan prints it.")
    leads: list[str] = Field(description="Who leads, as printed.")
    audience: Ref | None = Field(description="Over whose figures it stands, those here; null: over all that are asked.")
    indicator: Ref = Field(description="What is measured.")
    unit_of_measure: str = Field(description="Unit of the figures.")
    direction: Direction = Field(description="Whether more is better, or less.")
    target: WantedOut = Field(description="What is to be reached.")
    value: float | None = Field(
        description="The newest figure of the year, over its own audience, of a target of a year that is over of that "
        "year; null as long as nobody reported."
    )
    same_period_last_year: float | None = Field(description="A year before; null where that year is not known whole.")
    status: Standing | None = Field(
        description="Where it stands, of a year that is over how that ended; null where no figure is set."
    )
    forecast: float | None = Field(description="The year's figure at its end if it goes on so; null where unknown.")
    cutoff: date = Field(description="The last day the figure is about.")
    units_reported: int = Field(description="Units whose answer is in it.")
    units_expected: int = Field(description="Units that should answer, or did.")
    trend: list[PointOut] = Field(description="The periods of the year that have begun, in order.")
    before: StoodOut | None = Field(
        description="Where it stood at `since`; null where that was not kept, as of single schools."
    )


class ToldOut(Out):
    """How much was told of a period."""

    reported: int = Field(description="Answers that are there: one for each unit and indicator.")
    expected: int = Field(description="Answers that should be.")


class GridPeriodOut(Out):
    """A column."""

    period: str = Field(description="The period.")
    ends_on: date = Field(description="Its last day.")


class GridRowOut(Out):
    """A unit with all below it; the page's own unit stands for what is in none of the others."""

    unit: Ref = Field(description="The unit.")
    cells: list[ToldOut] = Field(description="One for each period.")


class GridOut(Out):
    """Who has told what of which period, whoever owes the most of the newest period that is over first."""

    periods: list[GridPeriodOut] = Field(description="The newest periods that have begun, at most six.")
    rows: list[GridRowOut] = Field(description="The units right below.")


class StateCountsOut(Out):
    """How much work stands where."""

    not_started: int = Field(description="Not begun.")
    in_progress: int = Field(description="Under way.")
    awaiting_confirmation: int = Field(description="Reported, not confirmed yet.")
    completed: int = Field(description="Completed.")
    cancelled: int = Field(description="Stopped.")
    overdue: int = Field(description="Past due, of the first two.")


class OwedCountsOut(Out):
    """How much the unit itself owes."""

    open: int = Field(description="Not completed.")
    overdue: int = Field(description="Of these, past due.")
    due_soon: int = Field(description="Of these, due within seven days.")


class OwedOut(Out):
    """A piece of work of the unit itself."""

    id: UUID = Field(description="The assignment.")
    version: int = Field(description="Its version, for a change of it.")
    plan_id: UUID = Field(description="Its plan.")
    task: Ref = Field(description="Its task.")
    status: str = Field(description="Where it stands.")
    percent: int = Field(description="How far its products are.")
    person: str | None = Field(description="Who does it, by name.")
    supervisor: str | None = Field(description="Which leader looks after it, by name.")
    occurrence: str = Field(description="Which time it is.")
    due_at: datetime | None = Field(description="The last instant to do it in time.")
    overdue: bool = Field(description="Whether that is over.")


class OwesOut(Out):
    """What the unit itself owes, and who holds it."""

    counts: OwedCountsOut = Field(description="How much.")
    items: list[OwedOut] = Field(description="What is due first, at most five.")


class LateUnitOut(Out):
    """A unit right below with overdue work at it and below it."""

    unit: Ref = Field(description="The unit.")
    kind: Kind = Field(description="What it is, which says how one speaks to it.")
    overdue: int = Field(description="Pieces of work past due.")
    oldest_due_at: datetime = Field(description="When the oldest was due.")


class ToChaseOut(Out):
    """Overdue work of others."""

    overdue: int = Field(description="Pieces of work past due.")
    units: int = Field(description="Units that owe them.")
    items: list[LateUnitOut] = Field(description="The latest of those right below, at most five.")


class ClarificationLineOut(Out):
    """A request to clarify."""

    id: UUID = Field(description="Its id.")
    title: str = Field(description="In a few words.")
    unit: Ref = Field(description="The other side: who asks us, or whom we asked.")
    due_on: date = Field(description="The last day to answer.")
    overdue: bool = Field(description="Whether that day is over and nobody answered.")
    answered_at: datetime | None = Field(description="When it was answered.")


class QuestionsOut(Out):
    """Requests to clarify."""

    to_answer: int = Field(description="Open ones the unit is asked.")
    to_close: int = Field(description="Answered ones the unit asked.")
    overdue: int = Field(description="Open ones the unit asked whose day is over.")
    items: list[ClarificationLineOut] = Field(description="Those to answer, at most five.")
    answered: list[ClarificationLineOut] = Field(description="Those answered, the newest first, at most five.")


class ObstacleOut(Out):
    """A difficulty."""

    id: UUID = Field(description="Its id.")
    title: str = Field(description="In a few words.")
    unit: Ref = Field(description="Whose it is.")
    task: Ref | None = Field(description="The task it is about.")
    created_at: datetime = Field(description="When it was raised.")
    answered_at: datetime | None = Field(description="When it was answered last.")


class PutToUsOut(Out):
    """Difficulties put to the unit."""

    to_answer: int = Field(description="Open ones.")
    items: list[ObstacleOut] = Field(description="Those that wait the longest, at most five.")


class DraftOut(Out):
    """A plan to be issued."""

    id: UUID = Field(description="Its id.")
    title: str = Field(description="Its title.")
    year: int = Field(description="Its year.")


class HandedInOut(Out):
    """Work that was reported and waits to be confirmed."""

    id: UUID = Field(description="The assignment.")
    version: int = Field(description="Its version, for a change of it.")
    task: Ref = Field(description="Its task.")
    unit: Ref = Field(description="Whose it is.")
    handed_in_at: datetime | None = Field(description="When it was handed in.")


class DecideOut(Out):
    """What waits for somebody of the unit."""

    to_chase: ToChaseOut = Field(description="Whom to chase over what is past due.")
    awaiting_confirmation: int = Field(description="Work of others that was reported and not confirmed yet.")
    to_confirm: list[HandedInOut] = Field(description="The first of it by due instant, at most five.")
    clarifications: QuestionsOut = Field(description="What the unit is asked, and what it asked.")
    difficulties: PutToUsOut = Field(description="Difficulties to answer.")
    drafts: list[DraftOut] = Field(description="Plans of the unit to be issued, at most five.")
    evidence: int = Field(description="Files nobody has judged yet, counted to a hundred.")


class DifficultiesOut(Out):
    """Open difficulties of the unit and those below it."""

    open: int = Field(description="How many.")
    newest: list[ObstacleOut] = Field(description="At most five.")


class RejectedOut(Out):
    """A file that was rejected and not replaced yet."""

    id: UUID = Field(description="Its id.")
    title: str = Field(description="Its title.")
    unit: Ref = Field(description="Whose it is.")
    reason: str | None = Field(description="Why.")
    at: datetime | None = Field(description="When.")


class CameBackOut(Out):
    """What came back; answers to requests to clarify stand with those."""

    difficulties: list[ObstacleOut] = Field(description="The unit's own that were answered, at most five.")
    rejected_evidence: list[RejectedOut] = Field(description="The newest first, at most five.")


class LeadOut(StateCountsOut):
    """The tasks somebody leads."""

    unit: Ref | None = Field(description="Who leads; null for an audience, or a name no unit stands behind.")
    printed_name: str | None = Field(description="As printed; null where nobody leads.")


class TasksOut(Out):
    """The plan's tasks, of a division those it leads."""

    counts: StateCountsOut = Field(description="All of them.")
    by_lead: list[LeadOut] = Field(description="By who leads; one that two lead stands in both. At most twenty.")


class ReportedOut(Out):
    """How many reports came."""

    expected: int = Field(description="Units that report.")
    came: int = Field(description="Sent or received.")
    received: int = Field(description="Received.")
    returned: int = Field(description="Sent back and not sent again yet.")
    late: int = Field(description="Of those that came, after they were due.")
    overdue: int = Field(description="Not there, and past due.")
    clean: int = Field(
        description="Sent with nothing missing or unusual, waiting for the page's unit, of a department for any below."
    )
    flawed: int = Field(description="The same with figures missing or unusual: to be looked at one by one.")


class ReportedUnitOut(ReportedOut):
    """Reports of the units under one unit."""

    unit: Ref = Field(description="Whom they stand under.")


class OpenRoundOut(ReportedOut):
    """An open round of periodic reports."""

    id: UUID = Field(description="Its id.")
    title: str = Field(description="What is reported.")
    period: str = Field(description="Of which period.")
    due_at: datetime | None = Field(description="When the last is due.")
    units: list[ReportedUnitOut] = Field(description="By the unit they stand under; those that lag the most first.")


class MovedOut(Out):
    """What happened since the last day of work began, to units below; of a division in what it leads or compiles."""

    completed: int = Field(description="Work completed.")
    overdue: int = Field(description="Work that is not done and became overdue.")
    reports: int = Field(description="Reports of open rounds that came for the first time.")
    difficulties: int = Field(description="Difficulties raised.")


class StandingWorkOut(Out):
    """All on the page that is no figure."""

    owes: OwesOut = Field(description="The unit's own work.")
    decide: DecideOut = Field(description="What is to be decided.")
    difficulties: DifficultiesOut = Field(description="What stands in the way.")
    came_back: CameBackOut = Field(description="What came back.")
    tasks: TasksOut = Field(description="The plan's tasks.")
    rounds: list[OpenRoundOut] = Field(
        description="Open rounds of the reports of units below, of a division those it compiles; at most five."
    )
    moved: MovedOut = Field(description="What happened since `since`.")
    work: StateCountsOut | None = Field(description="Work of a commune's or a school's own; null for larger units.")


class DashboardOut(Out):
    """One screen."""

    unit: Ref = Field(description="Whose page it is.")
    kind: Kind = Field(description="What the unit is.")
    figures_of: Ref = Field(
        description="Whose figures are shown: for a division its department's, of targets it leads."
    )
    as_of: datetime = Field(description="All values written until then are in the figures.")
    today: date = Field(description="The day in Việt Nam.")
    since: datetime | None = Field(
        description="What moved is told since then, the beginning of the last day of work; null where nothing was kept."
    )
    period: str = Field(description="The year, or until when in it.")
    plan: PlanRefOut | None = Field(description="The plan whose targets and tasks are shown.")
    plans: list[PlanRefOut] = Field(description="Plans to choose from.")
    targets: list[TargetStandingOut] = Field(description="In the plan's order.")
    grid: GridOut = Field(description="Who has told what of which period.")
    work: StandingWorkOut = Field(description="All else.")
