"""What reporting does by the clock, and what takes it long."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.documents.fonts import fonts_folder
from api.kit.jobs import Running
from api.reporting import service
from api.settings import get_settings


async def tick(session: AsyncSession) -> int:
    """Make regimes, open and close rounds, follow the units; how many rounds opened or closed."""
    done = await service.tick(session, before_includes_day=get_settings().before_includes_day)
    return done.opened + done.closed


async def draw_report(job: Running) -> dict[str, Any]:
    """Compile a report and draw it; the file is kept and handed out as long as the report says the same."""
    return await service.draw(job.session, job.payload, fonts_folder(), job.progress)
