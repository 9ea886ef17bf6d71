"""Kept roll-ups are held against a recount from the values themselves, by plain statements of their own.

Nothing of how roll-ups are kept is used: each value is joined to all that stood above its unit, for one period at a
time; who is asked and did not answer is counted apart.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.indicators.queries import counting
from api.indicators.rules.rollup import Sums
from api.indicators.service.rollup import Wanted, questions

_PERIODS = text(
    "SELECT period, ends_on FROM roll_ups UNION SELECT period, ends_on FROM indicator_values ORDER BY ends_on, period"
)
_INDICATORS = text(
    "SELECT DISTINCT indicator_id FROM roll_ups WHERE period = :period"
    " UNION SELECT DISTINCT indicator_id FROM indicator_values WHERE period = :period"
)
_KEPT = """
    SELECT unit_id, indicator_id, {key}, numerator, denominator, total, units_expected, units_reported,
           units_received, units_yes, units_not_applicable FROM {table} WHERE period = :period
"""
_KEPT_BY_SORT = text(_KEPT.format(key="bucket", table="roll_ups"))
_KEPT_BY_AUDIENCE = text(_KEPT.format(key="audience_id::text", table="audience_roll_ups"))
_WAITING = text("SELECT DISTINCT period, unnest(indicator_ids) FROM roll_up_queue")
_BUCKET = """
    CASE WHEN w.kind <> 'school' THEN w.kind WHEN cardinality(w.education_levels) = 0 THEN 'school'
    ELSE array_to_string(ARRAY(
        SELECT l FROM unnest(ARRAY['preschool', 'primary', 'lower_secondary', 'upper_secondary', 'continuing',
                                   'vocational_continuing']) WITH ORDINALITY o(l, n)
        WHERE l = ANY (w.education_levels) ORDER BY n), '+') END
"""
_ANSWERS = """
    SELECT c.ancestor_id, v.indicator_id, {bucket} AS bucket,
           coalesce(sum(v.numerator), 0), coalesce(sum(v.denominator), 0), coalesce(sum(v.value), 0),
           count(*), count(*), count(*) FILTER (WHERE v.state = 'received'), count(*) FILTER (WHERE v.yes),
           count(*) FILTER (WHERE v.answer = 'not_applicable')
    FROM indicator_values v
    JOIN units u ON u.id = v.unit_id AND u.deleted_at IS NULL
    JOIN unit_versions w ON w.unit_id = u.id
    JOIN unit_closure c ON c.descendant_id = u.id AND c.line = 'professional'
    {apart}
    WHERE v.period = :period AND v.state <> 'withdrawn'
      AND w.valid @> greatest(lower(u.valid), least(v.ends_on, upper(u.valid) - 1))
      AND c.valid @> greatest(lower(u.valid), least(v.ends_on, upper(u.valid) - 1))
    GROUP BY 1, 2, 3
"""
_OWED = """
    SELECT up.ancestor_id, q.indicator_id, {bucket} AS bucket, 0, 0, 0, count(*), 0, 0, 0, 0
    FROM (
        SELECT DISTINCT a.indicator_id, below.descendant_id AS unit_id
        FROM unnest(:ask_indicator, :ask_under, :ask_audience) a(indicator_id, under_id, audience_id)
        JOIN unit_closure below ON below.ancestor_id = a.under_id AND below.line = 'professional'
                               AND below.valid @> :ends_on
        WHERE a.audience_id IS NULL OR (a.audience_id, below.descendant_id) IN (
            SELECT * FROM unnest(:meant_audience, :meant_unit))
    ) q
    JOIN units u ON u.id = q.unit_id AND u.deleted_at IS NULL AND u.valid @> :ends_on
    JOIN unit_versions w ON w.unit_id = u.id AND w.valid @> :ends_on
    JOIN indicators i ON i.id = q.indicator_id AND w.kind = ANY (i.measured_on)
    JOIN unit_closure up ON up.descendant_id = u.id AND up.line = 'professional' AND up.valid @> :ends_on
    {apart}
    WHERE NOT EXISTS (
        SELECT FROM indicator_values v WHERE v.unit_id = u.id AND v.indicator_id = q.indicator_id
           AND v.period = :period AND v.state <> 'withdrawn')
    GROUP BY 1, 2, 3
