"""Guards of following up: find the record in the caller's scope, check who may, and the version."""

from typing import Annotated
from uuid import UUID

from api.followup import service
from api.followup.models import Clarification, Difficulty
from api.followup.permissions import (
    CHASE_READ,
    CHASE_WRITE,
    CLARIFICATION_ANSWER,
    CLARIFICATION_ASK,
    CLARIFICATION_READ,
    DIFFICULTY_ANSWER,
    DIFFICULTY_READ,
    DIFFICULTY_WRITE,
)
from api.kit.http.etag import IfMatch, expect_version
from api.kit.permissions import mark_guard
from api.kit.problems import Forbidden
from api.plans.dependencies import Desk, desk

DifficultyReader = Annotated[Desk, desk(DIFFICULTY_READ)]
DifficultyRaiser = Annotated[Desk, desk(DIFFICULTY_WRITE)]
DifficultyAnswerer = Annotated[Desk, desk(DIFFICULTY_ANSWER)]
ClarificationReader = Annotated[Desk, desk(CLARIFICATION_READ)]
ClarificationAsker = Annotated[Desk, desk(CLARIFICATION_ASK)]
ClarificationAnswerer = Annotated[Desk, desk(CLARIFICATION_ANSWER)]
ChaseReader = Annotated[Desk, desk(CHASE_READ)]
Chaser = Annotated[Desk, desk(CHASE_WRITE)]


async def _to_change(difficulty_id: UUID, at: DifficultyRaiser, if_match: IfMatch = None) -> tuple[Difficulty, bool]:
    difficulty, raises, answers = await service.difficulty_seen(at.session, at.subject, difficulty_id)
    if not (raises or answers):
        raise Forbidden
    expect_version(if_match, difficulty.version)
    return difficulty, raises


async def _own(difficulty_id: UUID, at: DifficultyRaiser) -> Difficulty:
    difficulty, raises, _ = await service.difficulty_seen(at.session, at.subject, difficulty_id)
    if not raises:
        raise Forbidden
    return difficulty


async def _to_answer(difficulty_id: UUID, at: DifficultyAnswerer) -> Difficulty:
    difficulty, _, answers = await service.difficulty_seen(at.session, at.subject, difficulty_id)
    if not answers:
        raise Forbidden
    return difficulty


async def _asked_by_caller(clarification_id: UUID, at: ClarificationAsker) -> Clarification:
    asked, asks, _ = await service.clarification_seen(at.session, at.subject, clarification_id)
    if not asks:
        raise Forbidden
    return asked


async def _asked_to_change(clarification_id: UUID, at: ClarificationAsker, if_match: IfMatch = None) -> Clarification:
    asked = await _asked_by_caller(clarification_id, at)
    expect_version(if_match, asked.version)
    return asked


async def _asked_of_caller(clarification_id: UUID, at: ClarificationAnswerer) -> Clarification:
    asked, _, answers = await service.clarification_seen(at.session, at.subject, clarification_id)
    if not answers:
        raise Forbidden
    return asked


# With whether the caller is one of the unit's; who only answers it may pass it on.
DifficultyToChange = Annotated[tuple[Difficulty, bool], mark_guard(_to_change, DIFFICULTY_WRITE)]
OwnDifficulty = Annotated[Difficulty, mark_guard(_own, DIFFICULTY_WRITE)]
DifficultyToAnswer = Annotated[Difficulty, mark_guard(_to_answer, DIFFICULTY_ANSWER)]
AskedByCaller = Annotated[Clarification, mark_guard(_asked_by_caller, CLARIFICATION_ASK)]
AskedToChange = Annotated[Clarification, mark_guard(_asked_to_change, CLARIFICATION_ASK)]
AskedOfCaller = Annotated[Clarification, mark_guard(_asked_of_caller, CLARIFICATION_ANSWER)]
