"""What notifications hear of the rooms below, told to whom it concerns: difficulties, requests, reports, proof."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.kit.calendar import vietnam_today
from api.kit.events import FeedEvent
from api.kit.subscriptions import Subscriber
from api.notifications.queries import answered_by_all, disputes, people_of, silent_units, to_write
from api.notifications.service.notices import Notice, tell
from api.settings import get_settings
from api.units.models import Unit
from api.units.models.arrays import any_id

_LEADERS = frozenset({"leader"})


class _Telling(NamedTuple):
    """Whose people are told, and of whom; None is the unit it is about, a name the unit the event names so."""

    told: str | None
    by: str | None
    leaders: bool = False
    by_mail: bool = True


# Those who answer for many units read what comes in where it stands; a mail for each would be noise.
_KINDS = {
    "difficulty.raised": _Telling("put_to_id", None, by_mail=False),
    "difficulty.passed_on": _Telling("put_to_id", None, by_mail=False),
    "difficulty.reopened": _Telling("put_to_id", None, by_mail=False),
    "difficulty.answered": _Telling(None, "put_to_id"),
    "difficulty.amended": _Telling(None, "put_to_id"),
    "clarification.asked": _Telling(None, "asked_by_id"),
    "clarification.reopened": _Telling(None, "asked_by_id"),
    "clarification.answered": _Telling("asked_by_id", None, leaders=True),
    "clarification.closed": _Telling(None, "asked_by_id"),
    "evidence.rejected": _Telling(None, None),
    "evidence.expiring": _Telling(None, None),
    "report.sent": _Telling("to_id", None, by_mail=False),
    "report.returned": _Telling(None, "to_id"),
    "report.received": _Telling(None, "to_id", by_mail=False),
    "report.corrected": _Telling("to_id", None, by_mail=False),
}
_PAGES = {
    "difficulty": "/difficulties?open={id}",
    "clarification_request": "/clarification-requests?open={id}",
    "evidence": "/work",
    "report": "/reports/{id}",
}
# Where a unit answers the questions of a period: what came back is put right there, card by card.
_ASKED = "/asked/{period}?unit={unit}"
_SHOWN = ("title", "period", "due_on", "wording", "verdict_reason", "expires_on")


async def _tell(session: AsyncSession, events: Sequence[FeedEvent]) -> None:
    """Tell the people of the other side, each once for each thing that happened."""
    units = {unit for event in events for unit in (_unit(event, "told"), _unit(event, "by"))}
    names = await _names(session, units)
    people = (await session.execute(people_of(units, vietnam_today(session.info["now"])))).all()
    notices: dict[bool, list[Notice]] = {True: [], False: []}
    for event in events:
        telling = _KINDS[event.type]
        told = {
            each.user_id
            for each in people
            if each.unit_id == _unit(event, "told") and (each.role in _LEADERS) == telling.leaders
        }
        notices[telling.by_mail] += [_notice(user_id, event, names) for user_id in sorted(told)]
    for by_mail, each in notices.items():
        await tell(session, get_settings(), each, by_mail=by_mail)


def _unit(event: FeedEvent, side: str) -> UUID:
    name: str | None = getattr(_KINDS[event.type], side)
    found = event.unit_id if name is None else UUID(event.data[name])
    if found is None:
        raise ValueError(f"{event.type} without a unit")
    return found


async def _names(session: AsyncSession, units: Collection[UUID]) -> dict[UUID, str]:
    rows = await session.execute(select(Unit.id, Unit.name).where(Unit.id == any_id(units)))
    return {row.id: row.name for row in rows}


def _notice(user_id: UUID, event: FeedEvent, names: dict[UUID, str]) -> Notice:
    shown = {name: event.data[name] for name in _SHOWN if name in event.data}
    data: dict[str, Any] = shown | {"unit": names[_unit(event, "by")]}
    if event.type == "report.sent":
        return _came_in(user_id, event, data)
    link = _PAGES[event.entity].format(id=event.entity_id)
    if event.type == "report.returned":
        link = _ASKED.format(period=event.data["period"], unit=event.unit_id)
    return Notice(user_id, event.type, f"{event.type}:{event.entity_id}:{event.version}", data, link)


def _came_in(user_id: UUID, event: FeedEvent, data: dict[str, Any]) -> Notice:
    """That reports of a round come in, once a day however many: who reads nine hundred counts them where they stand."""
    day, round_id = vietnam_today(event.at).isoformat(), event.data["round_id"]
    key = f"{event.type}:{round_id}:{event.data['to_id']}:{day}"
    return Notice(user_id, event.type, key, data | {"on": day}, f"/reporting-rounds/{round_id}")


async def _tell_asked(session: AsyncSession, events: Sequence[FeedEvent]) -> None:
    """Tell the people of all units a request asks, or of those that were chased over it."""
    today = vietnam_today(session.info["now"])
    names = await _names(session, {event.unit_id for event in events if event.unit_id is not None})
    for event in events:
        chased = event.data.get("chased_at")
        units = (await session.scalars(silent_units(UUID(event.entity_id), chased))).all()
        people = await session.execute(people_of(units, today))
        told = {each.user_id for each in people if each.role not in _LEADERS}
        shown = {"title": event.data["title"], "due_at": event.data["due_at"]}
        data = shown | {"unit": names[event.unit_id] if event.unit_id is not None else ""}
        key, link = f"{event.type}:{event.entity_id}:{chased or event.version}", f"/data-requests/{event.entity_id}"
        await tell(session, get_settings(), [Notice(each, event.type, key, data, link) for each in sorted(told)])


async def _tell_all_answered(session: AsyncSession, events: Sequence[FeedEvent]) -> None:
    """Tell whoever asked that the last unit answered; once, whatever is changed in answers later."""
    rows = (await session.execute(answered_by_all({UUID(event.data["request_id"]) for event in events}))).all()
    people = (await session.execute(people_of({row.unit_id for row in rows}, _today(session)))).all()
    notices = [
        Notice(
            each.user_id, "data_request.all_answered", f"data_request.all_answered:{row.id}",
            {"unit": row.name, "title": row.title}, f"/data-requests/{row.id}",
        )
        for row in rows
        for each in people
        if each.unit_id == row.unit_id and each.role == "coordinator"
    ]  # fmt: skip
    await tell(session, get_settings(), notices)


async def _tell_of_disputes(session: AsyncSession, events: Sequence[FeedEvent]) -> None:
    """Tell the coordinators of a department that a unit says a figure from elsewhere is wrong: they settle it."""
    rows = (await session.execute(disputes({UUID(event.entity_id) for event in events}))).all()
    people = (await session.execute(people_of({row.department_id for row in rows}, _today(session)))).all()
    notices = [
        Notice(
            each.user_id, "figure.disputed", f"figure.disputed:{row.id}:{row.version}",
            {"unit": row.unit, "title": row.indicator, "period": row.period, "reason": row.reason}, "/figures/disputes",
        )
        for row in rows
        for each in people
        if each.unit_id == row.department_id and each.role == "coordinator"
    ]  # fmt: skip
    await tell(session, get_settings(), notices, by_mail=False)


def _today(session: AsyncSession) -> date:
    return vietnam_today(session.info["now"])


async def _tell_of_rounds(session: AsyncSession, events: Sequence[FeedEvent]) -> None:
    """Tell whoever writes a report that its round is open, while there is time; a school's link opens its questions."""
    now = session.info["now"]
    rows = (await session.execute(to_write({UUID(event.entity_id) for event in events}, now))).all()
    people = (await session.execute(people_of({row.unit_id for row in rows}, vietnam_today(now)))).all()
    of_unit: dict[UUID, set[UUID]] = defaultdict(set)
    for each in people:
        if each.role not in _LEADERS:
            of_unit[each.unit_id].add(each.user_id)
    notices = [_opened(user_id, row) for row in rows for user_id in sorted(of_unit[row.unit_id])]
    await tell(session, get_settings(), notices)


def _opened(user_id: UUID, row: Row[Any]) -> Notice:
    data = {"unit": row.name, "title": row.title, "period": row.period, "due_on": vietnam_today(row.due_at).isoformat()}
    page = _ASKED.format(period=row.period, unit=row.unit_id)
    link = page if row.kind == "school" else _PAGES["report"].format(id=row.id)
    return Notice(user_id, "report.opened", f"report.opened:{row.id}", data, link)


ANSWERS = Subscriber("notifications.answers", frozenset({"data_request.answered"}), _tell_all_answered)
DISPUTES = Subscriber("notifications.disputes", frozenset({"confirmation.disputed"}), _tell_of_disputes)
ROUNDS = Subscriber("notifications.rounds", frozenset({"reporting_round.opened"}), _tell_of_rounds)
FOLLOW_UP = Subscriber("notifications.followup", frozenset(_KINDS), _tell)
DATA_REQUESTS = Subscriber(
    "notifications.data_requests", frozenset({"data_request.asked", "data_request.chased"}), _tell_asked
)