"""
# Of audiences that are told apart, where those of the first are asked.
_APART = """
    JOIN unnest(:tell_indicator, :tell_audience) told(indicator_id, audience_id) ON told.indicator_id = {of}
    JOIN unnest(:meant_audience, :meant_unit) meant(audience_id, unit_id)
        ON meant.audience_id = told.audience_id AND meant.unit_id = u.id
"""
_AUDIENCE = "told.audience_id::text"
_IN_AUDIENCE = ("meant_audience", "meant_unit", *counting.APART)
_ANSWERED = counting.over_arrays(_ANSWERS.format(bucket=_BUCKET, apart=""), ())
_ANSWERED_APART = counting.over_arrays(
    _ANSWERS.format(bucket=_AUDIENCE, apart=_APART.format(of="v.indicator_id")), _IN_AUDIENCE
)
_SILENT = counting.over_arrays(_OWED.format(bucket=_BUCKET, apart=""), counting.ASKED)
_SILENT_APART = counting.over_arrays(
    _OWED.format(bucket=_AUDIENCE, apart=_APART.format(of="q.indicator_id")), (*counting.ASKED, *counting.APART)
)
_HAS_BELOW = text("SELECT DISTINCT ancestor_id FROM unit_closure WHERE line = 'professional' AND depth > 0")


class Place(NamedTuple):
    """A kept row, but for its period; `bucket` is the audience's id of what is kept by audience."""

    unit_id: UUID
    indicator_id: UUID
    bucket: str


@dataclass(frozen=True)
class Difference:
    """A roll-up that is not what its values add up to; None where there is no such row."""

    period: str
    place: Place
    kept: Sums | None
    counted: Sums | None


async def differences(session: AsyncSession) -> AsyncIterator[Difference]:
    """Where kept roll-ups and a recount part; what waits to be counted is left out. Reads one state of all tables."""
    await session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    above = set(await session.scalars(_HAS_BELOW))
    waiting = {(row[0], row[1]) for row in await session.execute(_WAITING)}
    for period, ends_on in (await session.execute(_PERIODS)).all():
        kept = await _kept(session, period)
        counted = await _recounted(session, period, ends_on, above, kept)
        for place in sorted(kept.keys() | counted.keys()):
            same = kept.get(place) == counted.get(place)
            if not same and (period, place.indicator_id) not in waiting:
                yield Difference(period, place, kept.get(place), counted.get(place))


async def _kept(session: AsyncSession, period: str) -> dict[Place, Sums]:
    by_sort = _by_place(await session.execute(_KEPT_BY_SORT, {"period": period}))
    return by_sort | _by_place(await session.execute(_KEPT_BY_AUDIENCE, {"period": period}))


async def _recounted(
    session: AsyncSession, period: str, ends_on: date, above: set[UUID], kept: dict[Place, Sums]
) -> dict[Place, Sums]:
    """What should be kept of a period: of units above others that something is kept of, or below whom one answered."""
    indicators = set(await session.scalars(_INDICATORS, {"period": period}))
    (told,) = await questions(session, {period: Wanted(ends_on, indicators=indicators)})
    statements = (_ANSWERED, _SILENT, _ANSWERED_APART, _SILENT_APART)
    parts = [_by_place(await session.execute(statement, told)) for statement in statements]
    known = {place[:2] for place in (*parts[0], *kept)}
    found: dict[Place, Sums] = defaultdict(Sums)
    for part in parts:
        for place, sums in part.items():
            if place.unit_id in above and place[:2] in known:
                found[place] += sums
    return dict(found)


def _by_place(rows: Iterable[Row[Any]]) -> dict[Place, Sums]:
    found = {}
    for row in rows:
        columns = list(row)
        found[Place(*columns[:3])] = Sums(*columns[3:])
    return found
