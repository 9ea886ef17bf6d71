"""/difficulties: what stands in units' way, and what is answered."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from api.followup import service
from api.followup.dependencies import (
    DifficultyAnswerer,
    DifficultyRaiser,
    DifficultyReader,
    DifficultyToAnswer,
    DifficultyToChange,
    OwnDifficulty,
)
from api.followup.errors import DifficultyNotOpen, DifficultyResolved, DifficultyStillOpen
from api.followup.models import Difficulty
from api.followup.permissions import DIFFICULTY_ANSWER, DIFFICULTY_WRITE
from api.followup.queries import difficulties as queries
from api.followup.queries.difficulties import By, DifficultyFilters
from api.followup.schemas.difficulty import (
    AlikesOut,
    AmendedIn,
    AnswerIn,
    DifficultyCountsOut,
    DifficultyDetailOut,
    DifficultyIn,
    DifficultyOut,
    DifficultyPatch,
    ManyAnsweredOut,
    ManyAnswersIn,
    ReasonIn,
    RecipientsOut,
    RemarkIn,
)
from api.followup.service.journal import voice_of
from api.kit.http.answers import plain, record
from api.kit.http.etag import NOT_MODIFIED
from api.kit.http.route import resource
from api.kit.pagination import page
from api.kit.problems import Forbidden, NotFound, PreconditionRequired, Stale, declare
from api.kit.schemas import Page, Reference
from api.plans.dependencies import Desk
from api.plans.queries.parties import raw

router = resource("follow-up")
_ALL, _ONE = "/difficulties", "/difficulties/{difficulty_id}"
_READ = declare(Forbidden, NotFound)
_UNIT = Query(description="For a difficulty of this unit, by code or id; by default the caller's.")
_TASK = Query(description="On this task, by id.")
_BY = Query(description="Count by task, unit or plan as well.")


@router.get(_ALL, response_model=Page[DifficultyOut], operation_id="list_difficulties", responses=declare(Forbidden))
async def list_difficulties(
    request: Request, at: DifficultyReader, filters: Annotated[DifficultyFilters, Query()]
) -> Response:
    """Difficulties of the units at and below the caller, and those on tasks the caller's division leads.

    Sorts: created_at, updated_at, answered_at; by default the latest first.
    """
    return await page(
        request,
        at.session,
        queries.filtered(queries.difficulties(at.subject, at.today), filters, at.today),
        filters,
        sorts=queries.SORTS,
        default_sort="-created_at",
        tie=Difficulty.id,
        shape=queries.shape,
    )


@router.post(
    _ALL,
    response_model=DifficultyDetailOut,
    status_code=201,
    operation_id="create_difficulty",
    responses=declare(Forbidden),
)
async def create_difficulty(request: Request, at: DifficultyRaiser, given: DifficultyIn) -> Response:
    """Raise a difficulty; raised for a unit by those above it, it is logged so (nhập thay)."""
    difficulty = await service.raise_difficulty(at.session, at.actor, at.subject, given)
    return await _answer(request, at, difficulty.id, created=True)


@router.get(
    f"{_ALL}/counts",
    response_model=DifficultyCountsOut,
    operation_id="count_difficulties",
    responses=declare(Forbidden),
)
async def count_difficulties(at: DifficultyReader, by: Annotated[By | None, _BY] = None) -> Response:
    """How many difficulties there are, and how many wait for the caller."""
    found = (await at.session.execute(queries.counts(at.subject, at.today))).one()
    groups = (await at.session.execute(queries.counts_by(at.subject, by, at.today))).all() if by else ()
    return plain(dict(found._mapping) | {"items": [queries.shape_group(row) for row in groups]})


@router.get(
    f"{_ALL}/recipients",
    response_model=RecipientsOut,
    operation_id="list_difficulty_recipients",
    responses=declare(Forbidden),
)
async def list_difficulty_recipients(
    at: DifficultyRaiser,
    unit: Annotated[Reference | None, _UNIT] = None,
    task: Annotated[UUID | None, _TASK] = None,
) -> Response:
    """Whom a difficulty can be put to: the units above, and the division that leads the task."""
    rows = await service.recipients_for(at.session, at.subject, unit, task)
    items = [
        {
            "unit": {"id": row.id, "code": row.code, "name": row.name},
            "relation": "leads_task" if row.depth is None else "above",
            "usual": row.depth == 1,
        }
        for row in rows
    ]
    return plain({"items": items, "next_cursor": None})


@router.post(
    f"{_ALL}/answers",
    response_model=ManyAnsweredOut,
    operation_id="answer_difficulties",
    responses=declare(Forbidden),
)
async def answer_difficulties(at: DifficultyAnswerer, given: ManyAnswersIn) -> Response:
    """Give one answer to many difficulties put to the caller's units; each unit is told. All or none."""
    answered, units = await service.answer_many(at.session, at.actor, at.subject, given)
    return plain({"answered": answered, "units": units})


