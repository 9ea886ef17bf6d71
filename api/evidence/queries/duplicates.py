"""Who else sent in the same: to the byte, or a photograph that looks the same; among what the caller sees."""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Select, Text, and_, case, cast, func, literal, or_, select
from sqlalchemy.dialects.postgresql import BIT

from api.evidence.models import Evidence, EvidenceFile
from api.evidence.queries.evidence import instant
from api.evidence.queries.scope import visible
from api.evidence.rules.likeness import NEAR
from api.kit.permissions import Subject
from api.units.models import Unit

MOST = 50


def duplicates(subject: Subject, today: date, evidence: Evidence) -> Select[Any]:
    """What other units sent in that is the same or nearly so, as JSON text; the likest first."""
    look = select(EvidenceFile.look).where(EvidenceFile.file_sha256 == evidence.sha256).scalar_subquery()
    apart = func.bit_count(cast(EvidenceFile.look.op("#")(look), BIT(64)))
    same = Evidence.sha256 == evidence.sha256
    distance = case((same, literal(0)), else_=apart)
    shown = func.json_build_object(
        "id", Evidence.id,
        "unit", func.json_build_object("id", Unit.id, "code", Unit.code, "name", Unit.name),
        "title", Evidence.title,
        "filename", Evidence.filename,
        "verdict", Evidence.verdict,
        "added_by", Evidence.added_by,
        "created_at", instant(Evidence.created_at),
        "likeness", case((same, "same"), else_="near"),
        "distance", cast(distance, BigInteger),
    )  # fmt: skip
    alike = or_(same, and_(EvidenceFile.look.is_not(None), apart <= NEAR))
    found: Select[Any] = select(cast(shown, Text)).join(Unit, Unit.id == Evidence.unit_id)
    found = found.outerjoin(EvidenceFile, EvidenceFile.file_sha256 == Evidence.sha256)
    elsewhere = (Evidence.unit_id != evidence.unit_id, Evidence.deleted_at.is_(None), visible(subject, today))
    return found.where(*elsewhere, alike).order_by(distance, Evidence.created_at, Evidence.id).limit(MOST)
