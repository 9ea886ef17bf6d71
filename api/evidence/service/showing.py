"""Which bytes somebody gets to see: a photograph says where it was taken, so most get a picture of it that does not."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.evidence.errors import Infected, NotScanned, NotShown
from api.evidence.models import Evidence, EvidencePicture
from api.evidence.queries.scope import judged
from api.evidence.rules.evidence import NOT_SERVED, Scan
from api.evidence.rules.kinds import JPEG, PHOTOGRAPHS
from api.kit.calendar import vietnam_today
from api.kit.permissions import Subject
from api.kit.problems import NotFound


@dataclass(frozen=True, slots=True)
class Shown:
    """A file of the store, as it is served."""

    sha256: str
    size: int
    media_type: str
    filename: str


async def content(session: AsyncSession, subject: Subject, evidence: Evidence) -> Shown:
    """The file itself; of a photograph, only to those who verify it. Raises NotScanned, Infected, NotShown.

    Everybody else, its sender too, gets its picture, in which nothing is left of where and by whom it was taken.
    """
    check_scan(evidence)
    if evidence.media_type not in PHOTOGRAPHS or await _sees_original(session, subject, evidence):
        return Shown(evidence.sha256, evidence.size, evidence.media_type, evidence.filename)
    return await picture(session, evidence, 1)


def check_scan(evidence: Evidence) -> None:
    """Raises NotScanned, Infected for what is served to nobody."""
    if evidence.scan in NOT_SERVED:
        raise Infected if evidence.scan == Scan.INFECTED else NotScanned


async def _sees_original(session: AsyncSession, subject: Subject, evidence: Evidence) -> bool:
    verifies = judged(subject, vietnam_today(session.info["now"]))
    return await session.scalar(select(Evidence.id).where(Evidence.id == evidence.id, verifies)) is not None


async def picture(session: AsyncSession, evidence: Evidence, position: int) -> Shown:
    """A picture that was drawn of it. Raises NotShown where none was, NotFound for a page too many.

    Raises NotScanned and Infected as the file itself would.
    """
    check_scan(evidence)
    drawn = (EvidencePicture.file_sha256 == evidence.sha256, EvidencePicture.position.in_((position, 1)))
    found = {row.position: row for row in await session.scalars(select(EvidencePicture).where(*drawn))}
    if position in found:
        name = f"{evidence.filename.rpartition('.')[0] or evidence.filename}.jpg"
        return Shown(found[position].sha256, found[position].size, JPEG, name)
    raise NotFound if found else NotShown
