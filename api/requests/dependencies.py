"""Guards of ad hoc requests: find the record in the caller's scope, check who may, and the version."""

from typing import Annotated
from uuid import UUID

from api.followup.permissions import CHASE_WRITE
from api.kit.http.etag import IfMatch, expect_version
from api.kit.permissions import mark_guard
from api.kit.problems import Forbidden
from api.kit.schemas import Reference
from api.plans.dependencies import Desk, desk
from api.requests import service
from api.requests.models import DataRequest
from api.requests.permissions import DATA_REQUEST_ANSWER, DATA_REQUEST_READ, DATA_REQUEST_WRITE
from api.requests.service.answering import Asked

RequestReader = Annotated[Desk, desk(DATA_REQUEST_READ)]
RequestAsker = Annotated[Desk, desk(DATA_REQUEST_WRITE)]
RequestAnswerer = Annotated[Desk, desk(DATA_REQUEST_ANSWER)]
RequestChaser = Annotated[Desk, desk(CHASE_WRITE)]


async def _to_change(request_id: UUID, at: RequestAsker, if_match: IfMatch = None) -> DataRequest:
    made, asks = await service.request_seen(at.session, at.subject, request_id)
    if not asks:
        raise Forbidden
    expect_version(if_match, made.version)
    return made


async def _to_chase(request_id: UUID, at: RequestChaser) -> DataRequest:
    made, _ = await service.request_seen(at.session, at.subject, request_id)
    return made


async def _to_answer(request_id: UUID, unit: Reference, at: RequestAnswerer, if_match: IfMatch = None) -> Asked:
    """`If-Match` may be left out: a phone that lost the line sends what it has."""
    asked = await service.answer_seen(at.session, at.subject, request_id, unit)
    if not asked.may:
        raise Forbidden
    if if_match is not None:
        expect_version(if_match, asked.answer.version)
    return asked


RequestToChange = Annotated[DataRequest, mark_guard(_to_change, DATA_REQUEST_WRITE)]
RequestToChase = Annotated[DataRequest, mark_guard(_to_chase, CHASE_WRITE)]
RowToAnswer = Annotated[Asked, mark_guard(_to_answer, DATA_REQUEST_ANSWER)]
