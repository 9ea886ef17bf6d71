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

from sqlalchemy import Row, Text, bindparam, text
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
_KEPT = text(
    "SELECT unit_id, indicator_id, bucket, numerator, denominator, total, units_expected, units_reported,"
    " units_received, units_yes, units_not_applicable FROM roll_ups WHERE period = :period"
)
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
    WHERE NOT EXISTS (
        SELECT FROM indicator_values v WHERE v.unit_id = u.id AND v.indicator_id = q.indicator_id
           AND v.period = :period AND v.state <> 'withdrawn')
    GROUP BY 1, 2, 3
"""
_ANSWERED = text(_ANSWERS.format(bucket=_BUCKET)).bindparams(bindparam("period", type_=Text()))
_SILENT = counting.over_arrays(_OWED.format(bucket=_BUCKET), counting.ASKED)
_HAS_BELOW = text("SELECT DISTINCT ancestor_id FROM unit_closure WHERE line = 'professional' AND depth > 0")


class Place(NamedTuple):
    """A kept row, but for its period."""

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
        kept = _by_place(await session.execute(_KEPT, {"period": period}))
        counted = await _recounted(session, period, ends_on, above, kept)
        for place in sorted(kept.keys() | counted.keys()):
            same = kept.get(place) == counted.get(place)
            if not same and (period, place.indicator_id) not in waiting:
                yield Difference(period, place, kept.get(place), counted.get(place))


async def _recounted(
    session: AsyncSession, period: str, ends_on: date, above: set[UUID], kept: dict[Place, Sums]
) -> dict[Place, Sums]:
    """What should be kept of a period: of units above others that something is kept of, or below whom one answered."""
    indicators = set(await session.scalars(_INDICATORS, {"period": period}))
    (told,) = await questions(session, {period: Wanted(ends_on, indicators=indicators)})
    given = {name: told[name] for name in counting.ASKED}
    answered = _by_place(await session.execute(_ANSWERED, {"period": period}))
    silent = _by_place(await session.execute(_SILENT, given | {"period": period, "ends_on": ends_on}))
    known = {place[:2] for place in (*answered, *kept)}
    found: dict[Place, Sums] = defaultdict(Sums)
    for part in (answered, silent):
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
