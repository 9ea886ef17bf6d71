"""Figures of received reports that are otherwise now."""

from sqlalchemy import DateTime, TextClause, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

# Of each report the edition received last by an instant, else the first received after it: what whoever compiled knew.
# Compared are the answers; a version that rose because a state moved is no change. A ratio's value is worked out in the
# edition, and stands in no column.
CHANGED: TextClause = text(
    """
    WITH changed AS (
        SELECT r.id AS report_id, r.unit_id, e.edition, e.received_at, f.line,
               v.indicator_id, v.period, now.answer, now.numerator, now.denominator, now.value, now.yes,
               v.note, v.by_name, v.updated_at, v.on_behalf
        FROM unnest(:reports) AS g(id)
        JOIN reports r ON r.id = g.id
        JOIN LATERAL (
            SELECT * FROM report_editions e WHERE e.report_id = r.id
            ORDER BY e.received_at > :told_at, CASE WHEN e.received_at <= :told_at THEN -e.edition ELSE e.edition END
            LIMIT 1
        ) e ON TRUE
        CROSS JOIN LATERAL jsonb_array_elements(e.content -> 'figures') AS f(line)
        JOIN indicator_values v ON v.unit_id = r.unit_id AND v.period = f.line ->> 'period'
                               AND v.indicator_id = (f.line -> 'indicator' ->> 'id')::uuid
        LEFT JOIN LATERAL (
            SELECT v.answer, v.numerator, v.denominator, v.value, v.yes WHERE v.state <> 'withdrawn'
        ) now ON TRUE
        WHERE ((f.line ->> 'version')::int IS DISTINCT FROM v.version)
          AND (f.line ->> 'answer', (f.line ->> 'numerator')::numeric, (f.line ->> 'denominator')::numeric,
               CASE WHEN f.line ->> 'denominator' IS NULL THEN (f.line ->> 'value')::numeric END,
               (f.line ->> 'yes')::boolean)
              IS DISTINCT FROM (now.answer, now.numerator, now.denominator, now.value, now.yes)
    )
    SELECT c.*, count(*) OVER () AS total, u.code AS unit_code, u.name AS unit_name, i.code AS indicator_code,
           i.name AS indicator_name, i.unit_of_measure, (
               SELECT a.text FROM report_acts a WHERE a.report_id = c.report_id AND a.act = 'corrected'
                 AND a.at > c.received_at ORDER BY a.at DESC, a.id DESC LIMIT 1
           ) AS reason
    FROM changed c JOIN units u ON u.id = c.unit_id JOIN indicators i ON i.id = c.indicator_id
    ORDER BY c.updated_at DESC, u.sort_key, c.unit_id, i.sort_key, c.indicator_id, c.period
    LIMIT 200
    """
).bindparams(bindparam("reports", type_=ARRAY(Uuid())), bindparam("told_at", type_=DateTime(timezone=True)))
