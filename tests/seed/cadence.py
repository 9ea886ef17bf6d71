"""What walking a department's reports by the days its plan prints takes: units, figures, sending."""

import hashlib
from datetime import UTC, date, datetime

from sqlalchemy import select, text
from sqlalchemy.orm import selectinload

from api.audit.service import SYSTEM
from api.indicators.models import Indicator
from api.indicators.schemas.value import ValueRow
from api.indicators.service import Values
from api.kit.calendar import vietnam_today
from api.kit.ids import uuid7
from api.kit.permissions import Subject
from api.reporting import service
from api.reporting.models import Regime, RegimeStep, Report, Round
from api.reporting.queries import completeness
from api.reporting.schemas.regime import RegimePatch
from api.reporting.service import Voice
from api.units.models import Unit
from api.units.rules.newcomer import NewUnit
from api.units.rules.spans import OPEN, Span
from api.units.service import expand, load
from tests.factories.units import a_unit
from tests.seed.walking import Walked, periods

VOICE = Voice(None, "Người đi thử")


def moment(day: date) -> datetime:
    """Ten in the morning of a day in Việt Nam."""
    return datetime(day.year, day.month, day.day, 3, tzinfo=UTC)


async def at(session, day: date) -> None:
    """What the clock does on a day."""
    session.info["now"] = moment(day)
    await service.tick(session, before_includes_day=False)


async def standing(session, walked: Walked) -> dict[tuple[str, date], str]:
    """The department's rounds, each by its period and first due day: open or closed."""
    rows = select(Round).join(Unit, Unit.id == Round.unit_id).where(Unit.code == walked.department)
    return {(of.period, vietnam_today(of.due_at)): of.status for of in (await session.scalars(rows)).all()}


async def coordinator(session, walked: Walked) -> Subject:
    """Whoever coordinates the department today."""
    department = (await session.scalars(select(Unit).where(Unit.code == walked.department))).one()
    today = vietnam_today(session.info["now"])
    reach = await expand(session, [("coordinator", department.id)], today)
    return Subject("user", uuid7(), "Đầu mối", reach)


async def enter_units(session, units: list[NewUnit]) -> None:
    """Enter units of the department that the seed does not have."""
    await load(session, SYSTEM, units, vietnam_today(session.info["now"]))
    # What seeds wrote before is no part of the walk: roll-ups of others are not waited for.
    await session.execute(text("DELETE FROM roll_up_queue"))


def own_school(department: str, code: str, span: Span = OPEN) -> NewUnit:
    """An upper secondary school that stands under its department."""
    return a_unit(code, "school", department, education_levels=("upper_secondary",), ownership="public", span=span)


async def regime(session, walked: Walked, title: str, cadence: str, who: str):
    """What the plan asks of somebody, by the printed name of who writes first."""
    found = select(Regime).join(Unit, Unit.id == Regime.unit_id)
    found = found.where(Unit.code == walked.department, Regime.title == title, Regime.cadence == cadence)
    found = found.options(selectinload(Regime.steps).selectinload(RegimeStep.parties))
    rows = (await session.scalars(found)).all()
    (one,) = [each for each in rows if each.steps[0].parties[0].printed_name == who]
    return one


async def patch(session, walked: Walked, of: Regime, **given) -> None:
    """The coordinator sets a regime otherwise."""
    subject = await coordinator(session, walked)
    await service.change_regime(session, SYSTEM, subject, of, RegimePatch.model_validate(given))
    await session.flush()


async def enter(session, walked: Walked, first: date, last: date) -> None:
    """What units answer of the periods that end from one day to another."""
    values = Values(session, SYSTEM, await coordinator(session, walked))
    indicators = text(
        "SELECT DISTINCT t.indicator_id FROM targets t JOIN plans p ON p.id = t.plan_id "
        "JOIN units u ON u.id = p.unit_id WHERE u.code = :department AND p.year = :year AND t.deleted_at IS NULL"
    )
    ids = (await session.scalars(indicators, {"department": walked.department, "year": walked.year})).all()
    for indicator in (await session.scalars(select(Indicator).where(Indicator.id.in_(ids)))).all():
        for place, (label, _, end) in enumerate(periods(indicator.frequency, walked.year)):
            if not first <= end <= last:
                continue
            rows = [_row(indicator, unit, label, place) for unit in await _units(session, walked, indicator, end)]
            outcomes = await values.load([ValueRow.model_validate(row) for row in rows])
            assert not [each for each in outcomes if isinstance(each, tuple)]


async def _units(session, walked: Walked, indicator: Indicator, day: date):
    under = text(
        "SELECT u.code FROM units u JOIN unit_closure c ON c.descendant_id = u.id AND c.line = 'professional' "
        "JOIN units d ON d.id = c.ancestor_id WHERE d.code = :department AND c.valid @> CAST(:day AS date) "
        "AND u.kind = ANY (:kinds) ORDER BY u.code"
    )
    given = {"department": walked.department, "day": day, "kinds": indicator.measured_on}
    return (await session.scalars(under, given)).all()


def _row(indicator: Indicator, unit: str, label: str, place: int):
    """A figure that gets better from period to period, always the same."""
    luck = int.from_bytes(hashlib.blake2b(f"{indicator.code}|{unit}".encode(), digest_size=4).digest()) % 100
    key = {"indicator": indicator.code, "unit": unit, "period": label, "source": "Dữ liệu thử", "state": "sent"}
    reached = 60 + 7 * place
    if indicator.kind == "share_of_units":
        return key | ({"answer": "not_applicable"} if luck < 4 else {"yes": luck < reached})
    whole = 20 + luck
    return key | {"numerator": whole * reached // 100, "denominator": whole}


async def send(session, of, day: date, *codes: str) -> None:
    """Some units send their reports on a day."""
    session.info["now"] = moment(day)
    await service.send(session, SYSTEM, VOICE, of, [(await reports(session, of))[code] for code in codes])
    await session.flush()


async def reports(session, of) -> dict[str, Report]:
    """The reports of a round by unit."""
    rows = select(Unit.code, Report).join(Unit, Unit.id == Report.unit_id)
    rows = rows.where(Report.round_id == of.id, Report.deleted_at.is_(None))
    return dict((await session.execute(rows)).all())


async def asked(session, of):
    """Unit → whom it reports to, and its last day."""
    codes = dict((await session.execute(select(Unit.id, Unit.code))).all())
    found = await reports(session, of)
    return {code: (codes[each.to_id], each.due_at and vietnam_today(each.due_at)) for code, each in found.items()}


async def late_ones(session, walked: Walked, of) -> int:
    """What the coordinator's grid says of late reports."""
    now, subject = session.info["now"], await coordinator(session, walked)
    rows = await session.execute(completeness.by_unit_above(subject, [of.id], now, vietnam_today(now)))
    return sum(row.late + row.overdue for row in rows)
