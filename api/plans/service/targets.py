"""What plans ask of the room above them, where their targets live.

Importing, copying and exporting a plan concern its targets too, and targets stand above plans. `indicators.service`
installs itself here by `use_targets`; nothing below it knows more than this protocol.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.kit.permissions import Subject
from api.plans.models import Plan
from api.plans.schemas.party import ParticipationIn


@dataclass(frozen=True, slots=True)
class PrintedTarget:
    """A target as a document prints it; figures in the unit of measure, `text` the printed figure.

    `indicator` is a code or an id; without one, the department's indicator of that name is meant, or made.
    """

    name: str
    unit_of_measure: str = ""
    text: str = ""
    group: str | None = None
    number: str | None = None
    year: int | None = None
    indicator: str | None = None
    comparator: str | None = None
    value: Decimal | None = None
    value_max: Decimal | None = None
    participations: Sequence[ParticipationIn] = field(default_factory=tuple)
    baseline: Decimal | None = None


class Targets(Protocol):
    """How to write, read and copy the targets of a plan."""

    async def create(
        self, session: AsyncSession, actor: Actor, subject: Subject, plan: Plan, rows: Sequence[PrintedTarget]
    ) -> int:
        """Set these on a draft, in order; how many. Raises Invalid with pointers `/targets/{place}/…`."""
        ...

    async def printed(self, session: AsyncSession, plan_id: UUID) -> list[PrintedTarget]:
        """The targets of a plan in printed order, for documents; participations carry printed names only."""
        ...

    async def copy(self, session: AsyncSession, actor: Actor, source: Plan, into: Plan) -> int:
        """Set the targets of one plan on another, a draft of the same department, for its own year; how many.

        Their years move with the plan's, so that a target for the year after stays one.
        """
        ...

    async def regroup(self, session: AsyncSession, actor: Actor, plan: Plan, moves: Mapping[str, str | None]) -> None:
        """Set the targets under each of these headings of a draft under another, or under none; by codes."""
        ...

    async def match(
        self, session: AsyncSession, subject: Subject | None, department_id: UUID | None, names: set[str]
    ) -> dict[str, dict[str, Any]]:
        """For each name that means an indicator of the department or a shared one, its reference and a `confidence`.

        0 to 1. With a subject, only indicators the caller sees; a department's own plan may name all of its own.
        """
        ...

    async def named(
        self, session: AsyncSession, subject: Subject, department_id: UUID | None, reference: str
    ) -> dict[str, Any] | None:
        """The reference of the indicator that a code or an id names, for a plan of the department."""
        ...


_targets: list[Targets] = []


def use_targets(targets: Targets) -> None:
    """Say how targets are kept; called once, by the package above."""
    _targets[:] = [targets]


def targets_above() -> Targets:
    """The room above, as installed."""
    return _targets[0]
