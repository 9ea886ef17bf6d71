"""When a plan's reminders go out, and the message for a group of schools."""

from typing import Annotated

from fastapi import Query, Request, Response

from api.audit.service import Actor
from api.kit.db import Tx
from api.kit.http.answers import plain
from api.kit.http.language import language_of
from api.kit.http.route import resource
from api.kit.problems import Forbidden, NotFound, declare
from api.plans.dependencies import PlanToRead
from api.reminders import service
from api.reminders.dependencies import PlanToRemindOf, ReminderReader
from api.reminders.schemas import MessageOut, MessageQuery, RulesIn, RulesOut

router = resource("reminders")


@router.get(
    "/plans/{plan_id}/reminder-rules",
    operation_id="get_reminder_rules",
    response_model=RulesOut,
    responses=declare(Forbidden, NotFound),
)
async def get_reminder_rules(session: Tx, plan: PlanToRead) -> Response:
    """When the plan's reminders go out, and to whom they rise."""
    return plain(await service.rules_of(session, plan.id))


@router.put(
    "/plans/{plan_id}/reminder-rules",
    operation_id="set_reminder_rules",
    response_model=RulesOut,
    responses=declare(Forbidden, NotFound),
)
async def set_reminder_rules(request: Request, session: Tx, plan: PlanToRemindOf, body: RulesIn) -> Response:
    """Say when the plan's reminders go out: days before, on and after a due day, to the unit or to those above."""
    await service.set_rules(session, Actor.of(request), plan, body)
    await session.flush()
    return plain(await service.rules_of(session, plan.id))


@router.get(
    "/reminders/message",
    operation_id="get_reminder_message",
    response_model=MessageOut,
    responses=declare(Forbidden),
)
async def get_reminder_message(
    request: Request, session: Tx, subject: ReminderReader, query: Annotated[MessageQuery, Query()]
) -> Response:
    """A text to paste into a group of schools (Zalo): who has what open, with a link for each."""
    settings, language = request.app.state.settings, language_of(request)
    return plain(await service.message_for(session, settings, subject, query, language))
