"""What a report merges from below, as the API shows it."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from api.documents.rendering import Format
from api.kit.schemas import In, Out, Ref
from api.plans.queries.tasks import TaskStatus


class DrawIn(In):
    """What is wanted."""

    format: Format = Field(default=Format.DOCX, description="docx, pdf or xlsx.")


class DrawingOut(Out):
    """A document under way."""

    job: UUID = Field(description="`GET /jobs/{id}` says how far it is.")


class CameOut(Out):
    """Of the reports below, how many stand where."""

    expected: int = Field(description="All that are asked.")
    came: int = Field(description="That came: sent, or received before.")
    received: int = Field(description="Received.")
    on_time: int = Field(description="That first came by their due instant.")
    late: int = Field(description="That first came after it.")
    missing: int = Field(description="That did not come.")


class MergedTargetOut(Out):
    """What a target asks for."""

    year: int = Field(description="In which year.")
    text: str = Field(description="As printed.")


class MergedFigureOut(Out):
    """A target with what all units below make of it, so far in its year."""

    id: UUID = Field(description="The target's identifier.")
    number: str | None = Field(description="Its number in the plan.")
    group: str | None = Field(description="Its heading in the plan, by code.")
    name: str = Field(description="As printed.")
    leads: list[str] = Field(description="Who leads it, as printed.")
    audience: Ref | None = Field(description="Over whose figures it stands; null: over all that are asked.")
    indicator: Ref = Field(description="What it measures.")
    kind: str = Field(description="ratio, share_of_units, share_of_items, count or number.")
    unit_of_measure: str = Field(description="What the figure is measured in.")
    target: MergedTargetOut = Field(description="What it should reach.")
    period: str = Field(description="The last period somebody told of.")
    cutoff: date = Field(description="That period's last day.")
    numerator: float | None = Field(description="Σ numerator, or how many units said yes.")
    denominator: float | None = Field(description="Σ denominator, or how many units should have.")
    value: float | None = Field(description="The figure in the unit of measure; null: nobody told.")
    units_expected: int = Field(description="Units that should answer.")
    units_reported: int = Field(description="Units that did.")
    units_received: int = Field(description="Units whose answers were received.")
    units_yes: int = Field(description="Units that said yes.")
    units_not_applicable: int = Field(description="Units it does not apply to.")
    status: Literal["met", "on_track", "at_risk", "behind", "no_data"] | None = Field(
        description="Where it stands; null: nothing to hold it against."
    )
    forecast: float | None = Field(description="The figure at the year's end, if it goes on so; null: not known.")


class MergedWorkOut(Out):
    """How much work there is on a task in the period."""

    total: int = Field(description="Pieces of work, one a unit and time, those cancelled left out.")
    completed: int = Field(description="Completed.")
    overdue: int = Field(description="Open past their due instant.")


class MergedTaskOut(Out):
    """A task with where the work on it stands."""

    id: UUID = Field(description="The task's identifier.")
    number: str | None = Field(description="Its number in the plan.")
    name: str = Field(description="Its title.")
    group: str | None = Field(description="Its heading in the plan, by code.")
    leads: list[str] = Field(description="Who leads it, as printed.")
    deadline: str | None = Field(description="Its schedule as printed.")
    due_on: date | None = Field(description="Its due day.")
    status: TaskStatus = Field(description="Where it stands; below a department where its units' work does.")
    percent: int = Field(description="How much of it is done, in percent.")
    work: MergedWorkOut = Field(description="The work on it.")


class SaidAlikeOut(Out):
    """What several units say alike."""

    text: str = Field(description="As it was first said.")
    count: int = Field(description="How many units say it.")
    units: list[str] = Field(description="Who, by name; at most a hundred.")
    more: list[str] = Field(description="What they say on it; at most five.")


class MaterialOut(Out):
    """What was written below in a free section."""

    section: str = Field(description="The section, by its code.")
    items: list[SaidAlikeOut] = Field(description="Line by line, what most say first.")


class UnitFigureOut(Out):
    """A main figure of a unit."""

    id: UUID = Field(description="The target's identifier.")
    value: float | None = Field(description="The figure; null: nobody told.")
    units_reported: int = Field(description="Units below it that told.")
    units_expected: int = Field(description="Units below it that should.")


class MergedUnitOut(Out):
    """A unit below: a commune with its schools, or a school by itself."""

    unit: Ref = Field(description="The unit.")
    rest: bool = Field(description="Whether these are the units right under the one that compiles.")
    own: Literal["on_time", "late", "came", "missing"] | None = Field(
        description="How its own report came; null: it has none."
    )
    expected: int = Field(description="Reports of the units under it that are asked.")
    came: int = Field(description="Of these, those that came.")
    received: int = Field(description="Received.")
    on_time: int = Field(description="On time.")
    late: int = Field(description="Late.")
    missing: int = Field(description="That did not come.")
    figures: list[UnitFigureOut] = Field(description="Its main figures.")


class CompilationOut(Out):
    """What a report merges from those below it."""

    as_of: datetime = Field(description="When it was merged.")
    area: Ref = Field(description="The unit whose figures these are, with all below it.")
    reports: CameOut = Field(description="How many reports below came.")
    figures: list[MergedFigureOut] = Field(description="In the plan's order.")
    tasks: list[MergedTaskOut] = Field(description="In the plan's order.")
    difficulties: list[SaidAlikeOut] = Field(description="Those not resolved, what most raise first.")
    material: list[MaterialOut] = Field(description="By free section of the outline.")
    main: list[UUID] = Field(description="The targets shown unit by unit.")
    units: list[MergedUnitOut] = Field(description="By name, those right under the compiling unit last.")