@router.get(_ONE, response_model=DifficultyDetailOut, operation_id="get_difficulty", responses=_READ | NOT_MODIFIED)
async def get_difficulty(request: Request, at: DifficultyReader, difficulty_id: UUID) -> Response:
    """One difficulty with its history."""
    return await _answer(request, at, difficulty_id)


@router.patch(
    _ONE,
    response_model=DifficultyDetailOut,
    operation_id="update_difficulty",
    responses=declare(Forbidden, NotFound, DifficultyNotOpen, PreconditionRequired, Stale),
)
async def update_difficulty(
    request: Request, found: DifficultyToChange, at: DifficultyRaiser, patch: DifficultyPatch
) -> Response:
    """Say it better, or pass it on, until it is answered (RFC 7396). Who is to answer may pass it on only."""
    difficulty, raises = found
    await service.change(at.session, at.actor, at.subject, difficulty, patch, raises=raises)
    return await _answer(request, at, difficulty.id)


@router.get(f"{_ONE}/alike", response_model=AlikesOut, operation_id="list_alike_difficulties", responses=_READ)
async def list_alike_difficulties(difficulty: DifficultyToAnswer, at: DifficultyAnswerer) -> Response:
    """Open difficulties put to the caller's units that read like this one, the most alike first."""
    rows = await at.session.execute(queries.alike(at.subject, difficulty, at.today))
    items = [
        dict(row._mapping) | {"unit": raw(row.unit), "task": raw(row.task), "similarity": round(row.similarity, 2)}
        for row in rows
    ]
    return plain({"items": items, "next_cursor": None})


@router.post(
    f"{_ONE}/answers",
    response_model=DifficultyDetailOut,
    status_code=201,
    operation_id="answer_difficulty",
    responses=declare(Forbidden, NotFound, DifficultyResolved),
)
async def answer_difficulty(
    request: Request, difficulty: DifficultyToAnswer, at: DifficultyAnswerer, given: AnswerIn
) -> Response:
    """Answer it, for the unit it is put to."""
    voice = voice_of(at.subject, difficulty.put_to_id, DIFFICULTY_ANSWER)
    await service.answer(at.session, at.actor, voice, difficulty, given.text)
    return await _answer(request, at, difficulty.id, status=201)


@router.post(
    f"{_ONE}/amendment",
    response_model=DifficultyDetailOut,
    status_code=201,
    operation_id="link_difficulty_amendment",
    responses=declare(Forbidden, NotFound, DifficultyResolved),
)
async def link_difficulty_amendment(
    request: Request, difficulty: DifficultyToAnswer, at: DifficultyAnswerer, given: AmendedIn
) -> Response:
    """Answer it by the amendment of the plan it became."""
    await service.amended(at.session, at.actor, at.subject, difficulty, given)
    return await _answer(request, at, difficulty.id, status=201)


@router.post(
    f"{_ONE}/resolve",
    response_model=DifficultyDetailOut,
    operation_id="resolve_difficulty",
    responses=declare(Forbidden, NotFound, DifficultyResolved),
)
async def resolve_difficulty(
    request: Request, difficulty: OwnDifficulty, at: DifficultyRaiser, given: RemarkIn
) -> Response:
    """Say, for the unit it is of, that it is resolved."""
    voice = voice_of(at.subject, difficulty.unit_id, DIFFICULTY_WRITE)
    await service.resolve(at.session, at.actor, voice, difficulty, given.text)
    return await _answer(request, at, difficulty.id)


@router.post(
    f"{_ONE}/reopen",
    response_model=DifficultyDetailOut,
    operation_id="reopen_difficulty",
    responses=declare(Forbidden, NotFound, DifficultyStillOpen),
)
async def reopen_difficulty(
    request: Request, difficulty: OwnDifficulty, at: DifficultyRaiser, given: ReasonIn
) -> Response:
    """Raise it again, for the unit it is of, because the answer does not do."""
    await service.reopen(at.session, at.actor, at.subject, difficulty, given.text)
    return await _answer(request, at, difficulty.id)


async def _answer(
    request: Request, at: Desk, difficulty_id: UUID, *, created: bool = False, status: int = 200
) -> Response:
    row = (await at.session.execute(queries.one(at.subject, difficulty_id, at.today))).one_or_none()
    if row is None:
        raise NotFound
    body = queries.shape_one(row)
    # Names it shows, and what the caller may do, change without a write of it.
    derived = [str(row[n]) for n in range(len(row))]
    if created:
        return record(request, body, derived=derived, status=201, location=f"{request.url.path}/{difficulty_id}")
    return record(request, body, derived=derived, status=status)
