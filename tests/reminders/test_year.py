"""2025 walked through day by day for Quảng Ninh: the right reminders on the right days, none twice."""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.audit.service import SYSTEM
from api.kit.calendar import VIETNAM, end_of_day, start_of_day, vietnam_today
from api.kit.db import Database
from api.notifications.models import Mail, Notification
from api.plans.models import ChildPlanCall, Plan, Task
from api.reminders.models import ReminderRule
from api.reminders.service import tick
from api.reporting.models import Regime, Report, Round
from api.requests.models import DataAnswer, DataRequest
from api.settings import Settings
from api.units.models import Audience, UnitClosure
from api.units.rules.groups import NewAudience
from api.units.service import enter_audiences
from tests.factories.identity import Account
from tests.reminders.conftest import COMMUNE, SCHOOL, owe, unit_id

# Written out by hand, apart from the code's own list.
CLOSED = {
    "01-01", "01-27", "01-28", "01-29", "01-30", "01-31", "04-07", "04-30", "05-01", "05-02", "09-01", "09-02",
}  # fmt: skip
FIRST, LAST = date(2025, 1, 2), date(2025, 12, 31)
OWN_STEPS, DAY = (-7, -1, 0, 3), timedelta(days=1)


def is_open(day: date) -> bool:
    if day == date(2025, 4, 26):
        return True
    closed = (f"{day:%m-%d}" in CLOSED and day.year == 2025) or day == date(2026, 1, 1)
    return day.weekday() < 5 and not closed


def reminded_on(due_on: date, days: int) -> date:
    day = due_on + timedelta(days=days)
    while not is_open(day):
        day += DAY if days > 0 else -DAY
    return day


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=VIETNAM)


async def _tick(database: Database, settings: Settings, now: datetime) -> int:
    async with database.session(now) as session:
        told = await tick(session, settings)
        await session.commit()
        return told


async def _school_owes_the_plan(session: AsyncSession, plan: Plan) -> list[date]:
    """Every dated occurrence of every task; their due days."""
    due: list[date] = []
    for task in (await session.scalars(select(Task).where(Task.plan_id == plan.id))).all():
        seen: set[str] = set()
        for occurrence in task.schedule["occurrences"]:
            if occurrence["due_at"] is None or occurrence["label"] in seen:
                continue
            seen.add(occurrence["label"])
            due_at = datetime.fromisoformat(occurrence["due_at"])
            await owe(session, plan, task, occurrence["label"], due_at)
            due.append(vietnam_today(due_at))
    await session.commit()
    return due


async def _told(session: AsyncSession, account: Account) -> dict[date, int]:
    found = await session.scalars(select(Notification).where(Notification.user_id == account.user.id))
    notices = found.all()
    days = Counter(notice.key for notice in notices)
    assert set(days.values()) <= {1}
    return {date.fromisoformat(notice.data["on"]): notice.data["count"] for notice in notices}


async def test_a_year(
    session: AsyncSession,
    database: Database,
    settings: Settings,
    plan: Plan,
    school: Account,
    commune: Account,
    coordinator: Account,
) -> None:
    mailing = settings.model_copy(update={"smtp_host": "127.0.0.1", "smtp_from": "a@example.vn"})
    school.user.email = "truong@example.vn"
    due = await _school_owes_the_plan(session, plan)
    assert len(due) > 10
    day = FIRST
    while day <= LAST:
        assert await _tick(database, mailing, at(day, 7)) == 0
        told = await _tick(database, mailing, at(day, 7, 30))
        assert is_open(day) or told == 0
        assert await _tick(database, mailing, at(day, 15)) == 0
        day += DAY

    wanted: dict[date, set[int]] = defaultdict(set)
    risen: dict[date, set[int]] = defaultdict(set)
    for number, due_on in enumerate(due):
        for days in OWN_STEPS:
            wanted[reminded_on(due_on, days)].add(number)
        risen[reminded_on(due_on, 7)].add(number)
    in_year = {day: len(found) for day, found in wanted.items() if FIRST <= day <= LAST}
    assert await _told(session, school) == in_year
    assert await _told(session, coordinator) == {
        day: len(found) for day, found in risen.items() if FIRST <= day <= LAST
    } | await _as_unit_above(session, due, risen)
    assert set(await _told(session, commune)) == await _days_of_commune(session, due)
    mails = (await session.scalars(select(Mail.key).where(Mail.user_id == school.user.id))).all()
    assert len(set(mails)) == len(mails) == len(in_year)


async def _days_of_commune(session: AsyncSession, due: list[date]) -> set[date]:
    """The days on which work three days late rises to the commune, while the school stands below it."""
    above, below = await unit_id(session, COMMUNE), await unit_id(session, SCHOOL)
    edge = select(UnitClosure.valid).where(
        UnitClosure.ancestor_id == above, UnitClosure.descendant_id == below, UnitClosure.line == "professional"
    )
    spans = (await session.scalars(edge)).all()
    days = {reminded_on(due_on, 3) for due_on in due}
    return {day for day in days if FIRST <= day <= LAST and any(span.contains(day) for span in spans)}


