"""A corrected import becomes a draft plan with all its parts, or nothing."""

from dataclasses import replace
from typing import Any

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import Actor
from api.kit.permissions import Subject
from api.kit.problems import Invalid
from api.kit.validation import faults
from api.plans.imports.kept import header_of, remark_of
from api.plans.imports.preview import Header, Problem
from api.plans.models import Plan, PlanImport
from api.plans.schemas.plan import LegalBasis, PlanIn, Signer
from api.plans.service.importing.correcting import check_open, rows_of
from api.plans.service.importing.drafting import Draft, LeftOut, draft_of
from api.plans.service.importing.opening import import_data
from api.plans.service.journal import wrote
from api.plans.service.plan import create_plan
from api.plans.service.targets import targets_above
from api.plans.service.task import store_tasks

_OF_BASIS = tuple(LegalBasis.model_fields)


async def commit_import(
    session: AsyncSession, actor: Actor, subject: Subject, found: PlanImport, *, before_includes_day: bool
) -> Plan:
    """The draft made of an import. The import then says what the draft could not take.

    Raises ImportNotReady; Invalid for a header without a year or title, a plan above that must be named, an indicator
    the caller may not define; Forbidden when others draft for that unit by now.
    """
    check_open(found)
    header, draft = header_of(found.header), draft_of(rows_of(found))
    given, left_out = _plan(found, header, draft)
    plan = await create_plan(session, actor, subject, given)
    await store_tasks(
        session, actor, plan, draft.groups, draft.tasks, before_includes_day=before_includes_day, subject=subject
    )
    await _set_targets(session, actor, subject, plan, draft)
    remarks = [remark_of(each) for each in found.remarks]
    told = [LeftOut(each if isinstance(each, Problem) else each.problem) for each in remarks]
    found.status, found.plan_id = "committed", plan.id
    found.left_out = [each.kept() for each in (*left_out, *draft.left_out, *told)]
    changes = {"status": "committed", "plan_id": str(plan.id)}
    await wrote(session, actor, "update", found, plan=found, data=import_data(found), changes=changes)
    return plan


async def _set_targets(session: AsyncSession, actor: Actor, subject: Subject, plan: Plan, draft: Draft) -> None:
    """Raises Invalid with pointers to the rows the targets come from."""
    if not draft.targets:
        return
    try:
        await targets_above().create(session, actor, subject, plan, draft.targets)
    except Invalid as error:
        raise Invalid(tuple(replace(each, pointer=_at_row(each.pointer, draft)) for each in error.faults)) from error


def _at_row(pointer: str, draft: Draft) -> str:
    _, _, place, *rest = pointer.split("/")
    return "/".join(["", "rows", str(draft.target_rows[int(place)] - 1), "understood", *rest])


def _plan(found: PlanImport, header: Header, draft: Draft) -> tuple[PlanIn, list[LeftOut]]:
    """The plan itself, and what of the header it could not take. Raises Invalid, with pointers into the header."""
    left_out: list[LeftOut] = []
    bases = [_basis(base, left_out) for base in header.legal_bases]
    given = {
        "unit": str(found.unit_id),
        "parent_plan": found.parent_plan_id and str(found.parent_plan_id),
        "year": header.year,
        "title": header.title,
        "horizon_years": header.horizon_years,
        "number": header.number,
        "issued_on": header.issued_on,
        "effective_on": header.issued_on,
        "signer": _signer(header, left_out),
        "legal_bases": [basis for basis in bases if basis is not None],
        "recipients": [each[:500] for each in header.recipients if each.strip()],
        "target_groups": draft.target_groups,
    }
    try:
        return PlanIn.model_validate(given), left_out
    except ValidationError as error:
        found_faults: list[Any] = [each | {"loc": ("header", *each["loc"])} for each in error.errors()]
        raise Invalid(faults(found_faults)) from error


def _basis(base: dict[str, Any], left_out: list[LeftOut]) -> LegalBasis | None:
    try:
        return LegalBasis.model_validate({name: base.get(name) for name in _OF_BASIS})
    except ValidationError:
        text = " ".join(str(base[name]) for name in _OF_BASIS if base.get(name))
        left_out.append(LeftOut(Problem.of("basis_not_taken", "legal_bases", text=text)))
        return None


def _signer(header: Header, left_out: list[LeftOut]) -> Signer | None:
    try:
        return None if header.signer is None else Signer.model_validate(header.signer)
    except ValidationError:
        text = " ".join(word for word in header.signer.values() if word) if header.signer else ""
        left_out.append(LeftOut(Problem.of("signer_not_taken", "signer", text=text)))
        return None
