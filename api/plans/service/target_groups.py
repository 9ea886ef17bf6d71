"""Headings of a draft's table of targets: replaced whole, with the targets that stand under them."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.kit.problems import Message, invalid
from api.plans.models import Plan
from api.plans.rules.plan import regrouped
from api.plans.schemas.plan import TargetGroup, TargetGroupChange
from api.plans.service.group import CODE_TAKEN
from api.plans.service.targets import targets_above

_UNKNOWN = Message("Kế hoạch không có nhóm chỉ tiêu này.", "The plan has no such target group.")
_TAKEN_TWICE = Message(
    "Chỉ tiêu của một nhóm chỉ chuyển được sang một nhóm khác.", "The targets of a group go to one other group only."
)


def refuse_unknown_group(plan: Plan, code: str | None, pointer: str) -> None:
    """A target stands under a heading of its plan, or under none. Raises Invalid."""
    if code is not None and all(group["code"] != code for group in plan.target_groups):
        raise invalid(pointer, "unknown_target_group", _UNKNOWN)


async def regroup_targets(
    session: AsyncSession, actor: Actor, plan: Plan, given: Sequence[TargetGroupChange]
) -> list[TargetGroup]:
    """Move the targets of headings that change their code or go; the headings to keep.

    Raises Invalid for two headings of one code, and for a heading taken over that is not there or taken twice.
    """
    known = [group["code"] for group in plan.target_groups]
    _check(known, given)
    moves = regrouped(known, {group.code: group.takes for group in given})
    if moves:
        await targets_above().regroup(session, actor, plan, moves)
    return [TargetGroup(code=group.code, title=group.title) for group in given]


def _check(known: Sequence[str], given: Sequence[TargetGroupChange]) -> None:
    codes: set[str] = set()
    taken: set[str] = set()
    for place, group in enumerate(given):
        if group.code in codes:
            raise invalid(f"/target_groups/{place}/code", "code_taken", CODE_TAKEN)
        codes.add(group.code)
        for order, code in enumerate(group.takes):
            pointer = f"/target_groups/{place}/takes/{order}"
            if code not in known:
                raise invalid(pointer, "unknown_target_group", _UNKNOWN)
            if code in taken:
                raise invalid(pointer, "taken_twice", _TAKEN_TWICE)
            taken.add(code)