async def _as_unit_above(session: AsyncSession, due: list[date], risen: dict[date, set[int]]) -> dict[date, int]:
    """What the coordinator is told while the school stands right below the department."""
    commune_days = await _days_of_commune(session, due)
    found: dict[date, set[int]] = defaultdict(set)
    direct = await _stands_below_department(session)
    for number, due_on in enumerate(due):
        day = reminded_on(due_on, 3)
        if FIRST <= day <= LAST and day not in commune_days and day in direct:
            found[day].add(number)
    return {day: len(numbers | risen.get(day, set())) for day, numbers in found.items()}


async def _stands_below_department(session: AsyncSession) -> set[date]:
    below = await unit_id(session, SCHOOL)
    edges = select(UnitClosure.valid).where(
        UnitClosure.ancestor_id == await unit_id(session, "qni"),
        UnitClosure.descendant_id == below,
        UnitClosure.line == "professional",
        UnitClosure.depth == 1,
    )
    spans = (await session.scalars(edges)).all()
    days = (FIRST + n * DAY for n in range(365))
    return {day for day in days if any(span.contains(day) for span in spans)}


async def test_done_withdrawn_and_draft_work_is_not_spoken_of_and_own_rules_count(
    session: AsyncSession, database: Database, settings: Settings, plan: Plan, school: Account
) -> None:
    task = (await session.scalars(select(Task).where(Task.plan_id == plan.id))).first()
    assert task is not None
    today = date(2025, 10, 15)
    kept = [await owe(session, plan, task, str(n), end_of_day(today + 2 * DAY)) for n in range(4)]
    kept[1].status, kept[2].withdrawn, kept[3].due_at = "completed", True, None
    session.add(ReminderRule(plan_id=plan.id, steps=[{"days": -2, "to": "unit"}]))
    await session.commit()
    await _tick(database, settings, start_of_day(today) + timedelta(hours=9))
    assert await _told(session, school) == {today: 1}


async def test_a_unit_that_has_not_issued_its_own_plan_is_reminded_like_of_other_work(
    session: AsyncSession, database: Database, settings: Settings, plan: Plan, school: Account, coordinator: Account
) -> None:
    schools = NewAudience("qni-dt-thu", "qni", "Các trường", {"any_of": [{"kinds": ["school"]}]})
    (audience,) = await enter_audiences(session, SYSTEM, [schools])
    due_on = date(2025, 10, 15)
    session.add(ChildPlanCall(plan_id=plan.id, audience_id=audience.id, due_on=due_on))
    await session.commit()
    for days in range(-8, 9):
        await _tick(database, settings, at(due_on + days * DAY, 9))
    assert await _told(session, school) == {reminded_on(due_on, days): 1 for days in OWN_STEPS}
    notice = (await session.scalars(select(Notification).where(Notification.user_id == coordinator.user.id))).first()
    assert notice is not None
    assert notice.data["items"][0]["task"].startswith("Ban hành kế hoạch của đơn vị")


async def test_reports_and_data_requests_are_reminded_of_until_they_came(
    session: AsyncSession, database: Database, settings: Settings, plan: Plan, school: Account
) -> None:
    due_on, unit = date(2025, 10, 15), await unit_id(session, SCHOOL)
    regime = (await session.scalars(select(Regime).limit(1))).one()
    of = Round(
        regime_id=regime.id, unit_id=plan.unit_id, department_id=plan.unit_id, title="Báo cáo quý", period="2025-Q3",
        starts_on=date(2025, 7, 1), ends_on=date(2025, 9, 30), opens_on=due_on, closes_on=due_on, followed_on=due_on,
        status="open",
    )  # fmt: skip
    session.add(of)
    await session.flush()
    given = {"unit_id": unit, "department_id": plan.unit_id, "due_at": end_of_day(due_on)}
    report = Report(
        **given, round_id=of.id, to_id=plan.unit_id, step=0, status="draft", edition=1, returned=[], flaws=0
    )
    audience = (await session.scalars(select(Audience).limit(1))).one()
    asking = {"title": "Rà soát", "text": "", "search": "", "columns": [], "by_name": "Sở", "sample": False}
    request = DataRequest(
        **asking, unit_id=plan.unit_id, department_id=plan.unit_id, audience_id=audience.id, due_at=end_of_day(due_on)
    )
    session.add_all([report, request])
    await session.flush()
    answer = DataAnswer(request_id=request.id, unit_id=unit, department_id=plan.unit_id, on_behalf=False)
    session.add(answer)
    await session.commit()
    for days in (-7, -1):
        await _tick(database, settings, at(due_on + days * DAY, 9))
    report.status, answer.answered_at = "sent", at(due_on, 8)
    await session.commit()
    for days in (0, 3):
        await _tick(database, settings, at(due_on + days * DAY, 9))
    assert await _told(session, school) == {reminded_on(due_on, days): 2 for days in (-7, -1)}
    notice = (await session.scalars(select(Notification).where(Notification.user_id == school.user.id))).first()
    assert notice is not None
    tasks = {item["task"] for item in notice.data["items"]}
    assert tasks == {"Báo cáo: Báo cáo quý – 2025-Q3", "Yêu cầu số liệu: Rà soát"}
